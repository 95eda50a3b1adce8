"""What one camera gives to all channels: encoded once.

Responsible for: one VP8 encoder and its thread, and bringing every picture to the outlets on the net thread.
Not for: the gates (``picture_outlet``), nor for devices.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time

import numpy as np
from numpy.typing import NDArray

from channel.core.keyframes import KeyframeArbiter
from channel.core.vp8 import describe
from channel.media.handover import Handover
from channel.media.picture_outlet import EncodedPicture, PictureOutlet
from channel.media.scaler import Scaler
from channel.media.vp8_codec import Vp8Encoder

_log = logging.getLogger(__name__)

PAYLOAD_MOST_BYTES = 1200
PICTURES_HELD_MOST = 3


class PictureSource:
    """One camera for all channels; encodes in a thread of its own, only while some outlet is open.

    ``push`` from any thread; ``attach``, ``detach`` and ``gates_changed`` from the net thread; ``stop``
    joins the thread. Attribute ``encoded``: pictures encoded so far.
    """

    def __init__(self, width: int = 640, height: int = 360, fps: int = 25, kbps: int = 600) -> None:
        self.encoded = 0
        self._size = (width, height)
        self._encoder = Vp8Encoder(width, height, fps, kbps)
        self._scaler = Scaler()
        self._arbiter = KeyframeArbiter()
        self._picture_id = 0
        self._outlets: tuple[PictureOutlet, ...] = ()
        self._handover = Handover[EncodedPicture](PICTURES_HELD_MOST, self._deliver)
        self._changed = threading.Condition()
        self._newest: tuple[NDArray[np.uint8], float] | None = None
        self._wanted = False
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="picture encoder", daemon=True)
        self._thread.start()

    def push(self, picture: NDArray[np.uint8], captured_s: float) -> None:
        """(h, w, 3) uint8 BGR of any size; not written to, and not to be written to afterwards. Never
        waits."""
        if not self._wanted:
            return
        with self._changed:
            self._newest = (picture, captured_s)
            self._changed.notify()

    def ask_keyframe(self, captured_from_s: float) -> None:
        """Some receiver needs a key frame of a picture taken at that time or later."""
        with self._changed:
            self._arbiter.ask(captured_from_s)

    def _work(self) -> None:
        while (taken := self._next()) is not None:
            picture, captured_s, keyframe = taken
            try:
                self._handover.put(self._encode(picture, captured_s, keyframe))
            except Exception as error:  # noqa: BLE001 - one bad picture must not end all that follow
                _log.error("a picture could not be encoded: %s", type(error).__name__)

    def _next(self) -> tuple[NDArray[np.uint8], float, bool] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._newest is not None)
            if self._stopped or self._newest is None:
                return None
            picture, captured_s = self._newest
            self._newest = None
            return picture, captured_s, self._arbiter.grant(captured_s, time.monotonic())

    def _encode(self, picture: NDArray[np.uint8], captured_s: float, keyframe: bool) -> EncodedPicture:
        frame = self._scaler.to_yuv(picture, *self._size)
        data, is_keyframe = self._encoder.encode(frame, captured_s, keyframe=keyframe)
        self.encoded += 1
        self._picture_id = (self._picture_id + 1) & 0x7FFF
        starts = range(0, len(data), PAYLOAD_MOST_BYTES)
        payloads = tuple(
            describe(self._picture_id, starts=start == 0) + data[start : start + PAYLOAD_MOST_BYTES]
            for start in starts
        )
        return EncodedPicture(payloads, is_keyframe, captured_s)

    def attach(self, outlet: PictureOutlet) -> None:
        """Pictures go to this outlet from now on, on the calling loop."""
        if not self._outlets:
            self._handover.attach(asyncio.get_running_loop())
        self._outlets = (*self._outlets, outlet)

    def detach(self, outlet: PictureOutlet) -> None:
        """No more pictures to this outlet."""
        self._outlets = tuple(other for other in self._outlets if other is not outlet)
        self.gates_changed()
        if not self._outlets:
            self._handover.detach()

    def gates_changed(self) -> None:
        """An outlet opened or shut: encode only while somebody is to see it."""
        self._wanted = any(outlet.is_open for outlet in self._outlets)

    def _deliver(self, picture: EncodedPicture, missed: bool) -> None:
        for outlet in self._outlets:
            if missed:
                outlet.missed()
            outlet.deliver(picture)

    def stop(self) -> None:
        """End the thread. May be called twice."""
        self._wanted = False
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._thread.join(2.0)
        self._handover.detach()
