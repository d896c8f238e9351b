"""Go or no-go: what a run must meet, and what it does. Nothing here changes a verdict."""

from simulator.views.gating.judging import judge
from simulator.views.gating.result import Condition, GateResult, with_baseline

__all__ = ["Condition", "GateResult", "judge", "with_baseline"]
