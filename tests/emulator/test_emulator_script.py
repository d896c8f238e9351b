"""How our stand-in for Meta's pixel script is served; what it does is tested in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.emulator.script import PARTS, part, source

if TYPE_CHECKING:
    from calling import Client


def test_any_page_gets_the_script_and_no_browser_keeps_it(client: Client) -> None:
    found = client("GET", "/capisim/fbevents.js", headers={"origin": "https://shop.example"})
    assert (found.status, found.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert found.headers["cache-control"] == "no-store"
    assert found.headers["access-control-allow-origin"] == "*"
    assert found.headers["cross-origin-resource-policy"] == "cross-origin"
    assert found.body.decode() == source()


def test_it_is_served_under_any_name_of_this_machine_and_with_any_query(client: Client) -> None:
    found = client("GET", "/capisim/fbevents.js?v=2", headers={"origin": "null", "host": "staging.shop.example"})
    assert found.status == 200
    assert client("PUT", "/capisim/fbevents.js").status == 405


def test_the_script_holds_every_part_and_no_address_of_metas() -> None:
    text = source()
    assert all(part(name) in text for name in PARTS)
    assert "facebook" not in text
