"""Where tokens come from, in which order, and that nothing of them is ever told."""

from __future__ import annotations

import copy
import hashlib
import hmac
import logging
import pickle
from pathlib import Path

import pytest

from simulator.errors import UsageError
from simulator.forward.keyrings import Keyring, open_keyring
from simulator.forward.tokens import Found, Token, find_app_secret, find_token, redacted

CANARY = "EAAcanaryTokenThatMustNeverBeSeen0001"


class Ring:
    """What of the library ``keyring`` is used."""

    name, priority = "made-up \x1b[31mring", 5

    def __init__(self, **kept: str) -> None:
        self.kept = {("capisim", entry.replace("_", " ")): value for entry, value in kept.items()}

    def get_keyring(self) -> Ring:
        return self

    def get_password(self, service: str, entry: str) -> str | None:
        return self.kept.get((service, entry))

    def set_password(self, service: str, entry: str, value: str) -> None:
        self.kept[service, entry] = value


class Locked(Ring):
    def get_password(self, *_: str) -> str | None:
        raise RuntimeError(CANARY)

    def set_password(self, *given: str) -> None:
        raise RuntimeError(*given)


def of(ring: Ring) -> Keyring:
    return Keyring(ring)


def test_a_token_is_shown_by_nothing_but_reveal(caplog: pytest.LogCaptureFixture) -> None:
    token = Token(CANARY)
    logging.getLogger("any").warning("%s %r", token, {"token": token})
    told = [str(token), repr(token), f"{token}", f"{token:>80}", "%s" % token, repr([token]), caplog.text]  # noqa: UP031
    told.append(repr(Found(token, "somewhere")))
    assert not any(CANARY[3:] in text for text in told)
    assert token.reveal() == CANARY
    assert token == Token(CANARY)
    assert token != Token(CANARY + "x")


@pytest.mark.parametrize("take", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_token_goes_nowhere_else(take: object) -> None:
    with pytest.raises(TypeError):
        take(Token(CANARY))  # type: ignore[operator]


def test_the_proof_is_the_one_of_metas_clients() -> None:
    expected = hmac.new(b"app-secret", CANARY.encode(), hashlib.sha256).hexdigest()
    assert Token(CANARY).proof(Token("app-secret")) == expected


def test_the_order_of_the_places(tmp_path: Path) -> None:
    file = tmp_path / "meta.env"
    file.write_text("META_ACCESS_TOKEN=from-the-file\n")
    file.chmod(0o600)
    ring = of(Ring(token_of_123="of-the-pixel", token_of_any_pixel="of-any"))
    both = {"CAPISIM_ACCESS_TOKEN": "first", "META_ACCESS_TOKEN": "second"}

    def found(environ: dict[str, str], env_file: Path | None = None, account: str | None = "123") -> tuple[str, str]:
        token, origin, notes = find_token(environ, env_file=env_file, account=account, keyring=lambda: ring)
        assert notes == ((f"{file} sets another token; the environment's counts.",) if env_file and environ else ())
        return token.reveal(), origin

    assert found(both, file) == ("first", "environment variable CAPISIM_ACCESS_TOKEN")
    assert found({"CAPISIM_ACCESS_TOKEN": " ", **both} | {"CAPISIM_ACCESS_TOKEN": ""}, file)[0] == "second"
    assert found({}, file) == ("from-the-file", f"{file}, META_ACCESS_TOKEN")
    assert found({}) == ("of-the-pixel", r"keyring made-up \x1b[31mring")
    assert found({}, account="456")[0] == "of-any"


def test_no_token_says_what_to_do() -> None:
    with pytest.raises(UsageError, match=r"CAPISIM_ACCESS_TOKEN.*--env-file.*keyring") as told:
        find_token({}, keyring=None)
    assert "never an option" in str(told.value)


@pytest.mark.parametrize(
    ("ring", "said"),
    [(None, r"after installing capisim\[keyring\]"), (Ring(), "holds none yet"), (Locked(), "can't be read: Runtime")],
)
def test_a_keyring_that_does_not_help_is_said(ring: Ring | None, said: str) -> None:
    with pytest.raises(UsageError, match=said) as told:
        find_token({}, keyring=lambda: None if ring is None else of(ring))
    assert CANARY not in str(told.value)


def test_a_keyring_that_cannot_keep_says_so_without_the_value() -> None:
    with pytest.raises(UsageError, match="can't be written") as told:
        of(Locked()).put("token", "123", CANARY)
    assert CANARY not in str(told.value)
    assert told.value.__cause__ is None
    ring = Ring()
    of(ring).put("token", "123", CANARY)
    assert of(ring).get("token", "123") == (CANARY, "")


def test_without_the_library_there_is_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    assert open_keyring() is None
    ring = Ring()
    monkeypatch.setitem(__import__("sys").modules, "keyring", ring)
    assert isinstance(open_keyring(), Keyring)
    for priority in (0.5, 0, -1):
        monkeypatch.setattr(ring, "priority", priority)
        assert open_keyring() is None, "a file in plain text is no keyring"


def test_a_broken_token_is_not_told() -> None:
    for bad in (f"{CANARY}\r\nX-Evil: 1", f"{CANARY} {CANARY}", f"{CANARY}é"):
        with pytest.raises(UsageError, match="META_ACCESS_TOKEN holds no access token") as told:
            find_token({"META_ACCESS_TOKEN": bad}, keyring=None)
        assert CANARY not in str(told.value)


def test_the_app_secret_is_optional() -> None:
    assert find_app_secret({}, keyring=None) is None
    found = find_app_secret({"META_APP_SECRET": "shh-secret"}, keyring=None)
    assert found is not None
    assert found.token.reveal() == "shh-secret"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("META_ACCESS_TOKEN=plain", "plain"),
        ("export META_ACCESS_TOKEN = 'single' # a comment", "single"),
        ('META_ACCESS_TOKEN="double"', "double"),
        ("META_ACCESS_TOKEN=one\nMETA_ACCESS_TOKEN=two", "two"),
        ("\ufeffMETA_ACCESS_TOKEN=bom", "bom"),
        ("# no variable\nnot a line\nMETA_ACCESS_TOKEN=after", "after"),
    ],
)
def test_lines_of_an_environment_file(tmp_path: Path, line: str, value: str) -> None:
    file = tmp_path / "any.env"
    file.write_text(line + "\n", "utf-8")
    file.chmod(0o600)
    assert find_token({}, env_file=file, keyring=None).token.reveal() == value


def test_a_file_that_others_can_read_is_noted(tmp_path: Path) -> None:
    file = tmp_path / "any.env"
    file.write_text("META_ACCESS_TOKEN=x\n")
    file.chmod(0o644)
    assert "can be read by others" in find_token({}, env_file=file, keyring=None).notes[0]


def test_a_file_that_cannot_be_read_is_told_without_its_content(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        find_token({}, env_file=tmp_path / "none", keyring=None)
    with pytest.raises(UsageError, match="no such file"):
        find_token({"CAPISIM_ACCESS_TOKEN": "x"}, env_file=tmp_path / "none", keyring=None)
    with pytest.raises(UsageError, match="is a directory"):
        find_token({}, env_file=tmp_path, keyring=None)
    (tmp_path / "bytes").write_bytes(CANARY.encode() + b"\xff")
    with pytest.raises(UsageError, match="no UTF-8") as told:
        find_token({}, env_file=tmp_path / "bytes", keyring=None)
    assert CANARY not in str(told.value)


def test_redacting_finds_the_forms_of_a_url() -> None:
    assert redacted("?t=a%2Bb%7Cc+1&u=a+b|c+1", "a+b|c+1") == "?t=a%2Bb%7Cc+1&u=(hidden)"
    assert redacted("?t=a%2Bb%7Cc%2B1", "a+b|c+1") == "?t=(hidden)"
    assert redacted("company", "any") == "company", "too short to be told from a word"
