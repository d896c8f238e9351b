"""A run, or what changed between two, as one HTML file that needs nothing beside it."""

from simulator.reports.html.difference import difference
from simulator.reports.html.page import EXAMPLES, PAIRS, UNREAD, html

__all__ = ["EXAMPLES", "PAIRS", "UNREAD", "difference", "html"]
