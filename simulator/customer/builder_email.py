"""E-mail addresses as Meta's parameter builder checks them (capi-param-builder-nodejs 1.3.2, read 2026-11-24)."""

from __future__ import annotations

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_ATOM = _LETTERS | frozenset("_!#$%&'*+/=?^`{|}~-")
_LABEL = _LETTERS | {"-"}


def email(text: str) -> str | None:
    """The trimmed text in lower case, or None when the builder takes it for no address."""
    local, at, domain = text.partition("@")
    labels = domain.split(".")
    fits = at and len(labels) > 1 and _is_local(local) and all(map(_is_label, labels))
    return text if fits else None


def _is_local(text: str) -> bool:
    *parts, last = text.split(".")
    # One colon may stand before a dot: the builder's pattern has it, surely by mistake.
    return all(part and _ATOM.issuperset(part) for part in [*(part.removesuffix(":") for part in parts), last])


def _is_label(text: str) -> bool:
    return bool(text) and _LABEL.issuperset(text) and text[0] != "-" != text[-1]
