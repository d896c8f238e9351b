"""A property: extensions, data elements and rules, as a file tells them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias, get_args

from simulator.settings.secrets import holds_token
from simulator.tagging.elements import Element, make_element
from simulator.tagging.expression import ExpressionError, compile_expression
from simulator.tagging.layer import Path, parse_path
from simulator.tagging.problems import TaggingError, place
from simulator.tagging.reading import check_shape, read_file, settled
from simulator.tagging.selectors import SelectorError, parse_selector
from simulator.tagging.tokens import names_in

Environment: TypeAlias = Literal["development", "staging", "production"]
ENVIRONMENTS: Final[tuple[Environment, ...]] = get_args(Environment)
SCHEMA: Final = "property.schema.json"
DATA_LAYER: Final = "window.dataLayer.meta"
"""The data layer path that Adobe's quick start proposes."""

STANDARD_EVENTS: Final = (
    *("PageView", "AddPaymentInfo", "AddToCart", "AddToWishlist", "CompleteRegistration", "Contact"),
    *("CustomizeProduct", "Donate", "FindLocation", "InitiateCheckout", "Lead", "Purchase", "Schedule", "Search"),
    *("StartTrial", "SubmitApplication", "Subscribe", "ViewContent"),
)
"""The events that the Meta Pixel extension has an action for."""


class MetaPixel(NamedTuple):
    """The extension of the tags property, with values as the file has them: ``pixel_id`` may be by environment."""

    pixel_id: Any
    event_id: str | None


class MetaConversionsApi(NamedTuple):
    """The extension of the event forwarding property. ``access_token`` is ``{"secret": NAME}`` or a data element.

    ``sends_app_data`` tells that the installed version has a section for app data.
    """

    pixel_id: Any
    access_token: Any
    sends_app_data: bool = False


class Trigger(NamedTuple):
    """What runs a rule; see ``$defs/trigger`` of the schema."""

    on: str
    selector: str | None = None
    name: str | None = None
    event: str | None = None
    path: str | None = None


class Action(NamedTuple):
    """One action of a rule. ``settings`` are its members beside ``do``, as the file has them."""

    do: str
    settings: Mapping[str, Any]


class Rule(NamedTuple):
    """One rule. ``number`` is its place in the file, from 0."""

    number: int
    name: str
    order: int
    enabled: bool
    triggers: tuple[Trigger, ...]
    conditions: tuple[str, ...]
    actions: tuple[Action, ...]


class Property(NamedTuple):
    """A property that can be run. ``document`` is the file's content, for whoever changes a value and runs again."""

    file: str
    name: str
    data_layer: Path
    undefined_as_empty: bool
    pixel: MetaPixel | None
    conversions_api: MetaConversionsApi | None
    elements: Mapping[str, Element]
    rules: tuple[Rule, ...]
    document: Mapping[str, Any]


def load_property(path: str) -> Property:
    """Read a property file, TOML or JSON.

    Raises SourceError for a file that can't be read and TaggingError with every problem in it.
    """
    return parse_property(read_file(path), path)


def parse_property(document: dict[str, Any], file: str = "property") -> Property:
    """A property from the content of its file. Raises TaggingError with every problem in it."""
    document = settled(document, file)
    check_shape(document, SCHEMA, file)
    problems: list[str] = []
    below = parse_path(document.get("data_layer", DATA_LAYER), ())
    elements: dict[str, Element] = {}
    for name, settings in document.get("elements", {}).items():
        try:
            elements[name] = make_element(name, settings, below)
        except ExpressionError as error:
            problems.append(f"{place(('elements', name, 'expression'))}: {error}")
    rules = tuple(_rule(number, rule) for number, rule in enumerate(document["rules"]))
    problems += _secrets(document)
    problems += _names(elements, rules)
    problems += [problem for rule in rules for problem in _rule_problems(rule)]
    pixel, conversions = (document["extensions"].get(name) for name in ("meta_pixel", "meta_conversions_api"))
    problems += _uninstalled(rules, pixel=pixel is not None, conversions=conversions is not None)
    if problems:
        raise TaggingError(file, problems)
    return Property(
        file=file,
        name=document["name"],
        data_layer=below,
        undefined_as_empty=document.get("undefined_as_empty", False),
        pixel=None if pixel is None else MetaPixel(pixel["pixel_id"], pixel.get("event_id")),
        conversions_api=None
        if conversions is None
        else MetaConversionsApi(
            conversions["pixel_id"], conversions["access_token"], conversions.get("sends_app_data", False)
        ),
        elements=elements,
        rules=rules,
        document=document,
    )


def _rule(number: int, given: Mapping[str, Any]) -> Rule:
    triggers = tuple(Trigger(**trigger) for trigger in given.get("triggers", ()))
    actions = tuple(
        Action(each["do"], {name: value for name, value in each.items() if name != "do"}) for each in given["actions"]
    )
    order, enabled = given.get("order", 50), given.get("enabled", True)
    return Rule(number, given["name"], order, enabled, triggers, tuple(given.get("conditions", ())), actions)


def _secrets(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[str]:
    """Tokens that lie in the file itself."""
    fix = 'never lies in a file: write {secret = "META_ACCESS_TOKEN"} and set that environment variable'
    if isinstance(value, dict):
        for name, each in value.items():
            if name == "access_token" and isinstance(each, str) and not any(names_in(each, "edge")):
                yield f"{place((*path, name))}: an access token {fix}"
            else:
                yield from _secrets(each, (*path, name))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _secrets(each, (*path, index))
    elif isinstance(value, str) and holds_token(value):
        yield f"{place(path)}: what looks like an access token {fix}"


def _names(elements: Mapping[str, Element], rules: tuple[Rule, ...]) -> Iterator[str]:
    seen: set[str] = set()
    for rule in rules:
        if rule.name in seen:
            yield f"{place(('rules', rule.number, 'name'))}: there is a rule {rule.name} already"
        seen.add(rule.name)
    for name, element in elements.items():
        for needed in sorted(element.needs - set(elements)):
            yield f"{place(('elements', name, 'expression'))}: there is no data element {needed}" + _like(
                needed, elements
            )
        if _circular(name, elements):
            yield f"{place(('elements', name, 'expression'))}: it needs itself"
        if "%" in name or "{" in name or "}" in name:
            yield f"{place(('elements', name))}: a name can't hold %, {{ or }}"


def _circular(name: str, elements: Mapping[str, Element]) -> bool:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        element = elements.get(waiting.pop())
        for needed in element.needs if element else ():
            if needed == name:
                return True
            if needed not in seen:
                seen.add(needed)
                waiting.append(needed)
    return False


def _rule_problems(rule: Rule) -> Iterator[str]:
    for index, trigger in enumerate(rule.triggers):
        if trigger.selector is not None:
            try:
                parse_selector(trigger.selector)
            except SelectorError as error:
                yield f"{place(('rules', rule.number, 'triggers', index, 'selector'))}: {error}"
    for index, condition in enumerate(rule.conditions):
        try:
            compile_expression(condition)
        except ExpressionError as error:
            yield f"{place(('rules', rule.number, 'conditions', index))}: {error}"
    for index, action in enumerate(rule.actions):
        name = action.settings.get("event")
        standard = name in STANDARD_EVENTS
        if action.do == "send-pixel-event" and not standard and not action.settings.get("custom"):
            where = place(("rules", rule.number, "actions", index, "event"))
            yield f"{where}: Meta has no event {name}" + (
                _like(str(name), STANDARD_EVENTS) or "; with custom = true it is yours"
            )


def _uninstalled(rules: tuple[Rule, ...], *, pixel: bool, conversions: bool) -> Iterator[str]:
    needs = {
        "send-pixel-event": ("meta_pixel", pixel),
        "send-conversions-api-event": ("meta_conversions_api", conversions),
    }
    for rule in rules:
        for index, action in enumerate(rule.actions):
            extension, there = needs.get(action.do, ("", True))
            if not there:
                yield f"{place(('rules', rule.number, 'actions', index))}: extensions.{extension} is not set up"


def _like(name: str, known: Any) -> str:
    found = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {found[0]}?" if found else ""
