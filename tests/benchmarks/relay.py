"""A bad network between two ICE ends, in user space: the kernel here need not know how to impair a link.

Responsible for: when a datagram arrives at the other side, if ever (``Link``, pure), and carrying datagrams
between two ends that see only this relay (``Path``). Not for: judging what came of it.

How a link behaves, in this order: a datagram waits for its turn at the rate limit and is dropped when it
would wait longer than the queue holds; it may be lost on the way, alone or as one of a group of successive
ones; it takes the delay and a random part of the jitter. Order is kept, as in a real queue: jitter never
reorders. Sizes are counted with the 28 bytes of IPv4 and UDP headers.

Each end is known by the first IPv4 candidate of its description, all others are dropped from what the other
end is shown; datagrams from elsewhere are not carried.
"""

from __future__ import annotations

import asyncio
import math
import random
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TypeAlias, cast

HEADER_BYTES = 28

Address: TypeAlias = tuple[str, int]

_CANDIDATE = re.compile(r"a=candidate:(\S+) 1 udp (\d+) (\d+\.\d+\.\d+\.\d+) (\d+) typ \w+.*", re.IGNORECASE)


@dataclass(frozen=True)
class Impairment:
    """One direction. ``loss``: share of datagrams, in groups of ``burst``; ``jitter_ms``: the delay is within
    ± this; ``rate_kbps`` None: no limit."""

    loss: float = 0.0
    burst: int = 1
    delay_ms: float = 0.0
    jitter_ms: float = 0.0
    rate_kbps: float | None = None
    queue_ms: float = 200.0

    def delay_only(self) -> Impairment:
        """The same distance without losses and limits."""
        return replace(self, loss=0.0, jitter_ms=0.0, rate_kbps=None)


class Link:
    """One direction. Attributes: ``impairment`` may be changed at any time; ``lost`` and ``overflowed`` count
    datagrams."""

    def __init__(self, impairment: Impairment, seed: int) -> None:
        self.impairment = impairment
        self.lost = 0
        self.overflowed = 0
        self._random = random.Random(seed)
        self._free_s = 0.0
        self._newest_s = 0.0
        self._group_left = 0

    def handle(self, datagram_bytes: int, now_s: float) -> float | None:
        """When a datagram that is sent now arrives, never before an earlier one; None: never."""
        it = self.impairment
        sent_s = now_s
        if it.rate_kbps is not None:
            start_s = max(now_s, self._free_s)
            if start_s - now_s > it.queue_ms / 1000:
                self.overflowed += 1
                return None
            sent_s = start_s + (datagram_bytes + HEADER_BYTES) * 8 / (it.rate_kbps * 1000)
            self._free_s = sent_s
        if self._is_lost():
            self.lost += 1
            return None
        delay_ms = it.delay_ms + self._random.uniform(-it.jitter_ms, it.jitter_ms)
        # Timers for the same moment run in any order.
        self._newest_s = max(math.nextafter(self._newest_s, math.inf), sent_s + max(0.0, delay_ms) / 1000)
        return self._newest_s

    def _is_lost(self) -> bool:
        if self._group_left:
            self._group_left -= 1
            return True
        loss, burst = self.impairment.loss, self.impairment.burst
        # Between two groups there are on average burst · (1 − loss) / loss datagrams that arrive.
        if self._random.random() * (loss + burst * (1 - loss)) >= loss:
            return False
        self._group_left = burst - 1
        return True


class _Door(asyncio.DatagramProtocol):
    """The socket that one end sees in place of the other end."""

    def __init__(self, link: Link, sent: defaultdict[int, int]) -> None:
        self.beyond: _Door | None = None
        self.inside: Address | None = None
        """The end in front of this door."""
        self._link = link
        self._sent = sent
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    @property
    def address(self) -> Address:
        assert self._transport is not None
        host, port = self._transport.get_extra_info("sockname")[:2]
        return str(host), int(port)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        if addr[:2] != self.inside or self.beyond is None:
            return
        now_s = self._loop.time()
        self._sent[int(now_s)] += len(data) + HEADER_BYTES
        arrival_s = self._link.handle(len(data), now_s)
        if arrival_s is not None:
            self._loop.call_at(arrival_s, self.beyond.hand_over, data)

    def hand_over(self, data: bytes) -> None:
        if self._transport is not None and self.inside is not None:
            self._transport.sendto(data, self.inside)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
            self._transport = None


class Path:
    """The link of one booth to the desk, both directions; each peer connection has its own pair of sockets.

    Loop thread only. Attributes: ``to_desk``, ``to_booth``; ``sent_to_desk``: bytes with headers that the
    booth sent, by whole second of the loop's clock.
    """

    def __init__(self, impairment: Impairment, seed: int) -> None:
        self.to_desk = Link(impairment, 2 * seed)
        self.to_booth = Link(impairment, 2 * seed + 1)
        self.sent_to_desk: defaultdict[int, int] = defaultdict(int)
        self.sent_to_booth: defaultdict[int, int] = defaultdict(int)
        self._doors: list[_Door] = []

    def impair(self, impairment: Impairment) -> None:
        """Both directions from now on."""
        self.to_desk.impairment = self.to_booth.impairment = impairment

    async def offer(self, sdp: str) -> str:
        """The desk's offer as the booth is to see it. Every offer opens a new pair of sockets."""
        end = first_candidate(sdp)
        loop = asyncio.get_running_loop()
        doors = []
        for link, sent in ((self.to_booth, self.sent_to_booth), (self.to_desk, self.sent_to_desk)):
            _, door = await loop.create_datagram_endpoint(
                lambda link=link, sent=sent: _Door(link, sent),  # type: ignore[misc]
                local_addr=(end[0], 0),
            )
            doors.append(door)
        at_desk, at_booth = doors
        at_desk.beyond, at_booth.beyond = at_booth, at_desk
        at_desk.inside = end
        self._doors += doors
        return only_candidate(sdp, at_booth.address)

    def answer(self, sdp: str) -> str:
        """The booth's answer to the newest offer as the desk is to see it."""
        at_desk, at_booth = self._doors[-2:]
        at_booth.inside = first_candidate(sdp)
        return only_candidate(sdp, at_desk.address)

    def close(self) -> None:
        for door in self._doors:
            door.close()


def first_candidate(sdp: str) -> Address:
    """The address of the first IPv4 UDP candidate. Raises ``ValueError`` when there is none."""
    for line in sdp.splitlines():
        if found := _CANDIDATE.fullmatch(line):
            return found.group(3), int(found.group(4))
    raise ValueError("the description has no IPv4 candidate")


def only_candidate(sdp: str, address: Address) -> str:
    """The description with one candidate in each section that had any: a host at ``address``."""
    lines: list[str] = []
    placed = False
    for line in sdp.splitlines():
        if line.startswith("m="):
            placed = False
        if not line.startswith("a=candidate:"):
            lines.append(line)
        elif not placed and (found := _CANDIDATE.fullmatch(line)):
            host, port = address
            lines.append(f"a=candidate:{found.group(1)} 1 udp {found.group(2)} {host} {port} typ host")
            placed = True
    return "\r\n".join(lines) + "\r\n"
