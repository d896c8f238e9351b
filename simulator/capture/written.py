"""Items that capisim wrote itself, from a value it had at hand."""

from __future__ import annotations

from typing import Any

import orjson


class Written(bytes):
    """A JSON text together with its value, so that reading it need not decode it.

    ``value`` is what decoding the text would give.
    """

    value: Any


def written(value: Any) -> Written:
    """The text of a value that itself came out of JSON, or is made of what comes out of it: str, float, list, dict."""
    item = Written(orjson.dumps(value))
    item.value = value
    return item
