"""Watching a session: values that are stale, late or missing, ids that stay or part, actions that send nothing.

One pass over what happened; what is kept grows with the paths, rules and fields of the property, and with event ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from simulator.tagging.facts import Fact, Missing, NotSent, OtherId, SameId, Sending, Stale, Where
from simulator.tagging.happening import Firing, Happening, Sent, Unsent, Wrote
from simulator.tagging.layer import Path, path_text
from simulator.tagging.pending import Pending
from simulator.tagging.places import place_of
from simulator.tagging.property import Property
from simulator.tagging.session import Session
from simulator.tagging.shape import shape_of
from simulator.tagging.tokens import Field
from simulator.tagging.values import UNDEFINED, text_of, truthy

_UNDEFINED: Final = re.compile(r"\bundefined\b")


class _First(NamedTuple):
    """Who sent a write of a path first."""

    write: int
    firing: Firing


class Watched:
    """Everything that happens in a session, watched while it is taken; ``facts`` are there once all of it was."""

    def __init__(self, prop: Property, session: Session, happenings: Iterable[Happening]) -> None:
        self.facts: list[Fact] = []
        self._watch = _Watch(prop, session)
        self._happenings = happenings

    def __iter__(self) -> Iterator[Happening]:
        for each in self._happenings:
            self._watch.see(each)
            yield each
        self._watch.end_firing()
        self.facts = list(self._watch.pending.finished())


def observe(prop: Property, session: Session, happenings: Iterable[Happening]) -> list[Fact]:
    """The facts of one session, in the order in which they happened first."""
    watched = Watched(prop, session, happenings)
    for _ in watched:
        pass
    return watched.facts


class _Watch:
    def __init__(self, prop: Property, session: Session) -> None:
        self.prop = prop
        self.start = session.start
        self.pending = Pending()
        self._numbers = {rule.name: rule.number for rule in prop.rules}
        self._first: dict[Path, _First] = {}
        self._ids: dict[str, tuple[str, Firing]] = {}
        self._firing: Firing | None = None
        self._seen: set[tuple[str, Any]] = set()
        self._copies: dict[str, dict[str, Sent]] = {}

    def see(self, each: Happening) -> None:
        match each:
            case Wrote():
                self.pending.wrote(each.path, each.write, each.write.at - self.start)
            case Firing():
                self.end_firing()
                self._firing = each
            case Sent() | Unsent():
                self._look(each)

    def end_firing(self) -> None:
        """Compare the ids of the two copies, once a rule is through."""
        for name, copies in self._copies.items():
            browser, server = copies.get("browser"), copies.get("server")
            if browser is not None and server is not None and browser.pixel_id == server.pixel_id:
                self._compare(name, browser, server)
        self._copies = {}
        self._seen = set()

    def _compare(self, name: str, browser: Sent, server: Sent) -> None:
        one, two = _id_text(browser), _id_text(server)
        if one != two:
            sending = self._sending(server, Field("event_id", None, None, ()), None)
            self.pending.tell(OtherId(sending, name, one, two))

    def _look(self, each: Sent | Unsent) -> None:
        if isinstance(each, Unsent):
            sending = self._sending(each, Field("", None, None, ()), None)
            self.pending.tell(NotSent(sending, each.channel, each.kind, each.reason))
        else:
            self._copies.setdefault(text_of(each.event_name), {})[each.channel] = each
            self._look_at_id(each)
        for field in each.fields:
            if _is_nothing(field.value):
                self._look_at_nothing(each, field)
            elif field.name.startswith("custom_data") and not self._lasts(field):
                self._look_at_age(each, field)

    def _lasts(self, field: Field) -> bool:
        element = self.prop.elements.get(field.element or "")
        return element is not None and element.lasting

    def _look_at_nothing(self, each: Sent | Unsent, field: Field) -> None:
        # Cookies and parameters of the address are not there for everybody; a data layer is the page's own.
        if not field.reads and field.name.startswith("user_data"):
            return
        seen = ("missing", field.element or field.name)
        if seen in self._seen:
            return
        self._seen.add(seen)
        read = field.reads[0].path if field.reads else None
        sending = self._sending(each, field, read)
        self.pending.hold(Missing(sending), read, each.firing)

    def _look_at_age(self, each: Sent | Unsent, field: Field) -> None:
        firing = each.firing
        for path, write in field.reads:
            if write is None:
                continue
            first = self._first.get(path)
            if first is None or first.write != write.n:
                self._first[path] = _First(write.n, firing)
            elif first.firing.number != firing.number and ("stale", path) not in self._seen:
                if first.firing.rule == firing.rule and first.firing.view == firing.view:
                    continue
                self._seen.add(("stale", path))
                before = first.firing
                sending = self._sending(each, field, path)
                fact = Stale(
                    sending,
                    write.step,
                    round(write.at - self.start, 3),
                    before.rule,
                    before.step,
                    round(before.at - self.start, 3),
                )
                self.pending.hold(fact, path, firing)

    def _look_at_id(self, sent: Sent) -> None:
        event_id, name = _id_text(sent), text_of(sent.event_name)
        if event_id is None:
            return
        known = self._ids.get(event_id)
        if known is None:
            self._ids[event_id] = (name, sent.firing)
        elif known[1].number != sent.firing.number and ("id", event_id) not in self._seen:
            self._seen.add(("id", event_id))
            before = known[1]
            field = next((each for each in sent.fields if each.name == "event_id"), Field("event_id", None, None, ()))
            read = field.reads[0].path if field.reads else None
            sending = self._sending(sent, field, read)
            seconds = round(before.at - self.start, 3)
            self.pending.tell(SameId(sending, name, event_id, before.rule, before.step, seconds, known[0] == name))

    def _sending(self, each: Sent | Unsent, field: Field, read: Path | None) -> Sending:
        firing = each.firing
        number = self._numbers[firing.rule]
        where: Where = ("rules", number, "actions", each.action)
        action = self.prop.rules[number].actions[each.action]
        return Sending(
            rule=firing.rule,
            where=(*where, *place_of(action, field.name)),
            field=field.name,
            element=field.element,
            read=None if read is None else path_text(read),
            step=firing.step,
            seconds=round(firing.at - self.start, 3),
        )


def _is_nothing(value: Any) -> bool:
    """Undefined or null, or text into which undefined was written."""
    return value is UNDEFINED or value is None or (isinstance(value, str) and _UNDEFINED.search(value) is not None)


def _id_text(sent: Sent) -> str | None:
    return text_of(sent.event_id) if truthy(sent.event_id) else None


def facts(prop: Property, sessions: Iterable[tuple[Session, Iterable[Happening]]]) -> Iterator[Fact]:
    """Every fact about a property and the sessions that it ran through."""
    yield from shape_of(prop)
    for session, happenings in sessions:
        yield from observe(prop, session, happenings)
