"""The command line: one thin file per command, each imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see ``simulator.errors.ExitCode``).

    ``arguments`` are those behind the program's name, by default those of this process. Never
    raises: every error becomes a sentence on standard error.
    """
    from simulator.cli.errors import guard
    from simulator.cli.root import root
    from simulator.cli.secrecy import hiding, refuse_secrets

    given = list(sys.argv[1:] if arguments is None else arguments)

    def command() -> object:
        refuse_secrets(given)
        return root.main(args=given, prog_name="capisim", standalone_mode=False)

    with hiding():
        return guard(command)


def main() -> NoReturn:
    """The console script."""
    sys.exit(run())
