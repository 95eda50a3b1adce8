"""The server's other websocket, at ``/documents``: who comes in there, and the threads that work on the
store.

Responsible for: connections from their hello on, one for each booth and officer, errors of the store, the
care for what lies there. Not for: what booths and desks say (``booth_documents``, ``desk_documents``),
listening (``server``).

The store blocks, so that its work is done in threads of its own; the loop waits for none of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeAlias

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode

from channel.rules.claims import ClaimRules
from channel.settings.version import VERSION
from channel.wire.codec import WireError
from channel.wire.documents import BoothDocumentsHello, DeskDocumentsHello, DocumentsWelcome
from channel.wire.ids import BoothId, OfficerId, VisitId
from channel.wire.messages import ErrorCode, Goodbye, Replaced
from channel.wire.sealed import seal_key_text
from signaling_server.claims import load_claims
from signaling_server.config import ServerConfig
from signaling_server.core.leases import Leases
from signaling_server.core.limits import MESSAGE_COST, REFUSED_COST
from signaling_server.core.papers import named
from signaling_server.runtime.booth_documents import BoothPeer
from signaling_server.runtime.care import Care, Work
from signaling_server.runtime.desk_documents import DeskPeer
from signaling_server.runtime.documents_peer import DocumentsContext, Holding, Peer
from signaling_server.runtime.handover import Deliveries, delivery
from signaling_server.runtime.slip_pdf import SlipAttachment
from signaling_server.store.errors import StoreError, StoreUnavailable
from signaling_server.store.store import Store

_log = logging.getLogger(__name__)

DOCUMENTS_PATH = "/documents"
THREADS = 4
CHECK_S = 1.0
PURGE_S = 3600.0
Hello: TypeAlias = BoothDocumentsHello | DeskDocumentsHello
Identity: TypeAlias = tuple[str, BoothId | OfficerId]


class DocumentsService:
    """Loop thread only. ``holding`` asks the hub whose a visit is; None when it does not go on; ``visits``
    which do."""

    def __init__(
        self,
        config: ServerConfig,
        rules: ClaimRules,
        store: Store,
        leases: Leases,
        now_s: Callable[[], float],
        holding: Callable[[VisitId], Holding | None],
        visits: Callable[[], Collection[VisitId]],
    ) -> None:
        self.unavailable = ""
        """Why the store could not be used the last time, empty if it could."""
        self._numbers = {booth.id: booth.number for booth in config.booths}
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="store")
        self._context = DocumentsContext(
            store=store,
            rules=rules,
            leases=leases,
            threads=self._threads,
            now_s=now_s,
            holding=holding,
            visits=visits,
            settled=self._settle,
            changed=self._tell_all,
        )
        self._config = config
        way = delivery(config.handover)
        self._deliveries = None
        if way is not None:
            attach = SlipAttachment(config.branch, load_claims(config.claims))
            self._deliveries = Deliveries(store.outbox, way, now_s, attach)
        self._unassigned: dict[VisitId, Holding] = {}
        """Whose visits have become since the store was told."""
        self._going_on: set[VisitId] = set()
        """Visits, when it was looked last."""
        self._ended: dict[VisitId, float] = {}
        """When visits ended, of which the store has not been told."""
        self._settling = asyncio.Lock()
        self._woken = asyncio.Event()
        self._undecided_may_differ = False
        """Some officer may have another case undecided, or one less, than they were told."""
        self._cares: dict[VisitId, Care] = {}
        """Of what the store could not be told of a visit."""
        self._tasks: list[asyncio.Task[None]] = []
        self._peers: dict[Identity, tuple[Peer, asyncio.Event]] = {}

    async def start(self) -> None:
        """Tidy up what a kill left. Raises ``StoreError``, also when another server uses the store."""
        self._context.store.hold()
        store = self._context.store
        await self._context.in_thread(store.privacy.sweep)
        await self._context.in_thread(store.uploads.forget_old)
        await self._context.in_thread(self._finish)
        _log.info("the audit log's anchor: %s", await self._context.in_thread(store.audit_anchor))
        jobs = [("documents watch", self._check_watched()), ("purge", self._purge())]
        if self._deliveries is not None:
            jobs.append(("handover", self._deliveries.run()))
        self._tasks = [asyncio.create_task(job, name=name) for name, job in jobs]

    def pair(self, holding: Holding) -> None:
        """A visit has become an officer's."""
        self._unassigned[holding.opening.visit] = holding
        self._going_on.add(holding.opening.visit)
        self._undecided_may_differ = True  # after a restart it may have been told as one of them
        self._woken.set()

    def farewell(self, retry_after_s: float) -> None:
        for peer, _ in self._peers.values():
            peer.say(Goodbye(retry_after_s=retry_after_s), close=CloseCode.GOING_AWAY)

    async def stop(self) -> None:
        """After the last connection: let what is being stored be stored."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        self._threads.shutdown(wait=True)

    async def converse(self, socket: ServerConnection, hello: Hello, name: str) -> None:
        """From the welcome to the end of the connection. ``name`` is for the log."""
        now_s = self._context.now_s()
        identity: Identity
        peer: Peer
        if isinstance(hello, BoothDocumentsHello):
            identity = ("booth", hello.booth)
            peer = BoothPeer(self._context, hello.booth, self._numbers[hello.booth], now_s)
        else:
            identity = ("desk", hello.officer)
            peer = DeskPeer(self._context, hello.officer, name, now_s)
        ended = asyncio.Event()
        # Whoever had this identity until now must not write to the same files any more.
        while (former := self._peers.get(identity)) is not None:
            former[0].say(Replaced(), close=CloseCode.POLICY_VIOLATION)
            await former[1].wait()
        self._peers[identity] = peer, ended
        writer = asyncio.create_task(self._write(socket, peer), name=f"documents writer {peer.name}")
        try:
            key = seal_key_text(self._context.store.keys.sealing)
            claims = named(self._context.rules) if isinstance(peer, DeskPeer) else ()
            welcome = DocumentsWelcome(
                server=f"bilik-server {VERSION}", seal_key=key, now=now_s, claims=claims
            )
            peer.say(welcome)
            _log.info("%s: joined for documents", peer.name)
            with contextlib.suppress(ConnectionClosed):
                async for frame in socket:
                    await self._receive(peer, frame)
        finally:
            del self._peers[identity]
            ended.set()
            if not peer.closing:
                writer.cancel()
            await asyncio.wait({writer})

    async def _settle(self) -> frozenset[VisitId]:
        """Tell the store whose the visits are, or an officer who lost one could go on deciding its case; and
        which are over. Gives those of which it could not be told whose they are: one that is wrong for good
        does not stand in the way of the others. Raises ``StoreUnavailable``."""
        cases = self._context.store.cases
        not_told = set[VisitId]()
        async with self._settling:
            self._look_who_goes_on()
            for visit, holding in list(self._unassigned.items()):
                if not await self._tell_store(visit, partial(self._assign, holding)):
                    not_told.add(visit)
                elif self._unassigned[visit] is holding:
                    del self._unassigned[visit]
            for visit, at in list(self._ended.items()):
                if await self._tell_store(visit, partial(self._context.in_thread, cases.end, visit, at)):
                    del self._ended[visit]
        return frozenset(not_told)

    async def _assign(self, holding: Holding) -> None:
        if holding.officer is not None:
            hand_to = self._context.store.cases.hand_to
            await self._context.in_thread(hand_to, holding.opening, holding.officer)

    async def _tell_store(self, visit: VisitId, work: Work) -> bool:
        care = self._cares.setdefault(visit, Care(f"visit {visit}"))
        done = await care.attempt(work)
        if done:
            del self._cares[visit]
        return done

    def _look_who_goes_on(self) -> None:
        before, self._going_on = self._going_on, set(self._context.visits())
        now_s = self._context.now_s()
        self._ended |= dict.fromkeys(before - self._going_on, now_s)
        self._undecided_may_differ |= before != self._going_on

    async def _check_watched(self) -> None:
        """A case that became another desk's is withdrawn soon, also when nothing else happens in it; and
        officers hear soon of what they have left undecided."""
        care = Care("visits")
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), CHECK_S)
            self._woken.clear()
            await care.over(self._settle)
            undecided, self._undecided_may_differ = self._undecided_may_differ, False
            for peer, _ in list(self._peers.values()):
                if isinstance(peer, DeskPeer) and not await peer.keep_up(undecided):
                    self._undecided_may_differ = True

    async def _purge(self) -> None:
        """At the start and then every hour."""
        cases, uploads = Care("cases whose retention is over"), Care("unfinished documents")
        in_thread, store = self._context.in_thread, self._context.store
        while True:
            try:
                await cases.attempt(partial(in_thread, self._purge_now))
                self._undecided_may_differ = True
                await uploads.attempt(partial(in_thread, store.uploads.forget_old))
            except StoreUnavailable as error:
                _log.error("cases whose retention is over could not be destroyed: %s", error)
            await asyncio.sleep(PURGE_S)

    def _purge_now(self) -> None:
        """In a thread."""
        days, store = self._config.store.retention_days, self._context.store
        if days > 0:
            # Without a hand-over nobody waits for them, and they do not stay for ever.
            purged = store.privacy.purge(days, spare_undelivered=self._deliveries is not None)
            if purged.certificate is not None:
                _log.info("%d cases destroyed, retention is over: %s", purged.count, purged.certificate)
                _log.info("the audit log's anchor: %s", store.audit_anchor())
            if purged.spared:
                text = "%d cases whose retention is over are kept: they wait to be handed over."
                _log.warning(text, purged.spared)
        self._finish()

    def _finish(self) -> None:
        """In a thread: what a kill, or somebody who was reading, left of erased cases. Raises
        ``StoreUnavailable``."""
        if self._deliveries is not None:
            self._deliveries.tidy()
        if not self._context.store.privacy.finish():
            _log.warning(
                "somebody reads the database for long: of erased cases its files still have something."
            )

    async def _receive(self, peer: Peer, frame: str | bytes) -> None:
        if peer.closing:
            return
        now_s = self._context.now_s()
        is_message = isinstance(frame, str)
        if is_message and not peer.allowance.take(MESSAGE_COST, now_s):
            peer.refuse(ErrorCode.TOO_FREQUENT, "slow down: see the limits in PROTOCOL.md", fatal=True)
            return
        try:
            await peer.receive(frame)
        except WireError as error:
            peer.allowance.take(REFUSED_COST, now_s)
            peer.refuse(error.code, error.text, fatal=error.hostile)
        except StoreUnavailable as error:
            self.unavailable = str(error)
            _log.error(
                "the store cannot be used: %s Booths and desks keep what they have and try again.", error
            )
            peer.refuse(ErrorCode.UNAVAILABLE, "the store cannot be used at this moment", fatal=True)
        except StoreError as error:
            # Something that was stored is not as it was: for a person to look at, and never shown.
            _log.error("%s: %s", peer.name, error)
            peer.refuse(ErrorCode.UNAVAILABLE, "what was asked for cannot be read", fatal=False)
        else:
            self.unavailable = ""

    async def _tell_all(self, visit: VisitId) -> None:
        if self._context.holding(visit) is None:
            self._undecided_may_differ = True
            self._woken.set()
        for peer, _ in list(self._peers.values()):
            await peer.tell_case(visit)

    async def _write(self, socket: ServerConnection, peer: Peer) -> None:
        try:
            while not isinstance(frame := await peer.outbox.get(), CloseCode):
                await socket.send(frame)
                if peer.overrun:
                    socket.transport.abort()
                    return
            await socket.close(frame)
        except ConnectionClosed:
            return
