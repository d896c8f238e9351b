"""The part of the application that takes events away: a file of what is filtered, one event to the clipboard."""

from __future__ import annotations

import json
import os
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from simulator.reports import csv, jsonl
from simulator.tui.reading import Reader
from simulator.views.export import export

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.filtering import Filter
    from simulator.store import Store
    from simulator.tui.current import Current
    from simulator.tui.stores import Stores
    from simulator.views.export import Exported

_FILTERED = ("live", "pairs", "findings")


def written(store: Store, run: int, where: Filter | None, path: str) -> int:
    """Write the events that a filter lets through, as CSV if the path ends so, else as JSON lines; how many.

    The file appears when it is whole, readable by its owner alone. Raises OSError, and as ``export`` does.
    """
    count = 0
    events = export(store, run, where)

    def counted() -> Iterator[Exported]:
        nonlocal count
        for each in events:
            count += 1
            yield each

    as_table = path.casefold().endswith(".csv")
    pieces = csv.rows(counted()) if as_table else jsonl.lines(each.verdict for each in counted())
    target = Path(path).expanduser()
    # A thread's own name: two exports may be under way.
    part = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(pieces)
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return count


class ExportApp(App[None]):
    """An application that exports and copies."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "export", "Export", show=False, tooltip="Write what is filtered into a file"),
        Binding("y", "copy_event", "Copy", show=False, tooltip="Copy the event, masked unless it is revealed"),
    ]

    # What the application gives
    stores: Stores
    current: reactive[Current]
    filter: reactive[Filter | None]

    def on_mount(self) -> None:
        self._exports = Reader(self, self.stores)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of events are there where events are."""
        if action == "export":
            return self.current.last > 0 and self.current_mode in _FILTERED
        if action == "copy_event":
            return self.current.last > 0 and self.current_mode == "live"
        return super().check_action(action, parameters)

    def action_export(self) -> None:
        """Ask for a file, and write what is filtered into it."""
        from simulator.tui.screens.export import ExportScreen

        self.push_screen(ExportScreen(self.current.run, self.filter), self._export_to)

    def _export_to(self, path: str | None) -> None:
        if path is None:
            return
        run, where = self.current.run, self.filter

        def question(store: Store) -> tuple[int, str]:
            try:
                return written(store, run, where, path), ""
            except OSError as error:
                return (
                    0,
                    f"{path} can't be written: {(error.strerror or str(error)).lower()}. Press e for another file.",
                )

        self._exports.ask("export", question, partial(self._exported, path))

    def _exported(self, path: str, told: tuple[int, str]) -> None:
        count, problem = told
        if problem:
            self.notify(problem, title="Nothing exported", severity="error", markup=False)
        else:
            self.notify(f"{count:,} event{'' if count == 1 else 's'} in {path}", title="Exported", markup=False)

    def action_copy_event(self) -> None:
        """Copy what the inspector shows of the payload."""
        from simulator.tui.clipboard import copy
        from simulator.tui.screens.live import LiveScreen

        inspector = self.screen.inspector if isinstance(self.screen, LiveScreen) else None
        if inspector is None or inspector.detail is None or inspector.detail.payload is None:
            self.notify("There is no payload to copy.", severity="warning", markup=False)
            return
        payload, n = inspector.detail.payload, inspector.detail.line.n
        text = _as_sent(payload) if inspector.revealed else _masked(payload)
        copy(self.screen, text, f"event-{n}.json", f"Event #{n}")


def _as_sent(payload: object) -> str:
    return json.dumps(payload, indent=2, ensure_ascii=False)


def _masked(payload: object) -> str:
    from simulator.tui.payload_lines import payload_lines

    lines = payload_lines(payload)
    return "\n".join("  " * line.depth + "".join(text for text, _ in line.pieces) for line in lines)
