"""The tests themselves: helpers are found by name, so no two may share one, and nothing imports a conftest."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent


def test_no_two_modules_share_a_name() -> None:
    """Else which of them a test gets depends on the order in which folders are collected."""
    names = Counter(path.name for path in HERE.rglob("*.py") if path.name != "conftest.py")
    assert [name for name, times in names.items() if times > 1] == []


def test_nothing_is_imported_from_a_conftest() -> None:
    importing = re.compile(r"^\s*(from|import) conftest\b", re.MULTILINE)
    assert [path.name for path in HERE.rglob("*.py") if importing.search(path.read_text("utf-8"))] == []
