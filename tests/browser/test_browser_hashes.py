"""Advanced matching in the browser says the same as the profile ``docs`` in Python."""

from __future__ import annotations

import hashlib
import json
import random
from typing import TYPE_CHECKING

import pytest
from heard_pixels import Told
from shop import PIXEL

from simulator.customer import normalize
from simulator.emulator.script import part, source

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from shop import Shop

    from simulator.emulator.service import Service

_LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR", "ja_JP", "ru_RU", "el_GR", "pl_PL", "ar_AA", "hi_IN", "tr_TR", "zh_CN")
_KEYS = ("em", "ph", "fn", "ln", "ct", "st", "zp", "country", "db", "ge", "external_id")


def people() -> list[dict[str, str]]:
    """A person of each locale, phone numbers with their calling codes."""
    from faker import Faker

    found = []
    for number, locale in enumerate(_LOCALES):
        fake = Faker(locale)
        fake.seed_instance(number)
        person = {
            "em": f" {fake.email().upper()} ",
            "ph": f"+{fake.random_int(1, 99)} ({fake.numerify('###')}) {fake.numerify('###-####')}",
            "fn": fake.first_name(),
            "ln": fake.last_name(),
            "ct": fake.city(),
            "zp": fake.postcode(),
            "country": fake.current_country_code(),
            "db": fake.date_of_birth(minimum_age=20, maximum_age=80).strftime("%m/%d/%Y"),
            "ge": "Female",
            "external_id": f"Customer {number}",
        }
        if locale == "en_US":
            person["st"] = fake.state()
        found.append(person)
    return found


@pytest.mark.parametrize("host", ["127.0.0.1", "www.shop.example"])
def test_people_of_many_countries_have_the_hashes_of_the_documentation(
    page: Page, shop: Shop, service: Service, host: str
) -> None:
    told = Told(service)
    everyone = people()
    for number, person in enumerate(everyone, 1):
        shop.commands = f"fbq('init', '{PIXEL}', {json.dumps(person)}); fbq('track', 'PageView', {{n: {number}}});\n"
        page.goto(shop.url(host))
        told.verdicts(number)
    # The second host is on no secure origin, where the browser itself can't hash.
    assert page.evaluate("window.isSecureContext") == (host == "127.0.0.1")
    for payload in told.payloads(len(everyone)):
        person = everyone[int(payload["custom_data"]["n"]) - 1]
        for key, value in person.items():
            country = person["country"] if key in ("st", "zp") else None
            assert payload["user_data"][key] == normalize(key, value, "docs", country).sha256, (key, value)


def odd_values() -> list[tuple[str, str, str | None]]:
    """Values at the edges of every key's rules, and a lot of random text."""
    values = [
        *("", " ", "\ufeff", "\x1c", "a" * 32, "A" * 64, "b" * 64 + ".AQYCAQMA", "c" * 40, "constructor", "__proto__"),
        *("Jean  Luc", "O'Brien", "Vale\u0301ry", "정", "İstanbul", "ΟΔΟΣ", "São Paulo", "D.C.", "a\u200bb", "🙂"),
        *("+49 (0) 170 1234", "0041 79 123 45 67", "000", "٠١٢٣", "𝟘𝟙𝟚", "1-800-FLOWERS", "＋49 1"),
        *("2/16/1997", "16.2.1997", "1997-02-16T10:00:00Z", "19970216", "16021997", "1899-01-01", "05-03-1995", "1997"),
        *("California", "new york", "NSW", "Bayern", "94025-1234", "940251234", "M1 1AE", "1000–001", "75 008"),
        *("USA", "united states", "uk", "zz", "Türkiye", "Schweiz", "f", "MAN", "x", "12345", " ABC 123 "),
    ]
    chance = random.Random(7)
    alphabet = "aÄßİΣσς1 0９٣-–.+@'’\t\x1c\x85\u00a0\u2028\u3000\ufeff\u0301é한🙂$_"
    values += ["".join(chance.choices(alphabet, k=chance.randint(1, 12))) for _ in range(400)]
    found: list[tuple[str, str, str | None]] = []
    for key in _KEYS:
        for value in values:
            countries = (None, "us", "de") if key in ("st", "zp") else (None,)
            found += [(key, value, country) for country in countries]
    return found


def test_every_odd_value_comes_out_the_same(page: Page) -> None:
    asked = odd_values()
    tables = source().partition("(function () {")[2].partition("var ORIGIN")[0]
    script = (
        f"(asked) => {{ {tables}\n{part('sha256')}\n{part('normalise')}\nreturn asked.map(a => normalise(...a)); }}"
    )
    page.goto("about:blank")
    found = page.evaluate(script, [list(each) for each in asked])
    for (key, value, country), sent in zip(asked, found, strict=True):
        known = normalize(key, value, "docs", country)
        hashed_before = known.normalized is not None and known.normalized[:64] == known.sha256
        wanted = known.normalized if hashed_before else known.sha256
        assert sent == wanted, (key, value, country, known)


def test_the_hash_is_sha_256_at_every_length(page: Page) -> None:
    texts = ["ab" * (length // 2) + "é" * (length % 2) for length in range(200)] + ["x" * 100_000]
    page.goto("about:blank")
    found = page.evaluate(f"(texts) => {{ {part('sha256')}\nreturn texts.map(sha256); }}", texts)
    assert found == [hashlib.sha256(text.encode()).hexdigest() for text in texts]
