"""One JSON document, and the encoding that every machine-readable report shares."""

from __future__ import annotations

import re
from typing import Any

import orjson

# JSON lets C1 control characters through, and some terminals obey them (U+009B starts a sequence).
_C1 = re.compile(rb"\xc2([\x80-\x9f])|\x7f")


def encode(value: Any, *, indent: bool = False) -> bytes:
    """UTF-8 JSON with a newline at the end, its control characters escaped, members in given order."""
    option = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indent else 0)
    encoded = orjson.dumps(value, option=option)
    return _C1.sub(lambda match: b"\\u00%02x" % match[0][-1], encoded)


def report(summary: dict[str, Any]) -> bytes:
    """The document of ``replay --format json`` and ``report --format json``."""
    return encode(summary, indent=True)
