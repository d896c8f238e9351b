"""Whether Meta's answer to an event is the one that our checks said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from simulator.store.outbox import Answered, Item

Agreement: TypeAlias = Literal["agrees", "accepted-although", "refused-unforeseen", "refused-otherwise"]


def agreement(item: Item, answered: Answered | None) -> Agreement | None:
    """How answer and prediction go together; None while Meta has said nothing about this event alone."""
    if item.state == "accepted":
        return "agrees" if item.code is None else "accepted-although"
    if item.state != "refused" or answered is None:
        return None
    if item.code is None:
        return "refused-unforeseen"
    # A rule need not know its subcode; then the code is all that is said.
    same = answered.code == item.code and item.subcode in (None, answered.subcode)
    return "agrees" if same else "refused-otherwise"


def told(found: Agreement, item: Item, answered: Answered | None, who: str) -> str:
    """A disagreement in a sentence; ``who`` answered."""
    said = numbers(answered.code, answered.subcode) if answered is not None else ""
    if found == "accepted-although":
        return f"{who} accepted what we call rejected ({item.rule})"
    if found == "refused-unforeseen":
        return f"{who} refused ({said}) what we call fine"
    if found == "refused-otherwise":
        return f"{who} refused with {said}, and we said {numbers(item.code, item.subcode)} ({item.rule})"
    return "as we said"


def numbers(code: int | None, subcode: int | None) -> str:
    """``100/2804050``, or as much of it as there is."""
    return "/".join(str(each) for each in (code, subcode) if each is not None) or "no code"
