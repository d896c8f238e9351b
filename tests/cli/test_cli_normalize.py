"""``capisim normalize``: one value on the command line or on standard input, as text and as JSON."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from told import Capisim

from simulator.customer import profiles
from simulator.resources import schemas

DIGEST = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"
SCHEMA = Draft202012Validator(json.loads((schemas() / "normalize.schema.json").read_text("utf-8")))


def document(capisim: Capisim, *arguments: str, code: int = 0) -> dict[str, Any]:
    told = capisim("normalize", *arguments, "--json")
    assert (told.code, told.err) == (code, "")
    read = json.loads(told.out)
    assert [error.message for error in SCHEMA.iter_errors(read)] == []
    assert isinstance(read, dict)
    return read


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets what standard input holds, as bytes."""

    def put(content: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))

    return put


def test_text(capisim: Capisim) -> None:
    told = capisim("normalize", "em", "John_Smith@gmail.com")
    assert (told.code, told.err) == (0, "")
    assert "em · e-mail address · hashing required" in told.out
    assert "normalised  john_smith@gmail.com\n" in told.out
    assert f"SHA-256     {DIGEST}\n" in told.out
    assert "source: https://developers.facebook.com/" in told.out


def test_json(capisim: Capisim) -> None:
    read = document(capisim, "em", "John_Smith@gmail.com")
    assert read["profiles"][0] == {
        "profile": "docs", "normalized": "john_smith@gmail.com", "sha256": DIGEST, "notes": [],
    }  # fmt: skip
    assert (read["key"], read["hashing"], read["country"]) == ("em", "required", None)


def test_country(capisim: Capisim) -> None:
    read = document(capisim, "ph", "(650)555-1212", "--country", "United States")
    assert read["profiles"][0]["normalized"] == "16505551212"
    assert read["country"] == "us"
    assert document(capisim, "ph", "(650)555-1212")["profiles"][0]["normalized"] == "6505551212"


def test_a_key_that_is_not_hashed(capisim: Capisim) -> None:
    told = capisim("normalize", "fbp", "fb.1.1558571054389.1098115397")
    assert told.code == 0
    assert "never hashed" in told.out
    assert "SHA-256     not hashed\n" in told.out
    assert document(capisim, "fbp", "fb.1.1558571054389.1098115397")["profiles"][0]["sha256"] is None


def test_nothing_to_send_is_1(capisim: Capisim) -> None:
    told = capisim("normalize", "ge", "unknown", "--profile", "docs")
    assert (told.code, told.err) == (1, "")
    assert "nothing to send" in told.out
    assert document(capisim, "ge", "unknown", "--profile", "docs", code=1)["profiles"][0]["normalized"] is None
    assert document(capisim, "em", "", code=1)["agree"] in (True, False)


def test_one_profile(capisim: Capisim) -> None:
    read = document(capisim, "em", "a@example.com", "--profile", "docs")
    assert [entry["profile"] for entry in read["profiles"]] == ["docs"]


@pytest.mark.parametrize(
    "content", [b"Val\xc3\xa9ry", b"Val\xc3\xa9ry\n", b"Val\xc3\xa9ry\r\n", b"\xef\xbb\xbfVal\xc3\xa9ry\n"]
)
def test_standard_input(capisim: Capisim, standard_input: Any, content: bytes) -> None:
    standard_input(content)
    entry = document(capisim, "fn", "-")["profiles"][0]
    assert entry["normalized"] == "valéry"
    assert entry["sha256"] == hashlib.sha256("valéry".encode()).hexdigest()


def test_standard_input_keeps_the_spaces_of_a_value(capisim: Capisim, standard_input: Any) -> None:
    standard_input(b" A1 \n")
    assert document(capisim, "external_id", "-")["profiles"][0]["normalized"] == " A1 "
    standard_input(b" A1 \n")
    assert 'normalised  " A1 "' in capisim("normalize", "external_id", "-").out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"\xff\xfe", "no UTF-8"), (b"a\nb\n", "more than one line"), (b"x" * 65_537, "more than 65,536 bytes")],
)
def test_standard_input_that_is_no_value(capisim: Capisim, standard_input: Any, content: bytes, sentence: str) -> None:
    standard_input(content)
    told = capisim("normalize", "em", "-")
    assert (told.code, told.out) == (2, "")
    assert sentence in told.err
    assert told.err.count("\n") == 1


def test_the_longest_value_of_standard_input(capisim: Capisim, standard_input: Any) -> None:
    standard_input(b"x" * 65_536)
    assert len(document(capisim, "external_id", "-")["profiles"][0]["normalized"]) == 65_536


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["email", "a@example.com"], "did you mean em?"),
        (["em", "a@example.com", "--country", "Atlantis"], "unknown country Atlantis"),
        (["em", "a@example.com", "--profile", "nonsense"], "nonsense"),
        (["em"], "VALUE"),
        ([], "KEY and VALUE"),
        (["a@example.com"], "unknown key"),
        (["em"], "VALUE is missing"),
        (["em", "a@example.com", "--csv", "x.csv"], "not both"),
        (["em", "a@example.com", "--keep"], "--keep is for a table"),
        (["em", "a@example.com", "--column", "1", "-o", "x"], "--column and --output are for a table"),
        (["em", "a@example.com", "--format", "yaml"], "yaml"),
    ],
)
def test_usage_errors_are_2(capisim: Capisim, arguments: list[str], sentence: str) -> None:
    told = capisim("normalize", *arguments)
    assert (told.code, told.out) == (2, "")
    assert sentence in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize("value", ["\x1b[31mred\x1b[0m", "a\rb", "a\x9bb", "[bold]x[/bold]"])
def test_no_terminal_obeys_a_value(capisim: Capisim, value: str) -> None:
    for key in ("external_id", "client_user_agent"):
        told = capisim("normalize", key, value)
        assert told.code == 0
        assert all(character.isprintable() for line in told.out.splitlines() for character in line)
        assert document(capisim, key, value)["profiles"][0]["normalized"] == value
    assert "[bold]x[/bold]" in capisim("normalize", "external_id", "[bold]x[/bold]").out


def test_an_argument_that_is_no_text(capisim: Capisim) -> None:
    assert document(capisim, "external_id", "\udc80", code=1)["profiles"][0]["normalized"] is None
    assert capisim("normalize", "external_id", "\udc80").code == 1


def test_a_long_value_stays_on_one_line(capisim: Capisim) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 " * 3
    assert f"normalised  {agent.strip()}\n" in capisim("normalize", "client_user_agent", agent).out


def test_all_profiles_are_shown(capisim: Capisim) -> None:
    read = document(capisim, "ct", "São Paulo")
    assert profiles()[0] == read["reference"] == "docs"
    assert [entry["profile"] for entry in read["profiles"]] == list(profiles())
    grouped = [name for group in read["groups"] for name in group["profiles"]]
    assert sorted(grouped) == sorted(profiles())
    assert read["agree"] == (len(read["groups"]) == 1)


def test_profiles_may_be_repeated(capisim: Capisim) -> None:
    chosen = [value for name in reversed(profiles()) for value in ("--profile", name)]
    assert document(capisim, "em", "a@example.com", *chosen) == document(capisim, "em", "a@example.com")


def test_a_single_profile_agrees_with_itself(capisim: Capisim) -> None:
    told = capisim("normalize", "em", "a@example.com", "--profile", "docs")
    assert "agree" not in told.out
    assert document(capisim, "em", "a@example.com", "--profile", "docs")["agree"] is True


@pytest.mark.parametrize("value", ["São Paulo's", "O'Neil", "x" * 500, "Straße", "\u202eabc", "José"])
def test_no_hash_is_broken_and_no_line_is_wider_than_80(capisim: Capisim, value: str) -> None:
    told = capisim("normalize", "ct", value)
    read = document(capisim, "ct", value)
    for group in read["groups"]:
        if group["sha256"]:
            assert told.out.count(f"SHA-256     {group['sha256']}\n") == 1
    lines = [line for line in told.out.splitlines() if not line.startswith(("  normalised", "source:"))]
    assert max(map(len, lines)) <= 80
    assert not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize(
    ("value", "country", "state", "code"),
    [
        ("+1 650 555 0123", None, "present", "1"),
        ("0044 20 7946 0123", None, "present", "44"),
        ("(650) 555-0123", "US", "present", "1"),
        ("020 7946 0123", "GB", "present", "44"),
        ("020 7946 0123", None, "missing", None),
        ("6505550123", None, "missing", None),
        ("16505550123", None, "possible", "1"),
        ("442079460123", None, "possible", "44"),
        ("12345", "US", "missing", None),
    ],
)
def test_calling_code(capisim: Capisim, value: str, country: str | None, state: str, code: str | None) -> None:
    given = [value, *(["--country", country] if country else [])]
    found = document(capisim, "ph", *given)["calling_code"]
    assert (found["state"], found["code"]) == (state, code)
    assert "\ncalling code  " in capisim("normalize", "ph", *given).out


@pytest.mark.parametrize(("key", "value"), [("em", "16505550123"), ("ph", DIGEST), ("ph", "x1"), ("ph", "9" * 30)])
def test_no_calling_code_where_there_is_no_number(capisim: Capisim, key: str, value: str) -> None:
    assert document(capisim, key, value)["calling_code"] is None


def test_help(capisim: Capisim) -> None:
    told = capisim("normalize", "--help")
    assert told.code == 0
    assert "capisim normalize KEY --csv FILE" in told.out
    assert max(map(len, told.out.splitlines())) <= 80
