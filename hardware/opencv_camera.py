"""Cameras by OpenCV, the portable way where there is no V4L2: ``device:default``, ``device:1``.

Responsible for: opening by number, reading, noticing that pictures end. Not for: names (OpenCV knows none).
"""

from __future__ import annotations

import time
from functools import partial

import numpy as np

from hardware.device_thread import DeviceFault, DeviceThread, Run
from hardware.devices import Condition, Frame, OnFrame, OnStatus, Picture, Size, Wanted, always
from hardware.opencv import cv2
from hardware.pacing import Thrift
from hardware.stills import Stills

MOST_CAMERAS = 8


def camera_indexes() -> list[int]:
    """The numbers that can be opened; opens each for a moment, so it takes a second per camera."""
    found = []
    for index in range(MOST_CAMERAS):
        capture = cv2.VideoCapture(index)
        if not capture.isOpened():
            break
        capture.release()
        found.append(index)
    return found


class OpenCvCamera:
    """``name``: a number or ``default`` (0). ``source`` in place of it: anything that OpenCV reads.
    ``still``: as for ``V4l2Camera``.
    """

    def __init__(
        self,
        name: str,
        width: int,
        height: int,
        fps: float,
        source: str | None = None,
        still: Size | None = None,
    ) -> None:
        self._name = f"camera {name}"
        self._source: int | str | None = source
        if source is None:
            self._source = 0 if name == "default" else int(name) if name.isdigit() else None
        self._within = None if still is None else (width, height)
        self._stills = Stills()
        self._settings = (
            (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
            (cv2.CAP_PROP_FRAME_WIDTH, width if still is None else still[0]),
            (cv2.CAP_PROP_FRAME_HEIGHT, height if still is None else still[1]),
            (cv2.CAP_PROP_FPS, fps),
        )
        self._thread = DeviceThread(f"camera device:{name}")

    def start(self, on_frame: OnFrame, on_status: OnStatus, wanted: Wanted = always) -> None:
        self._thread.start(partial(self._session, on_frame, wanted), on_status)

    def stop(self) -> None:
        self._thread.stop()

    def still(self) -> Frame | None:
        return self._stills.ask()

    def _session(self, on_frame: OnFrame, wanted: Wanted, run: Run) -> None:
        if self._source is None:
            raise DeviceFault(
                Condition.MISSING, f"There is no {self._name}; on this system cameras have numbers from 0."
            )
        capture = cv2.VideoCapture(self._source)
        try:
            if not capture.isOpened():
                raise DeviceFault(
                    Condition.MISSING, f"The {self._name} is missing or used by another program."
                )
            for what, value in self._settings:
                capture.set(what, value)
            thrift = Thrift(wanted)
            while run.going:
                taken = capture.grab()
                captured_s = time.monotonic()
                if not taken:
                    raise DeviceFault(
                        Condition.MISSING, f"The {self._name} was pulled out; plug it in again."
                    )
                still_wanted = self._stills.wanted
                if not thrift.is_due(captured_s) and not still_wanted:
                    continue
                whole, taken_picture = capture.retrieve()
                if whole:
                    picture = np.ascontiguousarray(taken_picture, dtype=np.uint8)
                    if still_wanted:
                        self._stills.give(Frame(picture, captured_s))
                    run.running()
                    on_frame(Frame(self._scaled(picture), captured_s))
        finally:
            self._stills.give(None)
            capture.release()

    def _scaled(self, picture: Picture) -> Picture:
        height, width = picture.shape[:2]
        if self._within is None or (width <= self._within[0] and height <= self._within[1]):
            return picture
        scale = min(self._within[0] / width, self._within[1] / height)
        size = (round(width * scale), round(height * scale))
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
