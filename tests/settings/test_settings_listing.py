"""The list of settings is complete, documented, and agrees with the model."""

from __future__ import annotations

import os
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.settings import Deduplication, Emulator, Forward, Gate, Limits, MatchQuality, Rules, Settings, Suspicion
from simulator.settings.constraints import Range
from simulator.settings.listing import Setting, all_settings, sections, value_of
from simulator.settings.values import read_value

BY_KEY = {setting.key: setting for setting in all_settings()}


def test_every_field_is_listed_once() -> None:
    tables = {"deduplication": Deduplication, "limits": Limits, "rules": Rules, "suspicion": Suspicion}
    tables |= {"match_quality": MatchQuality, "emulator": Emulator, "forward": Forward, "gate": Gate}
    expected = {item.name for item in fields(Settings)} - set(tables)
    expected |= {f"{name}.{item.name}" for name, table in tables.items() for item in fields(table)}
    assert set(BY_KEY) == expected
    assert len(all_settings()) == len(BY_KEY)
    assert sections() == tuple(tables)


@pytest.mark.parametrize("setting", all_settings(), ids=lambda setting: setting.key)
def test_every_setting_is_documented_and_its_default_is_allowed(setting: Setting) -> None:
    assert setting.doc.endswith(".")
    assert "\n" not in setting.doc
    assert value_of(Settings(), setting) == setting.default
    if setting.default is not None:
        assert read_value(setting, setting.default, text=False) == setting.default
        if setting.type is not tuple:
            assert read_value(setting, str(setting.default), text=True) == setting.default


def test_what_a_setting_says_of_itself() -> None:
    window = BY_KEY["deduplication.window_hours"]
    assert window.environment == "CAPISIM_DEDUPLICATION_WINDOW_HOURS"
    assert window.doc == "Hours, counted from the receipt of the first copy."
    assert (window.kind, window.default, window.expected) == ("number", 48.0, "a number, more than 0")
    assert BY_KEY["fail_on"].choices == ("rejected", "error", "warning", "note")
    assert BY_KEY["engine"].choices == ("jsonschema-rs", "jsonschema")
    assert BY_KEY["durable"].expected == "true or false"
    assert BY_KEY["limits.nesting"].expected == "a whole number, from 1 to 1024"
    assert [key for key, setting in BY_KEY.items() if setting.is_path] == ["store", "schemas", "customers"]
    assert BY_KEY["environment"].choices == ("test", "production")
    assert BY_KEY["rules.ignore"].kind == "list"
    assert BY_KEY["rules.severity"].choices == BY_KEY["fail_on"].choices
    assert BY_KEY["suspicion.within_seconds"].expected == "a number, more than 0 and at most 3600"
    assert BY_KEY["hosts"].expected == "a list of hosts (shop.example, *.shop.example)"


@pytest.mark.skipif(os.name == "nt", reason="names of variables have no case there")
def test_environment_names_are_distinct() -> None:
    assert len({setting.environment for setting in all_settings()}) == len(BY_KEY)


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        (Range(above=0), "more than 0"),
        (Range(above=0, most=1.5), "more than 0 and at most 1.5"),
        (Range(least=1, most=1048576), "from 1 to 1048576"),
        (Range(least=0), "at least 0"),
        (Range(most=9), "at most 9"),
    ],
)
def test_a_range_says_what_it_is(limits: Range, text: str) -> None:
    assert str(limits) == text


@pytest.mark.parametrize(
    ("limits", "inside", "outside"),
    [
        (Range(above=0), [0.001, 10**300], [0, -1, float("inf"), float("nan")]),
        (Range(least=1, most=3), [1, 2, 3], [0.999, 3.001]),
    ],
)
def test_a_range_holds_its_ends(limits: Range, inside: list[float], outside: list[float]) -> None:
    assert all(limits.holds(number) for number in inside)
    assert not any(limits.holds(number) for number in outside)


TABLES = st.dictionaries(
    st.sampled_from(["rule", "reason", "event_names", "EVT013", "CLK", "x"]),
    st.one_of(st.text(max_size=8), st.sampled_from(["EVT013", "note"]), st.lists(st.text(max_size=3), max_size=2)),
    max_size=3,
)
VALUES = st.one_of(
    st.none(),
    TABLES,
    st.lists(TABLES, max_size=2),
    st.lists(st.sampled_from(["EVT013", "CLK", "shop.example", "*.shop.example", "x y", ""]), max_size=3),
    st.sampled_from(["EVT013,CLK", "EVT013=note , CLK=error", "EVT013=", "=note", ",", "shop.example,"]),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.lists(st.integers()),
    st.just({}),
    st.just(1e999),
)


@given(st.sampled_from(all_settings()), VALUES, st.booleans())
def test_any_value_is_read_or_refused_with_a_short_sentence(setting: Setting, value: object, text: bool) -> None:
    problems: tuple[str, ...] = ()
    try:
        read = read_value(setting, value, text=text)
    except ValueError as error:
        problems = error.args
        assert problems
    for problem in problems:
        assert problem.startswith("must ")
        assert len(problem) < 200
        assert problem.isprintable()
    if not problems:
        hash(read)
        assert type(read) is setting.type
        assert read_value(setting, read, text=text) == read


@given(st.integers(min_value=10**300))
def test_huge_numbers_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="more than 18 digits"):
        read_value(BY_KEY["limits.nesting"], number, text=False)
