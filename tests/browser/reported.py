"""Reports as files, and pages that complain."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page


def write_demo(path: Path, shoppers: int, *options: str) -> None:
    """The report of a made-up shop's day in which some things go wrong."""
    arguments = ["--shoppers", str(shoppers), "--format", "html", "--store", ":memory:", "-o", str(path), *options]
    assert run(["demo", *arguments]) == 0


@contextmanager
def opened(
    browser: Browser,
    path: Path,
    width: int = 1280,
    scheme: Any = "light",
    *,
    anchor: str = "",
    forgiving: bool = False,
) -> Iterator[Page]:
    """A report, open and ready, as an offline file.

    Whatever the browser has against it fails the test, unless that is ``forgiving``.
    """
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    context.set_default_timeout(60_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: complaints.append(request.url) if request.url.startswith("http") else None)
    page.goto(path.as_uri() + anchor)
    page.wait_for_selector("html[data-ready]")
    yield page
    assert forgiving or complaints == []
    context.close()
