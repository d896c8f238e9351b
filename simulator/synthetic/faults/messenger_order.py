"""Orders by Messenger are reported wrongly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop_user
from simulator.synthetic.faults.chat_orders import BUYERS, PAGE, chat_order, person_in_chat
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("messenger-order", "Orders in a Messenger conversation are reported wrongly.")


def _order(made: Made, chance: Chance) -> Made:
    return chat_order(made, chance, "messenger", {"page_id": PAGE, "page_scoped_user_id": person_in_chat(chance)})


@KIND.variant("no-page", "They don't tell the page.", "EVT034", of=BUYERS, rate=0.5)
def no_page(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the shop has one page and nobody thinks of it."""
    yield made
    yield drop_user(_order(made, chance), "page_id")


@KIND.variant("no-person", "They don't tell the person on the page.", "EVT035", of=BUYERS, rate=0.5)
def no_person(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the e-mail is thought to be enough."""
    yield made
    yield drop_user(_order(made, chance), "page_scoped_user_id")
