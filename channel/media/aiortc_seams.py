"""The one place that touches what aiortc and aioice do not promise to keep.

Responsible for: putting our own packet paths in place of aiortc's sender and receiver, a guard on every
socket, and what must be set for heartbeats on the data channel and checks of consent to be of use, and for
SRTP to bear repeats. Not for: anything that could be done through public names. Each seam has a test that
fails when the library changes.

The guard admits datagrams only from ICE pairs that a check has validated, drops empty ones (one empty
datagram from any host would otherwise end a call) and swallows malformed STUN, of which some kinds raise in
aioice. A DTLS hello of a stranger never reaches the handshake. Nothing waits in a queue that could grow.
"""

from __future__ import annotations

import asyncio
import logging
import struct
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import aioice.ice
import pylibsrtp
from aioice import stun
from aioice.ice import CandidatePair, Connection, StunProtocol
from aiortc import (
    InvalidStateError,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCRtpSender,
    RTCRtpTransceiver,
    rtcsctptransport,
)
from aiortc.rtcdtlstransport import SRTP_AES128_CM_SHA1_80, RTCDtlsTransport, State
from aiortc.rtcrtpparameters import RTCRtpReceiveParameters, RTCRtpSendParameters
from aiortc.rtp import is_rtcp
from OpenSSL import SSL

from channel.media import brief_calls

SOCKET_MOST_BYTES = 64 * 1024
"""Unsent bytes in a socket beyond which packets are dropped instead."""
READ_MOST = 4
"""Datagrams of one socket before it is another's turn."""
QUEUE_MOST = 256
"""DTLS datagrams that may wait for aiortc."""
PAIRS_MOST = 64
"""No machine has so many addresses; each new one that a far end checks from costs memory and time."""
CONSENT_WAIT_S = 2.0
"""For the answer to a check of consent, of which there is one every five seconds."""

OnPacket = Callable[[bytes, float], None]
"""Decrypted bytes and their arrival time."""

_GUARD = "_bilik_guard"
"""A guard is an attribute of its connection: in a table beside it, each would keep the other alive for
ever."""


class Guard:
    """What may come in through the sockets of one ICE connection. Attribute ``refused``: datagrams
    dropped."""

    def __init__(self, connection: Connection) -> None:
        self.refused = 0
        self._connection = connection
        self._valid: set[tuple[int, tuple[str, int]]] = set()
        self._dtls: RTCDtlsTransport | None = None
        self._on_rtp: OnPacket | None = None
        self._on_rtcp: OnPacket | None = None
        self._on_replay: Callable[[], None] | None = None
        self._srtp: brief_calls.Srtp | None = None
        setattr(connection, _GUARD, self)
        check_incoming = connection.check_incoming

        def checked(message: stun.Message, address: tuple[str, int], protocol: StunProtocol) -> None:
            pair = protocol.id, (address[0], address[1])
            if pair not in self._valid and len(self._valid) >= PAIRS_MOST:
                self.refused += 1
                return
            self._valid.add(pair)
            check_incoming(message, address, protocol)

        # The two ends may nominate different pairs: whoever proves by a check that it knows our password is
        # the far end, also on a pair whose own check we gave up when another one had succeeded.
        setattr(connection, "check_incoming", checked)  # noqa: B010 - it is a method

    def watch(
        self, dtls: RTCDtlsTransport, on_rtp: OnPacket, on_rtcp: OnPacket, on_replay: Callable[[], None]
    ) -> None:
        """Give away every decrypted packet with its arrival time, at once and on the loop; ``on_replay``: an
        RTP packet that came before. Nobody knows who sent that, so it may be counted and nothing else."""
        self._dtls = dtls
        self._on_rtp = on_rtp
        self._on_rtcp = on_rtcp
        self._on_replay = on_replay

    def admits(self, protocol: StunProtocol, address: tuple[str, int]) -> bool:
        """Whether ICE has validated the pair that this datagram came through, by a check of either end."""
        key = (protocol.id, address)
        if key in self._valid:
            return True
        for pair in self._connection._check_list:
            if (
                pair.protocol is protocol
                and pair.remote_addr == address
                and pair.state is CandidatePair.State.SUCCEEDED
            ):
                self._valid.add(key)
                return True
        return False

    def came(self, data: bytes, component: int) -> None:
        """A datagram of a validated pair that is not STUN."""
        if not 127 < data[0] < 192:
            if self._connection._queue.qsize() < QUEUE_MOST:
                self._connection._queue.put_nowait((data, component))
            else:
                self.refused += 1
            return
        session = None if self._dtls is None else self._dtls._rx_srtp
        if session is None or self._on_rtp is None or self._on_rtcp is None:
            return
        arrived_s = time.monotonic()
        self._srtp = brief_calls.srtp_of(session, self._srtp)
        try:
            if is_rtcp(data):
                give, plain = self._on_rtcp, self._srtp.unprotect_rtcp(data)
            else:
                give, plain = self._on_rtp, self._srtp.unprotect(data)
        except brief_calls.Replayed:
            if self._on_replay is not None and not is_rtcp(data):
                self._on_replay()
            return
        except pylibsrtp.Error:
            self.refused += 1
            return
        give(plain, arrived_s)


class _GuardedStunProtocol(StunProtocol):
    """aioice's socket protocol behind a ``Guard``."""

    send: brief_calls.Send | None = None
    """In place of the transport's, where nothing waits in it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        its_socket = transport.get_extra_info("socket")
        if its_socket is None:
            return
        self.send = brief_calls.sender(its_socket)
        if (receive := brief_calls.receiver(its_socket)) is not None:
            # asyncio begins to read right after this. Who is told that something came is us from then on.
            begin: Any = transport
            asyncio.get_running_loop().call_soon(begin._add_reader, its_socket.fileno(), self._read, receive)

    def connection_lost(self, exc: Exception | None) -> None:
        self.send = None  # its number may be another's soon
        super().connection_lost(exc)

    def _read(self, receive: brief_calls.Receive) -> None:
        """What comes while one is worked at need not wait for another round of the loop."""
        for _ in range(READ_MOST):
            if self.transport.is_closing() or (came := receive()) is None:
                return
            self.datagram_received(*came)

    def datagram_received(self, data: bytes | str, addr: tuple[Any, ...]) -> None:
        guard: Guard | None = getattr(self.receiver, _GUARD, None)
        if guard is None:
            super().datagram_received(data, addr)
            return
        if not data or isinstance(data, str):
            guard.refused += 1
            return
        if data[0] < 4:
            try:
                # Parsed here first: what is not STUN must not be handed on as data.
                stun.parse_message(data)
                super().datagram_received(data, addr)
            except (ValueError, KeyError, IndexError, AssertionError, struct.error):
                guard.refused += 1
            return
        address = (addr[0], addr[1])
        if guard.admits(self, address):
            guard.came(data, self.local_candidate.component)
        else:
            guard.refused += 1


class _Transaction(stun.Transaction):
    """Not given up after half a second when it is sent once, as a check of consent is (RFC 7675): where every
    answer takes longer, a channel that works would be taken down after six of them."""

    def __init__(
        self,
        request: stun.Message,
        addr: tuple[str, int],
        protocol: Any,
        retransmissions: int | None = None,
        **more: Any,
    ) -> None:
        super().__init__(request, addr, protocol, retransmissions, **more)
        if retransmissions == 0:
            self._Transaction__timeout_delay = CONSENT_WAIT_S


def _host_addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    """aioice leaves out loopback; a machine without a network has nothing else, and a demo runs there too."""
    return _aioice_host_addresses(use_ipv4, use_ipv6) or ["127.0.0.1"]


_aioice_host_addresses = aioice.ice.get_host_addresses


def prepare() -> None:
    """Put the seams in place; once, before the first peer connection."""
    aioice.ice.StunProtocol = _GuardedStunProtocol  # type: ignore[misc]
    aioice.ice.get_host_addresses = _host_addresses
    stun.Transaction = _Transaction  # type: ignore[assignment, misc]
    # Heartbeats are of no use late. aiortc waits 1 s for a lost one, then 2, 4 … 60 s.
    rtcsctptransport.SCTP_RTO_INITIAL = 0.5
    rtcsctptransport.SCTP_RTO_MIN = 0.2  # type: ignore[assignment]
    rtcsctptransport.SCTP_RTO_MAX = 1
    # At lower levels they log SDP and addresses.
    for name in ("aiortc", "aioice"):
        logging.getLogger(name).setLevel(logging.WARNING)


class DirectSender(RTCRtpSender):
    """Stands in for aiortc's sender: takes part in signaling, sends nothing by itself."""

    def __init__(self, like: RTCRtpSender, on_ready: Callable[[RTCRtpSendParameters], None]) -> None:
        super().__init__(like.kind, like.transport)
        self._stream_id = like._stream_id
        self._on_ready = on_ready
        self._is_ready = False

    @property
    def ssrc(self) -> int:
        return self._ssrc

    async def send(self, parameters: RTCRtpSendParameters) -> None:
        if not self._is_ready:
            self._is_ready = True
            self._on_ready(parameters)

    async def stop(self) -> None:
        """There is nothing to stop."""


class DirectReceiver(RTCRtpReceiver):
    """Stands in for aiortc's receiver: takes part in signaling; no buffer, no decoder, no thread."""

    def __init__(
        self, kind: str, like: RTCRtpReceiver, on_ready: Callable[[RTCRtpReceiveParameters], None]
    ) -> None:
        super().__init__(kind, like.transport)
        self._on_ready = on_ready
        self._is_ready = False

    async def receive(self, parameters: RTCRtpReceiveParameters) -> None:
        if not self._is_ready:
            self._is_ready = True
            self._on_ready(parameters)

    async def stop(self) -> None:
        """There is nothing to stop."""


def take_over(transceiver: RTCRtpTransceiver, sender: DirectSender, receiver: DirectReceiver) -> None:
    """Put our sender and receiver in the place of aiortc's."""
    receiver._set_rtcp_ssrc(sender.ssrc)
    setattr(transceiver, "_RTCRtpTransceiver__sender", sender)  # noqa: B010 - a mangled name
    setattr(transceiver, "_RTCRtpTransceiver__receiver", receiver)  # noqa: B010 - a mangled name


def keep_first_codec(transceiver: RTCRtpTransceiver, payload_types: Sequence[int]) -> None:
    """Once the far end's description is set: of the codecs that both ends have, go on with the one that comes
    first among these payload types."""
    places = {payload_type: place for place, payload_type in enumerate(payload_types)}
    both = sorted(transceiver._codecs, key=lambda one: places.get(one.payloadType or 0, len(places)))
    transceiver._codecs = both[:1]


class Wire:
    """The transport under one peer connection, once it has a transceiver. Loop thread only."""

    def __init__(self, transceiver: RTCRtpTransceiver) -> None:
        self._dtls = transceiver.receiver.transport
        self._connection = self._dtls.transport._connection
        self._srtp: brief_calls.Srtp | None = None
        self.guard = Guard(self._connection)
        _drop_what_comes_too_late(self._dtls)
        # A packet that is asked for goes out with the same sequence number, and so with the same counter, but
        # another transport-wide number beside it. AES-GCM would give its key for authentication away by that
        # (RFC 7714 forbids it); this profile bears it, and every browser has it.
        self._dtls._srtp_profiles = [SRTP_AES128_CM_SHA1_80]

    def receive(self, on_rtp: OnPacket, on_rtcp: OnPacket, on_replay: Callable[[], None]) -> None:
        """Give every decrypted packet to these, and tell of those that came before."""
        self.guard.watch(self._dtls, on_rtp, on_rtcp, on_replay)

    @property
    def is_connected(self) -> bool:
        """Whether anything can be sent."""
        return self._dtls._state is State.CONNECTED

    def send_rtp(self, packet: bytes) -> bool:
        """Encrypt and send at once; false when not connected or when the socket is full."""
        if not self.is_connected:
            return False
        return self._send(self._protection().protect(packet))

    def send_rtcp(self, packet: bytes) -> bool:
        """The same for a compound RTCP packet."""
        if not self.is_connected:
            return False
        return self._send(self._protection().protect_rtcp(packet))

    def _protection(self) -> brief_calls.Srtp:
        self._srtp = brief_calls.srtp_of(self._dtls._tx_srtp, self._srtp)
        return self._srtp

    def _send(self, datagram: bytes) -> bool:
        pair = self._connection._nominated.get(1)
        if pair is None:
            return False
        transport = pair.protocol.transport
        # A relayed transport (TURN) has no buffer to look at.
        buffered = getattr(transport, "get_write_buffer_size", int)()
        if buffered > SOCKET_MOST_BYTES:
            return False
        send = getattr(pair.protocol, "send", None)
        if buffered or send is None or not send(datagram, pair.remote_addr):
            transport.sendto(datagram, pair.remote_addr)
        return True

    def abandon(self) -> None:
        """Close the sockets of a connection whose ``close`` does not end."""
        for protocol in self._connection._protocols:
            protocol.transport.close()


def _drop_what_comes_too_late(dtls: RTCDtlsTransport) -> None:
    """Data for a DTLS transport that shuts, or has been shut by the far end, is lost like a datagram.

    SCTP sends from tasks that nobody awaits, at the ends of its timers; between the transport's farewell and
    the end of the association they would leave errors that nobody can do anything about.
    """
    send_data = dtls._send_data

    async def send_or_drop(data: bytes) -> None:
        with suppress(ConnectionError, SSL.Error):
            await send_data(data)

    setattr(dtls, "_send_data", send_or_drop)  # noqa: B010 - it is a method


def _end_quietly_when_closed(connection: RTCPeerConnection) -> None:
    """A connection that is closed while it comes up goes on with its next stream on a closed transport. That
    raises in a task that nobody awaits."""
    connect = connection._RTCPeerConnection__connect  # type: ignore[attr-defined]

    async def connect_until_closed() -> None:
        try:
            await connect()
        except InvalidStateError:
            if connection.signalingState != "closed":
                raise

    setattr(connection, "_RTCPeerConnection__connect", connect_until_closed)  # noqa: B010 - a mangled name


def new_connection(configuration: RTCConfiguration) -> RTCPeerConnection:
    """A peer connection with the seams in place."""
    prepare()
    connection = RTCPeerConnection(configuration)
    _end_quietly_when_closed(connection)
    return connection
