"""Pictures of what all screens have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from driving import a_shop, settled, store_with


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_frame(tmp_path: Path, app_on: Callable[..., Any], snap_compare: Any, size: tuple[int, int]) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))

    async def show(pilot: Any) -> None:
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)
