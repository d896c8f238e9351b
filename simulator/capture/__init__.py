"""The outside world -> events: JSON lines, Graph requests, Pixel requests, HAR files.

``source`` splits a file into raw items and ``read`` turns one item into a request. Both are
imported by name, so that a command that reads nothing loads nothing.
"""

from __future__ import annotations
