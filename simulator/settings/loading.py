"""Settings from all their sources, the origin of every value, and every problem at once.

What comes first wins: options, environment variables, the project's settings file, the user's
settings file, defaults.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from simulator.errors import SettingsError
from simulator.settings.listing import Setting, all_settings, sections, value_of
from simulator.settings.model import Settings
from simulator.settings.sources import (
    Given,
    Layer,
    from_environment,
    from_file,
    from_flags,
    from_table,
    is_file,
    project_file,
    user_file,
)
from simulator.settings.values import read_value

DEFAULT = "default"


class Loaded(NamedTuple):
    """Settings, and how they came about.

    ``origins`` holds for every key where its value was found. A value that is a problem isn't
    taken: the next best source counts. ``project`` is the nearest settings file upwards, None
    when there is none; ``user`` is where the user's settings file is looked for.
    """

    settings: Settings
    origins: dict[str, str]
    problems: list[str]
    project: Path | None
    user: Path


def load(flags: Mapping[str, object], environ: Mapping[str, str], cwd: Path) -> tuple[Settings, dict[str, str]]:
    """The settings, and the origin of each value by key (``deduplication.window_hours``).

    ``flags`` are options by key, None for one that wasn't given. Raises SettingsError with every
    problem of every source.
    """
    loaded = collect(flags, environ, cwd)
    if loaded.problems:
        raise SettingsError(loaded.problems)
    return loaded.settings, loaded.origins


def collect(flags: Mapping[str, object], environ: Mapping[str, str], cwd: Path) -> Loaded:
    """The settings as far as they can be read, with the problems; raises nothing for a bad source."""
    user = user_file()
    project = project_file(cwd.absolute())
    files = [user] if is_file(user) else []
    if project is not None and project != user:
        files.append(project)
    layers = [from_file(file) for file in files]
    layers += [from_environment(environ), from_flags(flags)]
    settings, changed, problems = _apply(Settings(), layers)
    origins = {setting.key: changed.get(setting.key, DEFAULT) for setting in all_settings()}
    return Loaded(settings, origins, problems, project, user)


def apply_tables(settings: Settings, tables: Mapping[str, object], origin: str) -> Settings:
    """Settings with tables of the shape of ``capisim.toml`` laid over them, such as those of a scenario.

    ``origin`` is the path of the file that holds the tables; relative paths count from its folder.
    Raises SettingsError with every problem in the tables.
    """
    settings, _, problems = _apply(settings, [from_table(tables, origin, Path(origin).parent)])
    if problems:
        raise SettingsError(problems)
    return settings


def _apply(settings: Settings, layers: Iterable[Layer]) -> tuple[Settings, dict[str, str], list[str]]:
    values = {setting.key: value_of(settings, setting) for setting in all_settings()}
    origins: dict[str, str] = {}
    problems: list[str] = []
    for layer in layers:
        problems += layer.problems
        for setting in all_settings():
            given = layer.given.get(setting.key)
            if given is None:
                continue
            try:
                values[setting.key] = _resolve(setting, given, read_value(setting, given.value, text=given.text))
            except ValueError as error:
                problems += [f"{given.origin}: {setting.key} {sentence}" for sentence in error.args]
            else:
                origins[setting.key] = given.origin
    return _build(settings, values), origins, problems


def _resolve(setting: Setting, given: Given, value: Any) -> Any:
    if not setting.is_path or given.folder is None or value in ("", ":memory:"):
        return value
    try:
        path = Path(value).expanduser()
    except RuntimeError:
        raise ValueError("names a home folder that can't be found") from None
    return str(given.folder / path)


def _build(settings: Settings, values: Mapping[str, Any]) -> Settings:
    def part(section: str) -> dict[str, Any]:
        return {setting.name: values[setting.key] for setting in all_settings() if setting.section == section}

    inner = {section: replace(getattr(settings, section), **part(section)) for section in sections()}
    return replace(settings, **part(""), **inner)
