"""The Markdown report: fits a comment, the most important first, and obeys nothing of an event."""

from __future__ import annotations

import re

import pytest
from handed import handed, hostile_run
from stored_run import StoredRun, busy_run

from simulator.reports.markdown import markdown
from simulator.reports.markdown.fitting import LIMIT, Block, fitted


def written(run: StoredRun, limit: int = LIMIT) -> str:
    return b"".join(markdown(handed(run), limit)).decode()


def test_it_begins_with_the_decision_and_what_to_fix() -> None:
    text = written(busy_run())
    parts = [
        "## ❌ No go",
        "conditions are met",
        "### What to fix first",
        "### Findings",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "- ❌ `max_rejected` 1 event, at most 0 events" in text
    assert "**Refused or unreadable.** The API would refuse 1 event. 2 lines could not be read as an event." in text
    assert "| Purchase | 3 | estimate " in text


def test_what_comes_from_outside_obeys_nothing() -> None:
    text = written(hostile_run())
    # Outside of the tags that are ours, no bracket is left that is not escaped.
    ours = re.sub(r"</?details>|</?summary>", "", text)
    assert not re.search(r"(?<!\\)<", ours)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028]", text)
    assert not re.search(r"[@#](?=\w)", re.sub(r"^#+ ", "", text, flags=re.MULTILINE).replace("&#8203;", "\u200b"))


def test_a_table_has_as_many_cells_in_every_row() -> None:
    for text in (written(busy_run()), written(hostile_run())):
        for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
            assert len(cells) == 1


@pytest.mark.parametrize("limit", [3_000, 5_000, 9_000])
def test_what_does_not_fit_is_told(limit: int) -> None:
    run = busy_run()
    for number in range(60):
        run.event("server", f"Custom{number}", present=0b1, valid=0b1)
        run.finding(1, f"USR{number:03}", 2, "is wrong " * 20)
    text = written(run, limit)
    assert len(text.encode()) <= limit
    assert text.startswith("## ❌ No go")
    assert text.splitlines()[-1].startswith(f"*Cut to fit a comment of {limit:,} characters; left out: ")
    assert "how to repeat it" in text.splitlines()[-1]
    whole = written(run)
    assert "left out" not in whole


def test_rows_are_cut_and_later_blocks_do_not_overtake() -> None:
    blocks = [
        Block("first", ("head",), tuple("row" for _ in range(900))),
        Block("second", ("small",)),
        Block("third", ("t",), ("r",)),
    ]
    lines = list(fitted(blocks, 4_000))
    assert lines[0] == "head"
    assert lines.count("row") == (4_000 - 2_000 - 5) // 4
    assert lines[-1].endswith("left out: 402 of first; second; 1 of third. The HTML report holds them.*")
    assert sum(len(line.encode()) + 1 for line in lines) <= 4_000
