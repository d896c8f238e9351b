"""A server for the load tests, in a process of its own.

    python load_server.py emulator|constant STORE WINDOW SPEED [FAULT...]

Prints its port as JSON, and answers until its standard input ends; each line on it asks for its memory, or for the
microseconds of processor time that it has used.
WINDOW is that of deduplication, in hours; SPEED how many seconds of its clock a second lasts.
``constant`` is the reference: the same server, which reads the body and answers always the same.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.emulator.service import Service
from simulator.emulator.serving import serving
from simulator.settings import Deduplication, Emulator, Settings
from simulator.store import open_store

ANSWER = b'{"events_received":1,"messages":[],"fbtrace_id":"AbcdefghijklmnopqrstuvW"}'


async def constant(request: Request) -> Response:
    """Read the body, answer."""
    await request.body()
    return Response(ANSWER, media_type="application/json")


REFERENCE = Starlette(routes=[Route("/v{version}/{object}/events", constant, methods=["POST"])])


def memory(what: str) -> int:
    """``VmRSS`` or ``VmHWM`` of this process, in KiB."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith(f"{what}:")))


def main(kind: str, path: str, window: str, speed: str, *faults: str) -> None:
    """Serve."""
    with open_store(path) as store:
        emulator = Emulator(network_faults=faults, patience_seconds=60)
        settings = Settings(workers=1, deduplication=Deduplication(window_hours=float(window)), emulator=emulator)
        start, began = time.time(), time.monotonic()
        service = Service(store, settings, clock=lambda: start + (time.monotonic() - began) * float(speed))
        with serving(service, app=REFERENCE if kind == "constant" else None) as running:
            print(json.dumps({"port": running.port}), flush=True)
            for line in sys.stdin:
                what = line.strip()
                print(time.process_time_ns() // 1000 if what == "used" else memory(what), flush=True)
        service.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
