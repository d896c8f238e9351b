"""Meta's answer is read whatever is missing in it, and its names are mapped to ours."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.match_quality.meta_answer import is_emulated, key_of, read_answer

ENTRY = {"event_name": "Lead", "event_match_quality": {"composite_score": 6.2}}


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("email", ("em", "documented")),
        ("ip_address", ("client_ip_address", "documented")),
        ("user_agent", ("client_user_agent", "documented")),
        ("external_id", ("external_id", "documented")),
        ("phone_number", ("ph", "inferred")),
        ("fbp", ("fbp", "inferred")),
        ("horoscope", (None, None)),
    ],
)
def test_metas_names_are_mapped(identifier: str, expected: tuple[str | None, str | None]) -> None:
    assert key_of(identifier) == expected


def test_both_forms_are_read() -> None:
    (web,) = read_answer({"web": [ENTRY]})
    older = {**ENTRY, "event_match_quality": {"composite_score": 6.2, "score_rating": "ok"}}
    (setup,) = read_answer({"data": [older]})
    assert (web.score, web.rating) == (6.2, None)
    assert (setup.score, setup.rating) == (6.2, "ok")


def test_the_other_spelling_of_the_table_is_read() -> None:
    (found,) = read_answer({"web": [{**ENTRY, "dedup_key_feedback": [{"dedupe_key": "fbp"}]}]})
    assert [each.key for each in found.dedupe_keys] == ["fbp"]


def test_an_empty_dataset_has_no_members() -> None:
    assert read_answer({}) == []
    assert read_answer({"web": []}) == []


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ([], "no object"),
        ({"web": {}}, "no array web"),
        ({"offline": []}, "offline"),
        ({"web": [{"a": 1}]}, "event_name"),
    ],
)
def test_what_is_no_answer_is_said(document: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_answer(document)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([
        "event_match_quality", "composite_score", "match_key_feedback", "identifier", "coverage", "percentage",
        "diagnostics", "event_coverage", "dedupe_key_feedback", "dedupe_key", "data_freshness", "acr",
    ]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(sorted({*ENTRY, "event_coverage", "dedupe_key_feedback", "acr"})), anything))
def test_odd_members_are_passed_over(members: dict[str, Any]) -> None:
    (found,) = read_answer({"web": [{**members, "event_name": "Lead"}]})
    assert found.event_name == "Lead"
    assert is_emulated({"web": [members]}) in (True, False)
