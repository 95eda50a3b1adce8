"""Copies of the packets of a voice that is sent more than once (``channel.core.copies``).

Responsible for: their numbers and payload types, and when each goes out. Not for: how many there are
(``channel.core.redundancy``), nor for sending.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import randbelow

from channel.media import rtp

COPY_AFTER_S = 0.001
"""Between a packet of sound and its other copies, of four between two and two: not all back to back into the
same full queue, and yet so soon that the far end, which waits a little longer than the fastest in any case,
need not wait for them."""
COPIES_WAITING_MOST = 10
"""So many packets wait for that at most: a loop that was late sends several blocks in one go."""


@dataclass(frozen=True, slots=True)
class Copies:
    """``packet`` is sent ``of`` times in all, the original included; ``group`` is the number of all of
    them."""

    packet: bytes
    of: int
    group: int


class VoiceCopies:
    """``send(copy, of)`` puts a packet on its way. ``types``: payload types of copies, by those of what is
    copied; to be set before the first. Loop thread only."""

    def __init__(self, send: Callable[[bytes, Copies], object]) -> None:
        self.types: Mapping[int, int] = {}
        self._send = send
        self._sequence = randbelow(1 << 15)  # see ``rtp.OutgoingStream``
        self._waiting: deque[tuple[Copies, float]] = deque(maxlen=COPIES_WAITING_MOST)

    def follow(self, original: Copies, now_s: float) -> None:
        """The original went out: what goes at once does, the rest waits."""
        self._send_some(original, original.of // 2 - 1)
        self._waiting.append((original, now_s + COPY_AFTER_S))

    @property
    def due_s(self) -> float | None:
        """When ``due`` has something to do; None when nothing waits."""
        return self._waiting[0][1] if self._waiting else None

    def due(self, now_s: float) -> None:
        """Send what may go now."""
        while self._waiting and now_s >= self._waiting[0][1]:
            original, _ = self._waiting.popleft()
            self._send_some(original, original.of - max(1, original.of // 2))

    def forget(self) -> None:
        """What waits does not go out any more."""
        self._waiting.clear()

    def _send_some(self, original: Copies, times: int) -> None:
        payload_type = self.types[original.packet[1] & 0x7F]
        for _ in range(times):
            copy = rtp.copy_of(original.packet, payload_type, self._sequence)
            self._sequence = (self._sequence + 1) & 0xFFFF
            self._send(copy, original)
