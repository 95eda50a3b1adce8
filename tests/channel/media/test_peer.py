"""Two peers over real sockets: what they agree on, and that it works through SRTP."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from channel.media import rtp
from channel.media.peer import Peer, PeerEvents
from tests.channel.media.rig import SETTINGS, until
from tests.helpers.aio import run


@dataclass
class One:
    """A peer with what came to it."""

    came: list[tuple[str, rtp.Packet]] = field(default_factory=list)
    keyframes_wanted: int = 0

    def __post_init__(self) -> None:
        self.peer = Peer(
            SETTINGS,
            PeerEvents(
                on_connected=lambda: None,
                on_failed=lambda reason: None,
                on_control=lambda text: None,
                on_rtp=lambda kind, packet, data, at_s: self.came.append((kind, packet)),
                on_unseen_loss=lambda packets, at_s: None,
                on_keyframe_wanted=self._wanted,
            ),
        )

    def _wanted(self) -> None:
        self.keyframes_wanted += 1

    def payloads(self, kind: str) -> list[bytes]:
        return [packet.payload for name, packet in self.came if name == kind]


def plain(sdp: str) -> str:
    """As from a far end that knows nothing of ours."""
    sdp = sdp.replace(" UDP/TLS/RTP/SAVPF 96 63 62 61\r\n", " UDP/TLS/RTP/SAVPF 96\r\n")
    return re.sub(
        r"a=(rtpmap:6[123]|fmtp:6[123]|rtcp-fb:\d+ transport-cc|rtcp-fb:96|extmap:4).*\r\n", "", sdp
    )


def with_rtx_alone(sdp: str) -> str:
    """As from an aiortc that nobody has told its codecs: it has RTX for every one of them."""
    copies = "a=rtpmap:62 rtx/48000/2\r\na=fmtp:62 apt=96\r\n"
    sdp = plain(sdp).replace("SAVPF 96\r\n", "SAVPF 96 62\r\n")
    return sdp.replace("a=rtpmap:96 opus", copies + "a=rtpmap:96 opus")


@asynccontextmanager
async def joined(far_end: Callable[[str], str] = str) -> AsyncIterator[tuple[One, One]]:
    desk, booth = One(), One()
    offer = await desk.peer.make_offer()
    answer = await booth.peer.make_answer(far_end(offer))
    await desk.peer.take_answer(answer)
    await until(lambda: desk.peer.connected and booth.peer.connected)
    await until(lambda: len(desk.peer.outgoing) == len(booth.peer.outgoing) == 2)
    try:
        yield desk, booth
    finally:
        await desk.peer.close()
        await booth.peer.close()


def ends(desk: One, booth: One) -> list[tuple[One, One]]:
    return [(desk, booth), (booth, desk)]


def test_both_ends_agree_on_everything() -> None:
    async def scenario() -> None:
        async with joined() as (desk, booth):
            for near, far in ends(desk, booth):
                assert near.peer.red
                near.peer.outgoing["audio"].send((b"plain",), 0, marker=False)
                near.peer.outgoing["audio"].send((b"redundant",), 960, marker=False, red=True)
                near.peer.outgoing["video"].send((b"a picture",), 0, marker=True)
                await until(lambda far=far: len(far.came) == 3)  # type: ignore[misc]
                assert [packet.red for kind, packet in far.came if kind == "audio"] == [False, True]
                assert [packet.transport_number for _, packet in far.came] == [1, 2, 3]

    run(scenario())


def test_a_far_end_that_knows_none_of_it_is_served_plainly() -> None:
    async def scenario() -> None:
        async with joined(plain) as (desk, booth):
            for near, far in ends(desk, booth):
                assert not near.peer.red
                near.peer.outgoing["audio"].send((b"plain",), 0, marker=False)
                near.peer.outgoing["video"].send((b"a picture",), 0, marker=True)
                await until(lambda far=far: len(far.came) == 2)  # type: ignore[misc]
                assert [packet.transport_number for _, packet in far.came] == [None, None]

    run(scenario())


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_what_is_asked_for_again_comes_again_and_after_a_shut_does_not(kind: str) -> None:
    async def scenario() -> None:
        async with joined() as (desk, booth):
            for near, far in ends(desk, booth):
                stream = near.peer.outgoing[kind]
                stream.send((b"first",), 0, marker=True)
                await until(lambda far=far: far.payloads(kind))  # type: ignore[misc]
                far.peer.ask_again(kind, [lose_one(near, kind, b"lost")])
                await until(lambda far=far: far.payloads(kind) == [b"first", b"lost"])  # type: ignore[misc]

                lost = lose_one(near, kind, b"lost, and the gate shut")
                stream.forget()
                far.peer.ask_again(kind, [lost])
                await heard(near, far)
                stream.send((b"after",), 0, marker=True)
                await until(lambda far=far: far.payloads(kind)[-1] == b"after")  # type: ignore[misc]
                assert far.payloads(kind)[:2] == [b"first", b"lost"]
                assert not [payload for payload in far.payloads(kind) if b"shut" in payload]

    run(scenario())


def lose_one(near: One, kind: str, payload: bytes) -> int:
    """Send a packet that is lost on its way. Returns its sequence number."""
    transport = near.peer._transport
    way, lost = transport._way, []

    class Lossy:
        def send_rtp(self, packet: bytes) -> bool:
            lost.append(packet)
            return True

        send_rtcp = way.send_rtcp

    transport._way = Lossy()
    near.peer.outgoing[kind].send((payload,), 0, marker=True)
    transport._way = way
    packet = rtp.parse(lost[0])
    assert packet is not None
    return packet.sequence


async def heard(near: One, far: One) -> None:
    """Wait until what ``far`` has asked for has come: requests come in their order on this machine."""
    near.peer.outgoing["video"].send((b"a picture",), 0, marker=True)
    await until(lambda: b"a picture" in far.payloads("video"))
    before = near.keyframes_wanted
    far.peer.ask_keyframe()
    await until(lambda: near.keyframes_wanted > before)


def test_each_end_learns_what_became_of_its_packets() -> None:
    async def scenario() -> None:
        async with joined() as (desk, booth):
            for near, _ in ends(desk, booth):
                results: list[float | None] = []
                congestion = near.peer._transport.congestion
                congestion.results = (  # type: ignore[method-assign]
                    lambda told, *rest, results=results: results.extend(one.arrived_s for one in told)
                )
                for block in range(20):
                    near.peer.outgoing["audio"].send((b"sound",), block * 960, marker=False)
                await until(lambda results=results: len(results) == 20)  # type: ignore[misc]
                assert None not in results

    run(scenario())


@pytest.mark.parametrize(
    "malformed",
    [
        b"\x81\xc9\x00\x01" + bytes(4),  # a report of one block without it
        b"\x81\xcd\x00\x02" + bytes(8),  # a request for nothing
        b"\x8f\xcd\x00\x04" + bytes(8) + b"\x00\x01\xff\xff\x00\x00\x00\x00",  # feedback on 65,535
        b"\xa1\xce\xff\xff" + bytes(8),  # a length that cannot be
        b"\x80\xcc\x00\x01" + bytes(4),  # of a kind that nobody knows
    ],
)
def test_malformed_rtcp_of_the_far_end_is_left_out(malformed: bytes) -> None:
    async def scenario() -> None:
        async with joined() as (desk, booth):
            assert booth.peer._wire.send_rtcp(malformed)
            await heard(desk, booth)

    run(scenario())


def test_who_takes_no_copies_gets_none() -> None:
    """Also while the channel still remembers that the last peer needed them."""

    async def scenario() -> None:
        for far_end, copies in ((plain, 1), (with_rtx_alone, 1), (str, 4)):
            async with joined(far_end) as (desk, _):
                desk.peer.set_voice_copies(4)
                assert desk.peer._transport.voice_copies == copies

    run(scenario())


def test_no_rtx_is_offered_for_pictures() -> None:
    async def scenario() -> None:
        one = One()
        offer = await one.peer.make_offer()
        await one.peer.close()
        assert "rtx/90000" not in offer
        assert "ssrc-group" not in offer
        assert "m=audio" in offer
        assert "a=rtpmap:63 red/48000/2\r\na=fmtp:63 96/96\r\n" in offer
        for line in (
            "96 nack",
            "96 transport-cc",
            "96 transport-cc again",
            "97 nack",
            "97 nack pli",
            "97 goog-remb",
            "97 transport-cc",
            "97 transport-cc again",
        ):
            assert offer.count(f"a=rtcp-fb:{line}\r\n") == 1

    run(scenario())
