"""Looking ahead changes nothing of what is read."""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.capture.errors import DamagedError
from simulator.capture.stream import Stream, gunzip

steps = st.lists(st.tuples(st.sampled_from(["peek", "line", "read", "back"]), st.integers(0, 9)), max_size=12)


@given(st.binary(max_size=40), steps)
def test_peeking_and_putting_back_lose_and_add_nothing(data: bytes, steps: list[tuple[str, int]]) -> None:
    stream = Stream(io.BytesIO(data).read)
    got = b""
    for step, size in steps:
        if step == "read":
            got += stream.read(size)
        elif step == "back":
            got, back = got[: len(got) - min(size, len(got))], got[len(got) - min(size, len(got)) :]
            stream.put_back(back)
        else:
            ahead = stream.peek(size, to_line_end=step == "line")
            assert data[len(got) :].startswith(ahead)
            assert step == "line" or len(ahead) == min(size, len(data) - len(got))
    assert got + b"".join(stream.blocks()) == data
    assert stream.taken == len(data)


@given(st.binary(max_size=2000), st.integers(1, 60))
def test_a_cut_gzip_gives_its_beginning_and_then_breaks(data: bytes, cut: int) -> None:
    packed = gzip.compress(data)
    stream = gunzip(Stream(io.BytesIO(packed[: max(2, len(packed) - cut)]).read))
    ahead = stream.peek(100_000)
    assert data.startswith(ahead)
    got = b"".join(stream.read(7) for _ in range(0, len(ahead), 7))
    assert got == ahead
    for _ in range(2):
        with pytest.raises(DamagedError, match="ends early"):
            stream.read(7)


def test_reading_all_stops_at_its_limit() -> None:
    stream = Stream(io.BytesIO(b"0123456789").read)
    assert stream.read_all(4) == b"0123"
    assert stream.read_all(100) == b"456789"
