"""Orders by WhatsApp are reported wrongly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop, drop_user, put, put_user
from simulator.synthetic.faults.chat_orders import BUYERS, PAGE, chat_order
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("whatsapp-order", "Orders after an ad that clicks to WhatsApp are reported wrongly.")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"


def _order(made: Made, chance: Chance, name: str = "Purchase") -> Made:
    user = {"ctwa_clid": f"ARA{chance.text(_LETTERS, 53)}", "page_id": PAGE}
    return chat_order(made, chance, "whatsapp", user, name)


@KIND.variant("no-channel", "They don't tell that it was WhatsApp.", "EVT030", of=BUYERS, rate=0.5)
def no_channel(made: Made, chance: Chance) -> Iterable[Made]:
    """As when action_source is thought to say enough."""
    yield made
    yield drop(_order(made, chance), "messaging_channel")


@KIND.variant("channel-name", "They call it whatsapp_business.", "EVT031", of=BUYERS, rate=0.5)
def channel_name(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the name of the platform's product is taken."""
    yield made
    yield put(_order(made, chance), messaging_channel="whatsapp_business")


@KIND.variant("lead", "Questions are sent as Lead.", "EVT032", of=BUYERS, rate=0.5)
def lead(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the name is that of the website; messaging has LeadSubmitted."""
    yield made
    yield drop(_order(made, chance, "Lead"), "custom_data")


@KIND.variant("qualified-lead", "Good leads are sent as QualifiedLead.", "EVT033", of=BUYERS, rate=0.5)
def qualified_lead(made: Made, chance: Chance) -> Iterable[Made]:
    """As Meta's page lists it, which the API was reported to refuse."""
    yield made
    yield drop(_order(made, chance, "QualifiedLead"), "custom_data")


@KIND.variant("no-account", "They don't tell the account or the page.", "EVT036", of=BUYERS, rate=0.5)
def no_account(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the dataset is thought to say enough."""
    yield made
    yield drop_user(_order(made, chance), "page_id")


@KIND.variant("no-click", "They have no id of the click.", "EVT037", of=BUYERS, rate=0.5)
def no_click(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the referral of the first message wasn't kept."""
    yield made
    yield drop_user(_order(made, chance), "ctwa_clid")


@KIND.variant("broken-click", "The id of the click has a line break in it.", "EVT038", of=BUYERS, rate=0.5)
def broken_click(made: Made, chance: Chance) -> Iterable[Made]:
    """As when it went through a mail or a spreadsheet."""
    yield made
    sent = _order(made, chance)
    click = str(sent.payload["user_data"]["ctwa_clid"])
    yield put_user(sent, ctwa_clid=f"{click[:40]}\n{click[40:]}")


@KIND.variant("fbc", "They have the click cookie of the website.", "EVT042", of=BUYERS, rate=0.5)
def fbc(made: Made, chance: Chance) -> Iterable[Made]:
    """As when all that is known of the person is sent."""
    yield made
    click = f"fb.1.{round(made.received_at * 1000) - 60_000}.IwAR{chance.text(_LETTERS, 50)}"
    yield put_user(_order(made, chance), fbc=click)
