"""Hub tests as scripts: who comes, what they say, what each of them was told.

``Play`` performs what the runtime would: it gives each connection a number, keeps what is delivered to it,
and forgets a connection that the hub closes. Its clock moves only by ``wait``.
"""

from __future__ import annotations

import itertools
from typing import TypeVar

from channel.wire.ids import BoothId, ChannelId, OfficerId
from channel.wire.messages import (
    BoothAssigned,
    BoothCondition,
    BoothHello,
    BoothQueued,
    BoothReport,
    ChannelOpened,
    DeskHello,
    FromBooth,
    FromDesk,
    StartVisit,
    ToBooth,
    ToDesk,
)
from signaling_server.core.hub import Hub
from signaling_server.core.leases import Leases
from signaling_server.core.records import BoothPlan, BranchPlan, ClientId, Deliver, OfficerPlan

KEY = bytes(range(32))
START_S = 1_800_000_000.0
BOOTH_GRACE_S = 30.0
DESK_GRACE_S = 90.0
RECOVERY_S = 15.0

M = TypeVar("M", bound=ToBooth | ToDesk)


def plan(booths: int = 6, officers: tuple[str, ...] = ("sari", "budi")) -> BranchPlan:
    return BranchPlan(
        name="Cabang Uji",
        booths=tuple(BoothPlan(BoothId(f"booth-{n}"), n) for n in range(1, booths + 1)),
        officers=tuple(OfficerPlan(OfficerId(name), name.title()) for name in officers),
        booth_grace_s=BOOTH_GRACE_S,
        desk_grace_s=DESK_GRACE_S,
        recovery_s=RECOVERY_S,
        service_s=600.0,
    )


class Play:
    """One hub and everybody connected to it."""

    def __init__(self, booths: int = 6, now_s: float = START_S) -> None:
        self.now_s = now_s
        self._plan = plan(booths)
        self._clients = itertools.count(1)
        self._ids = itertools.count(1)
        self.peers: dict[ClientId, Peer] = {}
        self.hub = self._new_hub()

    def _new_hub(self) -> Hub:
        return Hub(self._plan, Leases(KEY), "test", self.now_s, new_id=lambda: f"{next(self._ids):022d}")

    def restart(self) -> None:
        """kill -9 and a new process: the hub has forgotten everything, the key is the same."""
        self.hub = self._new_hub()

    def wait(self, seconds: float) -> None:
        """Time passes, with the ticks that the hub asks for."""
        end_s = self.now_s + seconds
        while (due_s := self.hub.next_tick_s(self.now_s)) <= end_s:
            self.now_s = max(self.now_s, due_s)
            self.perform(self.hub.tick(self.now_s))
        self.now_s = end_s

    def perform(self, orders: list[Deliver]) -> None:
        for order in orders:
            peer = self.peers.get(order.client)
            if peer is not None:
                peer.told.append(order.message)
                if order.close:
                    peer.closed = True
                    del self.peers[order.client]
                    self.perform(self.hub.leave(order.client, self.now_s))

    def booth(self, number: int, lease: str = "", ready: bool = True) -> Peer:
        """Booth N connects, and reports itself ready."""
        peer = self._connect(
            BoothHello(protocol=1, booth=BoothId(f"booth-{number}"), token="t", software="test", lease=lease)
        )
        if ready:
            peer.say(BoothReport(condition=BoothCondition.READY))
        return peer

    def visitor(self, number: int) -> Peer:
        """Booth N connects, and somebody has touched START."""
        peer = self.booth(number)
        peer.start_visit()
        return peer

    def desk(
        self,
        officer: str = "sari",
        capacity: int = 6,
        accepting: bool = True,
        leases: tuple[str, ...] = (),
    ) -> Peer:
        return self._connect(
            DeskHello(
                protocol=1,
                officer=OfficerId(officer),
                software="test",
                capacity=capacity,
                password="p",
                accepting=accepting,
                leases=leases,
            ),
            session="session",
        )

    def _connect(self, hello: BoothHello | DeskHello, session: str = "") -> Peer:
        peer = Peer(self, ClientId(next(self._clients)))
        self.peers[peer.client] = peer
        self.perform(self.hub.handle(peer.client, hello, self.now_s, session))
        return peer


class Peer:
    """One connection. ``told`` is everything delivered to it, in order."""

    def __init__(self, play: Play, client: ClientId) -> None:
        self._play = play
        self.client = client
        self.told: list[ToBooth | ToDesk] = []
        self.closed = False

    def say(self, message: FromBooth | FromDesk) -> list[ToBooth | ToDesk]:
        """Returns what it is told in consequence."""
        before = len(self.told)
        self._play.perform(self._play.hub.handle(self.client, message, self._play.now_s))
        return self.told[before:]

    def start_visit(self) -> None:
        self.say(StartVisit(language="id", consent=True, consent_version="1"))

    def vanish(self) -> None:
        """The connection is lost."""
        self._play.peers.pop(self.client, None)
        self.closed = True
        self._play.perform(self._play.hub.leave(self.client, self._play.now_s))

    def all(self, kind: type[M]) -> list[M]:
        return [message for message in self.told if isinstance(message, kind)]

    def last(self, kind: type[M]) -> M:
        """The newest message of this kind; fails if there was none."""
        found = self.all(kind)
        assert found, f"never told {kind.__name__}, but {[type(m).__name__ for m in self.told]}"
        return found[-1]

    @property
    def lease(self) -> str:
        """A booth's newest lease."""
        leases = [m.lease for m in self.told if isinstance(m, BoothQueued | BoothAssigned)]
        return leases[-1] if leases else ""

    @property
    def leases(self) -> tuple[str, ...]:
        """A desk's leases, the newest of each channel it was ever given."""
        return tuple({m.channel: m.lease for m in self.all(ChannelOpened)}.values())

    def channel_of(self, number: int) -> ChannelId:
        """The newest channel that a desk was given with booth N."""
        opened = [m for m in self.all(ChannelOpened) if m.number == number]
        assert opened, f"never given a channel with booth {number}"
        return opened[-1].channel
