"""Equal settings give equal bytes: whatever the hash seed, time zone, locale, processes, Python or machine."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from simulator.synthetic import ShopSettings, traffic
from simulator.synthetic.faults import faults
from simulator.synthetic.forms import FORMS

CODE = """
import hashlib, sys
from simulator.synthetic import ShopSettings, traffic
from simulator.synthetic.forms import written
for form in sys.argv[1:]:
    digest = hashlib.sha256()
    for piece in written(traffic(ShopSettings(shoppers=80, days=2)), form):
        digest.update(piece)
    print(form, digest.hexdigest())

from simulator.synthetic.faults import Applied, faults
made = list(traffic(ShopSettings(shoppers=80)))
for kind in faults().values():
    digest = hashlib.sha256()
    for variant in kind.variants.values():
        for piece in written(Applied(kind, variant, variant.rate, 7)(iter(made)), variant.form):
            digest.update(piece)
    print(kind.name, digest.hexdigest())
"""
PLACES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "CAPISIM_WORKERS": "1"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "CAPISIM_WORKERS": "2"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "America/Sao_Paulo", "LC_ALL": "de_DE.UTF-8", "PYTHONOPTIMIZE": "1"},
    {"PYTHONHASHSEED": "random", "TZ": "Pacific/Kiritimati", "LANG": "ja_JP.eucJP", "PYTHONUTF8": "0"},
)


def digests(place: dict[str, str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CODE, *FORMS],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **place},
        timeout=300,
    )
    return done.stdout


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> str:
    return digests(PLACES[0], tmp_path_factory.mktemp("first"))


@pytest.mark.parametrize("place", PLACES[1:], ids=lambda place: place["TZ"])
def test_same_bytes_in_another_place(first: str, place: dict[str, str], tmp_path: Path) -> None:
    assert len(first.splitlines()) == len(FORMS) + len(faults())
    assert digests(place, tmp_path) == first


def test_same_as_on_every_other_machine() -> None:
    """A digest of what Faker has no part in: its word lists change with its versions, our chance never does."""
    digest = hashlib.sha256()
    for made in traffic(ShopSettings(shoppers=200, days=3)):
        payload = made.payload
        kept = {name: value for name, value in payload.items() if name != "user_data"}
        ours = ("fbp", "fbc", "client_ip_address", "client_user_agent", "subscription_id", "db", "ge", "external_id")
        user = {name: payload["user_data"][name] for name in ours if name in payload["user_data"]}
        line = [made.channel, made.received_at, list(made.action), made.word, made.body, kept, user]
        digest.update(orjson.dumps(line))
    # Changes only on purpose, and then it is another version's shop: say so in the change log.
    assert digest.hexdigest() == "e840eee59387f8bb0d6196260575c1b871cf751348e5506c59af5e692f57e904"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ShopSettings(shoppers=5), ShopSettings(shoppers=5, seed=8)),
        (ShopSettings(shoppers=5), ShopSettings(shoppers=5, start=1_772_409_601)),
        (ShopSettings(shoppers=5), ShopSettings(shoppers=5, locales=("fr_FR",))),
        (ShopSettings(shoppers=5), ShopSettings(shoppers=5, days=2)),
        (ShopSettings(shoppers=5), ShopSettings(shoppers=6)),
        (ShopSettings(shoppers=5), ShopSettings(shoppers=5, pixel_id="2234567890")),
    ],
)
def test_each_setting_matters(one: ShopSettings, other: ShopSettings) -> None:
    def told(settings: ShopSettings) -> list[tuple[object, ...]]:
        return [(made.pixel_id, made.received_at, made.payload) for made in traffic(settings)]

    assert told(one) == told(one)
    assert told(one) != told(other)
