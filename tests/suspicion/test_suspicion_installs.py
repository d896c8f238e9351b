"""Two installations of the pixel on a page, and one call that reaches several pixels."""

from __future__ import annotations

from typing import Any

import pytest
from seen_building import seen
from suspicion_building import findings, found

from simulator.checks.examples import AT, browser, pair
from simulator.checks.seen import Seen
from simulator.finding import Finding
from simulator.settings import Settings
from simulator.suspicion import installs
from simulator.suspicion.installs import InstallWatch

FBP = f"fb.1.{AT - 3600}000.1098115397"
GTM, SHOP = "tmgoogletagmanager", "shopify"


def view(agent: str | None, event_id: str, at: float = AT, page: str = "a") -> dict[str, Any]:
    """A PageView as a pixel of that agent sends it."""
    by = "" if agent is None else f"&a={agent}"
    address = f"https%3A%2F%2Fshop.example%2F{page}"
    url = f"https://www.facebook.com/tr/?id=1234567890&ev=PageView&dl={address}&eid={event_id}{by}&fbp={FBP}"
    request = {"method": "GET", "url": url, "headers": {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/139.0"}}
    return {"received_at": at, "request": request}


def told(lines: list[dict[str, Any]]) -> list[tuple[int, Finding]]:
    return [(n, each) for n, own in findings(lines).items() for each in own if each.rule == "PIX009"]


@pytest.mark.parametrize(
    ("lines", "hits"),
    [
        ([view(GTM, "v-1"), view(SHOP, "v-1", AT + 1)], True),
        ([view(GTM, "v-1"), view(SHOP, "v-2", AT + 1)], True),
        ([view(GTM, "v-1"), view(GTM, "v-1", AT + 1)], False),
        ([view(GTM, "v-1"), view(GTM, "v-2", AT + 1)], False),
        ([view(None, "v-1"), view(SHOP, "v-1", AT + 1)], False),
        ([view(GTM, "v-1"), view(None, "v-2", AT + 1)], False),
        ([view(None, "v-1"), view(None, "v-2", AT + 1)], False),
        ([view("", "v-1"), view(SHOP, "v-1", AT + 1)], False),
        # Page views with ids of their own are one for 3 seconds; with one id, for as long as ids are compared.
        ([view(GTM, "v-1"), view(SHOP, "v-2", AT + 3)], True),
        ([view(GTM, "v-1"), view(SHOP, "v-2", AT + 3.1)], False),
        ([view(GTM, "v-1"), view(SHOP, "v-1", AT + 3600)], True),
        ([view(GTM, "v-1"), view(SHOP, "v-2", AT + 1, "b")], False),
        # The server has no agent, whatever made its copy.
        (pair(), False),
        ([view(GTM, "v-1")], False),
    ],
)
def test_installed_twice(lines: list[dict[str, Any]], hits: bool) -> None:
    assert [n for n, _ in told(lines)] == ([2] if hits else [])


def test_agents_are_named() -> None:
    [(_, finding)] = told([view(GTM, "v-1"), view(SHOP, "v-2", AT + 1)])
    assert finding.message == (
        "Two installations of the pixel reported this action, 1.0 s apart: tmgoogletagmanager and shopify (#1)."
    )
    assert finding.twin == 1


def test_agent_that_holds_an_address_is_masked() -> None:
    [(_, finding)] = told([view(GTM, "v-1"), view("ana%40example.com", "v-2", AT + 1)])
    assert "example" not in f"{finding.message} {finding.actual}"
    assert GTM in finding.message


@pytest.mark.parametrize(("a", "agent"), [("shopify", "shopify"), ("", None), (None, None), (7, None), (["x"], None)])
def test_agent_of_an_event(a: Any, agent: str | None) -> None:
    assert seen(pair()[0], 1)._replace(body={"a": a}).agent == agent


def test_event_without_a_body_has_no_agent() -> None:
    assert seen(pair()[0], 1).agent is None


def sent(n: int, event_id: str, pixel_id: str = "1") -> Seen:
    line = browser(event_id=event_id, user_data={"fbp": FBP})
    return seen({**line, "pixel_id": pixel_id, "received_at": AT}, n)


def test_what_came_again_is_remembered_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installs, "MOST_REMEMBERED", 2)
    watch = InstallWatch(Settings())
    for n, event_id in enumerate(["busy", "other", "busy", "third"], 1):
        assert not list(watch.see(sent(n, event_id)))
    assert [each.twin for each in watch.see(sent(5, "busy", "2"))] == [3]
    assert not list(watch.see(sent(6, "other", "3")))


def test_pixel_id_that_holds_an_address_is_masked() -> None:
    line = browser(user_data={"fbp": FBP})
    lines = [line, {**line, "pixel_id": "ana@example.com"}]
    assert "PIX010" in found(lines)[2]
    assert not any("ana@" in str(each) for own in findings(lines).values() for each in own)
