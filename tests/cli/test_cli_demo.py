"""``capisim demo`` without a terminal."""

from __future__ import annotations

import json

from told import Capisim

from simulator.synthetic.demo import DEMO_FAULTS, DEMO_SHOPPERS
from simulator.synthetic.faults.asking import asked


def test_prints_the_report_and_finds_every_fault(capisim: Capisim) -> None:
    told = capisim("demo")
    assert told.code == 0
    assert "made up" in told.out
    document = json.loads(capisim("report", "--json").out)
    expected = {code for text in DEMO_FAULTS for code in asked(text, 7).variant.rules}
    assert expected <= {finding["rule"] for finding in document["findings"]}
    assert f"{DEMO_SHOPPERS} shoppers" in document["run"]["title"]
    assert len(told.err.splitlines()) == len(DEMO_FAULTS)


def test_equal_seeds_are_equal_days(capisim: Capisim) -> None:
    days = [capisim("demo", "--shoppers", 40, "--seed", seed, "--format", "jsonl").out for seed in (3, 3, 4)]
    assert days[0] == days[1] != days[2]
