"""``capisim generate``: a made-up shop to standard output, to a file, and into the store."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from told import Capisim

from simulator.cli import generating
from simulator.cli.generate import generate
from simulator.run import Progress
from simulator.synthetic import ShopSettings, traffic
from simulator.synthetic.forms import FORMS, written

FEW = ("--shoppers", 12)


def expected(form: str = "envelopes", **settings: Any) -> str:
    made = traffic(ShopSettings(**{"shoppers": 12, **settings}))
    return b"".join(written(made, form)).decode()  # type: ignore[arg-type]


@pytest.mark.parametrize("output", [(), ("-o", "-")], ids=str)
def test_standard_output_is_the_default(capisim: Capisim, output: tuple[str, ...]) -> None:
    told = capisim("generate", *FEW, *output)
    assert (told.code, told.err) == (0, "")
    assert told.out == expected()
    assert len(told.out.splitlines()) > 50


@pytest.mark.parametrize("form", FORMS)
def test_every_form(capisim: Capisim, form: str) -> None:
    told = capisim("generate", *FEW, "--as", form)
    assert (told.code, told.out) == (0, expected(form))


def test_the_forms_are_those_there_are() -> None:
    choice = next(option for option in generate.params if option.name == "form")
    assert tuple(getattr(choice.type, "choices")) == FORMS  # noqa: B009 - the type of a parameter has none


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        (("--seed", 8), {"seed": 8}),
        (("--days", 2), {"days": 2}),
        (("--locale", "de_DE"), {"locales": ("de_DE",)}),
        (("--locale", "de_DE", "--locale", "ja_JP"), {"locales": ("de_DE", "ja_JP")}),
        (("--locale", "de_DE", "--locale", "de_DE"), {"locales": ("de_DE",)}),
        (("--start", "2026-01-31T12:00:00Z"), {"start": 1_769_860_800}),
        (("--start", "1769860800"), {"start": 1_769_860_800}),
    ],
)
def test_options_become_settings(capisim: Capisim, options: tuple[object, ...], settings: dict[str, Any]) -> None:
    assert capisim("generate", *FEW, *options).out == expected(**settings)


def test_to_a_file(capisim: Capisim, place: Path) -> None:
    told = capisim("generate", *FEW, "-o", "shop.jsonl")
    assert told == (0, "", "")
    assert (place / "shop.jsonl").read_text("utf-8") == expected()
    assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []


def test_to_a_gzip_file_that_is_the_same_every_time(capisim: Capisim, place: Path) -> None:
    for name in ("one.jsonl.gz", "other.jsonl.gz"):
        assert capisim("generate", *FEW, "-o", name).code == 0
    packed = (place / "one.jsonl.gz").read_bytes()
    assert gzip.decompress(packed).decode() == expected()
    assert packed == (place / "other.jsonl.gz").read_bytes()
    assert capisim("validate", "one.jsonl.gz").code == 0


def test_straight_into_the_store(capisim: Capisim) -> None:
    told = capisim("generate", *FEW, "--replay", "--json")
    assert (told.code, told.err) == (0, "")
    document = json.loads(told.out)
    assert document["run"]["title"] == "Synthetic shop, made up: 12 shoppers, 1 day, seed 7"
    assert document["run"]["sources"][0]["path"].endswith("synthetic-shop-seed-7.jsonl")
    assert document["verdicts"]["kept"] > 20
    assert document["verdicts"]["rejected"] == document["verdicts"]["quarantined"] == 0
    # Of so few shoppers, the one who blocks ads can be most of an event name.
    assert {each["severity"] for each in document["findings"]} <= {"note"}
    assert json.loads(capisim("report", "--json").out)["run"] == document["run"]


def test_the_file_and_the_store_give_the_same_verdicts(capisim: Capisim) -> None:
    straight = capisim("generate", *FEW, "--replay", "--format", "jsonl").out
    capisim("generate", *FEW, "-o", "shop.jsonl")
    by_file = capisim("replay", "shop.jsonl", "--format", "jsonl").out
    lines = [[json.loads(line) for line in out.splitlines()] for out in (straight, by_file)]
    for told in lines:
        for line in told:
            line["origin"] = line["origin"].rpartition(":")[2]
    assert lines[0] == lines[1]


def test_a_har_into_the_store(capisim: Capisim) -> None:
    told = capisim("generate", *FEW, "--replay", "--as", "har", "--json")
    assert told.code == 0
    assert json.loads(told.out)["verdicts"]["duplicate"] == 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--shoppers", 0), "0 is not in the range"),
        (("--shoppers", "many"), "not a valid integer"),
        (("--shoppers", 1_000_001), "1,000,001 shoppers"),
        (("--days", 367), "367 days"),
        (("--locale", "xx_XX"), "unknown locale xx_XX"),
        (("--start", "yesterday"), "can't be read"),
        (("--start", "1772409600000"), "milliseconds"),
        (("--as", "csv"), "'csv' is not one of"),
        (("--replay", "-o", "shop.jsonl"), "give one of them"),
        (("-o", "no/such/folder.jsonl"), "no such folder"),
    ],
)
def test_what_cannot_be_done_is_2_and_says_why(capisim: Capisim, options: tuple[object, ...], says: str) -> None:
    told = capisim("generate", *options)
    assert (told.code, told.out) == (2, "")
    assert says in told.err


def test_a_terminal_sees_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Progress] = []

    class Listening:
        def __enter__(self) -> object:
            return heard.append

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(generating, "progress_bar", Listening)
    with generating.pieces(ShopSettings(shoppers=200), "envelopes") as made:
        out = io.BytesIO(b"".join(made))
    assert len(heard) > 2
    assert [each.bytes_done for each in heard] == sorted(each.bytes_done for each in heard)
    assert heard[-1].bytes_done == heard[-1].bytes_total
    words = sum(b'"consent":' in line[:12] for line in out.getvalue().splitlines())
    assert heard[-1].read == len(out.getvalue().splitlines()) - words


def test_help_loads_no_faker(place: Path) -> None:
    code = "import sys; from simulator.cli import run; run(['generate', '--help']); print(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        timeout=60,
    )
    assert "'simulator.cli.generate'" in done.stdout
    for heavy in ("faker", "rich", "jsonschema", "sqlite_utils", "simulator.pipeline"):
        assert f"'{heavy}'" not in done.stdout, heavy
