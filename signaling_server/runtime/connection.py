"""One authenticated client's connection: its outbox, its one writer, its allowance.

Responsible for: writing in order without ever making anybody else wait, and giving up a peer that does not
read. Not for: what is written (``core.hub``).
"""

from __future__ import annotations

import asyncio

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode

from signaling_server.core.limits import MESSAGES_BURST, MESSAGES_PER_S, Bucket
from signaling_server.core.records import ClientId

OUTBOX_MOST = 512
"""Messages that a peer may have left unread before it is given up."""


class Connection:
    """``post`` from the loop thread; ``write`` runs as a task of its own until the connection is closed."""

    def __init__(self, client: ClientId, name: str, socket: ServerConnection, now_s: float) -> None:
        self.client = client
        self.name = name
        """For the log: a booth's id, or where a desk is."""
        self.allowance = Bucket(MESSAGES_PER_S, MESSAGES_BURST, now_s)
        self.closing = False
        """The last word is said: what the peer says from now on counts for nothing."""
        self._socket = socket
        self._outbox: asyncio.Queue[bytes | CloseCode] = asyncio.Queue()

    def post(self, text: bytes, *, close: CloseCode | None = None) -> None:
        """Write this after everything posted before; with ``close``, close the connection after it."""
        if self.closing:
            return
        if self._outbox.qsize() >= OUTBOX_MOST:
            self.closing = True
            self._socket.transport.abort()
            return
        self._outbox.put_nowait(text)
        if close is not None:
            self.closing = True
            self._outbox.put_nowait(close)

    async def write(self) -> None:
        try:
            while not isinstance(text := await self._outbox.get(), CloseCode):
                await self._socket.send(text, text=True)
            await self._socket.close(text)
        except ConnectionClosed:
            pass
