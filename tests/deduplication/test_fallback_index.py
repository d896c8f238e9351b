from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulator.deduplication.held import Held, Index, Scope
from simulator.deduplication.index import all_after, drop, latest_before, put


def held(n: int, at: float, fbp: str | None = "f", external_ids: tuple[str, ...] = ()) -> Held:
    return Held(n, at, True, True, None, external_ids, fbp, Scope(("1", "Purchase")))


@given(
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from("abc")), max_size=120),
    st.lists(st.integers(0, 400), max_size=8),
)
def test_index_finds_what_a_plain_list_finds(entered: list[tuple[int, str]], asked: list[int]) -> None:
    index = Index()
    copies = [held(n, float(at), external_ids=(key,), fbp=key) for n, (at, key) in enumerate(entered)]
    for copy in copies:
        put(index, copy)
    for dead_until in (-1.0, 100.0, 250.0):
        for copy in sorted(copies, key=lambda copy: copy.n):
            if copy.at <= dead_until:
                drop(index, copy)
        alive = [copy for copy in copies if copy.at > dead_until]
        for at in asked:
            if at <= dead_until:
                continue
            probe = held(1000, float(at), external_ids=("a",), fbp="b")
            for entries, key in ((index.external_id, "a"), (index.fbp, "b")):
                wanted = [copy for copy in alive if copy.fbp == key and (copy.at, copy.n) < (probe.at, probe.n)]
                found = latest_before(entries, key, probe)
                if wanted:
                    assert found is max(wanted, key=lambda copy: (copy.at, copy.n))
                else:
                    assert found is None or found.at <= dead_until
            after = {copy.n for copy in alive if copy.fbp in "ab" and (copy.at, copy.n) > (probe.at, probe.n)}
            assert {copy.n for copy in all_after(index, probe)} == after
    for copy in copies:
        drop(index, copy)
    latest = max((copy.at for copy in copies), default=0.0)
    assert all(
        max(entry.at for entry in entries) <= latest for entries in index.fbp.values() if isinstance(entries, list)
    )


@given(st.lists(st.integers(0, 50), min_size=1, max_size=90))
def test_index_is_empty_when_everything_was_dropped(times: list[int]) -> None:
    index = Index()
    copies = [held(n, float(at), external_ids=("a", "b")) for n, at in enumerate(times)]
    for copy in copies:
        put(index, copy)
    for copy in copies:
        drop(index, copy)
    assert index.external_id == {}
    assert index.fbp == {}


def test_a_key_that_everybody_shares_loses_only_what_is_dead() -> None:
    index = Index()
    copies = [held(n, float(n)) for n in range(200)]
    for copy in copies:
        put(index, copy)
    for dead, copy in enumerate(copies[:-1]):
        drop(index, copy)
        for alive in copies[dead + 1 : dead + 4]:
            assert latest_before(index.fbp, "f", held(alive.n + 1, alive.at)) is alive
        entries = index.fbp["f"]
        assert isinstance(entries, list)
        assert len(entries) <= max(33, 2 * (len(copies) - dead))
