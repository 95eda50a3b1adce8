"""JPEG files, told apart without decoding.

Responsible for: their markers, dimensions, orientation, completeness as far as bytes show it, and ``bare``:
the same picture without EXIF, colour profiles, comments, thumbnails. Not for: pixels. Sources: ITU-T T.81,
Exif 2.32.
"""

from __future__ import annotations

import random
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from channel.rules.picture_file import (
    PictureFile,
    PictureFlaw,
    PictureKind,
    PictureRefused,
    check_size,
)

JPEG_START = b"\xff\xd8\xff"
_SOI, _EOI, _SOS, _DQT, _DHT, _DRI, _COM, _TEM, _DNL = 0xD8, 0xD9, 0xDA, 0xDB, 0xC4, 0xDD, 0xFE, 0x01, 0xDC
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_FRAMES_TAKEN = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended sequential, progressive; all with Huffman coding."""
_RESTARTS = frozenset(range(0xD0, 0xD8))
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")
_RESTART_KEPT = re.compile(rb"(\xff[\xd0-\xd7])")
_NOISE = random.Random(26488).randbytes(4096).replace(b"\xff", b"\xfe")
"""Without 0xFF, which would be a marker."""
_ADOBE = 0xEE
_ALL_BITS = 16
_SCANS_MOST = 64
"""libjpeg's own progressive script has ten; thousands over a large picture are a bomb."""


@dataclass(frozen=True)
class Segment:
    """One marker of a JPEG with its payload; of a scan also its compressed data with restarts, as they
    stand.
    """

    marker: int
    payload: bytes
    data: bytes = b""


def jpeg_segments(content: bytes) -> Iterator[Segment]:
    """From the one after SOI to the last before EOI. Raises ``PictureRefused``: broken, or something
    follows.
    """
    at = 2
    while True:
        marker, at = _marker(content, at)
        if marker == _EOI:
            if content[at:].strip(b"\x00"):
                raise PictureRefused(PictureFlaw.MORE_THAN_A_PICTURE)
            return
        if marker in _RESTARTS or marker in (_SOI, _TEM, 0x00):
            raise PictureRefused(PictureFlaw.BROKEN)
        if at + 2 > len(content):
            raise PictureRefused(PictureFlaw.BROKEN)
        end = at + int.from_bytes(content[at : at + 2], "big")
        if end < at + 2 or end > len(content):
            raise PictureRefused(PictureFlaw.BROKEN)
        payload, at = content[at + 2 : end], end
        data = b""
        if marker == _SOS:
            end = _scan_end(content, at)
            data, at = content[at:end], end
        yield Segment(marker, payload, data)


def _marker(content: bytes, at: int) -> tuple[int, int]:
    if at >= len(content) or content[at] != 0xFF:
        raise PictureRefused(PictureFlaw.BROKEN)
    while at < len(content) and content[at] == 0xFF:  # fill bytes
        at += 1
    if at >= len(content):
        raise PictureRefused(PictureFlaw.BROKEN)
    return content[at], at + 1


def _scan_end(content: bytes, at: int) -> int:
    """Where the next marker stands that is neither a stuffed 0xFF nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise PictureRefused(PictureFlaw.BROKEN)
        follows = content[at + 1]
        if follows == 0x00 or follows in _RESTARTS:
            at += 2
        elif follows == 0xFF:
            at += 1
        else:
            return at


def write_segment(segment: Segment) -> bytes:
    length = (len(segment.payload) + 2).to_bytes(2, "big")
    return bytes((0xFF, segment.marker)) + length + segment.payload + segment.data


def with_noise(content: bytes) -> bytes:
    """The same JPEG with noise behind each scan, and in it before each restart.

    A decoder fills what is missing of a truncated scan with grey, or, as happened (opencv#26488), with what
    was in its memory: the picture before. Of whole data it never reads into the noise. So a picture is whole
    that decodes to the same pixels with it as without. Raises ``PictureRefused`` as ``inspect_jpeg`` does.
    """
    parts = [bytes((0xFF, _SOI))]
    for segment in jpeg_segments(content):
        written = write_segment(segment)
        if segment.marker == _SOS:
            head = written[: len(written) - len(segment.data)]
            stretches = _RESTART_KEPT.split(segment.data)
            written = head + b"".join(
                part if number % 2 else part + _NOISE for number, part in enumerate(stretches)
            )
        parts.append(written)
    parts.append(bytes((0xFF, _EOI)))
    return b"".join(parts)


def inspect_jpeg(content: bytes) -> PictureFile:
    """``content`` begins with ``JPEG_START``. Raises ``PictureRefused``."""
    frame: _Frame | None = None
    orientation, scans, interval = 1, 0, 0
    missing_bits: dict[int, list[int]] = {}
    kept = [b"\xff\xd8"]
    for segment in jpeg_segments(content):
        if segment.marker in _FRAMES:
            if frame is not None:
                raise PictureRefused(PictureFlaw.BROKEN)
            frame = _frame_of(segment)
            check_size(frame.width_px, frame.height_px)
        elif segment.marker == _DRI:
            interval = int.from_bytes(segment.payload[:2], "big")
        elif segment.marker == _SOS:
            scans += 1
            if (
                frame is None
                or not segment.data
                or not segment.payload
                or not _restarts_are_whole(segment, frame, interval)
            ):
                raise PictureRefused(PictureFlaw.BROKEN)
            if scans > _SCANS_MOST:
                raise PictureRefused(PictureFlaw.UNUSUAL)
            _note_scan(segment, missing_bits)
        elif segment.marker == 0xE1 and segment.payload.startswith(b"Exif\x00\x00"):
            orientation = _exif_orientation(segment.payload[6:])
        elif segment.marker == _DNL:
            raise PictureRefused(PictureFlaw.UNUSUAL)
        if segment.marker in _FRAMES or segment.marker in (_SOS, _DQT, _DHT, _DRI, _ADOBE):
            kept.append(write_segment(segment))
    if frame is None or any(any(missing_bits.get(one, [_ALL_BITS])) for one in frame.sampling):
        raise PictureRefused(PictureFlaw.BROKEN)
    kept.append(b"\xff\xd9")
    return PictureFile(PictureKind.JPEG, frame.width_px, frame.height_px, orientation, b"".join(kept))


@dataclass(frozen=True)
class _Frame:
    """``sampling``: by component, how many blocks of it a unit of the picture holds, across and down."""

    width_px: int
    height_px: int
    sampling: dict[int, tuple[int, int]]


def _frame_of(segment: Segment) -> _Frame:
    payload = segment.payload
    if len(payload) < 6:
        raise PictureRefused(PictureFlaw.BROKEN)
    precision, height, width, count = struct.unpack_from(">BHHB", payload)
    if segment.marker not in _FRAMES_TAKEN or precision != 8 or count not in (1, 3):
        raise PictureRefused(PictureFlaw.UNUSUAL)
    if len(payload) != 6 + 3 * count:
        raise PictureRefused(PictureFlaw.BROKEN)
    components = [payload[at : at + 3] for at in range(6, len(payload), 3)]
    sampling = {one[0]: (one[1] >> 4, one[1] & 15) for one in components}
    if len(sampling) != count or not all(1 <= h <= 4 and 1 <= v <= 4 for h, v in sampling.values()):
        raise PictureRefused(PictureFlaw.BROKEN)
    return _Frame(width, height, sampling)


def _restarts_are_whole(scan: Segment, frame: _Frame, interval: int) -> bool:
    """Whether no stretch between two restarts is missing: a decoder would fill it with what it likes."""
    numbers = [found[1] - 0xD0 for found in _RESTART.findall(scan.data)]
    chosen = [scan.payload[at] for at in range(1, min(len(scan.payload), 1 + 2 * scan.payload[0]), 2)]
    if not chosen or any(one not in frame.sampling for one in chosen):
        return False
    if not interval:
        return not numbers
    most_h = max(h for h, _ in frame.sampling.values())
    most_v = max(v for _, v in frame.sampling.values())
    if len(chosen) > 1:
        columns, rows = _upward(frame.width_px, 8 * most_h), _upward(frame.height_px, 8 * most_v)
    else:
        h, v = frame.sampling[chosen[0]]
        columns, rows = (
            _upward(_upward(frame.width_px * h, most_h), 8),
            _upward(_upward(frame.height_px * v, most_v), 8),
        )
    expected = _upward(columns * rows, interval) - 1
    return numbers == [number % 8 for number in range(expected)]


def _note_scan(scan: Segment, missing_bits: dict[int, list[int]]) -> None:
    """Which coefficients of which components it brings, and how many low bits of them are still to come: a
    progressive picture cut between two scans is a picture too, but not the whole.
    """
    count = scan.payload[0]
    if len(scan.payload) != 4 + 2 * count:
        raise PictureRefused(PictureFlaw.BROKEN)
    first, last, bits = scan.payload[-3], scan.payload[-2], scan.payload[-1] & 15
    if first > last or last > 63:
        raise PictureRefused(PictureFlaw.BROKEN)
    for component in scan.payload[1 : 1 + 2 * count : 2]:
        left = missing_bits.setdefault(component, [_ALL_BITS] * 64)
        left[first : last + 1] = [bits] * (last + 1 - first)


def _upward(number: int, by: int) -> int:
    """Divided, and rounded up."""
    return -(-number // by)


def _exif_orientation(tiff: bytes) -> int:
    """1 when it says nothing sensible: a picture that lies is better than none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    (at,) = struct.unpack_from(order + "I", tiff, 4)
    if at + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(order + "H", tiff, at)
    for entry in range(at + 2, min(at + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, values, value = struct.unpack_from(order + "HHIH", tiff, entry)
        if tag == 0x0112:
            return value if kind == 3 and values == 1 and 1 <= value <= 8 else 1
    return 1
