"""The live page at ``/capisim/`` in Chromium."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import urllib3
from shop import PIXEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

_HOSTILE = '<img src=x onerror="window.broken = true">'


@pytest.fixture
def http() -> Iterator[urllib3.PoolManager]:
    pool = urllib3.PoolManager()
    yield pool
    pool.clear()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser has against the page: errors, and what its policy forbids."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
    return found


def report(http: urllib3.PoolManager, emulator: str, name: str = "Purchase", **members: Any) -> None:
    """The browser's copy of an event and the server's."""
    query = {"id": PIXEL, "ev": name, "eid": "order-1", "cd[value]": "9.5", "cd[currency]": "EUR"}
    assert http.request("GET", f"{emulator}/tr", fields=query).status == 200
    user = {"client_user_agent": "Mozilla/5.0", "client_ip_address": "203.0.113.7"}
    sent = {"event_name": name, "event_time": 1, "event_id": "order-1", "user_data": user, **members}
    body = json.dumps({"data": [sent], "access_token": "any"})
    http.request("POST", f"{emulator}/v26.0/{PIXEL}/events", body=body, headers={"content-type": "application/json"})


def numbers(page: Page) -> dict[str, str]:
    tiles = page.locator(".number")
    return {each.locator("span").inner_text(): each.locator("b").inner_text() for each in tiles.all()}


def test_events_appear_as_they_arrive(
    page: Page, emulator: str, http: urllib3.PoolManager, complaints: list[str]
) -> None:
    page.goto(f"{emulator}/capisim/")
    page.wait_for_selector("#empty:not([hidden])")
    assert page.locator("#script").inner_text() == f"{emulator}/capisim/fbevents.js"
    now = page.evaluate("Math.floor(Date.now() / 1000)")
    report(http, emulator, event_time=now, action_source="website", custom_data={"value": 9.5, "currency": "EUR"})
    page.wait_for_selector("#events tr:nth-child(2)")
    page.wait_for_selector("#pairs b")
    assert numbers(page)["received"] == "2"
    assert numbers(page)["duplicates"] == "1"
    assert page.locator("#events .badge.duplicate").count() == 1
    assert "browser #1 counts, server #2 does not" in page.locator("#pairs").inner_text()
    # A refusal comes without the page being loaded again.
    report(http, emulator, "Lead")
    page.wait_for_selector("#events .badge.rejected")
    assert "EVT003" in page.locator("#rules").inner_text()
    assert complaints == []


def test_what_comes_from_outside_stays_text(
    page: Page, emulator: str, http: urllib3.PoolManager, complaints: list[str]
) -> None:
    report(http, emulator, _HOSTILE, event_id="\x1b[31m<b>", action_source=_HOSTILE)
    page.goto(f"{emulator}/capisim/")
    page.wait_for_selector("#events tr")
    assert page.locator("td.event b").last.inner_text() == _HOSTILE[:39] + "…"
    assert page.locator("main img").count() == 0
    assert page.evaluate("window.broken") is None
    # Were something to get in after all, the policy would not run it.
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", _HOSTILE)
    while not any("inline event handler" in text for text in complaints):
        page.wait_for_event("console")
    assert page.evaluate("window.broken") is None


def test_a_reset_empties_the_page_and_a_pause_holds_it(page: Page, emulator: str, http: urllib3.PoolManager) -> None:
    report(http, emulator)
    page.goto(f"{emulator}/capisim/")
    page.wait_for_selector("#events tr")
    page.click("#pause")
    assert page.locator("#state").inner_text() == "paused"
    assert http.request("POST", f"{emulator}/capisim/reset").status == 200
    assert page.locator("#run").inner_text().startswith("run 1")
    page.click("#pause")
    page.wait_for_selector("#empty:not([hidden])")
    assert page.locator("#run").inner_text().startswith("run 2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 390, 820, 1280])
def test_the_page_fits_and_can_be_read(
    page: Page, emulator: str, http: urllib3.PoolManager, width: int, scheme: Any
) -> None:
    report(http, emulator, "A" * 200, event_id="b" * 300)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{emulator}/capisim/")
    page.wait_for_selector("#events tr")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ratios = page.evaluate(_CONTRAST)
    assert len(ratios) > 10
    assert min(ratios) >= 4.5


# How text stands out from what is behind it, for every text on the page (WCAG 2.2, 1.4.3).
_CONTRAST = """() => {
  const rgb = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => rgb(color).slice(0, 3).map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    const color = getComputedStyle(element).backgroundColor;
    return rgb(color)[3] === 0 && element.parentElement ? behind(element.parentElement) : color;
  };
  const texts = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && e.tagName !== 'SCRIPT'
    && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
  return texts.map(e => {
    const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
}"""
