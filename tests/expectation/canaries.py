"""A capture full of personal data, none of which may be in the scenario that is made of it."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any
from urllib.parse import quote, urlencode

AT = 1_791_795_600
MAIL = "Quirina.Zwiebelfisch@Mailhaus-Kanari.example"
PHONE = "+1 (650) 555-0147"
PLAIN = {
    "em": MAIL,
    "ph": PHONE,
    "fn": "Quirina",
    "ln": "Zwiebelfisch",
    "db": "1987-04-23",
    "ct": "Wolkenkuckucksheim",
    "zp": "98431",
    "external_id": "kunde-774411",
}
ADDRESS = "203.0.113.201"
SIXTH = "2001:db8:77aa::beef"
BROWSER_ID = "8817263544"
CLICK = "IwAR3xKanarienvogelXyZ0987654321abcdEFGH"
ORDER = "ORD-55667788"
TOKEN = "EAA" + "Bq7" * 12
PIXEL = "771029384756601"
HOST = "kanarienladen.example"
PASSWORD = "geheimwortkanari"
WORDS = ("Quirina", "Zwiebelfisch", "Mailhaus", "Wolkenkuckucksheim", "kanarienladen", "Kanarienvogel", PASSWORD)
NUMBERS = ("6505550147", "19870423", "1987-04-23", "98431", "774411", "55667788", BROWSER_ID, PIXEL, ADDRESS, "77aa")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def hashed() -> dict[str, str]:
    """The documented hashes of the person."""
    right = PLAIN | {"em": MAIL.lower(), "ph": "16505550147", "fn": "quirina", "ln": "zwiebelfisch", "db": "19870423"}
    return {key: sha256(value.lower()) for key, value in right.items()}


def secrets() -> set[str]:
    """Everything that may not survive, in lower case: values, their parts, and what can be made of them."""
    texts = {*WORDS, *NUMBERS, MAIL, MAIL.lower(), TOKEN, CLICK, ORDER, SIXTH, *PLAIN.values(), "16505550147"}
    made = set(texts)
    for text in texts:
        for form in {text, text.lower(), text.upper()}:
            digest = hashlib.sha256(form.encode())
            made |= {digest.hexdigest(), hashlib.md5(form.encode()).hexdigest()}  # noqa: S324 - a fault people make
            made |= {base64.b64encode(digest.digest()).decode().rstrip("="), sha256(digest.hexdigest())}
    return {text.lower() for text in made}


def user_data(**changes: Any) -> dict[str, Any]:
    base = {**{key: [value] for key, value in hashed().items()}, "client_ip_address": ADDRESS}
    base |= {"fbp": f"fb.1.{AT - 9999}000.{BROWSER_ID}", "fbc": f"fb.1.{AT - 9999}123.{CLICK}"}
    return base | {"client_user_agent": f"Mozilla/5.0 (X11; Linux x86_64) Firefox/143.0 ({MAIL})"} | changes


def event(**changes: Any) -> dict[str, Any]:
    url = f"https://www.{HOST}/konto/Quirina-Zwiebelfisch/bestellung/{ORDER}?email={quote(MAIL)}&fbclid={CLICK}"
    base: dict[str, Any] = {
        "event_name": "Purchase",
        "event_time": AT,
        "event_id": f"order-{ORDER}",
        "action_source": "website",
        "event_source_url": f"{url}&next={quote(quote('https://' + HOST + '/?u=' + MAIL))}#user={MAIL}",
        "referrer_url": f"https://{PASSWORD}:{PASSWORD}@news.{HOST}/Wolkenkuckucksheim",
        "user_data": user_data(),
        "custom_data": {
            "value": 49.9,
            "currency": "EUR",
            "order_id": ORDER,
            "content_name": f"Geschenk von Quirina Zwiebelfisch, {PHONE}, {ADDRESS}",
            "search_string": "zwiebelfisch wolkenkuckucksheim",
            "first_name": "Quirina",
            "delivery": {"street": "Wolkenkuckucksheim 98431", "phones": [PHONE, 16505550147]},
            "note": json.dumps({"mail": MAIL, "kunde": "kunde-774411"}),
            MAIL: "as the name of a member",
            "customer_number": 55667788,
        },
    }
    return base | changes


def pixel_query() -> str:
    payload = event()
    fields = {
        "id": PIXEL,
        "ev": "Purchase",
        "dl": payload["event_source_url"],
        "rl": payload["referrer_url"],
        "ts": f"{AT}123",
        "eid": payload["event_id"],
        "fbp": payload["user_data"]["fbp"],
        "fbc": payload["user_data"]["fbc"],
        **{f"ud[{key}]": value for key, value in hashed().items()},
        "ud[ln]": "Zwiebelfisch",
        "cd[content_name]": f"Quirina {MAIL}",
        "cd[contents]": json.dumps([{"id": ORDER, "title": "Zwiebelfisch"}]),
        "cd[value]": "49.90",
        "unknown": "Wolkenkuckucksheim",
        "sw": "1920",
    }
    return urlencode(fields)


def capture() -> list[str]:
    """Lines in every form that capisim reads, and some that it doesn't."""
    around = {"channel": "server", "pixel_id": PIXEL, "received_at": AT + 1.5}
    body = {"data": [event(event_time=AT + 60)], "access_token": TOKEN, "test_event_code": "TEST774411"}
    graph = f"https://graph.facebook.com/v26.0/{PIXEL}/events?access_token={TOKEN}"
    headers = {"Authorization": f"Bearer {TOKEN}", "Cookie": f"mail={MAIL}", "X-Forwarded-For": f"{ADDRESS}, 10.0.0.1"}
    form = {"data": json.dumps([json.dumps(event(event_time=AT + 70))]), "access_token": TOKEN}
    part = f'--kante\r\nContent-Disposition: form-data; name="data"\r\n\r\n{json.dumps([event()])}\r\n--kante--\r\n'
    multipart = {"content-type": "multipart/form-data; boundary=kante"}
    pixel = {"method": "GET", "url": f"https://www.facebook.com/tr/?{pixel_query()}", "headers": headers}
    wires = [
        {"method": "POST", "url": graph, "headers": headers, "body": body},
        {"method": "POST", "url": graph, "headers": headers, "body": json.dumps(body)},
        {"method": "POST", "url": graph, "headers": {}, "body": urlencode(form)},
        {"method": "POST", "url": graph, "headers": multipart, "body": part},
        pixel,
        {"method": "POST", "url": f"https://sst.{HOST}/tr/", "headers": headers, "body": pixel_query()},
        {"method": "POST", "url": "https://www.facebook.com/tr/", "body": f"batch=1&events[0]={quote(pixel_query())}"},
    ]
    in_clear = user_data(**{key: [value] for key, value in PLAIN.items()}, client_ip_address=SIXTH)
    consent = {"consent": "grant", "received_at": AT, "user_data": {"fbp": f"fb.1.{AT}000.{BROWSER_ID}"}}
    lines: list[Any] = [
        {**around, "event": event()},
        {**around, "channel": "browser", "event": event(user_data=in_clear)},
        event(event_id=MAIL),
        event(user_data=user_data(em=[hashed()["em"].upper(), hashlib.md5(MAIL.encode()).hexdigest()])),  # noqa: S324
        event(user_data=user_data(em=[sha256(hashed()["em"])], ph=hashed()["ph"] + ".AQQCAQMC")),
        event(user_data=user_data(em=[base64.b64encode(bytes.fromhex(hashed()["em"])).decode(), hashed()["em"][:63]])),
        body,
        *({"received_at": AT + 5, "request": wire} for wire in wires),
        consent,
    ]
    broken = [f"{MAIL} {PHONE} said hello", json.dumps({"mail": MAIL}), '{"event": {"em": "' + MAIL]
    return [*map(json.dumps, lines), pixel["url"], f"/tr?{pixel_query()}", urlencode(form), *broken]  # type: ignore[list-item]


def har() -> str:
    """The same in a HAR file, with what only a browser's export holds."""
    headers = [
        {"name": "Cookie", "value": f"_fbp={BROWSER_ID}; mail={MAIL}"},
        {"name": "User-Agent", "value": "Mozilla/5.0"},
    ]
    requests = [
        {"method": "GET", "url": f"https://www.facebook.com/tr/?{pixel_query()}", "headers": headers},
        {
            "method": "POST",
            "url": "https://www.facebook.com/tr/",
            "headers": headers,
            "postData": {"mimeType": "application/x-www-form-urlencoded", "text": pixel_query()},
        },
        {"method": "GET", "url": f"https://{HOST}/Quirina", "headers": headers},
    ]
    entries = [
        {"startedDateTime": "2026-10-12T09:00:00.123Z", "request": each, "response": {"content": {"text": MAIL}}}
        for each in requests
    ]
    return json.dumps({"log": {"version": "1.2", "pages": [{"title": MAIL}], "entries": entries}})
