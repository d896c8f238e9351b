"""What a fault is: a way in which a sender goes wrong, in variants, each with the rules that find it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance
    from simulator.synthetic.forms import Form

Per: TypeAlias = Literal["copy", "action", "visit", "shopper", "shop"]
"""What the rate counts: each copy by itself, or all copies of an action, a visit or a shopper, or the whole shop."""
Needs: TypeAlias = Literal["production", "hosts", "customers", "plan"]
"""What a run must be told for the rules to speak: that it is production, the shop's hosts, its shoppers in clear, or a
tracking plan in which ``Purchase`` may have a ``coupon`` of at most 12 letters."""
Eligible: TypeAlias = Callable[[Made], bool]
Act: TypeAlias = Callable[[Made, "Chance"], Iterable[Made]]
"""What stands in the place of one eligible event: nothing, itself changed, or more; none received before it."""

RATE = 0.2


def any_event(made: Made) -> bool:
    """Every event of both channels; a word of consent is none."""
    return made.word is None


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to make the mistake.

    ``rules`` are exactly those that find it in a shop that has no other fault, at the variant's own ``rate`` (of 1,
    of all eligible events grouped by ``per``), in the wire form ``form``, told what it ``needs``. ``start`` makes the
    act of one stream, given the seed.
    """

    name: str
    what: str
    rules: frozenset[str]
    start: Callable[[int], Act]
    eligible: Eligible
    per: Per
    rate: float
    form: Form
    needs: frozenset[Needs]


class Kind:
    """A fault with its variants; the first is taken where none is named.

    ``mode`` is the rank of the way it goes wrong in practice (``simulator.checks.failure_modes``), None for a
    mistake that is not among them.
    """

    def __init__(self, name: str, what: str, mode: int | None = None) -> None:
        self.name = name
        self.what = what
        self.mode = mode
        self.variants: dict[str, Variant] = {}

    def variant(
        self,
        name: str,
        what: str,
        rules: str,
        *,
        of: Eligible = any_event,
        per: Per = "action",
        rate: float = RATE,
        form: Form = "envelopes",
        needs: Sequence[Needs] = (),
    ) -> Callable[[Act], Act]:
        """Declare an act as a variant; ``rules`` are codes with spaces between."""

        def declare(act: Act) -> Act:
            self._add(Variant(name, what, _codes(rules), lambda _seed: act, of, per, rate, form, frozenset(needs)))
            return act

        return declare

    def remembering(
        self,
        name: str,
        what: str,
        rules: str,
        *,
        of: Eligible = any_event,
        per: Per = "action",
        rate: float = RATE,
        form: Form = "envelopes",
        needs: Sequence[Needs] = (),
    ) -> Callable[[Callable[[int], Act]], Callable[[int], Act]]:
        """Declare what makes an act of its own for every stream, because the act remembers events."""

        def declare(start: Callable[[int], Act]) -> Callable[[int], Act]:
            self._add(Variant(name, what, _codes(rules), start, of, per, rate, form, frozenset(needs)))
            return start

        return declare

    def _add(self, variant: Variant) -> None:
        if variant.name in self.variants:
            raise ValueError(f"fault {self.name} has two variants {variant.name}")
        self.variants[variant.name] = variant


def _codes(rules: str) -> frozenset[str]:
    return frozenset(rules.split())
