"""What goes wrong in practice with pixel and Conversions API, most urgent first, and the rules that find it.

The order is that of a ranking of public reports by how often they were found, what they cost, how
silently they happen and how well they can be seen before launch.
"""

from __future__ import annotations

from typing import NamedTuple


class FailureMode(NamedTuple):
    """One way it goes wrong: its rank, what happens, and the codes of the rules that find it."""

    rank: int
    title: str
    rules: tuple[str, ...]


def _mode(rank: int, title: str, codes: str) -> FailureMode:
    return FailureMode(rank, title, tuple(codes.split()))


FAILURE_MODES = (
    _mode(1, "a different event id per channel", "DUP001"),
    _mode(2, "event id missing or in the wrong place", "EVT013 PIX004 DUP002 DUP008 DUP010 DUP021"),
    _mode(3, "one action fires twice in one channel", "DUP003 DUP004"),
    _mode(4, "one event id for different actions", "DUP005 DUP021"),
    _mode(
        5,
        "customer information normalised or hashed wrongly",
        "USR003 USR004 USR005 USR006 USR007 USR008 USR016 USR020 USR021 USR022 USR023 USR024 PIX003 DUP015 DUP016",
    ),
    _mode(6, "fbc malformed, stale or altered", "CLK001 CLK002 CLK005 CLK006 CLK007 CLK008 CLK009 CLK011"),
    _mode(
        7,
        "consent or limited data use not honoured",
        "CNS001 CNS002 CNS003 CNS004 CNS005 CNS006 CNS007 CNS008 CNS009",
    ),
    _mode(8, "the pixel installed twice", "PIX009 PIX010"),
    _mode(9, "a test event code left in, or on a part", "ENV001 ENV002 ENV003 ENV007"),
    _mode(
        10,
        "personal data outside the hashed fields",
        "PRV001 PRV002 PRV003 PRV004 PRV005 PRV006 PRV007 PRV008 PRV009",
    ),
    _mode(11, "event_time wrong", "EVT002 EVT003 EVT004 EVT005 EVT007 EVT008 EVT015 EVT016 EVT025 DUP019"),
    _mode(
        12,
        "currency or value missing or malformed",
        "CUS001 CUS002 CUS003 CUS005 CUS006 CUS007 CUS008 CUS009 CUS016 CUS022 PIX001 PIX002 DUP012 DUP013 DUP014",
    ),
    _mode(13, "what a website event must have is missing", "USR013 EVT009 EVT010 EVT011 EVT012"),
    _mode(14, "client IP address wrong", "USR014 USR015 USR019 USR025 DUP017 DUP018"),
    _mode(
        15,
        "the event name differs or is not the standard spelling",
        "EVT001 EVT006 EVT021 EVT022 EVT023 EVT024 DUP006 PIX007",
    ),
    _mode(16, "page views of a single-page application without id or with a stale address", "PIX011 PIX012"),
    _mode(17, "one bad event takes its batch down", "REQ002 REQ003"),
    _mode(18, "the channels disagree on content", "DUP011 DUP012 DUP014 DUP015 DUP020"),
    _mode(19, "a dead token, events dropped silently", "COV001 COV002"),
    _mode(20, "one channel only, or a gap in coverage", "COV002 COV003 COV006"),
)


def modes_of(code: str) -> tuple[FailureMode, ...]:
    """The ways it goes wrong that a rule finds, the most urgent first."""
    return tuple(mode for mode in FAILURE_MODES if code in mode.rules)
