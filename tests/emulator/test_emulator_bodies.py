"""Every form in which clients send a body, plain and compressed, and that a file of them is judged the same."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
import pytest
from calling import EVENTS, NOON, PIXEL, event

from simulator.pipeline import replay
from simulator.settings import Settings
from simulator.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from calling import Client

    from simulator.emulator.service import Service

FORM = "application/x-www-form-urlencoded"
TWO = [event(), event(event_id="order-1002")]
TEXTS = json.dumps([json.dumps(each) for each in TWO])
MEMBERS = {"test_event_code": "TEST1", "partner_agent": "shopname_1_0", "namespace_id": "7", "upload_tag": "x"}


def multipart(fields: dict[str, str], boundary: str, extra: str = "") -> str:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n{extra}\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return "".join(parts) + f"--{boundary}--\r\n"


ALL = {"data": TEXTS, "access_token": "x", **MEMBERS}
PHP = "Content-Length: 1\r\nContent-Type: multipart/form-data\r\n"
BODIES: dict[str, tuple[str, str]] = {
    "json": (json.dumps({"data": TWO, "access_token": "x", **MEMBERS}), "application/json"),
    "json without its header": (json.dumps({"data": TWO, "access_token": "x", **MEMBERS}), FORM),
    "json with data as text": (
        json.dumps({"data": json.dumps(TWO), "access_token": "x", **MEMBERS}),
        "application/json",
    ),
    "json with data as texts": (
        json.dumps({"data": json.loads(TEXTS), "access_token": "x", **MEMBERS}),
        "application/json",
    ),
    "json with stray nulls": (
        json.dumps({"data": TWO, "access_token": "x", "id": "1", "upload_id": None, "trace": None, **MEMBERS}),
        "application/json",
    ),
    "form of texts": (urlencode(ALL), FORM),
    "form of an array": (urlencode(ALL | {"data": json.dumps(TWO)}), FORM),
    "form without its header": (urlencode(ALL), "text/plain"),
    "curl -F": (
        multipart(ALL, "------------------------d74496d66958873e"),
        "multipart/form-data; boundary=----------------------d7",
    ),
    "java": (multipart(ALL, "-Ab-c_1"), "multipart/form-data; boundary=-Ab-c_1"),
    "php": (multipart(ALL, "x", PHP), "multipart/form-data; boundary=x"),
}
PACKED: dict[str, Any] = {
    "": lambda body: body,
    "identity": lambda body: body,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate, gzip": lambda body: gzip.compress(zlib.compress(body)),
}


@pytest.mark.parametrize("name", BODIES)
def test_every_form_of_a_body_holds_the_same_events(client: Client, service: Service, name: str) -> None:
    body, kind = BODIES[name]
    found = client("POST", EVENTS, body, {"content-type": kind})
    assert found.status == 200, found.body
    assert found.json()["events_received"] == 2
    kept = service.ask_from_elsewhere(
        lambda store, run: (
            [store.payload(run, n) for n in (1, 2)],
            [json.loads(row[0]) for row in store.connection.execute("SELECT body FROM requests")],
        )
    ).result()
    assert kept[0] == TWO
    assert MEMBERS.items() <= kept[1][0].items()


@pytest.mark.parametrize("encoding", PACKED)
def test_compressed_bodies_are_unpacked(client: Client, encoding: str) -> None:
    packed = PACKED[encoding](BODIES["json"][0].encode())
    assert client("POST", f"{EVENTS}/", packed, {"content-encoding": encoding}).status == 200


def test_deflate_without_its_header_is_unpacked_too(client: Client) -> None:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(BODIES["json"][0].encode()) + packer.flush()
    assert client("POST", EVENTS, packed, {"content-encoding": "deflate"}).status == 200


@pytest.mark.parametrize(
    ("encoding", "body", "status"),
    [
        ("gzip", b"not gzip", 400),
        ("gzip", gzip.compress(b"{}" * 100, mtime=0)[:-9], 400),
        ("deflate", b"\xff\xff", 400),
        ("br", b"{}", 415),
        ("zstd, gzip", gzip.compress(b"{}", mtime=0), 415),
    ],
)
def test_a_body_that_can_not_be_unpacked_is_an_answer(client: Client, encoding: str, body: bytes, status: int) -> None:
    found = client("POST", f"{EVENTS}?access_token=x", body, {"content-encoding": encoding})
    assert (found.status, found.error["code"]) == (status, 100)


@pytest.mark.parametrize("name", BODIES)
def test_a_file_of_the_request_as_it_came_gets_the_same_verdicts(
    client: Client, service: Service, name: str, tmp_path: Path
) -> None:
    body, kind = BODIES[name]
    old = body.replace(str(NOON), str(NOON - 700_000))
    url = f"https://graph.facebook.com{EVENTS}"
    lines: list[bytes] = []
    for each in (body, old, body):
        client("POST", EVENTS, each, {"content-type": kind, "user-agent": "test"})
        told = {"method": "POST", "url": url, "headers": {"content-type": kind, "user-agent": "test"}, "body": each}
        lines.append(orjson.dumps({"request": told, "received_at": float(NOON)}))
    file = tmp_path / "requests.jsonl"
    file.write_bytes(b"\n".join(lines))
    live = service.ask_from_elsewhere(lambda store, run: list(store.lines(run))).result()
    with open_store(":memory:") as store:
        run = replay(store, [str(file)], Settings(workers=1, emulator=service.settings.emulator))
        again = [verdict._replace(origin=verdict.origin.replace(str(file), "listen")) for verdict in store.lines(run)]
    first_pass = [
        verdict._replace(findings=tuple(each for each in verdict.findings if each.twin is None)) for verdict in again
    ]
    assert [each[:11] for each in live] == [each[:11] for each in first_pass]
    assert PIXEL in {each.pixel_id for each in live}
