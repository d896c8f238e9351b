"""A property in the application: the wizard makes a folder, its rules are shown with what they sent, values change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import a_shop, at_once, driven, settled, store_with, until
from textual.pilot import Pilot
from textual.widgets import Checkbox, Input, Static

from simulator.quickstart.project import make_project
from simulator.quickstart.wanted import Wanted
from simulator.tui.app import CapisimApp
from simulator.tui.property_edit import Place
from simulator.tui.screens.live import LiveScreen
from simulator.tui.screens.property import PropertyScreen
from simulator.tui.screens.quickstart import QuickstartScreen
from simulator.tui.screens.value import ValueScreen

Make = Callable[..., CapisimApp]
CART, VIEW = 5, 1


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as Adobe's quick start has it; nothing here changes it."""
    folder = tmp_path_factory.mktemp("property") / "tags"
    make_project(Wanted("shop.example", "1234567890"), folder)
    return folder


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a trigger for every rule."""
    folder = tmp_path_factory.mktemp("property") / "full"
    make_project(Wanted("shop.example", "1234567890", complete=True), folder)
    return folder


def property_of(pilot: Pilot[None]) -> PropertyScreen:
    screen = pilot.app.screen
    assert isinstance(screen, PropertyScreen)
    return screen


async def opened(pilot: Pilot[None], folder: Path) -> PropertyScreen:
    assert isinstance(pilot.app, CapisimApp)
    pilot.app.open_property(folder)
    await settled(pilot)
    return property_of(pilot)


async def go(pilot: Pilot[None], *place: str | int) -> None:
    at: Place = place
    property_of(pilot).tree_of.go_to(at)
    await pilot.pause()
    await pilot.pause()
    assert property_of(pilot).chosen.place == at


def told(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#text", Static).render())


async def fill(pilot: Pilot[None], **values: str) -> None:
    for name, value in values.items():
        pilot.app.screen.query_one(f"#{name}", Input).value = value
    await pilot.pause()


async def test_the_wizard_makes_a_folder_and_validates_it(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(1)))
    folder = tmp_path / "new"
    async with driven(app) as pilot:
        await pilot.press("P")
        assert isinstance(app.screen, QuickstartScreen)
        await pilot.press("ctrl+s")
        assert "Name a folder" in str(app.screen.query_one("#wrong", Static).render())
        await fill(pilot, folder=str(folder), domain="shop.example", pixel="me")
        await pilot.press("ctrl+s")
        assert "digits" in str(app.screen.query_one("#wrong", Static).render())
        await fill(pilot, pixel="1234567890")
        app.screen.query_one("#complete", Checkbox).value = True
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert property_of(pilot).folder == folder
        await settled(pilot)
        assert "18 fine" in told(pilot)
        await pilot.press("escape")
        assert isinstance(app.screen, LiveScreen)
    assert (folder / "property.toml").is_file()


async def test_fast_typing_fills_one_field_after_the_other(tmp_path: Path, app_on: Make) -> None:
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        app.action_property()
        await pilot.pause()
        at_once(app, "tags\tshop.example\t12")
        await until(pilot, lambda: app.screen.query_one("#pixel", Input).value == "12")
        values = [app.screen.query_one(f"#{name}", Input).value for name in ("folder", "domain", "pixel")]
    assert values == ["tags", "shop.example", "12"]


async def test_the_wizard_opens_what_is_there_and_refuses_what_is_not_empty(
    tmp_path: Path, app_on: Make, made: Path
) -> None:
    before = (made / "property.toml").read_bytes()
    app = app_on(store_with(tmp_path / "a.db", a_shop(1)))
    async with driven(app) as pilot:
        await pilot.press("P")
        await fill(pilot, folder=str(tmp_path), domain="shop.example", pixel="1")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "is not empty" in str(app.screen.query_one("#wrong", Static).render())
        await fill(pilot, folder=str(made))
        assert "A property is there" in str(app.screen.query_one("#there", Static).render())
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "1 fine  17 no-trigger" in told(pilot)
    assert (made / "property.toml").read_bytes() == before


async def test_a_rule_shows_what_it_sent_and_the_configuration_its_match_quality(
    tmp_path: Path, app_on: Make, complete: Path
) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(1)))
    async with driven(app) as pilot:
        await opened(pilot, complete)
        await go(pilot, "rules", CART)
        text = told(pilot)
        assert "MetaConversion_AddToCart  fine" in text
        assert "same id 1/1  valid 1/1  one event 1/1" in text
        assert "custom_data.value 19" in text
        assert "ana@example.com" not in text
        await go(pilot, "extensions")
        assert "Match quality by event name" in told(pilot)
        assert "AddToCart" in told(pilot)
        assert " / 10" in told(pilot)
        await go(pilot, "elements", "Value")
        assert "AddToCart" in told(pilot)
        assert "2×" in told(pilot)


async def test_a_value_is_changed_and_the_sessions_run_again(tmp_path: Path, app_on: Make, complete: Path) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(1)))
    before = (complete / "property.toml").read_bytes()
    async with driven(app) as pilot:
        screen = await opened(pilot, complete)
        await go(pilot, "rules", CART, "actions", 1, "event_id")
        await pilot.press("enter")
        assert isinstance(app.screen, ValueScreen)
        await fill(pilot, value="%Event ID%-browser")
        await pilot.press("enter")
        await settled(pilot)
        assert screen.chosen.place == ("rules", CART, "actions", 1, "event_id")
        assert "fails" in told(pilot)
        assert "same id 0/1" in told(pilot)
        assert screen.tree_of.border_subtitle == "1 change, not written"
        await pilot.press("R")
        await settled(pilot)
        assert "same id 1/1" in told(pilot)
    assert (complete / "property.toml").read_bytes() == before


async def test_a_value_that_cannot_be_is_told_and_a_token_stays_out(
    tmp_path: Path, app_on: Make, complete: Path
) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(1)))
    async with driven(app) as pilot:
        await opened(pilot, complete)
        await go(pilot, "rules", CART, "actions", 1, "event")
        await pilot.press("e")
        await fill(pilot, value="AddToCard")
        await pilot.press("ctrl+s")
        assert "AddToCart" in str(app.screen.query_one("#wrong", Static).render())
        await fill(pilot, value="EAA" + "a" * 40)
        await pilot.press("ctrl+s")
        assert "access token" in str(app.screen.query_one("#wrong", Static).render())
        await pilot.press("escape")
        assert isinstance(app.screen, PropertyScreen)


async def test_a_rule_without_a_trigger_gets_the_one_that_may_fit(tmp_path: Path, app_on: Make, made: Path) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(1)))
    async with driven(app) as pilot:
        screen = await opened(pilot, made)
        await go(pilot, "rules", CART)
        assert "has no trigger" in told(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert "one event 1/1" in told(pilot)
        assert screen.check_action("trigger", ()) is False


async def test_a_property_that_cannot_be_read_says_what_to_do(tmp_path: Path, app_on: Make) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "property.toml").write_text('name = "[red]x"\nrulez = 1\n')
    app = app_on(store_with(tmp_path / "a.db", a_shop(1)))
    async with driven(app) as pilot:
        await opened(pilot, folder)
        assert "did you mean rules" in told(pilot)
        assert "R runs it again" in told(pilot)
        make_project(Wanted("shop.example", "1"), folder, overwrite=True)
        await pilot.press("R")
        await settled(pilot)
        assert "1 fine" in told(pilot)


async def test_names_from_outside_stay_text(tmp_path: Path, app_on: Make, complete: Path) -> None:
    hostile = "[red]bold[/nothing] \\u001b[31m"
    folder = tmp_path / "[red]x[nothing="
    make_project(Wanted("shop.example", "1", complete=True), folder)
    file = folder / "property.toml"
    text = (
        file.read_text().replace("MetaConversion_AddToCart", hostile).replace('name = "shop', f'name = "{hostile}shop')
    )
    file.write_text(text.replace('"Value" =', f'"Value{hostile}" ='))
    app = app_on(store_with(tmp_path / "a.db", a_shop(1)))
    async with driven(app) as pilot:
        screen = await opened(pilot, folder)
        await go(pilot, "rules", CART)
        assert "[red]bold[/nothing]" in told(pilot)
        await go(pilot, "elements")
        lines = "\n".join(strip.text for strip in screen._compositor.render_strips())
        assert "\x1b" not in lines
        assert "[red]bold[/nothing]" in lines
        assert "[red]x[nothing=" in lines


async def test_the_application_may_begin_with_the_wizard(tmp_path: Path, app_on: Make) -> None:
    app = app_on(str(tmp_path / "new.db"))
    app.asks_property = True
    async with driven(app) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, QuickstartScreen)
        await pilot.press("escape")
        await pilot.pause()
