"""When the one encoder that feeds several booths makes a key frame.

Responsible for: joining the wishes of all receivers into at most one key frame per 300 ms (one joining
booth asks 18 to 41 times), and how many of them one far end can cause. Not for: asking or encoding.
"""

from __future__ import annotations

from channel.core.allowance import Allowance

KEYFRAME_SPACING_S = 0.3
ASK_EVERY_S = 2.0
ASKS_JOINED_S = 0.25
"""Asks so close to each other are one: whoever really needs a picture goes on asking."""
ASKS_SAVED_MOST = 8
"""Enough for a far end that asks every 300 ms until a picture comes, on a way that loses everything for more
than two seconds. One that asks all the time costs the others what a key frame every two seconds costs."""


class KeyframeArbiter:
    """Collects wishes and says which frame is to be a key frame. Not thread-safe."""

    def __init__(self, spacing_s: float = KEYFRAME_SPACING_S) -> None:
        self._spacing_s = spacing_s
        self._wanted_from_s: float | None = None
        self._last_s = float("-inf")

    def ask(self, captured_from_s: float) -> None:
        """Somebody needs a key frame of a picture captured at ``captured_from_s`` or later."""
        if self._wanted_from_s is None or captured_from_s > self._wanted_from_s:
            self._wanted_from_s = captured_from_s

    def grant(self, captured_s: float, now_s: float) -> bool:
        """Whether the picture captured at ``captured_s``, about to be encoded, is to be a key frame."""
        wanted_from_s = self._wanted_from_s
        if wanted_from_s is None or captured_s < wanted_from_s or now_s - self._last_s < self._spacing_s:
            return False
        self._wanted_from_s = None
        self._last_s = now_s
        return True


class KeyframeAsks:
    """What one far end may ask of an encoder that others share. Not thread-safe."""

    def __init__(self) -> None:
        self._allowance = Allowance(1 / ASK_EVERY_S, ASKS_SAVED_MOST)
        self._asked_s = float("-inf")

    def admits(self, now_s: float) -> bool:
        """The far end asks: whether that counts."""
        if now_s - self._asked_s < ASKS_JOINED_S or not self._allowance.spend(now_s):
            return False
        self._asked_s = now_s
        return True
