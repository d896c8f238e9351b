"""What the property file alone tells: forms as they are filled in, tokens that lead nowhere, rules that never run."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, Final

from simulator.synthetic.chance import Chance
from simulator.tagging.elements import getter
from simulator.tagging.expression import compile_expression
from simulator.tagging.facts import Fact, Form, Runs, Token, Where
from simulator.tagging.page import Page
from simulator.tagging.property import ENVIRONMENTS, Property, Rule
from simulator.tagging.tokens import Side, names_in
from simulator.tagging.values import truthy

_SIDES: Final[dict[str, Side]] = {"send-pixel-event": "page", "send-conversions-api-event": "edge"}
_EXTENSIONS: Final[dict[str, Side]] = {"meta_pixel": "page", "meta_conversions_api": "edge"}
_OTHER: Final[dict[Side, Side]] = {"page": "edge", "edge": "page"}


def shape_of(prop: Property) -> Iterator[Fact]:
    """The facts about a property that need no session."""
    for extension, side in _EXTENSIONS.items():
        told = prop.document["extensions"].get(extension, {})
        yield from _tokens("", ("extensions", extension), told, side, prop)
    for rule in prop.rules:
        if not rule.enabled:
            continue
        yield Runs(rule.name, ("rules", rule.number), len(rule.triggers), _never(rule, prop))
        for index, action in enumerate(rule.actions):
            where: Where = ("rules", rule.number, "actions", index)
            if action.do == "send-conversions-api-event":
                api = prop.conversions_api
                app_data = api is not None and api.sends_app_data
                yield Form(rule.name, where, action.settings, app_data)
            if action.do in _SIDES:
                yield from _tokens(rule.name, where, dict(action.settings), _SIDES[action.do], prop)


def _tokens(rule: str, where: Where, value: Any, side: Side, prop: Property) -> Iterator[Token]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _tokens(rule, (*where, name), each, side, prop)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _tokens(rule, (*where, index), each, side, prop)
    elif isinstance(value, str):
        for name in dict.fromkeys(names_in(value, side)):
            # What stands between two percent signs of a text is a token only if somebody meant it as one.
            if name not in prop.elements and (side == "edge" or _is_alone(value)):
                near = next(iter(difflib.get_close_matches(name, list(prop.elements), n=1)), None)
                yield Token(rule, where, name, "unknown", near)
        for name in dict.fromkeys(names_in(value, _OTHER[side])):
            if name in prop.elements:
                meant = f"{{{{{name}}}}}" if side == "edge" else f"%{name}%"
                yield Token(rule, where, name, "other-side", meant)


def _is_alone(text: str) -> bool:
    return len(text) > 2 and text[0] == text[-1] == "%" and "%" not in text[1:-1]


def _never(rule: Rule, prop: Property) -> str | None:
    fixed = {name: element for name, element in prop.elements.items() if element.type in ("constant", "environment")}
    getters = {name: getter(element) for name, element in fixed.items()}
    for condition in rule.conditions:
        made = compile_expression(condition)
        if not made.constant or not made.elements <= set(fixed):
            continue
        # It asks nothing of the page, so any page will do.
        pages = (Page(getters, prop.data_layer, environment, {}, {}, Chance("shape")) for environment in ENVIRONMENTS)
        if not any(truthy(made.value(page)) for page in pages):
            return f"its condition {condition} never holds"
    paths = [trigger.path for trigger in rule.triggers if trigger.on in ("page-view", "route-change")]
    if rule.triggers and len(paths) == len(rule.triggers) and all(path and path[0] not in "/*?[" for path in paths):
        return f"the path of an address begins with a slash, and {paths[0]} does not"
    return None
