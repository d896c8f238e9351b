"""Limited data use is asked for by half: one of its three members is missing or wrong, or one channel says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from simulator.synthetic.faults.changing import drop_user, put
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("ldu-half", "Limited data use is asked for, but not as documented.", mode=7)
_COUNTRY = "data_processing_options_country"
_STATE = "data_processing_options_state"


def _of_the_us(made: Made) -> bool:
    return made.word is None and made.shopper.country.code == "US"


def _otherwise_known(made: Made) -> bool:
    """Without the address, too: else nobody could be told from the event, which is another mistake."""
    return _of_the_us(made) and not {"em", "fbp"}.isdisjoint(made.payload["user_data"])


def _on_the_server(made: Made) -> bool:
    return made.channel == "server" and made.payload["action_source"] == "website" and _of_the_us(made)


def _limited(made: Made, **members: Any) -> Made:
    return put(made, **{"data_processing_options": ["LDU"], **members})


@KIND.variant("no-country", "Country and state are missing.", "CNS001", of=_of_the_us)
def no_country(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the option is copied without what belongs to it."""
    yield _limited(made)


@KIND.variant("no-state", "The state is missing.", "CNS002", of=_of_the_us)
def no_state(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the shop knows the visitor's country alone."""
    yield _limited(made, **{_COUNTRY: 1})


@KIND.variant("no-ip", "Meta is to locate the visitor, without an address.", "CNS003", of=_otherwise_known)
def no_ip(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the server leaves the address out for those whose data use is limited."""
    limited = _limited(made, **{_COUNTRY: 0, _STATE: 0})
    yield drop_user(limited, "client_ip_address") if made.channel == "server" else limited


@KIND.variant("other-option", "The option has the name of the law.", "CNS004", of=_of_the_us)
def other_option(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the option is called like what it is for."""
    yield _limited(made, **{"data_processing_options": ["CCPA"], _COUNTRY: 1, _STATE: 1000})


@KIND.variant("as-text", "The server sends country and state as text.", "CNS005", of=_of_the_us)
def as_text(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when they come out of settings or environment variables."""
    numbers = {_COUNTRY: 1, _STATE: 1000}
    yield _limited(made, **({key: str(each) for key, each in numbers.items()} if made.channel == "server" else numbers))


@KIND.variant("other-numbers", "Country and state are numbers of other lists.", "CNS006", of=_of_the_us)
def other_numbers(made: Made, _chance: Chance) -> Iterable[Made]:
    """As ISO 3166-1 and FIPS have them: 840 for the USA, 6 for California."""
    yield _limited(made, **{_COUNTRY: 840, _STATE: 6})


@KIND.variant("server-only", "The server limits data use, the pixel doesn't.", "CNS009", of=_on_the_server)
def server_only(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when fbq('dataProcessingOptions', ...) was forgotten in the page."""
    yield _limited(made, **{_COUNTRY: 1, _STATE: 1000})
