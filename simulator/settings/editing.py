"""Changing single settings in a settings file, and leaving everything else in it as its owner wrote it.

The file's lines are told apart by the standard library's own reader, and the result is read again: unless it differs
in just what was to change, nothing is written.
"""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from simulator.errors import StoreError, UsageError
from simulator.masking import printable
from simulator.settings.sources import FILE_NAME, project_file, user_file

Value: TypeAlias = str | Sequence[str]
"""A text, or a list of texts."""
_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?")
_ANY_HEADER = re.compile(r"\s*\[")
_KEY = re.compile(r"(\s*)([A-Za-z0-9_\"'.\s-]+?)\s*=")


class Statement(NamedTuple):
    """Some lines of a file, from ``first`` up to and without ``last``: a header, or a member, of a ``table``."""

    first: int
    last: int
    table: str
    key: str | None


def target(cwd: Path, *, user: bool = False) -> Path:
    """The settings file that a change goes to: the user's, else the project's, else a new one in ``cwd``."""
    return user_file() if user else project_file(cwd.absolute()) or cwd.absolute() / FILE_NAME


def change(file: Path, values: Mapping[str, Value]) -> None:
    """Set settings by key (``forward.pixel_id``) in a file, which is made where there is none.

    Raises UsageError, with the lines to write by hand, where the file's form leaves no place for them or can't be
    read, and StoreError where it can't be written. The file is then as it was.
    """
    try:
        raw = file.read_bytes() if file.exists() else b""
    except OSError as error:
        raise UsageError(f"{printable(str(file))}: can't be read: {(error.strerror or str(error)).lower()}") from None
    prefix = "" if file.name == FILE_NAME else "tool.capisim."
    try:
        before = raw.decode("utf-8")
        after = changed(before, {prefix + key: value for key, value in values.items()})
    except ValueError as error:
        lines = "\n".join(_by_hand(prefix, values))
        raise UsageError(f"{printable(str(file))}: {error}; write into it by hand:\n{lines}") from None
    if after != before:
        write_private(file, after.encode(), None)


def changed(text: str, values: Mapping[str, Value]) -> str:
    """The text of a TOML file with the values set, by dotted key. Raises ValueError where that can't be done safely."""
    try:
        expected = tomllib.loads(text.removeprefix("\ufeff"))
        for key, value in values.items():
            _set(expected, key.split("."), value)
            text = _put(text, key, value)
        done = tomllib.loads(text.removeprefix("\ufeff")) == expected
    except tomllib.TOMLDecodeError:
        raise ValueError("is no TOML that can be changed") from None
    if not done:
        raise ValueError("is written in a form that can't be changed safely")
    return text


def toml(value: Value) -> str:
    """A value as TOML writes it."""
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
    return "[" + ", ".join(toml(each) for each in value) + "]"


def write_private(file: Path, content: bytes, mode: int | None) -> None:
    """Write a file whole or not at all; ``mode`` None keeps that of the file that was there. Raises StoreError."""
    real = file.resolve()
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        kept = real.stat().st_mode & 0o777 if real.exists() else 0o666 & ~_umask()
        # Its own name is random and its mode 0600 from the first moment on.
        handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(name).chmod(kept if mode is None else mode)
            Path(name).replace(real)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(
            f"{printable(str(file))}: can't be written: {(error.strerror or str(error)).lower()}"
        ) from None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _by_hand(prefix: str, values: Mapping[str, Value]) -> list[str]:
    lines: dict[str, list[str]] = {}
    for key, value in values.items():
        table, _, name = (prefix + key).rpartition(".")
        lines.setdefault(table, []).append(f"{name} = {toml(value)}")
    return [line for table, members in lines.items() for line in (*([f"[{table}]"] if table else []), *members)]


def _put(text: str, key: str, value: Value) -> str:
    lines = text.splitlines(keepends=True)
    found = list(_statements(lines))
    table, _, name = key.rpartition(".")
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    for each in found:
        if each.key is not None and ".".join(part for part in (each.table, each.key) if part) == key:
            old = "".join(lines[each.first : each.last])
            # Everything up to the equals sign stays, and a remark at the end of a single line.
            kept = old[: old.index("=") + 1]
            lines[each.first : each.last] = [f"{kept} {toml(value)}{_remark(old)}{end}"]
            return "".join(lines)
    member = f"{name} = {toml(value)}{end}"
    inside = [each for each in found if each.table == table]
    if inside:
        place = max(each.last for each in inside)
    elif not table:
        place = next((each.first for each in found if each.key is None), len(lines))
    else:
        place = len(lines)
        member = f"{end if lines else ''}[{table}]{end}{member}"
    if place and not lines[place - 1].endswith("\n"):
        lines[place - 1] += end
    lines.insert(place, member)
    return "".join(lines)


def _statements(lines: Sequence[str]) -> list[Statement]:
    """The headers and members of a file in order; raises TOMLDecodeError where a line begins nothing."""
    found: list[Statement] = []
    table, at = "", 0
    while at < len(lines):
        line = lines[at].removeprefix("\ufeff")
        header = _HEADER.fullmatch(line.rstrip("\r\n"))
        if not line.strip() or line.lstrip().startswith("#"):
            at += 1
        elif _ANY_HEADER.match(line):
            # An array of tables is a table without a name of its own: nothing is looked for inside.
            table = _dotted(header[1]) if header else "[]"
            found.append(Statement(at, at + 1, table, None))
            at += 1
        else:
            last = _end(lines, at)
            key = _KEY.match(line)
            found.append(Statement(at, last, table, _dotted(key[2]) if key else "?"))
            at = last
    return found


def _end(lines: Sequence[str], first: int) -> int:
    """Behind the last line of the member that begins on a line: the first end at which it can be read."""
    for last in range(first + 1, len(lines) + 1):
        try:
            tomllib.loads("".join(lines[first:last]).removeprefix("\ufeff"))
        except tomllib.TOMLDecodeError:
            continue
        return last
    raise tomllib.TOMLDecodeError


def _dotted(written: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in written.split("."))


def _remark(old: str) -> str:
    """The remark behind a member of one line, with the space before it."""
    body = old.rstrip("\r\n")
    if "\n" in body:
        return ""
    for place in (at for at, char in enumerate(body) if char == "#"):
        try:
            tomllib.loads(body[:place])
        except tomllib.TOMLDecodeError:
            continue
        head = body[:place]
        return head[len(head.rstrip()) :] + body[place:]
    return ""


def _set(document: dict[str, object], path: list[str], value: Value) -> None:
    *tables, name = path
    inner: object = document
    for table in tables:
        if not isinstance(inner, dict):
            break
        inner = inner.setdefault(table, {})
    if not isinstance(inner, dict):
        raise ValueError("holds something else where a table should be")
    inner[name] = value if isinstance(value, str) else list(value)
