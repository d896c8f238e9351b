"""Which conditions a gate holds: those of the settings, with those of a profile laid over them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final

from simulator.errors import SettingsError
from simulator.settings.loading import DEFAULT
from simulator.settings.model import Gate, Settings

OURS: Final[Mapping[str, Mapping[str, Any]]] = {
    # A few clicks on a staging site: what is sent must be right, but shares of it mean little.
    "staging": {"must_not_see": ("before-consent",)},
    # Meta's goal for event coverage is 75 %, and Meta asks for events within an hour
    # (https://developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api and
    # .../guides/end-to-end-implementation, read 2026-09-12). Who counts twice pays for it.
    "production": {
        "min_coverage": ("75",),
        "max_twice": ("1",),
        "max_delay": ("3600",),
        "must_not_see": ("before-consent", "bots"),
    },
}
"""The profiles that are there without being written: values that count where none is given."""

# What is said for one call weighs more than what a file says of a profile.
_SAID = ("option ", "environment variable ")


def gate_of(settings: Settings, origins: Mapping[str, str]) -> Gate:
    """The conditions that hold.

    ``origins`` are those of the settings, by key. What an option or an environment variable gives comes first, then
    the profile's table in a file, then ``[gate]`` in a file, then our own profile of that name, then the default.
    Raises SettingsError for a profile that nobody has described.
    """
    gate = settings.gate
    if gate.profile is None:
        return gate
    theirs = {name: dict(table) for name, table in gate.profiles}
    if gate.profile not in theirs and gate.profile not in OURS:
        known = sorted({*theirs, *OURS})
        close = difflib.get_close_matches(gate.profile, known, n=1, cutoff=0.6)
        meant = f"; did you mean {close[0]}?" if close else f": there are {', '.join(known)}"
        raise SettingsError([f"gate.profile: there is no profile {gate.profile!r}{meant}"])
    where = {name: origins.get(f"gate.{name}", DEFAULT) for name in (item.name for item in fields(Gate))}
    ours = {name: value for name, value in OURS.get(gate.profile, {}).items() if where[name] == DEFAULT}
    own = {name: value for name, value in theirs.get(gate.profile, {}).items() if not where[name].startswith(_SAID)}
    values: dict[str, Any] = {**ours, **own}
    return replace(gate, **values)
