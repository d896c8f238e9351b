"""``GET /capisim/fbevents.js``: our stand-in for Meta's pixel script.

It is written from what is known of the pixel's behaviour and holds no line of Meta's. Its parts lie in
``fbevents/``; tables that they share with ``simulator.customer`` are put in front of them.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from simulator.customer.country import codes_by_words
from simulator.customer.place import us_states_by_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from simulator.emulator.service import Service

PARTS = ("sha256", "normalise", "cookies", "send", "commands")
RELEASE = "capisim"
"""What stands in the parameter ``v``, where Meta's script has its release."""
# An element that loads a script is known while it runs; the rest is for those who insert its text themselves.
_ORIGIN = """
var ORIGIN = (function () {
  var element = document.currentScript || document.querySelector('script[src*="/capisim/fbevents.js"]');
  return new URL(element && element.src ? element.src : location.href).origin;
})();
"""


@cache
def source() -> str:
    """The script as it is served."""
    tables = {"RELEASE": RELEASE, "COUNTRIES": codes_by_words(), "STATES": us_states_by_words()}
    texts = [f"var {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in tables.items()]
    texts.append(_ORIGIN)
    texts += [part(name) for name in PARTS]
    return "// capisim's stand-in for Meta's pixel script. It sends to capisim, never to Meta.\n(function () {\n" + (
        '"use strict";\n' + "\n".join(texts) + "})();\n"
    )


def part(name: str) -> str:
    """The text of one part."""
    return Path(__file__).parent.joinpath("fbevents", f"{name}.js").read_text("utf-8")


async def fbevents(request: Request, service: Service, given: Mapping[str, Any]) -> Response:  # noqa: ARG001 - an operation's signature
    """Our stand-in for Meta's pixel script; a page of any site may load it."""
    headers = {
        "access-control-allow-origin": "*",
        "cache-control": "no-store",
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
    }
    return Response(source(), headers=headers, media_type="text/javascript")
