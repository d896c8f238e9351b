"""The frame of a page: templates filled in, style and script inside, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from simulator.clock import format_time
from simulator.reports.diff_sections import sentence as worse_sentence
from simulator.reports.gate import sentence
from simulator.reports.handover.amounts import amount
from simulator.reports.terminal import safe, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from markupsafe import Markup

_CODE = re.compile(r"`([^`]+)`")


def filled(template: str, scripts: tuple[str, ...], **values: Any) -> Iterator[bytes]:
    """A page in UTF-8, in pieces: a template with these values, our style, and scripts of ours by their file names.

    It depends on the values alone: not on the machine, its time zone or its language.
    """
    from markupsafe import Markup

    style, script = _part("page.css"), "\n".join(_part(name) for name in scripts)
    made = (
        _environment()
        .get_template(template)
        .stream(
            policy=_policy(style, script),
            style=Markup(style),  # noqa: S704 - ours
            script=Markup(script),  # noqa: S704 - ours
            **values,
        )
    )
    for piece in made:
        yield piece.encode()


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
        "worse": worse_sentence,
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
