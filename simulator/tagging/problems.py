"""What is wrong with a property or a session file: every problem with its place, all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.errors import UsageError
from simulator.masking import printable, shorten

_MOST = 50


class TaggingError(UsageError):
    """A file that can't be used. ``problems`` holds every problem: the place in the file, and a sentence."""

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        self.file = file
        self.problems = list(problems)
        told = [f"  - {shorten(printable(problem), 300)}" for problem in self.problems[:_MOST]]
        if len(self.problems) > _MOST:
            told.append(f"  - and {len(self.problems) - _MOST} more")
        one = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__("\n".join([f"{file}: {one}:", *told]))


def place(path: Sequence[str | int]) -> str:
    """A place as a person writes it: ``rules[3].actions[1].server_event.event_name``."""
    told = ""
    for part in path:
        if isinstance(part, int):
            told += f"[{part}]"
        elif part.replace("-", "").isidentifier():
            told += f".{part}" if told else part
        else:
            told += f'."{part}"' if told else f'"{part}"'
    return told or "the file"
