"""What one microphone and one camera give to all channels: each is encoded once.

Responsible for: one Opus encoder and one VP8 encoder, their threads, levels for the screen, and bringing
every packet to the outlets on the net thread. Not for: the gates (``outlets``), nor for devices.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time

import numpy as np
from numpy.typing import NDArray

from channel.core.keyframes import KeyframeArbiter
from channel.core.speaking import SpeakingLevel
from channel.core.vp8 import describe
from channel.media.codecs import BLOCK_SAMPLES, SAMPLE_RATE_HZ, OpusEncoder, Scaler, Vp8Encoder
from channel.media.handover import Handover
from channel.media.levels import level_dbfs, meter_level
from channel.media.outlets import EncodedPicture, PictureOutlet, VoiceBlock, VoiceOutlet
from channel.runtime.meters import Meter

_log = logging.getLogger(__name__)

PAYLOAD_MOST_BYTES = 1200
BLOCK_S = BLOCK_SAMPLES / SAMPLE_RATE_HZ
ENCODER_MEMORY_S = 2 * BLOCK_S
"""How far back a packet of a running Opus encoder reaches: its delay of 6.5 ms, and filters that ring
(measured: a loud tone that stopped 20 ms before is 35 dB down and there, after 40 ms it is in the last two
bits)."""
VOICE_HELD_MOST = 10
PICTURES_HELD_MOST = 3


class VoiceSource:
    """One microphone for all channels. ``push`` from the device thread, ``attach`` and so on from the net
    thread.

    Attribute ``meter``: what the microphone hears, whether or not anybody is sent it.
    """

    def __init__(self, kbps: int = 32) -> None:
        self.meter = Meter()
        self._kbps = kbps
        self._speaking = SpeakingLevel()
        self._outlets: tuple[VoiceOutlet, ...] = ()
        self._handover = Handover[VoiceBlock](VOICE_HELD_MOST, self._deliver)
        self._encoder: OpusEncoder | None = None
        self._encoder_from_s = 0.0
        self._opened_s = float("-inf")

    @property
    def level_steps(self) -> int:
        """How loudly somebody speaks, 0 to 5."""
        return self._speaking.steps

    def push(self, block: NDArray[np.int16], captured_s: float) -> None:
        """(960,) int16, mono; ``captured_s``: monotonic time of its first sample. Device thread; never
        waits."""
        dbfs = level_dbfs(block)
        self.meter.level = meter_level(dbfs)
        self._speaking.hear(dbfs)
        self._handover.put(self._encode(block, captured_s))

    def _encode(self, block: NDArray[np.int16], captured_s: float) -> VoiceBlock:
        opened_s = self._opened_s
        if opened_s == float("-inf"):
            self._encoder = None
            return VoiceBlock(b"", captured_s)
        alone = sum(outlet.is_open for outlet in self._outlets) <= 1
        if self._encoder is None or (alone and self._encoder_from_s < opened_s <= captured_s):
            # A new encoder has no memory of what was said before the opening. Where others are
            # listening the stream goes on, and the outlet waits two blocks more instead.
            self._encoder = OpusEncoder(self._kbps)
            self._encoder_from_s = captured_s
        packet = self._encoder.encode(block)
        return VoiceBlock(packet, max(self._encoder_from_s, captured_s - ENCODER_MEMORY_S))

    def attach(self, outlet: VoiceOutlet) -> None:
        """Blocks go to this outlet from now on, on the calling loop."""
        if not self._outlets:
            self._handover.attach(asyncio.get_running_loop())
        self._outlets = (*self._outlets, outlet)

    def detach(self, outlet: VoiceOutlet) -> None:
        """No more blocks to this outlet."""
        self._outlets = tuple(other for other in self._outlets if other is not outlet)
        self.gates_changed()
        if not self._outlets:
            self._handover.detach()

    def gates_changed(self) -> None:
        """An outlet opened or shut: encode only while somebody is to hear it."""
        opened = [outlet.opened_s for outlet in self._outlets if outlet.opened_s is not None]
        self._opened_s = max(opened, default=float("-inf"))

    def _deliver(self, block: VoiceBlock, missed: bool) -> None:
        for outlet in self._outlets:
            outlet.deliver(block)

    def stop(self) -> None:
        """Nothing goes out any more."""
        self._outlets = ()
        self._opened_s = float("-inf")
        self._handover.detach()


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
