"""``capisim diff`` and ``gate --baseline``: what may be compared, exit codes, the same bytes everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from shop_lines import clean_pair, envelope, refused, write
from surroundings import same_everywhere
from told import Capisim

from simulator.resources import schemas


@pytest.fixture
def good(place: Path) -> Path:
    """One purchase that both channels reported."""
    return write(place / "good.jsonl", *clean_pair())


@pytest.fixture
def bad(place: Path) -> Path:
    """The same with another id on the server's copy, and a purchase that is refused."""
    return write(place / "bad.jsonl", envelope("browser", "order-1", 0), envelope("server", "ORDER-1", 2), refused())


def test_worse_exits_with_1_and_better_with_0(capisim: Capisim, good: Path, bad: Path) -> None:
    worse = capisim("diff", good, bad)
    assert (worse.code, worse.err) == (1, "")
    assert "Purchase: event coverage 100.0 % → 0.0 %" in worse.out
    assert "1 pair broke" in worse.out
    better = capisim("diff", bad, good)
    assert (better.code, better.err) == (0, "")
    assert "Worse  nothing" in better.out
    assert "Pairs that were mended" in better.out


def test_runs_sources_and_reports_tell_the_same(capisim: Capisim, good: Path, bad: Path, place: Path) -> None:
    assert capisim("replay", good).code == 0
    (place / "bad.json").write_text(capisim("replay", bad, "--json").out, "utf-8")
    told = [json.loads(capisim("diff", *two, "--json").out) for two in (("1", "2"), (good, bad), ("1", "bad.json"))]
    schema = json.loads((schemas() / "diff.schema.json").read_text("utf-8"))
    for document in told:
        assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []
    runs, sources, stored = told
    assert (runs["before"]["label"], sources["after"]["label"], stored["after"]["label"]) == (
        "run 1",
        str(bad),
        "bad.json",
    )
    for document in (runs, sources):
        del document["before"]["label"], document["after"]["label"]
    assert runs == sources
    assert (stored["events"], stored["pairs"], stored["verdicts"]) == (None, None, None)
    for member in ("rules", "coverage", "match_keys", "channels"):
        assert stored[member] == runs[member]


def test_what_matters_can_be_chosen(capisim: Capisim, good: Path, place: Path) -> None:
    noted = write(
        place / "noted.jsonl",
        *(
            envelope(channel, "order-1", 0, custom_data={"value": 12.5, "currency": "eur"})
            for channel in ("browser", "server")
        ),
    )
    assert capisim("diff", good, noted).code == 0
    assert capisim("diff", good, noted, "--fail-on", "note").code == 1


def test_markdown_is_for_a_comment(capisim: Capisim, good: Path, bad: Path) -> None:
    told = capisim("diff", good, bad, "--format", "markdown")
    assert told.code == 1
    assert told.out.startswith("## ")
    assert "\n**Worse:**\n" in told.out
    assert "\n| --- |" in told.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["good.jsonl"], "Missing argument 'B'"),
        (["good.jsonl", "none.jsonl"], "none.jsonl"),
        (["good.jsonl", "9"], "holds no run 9"),
        (["-", "-"], "can be read once"),
        (["1", "1", "--at", "now"], "a stored run has its own"),
        (["good.jsonl", "half.json"], "no whole report"),
        (["good.jsonl", "cut.json"], "is no JSON"),
        (["good.jsonl", "good.jsonl", "--tolerance", "101"], "101"),
        (["good.jsonl", "good.jsonl", "--tolerance", "nan"], "a number from 0 to 100"),
    ],
)
def test_what_cannot_be_compared_exits_with_2(
    arguments: list[str], sentence: str, capisim: Capisim, good: Path, place: Path
) -> None:
    assert capisim("replay", good).code == 0
    (place / "half.json").write_text('{"schema": "https://capisim.dev/schemas/report.schema.json"}')
    (place / "cut.json").write_text('{"schema": "https://capisim.dev/schemas/report.schema.json",')
    told = capisim("diff", *arguments)
    assert (told.code, told.out) == (2, "")
    assert sentence in " ".join(told.err.split())


def test_a_gate_lets_nothing_through_that_is_worse_than_its_baseline(
    capisim: Capisim, good: Path, bad: Path, place: Path
) -> None:
    lax = ("--max-errors", "-1", "--max-rejected", "-1")
    (place / "main.json").write_text(capisim("replay", good, "--json").out, "utf-8")
    assert capisim("gate", bad, *lax).code == 0
    for baseline in ("main.json", "1", good):
        told = capisim("gate", bad, *lax, "--baseline", baseline)
        assert told.code == 1
        assert "FAIL  baseline" in told.out
        assert "Purchase: event coverage 100.0 % → 0.0 %" in told.out
        assert capisim("gate", good, "--baseline", baseline).code == 0
    document = json.loads(capisim("gate", bad, "--baseline", good, "--json").out)
    schema = json.loads((schemas() / "gate.schema.json").read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []
    last = document["conditions"][-1]
    assert (last["name"], last["figure"], last["limit"]) == ("baseline", len(document["baseline"]["worse"]), 0)


def test_a_tolerance_is_for_shares(capisim: Capisim, place: Path) -> None:
    def shop(pairs: int) -> Path:
        lines = [envelope(channel, f"order-{n}", 40 * n) for n in range(pairs) for channel in ("browser", "server")]
        alone = [envelope("browser", f"alone-{n}", 40 * n + 20) for n in range(10 - pairs)]
        return write(place / f"{pairs}.jsonl", *lines, *alone)

    told = json.loads(capisim("diff", shop(8), shop(7), "--tolerance", "10", "--json").out)
    assert "coverage" not in {each["kind"] for each in told["worse"]}
    told = json.loads(capisim("diff", shop(8), shop(7), "--tolerance", "9.9", "--json").out)
    assert "coverage" in {each["kind"] for each in told["worse"]}


@pytest.mark.parametrize("output", ["json", "text", "markdown", "html"])
def test_the_output_is_the_same_in_any_surroundings(output: str, good: Path, bad: Path, place: Path) -> None:
    assert (good.name, bad.name) == ("good.jsonl", "bad.jsonl")
    same_everywhere(place, "diff", "good.jsonl", "bad.jsonl", "--format", output)
