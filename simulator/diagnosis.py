"""What a command depends on: versions, paths, limits, settings, tokens, and what is wrong with them."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sqlite3
import tomllib
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from simulator import __version__, resources
from simulator.checks import policy
from simulator.errors import CapisimError, ExitCode
from simulator.processors import processors
from simulator.settings.listing import all_settings, value_of
from simulator.settings.loading import Loaded, collect
from simulator.settings.paths import store_path
from simulator.settings.secrets import TOKEN_VARIABLES
from simulator.settings.showing import as_json
from simulator.settings.sources import is_file, unknown_variables

SCHEMA = "https://capisim.dev/schemas/doctor.schema.json"
_NAME = re.compile(r"[A-Za-z0-9._-]+")


class Problem(NamedTuple):
    """Something that will make a command fail; ``code`` is the exit code it would fail with."""

    part: str
    message: str
    code: ExitCode


class Diagnosis(NamedTuple):
    """The document of ``doctor --format json``, and the exit code that it means."""

    document: dict[str, Any]
    code: ExitCode


def diagnose(flags: Mapping[str, object], environ: Mapping[str, str], cwd: Path) -> Diagnosis:
    """Look at everything a command depends on.

    An older store is upgraded by the look; nothing else is changed, and no store is made.
    """
    loaded = collect(flags, environ, cwd)
    wrong = [*loaded.problems, *policy.problems_of(loaded.settings.rules, loaded.origins)]
    problems = [Problem("settings", text, ExitCode.USAGE) for text in wrong]
    libraries = {name: _version(name) for name in required()}
    problems += [
        Problem("library", f"{name} is not installed: install capisim again", ExitCode.USAGE)
        for name, version in libraries.items()
        if version is None
    ]
    folders = {"schemas": resources.schemas(), "fixtures": resources.fixtures()}
    problems += [
        Problem(name, f"the folder {folder} is missing: install capisim again", ExitCode.USAGE)
        for name, folder in folders.items()
        if not folder.is_dir()
    ]
    store, hints, store_problem = _look_at_store(store_path(loaded.settings))
    if store_problem is not None:
        problems.append(store_problem)
    hints += [
        f"the environment variable {name} starts with CAPISIM_ but sets nothing"
        for name in _strangers(environ, problems)
    ]
    document = {
        "schema": SCHEMA,
        "versions": {
            "capisim": __version__,
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "platform": f"{platform.system()} {platform.machine()}",
            "libraries": libraries,
        },
        "paths": {
            "store": store,
            "settings_files": _files(loaded),
            **{name: {"path": str(folder), "found": folder.is_dir()} for name, folder in folders.items()},
        },
        "limits": {
            "processors": processors(),
            "store_free_bytes": _free_bytes(store["path"]),
            **{s.name: value_of(loaded.settings, s) for s in all_settings() if s.section == "limits"},
        },
        "settings": _settings(loaded),
        "tokens": [{"variable": name, "present": bool(environ.get(name))} for name in TOKEN_VARIABLES],
        "problems": [{"part": problem.part, "message": problem.message} for problem in problems],
        "hints": hints,
    }
    return Diagnosis(_writable(document), problems[0].code if problems else ExitCode.CLEAN)


def required() -> list[str]:
    """The libraries that capisim can't do without, as its package or its checkout says."""
    try:
        lines = metadata.requires("capisim") or []
    except metadata.PackageNotFoundError:
        project = Path(resources.__file__).parents[1] / "pyproject.toml"
        lines = tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"] if is_file(project) else []
    names = (_NAME.match(line) for line in lines if "extra ==" not in line)
    return sorted((name[0] for name in names if name), key=str.lower)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _strangers(environ: Mapping[str, str], problems: list[Problem]) -> list[str]:
    told = " ".join(problem.message for problem in problems)
    return [name for name in unknown_variables(environ) if f"variable {name}:" not in told]


def _files(loaded: Loaded) -> list[dict[str, Any]]:
    files = [{"kind": "user", "path": str(loaded.user), "found": is_file(loaded.user)}]
    if loaded.project is not None and loaded.project != loaded.user:
        files.insert(0, {"kind": "project", "path": str(loaded.project), "found": True})
    return files


def _settings(loaded: Loaded) -> list[dict[str, Any]]:
    return [
        {
            "key": setting.key,
            "value": as_json(setting, value_of(loaded.settings, setting)),
            "origin": loaded.origins[setting.key],
            "default": as_json(setting, setting.default),
            "expected": setting.expected,
            "environment": setting.environment,
            "documentation": setting.doc,
        }
        for setting in all_settings()
    ]


def _look_at_store(path: str) -> tuple[dict[str, Any], list[str], Problem | None]:
    seen: dict[str, Any] = {"path": path, "found": False, "bytes": None, "runs": None, "writable": True}
    if path == ":memory:":
        return seen, [], None
    file = Path(path).expanduser()
    try:
        if not file.exists():
            return _look_at_folder(file, seen)
        seen |= {"found": True, "bytes": file.stat().st_size}
        seen["writable"] = os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    except (OSError, RuntimeError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        return seen, [], Problem("store", f"store {path}: can't be looked at: {reason}", ExitCode.STORE)
    # Late: a doctor who finds no store needs nothing that reads one.
    from simulator.store import open_store

    try:
        with open_store(path, readonly=not seen["writable"]) as store:
            seen["runs"] = len(store.runs())
    except CapisimError as error:
        return seen, [], Problem("store", str(error), error.exit_code)
    except sqlite3.Error as error:
        return seen, [], Problem("store", f"store {path}: can't be read: {error}", ExitCode.STORE)
    hints = [] if seen["writable"] else [f"store {path} can be read but not written"]
    return seen, hints, None


def _look_at_folder(file: Path, seen: dict[str, Any]) -> tuple[dict[str, Any], list[str], Problem | None]:
    folder = _nearest(file)
    seen["writable"] = folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    if seen["writable"]:
        return seen, [], None
    why = "is read-only" if folder.is_dir() else "is no folder"
    message = f"store {seen['path']}: can't be made, because {folder} {why}"
    return seen, [], Problem("store", message, ExitCode.STORE)


def _nearest(file: Path) -> Path:
    """The nearest place above a file that exists."""
    return next(place for place in file.absolute().parents if place.exists())


def _free_bytes(path: str) -> int | None:
    if path == ":memory:":
        return None
    try:
        return shutil.disk_usage(_nearest(Path(path).expanduser())).free
    except (OSError, RuntimeError):
        return None


def _writable(value: Any) -> Any:
    """The value with every text such that UTF-8 can write it: a path may hold any bytes."""
    if isinstance(value, dict):
        return {name: _writable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_writable(part) for part in value]
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "backslashreplace").decode()
    return value
