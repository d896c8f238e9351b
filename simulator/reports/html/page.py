"""The page: templates filled in, style and script inside, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from simulator.clock import format_time
from simulator.reports.gate import sentence
from simulator.reports.handover.amounts import amount
from simulator.reports.html.drawing import timeline
from simulator.reports.html.listing import listing
from simulator.reports.terminal import safe, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from markupsafe import Markup

    from simulator.reports.handover import Handover
    from simulator.store import Store

PAIRS: Final = 40
"""How many pairs of each kind are told side by side unless it is asked for."""

EXAMPLES: Final = 5
UNREAD: Final = 50
_NAMES: Final = 100
_CODE = re.compile(r"`([^`]+)`")


def html(store: Store, handover: Handover) -> Iterator[bytes]:
    """The file, in UTF-8 and in pieces. May raise sqlite3.Error.

    It depends on what is handed over alone: not on the machine, its time zone or its language.
    """
    from markupsafe import Markup

    events = listing(store, handover.run.id)
    style, script = _part("page.css"), _part("page.js")
    made = (
        _environment()
        .get_template("page.html")
        .stream(
            of=handover,
            title=_title(handover),
            policy=_policy(style, script),
            style=Markup(style),  # noqa: S704 - ours
            script=Markup(script),  # noqa: S704 - ours
            listing=events,
            data=Markup(events.data.decode()),  # noqa: S704 - in_script made it safe
            timeline=timeline(handover.timeline),
            most_names=_NAMES,
            rule_names={rule.code: rule.name for rule in handover.rules},
        )
    )
    for piece in made:
        yield piece.encode()


def _title(handover: Handover) -> str:
    run = handover.run
    named = safe(run.title, 120) if run.title else ", ".join(safe(source.path, 60) for source in run.sources[:2])
    return f"{'Go' if handover.gate.passed else 'No go'}: {named}"


def _policy(style: str, script: str) -> str:
    """Nothing is loaded, sent or framed; of styles and scripts only the two in the file hold."""
    rules = {
        "default-src": "'none'",
        "style-src": _digest(style),
        "script-src": _digest(script),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _part(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8").strip()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "amount": amount,
        "code": _code,
        "condition": sentence,
        "count": lambda number: f"{number:,}",
        "moment": lambda seconds: "" if seconds is None else format_time(seconds),
        "name": safe_name,
        "percent": _percent,
        "safe_text": safe,
    }
    return made


def _percent(share: float) -> str:
    """A share of 0 to 1 in percent, that is never nothing or all of it unless it is."""
    if 0 < share < 0.001:
        return "under 0.1 %"
    return f"{min(100 * share, 99.9) if share < 1 else 100:.1f} %"


def _code(text: Any) -> Markup:
    """Text in which what stands between backticks is code."""
    from markupsafe import Markup, escape

    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped
