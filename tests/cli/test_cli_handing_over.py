"""``report`` and ``replay`` as HTML and Markdown: from runs and sources, into files, the same bytes everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from shop_lines import clean_pair, envelope, refused, write
from stored_run import StoredRun
from told import Capisim

from simulator.views.gating import GateResult, judge

ROOT = Path(__file__).parents[2]


@pytest.fixture
def faulty(place: Path) -> Path:
    """A pair, an event that is refused, and a purchase that counts twice."""
    twice = [envelope("browser", "order-3", 9), envelope("server", "server.order-3", 10)]
    return write(place / "shop.jsonl", *clean_pair(), refused(), *twice)


@pytest.mark.parametrize(
    ("output_format", "begins"), [("html", "<!doctype html>"), ("markdown", "## ❌ No go: shop.jsonl")]
)
def test_sources_are_reported_and_nothing_is_kept(
    capisim: Capisim, faulty: Path, place: Path, output_format: str, begins: str
) -> None:
    told = capisim("report", faulty.name, "--format", output_format)
    assert (told.code, told.err) == (1, "")
    assert told.out.startswith(begins)
    assert not (place / "store.db").exists()
    # A run of the same events says the same but for its number.
    replayed = capisim("replay", faulty.name, "--format", output_format)
    again = capisim("report", "--format", output_format)
    assert (replayed.out, replayed.code) == (again.out, again.code) == (told.out, told.code)


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl", "csv", "markdown", "html"])
def test_a_file_holds_what_would_be_printed(capisim: Capisim, faulty: Path, place: Path, output_format: str) -> None:
    shown = capisim("report", faulty, "--format", output_format)
    told = capisim("report", faulty, "--format", output_format, "-o", place / "report")
    assert (told.code, told.out) == (shown.code, "")
    decision = f"No go: 3 of 4 conditions are met. {place / 'report'} tells why.\n"
    assert told.err == (decision if output_format in ("markdown", "html") else "")
    written = (place / "report").read_bytes().decode()
    if output_format == "text":
        # A file is wider than the terminal.
        assert written.split() == shown.out.split()
    else:
        assert written == shown.out


def test_the_profile_decides_and_the_exit_code_stays_that_of_the_findings(capisim: Capisim, place: Path) -> None:
    pair = write(place / "shop.jsonl", *clean_pair())
    (place / "capisim.toml").write_text("[gate.profiles.strict]\nmin_events = 3\n", "utf-8")
    plain = capisim("report", pair, "--format", "markdown")
    strict = capisim("report", pair, "--format", "markdown", "--profile", "strict")
    assert plain.out.startswith("## ✅ Go: ")
    assert strict.out.startswith("## ❌ No go: ")
    assert "3 of 4 conditions are met, profile strict." in strict.out
    assert (plain.code, strict.code) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["report", "shop.jsonl", "--format", "html", "-o", "nowhere/report.html"], 2),
        (["report", "shop.jsonl", "--format", "html", "-o", "."], 2),
        (["report", "shop.jsonl", "--format", "html", "--profile", "nobody's"], 2),
        (["report", "shop.jsonl", "--format", "html", "--filter", "name:Purchase"], 2),
        (["report", "missing.jsonl", "--format", "markdown"], 2),
        (["report", "--format", "markdown"], 3),
    ],
    ids=str,
)
def test_what_cannot_be_written_is_told(capisim: Capisim, faulty: Path, arguments: list[str], code: int) -> None:
    told = capisim(*arguments)
    assert (told.code, told.out) == (code, "")
    assert told.err


@pytest.mark.parametrize("output_format", ["html", "markdown"])
def test_the_same_bytes_whatever_the_language_the_time_zone_and_the_hash_seed(
    faulty: Path, place: Path, output_format: str
) -> None:
    made = []
    for number, (language, zone, seed) in enumerate([("C", "UTC", "0"), ("de_DE.UTF-8", "Asia/Kathmandu", "4711")]):
        environment = os.environ | {"LC_ALL": language, "LANG": language, "TZ": zone, "PYTHONHASHSEED": seed}
        environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": str(80 + 40 * number), "PYTHONUTF8": str(number)}
        command = [sys.executable, "-m", "simulator.cli", "report", "shop.jsonl", "--format", output_format]
        done = subprocess.run(
            [*command, "--workers", str(1 + number)], capture_output=True, env=environment, timeout=120
        )
        assert done.stderr == b""
        made.append(done.stdout)
    assert made[0] == made[1]
    assert len(made[0]) > 1000


@pytest.mark.parametrize("output_format", ["html", "markdown"])
def test_what_the_settings_leave_out_is_said_beside_the_decision(
    capisim: Capisim, faulty: Path, output_format: str
) -> None:
    assert "ignored by the settings" not in capisim("report", faulty, "--format", output_format).out
    told = capisim("report", faulty, "--format", output_format, "--ignore", "CUS,DUP").out
    assert told.index("ignored by the settings") < told.rindex("What to fix first")


@pytest.mark.parametrize("output_format", ["html", "markdown"])
def test_pairs_can_be_left_out(capisim: Capisim, faulty: Path, output_format: str) -> None:
    shown = capisim("report", faulty, "--format", output_format).out
    none = capisim("report", faulty, "--format", output_format, "--pairs", 0).out
    assert "server.order-3" in shown
    assert "Looks like one action" in shown
    assert "Looks like one action" not in none


@pytest.mark.parametrize("output_format", ["html", "markdown"])
def test_a_run_that_grows_is_told_as_it_was_at_one_moment(
    capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch, output_format: str
) -> None:
    run = StoredRun(str(place / "store.db"))
    run.event("server")
    run.store.connection.commit()
    before = capisim("report", "--format", output_format)

    def judged(*given: Any) -> GateResult:
        result = judge(*given)
        run.event("server", "Lead")
        run.store.connection.commit()
        return result

    monkeypatch.setattr("simulator.views.gating.judge", judged)
    assert capisim("report", "--format", output_format) == before
    assert capisim("report", "--format", output_format) != before
