"""The profile ``python-sdk`` beside the installed ``facebook-business``."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from facebook_business.adobjects.serverside.event import Event
from facebook_business.adobjects.serverside.gender import Gender
from facebook_business.adobjects.serverside.user_data import UserData
from hypothesis import given, settings
from hypothesis import strategies as st
from known_differences import KNOWN, PYTHON_SDK, Case, unexplained
from sending import sent

from simulator.customer import KEYS, normalize

CORPUS = json.loads(Path(__file__).with_name("corpus.json").read_text("utf-8"))
ARGUMENTS = {
    "country": "country_code",
    "ct": "city",
    "db": "date_of_birth",
    "em": "email",
    "fn": "first_name",
    "ge": "gender",
    "ln": "last_name",
    "ph": "phone",
    "st": "state",
    "zp": "zip_code",
}
SINGLE = {"dobd", "dobm", "doby", "f5first", "f5last", "fi"}
TEXTS = (
    st.text(st.characters(), max_size=40)
    | st.text(st.sampled_from("+00 1650555-().\u00a0\u2003٣a@.\n\x85"), max_size=20)
    | st.from_regex(r"[0-9a-fA-F]{31,33}|[0-9a-fA-F]{63,65}", fullmatch=True)
    | st.sampled_from(["ca", "US", "u.s.", "UK", "xk", "de ", "zz", "f", "M", "01", "31", "1997"])
)


def library(key: str, value: str) -> tuple[str | None, str]:
    """What the SDK puts into ``user_data``, and how the exception was called that it raised, if any."""
    try:
        data = UserData(**{ARGUMENTS.get(key, key): Gender(value) if key == "ge" and value in ("f", "m") else value})
        payload: dict[str, Any] = data.normalize()
    except (TypeError, ValueError) as error:
        return None, type(error).__name__
    found = payload.get(key)
    if isinstance(found, list):
        assert len(found) == 1
        found = found[0]
        return found, "null" if found is None else ""
    return found, ""


def compare(key: str, value: str) -> Case:
    result = normalize(key, value, profile="python-sdk")
    theirs, how = library(key, value)
    case = Case(key, value, sent(result), theirs)
    has_utf8 = value.encode(errors="replace") == value.encode(errors="surrogatepass")
    if case.ours is None and case.theirs is None and has_utf8:
        # The notes say by which road the value got lost.
        expected = {"null": "list that holds null", "": "leaves an empty value out"}.get(how, f"raises {how}")
        fits = any(expected in note for note in result.notes)
        assert fits or "UserData has no such field" in result.notes[0], (key, value, how, result.notes)
    return case


def test_this_is_the_version_that_the_profile_describes() -> None:
    from simulator.customer.profiles import python_sdk

    assert f"version {version('facebook-business')}." in (python_sdk.__doc__ or "")


def test_the_corpus() -> None:
    assert {key for key, _ in CORPUS} == set(KEYS)
    different = [case for case in (compare(key, value) for key, value in CORPUS) if unexplained(PYTHON_SDK, case)]
    assert different == []


@settings(max_examples=1500)
@given(st.sampled_from(sorted(KEYS)), TEXTS)
def test_any_text(key: str, value: str) -> None:
    case = compare(key, value)
    assert not unexplained(PYTHON_SDK, case), case


@pytest.mark.parametrize("known", [known for known in KNOWN if known.library == PYTHON_SDK], ids=lambda k: k.why)
def test_a_listed_difference_still_is_one(known: Any) -> None:
    assert list(known.example) in CORPUS
    case = compare(*known.example)
    assert case.ours != case.theirs
    assert known.explains(case)


def test_keys_without_a_field() -> None:
    fields = {key for key in KEYS if ARGUMENTS.get(key, key) in UserData.__init__.__code__.co_varnames}
    without = {
        key for key in KEYS if "UserData has no such field" in str(normalize(key, "1", profile="python-sdk").notes)
    }
    assert without == set(KEYS) - fields
    assert len(without) >= 5


def test_an_event_sends_what_its_user_data_gives() -> None:
    """The parameter builder inside the event leaves values alone that were set."""
    value = "fb.1.1558571054389.1098115397"
    event = Event(
        event_name="Lead", event_time=1_700_000_000, user_data=UserData(fbp=value, fbc=value, email="Mary@example.org")
    )
    event.set_request_context(None)
    data = event.normalize()["user_data"]
    assert data["fbp"] == data["fbc"] == value == normalize("fbp", value, profile="python-sdk").normalized
    assert data["em"] == [normalize("em", "Mary@example.org", profile="python-sdk").sha256]


@pytest.mark.parametrize(
    ("key", "value", "normalized", "note"),
    [
        ("em", "invalid", None, "raises TypeError"),
        ("em", "a@b@c.com", "a@b@c.com", ""),
        ("ph", "(650)555-1212", "6505551212", ""),
        ("ph", "16505551212 ext 12", None, "raises ValueError"),
        ("ph", "12345", None, "raises ValueError"),
        ("country", "usa", None, "raises TypeError"),
        ("country", "uk", None, "raises TypeError"),
        ("ge", "f", "f", "never text"),
        ("ge", "F", None, "raises TypeError"),
        ("external_id", " ABC 123 ", " ABC 123 ", "not hashed"),
        ("fn", "", None, "list that holds null"),
        ("fn", " ", None, "hash of nothing"),
        ("ct", "75", None, "hash of nothing"),
        ("fi", "", None, "leaves an empty value out"),
        ("fbp", "", None, "an empty text is sent"),
        ("em", "D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e", "an MD5 hash"),
        ("app_user_id", "1", None, "no such field"),
        ("ct", "Washington, D.C.", "washington,dc", ""),
        ("dobd", "5", "05", ""),
        ("f5first", "Valéry", "valér", ""),
    ],
)
def test_what_it_says(key: str, value: str, normalized: str | None, note: str) -> None:
    result = normalize(key, value, profile="python-sdk")
    assert result.normalized == normalized
    assert any(note in text for text in (*result.notes, "" if not note else "-"))
