"""What one microphone gives to all channels: encoded once.

Responsible for: one Opus encoder, protected for the worst of the channels that rely on it, levels for the
screen, and bringing every packet to the outlets on the net thread. Not for: the gates (``voice_outlet``), nor
for devices.
"""

from __future__ import annotations

import asyncio
from math import ceil

import numpy as np
from numpy.typing import NDArray

from channel.core.block import BLOCK_S
from channel.core.speaking import SpeakingLevel
from channel.media.handover import Handover
from channel.media.levels import level_dbfs, meter_level
from channel.media.opus import OpusEncoder
from channel.media.voice_outlet import VoiceBlock, VoiceOutlet
from channel.runtime.meters import Meter

ENCODER_MEMORY_S = 3 * BLOCK_S
"""How far back a packet of a running Opus encoder reaches: its delay of 6.5 ms, and filters that ring
(measured: a loud tone that stopped 20 ms before is 35 dB down and there, after 40 ms 62 dB, after 60 ms it is
in the last two bits). With redundancy of the codec's own the packet reaches back a block more."""
LOSS_STEP_PERCENT = 10
LOSS_MOST_PERCENT = 30
"""The encoder is told of loss in steps, and of no more: it would spend most of its bits on repetition."""
VOICE_HELD_MOST = 10


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
        self._memory_s = ENCODER_MEMORY_S
        self._opened_s = float("-inf")

    @property
    def level_steps(self) -> int:
        """How loudly somebody speaks, 0 to 5."""
        return self._speaking.steps

    def push(self, block: NDArray[np.int16], captured_s: float, *, voiced: bool | None = None) -> None:
        """(960,) int16, mono; ``captured_s``: monotonic time of its first sample; ``voiced``: whether it is
        speech, None where nobody can tell. Device thread; never waits."""
        dbfs = level_dbfs(block)
        self.meter.level = meter_level(dbfs)
        self._speaking.hear(dbfs, voiced)
        self._handover.put(self._encode(block, captured_s))

    def _encode(self, block: NDArray[np.int16], captured_s: float) -> VoiceBlock:
        opened_s = self._opened_s
        if opened_s == float("-inf"):
            self._encoder = None
            return VoiceBlock(b"", captured_s)
        alone = sum(outlet.is_open for outlet in self._outlets) <= 1
        if self._encoder is None or (alone and self._encoder_from_s < opened_s <= captured_s):
            # A new encoder has no memory of what was said before the opening. Where others are
            # listening the stream goes on, and the outlet waits three blocks more instead.
            self._encoder = OpusEncoder(self._kbps)
            self._encoder_from_s = captured_s
            self._memory_s = ENCODER_MEMORY_S
        self._protect(self._encoder)
        packet = self._encoder.encode(block)
        return VoiceBlock(packet, max(self._encoder_from_s, captured_s - self._memory_s))

    def _protect(self, encoder: OpusEncoder) -> None:
        """One encoder serves all: it expects the worst loss of those that have nothing else."""
        percent = 100 * max((outlet.codec_loss for outlet in self._outlets), default=0.0)
        steps = ceil(min(percent, LOSS_MOST_PERCENT) / LOSS_STEP_PERCENT)
        if encoder.protect(steps * LOSS_STEP_PERCENT):
            # For the rest of the encoder's life: when it is turned off the last repetition is yet to come.
            self._memory_s = ENCODER_MEMORY_S + BLOCK_S

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
