"""``capisim forward --show``: what was forwarded is listed, and shown again as it was told then."""

from __future__ import annotations

import json
import re
import socket
from typing import TYPE_CHECKING, Any

import pytest
from forwarding import NOW, PIXEL, SETTINGS, Scripted, Time, broken, event, refused, server, stored

from simulator.checks.engine import compiler, own_documents
from simulator.errors import ExitCode
from simulator.forward import plan, send
from simulator.forward.planning import Asked
from simulator.resources import schemas
from simulator.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from told import Capisim


def valid(name: str, document: Any) -> bool:
    schema = json.loads((schemas() / f"{name}.schema.json").read_text("utf-8"))
    return compiler("jsonschema-rs", own_documents()).compile(schema).is_valid(document)


@pytest.fixture
def sent(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with three forwards: one that the network ended, one begun anew and refused in part, one that is fine.

    From here on no socket can be made.
    """
    time = Time()
    attempts = SETTINGS.forward
    once = type(SETTINGS)(workers=1, forward=type(attempts)(attempts.graph_url, pixel_id=PIXEL, test_code="T1"))
    with open_store(str(place / "store.db")) as store:
        stored(store, place, server(event("one")), server(event("two")))
        for meta in (
            Scripted(*[broken()] * 9),
            Scripted(refused(100, 2804050), refused(100, 2804050, title="A title of Meta's")),
        ):
            planned = plan(store, None, None, once, Asked(anew=True), clock=time.clock)
            send(store, planned, meta, once, clock=time.clock, wait=time.wait, timer=time.clock)
        stored(store, place, server(event("three")), name="other.jsonl")
        planned = plan(store, None, None, once, clock=time.clock)
        send(store, planned, Scripted(), once, clock=time.clock, wait=time.wait, timer=time.clock)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", never)
    monkeypatch.chdir(place)
    return place


@pytest.mark.usefixtures("sent")
def test_all_are_listed_the_newest_first(capisim: Capisim) -> None:
    told = capisim("forward", "--show")
    assert told.code == 0, told.err
    rows = [line.split() for line in told.out.splitlines()]
    assert rows[0] == ["#", "begun", "UTC", "run", "dataset", "state", "taken", "refused", "left", "differ"]
    assert re.fullmatch(r"Not to Meta but to 127\.0\.0\.1:\d+: #3, #2, #1\.", told.out.splitlines()[-1])
    ends = [[row[0], *row[-7:]] for row in rows[1:-1]]
    assert ends == [
        ["3", "2", PIXEL, "complete", "1", "0", "0", "0"],
        ["2", "1", PIXEL, "complete", "1", "1", "0", "1"],
        ["1", "1", PIXEL, "abandoned", "0", "0", "0", "0"],
    ]
    document = json.loads(capisim("forward", "--show", "--json").out)
    assert valid("forwards", document)
    assert [each["totals"]["waiting"] for each in document["forwards"]] == [0, 0, 2]
    assert "reset" in document["forwards"][2]["stopped"]


@pytest.mark.usefixtures("sent")
def test_one_is_shown_as_it_was_told_then(capisim: Capisim) -> None:
    told = capisim("forward", "--show", 2)
    assert told.code == ExitCode.FINDINGS
    assert "A title of Meta's" in told.out
    assert "refused (100/2804050) what we call fine" in told.out
    document = json.loads(capisim("forward", "--show", "2", "--json").out)
    assert valid("forward", document)
    assert (document["sent"], document["forward"], document["stopped"]) == (True, 2, None)
    assert [each["state"] for each in document["events"]] == ["refused", "accepted"]
    assert capisim("forward", "--show", 3).code == 0


@pytest.mark.usefixtures("sent")
def test_one_that_is_not_whole_says_so(capisim: Capisim) -> None:
    told = capisim("forward", "--show", 1)
    assert told.code == ExitCode.FINDINGS
    assert "2 waiting" in told.out
    assert "a later forward began anew" in told.err
    document = json.loads(capisim("forward", "--show", 1, "--json").out)
    assert valid("forward", document)
    assert document["stopped"]["kind"] is None
    assert "reset" in document["stopped"]["message"]


def test_a_process_that_died_left_events_that_wait(sent: Path, capisim: Capisim) -> None:
    with open_store(str(sent / "store.db")) as store:
        store.connection.execute("UPDATE forwards SET state = 'sending', finished_at = NULL WHERE id = 3")
        store.connection.execute("UPDATE outbox SET state = 'trying' WHERE forward = 3")
        store.connection.commit()
    told = capisim("forward", "--show", 3)
    assert "1 waiting" in told.out
    assert "its process was killed" in told.err
    assert json.loads(capisim("forward", "--show", 3, "--json").out)["totals"]["waiting"] == 1
    assert "--resume --send" in capisim("forward", "--show").err


def test_what_was_learnt_can_be_written_down_later(sent: Path, capisim: Capisim) -> None:
    assert capisim("forward", "--show", 2, "--facts-out", "facts.json").code == ExitCode.FINDINGS
    document = json.loads((sent / "facts.json").read_text("utf-8"))
    assert valid("forward-facts", document)
    assert [each["disagreement"] for each in document["facts"]] == ["refused-unforeseen"]
    assert document["date"] == "2026-09-21"
    assert NOW == 1_790_000_000


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--show", "99"], "there is no forward 99"),
        (["--show", "1", "--send"], "--show sends nothing"),
        (["--show", "--filter", "name:Lead"], "--show sends nothing"),
        (["--show", "--facts-out", "x.json"], "--show N"),
        (["--show", "2", "--facts-out", "."], "no file that can be written"),
    ],
    ids=" ".join,
)
def test_mistakes_are_sentences(words: list[str], sentence: str, capisim: Capisim) -> None:
    told = capisim("forward", *words)
    assert told.code == ExitCode.USAGE
    assert sentence in told.err


def test_a_store_from_which_nothing_was_sent(place: Path, capisim: Capisim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    open_store(str(place / "store.db")).close()
    told = capisim("forward", "--show")
    assert (told.code, told.out) == (0, "Nothing was forwarded from this store.\n")
    assert json.loads(capisim("forward", "--show", "--json").out)["forwards"] == []
