"""What the shop makes: events before they have a wire form, and what may be done to them there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from simulator.event import Channel, Payload
    from simulator.synthetic.shoppers import Shopper


class Action(NamedTuple):
    """Which action of whom: the same for both channels' copies. All three count from 0."""

    shopper: int
    visit: int
    step: int


class Made(NamedTuple):
    """One event that one channel reports, or with a ``word`` the visitor's consent.

    ``received_at`` is in Unix seconds, to the millisecond. ``payload`` has the shape of a server event,
    for the browser too; a wire form is made of it. ``body`` holds what has no place in it: parameters of
    the pixel's request (``v``, ``ec``, ``it``), or members beside ``data`` of a server's request. Of a
    word of consent ``payload`` only has ``user_data``.

    ``blocked`` tells that the browser kept the request from leaving: nobody received it, and only a HAR shows it.

    Events of one visit share parts of their payloads: whoever changes one makes a new one.
    ``shopper`` knows the person in clear.
    """

    channel: Channel
    pixel_id: str
    received_at: float
    payload: Payload
    body: Payload
    shopper: Shopper
    action: Action
    word: Literal["grant", "revoke"] | None = None
    blocked: bool = False


# Receipt in milliseconds; consent, then browser, then server, so that what a server sends together
# stays together; and what keeps any two of them apart.
Place: TypeAlias = tuple[int, int, int, int, int]


def place(made: Made) -> Place:
    """Where an event stands in the order of receipt."""
    channel = 0 if made.word is not None else 1 if made.channel == "browser" else 2
    return (round(made.received_at * 1000), channel, *made.action)


Fault: TypeAlias = Callable[[Iterator[Made]], Iterable[Made]]
"""Takes the stream of made events, in order of receipt, and gives the one that has the fault, in order too."""
