"""What counting twice, loss on one channel and refusal amount to in a run: by currency, never converted."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson

from simulator.capture.pixel import AUTOMATIC_EVENTS
from simulator.checks.rules.event import APPENDING_EVENTS
from simulator.store.rows import event_span
from simulator.views.both_count import TWICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.store import Store

NO_COPIES: Final = AUTOMATIC_EVENTS | APPENDING_EVENTS
"""Events that are never meant to come on both channels."""

_CURRENCY = re.compile(r"[A-Za-z]{3}")
# Both text and numbers, because the pixel writes every value as text.
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_MOST = Decimal(10) ** 15
# One look into the JSON gives both as a JSON array, in which true stays true.
_PRICED = """
    SELECT e.*, json_extract(p.payload, '$.custom_data.value', '$.custom_data.currency') AS price
    FROM events e JOIN payloads p ON p.id = e.id
    WHERE e.id BETWEEN ? AND ? AND e.event_name IS NOT NULL AND instr(p.payload, '"currency"')
"""
_COUNTED = f"""
    {TWICE}
    SELECT e.event_name, e.price, e.channel, coalesce(e.action_source, 'website') = 'website',
        e.id IN (SELECT id FROM twice), e.id IN (SELECT id FROM supposed),
        EXISTS (SELECT 1 FROM events d WHERE d.duplicate_of = e.id % 4294967296 AND d.id BETWEEN ? AND ?
            AND d.channel <> e.channel)
    FROM ({_PRICED} AND e.verdict = 'kept') e
"""  # noqa: S608 - constants
# A request that was sent three times and refused three times is one action, which another copy may have saved.
_REFUSED = f"""
    WITH refused AS MATERIALIZED (
        SELECT min(id) AS id, pixel_id, event_name, event_id, price
        FROM ({_PRICED} AND e.verdict = 'rejected')
        GROUP BY pixel_id, event_name, event_id, CASE WHEN event_id IS NULL THEN id END
    ), saved AS MATERIALIZED (
        SELECT DISTINCT r.id FROM events k CROSS JOIN refused r
            ON r.event_id = k.event_id AND r.event_name = k.event_name AND r.pixel_id IS k.pixel_id
        WHERE k.id BETWEEN ? AND ? AND k.verdict = 'kept'
    )
    SELECT event_name, price, id IN (SELECT id FROM saved) FROM refused
"""  # noqa: S608 - constants


class Sum(NamedTuple):
    """So many events, and what they amount to."""

    events: int
    amount: Decimal


class Money(NamedTuple):
    """The events of one name that tell a value in one currency.

    ``counted`` are all that count. ``counted_twice`` of these look like an action that counts already; what equal
    contents alone suggest is not among them. ``browser_only`` and ``server_only`` of these came on one channel
    although the run holds both: what is missing where the other channel is looked at. They are None where no second
    copy is meant to come. ``refused`` are the actions that were refused, however often they were sent; ``lost`` are
    those of them that no other copy with their id makes good.

    Amounts of different names are never added either: a cart and its purchase are one sum of money.
    """

    currency: str
    event_name: str
    counted: Sum
    counted_twice: Sum
    browser_only: Sum | None
    server_only: Sum | None
    refused: Sum
    lost: Sum


_Found = dict[str, Sum]
_NOTHING = Sum(0, Decimal(0))
_PARTS = Money._fields[2:]


def money(store: Store, run: int) -> list[Money]:
    """By currency, purchases first, then the name whose events amount to most. Some seconds for a million events.

    A value may be a number or the text of one; one of more than 15 digits is no amount of money and is left out.
    May raise sqlite3.Error.
    """
    found: defaultdict[tuple[str, str], _Found] = defaultdict(dict)
    channels = {
        channel
        for (channel,) in store.connection.execute(
            "SELECT DISTINCT channel FROM events WHERE id BETWEEN ? AND ?", event_span(run)
        )
    }
    both = {"browser", "server"} <= channels
    for currency, name, amount, parts in (*_counted(store, run, both), *_refused(store, run)):
        sums = found[currency, name]
        for part in parts:
            events, total = sums.get(part, _NOTHING)
            sums[part] = Sum(events + 1, total + amount)
    told = [_told(currency, name, sums) for (currency, name), sums in found.items()]
    return sorted(told, key=_place)


def _place(each: Money) -> tuple[str, bool, Decimal, str]:
    return each.currency, each.event_name != "Purchase", -each.counted.amount, each.event_name


def _told(currency: str, name: str, sums: _Found) -> Money:
    one_sided = "sided" in sums
    parts: dict[str, Any] = {part: sums.get(part, _NOTHING) for part in _PARTS}
    if not one_sided:
        parts |= {"browser_only": None, "server_only": None}
    return Money(currency, name, **parts)


def _counted(store: Store, run: int, both: bool) -> Iterator[tuple[str, str, Decimal, tuple[str, ...]]]:
    span = event_span(run)
    for name, price, channel, of_web, twice, supposed, paired in store.connection.execute(
        _COUNTED, (*span, *span, *span)
    ):
        read = _read(price)
        if read is None:
            continue
        parts = ["counted"]
        if twice:
            parts.append("counted_twice")
        if both and of_web and name not in NO_COPIES:
            parts.append("sided")
            if not (supposed or paired):
                parts.append(f"{channel}_only")
        yield read[0], name, read[1], tuple(parts)


def _refused(store: Store, run: int) -> Iterator[tuple[str, str, Decimal, tuple[str, ...]]]:
    span = event_span(run)
    for name, price, saved in store.connection.execute(_REFUSED, (*span, *span)):
        read = _read(price)
        if read is not None:
            yield read[0], name, read[1], ("refused",) if saved else ("refused", "lost")


# Prices come again and again.
@lru_cache(maxsize=4096)
def _read(price: str) -> tuple[str, Decimal] | None:
    """Currency and amount; None where the two are none."""
    value, currency = orjson.loads(price)
    if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        return None
    if isinstance(value, str):
        return (currency.upper(), Decimal(value)) if _NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    # The shortest text that reads as the same number is what was sent: sums of it are exact.
    amount = Decimal(repr(value))
    return (currency.upper(), amount) if abs(amount) < _MOST else None
