"""Clips and stills as cameras: ``file:PATH``.

Responsible for: a clip looped at its own speed, a still picture, both scaled to cover the size asked for. Not
for: pace (``paced``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from hardware.device_thread import DeviceFault
from hardware.devices import Condition, Picture
from hardware.opencv import cv2
from hardware.paced import PacedCamera, Pictures
from hardware.pacing import MONOTONIC, Clock

STILLS = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})


def file_camera(path: Path, width: int, height: int, fps: float, clock: Clock = MONOTONIC) -> PacedCamera:
    return PacedCamera(f"camera file:{path}", partial(open_pictures, path, width, height), fps, clock=clock)


def open_pictures(path: Path, width: int, height: int) -> Pictures:
    """Raises ``DeviceFault`` with a sentence."""
    if not path.is_file():
        raise DeviceFault(Condition.MISSING, f"The picture file {path} does not exist.")
    if path.suffix.lower() in STILLS:
        return Still(path, width, height)
    return Clip(path, width, height)


class Still:
    """The same picture for ever."""

    def __init__(self, path: Path, width: int, height: int) -> None:
        # Decoded from memory: imread prints its failures and cannot open every name that Python can.
        found = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR) if path.stat().st_size else None
        if found is None:
            raise DeviceFault(Condition.FAILED, f"{path} is not a picture that can be read.")
        self._whole = np.asarray(found, dtype=np.uint8)
        self._picture = covering(self._whole, width, height)

    def picture(self, number: int, at_s: float) -> Picture:
        return self._picture

    def still(self, number: int, at_s: float) -> Picture:
        return self._whole

    def close(self) -> None:
        """Nothing is held."""


class Clip:
    """A clip at its own speed, from the beginning again at its end."""

    def __init__(self, path: Path, width: int, height: int) -> None:
        self._path = path
        self._size = (width, height)
        self._reformatter = VideoReformatter()
        try:
            self._container = av.open(str(path))
        except (OSError, ValueError) as error:
            raise self._unreadable(error) from error
        if not self._container.streams.video:
            self._container.close()
            raise DeviceFault(Condition.FAILED, f"{path} holds no pictures.")
        # A second thread per clip gains nothing and delays the first picture.
        self._container.streams.video[0].codec_context.thread_count = 1
        self._frames = self._decode()
        self._next = self._take()
        self._loop_began_s: float | None = None
        self._newest: av.VideoFrame | None = None
        self._picture: Picture | None = None

    def picture(self, number: int, at_s: float) -> Picture:
        """The clip's newest picture at this time; decodes what lies between."""
        if self._loop_began_s is None:
            self._loop_began_s = at_s
        newest: av.VideoFrame | None = None
        while self._next is not None and self._loop_began_s + self._next.time <= at_s:
            newest = self._next
            self._next = self._take()
        if self._next is None:
            self._container.seek(0)
            self._frames = self._decode()
            self._next = self._take()
            self._loop_began_s = at_s
        if newest is None and self._picture is None:
            newest = self._next
        if newest is not None:
            self._newest = newest
            self._picture = self._scaled(newest)
        if self._picture is None:
            raise DeviceFault(Condition.FAILED, f"{self._path} holds no pictures.")
        return self._picture

    def still(self, number: int, at_s: float) -> Picture:
        picture = self.picture(number, at_s)
        if self._newest is None:
            return picture
        whole = self._reformatter.reformat(self._newest, format="bgr24", threads=1)
        return np.ascontiguousarray(whole.to_ndarray(), dtype=np.uint8)

    def close(self) -> None:
        self._container.close()

    def _decode(self) -> Iterator[av.VideoFrame]:
        return iter(self._container.decode(video=0))

    def _take(self) -> av.VideoFrame | None:
        try:
            return next(self._frames, None)
        except (OSError, ValueError) as error:
            raise self._unreadable(error) from error

    def _scaled(self, frame: av.VideoFrame) -> Picture:
        width, height = self._size
        scale = max(width / frame.width, height / frame.height)
        size = (max(width, round(frame.width * scale)), max(height, round(frame.height * scale)))
        scaled = self._reformatter.reformat(frame, *size, format="bgr24", threads=1)
        return _middle(np.asarray(scaled.to_ndarray(), dtype=np.uint8), width, height)

    def _unreadable(self, error: Exception) -> DeviceFault:
        reason = getattr(error, "strerror", None) or str(error)
        return DeviceFault(Condition.FAILED, f"The clip {self._path} cannot be read: {reason}.")


def covering(picture: Picture, width: int, height: int) -> Picture:
    """``picture`` scaled to cover (height, width), the middle of it."""
    scale = max(width / picture.shape[1], height / picture.shape[0])
    size = (max(width, round(picture.shape[1] * scale)), max(height, round(picture.shape[0] * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return _middle(np.asarray(cv2.resize(picture, size, interpolation=how), dtype=np.uint8), width, height)


def _middle(picture: Picture, width: int, height: int) -> Picture:
    top, left = (picture.shape[0] - height) // 2, (picture.shape[1] - width) // 2
    return np.ascontiguousarray(picture[top : top + height, left : left + width])
