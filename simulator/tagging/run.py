"""A property run through a session: which rules fire at each step, and what their actions do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush, merge
from typing import Any, Final, NamedTuple

from simulator.synthetic.chance import Chance
from simulator.tagging.actions import Performer, Setup, prepare
from simulator.tagging.elements import getter
from simulator.tagging.expression import Expression, compile_expression
from simulator.tagging.happening import Firing, Happening, Sent, Word, Wrote
from simulator.tagging.layer import parse_path
from simulator.tagging.page import Page
from simulator.tagging.property import Environment, Property
from simulator.tagging.session import Session, Step
from simulator.tagging.triggers import Triggers
from simulator.tagging.values import truthy

DEFAULT_ENVIRONMENT: Final[Environment] = "development"


class _Ready(NamedTuple):
    name: str
    conditions: tuple[Expression, ...]
    actions: tuple[Performer, ...]


def run(prop: Property, session: Session, environment: Environment = DEFAULT_ENVIRONMENT) -> Iterator[Happening]:
    """Everything that happens, step by step. Equal files and environments give equal bytes."""
    elements = {name: getter(element) for name, element in prop.elements.items()}
    page = Page(elements, prop.data_layer, environment, session.visitor, session.cookies, _chance(session))
    setup = Setup(prop, environment, session)
    rules = {
        rule.number: _Ready(
            rule.name,
            tuple(map(compile_expression, rule.conditions)),
            tuple(prepare(action, setup._replace(place=place)) for place, action in enumerate(rule.actions)),
        )
        for rule in prop.rules
        if rule.enabled
    }
    triggers = Triggers(prop)
    firings = 0
    for step in session.steps:
        page.at, page.step = step.at, step.n
        yield from _before(page, step)
        if step.kind is None:
            continue
        for number in triggers.rules_for(page, step):
            rule = rules[number]
            if not all(truthy(condition.value(page)) for condition in rule.conditions):
                continue
            firings += 1
            firing = Firing(firings, rule.name, step.n, step.at, page.view)
            yield firing
            for perform in rule.actions:
                yield from perform(page, firing)


def _chance(session: Session) -> Chance:
    return Chance("tagging", session.seed, *([session.turn] if session.turn else ()))


def _before(page: Page, step: Step) -> Iterator[Happening]:
    """What the page itself does at a step, before any rule."""
    settings = step.settings
    if step.kind == "visit":
        page.load(step.what, settings.get("referrer", page.url), settings.get("page_title", ""))
    elif step.kind == "route":
        page.url, page.title = step.what, settings.get("page_title", page.title)
        page.view += 1
    for path in step.clear:
        write = page.next_write()
        page.layer.remove(path, write)
        yield Wrote(path, write)
    for path, value in step.write:
        write = page.next_write()
        page.layer.set(path, value, write)
        yield Wrote(path, write)
    match step.kind:
        case "input":
            page.inputs[step.what] = settings.get("value", "")
        case "push":
            yield from _push(page, step)
        case "consent":
            page.consent = step.what
            yield from _word(page, step)
    page.event = _event(step)


def _push(page: Page, step: Step) -> Iterator[Happening]:
    """Merge what is pushed into the state of its data layer; the arguments of gtag() as Google's tags do it."""
    base = parse_path(step.settings.get("to", "window.dataLayer"), ())
    pushed = step.what
    if isinstance(pushed, list):
        last: Any = pushed[-1] if isinstance(pushed[-1], dict) else {}
        pushed = last if pushed[0] == "set" else {"eventModel": last} if pushed[0] == "event" and last else {}
    state = {name: value for name, value in pushed.items() if name not in ("event", "eventInfo")}
    if not state:
        return
    write = page.next_write()
    page.layer.merge(base, state, write)
    for name in state:
        yield Wrote((*base, name), write)


def _event(step: Step) -> dict[str, Any]:
    """What elements and expressions see of the step as ``event``."""
    match step.kind:
        case "event":
            return {"name": step.what, "detail": step.settings.get("detail", {})}
        case "push":
            pushed = step.what
            if isinstance(pushed, list):
                name = pushed[1] if pushed[0] == "event" and len(pushed) > 1 else pushed[0]
                return {"name": name, "detail": pushed[-1] if isinstance(pushed[-1], dict) else {}}
            return {"name": pushed.get("event", ""), "detail": pushed}
        case "click" | "submit":
            return {"name": step.kind, "element": step.what}
        case kind:
            return {"name": kind or ""}


def _word(page: Page, step: Step) -> Iterator[Word]:
    # Without the pixel's cookie nothing tells whose word it is.
    if "_fbp" in page.cookies:
        told = {"consent": step.what, "received_at": step.at, "user_data": {"fbp": page.cookies["_fbp"]}}
        yield Word(step.at, told)


def in_order_of_receipt(*sessions: Iterable[Happening]) -> Iterator[Sent | Word]:
    """What leaves in all sessions, in the order in which it is received; the rest is left out."""
    return merge(*map(_received, sessions), key=lambda each: each.received_at)


def _received(happenings: Iterable[Happening]) -> Iterator[Sent | Word]:
    waiting: list[tuple[float, int, Sent | Word]] = []
    for count, each in enumerate(happenings):
        if isinstance(each, (Sent, Word)):
            heappush(waiting, (each.received_at, count, each))
        elif isinstance(each, Firing):
            # Nothing is received before it is sent.
            while waiting and waiting[0][0] <= each.at:
                yield heappop(waiting)[2]
    while waiting:
        yield heappop(waiting)[2]
