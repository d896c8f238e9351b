"""What the settings tell about the shop whose events are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from simulator.customer.people import People
    from simulator.settings import Settings


class Context(NamedTuple):
    """What some rules need to know beside the event.

    ``production`` tells that the events were captured from the live shop. ``hosts`` are those whose
    events belong into the dataset, all when empty. ``people`` are the test shoppers whose customer
    information is known in clear; None without.
    """

    production: bool = False
    hosts: tuple[str, ...] = ()
    people: People | None = None


NO_CONTEXT = Context()


def context_of(settings: Settings) -> Context:
    """The context that the settings give. Raises SettingsError when the file of customers can't be read."""
    people = None
    if settings.customers:
        from simulator.customer.people import load_people

        people = load_people(settings.customers)
    return Context(settings.environment == "production", settings.hosts, people)
