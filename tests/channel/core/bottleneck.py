"""A sender with congestion control on a thin, lossy, nervous way, in virtual time.

Responsible for: the way (a queue with a rate and a bound, loss, delay, jitter), a sender that behaves as ours
(sound, the pictures of the rung it can afford, a pacer, padding), feedback, and figures. Not for: sockets and
codecs; nothing here waits.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field, replace

from channel.core.congestion import Congestion
from channel.core.pacing import Pacer
from channel.core.rungs import RungChoice, ladder
from channel.core.transport_feedback import PacketResult

STEP_S = 0.001
HEADERS_BYTES = 64
"""Of RTP, the transport-wide number, SRTP, UDP and IP."""
FULL_KBPS = 600


@dataclass(frozen=True)
class Way:
    """``kbps``: None for no limit; ``queue_s``: what would wait longer is dropped; ``loss``: 0–1 at random,
    in runs of ``burst`` on average; ``delay_s`` one way; ``jitter_s``: up to so much more, in order.
    ``beside_kbps``: what else takes of it and no packet's number tells of: RTCP, the control channel."""

    kbps: float | None = None
    queue_s: float = 0.2
    loss: float = 0.0
    burst: float = 1.0
    delay_s: float = 0.02
    jitter_s: float = 0.0
    beside_kbps: float = 0.0


@dataclass
class Second:
    """What happened in one second of virtual time. Delays in ms, of sound, with the way's own."""

    sent_kbps: float = 0.0
    worst_delay_ms: float = 0.0
    sound_lost: int = 0
    dropped: int = 0
    rung: int = 0
    target_kbps: float = 0.0


@dataclass(order=True)
class _Underway:
    arrives_s: float
    number: int
    result: PacketResult = field(compare=False)


class Simulation:
    """``run(seconds)`` gives the figures second by second; ``way`` may be replaced between calls."""

    def __init__(
        self, way: Way, *, seed: int = 1, redundancy: int = 0, copies: int = 1, most_kbps: float = 1130.0
    ) -> None:
        self.way = way
        self.now_s = 0.0
        self.congestion = Congestion(most_kbps)
        self.choice = RungChoice(ladder(640, 360, 25, FULL_KBPS))
        self._random = random.Random(seed)
        self._sound_bytes = 80 * (1 + redundancy) + HEADERS_BYTES
        self._copies = copies
        self._free_s = 0.0  # when the bottleneck has sent what waits
        self._last_arrival_s = 0.0
        self._in_burst = False
        self._sent: deque[_Underway] = deque()
        self._number = 0
        self._said = 0
        self._pacer: Pacer[tuple[int, str]] = Pacer(self.congestion.pace_kbps)
        self._reports: list[tuple[float, list[PacketResult]]] = []
        self._picture = 0
        self._encoding: object = None
        self._second = Second()

    # ------------------------------------------------------------ the way

    def _say(self) -> None:
        self._said += 1
        for copy in range(self._copies):
            self._send(self._sound_bytes, "copy" if copy else "audio", copies=self._copies, group=self._said)

    def _send(self, size_bytes: int, kind: str, *, copies: int = 1, group: int = 0) -> None:
        way, now_s = self.way, self.now_s
        self._second.sent_kbps += size_bytes * 8 / 1000
        arrives_s: float | None = now_s
        if way.kbps is not None:
            waits_s = max(0.0, self._free_s - now_s)
            if waits_s > way.queue_s:
                arrives_s = None
                self._second.dropped += 1
            else:
                self._free_s = now_s + waits_s + size_bytes * 8 / 1000 / way.kbps
                arrives_s = self._free_s
        if self._is_lost():
            arrives_s = None
        if arrives_s is not None:
            arrives_s += way.delay_s + self._random.uniform(0.0, way.jitter_s)
            arrives_s = self._last_arrival_s = max(arrives_s, self._last_arrival_s)
        if kind == "audio":
            if arrives_s is None:
                self._second.sound_lost += 1
            else:
                self._second.worst_delay_ms = max(self._second.worst_delay_ms, (arrives_s - now_s) * 1000)
        self._number += 1
        told_s = now_s + way.delay_s + way.queue_s if arrives_s is None else arrives_s
        result = PacketResult(size_bytes, now_s, arrives_s, kind, self._number, copies, group)
        self._sent.append(_Underway(told_s, self._number, result))

    def _is_lost(self) -> bool:
        loss, burst = self.way.loss, self.way.burst
        if self._in_burst:
            self._in_burst = self._random.random() < 1 - 1 / burst
        if not self._in_burst:
            self._in_burst = self._random.random() < loss / burst / (1 - loss + loss / burst)
        return self._in_burst

    # ------------------------------------------------------------ the ends

    def run(self, seconds: int) -> list[Second]:
        figures = []
        for _ in range(seconds):
            self._second = Second()
            for _ in range(round(1 / STEP_S)):
                self._step(round(self.now_s / STEP_S))
                self.now_s += STEP_S
            self._second.rung = self.choice.rung
            self._second.target_kbps = self.congestion.target_kbps
            figures.append(replace(self._second))
        return figures

    def _step(self, tick: int) -> None:
        if tick % 20 == 0:
            self._say()
        if tick % 40 == 7:
            self._take_picture()
        if tick % 50 == 3 and self.way.kbps is not None:
            taken_s = 0.05 * self.way.beside_kbps / self.way.kbps
            self._free_s = max(self._free_s, self.now_s) + taken_s
        if tick % 100 == 50:
            self._report()
        while self._reports and self._reports[0][0] <= self.now_s:
            _, results = self._reports.pop(0)
            self.congestion.results(results, 2 * self.way.delay_s, self.now_s)
        if tick % 100 == 0:
            self._elapsed()
        self._pace()

    def _elapsed(self) -> None:
        sound_kbps = self._copies * self._sound_bytes * 8 * 50 / 1000
        self.congestion.beside_kbps = self.way.beside_kbps
        self.congestion.elapsed(self.now_s)
        self.choice.afford((self.congestion.target_kbps - sound_kbps) * 0.93, self.now_s)
        wants_kbps = self.choice.wants_kbps
        self.congestion.wants(wants_kbps / 0.93 + sound_kbps if wants_kbps else 0.0)
        if (probe := self.congestion.probe(self.now_s)) is not None:
            padding = (probe.packet_bytes, "probe")
            self._pacer.put_train([(padding, probe.packet_bytes)] * probe.packets, probe.kbps)

    def _take_picture(self) -> None:
        standing = self.choice.standing
        self._picture += 1
        if standing is None:
            self._encoding = None
            return
        keyframe = self._encoding != standing.encoding
        if keyframe:
            self._encoding, self._picture = standing.encoding, 0
        rates = standing.encoding.layer_kbps
        layer = {1: (0,), 2: (0, 1), 3: (0, 2, 1, 2)}[len(rates)][self._picture % 2 ** (len(rates) - 1)]
        if layer >= standing.layers:
            return
        rate = rates[layer] - (rates[layer - 1] if layer else 0)
        a_second = standing.encoding.fps / 2 ** (len(rates) - max(layer, 1))
        size_bytes = rate * 1000 / 8 / a_second * self._random.uniform(0.7, 1.3) * (2.0 if keyframe else 1)
        packet_bytes, packets = standing.encoding.packet_bytes, []
        while size_bytes > 0:
            packets.append(round(min(size_bytes, packet_bytes)) + HEADERS_BYTES)
            size_bytes -= packet_bytes
        if not self._pacer.put([((size, "video"), size) for size in packets], spare=layer > 0) and layer == 0:
            self._encoding = None

    def _pace(self) -> None:
        self._pacer.kbps = self.congestion.pace_kbps
        for size_bytes, kind in self._pacer.due(self.now_s):
            self._send(size_bytes, kind)

    def _report(self) -> None:
        results = []
        while self._sent and self._sent[0].arrives_s <= self.now_s:
            results.append(self._sent.popleft().result)
        if results:
            self._reports.append((self.now_s + self.way.delay_s, results))


def show(figures: list[Second]) -> str:
    """A line a second, for the one who looks for the reason of a failure."""
    return "\n".join(f"{number:3d} {second}" for number, second in enumerate(figures))
