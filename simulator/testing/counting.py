"""How often an event counts, or that it was not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import UsageError
from simulator.reports.beside import shown
from simulator.testing.nearest import nearest
from simulator.testing.telling import listing, message, pairs_of, section, times
from simulator.testing.where import asked_for, fulfils
from simulator.verdict import Outcome

if TYPE_CHECKING:
    from simulator.testing.judged import JudgedEvent
    from simulator.testing.result import Result
    from simulator.testing.where import Where

_CHANNELS = ("browser", "server")


def expect(result: Result, name: str, channel: str | None, where: Where, count: int | None) -> list[JudgedEvent]:
    """The events that count (with a channel: that it reported); AssertionError unless ``count``, None: at least one."""
    __tracebackhide__ = True
    check_channel(channel)
    found = [event for event in result.events if event.event_name == name and _is(event, channel, where)]
    if len(found) == count or (count is None and found):
        return found
    asked = f"{shown('event_name', name)}{asked_for(channel, where)}"
    verb = "count" if channel is None else "be reported"
    wanted = "at least once" if count is None else times(count)
    got = "it is not there" if not found else f"it {_was(channel)} {times(len(found))}"
    # Too many: two of them may be one action. Too few: the copy that has what was asked for may not be the one.
    concerned = found or [e for e in result.events if e.event_name == name and e.taken and fulfils(e, where)]
    raise AssertionError(
        message(
            f"expected {asked} to {verb} {wanted}, but {got}",
            section("nearest", nearest(result.events, name, channel, where) if _too_few(found, count) else ()),
            pairs_of(result, (event.n for event in concerned)),
            listing(result.events),
        )
    )


def expect_none(result: Result, name: str | None, channel: str | None, where: Where) -> None:
    """AssertionError when anything of that kind was sent, whatever became of it."""
    __tracebackhide__ = True
    check_channel(channel)
    found = [
        event
        for event in result.events
        if (name is None or event.event_name == name)
        and (channel is None or event.channel in (channel, None))
        # What could not be read has no payload to ask: with conditions it is not what was asked for.
        and (event.verdict is not Outcome.QUARANTINED or where is None)
        and fulfils(event, where)
    ]
    if not found:
        return
    asked = "no event" if name is None else f"no {shown('event_name', name)}"
    which = ", ".join(f"#{event.n}" for event in found[:6]) + (" ..." if len(found) > 6 else "")
    raise AssertionError(
        message(
            f"expected {asked}{asked_for(channel, where)} to be sent, but there {'is' if len(found) == 1 else 'are'} "
            f"{len(found)}: {which}",
            listing(result.events),
        )
    )


def _is(event: JudgedEvent, channel: str | None, where: Where) -> bool:
    there = event.verdict is Outcome.KEPT if channel is None else event.channel == channel and event.taken
    return there and fulfils(event, where)


def check_channel(channel: str | None) -> None:
    """Raise UsageError for what is no channel."""
    if channel is not None and channel not in _CHANNELS:
        raise UsageError(f"channel must be browser or server, not {channel!r}")


def _was(channel: str | None) -> str:
    return "counts" if channel is None else "was reported"


def _too_few(found: list[JudgedEvent], count: int | None) -> bool:
    return count is None or len(found) < count
