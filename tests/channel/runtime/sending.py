"""A booth's document sender with its spool, and what it told.

Responsible for: arranging. Not for: the server (``tests.signaling_server.documents_lab``), nor asserting.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TypeVar

from channel.runtime.document_sender import DocumentSender, SenderEvent
from channel.runtime.seal_key import KeptSealKey
from channel.runtime.spool import Spool
from channel.runtime.tasks import Tasks
from channel.runtime.tcp_control import DOCUMENTS_CONTROL
from channel.wire.sealed import SealedHeader
from tests.helpers.pictures import jpeg
from tests.signaling_server.documents_lab import booth_hello
from tests.signaling_server.store.samples import document_id

S = TypeVar("S", bound=SenderEvent)
TWO_MB = jpeg(2, 2_000_000)


def header(lease: str, content: bytes = TWO_MB) -> SealedHeader:
    return SealedHeader(
        document=document_id(),
        lease=lease,
        kind="ktp",
        page=1,
        media_type="image/jpeg",
        captured_at=1.0,
        sha256=hashlib.sha256(content).hexdigest(),
    )


class Booth:
    """A sender with its spool in this folder, and what it told."""

    def __init__(
        self,
        url: str,
        folder: Path,
        spool_bytes: int = 10**9,
        kept_key: KeptSealKey | None = None,
        control: str = DOCUMENTS_CONTROL,
    ) -> None:
        self.events: asyncio.Queue[SenderEvent] = asyncio.Queue()
        self.told: list[SenderEvent] = []
        self.tasks = Tasks()
        spool, tell = lambda: Spool(folder, spool_bytes), self.events.put_nowait
        self.sender = DocumentSender(url, None, lambda: booth_hello(2), spool, tell, kept_key, control)

    async def hear(self, kind: type[S]) -> S:
        while True:
            event = await self.events.get()
            self.told.append(event)
            if isinstance(event, kind):
                return event


@contextlib.asynccontextmanager
async def booth(
    url: str,
    folder: Path,
    spool_bytes: int = 10**9,
    kept_key: KeptSealKey | None = None,
    control: str = DOCUMENTS_CONTROL,
) -> AsyncIterator[Booth]:
    one = Booth(url, folder, spool_bytes, kept_key, control)
    one.sender.start(one.tasks)
    try:
        yield one
    finally:
        await one.sender.stop()
        await one.tasks.close()
