"""Amounts of money as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


def amount(value: Decimal) -> str:
    """An amount with as many digits behind the point as it needs, three at most and never one alone: ``1,234.50``."""
    exponent = value.normalize().as_tuple().exponent
    needed = min(max(-exponent if isinstance(exponent, int) else 0, 0), 3)
    return f"{value:,.{2 if needed == 1 else needed}f}"
