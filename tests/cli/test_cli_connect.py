"""``capisim connect``: what is within reach, which one is written, and where the token rests."""

from __future__ import annotations

import io
import json
import stat
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from emulated import emulated
from schema_check import assert_valid
from told import Capisim

from simulator.emulator.pixels import Pixel

TOKEN = "EAAcanaryTokenThatMustNeverBeSeen0001"
SHOP, OTHER = "111222333", "444555666"


class Ring:
    """A keyring that works."""

    name, priority = "made-up ring", 5

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_keyring(self) -> Ring:
        return self

    def get_password(self, service: str, entry: str) -> str | None:
        return self.kept.get(f"{service}: {entry}")

    def set_password(self, service: str, entry: str, value: str) -> None:
        self.kept[f"{service}: {entry}"] = value


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """An emulator with two datasets that one token opens."""
    with emulated([Pixel(SHOP, TOKEN), Pixel(OTHER, TOKEN), Pixel("777", "another")]) as running:
        yield running.url


@pytest.fixture(autouse=True)
def connected(url: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose Graph API is the emulator, and no keyring."""
    monkeypatch.setenv("CAPISIM_FORWARD_GRAPH_URL", url)
    monkeypatch.setenv("META_ACCESS_TOKEN", TOKEN)
    monkeypatch.setitem(sys.modules, "keyring", None)
    project = place / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    return project


def document(capisim: Capisim, *arguments: object) -> dict[str, Any]:
    told = capisim("connect", *arguments, "--json")
    assert told.code == 0, told.err
    assert TOKEN not in told.out + told.err
    found: dict[str, Any] = json.loads(told.out)
    assert_valid(found, "connect.schema.json")
    return found


def test_without_a_terminal_it_lists_and_writes_nothing(capisim: Capisim, connected: Path) -> None:
    found = document(capisim)
    assert [each["id"] for each in found["pixels"]] == [SHOP, OTHER]
    assert found["pixels"][0]["through"] == ["ad account capisim", "business capisim"]
    assert (found["chosen"], found["settings_file"]) == (None, None)
    assert "--pixel" in found["notes"][0]
    assert list(connected.iterdir()) == []
    text = capisim("connect")
    assert f"1  {SHOP}  Dataset {SHOP}" in text.out
    assert "--pixel" in text.out


def test_a_named_dataset_goes_into_the_settings_and_nothing_else_changes(capisim: Capisim, connected: Path) -> None:
    file = connected / "capisim.toml"
    file.write_text('# of our shop\nfail_on = "note"  # strict\n')
    found = document(capisim, "--pixel", SHOP, "--token-to", "nowhere")
    assert found["settings_file"] == str(file)
    assert file.read_text() == (
        f'# of our shop\nfail_on = "note"  # strict\n\n[forward]\npixel_id = "{SHOP}"\nversion = "v26.0"\n'
    )
    assert found["token"] == {"origin": "environment variable META_ACCESS_TOKEN", "kept": None}
    told = capisim("quality", "--fetch", "--json")
    assert json.loads(told.out)["source"]["pixel_id"] == SHOP


def test_the_users_own_file_is_written_where_asked(capisim: Capisim, connected: Path, place: Path) -> None:
    found = document(capisim, "--pixel", SHOP, "--user")
    assert found["settings_file"] == str(place / "home" / "config" / "capisim" / "capisim.toml")
    assert list(connected.iterdir()) == []


def test_the_token_goes_into_a_file_outside(capisim: Capisim, connected: Path, place: Path) -> None:
    kept = place / "mine" / "meta.env"
    found = document(capisim, "--pixel", SHOP, "--token-to", kept)
    assert found["token"]["kept"] == str(kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert TOKEN in kept.read_text()
    assert TOKEN not in (connected / "capisim.toml").read_text()


def test_a_token_of_that_file_opens_again(capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document(capisim, "--pixel", SHOP, "--token-to", place / "meta.env")
    monkeypatch.delenv("META_ACCESS_TOKEN")
    found = document(capisim, "--env-file", place / "meta.env")
    assert found["token"]["origin"].endswith("meta.env, CAPISIM_ACCESS_TOKEN")


def test_the_keyring_is_taken_where_there_is_one(capisim: Capisim, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Ring()
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert document(capisim, "--pixel", SHOP)["token"]["kept"] == "keyring made-up ring"
    assert ring.kept == {f"capisim: token of {SHOP}": TOKEN}
    monkeypatch.delenv("META_ACCESS_TOKEN")
    again = document(capisim, "--pixel", SHOP)
    assert again["token"] == {"origin": "keyring made-up ring", "kept": None}


def test_without_a_keyring_that_is_said(capisim: Capisim, connected: Path) -> None:
    found = document(capisim, "--pixel", SHOP)
    assert found["token"]["kept"] is None
    assert "capisim[keyring]" in found["notes"][0]
    (connected / "capisim.toml").unlink()
    told = capisim("connect", "--pixel", SHOP, "--token-to", "keyring")
    assert told.code == 2
    assert list(connected.iterdir()) == [], "nothing is written by halves"


@pytest.mark.parametrize("inside", ["meta.env", "../project/deep/meta.env", "../tree/deep/meta.env"])
def test_no_token_goes_into_a_project(capisim: Capisim, connected: Path, place: Path, inside: str) -> None:
    (place / "tree" / ".git").mkdir(parents=True)
    told = capisim("connect", "--pixel", SHOP, "--token-to", inside)
    assert (told.code, told.out) == (2, "")
    assert "outside of it" in told.err
    assert list(connected.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--pixel", "777"), 4, "Missing Permission"),
        (("--pixel", "999"), 4, "does not exist"),
        (("--pixel", "shop"), 2, "is a number"),
        (("--env-file", "none.env"), 2, "no such file"),
    ],
    ids=["another's", "none", "no id", "no file"],
)
def test_what_goes_wrong_is_told(capisim: Capisim, arguments: tuple[str, ...], code: int, said: str) -> None:
    told = capisim("connect", *arguments)
    assert told.code == code
    assert said in told.err
    assert TOKEN not in told.out + told.err


def test_a_token_that_opens_nothing_is_told(capisim: Capisim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("META_ACCESS_TOKEN", "capisim-expired")
    told = capisim("connect")
    assert told.code == 4
    assert "190/463" in told.err
    assert "ads_read" in told.err


def test_no_token_is_told(capisim: Capisim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("META_ACCESS_TOKEN")
    told = capisim("connect")
    assert told.code == 2
    assert "no access token" in told.err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In a terminal; what is typed at each question, and how it was asked."""
    answers: list[str] = []
    monkeypatch.setattr("simulator.cli.connect._has_terminal", lambda: True)

    def prompt(text: str, **more: Any) -> Any:
        answers.append(f"{text}{' hidden' if more.get('hide_input') else ''}")
        value = answers.pop(0)
        kind = more.get("type")
        return kind.convert(value, None, None) if kind is not None else value

    monkeypatch.setattr(click, "prompt", prompt)
    return answers


def test_in_a_terminal_one_is_chosen(capisim: Capisim, connected: Path, typed: list[str]) -> None:
    typed.append("2")
    told = capisim("connect", "--token-to", "nowhere")
    assert told.code == 0, told.err
    assert tomllib.loads((connected / "capisim.toml").read_text())["forward"]["pixel_id"] == OTHER
    assert typed == ["Which one? (0: none)"]
    assert f"forward.pixel_id = {OTHER}" in told.out


def test_in_a_terminal_none_may_be_chosen(capisim: Capisim, connected: Path, typed: list[str]) -> None:
    typed.append("0")
    assert capisim("connect").code == 0
    assert list(connected.iterdir()) == []


def test_in_a_terminal_the_token_may_be_typed_unseen(
    capisim: Capisim, typed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("META_ACCESS_TOKEN")
    typed += [TOKEN, "1"]
    told = capisim("connect", "--token-to", "nowhere")
    assert told.code == 0, told.err
    assert typed == ["Access token (not shown) hidden", "Which one? (0: none)"]
    assert TOKEN not in told.out + told.err
