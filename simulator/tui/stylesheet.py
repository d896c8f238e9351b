"""Style sheets that are parsed once."""

from __future__ import annotations

from typing import Final

from textual.css.stylesheet import Stylesheet

# More than there are sheets: a cache that is too small for all of them holds none when it is needed.
_SHEETS: Final = 256


class ParsedOnce(Stylesheet):
    """Textual's, which parses every sheet there is again, three times over, when a screen is shown for the first time.

    That holds up the keys for a tenth of a second and more. What was parsed stays as it is until the colours change.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache.maxsize = _SHEETS

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other variables; the same ones change nothing."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what was not parsed with these variables yet."""
        self.parse()
