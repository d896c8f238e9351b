"""What a shop can be made of, and what not."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.errors import UsageError
from simulator.synthetic import ShopSettings
from simulator.synthetic.countries import COUNTRIES


@pytest.mark.parametrize(
    "given",
    [
        {"shoppers": 1},
        {"days": 1},
        {"days": 366},
        {"seed": -1},
        {"locales": ("en_GB",)},
        {"locales": tuple(COUNTRIES)},
        {"start": 631_152_000},
        {"pixel_id": "1"},
        {"pixel_id": "1" * 26},
    ],
)
def test_good_settings(given: dict[str, Any]) -> None:
    settings = ShopSettings(**given)
    assert all(getattr(settings, name) == value for name, value in given.items())


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"shoppers": 0}, "0 shoppers"),
        ({"shoppers": 1_000_001}, "1,000,001 shoppers"),
        ({"days": 0}, "0 days"),
        ({"days": 367}, "367 days"),
        ({"locales": ()}, "needs a locale"),
        ({"locales": ("xx_XX",)}, "unknown locale xx_XX: choose from en_US"),
        ({"locales": ("de_DE", "\x1b[2J")}, r"unknown locale \\x1b"),
        ({"start": 631_151_999}, "between the years 1990 and 2100"),
        ({"start": 1_772_409_600_000}, "between the years 1990 and 2100"),
        ({"pixel_id": ""}, "pixel id"),
        ({"pixel_id": "0123"}, "pixel id"),
        ({"pixel_id": "1" * 27}, "pixel id"),
    ],
)
def test_bad_settings_say_what_is_wrong(given: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        ShopSettings(**given)


@pytest.mark.parametrize(
    ("settings", "title"),
    [
        (ShopSettings(), "Synthetic shop, made up: 100 shoppers, 1 day, seed 7"),
        (
            ShopSettings(shoppers=12_000, days=2, seed=3),
            "Synthetic shop, made up: 12,000 shoppers, 2 days, seed 3",
        ),
        (ShopSettings(shoppers=1), "Synthetic shop, made up: 1 shopper, 1 day, seed 7"),
    ],
)
def test_the_title_says_that_it_is_made_up(settings: ShopSettings, title: str) -> None:
    assert settings.title == title
