"""When a whole picture is shown: a little later than it could be, so that pictures come evenly.

Responsible for: learning how much later than the fastest ones pictures become whole, by jitter or because
packets had to be sent again, and holding each so long that nine in ten are shown in step with the clock of
the camera, at most for ``DELAY_MOST_S``; longer where repairs take so long that people would see the picture
stand still. Not for: which pictures are whole (``channel.core.picture_assembly``), nor for what is shown when
none comes.

What comes even later is shown at once. On a clean link nothing is held.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import deque

from channel.core.picture_assembly import WholePicture
from channel.core.record import Record
from channel.core.wrapping import nearest

CLOCK_HZ = 90_000
DELAY_MOST_S = 0.1
REMEMBERED_PICTURES = 125
"""Five seconds at 25 pictures a second."""
IN_STEP_SHARE = 0.9
PAUSE_MOST_S = 0.06
REPAIR_MOST_S = 0.11
REMEMBERED_REPAIRS = 30
REPAIRS_PICTURES = 750
"""None of the newest ``REMEMBERED_REPAIRS`` pictures that waited for a repair, so far as they are among the
newest ``REPAIRS_PICTURES`` of all, would have come later than ``PAUSE_MOST_S`` after its turn; for this the
fastest are held, at most for ``repair_most_s``. WebRTC's statistics call 150 ms beyond the usual distance
frozen; the rest is for repairs that are later yet. What was late for other reasons may well be the end that
stood still once: it does not count here."""
BEGINNING_PICTURES = 50
"""A sender that still looks for its rate lets repairs wait behind its trains: after so many pictures it is
forgotten how late they were."""
TOO_LITTLE_S = 0.004
"""Less is not worth a timer."""
ANOTHER_CLOCK_S = 1.0
HELD_MOST = 12


class _Repaired(Record, frozen=True):
    """A picture that waited for a repair: its place among all and among those, and how late it was."""

    number: int
    repair: int
    late_s: float


class PicturePlayout:
    """Not thread-safe. Attributes: ``delay_s``, how long the fastest pictures are held at present;
    ``repair_most_s``, how long they may be for the sake of repairs, which may be changed at any time."""

    def __init__(self) -> None:
        self.delay_s = 0.0
        self.repair_most_s = REPAIR_MOST_S
        self._late_s: deque[float] = deque()
        self._sorted_s: list[float] = []
        self._number = 0
        # Of the repaired pictures remembered, those that were later than all after them: the first is worst.
        self._repaired: deque[_Repaired] = deque()
        self._repairs = 0
        self._held: deque[tuple[float, WholePicture]] = deque()
        self._media_s = 0.0
        self._timestamp: int | None = None

    @property
    def next_due_s(self) -> float:
        """When ``take`` gives something next, infinity when nothing is held."""
        return self._held[0][0] if self._held else math.inf

    def put(self, picture: WholePicture, now_s: float, *, repaired: bool = False) -> None:
        """A picture is whole. They come in order. ``repaired``: a packet that was sent again made it so."""
        late_s = now_s - self._media_time_s(picture.timestamp)
        if self._late_s and abs(late_s - self._late_s[-1]) > ANOTHER_CLOCK_S:
            self._forget()
        self._remember(late_s, repaired)
        fastest_s = self._sorted_s[0]
        in_step_s = self._sorted_s[int(IN_STEP_SHARE * (len(self._sorted_s) - 1))]
        self.delay_s = min(in_step_s - fastest_s, DELAY_MOST_S)
        if self._repaired:
            repair_s = self._repaired[0].late_s - PAUSE_MOST_S - fastest_s
            self.delay_s = max(self.delay_s, min(repair_s, self.repair_most_s))
        wait_s = fastest_s + self.delay_s - late_s
        due_s = now_s + wait_s if wait_s >= TOO_LITTLE_S else now_s
        if self._held:
            due_s = max(due_s, self._held[-1][0])
        self._held.append((due_s, picture))

    def take(self, now_s: float) -> list[WholePicture]:
        """The pictures to show now, oldest first."""
        due = []
        while self._held and (self._held[0][0] <= now_s or len(self._held) > HELD_MOST):
            due.append(self._held.popleft()[1])
        return due

    def clear(self) -> None:
        """What is held is not to be shown: the gate was shut."""
        self._held.clear()

    def _forget(self) -> None:
        self._late_s.clear()
        self._sorted_s.clear()
        self._repaired.clear()

    def _remember(self, late_s: float, repaired: bool) -> None:
        if len(self._late_s) == REMEMBERED_PICTURES:
            del self._sorted_s[bisect_left(self._sorted_s, self._late_s.popleft())]
        self._late_s.append(late_s)
        insort(self._sorted_s, late_s)
        self._number += 1
        if self._number == BEGINNING_PICTURES:
            self._repaired.clear()
        if repaired:
            self._repairs += 1
            while self._repaired and self._repaired[-1].late_s <= late_s:
                self._repaired.pop()
            self._repaired.append(_Repaired(self._number, self._repairs, late_s))
        while self._repaired and (
            self._repaired[0].number <= self._number - REPAIRS_PICTURES
            or self._repaired[0].repair <= self._repairs - REMEMBERED_REPAIRS
        ):
            self._repaired.popleft()

    def _media_time_s(self, timestamp: int) -> float:
        if self._timestamp is None:
            self._timestamp = timestamp
        self._media_s += (nearest(timestamp, self._timestamp, 32) - self._timestamp) / CLOCK_HZ
        self._timestamp = timestamp
        return self._media_s
