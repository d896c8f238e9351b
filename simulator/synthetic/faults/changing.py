"""Small changes of a made event; each gives a new one and leaves the old as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.synthetic.faults.kind import Eligible
from simulator.synthetic.made import Made


def on(channel: str | None = None, *names: str, source: str | None = None, known: bool = False) -> Eligible:
    """Events of that channel, with one of those names, of that action source, of visitors whose e-mail is known.

    What isn't given doesn't matter.
    """

    def eligible(made: Made) -> bool:
        payload = made.payload
        return (
            made.word is None
            and (channel is None or made.channel == channel)
            and (not names or payload.get("event_name") in names)
            and (source is None or payload.get("action_source") == source)
            and (not known or "em" in (payload.get("user_data") or ()))
        )

    return eligible


def website(channel: str | None = None, *names: str, known: bool = False) -> Eligible:
    """As ``on``, of the website alone."""
    return on(channel, *names, source="website", known=known)


def unblocked(channel: str | None = None, *names: str) -> Eligible:
    """As ``website``, of visitors without an ad blocker: nearly always both channels report them."""
    here = website(channel, *names)
    return lambda made: here(made) and "fbp" in (made.payload.get("user_data") or ())


def willing(channel: str | None = None, *names: str) -> Eligible:
    """As ``website``, of visitors who never withdraw consent: a later moment of theirs is no other fault."""
    here = website(channel, *names)
    return lambda made: here(made) and made.shopper.habits.consent == "granted"


def put(made: Made, **members: Any) -> Made:
    """With these members of the event."""
    return made._replace(payload={**made.payload, **members})


def drop(made: Made, *names: str) -> Made:
    """Without these members of the event."""
    return made._replace(payload={key: value for key, value in made.payload.items() if key not in names})


def put_user(made: Made, **members: Any) -> Made:
    """With these members of user_data."""
    return put(made, user_data={**(made.payload.get("user_data") or {}), **members})


def drop_user(made: Made, *names: str) -> Made:
    """Without these members of user_data."""
    user = made.payload.get("user_data") or {}
    return put(made, user_data={key: value for key, value in user.items() if key not in names})


def put_custom(made: Made, **members: Any) -> Made:
    """With these members of custom_data."""
    return put(made, custom_data={**(made.payload.get("custom_data") or {}), **members})


def drop_custom(made: Made, *names: str) -> Made:
    """Without these members of custom_data."""
    custom = made.payload.get("custom_data") or {}
    return put(made, custom_data={key: value for key, value in custom.items() if key not in names})


def later(made: Made, seconds: float) -> Made:
    """Received so many seconds later, to the millisecond."""
    return made._replace(received_at=round(made.received_at * 1000 + seconds * 1000) / 1000)


def put_items(made: Made, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Made:
    """With every entry of custom_data.contents changed."""
    contents = (made.payload.get("custom_data") or {}).get("contents") or ()
    return put_custom(made, contents=[change(item) for item in contents])
