"""An answer goes out in one piece."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from calling import EVENTS, OverSocket, event, post

from simulator.emulator.gathering import Gathering
from simulator.emulator.service import Service
from simulator.emulator.serving import serving


class Recorded:
    """A transport that remembers."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        assert not self.closed
        self.written.append(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def get_extra_info(self, name: str) -> str:
        return name


def gathering() -> tuple[Any, Recorded]:
    recorded = Recorded()
    made: Any = recorded
    return Gathering(made), recorded


def test_what_is_held_goes_out_together_and_nothing_else_waits() -> None:
    made, recorded = gathering()
    made.write(b"0")
    made.hold()
    made.write(b"1")
    made.write(b"2")
    assert recorded.written == [b"0"]
    made.release()
    made.write(b"3")
    made.release()
    assert recorded.written == [b"0", b"12", b"3"]
    assert made.get_extra_info("socket") == "socket"


def test_nothing_is_lost_by_closing() -> None:
    made, recorded = gathering()
    made.hold()
    made.write(b"1")
    made.close()
    made.release()
    assert (recorded.written, made.is_closing()) == ([b"1"], True)


def test_the_answers_of_the_events_edge_are_one_piece_each(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[bytes] = []
    transport: Any = asyncio.selector_events._SelectorSocketTransport  # type: ignore[attr-defined]
    write = transport.write

    def noted(self: object, data: bytes) -> None:
        pieces.append(data)
        write(self, data)

    monkeypatch.setattr(transport, "write", noted)
    with serving(service) as running:
        client = OverSocket(running.url)
        assert post(client, event()).status == 200
        assert client("POST", f"{EVENTS}?access_token=x", "{").status == 400
        client.close()
    assert [(piece[:12], piece[-1:]) for piece in pieces] == [(b"HTTP/1.1 200", b"}"), (b"HTTP/1.1 400", b"}")]
