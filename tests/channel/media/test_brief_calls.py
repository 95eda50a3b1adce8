"""The same as the libraries' own calls, byte by byte, and the interpreter's lock stays where it is."""

from __future__ import annotations

import os
import socket
import struct
import sys
from collections.abc import Callable

import pylibsrtp
import pytest

from channel.media import brief_calls
from channel.media.libopus import library as opus
from tests.channel.media.rig import OPEN, Rig, until
from tests.helpers.aio import run

PROFILE = pylibsrtp.Policy.SRTP_PROFILE_AES128_CM_SHA1_80
KEY = bytes(range(30))


def session(direction: int) -> pylibsrtp.Session:
    return pylibsrtp.Session(pylibsrtp.Policy(key=KEY, ssrc_type=direction, srtp_profile=PROFILE))


def outgoing() -> pylibsrtp.Session:
    return session(pylibsrtp.Policy.SSRC_ANY_OUTBOUND)


def incoming() -> pylibsrtp.Session:
    return session(pylibsrtp.Policy.SSRC_ANY_INBOUND)


def rtp(sequence: int, size: int = 200) -> bytes:
    return struct.pack("!BBHII", 0x80, 96, sequence, 0, 7) + os.urandom(size)


REPORT = struct.pack("!BBHI", 0x80, 201, 1, 7)


# ---------------------------------------------------------------- SRTP


def test_what_is_protected_is_what_the_library_protects() -> None:
    ours, theirs = brief_calls.Srtp(outgoing()), outgoing()
    packets = [rtp(n, size) for n, size in enumerate((0, 1, 80, 1200, 1300))]
    assert [ours.protect(packet) for packet in packets] == [theirs.protect(packet) for packet in packets]
    assert ours.protect_rtcp(REPORT) == theirs.protect_rtcp(REPORT)


def test_what_the_library_protected_is_read() -> None:
    ours, theirs = brief_calls.Srtp(incoming()), outgoing()
    packet = rtp(1)
    assert ours.unprotect(theirs.protect(packet)) == packet
    assert ours.unprotect_rtcp(theirs.protect_rtcp(REPORT)) == REPORT


@pytest.mark.parametrize(
    "spoil",
    [
        lambda packet: packet[:-1] + bytes((packet[-1] ^ 1,)),
        lambda packet: packet[:11],
        lambda packet: b"",
        lambda packet: packet + bytes(3000),
    ],
    ids=["a bit", "cut short", "nothing", "longer than any packet"],
)
def test_what_is_spoilt_is_refused_and_the_next_is_read(spoil: Callable[[bytes], bytes]) -> None:
    ours, theirs = brief_calls.Srtp(incoming()), outgoing()
    first, second = rtp(1), rtp(2)
    with pytest.raises(pylibsrtp.Error):
        ours.unprotect(spoil(theirs.protect(first)))
    with pytest.raises(pylibsrtp.Error):
        ours.unprotect_rtcp(spoil(theirs.protect_rtcp(REPORT)))
    assert ours.unprotect(theirs.protect(second)) == second


def test_what_came_before_is_refused() -> None:
    ours, packet = brief_calls.Srtp(incoming()), outgoing().protect(rtp(1))
    ours.unprotect(packet)
    with pytest.raises(brief_calls.Replayed):
        ours.unprotect(packet)


# ---------------------------------------------------------------- datagrams

each_family = pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")], ids=["IPv4", "IPv6"]
)
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere asyncio's own ways remain")


def bound(family: int, host: str) -> socket.socket:
    made = socket.socket(family, socket.SOCK_DGRAM)
    try:
        made.bind((host, 0))
    except OSError:
        made.close()
        pytest.skip(f"no {host} on this machine")
    made.setblocking(False)
    return made


def address(of: socket.socket) -> tuple[str, int]:
    host, port, *_ = of.getsockname()
    return host, port


@on_linux
@each_family
def test_a_datagram_arrives_whole_and_says_whom_it_is_from(family: int, host: str) -> None:
    with bound(family, host) as one, bound(family, host) as other:
        send, receive = brief_calls.sender(one), brief_calls.receiver(other)
        assert send is not None
        assert receive is not None
        assert receive() is None, "nothing is there, and nobody waits"
        for datagram in (b"hello", b"", os.urandom(9000)):
            assert send(datagram, address(other))
            assert receive() == (datagram, address(one))


@on_linux
@each_family
def test_what_cannot_be_sent_is_left_to_asyncio(family: int, host: str) -> None:
    with bound(family, host) as one:
        send = brief_calls.sender(one)
        assert send is not None
        assert not send(b"x", ("nobody.invalid", 5000))
        assert not send(b"x", ("not an address", 5000))
        assert not send(b"x", (host, 70_000))
        assert not send(bytes(70_000), address(one))


@on_linux
def test_more_strangers_than_are_remembered_are_told_apart() -> None:
    with bound(socket.AF_INET, "127.0.0.1") as here:
        receive = brief_calls.receiver(here)
        assert receive is not None
        for _ in range(brief_calls._KNOWN_MOST + 5):
            with bound(socket.AF_INET, "127.0.0.1") as stranger:
                stranger.sendto(b"x", address(here))
                assert receive() == (b"x", address(stranger))


# ---------------------------------------------------------------- the lock


KEEPS_THE_LOCK = 4
"""FUNCFLAG_PYTHONAPI of Python's Modules/_ctypes/ctypes.h. To count who gets the interpreter meanwhile tells
nothing: within 5 us the other thread is not awake."""


@on_linux
def test_all_of_them_keep_the_interpreters_lock() -> None:
    of_opus = opus() or pytest.skip("no libopus")
    named = ("PROTECT", "PROTECT_RTCP", "UNPROTECT", "UNPROTECT_RTCP", "SENDTO", "RECVFROM")
    functions = [getattr(brief_calls, f"_{name}") for name in named]
    for function in (*functions, of_opus.opus_decode, of_opus.opus_packet_has_lbrr):
        assert type(function)._flags_ & KEEPS_THE_LOCK
    assert not type(of_opus.opus_encode)._flags_ & KEEPS_THE_LOCK, "it takes long"


@on_linux
def test_a_channels_packets_go_this_way(monkeypatch: pytest.MonkeyPatch) -> None:
    from asyncio import selector_events

    transport = selector_events._SelectorDatagramTransport  # type: ignore[attr-defined]
    sent: list[int] = []
    read: list[None] = []
    sendto, read_ready = transport.sendto, transport._read_ready

    def noted(self: object, data: bytes, addr: object = None) -> None:
        sent.append(data[0])
        sendto(self, data, addr)

    def noted_read(self: object) -> None:
        read.append(None)
        read_ready(self)

    monkeypatch.setattr(transport, "sendto", noted)
    monkeypatch.setattr(transport, "_read_ready", noted_read)

    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up(OPEN)
            await until(lambda: rig.channel.desk_side.tap.video and rig.channel.booth_side.tap.video)

    run(scenario())
    assert sent, "STUN and DTLS"
    assert not [first for first in sent if 127 < first < 192], "RTP and RTCP"
    assert not read
