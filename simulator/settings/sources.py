"""Where settings come from: settings files, environment variables, options."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from simulator.masking import printable, shorten
from simulator.settings.listing import all_settings, sections
from simulator.settings.secrets import SECRET_VARIABLES, TOKEN_VARIABLES, holds_token, looks_secret

FILE_NAME = "capisim.toml"
PREFIX = "CAPISIM_"
# Read by the command line itself; no run depends on it.
_SWITCHES = ("CAPISIM_DEBUG",)


class Given(NamedTuple):
    """One value as a source gives it.

    ``text`` tells that numbers and switches may be text; ``folder`` is where a relative path
    counts from, None for the current folder.
    """

    value: object
    origin: str
    text: bool
    folder: Path | None = None


class Layer(NamedTuple):
    """What one source says: values by key, and everything that is wrong with it."""

    given: dict[str, Given]
    problems: list[str]


def user_file() -> Path:
    """The settings file of the user, there or not."""
    # Late: only this function and the default store need to know the platform.
    from platformdirs import user_config_path

    return user_config_path("capisim", appauthor=False) / FILE_NAME


def project_file(folder: Path) -> Path | None:
    """The nearest settings file from a folder upwards.

    In each folder ``capisim.toml`` comes before a ``pyproject.toml`` that has a table
    ``[tool.capisim]``.
    """
    for place in (folder, *folder.parents):
        own = place / FILE_NAME
        if is_file(own):
            return own
        project = place / "pyproject.toml"
        if is_file(project) and _mentions_us(project):
            return project
    return None


def from_file(file: Path) -> Layer:
    """What a settings file says; a file that can't be read is a problem, never an exception."""
    origin = str(file)
    try:
        table: object = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        return Layer({}, [f"{origin}: can't be read: {(error.strerror or str(error)).lower()}"])
    except UnicodeDecodeError:
        return Layer({}, [f"{origin}: can't be read: it is no UTF-8 text"])
    except (ValueError, RecursionError) as error:
        reason = shorten(printable(str(error)), 120) or "nested too deeply"
        return Layer({}, [f"{origin}: is no TOML: {reason}"])
    if file.name != FILE_NAME:
        tools = table.get("tool", {}) if isinstance(table, dict) else {}
        table = tools.get("capisim", {}) if isinstance(tools, dict) else {}
        origin = f"{origin} [tool.capisim]"
    if not isinstance(table, dict):
        return Layer({}, [f"{origin}: must be a table"])
    return from_table(table, origin, file.parent)


def from_table(table: Mapping[str, object], origin: str, folder: Path | None = None) -> Layer:
    """What a table with the shape of ``capisim.toml`` says."""
    given: dict[str, Given] = {}
    problems: list[str] = []
    known = {setting.key for setting in all_settings()}
    for name, value in table.items():
        members: dict[str, object] = {name: value}
        if name in sections():
            if not isinstance(value, Mapping):
                problems.append(f"{origin}: {name} must be a table")
                continue
            members = {f"{name}.{inner}": part for inner, part in value.items()}
        for key, part in members.items():
            if looks_secret(key, part):
                problems.append(
                    f"{origin}: {_name(key)} looks like a secret, and no secret belongs into a file: "
                    f"remove it and set the environment variable {TOKEN_VARIABLES[0]}"
                )
            elif key not in known:
                problems.append(f"{origin}: unknown setting {_name(key)}{_suggest(key, known)}")
            else:
                given[key] = Given(part, origin, text=False, folder=folder)
    return Layer(given, problems)


def from_environment(environ: Mapping[str, str]) -> Layer:
    """What the environment variables say; an empty one counts as not set.

    Only a variable that means to be a setting of ours can be a problem: one in the space of a
    section, or one letter off. Others that start with ``CAPISIM_`` may belong to someone else.
    """
    known = {setting.environment: setting.key for setting in all_settings()}
    given: dict[str, Given] = {}
    problems: list[str] = []
    for name, key in known.items():
        value, origin = environ.get(name), f"environment variable {name}"
        if value and holds_token(value):
            problems.append(f"{origin}: looks like an access token: set {TOKEN_VARIABLES[0]} instead")
        elif value:
            given[key] = Given(value, origin, text=True)
    for name in unknown_variables(environ):
        ours = any(name.startswith(f"{PREFIX}{section.upper()}_") for section in sections())
        if ours or difflib.get_close_matches(name, known, n=1, cutoff=0.9):
            problems.append(f"environment variable {_name(name)}: unknown setting{_suggest(name, known)}")
    return Layer(given, problems)


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """The environment variables that start like ours but set nothing, sorted."""
    known = {setting.environment for setting in all_settings()} | {*TOKEN_VARIABLES, *SECRET_VARIABLES, *_SWITCHES}
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


# Where the option is not called as the setting is.
_OPTIONS: Mapping[str, str] = {
    "emulator.pixels": "--pixel",
    "emulator.network_faults": "--network-fault",
    "forward.pixel_id": "--pixel",
    "forward.version": "--graph-version",
}


def from_flags(flags: Mapping[str, object]) -> Layer:
    """What the options of a command say, by key (``store``, ``deduplication.prefer``); None means not given."""
    given: dict[str, Given] = {}
    problems: list[str] = []
    known = {setting.key for setting in all_settings()}
    for key, value in flags.items():
        option = f"option {_OPTIONS.get(key) or '--' + key.rpartition('.')[2].replace('_', '-')}"
        if value is None:
            continue
        if looks_secret("", value):
            problems.append(f"{option}: looks like an access token: set the environment variable {TOKEN_VARIABLES[0]}")
        elif key not in known:
            problems.append(f"{option}: unknown setting {_name(key)}{_suggest(key, known)}")
        else:
            given[key] = Given(value, option, text=True)
    return Layer(given, problems)


def _suggest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"; did you mean {close[0]}?" if close else ""


def _name(name: str) -> str:
    # A token may also stand where a name should be.
    return "(a name that holds a token)" if holds_token(name) else shorten(printable(name), 60)


def is_file(path: Path) -> bool:
    """Whether there is a file that may be looked at; a folder that may not be entered holds none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _mentions_us(path: Path) -> bool:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    if "capisim" not in text:
        return False
    try:
        tools = tomllib.loads(text).get("tool")
    except (ValueError, RecursionError):
        # Unreadable, and we are named in it: better to say so than to pass it over.
        return "tool.capisim" in text
    return isinstance(tools, dict) and "capisim" in tools
