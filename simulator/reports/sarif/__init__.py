"""What a run found as SARIF 2.1.0, for code scanning and editors."""

from simulator.reports.sarif.log import log

__all__ = ["log"]
