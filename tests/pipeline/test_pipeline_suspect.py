"""The second pass: what it may change, what it may not, and that it can be repeated."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from small_traffic import envelopes, write

from simulator.checks.examples import AT, browser, event, pair, received
from simulator.checks.seen import Consent, Seen, Twins
from simulator.checks.spot import ABSENT
from simulator.errors import SettingsError
from simulator.finding import Severity
from simulator.pipeline import replay, validate, validation
from simulator.pipeline.replaying import Replay
from simulator.pipeline.second_look import look_again
from simulator.settings import Ignore, Rules, Settings, Suspicion
from simulator.store import open_store
from simulator.store.migrations import steps
from simulator.store.transaction import transaction
from simulator.store.write import Writer
from simulator.suspicion.observer import Observer, Told
from simulator.verdict import Verdict

ONE = Settings(workers=1)
OFF = Settings(workers=1, suspicion=Suspicion(enabled=False))


def _source(tmp_path: Path, lines: list[dict[str, Any]]) -> str:
    return str(write(tmp_path / "events.jsonl", lines))


def _lines(source: str, settings: Settings = ONE) -> list[Verdict]:
    with open_store(":memory:") as store:
        return list(store.lines(replay(store, [source], settings)))


def test_it_changes_no_verdict(tmp_path: Path) -> None:
    source = _source(tmp_path, envelopes(600, gap=7.0))
    with_it, without = _lines(source), _lines(source, OFF)
    assert [line._replace(findings=()) for line in with_it] == [line._replace(findings=()) for line in without]
    assert any(finding.twin for line in with_it for finding in line.findings)
    assert not any(finding.twin for line in without for finding in line.findings)


def test_it_hides_what_says_the_same_of_both_events(tmp_path: Path) -> None:
    lines = pair({"event_id": ABSENT, "user_data": {"fbp": "fb.1.1787996400000.1"}}, {"event_id": "order-1001"})
    codes = [[finding.rule for finding in line.findings] for line in _lines(_source(tmp_path, lines))]
    assert codes == [[], ["DUP002"]]
    codes = [[finding.rule for finding in line.findings] for line in _lines(_source(tmp_path, lines), OFF)]
    assert codes == [["PIX004"], []]


def test_what_is_more_severe_is_not_hidden(tmp_path: Path) -> None:
    """A suspicion of low confidence is a note, and the missing id a warning."""
    nobody = {"client_user_agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/139.0"}
    server = {**nobody, "client_ip_address": "198.51.100.7"}
    lines = pair(
        {"event_id": ABSENT, "user_data": nobody, "custom_data": _contents()},
        {"user_data": server, "custom_data": _contents()},
    )
    first, second = _lines(_source(tmp_path, lines))
    assert "PIX004" in [finding.rule for finding in first.findings]
    assert [(finding.rule, finding.severity) for finding in second.findings] == [("DUP002", Severity.NOTE)]


def _contents() -> dict[str, Any]:
    items = [{"id": "SKU-7", "quantity": 1}]
    return {"value": 12.5, "currency": "EUR", "content_type": "product", "contents": items}


def test_findings_of_an_event_come_most_severe_first(tmp_path: Path) -> None:
    lines = pair(
        server={"event_id": "web-order-1001", "custom_data": {"value": "49.9", "currency": "eur", "order_id": "1001"}}
    )
    found = _lines(_source(tmp_path, lines))[1].findings
    assert found[0].rule == "DUP001"
    assert [finding.severity.rank for finding in found] == sorted(finding.severity.rank for finding in found)


def test_an_interrupted_second_pass_starts_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _source(tmp_path, envelopes(600, gap=7.0))
    expected = _lines(source)
    written = 0

    def stop_halfway(self: Any, *arguments: Any) -> None:
        nonlocal written
        written += 1
        if written == 2:
            raise KeyboardInterrupt
        suspect(self, *arguments)

    suspect = Writer.suspect
    monkeypatch.setattr(Writer, "suspect", stop_halfway)
    monkeypatch.setattr("simulator.pipeline.suspect.BATCH", 20)
    with open_store(str(tmp_path / "store.db")) as store:
        with pytest.raises(KeyboardInterrupt):
            replay(store, [source], ONE)
        assert store.run().state == "interrupted"
        replay(store, [source], ONE, resume=True)
        assert list(store.lines(1)) == expected
        assert store.run().state == "complete"


def test_batches_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _source(tmp_path, envelopes(400, gap=7.0))
    expected = _lines(source)
    monkeypatch.setattr("simulator.pipeline.suspect.BATCH", 1)
    monkeypatch.setattr("simulator.pipeline.second_look.EVENTS_AT_ONCE", 3)
    monkeypatch.setattr("simulator.pipeline.second_look.REMEMBERED", 1)
    assert _lines(source) == expected


@pytest.mark.parametrize("apart", [False, True], ids=["in order", "decided again"])
def test_another_process_may_write_while_it_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: bool) -> None:
    lines = envelopes(300, gap=7.0)
    source = _source(tmp_path, sorted(lines, key=lambda line: str(line["channel"])) if apart else lines)
    expected = _lines(source)
    monkeypatch.setattr("simulator.pipeline.suspect.BATCH", 5)
    monkeypatch.setattr("simulator.pipeline.redecide.BATCH", 5)
    monkeypatch.setattr("simulator.pipeline.second_look.EVENTS_AT_ONCE", 3)
    with open_store(str(tmp_path / "store.db")) as store, open_store(str(tmp_path / "store.db")) as other:
        writes = {name: getattr(Writer, name) for name in ("suspect", "decide")}
        count = 0

        def beside(name: str) -> Any:
            def write(self: Writer, *given: Any) -> None:
                nonlocal count
                count += 1
                with transaction(other):
                    other.connection.execute("UPDATE runs SET title = ?", (f"other {count}",))
                writes[name](self, *given)

            return write

        for name in writes:
            monkeypatch.setattr(Writer, name, beside(name))
        replay(store, [source], ONE)
        assert list(store.lines(1)) == expected
        assert count > 3


def test_a_file_a_channel_is_looked_at_in_order_of_receipt(tmp_path: Path) -> None:
    lines = envelopes(300, gap=7.0)
    apart = sorted(lines, key=lambda line: str(line["channel"]))
    together = {_named(line, lines) for line in _lines(_source(tmp_path, lines))}
    assert {_named(line, apart) for line in _lines(_source(tmp_path, apart))} == together


def _named(line: Verdict, lines: list[dict[str, Any]]) -> tuple[Any, ...]:
    own = lines[line.n - 1]
    return own["received_at"], line.verdict, tuple(sorted(finding.rule for finding in line.findings))


class _Diary(Observer):
    """Writes down what it is shown."""

    def __init__(self) -> None:
        super().__init__(ONE)
        self.seen: list[Seen] = []
        self.pairs: list[Twins] = []
        self.order: list[str] = []

    def consent(self, signal: Consent) -> tuple[Told, ...]:
        self.order.append(signal.word)
        return ()

    def see(self, seen: Seen) -> tuple[Told, ...]:
        self.seen.append(seen)
        self.order.append(f"#{seen.n}")
        return ()

    def pair(self, twins: Twins) -> tuple[Told, ...]:
        self.pairs.append(twins)
        return ()

    def end(self) -> tuple[Told, ...]:
        self.order.append("end")
        return ()


def _diary(tmp_path: Path, lines: list[dict[str, Any]]) -> _Diary:
    diary = _Diary()
    with open_store(":memory:") as store:
        run = replay(store, [_source(tmp_path, lines)], OFF)
        assert list(look_again(store, run, [diary])) == []
    return diary


def test_observers_see_events_pairs_and_consent_in_order_of_receipt(tmp_path: Path) -> None:
    word = {"channel": "browser", "received_at": AT + 1, "consent": "revoke", "user_data": {"fbp": "fb.1.1.1"}}
    late = received(event(event_id="late"), AT + 60)
    diary = _diary(tmp_path, [late, *pair(), word, word | {"received_at": AT + 2, "consent": "grant"}])
    assert diary.order == ["#2", "revoke", "grant", "#3", "#1", "end"]
    assert [(twins.first.n, twins.second.n, twins.key, twins.counted) for twins in diary.pairs] == [
        (2, 3, "event_id", 2)
    ]
    assert [seen.paired for seen in diary.seen] == [True, True, False]
    assert (diary.pairs[0].apart, diary.pairs[0].subject.n, diary.pairs[0].other.n) == (2.0, 3, 2)


def test_a_word_of_consent_after_the_last_event_is_heard(tmp_path: Path) -> None:
    word = {"channel": "browser", "received_at": AT + 1, "consent": "grant"}
    whose = {"user_data": {"fbp": browser()["event"]["user_data"]["fbp"]}}
    assert _diary(tmp_path, [browser(), word | whose]).order == ["#1", "grant", "end"]
    assert [[each.rule for each in line.findings] for line in _lines(_source(tmp_path, [browser(), word | whose]))] == [
        ["CNS007"]
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_ignored_counts_once_when_a_chunk_needs_a_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr("simulator.pipeline.workers.processors", lambda: 2)
    lower = event(custom_data={"value": 1, "currency": "eur"})
    source = _source(tmp_path, [received(lower), received({**lower, "event_id": "another"}, AT + 900), lower])
    settings = Settings(workers=workers, rules=Rules(ignore=("CUS006", "DUP")))
    for at in (None, float(AT)):
        with open_store(":memory:") as store:
            run = replay(store, [source], settings, at=at)
            assert store.ignored(run)[0] == 3


def test_bad_customers_and_rules_are_told_before_there_is_a_run(tmp_path: Path) -> None:
    source = _source(tmp_path, pair())
    for settings in (Settings(customers=str(tmp_path / "none.jsonl")), Settings(rules=Rules(ignore=("ZZZ",)))):
        with open_store(":memory:") as store:
            with pytest.raises(SettingsError):
                replay(store, [source], settings)
            assert store.runs() == []


def test_packed_input_waits_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "events.jsonl.gz"
    packed.write_bytes(gzip.compress(Path(_source(tmp_path, pair() * 50)).read_bytes()))
    monkeypatch.setattr("simulator.pipeline.validating.IN_MEMORY", packed.stat().st_size * 10)
    with validation([str(packed)], ONE) as made:
        assert made.store.path != ":memory:"


def test_what_a_request_said_is_shown_with_its_events(tmp_path: Path) -> None:
    diary = _diary(tmp_path, [{"data": [event()], "test_event_code": "TEST1"}, browser()])
    assert [seen.body.get("test_event_code") for seen in diary.seen] == ["TEST1", None]


def test_words_of_consent_are_no_events(tmp_path: Path) -> None:
    word = {"channel": "browser", "received_at": AT, "consent": "grant", "user_data": {"fbp": "fb.1.1.1"}}
    with open_store(":memory:") as store:
        last = list(Replay(store, [_source(tmp_path, [word, browser()])], ONE).batches())[-1]
        assert (last.read, last.stored, last.quarantined) == (1, 1, 0)


def test_settings_choose_among_suspicions(tmp_path: Path) -> None:
    source = _source(tmp_path, pair(server={"event_id": "web-order-1001"}))

    def codes(rules: Rules) -> list[str]:
        return [
            finding.rule for event in validate([source], Settings(workers=1, rules=rules)) for finding in event.findings
        ]

    assert codes(Rules()) == ["DUP001"]
    assert codes(Rules(ignore=("DUP001",))) == []
    assert codes(Rules(ignores=(Ignore("DUP001", "two systems", ("Purchase",)),))) == []
    assert codes(Rules(ignores=(Ignore("DUP001", "two systems", ("Lead",)),))) == ["DUP001", "ENV009"]
    with validation([source], Settings(workers=1, rules=Rules(ignore=("DUP",)))) as made:
        assert made.store.ignored(made.run) == {0: 1}
    (found,) = [
        finding
        for event in validate([source], Settings(workers=1, rules=Rules(severity=(("DUP001", Severity.NOTE),))))
        for finding in event.findings
    ]
    assert found.severity is Severity.NOTE


def test_validation_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _source(tmp_path, pair())
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    expected = list(validate([source], ONE))
    monkeypatch.setattr("simulator.pipeline.validating.IN_MEMORY", 0)
    with validation([source], ONE) as made:
        assert made.store.path != ":memory:"
        assert Path(made.store.path).stat().st_mode & 0o777 == 0o600
        assert list(made.events()) == expected
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_store_of_the_first_release_is_upgraded_with_its_runs(tmp_path: Path) -> None:
    """As capisim 0.1 left it: without twins, confidence and the count of what was ignored."""
    path = tmp_path / "store.db"
    source = _source(tmp_path, pair(server={"event_id": "web-order-1001"}))
    with open_store(str(path)) as store:
        replay(store, [source], OFF)
    with sqlite3.connect(path) as old:
        old.execute("DROP INDEX copies")
        old.execute("DROP INDEX twins")
        old.execute("DROP TABLE hidden")
        old.execute("DROP TABLE ignored")
        for table in ("forwards", "attempts", "outbox"):
            old.execute(f"DROP TABLE {table}")
        for name in ("found", "about", "command"):
            old.execute(f"ALTER TABLE runs DROP COLUMN {name}")
        old.execute("ALTER TABLE sources DROP COLUMN made")
        old.execute("ALTER TABLE findings DROP COLUMN twin")
        old.execute("ALTER TABLE findings DROP COLUMN confidence")
        old.execute("DELETE FROM _sqlite_migrations WHERE name > 'step_002'")
    old.close()
    with open_store(str(path)) as store:
        assert not steps.pending(store.database)
        assert store.ignored(1) == {}
        assert [line.verdict for line in store.lines(1)] == ["kept", "kept"]
        assert any(finding.twin for line in store.lines(replay(store, [source], ONE)) for finding in line.findings)
