"""Lines come out the same however the bytes come in."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from simulator.capture.errors import DamagedError
from simulator.capture.lines import split_lines
from simulator.capture.stream import Stream


def stream_of(data: bytes, cuts: list[int], broken: bool = False) -> Stream:
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    blocks = [data[a:b] for a, b in pairwise(edges)]

    def read(_size: int) -> bytes:
        if not blocks and broken:
            raise DamagedError("the stream breaks")
        return blocks.pop(0) if blocks else b""

    return Stream(read)


@given(
    st.binary(max_size=60).map(lambda data: data.replace(b"\x00", b"\n").replace(b"\x01", b"\n")),
    st.lists(st.integers(0, 100), max_size=8),
    st.integers(1, 20),
)
def test_lines_sizes_and_limits_do_not_depend_on_blocks(data: bytes, cuts: list[int], limit: int) -> None:
    expected = data.split(b"\n")
    if not expected[-1]:
        expected.pop()
    got: list[bytes] = []
    size = 0
    for lines, length, problem in split_lines(stream_of(data, cuts), limit):
        if problem:
            (line,) = lines
            whole = expected[len(got)]
            assert len(whole) > limit
            assert whole.startswith(line)
            assert f"{len(whole):,} bytes long" in problem
            got.append(whole)
        else:
            assert all(len(line) <= limit for line in lines)
            got += lines
        size += length
        # Where to continue: after so many bytes stand exactly the lines not given yet.
        assert data[size:].split(b"\n") == expected[len(got) :] + (
            [b""] if data.endswith(b"\n") else []
        ) or size == len(data)
    assert got == expected
    assert size == len(data)


@given(
    st.lists(st.sampled_from([b"{}", b"[1]", b"half", b'{"a"']), min_size=1), st.lists(st.integers(0, 40), max_size=5)
)
def test_a_break_keeps_the_lines_before_it_and_a_last_one_that_is_complete(lines: list[bytes], cuts: list[int]) -> None:
    *given_back, last = list(split_lines(stream_of(b"\n".join(lines), cuts, broken=True), 100))
    kept = [line for part in given_back for line in part.lines]
    complete = lines[-1] in (b"{}", b"[1]")
    assert kept == (lines if complete else lines[:-1])
    assert last.problem == "The stream breaks; what stands before it was read"
    assert last.lines == [b"" if complete else lines[-1]]
