"""Whether a queue grows or stands on the way to the far end, from when packets left and came.

Responsible for: the trend of the delay over packet groups with a threshold that adapts (the trendline filter
of Google Congestion Control, draft-ietf-rmcat-gcc-02, 5.3–5.5, as libwebrtc has it), and the queue that
stands: the least delay of the last moment above the least of the last seconds. Not for: what follows from it
(``congestion``).

The least delay of a moment is blind to jitter, and the trend is quick: together they call a queue a queue,
and a nervous radio link none. The two clocks need not agree; only differences count.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection

GROUP_S = 0.005
"""Packets that left within it are one group: pictures leave in bursts."""
TREND_GROUPS = 20
SMOOTHING = 0.9
GAIN = 4.0
GROUPS_COUNTED_MOST = 60
THRESHOLD_MS = 12.5
THRESHOLD_LEAST_MS, THRESHOLD_MOST_MS = 6.0, 600.0
UP_PER_MS, DOWN_PER_MS = 0.0087, 0.039
ADAPT_WITHIN_MS = 15.0
"""A trend further than this above its threshold is no noise to adapt to."""

BASE_S = 10.0
"""A longer way (another route) counts as a queue for as long; a queue that we make is drained well before."""
STANDING_S = 0.3
QUEUE_SEEN_MS = 10.0
"""Less, and what jitter makes of it, is no queue."""
JITTER_FACTOR = 1.5
JITTER_WEIGHT = 1 / 64


class SlidingLeast:
    """The least value of the last ``window_s``."""

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._kept: deque[tuple[float, float]] = deque()

    def put(self, at_s: float, value: float) -> float:
        """Add a value, in order of time; gives the least."""
        kept = self._kept
        while kept and kept[-1][1] >= value:
            kept.pop()
        kept.append((at_s, value))
        while kept[0][0] < at_s - self._window_s:
            kept.popleft()
        return kept[0][1]

    @property
    def least(self) -> float:
        """0 before there is any."""
        return self._kept[0][1] if self._kept else 0.0


class DelayTrend:
    """Attributes: ``queue_ms``, the standing queue; ``jitter_ms``, mean change of the delay from packet to
    packet; ``trend_ms``, how the delay develops, to be compared with ``threshold_ms``. Not thread-safe."""

    def __init__(self) -> None:
        self.queue_ms = 0.0
        self.jitter_ms = 0.0
        self.trend_ms = 0.0
        self.threshold_ms = THRESHOLD_MS
        self._base = SlidingLeast(BASE_S)
        self._standing = SlidingLeast(STANDING_S)
        self._origin_s: float | None = None
        self._delay_ms = 0.0
        self._group: tuple[float, float, float] | None = None  # first left, last left, last came
        self._before: tuple[float, float] | None = None
        self._accumulated_ms = 0.0
        self._smoothed_ms = 0.0
        self._groups = 0
        self._points: deque[tuple[float, float]] = deque(maxlen=TREND_GROUPS)
        self._adapted_s: float | None = None

    @property
    def least_s(self) -> float:
        """From sending to arrival by the far end's clock, of the quickest packet of the last seconds."""
        return (self._origin_s or 0.0) + self._base.least / 1000

    @property
    def noise_ms(self) -> float:
        """What jitter alone may show as a queue."""
        return self.jitter_ms * JITTER_FACTOR

    @property
    def has_queue(self) -> bool:
        return self.queue_ms > QUEUE_SEEN_MS + self.noise_ms

    @property
    def rising(self) -> bool:
        """The queue grows."""
        return self.trend_ms > self.threshold_ms and self.has_queue

    @property
    def falling(self) -> bool:
        """The queue drains."""
        return self.trend_ms < -self.threshold_ms

    def came(self, sent_s: float, arrived_s: float) -> None:
        """A packet arrived; in the order in which they left. ``arrived_s`` by the far end's clock."""
        if self._origin_s is None:
            self._origin_s = arrived_s - sent_s
        delay_ms = (arrived_s - sent_s - self._origin_s) * 1000
        self.jitter_ms += (abs(delay_ms - self._delay_ms) - self.jitter_ms) * JITTER_WEIGHT
        self._delay_ms = delay_ms
        self.queue_ms = self._standing.put(sent_s, delay_ms) - self._base.put(sent_s, delay_ms)
        group = self._group
        if group is not None and sent_s - group[0] <= GROUP_S:
            self._group = (group[0], max(group[1], sent_s), max(group[2], arrived_s))
            return
        if group is not None:
            self._close(group[1], group[2])
        self._group = (sent_s, sent_s, arrived_s)

    def _close(self, sent_s: float, arrived_s: float) -> None:
        before, self._before = self._before, (sent_s, arrived_s)
        if before is None:
            return
        self._groups += 1
        self._accumulated_ms += ((arrived_s - before[1]) - (sent_s - before[0])) * 1000
        self._smoothed_ms += (self._accumulated_ms - self._smoothed_ms) * (1 - SMOOTHING)
        self._points.append((arrived_s * 1000, self._smoothed_ms))
        if len(self._points) == TREND_GROUPS:
            counted = min(self._groups, GROUPS_COUNTED_MOST)
            self.trend_ms = slope(self._points) * counted * GAIN
            self._adapt(arrived_s)

    def _adapt(self, arrived_s: float) -> None:
        since_ms = 0.0 if self._adapted_s is None else min((arrived_s - self._adapted_s) * 1000, 100.0)
        self._adapted_s = arrived_s
        size_ms = abs(self.trend_ms)
        if size_ms > self.threshold_ms + ADAPT_WITHIN_MS:
            return
        pace = DOWN_PER_MS if size_ms < self.threshold_ms else UP_PER_MS
        threshold_ms = self.threshold_ms + pace * (size_ms - self.threshold_ms) * since_ms
        self.threshold_ms = min(max(threshold_ms, THRESHOLD_LEAST_MS), THRESHOLD_MOST_MS)


def slope(points: Collection[tuple[float, float]]) -> float:
    """Of the line through the points with least squared distance; 0 when they stand above each other."""
    count = len(points)
    # Seen from one of them: the squares of a far end's clock would leave nothing of the differences.
    origin = next(iter(points))[0]
    sum_x = sum_y = sum_xy = sum_xx = 0.0
    for x, y in points:
        x -= origin
        sum_x += x
        sum_y += y
        sum_xy += x * y
        sum_xx += x * x
    below = count * sum_xx - sum_x * sum_x
    return (count * sum_xy - sum_x * sum_y) / below if below else 0.0
