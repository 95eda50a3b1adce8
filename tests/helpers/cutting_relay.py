"""A way between a client and a server on this machine that breaks after so many bytes, again and again.

Responsible for: carrying both directions, and cutting each connection when its bytes have passed. Not for:
loss and delay (``tests.benchmarks.relay``).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from urllib.parse import urlsplit

PIECE_BYTES = 16 * 1024


class CuttingRelay:
    """``cuts``: after how many bytes, of both directions together, each connection is cut; after the last of
    them none is. ``connections`` counts."""

    def __init__(self, url: str, cuts: Iterable[int]) -> None:
        parts = urlsplit(url)
        self._parts = parts
        self._cuts = iter(cuts)
        self._server: asyncio.Server | None = None
        self.connections = 0
        self.passed_bytes = 0

    @property
    def url(self) -> str:
        assert self._server is not None
        port = self._server.sockets[0].getsockname()[1]
        return self._parts._replace(netloc=f"127.0.0.1:{port}").geturl()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[CuttingRelay]:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        try:
            yield self
        finally:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        left = [next(self._cuts, None)]
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._parts.port)
        except OSError:
            writer.transport.abort()
            return
        ways = [
            asyncio.create_task(self._carry(reader, far_writer, left)),
            asyncio.create_task(self._carry(far_reader, writer, left)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.wait(ways)
        for end in (writer, far_writer):
            end.transport.abort()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: list[int | None]
    ) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(PIECE_BYTES):
                allowed = left[0]
                if allowed is not None:
                    piece, left[0] = piece[:allowed], max(0, allowed - len(piece))
                self.passed_bytes += len(piece)
                writer.write(piece)
                await writer.drain()
                if left[0] == 0:
                    return
