"""``capisim normalize --csv``: tables in, hashes out, nothing in clear and nothing lost."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from told import Capisim

from simulator.cli.normalize_columns import Column
from simulator.cli.normalize_prepare import Preparer, standing_notes
from simulator.customer import KEYS, profiles

SHOP = """\
n,E-Mail,Phone,Land,fbp
1,JOHN@example.com,(650) 555-0123,US,fb.1.1558571054389.1098115397
2,ann@example.org,020 7946 0123,GB,
3,,,Atlantis,
"""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True))


@pytest.fixture
def shop(place: Path) -> Path:
    path = place / "shop.csv"
    path.write_text(SHOP, "utf-8")
    return path


def test_one_column(capisim: Capisim, shop: Path) -> None:
    told = capisim("normalize", "em", "--csv", shop)
    assert told.code == 1
    assert told.out.splitlines()[0] == "row,column,key,docs,note"
    assert read(told.out) == [
        {"row": "2", "column": "E-Mail", "key": "em", "docs": digest("john@example.com"), "note": ""},
        {"row": "3", "column": "E-Mail", "key": "em", "docs": digest("ann@example.org"), "note": ""},
        {"row": "4", "column": "E-Mail", "key": "em", "docs": "", "note": "the cell is empty"},
    ]
    assert told.err == "3 rows read: 3 written, 0 skipped; 1 with nothing to send\n"


def test_nothing_is_repeated_in_clear(capisim: Capisim, shop: Path) -> None:
    told = capisim("normalize", "--csv", shop, *[part for name in profiles() for part in ("--profile", name)])
    for secret in ("JOHN", "john", "ann", "555", "7946", "Atlantis"):
        assert secret not in told.out + told.err
    kept = capisim("normalize", "em", "--csv", shop, "--keep").out
    assert "JOHN@example.com" in kept
    assert "(650) 555-0123" in kept


def test_every_column_that_tells_its_key(capisim: Capisim, shop: Path) -> None:
    told = capisim("normalize", "--csv", shop)
    assert [line["key"] for line in read(told.out)] == ["em", "ph", "fbp"] * 3
    assert read(told.out)[2]["docs"] == "fb.1.1558571054389.1098115397"
    assert "em from column 2 (E-Mail), ph from column 3 (Phone), fbp from column 5 (fbp)\n" in told.err
    assert "fbp: not hashed: Meta takes this key as it is\n" in told.err
    assert not any("Meta takes this key" in line["note"] for line in read(told.out))


@pytest.mark.parametrize(
    ("options", "digits", "note"),
    [
        (["--country", "US"], "16505550123", "country calling code 1 (US) was added"),
        (["--country-column", "Land"], "16505550123", "country calling code 1 (US) was added"),
        (["--country-column", "4"], "16505550123", "country calling code 1 (US) was added"),
        ([], "6505550123", "can't be told"),
    ],
)
def test_country(capisim: Capisim, shop: Path, options: list[str], digits: str, note: str) -> None:
    lines = read(capisim("normalize", "ph", "--csv", shop, *options).out)
    assert lines[0]["docs"] == digest(digits)
    assert note in lines[0]["note"]


def test_each_row_has_its_own_country(capisim: Capisim, place: Path) -> None:
    (place / "x.csv").write_text("ph,country\n020 7946 0123,United Kingdom\n020 7946 0123,Atlantis\n020 7946 0123,\n")
    told = capisim("normalize", "ph", "--csv", "x.csv", "--country-column", "country")
    lines = read(told.out)
    assert [line["docs"] for line in lines] == [digest("442079460123"), digest("2079460123"), digest("2079460123")]
    assert ["no country" in line["note"] for line in lines] == [False, True, False]
    assert told.code == 0
    assert "--country-column 2" in capisim("normalize", "ph", "--csv", "x.csv").err


def test_several_profiles(capisim: Capisim, shop: Path) -> None:
    names = list(profiles())
    told = capisim("normalize", "em", "--csv", shop, *[part for name in names for part in ("--profile", name)])
    assert told.out.splitlines()[0].split(",") == ["row", "column", "key", *names, "note"]
    assert {read(told.out)[0][name] for name in names} == {digest("john@example.com")}


def test_keep(capisim: Capisim, place: Path) -> None:
    (place / "x.csv").write_text('row;em;text\n7;a@example.com;"a;=1"\n')
    told = capisim("normalize", "em", "--csv", "x.csv", "--keep")
    assert told.code == 0
    (line,) = read(told.out, ";")
    assert (line["row"], line["capisim_row"], line["text"]) == ("7", "2", "a;=1")
    assert '"a;=1"' in told.out


@pytest.mark.parametrize(
    ("content", "rows", "skipped", "words"),
    [
        (b"em\na@example.com\n", 1, 0, ""),
        (b"em,x\na@example.com,\nb@example.com\n", 1, 1, "line 3: skipped: 1 cells where the header has 2"),
        (b"em\n\xff@example.com\nb@example.com\n", 1, 1, "line 2: skipped: bytes that are no UTF-8"),
        (b'em\n"a\nb@example.com\n', 1, 1, "line 2: skipped: a quotation mark is not closed"),
        (b"em,x\n" + b"1\n" * 150, 0, 150, "and 50 more rows were skipped"),
        (b"em\n", 0, 0, ""),
    ],
)
def test_read_is_written_and_skipped(
    capisim: Capisim, place: Path, content: bytes, rows: int, skipped: int, words: str
) -> None:
    (place / "x.csv").write_bytes(content)
    told = capisim("normalize", "em", "--csv", "x.csv")
    assert told.code == (1 if skipped else 0)
    assert len(read(told.out)) == rows
    assert words in told.err
    assert f"{rows + skipped} rows read: {rows} written, {skipped} skipped\n" in told.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["em", "--csv", "none.csv"], "none.csv: no such file"),
        (["em", "--csv", "."], "is a directory"),
        (["em", "--csv", "empty.csv"], "empty.csv: it is empty"),
        (["em", "--csv", "shop.csv", "--column", "mail"], "no column mail. The columns are 1 n, 2 E-Mail"),
        (["em", "--csv", "shop.csv", "--country-column", "x"], "no column x"),
        (["ge", "--csv", "shop.csv"], "no column has the name of ge"),
        (["email", "--csv", "shop.csv"], "did you mean em?"),
        (["em", "--csv", "shop.csv", "--country", "Atlantis"], "unknown country"),
        (["em", "--csv", "shop.csv", "--country", "US", "--country-column", "Land"], "not both"),
        (["--csv", "shop.csv", "--column", "2"], "--column needs KEY"),
        (["em", "--csv", "shop.csv", "--json"], "leave --format and --json out"),
        (["em", "--csv", "shop.csv", "--format", "text"], "leave --format and --json out"),
        (["em", "--csv", "shop.csv", "--profile", "nonsense"], "nonsense"),
        (["em", "--csv", "shop.csv", "-o", "shop.csv"], "is the input itself"),
        (["em", "--csv", "shop.csv", "-o", "./link.csv"], "is the input itself"),
        (["em", "--csv", "shop.csv", "-o", "hard.csv"], "is the input itself"),
        (["em", "--csv", "shop.csv", "-o", "none/out.csv"], "no such folder"),
        (["em", "--csv", "shop.csv", "-o", "."], "is a directory"),
    ],
)
def test_usage_errors_are_2(capisim: Capisim, shop: Path, arguments: list[str], words: str) -> None:
    (shop.parent / "empty.csv").touch()
    (shop.parent / "link.csv").symlink_to(shop)
    os.link(shop, shop.parent / "hard.csv")
    told = capisim("normalize", *arguments)
    assert (told.code, told.out) == (2, "")
    assert words in told.err
    assert "Traceback" not in told.err
    assert shop.read_text("utf-8") == SHOP
    assert sorted(path.name for path in shop.parent.iterdir()) == ["empty.csv", "hard.csv", "link.csv", "shop.csv"]


def test_output_file(capisim: Capisim, shop: Path) -> None:
    expected = capisim("normalize", "em", "--csv", shop).out
    assert capisim("normalize", "em", "--csv", shop, "-o", "-").out == expected
    out = shop.parent / "out.csv"
    told = capisim("normalize", "em", "--csv", shop, "-o", out)
    assert (told.code, told.out, out.read_text("utf-8")) == (1, "", expected)
    out.write_text("older")
    out.chmod(0o644)
    capisim("normalize", "em", "--csv", shop, "-o", out)
    assert out.read_text("utf-8") == expected
    if sys.platform != "win32":
        assert stat.S_IMODE(out.stat().st_mode) == 0o644
    assert capisim("normalize", "em", "--csv", shop, "-o", os.devnull).code == 1


def test_what_fails_half_way_leaves_no_file(capisim: Capisim, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Preparer, cells: list[str]) -> None:
        raise OSError("broken")

    monkeypatch.setattr(Preparer, "prepare", fail)
    assert capisim("normalize", "em", "--csv", shop, "-o", "out.csv").code == 3
    assert [path.name for path in shop.parent.iterdir()] == ["shop.csv"]


def test_standard_input(capisim: Capisim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfem\r\na@example.com\r\n")))
    told = capisim("normalize", "em", "--csv", "-")
    assert told.code == 0
    assert read(told.out)[0]["docs"] == digest("a@example.com")


def test_a_value_that_a_profile_sends_in_clear_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.customer import Normalized

    def in_clear(key: str, value: str, profile: str, country: str | None = None) -> Normalized:
        return Normalized(key, profile, value, value, None, ())

    monkeypatch.setattr("simulator.cli.normalize_prepare.normalize", in_clear)
    (one,) = Preparer([Column(0, "x", KEYS["em"])], ["docs"], None, None).prepare(["a@example.com"])
    assert one.cells == ["x", "em", "", "sent in clear, so it is not repeated here"]
    assert one.sendable


@pytest.mark.parametrize("profile", profiles())
@pytest.mark.parametrize("key", ["em", "country", "ge", "fbc", "client_ip_address", "lead_id", "st", "ph"])
def test_a_standing_note_says_nothing_about_a_value(key: str, profile: str) -> None:
    words = ("this is", "neither", "looks like", "15 or 16", "missing", "no public")
    assert not [note for note in standing_notes(KEYS[key], profile) if any(word in note for word in words)]


STARTS = st.sampled_from([*"=+-@\t\r\n ＝＋－＠\u00a0\u200b", ""])
CELL = st.builds(str.__add__, st.lists(STARTS, max_size=3).map("".join), st.text(max_size=10))
KEY = st.sampled_from(["em", "external_id", "client_user_agent", "anon_id", "fbp", "ph"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL), max_size=5), header=CELL, key=KEY, keep=st.booleans())
def test_no_cell_that_is_written_starts_a_formula(
    capisim: Capisim, place: Path, rows: list[tuple[str, str]], header: str, key: str, keep: bool
) -> None:
    content = io.StringIO(newline="")
    csv.writer(content, quoting=csv.QUOTE_ALL).writerows([(f"x{header}", f"={header}"), *rows])
    (place / "x.csv").write_bytes(content.getvalue().encode("utf-8", "surrogatepass"))
    every: list[Any] = [part for name in profiles() for part in ("--profile", name)]
    told = capisim("normalize", key, "--csv", "x.csv", "--column", "1", *every, *(["--keep"] if keep else []))
    if told.code == 2:
        assert told.out == ""
        return
    cells = [cell for line in csv.reader(io.StringIO(told.out, newline=""), strict=True) for cell in line]
    assert cells
    for cell in cells:
        assert cell.isprintable()
        assert not cell.lstrip().startswith(tuple("=+-@\t\r\n＝＋－＠"))
    assert len(told.out.splitlines()) - 1 + told.err.count(": skipped: ") == len(rows)
