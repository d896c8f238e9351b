"""A host that can't prove who it is gets no token and no event, and the user is told why."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from one_answer import http, one_answer

from simulator.forward.answers import Answer, Trouble
from simulator.forward.graph import Graph, who_answers
from simulator.forward.tokens import Found, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "EAAcanaryTokenThatMustNeverBeSeen0001"
PEM = Path(__file__).with_name("certificates.pem").read_text()
PARTS = dict(re.findall(r"# (\S+)\n(-----BEGIN.*?-----END [A-Z ]+-----\n)", PEM, re.DOTALL))


class Safe:
    """Listens on loopback, proves itself with a certificate, and keeps what it was sent through it."""

    def __init__(self, folder: Path, certificate: str) -> None:
        file = folder / "server.pem"
        file.write_text(PARTS["key"] + PARTS[certificate])
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(file)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://localhost:{self._socket.getsockname()[1]}"
        self.received = b""
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            connection, _ = self._socket.accept()
            connection.settimeout(20)
            with connection, suppress(OSError), self._context.wrap_socket(connection, server_side=True) as made:
                while not self.received.endswith(b"}"):
                    piece = made.recv(65_536)
                    if not piece:
                        return
                    self.received += piece
                made.sendall(http(b'{"events_received": 1}'))

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self.thread.join(20)


@contextmanager
def safe(folder: Path, certificate: str) -> Iterator[Safe]:
    server = Safe(folder, certificate)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def _trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The authority of the certificates is trusted, as one of a company's own would be."""
    file = tmp_path / "authority.pem"
    file.write_text(PARTS["authority"])
    monkeypatch.setenv("SSL_CERT_FILE", str(file))


def ask(url: str) -> Answer:
    with Graph(url, "v26.0", Found(Token(CANARY), "the test"), total_seconds=20) as client:
        return client.post("1234567890/events", {"data": []})


@pytest.mark.usefixtures("_trusted")
def test_a_host_that_proves_itself_is_sent_to(tmp_path: Path) -> None:
    with safe(tmp_path, "good") as server:
        assert ask(server.url).body == {"events_received": 1}
        assert CANARY.encode() in server.received


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize(
    ("certificate", "why"),
    [
        ("expired", "its certificate has expired, or the clock of this machine is wrong"),
        ("elsewhere", "its certificate is that of another host"),
        ("self-signed", "its certificate is self-signed, which proves nothing"),
    ],
)
def test_a_certificate_that_proves_nothing_is_told(tmp_path: Path, certificate: str, why: str) -> None:
    with safe(tmp_path, certificate) as server:
        refused(ask(server.url), f"no safe connection: {why}; nothing was sent")
        assert server.received == b""


def test_an_unknown_authority_is_told(tmp_path: Path) -> None:
    with safe(tmp_path, "good") as server:
        refused(ask(server.url), "nobody who is trusted here has issued its certificate (SSL_CERT_FILE names")
        assert server.received == b""


def test_a_host_without_tls_is_told() -> None:
    with one_answer(http(b"{}"), deaf=True) as server:
        refused(ask(server.url.replace("http:", "https:")), "no safe connection: what listens there speaks no TLS;")
        assert CANARY.encode() not in b"".join(server.received)


def refused(found: Answer, why: str) -> None:
    assert found.failure is not None
    assert found.failure.kind is Trouble.TLS
    assert not found.failure.may_have_arrived
    assert why in found.failure.text
    assert CANARY not in repr(found)


@pytest.mark.parametrize(
    ("url", "who"),
    [
        ("https://graph.facebook.com", "Meta"),
        ("https://facebook.com/", "Meta"),
        ("http://127.0.0.1:8765", "127.0.0.1:8765"),
        ("http://[::1]:8765", "[::1]:8765"),
        ("https://graph.facebook.com.example", "graph.facebook.com.example"),
        ("https://notfacebook.com", "notfacebook.com"),
    ],
)
def test_an_answer_is_metas_only_where_meta_gave_it(url: str, who: str) -> None:
    assert who_answers(url) == who
