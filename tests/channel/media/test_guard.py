"""Nobody but the far end has any influence on a call, whatever he sends to its sockets."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable

import pytest
from aioice.ice import StunProtocol
from aiortc.sdp import SessionDescription
from hypothesis import given
from hypothesis import strategies as st

from channel.core.negotiation import LinkState
from channel.core.sdp import Kind, SdpError, checked
from channel.media import aiortc_seams
from channel.media.channel_end import ChannelEnd
from channel.media.events import OfferReady
from tests.channel.core.test_sdp import ANSWER, CHROMIUM, OFFER
from tests.channel.media.rig import OPEN, Channel, Rig, until
from tests.helpers.aio import run

pytestmark = pytest.mark.live

# A real ClientHello of DTLS 1.2, as OpenSSL sends it, without a cookie.
CLIENT_HELLO = bytes.fromhex(
    "16feff0000000000000000006d0100006100000000000000" + "61" + "fefd" + "00" * 32 + "00" + "00"
    "0008c02bc02fcca9cca80100002f" + "00" * 47
)


def addresses(end: ChannelEnd) -> list[tuple[str, int]]:
    """Where this end's peers listen."""
    return [
        protocol.transport.get_extra_info("sockname")[:2]
        for peer in end._link._peers.values()
        for protocol in peer._wire._connection._protocols
    ]


def refused(end: ChannelEnd) -> int:
    return sum(peer._wire.guard.refused for peer in end._link._peers.values())


def from_a_stranger(end: ChannelEnd, *datagrams: bytes) -> None:
    for host, port in addresses(end):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as stranger:
            for datagram in datagrams:
                stranger.sendto(datagram, (host, port))


def goes_on(channel: Channel) -> Callable[[], bool]:
    """A condition: voice and pictures still come, both ways, counted from now on."""
    for side in (channel.desk_side, channel.booth_side):
        side.tap.clear()
    return lambda: all(
        len(side.tap.audio) > 25 and len(side.tap.video) > 10
        for side in (channel.desk_side, channel.booth_side)
    )


def stun_mutants() -> list[bytes]:
    chance = random.Random(15)
    request = bytes.fromhex("000100182112a442") + bytes(range(12)) + bytes.fromhex("00060004") + b"ab:c"
    request += bytes.fromhex("00240004") + bytes(4) + bytes.fromhex("80220004") + b"\xff\xfe\xfd\xfc"
    mutants = []
    for _ in range(300):
        mutant = bytearray(request)
        for _ in range(chance.randint(1, 6)):
            mutant[chance.randrange(len(mutant))] = chance.randrange(256)
        mutant[0] &= 3
        mutants.append(bytes(mutant[: chance.randint(1, len(mutant))]))
    return mutants


@pytest.mark.usefixtures("no_leftovers")
def test_strangers_datagrams_do_not_disturb_a_call() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await until(goes_on(channel))
            for end in (channel.desk, channel.booth):
                before = refused(end)
                from_a_stranger(end, b"", b"", CLIENT_HELLO, b"\x80" * 40, b"\xc8" * 40, b"\x16", b"\x00")
                await until(lambda end=end, before=before: refused(end) >= before + 7)  # type: ignore[misc]
                from_a_stranger(end, *stun_mutants())
            await until(goes_on(channel))
            assert channel.desk_side.states()[-1] is LinkState.UP
            assert channel.booth_side.states()[-1] is LinkState.UP

    run(scenario(), timeout_s=40)


@pytest.mark.usefixtures("no_leftovers")
def test_without_the_guard_one_empty_datagram_ends_the_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up()
            monkeypatch.setattr(
                aiortc_seams._GuardedStunProtocol, "datagram_received", StunProtocol.datagram_received
            )
            from_a_stranger(channel.desk, b"")
            await until(lambda: channel.desk_side.states()[-1] is not LinkState.UP)
            monkeypatch.undo()

    run(scenario(), timeout_s=40)


@pytest.mark.usefixtures("no_leftovers")
def test_a_strangers_hello_before_the_real_one_does_not_spoil_the_setup() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            channel.lost_signaling.add(OfferReady)
            channel.desk.start()
            await until(lambda: channel.desk_side.of(OfferReady))
            from_a_stranger(channel.desk, CLIENT_HELLO, b"", CLIENT_HELLO)
            await until(lambda: refused(channel.desk) >= 3)
            offer = channel.desk_side.of(OfferReady)[0]
            channel.booth.handle_offer(offer.epoch, offer.sdp)
            await channel.until_up(1)

    run(scenario())


@pytest.mark.usefixtures("no_leftovers")
def test_without_the_guard_a_strangers_hello_spoils_the_setup(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            channel.lost_signaling.add(OfferReady)
            monkeypatch.setattr(
                aiortc_seams._GuardedStunProtocol, "datagram_received", StunProtocol.datagram_received
            )
            channel.desk.start()
            await until(lambda: channel.desk_side.of(OfferReady))
            from_a_stranger(channel.desk, CLIENT_HELLO, CLIENT_HELLO)
            offer = channel.desk_side.of(OfferReady)[0]
            channel.booth.handle_offer(offer.epoch, offer.sdp)
            await until(lambda: LinkState.UP in channel.desk_side.states(), limit_s=4)

    with pytest.raises(AssertionError, match="never came about"):
        run(scenario(), timeout_s=40)


@pytest.mark.parametrize(
    ("whole", "broken", "raised"),
    [
        ("a=rtpmap:98 rtx/90000\r\n", "", StopIteration),
        ("apt=97", "apt=none", ValueError),
        ("a=candidate:1139921443 1 udp", "a=candidate:1139921443", (AssertionError, IndexError, ValueError)),
        ("a=setup:active", "a=setup:passionate", KeyError),
    ],
)
def test_without_the_check_each_breakage_makes_aiortc_raise_something_else(
    whole: str, broken: str, raised: type[Exception] | tuple[type[Exception], ...]
) -> None:
    text = CHROMIUM.replace(whole, broken)
    assert text != CHROMIUM
    with pytest.raises(raised):
        SessionDescription.parse(text)
    with pytest.raises(SdpError):
        checked(text, "answer")


@given(st.randoms(use_true_random=False), st.sampled_from([OFFER, ANSWER, CHROMIUM]))
def test_what_passes_the_check_never_makes_aiortc_raise(chance: random.Random, text: str) -> None:
    kind: Kind = "offer" if text is OFFER else "answer"
    lines = text.split("\r\n")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, chance.choice(lines))
            case 2:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
            case _:
                cut = chance.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + chr(chance.randrange(32, 127)) + lines[at][cut + 1 :]
    try:
        clean = checked("\r\n".join(lines), kind)
    except SdpError:
        return
    SessionDescription.parse(clean)
