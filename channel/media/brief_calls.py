"""Calls into C of a few microseconds that keep the interpreter's lock: SRTP, and datagrams out and in.

Responsible for: protecting and unprotecting packets with the session that pylibsrtp made, and ``sendto`` and
``recvfrom`` on a socket that never waits. Not for: keys, sockets, nor what is sent.

The libraries' own calls let the lock go for others. In a console with six channels somebody always takes it:
to have it back took the net thread a hundred times as long as the call itself, at each of some 3,000 calls a
second, and each time the processor's caches were another thread's. A call that takes as long as ten lines of
Python need not be more obliging than these.

Every function may be asked on one thread at a time for each object. Where the system is not Linux ``sender``
and ``receiver`` give None, and asyncio's own ways remain.
"""

from __future__ import annotations

import ctypes
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any

import pylibsrtp
from pylibsrtp import _binding

PACKET_MOST_BYTES = 2048
"""With what SRTP adds; no Ethernet carries more."""
TRAILER_MOST_BYTES = 148
"""What SRTP or SRTCP may add (libsrtp, SRTP_MAX_SRTCP_TRAILER_LEN)."""
DATAGRAM_MOST_BYTES = 65_536
_ADDRESS_MOST_BYTES = 28
"""Of a ``sockaddr_in6``."""
_KNOWN_MOST = 64
"""Addresses whose packed form is kept."""
_DONT_WAIT = 0x40
"""Linux' MSG_DONTWAIT."""

_REPLAYED = (9, 10)
"""libsrtp's ``srtp_err_status_replay_fail`` and ``srtp_err_status_replay_old``."""

Address = tuple[str, int]
Send = Callable[[bytes, Address], bool]
"""Whether the datagram is on its way; otherwise asyncio's own way has to be tried."""
Receive = Callable[[], tuple[bytes, Address] | None]
"""A datagram and whom it is from; None: there is none."""

_Size = ctypes.POINTER(ctypes.c_int)


def _brief(library: str | None, name: str, result: Any, *arguments: Any) -> Any:
    """A function that keeps the lock."""
    function = getattr(ctypes.PyDLL(library), name)
    function.restype = result
    function.argtypes = arguments
    return function


_OF_SRTP = (ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, _Size)
_PROTECT = _brief(_binding.__file__, "srtp_protect", *_OF_SRTP)
_PROTECT_RTCP = _brief(_binding.__file__, "srtp_protect_rtcp", *_OF_SRTP)
_UNPROTECT = _brief(_binding.__file__, "srtp_unprotect", *_OF_SRTP)
_UNPROTECT_RTCP = _brief(_binding.__file__, "srtp_unprotect_rtcp", *_OF_SRTP)
if sys.platform == "linux":
    _NUMBER, _LENGTH, _PLACE = ctypes.c_int, ctypes.c_size_t, ctypes.c_void_p
    _SENDTO = _brief(
        *(None, "sendto", ctypes.c_ssize_t),
        *(_NUMBER, ctypes.c_char_p, _LENGTH, _NUMBER, ctypes.c_char_p, ctypes.c_uint),
    )
    _RECVFROM = _brief(
        *(None, "recvfrom", ctypes.c_ssize_t),
        *(_NUMBER, _PLACE, _LENGTH, _NUMBER, _PLACE, ctypes.POINTER(ctypes.c_uint)),
    )


class Replayed(pylibsrtp.Error):
    """This packet came before, or is too old to know."""


class Srtp:
    """One direction. All raise ``pylibsrtp.Error``, also for what is longer than any packet; what came before
    raises ``Replayed``."""

    def __init__(self, session: pylibsrtp.Session) -> None:
        self.session = session
        self._state = int(_binding.ffi.cast("uintptr_t", session._srtp[0]))
        self._room = memoryview(bytearray(PACKET_MOST_BYTES))
        self._place = ctypes.addressof(ctypes.c_char.from_buffer(self._room))
        self._size = ctypes.c_int()
        self._size_place = ctypes.pointer(self._size)

    def protect(self, packet: bytes) -> bytes:
        return self._done(_PROTECT, packet)

    def protect_rtcp(self, packet: bytes) -> bytes:
        return self._done(_PROTECT_RTCP, packet)

    def unprotect(self, packet: bytes) -> bytes:
        return self._done(_UNPROTECT, packet)

    def unprotect_rtcp(self, packet: bytes) -> bytes:
        return self._done(_UNPROTECT_RTCP, packet)

    def _done(self, function: Callable[..., int], packet: bytes) -> bytes:
        size = len(packet)
        if size > PACKET_MOST_BYTES - TRAILER_MOST_BYTES:
            raise pylibsrtp.Error("the packet is too long")
        self._room[:size] = packet
        self._size.value = size
        if status := function(self._state, self._place, self._size_place):
            if status in _REPLAYED:
                raise Replayed("the packet came before")
            raise pylibsrtp.Error(f"libsrtp refuses the packet: {status}")
        return bytes(self._room[: self._size.value])


def srtp_of(session: pylibsrtp.Session, made: Srtp | None) -> Srtp:
    """``made``, if it is of this session; a connection has its sessions only once its keys are agreed on."""
    return made if made is not None and made.session is session else Srtp(session)


def sender(of: socket.socket) -> Send | None:
    """How to send through this socket, as long as it is open. None: not by this module."""
    if sys.platform != "linux" or of.family not in _PACKED:
        return None
    number, packed = of.fileno(), _PACKED[of.family]
    known: dict[Address, bytes] = {}

    def send(datagram: bytes, address: Address) -> bool:
        to = known.get(address)
        if to is None:
            if len(known) >= _KNOWN_MOST:
                known.clear()
            try:
                to = known[address] = packed(address)
            except (OSError, struct.error):
                return False
        return bool(_SENDTO(number, datagram, len(datagram), _DONT_WAIT, to, len(to)) == len(datagram))

    return send


def receiver(of: socket.socket) -> Receive | None:
    """How to take what has come through this socket, as long as it is open. None: not by this module."""
    if sys.platform != "linux" or of.family not in _PACKED:
        return None
    number = of.fileno()
    room, source = memoryview(bytearray(DATAGRAM_MOST_BYTES)), memoryview(bytearray(_ADDRESS_MOST_BYTES))
    place = ctypes.addressof(ctypes.c_char.from_buffer(room))
    source_place = ctypes.addressof(ctypes.c_char.from_buffer(source))
    source_size = ctypes.c_uint()
    source_size_place = ctypes.pointer(source_size)
    known: dict[bytes, Address] = {}

    def receive() -> tuple[bytes, Address] | None:
        source_size.value = _ADDRESS_MOST_BYTES
        size = _RECVFROM(number, place, DATAGRAM_MOST_BYTES, _DONT_WAIT, source_place, source_size_place)
        if size < 0:
            return None
        key = bytes(source[: source_size.value])
        address = known.get(key)
        if address is None:
            if len(known) >= _KNOWN_MOST:
                known.clear()
            address = known[key] = _unpacked(key)
        return bytes(room[:size]), address

    return receive


# What <netinet/in.h> says of Linux: the family in the machine's own order, the rest as on the wire.


def _packed_4(address: Address) -> bytes:
    host, port = address
    family = struct.pack("=H", socket.AF_INET)
    return family + struct.pack("!H4s8x", port, socket.inet_pton(socket.AF_INET, host))


def _packed_6(address: Address) -> bytes:
    host, port = address
    family = struct.pack("=H", socket.AF_INET6)
    return family + struct.pack("!HI16sI", port, 0, socket.inet_pton(socket.AF_INET6, host), 0)


_PACKED = {socket.AF_INET: _packed_4, socket.AF_INET6: _packed_6}


def _unpacked(packed: bytes) -> Address:
    (family,) = struct.unpack_from("=H", packed)
    (port,) = struct.unpack_from("!H", packed, 2)
    host = packed[4:8] if family == socket.AF_INET else packed[8:24]
    return socket.inet_ntop(family, host), port
