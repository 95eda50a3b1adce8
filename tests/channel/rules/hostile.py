"""Hostile picture files, made anew from a harmless one.

Responsible for: bytes that lie, end early, promise too much or hide something. Not for: what becomes of
them. None of them is stored as a file: a virus scanner would be right to complain.
"""

from __future__ import annotations

import struct
import zlib

from channel.rules.picture_file import PictureFlaw

TAIL = b"PK\x03\x04\x14\x00" + b"\x00" * 40
"""How a ZIP archive begins."""


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *, colour: int = 2, depth: int = 8, rows: bytes | None = None) -> bytes:
    """``rows``: what the pixel data inflate to, instead of grey ones."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    if rows is None:
        rows = (b"\x00" + b"\x80" * ((width * channels * depth + 7) // 8)) * height
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def resized_header(jpeg: bytes, width: int, height: int) -> bytes:
    """The same data under a header that promises another size."""
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def with_segment(jpeg: bytes, marker: int, payload: bytes) -> bytes:
    return jpeg[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]


def exif(orientation: int, *, order: str = "<") -> bytes:
    """An APP1 payload that says which way up, and carries a secret."""
    start = b"II*\x00" if order == "<" else b"MM\x00*"
    entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    head = b"Exif\x00\x00" + start + struct.pack(order + "IH", 8, 1)
    return head + entry + b"\x00\x00\x00\x00" + b"SECRET PLACE"


def four_components(jpeg: bytes) -> bytes:
    """A frame header as CMYK pictures have it."""
    at = jpeg.index(b"\xff\xc0")
    length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
    components = b"".join(bytes((number, 0x11, 0)) for number in range(1, 5))
    frame = jpeg[at + 4 : at + 9] + b"\x04" + components
    return jpeg[:at] + b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + jpeg[at + 2 + length :]


def animated(still: bytes) -> bytes:
    end_of_header = 8 + 25
    return still[:end_of_header] + chunk(b"acTL", struct.pack(">II", 2, 0)) + still[end_of_header:]


def corpus(jpeg: bytes) -> dict[str, tuple[bytes, PictureFlaw]]:
    """By name: the file and why it is refused. ``jpeg``: a baseline one of three components."""
    small = png(64, 48)
    at_frame = jpeg.index(b"\xff\xc0")
    return {
        "empty": (b"", PictureFlaw.EMPTY),
        "one byte": (b"\xff", PictureFlaw.UNKNOWN_KIND),
        "zeros": (bytes(1000), PictureFlaw.UNKNOWN_KIND),
        "too large": (jpeg[:-2] + bytes(6_000_000) + b"\xff\xd9", PictureFlaw.TOO_LARGE),
        "pdf": (b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF", PictureFlaw.UNKNOWN_KIND),
        "gif": (b"GIF89a" + bytes(20), PictureFlaw.UNKNOWN_KIND),
        "webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(40), PictureFlaw.UNKNOWN_KIND),
        "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureFlaw.UNKNOWN_KIND),
        "jpeg behind a gif's head": (b"GIF89a" + jpeg, PictureFlaw.UNKNOWN_KIND),
        "jpeg without its end": (jpeg[:-2], PictureFlaw.BROKEN),
        "jpeg cut in its data": (jpeg[: len(jpeg) * 2 // 3], PictureFlaw.BROKEN),
        "jpeg cut in its header": (jpeg[: at_frame + 6], PictureFlaw.BROKEN),
        "jpeg of a start and an end": (b"\xff\xd8\xff\xd9", PictureFlaw.BROKEN),
        "jpeg of 65535 x 65535": (resized_header(jpeg, 65535, 65535), PictureFlaw.TOO_MANY_PIXELS),
        "jpeg of no width": (resized_header(jpeg, 0, 100), PictureFlaw.TOO_SMALL),
        "jpeg of no height": (resized_header(jpeg, 100, 0), PictureFlaw.TOO_SMALL),
        "jpeg of four colours": (four_components(jpeg), PictureFlaw.UNUSUAL),
        "jpeg of 12 bits": (
            jpeg[: at_frame + 4] + b"\x0c" + jpeg[at_frame + 5 :],
            PictureFlaw.UNUSUAL,
        ),
        "lossless jpeg": (jpeg.replace(b"\xff\xc0", b"\xff\xc3", 1), PictureFlaw.UNUSUAL),
        "arithmetic jpeg": (jpeg.replace(b"\xff\xc0", b"\xff\xc9", 1), PictureFlaw.UNUSUAL),
        "jpeg and an archive": (jpeg + TAIL, PictureFlaw.MORE_THAN_A_PICTURE),
        "jpeg and another jpeg": (jpeg + jpeg, PictureFlaw.MORE_THAN_A_PICTURE),
        "jpeg and a page of html": (jpeg + b"<script>alert(1)</script>", PictureFlaw.MORE_THAN_A_PICTURE),
        "jpeg whose segment passes its end": (
            b"\xff\xd8\xff\xe1\xff\xff" + jpeg[2:60],
            PictureFlaw.BROKEN,
        ),
        "png without its end": (small[:-12], PictureFlaw.BROKEN),
        "png cut in its data": (small[:-20], PictureFlaw.BROKEN),
        "png with a wrong checksum": (small[:-1] + b"\x00", PictureFlaw.BROKEN),
        "png of too few rows": (png(64, 48, rows=bytes(193 * 20)), PictureFlaw.BROKEN),
        "png that inflates to more": (png(64, 48, rows=bytes(193 * 4000)), PictureFlaw.BROKEN),
        "png bomb": (png(65535, 65535, rows=b""), PictureFlaw.TOO_MANY_PIXELS),
        "png of one long line": (png(2**31 - 1, 1, rows=b""), PictureFlaw.TOO_MANY_PIXELS),
        "png of no width": (png(0, 48, rows=b""), PictureFlaw.TOO_SMALL),
        "png of an unknown colour": (
            small[:16] + chunk_header_with_colour(small, 5) + small[33:],
            PictureFlaw.BROKEN,
        ),
        "animated png": (animated(small), PictureFlaw.ANIMATED),
        "png and an archive": (small + TAIL, PictureFlaw.MORE_THAN_A_PICTURE),
        "png with a chunk that nobody knows": (
            small[:33] + chunk(b"XYZW", b"?") + small[33:],
            PictureFlaw.UNUSUAL,
        ),
        "png whose header comes twice": (small[:33] + small[8:], PictureFlaw.BROKEN),
        "png of data in two places": (
            small[:-12] + chunk(b"tEXt", b"a\x00b") + chunk(b"IDAT", b"") + small[-12:],
            PictureFlaw.BROKEN,
        ),
    }


def chunk_header_with_colour(still: bytes, colour: int) -> bytes:
    """IHDR's body and checksum with another kind of colour."""
    body = still[16:25] + bytes((colour,)) + still[26:29]
    return body + struct.pack(">I", zlib.crc32(b"IHDR" + body))
