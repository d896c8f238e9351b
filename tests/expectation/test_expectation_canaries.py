"""Nothing personal of a capture is in the scenario that is made of it."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote, unquote_plus

import canaries
import pytest

from simulator.expectation.checking import decided_of
from simulator.expectation.expected import expectation_of, read_expected
from simulator.expectation.making import make_scenario
from simulator.settings import Settings


def shown(folder: Path) -> str:
    """Every file of a scenario in lower case, as it stands and with its encodings undone."""
    texts = [path.read_text("utf-8") for path in folder.iterdir()]
    for _ in range(4):
        texts += [unquote(unquote_plus(text)).replace('\\"', '"').replace("\\\\", "\\") for text in texts[-3:]]
    return "\n".join(texts).lower()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The capture of canaries as a scenario; the capture itself lies beside it."""
    place = tmp_path_factory.mktemp("canaries")
    (place / "capture.jsonl").write_text("\n".join(canaries.capture()) + "\n", "utf-8")
    (place / "visit.har").write_text(canaries.har(), "utf-8")
    make_scenario([str(place / "capture.jsonl"), str(place / "visit.har")], place / "scenario")
    return place


def test_the_canaries_are_in_the_capture(made: Path) -> None:
    (made / "raw").mkdir()
    (made / "raw" / "a").write_text((made / "capture.jsonl").read_text("utf-8"), "utf-8")
    text = shown(made / "raw")
    missing = [word for word in (*canaries.WORDS, *canaries.NUMBERS[:1], canaries.TOKEN) if word.lower() not in text]
    assert set(missing) <= {"6505550147"}
    assert all(hash_ in text for hash_ in canaries.hashed().values())


def test_nothing_personal_survives(made: Path) -> None:
    text = shown(made / "scenario")
    survivors = sorted(secret for secret in canaries.secrets() if secret in text)
    assert not survivors


def test_verdicts_and_codes_are_those_of_the_capture(made: Path) -> None:
    (made / "before").mkdir()
    (made / "before" / "capture.jsonl").write_text((made / "capture.jsonl").read_text("utf-8"), "utf-8")
    (made / "before" / "visit.har").write_text((made / "visit.har").read_text("utf-8"), "utf-8")
    (made / "before" / "scenario.toml").write_text(
        'title = "t"\nshows = "s"\nsources = ["capture.jsonl", "visit.har"]\n', "utf-8"
    )
    before = expectation_of(decided_of(made / "before", Settings()).verdicts)
    after = read_expected(made / "scenario")
    assert after is not None
    assert [(b, a) for b, a in zip(before.events, after.events, strict=True) if a != b] == []
    assert before.totals == after.totals


def test_hashes_agree_with_the_values_that_stand_in_clear(made: Path) -> None:
    """The first event is hashed, the second in clear: after replacement they are still one person."""
    first, second, *_ = map(json.loads, (made / "scenario" / "events.jsonl").read_text("utf-8").splitlines())
    in_clear, hashed = second["event"]["user_data"], first["event"]["user_data"]
    assert hashed["fn"] == [canaries.sha256(in_clear["fn"][0].lower())]
    assert hashed["ln"] == [canaries.sha256(in_clear["ln"][0].lower())]
    assert hashed["em"] == [canaries.sha256(in_clear["em"][0].lower())]
    assert hashed["ph"] == [canaries.sha256("".join(c for c in in_clear["ph"][0] if c.isdigit()))]
    assert hashed["db"] == [canaries.sha256(in_clear["db"][0].replace("-", ""))]
    assert in_clear["em"][0].endswith((".com", ".net", ".org"))
    assert in_clear["ph"][0].startswith("+1 (")
