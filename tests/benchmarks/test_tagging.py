"""A property of 200 rules and a session of 100,000 steps against the pipeline that reads what leaves, by ratios."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import orjson
import pytest
from rates import Claim, Rates, whole_path
from tagging_load import many_rules, many_steps

from simulator.settings import Settings
from simulator.tagging.observing import Watched
from simulator.tagging.run import in_order_of_receipt, run

pytestmark = pytest.mark.benchmark

RULES, STEPS = 200, 100_000
READ = 20_000
"""Requests that the pipeline reads, which is enough for its rate."""
AT_LEAST = 0.1


def tagged(source: Path, _database: Path) -> int:
    """Run the property through the session, watch it, and write the lines; how many steps that were."""
    prop, session = many_rules(RULES), many_steps(STEPS, RULES)
    watched = Watched(prop, session, run(prop, session))
    lines = (orjson.dumps(each.line) + b"\n" for each in in_order_of_receipt(watched))
    with source.open("wb") as file:
        file.writelines(islice(lines, READ))
        # The rest is made as well, and read by nobody.
        rest = sum(map(len, lines))
    assert rest > 0
    return len(session.steps)


def test_a_long_session_runs_at_a_tenth_of_the_pipelines_rate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "tagged.jsonl"
    rates = Rates(tmp_path, {"property, steps": (tagged, source), "pipeline": (whole_path(Settings()), source)})
    rates.rounds(Claim("property, steps", "pipeline", AT_LEAST))
    told = f"{rates.ratio('property, steps', 'pipeline'):.2f} of the pipeline's rate of events"
    rates.show(capsys, f"{RULES} rules, {STEPS:,} steps", f"the property takes steps at {told}")
    assert rates.ratio("property, steps", "pipeline") >= AT_LEAST
