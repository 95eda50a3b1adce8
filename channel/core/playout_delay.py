"""How long received sound has to wait before it is played.

Responsible for: learning from when blocks became available how late the late ones are. Not for: playing, nor
for what it takes to change the wait without a click.

A block is available when it came by itself, within a later packet, or because it was asked for again: what
counts is only when. Delays are arrival time minus media time, so that they contain an unknown constant; only
their differences mean anything, and a sender's clock that runs a little differently moves them all.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from enum import Enum

WINDOW_BLOCKS = 400
"""8 s: so long one late block is remembered."""
LATE_SHARE = 0.005
"""Of the blocks in the window so many may come too late, if as many had to be repaired: what comes late by
itself will do so again."""
MARGIN = 0.25
"""Of how late the latest is, where nothing had to be repaired: now and then one is later than all before."""
ASKED_SHARE = 0.02
"""Where fewer than this came only because they were asked for, or fewer than later packets brought, they may
be too late as well: all sound would have to wait a round trip for a few blocks."""
ASKED_BLOCKS = 200
"""Until so many blocks came the share is of so many."""
LEAST_S = 0.003
"""Above the fastest: what threads and timers need. With the length of a block this is a wait of 23 ms."""
START_S = 0.02
START_BLOCKS = 50
"""Until so many blocks came the wait is at least ``START_S``: too few are known."""
MOST_S = 0.06
"""Above the fastest: with the length of a block a wait of 80 ms."""
REPAIR_MOST_S = 0.1
"""The same where enough of what is played was repaired: 120 ms."""
REPAIR_SHARE = 0.01
STALL_BLOCKS = 3
"""So many blocks that come together are no jitter: an end, or the machine under it, stood still meanwhile."""
TOGETHER_S = 0.015
"""Later blocks that come as much less late came with the one before."""
FASTEST_BLOCKS = 25
"""Half a second: the fastest of these is what limits are counted from, so that a route that became slower is
followed at once."""


class Way(Enum):
    """How a block came."""

    ITSELF = "itself"
    REDUNDANCY = "redundancy"
    """Once more in a later packet."""
    CODEC = "codec"
    """Within the block after it, coarser than by itself."""
    ASKED = "asked"


class PlayoutDelay:
    """Attribute ``wanted_s``: the delay, as in ``came``, that enough blocks keep. ``start_s``: of the wait
    above the fastest until more is known."""

    def __init__(self, start_s: float = START_S) -> None:
        self.wanted_s = 0.0
        self._start_s = start_s
        self._delays: deque[tuple[float, Way]] = deque()
        self._sorted: list[float] = []
        self._by_way = dict.fromkeys(Way, 0)
        self._recent: deque[float] = deque(maxlen=FASTEST_BLOCKS)
        self._together: list[float] = []
        self._count_together = 0
        self._since_stall = WINDOW_BLOCKS
        self._forgives = False

    @property
    def above_fastest_s(self) -> float:
        """The wait of the fastest blocks."""
        return self.wanted_s - min(self._recent) if self._recent else self._start_s

    def came(self, delay_s: float, way: Way) -> None:
        """A block became available."""
        if way is Way.ITSELF:
            self._look_for_stall(delay_s)
            self._recent.append(delay_s)
        if not self._recent:
            return
        fastest_s = min(self._recent)
        # What no wait could have bridged is a stall, and says nothing about how long to wait.
        if delay_s <= fastest_s + REPAIR_MOST_S:
            self._keep(delay_s, way)
            if way is Way.ITSELF:
                self._together.append(delay_s)
                self._forgive_stall()
        count, asked = len(self._sorted), self._by_way[Way.ASKED]
        few = max(ASKED_SHARE * max(count, ASKED_BLOCKS), self._by_way[Way.REDUNDANCY])
        repaired = count - self._by_way[Way.ITSELF]
        too_late = min(int(count * LATE_SHARE), repaired) + (asked if asked < few else 0)
        late_s = self._sorted[-1 - too_late] if too_late < count else delay_s
        if not repaired:
            late_s += MARGIN * max(0.0, late_s - fastest_s)
        least_s = LEAST_S if count >= START_BLOCKS else self._start_s
        most_s = REPAIR_MOST_S if repaired > REPAIR_SHARE * count else MOST_S
        self.wanted_s = min(max(late_s, fastest_s + least_s), fastest_s + most_s)

    def _look_for_stall(self, delay_s: float) -> None:
        self._since_stall += 1
        if not self._recent or self._recent[-1] - delay_s < TOGETHER_S:
            self._together.clear()
            self._count_together = 0
        self._count_together += 1
        if self._count_together == STALL_BLOCKS:
            self._forgives = self._since_stall > WINDOW_BLOCKS
            self._since_stall = 0

    def _forgive_stall(self) -> None:
        """One stall in the window: to wait so long from then on would be worse than its gap."""
        if self._count_together >= STALL_BLOCKS and self._forgives:
            for delay_s in self._together:
                self._delays.remove((delay_s, Way.ITSELF))
                del self._sorted[bisect_left(self._sorted, delay_s)]
                self._by_way[Way.ITSELF] -= 1
            self._together.clear()

    def _keep(self, delay_s: float, way: Way) -> None:
        if len(self._delays) == WINDOW_BLOCKS:
            old_s, old_way = self._delays.popleft()
            del self._sorted[bisect_left(self._sorted, old_s)]
            self._by_way[old_way] -= 1
        self._delays.append((delay_s, way))
        insort(self._sorted, delay_s)
        self._by_way[way] += 1
