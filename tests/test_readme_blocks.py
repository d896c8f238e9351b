"""The README's commands that need what a reader has: captures, a token, a terminal. Run on stand-ins, in their order.

Those that need nothing but the repository run in test_readme.
"""

from __future__ import annotations

import gzip
import json
import re
import shlex
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from emulated import emulated
from running_commands import DEADLINE, Streams, interrupted
from test_readme import README, ROOT, runnable, shown_commands

from simulator.cli import run
from simulator.emulator.pixels import Pixel
from simulator.resources import fixtures

PIXEL, TOKEN = "1234567890", "EAAmadeUpTokenOfAReader0001xxxx"
VISIT = fixtures() / "har-shop-visit"
REST = [command for command in shown_commands() if command not in runnable()]
# What these say when there is nothing left over, which is how it should be.
NOTHING_LEFT = {"capisim forward --resume --send --store my-staging.db": 2}
_MARKED = re.compile(r"<!-- (?:setup|recipe): [\w-]+ -->\n```sh\n(.*?)```", re.DOTALL)
_SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def write_stand_ins(folder: Path) -> None:
    """What the reader is supposed to have."""
    shutil.copy(VISIT / "visit.har", folder / "visit.har")
    shutil.copy(VISIT / "visit.har", folder / "my-capture.har")
    (folder / "server.jsonl.gz").write_bytes(gzip.compress((VISIT / "server.jsonl").read_bytes()))
    lines = (fixtures() / "different-event-ids" / "events.jsonl").read_text("utf-8")
    (folder / "my-events.jsonl").write_text(lines, "utf-8")
    body = {"data": [json.loads(lines.splitlines()[1])["event"]]}
    (folder / "my-request-body.json").write_text(json.dumps(body), "utf-8")
    (folder / "my-test-shoppers.jsonl").write_text('{"em": "ana@example.com", "country": "DE"}\n', "utf-8")
    (folder / "my-customers.csv").write_text("em,ph\nana@example.com,+16505550111\n", "utf-8")
    score = {"event_name": "Purchase", "event_match_quality": {"composite_score": 6.1}}
    (folder / "my-answer.json").write_text(json.dumps({"web": [score]}), "utf-8")
    (folder / "fixtures").symlink_to(ROOT / "fixtures")


class Told(NamedTuple):
    """The exit code and both streams."""

    code: int
    out: str
    err: str


def run_line(line: str, patch: pytest.MonkeyPatch) -> Told:
    """Run a line of a shell block in this process; a listener is stopped once it listens."""
    line, _, given = line.partition(" < ")
    streams = Streams(Path(given).read_bytes() if given else b"")
    with patch.context() as inner:
        for name, stream in (("stdin", streams.input), ("stdout", streams.texts[0]), ("stderr", streams.texts[1])):
            inner.setattr(sys, name, stream)
        words = shlex.split(line.replace("your-pixel-id", PIXEL).replace("--port 8765", "--port 0"))[1:]
        if words[:1] != ["listen"]:
            return Told(run(words), streams.out, streams.err)
        with interrupted(lambda over: until_it_listens(streams, over)):
            return Told(run(words), streams.out, streams.err)


def until_it_listens(streams: Streams, over: threading.Event) -> None:
    for _ in range(int(DEADLINE / 0.01)):
        if "\n" in streams.out or over.wait(0.01):
            break


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Told]]:
    """What every line came to. They run once, one after the other, as a reader would type them."""
    folder = tmp_path_factory.mktemp("reader")
    write_stand_ins(folder)
    opened: list[object] = []
    with pytest.MonkeyPatch.context() as patch, emulated([Pixel(PIXEL, TOKEN)]) as meta:
        patch.chdir(folder)
        for name, value in {
            "HOME": str(folder / "home"),
            "XDG_CONFIG_HOME": str(folder / "home"),
            "XDG_DATA_HOME": str(folder / "home"),
            "CAPISIM_STORE": str(folder / "store.db"),
            "CAPISIM_EMULATOR_PORT": "0",
            "CAPISIM_FORWARD_GRAPH_URL": meta.url,
            "META_ACCESS_TOKEN": TOKEN,
        }.items():
            patch.setenv(name, value)
        patch.setitem(sys.modules, "keyring", None)
        # Somebody sits there and says yes.
        patch.setattr("simulator.cli.ui.has_terminal", lambda: True)
        patch.setattr("simulator.tui.app.CapisimApp.run", lambda app, **_: opened.append(app))
        patch.setattr("simulator.cli.forward_sending.can_ask", lambda: True)
        patch.setattr(click, "confirm", lambda *_, **__: True)
        results: dict[str, Told] = {}
        for line in ("capisim listen --headless --store my-staging.db", *REST):
            if "report" in line or "forward" in line or "quality" in line:
                assert run_line("capisim replay fixtures/clean-pair --json", patch).code == 0
            if "my-main.json" in line:
                (folder / "my-main.json").write_text(run_line("capisim report --json", patch).out, "utf-8")
            results[line] = run_line(line, patch)
        yield results


@pytest.mark.parametrize("line", REST)
def test_a_line_of_the_readme_runs(told: dict[str, Told], line: str) -> None:
    code, _, err = told[line]
    assert code in ({NOTHING_LEFT[line]} if line in NOTHING_LEFT else {0, 1}), err
    assert "Traceback" not in err


def test_every_block_is_run() -> None:
    marked = set(_MARKED.findall(README))
    for block in _SHELL.findall(README):
        lines = [line for line in block.splitlines() if line.strip()]
        assert block in marked or all(line.startswith("capisim") for line in lines), block
