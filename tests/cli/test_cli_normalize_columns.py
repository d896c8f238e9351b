"""Which columns are taken for which key."""

from __future__ import annotations

import pytest

from simulator.cli.normalize_columns import choose, find_column, key_of
from simulator.customer import KEYS
from simulator.errors import UsageError


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("em", "em"), ("E-Mail", "em"), ("email_address", "em"), ("Email Address", "em"), (" PHONE ", "ph"),
        ("First Name", "fn"), ("first-name", "fn"), ("FirstName", "fn"), ("Zip", "zp"), ("postal.code", "zp"),
        ("Date of Birth", "db"), ("external_id", "external_id"), ("order", None), ("", None), ("_", None),
        ("emails", None),
    ],
)  # fmt: skip
def test_key_of(name: str, key: str | None) -> None:
    assert key_of(name) == key


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_its_own_name(key: str) -> None:
    assert key_of(key) == key_of(key.upper()) == key


@pytest.mark.parametrize(("wanted", "place"), [("a", 0), ("B", 1), ("3", 3), ("4", 3), ("2", 1), (" c ", 2), ("1", 0)])
def test_find_column(wanted: str, place: int) -> None:
    assert find_column(["a", "b", "c", "3"], wanted) == place


@pytest.mark.parametrize("wanted", ["x", "0", "5", "-1", "", "²", "9" * 5000])
def test_no_such_column(wanted: str) -> None:
    with pytest.raises(UsageError, match=r"no column .* The columns are 1 a, 2 b, 3 c, 4 3"):
        find_column(["a", "b", "c", "3"], wanted)


def test_a_name_that_stands_twice() -> None:
    with pytest.raises(UsageError, match="give one of the numbers 1, 3"):
        find_column(["a", "b", "a"], "a")
    assert find_column(["a", "b", "A"], "A") == 2


@pytest.mark.parametrize(
    ("header", "key", "column", "places"),
    [
        (["n", "email", "tel"], "em", None, [1]),
        (["n", "email", "tel"], "ph", "tel", [2]),
        (["n", "email", "tel"], "ph", "2", [1]),
        (["whatever"], "em", None, [0]),
        (["email", "x", "phone", "em"], None, None, [0, 2, 3]),
        (["email", "x", "phone"], "ph", None, [2]),
    ],
)
def test_choose(header: list[str], key: str | None, column: str | None, places: list[int]) -> None:
    chosen = choose(header, key, column)
    assert [found.place for found in chosen] == places
    assert key is None or {found.key.name for found in chosen} == {key}


@pytest.mark.parametrize(
    ("header", "key", "column", "words"),
    [
        (["a", "b"], None, None, "give KEY and --column"),
        (["a", "b"], "em", None, "no column has the name of em"),
        (["email", "e-mail"], "em", None, "several columns could be em: 1 email, 2 e-mail"),
        (["a"], "email", None, "did you mean em"),
        (["john@example.com", "b"], "em", "1", "cell 1 looks like a customer's data"),
        (["b", "+1 (650) 555-0123"], "ph", "2", "cell 2 looks like"),
        (["b" * 64], "em", None, "cell 1 looks like"),
    ],
)
def test_no_choice(header: list[str], key: str | None, column: str | None, words: str) -> None:
    with pytest.raises(UsageError, match=words) as told:
        choose(header, key, column)
    assert "john@" not in str(told.value)
    assert "0123" not in str(told.value)
