"""Stores for worker threads."""

from __future__ import annotations

from pathlib import Path

from driving import a_shop, store_with

from simulator.store.connect import CACHE_KIB
from simulator.tui.stores import Stores


def test_each_reader_has_a_small_cache_and_is_lent_again(tmp_path: Path) -> None:
    stores = Stores(store_with(tmp_path / "a.db", a_shop(1)), readonly=True)
    with stores.reading() as one, stores.reading() as other:
        assert one is not other
        caches = [-each.connection.execute("PRAGMA cache_size").fetchone()[0] for each in (one, other)]
        assert all(0 < kib * 4 <= CACHE_KIB for kib in caches), "several threads read at once"
    with stores.reading() as again:
        assert again in (one, other)
    stores.close()
