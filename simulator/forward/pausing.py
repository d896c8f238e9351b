"""How long to wait before a request is tried again, and how often."""

from __future__ import annotations

from urllib3.exceptions import MaxRetryError
from urllib3.util.retry import RequestHistory, Retry

FIRST_SECONDS = 1.0
MOST_SECONDS = 60.0
THROTTLED = 5
"""So much longer where Meta asks for less."""


class Pauses:
    """The pauses between the attempts of one request: 1 s, 2 s, 4 s and so on, each a little longer by chance."""

    def __init__(self, attempts: int) -> None:
        before = RequestHistory(None, None, None, None, None)
        self._retry = Retry(
            total=attempts - 1,
            backoff_factor=FIRST_SECONDS / 2,
            backoff_max=MOST_SECONDS,
            backoff_jitter=FIRST_SECONDS / 4,
            history=(before,),
        )

    def next(self, *, throttled: bool, asked: float | None) -> float | None:
        """Seconds to wait now; None when there is no attempt left. What Meta ``asked`` for is the least."""
        try:
            self._retry = self._retry.increment("POST")
        except MaxRetryError:
            return None
        pause = self._retry.get_backoff_time() * (THROTTLED if throttled else 1)
        return max(pause, asked or 0.0)
