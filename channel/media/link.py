"""The peers of one channel, made, used and dropped as the negotiation says.

Responsible for: carrying out ``channel.core.negotiation``, and knowing when the peer in use last gave a
sign of life. Not for: gates and media (``common_end``).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, assert_never

from channel.core.liveness import Life, life
from channel.core.negotiation import (
    Announce,
    AskRebuild,
    Command,
    DescriptionMade,
    DropPeer,
    Elapsed,
    LifeChanged,
    LinkState,
    MakeAnswer,
    MakeOffer,
    PeerConnected,
    PeerFailed,
    SendDescription,
    TakeAnswer,
    UsePeer,
)
from channel.media import rtp
from channel.media.peer import Peer, PeerError, PeerEvents
from channel.media.settings import MediaSettings
from channel.runtime.tasks import Tasks
from channel.wire.ids import Epoch

_log = logging.getLogger(__name__)

CommonEvent: TypeAlias = DescriptionMade | PeerConnected | PeerFailed | LifeChanged | Elapsed
Tap: TypeAlias = Callable[[str, bytes], None]
"""Sees every decrypted RTP packet on arrival: kind (``audio`` or ``video``) and its bytes."""


class Negotiation(Protocol):
    """Either side's machine, as far as the link itself is concerned."""

    def handle(self, event: CommonEvent, now_s: float, /) -> list[Command]: ...


@dataclass(frozen=True)
class LinkEvents:
    """What a link tells its owner, on the loop thread."""

    on_description: Callable[[Epoch, str], None]
    on_rebuild: Callable[[Epoch], None]
    on_state: Callable[[LinkState, Epoch], None]
    on_use: Callable[[Epoch, Peer], None]
    on_unused: Callable[[], None]
    on_control: Callable[[str | bytes], None]
    on_rtp: Callable[[str, rtp.Packet, float], None]
    on_unseen_loss: Callable[[int, float], None]
    on_keyframe_wanted: Callable[[], None]


class Link:
    """Loop thread only. Attributes ``peer`` and ``epoch``: in use, None when there is none."""

    def __init__(
        self,
        negotiation: Negotiation,
        events: LinkEvents,
        settings: MediaSettings,
        tasks: Tasks,
        name: str,
        tap: Tap | None,
    ) -> None:
        self.peer: Peer | None = None
        self.epoch: Epoch | None = None
        self.last_sign_s = 0.0
        self._negotiation = negotiation
        self._events = events
        self._settings = settings
        self._tasks = tasks
        self._name = name
        self._tap = tap
        self._peers: dict[Epoch, Peer] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._life = Life.ALIVE
        self._closed = False

    def perform(self, commands: list[Command]) -> None:
        """Carry out what the negotiation orders."""
        for command in commands:
            if not self._closed:
                self._perform(command)

    def _perform(self, command: Command) -> None:
        match command:
            case MakeOffer(epoch):
                self._run(self._make_offer(epoch, self._new_peer(epoch)), "offer")
            case MakeAnswer(epoch, sdp):
                self._run(self._make_answer(epoch, self._new_peer(epoch), sdp), "answer")
            case TakeAnswer(epoch, sdp):
                if (peer := self._peers.get(epoch)) is not None:
                    self._run(self._take_answer(epoch, peer, sdp), "take answer")
            case SendDescription(epoch, sdp):
                self._events.on_description(epoch, sdp)
            case UsePeer(epoch):
                self._use(epoch)
            case DropPeer(epoch):
                self._drop(epoch)
            case AskRebuild(epoch):
                self._events.on_rebuild(epoch)
            case Announce(state, epoch):
                _log.info("%s: link %s, epoch %d", self._name, state.value, epoch)
                self._events.on_state(state, epoch)
            case _:
                assert_never(command)

    def _handle(self, event: CommonEvent) -> None:
        if not self._closed:
            self.perform(self._negotiation.handle(event, time.monotonic()))

    # ------------------------------------------------------------ peers

    def _new_peer(self, epoch: Epoch) -> Peer:
        peer = Peer(
            self._settings,
            PeerEvents(
                on_connected=lambda: self._handle(PeerConnected(epoch)),
                on_failed=lambda reason: self.failed(epoch, reason),
                on_control=lambda text: self._control_came(epoch, text),
                on_rtp=lambda kind, packet, data, at_s: self._rtp_came(epoch, kind, packet, data, at_s),
                on_unseen_loss=lambda packets, at_s: self._loss_unseen(epoch, packets, at_s),
                on_keyframe_wanted=lambda: self._keyframe_wanted(epoch),
            ),
        )
        self._peers[epoch] = peer
        return peer

    async def _make_offer(self, epoch: Epoch, peer: Peer) -> None:
        try:
            sdp = await peer.make_offer()
        except OSError as error:
            self.failed(epoch, f"no offer could be made: {type(error).__name__}")
        else:
            self._handle(DescriptionMade(epoch, sdp))

    async def _make_answer(self, epoch: Epoch, peer: Peer, offer: str) -> None:
        try:
            sdp = await peer.make_answer(offer)
        except (PeerError, OSError) as error:
            self.failed(epoch, str(error) if isinstance(error, PeerError) else type(error).__name__)
        else:
            self._handle(DescriptionMade(epoch, sdp))

    async def _take_answer(self, epoch: Epoch, peer: Peer, answer: str) -> None:
        try:
            await peer.take_answer(answer)
        except PeerError as error:
            self.failed(epoch, str(error))

    def failed(self, epoch: Epoch, reason: str) -> None:
        """The peer of this epoch cannot go on."""
        if epoch in self._peers:
            _log.info("%s: epoch %d failed: %s", self._name, epoch, reason)
            self._handle(PeerFailed(epoch))

    def _use(self, epoch: Epoch) -> None:
        self.peer = self._peers[epoch]
        self.epoch = epoch
        self._life = Life.ALIVE
        self.last_sign_s = time.monotonic()
        self._events.on_use(epoch, self.peer)

    def _drop(self, epoch: Epoch) -> None:
        peer = self._peers.pop(epoch, None)
        if peer is None:
            return
        if self.epoch == epoch:
            self.peer = None
            self.epoch = None
            self._events.on_unused()
        self._run(peer.close(), "close")

    def _run(self, coro: Coroutine[Any, Any, None], what: str) -> None:
        task = self._tasks.spawn(coro, name=f"{self._name} {what}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    # ------------------------------------------------------------ what comes in

    def _control_came(self, epoch: Epoch, text: str | bytes) -> None:
        if epoch == self.epoch:
            self._events.on_control(text)

    def _rtp_came(self, epoch: Epoch, kind: str, packet: rtp.Packet, data: bytes, arrived_s: float) -> None:
        if self._tap is not None:
            self._tap(kind, data)
        if epoch == self.epoch:
            self.last_sign_s = arrived_s
            self._events.on_rtp(kind, packet, arrived_s)

    def _loss_unseen(self, epoch: Epoch, packets: int, at_s: float) -> None:
        if epoch == self.epoch:
            self._events.on_unseen_loss(packets, at_s)

    def _keyframe_wanted(self, epoch: Epoch) -> None:
        if epoch == self.epoch:
            self._events.on_keyframe_wanted()

    def elapsed(self, now_s: float) -> None:
        """Time has passed; at least every 200 ms."""
        if self.peer is not None:
            self.peer.elapsed(now_s)
            now_life = life(self.last_sign_s, now_s)
            if now_life is not self._life:
                self._life = now_life
                self._handle(LifeChanged(now_life))
        self._handle(Elapsed())

    async def close(self) -> None:
        """Close all peers, within a few seconds whatever happens."""
        self._closed = True
        self.peer = None
        self.epoch = None
        peers = list(self._peers.values())
        self._peers.clear()
        await asyncio.gather(*(peer.close() for peer in peers))
        if self._running:
            await asyncio.wait(set(self._running), timeout=4.0)
