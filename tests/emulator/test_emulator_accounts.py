"""What a token reaches, as ``capisim connect`` and Meta's clients ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from calling import PIXEL, event, post

from simulator.emulator.pixels import Pixel

if TYPE_CHECKING:
    from calling import Client

SHOP, OTHER = "111222333", "444555666"
TWO = {"pixels": [Pixel(SHOP, "token-of-the-shop"), Pixel(OTHER, "token-of-another")]}
SECRETIVE = {"pixels": [Pixel(SHOP, "token-of-the-shop", "app-secret")]}
MANY = {"pixels": [Pixel(str(number), "one-token") for number in range(1000, 1007)]}


def get(client: Client, path: str, token: str = "any", query: str = "") -> Any:
    return client("GET", f"/v26.0/{path}?{query}", None, {"authorization": f"Bearer {token}"}).json()


def test_without_settings_the_datasets_of_the_run_are_reached(client: Client) -> None:
    assert get(client, "act_1/adspixels")["data"] == []
    post(client, event())
    named = {"id": PIXEL, "name": f"Dataset {PIXEL}"}
    assert get(client, "me/adaccounts", query="fields=id,name")["data"] == [{"id": "act_1", "name": "capisim"}]
    assert get(client, "me/businesses")["data"] == [{"id": "1"}]
    assert get(client, "act_1/adspixels", query="fields=id,name")["data"] == [named]
    assert get(client, "1/owned_pixels/", query="fields=name")["data"] == [named]
    assert get(client, "1/client_pixels")["data"] == []
    assert get(client, PIXEL, query="fields=id,name") == named


@pytest.mark.parametrize("service", [TWO], indirect=True)
def test_a_token_reaches_what_it_opens(client: Client) -> None:
    assert get(client, "act_1/adspixels", "token-of-the-shop")["data"] == [{"id": SHOP}]
    assert get(client, "me/businesses", "token-of-another")["data"] == [{"id": "1"}]
    assert get(client, OTHER, "token-of-another") == {"id": OTHER}
    assert get(client, OTHER, "token-of-the-shop")["error"]["code"] == 100
    for path in ("me/adaccounts", "me/businesses", "act_1/adspixels", "1/owned_pixels", SHOP):
        assert get(client, path, "somebody-elses")["error"]["code"] == 190
        assert get(client, path, "capisim-expired")["error"]["error_subcode"] == 463
        assert client("GET", f"/v26.0/{path}").error["code"] == 190


@pytest.mark.parametrize("service", [SECRETIVE], indirect=True)
def test_a_proof_is_asked_for(client: Client) -> None:
    assert get(client, "act_1/adspixels", "token-of-the-shop")["error"]["code"] == 104


@pytest.mark.parametrize("service", [MANY], indirect=True)
def test_pages_lead_to_the_end(client: Client) -> None:
    found, query, pages = [], "limit=3", 0
    while True:
        body = get(client, "act_1/adspixels", "one-token", query)
        found += [each["id"] for each in body["data"]]
        pages += 1
        if "next" not in body["paging"]:
            break
        assert "one-token" not in body["paging"]["next"]
        query = urlsplit(body["paging"]["next"]).query
    assert found == [str(number) for number in range(1000, 1007)]
    assert pages == 3
    assert "paging" not in get(client, "act_1/adspixels", "one-token", "after=OTk=")
    assert len(get(client, "act_1/adspixels", "one-token", "after=odd&limit=-4")["data"]) == 7


@pytest.mark.parametrize(
    ("path", "code"),
    [("act_2/adspixels", 100), ("7/owned_pixels", 100), ("me", 803), ("act_1/adspixels?fields=owner", 100)],
)
def test_what_there_is_not_is_refused(client: Client, path: str, code: int) -> None:
    found = client("GET", f"/v26.0/{path}", None, {"authorization": "Bearer any"})
    assert found.error["code"] == code
    assert client("GET", "/v26.0/act_1/adspixels?fields=}{&access_token=any").error["code"] == 2500
