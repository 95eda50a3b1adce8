"""What the descriptor of a payload says, and never anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.picture_payload import Layer
from channel.core.vp8 import Vp8Error, describe, keyframe_size, parse_descriptor


@given(st.binary(max_size=40))
def test_any_bytes_are_a_descriptor_or_refused(payload: bytes) -> None:
    try:
        descriptor = parse_descriptor(payload)
    except Vp8Error:
        return
    assert 1 <= descriptor.length_bytes < len(payload)


@given(
    st.integers(0, 0x7FFF),
    st.booleans(),
    st.none() | st.builds(Layer, st.integers(0, 255), st.integers(0, 3), st.booleans()),
)
def test_our_own_descriptor_is_read_as_written(picture_id: int, starts: bool, layer: Layer | None) -> None:
    descriptor = parse_descriptor(describe(picture_id, starts=starts, layer=layer) + b"x")
    assert (descriptor.picture_id, descriptor.picture_id_bits) == (picture_id, 15)
    assert (descriptor.starts, descriptor.layer) == (starts, layer)
    assert descriptor.length_bytes == (4 if layer is None else 6)


def test_a_picture_that_no_other_refers_to_is_marked_so() -> None:
    marked = describe(5, starts=True, referenced=False) + b"x"
    assert (marked[0] & 0x20, parse_descriptor(marked).picture_id) == (0x20, 5)
    assert not describe(5, starts=True)[0] & 0x20


def test_what_a_browser_writes_is_read() -> None:
    """Seven bits of picture ID, TL0PICIDX, TID 1 with Y, no key index; then the same with a key index."""
    with_layer = parse_descriptor(b"\x90\xe0\x11\x2a\x60body")
    assert (with_layer.picture_id, with_layer.picture_id_bits) == (0x11, 7)
    assert with_layer.layer == Layer(0x2A, 1, True)
    with_key_index = parse_descriptor(b"\x90\xf0\x11\x2a\x65body")
    assert with_key_index.layer == Layer(0x2A, 1, True)
    assert with_key_index.length_bytes == 5
    only_key_index = parse_descriptor(b"\x90\x90\x11\x05body")
    assert (only_key_index.layer, only_key_index.length_bytes) == (None, 4)


def test_a_second_partition_does_not_start_a_picture() -> None:
    assert parse_descriptor(b"\x10body").starts
    assert not parse_descriptor(b"\x11body").starts
    assert not parse_descriptor(b"\x00body").starts


@pytest.mark.parametrize(
    "payload", [b"", b"\x10", b"\x90\x80", b"\x90\x80\x81", b"\x90\xf0\x81\x01", b"\x90\xe0\x01\x02\x00"]
)
def test_a_cut_off_descriptor_is_refused(payload: bytes) -> None:
    with pytest.raises(Vp8Error):
        parse_descriptor(payload)


def test_the_size_of_a_key_frame_is_read_and_of_nothing_else() -> None:
    header = b"\x10\x02\x00\x9d\x01\x2a" + (640).to_bytes(2, "little") + (360).to_bytes(2, "little")
    assert keyframe_size(header + bytes(20)) == (640, 360)
    assert keyframe_size(header[:9]) is None
    assert keyframe_size(b"\x10\x02\x00\x00\x01\x2a" + bytes(20)) is None
