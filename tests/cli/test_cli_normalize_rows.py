"""Rows of a CSV file: what is read, what is skipped, and that one bad line costs no other."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulator.cli.normalize_rows import LONGEST_RECORD, Row, Skipped, Table
from simulator.errors import UsageError


def table(content: bytes) -> Table:
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", errors="surrogateescape", newline="")
    return Table(stream, "x.csv")


def rows(content: bytes) -> list[Row | Skipped]:
    return list(table(content))


@pytest.mark.parametrize(
    ("content", "header", "delimiter"),
    [
        (b"em,ph\n", ["em", "ph"], ","),
        (b"em;ph\r\n", ["em", "ph"], ";"),
        (b"em\tph\n", ["em", "ph"], "\t"),
        (b"em", ["em"], ","),
        (b"\xef\xbb\xbf em , ph \r\n", ["em", "ph"], ","),
        (b'"first; last";em;"a,b"\n', ["first; last", "em", "a,b"], ";"),
        (b"sep=;\r\nem;a,b,c\n", ["em", "a,b,c"], ";"),
        (b"\n\nem,ph\n", ["em", "ph"], ","),
        (b'"two\nlines",em\n', ["two\nlines", "em"], ","),
        (b"em\rph\r", ["em"], ","),
    ],
)
def test_header(content: bytes, header: list[str], delimiter: str) -> None:
    found = table(content)
    assert (found.header, found.delimiter) == (header, delimiter)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04abc", "spreadsheet"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        ("em,ph\n".encode("utf-16"), "UTF-16"),
        ("\ufeffem,ph\n".encode("utf-16-be"), "UTF-16"),
        (b"em\0,ph\n", "zero bytes"),
        (b"e\xe9m,ph\n", "no UTF-8"),
        (b'"em,ph\n1,2\n', "not closed"),
        (b"x" * (LONGEST_RECORD + 9), "characters in one line"),
    ],
)
def test_no_header(content: bytes, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        table(content)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"1,2\n3,4", [Row(2, 2, ["1", "2"]), Row(3, 3, ["3", "4"])]),
        (b"1,2\n\n3,4\n", [Row(2, 2, ["1", "2"]), Row(4, 4, ["3", "4"])]),
        (b'"1\n1",2\n3,4\n', [Row(2, 2, ["1\n1", "2"]), Row(3, 4, ["3", "4"])]),
        (b'"a ""b""",2\n', [Row(2, 2, ['a "b"', "2"])]),
        (b'a "b",2\n', [Row(2, 2, ['a "b"', "2"])]),
        (b"1\n3,4\n", [Skipped(2, 2, "1 cells where the header has 2"), Row(3, 3, ["3", "4"])]),
        (b"1,2,3\n3,4\n", [Skipped(2, 2, "3 cells where the header has 2"), Row(3, 3, ["3", "4"])]),
        (b"\xff,2\n3,4\n", [Skipped(2, 2, "bytes that are no UTF-8"), Row(3, 3, ["3", "4"])]),
        (b'"1,2\n3,4\n', [Skipped(2, 2, "a quotation mark is not closed"), Row(3, 3, ["3", "4"])]),
        (b'"1"x,2\n3,4\n', [Skipped(2, 2, "text behind a closing quotation mark"), Row(3, 3, ["3", "4"])]),
        (b'"1,2\n"3",4\n', [Skipped(2, 2, "text behind a closing quotation mark"), Row(3, 3, ["3", "4"])]),
    ],
)  # fmt: skip
def test_rows(content: bytes, found: list[Row | Skipped]) -> None:
    assert rows(b"em,ph\n" + content) == found


@pytest.mark.parametrize("size", [LONGEST_RECORD - 2, LONGEST_RECORD - 1, LONGEST_RECORD, 5 * LONGEST_RECORD])
@pytest.mark.parametrize("before", [b"", b'"open\n'])
def test_a_long_line_is_cut_off(size: int, before: bytes) -> None:
    found = rows(b"em,ph\n" + before + b"x" * size + b",1\n3,4\n")
    kept = size + 2 <= LONGEST_RECORD
    assert [type(row) for row in found[-2:]] == [Row if kept else Skipped, Row]
    assert len(found) == (2 if not before else 3)
    assert found[-1].line == len(found) + 1


def test_a_quotation_mark_costs_one_line_of_many() -> None:
    found = rows(b"em,ph\n" + b'"1,2\n' + b"3,4\n" * 5_000)
    assert isinstance(found[0], Skipped)
    assert sum(isinstance(row, Row) for row in found) == 5_000


class Endless(io.TextIOBase):
    """Rows without end; ``given`` counts them."""

    given = 0

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # noqa: ARG002
        self.given += 1
        return "em,ph\n" if self.given == 1 else "1,2\n"


def test_rows_are_read_when_they_are_asked_for() -> None:
    endless = Endless()
    found: Iterator[Row | Skipped] = iter(Table(endless, "x"))  # type: ignore[arg-type]
    for _ in range(1_000):
        assert isinstance(next(found), Row)
    assert endless.given == 1_001


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
def test_what_the_csv_module_writes_is_read(cells: list[tuple[str, str]], delimiter: str, end: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("em", "ph"), *cells])
    found = rows(out.getvalue().encode())
    assert [row.cells if isinstance(row, Row) else row for row in found] == [list(pair) for pair in cells]
    assert [row.number for row in found] == list(range(2, len(cells) + 2))


@given(st.binary(max_size=60) | st.text('",;\n\rab', max_size=60).map(str.encode))
@example(b'"\n' * 20)
@example(b'a,"b\n"\n",\n')
def test_anything_is_read_or_told(content: bytes) -> None:
    found = rows(b"em,ph\n" + content)
    lines = [row.line for row in found]
    assert lines == sorted(set(lines))
    assert all(len(row.cells) == 2 if isinstance(row, Row) else row.reason for row in found)


@given(st.binary(max_size=60))
def test_any_start_is_a_header_or_a_usage_error(content: bytes) -> None:
    try:
        found = table(content)
    except UsageError:
        return
    assert found.header
