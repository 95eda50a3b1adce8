"""Cameras by OpenCV, the portable way where there is no V4L2: ``device:default``, ``device:1``.

Responsible for: opening by number, reading, noticing that pictures end. Not for: names (OpenCV knows none).
"""

from __future__ import annotations

import time
from functools import partial

import numpy as np

from hardware.device_thread import DeviceFault, DeviceThread, Run
from hardware.devices import Condition, Frame, OnFrame, OnStatus, Wanted, always
from hardware.opencv import cv2
from hardware.pacing import Thrift

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
    """``name``: a number or ``default`` (0). ``source`` in place of it: anything that OpenCV reads."""

    def __init__(self, name: str, width: int, height: int, fps: float, source: str | None = None) -> None:
        self._name = f"camera {name}"
        self._source: int | str | None = source
        if source is None:
            self._source = 0 if name == "default" else int(name) if name.isdigit() else None
        self._settings = (
            (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
            (cv2.CAP_PROP_FRAME_WIDTH, width),
            (cv2.CAP_PROP_FRAME_HEIGHT, height),
            (cv2.CAP_PROP_FPS, fps),
        )
        self._thread = DeviceThread(f"camera device:{name}")

    def start(self, on_frame: OnFrame, on_status: OnStatus, wanted: Wanted = always) -> None:
        self._thread.start(partial(self._session, on_frame, wanted), on_status)

    def stop(self) -> None:
        self._thread.stop()

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
                if not thrift.is_due(captured_s):
                    continue
                whole, picture = capture.retrieve()
                if whole:
                    run.running()
                    on_frame(Frame(np.ascontiguousarray(picture, dtype=np.uint8), captured_s))
        finally:
            capture.release()
