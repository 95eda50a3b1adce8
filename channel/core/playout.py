"""In which order and when received blocks of sound are played.

Responsible for: a short adaptive wait that turns the network's rhythm into the speaker's: 20 to 60 ms,
grown when it ran dry, shrunk slowly, and never more held than a limit. Not for: decoding or concealment.

One end puts packets as they come, the other pulls one every 20 ms. A packet is named by its 16-bit RTP
sequence number. Nothing here waits, nothing here knows a clock: the pulls are the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

TARGET_LEAST_BLOCKS = 1
TARGET_START_BLOCKS = 2
TARGET_MOST_BLOCKS = 3
EXCESS_BLOCKS = 5
"""More than target plus this at once is dropped at once, oldest first: a burst after a stall."""
SPARE_WINDOW_PULLS = 50
"""When through one second more than the target was always left, one block is dropped."""
SHRINK_AFTER_PULLS = 1500
"""30 s without running dry: the target shrinks by one block. Each time it runs dry the patience doubles."""
PATIENCE_MOST_PULLS = 30_000
SEQUENCE_JUMP = 1000
"""A sequence number this far off is a new stream, not a late packet."""


class Gap(Enum):
    """Nothing to decode in this pull."""

    LOST = "lost"
    """The block is missing, later ones are here."""
    DRY = "dry"
    """Nothing is here; the wait begins anew."""


@dataclass(frozen=True)
class Play:
    """Decode and play this packet."""

    payload: bytes


class Playout:
    """Attributes ``target_blocks``, and the counters ``lost``, ``late``, ``dropped``, ``dry``. Not
    thread-safe."""

    def __init__(self) -> None:
        self.target_blocks = TARGET_START_BLOCKS
        self.lost = 0
        self.late = 0
        self.dropped = 0
        self.dry = 0
        self._held: dict[int, bytes] = {}
        self._next: int | None = None
        self._newest = 0
        self._playing = False
        self._begun = False
        self._least_spare = 1 << 30
        self._window_pulls = 0
        self._steady_pulls = 0
        self._patience_pulls = SHRINK_AFTER_PULLS

    def __len__(self) -> int:
        return len(self._held)

    def put(self, sequence: int, payload: bytes) -> None:
        """A packet came. A late, doubled or surplus one is dropped."""
        if self._next is None:
            self._next = self._newest = sequence
        # Extend the 16 bits to the number nearest to the newest one.
        extended = self._newest + ((sequence - self._newest + 0x8000) & 0xFFFF) - 0x8000
        if abs(extended - self._newest) > SEQUENCE_JUMP:
            self._held.clear()
            self._next = extended
            self._newest = extended
            self._playing = False
            self._begun = False
        if extended < self._next:
            # Before anything was played the first packet to come may be the second one.
            if self._begun or self._next - extended > TARGET_MOST_BLOCKS:
                self.late += 1
                return
            self._next = extended
        self._held.setdefault(extended, payload)
        self._newest = max(self._newest, extended)
        if len(self._held) > self.target_blocks + EXCESS_BLOCKS:
            self._drop_to(self.target_blocks)

    def pull(self) -> Play | Gap:
        """What to play in the next 20 ms."""
        if not self._playing:
            if len(self._held) < self.target_blocks or self._next is None:
                return Gap.DRY
            self._next = min(self._held)
            self._playing = self._begun = True
        assert self._next is not None
        if not self._held:
            self.dry += 1
            self._playing = False
            self._steady_pulls = 0
            self._patience_pulls = min(self._patience_pulls * 2, PATIENCE_MOST_PULLS)
            self._restart_window()
            self.target_blocks = min(self.target_blocks + 1, TARGET_MOST_BLOCKS)
            return Gap.DRY
        self._adapt()
        payload = self._held.pop(self._next, None)
        self._next += 1
        if payload is None:
            self.lost += 1
            return Gap.LOST
        return Play(payload)

    def _adapt(self) -> None:
        self._steady_pulls += 1
        if self._steady_pulls >= self._patience_pulls:
            self._steady_pulls = 0
            self.target_blocks = max(TARGET_LEAST_BLOCKS, self.target_blocks - 1)
        self._least_spare = min(self._least_spare, len(self._held) - self.target_blocks)
        self._window_pulls += 1
        if self._window_pulls >= SPARE_WINDOW_PULLS:
            if self._least_spare > 0:
                self._drop_to(len(self._held) - 1)
            self._restart_window()

    def _restart_window(self) -> None:
        self._window_pulls = 0
        self._least_spare = 1 << 30

    def _drop_to(self, count: int) -> None:
        for sequence in sorted(self._held)[: len(self._held) - count]:
            del self._held[sequence]
            self.dropped += 1
        self._next = min(self._held)
