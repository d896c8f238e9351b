"""Events of visitors who had not agreed to them, as far as their words of consent were captured."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from simulator.checks.catalog import catalog
from simulator.checks.rules.consent import BEFORE_GRANT, SERVER_IGNORES, Unasked
from simulator.checks.seen import Consent, Seen
from simulator.customer.builder_marker import unmarked_cookie
from simulator.customer.hashing import sha256
from simulator.customer.recognise import plain_hash
from simulator.event import Channel
from simulator.suspicion.observer import Observer, Told
from simulator.suspicion.visitor import values

if TYPE_CHECKING:
    from simulator.settings import Settings

SESSION = 1800.0
"""Seconds before a first grant in which events are of the same visit: the usual end of a session."""
ON_LOADING = 5.0
"""Seconds in which a page that starts with a revoke, as Meta's page asks every page to, grants again
for somebody who agreed before. What a server reports of this time is not held against it."""
MOST_VISITORS = 100_000
MOST_UNHEARD = 20_000
MOST_EVENTS = 8
_SHA256 = 64
_LATEST_SANE = 100_000_000_000.0
_RULES: dict[Channel, str] = {"browser": BEFORE_GRANT, "server": SERVER_IGNORES}


class _Sent(NamedTuple):
    """An event as it is remembered: when it happened, for the server's, or came, for the browser's."""

    n: int
    channel: Channel
    name: str | None
    at: float


class _Word:
    """A visitor's last word, shared by all that tells the visitor apart; ``held`` waits for a grant on loading.

    ``since`` is when the visitor first said so: saying the same again doesn't make it younger.
    """

    __slots__ = ("at", "held", "since", "word")

    def __init__(self, word: Literal["grant", "revoke"], at: float, since: float) -> None:
        self.word = word
        self.at = at
        self.since = since
        self.held: list[_Sent] = []


class ConsentWatch(Observer):
    """Compares events with the words of consent of the same visitor: by fbp or external_id.

    Memory: the words of the last 100,000 visitors, the last events of 20,000 who said nothing yet.
    """

    only_with_consent = True

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._words: OrderedDict[str, _Word] = OrderedDict()
        self._unheard: OrderedDict[str, tuple[_Sent, ...]] = OrderedDict()
        # Most runs hold no word of consent: until the first one nothing is looked at.
        self._silent: deque[tuple[Any, ...]] | None = deque(maxlen=MOST_UNHEARD)

    def consent(self, signal: Consent) -> Iterable[Told]:
        """Remember the word; a first grant tells of the events before it."""
        if self._silent is not None:
            for fbp, external_id, *rest in self._silent:
                if earlier := _ids(fbp, external_id):
                    self._remember(earlier, _sent(*rest))
            self._silent = None
        ids = list(dict.fromkeys(map(_plain_id, signal.ids)))
        before = {id(word): word for each in ids if (word := self._words.get(each)) is not None}
        told: list[Told] = []
        for word in before.values():
            if signal.word == "grant" and signal.at - word.since <= ON_LOADING:
                word.held.clear()
            told += _flush(word)
        unheard = {sent.n: sent for each in ids for sent in self._unheard.pop(each, ())}
        if signal.word == "grant" and not before:
            for _, sent in sorted(unheard.items()):
                if 0 <= signal.at - sent.at <= SESSION:
                    told += _told(sent, "grant", signal.at - sent.at)
        said = [word.since for word in before.values() if word.word == signal.word]
        now = _Word(signal.word, signal.at, min(said, default=signal.at))
        for each in ids:
            self._words.pop(each, None)
            self._words[each] = now
        while len(self._words) > MOST_VISITORS:
            told += _flush(self._words.popitem(last=False)[1])
        return told

    def see(self, seen: Seen) -> Iterable[Told]:
        """Compare an event with its visitor's last word."""
        user = seen.payload.get("user_data")
        if user.__class__ is not dict or user is None:
            return ()
        fbp, external_id = user.get("fbp"), user.get("external_id")
        facts = (seen.n, seen.channel, seen.event_name, seen.received_at, seen.event_time)
        if self._silent is not None:
            self._silent.append((fbp, external_id, *facts))
            return ()
        ids = _ids(fbp, external_id)
        if not ids:
            return ()
        sent = _sent(*facts)
        at = sent.at
        known = [word for each in ids if (word := self._words.get(each)) is not None]
        if not known:
            self._remember(ids, sent)
            return ()
        word = max(known, key=lambda each: each.at)
        if word.word == "grant" or at < word.since:
            return ()
        if sent.channel == "server" and at - word.since <= ON_LOADING and len(word.held) < MOST_EVENTS:
            word.held.append(sent)
            return ()
        return _told(sent, "revoke", at - word.since)

    def end(self) -> Iterator[Told]:
        """What still waited for a grant."""
        for word in {id(word): word for word in self._words.values()}.values():
            yield from _flush(word)

    def __len__(self) -> int:
        """How many ids of visitors are remembered."""
        return len(self._words) + len(self._unheard) + len(self._silent or ())

    def _remember(self, ids: list[str], sent: _Sent) -> None:
        unheard = self._unheard
        for each in ids:
            unheard[each] = (*unheard.pop(each, ())[1 - MOST_EVENTS :], sent)
        while len(unheard) > MOST_UNHEARD:
            unheard.popitem(last=False)


def _sent(n: int, channel: Channel, name: str | None, received: float, happened: float | None) -> _Sent:
    """A server may report later than the visitor acted; a browser holds nothing back for long."""
    if channel == "browser" or happened is None or happened > _LATEST_SANE:
        return _Sent(n, channel, name, received)
    return _Sent(n, channel, name, min(happened, received))


def _ids(fbp: object, external_id: object) -> list[str]:
    ids = []
    if isinstance(fbp, str) and fbp:
        ids.append(f"fbp:{unmarked_cookie(fbp)}")
    if external_id is not None:
        ids += [f"external_id:{_hashed(text)}" for text in values(external_id)]
    return ids


def _hashed(external_id: str) -> str:
    """The SHA-256 that a channel sends which hashes the id, so that one in clear and its hash are the same."""
    known = plain_hash(external_id)
    if known is not None and len(known) == _SHA256:
        return known
    try:
        return sha256(known or external_id)
    except UnicodeEncodeError:
        return external_id


def _plain_id(text: str) -> str:
    key, _, value = text.partition(":")
    return (_ids(value, None) if key == "fbp" else _ids(None, value) or [text])[0]


def _flush(word: _Word) -> list[Told]:
    told = [each for sent in word.held for each in _told(sent, "revoke", sent.at - word.since)]
    word.held.clear()
    return told


def _told(sent: _Sent, word: Literal["grant", "revoke"], seconds: float) -> list[Told]:
    code = _RULES[sent.channel]
    hit = catalog()[code].judge(Unasked(sent.channel, word, seconds))
    return [] if hit is None else [Told(sent.n, code, hit, sent.name)]
