"""What a property sent on its way out: as lines of a capture, and into the store through the pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import orjson

from simulator.errors import UsageError
from simulator.masking import show_name
from simulator.tagging.run import in_order_of_receipt

if TYPE_CHECKING:
    from simulator.errors import ExitCode
    from simulator.pipeline.beforehand import Beforehand
    from simulator.reports.tagged import Ran
    from simulator.settings import Settings


def lines(ran: Sequence[Ran]) -> Iterator[bytes]:
    """The requests of all sessions as lines of a capture, in the order in which they are received."""
    for each in in_order_of_receipt(*(each.happenings for each in ran)):
        yield orjson.dumps(each.line, option=orjson.OPT_APPEND_NEWLINE)


def replay_sent(
    name: str,
    ran: Sequence[Ran],
    about: Callable[[], Beforehand],
    settings: Settings,
    origins: dict[str, str],
    *,
    output_format: str,
    pairs: int | None,
) -> ExitCode:
    """Replay the requests as a file of its own, which is gone afterwards, and print the report; its exit code.

    ``about`` gives what was found about the property once all requests left; it becomes what is found about the run.
    Raises UsageError when no request left.
    """
    from simulator import pipeline
    from simulator.cli.common import open_settled_store
    from simulator.cli.printing import print_run
    from simulator.cli.progress import progress_bar

    with (
        open_settled_store(settings) as store,
        TemporaryDirectory(prefix="capisim-", ignore_cleanup_errors=True) as folder,
    ):
        source = Path(folder) / "tagged.jsonl"
        with source.open("wb") as file:
            file.writelines(lines(ran))
        if not source.stat().st_size:
            raise UsageError(
                "no rule sent anything, so there is nothing to replay; without --replay you see what fired"
            )
        titles = ", ".join(show_name(each.session.title) or each.session.file for each in ran)
        with progress_bar() as listener:
            run = pipeline.replay(
                store,
                [str(source)],
                settings,
                title=f"{name}: {titles}",
                origins=origins,
                names=[source.name],
                about=about(),
                on_progress=listener,
            )
        return print_run(store, run, output_format, settings, origins, pairs=pairs)
