"""A number in the pixels of a picture: which booth, which frame, when it was drawn.

Responsible for: drawing the code and reading it back from what arrived, after a video codec, scaling and
cropping. Not for: who draws it when (simulated cameras) or measures with it (tests, the demo).

Layout: two rows of 40 cells at the very top, from 6.25 % to 93.75 % of the width, each row 1/45 of the height
(8 px at 360). A cell is luma 60 for 0 and 190 for 1. The 80 bits, most significant first, the first 40 in the
upper row: 8 sync (10110010), 8 booth, 24 frame number, 32 time (CLOCK_MONOTONIC, ms, modulo 2**32), 8 CRC
(polynomial 0x07, start 0xFF) over booth, frame and time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

ROWS = 2
COLUMNS = 40
LEFT = 0.0625
RIGHT = 0.9375
ROW_HEIGHT = 1 / 45
DARK = 60
LIGHT = 190
SYNC = 0b10110010
_LEVELS = np.array([DARK, LIGHT], np.uint8)
LEAST_CONTRAST = 50.0
"""Between the mean of dark and light cells; 130 as drawn."""
UNCLEAR = 0.2
"""A cell nearer to the threshold than this share of the contrast makes the whole code unreadable."""

Shares: TypeAlias = tuple[float, float, float, float]
"""(x0, y0, x1, y1) of the source picture, 0 … 1."""
WHOLE: Shares = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Code:
    """``booth`` 0 … 255 (0 is the officer), ``frame`` and ``time_ms`` wrap at 2**24 and 2**32."""

    booth: int
    frame: int
    time_ms: int

    @staticmethod
    def at(booth: int, frame: int, captured_s: float) -> Code:
        return Code(booth, frame % 2**24, int(captured_s * 1000) % 2**32)


def draw(picture: NDArray[np.uint8], code: Code) -> None:
    """Draw ``code`` into ``picture``, (h, w, 3) or (h, w), in place."""
    height, width = picture.shape[:2]
    luma = _LEVELS[_bits(code)].reshape(ROWS, COLUMNS)
    left, right, cells = _cells(width)
    for row in range(ROWS):
        top, bottom = round(row * ROW_HEIGHT * height), round((row + 1) * ROW_HEIGHT * height)
        lines = picture[top:bottom, left:right]
        if lines.size:
            lines[0] = luma[row, cells] if picture.ndim == 2 else luma[row, cells][:, None]
            lines[1:] = lines[0]


def read(picture: NDArray[np.uint8], visible: Shares = WHOLE) -> Code | None:
    """The code in ``picture``, (h, w, 3) BGR or (h, w) grey, or None.

    ``visible``: which part of the source the picture shows, when it was cropped. Never guesses: sync, CRC and
    a clear contrast in every cell are required.
    """
    means = _cell_means(picture, visible)
    if means is None:
        return None
    sync = np.array([SYNC >> shift & 1 for shift in range(7, -1, -1)], dtype=bool)
    light, dark = float(means[:8][sync].mean()), float(means[:8][~sync].mean())
    contrast, threshold = light - dark, (light + dark) / 2
    if contrast < LEAST_CONTRAST or bool((np.abs(means - threshold) < UNCLEAR * contrast).any()):
        return None
    word = int("".join("1" if mean > threshold else "0" for mean in means), 2)
    payload, check = word >> 8 & (1 << 64) - 1, word & 0xFF
    if word >> 72 != SYNC or check != _crc8(payload.to_bytes(8)):
        return None
    return Code(payload >> 56, payload >> 32 & 0xFFFFFF, payload & 0xFFFFFFFF)


def _bits(code: Code) -> NDArray[np.uint8]:
    """(80,), 0 or 1."""
    payload = (code.booth << 56 | code.frame << 32 | code.time_ms).to_bytes(8)
    return np.unpackbits(np.frombuffer(bytes([SYNC, *payload, _crc8(payload)]), np.uint8))


def _crc8(payload: bytes) -> int:
    check = 0xFF
    for byte in payload:
        check = _CRC_TABLE[check ^ byte]
    return check


def _crc8_of_byte(value: int) -> int:
    for _ in range(8):
        value = value << 1 ^ (0x107 if value & 0x80 else 0)
    return value & 0xFF


_CRC_TABLE = tuple(_crc8_of_byte(value) for value in range(256))


@lru_cache(maxsize=8)
def _cells(width: int) -> tuple[int, int, NDArray[np.intp]]:
    """The first column of the code, that behind its last, and the cell of each column between them."""
    edges = np.rint(np.linspace(LEFT, RIGHT, COLUMNS + 1) * width).astype(np.intp)
    return int(edges[0]), int(edges[-1]), np.repeat(np.arange(COLUMNS), np.diff(edges))


def _cell_means(picture: NDArray[np.uint8], visible: Shares) -> NDArray[np.float64] | None:
    """Mean luma of the middle half of each cell, (80,), or None when most of a cell is not in the picture."""
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = visible
    cells = np.arange(COLUMNS) + np.array([[0.25], [0.75]])
    lefts, rights = ((LEFT + cells * (RIGHT - LEFT) / COLUMNS) - x0) / (x1 - x0) * width
    if lefts[0] < 0 or rights[-1] > width:
        return None
    means = []
    for row in range(ROWS):
        top, bottom = ((ROW_HEIGHT * (row + share) - y0) / (y1 - y0) * height for share in (0.25, 0.75))
        middle = (top + bottom) / 2
        if middle < 0 or bottom > height:
            return None
        top = max(top, 0.0)  # a crop of a pixel may cut into a row that is only a few high
        lines = np.arange(int(top), min(int(np.ceil(bottom)), height))
        weights = np.minimum(lines + 1, bottom) - np.maximum(lines, top)
        strip = picture[lines[0] : lines[-1] + 1].astype(np.float64)
        if strip.ndim == 3:
            strip = strip @ np.array([0.114, 0.587, 0.299])
        line = weights @ strip / weights.sum()
        # The exact mean over a range with fractional ends is a difference of the running sum.
        running = np.concatenate(([0.0], np.cumsum(line)))
        at = np.arange(width + 1)
        means.append((np.interp(rights, at, running) - np.interp(lefts, at, running)) / (rights - lefts))
    return np.concatenate(means)
