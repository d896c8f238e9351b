"""``capisim quickstart``: a folder made, validated and brought up to date."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from schema_check import assert_valid
from told import Capisim

MAKE = (
    "quickstart",
    "--domain",
    "shop.example",
    "--pixel-id",
    "1234567890",
    "--data-layer-path",
    "window.dataLayer.meta",
)


def test_a_folder_is_made_and_tags_give_clean_pairs(capisim: Capisim, place: Path) -> None:
    told = capisim(*MAKE, "-o", "tags")
    assert told.code == 0, told.err
    files = told.out.splitlines()
    assert "tags/property.toml" in files
    assert all((place / file).is_file() for file in files)
    words = ("tag", "tags/examples/property.toml", "tags/sessions/shop.toml", "tags/sessions/account.toml")
    report = orjson.loads(capisim(*words, "--replay", "--json").out)
    pairs = {each["event_name"]: each for each in report["deduplication"]["event_names"]}
    assert len(pairs) == 18
    assert all(each["pairs"] == each["browser"] == each["server"] for each in pairs.values())
    assert report["findings"] == []
    again = capisim(*MAKE, "-o", "tags")
    assert again.code == 2
    assert "not empty" in again.err


def test_the_job_holds(capisim: Capisim, place: Path) -> None:
    capisim(*MAKE, "-o", "tags")
    assert capisim("check", "tags/scenarios").code == 0
    line = next(each for each in (place / "tags/ci.sh").read_text().splitlines() if "examples/" in each)
    assert line.startswith("capisim tag examples/property.toml sessions/*.toml --format jsonl | cmp - ")
    words = ("tags/examples/property.toml", "tags/sessions/account.toml", "tags/sessions/shop.toml")
    sent = capisim("tag", *words, "--format", "jsonl").out
    assert sent == (place / "tags/scenarios/example/events.jsonl").read_text()


def test_validation_tells_every_rule(capisim: Capisim) -> None:
    capisim(*MAKE, "-o", "tags")
    told = capisim("quickstart", "--validate", "tags")
    assert (told.code, told.err) == (0, "")
    assert "1 fine, 17 no-trigger" in told.out
    assert "CompleteRegistration" in told.out
    assert max(map(len, told.out.splitlines())) <= 80
    document = orjson.loads(capisim("quickstart", "--validate", "tags", "--json").out)
    assert_valid(document, "quickstart.schema.json")
    assert document["totals"]["no-trigger"] == 17
    assert document["rules"][0]["deduplicated"] == document["rules"][0]["fired"] == 4


def test_a_rule_that_fails_makes_it_fail(capisim: Capisim, place: Path) -> None:
    capisim(*MAKE, "--complete", "-o", "tags")
    file = place / "tags/property.toml"
    text = file.read_text()
    assert capisim("quickstart", "--validate", "tags").code == 0
    file.write_text(text.replace('event_id = "{{Event ID}}"', 'event_id = "{{Event ID}}x"'))
    told = capisim("quickstart", "--validate", "tags")
    assert told.code == 1
    assert "18 failed" in told.out
    file.write_text(text.replace('event_id = "{{Event ID}}"', 'event_id = "{{Event ID}}x"', 1))
    updated = capisim("quickstart", "--update", "tags")
    assert updated.out.splitlines() == [
        "tags/page/capisim-tags.js",
        "tags/scenarios/property/events.jsonl",
        "tags/scenarios/property/expected.json",
    ]
    assert capisim("quickstart", "--update", "tags").err == "Nothing changed.\n"


@pytest.mark.parametrize(
    "words",
    [(), ("-o", "a", "--validate", "b"), ("--update", "a", "--json"), ("-o", "a", "--domain", "shop.example")],
)
def test_what_does_not_go_together_is_usage(capisim: Capisim, place: Path, words: tuple[str, ...]) -> None:
    told = capisim("quickstart", *words)
    assert (told.code, told.out) == (2, "")
    assert not (place / "a").exists()


def written_lines(text: str) -> list[int]:
    """The lines of a session that write a value about an event, which another event has written before."""
    lines, seen, found = text.splitlines(), set[str](), []
    for number, line in enumerate(lines):
        if line.startswith("visit"):
            seen.clear()
        name = line.partition(" = ")[0]
        if name in ("content_ids", "contents", "value", "currency", "num_items", "predicted_ltv"):
            if name in seen:
                found.append(number)
            seen.add(name)
    return found


def test_without_one_write_exactly_one_value_is_stale(capisim: Capisim, place: Path) -> None:
    capisim(*MAKE, "-o", "tags")
    file = place / "tags/sessions/shop.toml"
    text = file.read_text()
    lines = text.splitlines()
    numbers = written_lines(text)
    assert len(numbers) == 16
    for number in numbers:
        file.write_text("\n".join([*lines[:number], *lines[number + 1 :]]))
        told = orjson.loads(capisim("tag", "tags/examples/property.toml", file, "--json").out)
        name = lines[number].partition(" = ")[0]
        (finding,) = told["findings"]
        assert finding["rule"] == "TAG020", lines[number]
        assert f"custom_data.{name}" in finding["message"]
        assert "MetaConversion_" in finding["message"]


def test_without_options_a_terminal_gets_the_wizard(capisim: Capisim, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []
    monkeypatch.setattr("simulator.cli.ui.has_terminal", lambda: True)
    monkeypatch.setattr("simulator.cli.ui.open_ui", lambda *_, **given: asked.append(given) or 0)
    assert capisim("quickstart").code == 0
    assert asked == [{"readonly": False, "asks_property": True}]
    assert capisim("quickstart", "--complete", "-o", "new").code == 2
    assert len(asked) == 1
