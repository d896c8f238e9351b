"""Addresses of machines: documentation ranges for visitors, example hosts for shops."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from simulator.checks.addresses import visitor_address
from simulator.checks.hosts import plain_host
from simulator.expectation.standins.letters import Letters

_RANGES = tuple(ip_network(net) for net in ("198.51.100.0/24", "203.0.113.0/24", "192.0.2.0/24"))
IP = re.compile(
    r"(?<![\w.:/])(?:(?:\d{1,3}\.){3}\d{1,3}(?![\d])|(?:[0-9a-fA-F]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]{0,4})(?![\w:]))"
)
_KNOWN_HOSTS = frozenset(
    "facebook.com facebook.net fb.com fb.me instagram.com whatsapp.com wa.me messenger.com meta.com google.com "  # noqa: SIM905
    "bing.com youtube.com tiktok.com pinterest.com x.com twitter.com t.co linkedin.com localhost".split()
)
_LABELS = frozenset(
    "www m mobile shop store checkout pay secure my account app api blog help l lm web amp cdn static "  # noqa: SIM905
    "staging stage dev test preprod qa demo sst gtm capi events track tracking de en fr es it nl pt jp us uk".split()
)
_SECOND = frozenset({"co", "com", "net", "org", "gov", "edu", "ac", "or", "ne"})
_OWN = ("shop.example", "other-shop.example", "third-shop.example")


class Places:
    """Replaces IP addresses and hosts, in the order in which they are met."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._addresses: dict[str, str] = {}
        self._networks: dict[int, int] = {}
        self._fourth = 0
        self._hosts: dict[str, str] = {}
        self.full = False

    def addresses(self, text: str) -> str:
        """The text with its visitors' addresses replaced; those of no visitor (private, a proxy's) stay."""
        return IP.sub(lambda match: self._address(match[0]), text)

    def _address(self, text: str) -> str:
        found = visitor_address(text)
        if found is None:
            return text
        known = self._addresses.get(str(found))
        if known is None:
            known = self._addresses[str(found)] = self._next(found)
        mapped = re.match(r"::ffff:(?=\d+\.)", text, re.IGNORECASE)
        return (mapped[0] if mapped else "") + known

    def _next(self, found: IPv4Address | IPv6Address) -> str:
        if isinstance(found, IPv6Address):
            network = self._networks.setdefault(int(found) >> 64, len(self._networks) + 1)
            return str(ip_address((0x20010DB8 << 96) | (network << 64) | (len(self._addresses) + 1)))
        count = self._fourth
        self._fourth += 1
        self.full = self.full or count >= 254 * len(_RANGES)
        return str(_RANGES[count // 254 % len(_RANGES)][count % 254 + 1])

    def host(self, host: str) -> str:
        """A host below .example; subdomains that only name a part of the site stay, and so do public services."""
        plain = plain_host(host)
        if plain.startswith("[") or re.fullmatch(r"[\d.]+", plain):
            return self.addresses(host.strip("[]")).join(("[", "]") if plain.startswith("[") else ("", ""))
        labels = plain.split(".")
        own = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND else 2
        base = ".".join(labels[-own:])
        if base in _KNOWN_HOSTS or re.fullmatch(r"google\.[a-z.]{2,6}", base) or labels[-1] in ("localhost", "local"):
            return host
        if labels[-1] == "test" or len(labels) == 1:
            return ".".join(self._label(label) for label in labels)
        made = self._hosts.setdefault(base, _next_host(len(self._hosts)))
        above = [self._label(label) for label in labels[:-own]]
        return ".".join((*above, made))

    def listed(self, host: str) -> str:
        """A host out of the settings, where ``*.`` before it stands for any subdomain."""
        return f"*.{self.host(host[2:])}" if host.startswith("*.") else self.host(host)

    def _label(self, label: str) -> str:
        return label if label in _LABELS else self._letters.word(label)


def _next_host(count: int) -> str:
    return _OWN[count] if count < len(_OWN) else f"shop-{count + 1}.example"


def mail_domain(count: int) -> str:
    """The count-th domain for made-up e-mail addresses."""
    ends = ("example.com", "example.net", "example.org")
    return ends[count] if count < len(ends) else f"mail-{count + 1}.example.com"
