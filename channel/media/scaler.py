"""Pictures from one size and pixel format to another.

Responsible for: scaling, letterboxing, conversion. Not for: encoding and decoding.
"""

from __future__ import annotations

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray


class Scaler:
    """Scales and converts pictures. Each thread and each source needs its own: sharing one crashes."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def to_yuv(self, picture: NDArray[np.uint8], width: int, height: int) -> av.VideoFrame:
        """BGR (h, w, 3) to a frame of the size given, letterboxed in black where the shape differs."""
        frame = av.VideoFrame.from_ndarray(_letterboxed(picture, width, height), format="bgr24")
        return self._reformatter.reformat(
            frame, width, height, "yuv420p", interpolation="BILINEAR", threads=1
        )

    def shrunk(self, frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
        """A frame of ``to_yuv``, smaller."""
        return self._reformatter.reformat(frame, width, height, interpolation="BILINEAR", threads=1)

    def to_bgra(self, frame: av.VideoFrame, width: int, height: int) -> NDArray[np.uint8]:
        """(height, width, 4) uint8, C-contiguous; without a copy where the rows have no padding."""
        scaled = self._reformatter.reformat(frame, width, height, "bgra", interpolation="BILINEAR", threads=1)
        plane = scaled.planes[0]
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(height, plane.line_size)
        pixels = rows[:, : width * 4].reshape(height, width, 4)
        return np.ascontiguousarray(pixels)


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
