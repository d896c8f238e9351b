"""What is wrong with a filter, and where."""

from __future__ import annotations

from simulator.errors import UsageError


class FilterError(UsageError):
    """A filter that can't be read.

    ``column`` is the place of the mistake, from 1; one behind the last character when something is missing at
    the end. ``problem`` is the sentence without the place.
    """

    def __init__(self, problem: str, column: int) -> None:
        super().__init__(f"filter, column {column}: {problem}")
        self.problem = problem
        self.column = column
