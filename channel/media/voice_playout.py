"""Received voice on its way to the speaker: packets in on the net thread, blocks out on the speaker's thread.

Responsible for: decoding in order at the moment of playing, and a level for the meter. Not for: when a
packet is due (``channel.core.playout``), gains and mixing (the programs).
"""

from __future__ import annotations

import logging
import threading

import av
import numpy as np
from numpy.typing import NDArray

from channel.core.playout import Gap, Playout
from channel.media.levels import level_dbfs, meter_level
from channel.media.opus import BLOCK_SAMPLES, SILENCE_PACKET, SILENT_BLOCK, OpusDecoder
from channel.runtime.meters import Meter

_log = logging.getLogger(__name__)

BLOCK_MS = 20
PACKET_MOST_BYTES = 1500
PULLS_PER_BLOCK_MOST = 8
"""Opus packets may be as short as 2.5 ms."""
SETTLED_SILENCES = 2
"""After so many silence packets in a row the decoder gives exact zeros, and need not be asked."""


class VoicePlayout:
    """``put`` and ``reset`` on the net thread, ``pull`` on the speaker's; neither ever waits for the other
    long.

    Attributes: ``meter``; ``playout`` with the counters, to be read only.
    """

    def __init__(self) -> None:
        self.meter = Meter()
        self.playout = Playout()
        self._lock = threading.Lock()
        self._stream = 0
        self._decoder: OpusDecoder | None = None
        self._decoding = -1
        self._rest = SILENT_BLOCK[:0]
        self._silences = 0

    def put(self, sequence: int, payload: bytes) -> None:
        """A voice packet came."""
        if payload and len(payload) <= PACKET_MOST_BYTES:
            with self._lock:
                self.playout.put(sequence, payload)

    def reset(self) -> None:
        """Another peer carries the channel: what is held belongs to the past."""
        with self._lock:
            target = self.playout.target_blocks
            self.playout = Playout()
            self.playout.target_blocks = target
            self._stream += 1

    @property
    def target_ms(self) -> int:
        """How long sound waits here at present."""
        return self.playout.target_blocks * BLOCK_MS

    def pull(self) -> NDArray[np.int16]:
        """The next 20 ms, (960,) int16 mono; digital silence where nothing came. Speaker's thread.

        The block is not to be written to.
        """
        parts: list[NDArray[np.int16]] = [self._rest] if len(self._rest) else []
        samples = len(self._rest)
        for _ in range(PULLS_PER_BLOCK_MOST):
            if samples >= BLOCK_SAMPLES:
                break
            part = self._next()
            parts.append(part)
            samples += len(part)
        block = parts[0] if len(parts) == 1 else np.concatenate(parts)
        if len(block) < BLOCK_SAMPLES:
            block = np.concatenate((block, SILENT_BLOCK[len(block) :]))
        self._rest = block[BLOCK_SAMPLES:]
        block = block[:BLOCK_SAMPLES]
        self.meter.level = 0.0 if block is SILENT_BLOCK else meter_level(level_dbfs(block))
        return block

    def _next(self) -> NDArray[np.int16]:
        with self._lock:
            stream = self._stream
            taken = self.playout.pull()
        if isinstance(taken, Gap):
            return SILENT_BLOCK
        if self._decoder is None or stream != self._decoding:
            self._decoder = OpusDecoder()
            self._decoding = stream
            self._silences = 0
        if taken.payload != SILENCE_PACKET:
            self._silences = 0
        elif self._silences >= SETTLED_SILENCES:
            return SILENT_BLOCK
        else:
            self._silences += 1
        try:
            return self._decoder.decode(taken.payload)
        except av.FFmpegError:
            # The far end sent what is not Opus; a fresh decoder, as nothing is known of this one's state.
            self._decoder = None
            return SILENT_BLOCK
