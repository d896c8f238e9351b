from __future__ import annotations

import copy
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import orjson
import pytest

from simulator.match_quality.keys import KEYS
from simulator.match_quality.model import HIGHEST, model, read_model

DOCUMENT = orjson.loads((files("simulator.match_quality") / "model.json").read_bytes())


def test_the_packaged_model_says_where_each_weight_comes_from() -> None:
    loaded = model()
    assert loaded.version == DOCUMENT["version"]
    assert loaded.weights.keys() <= set(KEYS)
    for weight in loaded.weights.values():
        assert weight.sources
        assert all(url.startswith("https://") and read >= "2025" for url, read in weight.sources)
        assert weight.note
        assert weight.low <= weight.likely <= weight.high
    assert sum(weight.likely for weight in loaded.weights.values()) == pytest.approx(HIGHEST)


def test_no_source_is_listed_in_vain() -> None:
    used = {name for weight in DOCUMENT["weights"].values() for name in weight["sources"]}
    assert used | set(DOCUMENT["matched_share_spread"]["sources"]) == DOCUMENT["sources"].keys()


def broken(change: Callable[[dict[str, Any]], Any]) -> bytes:
    document = copy.deepcopy(DOCUMENT)
    change(document)
    return orjson.dumps(document)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda d: d.pop("version"), "version"),
        (lambda d: d.update(weights=[]), "weights"),
        (lambda d: d["weights"]["em"].pop("confidence"), "em lacks a confidence"),
        (lambda d: d["weights"]["em"].update(confidence="rumour"), "em lacks a confidence"),
        (lambda d: d["weights"]["em"].update(sources=[]), "em lacks a source"),
        (lambda d: d["weights"]["em"].update(sources=["NOWHERE"]), "em lacks a source"),
        (lambda d: d["weights"]["em"].update(note=""), "em lacks a note"),
        (lambda d: d["weights"]["em"].update(low=2.5), "em needs 0 <= low"),
        (lambda d: d["weights"]["em"].update(high="3"), "em needs 0 <= low"),
        (lambda d: d["weights"]["em"].update(likely=True), "em needs 0 <= low"),
        (lambda d: d["weights"]["em"].update(advise=1), "em does not say"),
        (lambda d: d["weights"]["em"].update(where=1), "em: where"),
        (lambda d: d["weights"]["fbp"].update(likely=2.0), "more than 10 together"),
        (lambda d: d["weights"].update(email=d["weights"]["em"]), "email is no match key"),
        (lambda d: d["weights"].update(em=3), "em is no object"),
        (lambda d: d["sources"]["DQ"].pop("read"), "source DQ"),
        (lambda d: d["sources"]["DQ"].update(url="nowhere"), "source DQ"),
        (lambda d: d["matched_share_spread"].update(value=2), "no share"),
    ],
)
def test_a_model_without_provenance_or_sense_is_refused(change: Callable[[dict[str, Any]], Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_model(broken(change))


def test_every_problem_is_named_at_once() -> None:
    def change(document: dict[str, Any]) -> None:
        document["weights"]["em"]["note"] = ""
        document["weights"]["ph"]["sources"] = []

    with pytest.raises(ValueError, match=r"em lacks a note; ph lacks a source"):
        read_model(broken(change))


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"3"])
def test_what_is_no_model_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match="match quality model"):
        read_model(text)
