"""The gate where the voice goes out, one for each channel.

Responsible for: passing what the shared encoder makes while the gate is open, and nothing that was said
before it opened: a shut gate sends digital silence. Adding earlier blocks, passed by this gate since it
opened, when the channel loses packets. Not for: who decides (``channel.core.gates``), nor for how many
(``channel.core.redundancy``).

Nothing is renegotiated and nothing relies on the receiver.
"""

from __future__ import annotations

from collections import deque

from channel.core.block import BLOCK_SAMPLES, BLOCKS_PER_S
from channel.core.congestion import PathFigures
from channel.core.record import Record
from channel.core.red import RedBlock
from channel.core.red import write as write_red
from channel.core.redundancy import DEPTH_MOST, Redundancy
from channel.media.opus import SILENCE_PACKET
from channel.media.rtp import OutgoingStream

VOICE_USUAL_KBPS = 32.0
KBPS_WEIGHT = 0.02
"""Of the newest packet in what a voice is taken to need."""
KBPS_PER_BYTE = 8 * BLOCKS_PER_S / 1000
"""In each packet."""


class VoiceBlock(Record, frozen=True):
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
        self._redundancy = Redundancy()
        self._kbps = VOICE_USUAL_KBPS
        self._passed: deque[tuple[int, bytes]] = deque(maxlen=DEPTH_MOST)
        """Timestamps and packets that went through since the gate opened."""

    @property
    def is_open(self) -> bool:
        return self.opened_s is not None

    @property
    def codec_loss(self) -> float:
        """Loss, 0 to 1, that the codec's own redundancy is to repair on this channel."""
        return self._redundancy.protection.codec_loss if self.is_open else 0.0

    @property
    def copies(self) -> int:
        """How often each packet is to go out."""
        return self._redundancy.protection.copies if self.is_open else 1

    def open(self, now_s: float) -> None:
        """From the first block on that was wholly said from now on."""
        if self.opened_s is None:
            self.opened_s = now_s
            self._passed.clear()

    def shut(self) -> None:
        """From the next packet on: digital silence, and nothing that was said once more."""
        if self.opened_s is not None:
            self.opened_s = None
            self._passed.clear()
            if self.stream is not None:
                self.stream.forget()

    def protect(self, path: PathFigures, *, red: bool, copied: bool) -> None:
        """What the channel loses at present, ten times a second; see ``Redundancy.look``."""
        self._redundancy.look(
            path.way_loss,
            path.burst,
            red,
            path.target_kbps,
            self._kbps,
            copied=copied,
            gone=path.gone,
        )

    def deliver(self, block: VoiceBlock) -> None:
        """Every block goes through here, open or not: the stream has no holes."""
        self._timestamp += BLOCK_SAMPLES
        if self.stream is None:
            return
        if self.opened_s is not None and block.packet and block.carries_from_s >= self.opened_s:
            self._pass(self.stream, block.packet)
        else:
            self._passed.clear()
            self.stream.send((SILENCE_PACKET,), self._timestamp, marker=False)

    def _pass(self, stream: OutgoingStream, packet: bytes) -> None:
        self._kbps += KBPS_WEIGHT * (len(packet) * KBPS_PER_BYTE - self._kbps)
        depth = self._redundancy.protection.depth if stream.takes_red else 0
        newest_first = [
            RedBlock(self._timestamp - timestamp, payload) for timestamp, payload in reversed(self._passed)
        ]
        earlier = newest_first[:depth][::-1]
        self._passed.append((self._timestamp, packet))
        payload = write_red(stream.payload_type, packet, earlier) if earlier else packet
        stream.send((payload,), self._timestamp, marker=False, red=bool(earlier))
