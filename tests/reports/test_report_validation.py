"""Findings alone: paths from the root of what was read, one document, or text by event."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
from schema_check import assert_valid

from simulator.checks.catalog import catalog
from simulator.event import Origin
from simulator.finding import Confidence, Finding, Severity
from simulator.pipeline import ValidatedEvent
from simulator.reports import validation
from simulator.reports.terminal import make_console
from simulator.reports.validation import Tally, document, path_in_source, print_findings, print_sum
from simulator.verdict import Outcome

CODE = next(iter(catalog()))


def finding(severity: Severity = Severity.ERROR, message: str = "em is not hashed") -> Finding:
    return Finding(CODE, severity, "$.user_data.em[0]", message, "a SHA-256 hash", "j…@… (16 characters)", "Hash it.")


def event(n: int, *findings: Finding, item: int | None = None) -> ValidatedEvent:
    return ValidatedEvent(n, Origin("shop.jsonl", n, item), "server", "Purchase", "x", Outcome.KEPT, findings)


@pytest.mark.parametrize(
    ("path", "item", "expected"),
    [
        ("$.user_data.em[0]", None, "$.user_data.em[0]"),
        ("$.user_data.em[0]", 0, "$.data[0].user_data.em[0]"),
        ("$", 3, "$.data[3]"),
        ("$", None, "$"),
        ("$['odd name']", 1, "$.data[1]['odd name']"),
    ],
)
def test_paths_go_through_the_data_of_a_request_body(path: str, item: int | None, expected: str) -> None:
    assert path_in_source(path, Origin("body.json", 1, item)) == expected


def read_document(*events: ValidatedEvent) -> dict[str, object]:
    read: dict[str, object] = json.loads(b"".join(document(events)))
    assert_valid(read, "validation.schema.json")
    return read


def test_the_document_has_exactly_the_promised_members() -> None:
    read = read_document(event(1), event(2, finding(), finding(Severity.NOTE), item=0), event(3, finding()))
    assert list(read) == ["schema", "events", "findings", "pairs"]
    assert read["events"] == 3
    findings = read["findings"]
    assert isinstance(findings, list)
    assert [(each["n"], each["severity"], each["path"]) for each in findings] == [
        (2, "error", "$.data[0].user_data.em[0]"),
        (2, "note", "$.data[0].user_data.em[0]"),
        (3, "error", "$.user_data.em[0]"),
    ]
    members = "n rule name severity path message expected actual fix twin confidence"
    assert list(findings[0]) == members.split()
    assert findings[0]["name"] == catalog()[CODE].name


def test_a_document_without_findings() -> None:
    assert read_document(event(1))["findings"] == []
    assert read_document()["events"] == 0


def test_a_document_too_large_for_memory_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [event(n, finding()) for n in range(1, 50)]
    whole = read_document(*events)
    monkeypatch.setattr(validation, "_KEPT_IN_MEMORY", 100)
    assert read_document(*events) == whole


def text_of(*events: ValidatedEvent) -> str:
    out, tally = io.StringIO(), Tally()
    console = make_console(out)
    print_findings(console, tally.count(events))
    print_sum(console, tally)
    return out.getvalue()


def test_text_shows_every_finding_and_the_sum() -> None:
    text = text_of(event(1), event(2, finding(), item=4), event(3, finding(Severity.WARNING, "odd")))
    assert "#1 " not in text
    assert "#2 shop.jsonl:2 data[4]  Purchase  server" in text
    assert f"error    {CODE} $.data[4].user_data.em[0]" in text
    assert "em is not hashed (got j…@… (16 characters))" in text
    assert "fix: Hash it." in text
    assert text.rstrip().endswith("3 events: 1 error, 1 warning")


def test_a_finding_about_two_names_the_other_and_how_sure_it_is() -> None:
    about_two = finding()._replace(twin=1, confidence=Confidence.MEDIUM)
    of_a_pair = finding()._replace(twin=12)
    text = text_of(event(2, about_two, of_a_pair))
    assert f"error    {CODE} $.user_data.em[0] with #1, medium confidence\n" in text
    assert f"error    {CODE} $.user_data.em[0] with #12\n" in text
    findings = read_document(event(2, about_two))["findings"]
    assert isinstance(findings, list)
    assert (findings[0]["twin"], findings[0]["confidence"]) == (1, "medium")


def test_what_findings_of_one_rule_have_in_common_is_said_once() -> None:
    other = finding(message="ph is not hashed")._replace(path="$.user_data.ph[0]")
    text = text_of(event(1, finding(), other), event(2, finding(), finding()._replace(fix="Trim it.")))
    assert text.count("fix: Hash it.") == 2
    assert text.count("fix: Trim it.") == 1
    assert text.index("ph is not hashed") < text.index("fix: Hash it.")


def test_what_is_about_no_event_is_about_the_input_as_a_whole() -> None:
    whole = ValidatedEvent(None, None, None, None, None, None, (finding()._replace(path="$"),))
    text = text_of(event(1), whole)
    assert text.startswith("the input as a whole\n")
    assert text.rstrip().endswith("1 event: 1 error")
    assert read_document(event(1), whole)["events"] == 1


def test_what_the_settings_left_out_is_told_before_the_sum() -> None:
    out, left_out = io.StringIO(), {"findings": 2, "entries": [{"entry": "CLK", "findings": 2}]}
    print_sum(make_console(out), Tally(), left_out)
    assert out.getvalue() == "2 findings ignored by the settings\n0 events: no findings\n"
    read = json.loads(b"".join(document([event(1)], (), left_out)))
    assert_valid(read, "validation.schema.json")
    assert read["ignored"] == left_out


def test_text_of_clean_input_is_one_line() -> None:
    assert text_of(event(1), event(2)).strip() == "2 events: no findings"


def test_text_obeys_nothing() -> None:
    text = text_of(event(1, finding(message="\x1b[31m[bold]")))
    assert "\\x1b[31m[bold]" in text
    assert "\x1b" not in text


def test_findings_are_printed_before_the_next_event_is_read() -> None:
    out, tally = io.StringIO(), Tally()
    printed_so_far: list[str] = []

    def events() -> Iterator[ValidatedEvent]:
        yield event(1, finding())
        printed_so_far.append(out.getvalue())
        yield event(2)

    print_findings(make_console(out), tally.count(events()))
    assert "#1 shop.jsonl:1" in printed_so_far[0]


def test_the_tally_knows_the_worst() -> None:
    tally = Tally()
    assert tally.worst is None
    list(tally.count([event(1, finding(Severity.NOTE)), event(2, finding(Severity.REJECTED), finding())]))
    assert (tally.events, tally.worst) == (2, Severity.REJECTED)
