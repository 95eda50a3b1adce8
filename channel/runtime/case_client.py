"""A console's connection for cases and documents: what its officer looks at, and what they record.

Responsible for: that what is watched and asked for outlives a lost connection, that a request is said until
it is answered, and that a document is handed over whole or not at all. Not for: what is asked when
(``channel.core.transfer``), or what any of it means.

Net thread only, and ``on_event`` is called there. Nothing is kept on disk.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Callable
from typing import TypeAlias, assert_never

from channel.core.transfer import (
    Ask,
    Fetch,
    FetchCommand,
    Fetched,
    FetchEvent,
    Fetching,
    Forget,
    GaveUp,
    Gone,
    Lost,
    Opened,
    Reconnect,
)
from channel.runtime.server_link import Connected, Disconnected, Received, Rejected, ServerLink
from channel.runtime.tasks import Tasks, every
from channel.wire.documents import (
    CaseState,
    CaseWithdrawn,
    DeskDocumentsHello,
    DeskRequest,
    DocumentGone,
    DocumentInfo,
    DocumentsFromDesk,
    DocumentsToDesk,
    DocumentsWelcome,
    Recorded,
    RequestRefused,
    UnwatchCase,
    WatchCase,
)
from channel.wire.documents_codec import Chunk, decode_to_documents_desk
from channel.wire.ids import RequestId, VisitId
from channel.wire.messages import Refused
from channel.wire.undecided import UndecidedCases, WatchUndecided

_log = logging.getLogger(__name__)

TICK_S = 1.0

CaseEvent: TypeAlias = (
    CaseState
    | CaseWithdrawn
    | Recorded
    | RequestRefused
    | UndecidedCases
    | Fetched
    | GaveUp
    | Connected
    | DocumentsWelcome
    | Disconnected
    | Rejected
)


class CaseClient:
    """One desk's. What its officer has left undecided it asks for by itself. ``hello`` carries the newest
    session; ``url`` is the documents' own; raises ``InsecureUrl``."""

    def __init__(
        self,
        url: str,
        tls: ssl.SSLContext | None,
        hello: Callable[[], DeskDocumentsHello],
        on_event: Callable[[CaseEvent], None],
    ) -> None:
        self._link: ServerLink[DocumentsFromDesk, DocumentsToDesk | Chunk] = ServerLink(
            url, tls, hello, decode_to_documents_desk, (DocumentsWelcome,), self._from_server
        )
        self._on_event = on_event
        self._fetching = Fetching()
        self._watched: dict[VisitId, None] = {}
        self._unanswered: dict[RequestId, DeskRequest] = {}
        self._clock: asyncio.Task[None] | None = None

    def start(self, tasks: Tasks) -> None:
        """Connect, and stay connected; again after ``Rejected``. Does nothing while it is at it."""
        self._link.start(tasks)
        if self._clock is None:
            self._clock = tasks.spawn(every(TICK_S, self._tick), name="cases clock")

    async def stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
        await self._link.stop()

    def watch(self, visit: VisitId) -> None:
        """``CaseState`` follows, and again at each change, until ``CaseWithdrawn`` or ``unwatch``."""
        self._watched[visit] = None
        self._link.send(WatchCase(visit=visit))

    def unwatch(self, visit: VisitId) -> None:
        """No more of it, and none of its documents."""
        self._watched.pop(visit, None)
        self._link.send(UnwatchCase(visit=visit))
        self._handle(Forget(visit))

    def fetch(self, visit: VisitId, document: DocumentInfo) -> None:
        """``Fetched`` or ``GaveUp`` follows."""
        self._handle(Fetch(visit, document.document, document.size, document.sha256))

    def record(self, request: DeskRequest) -> None:
        """``Recorded`` or ``RequestRefused`` follows; until then nothing may be shown as saved."""
        self._unanswered[request.request] = request
        self._link.send(request)

    @property
    def unanswered(self) -> int:
        """How many requests are neither recorded nor refused."""
        return len(self._unanswered)

    def _from_server(
        self, event: Connected | Received[DocumentsToDesk | Chunk] | Disconnected | Rejected
    ) -> None:
        match event:
            case Received(message=message):
                self._hear(message)
                return
            case Disconnected() | Rejected():
                self._handle(Lost())
            case Connected():
                pass
        self._on_event(event)

    def _hear(self, message: DocumentsToDesk | Chunk) -> None:
        match message:
            case DocumentsWelcome():
                self._link.send(WatchUndecided())
                for visit in self._watched:
                    self._link.send(WatchCase(visit=visit))
                for request in self._unanswered.values():
                    self._link.send(request)
                self._handle(Opened())
                self._on_event(message)
            case UndecidedCases():
                self._on_event(message)
            case Chunk():
                self._handle(message)
            case DocumentGone(document=document):
                self._handle(Gone(document))
            case CaseState():
                if message.visit in self._watched:
                    self._on_event(message)
            case CaseWithdrawn(visit=visit):
                self._watched.pop(visit, None)
                self._handle(Forget(visit))
                self._on_event(message)
            case Recorded(request=name) | RequestRefused(request=name):
                if self._unanswered.pop(name, None) is not None:
                    self._on_event(message)
            case Refused(text=text):
                _log.warning("the server refused what was said about cases: %s", text)
            case _:
                pass

    def _tick(self) -> None:
        self._perform(self._fetching.tick(time.monotonic()))

    def _handle(self, event: FetchEvent) -> None:
        self._perform(self._fetching.handle(event, time.monotonic()))

    def _perform(self, commands: list[FetchCommand]) -> None:
        for command in commands:
            match command:
                case Ask(message=message):
                    self._link.send(message)
                case Reconnect():
                    self._link.reconnect()
                case Fetched() | GaveUp():
                    self._on_event(command)
                case _:
                    assert_never(command)
