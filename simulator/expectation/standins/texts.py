"""Any text: what it says goes, how it is built stays."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import quote, unquote, unquote_plus

from simulator.capture.redact import redact_text
from simulator.checks.personal import MOST_DECODED
from simulator.checks.vocabulary import nothing
from simulator.customer.builder_marker import unmarked_url
from simulator.expectation.standins.hashes import HASH, Hashes
from simulator.expectation.standins.letters import Letters
from simulator.expectation.standins.phones import Phones
from simulator.expectation.standins.places import IP, Places, mail_domain
from simulator.expectation.standins.times import Times, unit_of
from simulator.expectation.standins.words import harmless

EMAIL = re.compile(r"([^\s@<>\"'(),;:?&=/\\\[\]{}|%]+)@([^\s@<>\"'(),;:?&=/\\\[\]{}|%]*[\w-])")
_PHONE = re.compile(r"(?<![\w+])\+\d(?:[ \u00a0().\-/\t]{0,3}\d){6,14}(?!\d)", re.ASCII)
_UUID = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9A-Za-z])")
_TOKEN = re.compile(r"[^\W_]+")
_FEWEST_DIGITS = 4
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s\"'<>]+")


class Texts:
    """Replaces what may be about somebody in texts; ``counts`` tells how many of each kind."""

    def __init__(self, secret: bytes, times: Times) -> None:
        self.letters = Letters(secret)
        self.hashes = Hashes(self.letters)
        self.phones = Phones(self.letters)
        self.places = Places(self.letters)
        self.times = times
        self.counts: Counter[str] = Counter()
        # What somebody is called, in lower case: replaced wherever it stands, even if it is a common word.
        self.names: set[str] = set()
        self._domains: dict[str, str] = {}

    def free(self, text: str) -> str:
        """A text of any kind: addresses, numbers, names and ids in it become others; common words stay."""
        text = redact_text(text)
        plain, depth = text, 0
        while depth < MOST_DECODED and "%" in plain and (inner := unquote(plain)) != plain:
            plain, depth = inner, depth + 1
        made = self._plain(plain)
        if made == plain:
            return text
        for _ in range(depth):
            made = quote(made, safe="")
        return made

    def _plain(self, text: str) -> str:
        pieces: list[str] = []
        end = 0
        for match in re.finditer(
            f"(?P<url>{_URL.pattern})|(?P<mail>{EMAIL.pattern})|(?P<ip>{IP.pattern})|(?P<ph>{_PHONE.pattern})", text
        ):
            pieces.append(self.tokens(text[end : match.start()]))
            end = match.end()
            if match["url"]:
                pieces.append(self.url(match[0]))
            elif match["mail"]:
                pieces.append(self.email(match[0]))
            elif match["ip"]:
                pieces.append(self.address(match[0]))
            else:
                pieces.append(self.phone(match[0]))
        return "".join(pieces) + self.tokens(text[end:])

    def tokens(self, text: str) -> str:
        """Runs of letters and digits one by one, so that an id is the same with a prefix and without."""
        pieces = re.split(f"({_UUID.pattern})", text)
        return "".join(self._uuid(each) if place % 2 else self._runs(each) for place, each in enumerate(pieces))

    def _uuid(self, text: str) -> str:
        self.counts["numbers and ids"] += 1
        made = iter(self.letters.hex(text.replace("-", "")))
        return "".join(c if c == "-" else next(made) for c in text)

    def _runs(self, text: str) -> str:
        return _TOKEN.sub(lambda match: self._token(match[0]), text)

    def _token(self, token: str) -> str:
        if HASH.fullmatch(token):
            return self.hash(token)
        if token.isdigit():
            if len(token) < _FEWEST_DIGITS:
                return token
            if len(token) in (10, 13, 16) and unit_of(int(token)) and self._is_near(token):
                return str(self.times.moved(int(token)))
            self.counts["numbers and ids"] += 1
            return self.letters.word(token)
        low = token.lower()
        if (
            (low in harmless() and low not in self.names)
            or len(token) == 1
            or re.fullmatch(r"v\d{1,3}|\d{1,3}[a-z]{1,2}", low)
        ):
            return token
        parts = re.fullmatch(r"([A-Za-z]{3,})(\d+)", token)
        if parts:
            return self._token(parts[1]) + self._token(parts[2])
        self.counts["words" if token.isalpha() else "numbers and ids"] += 1
        return self.letters.word(token)

    def _is_near(self, token: str) -> bool:
        # Seconds to microseconds that begin like those of our days, 2014 to 2033, as the pipeline sees them.
        return token.startswith(("14", "15", "16", "17", "18", "19", "20"))

    def ident(self, text: str) -> str:
        """An id of the shop's: event, order, product, dataset."""
        return self.free(text)

    def email(self, text: str) -> str:
        """An e-mail address at one of the domains for examples."""
        self.counts["e-mail addresses"] += 1
        local, _, domain = text.rpartition("@")
        local = _TOKEN.sub(lambda match: self.letters.word(match[0]), local)
        low = domain.lower()
        if "." not in low.strip("."):
            return f"{local}@{self.letters.word(domain)}"
        made = self._domains.setdefault(low, mail_domain(len(self._domains)))
        return f"{local}@{made.upper() if domain.isupper() else made}"

    def phone(self, text: str) -> str:
        """A telephone number."""
        self.counts["phone numbers"] += 1
        return self.phones.replaced(text)

    def address(self, text: str) -> str:
        """IP addresses."""
        self.counts["IP addresses"] += 1
        return self.places.addresses(text)

    def hash(self, text: str) -> str:
        """A hash with what may stand around it: white space, and the suffix of Meta's parameter builder."""
        match = HASH.fullmatch(text)
        if match is None:
            return text
        self.counts["hashes"] += 1
        self.hashes.see(match[2].lower())
        return f"{match[1]}{self.hashes.replaced(match[2])}{match[3]}{match[4]}"

    def words(self, text: str) -> str:
        """Every letter and digit, common words too: the name of a person, a street, an id."""
        if text in nothing() or text.strip().lower() in nothing():
            return text
        if _UUID.fullmatch(text.strip()):
            return self.tokens(text)
        return _TOKEN.sub(lambda match: self.letters.word(match[0]), text)

    def click(self, text: str) -> str:
        """A click id as one run of signs, so that one cut off or stripped still begins like the whole one."""
        self.counts["click ids"] += 1
        return self.letters.word(text)

    def url(self, text: str) -> str:
        """An address: host, path, parameters and fragment; what is no address is any text."""
        bare = unmarked_url(text)
        return self._url(bare) + text[len(bare) :]

    def _url(self, text: str) -> str:
        match = re.fullmatch(r"(?s)(\s*[A-Za-z][A-Za-z0-9+.-]*:)?(//)([^/?#\\]*)([^?#]*)(\?[^#]*)?(#.*)?", text)
        if match is None:
            head, mark, query = text.partition("?")
            return self.free(head) + mark + self.query(query) if mark and "=" in query else self._no_url(text)
        scheme, slashes, authority, path, query, fragment = (part or "" for part in match.groups())
        user, at, place = authority.rpartition("@")
        host, port = _host_and_port(place)
        self.counts["addresses of pages"] += 1
        made = f"{scheme}{slashes}{self.words(user)}{at}{self._host(host)}{port}{self.path(path)}"
        made += query[:1] + self.query(query[1:]) if query else ""
        if fragment:
            made += "#" + (self.query(fragment[1:]) if "=" in fragment else self.path(fragment[1:]))
        return made

    def _no_url(self, text: str) -> str:
        return self._host(text) if re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}", text) else self.free(text)

    def _host(self, host: str) -> str:
        made = self.places.host(host) if host else ""
        return made.upper() if host.isupper() else made

    def path(self, text: str) -> str:
        """The steps of a path, each decoded and encoded again only when something in it is replaced."""
        return "/".join(
            self._encoded(step, unquote, lambda made: quote(made, safe="@:!$&'()*+,;=~")) for step in text.split("/")
        )

    def query(self, text: str) -> str:
        """Parameters as they stand in an address."""
        return "".join(self._parameter(piece) for piece in re.split(r"([&;?])", text))

    def _parameter(self, piece: str) -> str:
        name, mark, value = piece.partition("=")
        if not mark:
            return self._encoded(piece, unquote_plus, quote) if len(piece) > 1 else piece
        low = unquote_plus(name).lower()
        return f"{self._encoded(name, unquote_plus, quote)}{mark}{self._value(low, value)}"

    def _value(self, name: str, value: str) -> str:
        def encode(made: str) -> str:
            return quote(made, safe="@/:" if "@" in value or "/" in value else "")

        plain = unquote_plus(value)
        if name == "fbclid":
            made = self.click(plain)
        else:
            from simulator.checks.personal_names import kind_of

            kind = kind_of(name)
            made = self.person(kind, plain) if kind else self.free(plain)
        return value if made == plain else encode(made)

    def _encoded(self, text: str, decode: object, encode: object) -> str:
        plain = decode(text)  # type: ignore[operator]
        made = self.free(plain)
        return text if made == plain else str(encode(made))  # type: ignore[operator]

    def person(self, kind: str, text: str) -> str:
        """A value that names or describes somebody, by its key in user_data or the kind of its name."""
        from simulator.expectation.standins.people import replaced

        return replaced(self, kind, text)


def _host_and_port(place: str) -> tuple[str, str]:
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(:.*)?", place)
    return (match[1], match[2] or "") if match else (place, "")
