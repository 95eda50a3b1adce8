"""Two media transports joined by a way that loses, delays and limits, in virtual time.

Responsible for: the link and a clock that jumps from one event to the next. Not for: sockets and SRTP.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from channel.core.rtp_features import OURS, Features
from channel.media.media_transport import HEADERS_BYTES, KINDS, MediaTransport, TransportEvents
from channel.media.rtp import Packet, parse

OPUS, VP8 = 96, 97
START_S = 1000.0
TICK_S = 0.1


class Clock:
    """Runs what is due, in order."""

    def __init__(self) -> None:
        self.now_s = START_S
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()

    def at(self, at_s: float, call: Callable[[], None]) -> None:
        heapq.heappush(self._due, (max(at_s, self.now_s), next(self._order), call))

    def every(self, step_s: float, call: Callable[[], object]) -> None:
        def again() -> None:
            call()
            self.at(self.now_s + step_s, again)

        self.at(self.now_s, again)

    def run(self, passed_s: float) -> None:
        end_s = self.now_s + passed_s
        while self._due and self._due[0][0] <= end_s:
            at_s, _, call = heapq.heappop(self._due)
            self.now_s = at_s
            call()
        self.now_s = end_s


@dataclass
class Way:
    """One direction. ``lose`` sees each RTP packet before it is lost or not; ``sent`` keeps them all;
    ``refuses``: what comes a second time, as SRTP does; ``jitter_s``: up to so much later, so that packets
    overtake each other."""

    clock: Clock
    delay_s: float = 0.02
    jitter_s: float = 0.0
    rate_kbps: float | None = None
    queue_most_s: float = 0.2
    loss: float = 0.0
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    lose: Callable[[Packet], bool] = lambda packet: False
    refuses: bool = False
    sent: list[tuple[float, bytes]] = field(default_factory=list)
    rtcp: list[bytes] = field(default_factory=list)
    to: MediaTransport | None = None
    _free_s: float = 0.0
    _came: set[tuple[int, int]] = field(default_factory=set)

    def send_rtp(self, packet: bytes) -> bool:
        self.sent.append((self.clock.now_s, packet))
        parsed = parse(packet)
        assert parsed is not None
        if not self.lose(parsed):
            self._carry(packet, lambda to: self._rtp_arrives(to, packet, (parsed.ssrc, parsed.sequence)))
        return True

    def _rtp_arrives(self, to: MediaTransport, packet: bytes, which: tuple[int, int]) -> None:
        if self.refuses and which in self._came:
            to.came_again()
            return
        self._came.add(which)
        to.rtp_came(packet, self.clock.now_s)

    def send_rtcp(self, packet: bytes) -> bool:
        self.rtcp.append(packet)
        self._carry(packet, lambda to: to.rtcp_came(packet, self.clock.now_s))
        return True

    def _carry(self, packet: bytes, arrive: Callable[[MediaTransport], None]) -> None:
        now_s = self.clock.now_s
        if self.chance.random() < self.loss:
            return
        leaves_s = now_s
        if self.rate_kbps is not None:
            if self._free_s - now_s > self.queue_most_s:
                return
            taken_s = (len(packet) + HEADERS_BYTES) * 8 / 1000 / self.rate_kbps
            leaves_s = self._free_s = max(self._free_s, now_s) + taken_s

        def arrives() -> None:
            assert self.to is not None
            arrive(self.to)

        later_s = self.chance.uniform(0.0, self.jitter_s) if self.jitter_s else 0.0
        self.clock.at(leaves_s + self.delay_s + later_s, arrives)


@dataclass
class End:
    """One transport with what came to it, in order of arrival."""

    transport: MediaTransport
    way: Way
    came: list[tuple[str, Packet]] = field(default_factory=list)
    keyframes_wanted: int = 0
    unseen_losses: list[int] = field(default_factory=list)

    def payloads(self, kind: str) -> list[bytes]:
        return [packet.payload for name, packet in self.came if name == kind]


class Link:
    """``near`` and ``far``, set up with these features on both sides."""

    def __init__(self, features: Features = OURS, most_picture_kbps: int = 600) -> None:
        self.clock = Clock()
        self.near, self.far = (self._end(ssrc, features, most_picture_kbps) for ssrc in (10, 20))
        self.near.way.to, self.far.way.to = self.far.transport, self.near.transport

    def _end(self, ssrc: int, features: Features, most_picture_kbps: int) -> End:
        way = Way(self.clock)
        came: list[tuple[str, Packet]] = []

        def wanted() -> None:
            end.keyframes_wanted += 1

        def wake(at_s: float) -> None:
            self.clock.at(at_s, lambda: transport.wake_up(self.clock.now_s))

        transport = MediaTransport(
            way,
            TransportEvents(
                lambda kind, packet, data, at_s: came.append((kind, packet)),
                lambda packets, at_s: end.unseen_losses.append(packets),
                wanted,
            ),
            most_picture_kbps=most_picture_kbps,
            voice_kbps=32,
            wake=wake,
            time_s=lambda: self.clock.now_s,
        )
        transport.agree(features)
        transport.wants(0)
        for number, (kind, payload_type) in enumerate(zip(KINDS, (OPUS, VP8), strict=True)):
            transport.may_send(kind, ssrc + 5 * number, payload_type, b"name")
            transport.may_come(kind, payload_type)
        end = End(transport, way, came)
        self.clock.every(TICK_S, lambda: transport.elapsed(self.clock.now_s))
        return end

    def speak(self, end: End, payload: bytes = bytes(80)) -> None:
        """A block of sound every 20 ms from now on."""
        block = count()
        stream = end.transport.outgoing["audio"]
        self.clock.every(0.02, lambda: stream.send((payload,), next(block) * 960, marker=False))

    def show(self, end: End, kbps: Callable[[], float], fps: int = 25) -> None:
        """Pictures at this rate from now on, in packets of at most 1,100 bytes."""
        picture = count()
        stream = end.transport.outgoing["video"]

        def one() -> None:
            size_bytes = max(1, int(kbps() * 1000 / 8 / fps))
            parts = tuple(bytes(min(1100, size_bytes - at)) for at in range(0, size_bytes, 1100))
            stream.send(parts, next(picture) * 90_000 // fps, marker=True)

        self.clock.every(1 / fps, one)


def ask(link: Link, kind: str, *sequences: int) -> None:
    link.far.transport.reports.ask_again(kind, sequences)


def sequences(link: Link, kind: str) -> list[int]:
    return [packet.sequence for name, packet in link.far.came if name == kind]
