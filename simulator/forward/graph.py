"""The Graph API of Meta, or of the emulator: one request, one answer, and no secret in what is told of it.

Nothing is tried again here, and no redirect is followed: a token goes to the host that it was meant for.
``HTTPS_PROXY`` and its like are not honoured; when a connection fails and one is set, the text says so.
"""

from __future__ import annotations

import ipaddress
import os
import re
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from weakref import WeakSet

import orjson
import urllib3
from urllib3 import exceptions

from simulator import __version__
from simulator.errors import UsageError
from simulator.forward.answers import UNSENT, Answer, Failure, Trouble, read_error
from simulator.forward.certificates import why_unsafe
from simulator.forward.tokens import HIDDEN, redacted
from simulator.masking import printable, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.forward.tokens import Found, Token

META = "https://graph.facebook.com"
_META_HOST = "facebook.com"
WHO_META = "Meta"
CONNECT_SECONDS = 1.5
"""Meta's own advice for a whole request (facts 07, section 1); here for the connection alone."""
TOTAL_SECONDS = 30.0
MOST_BYTES = 32 * 1024 * 1024
"""The largest answer that is read."""
PROOF = "appsecret_proof"
_VERSION = re.compile(r"v[0-9]{1,3}\.[0-9]{1,2}")
_PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy")
_PIECE = 65_536
_BOTH_WAYS = 2
"""SHUT_RDWR of the sockets, which this module has no other use for."""


class Graph:
    """A Graph API at ``base_url`` (https, or http on loopback), with the token that opens it.

    ``version`` is like ``v26.0``. ``connect_seconds`` bounds the connection, ``total_seconds`` one whole request.
    Use it as a context manager, or ``close`` it. Raises UsageError for an address or a version that can't be used.
    """

    def __init__(
        self,
        base_url: str,
        version: str,
        found: Found,
        app_secret: Token | None = None,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        self.base_url = checked_url(base_url)
        if not _VERSION.fullmatch(version):
            raise UsageError(f"{shorten(printable(version), 30)!r} is no version of the Graph API: it looks like v26.0")
        self.version = version
        self.origin = found.origin
        self._token = found.token
        self._proof = found.token.proof(app_secret) if app_secret is not None else None
        self._secrets = [found.token.reveal(), self._proof or "", app_secret.reveal() if app_secret is not None else ""]
        self._connect, self._total = connect_seconds, total_seconds
        self._pool, self._connections = _pool_to(self.base_url)

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def __repr__(self) -> str:
        return f"Graph({self.base_url!r}, {self.version!r}, token {HIDDEN})"

    def url(self, path: str) -> str:
        """Where a path is: ``1234567890/events`` below base URL and version. It never holds a secret."""
        return f"{self.base_url}/{self.version}/{path.strip('/')}"

    def redact(self, text: str) -> str:
        """The text without the token, the proof and the app secret."""
        return redacted(text, *self._secrets)

    def post(self, path: str, body: Mapping[str, Any], *, seconds: float | None = None) -> Answer:
        """Post a JSON body; the proof is put into it. ``seconds`` is what is left of a budget. Never raises."""
        members = {**body, PROOF: self._proof} if self._proof else dict(body)
        return self._send("POST", self.url(path), _json(members), seconds)

    def get(self, path: str, params: Mapping[str, str] | None = None, *, seconds: float | None = None) -> Answer:
        """Get a path with parameters; the proof, unlike the token, has to be one of them. Never raises."""
        query = {**(params or {}), **({PROOF: self._proof} if self._proof else {})}
        return self._send("GET", self.url(path) + (f"?{urlencode(query)}" if query else ""), None, seconds)

    def _send(self, method: str, url: str, body: bytes | None, seconds: float | None) -> Answer:
        total = min(self._total, seconds) if seconds is not None else self._total
        if total <= 0:
            return _failed(Trouble.CONNECT_TIMEOUT, "no time was left to send it")
        end = time.monotonic() + total
        headers = {
            "authorization": f"Bearer {self._token.reveal()}",
            "user-agent": f"capisim/{__version__}",
            "accept": "application/json",
            **({"content-type": "application/json"} if body is not None else {}),
        }
        # Each single read may last as long as the whole; so another thread ends them all in time.
        watch = threading.Timer(total, self._cut)
        watch.daemon = True
        watch.start()
        try:
            response = self._pool.request(
                method,
                url[len(self._origin) :],
                body=body,
                headers=headers,
                timeout=urllib3.Timeout(connect=min(self._connect, total), read=total),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                raw = _read(response)
            except BaseException:
                response.close()
                raise
            response.release_conn()
        except (exceptions.HTTPError, OSError) as error:
            return self._explain(error, late=time.monotonic() >= end)
        finally:
            watch.cancel()
        answer = self._answer(response.status, response.headers.get("retry-after"), raw)
        if answer.failure is not None and time.monotonic() >= end:
            # Headers that are cut look like headers that end.
            return self._told(Trouble.TIMEOUT)
        return answer

    def _cut(self) -> None:
        """End what is being sent or read; both sides of the connection notice."""
        for connection in list(self._connections):
            line = connection.sock
            if line is not None:
                with suppress(OSError):
                    line.shutdown(_BOTH_WAYS)

    @property
    def _origin(self) -> str:
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    def _answer(self, status: int, retry_after: str | None, raw: bytes) -> Answer:
        pause = _seconds(retry_after)
        try:
            body = self._redact_all(orjson.loads(raw))
        except orjson.JSONDecodeError:
            what = "an empty body" if not raw.strip() else f"{len(raw)} bytes that are no JSON"
            failure = Failure(Trouble.NOT_JSON, f"HTTP {status} with {what}: that is not Graph's answer")
            return Answer(status, None, None, pause, failure)
        return Answer(status, body, read_error(body), pause)

    def _redact_all(self, value: Any) -> Any:
        # Graph repeats a malformed token in its message.
        if isinstance(value, str):
            return self.redact(value)
        if isinstance(value, list):
            return [self._redact_all(each) for each in value]
        if isinstance(value, dict):
            return {self.redact(name): self._redact_all(each) for name, each in value.items()}
        return value

    def _explain(self, error: Exception, *, late: bool) -> Answer:
        kind = _kind(error)
        if kind is Trouble.RESET and late:
            # Cut by us, when the time was over.
            kind = Trouble.TIMEOUT
        return self._told(kind, why_unsafe(error))

    def _told(self, kind: Trouble, why: str = "") -> Answer:
        text = f"{urlsplit(self.base_url).netloc}: {_TEXTS[kind].format(why=why)}"
        proxy = next((name for name in _PROXIES if os.environ.get(name)), None)
        if proxy is not None and kind in UNSENT and not is_loopback(urlsplit(self.base_url).hostname or ""):
            text += f" ({proxy} is set, and capisim connects without a proxy)"
        return _failed(kind, text)


def checked_url(base_url: str) -> str:
    """A base URL that a token may be sent to: https, or http on loopback; nothing behind the host but a path.

    Returns it without a slash at its end. Raises UsageError, without showing what may be a secret in it.
    """
    try:
        parts = urlsplit(base_url.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if not host or parts.scheme not in ("http", "https"):
        raise UsageError("the Graph URL must look like https://graph.facebook.com")
    if parts.username is not None or parts.query or parts.fragment:
        raise UsageError("the Graph URL holds only scheme, host, port and path: no name, no query")
    if parts.scheme == "http" and not is_loopback(host):
        raise UsageError(f"{printable(host)}: a token is sent over https alone, and over http to this machine alone")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its number or as ``localhost``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _pool_to(base_url: str) -> tuple[urllib3.HTTPConnectionPool, WeakSet[Any]]:
    """A pool for one host, and the connections that it makes."""
    pool = urllib3.connection_from_url(base_url, maxsize=1, retries=False)
    made: WeakSet[Any] = WeakSet()

    class Known(pool.ConnectionCls):  # type: ignore[name-defined,misc]
        def connect(self) -> None:
            made.add(self)
            super().connect()

    pool.ConnectionCls = Known
    return pool, made


def _json(members: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(members)
    except TypeError:
        # Half a surrogate pair is no text of UTF-8, and JSON can write it all the same.
        import json

        return json.dumps(members).encode()


def _read(response: urllib3.BaseHTTPResponse) -> bytes:
    """The body, as far as the largest size allows."""
    assert isinstance(response, urllib3.HTTPResponse)  # noqa: S101 - what a pool of urllib3 gives
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise exceptions.DecodeError
    return b"".join(pieces)


_TEXTS = {
    Trouble.REFUSED: "no connection; nothing was sent",
    Trouble.UNRESOLVED: "no such host was found; nothing was sent",
    Trouble.TLS: "no safe connection: {why}; nothing was sent",
    Trouble.CONNECT_TIMEOUT: "no connection in time; nothing was sent",
    Trouble.TIMEOUT: "no whole answer in time; what was sent may have been taken",
    Trouble.RESET: "the connection broke before a whole answer; what was sent may have been taken",
    Trouble.NOT_JSON: f"the answer can't be unpacked, or is larger than {MOST_BYTES} bytes",
}


def who_answers(base_url: str) -> str:
    """Whose word an answer is: Meta's, or that of another host, the emulator's for one."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    return WHO_META if host == _META_HOST or host.endswith(f".{_META_HOST}") else printable(parts.netloc)


def _kind(error: Exception) -> Trouble:
    """The kind of a failure; texts of urllib3 are not used, since they hold URLs."""
    match error:
        case exceptions.NameResolutionError():
            return Trouble.UNRESOLVED
        case exceptions.NewConnectionError():
            return Trouble.REFUSED
        case exceptions.ConnectTimeoutError():
            return Trouble.CONNECT_TIMEOUT
        case exceptions.SSLError():
            return Trouble.TLS
        case exceptions.DecodeError():
            return Trouble.NOT_JSON
        case exceptions.TimeoutError() | TimeoutError():
            return Trouble.TIMEOUT
        case exceptions.ProtocolError() if any(isinstance(each, TimeoutError) for each in error.args):
            return Trouble.TIMEOUT
    return Trouble.RESET


def _failed(kind: Trouble, text: str) -> Answer:
    return Answer(failure=Failure(kind, text))


def _seconds(retry_after: str | None) -> float | None:
    """Seconds from a ``Retry-After`` of seconds or of a date; None for anything else. Six hours at the most."""
    if not retry_after:
        return None
    try:
        return float(urllib3.Retry().parse_retry_after(retry_after))
    except (exceptions.HTTPError, ValueError, OverflowError):
        return None
