"""A booth's documents on their way to the server: sealed, spooled, sent, acknowledged, removed.

Responsible for: performing the transfer machine's commands, and that what was captured survives a cut, a
restart of either program and a kill. Not for: what is sent when (``channel.core.transfer``), the files
(``spool``), the visit.

Net thread only, and ``on_event`` is called there; files are written and read in a thread of their own, so
that sound and pictures never wait for a disk.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from channel.core.transfer import (
    Add,
    GaveUp,
    Lost,
    Opened,
    PutCommand,
    PutEvent,
    Putting,
    Reconnect,
    Say,
    SendChunk,
    Stored,
    Unreadable,
)
from channel.runtime.seal_key import KeptSealKey
from channel.runtime.server_link import Connected, Disconnected, Received, Rejected, ServerLink
from channel.runtime.spool import Spool, SpoolFull
from channel.runtime.tasks import Tasks, every
from channel.runtime.tcp_control import DOCUMENTS_CONTROL
from channel.wire.claims import ClaimsOffered
from channel.wire.documents import (
    BoothDocumentsHello,
    CaseProgress,
    ChunkKept,
    DocumentRefusal,
    DocumentRefused,
    DocumentsFromBooth,
    DocumentsToBooth,
    DocumentStored,
    DocumentsWelcome,
    DocumentWanted,
    FollowCase,
)
from channel.wire.documents_codec import decode_to_documents_booth, encode_chunk
from channel.wire.ids import DocumentId
from channel.wire.messages import ErrorCode, Refused
from channel.wire.sealed import SealedHeader, SealError, seal

_log = logging.getLogger(__name__)

DOCUMENTS_PATH = "/documents"
TICK_S = 1.0
UNSEALED_MOST = 20
"""Documents that wait in memory for the very first welcome, which brings the key to seal them with."""


@dataclass(frozen=True)
class Spooled:
    """It is on this booth's disk, sealed: a power cut does not lose it any more. It is not stored yet."""

    document: DocumentId


@dataclass(frozen=True)
class NotSpooled:
    """It could not be kept and is lost: it has to be captured again. ``text`` is a sentence for IT."""

    document: DocumentId
    text: str


@dataclass(frozen=True)
class StoreAway:
    """The server says that it cannot store at this moment; what is spooled waits."""


@dataclass(frozen=True)
class _KeepKey:
    """The server has said which key it has."""

    seal_key: str


@dataclass(frozen=True, repr=False)
class _Keep:
    """Seal and spool this. ``forgotten``: how often ``forget_unsealed`` had been called."""

    header: SealedHeader
    content: bytes
    forgotten: int


_NO_KEY = "the server has never been reached: there was no key to seal it with."
_Job: TypeAlias = PutCommand | _KeepKey | _Keep
SenderEvent: TypeAlias = (
    Spooled
    | NotSpooled
    | Stored
    | GaveUp
    | ClaimsOffered
    | CaseProgress
    | StoreAway
    | Connected
    | Disconnected
    | Rejected
)


def documents_url(signaling_url: str) -> str:
    """The documents' address at the server of this signaling address."""
    return urlsplit(signaling_url)._replace(path=DOCUMENTS_PATH).geturl()


class DocumentSender:
    """One booth's. ``url`` is the documents' own; ``kept_key``: where the server's key is kept for the next
    start, None for nowhere; ``control``: the congestion control that TCP is asked for. Raises
    ``InsecureUrl``."""

    def __init__(
        self,
        url: str,
        tls: ssl.SSLContext | None,
        hello: Callable[[], BoothDocumentsHello],
        spool: Callable[[], Spool],
        on_event: Callable[[SenderEvent], None],
        kept_key: KeptSealKey | None = None,
        control: str = DOCUMENTS_CONTROL,
    ) -> None:
        self._link: ServerLink[DocumentsFromBooth, DocumentsToBooth] = ServerLink(
            url, tls, hello, decode_to_documents_booth, (DocumentsWelcome,), self._from_server, control
        )
        self._open_spool = spool
        self._on_event = on_event
        self._putting = Putting()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spool")
        self._spool: Spool | None = None
        self._jobs: asyncio.Queue[tuple[int, _Job]] = asyncio.Queue()
        self._connection = 0
        """Counts connections: what was ordered for an earlier one is not sent on a later one."""
        self._unreadable: set[DocumentId] = set()
        """Documents whose bytes the disk did not give when they were wanted the last time."""
        self._kept_key = kept_key
        self._seal_key = ""
        self._unsealed: list[_Keep] = []
        self._forgotten = 0
        """How often what could not be sealed was to be forgotten."""
        self._follows = ""
        self._tasks = Tasks()
        self._worker: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """How many documents are not stored yet."""
        return len(self._putting) + len(self._unsealed)

    def start(self, tasks: Tasks) -> None:
        """Take up what an earlier run has left, connect, and stay connected."""
        self._tasks = tasks
        self._worker = tasks.spawn(self._work(), name="spool")
        tasks.spawn(every(TICK_S, self._tick), name="documents clock")
        self._link.start(tasks)

    def retry(self) -> None:
        """Connect again after ``Rejected``; otherwise it does so by itself."""
        self._link.start(self._tasks)

    def put(self, header: SealedHeader, content: bytes) -> None:
        """Keep and send it. ``Spooled`` or ``NotSpooled`` follows, then ``Stored`` or ``GaveUp``."""
        self._jobs.put_nowait((self._connection, _Keep(header, content, self._forgotten)))

    def forget_unsealed(self) -> None:
        """What waits in memory for a key that was never known is lost: nothing that can be read stays."""
        self._forgotten += 1
        lost, self._unsealed = self._unsealed, []
        for one in lost:
            self._on_event(NotSpooled(one.header.document, _NO_KEY))

    def follow(self, lease: str) -> None:
        """Hear which claims are on offer in the visit of this lease and how its case stands, from now on and
        again after each reconnection; empty: no more."""
        self._follows = lease
        self._link.send(FollowCase(lease=lease))

    async def stop(self) -> None:
        """What is on its way goes on at the next start."""
        await self._link.stop()
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.wait({self._worker})
        self._thread.shutdown(wait=True)

    # ------------------------------------------------------------ in

    def _from_server(self, event: Connected | Received[DocumentsToBooth] | Disconnected | Rejected) -> None:
        match event:
            case Received(message=message):
                self._hear(message)
                return
            case Disconnected() | Rejected():
                self._connection += 1
                self._handle(Lost())
            case Connected():
                pass
        self._on_event(event)

    def _hear(self, message: DocumentsToBooth) -> None:
        match message:
            case DocumentsWelcome(seal_key=seal_key):
                self._learn_key(seal_key)
                waited, self._unsealed = self._unsealed, []
                for one in waited:
                    self._jobs.put_nowait((self._connection, one))
                if self._follows:
                    self._link.send(FollowCase(lease=self._follows))
                self._handle(Opened())
            case DocumentWanted() | ChunkKept() | DocumentStored() | DocumentRefused():
                self._handle(message)
            case ClaimsOffered() | CaseProgress():
                self._on_event(message)
            case Refused(code=ErrorCode.UNAVAILABLE):
                self._on_event(StoreAway())
            case Refused(text=text):
                _log.warning("the server refused what was said about documents: %s", text)
            case _:
                pass

    def _learn_key(self, seal_key: str) -> None:
        if seal_key != self._seal_key:
            _tell_change(self._seal_key, seal_key)
            self._seal_key = seal_key
            self._jobs.put_nowait((self._connection, _KeepKey(seal_key)))

    @property
    def used_control(self) -> str:
        """The congestion control that TCP uses; empty where nothing is known of it, as at first."""
        return self._link.used_control

    def _tick(self) -> None:
        self._perform(self._putting.tick(time.monotonic()))

    def _handle(self, event: PutEvent) -> None:
        self._perform(self._putting.handle(event, time.monotonic()))

    def _perform(self, commands: list[PutCommand]) -> None:
        for command in commands:
            if isinstance(command, Reconnect):
                self._link.reconnect()
            else:
                self._jobs.put_nowait((self._connection, command))

    # ------------------------------------------------------------ out, in order

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        if self._kept_key is not None:
            kept = await loop.run_in_executor(self._thread, self._kept_key.read)
            _tell_change(kept, self._seal_key)  # the welcome may have been quicker
            self._seal_key = self._seal_key or kept
        try:
            self._spool = await loop.run_in_executor(self._thread, self._open_spool)
            left = await loop.run_in_executor(self._thread, self._spool.parcels)
        except OSError as error:
            _log.error("the spool cannot be used, documents cannot be kept: %s", error.strerror)
            left = []
        for parcel in left:
            self._handle(Add(parcel))
        while True:
            # In a call of its own: while this one waits, it must not hold the last document.
            await self._do(*await self._jobs.get())

    async def _do(self, connection: int, job: _Job) -> None:
        match job:
            case Say(message=message):
                if connection == self._connection:
                    self._link.send(message)
            case SendChunk():
                if connection == self._connection:
                    await self._send_chunk(job)
            case Stored(document=document) | GaveUp(document=document):
                await self._remove(document)
                self._on_event(job)
            case _KeepKey(seal_key=seal_key):
                await self._keep_key(seal_key)
            case _Keep():
                await self._keep(job)

    async def _send_chunk(self, wanted: SendChunk) -> None:
        assert self._spool is not None
        loop = asyncio.get_running_loop()
        arguments = (wanted.document, wanted.offset, wanted.length)
        try:
            content = await loop.run_in_executor(self._thread, self._spool.read, *arguments)
        except (FileNotFoundError, KeyError):
            content = b""
        except OSError as error:
            if wanted.document not in self._unreadable:  # once, not at each attempt
                _log.error("the spool cannot be read, it is tried again: %s", error.strerror)
            self._unreadable.add(wanted.document)
            self._handle(Unreadable(wanted.document))
            return
        self._unreadable.discard(wanted.document)
        if len(content) < wanted.length:
            _log.error("a document in the spool is not whole any more, and is given up")
            refused = DocumentRefused(document=wanted.document, reason=DocumentRefusal.DAMAGED)
            self._handle(refused)
        else:
            self._link.send(encode_chunk(wanted.document, wanted.offset, content))

    async def _remove(self, document: DocumentId) -> None:
        if self._spool is not None:
            try:
                await asyncio.get_running_loop().run_in_executor(self._thread, self._spool.remove, document)
            except OSError as error:  # it is sent once more at the next start, and is known there
                _log.error("a stored document cannot be removed from the spool: %s", error.strerror)

    async def _keep(self, kept: _Keep) -> None:
        spool, header, content = self._spool, kept.header, kept.content
        if spool is None:
            self._on_event(NotSpooled(header.document, "the spool cannot be used."))
            return
        key = self._seal_key
        if not key:
            self._wait_for_key(kept)
            return
        try:
            parcel = await asyncio.get_running_loop().run_in_executor(
                self._thread, lambda: spool.add(header.document, seal(key, header, content))
            )
        except (SpoolFull, SealError) as error:
            self._on_event(NotSpooled(header.document, str(error)))
        except OSError as error:
            text = f"the booth's disk cannot take it: {error.strerror}."
            self._on_event(NotSpooled(header.document, text))
        else:
            self._on_event(Spooled(header.document))
            self._handle(Add(parcel))

    def _wait_for_key(self, kept: _Keep) -> None:
        if kept.forgotten < self._forgotten or len(self._unsealed) >= UNSEALED_MOST:
            self._on_event(NotSpooled(kept.header.document, _NO_KEY))
        else:
            self._unsealed.append(kept)

    async def _keep_key(self, seal_key: str) -> None:
        kept = self._kept_key
        if kept is None:
            return
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, kept.keep, seal_key)
        except OSError as error:  # the next start waits for the server, as the first one did
            _log.warning("the server's key cannot be kept for the next start: %s", error.strerror)


def _tell_change(before: str, now: str) -> None:
    if before and now and before != now:
        _log.error("the server has another key than before: what was sealed for that one is refused")
