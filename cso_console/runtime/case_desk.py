"""Carries out what the desk orders of cases: the connection for them, requests, documents and their pictures.

Responsible for: one ``CaseClient`` from login to logout, and decoding in a worker, so that neither the voices
on the net thread nor the screen wait for a picture. Not for: deciding anything (``core``), nor what a
connection does (``channel.runtime.case_client``).

Net thread only, except ``pictures``. A picture whose visit was forgotten while it was decoded is dropped.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import assert_never

from channel.core.transfer import Fetched, GaveUp
from channel.rules.picture_file import PictureRefused
from channel.runtime.case_client import CaseClient, CaseEvent
from channel.runtime.server_link import Connected, Disconnected, Rejected
from channel.runtime.tasks import Tasks
from channel.wire.documents import (
    CaseState,
    CaseWithdrawn,
    DeskDocumentsHello,
    DocumentsWelcome,
    Recorded,
    RequestRefused,
)
from channel.wire.ids import DocumentId, VisitId
from channel.wire.undecided import UndecidedCases
from cso_console.core import commands as orders
from cso_console.core import events
from cso_console.runtime.document_pictures import DocumentPictures, decode

_log = logging.getLogger(__name__)

_Said = orders.WatchCase | orders.FetchDocument | orders.Record
Order = orders.OpenCases | orders.CloseCases | orders.ForgetDocuments | _Said


class CaseDesk:
    """``hello`` carries the newest session; ``url`` is the documents' own. Attribute: ``pictures``."""

    def __init__(
        self,
        url: str,
        tls: ssl.SSLContext | None,
        hello: Callable[[], DeskDocumentsHello],
        tasks: Tasks,
        on_event: Callable[[events.Event], None],
    ) -> None:
        self.pictures = DocumentPictures()
        self._url = url
        self._tls = tls
        self._hello = hello
        self._tasks = tasks
        self._on_event = on_event
        self._client: CaseClient | None = None
        self._wanted: dict[DocumentId, VisitId] = {}
        """Asked for, or in memory."""
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="documents")

    def perform(self, order: Order) -> None:
        match order:
            case orders.OpenCases():
                if self._client is None:
                    self._client = self._new_client()
                self._client.start(self._tasks)
            case orders.CloseCases():
                self._close()
            case orders.ForgetDocuments(visit=visit, only=only):
                self._forget(visit, only)
            case _ if self._client is not None:
                self._say(self._client, order)
            case _:
                _log.debug("nobody is logged in: %s is dropped", type(order).__name__)

    def _say(self, client: CaseClient, order: _Said) -> None:
        match order:
            case orders.WatchCase(visit=visit, watched=watched):
                (client.watch if watched else client.unwatch)(visit)
            case orders.FetchDocument(visit=visit, document=document):
                self._wanted[document.document] = visit
                client.fetch(visit, document)
            case orders.Record(request=request):
                client.record(request)
            case _:
                assert_never(order)

    async def close(self) -> None:
        """The connection and the worker; nothing is kept."""
        client, self._client = self._client, None
        if client is not None:
            await client.stop()
        self._forget_all()
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _new_client(self) -> CaseClient:
        """One for each login: what was said under it dies with it."""

        def heard(event: CaseEvent) -> None:
            if self._client is client:
                self._heard(event)

        client = CaseClient(self._url, self._tls, self._hello, heard)
        return client

    def _close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            self._tasks.spawn(client.stop(), name="cases close")
            self._on_event(events.CasesConnected(online=False))
        self._forget_all()

    # ------------------------------------------------------------ the server

    def _heard(self, event: CaseEvent) -> None:
        match event:
            case CaseState() | CaseWithdrawn() | Recorded() | RequestRefused() | UndecidedCases():
                self._on_event(events.CaseSaid(event))
            case Fetched():
                self._tasks.spawn(self._decode(event), name="decode a document")
            case GaveUp(document=document):
                self._wanted.pop(document, None)
                self._on_event(events.DocumentUnavailable(document))
            case Connected():
                pass  # counts with its welcome
            case DocumentsWelcome(claims=claims):
                _log.info("connected for cases")
                names = {one.claim: one.name for one in claims}
                self._on_event(events.CasesConnected(online=True, claims=names))
            case Disconnected(text=text, retry_s=retry_s):
                _log.warning("no connection for cases: %s; next attempt in %.1f s", text, retry_s)
                self._on_event(events.CasesConnected(online=False))
            case Rejected(code=code, text=text):
                _log.warning("the server does not accept this desk for cases: %s: %s", code, text)
                self._on_event(events.CasesConnected(online=False))
            case _:
                assert_never(event)

    async def _decode(self, fetched: Fetched) -> None:
        document = fetched.document
        try:
            decoded = await asyncio.get_running_loop().run_in_executor(self._worker, decode, fetched.content)
        except PictureRefused as error:
            _log.warning("a document cannot be shown: %s", error.flaw.value)
            decoded = None
        if document not in self._wanted:
            return  # forgotten meanwhile
        if decoded is not None:
            self.pictures.keep(document, decoded)
        self._on_event(events.DocumentFetched(fetched.visit, document, shows=decoded is not None))

    # ------------------------------------------------------------ memory

    def _forget(self, visit: VisitId, only: DocumentId | None) -> None:
        if only is not None:
            self.pictures.let_go(only)
            return
        for document in [name for name, of in self._wanted.items() if of == visit]:
            del self._wanted[document]
            self.pictures.forget(document)

    def _forget_all(self) -> None:
        for visit in set(self._wanted.values()):
            self._forget(visit, None)
