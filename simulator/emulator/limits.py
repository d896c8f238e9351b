"""How much the emulator takes before it says no."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """Sizes in bytes, times in seconds.

    ``body`` is the size of a request's body on the wire, ``unpacked`` after decompression. ``headers`` is the
    request line and the headers together, ``connections`` how many may be open. A client that takes longer
    than ``patience`` for its headers, or for its body, is cut off. ``batch`` is how many requests a Graph
    batch may hold.
    """

    body: int = 8 * 1024 * 1024
    unpacked: int = 32 * 1024 * 1024
    headers: int = 64 * 1024
    connections: int = 512
    patience: float = 20.0
    batch: int = 50
