"""Writing the reports that people hand over: they begin with the decision of the gate."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from simulator.cli.common import code_for
from simulator.cli.output import deliver
from simulator.masking import printable

if TYPE_CHECKING:
    from simulator.errors import ExitCode
    from simulator.settings import Settings
    from simulator.store import Store


def hand_over_run(
    store: Store,
    run: int,
    output_format: str,
    settings: Settings,
    origins: dict[str, str],
    *,
    pairs: int | None,
    output: str | None,
) -> ExitCode:
    """Write a run as HTML or Markdown, judged by the profile of the settings; the exit code that its findings mean.

    Raises UsageError when its tracking plan has changed, SettingsError for conditions that can't be used.
    """
    from simulator.finding import Severity
    from simulator.reports.handover import hand_over
    from simulator.settings.profiles import gate_of
    from simulator.store.snapshot import snapshot
    from simulator.views.gating import judge

    with ExitStack() as stack:
        # A run that is listened to grows; what is handed over is of one moment. Nobody else has a store in memory.
        still = store if store.path == ":memory:" else stack.enter_context(snapshot(store))
        gate = judge(still, run, gate_of(settings, origins), settings)
        if output_format == "html":
            from simulator.reports.html import EXAMPLES, PAIRS, UNREAD, html

            told = hand_over(still, gate, pairs=PAIRS if pairs is None else pairs, examples=EXAMPLES, unread=UNREAD)
            deliver(html(still, told), output)
        else:
            from simulator.reports.markdown import EXAMPLES, PAIRS, UNREAD, markdown

            told = hand_over(still, gate, pairs=PAIRS if pairs is None else pairs, examples=EXAMPLES, unread=UNREAD)
            deliver(markdown(told), output)
    if output not in (None, "-"):
        # Nothing is on standard output then, and whoever waits wants the decision.
        met = f"{len(gate.conditions) - gate.failed} of {len(gate.conditions)} conditions are met"
        click.echo(f"{'Go' if gate.passed else 'No go'}: {met}. {printable(output or '')} tells why.", err=True)
    severities = [Severity(rule.severity) for rule in told.rules]
    return code_for(min(severities, key=lambda severity: severity.rank, default=None), settings.fail_on)
