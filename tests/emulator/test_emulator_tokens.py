"""Access tokens: every place, every refusal, and none in a file, a log or an answer."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

import pytest
from calling import EVENTS, InProcess, event
from hypothesis import given
from hypothesis import strategies as st

from simulator.emulator.log import log_line
from simulator.emulator.pixels import Pixel, pixels_of
from simulator.emulator.service import Service
from simulator.errors import SettingsError
from simulator.settings import Settings
from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from calling import Answer, Client

OPEN, LOCKED, OTHER, PROVEN = "1234567890", "111", "222", "333"
PIXELS = [
    Pixel(OPEN),
    Pixel(LOCKED, "token-one"),
    Pixel(OTHER, "token-two"),
    Pixel(PROVEN, "token-three", "app-secret"),
]
GIVEN = {"pixels": PIXELS}
PROOF = hmac.new(b"app-secret", b"token-three", hashlib.sha256).hexdigest()


def send(client: Client, pixel: str, token: str | None, **members: Any) -> Answer:
    body = {"data": [event()], **members} | ({"access_token": token} if token else {})
    return client("POST", f"/v26.0/{pixel}/events", json.dumps(body))


def test_a_token_may_stand_in_four_places(client: Client) -> None:
    body, form = json.dumps({"data": [event()]}), "data=" + json.dumps([json.dumps(event())])
    assert client("POST", f"{EVENTS}?access_token=x", body).status == 200
    assert client("POST", EVENTS, json.dumps({"data": [event()], "access_token": "x"})).status == 200
    assert client("POST", EVENTS, f"access_token=x&{form}").status == 200
    assert client("POST", EVENTS, body, {"authorization": "Bearer x"}).status == 200
    assert client("POST", EVENTS, body, {"authorization": "Basic x"}).status == 401
    assert client("POST", EVENTS, body).status == 401


TABLE = [
    (OPEN, "anything at all".replace(" ", "-"), 200, None, None),
    (OPEN, "with a space", 401, 190, None),
    (OPEN, "capisim-unparsable", 401, 190, None),
    (OPEN, "capisim-expired", 400, 190, 463),
    (OPEN, "capisim-password-changed", 400, 190, 460),
    (LOCKED, "token-one", 200, None, None),
    (LOCKED, "token-two", 400, 100, None),
    (LOCKED, "wrong", 401, 190, None),
    (LOCKED, None, 401, 190, None),
    ("999", "token-one", 400, 100, 33),
    ("999", "wrong", 400, 100, 33),
    ("my-pixel", "token-one", 404, 803, None),
]


@pytest.mark.parametrize("service", [GIVEN], indirect=True)
@pytest.mark.parametrize(("pixel", "token", "status", "code", "subcode"), TABLE)
def test_what_each_token_opens(
    client: Client, pixel: str, token: str | None, status: int, code: int | None, subcode: int | None
) -> None:
    found = send(client, pixel, token)
    assert found.status == status
    if code is not None:
        assert (found.error["code"], found.error.get("error_subcode")) == (code, subcode)
        assert found.error["type"] == ("GraphMethodException" if subcode == 33 else "OAuthException")


@pytest.mark.parametrize("service", [GIVEN], indirect=True)
def test_a_secret_asks_for_the_proof_of_the_token(client: Client) -> None:
    assert send(client, PROVEN, "token-three", appsecret_proof=PROOF).status == 200
    for proof in ({}, {"appsecret_proof": PROOF[::-1]}, {"appsecret_proof": 5}, {"appsecret_proof": "ü"}):
        found = send(client, PROVEN, "token-three", **proof)
        assert (found.status, found.error["code"]) == (400, 104)
    body = json.dumps({"data": [event()], "access_token": "token-three"})
    assert client("POST", f"/v26.0/{PROVEN}/events?appsecret_proof={PROOF}", body).status == 200


@pytest.mark.parametrize("service", [{"pixels": PIXELS[1:]}], indirect=True)
def test_where_every_dataset_has_a_token_a_wrong_one_is_told_before_the_object(client: Client) -> None:
    assert send(client, "999", "wrong").error["code"] == 190
    assert send(client, "999", "token-one").error["error_subcode"] == 33


def test_no_secret_rests_anywhere(tmp_path: Path) -> None:
    token, secret = "EAAcanaryTOKEN0123456789canary", "canary-secret"
    proof = hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
    place = tmp_path / "store.db"
    said: list[str] = []
    with open_store(str(place)) as store:
        service = Service(store, Settings(workers=1), pixels=[Pixel(OPEN, token, secret), Pixel("9", "canary-other")])
        service.watch(lambda handled: said.append(log_line(handled)))
        client = InProcess(service)
        whole = f"access_token={token}&appsecret_proof={proof}"
        data = json.dumps({"data": [event()], "access_token": token, "appsecret_proof": proof})
        cookies = {"authorization": f"Bearer {token}", "cookie": "c_user=canary-cookie"}
        part = "Content-Disposition: form-data; name="
        multipart = f'--x\r\n{part}"access_token"\r\n\r\n{token}\r\n--x\r\n{part}"data"\r\n\r\n[{{}}]\r\n--x--\r\n'
        relative = json.dumps(
            [{"method": "POST", "relative_url": f"{OPEN}/events?{whole}", "body": f"data=[]&{whole}"}]
        )
        said += [
            answer.body.decode("latin-1")
            for answer in (
                client("POST", f"{EVENTS}?{whole}", data, cookies),
                client("POST", EVENTS, f"{whole}&data=[", cookies),
                client("POST", EVENTS, f"{{{whole}", cookies),
                client("POST", EVENTS, multipart, {"content-type": "multipart/form-data; boundary=x"}),
                client("POST", EVENTS, json.dumps({"data": [], "access_token": f"{token}x"})),
                client("POST", f"/v26.0/?{whole}", json.dumps({"batch": relative})),
                client("POST", f"/v26.0/999/events?{whole}", data),
                client(
                    "GET", f"/tr?id={OPEN}&ev=Lead&access_token={token}&dl=https://shop.example/?{whole}", None, cookies
                ),
                client("GET", f"/nothing/{token}?{whole}"),
                client("POST", f"/v26.0/{token}/events?{whole}", data, {"x-capisim-fault": "code-2"}),
                client("POST", f"/v26.0/{token}/events?{whole}", data, {"x-capisim-fault": "http-500-after"}),
                client("GET", f"/v26.0/dataset_quality?dataset_id={OPEN}&{whole}"),
            )
        ]
        said.append(repr(service.pixels))
        service.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"shop.example" in kept, "what was sent is there"
    for canary in (token, secret, proof, "canary"):
        assert canary.encode() not in kept
        assert canary not in "\n".join(said)


def test_pixels_of_the_settings_hold_what_their_variables_hold() -> None:
    environ = {"A": "token", "B": "secret", "EMPTY": ""}
    found = pixels_of(["1", "2:A", "3:A:B", "4::B"], environ)
    assert [tuple(each) for each in found] == [
        ("1", None, None),
        ("2", "token", None),
        ("3", "token", "secret"),
        ("4", None, "secret"),
    ]
    with pytest.raises(SettingsError, match="GONE, which is not set"):
        pixels_of(["1:GONE"], environ)
    with pytest.raises(SettingsError, match="EMPTY"):
        pixels_of(["1:EMPTY"], environ)


@pytest.fixture(scope="module")
def anybody() -> Iterator[InProcess]:
    with open_store(":memory:") as store:
        service = Service(store, Settings(workers=1))
        yield InProcess(service)
        service.close()


@given(st.text(max_size=30))
def test_any_text_as_a_token_is_answered(anybody: InProcess, token: str) -> None:
    assert send(anybody, OPEN, token).status in (200, 400, 401)
