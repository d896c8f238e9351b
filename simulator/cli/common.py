"""Options that several commands share, and the exit code that findings mean."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from simulator.clock import parse_time
from simulator.errors import ExitCode, UsageError
from simulator.finding import Severity
from simulator.settings import Engine, Environment, Settings

if TYPE_CHECKING:
    from simulator.store import Store

Function = TypeVar("Function", bound=Callable[..., Any])


def _moment(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    try:
        return None if value is None else parse_time(value)
    except UsageError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def sources_argument(*, required: bool) -> Callable[[Function], Function]:
    """Files, scenario folders, or ``-`` for standard input; completed as paths by the shell."""
    metavar = "SOURCE..." if required else "[SOURCE...]"
    return click.argument("sources", nargs=-1, required=required, metavar=metavar, type=click.Path())


at_option = click.option(
    "--at",
    callback=_moment,
    metavar="TIME",
    help="The clock: now, Unix seconds or 2026-01-31T12:00:00Z. Otherwise the latest time in the input; "
    "for standard input, now.",
)
pairs_option = click.option(
    "--pairs",
    type=click.IntRange(0, 1_000_000, clamp=True),
    metavar="N",
    help="How many pairs are shown. Default: 8; in HTML 40 of each kind.",
)
output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write to FILE instead of standard output; - is standard output."
)


def _joined(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> str | None:  # noqa: ARG001 - click's
    # An option that isn't given leaves the setting alone; one that is given empty empties it.
    return ",".join(values) if values else None


def _codes(flag: str, help_text: str) -> Callable[[Function], Function]:
    return click.option(flag, multiple=True, callback=_joined, metavar="CODES", help=help_text)


_SETTINGS: dict[str, Callable[[Function], Function]] = {
    "store": click.option("--store", metavar="PATH", help="The store; :memory: keeps nothing."),
    "fail_on": click.option(
        "--fail-on",
        type=click.Choice([severity.value for severity in Severity]),
        help="Exit with 1 if a finding is this bad or worse. An unreadable line counts as an error. Default: error.",
    ),
    "schemas": click.option(
        "--schemas", metavar="DIR", help="Your tracking plan: a folder with events/<event_name>.schema.json."
    ),
    "engine": click.option("--engine", type=click.Choice(get_args(Engine)), help="The JSON Schema validator."),
    "workers": click.option(
        "--workers", type=click.IntRange(0), metavar="N", help="Processes that read and check; 0 chooses."
    ),
    "durable": click.option(
        "--durable", is_flag=True, default=None, help="Survive a power loss, not only a killed process (slower)."
    ),
    "environment": click.option(
        "--environment", type=click.Choice(get_args(Environment)), help="What the events were captured from."
    ),
    "customers": click.option(
        "--customers", metavar="FILE", help="Test shoppers in clear (JSON lines or CSV), to explain hashes."
    ),
    "emulator.port": click.option(
        "--port", type=click.IntRange(0, 65535), metavar="N", help="The port; 0 takes a free one. Default: 8765."
    ),
    "emulator.pixels": click.option(
        "--pixel",
        "pixels",
        multiple=True,
        callback=_joined,
        metavar="ID[:TOKEN[:SECRET]]",
        help="A dataset that exists, with the names of the environment variables that hold its access token and app "
        "secret. May be repeated; without any, every dataset exists and every token opens it.",
    ),
    "emulator.network_faults": click.option(
        "--network-fault",
        "network_faults",
        multiple=True,
        callback=_joined,
        metavar="NAME[:SECONDS][=RATE]",
        help="Let requests fail on purpose: code-2=5%, latency:0.5, reset-after=0.01. May be repeated. "
        "A request's header X-Capisim-Fault names one for itself.",
    ),
    "emulator.fault_seed": click.option(
        "--fault-seed", type=int, metavar="N", help="Another number, other requests that fail. Default: 7."
    ),
    "forward.pixel_id": click.option(
        "--pixel", "pixel_id", metavar="ID", help="The dataset to send to; never taken from the events."
    ),
    "forward.test_code": click.option("--test-code", metavar="CODE", help="The test event code of that dataset."),
    "forward.max_events": click.option(
        "--max-events", type=click.IntRange(1), metavar="N", help="How many events are sent at most. Default: 100."
    ),
    "forward.graph_url": click.option(
        "--graph-url", metavar="URL", help="Where the Graph API is. Default: https://graph.facebook.com."
    ),
    "forward.version": click.option("--graph-version", "version", metavar="vN.M", help="Its version. Default: v26.0."),
    "rules.select": _codes("--select", "Tell these rules alone: CLK,EVT05,USR001. May be repeated."),
    "rules.ignore": _codes(
        "--ignore", "Leave these rules out; an event that only they refuse is not refused. May be repeated."
    ),
}


def current_folder() -> Path:
    """The folder that commands work in. Raises UsageError when it is gone."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UsageError("the current folder has been deleted; change into another one") from None


def settle(flags: dict[str, object]) -> tuple[Settings, dict[str, str]]:
    """The settings that hold with these flags, and where each came from. Raises SettingsError."""
    from simulator.checks.settled import settled

    return settled(flags, os.environ, current_folder())


def _option_of(name: str) -> Callable[[Function], Function]:
    if name.startswith("gate."):
        # Late: one command alone has these.
        from simulator.cli.gate_options import OPTIONS

        return OPTIONS[name]
    return _SETTINGS[name]


def settings_options(*names: str) -> Callable[[Function], Function]:
    """Add the options of these settings (``store``, ``rules.select``); the command gets ``settings`` and ``origins``.

    A flag that isn't given leaves the setting to the environment, the project and the user's file.
    """

    def decorate(function: Function) -> Function:
        @wraps(function)
        def loaded(*args: Any, **given: Any) -> Any:
            flags = {name: given.pop(name.rpartition(".")[2]) for name in names}
            settings, origins = settle(flags)
            return function(*args, settings=settings, origins=origins, **given)

        wrapped: Any = loaded
        for name in reversed(names):
            wrapped = _option_of(name)(wrapped)
        return wrapped  # type: ignore[no-any-return]

    return decorate


def format_options(*formats: str) -> Callable[[Function], Function]:
    """Add ``--format`` (the first is the default) and ``--json``; the command gets ``output_format``."""

    def decorate(function: Function) -> Function:
        @wraps(function)
        def chosen(*args: Any, output_format: str | None, as_json: bool, **given: Any) -> Any:
            if as_json and output_format not in (None, "json"):
                raise click.UsageError(f"--json is short for --format json; --format {output_format} contradicts it.")
            return function(*args, output_format="json" if as_json else output_format or formats[0], **given)

        wrapped: Any = chosen
        wrapped = click.option("--json", "as_json", is_flag=True, help="Short for --format json.")(wrapped)
        choice = click.Choice(formats)
        text = f"What to print on standard output. Default: {formats[0]}."
        return click.option("--format", "output_format", type=choice, help=text)(wrapped)  # type: ignore[no-any-return]

    return decorate


@contextmanager
def open_settled_store(settings: Settings, *, readonly: bool = False) -> Iterator[Store]:
    """The store that the settings name, open; what SQLite raises while reading becomes StoreError."""
    import sqlite3

    from simulator.settings import store_path
    from simulator.store.connect import explain, open_store

    path = store_path(settings)
    with open_store(path, durable=settings.durable, readonly=readonly) as store:
        try:
            yield store
        except sqlite3.Error as error:
            raise explain(path, error) from error


def can_ask() -> bool:
    """Whether somebody is there to answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def code_for(worst: Severity | None, fail_on: Severity) -> ExitCode:
    """The exit code that the worst finding means."""
    return ExitCode.FINDINGS if worst is not None and worst.at_least(fail_on) else ExitCode.CLEAN
