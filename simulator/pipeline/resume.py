"""Finding an interrupted run, and making sure that continuing it gives what it would have given."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from simulator import __version__
from simulator.checks.catalog import catalog_hash
from simulator.errors import UsageError
from simulator.scenario import is_scenario, load_scenario
from simulator.settings import restored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.capture.source import Source
    from simulator.run import Run
    from simulator.settings import Settings
    from simulator.store import Store

PLAN_DIGEST = "schemas_digest"
CUSTOMERS_DIGEST = "customers_digest"


def find_interrupted(store: Store, sources: Sequence[str], number: int | None = None) -> Run:
    """The newest run that did not finish and read these sources (or any, when none is named).

    ``number`` asks for one run. A live run, of which only the second pass is missing, comes behind all others: it may
    still go on.

    Raises UsageError when there is none, or when this capisim would judge it otherwise than the
    one that began it.
    """
    paths = [
        path for source in sources for path in (load_scenario(source).sources if is_scenario(source) else [source])
    ]
    left = [run for run in store.runs() if run.state != "complete" and number in (None, run.id)]
    unfinished = [run for run in left if not run.is_live]
    matching = [run for run in unfinished if not paths or [state.path for state in run.sources] == paths]
    if not matching and not paths:
        matching = [run for run in left if run.is_live]
    if not matching:
        hint = f"; run {unfinished[-1].id} read other sources" if unfinished else ""
        raise UsageError(f"store {store.path}: there is no interrupted run to resume{hint}")
    run = matching[-1]
    if run.command is not None:
        # What its requests were written to for a while is gone with the process that began it.
        raise UsageError(f"run {run.id} read requests that no file holds; make them again: {run.command}")
    if (run.version, run.catalog) != (__version__, catalog_hash()):
        raise UsageError(
            f"run {run.id} was begun by capisim {run.version} with another rule catalog: "
            "its verdicts would not agree with new ones" + ("" if run.is_live else "; replay its sources again")
        )
    return run


def plan_digest(settings: Settings) -> str | None:
    """``sha256:...`` over the files of the tracking plan and their names; None without a plan."""
    if settings.schemas is None:
        return None
    digest = hashlib.sha256()
    folder = Path(settings.schemas)
    for file in sorted(folder.rglob("*.json")):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return f"sha256:{digest.hexdigest()}"


def customers_digest(settings: Settings) -> str | None:
    """``sha256:...`` of the file with the customer information of test shoppers; None without one."""
    if settings.customers is None:
        return None
    with suppress(OSError):
        return f"sha256:{hashlib.sha256(Path(settings.customers).read_bytes()).hexdigest()}"
    return None


def with_run_settings(settings: Settings, run: Run) -> Settings:
    """The present settings, with everything that a verdict depends on taken from the run.

    Raises UsageError when the tracking plan or the file of customers is no longer what it was.
    """
    stored = run.settings
    settled = restored(settings, stored)
    if plan_digest(settled) != stored[PLAN_DIGEST]:
        raise UsageError(f"the tracking plan {settled.schemas} has changed since run {run.id} began: replay it again")
    if customers_digest(settled) != stored.get(CUSTOMERS_DIGEST):
        raise UsageError(f"the customers in {settled.customers} have changed since run {run.id} began: replay it again")
    return settled


def refuse_changed(run: Run, sources: Sequence[Source], digests: Sequence[str | None]) -> None:
    """Raise UsageError for a source that can't be continued, or is not the one the run began with.

    ``digests`` are those of the sources as they are now.
    """
    for state, source, digest in zip(run.sources, sources, digests, strict=True):
        if not source.resumable:
            raise UsageError(f"run {run.id} read standard input, which can't be read again: replay it from a file")
        # A run that was killed at once had not recorded a digest yet.
        same = source.size == state.size if state.digest is None else digest == state.digest
        if not same:
            raise UsageError(f"{source.path} has changed since run {run.id} began: replay it again")
