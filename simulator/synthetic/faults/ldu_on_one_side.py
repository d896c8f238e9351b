"""Only one channel asks for limited data use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put, unblocked
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("ldu-on-one-side", "One channel limits data use, the other does not.", mode=7)
_LIMITED = {
    "data_processing_options": ["LDU"],
    "data_processing_options_country": 1,
    "data_processing_options_state": 1000,
}


@KIND.variant("browser", "Only the browser limits data use.", "CNS009", of=unblocked("browser"), per="shopper")
def browser(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the consent tool knows the page and not the backend."""
    yield put(made, **_LIMITED)


@KIND.variant("server", "Only the server limits data use.", "CNS009", of=unblocked("server"), per="shopper")
def server(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the account says so, and the page doesn't know who is logged in."""
    yield put(made, **_LIMITED)
