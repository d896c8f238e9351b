"""A run as Markdown that fits a comment on a change."""

from simulator.reports.markdown.document import EXAMPLES, PAIRS, UNREAD, markdown

__all__ = ["EXAMPLES", "PAIRS", "UNREAD", "markdown"]
