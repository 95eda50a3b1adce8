"""A client's connection with the server at one of its paths: it lives on the net thread and comes back by
itself.

Responsible for: connecting, the hello, one writer, keep-alive, reconnecting with a growing delay, and a
sentence for every failure. Not for: what the messages mean, nor what is to be said again after a welcome.
"""

from __future__ import annotations

import asyncio
import logging
import random
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from channel.core.backoff import Backoff
from channel.runtime.tasks import Tasks
from channel.runtime.tcp_control import ask_for_control
from channel.runtime.tls import check_url, explain
from channel.wire.codec import TO_CLIENT_MOST_BYTES, WireError, encode
from channel.wire.messages import ErrorCode, Goodbye, Message, Refused, Replaced

_log = logging.getLogger(__name__)

OPEN_TIMEOUT_S = 10.0
KEEPALIVE_S = 5.0
"""A ping this often, and as long again for its pong."""
CLOSE_TIMEOUT_S = 2.0
OUTBOX_MOST = 256
"""Messages not yet written. A server that takes none of so many is as good as gone."""
REPLACED = "replaced"
"""``Rejected.code`` when a second connection took this identity over; otherwise an ``ErrorCode``'s value."""
_FATAL = {ErrorCode.UNAUTHENTICATED, ErrorCode.PROTOCOL_VERSION}


_Say = TypeVar("_Say", bound=Message)
_Hear = TypeVar("_Hear")


@dataclass(frozen=True)
class Connected:
    """The connection stands and the hello is on its way; the welcome comes as ``Received``."""


@dataclass(frozen=True)
class Received(Generic[_Hear]):
    message: _Hear


@dataclass(frozen=True)
class Disconnected:
    """Not connected, or not any more; the next attempt comes in ``retry_s``. ``text``: a sentence for IT."""

    text: str
    retry_s: float


@dataclass(frozen=True)
class Rejected:
    """The server will not have this client; nothing more happens until the next ``start``."""

    code: str
    text: str


class ServerLink(Generic[_Say, _Hear]):
    """One identity's connection at the server's ``path``. Net thread only, and ``on_event`` is called there.

    ``hello`` is asked at each connection, so that it can carry the newest lease. ``decode`` raises
    ``WireError``; what it gives that is one of ``welcomes`` makes the connection count. ``control``: the
    congestion control that TCP is asked for, empty for the system's; ``used_control``: the one that it uses
    then, empty where nothing is known of it, as at first. The constructor raises ``InsecureUrl`` as
    ``check_url`` does.
    """

    def __init__(
        self,
        url: str,
        tls: ssl.SSLContext | None,
        hello: Callable[[], _Say],
        decode: Callable[[str | bytes], _Hear],
        welcomes: tuple[type[_Hear], ...],
        on_event: Callable[[Connected | Received[_Hear] | Disconnected | Rejected], None],
        control: str = "",
    ) -> None:
        check_url(url)
        parts = urlsplit(url)
        self._url = url
        self._name = parts.path.strip("/")
        self._welcomes = welcomes
        self._tls = tls if parts.scheme == "wss" else None
        self._hello = hello
        self._decode = decode
        self._on_event = on_event
        self._wished_control = control
        self.used_control = ""
        self._backoff = Backoff()
        self._tasks = Tasks()
        self._task: asyncio.Task[None] | None = None
        self._outbox: asyncio.Queue[_Say | bytes | None] = asyncio.Queue()
        self._connection: ClientConnection | None = None
        self._welcomed = False
        self._rejected = False

    def start(self, tasks: Tasks) -> None:
        """Connect, and stay connected. Does nothing while it is already at it."""
        if self._task is None or self._task.done() or self._rejected:
            self._rejected = False
            self._backoff.reset()
            self._tasks = tasks
            self._task = tasks.spawn(self._stay_connected(), name=self._name)

    def send(self, message: _Say | bytes) -> None:
        """Send in order, without waiting; bytes go as a binary frame. Dropped before the welcome: after it
        the state is said again."""
        if not self._welcomed:
            _log.debug("not connected: %s is dropped", type(message).__name__)
            return
        self._outbox.put_nowait(message)

    def reconnect(self) -> None:
        """This connection is of no use any more: end it, and make a new one."""
        if self._connection is not None:
            self._connection.transport.abort()

    async def stop(self) -> None:
        """Write what is still to be written, close, end the task. Harmless when not started."""
        task, self._task = self._task, None
        if task is None or task.done():
            return
        if self._welcomed:
            self._outbox.put_nowait(None)
            await asyncio.wait({task}, timeout=CLOSE_TIMEOUT_S)
        task.cancel()
        await asyncio.wait({task})

    def _tell(self, event: Connected | Received[_Hear] | Disconnected | Rejected) -> None:
        try:
            self._on_event(event)
        except Exception:  # noqa: BLE001 - whatever it is, it is logged as an error
            # A mistake of the program's, raised here, would end the connection and every later attempt.
            _log.exception("the program failed at %s", type(event).__name__)

    async def _stay_connected(self) -> None:
        while True:
            outcome = await self._connect_once()
            if self._task is None:  # ended from here
                return
            self._rejected = isinstance(outcome, Rejected)
            self._tell(outcome)
            if isinstance(outcome, Rejected):
                return
            await asyncio.sleep(outcome.retry_s)

    async def _connect_once(self) -> Disconnected | Rejected:
        """One connection from beginning to end."""
        try:
            async with connect(
                self._url,
                ssl=self._tls,
                compression=None,
                proxy=None,  # the server stands in the branch; a proxy from the environment never leads there
                open_timeout=OPEN_TIMEOUT_S,
                ping_interval=KEEPALIVE_S,
                ping_timeout=KEEPALIVE_S,
                close_timeout=CLOSE_TIMEOUT_S,
                max_size=TO_CLIENT_MOST_BYTES,
            ) as connection:
                self._ask_for_control(connection)
                await connection.send(encode(self._hello()), text=True)
                self._tell(Connected())
                return await self._converse(connection)
        except (OSError, WebSocketException, EOFError) as error:
            return self._lost(explain(error, self._url))

    def _ask_for_control(self, connection: ClientConnection) -> None:
        if not self._wished_control:
            return
        used = ask_for_control(connection.transport.get_extra_info("socket"), self._wished_control)
        if used and used != self.used_control:  # once, not at each connection
            wished = self._wished_control
            kept = "" if used == wished else f", as the system has no {wished} for this program"
            _log.info("%s go by TCP with %s%s", self._name, used, kept)
        self.used_control = used

    async def _converse(self, connection: ClientConnection) -> Disconnected | Rejected:
        self._outbox = asyncio.Queue()
        self._connection = connection
        writer = self._tasks.spawn(self._write(connection, self._outbox), name=f"{self._name} writer")
        try:
            return await self._read(connection)
        finally:
            self._welcomed = False
            self._connection = None
            writer.cancel()
            await asyncio.wait({writer})

    async def _read(self, connection: ClientConnection) -> Disconnected | Rejected:
        farewell = "the connection to the server was lost"
        wait_s = 0.0
        try:
            async for text in connection:
                try:
                    message = self._decode(text)
                except WireError as error:
                    _log.warning("the server sent what is not understood, and it is ignored: %s", error)
                    continue
                match message:
                    case Replaced():
                        return Rejected(REPLACED, "another connection with the same identity has taken over")
                    case Refused(code=code, text=sentence, fatal=True) if code in _FATAL:
                        return Rejected(code.value, sentence)
                    case Refused(text=sentence, fatal=True):
                        farewell = f"the server closed the connection: {sentence}"
                    case Goodbye(retry_after_s=retry_after_s):
                        farewell = "the server has been shut down and is expected back"
                        wait_s = max(0.0, retry_after_s)
                    case _ if isinstance(message, self._welcomes):
                        self._welcomed = True
                        self._backoff.reset()
                    case _:
                        pass
                self._tell(Received(message))
                # Nothing of a visit outlives it here, while the next message is waited for.
                del text, message
        except ConnectionClosed:
            _log.debug("the connection ended without a closing handshake")
        return self._lost(farewell, wait_s)

    def _lost(self, text: str, wait_s: float = 0.0) -> Disconnected:
        return Disconnected(text, wait_s + self._backoff.next(random.random))

    async def _write(self, connection: ClientConnection, outbox: asyncio.Queue[_Say | bytes | None]) -> None:
        try:
            while (message := await outbox.get()) is not None:
                if outbox.qsize() > OUTBOX_MOST:
                    _log.warning("the server takes no messages: the connection is given up")
                    break
                if isinstance(message, bytes):
                    await connection.send(message)
                else:
                    await connection.send(encode(message), text=True)
                del message  # as in _read
        except ConnectionClosed:
            return
        await connection.close()
