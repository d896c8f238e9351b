"""The table in ``simulator/customer/README.md``, made from what the profiles answer.

    python tests/customer/profiles_table.py

writes it anew; a test tells when that is needed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from simulator.customer import normalize, profiles

README = Path(__file__).parents[2] / "simulator" / "customer" / "README.md"
START = "<!-- made by tests/customer/profiles_table.py -->"
END = "<!-- end -->"
VALUES = [
    ("em", " USER@Example.COM "),
    ("em", "invalid"),
    ("em", "münchen@exämple.de"),
    ("ph", "+1 (650) 555-1212"),
    ("ph", "12345"),
    ("ph", "abc"),
    ("fn", "Mary-Jane"),
    ("fn", " Valéry "),
    ("fn", "Jean Luc"),
    ("db", "2/16/1997"),
    ("db", "1997/13/45"),
    ("ge", "f"),
    ("ge", "Female"),
    ("ct", "New York"),
    ("ct", "São Paulo"),
    ("ct", "St. John's"),
    ("ct", "Paris 16e"),
    ("ct", "東京"),
    ("st", "California"),
    ("st", "Ontario"),
    ("zp", "94025-1234"),
    ("zp", "M1 1AE"),
    ("country", "US"),
    ("country", "United States"),
    ("country", "uk"),
    ("external_id", " ABC 123 "),
    ("f5first", "Valéry"),
    ("fbp", "fb.1.1558571054389.1"),
    ("client_ip_address", "192.0.2.1"),
]


def shown(text: str) -> str:
    """A text as code, with white space at its ends to be seen."""
    return f'`"{text}"`' if text != text.strip() else f"`{text}`"


def cell(key: str, value: str, profile: str) -> str:
    """What the profile makes of a value."""
    text = normalize(key, value, profile=profile).normalized
    return "–" if text is None else shown(text)


def table() -> str:
    """The table, without its marks."""
    names = profiles()
    lines = [f"| key | given | {' | '.join(f'`{name}`' for name in names)} |", "|---" * (len(names) + 2) + "|"]
    for key, value in VALUES:
        cells = " | ".join(cell(key, value, name) for name in names)
        lines.append(f"| `{key}` | {shown(value)} | {cells} |")
    return "\n".join(lines)


def with_table(text: str) -> str:
    """The README's text with a new table between the marks."""
    before, _, rest = text.partition(START)
    return f"{before}{START}\n\n{table()}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text("utf-8")), "utf-8")
    sys.stdout.write(f"{README.name}: {len(VALUES)} rows\n")
