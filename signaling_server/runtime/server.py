"""The signaling server on its port: websockets and plain GET in, the hub's orders out.

Responsible for: listening, the hello, limits, performing ``Deliver``, time, the clean end. Not for: decisions
(``core.hub``), credentials (``credentials``), reading configuration (``config``, ``app``).

Everything runs on one asyncio loop; only password hashes and the store have threads.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import ssl
import time
from collections.abc import Callable, Sequence
from typing import TypeAlias

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.http11 import Request, Response

from channel.rules.claims import ClaimRules
from channel.settings.version import VERSION
from channel.wire.codec import (
    MESSAGE_MOST_BYTES,
    WireError,
    decode_from_booth,
    decode_from_desk,
    decode_hello,
    encode,
)
from channel.wire.documents import BoothDocumentsHello, DeskDocumentsHello
from channel.wire.documents_codec import decode_documents_hello
from channel.wire.ids import VisitId
from channel.wire.messages import (
    PROTOCOL_VERSION,
    BoothHello,
    ChannelOpened,
    DeskHello,
    ErrorCode,
    FromBooth,
    FromDesk,
    Goodbye,
    Refused,
)
from signaling_server.config import ServerConfig
from signaling_server.core.hub import Hub
from signaling_server.core.leases import Leases
from signaling_server.core.limits import MESSAGE_COST, REFUSED_COST, Strangers
from signaling_server.core.records import BoothPlan, BranchPlan, ClientId, Deliver, OfficerPlan
from signaling_server.runtime.connection import Connection
from signaling_server.runtime.credentials import Credentials, NotAdmitted
from signaling_server.runtime.documents import DOCUMENTS_PATH, DocumentsService
from signaling_server.runtime.documents_peer import Holding
from signaling_server.runtime.metrics import Metrics
from signaling_server.runtime.sockets import TOO_LARGE, Handshakes, Socket, is_stranger, socket_class
from signaling_server.store.cases import Opening
from signaling_server.store.store import Store

_log = logging.getLogger(__name__)
_socket_log = logging.getLogger("signaling_server.handshakes")
_socket_log.addFilter(Handshakes())
_socket_log.setLevel(logging.INFO)  # at DEBUG the library would write what is said, tokens and all

SIGNALING_PATH = "/signal"
KEEPALIVE_S = 5.0
"""A ping this often, and as long again for its pong."""
CLOSE_TIMEOUT_S = 2.0
RETRY_AFTER_S = 1.0
"""How soon clients are asked to come back when the server ends."""
Decode: TypeAlias = Callable[[str], FromBooth | FromDesk]
_DECODERS: dict[type, Decode] = {BoothHello: decode_from_booth, DeskHello: decode_from_desk}
_NO_RULES = ClaimRules(())
_TOO_MANY = Refused(
    code=ErrorCode.TOO_FREQUENT, text="too many connections that have not said hello: try again", fatal=True
)


class SignalingServer:
    """``start``, then ``stop``; one loop thread for everything. ``port`` is the real one after ``start``.

    Without a ``store`` there is nothing at ``/documents``. It is the caller's to close, after ``stop``.
    ``rules``: of the claims on offer.
    """

    def __init__(
        self,
        config: ServerConfig,
        key: bytes,
        tls: ssl.SSLContext | None,
        store: Store | None = None,
        rules: ClaimRules = _NO_RULES,
    ) -> None:
        self._config = config
        self._tls = tls
        # Unix time that never goes back: the clock may be set right while the server runs.
        self._started_s = time.time()
        self._since_s = time.monotonic()
        leases = Leases(key)
        self._hub = Hub(_plan(config), leases, f"bilik-server {VERSION}", self._started_s)
        self._credentials = Credentials(config.booths, config.officers, leases)
        self._documents = None if store is None else self._documents_on(store, leases, rules)
        self._metrics = Metrics(self._hub, self._started_s, self._documents)
        self._strangers = Strangers(config.limits.unauthenticated, config.limits.unauthenticated_per_address)
        self._metrics.strangers.set_function(lambda: len(self._strangers))
        self._client_ids = itertools.count(1)
        self._connections: dict[ClientId, Connection] = {}
        self._server: Server | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._due_s = 0.0
        self._stopping = False

    @property
    def port(self) -> int:
        """Raises RuntimeError before ``start``."""
        if self._server is None:
            raise RuntimeError("the server has not been started")
        return int(self._server.sockets[0].getsockname()[1])

    async def start(self) -> None:
        """Listen. Raises OSError when the address cannot be had, ``StoreUnavailable``."""
        if self._documents is not None:
            await self._documents.start()
        listen, limits = self._config.listen, self._config.limits
        self._server = await serve(
            self._serve,
            listen.address,
            listen.port,
            ssl=self._tls,
            ssl_handshake_timeout=None if self._tls is None else limits.hello_s,
            create_connection=socket_class(self._strangers),
            process_request=self._process_request,
            compression=None,
            server_header=None,
            open_timeout=limits.hello_s,
            ping_interval=KEEPALIVE_S,
            ping_timeout=KEEPALIVE_S,
            close_timeout=CLOSE_TIMEOUT_S,
            max_size=MESSAGE_MOST_BYTES,
            max_queue=4,
            logger=_socket_log,
            backlog=1024,
        )
        self._set_timer()

    async def stop(self) -> None:
        """Say goodbye to everybody, close everything, wait for it."""
        if self._server is None:
            return
        self._stopping = True
        if self._timer is not None:
            self._timer.cancel()
        self._perform(self._hub.farewell(RETRY_AFTER_S))
        if self._documents is not None:
            self._documents.farewell(RETRY_AFTER_S)
        self._server.close(close_connections=False)
        strangers = [socket for socket in self._server.connections if is_stranger(socket)]
        await asyncio.gather(*(socket.close(CloseCode.GOING_AWAY) for socket in strangers))
        try:
            most_s = 2 * CLOSE_TIMEOUT_S + self._config.limits.hello_s
            await asyncio.wait_for(self._server.wait_closed(), most_s)
        except TimeoutError:
            _log.warning("some connections did not close in time")
        self._credentials.close()
        if self._documents is not None:
            await self._documents.stop()

    # ------------------------------------------------------------ plain GET

    def _process_request(self, socket: ServerConnection, request: Request) -> Response | None:
        assert isinstance(socket, Socket)
        match _path(request):
            case _ if not socket.admitted:
                self._metrics.count_refusal(ErrorCode.TOO_FREQUENT)
                return _respond(socket, 503, encode(_TOO_MANY), "application/json")
            case path if path == SIGNALING_PATH or (path == DOCUMENTS_PATH and self._documents is not None):
                return None
            case "/health":
                return _respond(socket, 200, self._metrics.health(self._now_s()).encode(), "application/json")
            case "/metrics":
                counted = self._metrics.exposition(self._now_s())
                return _respond(socket, 200, counted, "text/plain; version=0.0.4")
            case _:
                return socket.respond(404, "nothing here: /signal, /documents, /health, /metrics\n")

    # ------------------------------------------------------------ one connection

    async def _serve(self, socket: ServerConnection) -> None:
        assert isinstance(socket, Socket)
        assert socket.request is not None
        documents = self._documents if _path(socket.request) == DOCUMENTS_PATH else None
        try:
            frame = await self._first_frame(socket)
            if documents is None:
                hello, session = await self._admit(socket, frame)
            else:
                documents_hello = self._admit_for_documents(socket, frame)
        except NotAdmitted as refusal:
            self._metrics.count_refusal(refusal.code)
            _log.info("%s: refused at the door, %s: %s", socket.address, refusal.code.value, refusal.text)
            await self._dismiss(socket, Refused(code=refusal.code, text=refusal.text, fatal=True))
            return
        except ConnectionClosed:
            return
        socket.leave_strangers()
        if self._stopping:
            return
        if documents is None:
            await self._converse(socket, hello, session)
        else:
            await documents.converse(socket, documents_hello, f"a desk at {socket.address}")

    async def _first_frame(self, socket: Socket) -> str:
        """Raises ``NotAdmitted``, ``ConnectionClosed``."""
        hello_s = self._config.limits.hello_s
        try:
            frame = await asyncio.wait_for(socket.recv(), hello_s)
        except TimeoutError:
            raise NotAdmitted(ErrorCode.UNAUTHENTICATED, f"no hello within {hello_s:g} s") from None
        if isinstance(frame, bytes):
            raise NotAdmitted(ErrorCode.MALFORMED, "messages are text frames")
        return frame

    async def _admit(self, socket: Socket, text: str) -> tuple[BoothHello | DeskHello, str]:
        """The hello of a peer that is who it says it is, and an officer's session. Raises ``NotAdmitted``."""
        try:
            hello = decode_hello(text)
        except WireError as error:
            raise NotAdmitted(error.code, error.text) from None
        _check_version(hello.protocol)
        if isinstance(hello, BoothHello):
            self._credentials.check_booth(hello, socket.address, self._now_s())
            return hello, ""
        return hello, await self._credentials.check_officer(hello, socket.address, self._now_s())

    def _admit_for_documents(self, socket: Socket, text: str) -> BoothDocumentsHello | DeskDocumentsHello:
        """The same at the other path. Raises ``NotAdmitted``."""
        try:
            hello = decode_documents_hello(text)
        except WireError as error:
            raise NotAdmitted(error.code, error.text) from None
        _check_version(hello.protocol)
        if isinstance(hello, BoothDocumentsHello):
            self._credentials.check_booth(hello, socket.address, self._now_s())
        else:
            self._credentials.check_session(hello.officer, hello.session, self._now_s())
        return hello

    async def _dismiss(self, socket: Socket, refusal: Refused) -> None:
        try:
            await socket.send(encode(refusal), text=True)
            await socket.close(CloseCode.POLICY_VIOLATION)
        except ConnectionClosed:
            return

    async def _converse(self, socket: Socket, hello: BoothHello | DeskHello, session: str) -> None:
        client = ClientId(next(self._client_ids))
        name = hello.booth if isinstance(hello, BoothHello) else f"a desk at {socket.address}"
        connection = Connection(client, name, socket, self._now_s())
        self._connections[client] = connection
        writer = asyncio.create_task(connection.write(), name=f"writer {client}")
        try:
            self._perform(self._hub.handle(client, hello, self._now_s(), session))
            decode = _DECODERS[type(hello)]
            async for text in socket:
                arrived_s = time.perf_counter()
                self._receive(connection, text, decode)
                self._metrics.handling_s.observe(time.perf_counter() - arrived_s)
        except ConnectionClosed:
            pass
        finally:
            if socket.close_code == CloseCode.MESSAGE_TOO_BIG:
                self._note_refusal(connection, TOO_LARGE)
            del self._connections[client]
            self._perform(self._hub.leave(client, self._now_s()))
            if not connection.closing:
                writer.cancel()
            await asyncio.wait({writer})

    def _receive(self, connection: Connection, text: str | bytes, decode: Decode) -> None:
        if connection.closing:
            return
        now_s = self._now_s()
        self._metrics.messages.inc()
        if not connection.allowance.take(MESSAGE_COST, now_s):
            self._refuse(connection, ErrorCode.TOO_FREQUENT, "slow down: see the limits in PROTOCOL.md")
        elif isinstance(text, bytes):
            self._refuse(connection, ErrorCode.MALFORMED, "messages are text frames")
        else:
            try:
                message = decode(text)
            except WireError as error:
                self._refuse(connection, error.code, error.text, fatal=error.hostile)
            else:
                self._perform(self._hub.handle(connection.client, message, now_s))

    def _refuse(self, connection: Connection, code: ErrorCode, text: str, *, fatal: bool = True) -> None:
        refused = Refused(code=code, text=text, fatal=fatal)
        self._perform([Deliver(connection.client, refused, close=fatal)])

    # ------------------------------------------------------------ documents

    def _documents_on(self, store: Store, leases: Leases, rules: ClaimRules) -> DocumentsService:
        config = self._config
        return DocumentsService(config, rules, store, leases, self._now_s, self._holding, self._hub.visits)

    def _holding(self, visit: VisitId) -> Holding | None:
        on = self._hub.visit(visit)
        if on is None:
            return None
        held_since = 0.0 if on.channel is None else on.channel.started_at
        opening = Opening(on.id, on.booth.id, on.booth.number, on.queued_at, held_since)
        return Holding(opening, None if on.channel is None else on.channel.desk.officer)

    # ------------------------------------------------------------ the hub's orders, and time

    def _perform(self, orders: Sequence[Deliver]) -> None:
        message, text = None, b""
        for order in orders:
            connection = self._connections.get(order.client)
            if connection is None:
                continue
            if order.message is not message:  # the state of the branch goes to all desks: encoded once
                message, text = order.message, encode(order.message)
            if isinstance(order.message, Refused):
                self._note_refusal(connection, order.message)
            if isinstance(order.message, ChannelOpened) and self._documents is not None:
                holding = self._holding(order.message.visit)
                if holding is not None:
                    self._documents.pair(holding)
            ended = CloseCode.GOING_AWAY if isinstance(order.message, Goodbye) else CloseCode.POLICY_VIOLATION
            connection.post(text, close=ended if order.close else None)
        self._set_timer()

    def _note_refusal(self, connection: Connection, refused: Refused) -> None:
        self._metrics.count_refusal(refused.code)
        connection.allowance.take(REFUSED_COST, self._now_s())
        outcome = ", connection closed" if refused.fatal else ""
        _log.warning("%s: refused, %s: %s%s", connection.name, refused.code.value, refused.text, outcome)

    def _set_timer(self) -> None:
        if self._stopping:
            return
        now_s = self._now_s()
        due_s = self._hub.next_tick_s(now_s)
        if self._timer is not None:
            if self._due_s <= due_s:
                return
            self._timer.cancel()
        self._due_s = due_s
        self._timer = asyncio.get_running_loop().call_later(max(0.0, due_s - now_s), self._tick)

    def _tick(self) -> None:
        self._timer = None
        try:
            self._perform(self._hub.tick(self._now_s()))
        finally:
            self._set_timer()  # whatever failed: grace periods must go on ending

    def _now_s(self) -> float:
        return self._started_s + time.monotonic() - self._since_s


def _path(request: Request) -> str:
    return request.path.partition("?")[0]


def _check_version(protocol: int) -> None:
    if protocol != PROTOCOL_VERSION:
        versions = f"this server speaks protocol {PROTOCOL_VERSION}, the client {protocol}"
        raise NotAdmitted(ErrorCode.PROTOCOL_VERSION, versions)


def _plan(config: ServerConfig) -> BranchPlan:
    return BranchPlan(
        name=config.branch,
        booths=tuple(
            BoothPlan(booth.id, booth.number)
            for booth in sorted(config.booths, key=lambda booth: booth.number)
        ),
        officers=tuple(OfficerPlan(officer.id, officer.name) for officer in config.officers),
        booth_grace_s=config.grace.booth_s,
        desk_grace_s=config.grace.desk_s,
        recovery_s=config.grace.recovery_s,
        service_s=config.service_minutes * 60.0,
    )


def _respond(socket: ServerConnection, status: int, body: bytes, kind: str) -> Response:
    response = socket.respond(status, body.decode())
    del response.headers["Content-Type"]
    response.headers["Content-Type"] = f"{kind}; charset=utf-8"
    return response
