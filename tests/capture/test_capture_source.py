"""Files of every kind and in every state, cut into chunks."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from captured import EMAIL, LIMITS, server_event
from hypothesis import given
from hypothesis import strategies as st

from simulator.capture.source import Chunk, Source
from simulator.errors import ExitCode, SourceError
from simulator.settings import Limits

EVENT = orjson.dumps(server_event())
PRETTY = orjson.dumps(server_event(), option=orjson.OPT_INDENT_2)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes], str]:
    def write(data: bytes, name: str = "events.jsonl") -> str:
        file = tmp_path / name
        file.write_bytes(data)
        return str(file)

    return write


def chunks(path: str, limits: Limits = LIMITS, **how: int) -> list[Chunk]:
    return list(Source(path, 3, limits).chunks(**how))


def items(path: str, limits: Limits = LIMITS) -> list[bytes]:
    return [item for chunk in chunks(path, limits) for item in chunk.items if item.strip()]


def problems(path: str, limits: Limits = LIMITS) -> list[tuple[int, str]]:
    return [(p.origin.line, p.reason) for chunk in chunks(path, limits) for p in chunk.problems]


def test_lines_are_items_numbered_by_line(write: Callable[[bytes], str]) -> None:
    (chunk,) = chunks(write(b"one\r\n\n  \nfour\nfive"))
    assert chunk == (3, "lines", 1, [b"one\r", b"", b"  ", b"four", b"five"], 18, [])


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_gzip_is_known_by_its_content_and_a_byte_order_mark_is_passed_over(
    write: Callable[[bytes], str], packed: bool, mark: bytes
) -> None:
    data = mark + EVENT + b"\n" + EVENT
    (chunk,) = chunks(write(gzip.compress(data) if packed else data))
    assert (chunk.items, chunk.end_offset) == ([EVENT, EVENT], len(data))


def test_gzip_of_several_members_and_padding(write: Callable[[bytes], str]) -> None:
    assert items(write(gzip.compress(b"a\n") + gzip.compress(b"b\n") + b"\0" * 50)) == [b"a", b"b"]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"\xef\xbb\xbf", "blank lines"),
        (b"\n \r\n\t\n", "blank lines"),
        (b"PK\x03\x04abc", "zip archive"),
        (b"\x28\xb5\x2f\xfdabc", "zstd data"),
        (b"SQLite format 3\0", "SQLite database"),
        (gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "gzip data inside gzip data"),
        (b"abc\0def\n", "binary"),
        (bytes(range(256)) * 4, "binary"),
        ("{}\n".encode("utf-16"), "UTF-16"),
        ('{"event_name":"Lead"}\n'.encode("utf-16-le"), "UTF-16"),
        ('{"event_name":"Lead"}\n'.encode("utf-16-be"), "UTF-16"),
        (b"\x1f\x8b\x08", "gzip data ends early before anything"),
        (b"\x1f\x8b\x99" + b"a" * 40, "gzip data is damaged before anything"),
    ],
)
def test_files_that_cannot_be_read_at_all(write: Callable[[bytes], str], data: bytes, part: str) -> None:
    path = write(data)
    with pytest.raises(SourceError) as caught:
        chunks(path)
    assert caught.value.exit_code is ExitCode.USAGE
    text = str(caught.value)
    assert text.startswith(f"{path}: ")
    assert part in text
    assert "\n" not in text


def test_a_missing_file_a_directory_and_a_locked_file(tmp_path: Path, write: Callable[[bytes], str]) -> None:
    with pytest.raises(SourceError, match="no such file"):
        Source(str(tmp_path / "none.jsonl"), 0, LIMITS)
    with pytest.raises(SourceError, match="is a directory"):
        Source(str(tmp_path), 0, LIMITS)
    path = write(EVENT)
    with pytest.raises(SourceError, match="can't be read"):
        Source(path + "/inner", 0, LIMITS)
    if os.geteuid() != 0:  # root may read everything
        Path(path).chmod(0)
        with pytest.raises(SourceError, match="no permission"):
            Source(path, 0, LIMITS)


def test_a_permission_refused_is_one_sentence(write: Callable[[bytes], str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(EVENT)
    source = Source(path, 0, LIMITS)

    def refuse(self: Source) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Source, "_open", refuse)
    with pytest.raises(SourceError, match=r"^.*events\.jsonl: you have no permission to read it$"):
        list(source.chunks())


def test_a_truncated_gzip_keeps_what_could_be_read(write: Callable[[bytes], str]) -> None:
    # Random text does not pack well, so half of the packed bytes hold about half of the lines.
    lines = [hashlib.sha256(bytes([n % 256, n // 256])).hexdigest().encode() for n in range(4000)]
    packed = gzip.compress(b"\n".join(lines) + b"\n")
    path = write(packed[: len(packed) // 2])
    got = items(path)
    assert 1000 < len(got) < 3000
    assert got == lines[: len(got)]
    (problem,) = problems(path)
    assert problem == (len(got) + 1, "The gzip data ends early; what stands before it was read")


def test_a_gzip_cut_in_its_last_bytes_loses_no_line(write: Callable[[bytes], str]) -> None:
    path = write(gzip.compress(EVENT + b"\n" + EVENT)[:-3])
    assert items(path) == [EVENT, EVENT]
    assert problems(path) == [(3, "The gzip data ends early; what stands before it was read")]


def test_a_gzip_with_a_wrong_checksum_and_one_followed_by_garbage(write: Callable[[bytes], str]) -> None:
    packed = gzip.compress(EVENT + b"\n")
    for data in (packed[:-8] + b"\0\0\0\0" + packed[-4:], packed + b"garbage"):
        path = write(data)
        assert items(path) == [EVENT]
        assert problems(path) == [(2, "The gzip data is damaged; what stands before it was read")]


def test_a_long_line_is_passed_over_and_numbering_goes_on(write: Callable[[bytes], str]) -> None:
    long = b'{"event_name":"Purchase","user_data":{"em":"' + EMAIL.encode() + b'","x":"' + b"y" * 3_000_000
    path = write(EVENT + b"\n" + long + b"\n" + EVENT)
    limits = Limits(line_bytes=1_000_000)
    got = chunks(path, limits)
    assert [(chunk.first, chunk.items, len(chunk.problems)) for chunk in got] == [
        (1, [EVENT], 0),
        (2, [b""], 1),
        (3, [EVENT], 0),
    ]
    assert got[-1].end_offset == Path(path).stat().st_size
    problem = got[1].problems[0]
    assert problem.reason == f"The line is {len(long):,} bytes long, and no more than 1,000,000 are read"
    assert problem.excerpt.startswith('{"event_name":"Purchase","user_data":{"em":"…"')


@pytest.mark.parametrize("start", [b"", b'{"a":"', b"https://www.facebook.com/tr/?"])
def test_a_line_of_100_megabytes_costs_little_memory(tmp_path: Path, start: bytes) -> None:
    file = tmp_path / "long.jsonl"
    with file.open("wb") as out:
        out.write(start or b"x")
        block = b"y" * 2_000_000
        for _ in range(50):
            out.write(block)
        out.write(b"\n" + EVENT + b"\n")
    limits = Limits(line_bytes=4_000_000)
    tracemalloc.start()
    try:
        found = chunks(str(file), limits)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * limits.line_bytes
    assert sum(len(chunk.problems) for chunk in found) == 1
    assert (found[-1].first, found[-1].items) == (2, [EVENT])


def test_chunks_are_bounded_in_items_and_bytes(write: Callable[[bytes], str]) -> None:
    path = write(b"".join(b"%d\n" % n for n in range(10)))
    assert [chunk.items for chunk in chunks(path, items_per_chunk=4)] == [
        [b"0", b"1", b"2", b"3"],
        [b"4", b"5", b"6", b"7"],
        [b"8", b"9"],
    ]
    path = write((b"x" * 500_000 + b"\n") * 40)
    sizes = [sum(map(len, chunk.items)) for chunk in chunks(path)]
    assert sum(sizes) == 20_000_000
    assert max(sizes) < 6_000_000


line = st.binary(max_size=12).map(lambda data: data.replace(b"\n", b"").replace(b"\0", b"").replace(b"[", b""))


@given(
    lines=st.lists(line, min_size=1, max_size=12),
    ended=st.booleans(),
    packed=st.booleans(),
    most=st.integers(1, 5),
    limit=st.integers(1, 14),
)
def test_every_chunk_can_be_continued_after(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], ended: bool, packed: bool, most: int, limit: int
) -> None:
    data = b"#\n" + b"\n".join(lines) + b"\n" * ended
    path = tmp_path_factory.getbasetemp() / "continued.jsonl"
    path.write_bytes(gzip.compress(data) if packed else data)
    limits = Limits(line_bytes=limit)
    whole = chunks(str(path), limits, items_per_chunk=most)
    assert whole[-1].end_offset == len(data)
    numbered = {chunk.first + place: item for chunk in whole for place, item in enumerate(chunk.items)}
    expected = data.removesuffix(b"\n").split(b"\n") if ended else data.split(b"\n")
    if not ended and not lines[-1]:
        expected.pop()
    assert numbered == {n: b"" if len(text) > limit else text for n, text in enumerate(expected, 1)}
    assert [p.origin.line for chunk in whole for p in chunk.problems] == [
        n for n, text in enumerate(expected, 1) if len(text) > limit
    ]
    for place, chunk in enumerate(whole):
        done = chunk.first + len(chunk.items) - 1
        again = chunks(str(path), limits, items_per_chunk=most, skip_items=done, offset=chunk.end_offset)
        rest = whole[place + 1 :]
        assert [(n, i) for c in again for n, i in enumerate(c.items, c.first)] == [
            (n, i) for c in rest for n, i in enumerate(c.items, c.first)
        ]
        assert [c.end_offset for c in again][-1:] == [c.end_offset for c in rest][-1:]


def test_items_can_be_skipped_without_an_offset(write: Callable[[bytes], str]) -> None:
    path = write(b"1\n2\n3\n4\n5\n")
    got = chunks(path, items_per_chunk=2, skip_items=3)
    assert [(chunk.first, chunk.items) for chunk in got] == [(4, [b"4"]), (5, [b"5"])]


@pytest.mark.parametrize("packed", [False, True])
def test_a_pretty_printed_event_is_one_item(write: Callable[[bytes], str], packed: bool) -> None:
    data = b"\xef\xbb\xbf\n" + PRETTY
    (chunk,) = chunks(write(gzip.compress(data) if packed else data))
    assert (chunk.form, chunk.first, chunk.end_offset) == ("document", 1, 1)
    assert orjson.loads(chunk.items[0]) == server_event()


@pytest.mark.parametrize("options", [0, orjson.OPT_INDENT_2])
def test_an_array_is_an_item_an_element(write: Callable[[bytes], str], options: int) -> None:
    elements = [server_event(event_id=str(n)) for n in range(5)]
    path = write(orjson.dumps(elements, option=options))
    got = chunks(path, items_per_chunk=2)
    assert [(chunk.form, chunk.first, len(chunk.items), chunk.end_offset) for chunk in got] == [
        ("document", 1, 2, 2),
        ("document", 3, 2, 4),
        ("document", 5, 1, 5),
    ]
    assert [orjson.loads(item) for chunk in got for item in chunk.items] == elements
    for chunk in got:
        again = chunks(path, items_per_chunk=2, skip_items=chunk.end_offset, offset=chunk.end_offset)
        assert again == [other for other in got if other.first > chunk.first]


def test_long_ids_survive_inside_an_array(write: Callable[[bytes], str]) -> None:
    path = write(b'[{"event_id":12345678901234567890123456}]')
    assert items(path) == [b'{"event_id":"12345678901234567890123456"}']


@pytest.mark.parametrize(
    ("data", "form", "count"),
    [
        (EVENT, "lines", 1),
        (b"[1]\n[2]\n", "lines", 2),
        (b"[1]\n\n", "document", 1),
        (b"{broken\n" + EVENT + b"\n", "lines", 2),
        (b"{broken\n{also broken\n", "lines", 2),
        (b"/tr?ev=Lead\n" + EVENT, "lines", 2),
        (b"[not json\nat all", "lines", 2),
    ],
)
def test_lines_and_documents_are_told_apart(write: Callable[[bytes], str], data: bytes, form: str, count: int) -> None:
    got = chunks(write(data))
    assert {chunk.form for chunk in got} == {form}
    assert sum(1 for chunk in got for item in chunk.items if item) == count


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (PRETTY[:-9], "breaks off"),
        (PRETTY + b"\n" + PRETTY, "more than one JSON document"),
        (PRETTY.replace(b'"Purchase"', b"Purchase"), "not valid JSON at line 2"),
        (b"[\n" * 3000, "deeper"),
        (b"[" + b"[" * 600 + b"]" * 600 + b"]", "deeper"),
        (gzip.compress(PRETTY, mtime=0)[:-20], "gzip data ends early"),
    ],
)
def test_a_broken_document_is_one_problem(write: Callable[[bytes], str], data: bytes, part: str) -> None:
    path = write(data)
    ((line_number, reason),) = problems(path)
    assert line_number == 1
    assert part in reason
    assert items(path) == []


def test_a_document_that_is_too_long_is_refused(write: Callable[[bytes], str]) -> None:
    path = write(PRETTY)
    with pytest.raises(SourceError, match="one JSON document of more than 100 bytes"):
        chunks(path, Limits(document_bytes=100))


def test_what_a_source_tells_of_itself(write: Callable[[bytes], str]) -> None:
    path = write((EVENT + b"\n") * 20_000)
    source = Source(path, 0, LIMITS)
    data = Path(path).read_bytes()
    assert (source.path, source.size, source.resumable, source.position) == (path, len(data), True, 0)
    assert source.digest() == f"sha256:{hashlib.sha256(data).hexdigest()}"
    seen = [source.position for _ in source.chunks()]
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1] == len(data)
    next(iter(source.chunks()))
    assert source.position < len(data)


def test_the_position_in_gzip_counts_packed_bytes(write: Callable[[bytes], str]) -> None:
    path = write(gzip.compress((EVENT + b"\n") * 5000))
    source = Source(path, 0, LIMITS)
    list(source.chunks())
    assert source.position == source.size


class Pipe(io.RawIOBase):
    """Gives one line at a time, as a program that is still writing does."""

    def __init__(self, lines: list[bytes]) -> None:
        self.lines = lines

    def readable(self) -> bool:
        return True

    def read1(self, _size: int = -1) -> bytes:
        return self.lines.pop(0) if self.lines else b""


def standard_input(monkeypatch: pytest.MonkeyPatch, buffer: object) -> Source:
    class Text:
        pass

    text = Text()
    text.buffer = buffer  # type: ignore[attr-defined]
    monkeypatch.setattr(sys, "stdin", text)
    return Source("-", 0, LIMITS)


@pytest.mark.parametrize("packed", [False, True])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    data = b"a\nb\n"
    source = standard_input(monkeypatch, io.BytesIO(gzip.compress(data) if packed else data))
    assert (source.size, source.resumable, source.digest()) == (None, False, None)
    assert [chunk.items for chunk in source.chunks()] == [[b"a", b"b"]]


def test_a_pipe_is_not_asked_for_more_than_its_first_line_before_reading_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipe = Pipe([b"1\n", b"2\n", b"3\n"])
    source = standard_input(monkeypatch, pipe)
    got = source.chunks(items_per_chunk=1)
    assert next(got).items == [b"1"]
    assert pipe.lines == [b"2\n", b"3\n"]
    assert [chunk.items for chunk in got] == [[b"2"], [b"3"]]


def test_empty_standard_input_is_named_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match=r"^standard input: it is empty$"):
        list(standard_input(monkeypatch, io.BytesIO()).chunks())


def test_a_named_pipe_is_read_once_like_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    keep = os.open(path, os.O_RDWR)
    try:
        os.write(keep, b"a\nb\n")
        source = Source(str(path), 0, LIMITS)
        assert (source.size, source.resumable) == (None, False)
        assert next(source.chunks(items_per_chunk=1)).items == [b"a"]
    finally:
        os.close(keep)


def test_a_generator_given_up_closes_its_file(write: Callable[[bytes], str]) -> None:
    got = Source(write((EVENT + b"\n") * 10), 0, LIMITS).chunks(items_per_chunk=1)
    next(got)
    # An open file that is dropped is a ResourceWarning, and warnings are errors here.
    got.close()  # type: ignore[attr-defined]
