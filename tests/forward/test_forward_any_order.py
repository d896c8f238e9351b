"""Whatever happens in whatever order: nothing is lost, nothing acknowledged is sent again, no copy counts twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from forwarding import SETTINGS, Time, broken, event, refused, server, stored, taken
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.errors import UsageError
from simulator.forward import Asked, Outcome, plan, resume, send
from simulator.forward.answers import Answer, Trouble
from simulator.store import open_store
from simulator.store.outbox import Outbox, unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from simulator.store import Store

NAMES: tuple[str | None, ...] = ("a", "b", None, "c", "guilty", "d")
ANSWERS: dict[str, tuple[bool, Answer | None]] = {
    "taken": (True, None),
    "unsent": (False, broken(Trouble.REFUSED)),
    "limited": (False, refused(17)),
    "lost-before": (False, broken(Trouble.RESET)),
    "lost-after": (True, broken(Trouble.RESET)),
    "late-after": (True, broken(Trouble.TIMEOUT)),
    "page-after": (True, broken(Trouble.NOT_JSON, status=502)),
    "token": (False, refused(190, status=401)),
    "interrupted-before": (False, None),
    "interrupted-after": (True, None),
    "killed-before": (False, None),
    "killed-after": (True, None),
}
"""What may happen to a request: whether Meta takes its events, and what is answered where anything is."""


class Killed(BaseException):
    """Stands for the end of the process: whoever catches it finds a store that takes nothing any more."""


class Meta:
    """Takes events and counts each once by its id; refuses a request with the guilty one in it."""

    def __init__(self, script: Sequence[str]) -> None:
        self._script = list(script)
        self.dead = False
        self.counted: Counter[str] = Counter()
        self.bare = 0
        self.acknowledged: set[str | None] = set()

    def post(self, path: str, body: Mapping[str, Any], *, seconds: float | None = None) -> Answer:  # noqa: ARG002
        happens = self._script.pop(0) if self._script else "taken"
        ids = [each.get("event_id") for each in body["data"]]
        assert not self.acknowledged & set(ids), "what Meta acknowledged is never sent again"
        takes, answer = ANSWERS[happens]
        if "guilty" in ids:
            # Refused before anything else is looked at.
            takes, answer = False, refused(100, 2804050) if happens == "taken" else answer
        if takes:
            self.counted.update(each for each in ids if each is not None)
            self.bare += ids.count(None)
        if happens.startswith("killed"):
            self.dead = True
            raise Killed
        if happens.startswith("interrupted"):
            raise KeyboardInterrupt
        if answer is None:
            self.acknowledged |= set(ids)
        return answer or taken(len(ids))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(":memory:") as store:
        stored(store, tmp_path_factory.mktemp("any-order"), *(server(event(name)) for name in NAMES))
        yield store


@pytest.fixture(scope="module", autouse=True)
def killable() -> Iterator[None]:
    """A dead process writes nothing."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("end", "finish"):
            real = getattr(Outbox, name)

            def guarded(self: Outbox, *args: Any, _real: Any = real, **more: Any) -> Any:
                if METAS[-1].dead:
                    raise Killed
                return _real(self, *args, **more)

            patch.setattr(Outbox, name, guarded)
        yield


METAS: list[Meta] = []


@settings(max_examples=40)
@given(st.lists(st.sampled_from(sorted(ANSWERS)), max_size=14), st.sampled_from([1, 2, 6]))
def test_nothing_is_lost_and_nothing_counts_twice(shop: Store, script: list[str], together: int) -> None:
    meta, time = Meta(script), Time()
    METAS.append(meta)
    told = replace(SETTINGS, forward=replace(SETTINGS.forward, batch_events=together, attempts=2))
    means: dict[str, Any] = {"clock": time.clock, "wait": time.wait, "timer": time.clock}
    outcome: Outcome | None = None
    planned = plan(shop, None, None, told, Asked(keep_ids=True, anew=True), clock=time.clock)
    for again in range(len(script) + 2):
        meta.dead = False
        try:
            if again:
                outcome = resume(shop, unfinished(shop), meta, told, **means)
            else:
                outcome = send(shop, planned, meta, told, **means)
        except (Killed, KeyboardInterrupt):
            continue
        except UsageError:
            break
    assert outcome is not None
    assert outcome.stop is None
    found = {result.item.event_id: result.item.state for result in outcome.results}
    assert {name: state for name, state in found.items() if name is not None} == {
        **dict.fromkeys("abcd", "accepted"),
        "guilty": "refused",
    }
    assert set(meta.counted) == {*"abcd"}, "nothing is lost"
    assert found[None] in ("accepted", "unknown")
    assert meta.bare <= 1, "what Meta can't tell from its copy is never sent twice in doubt"
    if found[None] == "accepted":
        assert meta.bare == 1
