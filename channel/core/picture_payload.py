"""What a receiver has to know of the packets of a picture, whatever its codec.

Responsible for: the names of the codecs, and the form in which each says how its pictures travel in RTP. Not
for: any one codec (``vp8``, ``h264``; the table of both is ``picture_formats``), nor for joining packets
(``picture_assembly``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from channel.core.record import Record

SIDE_MOST_PX = 1920
"""No picture is wider or higher; a hostile size would make the decoder allocate without limit."""


class PictureCodec(Enum):
    """Named as in SDP and in settings, in lower case."""

    VP8 = "vp8"
    H264 = "h264"


class PayloadError(ValueError):
    """A payload that is not what its codec's RTP format allows."""


class Layer(Record, frozen=True):
    """Where a picture stands among the temporal layers (RFC 7741, 4.2).

    ``number``: 0 is the base, on which everything else rests (TID). ``base_index``: counts the pictures of
    the base, modulo 256; a picture of an upper layer carries that of the base it rests on (TL0PICIDX).
    ``on_base``: an upper picture that refers to no other than that one (Y).
    """

    base_index: int
    number: int = 0
    on_base: bool = False


class Descriptor(Record, frozen=True):
    """What a packet says of its picture. ``starts``: it is the first of it; ``picture_id``: None in a codec
    without, where all sequence numbers must have come; ``length_bytes``: of what stands before the picture's
    own bytes."""

    starts: bool
    picture_id: int | None = None
    picture_id_bits: int = 0
    length_bytes: int = 0
    layer: Layer | None = None


@dataclass(frozen=True)
class PayloadFormat:
    """How the pictures of one codec travel.

    ``cut``: an encoded picture as payloads of at most so many bytes, without descriptors. ``read``: the
    descriptor of a payload that came and its part of the picture, None when it holds nothing of any; raises
    ``PayloadError``. ``is_keyframe``: whether a picture, of which at least the first part is given, depends
    on no other. ``admits``: whether a decoder may be given this whole picture.
    """

    cut: Callable[[bytes, int], tuple[bytes, ...]]
    read: Callable[[bytes], tuple[Descriptor, bytes] | None]
    is_keyframe: Callable[[bytes], bool]
    admits: Callable[[bytes], bool]
