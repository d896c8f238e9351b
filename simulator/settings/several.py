"""Settings that hold several things: lists of texts, a severity by rule, tables of what is ignored, profiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from simulator.finding import Severity
from simulator.settings.constraints import Shape
from simulator.settings.listing import Kind, Setting, all_settings
from simulator.settings.model import Ignore, Profiles
from simulator.settings.showing import show

Reader: TypeAlias = Callable[[Setting, object, bool], tuple[Any, ...]]
_MEMBERS = ("rule", "reason", "event_names")
_OF_NO_PROFILE = ("profile", "profiles")


def _read_list(setting: Setting, given: object, text: bool) -> tuple[str, ...]:
    items = _pieces(given) if text and isinstance(given, str) else given
    if not isinstance(items, (list, tuple)):
        raise ValueError(f"must be {setting.expected}, but is {show(given)}")
    wrong = [item for item in items if not _fits(item, setting.shape)]
    if wrong:
        raise ValueError(*(f"must be {setting.expected}, but holds {show(item)}" for item in wrong))
    return tuple(items)


def _read_severities(setting: Setting, given: object, text: bool) -> tuple[tuple[str, Severity], ...]:
    table = given
    if text and isinstance(given, str):
        parted = [piece.partition("=") for piece in _pieces(given)]
        table = [(code.strip(), severity.strip()) for code, _, severity in parted]
    if isinstance(table, (list, tuple)) and all(isinstance(pair, tuple) and len(pair) == 2 for pair in table):
        table = dict(table)
    if not isinstance(table, Mapping):
        raise ValueError(f"must be {setting.expected}, but is {show(given)}")
    problems = []
    for code, severity in table.items():
        if not _fits(code, setting.shape):
            problems.append(f"must be {setting.expected}, but holds {show(code)}")
        elif severity not in setting.choices:
            choices = ", ".join(setting.choices)
            problems.append(f"must give {code} one of {choices}, but gives {show(severity)}")
    if problems:
        raise ValueError(*problems)
    return tuple((code, Severity(severity)) for code, severity in table.items())


def _read_ignores(setting: Setting, given: object, text: bool) -> tuple[Ignore, ...]:  # noqa: ARG001 - no text holds it
    if not isinstance(given, (list, tuple)) or not all(isinstance(table, (Mapping, Ignore)) for table in given):
        raise ValueError(f"must be {setting.expected}, but is {show(given)}")
    problems: list[str] = []
    read: list[Ignore] = []
    for number, table in enumerate(given, 1):
        if isinstance(table, Ignore):
            read.append(table)
            continue
        wrong = [*_faults(setting, table)]
        problems += [f"must {fault} in table {number}" for fault in wrong]
        if not wrong:
            read.append(Ignore(table["rule"], table["reason"].strip(), tuple(table.get("event_names", ()))))
    if problems:
        raise ValueError(*problems)
    return tuple(read)


def _read_profiles(setting: Setting, given: object, text: bool) -> Profiles:  # noqa: ARG001 - no text holds it
    from simulator.settings.values import read_value

    if isinstance(given, tuple) and all(isinstance(pair, tuple) and len(pair) == 2 for pair in given):
        given = dict(given)
    if not isinstance(given, Mapping):
        raise ValueError(f"must be {setting.expected}, but is {show(given)}")
    may_hold = {each.name: each for each in all_settings() if each.section == setting.section}
    for name in _OF_NO_PROFILE:
        may_hold.pop(name, None)
    problems: list[str] = []
    read: list[tuple[str, tuple[tuple[str, object], ...]]] = []
    for profile, table in given.items():
        members = dict(table) if isinstance(table, tuple) else table
        if not _fits(profile, None) or not isinstance(members, Mapping):
            problems.append(f"must be {setting.expected}, but holds {show(profile)}")
            continue
        values: list[tuple[str, object]] = []
        for name, value in members.items():
            if name not in may_hold:
                problems.append(f"must not hold {show(name)} in {show(profile)}")
                continue
            try:
                values.append((name, read_value(may_hold[name], value, text=False)))
            except ValueError as error:
                problems += [f"must have in {show(profile)} a {name} that {sentence}" for sentence in error.args]
        read.append((profile, tuple(values)))
    if problems:
        raise ValueError(*problems)
    return tuple(read)


def _faults(setting: Setting, table: Mapping[str, Any]) -> list[str]:
    """What a table of what is ignored must be and isn't, to stand between "must" and "in table 1"."""
    faults = [f"not hold {show(name)}" for name in table if name not in _MEMBERS]
    rule, reason, names = (table.get(name) for name in _MEMBERS)
    if not _fits(rule, setting.shape):
        is_given = "" if rule is None else f" instead of {show(rule)}"
        faults.append(f"name one of {setting.shape.called if setting.shape else 'the rules'} as rule{is_given}")
    if not isinstance(reason, str) or not reason.strip() or "\0" in reason:
        faults.append("give a reason")
    if "event_names" in table and not (isinstance(names, (list, tuple)) and all(_fits(name, None) for name in names)):
        faults.append("list texts as event_names")
    return faults


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(",") if piece.strip()]


def _fits(item: object, shape: Shape | None) -> bool:
    return isinstance(item, str) and item != "" and "\0" not in item and (shape is None or shape.holds(item))


SEVERAL: Mapping[Kind, Reader] = {
    "list": _read_list,
    "severities": _read_severities,
    "ignores": _read_ignores,
    "profiles": _read_profiles,
}
"""How a value is read, by kind: from what was given, which may be text. Raises ValueError as ``read_value``."""
