"""Rules about fbp and fbc of the two copies of a pair. They are given PairParts, the last one Appendixes."""

from __future__ import annotations

from typing import Any, NamedTuple

from simulator.checks.catalog import BOTH, rule
from simulator.checks.difference import PairParts
from simulator.checks.examples import AT, pair
from simulator.checks.pair_examples import shopper
from simulator.checks.sources import DEDUPLICATION, FBP_FBC, PARAMETER_BUILDER, READ
from simulator.checks.spot import Hit
from simulator.finding import Evidence, Severity
from simulator.masking import mask

FBP_DIFFERS = "CLK010"
FBC_DIFFERS = "CLK011"
APPENDIX = "CLK012"

_FBP = f"fb.1.{AT - 3600}000.1098115397"
_CLICK = "IwAR2xYzAbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEf"
_CLICKED = shopper(fbc=f"fb.1.{AT - 3600}000.{_CLICK}")
_PARTS = 4


class Appendixes(NamedTuple):
    """In how many pairs fbp has the parameter builder's appendix in one copy only, and in which, at first."""

    pairs: int
    channel: str


def _click(fbc: str) -> str:
    """The click ID in fbc; the whole text where it is none."""
    parts = fbc.split(".")
    return parts[3] if len(parts) >= _PARTS else fbc


def _both(parts: PairParts, key: str) -> tuple[str, str] | None:
    """What both copies have under that key where it differs: the subject's and the other's."""
    found = parts.at("user_data", key) if parts.crosses else None
    if found is None:
        return None
    own, other = _text(parts.own(found)), _text(parts.others(found))
    return None if own is None or other is None else (own, other)


def _text(sent: Any) -> str | None:
    single = sent[0] if isinstance(sent, list) and len(sent) == 1 else sent
    return single if isinstance(single, str) else None


@rule(
    FBP_DIFFERS,
    "fbp-differs",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=DEDUPLICATION,
    read=READ,
    why="fbp tells the browser, and is to be the same on both sides: copies without event IDs are matched by it. "
    "Another one on the server mostly means that the server makes its own where it doesn't get the cookie, or sends "
    "that of somebody else from a cache or a session.",
    fix="Send the visitor's own _fbp cookie from the server, and nothing when there is none.",
    channels=BOTH,
    scope="pair",
    failing=pair(server=shopper(fbp=f"fb.1.{AT}000.2098115397")),
    passing=pair(server=shopper(fbp=f"{_FBP}.AQQAAQMC"), browser=shopper(fbp=f"{_FBP}.AQYCAQMA")),
)
def fbp_differs(parts: PairParts) -> Hit | None:
    """Another browser id in each copy."""
    both = _both(parts, "fbp")
    if both is None:
        return None
    return Hit(
        f"fbp is another one than in #{parts.twins.other.n}, the other copy of this event.",
        mask(both[1], "fbp"),
        mask(both[0], "fbp"),
        ("user_data", "fbp"),
    )


@rule(
    FBC_DIFFERS,
    "fbc-differs",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=FBP_FBC,
    read=READ,
    why="fbc holds the click on the ad, byte for byte, and the two copies hold different clicks: one side altered it, "
    "or kept an older one. Only the click ID is compared; a server that builds fbc from the address rightly has a "
    "creation time of its own.",
    fix="Send the visitor's _fbc cookie as it is, or build fbc from the fbclid of the landing address.",
    channels=BOTH,
    scope="pair",
    failing=pair(_CLICKED, shopper(fbc=f"fb.1.{AT - 3600}000.{_CLICK[::-1]}")),
    passing=pair(_CLICKED, shopper(fbc=f"fb.2.{AT - 3500}000.{_CLICK}.AQQAAQMC")),
)
def fbc_differs(parts: PairParts) -> Hit | None:
    """Another click in each copy."""
    both = _both(parts, "fbc")
    if both is None or _click(both[0]) == _click(both[1]):
        return None
    urls = (str(each.payload.get("event_source_url")) for each in (parts.twins.first, parts.twins.second))
    if all("fbclid=" in url for url in urls):
        # Each is compared with the address, which tells more.
        return None
    how = ", which differs in upper and lower case" if _click(both[0]).lower() == _click(both[1]).lower() else ""
    return Hit(
        f"fbc holds another click than in #{parts.twins.other.n}, the other copy of this event{how}.",
        mask(both[1], "fbc"),
        mask(both[0], "fbc"),
        ("user_data", "fbc"),
    )


@rule(
    APPENDIX,
    "fbp-appendix-on-one-side",
    severity=Severity.NOTE,
    evidence=Evidence.SDK,
    source=PARAMETER_BUILDER,
    read=READ,
    why="Meta's parameter builder appends a fifth part to fbp. Where only one channel uses it, the two texts differ; "
    "whether Meta compares them without that part when it matches copies by fbp is not known. Copies with one event "
    "ID are not affected.",
    fix="Send event IDs from both sides, or use the parameter builder on both sides or on none.",
    channels=BOTH,
    scope="run",
    failing=pair(server=shopper(fbp=f"{_FBP}.AQQAAQMC")),
    passing=pair(server=shopper(fbp=_FBP)),
)
def fbp_appendix_on_one_side(found: Appendixes) -> Hit | None:
    """Pairs whose fbp is the same but for the parameter builder's appendix."""
    if not found.pairs:
        return None
    pairs = "1 pair" if found.pairs == 1 else f"{found.pairs:,} pairs"
    return Hit(
        f"In {pairs} fbp has the parameter builder's appendix in one copy only, here in the {found.channel}'s.",
        "both or none with the appendix",
        pairs,
        ("user_data", "fbp"),
    )
