"""Cells of a CSV file that no spreadsheet takes for a formula.

Spreadsheets run a cell that starts with = + - @, a tab or a carriage return; a leading apostrophe
makes it text (OWASP, CSV injection, https://owasp.org/www-community/attacks/CSV_Injection). Some of
them take the full-width forms of these characters for the same.
"""

from __future__ import annotations

import unicodedata

from simulator.masking import printable

_STARTS = "=+-@"
_MINUS = "\u2212"  # compatible with nothing in Unicode, and yet a minus
_BREAKS = "\t\r\n"


def safe_cell(text: str) -> str:
    """The text with control characters made visible, behind an apostrophe when it could be a formula."""
    shown = printable(text)
    return f"'{shown}" if _is_formula(text) else shown


def _is_formula(text: str) -> bool:
    bare = text.lstrip()
    if text[: len(text) - len(bare)].strip(" ") or text.startswith(tuple(_BREAKS)):
        # White space other than spaces: what a spreadsheet strips of it differs from one to the next.
        return True
    first = next((c for c in bare if unicodedata.category(c) not in ("Cc", "Cf")), "")
    return bool(first) and (first == _MINUS or unicodedata.normalize("NFKC", first)[:1] in _STARTS)
