"""A branch's server with its store, a booth and a desk in a channel, and what they put and see, on real
sockets.

Responsible for: starting and stopping the server on the same store, and plain clients that say one thing at
a time. Not for: our own clients (``tests.channel.runtime``).
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from channel.rules.claims import ClaimRules
from channel.wire.codec import encode
from channel.wire.documents import (
    CHUNK_MOST_BYTES,
    BoothDocumentsHello,
    ChunkKept,
    DeskDocumentsHello,
    DocumentsToBooth,
    DocumentsToDesk,
    DocumentStored,
    DocumentsWelcome,
    DocumentWanted,
    PutDocument,
)
from channel.wire.documents_codec import (
    Chunk,
    decode_to_documents_booth,
    decode_to_documents_desk,
    encode_chunk,
)
from channel.wire.ids import BoothId, DocumentId, OfficerId, VisitId
from channel.wire.messages import BoothAssigned, ChannelOpened, DeskWelcome, Message
from signaling_server.config import ServerConfig, StoreTable
from signaling_server.core.leases import Leases
from signaling_server.runtime.server import SignalingServer
from signaling_server.store.store import Store, open_store
from tests.signaling_server import sockets
from tests.signaling_server.sockets import KEY, START
from tests.signaling_server.store.samples import JPEG, NO_RULES, Sample

Heard = DocumentsToBooth | DocumentsToDesk | Chunk
M = TypeVar("M", bound=Heard)


def config(folder: Path, port: int = 0) -> ServerConfig:
    table = StoreTable(path=folder / "store", master_key=folder / "master.key")
    return msgspec.structs.replace(sockets.branch(port=port), store=table)


@dataclass(frozen=True)
class Running:
    """``url`` is the signaling's, ``documents_url`` the other."""

    url: str
    store: Store

    @property
    def documents_url(self) -> str:
        return self.url.replace("/signal", "/documents")


@contextlib.asynccontextmanager
async def running(settings: ServerConfig, rules: ClaimRules = NO_RULES) -> AsyncIterator[Running]:
    """The server on this configuration's store, with these claims on offer."""
    store = open_store(settings.store, Leases(KEY))
    server = SignalingServer(settings, KEY, None, store, rules)
    await server.start()
    try:
        yield Running(f"ws://127.0.0.1:{server.port}/signal", store)
    finally:
        await server.stop()
        store.close()


class Client:
    """One websocket at ``/documents``."""

    def __init__(self, connection: ClientConnection, is_desk: bool) -> None:
        self.connection = connection
        self._is_desk = is_desk

    async def say(self, *messages: Message) -> None:
        for message in messages:
            await self.connection.send(encode(message), text=True)

    async def hear_any(self) -> Heard:
        frame = await self.connection.recv()
        return decode_to_documents_desk(frame) if self._is_desk else decode_to_documents_booth(frame)

    async def hear(self, kind: type[M]) -> M:
        """The next one of this kind; the others on the way are dropped."""
        while True:
            message = await self.hear_any()
            if isinstance(message, kind):
                return message

    async def closed(self) -> int:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await self.connection.recv()
        assert self.connection.close_code is not None
        return self.connection.close_code

    async def send_chunk(self, document: DocumentId, offset: int, content: bytes) -> None:
        await self.connection.send(encode_chunk(document, offset, content))


@contextlib.asynccontextmanager
async def stranger(server: Running, is_desk: bool = False) -> AsyncIterator[Client]:
    async with connect(server.documents_url, compression=None, proxy=None, max_size=None) as connection:
        yield Client(connection, is_desk)


def booth_hello(number: int) -> BoothDocumentsHello:
    return BoothDocumentsHello(
        protocol=1, booth=BoothId(f"booth-{number}"), token=sockets.token(number), software="test"
    )


def desk_hello(session: str, officer: str = "sari") -> DeskDocumentsHello:
    return DeskDocumentsHello(protocol=1, officer=OfficerId(officer), session=session, software="test")


@contextlib.asynccontextmanager
async def booth(server: Running, number: int) -> AsyncIterator[Client]:
    async with stranger(server) as client:
        await client.say(booth_hello(number))
        await client.hear(DocumentsWelcome)
        yield client


@contextlib.asynccontextmanager
async def desk(server: Running, session: str, officer: str = "sari") -> AsyncIterator[Client]:
    async with stranger(server, is_desk=True) as client:
        await client.say(desk_hello(session, officer))
        await client.hear(DocumentsWelcome)
        yield client


@dataclass(frozen=True)
class Served:
    """A visit with its channel: the signaling clients, the booth's lease, the officer's session."""

    booth: sockets.Client
    desk: sockets.Client
    visit: VisitId
    lease: str
    session: str


@contextlib.asynccontextmanager
async def served(server: Running, number: int = 2, officer: str = "sari") -> AsyncIterator[Served]:
    async with sockets.desk(server.url, officer) as at_desk, sockets.booth(server.url, number) as in_booth:
        await in_booth.say(START)
        assigned = await in_booth.hear(BoothAssigned)
        opened = await at_desk.hear(ChannelOpened)
        yield Served(in_booth, at_desk, opened.visit, assigned.lease, session_of(at_desk))


@contextlib.asynccontextmanager
async def together(
    folder: Path, rules: ClaimRules = NO_RULES
) -> AsyncIterator[tuple[Running, Served, Client, Client]]:
    """A server, a visit in its channel, and both its ends at ``/documents``: the booth, the desk."""
    async with (
        running(config(folder), rules) as server,
        served(server) as here,
        booth(server, 2) as client,
        desk(server, here.session) as officer,
    ):
        yield server, here, client, officer


def session_of(client: sockets.Client) -> str:
    """An officer's, by which the desk comes in at the other path."""
    return next(one.session for one in client.told if isinstance(one, DeskWelcome))


def sealed_sample(server: Running, lease: str, content: bytes = JPEG) -> tuple[PutDocument, bytes]:
    """A document as a booth would announce and send it."""
    return sealed_as_put(server, Sample(content, lease=lease))


def sealed_as_put(server: Running, sample: Sample) -> tuple[PutDocument, bytes]:
    """The same of this one."""
    content = sample.sealed(server.store.keys)
    digest = hashlib.sha256(content).hexdigest()
    return PutDocument(document=sample.document, size=len(content), sha256=digest), content


async def put(client: Client, announced: PutDocument, sealed: bytes) -> None:
    """All of it, from where it is wanted on, until it is stored."""
    await client.say(announced)
    offset = (await client.hear(DocumentWanted)).offset
    while offset < len(sealed):
        await client.send_chunk(announced.document, offset, sealed[offset : offset + CHUNK_MOST_BYTES])
        offset = (await client.hear(ChunkKept)).offset
    await client.hear(DocumentStored)
