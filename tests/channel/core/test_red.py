"""Earlier blocks within a packet, as RFC 2198 writes them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channel.core.red import BLOCKS_MOST, LENGTH_MOST_BYTES, OFFSET_MOST, RedBlock, read, write


def test_the_bytes_are_those_of_the_standard() -> None:
    payload = write(111, b"own", [RedBlock(1920, b"older"), RedBlock(960, b"old")])
    assert payload == bytes.fromhex("ef 1e0005 ef 0f0003 6f") + b"older" + b"old" + b"own"


def test_without_earlier_blocks_there_is_one_byte_more() -> None:
    assert write(111, b"own", []) == b"\x6fown"
    assert read(b"\x6fown") == [RedBlock(0, b"own")]


def test_what_does_not_fit_its_field_is_left_out() -> None:
    too_old, too_long = RedBlock(OFFSET_MOST + 1, b"old"), RedBlock(960, bytes(LENGTH_MOST_BYTES + 1))
    assert read(write(111, b"own", [too_old, too_long, RedBlock(0, b"now")])) == [RedBlock(0, b"own")]


def test_blocks_without_content_are_left_out() -> None:
    assert read(write(111, b"own", [RedBlock(960, b"")])) == [RedBlock(0, b"own")]
    assert read(write(111, b"", [RedBlock(960, b"old")])) == [RedBlock(960, b"old")]


def test_payloads_that_end_too_soon_or_never_are_refused() -> None:
    whole = write(111, b"own", [RedBlock(960, b"old")])
    for length in range(8):
        assert read(whole[:length]) == []
    assert read(b"") == []
    assert read(b"\xef\x0f\x00\x03" * (BLOCKS_MOST + 1) + b"\x6f" + bytes(200)) == []


blocks = st.builds(RedBlock, st.integers(1, OFFSET_MOST), st.binary(min_size=1, max_size=300))


@given(st.integers(0, 127), st.binary(min_size=1, max_size=300), st.lists(blocks, max_size=4))
def test_what_is_written_is_read(payload_type: int, own: bytes, earlier: list[RedBlock]) -> None:
    assert read(write(payload_type, own, earlier)) == [*earlier, RedBlock(0, own)]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(payload: bytes) -> None:
    assert sum(len(block.payload) for block in read(payload)) <= len(payload)
