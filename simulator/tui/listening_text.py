"""Where to send what is to be seen here, while the application listens."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

PIXEL_SCRIPT: Final = "https://connect.facebook.net/en_US/fbevents.js"


def waiting_text(url: str) -> str:
    """What to do while nothing has arrived; lines of at most 76 cells for an address of usual length."""
    from simulator.settings import Settings

    return (
        f"Listening on {url}\nWhat arrives is shown here at once.\n\n"
        f"A server posts to\n{url}/{Settings().forward.version}/PIXEL_ID/events\nwith any access token.\n\n"
        f"A page loads\n{url}/capisim/fbevents.js\ninstead of {PIXEL_SCRIPT}\n\n"
        f"Or try it:\ncurl '{url}/tr?id=1234567890&ev=PageView&eid=1'"
    )


def short_address(url: str) -> str:
    """``127.0.0.1:8765``."""
    return urlsplit(url).netloc or url
