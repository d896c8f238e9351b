"""A run as one HTML file that needs nothing beside it."""

from simulator.reports.html.page import EXAMPLES, PAIRS, UNREAD, html

__all__ = ["EXAMPLES", "PAIRS", "UNREAD", "html"]
