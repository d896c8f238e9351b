"""Why events are not sent: every reason, what it means, and what to do.

Sending is the one thing capisim does that can do harm, so it is refused for whatever looks like a mistake. All
reasons are told at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from simulator.errors import UsageError
from simulator.forward.graph import checked_url
from simulator.forward.predicting import TOO_OLD
from simulator.masking import printable, shorten
from simulator.settings.secrets import TOKEN_VARIABLES, holds_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.forward.predicting import Prediction

REAL = "Meta processes test events as real events: they are not dropped, and are used for targeting and measurement."
"""Said wherever somebody is about to send (Meta, "Using the API", read 2026-09-12)."""
_SHOWN = 5
_PIXEL = re.compile(r"[1-9][0-9]{0,24}")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_VERSION = re.compile(r"v[0-9]{1,3}\.[0-9]{1,2}")


class Refusal(NamedTuple):
    """A reason not to send: its name, a sentence, and what to do."""

    reason: str
    message: str
    fix: str


NO_TOKEN = Refusal(
    "no-token",
    "there is no access token",
    f"Set the environment variable {TOKEN_VARIABLES[0]} or {TOKEN_VARIABLES[1]}, or name a file that sets it with "
    "--env-file. A token is never an option.",
)


class Circumstances(NamedTuple):
    """All that decides whether events may be sent.

    ``events`` are those to send, ``matching`` how many the filter let through. ``rejected`` are the numbers of those
    that we call rejected, with the prediction; ``captured`` of those that may be real ones; ``incomplete`` of those
    from which a credential was taken out when they were read. ``production`` says where the word stands. ``unfinished``
    is an earlier forward of this run to the same dataset that isn't done. ``has_token`` is None where nobody looked.
    """

    test_code: str | None
    pixel_id: str | None
    graph_url: str
    version: str
    has_token: bool | None
    events: int
    matching: int
    max_events: int
    rejected: tuple[tuple[int, Prediction], ...] = ()
    captured: tuple[int, ...] = ()
    incomplete: tuple[int, ...] = ()
    production: tuple[str, ...] = ()
    unfinished: int | None = None
    include_captured: bool = False
    include_rejected: bool = False
    anew: bool = False


def refusals(found: Circumstances) -> tuple[Refusal, ...]:
    """Every reason not to send; none when all is well."""
    return tuple(refusal for check in _CHECKS if (refusal := check(found)) is not None)


def _test_code(found: Circumstances) -> Refusal | None:
    fix = "Give --test-code with the code of the dataset's Test Events tab in Events Manager, or set forward.test_code."
    if not found.test_code:
        return Refusal("no-test-code", "there is no test event code; nothing is ever sent without one", fix)
    if holds_token(found.test_code) or not _CODE.fullmatch(found.test_code):
        return Refusal("bad-test-code", "the test event code does not look like one (TEST12345)", fix)
    return None


def _pixel(found: Circumstances) -> Refusal | None:
    fix = "Give --pixel with the id of a dataset that is there for tests, or set forward.pixel_id."
    if not found.pixel_id:
        return Refusal("no-pixel", "no dataset is named; it is never taken from the events", fix)
    if not _PIXEL.fullmatch(found.pixel_id):
        shown = shorten(printable(found.pixel_id), 30)
        return Refusal("bad-pixel", f"{shown!r} is no id of a dataset: it has digits alone", fix)
    return None


def _address(found: Circumstances) -> Refusal | None:
    try:
        checked_url(found.graph_url)
    except UsageError as error:
        return Refusal("bad-address", str(error), "Mend forward.graph_url; Meta's is https://graph.facebook.com.")
    if not _VERSION.fullmatch(found.version):
        shown = shorten(printable(found.version), 30)
        return Refusal(
            "bad-version", f"{shown!r} is no version of the Graph API", "Set forward.version, such as v26.0."
        )
    return None


def _token(found: Circumstances) -> Refusal | None:
    return NO_TOKEN if found.has_token is False else None


def _nothing(found: Circumstances) -> Refusal | None:
    if found.events:
        return None
    return Refusal("no-events", "no server event of this run is let through", "Take another --filter, or another run.")


def _too_many(found: Circumstances) -> Refusal | None:
    if found.matching <= found.max_events:
        return None
    return Refusal(
        "too-many",
        f"{found.matching:,} server events are more than {found.max_events:,}",
        "Send fewer with --filter, or allow more with --max-events.",
    )


def _rejected(found: Circumstances) -> Refusal | None:
    if found.include_rejected or not found.rejected:
        return None
    by_rule: dict[str, list[tuple[int, Prediction]]] = {}
    for n, each in found.rejected:
        by_rule.setdefault(each.rule, []).append((n, each))
    shown = "; ".join(_of_rule(rule, each) for rule, each in by_rule.items())
    old = any(each.rule == TOO_OLD for _, each in found.rejected)
    return Refusal(
        "rejected",
        f"Meta would refuse {len(found.rejected):,} of the events: {shown}",
        ("Old events are moved to now with --shift-time. " if old else "")
        + "Mend them, leave them out with --filter, or send them on purpose with --include-rejected, to learn what "
        "Meta says.",
    )


def _of_rule(rule: str, events: list[tuple[int, Prediction]]) -> str:
    numbers = ", ".join(f"#{n}" for n, _ in events[:_SHOWN])
    more = f" and {len(events) - _SHOWN:,} more" if len(events) > _SHOWN else ""
    return f"{numbers}{more} {rule}: {events[0][1].message.rstrip('.')}"


def _captured(found: Circumstances) -> Refusal | None:
    if found.include_captured or not found.captured:
        return None
    return Refusal(
        "captured",
        f"{len(found.captured):,} of the events may be somebody's real ones: only runs of the made-up shop and of "
        "the scenarios of capisim are known not to be",
        "Take a run of 'capisim generate --replay' or of a scenario, or send them on purpose with --include-captured.",
    )


def _incomplete(found: Circumstances) -> Refusal | None:
    if not found.incomplete:
        return None
    shown = ", ".join(f"#{n}" for n in found.incomplete[:_SHOWN])
    return Refusal(
        "incomplete",
        f"a credential was taken out of {len(found.incomplete):,} of the events when they were read ({shown})",
        "Leave them out with --filter: what was sent is not known any more.",
    )


def _production(found: Circumstances) -> Refusal | None:
    if not found.production:
        return None
    return Refusal(
        "production",
        f'environment = "production" stands in {" and in ".join(found.production)}: those events count already, and a '
        "test event code does not belong there",
        'Forward a run that was replayed with environment = "test", with settings that say the same.',
    )


def _unfinished(found: Circumstances) -> Refusal | None:
    if found.unfinished is None or found.anew:
        return None
    return Refusal(
        "unfinished",
        f"forward {found.unfinished} of this run to this dataset is not finished; to begin again would count what it "
        "sent twice",
        "Continue it with --resume, or begin again on purpose with --anew.",
    )


_CHECKS: tuple[Callable[[Circumstances], Refusal | None], ...] = (
    _test_code,
    _pixel,
    _address,
    _token,
    _production,
    _captured,
    _nothing,
    _too_many,
    _rejected,
    _incomplete,
    _unfinished,
)
