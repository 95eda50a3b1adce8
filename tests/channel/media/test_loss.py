"""Loss, silence of a camera, and a decoder that does not decode: seen, asked for, never shown as live."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np
import pytest

from channel.core import unseen_losses
from channel.media import rtp
from channel.media.common_end import ChannelEnd
from channel.media.events import FirstPicture, PictureHeld
from channel.media.picture_codec import PictureDecoder
from channel.media.settings import MediaSettings
from tests.channel.media.rig import H264, OPEN, SETTINGS, Rig, until
from tests.helpers.aio import run

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("no_leftovers")]
in_each_codec = pytest.mark.parametrize("settings", [SETTINGS, H264], ids=["vp8", "h264"])


def lose(end: ChannelEnd, is_lost: Callable[[rtp.Packet], bool]) -> None:
    """From now on these picture packets of this end do not arrive."""
    peer = end._link.peer
    assert peer is not None
    video = peer.outgoing["video"].ssrc
    send = peer._wire.send_rtp

    def lossy(data: bytes) -> bool:
        packet = rtp.parse(data)
        assert packet is not None
        return True if packet.ssrc == video and is_lost(packet) else send(data)

    peer._wire.send_rtp = lossy  # type: ignore[method-assign,assignment]


def the_first_time(is_lost: Callable[[rtp.Packet], bool]) -> Callable[[rtp.Packet], bool]:
    """Those that come again arrive."""
    came: set[int] = set()

    def is_lost_now(packet: rtp.Packet) -> bool:
        again = packet.sequence in came
        came.add(packet.sequence)
        return not again and is_lost(packet)

    return is_lost_now


class Screen:
    """What is seen at the desk, held against what was drawn."""

    def __init__(self, rig: Rig) -> None:
        self.worst = 0
        self._rig = rig
        self._generation = 0

    def look(self) -> None:
        now, shown = self._rig.channel.desk.seen.look()
        if now != self._generation and shown is not None:
            self._generation = now
            # The upper eighth is plain: the moving bar never comes near it.
            plain = shown.bgra[: shown.bgra.shape[0] // 8, :, 0].astype(int)
            self.worst = max(self.worst, int(np.abs(plain - self._rig.shade).max()))


@in_each_codec
def test_a_lost_packet_comes_again_and_no_broken_picture_is_seen(settings: MediaSettings) -> None:
    async def scenario() -> None:
        async with Rig(desk=settings, of_booths=[settings]) as rig:
            channel, screen = rig.channel, Screen(rig)
            await channel.up(OPEN)
            await until(lambda: channel.desk_side.of(FirstPicture))
            lose(channel.booth, the_first_time(lambda packet: packet.sequence % 7 == 0))

            def enough() -> bool:
                screen.look()
                figures = channel.desk.statistics()
                return figures.picture_packets_repaired > 4 and figures.pictures_in > 30

            await until(enough)
            assert screen.worst < 12

    run(scenario(), timeout_s=40)


@in_each_codec
def test_a_packet_lost_for_good_brings_a_key_frame_and_never_a_broken_picture(
    settings: MediaSettings,
) -> None:
    async def scenario() -> None:
        async with Rig(desk=settings, of_booths=[settings]) as rig:
            channel, screen = rig.channel, Screen(rig)
            await channel.up(OPEN)
            await until(lambda: channel.desk_side.of(FirstPicture))
            # Also when it is sent again: it has the same number.
            lose(channel.booth, lambda packet: packet.sequence % 29 == 0)

            def enough() -> bool:
                screen.look()
                figures = channel.desk.statistics()
                return figures.picture_gaps > 1 and figures.keyframes_asked > 1 and figures.pictures_in > 30

            await until(enough, limit_s=50.0)
            assert screen.worst < 12

    run(scenario(), timeout_s=60)


def test_pictures_of_which_only_the_sound_tells_that_they_are_lost_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every picture is lost the first time, so none shows that the one before it is missing."""

    async def pictures_in_a_second() -> int:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await until(lambda: channel.desk_side.of(FirstPicture))
            lose(channel.booth, the_first_time(lambda packet: True))
            before = channel.desk.statistics().pictures_in
            await asyncio.sleep(1)
            return channel.desk.statistics().pictures_in - before

    assert run(pictures_in_a_second(), timeout_s=40) > 4
    monkeypatch.setattr(unseen_losses, "PACKETS_MOST", 0)  # the control
    assert run(pictures_in_a_second(), timeout_s=40) < 2


def test_a_camera_that_stops_is_called_held_after_two_seconds_and_live_again_with_its_next_picture() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await until(lambda: channel.desk_side.of(FirstPicture))
            push = channel.picture.push
            channel.picture.push = lambda picture, captured_s: None  # type: ignore[method-assign]
            await until(lambda: channel.desk_side.of(PictureHeld))
            channel.picture.push = push  # type: ignore[method-assign]
            await until(lambda: channel.desk_side.of(PictureHeld)[-1] == PictureHeld(False))
            assert [event.held for event in channel.desk_side.of(PictureHeld)] == [True, False]

    run(scenario(), timeout_s=40)


def test_a_decoder_that_gives_nothing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await until(lambda: channel.desk_side.of(FirstPicture))
            monkeypatch.setattr(PictureDecoder, "decode", lambda self, picture: None)
            asked = channel.desk.statistics().keyframes_asked
            await until(lambda: PictureHeld(True) in channel.desk_side.of(PictureHeld))
            assert channel.desk.statistics().keyframes_asked > asked
            monkeypatch.undo()
            await until(lambda: channel.desk_side.of(PictureHeld)[-1] == PictureHeld(False))

    run(scenario(), timeout_s=40)
