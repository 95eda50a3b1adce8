"""The gate where the voice goes out, one for each channel.

Responsible for: passing what the shared encoder makes while the gate is open, and nothing that was said
before it opened: a shut gate sends digital silence. Not for: who decides (``channel.core.gates``).

Nothing is renegotiated and nothing relies on the receiver.
"""

from __future__ import annotations

from dataclasses import dataclass

from channel.media.opus import BLOCK_SAMPLES, SILENCE_PACKET
from channel.media.rtp import OutgoingStream


@dataclass(frozen=True, slots=True)
class VoiceBlock:
    """20 ms from the shared encoder. ``packet`` is empty when no outlet was open.

    ``carries_from_s``: monotonic time of the oldest sound that the packet can carry; an Opus packet holds
    some of the block before its own, unless its encoder was new.
    """

    packet: bytes
    carries_from_s: float


class VoiceOutlet:
    """Loop thread only. Attribute ``opened_s``: when the gate opened, None while it is shut."""

    def __init__(self) -> None:
        self.stream: OutgoingStream | None = None
        self.opened_s: float | None = None
        self._timestamp = 0

    @property
    def is_open(self) -> bool:
        return self.opened_s is not None

    def open(self, now_s: float) -> None:
        """From the first block on that was wholly said from now on."""
        if self.opened_s is None:
            self.opened_s = now_s

    def shut(self) -> None:
        """From the next packet on: digital silence."""
        self.opened_s = None

    def deliver(self, block: VoiceBlock) -> None:
        """Every block goes through here, open or not: the stream has no holes."""
        self._timestamp += BLOCK_SAMPLES
        if self.stream is None:
            return
        passes = self.opened_s is not None and block.packet and block.carries_from_s >= self.opened_s
        self.stream.send((block.packet if passes else SILENCE_PACKET,), self._timestamp, marker=False)
