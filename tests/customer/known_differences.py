"""Where a profile knowingly parts from the library it follows: every case, each with its reason.

The tests fail for a difference that none of these explains, and for one whose example no longer differs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

PYTHON_SDK = "facebook-business"
NODE_BUILDER = "capi-param-builder-nodejs"
PYTHON_BUILDER = "capi_param_builder_python"
ADOBE = "reactor-extension-meta-conversion-api-edge"

_PYTHON_MARKER = "AQIAAQMC"
_NODE_MARKER = "AQQAAQMC"
_COOKIE = re.compile(r"fb\.[0-9]+\.[0-9]+\.[^.]+(\.[A-Za-z0-9_-]{8}|\.[A-Za-z]{2})?")


class Case(NamedTuple):
    """One value, with what the profile and the library send for it."""

    key: str
    value: str
    ours: str | None
    theirs: str | None


class Difference(NamedTuple):
    """A kind of difference: whose, why, an example that must differ, and how to tell one."""

    library: str
    why: str
    example: tuple[str, str]
    explains: Callable[[Case], bool]


def _has_no_utf8(case: Case) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in case.value) and case.ours is None


def _constructor(case: Case) -> bool:
    letters = re.sub("[^a-z]", "", case.value.lower())
    return case.key in ("st", "country") and letters == "constructor"


def _other_language(case: Case) -> bool:
    return case.theirs is not None and case.ours == case.theirs.removesuffix(_PYTHON_MARKER) + _NODE_MARKER


def _no_cookie(case: Case) -> bool:
    return case.ours is None and case.theirs is not None and not _COOKIE.fullmatch(case.value)


def _no_marker(case: Case) -> bool:
    eight = len(case.value.rpartition(".")[2]) == 8
    return case.ours is None and case.theirs == case.value and eight and _COOKIE.fullmatch(case.value) is not None


KNOWN = [
    Difference(
        PYTHON_SDK,
        "text that has no UTF-8 form: the SDK hands a lone surrogate on to the JSON encoder; no profile sends one",
        ("external_id", "\ud800"),
        _has_no_utf8,
    ),
    Difference(
        NODE_BUILDER,
        "text that has no UTF-8 form: the builder hashes bytes of its own for a lone surrogate; no profile sends one",
        ("fn", "\ud800"),
        _has_no_utf8,
    ),
    Difference(
        NODE_BUILDER,
        "the word constructor finds a member that every JavaScript object has, and comes out as fu; we take its "
        "first letters, as for any other word",
        ("st", "constructor"),
        _constructor,
    ),
    Difference(
        ADOBE,
        "text that has no UTF-8 form: js-sha256 hashes bytes of its own for a lone surrogate; no profile sends one",
        ("fn", "\ud800"),
        _has_no_utf8,
    ),
    Difference(
        PYTHON_BUILDER,
        "the profile follows the Node package, whose marker names another language",
        ("fbp", "fb.1.1558571054389.1098115397"),
        _other_language,
    ),
    Difference(
        PYTHON_BUILDER,
        "the Python package counts the parts of a cookie and looks no further; the Node package wants fb, two "
        "numbers and a value",
        ("fbc", "a.b.c.d"),
        _no_cookie,
    ),
    Difference(
        PYTHON_BUILDER,
        "any eight characters are a marker for the Python package; the Node package decodes them",
        ("fbc", "fb.1.1558571054389.1098115397.abcdefgh"),
        _no_marker,
    ),
]


def unexplained(library: str, case: Case) -> bool:
    """Whether a case differs and no difference of that library explains it."""
    explained = any(known.explains(case) for known in KNOWN if known.library == library)
    return case.ours != case.theirs and not explained
