"""The filter grammar that the command line, the terminal application and tests share.

README.md beside this file tells it to people. ``parse`` makes a Filter of a text, ``matches`` asks it
about one event; ``simulator.views.where`` asks a store.
"""

from simulator.filtering.errors import FilterError
from simulator.filtering.parsing import parse
from simulator.filtering.tree import Filter

__all__ = ["Filter", "FilterError", "parse"]
