"""How fast one channel may send.

Responsible for: the target rate of everything sent to one far end (sound, pictures, headers, repairs), from
what comes back about packets that arrived. Not for: what is sent within it (``rungs``, the outlets), nor for
pacing and RTCP (``pacing``, ``transport_feedback``).

Delay decides, after Google Congestion Control (draft-ietf-rmcat-gcc-02): a queue that grows or stands lowers
the target below what arrives, so that it drains; else the target grows. Where it differs: a way whose limit
was met is not pushed against again and again, only a train of padding (``probing``) lifts the ceiling; and
loss alone is no congestion unless it is heavy, for a radio link loses packets at any rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from channel.core.clumps import Clumps
from channel.core.copies import CopyFates
from channel.core.delay_trend import DelayTrend
from channel.core.loss_runs import LossRuns
from channel.core.probing import Finding, Probe, Probing
from channel.core.rate import Rate
from channel.core.transport_feedback import PacketResult

START_KBPS = 200.0
LEAST_KBPS = 60.0
"""Sound alone, with its headers. It is never shed, so aiming lower would mean nothing."""

DRAIN = 0.85
DRAIN_LONG = 0.7
LONG_QUEUE_MS = 100.0
QUEUE_MOST_MS = 50.0
"""A queue that stands higher is drained even when it does not grow."""
RISING_S = 0.09
"""A queue has to grow in two successive reports."""
CLUMPED, CLUMPED_S, CLUMPED_QUEUE_MS = 0.2, 1.0, 400.0
"""A queue out of which more than this share comes in clumps has to stand for so long to be believed, or be so
long: machines that have too much to do, at either end, read late and then all at once."""
LOSS_HEAVY = 0.28
LOSS_WITH_QUEUE = 0.05
SHALLOW_QUEUE_S = 0.8
"""Losses while so long a queue stands, however small: it overflows."""
LOSS_PACKETS_LEAST = 150
"""Chance makes a heavy loss of a light one among fewer."""
WAY_LOSS_PACKETS_LEAST = 50
"""So many have to be told of before a queue that overflowed is no longer taken for a way that loses."""
KNOWN_PACKETS_LEAST, KNOWN_LOST_LEAST, KNOWN_S = 20, 2, 8.0
"""Of fewer packets, or by a single loss, it is not known what the way loses; what was known before holds for
a while."""
GONE_PACKETS_LEAST = 100
"""So many that had copies, before it is said how many of them are gone for good."""
LOWER_AGAIN_S = 0.2
"""On top of the round trip and the queue: what was lowered has to show first."""

GROW_PER_S = 0.08
GROW_BEYOND_PASSING = 1.5
CEILING_ROOM = 0.95
CEILING_S = 60.0
ACKED_S = 0.5

SETTLED = 0.9
"""Of the ceiling, once the queue is drained."""
WELL_BELOW = 1.1
CEILING_DECAY = 0.93

PACE = 2.5
PACE_LIMITED = 1.05
"""Of the target, with the sound: against a limit a burst of pictures would hold up the sound behind it."""
PACE_LEAST_KBPS = 40.0

SILENT_S = 1.5
"""No word from the far end, which speaks ten times a second: the way may be choked."""


@dataclass(frozen=True)
class PathFigures:
    """What is known about the way to the far end.

    ``loss``: 0–1, before any repair; ``way_loss``: without what too much sending lost, as repair is no help
    against that; ``burst``: mean number of packets that the way itself loses in a row, 1 or more; ``gone``:
    of the packets of sound that had copies those, 0–1, of which none came; ``target_kbps``: what may be sent,
    headers included. Until enough is known about them ``way_loss`` and ``gone`` are 0.
    """

    loss: float = 0.0
    way_loss: float = 0.0
    burst: float = 1.0
    gone: float = 0.0
    target_kbps: float = START_KBPS


class Congestion:
    """Not thread-safe. ``most_kbps``: never aims for more. Attributes ``target_kbps``; ``beside_kbps``, what
    else is sent and nobody tells of, RTCP above all, to be set by the owner."""

    def __init__(self, most_kbps: float) -> None:
        self._most_kbps = most_kbps
        self.target_kbps = min(START_KBPS, most_kbps)
        self.beside_kbps = 0.0
        self._wanted_kbps = most_kbps
        self._delay = DelayTrend()
        self._clumps = Clumps()
        self._loss = LossRuns()
        self._way_loss = LossRuns()  # without what an overflowing queue lost: slower helps there, not repair
        self._copies = CopyFates()
        self._overloaded = False
        self._probing = Probing()
        self._acked = Rate(ACKED_S)
        self._sound = Rate(ACKED_S)
        self._draining = False
        self._settled_kbps = 0.0
        self._rising_since_s: float | None = None
        self._queue_since_s = 0.0
        self._reports = 0
        self._own_loss = 0.0  # as it was known at ``_own_loss_s``
        self._own_loss_s = float("-inf")
        self._clear_loss = 0.0  # of the way itself, when it had no queue
        self._round_trip_s = 0.0
        self._ceiling_kbps: float | None = None
        self._ceiling_since_s = 0.0
        self._ceiling_met = False
        self._passed_once = False
        self._proven = False  # until a first train has passed
        self._results_s: float | None = None
        self._grown_s: float | None = None
        self._lowered_s = float("-inf")
        self._silent_since_s = 0.0
        self._reported_loss = 0.0
        self._far_most_kbps = most_kbps

    @property
    def pace_kbps(self) -> float:
        """How fast pictures may leave the pacer."""
        if self._proven and self._ceiling_kbps is None:
            return self.target_kbps * PACE
        return max(self.target_kbps * PACE_LIMITED - self._sound.kbps, PACE_LEAST_KBPS)

    @property
    def is_known(self) -> bool:
        """Whether the far end has said what ``path`` rests on. By its second report it would have told of
        each packet, if it did."""
        return self.has_told or self._reports > 1

    @property
    def path(self) -> PathFigures:
        """What is known about the way."""
        return PathFigures(
            loss=self._loss.share if self.has_told else self._reported_loss,
            way_loss=self._own_loss if self.has_told else self._reported_loss,
            burst=self._way_loss.burst,
            gone=self._gone,
            target_kbps=self.target_kbps,
        )

    def wants(self, kbps: float) -> None:
        """What would be of use, headers and sound included; probes look no further. 0: nothing more."""
        self._wanted_kbps = min(kbps, self._most_kbps)

    def probe(self, now_s: float) -> Probe | None:
        """A train to be sent now, None when there is nothing to find out. Asked at each tick."""
        if self._results_s is None or now_s - self._results_s > SILENT_S:
            return None  # nobody would tell what became of it
        if self._delay.has_queue or now_s - self._lowered_s < 1.0:
            return None
        limit_kbps = self._ceiling_kbps if self._ceiling_met else None
        return self._probing.next(
            self.target_kbps, self._wanted_kbps, limit_kbps, self._delay.jitter_ms, now_s
        )

    @property
    def _passing_kbps(self) -> float:
        """What passes the bottleneck, if the way loses packets all along."""
        return self._acked.kbps / (1 - min(self._clear_loss, LOSS_HEAVY))

    @property
    def _gone(self) -> float:
        return self._copies.gone if self._copies.packets >= GONE_PACKETS_LEAST else 0.0

    # ------------------------------------------------------------ what the far end says

    def results(self, results: Sequence[PacketResult], round_trip_s: float, now_s: float) -> None:
        """The far end told what became of these packets, mostly in the order in which they were sent."""
        self._round_trip_s = round_trip_s
        self._results_s = self._silent_since_s = now_s
        for result in results:
            self._count_loss(result, now_s)
            if result.arrived_s is not None:
                if result.kind != "copy":  # what leaves back to back may come so, and says nothing of the way
                    self._delay.came(result.sent_s, result.arrived_s)
                    passing_kbps = max(self._acked.kbps, LEAST_KBPS)
                    self._clumps.count(result.arrived_s, result.size_bytes, passing_kbps)
                self._acked.count(result.arrived_s, result.size_bytes)
                if result.kind in ("audio", "copy"):
                    self._sound.count(result.arrived_s, result.size_bytes)
        self._copies.elapsed(now_s)
        self._learn_own_loss(now_s)
        if (finding := self._probing.results(results, self._delay.least_s, now_s)) is not None:
            self._found(finding, now_s)
        self._decide(now_s)

    def _count_loss(self, result: PacketResult, now_s: float) -> None:
        lost = result.arrived_s is None
        if result.copies > 1 and not self._overloaded:
            self._copies.tell(result.group, result.copies, not lost, now_s)
        if result.kind not in ("audio", "video"):
            return  # a copy follows its original too closely to tell of runs as the other packets do
        self._loss.tell(result.number, lost, now_s)
        if not self._overloaded:
            self._way_loss.tell(result.number, lost, now_s)

    def _learn_own_loss(self, now_s: float) -> None:
        way = self._way_loss
        if way.packets >= KNOWN_PACKETS_LEAST:
            self._own_loss = way.share if way.lost >= KNOWN_LOST_LEAST else 0.0
            self._own_loss_s = now_s
        elif now_s - self._own_loss_s > KNOWN_S:
            self._own_loss = 0.0

    def _found(self, finding: Finding, now_s: float) -> None:
        """What a train of padding says. Against a ceiling that was met it has to say so twice."""
        if not finding.passed:
            self._passed_once = False
            # A ceiling is lowered by queues alone: a train that left too slowly would find it too low. And a
            # train is too short to show what else is sent.
            limit_kbps = max(finding.kbps - self.beside_kbps, self._ceiling_kbps or 0.0)
            if self._ceiling_met:
                self._ceiling_kbps = limit_kbps  # but it grows older: no proof is no news of it
            else:
                self._limit(limit_kbps, now_s, met=self._ceiling_kbps is not None)
            self._aim(max(SETTLED * limit_kbps, min(self.target_kbps, self._passing_kbps)))
        elif self._ceiling_met and not self._passed_once:
            self._passed_once = True
        else:
            self._passed_once = False
            self._proven = True
            self._ceiling_kbps = None
            self._ceiling_met = False
            self._aim(max(self.target_kbps, finding.kbps))

    def _limit(self, kbps: float, now_s: float, *, met: bool) -> None:
        """``met``: not by a single train alone, which a busy machine may have stretched."""
        self._ceiling_kbps = kbps
        self._ceiling_met = self._ceiling_met or met
        self._ceiling_since_s = now_s

    def _decide(self, now_s: float) -> None:
        delay, loss = self._delay, self._loss.share
        high_ms = QUEUE_MOST_MS + delay.noise_ms
        if not delay.rising or self._probing.disturbs(now_s):
            self._rising_since_s = None
        elif self._rising_since_s is None:
            self._rising_since_s = now_s
        grows = self._rising_since_s is not None and now_s - self._rising_since_s >= RISING_S
        queued = grows or (delay.queue_ms > high_ms and not delay.falling)
        if self._clumps.share > CLUMPED and delay.queue_ms < CLUMPED_QUEUE_MS:
            queued = queued and now_s - self._queue_since_s >= CLUMPED_S
        if not delay.has_queue:
            self._queue_since_s = now_s
            if self._way_loss.packets >= WAY_LOSS_PACKETS_LEAST:
                self._clear_loss = self._way_loss.share
        elif loss > LOSS_WITH_QUEUE and now_s - self._queue_since_s > SHALLOW_QUEUE_S:
            queued = True
        self._overloaded = queued
        if queued or (loss > LOSS_HEAVY and self._loss.packets >= LOSS_PACKETS_LEAST):
            self._lower(queued, now_s)
        elif not delay.has_queue or (delay.queue_ms < high_ms and not delay.falling):
            self._grow(now_s)
        else:
            self._grown_s = now_s

    def _lower(self, queued: bool, now_s: float) -> None:
        self._grown_s = now_s
        self._passed_once = False
        shows_s = self._round_trip_s + self._delay.queue_ms / 1000 + LOWER_AGAIN_S
        if now_s - self._lowered_s < shows_s:
            return
        if not queued and now_s - self._lowered_s < self._loss.window_s:
            return  # what was lost before the last time still counts
        self._lowered_s = now_s
        self._draining = True
        if queued:
            self._way_loss.forget()
            self._copies.forget()
        passing_kbps = self._passing_kbps
        limit_kbps, self._settled_kbps = passing_kbps, passing_kbps * SETTLED
        if self.target_kbps > WELL_BELOW * passing_kbps:
            # It was not all that was allowed, so the queue may come from elsewhere: what passed may go on,
            # and what is known of the limit is not thrown away at once.
            limit_kbps = max(passing_kbps, CEILING_DECAY * (self._ceiling_kbps or 0.0))
            self._settled_kbps = max(passing_kbps, SETTLED * limit_kbps)
        self._limit(limit_kbps, now_s, met=True)
        drain = DRAIN_LONG if self._delay.queue_ms > LONG_QUEUE_MS else DRAIN
        self._aim(min(self.target_kbps, drain * passing_kbps))

    def _grow(self, now_s: float) -> None:
        passed_s = 0.0 if self._grown_s is None else min(now_s - self._grown_s, 1.0)
        self._grown_s = now_s
        most_kbps = GROW_BEYOND_PASSING * self._passing_kbps + 10
        ceiling_kbps = self._ceiling_kbps
        if ceiling_kbps is not None:
            if now_s - self._ceiling_since_s > CEILING_S:
                self._ceiling_kbps = None
                self._ceiling_met = False
            else:
                ceiling_kbps = self._ceiling_kbps = max(ceiling_kbps, self._passing_kbps)
                most_kbps = CEILING_ROOM * ceiling_kbps
                if self._draining and not self._delay.has_queue:
                    self._draining = False
                    self._aim(max(self.target_kbps, self._settled_kbps))
        grown_kbps = self.target_kbps * (1 + GROW_PER_S) ** passed_s
        self._aim(max(self.target_kbps, min(grown_kbps, most_kbps)))

    def _aim(self, kbps: float) -> None:
        self.target_kbps = min(max(kbps, LEAST_KBPS), self._most_kbps)

    # ------------------------------------------------------------ only without transport-wide feedback

    @property
    def has_told(self) -> bool:
        """Whether the far end tells of each packet, only not at present: no consent to send more."""
        return self._results_s is not None

    def remb(self, kbps: float, now_s: float) -> None:
        """The far end's own estimate (draft-alvestrand-rmcat-remb-03); a ceiling, if it tells of packets."""
        self._silent_since_s = now_s
        self._far_most_kbps = min(kbps, self._most_kbps)
        self._aim(min(self.target_kbps, self._far_most_kbps) if self.has_told else self._far_most_kbps)

    def report(self, loss: float, now_s: float) -> None:
        """A receiver report, about once a second: heavy loss lowers the target, else it grows."""
        self._silent_since_s = now_s
        self._reported_loss = loss
        self._reports += 1
        if loss > LOSS_HEAVY:
            self._aim(self.target_kbps * (1 - loss / 2))
        elif not self.has_told:
            self._aim(max(self.target_kbps, min(self.target_kbps * (1 + GROW_PER_S), self._far_most_kbps)))

    def elapsed(self, now_s: float) -> None:
        """Time has passed, at least ten times a second: a far end that fell silent halves the target."""
        if self._silent_since_s and now_s - self._silent_since_s > SILENT_S:
            self._silent_since_s = now_s
            self._aim(self.target_kbps / 2)
