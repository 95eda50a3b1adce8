"""Cameras on Linux, by PyAV's V4L2 input: ``device:default``, ``device:/dev/video0``, ``device:NAME``.

Responsible for: opening the device, MJPEG where it has it (full frame rate at full size over USB 2). Not for:
decoding and pace (``stream_camera``).
"""

from __future__ import annotations

import errno
from functools import partial

import av
from av.container import InputContainer

from hardware.device_thread import DeviceThread, Run
from hardware.devices import Frame, OnFrame, OnStatus, Size, Wanted, always
from hardware.stills import Stills
from hardware.stream_camera import deliver
from hardware.v4l2 import capture_devices, check, fault_of, find


class V4l2Camera:
    """``name``: a path in /dev, a name or part of one, or ``default``. ``still``: the size at which it is
    opened, when that is to be larger than that of the frames; they are then scaled down.
    """

    def __init__(self, name: str, width: int, height: int, fps: float, still: Size | None = None) -> None:
        self._name = name
        self._within = None if still is None else (width, height)
        self._size = "{}x{}".format(*(still or (width, height)))
        self._fps = f"{fps:g}"
        self._stills = Stills()
        self._thread = DeviceThread(f"camera device:{name}")

    def start(self, on_frame: OnFrame, on_status: OnStatus, wanted: Wanted = always) -> None:
        self._thread.start(partial(self._session, on_frame, wanted), on_status)

    def stop(self) -> None:
        self._thread.stop()

    def still(self) -> Frame | None:
        return self._stills.ask()

    def _session(self, on_frame: OnFrame, wanted: Wanted, run: Run) -> None:
        node = find(self._name, capture_devices())
        check(node.path)
        container = self._open(node.path)
        deliver(container, f"camera {node.name}", on_frame, run, wanted, self._stills, self._within)

    def _open(self, path: str) -> InputContainer:
        options = {"video_size": self._size, "framerate": self._fps}
        # The driver picks the nearest size and rate that the camera has; only the format may be refused.
        try:
            return av.open(path, format="v4l2", options={**options, "input_format": "mjpeg"})
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise fault_of(error, path) from error
        try:
            return av.open(path, format="v4l2", options=options)
        except OSError as error:
            raise fault_of(error, path) from error
