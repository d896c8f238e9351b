"""Profiles: one file for each way of preparing customer values that is in the world.

A profile is a module here with a function ``normalize(key, value, country)`` (see
``simulator.customer.normalized.Profile``). Its file name is the profile's name with underscores:
to add one, add its file.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from simulator.customer.normalized import Profile
from simulator.errors import UsageError
from simulator.masking import printable, shorten


@cache
def profiles() -> tuple[str, ...]:
    """The names of all profiles, ``docs`` first."""
    names = [module.name.replace("_", "-") for module in iter_modules(__path__)]
    return tuple(sorted(names, key=lambda name: (name != "docs", name)))


@cache
def find_profile(name: str) -> Profile:
    """What a profile does. Raises UsageError when there is none of that name."""
    if name not in profiles():
        raise UsageError(f"unknown profile {shorten(printable(name), 40)}: choose from {', '.join(profiles())}")
    normalize: Profile = import_module(f"{__name__}.{name.replace('-', '_')}").normalize
    return normalize
