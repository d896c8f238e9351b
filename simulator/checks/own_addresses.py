"""E-mail addresses of the shop itself: on its pages and in its texts they are no customer's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simulator.checks.hosts import host_of, plain_host

# Where anybody can have an address; a page of theirs makes no shop of them.
_OF_ANYBODY = frozenset(
    """
    gmail.com googlemail.com google.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com
    mac.com aol.com proton.me protonmail.com gmx.com gmx.net gmx.de web.de t-online.de freenet.de mail.com mail.ru
    yandex.ru yandex.com zoho.com fastmail.com qq.com 163.com 126.com naver.com orange.fr free.fr laposte.net wanadoo.fr
    libero.it virgilio.it btinternet.com sky.com comcast.net verizon.net att.net uol.com.br
    """.split()  # noqa: SIM905
)


def own_hosts(url: Any, hosts: Iterable[str]) -> tuple[str, ...]:
    """The hosts whose addresses are the shop's own: the page's, and those the settings list.

    ``*.shop.example`` stands for shop.example too, and a leading www is left out.
    """
    found = [host_of(url) or "", *(plain_host(host.removeprefix("*.")) for host in hosts)]
    return tuple(dict.fromkeys(bare for host in found if "." in (bare := host.removeprefix("www."))))


def is_own(address: str, hosts: Iterable[str]) -> bool:
    """Whether an e-mail address is of one of the hosts, of a domain above it or below it."""
    domain = plain_host(address.rpartition("@")[2])
    if domain in _OF_ANYBODY:
        return False
    return any(host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}") for host in hosts)
