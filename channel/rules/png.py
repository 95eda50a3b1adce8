"""PNG files, told apart without decoding.

Responsible for: their chunks with checksums, dimensions, that they inflate to exactly their pixels, and
``bare``: the same picture without text, times, profiles. Not for: pixels. Source: W3C PNG, third edition.
"""

from __future__ import annotations

import struct
import zlib

from channel.rules.picture_file import (
    PictureFile,
    PictureFlaw,
    PictureKind,
    PictureRefused,
    check_size,
)

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_INFLATE_BYTES = 1 << 16


def inspect_png(content: bytes) -> PictureFile:
    """``content`` begins with ``PNG_SIGNATURE``. Raises ``PictureRefused``."""
    header = b""
    kept = [PNG_SIGNATURE]
    packed: list[bytes] = []
    at, previous = len(PNG_SIGNATURE), b""
    while previous != b"IEND":
        if at + 12 > len(content):
            raise PictureRefused(PictureFlaw.BROKEN)
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content) or struct.unpack_from(">I", content, end - 4)[0] != zlib.crc32(
            content[at + 4 : end - 4]
        ):
            raise PictureRefused(PictureFlaw.BROKEN)
        body = content[at + 8 : end - 4]
        if (name == b"IHDR") != (not previous):
            raise PictureRefused(PictureFlaw.BROKEN)
        if name == b"IHDR":
            header = body
            _check_png_header(header)
        elif name in (b"acTL", b"fcTL", b"fdAT"):
            raise PictureRefused(PictureFlaw.ANIMATED)
        elif name == b"IDAT":
            if packed and previous != b"IDAT":
                raise PictureRefused(PictureFlaw.BROKEN)
            packed.append(body)
        elif name not in _KEPT and not name[0] & 0x20:
            raise PictureRefused(PictureFlaw.UNUSUAL)  # a critical chunk that nobody knows
        if name in _KEPT:
            kept.append(content[at:end])
        at, previous = end, name
    if content[at:].strip(b"\x00"):
        raise PictureRefused(PictureFlaw.MORE_THAN_A_PICTURE)
    _check_inflates(packed, _png_bytes(header))
    width, height = struct.unpack_from(">II", header)
    return PictureFile(PictureKind.PNG, width, height, 1, b"".join(kept))


def _check_png_header(header: bytes) -> None:
    if len(header) != 13:
        raise PictureRefused(PictureFlaw.BROKEN)
    width, height, depth, colour, method, filters, interlace = struct.unpack(">IIBBBBB", header)
    if depth not in _DEPTHS.get(colour, ()) or method or filters or interlace > 1:
        raise PictureRefused(PictureFlaw.BROKEN)
    check_size(width, height)


def _png_bytes(header: bytes) -> int:
    """How many bytes its pixels have before compression."""
    width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", header)
    bits = depth * _CHANNELS[colour]

    def rows(columns: int, lines: int) -> int:
        return lines * (1 + (columns * bits + 7) // 8) if columns and lines else 0

    if not interlace:
        return rows(width, height)
    return sum(
        rows((width - x + dx - 1) // dx if width > x else 0, (height - y + dy - 1) // dy if height > y else 0)
        for x, y, dx, dy in _ADAM7
    )


def _check_inflates(packed: list[bytes], expected: int) -> None:
    """To exactly so many bytes; stops at the first one too many."""
    inflate = zlib.decompressobj()
    total = 0
    try:
        for part in packed:
            waiting = part
            while waiting:
                total += len(inflate.decompress(waiting, _INFLATE_BYTES))
                waiting = inflate.unconsumed_tail
                if total > expected:
                    raise PictureRefused(PictureFlaw.BROKEN)
    except zlib.error as error:
        raise PictureRefused(PictureFlaw.BROKEN) from error
    if total != expected or not inflate.eof or inflate.unused_data:
        raise PictureRefused(PictureFlaw.BROKEN)
