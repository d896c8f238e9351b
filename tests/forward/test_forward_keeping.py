"""Where a token may rest: a file of its own, which nobody else can read, outside of every project."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from simulator.errors import StoreError, UsageError
from simulator.forward.keeping import keep_in_file, place_for
from simulator.forward.tokens import Token, find_token

CANARY = "EAAcanaryTokenThatMustNeverBeSeen0001"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project beside which there is room."""
    made = tmp_path / "project"
    (made / "deep").mkdir(parents=True)
    return made


def test_a_file_is_made_for_the_user_alone(tmp_path: Path, project: Path) -> None:
    file = place_for(tmp_path / "mine" / "meta.env", project)
    keep_in_file(file, Token(CANARY))
    assert file.read_text() == f"CAPISIM_ACCESS_TOKEN={CANARY}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found = find_token({}, env_file=file, keyring=None)
    assert found.token.reveal() == CANARY
    assert found.notes == ()


def test_other_lines_stay_and_the_file_becomes_private(tmp_path: Path, project: Path) -> None:
    file = tmp_path / "meta.env"
    file.write_text("# mine\nexport CAPISIM_ACCESS_TOKEN='old'\nOTHER=1")
    file.chmod(0o644)
    keep_in_file(place_for(file, project), Token(CANARY))
    assert file.read_text() == f"# mine\nOTHER=1\nCAPISIM_ACCESS_TOKEN={CANARY}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["meta.env"]


@pytest.mark.parametrize("inside", ["meta.env", "deep/meta.env", "none/yet/meta.env", "../project/meta.env"])
def test_no_file_inside_the_project(project: Path, inside: str) -> None:
    with pytest.raises(UsageError, match="outside of it"):
        place_for(project / inside, project)


@pytest.mark.parametrize("mark", [".git", ".hg", ".svn", ".jj"])
def test_no_file_inside_a_work_tree(tmp_path: Path, project: Path, mark: str) -> None:
    tree = tmp_path / "tree"
    (tree / "deep").mkdir(parents=True)
    # A linked work tree of git has a file of that name.
    (tree / mark).write_text("gitdir: elsewhere") if mark == ".git" else (tree / mark).mkdir()
    with pytest.raises(UsageError, match="gets into a commit"):
        place_for(tree / "deep" / "meta.env", project)


def test_no_link_leads_into_a_project(tmp_path: Path, project: Path) -> None:
    (tmp_path / "innocent").symlink_to(project)
    (tmp_path / "file.env").symlink_to(project / "meta.env")
    for file in (tmp_path / "innocent" / "meta.env", tmp_path / "file.env"):
        with pytest.raises(UsageError, match="outside of it"):
            place_for(file, project)


def test_what_cannot_be_written_is_said_without_the_token(tmp_path: Path, project: Path) -> None:
    (tmp_path / "file").write_text("")
    for wrong, error in ((tmp_path / "file" / "x.env", (StoreError, UsageError)), (project.parent, UsageError)):
        with pytest.raises(error) as told:
            keep_in_file(place_for(wrong, project), Token(CANARY))
        assert CANARY not in str(told.value)
    (tmp_path / "bytes.env").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="left as it is"):
        keep_in_file(tmp_path / "bytes.env", Token(CANARY))
    with pytest.raises(UsageError, match="keyring"):
        keep_in_file(tmp_path / "odd.env", Token("it's-one"))
