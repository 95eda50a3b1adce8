"""What VP8 says of itself in RTP: the payload descriptor, key frames and their size.

Responsible for: reading and writing the descriptor (RFC 7741, 4.2), temporal layers included, and the little
of the bitstream that a receiver must know before it decodes (RFC 6386, 9.1). Not for: joining packets to
pictures (``channel.core.picture_assembly``), nor for decoding.
"""

from __future__ import annotations

from channel.core.picture_payload import SIDE_MOST_PX, Descriptor, Layer, PayloadError, PayloadFormat

KEYFRAME_HEADER_BYTES = 10

_EXTENDED = 0x80
_UNREFERENCED = 0x20
_STARTS = 0x10
_HAS_PICTURE_ID = 0x80
_HAS_BASE_INDEX = 0x40
_HAS_LAYER = 0x20
_HAS_KEY_INDEX = 0x10


class Vp8Error(PayloadError):
    """A payload that is not VP8 by RFC 7741."""


def parse_descriptor(payload: bytes) -> Descriptor:
    """Read the payload descriptor. Raises ``Vp8Error``."""
    size = len(payload)
    if size < 2:
        raise Vp8Error("a VP8 payload has at least two bytes")
    first = payload[0]
    extension = payload[1] if first & _EXTENDED else 0
    position = 2 if first & _EXTENDED else 1
    picture_id: int | None = None
    bits = 0
    base_index: int | None = None
    layer: Layer | None = None
    try:
        if extension & _HAS_PICTURE_ID:
            picture_id, bits = payload[position], 7
            position += 1
            if picture_id & 0x80:
                picture_id, bits = (picture_id & 0x7F) << 8 | payload[position], 15
                position += 1
        if extension & _HAS_BASE_INDEX:
            base_index = payload[position]
            position += 1
        if extension & (_HAS_LAYER | _HAS_KEY_INDEX):
            if extension & _HAS_LAYER and base_index is not None:
                layer = Layer(base_index, payload[position] >> 6, bool(payload[position] & 0x20))
            position += 1
    except IndexError:
        raise Vp8Error("the descriptor is cut off") from None
    if size <= position:
        raise Vp8Error("there is no VP8 behind the descriptor")
    starts = bool(first & _STARTS) and not first & 0x07
    return Descriptor(starts, picture_id, bits, position, layer)


def read(payload: bytes) -> tuple[Descriptor, bytes]:
    """The descriptor and what is behind it. Raises ``Vp8Error``."""
    descriptor = parse_descriptor(payload)
    return descriptor, payload[descriptor.length_bytes :]


def describe(picture_id: int, *, starts: bool, layer: Layer | None = None, referenced: bool = True) -> bytes:
    """The descriptor of one of our own packets with a 15-bit picture ID: four bytes, six with a layer.

    ``referenced``: whether any other picture refers to this one (N says that none does).
    """
    first = _EXTENDED | (_STARTS if starts else 0) | (0 if referenced else _UNREFERENCED)
    number = (0x80 | (picture_id >> 8 & 0x7F), picture_id & 0xFF)
    if layer is None:
        return bytes((first, _HAS_PICTURE_ID, *number))
    extension = _HAS_PICTURE_ID | _HAS_BASE_INDEX | _HAS_LAYER
    layer_byte = layer.number << 6 | (0x20 if layer.on_base else 0)
    return bytes((first, extension, *number, layer.base_index & 0xFF, layer_byte))


def cut(picture: bytes, most_bytes: int) -> tuple[bytes, ...]:
    """An encoded picture in parts, each to get a descriptor of its own."""
    return tuple(picture[start : start + most_bytes] for start in range(0, len(picture), most_bytes))


def is_keyframe(picture: bytes) -> bool:
    """Whether this VP8 picture depends on no other (RFC 6386, 9.1: the lowest bit is 0)."""
    return not picture[0] & 0x01


def keyframe_size(picture: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as a key frame states them, None when its header is not one."""
    if len(picture) < KEYFRAME_HEADER_BYTES or picture[3:6] != b"\x9d\x01\x2a":
        return None
    return int.from_bytes(picture[6:8], "little") & 0x3FFF, int.from_bytes(picture[8:10], "little") & 0x3FFF


def admits(picture: bytes) -> bool:
    """Whether it is no larger than a decoder may be asked to make it."""
    if not is_keyframe(picture):
        return True
    size = keyframe_size(picture)
    return size is not None and 0 < size[0] <= SIDE_MOST_PX and 0 < size[1] <= SIDE_MOST_PX


FORMAT = PayloadFormat(cut, read, is_keyframe, admits)
