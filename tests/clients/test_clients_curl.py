"""curl in every form a body has: what a hand at a terminal, a shell script and most languages send."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from serving_clients import AGENT, CODES, PIXEL, TOKEN, meta, raw_event, stored

from simulator.emulator.pixels import Pixel

pytestmark = pytest.mark.skipif(
    shutil.which("curl") is None and not os.environ.get("CI"), reason="there is no curl on this machine"
)


class Told(NamedTuple):
    """What curl printed: its exit code, the HTTP status (0 for none), the body."""

    code: int
    status: int
    body: str

    def json(self) -> Any:
        return json.loads(self.body)


def curl(*words: str | Path) -> Told:
    found = subprocess.run(
        ["curl", "-sS", "-w", "\n%{http_code}", "--max-time", "60", *words], capture_output=True, text=True, timeout=120
    )
    body, _, status = found.stdout.rpartition("\n")
    return Told(found.returncode, int(status or 0), body)


def document(**members: Any) -> str:
    return json.dumps({"data": [raw_event(), raw_event(event_id="b")], "access_token": TOKEN, **members})


LIST = json.dumps([raw_event(), raw_event(event_id="b")])
TEXTS = json.dumps([json.dumps(raw_event()), json.dumps(raw_event(event_id="b"))])
JSON = ("-H", "Content-Type: application/json")
FORMS: dict[str, tuple[str, ...]] = {
    "json": (*JSON, "-d", document()),
    "json, data as text": (*JSON, "-d", document(data=LIST)),
    "json, data as texts": (*JSON, "-d", document(data=json.loads(TEXTS))),
    "json that curl calls a form": ("-d", document()),
    "json, bearer": (*JSON, "-H", f"Authorization: Bearer {TOKEN}", "-d", document(access_token=None)),
    "json, token in query": (*JSON, "-d", document(access_token=None), "QUERY"),
    "urlencoded": ("--data-urlencode", f"data={LIST}", "--data-urlencode", f"access_token={TOKEN}"),
    "urlencoded, texts": ("--data-urlencode", f"data={TEXTS}", "-d", f"access_token={TOKEN}"),
    "multipart": ("--form-string", f"data={LIST}", "-F", f"access_token={TOKEN}"),
    "multipart, texts": (
        "--form-string",
        f"data={TEXTS}",
        "-F",
        f"access_token={TOKEN}",
        "-F",
        "test_event_code=TEST1",
    ),
    # With -F curl itself takes what follows a semicolon for the type, and a user agent has some.
    "multipart, json part": (
        "-F",
        f"data={LIST.replace(';', '')};type=application/json",
        "-F",
        f"access_token={TOKEN}",
    ),
    "chunked": (*JSON, "-H", "Transfer-Encoding: chunked", "-d", document()),
    "waits for 100": (*JSON, "-H", "Expect: 100-continue", "-d", document()),
    "http 1.0": (*JSON, "--http1.0", "-d", document()),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_body(form: str) -> None:
    words = [each for each in FORMS[form] if each != "QUERY"]
    query = f"?access_token={TOKEN}" if "QUERY" in FORMS[form] else ""
    with meta(pixels=(Pixel(PIXEL, TOKEN),)) as running:
        found = curl(*words, f"{running.url}/v26.0/{PIXEL}/events{query}")
        assert (found.code, found.status) == (0, 200), found.body
        assert found.json()["events_received"] == 2
        assert [(name, verdict) for _, name, verdict in stored(running)] == [("order-1001", "kept"), ("b", "kept")]


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_packed_bodies(encoding: str, pack: Any, tmp_path: Path) -> None:
    file = tmp_path / "body"
    file.write_bytes(pack(document().encode()))
    with meta() as running:
        url = f"{running.url}/v26.0/{PIXEL}/events"
        found = curl(*JSON, "-H", f"Content-Encoding: {encoding}", "--data-binary", f"@{file}", url)
        assert (found.status, found.json()["events_received"]) == (200, 2)


def test_the_pixel_by_get_and_by_post() -> None:
    with meta() as running:
        fields = (
            "--data-urlencode",
            f"id={PIXEL}",
            "-d",
            "ev=Purchase",
            "-d",
            "cd[value]=9.5",
            "-d",
            "cd[currency]=EUR",
        )
        for more in (("-G", "-d", "eid=a"), ("-d", "eid=b")):
            found = curl("-A", AGENT, *fields, *more, f"{running.url}/tr/", "-o", os.devnull)
            assert (found.code, found.status) == (0, 200)
        form = [word for field in ("ev=Purchase", "eid=c", f"id={PIXEL}") for word in ("-F", field)]
        assert curl("-A", AGENT, *form, f"{running.url}/tr", "-o", os.devnull).status == 200
        assert [event_id for _, event_id, _ in stored(running)] == ["a", "b", "c"]


REFUSALS: list[tuple[tuple[str, ...], str, tuple[int, int, int | None]]] = [
    ((*JSON, "-d", document(access_token=None)), f"/v26.0/{PIXEL}/events", (401, 190, None)),
    ((*JSON, "-d", document(access_token="wrong")), f"/v26.0/{PIXEL}/events", (401, 190, None)),
    ((*JSON, "-d", document()), "/v26.0/9/events", (400, 100, 33)),
    ((*JSON, "-d", document()), "/v26.0/shop/events", (404, 803, None)),
    (("-G", "-d", f"access_token={TOKEN}"), f"/v26.0/{PIXEL}/events", (400, 100, 33)),
    ((*JSON, "-d", document()[:-1]), f"/v26.0/{PIXEL}/events?access_token={TOKEN}", (400, 100, 2804019)),
    ((*JSON, "-d", document(data=[])), f"/v26.0/{PIXEL}/events", (400, 100, 2804019)),
    ((*JSON, "-d", document(data=[raw_event(event_time=1)])), f"/v26.0/{PIXEL}/events", (400, 100, 2804003)),
    (("-G",), "/v26.0/me/accounts", (400, 2500, None)),
]


@pytest.mark.parametrize(("words", "path", "expected"), REFUSALS)
def test_refusals(words: tuple[str, ...], path: str, expected: tuple[int, int, int | None]) -> None:
    with meta(pixels=(Pixel(PIXEL, TOKEN),)) as running:
        found = curl(*words, running.url + path)
        error = found.json()["error"]
        assert (found.status, error["code"], error.get("error_subcode")) == expected
        assert TOKEN not in found.body
        assert "kept" not in {verdict for _, _, verdict in stored(running)}


# Exit codes of curl's: 22 is HTTP's refusal, 28 the time, 56 a connection that breaks off.
FAULTS = {"http-500": 22, "html-error": 22, "reset": 56, "timeout": 28, **dict.fromkeys(CODES, 22)}


@pytest.mark.parametrize("name", [*FAULTS, *(f"{name}-after" for name in FAULTS if name not in CODES)])
def test_faults_by_header(name: str) -> None:
    with meta() as running:
        url = f"{running.url}/v26.0/{PIXEL}/events"
        patience = ("--max-time", "0.5") if name.startswith("timeout") else ()
        found = curl("--fail", *JSON, "-H", f"X-Capisim-Fault: {name}", "-d", document(), *patience, url)
        assert found.code == FAULTS[name.removesuffix("-after")]
        assert [verdict for _, _, verdict in stored(running)] == (["kept"] * 2 if name.endswith("-after") else [])


@pytest.mark.parametrize("name", ["latency:0.1", "slow-body:0.1"])
def test_an_answer_that_takes_its_time(name: str) -> None:
    with meta() as running:
        url = f"{running.url}/v26.0/{PIXEL}/events"
        found = curl(*JSON, "-H", f"X-Capisim-Fault: {name}", "-d", document(), url)
        assert found.json()["events_received"] == 2


def test_its_own_retries_make_duplicates_of_what_was_stored() -> None:
    with meta() as running:
        running.service.faults.queue("http-500-after", "code-2")
        url = f"{running.url}/v26.0/{PIXEL}/events"
        # The three tries print one status each; the last one counts.
        found = curl("--retry", "2", "--retry-delay", "1", *JSON, "-d", document(), url)
        assert (found.code, found.status) == (0, 200)
        assert [verdict for _, _, verdict in stored(running)] == ["kept", "kept", "duplicate", "duplicate"]
