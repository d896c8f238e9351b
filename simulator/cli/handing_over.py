"""Writing the reports that people hand over: they begin with the decision of the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.cli.common import code_for
from simulator.cli.output import deliver
from simulator.masking import printable

if TYPE_CHECKING:
    from simulator.errors import ExitCode
    from simulator.reports.handover import Handover
    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.views.gating import GateResult


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
    from simulator.settings.profiles import gate_of
    from simulator.store.snapshot import read_beside
    from simulator.views.gating import judge

    # A run that is listened to grows; what is handed over is of one moment.
    with read_beside(store) as still:
        gate = judge(still, run, gate_of(settings, origins), settings)
        told = hand_over_gate(still, gate, output_format, pairs=pairs, output=output)
    severities = [Severity(rule.severity) for rule in told.rules]
    return code_for(min(severities, key=lambda severity: severity.rank, default=None), settings.fail_on)


def hand_over_gate(
    still: Store, gate: GateResult, output_format: str, *, pairs: int | None = None, output: str | None
) -> Handover:
    """Write the run that was judged as HTML or Markdown, beginning with the decision; what was told of it."""
    from simulator.reports.handover import hand_over

    if output_format == "html":
        from simulator.reports.html import EXAMPLES, PAIRS, UNREAD, html

        told = hand_over(still, gate, pairs=PAIRS if pairs is None else pairs, examples=EXAMPLES, unread=UNREAD)
        deliver(html(still, told), output)
    else:
        from simulator.reports.markdown import EXAMPLES, PAIRS, UNREAD, markdown

        told = hand_over(still, gate, pairs=PAIRS if pairs is None else pairs, examples=EXAMPLES, unread=UNREAD)
        deliver(markdown(told), output)
    tell_decision(gate, output)
    return told


def tell_decision(gate: GateResult, output: str | None) -> None:
    """Say the decision on standard error when the document went into a file: whoever waits wants it."""
    if output not in (None, "-"):
        met = f"{len(gate.conditions) - gate.failed} of {len(gate.conditions)} conditions are met"
        click.echo(f"{'Go' if gate.passed else 'No go'}: {met}. {printable(output or '')} tells why.", err=True)
