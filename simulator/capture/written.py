"""Items that capisim wrote itself, from a value it had at hand."""

from __future__ import annotations

from typing import Any

import orjson


class Written(bytes):
    """A JSON text together with its value, so that reading it need not decode it.

    ``value`` is what decoding the text would give, ``request`` the text of the request in it.
    """

    value: Any
    request: bytes


def written(request: dict[str, Any], received_at: float) -> Written:
    """An envelope around a request that itself came out of JSON, or is made of what comes out of it: str, list, dict.

    ``received_at`` is in Unix seconds.
    """
    text = orjson.dumps(request)
    item = Written(b'{"received_at":%b,"request":%b}' % (orjson.dumps(received_at), text))
    item.value = {"received_at": received_at, "request": request}
    item.request = text
    return item
