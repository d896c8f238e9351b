"""Orders by Instagram are reported wrongly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop_user, put_user
from simulator.synthetic.faults.chat_orders import BUYERS, chat_order, person_in_chat
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("instagram-order", "Orders in an Instagram conversation are reported wrongly.")
_ACCOUNT = "300000000000003"


def _order(made: Made, chance: Chance) -> Made:
    return chat_order(made, chance, "instagram", {"ig_account_id": _ACCOUNT, "ig_sid": person_in_chat(chance)})


@KIND.variant("no-account", "They don't tell the shop's account.", "EVT039", of=BUYERS, rate=0.5)
def no_account(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the dataset is thought to say enough."""
    yield made
    yield drop_user(_order(made, chance), "ig_account_id")


@KIND.variant("account-key", "The account has the name of Meta's messaging page.", "EVT040", of=BUYERS, rate=0.5)
def account_key(made: Made, chance: Chance) -> Iterable[Made]:
    """As when instagram_business_account_id is sent, which the API was reported not to read."""
    yield made
    yield put_user(drop_user(_order(made, chance), "ig_account_id"), instagram_business_account_id=_ACCOUNT)


@KIND.variant("no-person", "They don't tell the person.", "EVT041", of=BUYERS, rate=0.5)
def no_person(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the e-mail is thought to be enough."""
    yield made
    yield drop_user(_order(made, chance), "ig_sid")
