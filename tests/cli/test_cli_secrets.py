"""No command, in no way to fail, tells a secret or a person; and none connects that was not asked to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from every_command import (
    CASES,
    FILE_TOKEN,
    PERSONAL,
    PLAIN_TOKEN,
    PROOFS,
    SECRET,
    SECRETS,
    TOKEN,
    Case,
    refused,
    write_input,
)
from running_commands import Ran, files_below, run_case, watched_sockets
from told import Capisim

from simulator.cli.root import COMMANDS
from simulator.cli.secrecy import hide, hiding
from simulator.errors import UsageError
from simulator.forward.graph import Graph
from simulator.forward.tokens import Found, Token

EVERY = [case for cases in CASES.values() for case in cases]
# Its input is what the user typed, and the answer is to that.
ASKED_ABOUT = ("normalize",)


class Place:
    """The folder that everything ran in, what ran, and what was there before."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        write_input(folder)
        self.given = {file for file, _ in files_below(folder, but=set())}
        # As people do it: first a run is made, then it is reported.
        order = sorted(EVERY, key=lambda case: case.command not in ("replay", "new-scenario"))
        self.ran = {id(case): run_case(case, folder, patch) for case in order}
        self.files = dict(files_below(folder, but=self.given))


@pytest.fixture(scope="module")
def place_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Every case, run once."""
    folder = tmp_path_factory.mktemp("secrets")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in (("HOME", "home"), ("XDG_CONFIG_HOME", "home/config"), ("XDG_DATA_HOME", "home/data")):
            patch.setenv(name, str(folder / value))
        patch.setenv("TMPDIR", str(folder))
        patch.setattr("tempfile.tempdir", None)
        patch.setenv("CAPISIM_STORE", str(folder / "store.db"))
        patch.setenv("META_ACCESS_TOKEN", TOKEN)
        patch.setenv("CAPISIM_APP_SECRET", SECRET)
        patch.setenv("COLUMNS", "80")
        for name in ("CAPISIM_DEBUG", "FORCE_COLOR", "NO_COLOR", "CAPISIM_ACCESS_TOKEN"):
            patch.delenv(name, raising=False)
        yield Place(folder, patch)


def of(place: Place, case: Case) -> Ran:
    return place.ran[id(case)]


def test_every_command_has_its_cases() -> None:
    assert set(CASES) == {"", *COMMANDS}
    assert all(case.command == command for command, cases in CASES.items() for case in cases if case.code != 2)
    assert all({case.code == 0 or case.code == 1 for case in cases} == {True, False} for cases in CASES.values())


@pytest.mark.parametrize("command", CASES)
def test_a_command_does_what_its_cases_say_and_tells_no_secret(place_of_all: Place, command: str) -> None:
    for case in CASES[command]:
        ran = of(place_of_all, case)
        told = ran.out + ran.err
        assert ran.code == case.code, (case.line, told)
        assert told or case.code == 0, case.line
        assert [secret for secret in SECRETS if secret in told] == [], case.line
        if command not in ASKED_ABOUT:
            assert [value for value in PERSONAL if value in told] == [], case.line


@pytest.mark.parametrize("command", CASES)
def test_a_command_connects_nowhere_unless_asked(place_of_all: Place, command: str) -> None:
    for case in CASES[command]:
        tried = set(of(place_of_all, case).tried)
        assert tried <= ({"127.0.0.1"} if case.answer else set()), case.line
        assert bool(tried) is bool(case.answer), f"a case that may connect does: {case.line}"


def test_no_file_holds_a_secret(place_of_all: Place) -> None:
    names = {file.relative_to(place_of_all.folder).as_posix() for file in place_of_all.files}
    assert {"store.db", "heard.db", "fetched.json", "made.jsonl", "mine/made/expected.json", "out.csv"} <= names
    holding = [
        (file.name, secret)
        for file, data in place_of_all.files.items()
        for secret in SECRETS
        if secret.encode() in data
    ]
    assert holding == []


def test_nobody_is_in_a_file_but_in_the_store_and_where_asked(place_of_all: Place) -> None:
    holding = {
        file.relative_to(place_of_all.folder).parts[0].partition(".")[0]
        for file, data in place_of_all.files.items()
        if any(value.encode() in data for value in PERSONAL)
    }
    assert holding == {"store", "heard", "tagged"}


def test_the_search_would_find_what_it_looks_for(place_of_all: Place) -> None:
    """The input holds every secret, and the store holds the person: it was all there to be told."""
    given = b"".join(file.read_bytes() for file in place_of_all.given)
    assert [each for each in SECRETS if each.encode() not in given] == [TOKEN, PLAIN_TOKEN, *PROOFS]
    assert PERSONAL[0].encode() in place_of_all.files[place_of_all.folder / "store.db"]


@pytest.mark.parametrize("words", refused(), ids=lambda words: " ".join(words[:2]))
def test_a_secret_on_the_command_line_is_refused_and_not_repeated(capisim: Capisim, words: list[str]) -> None:
    told = capisim(*words)
    assert (told.code, told.out) == (2, "")
    assert "never an argument" in told.err
    assert [secret for secret in SECRETS if secret in told.err] == []


def test_a_token_of_the_environment_as_an_argument_is_refused(
    capisim: Capisim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("META_APP_SECRET", SECRET)
    told = capisim("rules", f"x{SECRET}")
    assert told.code == 2
    assert SECRET not in told.err


def test_innocent_words_are_no_secrets(capisim: Capisim) -> None:
    assert capisim("rules", "--search", "hash").code == 0
    assert capisim("normalize", "external_id", "aEAAbcdefghijklmnopqrstuvwxyz").code == 0


def test_the_second_net_hides_what_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("META_ACCESS_TOKEN", SECRET)
    with hiding():
        print(f"a {SECRET} b")
    assert capsys.readouterr().out == "a (hidden) b\n"
    assert hide(f"{FILE_TOKEN}!") == "(hidden)!"


def test_blocked_sockets_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        watched_sockets(monkeypatch, loopback=False) as tried,
        Graph("https://graph.example", "v26.0", Found(Token("any-token"), "the test")) as graph,
    ):
        assert graph.get("me").failure is not None
    assert tried == ["graph.example"]
    with pytest.raises(UsageError):
        Graph("http://graph.example", "v26.0", Found(Token("any-token"), "the test"))
