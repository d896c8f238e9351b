"""What a made-up shop is told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.errors import UsageError
from simulator.masking import printable, shorten
from simulator.synthetic.countries import COUNTRIES

START = 1_772_409_600
"""2026-03-02T00:00:00Z, a Monday; fixed, because equal settings give equal bytes."""
LATEST_START = 4_102_444_800
"""The year 2100. Cookies and birthdays of shoppers lie before the start, so 1990 is the earliest."""
EARLIEST_START = 631_152_000
MOST_DAYS = 366
MOST_SHOPPERS = 1_000_000

# The pixel script takes no other (fbevents.js 2.9.15, read 2026-09-12).
_PIXEL_ID = re.compile(r"[1-9][0-9]{0,25}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """Everything a made-up shop depends on beside the version of capisim and of Faker.

    ``start`` is in Unix seconds; visits begin in the ``days`` days from there. ``locales`` share the
    shoppers in equal parts. Raises UsageError for what no shop can be made of.
    """

    shoppers: int = 100
    days: int = 1
    seed: int = 7
    locales: tuple[str, ...] = ("en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR")
    start: int = START
    pixel_id: str = "1234567890"

    def __post_init__(self) -> None:
        if not 1 <= self.shoppers <= MOST_SHOPPERS:
            raise UsageError(f"{self.shoppers:,} shoppers: give 1 to {MOST_SHOPPERS:,}")
        if not 1 <= self.days <= MOST_DAYS:
            raise UsageError(f"{self.days:,} days: give 1 to {MOST_DAYS}")
        if not self.locales:
            raise UsageError("a shop needs a locale")
        for locale in self.locales:
            if locale not in COUNTRIES:
                shown = shorten(printable(locale), 40)
                raise UsageError(f"unknown locale {shown}: choose from {', '.join(COUNTRIES)}")
        if not EARLIEST_START <= self.start <= LATEST_START:
            raise UsageError("the start is out of range: give a time between the years 1990 and 2100")
        if not _PIXEL_ID.fullmatch(self.pixel_id):
            raise UsageError("the pixel id is a number of up to 26 digits that doesn't start with 0")

    @property
    def title(self) -> str:
        """What a run of this traffic is called: that it is made up, and how to make it again."""
        people = f"{self.shoppers:,} shopper{'s' if self.shoppers > 1 else ''}"
        days = f"{self.days} day{'s' if self.days > 1 else ''}"
        return f"Synthetic shop, made up: {people}, {days}, seed {self.seed}"
