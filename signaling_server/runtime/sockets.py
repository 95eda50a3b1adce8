"""The websocket connection as the library makes it, with two things added.

Responsible for: counting connections from the first moment until they have authenticated, and naming the
error before an oversized frame closes a connection. Not for: what is said on it (``server``).
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from websockets.asyncio.server import Server, ServerConnection
from websockets.frames import CloseCode
from websockets.protocol import State
from websockets.server import ServerProtocol

from channel.wire.codec import MESSAGE_MOST_BYTES, encode
from channel.wire.messages import ErrorCode, Refused
from signaling_server.core.limits import Strangers

TOO_LARGE = Refused(code=ErrorCode.TOO_LARGE, text=f"larger than {MESSAGE_MOST_BYTES} bytes", fatal=True)


class Socket(ServerConnection):
    """A connection that knows its peer's address and whether it was admitted at the door."""

    strangers: Strangers
    admitted = False
    address = ""

    def __init__(self, protocol: ServerProtocol, server: Server, **options: Any) -> None:
        super().__init__(protocol, server, **options)
        self.counted = False
        """Among the strangers at this moment."""
        self._fail = protocol.fail
        protocol.fail = self._name_the_error  # type: ignore[method-assign]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else "local"
        self.admitted = self.counted = self.strangers.enter(self.address)
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.leave_strangers()
        super().connection_lost(exc)

    def leave_strangers(self) -> None:
        """It has said who it is, or is gone."""
        if self.counted:
            self.counted = False
            self.strangers.leave(self.address)

    def _name_the_error(self, code: CloseCode | int, reason: str = "") -> None:
        if code == CloseCode.MESSAGE_TOO_BIG and self.protocol.state is State.OPEN:
            self.protocol.send_text(encode(TOO_LARGE))
        self._fail(code, reason)


def is_stranger(socket: ServerConnection) -> bool:
    """Whether this connection has not said who it is."""
    return isinstance(socket, Socket) and socket.counted


def socket_class(counter: Strangers) -> type[Socket]:
    """The kind of connection that is counted by ``counter``."""

    class CountedSocket(Socket):
        strangers = counter

    return CountedSocket


class Handshakes(logging.Filter):
    """Keeps the library's warnings and errors; a peer that is no websocket client is only worth a line."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.msg == "opening handshake failed":
            error = record.exc_info[1] if record.exc_info else None
            record.levelno, record.levelname = logging.INFO, "INFO"
            record.msg, record.args = "a connection was no websocket handshake (%s)", (type(error).__name__,)
            record.exc_info = None
            return True
        return record.levelno >= logging.WARNING
