"""Access tokens and app secrets: where they are looked for, and a wrapper that shows them to nobody.

A token comes from the environment, from a file that is named on purpose, or from the system's keyring; never from a
flag, whose value every process on the machine can read, and never from a settings file.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from simulator.errors import UsageError
from simulator.forward.env_file import read_env_file
from simulator.forward.keyrings import KEYRING_EXTRA, Keyring, open_keyring
from simulator.settings.secrets import SECRET_VARIABLES, TOKEN_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

HIDDEN = "(hidden)"
# Shorter ones (an emulator takes any) would be found inside of innocent words.
_LEAST_REDACTED = 6


class Token:
    """A secret text. Printing, formatting and pickling it shows or gives nothing; only ``reveal`` does."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself, for the header or the body of a request and for nothing else."""
        return self._value

    def proof(self, secret: Token) -> str:
        """``appsecret_proof``: the hex HMAC-SHA256 of this token with the app secret as key (Meta's SDKs do so)."""
        return hmac.new(secret._value.encode(), self._value.encode(), hashlib.sha256).hexdigest()

    def redact(self, text: str) -> str:
        """The text without this secret, wherever it stands in it."""
        return redacted(text, self._value)

    def __repr__(self) -> str:
        return HIDDEN

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return HIDDEN

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash((Token, self._value))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a token is not pickled, copied or sent to another process")


class NoTokenError(UsageError):
    """There is none in any of the places; ``why`` says why the keyring holds none, where it was asked."""

    def __init__(self, message: str, why: str) -> None:
        super().__init__(message)
        self.why = why


class Found(NamedTuple):
    """A secret and where it was found (``environment variable META_ACCESS_TOKEN``); ``notes`` are for the user."""

    token: Token
    origin: str
    notes: tuple[str, ...] = ()


def redacted(text: str, *secrets: str) -> str:
    """The text with every one of the secrets replaced, also as a URL would write it."""
    from urllib.parse import quote, quote_plus

    for secret in secrets:
        if len(secret) >= _LEAST_REDACTED:
            for form in {secret, quote(secret, safe=""), quote_plus(secret)}:
                text = text.replace(form, HIDDEN)
    return text


def find_token(
    environ: Mapping[str, str],
    *,
    env_file: Path | None = None,
    account: str | None = None,
    keyring: Callable[[], Keyring | None] | None = open_keyring,
) -> Found:
    """The access token: environment, then ``env_file``, then the keyring's entry of ``account`` (a pixel id).

    ``keyring`` opens the system's keyring, None leaves it out. Raises NoTokenError that says what to do, and UsageError
    when the file can't be read.
    """
    found, why = _look(environ, TOKEN_VARIABLES, env_file, "token", account, keyring)
    if found is not None:
        return found
    raise NoTokenError(
        f"no access token: set the environment variable {TOKEN_VARIABLES[0]} (or {TOKEN_VARIABLES[1]}), or name a file "
        f"that sets it with --env-file, or let `capisim connect` keep it in the keyring{why}. A token is never an "
        "option: the command lines of this machine can be read by others",
        why.strip(" ()"),
    )


def find_app_secret(
    environ: Mapping[str, str],
    *,
    env_file: Path | None = None,
    account: str | None = None,
    keyring: Callable[[], Keyring | None] | None = open_keyring,
) -> Found | None:
    """The app secret for ``appsecret_proof``, from the same places; None where none is set, since few apps need it.

    Raises UsageError when the file can't be read.
    """
    return _look(environ, SECRET_VARIABLES, env_file, "secret", account, keyring)[0]


def typed_token(value: str) -> Found:
    """A token that somebody typed. Raises UsageError where it can be none."""
    return Found(_token(value.strip(), "what was typed"), "typed in")


def _look(
    environ: Mapping[str, str],
    names: tuple[str, ...],
    env_file: Path | None,
    kind: str,
    account: str | None,
    keyring: Callable[[], Keyring | None] | None,
) -> tuple[Found | None, str]:
    """What was found, or why the keyring holds nothing, in words that end a sentence."""
    # A file that was named is read in any case: a mistake in its name should not go unnoticed.
    content = None if env_file is None else read_env_file(env_file)
    inside = _first(names, content.values) if content is not None else None
    if (outside := _first(names, environ)) is not None:
        name, value = outside
        other = inside is not None and inside[1] != value
        notes = (f"{env_file} sets another {kind}; the environment's counts.",) if other else ()
        return Found(_token(value, name), f"environment variable {name}", notes), ""
    if content is not None and inside is not None:
        name, value = inside
        return Found(_token(value, name), f"{env_file}, {name}", content.notes), ""
    if keyring is None:
        return None, ""
    ring = keyring()
    if ring is None:
        return None, f" (after installing {KEYRING_EXTRA})"
    kept, why = ring.get(kind, account)
    if kept is None:
        return None, f" ({why})" if why else ""
    return Found(_token(kept, "the keyring's entry"), f"keyring {ring.name}"), ""


def _first(names: tuple[str, ...], values: Mapping[str, str]) -> tuple[str, str] | None:
    return next(((name, value) for name in names if (value := values.get(name, "").strip())), None)


def _token(value: str, name: str) -> Token:
    # A line break would end the header that carries it; nothing of the value may be told.
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise UsageError(f"{name} holds no access token: a space or a character that none has stands in it")
    return Token(value)
