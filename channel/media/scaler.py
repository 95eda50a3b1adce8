"""Pictures from one size and pixel format to another.

Responsible for: scaling, letterboxing, conversion, and the sizes in which they cost least. Not for: encoding
and decoding.
"""

from __future__ import annotations

from math import ceil

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

COLUMNS = 8
"""Pictures for the screen are as many pixels wide, or a multiple. swscale converts so many at once and leaves
out those that are over: they would show what was in that memory before. Such rows also have no padding."""


class Scaler:
    """Scales and converts pictures. Each thread and each source needs its own: sharing one crashes."""

    def __init__(self) -> None:
        # One for each way: a reformatter prepares itself anew whenever its task changes.
        self._reading = VideoReformatter()
        self._scaling = VideoReformatter()
        self._converting = VideoReformatter()

    def to_yuv(self, picture: NDArray[np.uint8], width: int, height: int) -> av.VideoFrame:
        """BGR (h, w, 3) to a frame of the size given, letterboxed in black where the shape differs."""
        # Read in place; it is not written to before it is converted.
        frame = av.VideoFrame.from_numpy_buffer(_letterboxed(picture, width, height), format="bgr24")
        return self._reading.reformat(frame, width, height, "yuv420p", interpolation="BILINEAR", threads=1)

    def shrunk(self, frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
        """A frame of ``to_yuv``, smaller."""
        return self._scaling.reformat(frame, width, height, interpolation="AREA", threads=1)

    def to_bgra(self, frame: av.VideoFrame, width: int, height: int) -> NDArray[np.uint8]:
        """(height, width, 4) uint8, C-contiguous; from yuv420p. ``width``: a multiple of ``COLUMNS``."""
        # Scaled as it came, half of it at a quarter of the pixels, and converted by the fast way for equal
        # sizes: less than half of what both at once would cost.
        scaled = self._scaling.reformat(frame, width, height, interpolation="AREA", threads=1)
        plane = self._converting.reformat(scaled, format="bgra", threads=1).planes[0]
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(height, plane.line_size)
        return np.ascontiguousarray(rows[:, : width * 4]).reshape(height, width, 4)


def covering(width: int, height: int, wanted_width: int, wanted_height: int) -> tuple[int, int]:
    """The size for ``to_bgra`` of a picture of (``width``, ``height``) that is to cover the size wanted.

    It has the same shape and is at most the own size, both but for what makes it even and its width a
    multiple of ``COLUMNS``; (0, 0) for none.
    """
    if not (wanted_width and wanted_height):
        return 0, 0
    scale = min(1.0, max(wanted_width / width, wanted_height / height))
    columns = ceil(width * scale / COLUMNS) * COLUMNS
    return columns, -(-height * columns // (2 * width)) * 2


def _letterboxed(picture: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """``picture`` with black borders so that its shape is that of ``width`` × ``height``."""
    own_height, own_width = picture.shape[:2]
    if abs(own_width * height - own_height * width) <= max(own_width, own_height):
        return np.ascontiguousarray(picture)
    if own_width * height > own_height * width:
        full = (-(-own_width * height // width), own_width)
    else:
        full = (own_height, -(-own_height * width // height))
    boxed = np.zeros((*full, 3), np.uint8)
    top, left = (full[0] - own_height) // 2, (full[1] - own_width) // 2
    boxed[top : top + own_height, left : left + own_width] = picture
    return boxed
