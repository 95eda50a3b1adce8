"""When this end tells the other its whole state: every 500 ms, at once at each change, then twice more.

Responsible for: the moments and the sequence numbers. Not for: what is said (``channel.wire.control``).
"""

from __future__ import annotations

from channel.core.liveness import HEARTBEAT_S

REPEAT_S = 0.04
REPEATS = 2


class Heartbeat:
    """Attribute ``seq``: the number of the last state said, from 1. Not thread-safe."""

    def __init__(self) -> None:
        self.seq = 0
        self._repeats_left = 0
        self._due_s = float("-inf")

    def begin(self) -> None:
        """A new epoch: the numbers start again."""
        self.seq = 0
        self.change()

    def change(self) -> None:
        """Something changed: say it at once, and twice more, as a message may be lost."""
        self._repeats_left = REPEATS
        self._due_s = float("-inf")

    def due(self, now_s: float) -> bool:
        """Whether a state is to be said now."""
        return now_s >= self._due_s

    def said(self, now_s: float) -> int:
        """A state is being said now; gives its number."""
        self.seq += 1
        self._due_s = now_s + (REPEAT_S if self._repeats_left else HEARTBEAT_S)
        self._repeats_left = max(0, self._repeats_left - 1)
        return self.seq

    @property
    def due_s(self) -> float:
        """When the next state is to be said."""
        return self._due_s
