"""A signaling server in the test's own loop, and clients on real sockets who speak the protocol by hand.

Responsible for: a branch of six booths and two officers with cheap password hashes, and for clients that
wait for what they are told. Not for: our own client (``channel.runtime.signaling`` has its own tests).
"""

from __future__ import annotations

import contextlib
import hashlib
import ssl
from collections.abc import AsyncIterator
from typing import TypeVar

import argon2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from channel.wire.codec import decode_to_booth, decode_to_desk, encode
from channel.wire.ids import BoothId, OfficerId
from channel.wire.messages import (
    BoothCondition,
    BoothHello,
    BoothReport,
    BoothWelcome,
    DeskHello,
    DeskWelcome,
    FromBooth,
    FromDesk,
    Refused,
    StartVisit,
    ToBooth,
    ToDesk,
)
from signaling_server.config import BoothEntry, Grace, Limits, Listen, OfficerEntry, ServerConfig
from signaling_server.runtime.server import SignalingServer

KEY = bytes(range(32))
PASSWORD = "a long enough password"
_HASH = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

M = TypeVar("M", bound=ToBooth | ToDesk)


def token(number: int) -> str:
    return f"token-of-booth-{number}"


def branch(limits: Limits | None = None, grace: Grace | None = None, port: int = 0) -> ServerConfig:
    return ServerConfig(
        branch="Cabang Uji",
        listen=Listen(port=port),
        limits=limits or Limits(),
        grace=grace or Grace(),
        booths=tuple(
            BoothEntry(
                id=BoothId(f"booth-{n}"), number=n, token_sha256=hashlib.sha256(token(n).encode()).hexdigest()
            )
            for n in range(1, 7)
        ),
        officers=tuple(
            OfficerEntry(id=OfficerId(name), name=name.title(), password_argon2=_HASH)
            for name in ("sari", "budi")
        ),
    )


@contextlib.asynccontextmanager
async def running(
    config: ServerConfig | None = None, tls: ssl.SSLContext | None = None
) -> AsyncIterator[str]:
    """A server on a free port of the loopback address; gives its URL."""
    server = SignalingServer(config or branch(), KEY, tls)
    await server.start()
    try:
        yield f"{'ws' if tls is None else 'wss'}://127.0.0.1:{server.port}/signal"
    finally:
        await server.stop()


class Client:
    """One websocket. ``told`` is everything heard so far."""

    def __init__(self, connection: ClientConnection, is_desk: bool) -> None:
        self.connection = connection
        self.told: list[ToBooth | ToDesk] = []
        self._decode = decode_to_desk if is_desk else decode_to_booth

    async def say(self, message: FromBooth | FromDesk) -> None:
        await self.connection.send(encode(message), text=True)

    async def hear(self, kind: type[M]) -> M:
        """The next message of this kind; the others on the way are kept in ``told``."""
        while True:
            message = self._decode(await self.connection.recv())
            self.told.append(message)
            if isinstance(message, kind):
                return message

    async def refusal(self) -> Refused:
        return await self.hear(Refused)

    async def closed(self) -> int:
        """Reads to the end; gives the close code."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                self.told.append(self._decode(await self.connection.recv()))
        assert self.connection.close_code is not None
        return self.connection.close_code


@contextlib.asynccontextmanager
async def stranger(url: str, is_desk: bool = False) -> AsyncIterator[Client]:
    """A connection that has said nothing."""
    async with connect(url, compression=None, proxy=None, max_size=None) as connection:
        yield Client(connection, is_desk)


@contextlib.asynccontextmanager
async def booth(url: str, number: int, lease: str = "") -> AsyncIterator[Client]:
    """Booth N, welcomed and ready."""
    async with stranger(url) as client:
        await client.say(booth_hello(number, lease))
        await client.hear(BoothWelcome)
        await client.say(BoothReport(condition=BoothCondition.READY))
        yield client


@contextlib.asynccontextmanager
async def desk(url: str, officer: str = "sari", leases: tuple[str, ...] = ()) -> AsyncIterator[Client]:
    """A desk, welcomed."""
    async with stranger(url, is_desk=True) as client:
        await client.say(desk_hello(officer, leases=leases))
        await client.hear(DeskWelcome)
        yield client


def booth_hello(number: int, lease: str = "") -> BoothHello:
    return BoothHello(
        protocol=1, booth=BoothId(f"booth-{number}"), token=token(number), software="test", lease=lease
    )


def desk_hello(
    officer: str = "sari", password: str = PASSWORD, session: str = "", leases: tuple[str, ...] = ()
) -> DeskHello:
    return DeskHello(
        protocol=1,
        officer=OfficerId(officer),
        software="test",
        capacity=6,
        password="" if session else password,
        session=session,
        leases=leases,
    )


START = StartVisit(language="id", consent=True, consent_version="1")
