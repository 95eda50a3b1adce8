"""The booth's side of the case: what was captured and said goes to the server, what is decided comes back.

Responsible for: a header for everything that is kept, the sender with its spool for as long as the program
runs, and telling the machine what became of each. Not for: what is kept (``core``), the way there
(``channel.runtime.document_sender``). Net thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import secrets
import ssl
import time
from collections.abc import Callable
from typing import Final, assert_never

import msgspec

from booth_client.config import BoothConfig
from booth_client.core.commands import Keep, KeepFacts, KeepSignature
from booth_client.core.events import ClaimsSeen, DocumentSeen, Event, Fate, ProgressSeen
from booth_client.core.service import ServerClock
from booth_client.runtime.eye import Held
from channel.core.transfer import GaveUp, Stored
from channel.rules.pictures import inspect
from channel.runtime.document_sender import (
    DocumentSender,
    NotSpooled,
    SenderEvent,
    Spooled,
    StoreAway,
    documents_url,
)
from channel.runtime.seal_key import KeptSealKey
from channel.runtime.server_link import REPLACED, Connected, Disconnected, Rejected
from channel.runtime.spool import Spool
from channel.runtime.tasks import Tasks
from channel.settings.version import VERSION
from channel.wire.claims import ClaimsOffered
from channel.wire.documents import BoothDocumentsHello, CaseProgress, DocumentRefusal
from channel.wire.documents_codec import encode_facts
from channel.wire.ids import DocumentId
from channel.wire.messages import PROTOCOL_VERSION
from channel.wire.sealed import FACTS_KIND, SIGNATURE_KIND, SealedHeader

_log = logging.getLogger(__name__)

REFUSED_S: Final = 60.0
"""A server that refuses this booth's documents is asked again after this: IT may have mended it."""


class BoothCase:
    """One booth's. ``clock`` is the server's, for the times at which something was captured; ``tell`` is
    never called inside of a call to it. Raises ``InsecureUrl``.

    A picture is told of by its name, facts and signature as ``facts`` and ``signature``.
    """

    def __init__(
        self,
        config: BoothConfig,
        token: str,
        tls: ssl.SSLContext | None,
        clock: ServerClock,
        tell: Callable[[Event], None],
        on_net: Callable[[Callable[[], None]], None],
    ) -> None:
        hello = BoothDocumentsHello(protocol=PROTOCOL_VERSION, booth=config.id, token=token, software=VERSION)
        folder, most_bytes = config.documents.spool_of(config.id), config.documents.spool_mb * 1_000_000
        self._sender = DocumentSender(
            documents_url(config.server.url),
            tls,
            lambda: hello,
            lambda: Spool(folder, most_bytes),
            lambda event: on_net(lambda: self._hear(event)),
            KeptSealKey(config.documents.seal_key_of(config.id), _server_of(config)),
        )
        self._clock = clock
        self._tell = tell
        self._on_net = on_net
        self._names: dict[DocumentId, str] = {}
        """What was kept in this visit, by the names under which the machine knows it."""
        self._follows = False
        self._tasks = Tasks()

    def start(self, tasks: Tasks) -> None:
        """What an earlier run has left is sent from now on."""
        self._tasks = tasks
        self._sender.start(tasks)

    async def stop(self) -> None:
        await self._sender.stop()

    def retry(self) -> None:
        """Connect again, if the server had refused this booth."""
        self._sender.retry()

    def follow(self, lease: str) -> None:
        self._follows = bool(lease)
        self._sender.follow(lease)

    def keep(self, order: Keep, held: Held | None) -> None:
        """``held``: the picture of that name, None where there is none any more."""
        if held is None:
            _log.error("a picture was to be kept that is not here")
            self._on_net(lambda: self._tell(DocumentSeen(order.picture, Fate.LOST)))
            return
        document = DocumentId(order.picture)
        header = self._header(document, order.lease, order.kind, "image/jpeg", held.jpeg, held.captured_s)
        header = msgspec.structs.replace(header, page=order.page, step=order.step)
        self._put(order.picture, header, held.jpeg)

    def keep_facts(self, order: KeepFacts) -> None:
        content = encode_facts(order.facts)
        self._put(FACTS_KIND, self._fresh(order.lease, FACTS_KIND, "application/json", content), content)

    def keep_signature(self, order: KeepSignature) -> None:
        bare = inspect(order.png).bare  # Qt writes more into a file than its pixels
        self._put(SIGNATURE_KIND, self._fresh(order.lease, SIGNATURE_KIND, "image/png", bare), bare)

    def wipe(self) -> None:
        """What is on its way goes on, and nobody here is told of it any more."""
        self._names.clear()
        self._sender.forget_unsealed()

    # ------------------------------------------------------------ out

    def _put(self, name: str, header: SealedHeader, content: bytes) -> None:
        self._names[header.document] = name
        self._sender.put(header, content)

    def _fresh(self, lease: str, kind: str, media_type: str, content: bytes) -> SealedHeader:
        document = DocumentId(secrets.token_urlsafe(16))
        return self._header(document, lease, kind, media_type, content, time.monotonic())

    def _header(
        self,
        document: DocumentId,
        lease: str,
        kind: str,
        media_type: str,
        content: bytes,
        captured_s: float,
    ) -> SealedHeader:
        # Before the server has told the time there is none but the booth's own.
        own_s = time.time() - (time.monotonic() - captured_s)
        return SealedHeader(
            document=document,
            lease=lease,
            kind=kind,
            page=1,
            media_type=media_type,
            captured_at=self._clock.unix_s(captured_s) or own_s,
            sha256=hashlib.sha256(content).hexdigest(),
        )

    # ------------------------------------------------------------ back

    def _hear(self, event: SenderEvent) -> None:
        match event:
            case Spooled(document=document):
                self._became(document, Fate.SPOOLED)
            case Stored(document=document):
                self._became(document, Fate.STORED)
            case GaveUp(document=document, reason=reason):
                _log.error("the server will not take a document: %s", reason)
                # The server has said by now which key it has: sealed to that one it is taken.
                sealed_to_another = reason is DocumentRefusal.NOT_SEALED
                self._became(document, Fate.LOST if sealed_to_another else Fate.REFUSED)
            case NotSpooled(document=document, text=text):
                _log.error("a document was not kept: %s", text)
                self._became(document, Fate.LOST)
            case StoreAway():
                _log.warning("the server cannot store documents at this moment; what is here waits")
            case ClaimsOffered():
                if self._follows:
                    self._tell(ClaimsSeen(event))
            case CaseProgress():
                if self._follows:
                    self._tell(ProgressSeen(event))
            case Connected():
                _log.info("connected to the server for documents")
            case Disconnected(text=text, retry_s=retry_s):
                _log.warning("documents: %s; next attempt in %.1f s", text, retry_s)
            case Rejected(code=code, text=text):
                _log.warning("the server refuses this booth's documents (%s): %s", code, text)
                if code != REPLACED:
                    self._tasks.spawn(self._again(), name="documents again")
            case _:
                assert_never(event)

    def _became(self, document: DocumentId, fate: Fate) -> None:
        name = self._names.get(document)
        if name is not None:  # else of an earlier visit or run
            self._tell(DocumentSeen(name, fate))

    async def _again(self) -> None:
        await asyncio.sleep(REFUSED_S)
        self.retry()


def _server_of(config: BoothConfig) -> bytes:
    """What tells this booth's server from any other: where it is, and whose certificates are believed."""
    authority, pinned = config.server.authority, b""
    if authority is not None:
        with contextlib.suppress(OSError):  # told where the connection is made
            pinned = authority.read_bytes()
    return config.server.url.encode() + b"\n" + pinned
