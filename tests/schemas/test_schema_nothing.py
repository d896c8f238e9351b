"""The list of words for a missing value, and of their hashes, is the one the rules go by."""

from __future__ import annotations

import hashlib
import json

from simulator.checks.vocabulary import NOTHING_WORDS, TEST_WORDS, nothing
from simulator.checks.vocabulary import test_words as words_of_tests
from simulator.resources import schemas


def test_the_schema_lists_the_words_the_rules_know() -> None:
    document = json.loads((schemas() / "data" / "nothing.json").read_text("utf-8"))
    lists = {name: schema["enum"] for name, schema in document["$defs"].items()}
    hashes = {word: hashlib.sha256(word.encode()).hexdigest() for word in NOTHING_WORDS}
    assert lists["hash"] == list(hashes.values())
    assert lists["blank-hash"] == [hashes[word] for word in NOTHING_WORDS if not word.strip()]
    tests = [hashlib.sha256(word.encode()).hexdigest() for word in TEST_WORDS]
    assert tests == list(words_of_tests())
    assert lists["no-customer-hash"] == lists["hash"] + tests
    assert lists["no-first-name-hash"] == lists["blank-hash"] + tests
    # An empty id is too short already.
    assert lists["id"] == [*(word for word in NOTHING_WORDS if word), *hashes.values()]
    assert set(lists["id"]) | {""} == set(nothing())
