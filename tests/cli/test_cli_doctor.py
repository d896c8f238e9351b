"""``capisim doctor``: what it shows, what it finds, and what it never shows."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from told import Capisim

from simulator import __version__, diagnosis
from simulator.resources import schemas
from simulator.settings.listing import all_settings
from simulator.store import open_store

TOKEN = "EAA" + "Canary9" * 12
SCHEMA = Draft202012Validator(json.loads((schemas() / "doctor.schema.json").read_text("utf-8")))


def document(capisim: Capisim, *arguments: object, code: int = 0) -> dict[str, Any]:
    told = capisim("doctor", *arguments, "--json")
    assert (told.code, told.err) == (code, "")
    read = json.loads(told.out)
    assert [error.message for error in SCHEMA.iter_errors(read)] == []
    assert isinstance(read, dict)
    return read


def messages(read: dict[str, Any], part: str) -> list[str]:
    return [problem["message"] for problem in read["problems"] if problem["part"] == part]


def test_a_healthy_place(capisim: Capisim, place: Path) -> None:
    read = document(capisim)
    assert read["versions"]["capisim"] == __version__
    assert read["versions"]["python"] == ".".join(map(str, sys.version_info[:3]))
    assert read["versions"]["sqlite"] == sqlite3.sqlite_version
    assert None not in read["versions"]["libraries"].values()
    assert read["paths"]["store"] == {
        "path": str(place / "store.db"), "found": False, "bytes": None, "runs": None, "writable": True,
    }  # fmt: skip
    assert (read["problems"], read["hints"]) == ([], [])
    assert not (place / "store.db").exists()
    assert read["limits"]["line_bytes"] == 16 * 1024 * 1024
    assert read["limits"]["store_free_bytes"] > 0


def test_every_setting_with_value_and_origin(capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "capisim.toml").write_text("[deduplication]\nwindow_hours = 24\n")
    monkeypatch.setenv("CAPISIM_WORKERS", "3")
    read = document(capisim, "--store", ":memory:")
    shown = {entry["key"]: entry for entry in read["settings"]}
    assert list(shown) == [setting.key for setting in all_settings()]
    assert (shown["store"]["value"], shown["store"]["origin"]) == (":memory:", "option --store")
    assert (shown["workers"]["value"], shown["workers"]["origin"]) == (3, "environment variable CAPISIM_WORKERS")
    window = shown["deduplication.window_hours"]
    assert (window["value"], window["default"], window["origin"]) == (24.0, 48.0, str(place / "capisim.toml"))
    assert window["documentation"] == "Hours, counted from the receipt of the first copy."
    assert shown["fail_on"]["origin"] == "default"
    assert read["paths"]["settings_files"][0] == {
        "kind": "project", "path": str(place / "capisim.toml"), "found": True,
    }  # fmt: skip


def test_text_shows_the_same(capisim: Capisim, place: Path) -> None:
    (place / "capisim.toml").write_text("[deduplication]\nwindow_hours = 24\n")
    told = capisim("doctor")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"capisim {__version__} · Python ")
    for setting in all_settings():
        assert setting.key in told.out
    for name in diagnosis.required():
        assert name in told.out
    assert f"{place / 'store.db'}  not there yet\n" in told.out
    assert f"{place / 'capisim.toml'}\n" in told.out
    assert "16 MiB" in told.out
    assert "No problems" in told.out


@pytest.mark.parametrize("installed", [True, False])
def test_the_libraries_are_those_of_the_project(installed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], "pytest>=8.3; extra == 'dev'"]

    def requires(name: str) -> list[str]:
        if not installed:
            raise metadata.PackageNotFoundError(name)
        return lines

    monkeypatch.setattr(metadata, "requires", requires)
    names = {re.split("[<>=~! ]", line)[0] for line in project["dependencies"]}
    assert diagnosis.required() == sorted(names, key=str.lower)


@pytest.mark.parametrize("variable", ["CAPISIM_ACCESS_TOKEN", "META_ACCESS_TOKEN"])
def test_a_token_is_present_and_never_shown(capisim: Capisim, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    for name in ("CAPISIM_ACCESS_TOKEN", "META_ACCESS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert [token["present"] for token in document(capisim)["tokens"]] == [False, False]
    monkeypatch.setenv(variable, TOKEN)
    present = {token["variable"]: token["present"] for token in document(capisim)["tokens"]}
    assert [name for name, there in present.items() if there] == [variable]
    for arguments in (["doctor"], ["doctor", "--json"]):
        told = capisim(*arguments)
        assert TOKEN not in told.out + told.err
        assert TOKEN[:12] not in told.out + told.err


@pytest.mark.parametrize("where", ["file", "environment", "option"])
def test_a_token_in_the_wrong_place_is_a_problem_and_never_shown(
    capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    arguments = ["--store", TOKEN] if where == "option" else []
    if where == "file":
        (place / "capisim.toml").write_text(f"access_token = '{TOKEN}'\n")
    elif where == "environment":
        monkeypatch.setenv("CAPISIM_SCHEMAS", TOKEN)
    for form in ([], ["--json"]):
        told = capisim("doctor", *arguments, *form)
        assert told.code == 2
        assert "CAPISIM_ACCESS_TOKEN" in told.out + told.err
        assert TOKEN not in told.out + told.err


def test_every_problem_in_the_settings_is_told(capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "capisim.toml").write_text("workers = -1\nstor = 'x'\n")
    monkeypatch.setenv("CAPISIM_FAIL_ON", "never")
    read = document(capisim, code=2)
    assert len(messages(read, "settings")) == 3
    told = capisim("doctor")
    assert told.code == 2
    assert "3 problems" in told.out
    assert "did you mean store?" in " ".join(told.out.split())


def test_a_strange_variable_is_a_hint(capisim: Capisim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPISIM_SOMETHING", "secret-value")
    monkeypatch.setenv("CAPISIM_WORKER", "1")
    read = document(capisim, code=2)
    assert [hint for hint in read["hints"] if "CAPISIM_SOMETHING" in hint] == read["hints"]
    assert len(read["hints"]) == 1
    assert "secret-value" not in capisim("doctor").out


def test_a_store_that_is_there(capisim: Capisim, place: Path) -> None:
    open_store(str(place / "store.db")).close()
    store = document(capisim)["paths"]["store"]
    assert (store["found"], store["runs"], store["writable"]) == (True, 0, True)
    assert store["bytes"] == (place / "store.db").stat().st_size
    assert "0 runs" in capisim("doctor").out


@pytest.mark.parametrize("kind", ["text", "folder", "foreign"])
def test_a_store_that_is_none_is_3(capisim: Capisim, place: Path, kind: str) -> None:
    path = place / "store.db"
    if kind == "text":
        path.write_text("this is no database, it only looks like a file" * 100)
    elif kind == "folder":
        path.mkdir()
    else:
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE theirs (x)")
        connection.commit()
        connection.close()
    before = path.read_bytes() if path.is_file() else None
    read = document(capisim, code=3)
    (message,) = messages(read, "store")
    assert str(path) in message
    assert before == (path.read_bytes() if path.is_file() else None)
    assert capisim("doctor").code == 3


def test_a_store_below_a_file_is_3(capisim: Capisim, place: Path) -> None:
    (place / "file").write_text("x")
    read = document(capisim, "--store", place / "file" / "deep" / "store.db", code=3)
    (message,) = messages(read, "store")
    assert "is no folder" in message


def test_a_store_in_a_read_only_folder_is_3(capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The superuser may write everywhere, so the answer of the system is what the test sets.
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != place)
    read = document(capisim, code=3)
    (message,) = messages(read, "store")
    assert message == f"store {place / 'store.db'}: can't be made, because {place} is read-only"
    assert read["paths"]["store"]["writable"] is False


def test_a_store_that_can_only_be_read_is_a_hint(
    capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(str(place / "store.db")).close()
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != place / "store.db")
    read = document(capisim)
    assert (read["paths"]["store"]["runs"], read["paths"]["store"]["writable"]) == (0, False)
    assert read["hints"] == [f"store {place / 'store.db'} can be read but not written"]


def test_settings_come_before_the_store(capisim: Capisim, place: Path) -> None:
    (place / "store.db").mkdir()
    (place / "capisim.toml").write_text("workers = -1\n")
    read = document(capisim, code=2)
    assert [problem["part"] for problem in read["problems"]] == ["settings", "store"]


def test_memory_needs_nothing(capisim: Capisim) -> None:
    read = document(capisim, "--store", ":memory:")
    assert read["limits"]["store_free_bytes"] is None
    assert ":memory:  keeps nothing" in capisim("doctor", "--store", ":memory:").out


def test_a_missing_library_and_folder_are_2(capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "required", lambda: ["click", "no-such-library-of-ours"])
    monkeypatch.setattr("simulator.resources.fixtures", lambda: place / "nowhere")
    read = document(capisim, code=2)
    assert read["versions"]["libraries"]["no-such-library-of-ours"] is None
    assert "no-such-library-of-ours" in messages(read, "library")[0]
    assert len(messages(read, "fixtures")) == 1
    assert "(not installed)" in capisim("doctor").out


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are Unicode there")
def test_a_path_that_is_no_text(capisim: Capisim, place: Path) -> None:
    name = os.fsdecode(b"st\xffre.db")
    read = document(capisim, "--store", place / name)
    assert read["paths"]["store"]["path"] == f"{place}/st\\udcffre.db"
    assert capisim("doctor", "--store", place / name).code == 0


def test_no_terminal_obeys_a_path(capisim: Capisim, place: Path) -> None:
    told = capisim("doctor", "--store", place / "\x1b[31mred.db")
    assert told.code == 0
    assert all(character.isprintable() for line in told.out.splitlines() for character in line)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use can't be deleted there")
def test_a_deleted_folder_is_2(capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = place / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    told = capisim("doctor")
    assert (told.code, told.out) == (2, "")
    assert "has been deleted" in told.err
