"""The receiving side of a picture stream, from its packets to pictures that are due.

Responsible for: joining ``repair`` (what to ask for again), ``picture_assembly`` (whole pictures in order)
and ``picture_playout`` (when each is shown), and suspecting that the end of a picture was lost when it does
not come. Not for: decoding, sending what is asked for, nor for how often a key frame is asked for
(``picture_watch``).
"""

from __future__ import annotations

import math
from collections import deque
from statistics import median_low
from typing import TypeAlias

from channel.core.picture_assembly import Arrival, Assembler, NeedKeyframe, WholePicture
from channel.core.picture_formats import FORMATS
from channel.core.picture_payload import PictureCodec
from channel.core.picture_playout import REPAIR_MOST_S, PicturePlayout
from channel.core.record import Record
from channel.core.repair import Missing

ASKS_MOST = 5
HOLE_MOST_S = 0.3
HOLE_ROUND_TRIPS = 3.5
HOLE_FAR_S = 0.8
"""A hole is given up after ``HOLE_MOST_S``, on a longer way after so many round trips, but at most this."""
REPAIR_ROUND_TRIPS = 1.5
REPAIR_FAR_S = 0.3
"""Pictures are held for slow repairs at most for ``picture_playout.REPAIR_MOST_S``, or speech would be heard
before the lips move; on a longer way, where the pauses would be longer too, for so many round trips, but at
most this."""
TAIL_LEAST_S = 0.008
TAIL_MOST_S = 0.08
TAIL_GROWS = 1.5
TAIL_SHRINKS = 0.995
"""How long after its newest packet the rest of a picture is suspected to be lost: longer after each wrong
suspicion, a little less with each packet."""
STEPS, STEPS_S = 16, 2.0
STEPS_ROOM = 2.0
"""But never sooner than so many times the middle one of the newest ``STEPS`` from packet to packet of one
picture: on a thin way a pacer lets pass a tenth of a second. The middle one, as some were lengthened by a
loss. None older than ``STEPS_S``: a way may have become thin, and small pictures there have few steps."""
SUSPECTED_PACKETS = 2


class AskAgain(Record, frozen=True):
    """Ask the sender for these packets (16-bit sequence numbers)."""

    sequences: list[int]


class Show(Record, frozen=True):
    """Decode and show this picture now."""

    picture: WholePicture


Command: TypeAlias = AskAgain | Show | NeedKeyframe


class PictureReception:
    """One stream of one peer. Not thread-safe. Attribute ``missing``: counts what was asked for."""

    def __init__(self, codec: PictureCodec = PictureCodec.VP8) -> None:
        self.missing = Missing(retries=ASKS_MOST, most_age_s=HOLE_MOST_S)
        self._assembler = Assembler(self.missing, FORMATS[codec])
        self._playout = PicturePlayout()
        self._newest: Arrival | None = None
        self._tail_s = TAIL_LEAST_S
        self._tail_due_s = math.inf
        self._steps: deque[tuple[float, float]] = deque(maxlen=STEPS)  # when, how long

    @property
    def waiting(self) -> bool:
        """Whether nothing can be shown without a key frame."""
        return self._assembler.waiting

    @property
    def gaps(self) -> int:
        """How often pictures were lost for good."""
        return self._assembler.gaps

    @property
    def next_due_s(self) -> float:
        """When ``elapsed`` has something to do next, infinity when it waits for packets only."""
        return min(
            self.missing.next_due_s,
            self._assembler.next_due_s,
            self._playout.next_due_s,
            self._tail_due_s,
        )

    def packet_came(self, packet: Arrival, round_trip_s: float) -> list[Command]:
        """``round_trip_s``: to the far end and back, a usual one while it is not known."""
        needless = self.missing.needless
        repaired = self.missing.came(packet.sequence, packet.arrived_s)
        self._tail_s *= TAIL_GROWS if self.missing.needless > needless else TAIL_SHRINKS
        whole = self._assembler.put(packet)
        self._watch_for_tail(packet)
        return self._commands(whole, packet.arrived_s, round_trip_s, repaired=repaired)

    def lost_unseen(self, packets: int, now_s: float, round_trip_s: float) -> list[Command]:
        """So many packets behind the newest seem to be lost, as another stream tells (``UnseenLosses``)."""
        self.missing.suspect(packets, now_s, told=True)
        return self._commands([], now_s, round_trip_s)

    def elapsed(self, now_s: float, round_trip_s: float) -> list[Command]:
        """Time has passed."""
        if now_s >= self._tail_due_s:
            self._tail_due_s = math.inf
            self.missing.suspect(SUSPECTED_PACKETS, now_s)
        return self._commands(self._assembler.elapsed(now_s), now_s, round_trip_s)

    def forget(self) -> None:
        """Pictures that are held are not to be shown: the gate was shut."""
        self._playout.clear()

    def _commands(
        self,
        outcomes: list[WholePicture | NeedKeyframe],
        now_s: float,
        round_trip_s: float,
        *,
        repaired: bool = False,
    ) -> list[Command]:
        self.missing.most_age_s = max(HOLE_MOST_S, min(HOLE_ROUND_TRIPS * round_trip_s, HOLE_FAR_S))
        self._playout.repair_most_s = max(REPAIR_MOST_S, min(REPAIR_ROUND_TRIPS * round_trip_s, REPAIR_FAR_S))
        holes = len(self.missing)
        sequences = self.missing.due(now_s, round_trip_s)
        commands: list[Command] = [AskAgain(sequences)] if sequences else []
        if len(self.missing) < holes:  # one was given up just now
            outcomes = [*outcomes, *self._assembler.elapsed(now_s)]
        for outcome in outcomes:
            if isinstance(outcome, WholePicture):
                self._playout.put(outcome, now_s, repaired=repaired)
            else:
                commands.append(outcome)
        commands += [Show(picture) for picture in self._playout.take(now_s)]
        return commands

    def _watch_for_tail(self, packet: Arrival) -> None:
        newest = self._newest
        if newest is not None and (packet.sequence - newest.sequence) & 0xFFFF >= 0x8000:
            return
        self._newest = packet
        if newest is not None and packet.timestamp == newest.timestamp and packet.payload:
            self._steps.append((packet.arrived_s, packet.arrived_s - newest.arrived_s))
        self._tail_s = min(max(self._tail_s, TAIL_LEAST_S), TAIL_MOST_S)
        if packet.marker or not packet.payload:
            self._tail_due_s = math.inf
        else:
            steps_s = [step_s for at_s, step_s in self._steps if at_s >= packet.arrived_s - STEPS_S]
            usual_step_s = median_low(steps_s) if steps_s else 0.0
            self._tail_due_s = packet.arrived_s + max(self._tail_s, STEPS_ROOM * usual_step_s)
