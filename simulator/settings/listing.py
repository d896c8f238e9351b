"""Every setting, read from the dataclasses: name, type, default, range, environment variable, documentation."""

from __future__ import annotations

import ast
import inspect
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, Union, get_args, get_origin, get_type_hints

from simulator.finding import Severity
from simulator.settings import model
from simulator.settings.constraints import LocalPath, Range, Shape

Kind: TypeAlias = Literal[
    "text", "number", "whole number", "switch", "choice", "list", "severities", "ignores", "profiles"
]
"""``severities`` is a table of a severity by rule; ``ignores`` a list of tables, each an Ignore of the model;
``profiles`` a table of tables, each with other values of the section's settings."""

_KINDS: dict[Any, Kind] = {
    str: "text",
    float: "number",
    int: "whole number",
    bool: "switch",
    tuple[str, ...]: "list",
    tuple[tuple[str, Severity], ...]: "severities",
    tuple[model.Ignore, ...]: "ignores",
    model.Profiles: "profiles",
}


class Setting(NamedTuple):
    """One setting.

    ``section`` is the table it stands in, empty for the top level. ``type`` is the Python type a
    value is turned into; ``choices`` are the texts a ``choice`` may have, or what ``severities`` may
    be, in the order of the model. ``shape`` is that of each text of a list, and of the rules of the
    other two that hold several.
    """

    section: str
    name: str
    kind: Kind
    type: type
    default: Any
    choices: tuple[str, ...] = ()
    range: Range | None = None
    is_path: bool = False
    shape: Shape | None = None

    @property
    def key(self) -> str:
        """``deduplication.window_hours``, ``store``: the name by which everything else knows it."""
        return f"{self.section}.{self.name}" if self.section else self.name

    @property
    def environment(self) -> str:
        """The environment variable: ``CAPISIM_DEDUPLICATION_WINDOW_HOURS``."""
        return "CAPISIM_" + self.key.replace(".", "_").upper()

    @property
    def expected(self) -> str:
        """What a value must be, to follow "must be": ``a number more than 0``."""
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        if self.kind == "switch":
            return "true or false"
        if self.kind == "text":
            return "text"
        called = self.shape.called if self.shape else "texts"
        if self.kind == "list":
            return f"a list of {called}"
        if self.kind == "severities":
            return f"a table of {called}, each with one of " + ", ".join(self.choices)
        if self.kind == "profiles":
            return f"tables in a file, each with settings of [{self.section}]"
        if self.kind == "ignores":
            return f"tables in a file, each with rule, reason and perhaps event_names, for {called}"
        return f"a {self.kind}" + (f", {self.range}" if self.range else "")

    @property
    def doc(self) -> str:
        """The documentation: the text below the field in the model."""
        return _docs()[self.section].get(self.name, "")


@cache
def all_settings() -> tuple[Setting, ...]:
    """Every setting in the order of the model, the top level first."""
    top: list[Setting] = []
    rest: list[Setting] = []
    hints = get_type_hints(model.Settings, include_extras=True)
    for item in fields(model.Settings):
        hint = hints[item.name]
        if is_dataclass(hint):
            assert isinstance(hint, type)  # noqa: S101 - for the type checker
            inner = get_type_hints(hint, include_extras=True)
            rest += [_setting(item.name, f.name, inner[f.name], f.default) for f in fields(hint)]
        else:
            top.append(_setting("", item.name, hint, item.default))
    return (*top, *rest)


@cache
def sections() -> tuple[str, ...]:
    """The tables of a settings file."""
    return tuple(dict.fromkeys(setting.section for setting in all_settings() if setting.section))


def value_of(settings: model.Settings, setting: Setting) -> Any:
    """The value that a setting has in the settings given."""
    holder = getattr(settings, setting.section) if setting.section else settings
    return getattr(holder, setting.name)


def _setting(section: str, name: str, hint: Any, default: Any) -> Setting:
    extras: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *rest = get_args(hint)
        extras = tuple(rest)
    if get_origin(hint) in (Union, UnionType):
        hint = next(part for part in get_args(hint) if part is not NoneType)
    choices: tuple[str, ...] = ()
    kind: Kind = "choice"
    if get_origin(hint) is Literal:
        choices, hint = tuple(get_args(hint)), str
    elif hint in _KINDS:
        kind = _KINDS[hint]
        if kind == "severities":
            choices = tuple(member.value for member in Severity)
        hint = get_origin(hint) or hint
    else:
        choices = tuple(member.value for member in hint)
    if default is MISSING:
        raise TypeError(f"setting {name} has no default")
    return Setting(
        section=section,
        name=name,
        kind=kind,
        type=hint,
        default=default,
        choices=choices,
        range=next((extra for extra in extras if isinstance(extra, Range)), None),
        is_path=any(isinstance(extra, LocalPath) for extra in extras),
        shape=next((extra for extra in extras if isinstance(extra, Shape)), None),
    )


@cache
def _docs() -> dict[str, dict[str, str]]:
    # Python keeps no text below a field, so it is read from the source, once and only on demand.
    classes: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(model)).body:
        if isinstance(node, ast.ClassDef):
            texts = classes.setdefault(node.name, {})
            for item, below in zip(node.body, node.body[1:], strict=False):
                if (
                    isinstance(item, ast.AnnAssign)
                    and isinstance(item.target, ast.Name)
                    and isinstance(below, ast.Expr)
                    and isinstance(below.value, ast.Constant)
                    and isinstance(below.value.value, str)
                ):
                    texts[item.target.id] = inspect.cleandoc(below.value.value)
    hints = get_type_hints(model.Settings)
    return {"": classes["Settings"]} | {name: classes[hints[name].__name__] for name in sections()}
