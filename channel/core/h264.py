"""H.264 in RTP: NAL units in packets, key frames and their size.

Responsible for: cutting a picture into payloads and reading them (RFC 6184, packetization mode 1: single NAL
units, STAP-A, FU-A), and the little of the bitstream that a receiver must know before it decodes (ITU-T
H.264, 7.3 and annex B). Not for: joining packets to pictures (``channel.core.picture_assembly``), nor for
decoding.

The profile is constrained baseline. A key frame begins with its parameter sets (RFC 7742, 6.2: always in the
stream). Pictures have no numbers here, so a decoder may get one only when every packet since its key frame
has come.
"""

from __future__ import annotations

from collections.abc import Iterator

from channel.core.picture_payload import SIDE_MOST_PX, Descriptor, PayloadError, PayloadFormat

UNITS_MOST = 512
"""In one picture."""
MACROBLOCK_PX = 16
MACROBLOCKS_HELD_MOST = 32_768
"""In the frames that others refer to, as in level 4 (table A-1): 13 MB in the decoder."""

_SLICE, _IDR, _SEQUENCE, _PICTURE = 1, 5, 7, 8
_NEEDED = frozenset({_SLICE, _IDR, _SEQUENCE, _PICTURE})
_UNNEEDED = frozenset({6, 9, 10, 11, 12})
"""Supplemental information, delimiters and filler: nothing is decoded from them."""
_STAP_A, _FU_A = 24, 28

_FORBIDDEN = 0x80
_IMPORTANCE = 0x60
_KIND = 0x1F
_FIRST_FRAGMENT, _LAST_FRAGMENT = 0x80, 0x40
_FIRST_MACROBLOCK = 0x80
"""Of a slice's first byte: it begins with macroblock 0 (Exp-Golomb: a single 1)."""

_START = b"\x00\x00\x00\x01"
_ANY_START = b"\x00\x00\x01"
_BEGINS, _GOES_ON = Descriptor(starts=True), Descriptor(starts=False)

_PROFILES = frozenset({66, 77, 88})
"""Those of which the constrained baseline is a part; others write more into their parameters."""
_PARAMETERS_MOST_BYTES = 64


class H264Error(PayloadError):
    """A payload that is not H.264 by RFC 6184 in packetization mode 1."""


# ---------------------------------------------------------------- out


def cut(picture: bytes, most_bytes: int) -> tuple[bytes, ...]:
    """An encoded picture (annex B) as payloads; small units share one."""
    payloads: list[bytes] = []
    together: list[bytes] = []
    room = 0
    for unit in _units(picture):
        if unit[0] & _KIND not in _NEEDED:
            continue
        if together and len(unit) + 2 <= room:
            room -= len(unit) + 2
            together.append(unit)
            continue
        payloads.extend(_joined(together))
        together = [unit] if len(unit) <= most_bytes else []
        room = most_bytes - len(unit) - 3
        if not together:
            payloads.extend(_fragments(unit, most_bytes))
    payloads.extend(_joined(together))
    return tuple(payloads)


def _joined(units: list[bytes]) -> list[bytes]:
    """One packet: a single unit as it is, several as STAP-A."""
    if len(units) < 2:
        return units
    importance = max(unit[0] & _IMPORTANCE for unit in units)
    parts = [bytes((importance | _STAP_A,))]
    for unit in units:
        parts += (len(unit).to_bytes(2, "big"), unit)
    return [b"".join(parts)]


def _fragments(unit: bytes, most_bytes: int) -> Iterator[bytes]:
    """FU-A, all of about the same size."""
    indicator, kind = unit[0] & _IMPORTANCE | _FU_A, unit[0] & _KIND
    length = len(unit) - 1
    count = -(-length // (most_bytes - 2))
    size = -(-length // count)
    for at in range(1, len(unit), size):
        first = _FIRST_FRAGMENT if at == 1 else 0
        last = _LAST_FRAGMENT if at + size >= len(unit) else 0
        yield bytes((indicator, first | last | kind)) + unit[at : at + size]


# ---------------------------------------------------------------- in


def read(payload: bytes) -> tuple[Descriptor, bytes] | None:
    """The part of a picture in this payload as annex B, None when it holds none. Raises ``H264Error``."""
    kind = _kind(payload)
    if kind == _FU_A:
        return _read_fragment(payload)
    units = _aggregated(payload) if kind == _STAP_A else [payload]
    units = [unit for unit in units if _is_needed(_kind(unit))]
    if not units:
        return None
    return _begins(units[0]), b"".join([_START + unit for unit in units])


def _read_fragment(payload: bytes) -> tuple[Descriptor, bytes] | None:
    if len(payload) < 3:
        raise H264Error("a fragment has at least one byte")
    header = payload[1]
    if header & _FIRST_FRAGMENT and header & _LAST_FRAGMENT:
        raise H264Error("one fragment is none")
    if not _is_needed(header & _KIND):
        return None
    if not header & _FIRST_FRAGMENT:
        return _GOES_ON, payload[2:]
    unit = bytes((payload[0] & _IMPORTANCE | header & _KIND,)) + payload[2:]
    return _begins(unit), _START + unit


def _aggregated(payload: bytes) -> list[bytes]:
    units = []
    at = 1
    while at < len(payload):
        end = at + 2 + int.from_bytes(payload[at : at + 2], "big")
        if end > len(payload):
            raise H264Error("an aggregated unit is cut off")
        units.append(payload[at + 2 : end])
        at = end
    return units


def _kind(unit: bytes) -> int:
    if not unit or unit[0] & _FORBIDDEN:
        raise H264Error("a unit is empty or known to be damaged")
    return unit[0] & _KIND


def _is_needed(kind: int) -> bool:
    if kind not in _NEEDED and kind not in _UNNEEDED:
        raise H264Error("a unit that is of no use in this profile and mode")
    return kind in _NEEDED


def _begins(unit: bytes) -> Descriptor:
    """Whether a picture begins with this unit. One that refers to others has no parameter sets before it."""
    kind = unit[0] & _KIND
    first_slice = kind == _SLICE and len(unit) > 1 and bool(unit[1] & _FIRST_MACROBLOCK)
    return _BEGINS if first_slice or kind == _SEQUENCE else _GOES_ON


# ---------------------------------------------------------------- pictures


def is_keyframe(picture: bytes) -> bool:
    """Whether it begins with parameter sets, as read; ``admits`` sees to it that it is nothing else then."""
    return len(picture) > len(_START) and picture[len(_START)] & _KIND == _SEQUENCE


def admits(picture: bytes) -> bool:
    """Whether all of it is of one kind, and no larger than a decoder may be asked to make it.

    Looked at once more as a whole: bytes of one packet, or of two, may hold what reads as another unit.
    """
    kinds = set()
    for count, unit in enumerate(_units(picture)):
        kind = unit[0] & _KIND
        if count == UNITS_MOST or (kind == _SEQUENCE and not _fits(unit)):
            return False
        kinds.add(kind)
    if is_keyframe(picture):
        return _IDR in kinds and kinds <= {_SEQUENCE, _PICTURE, _IDR}
    return _SLICE in kinds and kinds <= {_PICTURE, _SLICE}


def _fits(parameters: bytes) -> bool:
    size = coded_size(parameters)
    return size is not None and 0 < size[0] <= SIDE_MOST_PX and 0 < size[1] <= SIDE_MOST_PX


def coded_size(parameters: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as a sequence parameter set states them (7.3.2.1.1), in whole macroblocks;
    None when it is not one of this profile or makes the decoder hold too much."""
    plain = parameters[:_PARAMETERS_MOST_BYTES].replace(b"\x00\x00\x03", b"\x00\x00")
    if len(plain) < 5 or plain[1] not in _PROFILES:
        return None
    try:
        bits = _Bits(plain[4:])
        bits.number()  # its own number
        bits.number()  # bits of a frame's number
        order = bits.number()
        if order == 1:  # a pattern that no encoder uses for calls
            return None
        if order == 0:
            bits.number()
        frames = bits.number()  # that others refer to
        bits.take(1)
        columns, rows = bits.number() + 1, bits.number() + 1
        is_progressive = bits.take(1)
    except H264Error:
        return None
    if not is_progressive or frames * columns * rows > MACROBLOCKS_HELD_MOST:
        return None
    return columns * MACROBLOCK_PX, rows * MACROBLOCK_PX


class _Bits:
    """Reads from the highest bit on; raises ``H264Error`` at the end."""

    def __init__(self, text: bytes) -> None:
        self._value = int.from_bytes(text, "big")
        self._left = 8 * len(text)

    def take(self, count: int) -> int:
        self._left -= count
        if self._left < 0:
            raise H264Error("parameters are cut off")
        return self._value >> self._left & (1 << count) - 1

    def number(self) -> int:
        """Exp-Golomb (9.1)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)


def _units(picture: bytes) -> Iterator[bytes]:
    """The NAL units of annex B, none of them empty."""
    at = picture.find(_ANY_START)
    while at >= 0:
        begin = at + len(_ANY_START)
        at = picture.find(_ANY_START, begin)
        unit = picture[begin : at if at >= 0 else None].rstrip(b"\x00")
        if unit:
            yield unit


FORMAT = PayloadFormat(cut, read, is_keyframe, admits)
