"""``capisim report SOURCE...``: what a replay would report, and nothing is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from shop_lines import clean_pair, refused, write
from told import Capisim


@pytest.fixture
def source(place: Path) -> Path:
    return write(place / "shop.jsonl", *clean_pair(), refused())


@pytest.mark.parametrize("options", [("--json",), ("--format", "jsonl"), (), ("--filter", "server"), ("--pair", "1")])
def test_it_says_what_a_replay_says_and_keeps_nothing(
    capisim: Capisim, source: Path, place: Path, options: tuple[str, ...]
) -> None:
    straight = capisim("report", source, *options)
    assert not (place / "store.db").exists()
    assert capisim("replay", source, "--format", "jsonl").code == 1
    assert straight == capisim("report", 1, *options) == capisim("report", *options)


def test_options_of_rules_are_for_sources(capisim: Capisim, source: Path) -> None:
    assert capisim("report", source).code == 1
    assert capisim("report", source, "--select", "DUP").code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("1", "--at", "now"), "--at is the clock for sources"),
        (("none.jsonl",), "there is no such file"),
        (("7",), "holds no run 7"),
        (("0",), "holds no run 0"),
    ],
)
def test_what_is_not_there_is_a_usage_error(
    capisim: Capisim, source: Path, words: tuple[str, ...], sentence: str
) -> None:
    assert capisim("replay", source).code == 1
    told = capisim("report", *words)
    assert (told.code, told.out) == (2, "")
    assert sentence in told.err
