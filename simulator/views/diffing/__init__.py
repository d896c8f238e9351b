"""What changed from one run, source or stored report to another, and what of it is worse."""

from simulator.views.diffing.differing import diff
from simulator.views.diffing.result import RunDiff, Worse
from simulator.views.diffing.standing import Side, of_document, of_run

__all__ = ["RunDiff", "Side", "Worse", "diff", "of_document", "of_run"]
