"""What the application can replay: files, an interrupted run, a shop that is made up first."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from simulator.pipeline import Replay
from simulator.synthetic.settings import ShopSettings
from simulator.tui.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.pipeline import Pace, Progress
    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.synthetic.forms import Form


class Job(Protocol):
    """Something to replay. All of it is called in the thread of the replay; errors are CapisimError or OSError."""

    @property
    def title(self) -> str:
        """What it is called on the screen."""

    def prepare(self, told: Callable[[Progress], None]) -> None:
        """Make what is to be read, telling how far that has come."""

    def begin(self, store: Store, settings: Settings, origins: dict[str, str], pace: Pace) -> Replay:
        """A replay that has not read anything yet."""

    def end(self, complete: bool) -> None:
        """Clear up."""


@dataclass(frozen=True)
class OpenFile:
    """Replay a file, or a scenario's folder. ``at`` is the clock in Unix seconds."""

    path: str
    at: float | None = None

    @property
    def title(self) -> str:
        return safe(Path(self.path).name, 60)

    def prepare(self, told: Callable[[Progress], None]) -> None:
        """It lies there."""

    def begin(self, store: Store, settings: Settings, origins: dict[str, str], pace: Pace) -> Replay:
        return Replay(store, [self.path], settings, at=self.at, origins=origins, pace=pace)

    def end(self, complete: bool) -> None:
        """It is not ours."""


@dataclass(frozen=True)
class ContinueRun:
    """Continue an interrupted run of the store."""

    run: int

    @property
    def title(self) -> str:
        return f"run {self.run}, continued"

    def prepare(self, told: Callable[[Progress], None]) -> None:
        """What was read lies in the store."""

    def begin(self, store: Store, settings: Settings, origins: dict[str, str], pace: Pace) -> Replay:  # noqa: ARG002
        return Replay.resume(store, [], settings, run=self.run, pace=pace)

    def end(self, complete: bool) -> None:
        """The file may be somebody's."""


class MakeShop:
    """Make up a shop, and replay it.

    Its events lie in a file in ``folder`` until the run is complete, so that an interrupted one can be continued.
    ``faults`` are written as ``NAME:VARIANT=5%``. Raises UsageError for a shop that can't be made.
    """

    def __init__(self, shop: ShopSettings, faults: tuple[str, ...], form: Form, folder: Path) -> None:
        from simulator.synthetic.faults.asking import asked

        self.shop = shop
        self.form: Form = form
        self.faults = [asked(text, shop.seed) for text in faults]
        self._folder = folder
        self._file: Path | None = None

    @property
    def title(self) -> str:
        people = f"{self.shop.shoppers:,} shopper{'' if self.shop.shoppers == 1 else 's'}"
        return f"made-up shop, {people}, seed {self.shop.seed}"

    def prepare(self, told: Callable[[Progress], None]) -> None:
        from simulator.synthetic.writing import file_name, shop_bytes

        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = Path(file_name(self.shop, self.form))
        # A name of its own: another run of the same shop may be waiting to be continued.
        self._file = self._folder / f"{name.stem}-{os.getpid()}-{id(self):x}{name.suffix}"
        with self._file.open("wb") as file:
            file.writelines(shop_bytes(self.shop, self.form, self.faults, told))

    def begin(self, store: Store, settings: Settings, origins: dict[str, str], pace: Pace) -> Replay:
        from simulator.synthetic.writing import titled

        assert self._file is not None  # noqa: S101 - it was prepared
        title = titled(self.shop, self.faults)
        return Replay(store, [str(self._file)], settings, title=title, origins=origins, pace=pace, made="synthetic")

    def end(self, complete: bool) -> None:
        if complete and self._file is not None:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
