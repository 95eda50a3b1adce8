"""Short trains of padding that ask the way whether it would carry more.

Responsible for: when a train leaves and how fast, and what its arrival says. Not for: sending it (the pacer),
nor for the target that follows (``congestion``).

A train is short, so that sound behind it waits for some ten milliseconds at worst, and never faster than
twice what is known to pass. What arrives as fast as it left has passed; a train that arrives stretched
tells how fast its bottleneck is. The stretch is the slope of arrivals over departures, of all packets that
left meanwhile: one packet's jitter hardly moves it, and lost ones do not matter.

Where a bottleneck was met, our own pictures make more jitter than a short train stretches, and sound would
wait behind a long one. There a train has to prove what it says: at the rate of that bottleneck its last
packets could not have been there so soon, whatever stood in the queue.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from channel.core.clumps import came_close
from channel.core.delay_trend import slope
from channel.core.transport_feedback import PacketResult

TRAIN_S = 0.025
JITTER_FACTOR = 3.0
"""A train is so much longer than the jitter, else this would be all that it shows."""
JITTER_MOST_S = 0.15
"""But no more than this for it: jitter is what the far end makes of it, and a stall may look like it."""
PACKETS = 6
PACKET_LEAST_BYTES, PACKET_MOST_BYTES = 80, 313
"""RTP padding has one byte to say its length: 255 bytes and all headers."""
FASTER_MOST = 2.0
BEYOND = 1.1
"""A train is so much faster than what is wanted: what just passes at the rate wanted would be no proof."""
FIRST_AFTER_S = 0.15
AGAIN_S = 0.3
"""After a train that passed."""
REST_S, REST_MOST_S = 1.0, 5.0
"""After the first that did not, and after several; each time it is ``REST_GROWS`` times longer."""
REST_GROWS = 1.7
HELD_UP_MOST_S = 0.05
"""A train clears what is known to pass within this and what jitter asks for on top."""
HELD_UP_MET_S = 0.03
"""A bottleneck that was met, within this: sound already waits there behind pictures."""
DISTURBS_S = 0.5
DOUBT_S = 1.0
"""After one that did not, when the one before had passed."""
ANSWER_S = 1.0
STRETCHED = 1.15
PROVEN = 0.3
"""So far from the bottleneck's rate to its own a train must have come to prove that there is more."""
FASTER_COUNTED = 1.5
"""With what was sent beside it; a train that left in a clump proves no more."""
ARRIVED_LEAST = 0.7
CLUMPED = 0.4
"""Where more than this share came in clumps, something else than a bottleneck stretched the train."""


@dataclass(frozen=True)
class Probe:
    """A train of padding to be sent at ``kbps``: ``packets`` packets of ``packet_bytes`` each, all headers
    included. Its packets come back as results of the kind ``probe``."""

    kbps: float
    packets: int
    packet_bytes: int


@dataclass(frozen=True)
class Finding:
    """What a train says: ``kbps``, all that left meanwhile counted; ``passed``: it came as fast as it left,
    so that the way may carry still more."""

    kbps: float
    passed: bool


class Probing:
    """One train at a time. Not thread-safe."""

    def __init__(self) -> None:
        self._next_s: float | None = None
        self._out: Probe | None = None
        self._out_since_s = float("-inf")
        self._rest_s = REST_S
        self._passed = False
        self._tolerated = STRETCHED
        self._limit_kbps: float | None = None
        self._train: list[PacketResult] = []

    def next(
        self, target_kbps: float, wanted_kbps: float, limit_kbps: float | None, jitter_ms: float, now_s: float
    ) -> Probe | None:
        """The train to send now, if any. ``wanted_kbps``: what would be of use; ``limit_kbps``: what a
        bottleneck carries that was met already."""
        if self._out is not None:
            if now_s - self._out_since_s < ANSWER_S:
                return None
            self.failed(now_s)
        if self._next_s is None:
            self._next_s = now_s + FIRST_AFTER_S
        if now_s < self._next_s or wanted_kbps <= target_kbps:
            return None
        kbps = min(wanted_kbps * BEYOND, target_kbps * FASTER_MOST)
        extra_s = min(JITTER_FACTOR * jitter_ms / 1000, JITTER_MOST_S)
        self._limit_kbps = limit_kbps
        if limit_kbps is None:
            train_s = min(TRAIN_S + extra_s, (HELD_UP_MOST_S + extra_s) * target_kbps / kbps)
        else:
            train_s = min(TRAIN_S, HELD_UP_MET_S * limit_kbps / kbps)
        self._tolerated = STRETCHED + jitter_ms / 1000 / train_s
        train_bytes = kbps * 1000 / 8 * train_s
        packet_bytes = round(min(max(train_bytes / (PACKETS - 1), PACKET_LEAST_BYTES), PACKET_MOST_BYTES))
        packets = max(PACKETS, round(train_bytes / packet_bytes) + 1)
        self._out = Probe(kbps, packets, packet_bytes)
        self._out_since_s = now_s
        self._train.clear()
        return self._out

    def results(self, results: Sequence[PacketResult], least_delay_s: float, now_s: float) -> Finding | None:
        """What came of all packets, the train's among them, in the order in which they left.
        ``least_delay_s``: from sending to arrival by the far end's clock, of the quickest of late."""
        out = self._out
        if out is None:
            return None
        if now_s - self._out_since_s >= ANSWER_S:
            self.failed(now_s)
            return None
        for result in results:
            if result.kind == "probe" or self._train:
                self._train.append(result)
        if sum(result.kind == "probe" for result in self._train) < out.packets:
            return None
        finding = self._read(out, least_delay_s)
        if finding is None:
            self.failed(now_s)
        else:
            self._out = None
            if finding.passed:
                self._next_s = now_s + AGAIN_S
            elif self._passed:
                self._next_s = now_s + DOUBT_S
            else:
                self.failed(now_s)
            self._passed = finding.passed
        return finding

    def disturbs(self, now_s: float) -> bool:
        """A queue may be the train's own, and its arrival says more."""
        return now_s - self._out_since_s < DISTURBS_S

    def failed(self, now_s: float) -> None:
        """The train says nothing, or that the way is full: not again soon."""
        self._out = None
        self._next_s = now_s + self._rest_s
        self._rest_s = min(self._rest_s * REST_GROWS, REST_MOST_S)

    def _read(self, probe: Probe, least_delay_s: float) -> Finding | None:
        """What the train says, None when it says nothing."""
        limit_kbps = self._limit_kbps
        own_s = [result.sent_s for result in self._train if result.kind == "probe"]
        train = sorted(
            (result for result in self._train if min(own_s) <= result.sent_s <= max(own_s)),
            key=lambda result: result.sent_s,
        )
        came = [(result.sent_s, result.arrived_s) for result in train if result.arrived_s is not None]
        if len(came) < max(4, ARRIVED_LEAST * len(train)):
            return None
        sent_span_s = train[-1].sent_s - train[0].sent_s
        arrivals_s = [arrived_s for _, arrived_s in came]
        arrival_span_s = max(arrivals_s) - min(arrivals_s)
        size_bytes = sum(result.size_bytes for result in train[1:])
        came_kbps = size_bytes * 8 / 1000 / max(arrival_span_s, 1e-3)
        if limit_kbps is not None:
            kbps = min(_proven_kbps(train, least_delay_s), came_kbps, FASTER_COUNTED * probe.kbps)
            if kbps >= limit_kbps + PROVEN * (probe.kbps - limit_kbps):
                return Finding(kbps, passed=True)
        if sent_span_s < 0.25 * TRAIN_S:  # they left at once: the way's rate is that at which they came
            passed = limit_kbps is None and came_kbps >= 0.8 * probe.kbps
            return Finding(min(came_kbps, FASTER_COUNTED * probe.kbps), passed)
        rate_kbps = size_bytes * 8 / 1000 / sent_span_s
        stretch = slope(came)
        if stretch > self._tolerated or limit_kbps is not None:
            kbps = min(rate_kbps / max(stretch, STRETCHED), came_kbps)
            return None if _in_clumps(train, kbps) else Finding(kbps, passed=False)
        return Finding(min(rate_kbps, FASTER_COUNTED * probe.kbps), passed=True)


def _proven_kbps(train: Sequence[PacketResult], least_delay_s: float) -> float:
    """What the way carries at least: what left from the first packet on was through when a later one came.
    Of the second half, whose times are long enough, the packet that was held up least says most."""
    began_s = train[0].sent_s + least_delay_s
    size_bytes, most_kbps = 0, 0.0
    for place, result in enumerate(train[1:], 1):
        if result.arrived_s is None:
            continue
        size_bytes += result.size_bytes
        if place >= len(train) // 2:
            most_kbps = max(most_kbps, size_bytes * 8 / 1000 / max(result.arrived_s - began_s, 1e-3))
    return most_kbps


def _in_clumps(train: Sequence[PacketResult], kbps: float) -> bool:
    """Whether no bottleneck of this rate can have let the train through as it came."""
    came = sorted(
        (one.arrived_s, one.size_bytes) for one in train if one.arrived_s is not None and one.kind != "copy"
    )
    close = sum(
        came_close(arrived_s - before_s, size_bytes, kbps)
        for (before_s, _), (arrived_s, size_bytes) in itertools.pairwise(came)
    )
    return close > CLUMPED * (len(came) - 1)
