"""``capisim purge``: what is chosen, what is asked, what is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from shop_lines import clean_pair, write
from told import Capisim

from simulator.store import open_store


@pytest.fixture
def three(capisim: Capisim, place: Path) -> str:
    """A store with three runs: of today, of ten days ago, and one from then that never ended."""
    source = write(place / "pair.jsonl", *clean_pair())
    for title in ("new", "old", "broken off"):
        assert capisim("replay", source, "--title", title).code == 0
    path = str(place / "store.db")
    with open_store(path) as store:
        store.connection.execute("UPDATE runs SET started_at = started_at - 10 * 86400 WHERE id > 1")
        store.connection.execute("UPDATE runs SET state = 'running' WHERE id = 3")
        store.connection.commit()
    return path


def left(path: str) -> list[int]:
    with open_store(path, readonly=True) as store:
        return [run.id for run in store.runs()]


def test_by_number(capisim: Capisim, three: str) -> None:
    told = capisim("purge", "--run", 2, "--run", 2, "--run", 1, "--yes")
    assert (told.code, told.out) == (0, "Deleted 2 runs with 4 events.\n")
    assert "run 1  20" in told.err
    assert "complete  2 events  old" in told.err
    assert left(three) == [3]


@pytest.mark.parametrize(("days", "stay"), [(9.99, [1, 3]), (10.01, [1, 2, 3]), (0, [3])])
def test_by_age(capisim: Capisim, three: str, days: float, stay: list[int]) -> None:
    told = capisim("purge", "--older-than", days, "--yes")
    assert told.code == 0
    assert left(three) == stay
    assert ("There is nothing to delete." in told.out) is (len(stay) == 3)


def test_a_run_that_is_not_ended_goes_only_by_its_number(capisim: Capisim, three: str) -> None:
    told = capisim("purge", "--all", "--yes")
    assert "Run 3 is not ended and left alone: --run 3 deletes it all the same." in told.err
    assert left(three) == [3]
    assert capisim("purge", "--run", 3, "--yes").code == 0
    assert left(three) == []
    assert capisim("purge", "--all", "--yes").out == "There is nothing to delete.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "one of them"),
        (("--all", "--run", 1), "one of them"),
        (("--run", 1, "--run", 9, "--yes"), "no run 9"),
        (("--older-than", -1), "-1"),
        (("--all",), "nobody can be asked"),
        (("--all", "--yes", "--store", ":memory:"), "there is no store at :memory:"),
        (("--all", "--yes", "--store", "none.db"), "there is no store at none.db"),
    ],
)
def test_what_is_not_meant_deletes_nothing(
    capisim: Capisim, three: str, arguments: tuple[object, ...], says: str
) -> None:
    told = capisim("purge", *arguments)
    assert (told.code, told.out) == (2, "")
    assert says in told.err
    assert left(three) == [1, 2, 3]
    assert not Path("none.db").exists()


@pytest.mark.parametrize(("answer", "code", "stay"), [("n\n", 2, [1, 2, 3]), ("y\n", 0, [2, 3]), ("\n", 2, [1, 2, 3])])
def test_it_asks(
    capisim: Capisim, three: str, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, stay: list[int]
) -> None:
    monkeypatch.setattr("simulator.cli.purge.can_ask", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: answer.strip())
    assert capisim("purge", "--run", 1).code == code
    assert left(three) == stay
