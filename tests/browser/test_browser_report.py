"""The HTML report in Chromium: offline, at every width, with the keyboard, with hostile events, checked by axe."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from handed import HOSTILE, handed, hostile_run
from playwright.sync_api import Error, expect
from reported import opened, write_demo
from stored_run import busy_run

from simulator.finding import Severity
from simulator.reports.html import difference, html
from simulator.views.diffing import diff, of_run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_PACKAGES = os.environ.get("META_NODE_PACKAGES")
_OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true; })"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the demo shop."""
    path = tmp_path_factory.mktemp("report") / "demo.html"
    write_demo(path, 24, "--pairs", "20")
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of a few shoppers, and few pairs: axe looks at every element."""
    path = tmp_path_factory.mktemp("small") / "demo.html"
    write_demo(path, 3, "--pairs", "2")
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in which everything that comes from outside is hostile."""
    path = tmp_path_factory.mktemp("hostile") / "report.html"
    run = hostile_run()
    path.write_bytes(b"".join(html(run.store, handed(run))))
    return path


def rows(page: Page) -> list[str]:
    return page.locator("#rows tr td:first-child").all_inner_texts()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (390, "dark"), (820, "light"), (1280, "dark")])
def test_it_fits_and_nothing_is_missing(browser: Browser, demo: Path, width: int, scheme: str) -> None:
    with opened(browser, demo, width, scheme) as page:
        page.evaluate(_OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("h1").inner_text() == "No go"
        assert len(rows(page)) == 50
        for region in ("#decision .scroll", "#list .scroll"):
            assert page.locator(region).evaluate("each => each.scrollWidth - each.clientWidth") <= 0, region
        # What no scrolling region holds must not stick out of its section either.
        assert page.evaluate(_STICKS_OUT) == []


def test_the_list_pages_filters_and_tells(browser: Browser, demo: Path) -> None:
    with opened(browser, demo) as page:
        told = page.locator("#shown")
        assert told.inner_text().startswith("1 to 50 of ")
        page.click("#next")
        assert rows(page)[0] == "#51"
        page.click("#last")
        assert page.locator("#next").is_disabled()
        page.click("#first")
        page.select_option("#by-verdict", label="duplicate")
        assert set(page.locator("#rows .verdict .badge").all_inner_texts()) == {"duplicate"}
        assert " events that match" in told.inner_text()
        page.fill("#find", "purchase")
        expect(page.locator("#rows b").filter(has_not_text="Purchase")).to_have_count(0)
        page.fill("#find", "no such event")
        expect(told).to_have_text("No event matches")
        page.click("#clear")
        assert told.inner_text().startswith("1 to 50 of ")
        page.select_option("#size", "200")
        assert len(rows(page)) == 200


def test_links_lead_to_events_rules_and_pairs(browser: Browser, demo: Path) -> None:
    with opened(browser, demo) as page:
        link = page.locator("#pairs details[open] a[href^='#event-']").first
        number = link.inner_text()
        link.click()
        page.wait_for_selector("tr.found")
        assert page.locator("tr.found td").first.inner_text() == number
        assert page.evaluate("document.activeElement.tagName") == "TR"
        page.locator("tr.found a[href^='#pair-']").click()
        expect(page.locator("summary:focus")).to_have_count(1)
        page.locator(".rules a").first.click()
        page.wait_for_selector(".rule[open]")
        code = page.locator(".rule[open] .code").first.inner_text()
        page.locator(".rule[open] .show").click()
        assert page.locator("#by-rule").input_value() == code
        assert all(code in text for text in page.locator("#rows .codes").all_inner_texts())
    # An address with a place in it opens there, also where the place is folded.
    with opened(browser, demo, anchor="#event-77") as page:
        assert page.locator("tr.found td").first.inner_text() == "#77"
    with opened(browser, demo, anchor="#events") as page:
        assert 0 <= page.locator("#events").evaluate("each => each.getBoundingClientRect().top") < 100


def test_the_keyboard_reaches_everything_and_the_theme_changes(browser: Browser, demo: Path) -> None:
    with opened(browser, demo) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        before = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.locator("#theme").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
        assert page.locator("#theme").inner_text() == "Light"
        summary = page.locator(".rule summary").first
        summary.focus()
        page.keyboard.press("Space")
        assert page.locator(".rule").first.get_attribute("open") is not None
        assert summary.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"


def test_paper_shows_rules_and_tables_that_are_folded(browser: Browser, demo: Path) -> None:
    with opened(browser, demo, scheme="dark") as page:
        folded = page.locator("details:not([open])")
        before = folded.count()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator(".rule:not([open])").count() == 0
        assert page.locator(".pair:not([open])").count() > 10
        page.emulate_media(media="print", color_scheme="light")
        assert not page.locator(".controls").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert folded.count() == before


def test_without_scripts_everything_but_the_list_is_there(browser: Browser, demo: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(demo.as_uri())
    assert page.locator("h1").inner_text() == "No go"
    assert page.locator("noscript").count() == 1
    assert not page.locator("#list").is_visible()
    page.locator(".rule summary").first.click()
    assert page.locator(".rule[open] dd").first.is_visible()
    context.close()


def test_hostile_events_change_nothing(browser: Browser, hostile: Path) -> None:
    with opened(browser, hostile, 390) as page:
        page.evaluate(_OPEN_ALL)
        assert page.evaluate("window.broken") is None
        assert page.locator("img, main script, iframe").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        names = page.locator("#rows b").all_inner_texts()
        assert names[0].startswith("</script><!--<script>window.broken=1</script>")
        assert len(rows(page)) == 4
        page.fill("#find", "</SCRIPT><!--")
        expect(page.locator("#rows tr")).to_have_count(3)


@pytest.mark.parametrize(
    ("script", "refusal"),
    [
        ("document.querySelector('main').insertAdjacentHTML('beforeend', '<b>x</b>')", "TrustedHTML"),
        ("document.createElement('img').setAttribute('onerror', 'window.broken = 1')", "TrustedScript"),
        ("document.createElement('script').src = 'data:,window.broken=1'", "TrustedScriptURL"),
        ("fetch('data:,x')", "Failed to fetch"),
    ],
)
def test_the_policy_lets_nothing_in_afterwards(browser: Browser, hostile: Path, script: str, refusal: str) -> None:
    with opened(browser, hostile, forgiving=True) as page:
        with pytest.raises(Error, match=refusal):
            page.evaluate(script)
        assert page.evaluate("window.broken") is None


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_what_changed_fits_too(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    run, path = hostile_run(), tmp_path / "difference.html"
    sides = of_run(run.store, 1, HOSTILE), of_run(busy_run().store, 1, "this")
    path.write_bytes(b"".join(difference(diff(*sides, Severity.ERROR))))
    with opened(browser, path, width, scheme) as page:
        assert page.locator("h1").inner_text() == "Worse"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(_STICKS_OUT) == []
        assert page.evaluate("window.broken") is None
        page.click("#theme")
        assert page.locator("#theme").inner_text() == ("Dark" if scheme == "dark" else "Light")


@pytest.mark.skipif(
    _PACKAGES is None and os.environ.get("CI") != "true", reason="META_NODE_PACKAGES names no folder with axe-core"
)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_no_serious_violation(browser: Browser, small: Path, width: int, scheme: str) -> None:
    assert _PACKAGES, "META_NODE_PACKAGES names no folder with axe-core"
    axe = (Path(_PACKAGES) / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    with opened(browser, small, width, scheme) as page:
        page.evaluate(_OPEN_ALL)
        page.evaluate(axe)
        found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 20
    told = [(each["impact"], each["id"], each["nodes"][0]["target"]) for each in found["violations"]]
    assert [each for each in told if each[0] in ("serious", "critical")] == []


# Elements that reach beyond their section to the right, unless a region around them scrolls.
_STICKS_OUT = """() => [...document.querySelectorAll('section')].flatMap(section => {
  const edge = section.getBoundingClientRect().right + 1;
  return [...section.querySelectorAll('*')].filter(each => !each.closest('.scroll') && !each.closest('.unseen')
    && each.checkVisibility() && each.getBoundingClientRect().right > edge)
    .map(each => `${section.id}: ${each.tagName} ${each.className} ${each.textContent.slice(0, 40)}`);
})"""
