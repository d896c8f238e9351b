"""Pictures of pairs, match quality and findings: empty, good, bad, huge, small and large, without colour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from driving import EM, a_shop, event, settled, store_with

Make = Callable[..., Any]
NAMES = ("Purchase", "結帳完成🛒", "[bold]x[/bold]", "Ein sehr langer Name eines Ereignisses", "Lead\x1b[31m", "🛍️ Kauf")
SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x50": (200, 50)}


def good() -> list[dict[str, Any]]:
    """Pairs with nothing wrong about them."""
    lines = []
    for n in range(1, 6):
        cookie = f"fb.1.1767268800000.12345{n}"
        address = {"client_ip_address": f"198.51.100.{n}", "client_user_agent": "Mozilla/5.0"}
        # A hash of each person's own.
        person = {"em": [f"{n}{EM[1:]}"], "fbp": cookie, **address}
        lines += [
            event(side, f"o-{n}", n * 60 + gap, user_data=person) for side, gap in (("browser", 0), ("server", 2))
        ]
    return lines


def bad(actions: int = 24) -> list[Any]:
    """Everything that can be the matter, under names that are hard to show."""
    lines: list[Any] = []
    for n in range(actions):
        at, name = n * 45.0, NAMES[n % len(NAMES)]
        person = {"em": [EM], "external_id": f"u-{n}", "client_user_agent": "Mozilla/5.0"}
        person["client_ip_address"] = "198.51.100.7"
        one, other = event("browser", f"id-{n}", at, name, user_data=person), event("server", f"id-{n}", at + 2.5, name)
        match n % 6:
            case 0:
                other = event("server", f"id_{n}", at + 2.5, name, user_data=person)
            case 1:
                lines.append(event("server", f"id-{n}", at + 400, name))
            case 2:
                one, other = event("browser", None, at, name, user_data=person), None
                lines.append(event("server", None, at + 90, name, user_data=person))
            case 3:
                other = event("server", f"id-{n}", at + 1, name, custom_data={"value": 1, "currency": "USD"})
            case 4:
                other = None
            case 5:
                one, other = event("server", f"bad-{n}", at, name, user_data={"em": ["JANE@example.com "]}), None
        lines += [each for each in (one, other) if each is not None]
    return [*lines, "no JSON at all"]


def shown(snap_compare: Any, app: Any, size: tuple[int, int], *keys: str) -> bool:
    async def show(pilot: Any) -> None:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        for _ in range(3):
            await settled(pilot)

    return bool(snap_compare(app, terminal_size=size, run_before=show))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize(
    "keys",
    [("2",), ("2", "j", "enter"), ("3", "l", "j", "space"), ("4", "j"), ("4", "j", "enter")],
    ids=["pairs", "pair", "quality", "findings", "rule"],
)
def test_bad(tmp_path: Path, app_on: Make, snap_compare: Any, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    assert shown(snap_compare, app_on(store_with(tmp_path / "a.db", bad())), size, *keys)


@pytest.mark.parametrize("key", ["2", "3", "4"], ids=["pairs", "quality", "findings"])
def test_good(tmp_path: Path, app_on: Make, snap_compare: Any, key: str) -> None:
    assert shown(snap_compare, app_on(store_with(tmp_path / "a.db", good())), SIZES["120x40"], key)


@pytest.mark.parametrize("key", ["2", "3", "4"], ids=["pairs", "quality", "findings"])
def test_empty(tmp_path: Path, app_on: Make, snap_compare: Any, key: str) -> None:
    assert shown(snap_compare, app_on(str(tmp_path / "new.db")), SIZES["80x24"], key)


@pytest.mark.parametrize("keys", [("2", "right", "enter"), ("3",), ("4",)], ids=["pair", "quality", "findings"])
def test_without_colour(
    tmp_path: Path, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown(snap_compare, app_on(store_with(tmp_path / "a.db", bad())), SIZES["80x24"], *keys)


def test_pairs_without_any_of_a_kind(tmp_path: Path, app_on: Make, snap_compare: Any) -> None:
    assert shown(snap_compare, app_on(store_with(tmp_path / "a.db", good())), SIZES["80x24"], "2", "left")


def test_quality_without_server_events(tmp_path: Path, app_on: Make, snap_compare: Any) -> None:
    app = app_on(store_with(tmp_path / "a.db", [event("browser", "v-1", 1)]))
    assert shown(snap_compare, app, SIZES["80x24"], "3")


def test_a_lone_copy(tmp_path: Path, app_on: Make, snap_compare: Any) -> None:
    assert shown(snap_compare, app_on(store_with(tmp_path / "a.db", a_shop())), SIZES["80x24"], "2", *"jjj", "enter")
