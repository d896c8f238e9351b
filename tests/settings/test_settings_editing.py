"""A setting is changed in its file, and everything else stays as its owner wrote it."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import StoreError, UsageError
from simulator.settings.editing import change, changed, target, toml

OURS = """\
# What our shop needs.
fail_on = "warning"   # stricter

[deduplication]
window_hours = 24

[forward]  # staging
# the staging pixel
pixel_id = "1" # of staging
graph_url = "http://127.0.0.1:8765"

[match_quality]
calibration = [
  "Lead=1.1@2026-01-01",  # measured
  "[forward]=2@2026-01-01",
]
"""


def test_a_member_is_replaced_and_its_remarks_stay() -> None:
    after = changed(OURS, {"forward.pixel_id": "1234567890"})
    assert after == OURS.replace('pixel_id = "1" #', 'pixel_id = "1234567890" #')


def test_a_member_is_added_to_its_table() -> None:
    after = changed(OURS, {"forward.version": "v26.0"})
    assert after == OURS.replace('8765"\n', '8765"\nversion = "v26.0"\n')


def test_a_list_over_several_lines_is_replaced_whole() -> None:
    after = changed(OURS, {"match_quality.calibration": ["Purchase=1.2@2026-11-26"]})
    assert after.startswith(OURS[: OURS.index("calibration")])
    assert after.endswith('[match_quality]\ncalibration = ["Purchase=1.2@2026-11-26"]\n')


def test_a_table_is_added_at_the_end_and_a_top_level_member_before_the_tables() -> None:
    assert changed("a = 1", {"forward.version": "v26.0"}) == 'a = 1\n\n[forward]\nversion = "v26.0"\n'
    assert changed("", {"forward.version": "v26.0"}) == '[forward]\nversion = "v26.0"\n'
    assert changed("[forward]\n", {"environment": "test"}) == 'environment = "test"\n[forward]\n'


@pytest.mark.parametrize(
    "before",
    [
        'forward.pixel_id = "1"\n',
        '["forward"]\n"pixel_id" = "1"\n',
        "[ forward ]\npixel_id='1'\n",
        '[forward]\r\npixel_id = "1"\r\n[limits]\r\nnesting = 3\r\n',
        '\ufeffx = """\n[forward]\npixel_id = "9"\n"""\n[forward]\n',
        '[[rules.ignores]]\nrule = "A"\npixel_id = "7"\n',
        '[forward]\npixel_id = "a#b"  # with a # inside\n',
    ],
)
def test_other_ways_to_write_it(before: str) -> None:
    after = changed(before, {"forward.pixel_id": "1234567890"})
    read = tomllib.loads(after.removeprefix("\ufeff"))
    assert read["forward"]["pixel_id"] == "1234567890"
    assert "\r\n" in after or "\r\n" not in before
    others = {**tomllib.loads(before.removeprefix("\ufeff")), "forward": None}
    assert {**read, "forward": None} == others


@pytest.mark.parametrize(
    "before", ['forward = {pixel_id = "1"}\n', "forward = 1\n", "[forward\n", "[[forward]]\n", "x = [\n"]
)
def test_what_cannot_be_changed_is_left_alone_and_said(before: str, tmp_path: Path) -> None:
    file = tmp_path / "capisim.toml"
    file.write_text(before)
    with pytest.raises(UsageError, match="by hand") as told:
        change(file, {"forward.pixel_id": "123", "forward.version": "v26.0"})
    assert '[forward]\npixel_id = "123"\nversion = "v26.0"' in str(told.value)
    assert file.read_text() == before


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30), st.lists(st.text(max_size=9)))
def test_any_text_is_written_so_that_it_is_read_again(text: str, texts: list[str]) -> None:
    after = changed(OURS, {"forward.pixel_id": text, "match_quality.calibration": texts})
    read = tomllib.loads(after)
    assert read["forward"]["pixel_id"] == text
    assert read["match_quality"]["calibration"] == texts
    assert tomllib.loads(f"x = {toml(text)}")["x"] == text


def test_a_pyproject_holds_it_in_its_own_table(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text('[project]\nname = "shop"\n\n[tool.capisim]\nfail_on = "note"\n')
    assert target(tmp_path) == file
    change(file, {"forward.pixel_id": "123"})
    assert file.read_text().endswith('fail_on = "note"\n\n[tool.capisim.forward]\npixel_id = "123"\n')


def test_a_file_keeps_its_mode_and_a_link_stays_one(tmp_path: Path) -> None:
    file = tmp_path / "real.toml"
    file.write_text("")
    file.chmod(0o640)
    link = tmp_path / "capisim.toml"
    link.symlink_to(file)
    change(link, {"forward.pixel_id": "123"})
    assert link.is_symlink()
    assert tomllib.loads(file.read_text()) == {"forward": {"pixel_id": "123"}}
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(each.name for each in tmp_path.iterdir()) == ["capisim.toml", "real.toml"]


def test_a_new_file_is_made_in_the_folder(tmp_path: Path) -> None:
    file = target(tmp_path)
    assert file.parent == tmp_path
    change(file, {"forward.pixel_id": "123"})
    assert file.read_text() == '[forward]\npixel_id = "123"\n'


def test_a_disk_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="can't be written"):
        change(tmp_path / "file" / "capisim.toml", {"forward.pixel_id": "123"})
