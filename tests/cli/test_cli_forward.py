"""``capisim forward``: what is shown, what is asked, what is sent to the emulator, and what is refused."""

from __future__ import annotations

import io
import json
import os
import socket
import stat
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from shop_lines import write

from simulator.checks.engine import compiler, own_documents
from simulator.cli import forward_sending
from simulator.errors import ExitCode
from simulator.pipeline import replay
from simulator.resources import schemas
from simulator.settings import Settings
from simulator.store import open_store
from simulator.testing import Capisim as Emulating

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from told import Capisim, Told

    from simulator.testing import Listening

TOKEN = "EAAcanarycanarycanarycanary"
VALID = compiler("jsonschema-rs", own_documents()).compile(
    json.loads((schemas() / "forward.schema.json").read_text("utf-8"))
)
FACTS = compiler("jsonschema-rs", own_documents()).compile(
    json.loads((schemas() / "forward-facts.schema.json").read_text("utf-8"))
)


def lead(event_id: str, age: float = 60, **members: Any) -> dict[str, Any]:
    at = int(time.time() - age)
    event = {
        "event_name": "Lead",
        "event_id": event_id,
        "event_time": at,
        "action_source": "website",
        "event_source_url": "https://shop.example/secret-page",
        "user_data": {"em": ["a" * 64], "client_user_agent": "Mozilla/5.0", "client_ip_address": "198.51.100.77"},
    }
    return {"channel": "server", "pixel_id": "99", "received_at": at, "event": {**event, **members}}


@pytest.fixture
def shop(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a made-up run of two leads, and a token in the environment."""
    monkeypatch.setenv("CAPISIM_ACCESS_TOKEN", TOKEN)
    monkeypatch.delenv("META_ACCESS_TOKEN", raising=False)
    source = write(place / "shop.jsonl", lead("lead-1"), lead("lead-2", 30))
    with open_store(str(place / "store.db")) as store:
        replay(store, [str(source)], Settings(workers=1), made="synthetic")
    return place


@pytest.fixture(scope="module")
def listening() -> Iterator[Listening]:
    with Emulating().listen() as found:
        yield found


@pytest.fixture
def meta(listening: Listening) -> Listening:
    listening.reset()
    return listening


@pytest.fixture
def blocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket can be made, and no name looked up."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, never)


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Somebody sits at a terminal and will answer so."""

    def answer(text: str) -> None:
        monkeypatch.setattr(forward_sending, "can_ask", lambda: True)
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    return answer


def to(meta: Listening, *more: str) -> tuple[str, ...]:
    return ("--send", "--pixel", "123", "--test-code", "TEST12345", "--graph-url", meta.url, *more)


def document(told: Told) -> Any:
    found = json.loads(told.out)
    assert VALID.is_valid(found)
    return found


@pytest.mark.usefixtures("shop", "blocked")
def test_without_send_the_request_is_shown_and_nothing_is_connected(capisim: Capisim) -> None:
    told = capisim("forward", "--pixel", "123", "--test-code", "TEST12345")
    assert (told.code, told.err) == (0, "")
    assert "Nothing is sent without --send" in told.out
    assert "Meta processes test events as real events" in " ".join(told.out.split())
    assert "POST https://graph.facebook.com/v26.0/123/events" in told.out
    assert "Authorization: Bearer $CAPISIM_ACCESS_TOKEN" in told.out
    assert "curl --config -" in told.out
    for secret in (TOKEN, "198.51.100.77", "secret-page", "a" * 64):
        assert secret not in told.out


@pytest.mark.usefixtures("shop", "blocked")
def test_what_would_be_refused_is_shown_with_its_reasons(capisim: Capisim) -> None:
    told = capisim("forward", "--filter", "name:Lead")
    assert told.code == ExitCode.USAGE
    assert "no test event code" in told.err
    assert "no dataset is named" in told.err
    assert "PIXEL_ID" in told.out
    found = document(capisim("forward", "--json"))
    assert [each["reason"] for each in found["refusals"]] == ["no-test-code", "no-pixel"]
    assert (found["sent"], found["forward"], len(found["requests"]), len(found["events"])) == (False, None, 1, 2)


@pytest.mark.usefixtures("blocked")
def test_the_bodies_in_clear_are_for_the_user_alone(shop: Path, capisim: Capisim) -> None:
    told = capisim("forward", "--pixel", "1", "--test-code", "T1", "--keep-ids", "--requests-out", shop / "out")
    assert told.code == 0
    file = shop / "out" / "request-1.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    body = json.loads(file.read_text("utf-8"))
    assert body["test_event_code"] == "T1"
    assert [each["event_id"] for each in body["data"]] == ["lead-1", "lead-2"]
    assert body["data"][0]["user_data"]["client_ip_address"] == "198.51.100.77"


@pytest.mark.usefixtures("shop")
def test_it_sends_and_tells_what_meta_said(capisim: Capisim, meta: Listening) -> None:
    told = capisim("forward", *to(meta, "--yes"))
    assert told.code == 0, told.err
    assert "2 accepted" in told.out
    assert "Meta processes test events as real events" in told.err
    assert "The access token is from environment variable CAPISIM_ACCESS_TOKEN." in told.err
    ids = [event.event_id for event in meta.events]
    assert [str(each).rpartition("-fw")[0] for each in ids] == ["lead-1", "lead-2"]
    assert TOKEN not in told.out + told.err
    found = document(capisim("forward", *to(meta, "--yes", "--json", "--keep-ids", "--filter", "id:lead-2")))
    assert (found["sent"], found["forward"], found["totals"]["accepted"]) == (True, 2, 1)
    assert found["events"][0]["answered"]["fbtrace_id"].startswith("A")
    assert meta.events[-1].event_id == "lead-2"


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(("answer", "code", "arrived"), [("y\n", 0, 2), ("n\n", 2, 0), ("\n", 2, 0), ("", 130, 0)])
def test_it_asks_before_it_sends(
    answer: str, code: int, arrived: int, capisim: Capisim, meta: Listening, ask: Callable[[str], None]
) -> None:
    ask(answer)
    told = capisim("forward", *to(meta))
    assert told.code == code
    assert f"Send 2 events to dataset 123 at {meta.url}, with the test event code TEST12345?" in told.err
    assert told.err.index("as real events") < told.err.index("Send 2 events")
    assert len(meta.events) == arrived


@pytest.mark.usefixtures("shop")
def test_without_a_terminal_and_without_yes_nothing_is_sent(capisim: Capisim, meta: Listening) -> None:
    told = capisim("forward", *to(meta))
    assert told.code == ExitCode.USAGE
    assert "--yes" in told.err
    assert "as real events" in told.err
    assert [each["reason"] for each in document(capisim("forward", *to(meta, "--json")))["refusals"]] == ["unconfirmed"]
    assert capisim("forward", "--resume", "--send").code == ExitCode.USAGE
    assert len(meta.events) == 0


@pytest.mark.usefixtures("shop", "blocked")
def test_without_a_token_nothing_is_sent(capisim: Capisim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAPISIM_ACCESS_TOKEN")
    told = capisim("forward", "--send", "--yes", "--pixel", "1", "--test-code", "T1")
    assert told.code == ExitCode.USAGE
    assert "CAPISIM_ACCESS_TOKEN" in told.err
    assert "no-token" in told.err


@pytest.mark.usefixtures("blocked")
@pytest.mark.parametrize("option", ["--token", "--access-token"])
@pytest.mark.parametrize("joined", [True, False])
def test_a_token_as_an_option_is_refused_and_not_repeated(
    option: str, joined: bool, shop: Path, capisim: Capisim
) -> None:
    given = [f"{option}={TOKEN}"] if joined else [option, TOKEN]
    told = capisim("forward", "--send", "--yes", *given)
    assert told.code == ExitCode.USAGE
    assert "never an argument" in told.err
    assert TOKEN not in told.err + told.out
    assert "--token" not in capisim("forward", "--help").out


def test_a_token_from_a_file(shop: Path, capisim: Capisim, meta: Listening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAPISIM_ACCESS_TOKEN")
    file = shop / "token.env"
    file.write_text(f"CAPISIM_ACCESS_TOKEN={TOKEN}\n", "utf-8")
    os.chmod(file, 0o600)  # noqa: PTH101
    assert capisim("forward", *to(meta, "--yes", "--env-file", str(file))).code == 0
    assert len(meta.events) == 2


def test_settings_may_name_dataset_and_code(shop: Path, capisim: Capisim, meta: Listening) -> None:
    text = f'[forward]\ngraph_url = "{meta.url}"\npixel_id = "123"\ntest_code = "TEST12345"\n'
    (shop / "capisim.toml").write_text(text, "utf-8")
    assert capisim("forward", "--send", "--yes").code == 0
    (shop / "capisim.toml").write_text(f'environment = "production"\n{text}', "utf-8")
    told = capisim("forward", "--send", "--yes")
    assert (told.code, 'environment = "production" stands in the settings' in told.err) == (2, True)
    assert len(meta.events) == 2


def test_a_disagreement_is_shown_and_written_down(shop: Path, capisim: Capisim, meta: Listening) -> None:
    # The emulator here leaves a rule out, so that it takes what we call rejected.
    source = write(shop / "old.jsonl", lead("old", 9 * 86_400), lead("fine"))
    with open_store(str(shop / "store.db")) as store:
        replay(store, [str(source)], Settings(workers=1), made="synthetic")
    with Emulating(rules={"ignore": ["EVT003"]}).listen() as lenient:
        told = capisim("forward", *to(lenient, "--yes", "--include-rejected", "--facts-out", "facts.json"))
    assert told.code == ExitCode.FINDINGS
    assert "accepted what we call rejected (EVT003)" in told.out
    written = json.loads((shop / "facts.json").read_text("utf-8"))
    assert FACTS.is_valid(written)
    assert [each["predicted"]["rule"] for each in written["facts"]] == ["EVT003"]
    assert "old" not in json.dumps(written)


def test_what_the_network_left_is_sent_with_resume(shop: Path, capisim: Capisim, meta: Listening) -> None:
    (shop / "capisim.toml").write_text("[forward]\nattempts = 1\nbatch_events = 1\n", "utf-8")
    meta.next_faults("none", "reset-after")
    told = capisim("forward", *to(meta, "--yes"))
    assert told.code == ExitCode.NETWORK
    assert "--resume --send" in told.err
    assert "1 accepted" in told.out
    assert capisim("forward", *to(meta, "--yes")).code == ExitCode.USAGE, "a second one would count twice"
    told = capisim("forward", "--resume", "--send", "--yes", "--json")
    assert told.code == 0
    assert "took 1 of 2 events; those are not sent again" in told.err
    assert document(told)["totals"]["accepted"] == 2
    assert [event.verdict for event in meta.events] == ["kept", "kept", "duplicate"]
    told = capisim("forward", "--resume", "--send", "--yes")
    assert (told.code, "no unfinished forward to resume" in told.err) == (2, True)


@pytest.mark.usefixtures("shop", "blocked")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--resume"], "add --send"),
        (["--resume", "--send", "--filter", "name:Lead"], "leave out all that chooses"),
        (["--resume", "--send", "--pixel", "5"], "leave out all that chooses"),
        (["--resume", "--send", "--shift-time"], "leave out all that chooses"),
        (["--requests-out", "x", "--send"], "leave out --send"),
        (["--facts-out", "x"], "add --send"),
        (["--send", "--facts-out", "no/such/folder/x.json"], "no file that can be written"),
        (["--send", "--facts-out", "."], "no file that can be written"),
        (["--filter", "nonsense:("], "filter"),
        (["99"], "holds no run 99"),
        (["--max-events", "0"], "--max-events"),
        (["--graph-url", "http://graph.facebook.com"], "https"),
        (["--graph-version", "26"], "no version"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_mistakes_are_sentences(words: list[str], sentence: str, capisim: Capisim) -> None:
    told = capisim("forward", *words)
    assert told.code == ExitCode.USAGE
    assert sentence in told.err


@pytest.mark.usefixtures("blocked")
def test_a_store_that_is_not_there(place: Path, capisim: Capisim) -> None:
    told = capisim("forward", "--store", place / "none.db")
    assert (told.code, "there is no such file" in told.err) == (ExitCode.STORE, True)


def test_events_that_were_captured_are_refused_until_somebody_means_it(
    shop: Path, capisim: Capisim, meta: Listening
) -> None:
    assert capisim("replay", shop / "shop.jsonl").code == 0
    told = capisim("forward", *to(meta, "--yes"))
    assert (told.code, "may be somebody's real ones" in told.err) == (2, True)
    assert len(meta.events) == 0
    told = capisim("forward", *to(meta, "--yes", "--include-captured"))
    assert (told.code, len(meta.events)) == (0, 2)
    assert "real people may be in them" in told.err


def test_made_up_runs_and_our_scenarios_are_known(shop: Path, capisim: Capisim, meta: Listening) -> None:
    from simulator.resources import fixtures

    assert capisim("generate", "--shoppers", 1, "--replay").code in (0, 1)
    assert capisim("forward", *to(meta, "--yes", "--shift-time", "--filter", "name:PageView")).code == 0
    assert capisim("replay", fixtures() / "clean-pair").code == 0
    assert capisim("forward", *to(meta, "--yes", "--shift-time")).code == 0
    assert {event.channel for event in meta.events} == {"server"}
