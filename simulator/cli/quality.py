"""``capisim quality``: Meta's own word on match quality beside our estimate, and calibration by it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import format_options, settings_options
from simulator.cli.connecting import env_file_option, open_graph, pixel_option
from simulator.cli.output import quiet_pipe, write
from simulator.errors import ExitCode, SourceError, UsageError
from simulator.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.match_quality.meta_answer import MetaQuality
    from simulator.views.meta_quality import Beside, Ours

_DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")


@click.command()
@click.option("--fetch", is_flag=True, help="Ask Meta's Dataset Quality API; needs a token. Connects to Meta.")
@click.option("--import", "file", metavar="FILE", help="Read a saved answer of it, - for standard input.")
@pixel_option
@click.option("--agent", metavar="NAME", help="Only events that name this partner_agent, adobe_launch for one.")
@click.option("--run", type=click.IntRange(1), metavar="N", help="The run to compare with. Default: the newest.")
@click.option("--calibrate", is_flag=True, help="Write what the difference teaches into the settings file.")
@click.option("--date", metavar="DAY", help="The day of Meta's answer, 2026-11-26. Default: today (UTC).")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Keep what was fetched.")
@env_file_option
@format_options("text", "json")
@settings_options("store")
def quality(
    fetch: bool,
    file: str | None,
    pixel: str | None,
    agent: str | None,
    run: int | None,
    calibrate: bool,
    date: str | None,
    save: Path | None,
    env_file: Path | None,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],  # noqa: ARG001 - the shared options give it
) -> ExitCode:
    """Show Meta's score, coverage and feedback beside the estimate, per event name and match key.

    --fetch asks Meta, --import reads an answer that was saved. --calibrate writes match_quality.calibration into
    the settings file, so that estimates of runs from then on say what Meta said; nothing else is changed.
    """
    if fetch == (file is not None):
        raise click.UsageError("Give --fetch or --import FILE, one of them.")
    if save is not None and not fetch:
        raise click.UsageError("--save keeps what --fetch brings.")
    if date is not None and not _DATE.fullmatch(date):
        raise click.BadParameter("give a day as 2026-11-26", param_hint="--date")
    pixel = pixel or settings.forward.pixel_id
    document = _fetched(settings, pixel, agent, env_file, save) if file is None else _imported(file)
    meta = _read(document, file)
    day = date or _today()
    notes: list[str] = [] if meta else ["Meta's answer holds no event name: no web event of the last days"]
    emulated = _is_emulated(document)
    if emulated:
        notes.append("an emulator has answered: its score is our own estimate, and calibrates nothing")
    elif fetch and (who := _who_answers(settings)) is not None:
        notes.append(f"{who} has answered, which is not Meta")
    number, ours = _ours(settings, run, pixel, agent, notes)
    from simulator.views.meta_quality import beside

    found = beside(meta, ours, day)
    changed = _calibrate(settings, found, notes) if calibrate and not emulated else None
    source = {
        "kind": "fetch" if fetch else "import",
        "path": file,
        "pixel_id": pixel,
        "agent": agent,
        "date": day,
    }
    from simulator.reports.meta_quality import quality_document

    told = quality_document(found, source=source, run=number, notes=notes, calibrated=changed)
    with quiet_pipe():
        if output_format == "json":
            from simulator.reports.json import encode

            write([encode(told, indent=True)])
        else:
            from simulator.reports.meta_quality_text import print_quality
            from simulator.reports.terminal import make_console

            print_quality(make_console(), told)
    return ExitCode.CLEAN


def _who_answers(settings: Settings) -> str | None:
    """The host that answers where it is not Meta's."""
    from simulator.forward.graph import WHO_META, who_answers

    who = who_answers(settings.forward.graph_url)
    return None if who == WHO_META else who


def _today() -> str:
    from simulator.clock import format_time, now

    return format_time(now())[:10]


def _fetched(settings: Settings, pixel: str | None, agent: str | None, env_file: Path | None, save: Path | None) -> Any:
    if pixel is None:
        raise UsageError("no dataset: name one with --pixel, or let `capisim connect` write forward.pixel_id")
    from simulator.forward.dataset_quality import fetch

    with open_graph(settings, pixel, env_file) as graph:
        document = fetch(graph, pixel, agent)
    if save is not None:
        from simulator.reports.json import encode
        from simulator.settings.editing import write_private

        write_private(save, encode(document, indent=True), None)
    return document


def _imported(file: str) -> Any:
    from simulator.forward.dataset_quality import refused_in_file
    from simulator.match_quality.answer_file import read_file

    document = read_file(file)
    refused = refused_in_file(document)
    if refused is not None:
        raise SourceError(f"{file}: Meta refused, so there are no numbers in it: {refused}")
    return document


def _read(document: Any, file: str | None) -> list[MetaQuality]:
    from simulator.match_quality.meta_answer import read_answer

    try:
        return read_answer(document)
    except ValueError as error:
        raise SourceError(f"{file or 'Meta'}: no answer of the Dataset Quality API: {error}") from None


def _is_emulated(document: Any) -> bool:
    from simulator.match_quality.meta_answer import is_emulated

    return is_emulated(document)


def _ours(
    settings: Settings, run: int | None, pixel: str | None, agent: str | None, notes: list[str]
) -> tuple[int | None, Ours | None]:
    """The run's side; without a store or a run there is none, which is said."""
    from simulator.cli.common import open_settled_store
    from simulator.settings import store_path

    path = store_path(settings)
    if run is None and path != ":memory:" and not Path(path).expanduser().exists():
        notes.append("there is no store yet, so nothing stands beside Meta's word")
        return None, None
    from simulator.views.dataset import Dataset
    from simulator.views.meta_quality import ours_of

    with open_settled_store(settings, readonly=path != ":memory:") as store:
        if run is None and not store.runs():
            notes.append("the store holds no run yet, so nothing stands beside Meta's word")
            return None, None
        number = store.run(run).id
        ours = ours_of(store, number, Dataset(pixel, agent) if pixel else None)
    if not ours.of_dataset and pixel:
        notes.append(f"run {number} has no event of dataset {pixel}: ours is of all its events")
    return number, ours


def _calibrate(settings: Settings, found: Sequence[Beside], notes: list[str]) -> str | None:
    from simulator.cli.common import current_folder
    from simulator.match_quality.calibration import read_calibration, written
    from simulator.settings.constraints import CALIBRATION
    from simulator.settings.editing import change, target

    learned = {each.event_name: each.learned.calibrated for each in found if each.learned is not None}
    odd = [name for name, each in learned.items() if not CALIBRATION.holds(written({name: each})[0])]
    for name in odd:
        del learned[name]
    if odd:
        notes.append(f"{len(odd)} event names can't be written into a setting and are not calibrated")
    if not learned:
        notes.append("nothing was calibrated: Meta tells no score that could be compared")
        return None
    file = target(current_folder())
    change(
        file,
        {"match_quality.calibration": written({**read_calibration(settings.match_quality.calibration), **learned})},
    )
    if os.environ.get("CAPISIM_MATCH_QUALITY_CALIBRATION"):
        notes.append("the environment variable CAPISIM_MATCH_QUALITY_CALIBRATION outdoes what was written")
    return str(file)
