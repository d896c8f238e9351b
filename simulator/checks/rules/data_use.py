"""Rules for limited data use: data_processing_options and its country and state."""

from __future__ import annotations

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import event, user
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, TOLERATED, Hit, Spot
from simulator.checks.vocabulary import has_value
from simulator.finding import Evidence, Severity
from simulator.masking import mask

_OPTIONS = "data_processing_options"
_COUNTRY = "data_processing_options_country"
_STATE = "data_processing_options_state"


@rule(
    "CNS001",
    "limited-data-use-without-country",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.DATA_PROCESSING_OPTIONS,
    read=READ,
    why="The country is documented as required once limited data use is chosen: 1 for the USA, 0 to let Meta locate "
    "the person. A refusal (2804030) was reported in 2020 for an account setting, not for a missing country.",
    fix="Send data_processing_options_country and _state: 0 and 0 to let Meta locate the person, or 1 and 1000.",
    channels=BOTH,
    on=[(_COUNTRY, "required"), (_COUNTRY, "enum")],
    hides=("CNS002",),
    failing=event(data_processing_options=["LDU"]),
    passing=event(data_processing_options=[]),
)
def limited_data_use_without_country(spot: Spot) -> Hit | None:
    """Limited data use without a country."""
    if spot.value is not ABSENT and spot.value is not None:
        return None
    if not spot.event.payload.get(_OPTIONS):
        return None
    return Hit("Limited data use is chosen without a country.", "0 or 1", "nothing")


@rule(
    "CNS002",
    "limited-data-use-without-state",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.DATA_PROCESSING_OPTIONS,
    read=READ,
    why="The state is documented as required when the country is set; the server event page says that without it Meta "
    "locates the person. Because the two disagree it is a warning.",
    fix="Send data_processing_options_state: 0 to let Meta locate the person, 1000 for California.",
    channels=BOTH,
    on=[(_STATE, "dependentRequired"), (_STATE, "enum")],
    failing=event(data_processing_options=["LDU"], data_processing_options_country=1),
    passing=event(
        data_processing_options=["LDU"], data_processing_options_country=1, data_processing_options_state=1000
    ),
)
def limited_data_use_without_state(spot: Spot) -> Hit | None:
    """A country without a state."""
    if spot.value is not ABSENT and spot.value is not None:
        return None
    if spot.event.payload.get(_COUNTRY) is None:
        return TOLERATED if spot.keyword == "dependentRequired" else None
    return Hit("The country of limited data use comes without a state.", "0, or 1000 and up", "nothing")


@rule(
    "CNS003",
    "limited-data-use-without-ip",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.DATA_PROCESSING_OPTIONS,
    read=READ,
    why="With country 0 and state 0 Meta locates the person by client_ip_address. Nothing says that the event is "
    "refused without it, but limited data use can't be applied where it is due.",
    fix="Send user_data.client_ip_address, or name country and state.",
    examines=True,
    failing=event(data_processing_options=["LDU"], data_processing_options_country=0, data_processing_options_state=0),
    passing=event(
        data_processing_options=["LDU"],
        data_processing_options_country=0,
        data_processing_options_state=0,
        user_data=user(client_ip_address="198.51.100.7"),
    ),
)
def limited_data_use_without_ip(spot: Spot) -> Hit | None:
    """Locating the person without an address to do it by."""
    payload = spot.event.payload
    if not payload.get(_OPTIONS) or payload.get(_COUNTRY) not in (0, "0") or payload.get(_STATE) not in (0, "0"):
        return None
    if has_value(spot.member("user_data").get("client_ip_address")):
        return None
    return Hit(
        "Limited data use asks Meta to locate the person, but the event has no client_ip_address.",
        "client_ip_address, or a country and a state",
        "nothing",
        ("user_data", "client_ip_address"),
    )


@rule(
    "CNS004",
    "limited-data-use-option-unknown",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.DATA_PROCESSING_OPTIONS,
    read=READ,
    why='The documented values are [] and ["LDU"]; another one leaves it open whether limited data use applies.',
    fix='Send ["LDU"] to limit data use, or [] to say that it is not limited.',
    channels=BOTH,
    on=[(_OPTIONS, "enum"), (_OPTIONS, "type")],
    failing=event(
        data_processing_options=["CCPA"], data_processing_options_country=1, data_processing_options_state=1000
    ),
    passing=event(data_processing_options=[]),
)
def limited_data_use_option_unknown(spot: Spot) -> Hit | None:
    """An option that is not LDU, or no list."""
    # An empty text says as little as an empty list.
    if spot.value is None or spot.value == "":
        return None
    if spot.keyword == "type" and spot.value == "LDU":
        return None
    actual = mask(spot.value, _OPTIONS if isinstance(spot.value, str) else None)
    return Hit(f"data_processing_options {actual} is not an option Meta knows.", '[] or ["LDU"]', actual)


@rule(
    "CNS005",
    "limited-data-use-as-text",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.DATA_PROCESSING_OPTIONS,
    read=READ,
    why="The options are documented as a list, country and state as integers; whether Meta reads other spellings is "
    "not told, and limited data use is no place to guess.",
    fix='Send ["LDU"], 1 and 1000 without quotes around the numbers.',
    channels=BOTH,
    on=[(_OPTIONS, "type"), (_OPTIONS, "enum"), (_COUNTRY, "enum"), (_STATE, "enum")],
    failing=event(
        data_processing_options=["LDU"], data_processing_options_country="1", data_processing_options_state="1000"
    ),
    passing=event(
        data_processing_options=["LDU"], data_processing_options_country=1, data_processing_options_state=1000
    ),
)
def limited_data_use_as_text(spot: Spot) -> Hit | None:
    """Options, country or state as text."""
    if spot.value == "" and spot.keyword == "enum" and spot.key == _OPTIONS:
        return Hit("data_processing_options holds an empty text.", '[] or ["LDU"]', '""')
    if not isinstance(spot.value, str) or not (
        spot.key == _OPTIONS or spot.value in ("0", "1") or len(spot.value) == 4
    ):
        return None
    expected = "a list" if spot.key == _OPTIONS else "an integer"
    return Hit(f"{spot.name} is text.", expected, mask(spot.value, spot.key))


@rule(
    "CNS006",
    "limited-data-use-place-unknown",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.DATA_PROCESSING_OPTIONS,
    read=READ,
    why="The page lists countries 0 and 1 and states 0 and 1000 to 1013; the server event page lists fewer and may be "
    "out of date, so it is a warning.",
    fix="Use country 1 with a state of the list, or 0 and 0.",
    channels=BOTH,
    on=[(_COUNTRY, "enum"), (_STATE, "enum")],
    failing=event(
        data_processing_options=["LDU"], data_processing_options_country=1, data_processing_options_state=1014
    ),
    passing=event(
        data_processing_options=["LDU"], data_processing_options_country=1, data_processing_options_state=1013
    ),
)
def limited_data_use_place_unknown(spot: Spot) -> Hit | None:
    """A country or state that is not on Meta's list."""
    if spot.value is None:
        return None
    what = "country" if spot.key == _COUNTRY else "state"
    expected = "0 or 1" if spot.key == _COUNTRY else "0, or 1000 to 1013"
    return Hit(f"The {what} of limited data use is not one Meta lists.", expected, mask(spot.value, spot.key))
