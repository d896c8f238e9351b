"""Snapshots: where they lie, and how a result is compared with one."""

from __future__ import annotations

import json
import re
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator.errors import UsageError
from simulator.masking import printable, shorten

if TYPE_CHECKING:
    from simulator.testing.result import Result

FOLDER: Final = "__snapshots__"
_NAME = re.compile(r"[\w.-]+(?: [\w.-]+)*")
_MOST_LINES = 60


class Snapshots:
    """Where snapshots lie: names in ``folder``, relative paths beside ``beside``; ``update`` writes them.

    Without a folder, as for ``run_events`` outside the fixture, only a path can name a snapshot.
    """

    def __init__(self, *, beside: Path | None = None, folder: Path | None = None, update: bool = False) -> None:
        self._beside = beside
        self._folder = folder
        self._update = update

    def match(self, result: Result, name: str | Path, ignore: tuple[str, ...], *, reveal: bool) -> None:
        """Write or compare; AssertionError when there is none or it differs."""
        __tracebackhide__ = True
        from simulator.testing.snapshot import snapshot_of

        path = self._path(name)
        now = _text(snapshot_of(result, ignore, reveal=reveal))
        shown = printable(str(path))
        if self._update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(now, "utf-8", newline="\n")
            return
        try:
            before = path.read_text("utf-8")
        except FileNotFoundError:
            raise AssertionError(
                f"there is no snapshot {shown} yet: run pytest --capisim-update, look at the file, and keep it"
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{shown}: can't be read: {error}") from None
        if before == now:
            return
        # Both are shown masked; a snapshot in clear would print the made-up people of the test, and someone might not
        # have made them up.
        told = _difference(before, now) if not reveal else _difference_of_clear(before, result, ignore)
        raise AssertionError(
            f"the snapshot {shown} differs (- snapshot, + now); run pytest --capisim-update if the change is meant\n\n"
            + told
        )

    def _path(self, name: str | Path) -> Path:
        if isinstance(name, Path):
            return name if name.is_absolute() or self._beside is None else self._beside / name
        if not _NAME.fullmatch(name) or name.strip(".") == "":
            raise UsageError(f"{name!r} can't name a snapshot: use letters, digits, '-', '_' and '.', or give a Path")
        if self._folder is None:
            raise UsageError("a snapshot has a name only inside pytest's fixture capisim; give a pathlib.Path here")
        return self._folder / f"{name}.json"


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _difference(before: str, now: str) -> str:
    lines = list(unified_diff(before.splitlines(), now.splitlines(), "snapshot", "now", lineterm="", n=4))[2:]
    # A snapshot may have come from anywhere.
    cut = [shorten(printable(line), 160) for line in lines[:_MOST_LINES]]
    return "\n".join([*cut, *([f"and {len(lines) - _MOST_LINES} more lines"] if len(lines) > _MOST_LINES else [])])


def _difference_of_clear(before: str, result: Result, ignore: tuple[str, ...]) -> str:
    from simulator.testing.snapshot import masked_document, snapshot_of

    try:
        known = json.loads(before)
    except ValueError:
        return "the snapshot is no JSON"
    now = snapshot_of(result, ignore, reveal=True)
    told = _difference(_text(masked_document(known)), _text(masked_document(now)))
    return told or "only in values that look alike when they are masked"
