"""The files for a page: its data layer, what goes into its head, and the rules of a property as a script.

The script stands in for Adobe's library and event forwarding on a staging page, and sends to capisim on this machine
alone. It knows what a property can hold, but for what a visitor said about consent.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import orjson

from simulator.quickstart.events import CONSTANTS, ELEMENTS, EVENTS, Planned
from simulator.quickstart.sessions import data_of
from simulator.tagging.actions.generate_event_id import PATH
from simulator.tagging.actions.send_conversions_api_event import CUSTOMER_INFORMATION
from simulator.tagging.conversions_api_body import HASHED
from simulator.tagging.expression_tree import Tree, tree_of
from simulator.tagging.layer import Path, parse_path, path_text

if TYPE_CHECKING:
    from jinja2 import Environment

    from simulator.tagging.elements import Element
    from simulator.tagging.property import Property, Rule

_NOT_KNOWN: Final = "{} is not known to this script, so {}"


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(  # noqa: S701 - what may come from outside is a checked host name, or JSON
        loader=PackageLoader("simulator.quickstart"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def rendered(name: str, **given: Any) -> str:
    """The text of a template."""
    return _templates().get_template(f"{name}.jinja").render(given)


def page_files(prop: Property) -> dict[str, str]:
    """The data layer's script, the code for the head, and a page to try the rules, by file name."""
    path = path_text(prop.data_layer)
    fields = [*ELEMENTS, *CONSTANTS]
    head = rendered("head.html")
    data = {planned.event: data_of(planned.event) for planned in EVENTS}
    tries = [{"markup": _tried(planned)} for planned in EVENTS if planned.trigger["on"] != "page-view"]
    return {
        "data-layer.js": rendered(
            "data-layer.js", domain=prop.name, path=path, names=_json(prop.data_layer), fields=_json(fields)
        ),
        "head.html": head,
        "index.html": rendered("index.html", domain=prop.name, head=head, tries=tries, data=_json(data)),
        "capisim-tags.js": tags_script(prop),
    }


def tags_script(prop: Property) -> str:
    """The rules of a property as a script for a page."""
    elements = {name: _element(element) for name, element in prop.elements.items()}
    rules = sorted((rule for rule in prop.rules if rule.enabled), key=lambda rule: (rule.order, rule.number))
    pixel = None if prop.pixel is None else prop.pixel._asdict()
    told = {
        "pixel": pixel,
        "conversionsApi": None if prop.conversions_api is None else {"pixel_id": prop.conversions_api.pixel_id},
        "undefinedAsEmpty": prop.undefined_as_empty,
        "keys": CUSTOMER_INFORMATION,
        "hashed": HASHED,
        "elements": elements,
        "dataLayer": prop.data_layer,
        "rules": [_rule(rule, prop.data_layer) for rule in rules],
        "unknown": list(_unknown(prop)),
    }
    sha256 = files("simulator.emulator").joinpath("fbevents", "sha256.js").read_text("utf-8")
    return rendered("capisim-tags.js", property=_json(told, indent=True), sha256=sha256.strip())


def _element(element: Element) -> dict[str, Any]:
    told = dict(element.settings)
    if element.path is not None:
        told["path"] = element.path
    if element.type == "expression":
        told["tree"] = tree_of(told.pop("expression"))
    return told


def _rule(rule: Rule, below: Path) -> dict[str, Any]:
    triggers = [{name: value for name, value in each._asdict().items() if value is not None} for each in rule.triggers]
    for trigger in triggers:
        if trigger["on"] == "data-layer-push" and "path" in trigger:
            trigger["path"] = parse_path(trigger["path"], below)
    actions = []
    for action in rule.actions:
        told = {"do": action.do, **{name: each for name, each in action.settings.items() if name != "access_token"}}
        if action.do == "generate-event-id":
            told["path"] = parse_path(action.settings.get("path", PATH), below)
        actions.append(told)
    conditions = [tree_of(condition) for condition in rule.conditions]
    return {"name": rule.name, "triggers": triggers, "conditions": conditions, "actions": actions}


def _unknown(prop: Property) -> Iterator[str]:
    for rule in prop.rules:
        if rule.enabled and any(_asks_consent(tree_of(condition)) for condition in rule.conditions):
            yield _NOT_KNOWN.format(f"consent, in a condition of {rule.name},", "it is undefined there")
    for name, element in prop.elements.items():
        if element.type == "expression" and _asks_consent(tree_of(element.settings["expression"])):
            yield _NOT_KNOWN.format(f"consent, in the expression of {name},", "it is undefined there")


def _asks_consent(tree: Tree) -> bool:
    return tree[:2] == ["path", "consent"] or any(isinstance(part, list) and _asks_consent(part) for part in tree[1:])


def _tried(planned: Planned) -> str:
    trigger, event = planned.trigger, planned.event
    if trigger["on"] == "form-submit":
        selector = trigger["selector"].removeprefix("form")
        kind = 'role="search"' if selector == "[role=search]" else f'class="{selector.removeprefix(".")}"'
        return f'<form {kind} data-try="{event}"><button>{event}</button></form>'
    if trigger["on"] == "custom-event":
        return f'<p><button data-try="{event}" data-dispatch="{trigger["name"]}">{event}</button></p>'
    return f'<p><button class="{trigger["selector"].removeprefix(".")}" data-try="{event}">{event}</button></p>'


def _json(value: Any, *, indent: bool = False) -> str:
    # Also inside of <script>: there a less-than sign could end it.
    text = orjson.dumps(value, option=orjson.OPT_INDENT_2 if indent else 0).decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
