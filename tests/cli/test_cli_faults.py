"""``capisim faults``, and the faults that ``capisim generate`` makes."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from told import Capisim

from simulator import resources
from simulator.checks.catalog import catalog
from simulator.synthetic import ShopSettings, traffic
from simulator.synthetic.faults import faults
from simulator.synthetic.faults.asking import asked
from simulator.synthetic.forms import written

FEW = ("--shoppers", 12)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_lists_every_fault_and_variant(capisim: Capisim) -> None:
    told = capisim("faults")
    assert (told.code, told.err) == (0, "")
    assert [name for name in faults() if name not in told.out] == []


@pytest.mark.parametrize("kind", faults().values(), ids=lambda kind: kind.name)
def test_explains_one(capisim: Capisim, kind: object) -> None:
    from simulator.synthetic.faults import Kind

    assert isinstance(kind, Kind)
    told = capisim("faults", kind.name)
    assert (told.code, told.err) == (0, "")
    for variant in kind.variants.values():
        assert f"{kind.name}:{variant.name}" in told.out
        assert all(code in told.out for code in variant.rules)


def test_json_is_as_the_schema_says(capisim: Capisim) -> None:
    document = json.loads(capisim("faults", "--json").out)
    schema = json.loads((resources.schemas() / "faults.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(document)
    assert [fault["name"] for fault in document["faults"]] == list(faults())


def test_those_that_a_rule_finds(capisim: Capisim) -> None:
    document = json.loads(capisim("faults", "--rule", "dup001", "--json").out)
    assert "split-event-id" in [fault["name"] for fault in document["faults"]]
    assert all(any("DUP001" in variant["rules"] for variant in fault["variants"]) for fault in document["faults"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("split-event",), "did you mean split-event-id"),
        (("split-event-id", "--rule", "DUP001"), "leave it out"),
        (("--rule", "XYZ001"), "No fault is found by XYZ001"),
    ],
)
def test_mistakes(capisim: Capisim, arguments: tuple[str, ...], told: str) -> None:
    done = capisim("faults", *arguments)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_generate_makes_what_is_asked_for(capisim: Capisim) -> None:
    told = capisim("generate", *FEW, "--fault", "split-event-id:prefix=50%", "--fault", "split-event-id:case=10%")
    wanted = [asked(text, 7) for text in ("split-event-id:prefix=50%", "split-event-id:case=10%")]
    assert told.out == b"".join(written(traffic(ShopSettings(shoppers=12), wanted), "envelopes")).decode()
    assert told.err.splitlines() == [f"{fault.name}: {fault.hits} events" for fault in wanted]


def test_generate_says_that_nothing_was_hit(capisim: Capisim) -> None:
    told = capisim("generate", "--shoppers", 1, "--fault", "split-event-id=0.01%")
    assert told.err == "split-event-id:random=0.01%: 0 events: give more shoppers, or a higher rate\n"


def test_generate_says_what_another_fault_left_nothing_of(capisim: Capisim) -> None:
    told = capisim("generate", *FEW, "--fault", "drop-time=100%", "--fault", "ms-time=100%")
    first, second = told.err.splitlines()
    number = first.removeprefix("drop-time:missing=100%: ").removesuffix(" events")
    assert second == f"ms-time:milliseconds=100%: 0 events; {number} had been changed too much by another fault"


def test_generate_knows_no_other_fault(capisim: Capisim) -> None:
    told = capisim("generate", *FEW, "--fault", "split-event-ids")
    assert (told.code, told.out) == (2, "")
    assert "did you mean split-event-id" in told.err


def test_a_run_says_which_faults_are_in_it(capisim: Capisim) -> None:
    told = capisim("generate", *FEW, "--fault", "split-event-id:prefix=50%", "--replay", "--json")
    document = json.loads(told.out)
    assert document["run"]["title"].endswith("seed 7, with split-event-id:prefix=50%")
    assert {finding["rule"] for finding in document["findings"]} >= {"DUP001"}


def test_shoppers_in_clear_explain_their_hashes(capisim: Capisim, place: Path) -> None:
    assert capisim("generate", *FEW, "-o", "shop.jsonl", "--customers-out", "people.jsonl").code == 0
    people = [json.loads(line)["em"] for line in (place / "people.jsonl").read_text("utf-8").splitlines()]
    assert len(people) == 12
    with_people = ("validate", "shop.jsonl", "--customers", "people.jsonl", "--json", "--select", "USR")
    assert json.loads(capisim(*with_people).out)["findings"] == []
    broken = (place / "shop.jsonl").read_text("utf-8")
    for email in people:
        broken = broken.replace(_digest(email), _digest(_digest(email)))
    (place / "shop.jsonl").write_text(broken, "utf-8")
    assert {found["rule"] for found in json.loads(capisim(*with_people).out)["findings"]} == {"USR021"}


def test_not_too_many_in_clear(capisim: Capisim) -> None:
    told = capisim("generate", "--shoppers", 201, "--customers-out", "people.jsonl")
    assert told.code == 2
    assert "at most 200 shoppers" in told.err


def test_rules_are_known_to_the_catalog() -> None:
    codes = {code for kind in faults().values() for variant in kind.variants.values() for code in variant.rules}
    assert codes <= set(catalog())
