"""The locales a shopper may have: money, clock, and telephone numbers nobody answers."""

from __future__ import annotations

from typing import NamedTuple


class Country(NamedTuple):
    """One locale. ``price`` turns cents of a euro into the smallest unit of the currency.

    ``phones`` are numbers with their calling code whose ``#`` are free digits. ``hours`` is how far its
    clock is ahead of UTC, summer time left aside. ``words`` are what people search for.
    """

    locale: str
    code: str
    currency: str
    decimals: int
    price: float
    hours: int
    language: str
    phones: tuple[str, ...]
    words: tuple[str, ...]


# Numbers set aside for fiction:
#   US: 555-0100 to 555-0199 of every area code, as in the other fixtures.
#   DE: Bundesnetzagentur, notice 148/2021 (teltarif.de/news/84487, read 2026-11-24).
#   FR: 01 99 00 and 06 39 98 of ARCEP's plan; GB: Ofcom's 020 7946 0xxx and 07700 900xxx.
# Japan and Brazil set none aside that a source could be found for. There a subscriber's number begins
# with 0000, which phonenumberslite's plans of both countries know as possible in length and in use nowhere.
_US = tuple(f"+1 {area} 555 01##" for area in (202, 213, 305, 312, 404, 415, 503, 512, 602, 617, 650, 702, 713, 917))

_ALL = (
    Country(
        "en_US", "US", "USD", 2, 1.1, -6, "en-US,en;q=0.9", _US,
        ("espresso cup", "pour over", "burr grinder", "oat milk jug", "gift for coffee lovers"),
    ),
    Country(
        "en_GB", "GB", "GBP", 2, 0.85, 0, "en-GB,en;q=0.9", ("+44 20 7946 0###", "+44 7700 900###"),
        ("espresso cup", "teapot", "coffee grinder", "milk jug", "present for dad"),
    ),
    Country(
        "de_DE", "DE", "EUR", 2, 1.0, 1, "de-DE,de;q=0.9,en;q=0.6",
        ("+49 30 23125 ###", "+49 69 90009 ###", "+49 40 66969 ###", "+49 221 4710 ###", "+49 89 99998 ###"),
        ("espressotasse", "kaffeemühle", "milchkännchen", "handfilter", "geschenk für mama"),
    ),
    Country(
        "fr_FR", "FR", "EUR", 2, 1.0, 1, "fr-FR,fr;q=0.9,en;q=0.5", ("+33 1 99 00 ## ##", "+33 6 39 98 ## ##"),
        ("tasse à café", "moulin à café", "théière", "filtre à café", "idée cadeau"),
    ),
    Country(
        "ja_JP", "JP", "JPY", 0, 1.6, 9, "ja,en-US;q=0.7", ("+81 3 0000 ####", "+81 6 0000 ####"),
        ("エスプレッソカップ", "コーヒーミル", "ドリッパー", "急須", "ギフト"),
    ),
    Country(
        "pt_BR", "BR", "BRL", 2, 6.0, -3, "pt-BR,pt;q=0.9,en;q=0.5", ("+55 11 0000 ####", "+55 21 0000 ####"),
        ("xícara de café", "moedor", "coador", "café especial", "presente para mãe"),
    ),
)  # fmt: skip

COUNTRIES: dict[str, Country] = {country.locale: country for country in _ALL}
