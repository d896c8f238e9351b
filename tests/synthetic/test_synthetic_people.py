"""The people are made up, consistent, of all their countries, and hashed as the documentation asks for."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections import Counter
from hashlib import sha256

import pytest
from shop_streams import events, stream

from simulator.customer import normalize
from simulator.synthetic.addresses import address
from simulator.synthetic.countries import COUNTRIES
from simulator.synthetic.personas import POOL, pool
from simulator.synthetic.shoppers import Shopper

RESERVED = [
    ipaddress.ip_network(each) for each in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]
# The ranges set aside for fiction, and for the countries without one numbers that are in use nowhere.
FICTION = {
    "US": r"1\d{3}55501\d\d",
    "GB": r"44(2079460\d{3}|7700900\d{3})",
    "DE": r"49(3023125|6990009|4066969|2214710|8999998)\d{3}",
    "FR": r"33(19900|63998)\d{4}",
    "JP": r"81[36]0000\d{4}",
    "BR": r"55(11|21)0000\d{4}",
}


def shoppers() -> dict[int, Shopper]:
    return {made.shopper.number: made.shopper for made in stream()}


def test_every_address_is_reserved() -> None:
    found = {
        made.payload["user_data"]["client_ip_address"]
        for made in events()
        if "app" not in made.payload["action_source"] and made.payload["action_source"] == "website"
    }
    read = [ipaddress.ip_address(each) for each in found]
    assert all(any(each in network for network in RESERVED) for each in read)
    assert {each.version for each in read} == {4, 6}


@pytest.mark.parametrize("count", [1, 5, 762, 5_000, 20_000, 100_000])
def test_few_share_an_address(count: int) -> None:
    taken = Counter(address(shopper, count, device) for shopper in range(count) for device in (0, 1))
    assert max(taken.values()) <= 4
    assert all(":" in each for each, times in taken.items() if times == 0)
    assert any(":" not in each for each in taken) == (count * 2 // 5 > 0)


def test_hosts_and_mail_are_reserved() -> None:
    for made in events():
        for name in ("event_source_url", "referrer_url"):
            url = made.payload.get(name)
            assert url is None or re.match(r"https://[a-z-]+\.example/", url), url
    for shopper in shoppers().values():
        assert re.fullmatch(r"[a-z]+\.\d+@example\.(com|net|org)", shopper.person.email)


@pytest.mark.parametrize("locale", COUNTRIES)
def test_telephone_numbers_are_nobodys(locale: str) -> None:
    country = COUNTRIES[locale]
    for pattern in country.phones:
        for digit in "059":
            digits = normalize("ph", pattern.replace("#", digit), "docs", country.code).normalized
            assert digits is not None
            assert re.fullmatch(FICTION[country.code], digits), digits


@pytest.mark.parametrize("locale", COUNTRIES)
def test_every_locale_has_a_pool_with_variety(locale: str) -> None:
    made = pool(locale, 7)
    for column in (made.female, made.male, made.last, made.places):
        assert len(column) == POOL
    assert len(set(made.female) | set(made.male)) >= 40
    assert len(set(made.last)) >= 40
    assert len(set(made.places)) > POOL * 0.9
    assert pool(locale, 8) != made


def test_hashes_are_those_of_the_person() -> None:
    for shopper in shoppers().values():
        person = shopper.person
        plain = {
            "em": person.email,
            "ph": person.phone,
            "fn": person.first,
            "ln": person.last,
            "db": person.birth,
            "ge": person.gender,
            "ct": person.city,
            "st": person.state,
            "zp": person.postal_code,
            "country": person.country,
            "external_id": person.external_id,
        }
        expected = {
            key: normalize(key, value, "docs", person.country).sha256
            for key, value in plain.items()
            if value is not None
        }
        assert person.hashes == expected
        assert person.hashes["em"] == sha256(person.email.encode()).hexdigest()


def test_nobody_is_two_people() -> None:
    people = [shopper.person for shopper in shoppers().values()]
    assert len({person.email for person in people}) == len(people)
    assert len({person.external_id for person in people}) == len(people)
    # Recombined from a pool, yet hardly ever the same name twice.
    assert len({(person.first, person.last) for person in people}) > 0.9 * len(people)


@pytest.mark.parametrize(
    ("country", "scripts"), [("JP", {"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA"}), ("DE", {"LATIN"})]
)
def test_names_and_cities_are_in_their_own_script(country: str, scripts: set[str]) -> None:
    people = [shopper.person for shopper in shoppers().values() if shopper.person.country == country]
    assert people
    for person in people:
        letters = [letter for letter in person.first + person.last + person.city if letter.isalpha() and letter != "ー"]
        assert {unicodedata.name(letter).split()[0] for letter in letters} <= scripts


def test_every_locale_has_its_share() -> None:
    shares = Counter(shopper.habits.locale for shopper in shoppers().values())
    assert set(shares) == {"en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR"}
    assert max(shares.values()) < 1.4 * min(shares.values())


def test_a_browser_keeps_its_cookie_and_its_agent() -> None:
    cookies: dict[str, set[tuple[int, str, str]]] = {}
    for made in events(days=3):
        user = made.payload["user_data"]
        if "fbp" in user:
            who = (made.shopper.number, user["client_user_agent"], user["client_ip_address"])
            cookies.setdefault(user["fbp"], set()).add(who)
    assert len(cookies) > 200
    assert all(len(seen) == 1 for seen in cookies.values())
    per_shopper = Counter(number for seen in cookies.values() for number, _, _ in seen)
    assert set(per_shopper.values()) == {1, 2}, "some shoppers have two devices"
