"""Reading filters: what they mean, how they are printed, and what is said of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_filters import texts

from simulator import filtering
from simulator.errors import ExitCode, UsageError
from simulator.filtering import FilterError, parse
from simulator.filtering.fields import FIELDS
from simulator.filtering.meaning import Number, Span
from simulator.filtering.parsing import DEEPEST, MOST_CHARACTERS, MOST_TERMS
from simulator.filtering.tree import All


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("name:Purchase & verdict:duplicate & !finding:USR", "name:Purchase & verdict:duplicate & !finding:USR"),
        ("a b", "a & b"),
        ("a b|c !d", "a & b | c & !d"),
        ("(a|b) c", "(a | b) & c"),
        ("a & (b & c)", "a & b & c"),
        ("((a))", "a"),
        ("!(a b)", "!(a & b)"),
        ("! ! a", "!!a"),
        ("a&&b||c", "a & b | c"),
        ("n!=5", "!n:5"),
        ("n=5", "n:5"),
        ("name: Purchase", "name:Purchase"),
        ('name:"two words"', 'name:"two words"'),
        (r'"a \"quoted\" \\ word"', r'"a \"quoted\" \\ word"'),
        ("time>=2026-03-02T10:00", "time>=2026-03-02T10:00"),
        ("10:30", "10:30"),
        ("wow! a!b", "wow! & a!b"),
        ("-x", "-x"),
        ("#12", "#12"),
        ("custom_data.contents.id:SKU-1", "custom_data.contents.id:SKU-1"),
        ("name:a:b=c>d", "name:a:b=c>d"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_a_filter_and_its_tidy_form(text: str, printed: str) -> None:
    made = parse(text)
    assert (str(made), made.text) == (printed, text)
    assert parse(printed) == made


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("nam:x", 1, "unknown field nam: did you mean name; in quotes it is searched as text"),
        ("a & event_id:x", 5, "unknown field event_id: did you mean id;"),
        ("currency:EUR", 1, "did you mean custom_data.currency;"),
        ("https://shop.example/", 1, "unknown field https: there are name, channel,"),
        ("foo.bar:1", 1, "unknown field foo.bar: a path starts with payload, user_data,"),
        ("user_data.:x", 1, "user_data. is no path: write it like custom_data.currency"),
        ("name:", 6, "a value is missing here"),
        ("name: & x", 7, "a value is missing here"),
        ("(a", 3, "a ) is missing at the end"),
        ("a)", 2, "this ) closes nothing"),
        ("()", 2, "something is missing before )"),
        ("a &", 4, "something is missing at the end"),
        ("!", 2, "something is missing at the end"),
        ("| a", 1, "something is missing before |"),
        ("a & & b", 5, "something is missing before &"),
        (":x", 1, "the name of a field is missing before :"),
        ('name:"abc', 6, "this quote is never closed"),
        ("verdict:dupe", 9, "no verdict is dupe: did you mean duplicate"),
        ("channel:web", 9, "no channel is web: there are browser, server"),
        ("key:eventid", 5, "no key is eventid: did you mean event_id"),
        ("finding:err", 9, "no rule's code begins with err: did you mean error"),
        ("finding:USR01234", 9, "neither a rule's code nor a severity: a code is like USR001"),
        ("finding>=USR", 10, "USR is no severity: there are rejected, error, warning, note"),
        ("has:emm", 5, "emm is no match key: did you mean em"),
        ("valid:id", 7, "id is no match key"),
        ("time:yesterday", 6, "write 2026-03-02, 2026-03-02T10:00 or Unix seconds"),
        ("time:2026-02-30", 6, "time is a time, and 2026-02-30 is none"),
        ("n:five", 3, "n is a number, and five is none"),
        ("after>5y", 7, "write 30, 500ms, 5m, 2h or 1d"),
        ("custom_data.value>lots", 19, "custom_data.value is a number, and lots is none"),
        ("name>5", 1, "name can't be compared with >: write name:5"),
        ("name:*a*b*c*d*e*f*", 6, "more than 6 stars in one value"),
        ("a \0", 3, "there is a character that no event can hold"),
        ("a \ud800", 3, "there is a character that no event can hold"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_was_meant(text: str, column: int, problem: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(text)
    assert caught.value.column == column
    assert problem in caught.value.problem
    assert str(caught.value) == f"filter, column {column}: {caught.value.problem}"
    assert isinstance(caught.value, UsageError)
    assert caught.value.exit_code is ExitCode.USAGE


def test_what_is_too_much_for_sqlite_or_the_stack_is_refused() -> None:
    parse("a " * MOST_TERMS)
    with pytest.raises(FilterError, match=f"more than {MOST_TERMS} conditions") as caught:
        parse("a " * (MOST_TERMS + 1))
    assert caught.value.column == 2 * MOST_TERMS + 1
    with pytest.raises(FilterError, match=f"longer than {MOST_CHARACTERS}"):
        parse("a" * (MOST_CHARACTERS + 1))
    with pytest.raises(FilterError, match=f"nested more than {DEEPEST} deep"):
        parse("!" * (MOST_CHARACTERS - 1) + "a")
    assert str(parse("(" * 999 + "a" + ")" * 999)) == "a"


def test_the_empty_filter_lets_everything_through() -> None:
    assert parse("").tree == All(())
    assert parse(" ").matches_all
    assert not parse("a").matches_all


def test_times_and_lengths_are_read_as_people_mean_them() -> None:
    def meaning(text: str) -> object:
        (term,) = parse(text).terms()
        return term.meaning

    noon = 1_772_445_600.0
    assert meaning("time:2026-03-02T10:00") == Span(noon, noon + 60)
    assert meaning("time:2026-03-02T10:00:00Z") == Span(noon, noon + 1)
    assert meaning("time:2026-03-02T11:00+01:00") == Span(noon, noon + 60)
    assert meaning("time:2026-03-02") == Span(noon - 36_000, noon + 50_400)
    assert meaning('time:"2026-03-02 10:00:00.25"') == Span(noon + 0.25, noon + 0.25)
    assert meaning("time:1772445600") == Span(noon, noon + 1)
    assert meaning("after>5m") == meaning("after>5min") == meaning("after>300") == Number(300.0)
    assert meaning("after>500ms") == Number(0.5)


def test_every_field_is_in_the_readme() -> None:
    readme = Path(filtering.__file__).with_name("README.md").read_text("utf-8")
    assert [name for name in FIELDS if f"`{name}`" not in readme] == []


@given(texts)
def test_the_tidy_form_means_the_same(text: str) -> None:
    made = parse(text)
    again = parse(str(made))
    assert again == made
    assert str(again) == str(made)
    assert [term.meaning for term in again.terms()] == [term.meaning for term in made.terms()]


_PIECES = ["name", "n", "time", "finding", "has", "custom_data.value", "payload.", ":", ">", "<=", "!=", "!", "&", "|"]
_PIECES += ["(", ")", '"', "\\", " ", "*", "5", "2026-03-02", "USR", "#", "\n", "é", "\x1b[31m"]
_looks_like = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)


def mistake_of(text: str) -> FilterError | None:
    try:
        parse(text)
    except FilterError as error:
        return error
    return None


@given(st.text(max_size=40) | _looks_like)
def test_no_text_raises_anything_but_a_filter_error(text: str) -> None:
    mistake = mistake_of(text)
    if mistake is None:
        made = parse(text)
        assert parse(str(made)) == made
    else:
        assert 1 <= mistake.column <= len(text) + 1
        assert mistake.problem
