"""What was said or seen before a gate shut is not sent after it, although the far end asks for it."""

from __future__ import annotations

import pytest

from channel.core.gates import DeskGates
from channel.media import rtp
from channel.media.channel_end import ChannelEnd
from channel.media.peer import Peer
from tests.channel.media.rig import OPEN, Rig, until
from tests.helpers.aio import run

pytestmark = pytest.mark.live

SHUT = DeskGates()


def peer_of(end: ChannelEnd) -> Peer:
    peer = end._link.peer
    assert peer is not None
    return peer


class Lossy:
    """Stands in the way of a peer; while ``loses`` is set nothing passes, and is kept."""

    def __init__(self, peer: Peer) -> None:
        self.loses = False
        self.lost: list[rtp.Packet] = []
        self._way = peer._transport._way
        peer._transport._way = self

    def send_rtp(self, packet: bytes) -> bool:
        if not self.loses:
            return self._way.send_rtp(packet)
        parsed = rtp.parse(packet)
        assert parsed is not None
        self.lost.append(parsed)
        return True

    def send_rtcp(self, packet: bytes) -> bool:
        return self._way.send_rtcp(packet)


async def came_of_what_was_lost(rig: Rig, *, from_booth: bool) -> dict[str, set[int]]:
    """The gates shut while some packets are lost; the far end asks for them, and more follows. Returns the
    sequence numbers that came of those lost before the shut, by kind."""
    channel = rig.channel
    await channel.up(OPEN)
    near, far = (channel.booth, channel.desk) if from_booth else (channel.desk, channel.booth)
    tap = (channel.desk_side if from_booth else channel.booth_side).tap
    await until(lambda: len(tap.video) > 5 and len(tap.audio) > 25)
    asks = peer_of(far)._transport.reports
    peer_of(far).ask_again = lambda kind, sequences: None  # type: ignore[method-assign]
    way = Lossy(peer_of(near))
    way.loses = True
    video_ssrc = peer_of(near).outgoing["video"].ssrc
    await until(lambda: len({packet.ssrc for packet in way.lost}) == 2 and len(way.lost) > 8)
    lost = list(way.lost)
    channel.desk.apply(SHUT)
    await until(lambda: not near._voice_out.is_open and not near._picture_out.is_open)
    way.loses = False
    tap.clear()
    by_kind = {
        kind: {packet.sequence for packet in lost if (packet.ssrc == video_ssrc) == (kind == "video")}
        for kind in ("audio", "video")
    }
    for kind, sequences in by_kind.items():
        asks.ask_again(kind, sorted(sequences))
    await until(lambda: len(tap.audio) > 25)
    return {
        kind: by_kind[kind] & {packet.sequence for packet in packets}
        for kind, packets in (("audio", tap.audio), ("video", tap.video))
    }


@pytest.mark.parametrize("from_booth", [False, True])
def test_after_a_shut_nothing_of_before_is_sent_again(from_booth: bool) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            came = await came_of_what_was_lost(rig, from_booth=from_booth)
            assert came == {"audio": set(), "video": set()}

    run(scenario())


@pytest.mark.parametrize("from_booth", [False, True])
def test_without_forgetting_it_would_be(from_booth: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(rtp.OutgoingStream, "forget", lambda stream: None)

    async def scenario() -> None:
        async with Rig() as rig:
            came = await came_of_what_was_lost(rig, from_booth=from_booth)
            assert came["audio"]
            assert came["video"]

    run(scenario())


@pytest.mark.parametrize("forgets", [True, False])
def test_a_peer_that_no_longer_carries_the_channel_repeats_nothing(
    forgets: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lives on while it is closed, and what gates do from then on does not reach it. With the control."""
    if not forgets:
        monkeypatch.setattr(rtp.OutgoingStream, "forget", lambda stream: None)

    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up(OPEN)
            await until(lambda: len(rig.channel.booth_side.tap.video) > 5)
            transport = peer_of(rig.channel.desk)._transport
            rig.channel.desk._begin_media(None)
            kept = [bool(transport._histories[kind]._kept) for kind in ("audio", "video")]
            assert kept == [not forgets] * 2

    run(scenario())
