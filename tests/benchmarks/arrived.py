"""What one far end got, and what the camera at the other end had drawn.

Responsible for: noting sound and pictures at the moment at which they were ready, and how like its original a
picture is. Not for: figures (``figures``).

All times are ``time.monotonic()`` seconds.
"""

from __future__ import annotations

import ctypes
import gc
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from hardware import picture_code
from hardware.opencv import cv2

STRIP_SHARE = 20 / 360
"""Of a picture, from its top: where the picture code is."""
WHOLE_EVERY_S = 0.5
"""So often a picture is compared with its original."""
KEPT_MOST = 128
"""Originals: some five seconds."""
PIECE_BYTES = 4 << 20
PEAK = 255.0
LIKE_MOST_DB = 60.0

_Number = TypeVar("_Number", bound=np.generic)
Sound = NDArray[np.int16]
Grey = NDArray[np.uint8]


class Originals:
    """The newest pictures of one camera, in grey. ``keep`` on its thread, ``of`` on any."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Grey] = OrderedDict()

    def keep(self, picture: NDArray[np.uint8], captured_s: float) -> None:
        """(h, w, 3) BGR."""
        self._kept[_key(captured_s)] = _grey(picture)
        while len(self._kept) > KEPT_MOST:
            self._kept.popitem(last=False)

    def of(self, code: picture_code.Code) -> Grey | None:
        """The picture with this code, if it is still kept."""
        return self._kept.get(code.time_ms)


class _Shelf:
    """Many arrays of one shape in few pieces of memory. Kept each for itself they would lie between the
    system's own pictures, whose place could then not be used again: 100 MB a second with six booths."""

    def __init__(self) -> None:
        self._piece: NDArray[Any] | None = None
        self._used = 0

    def put(self, array: NDArray[_Number]) -> NDArray[_Number]:
        """A copy."""
        piece = self._piece
        if piece is None or piece.shape[1:] != array.shape or self._used == len(piece):
            count = max(1, PIECE_BYTES // max(1, array.nbytes))
            self._piece = piece = np.empty((count, *array.shape), array.dtype)
            self._used = 0
        kept: NDArray[_Number] = piece[self._used]
        kept[:] = array
        self._used += 1
        return kept


def _key(captured_s: float) -> int:
    return picture_code.Code.at(0, 0, captured_s).time_ms


@dataclass
class Arrived:
    """What one far end got. ``hear`` on one thread, ``see`` and ``see_strip`` on one thread.

    ``pulls``: when a piece of sound was given to the loudspeaker, and its samples; ``strips``: when a picture
    was ready to paint, and its top in grey; ``likeness_db``: now and then, how like its original (PSNR of the
    luma, at the original's size).
    """

    originals: Originals = field(default_factory=Originals)
    pulls: list[tuple[float, Sound]] = field(default_factory=list)
    strips: list[tuple[float, Grey]] = field(default_factory=list)
    likeness_db: list[tuple[float, float]] = field(default_factory=list)
    _compared_s: float = float("-inf")
    _sounds: _Shelf = field(default_factory=_Shelf)
    _tops: _Shelf = field(default_factory=_Shelf)

    def hear(self, at_s: float, block: Sound) -> None:
        """(n,) int16 at 48 kHz was given to the loudspeaker."""
        self.pulls.append((at_s, self._sounds.put(block)))

    def see(self, at_s: float, picture: NDArray[np.uint8]) -> None:
        """(h, w, 3 or 4) BGR, or (h, w) grey, was ready to paint."""
        strip = _grey(picture[: round(picture.shape[0] * STRIP_SHARE)])
        self.see_strip(at_s, strip)
        if at_s - self._compared_s < WHOLE_EVERY_S:
            return
        code = read(strip)
        original = None if code is None else self.originals.of(code)
        if original is not None:
            self._compared_s = at_s
            self.likeness_db.append((at_s, likeness_db(_grey(picture), original)))

    def see_strip(self, at_s: float, strip: Grey) -> None:
        """The top of a picture, ``STRIP_SHARE`` of it, in grey, was ready to paint."""
        self.strips.append((at_s, self._tops.put(strip)))

    def forget(self) -> None:
        """What came so far was judged."""
        self.pulls.clear()
        self.strips.clear()
        self.likeness_db.clear()


def give_back() -> None:
    """What was forgotten goes back to the machine.

    Garbage is collected first, as the programs do all the time; then what is free in the heap: recordings
    among the system's own pictures leave holes there that a program would not have.
    """
    gc.collect()
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def read(strip: Grey) -> picture_code.Code | None:
    return picture_code.read(strip, (0.0, 0.0, 1.0, STRIP_SHARE))


def likeness_db(seen: Grey, original: Grey) -> float:
    """Peak signal to noise: some 25 when blurred, 38 and more when fine."""
    height, width = original.shape
    if seen.shape != original.shape:
        seen = np.asarray(cv2.resize(seen, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    error = float(np.mean((seen.astype(np.float32) - original.astype(np.float32)) ** 2))
    return LIKE_MOST_DB if error == 0 else min(LIKE_MOST_DB, 10 * float(np.log10(PEAK**2 / error)))


def _grey(picture: NDArray[np.uint8]) -> Grey:
    if picture.ndim == 2:
        return np.array(picture)
    from_colours = cv2.COLOR_BGRA2GRAY if picture.shape[2] == 4 else cv2.COLOR_BGR2GRAY
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(picture), from_colours), np.uint8)
