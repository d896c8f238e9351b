"""Scenarios held to their word: the verdicts expected.json demands against those the pipeline gives."""

from simulator.expectation.checking import Checked, check_scenario
from simulator.expectation.difference import Difference, describe

__all__ = ["Checked", "Difference", "check_scenario", "describe"]
