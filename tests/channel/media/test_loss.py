"""Loss, silence of a camera, and a decoder that does not decode: seen, asked for, never shown as live."""

from __future__ import annotations

import numpy as np
import pytest

from channel.media.events import FirstPicture, PictureHeld
from channel.media.vp8_codec import Vp8Decoder
from tests.channel.media.rig import OPEN, Rig, until
from tests.helpers.aio import run

pytestmark = pytest.mark.usefixtures("no_leftovers")


def test_a_lost_packet_brings_a_key_frame_and_never_a_broken_picture() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await until(lambda: channel.desk_side.of(FirstPicture))
            stream = channel.booth._picture_out.stream
            assert stream is not None
            send, count = stream._send, 0

            def lossy(data: bytes) -> bool:
                nonlocal count
                count += 1
                return True if count % 29 == 0 else send(data)

            stream._send = lossy
            before = channel.desk.statistics()
            generation, worst = 0, 0
            expected = np.full((360, 640), rig.shade)

            def look() -> bool:
                nonlocal generation, worst
                now, shown = channel.desk.seen.look()
                if now != generation and shown is not None:
                    generation = now
                    # Rows that the moving bar never touches are plain.
                    error = np.abs(shown.bgra[:90, :, 0].astype(int) - expected[:90])
                    worst = max(worst, int(error.max()))
                figures = channel.desk.statistics()
                return figures.picture_gaps > before.picture_gaps + 3 and figures.pictures_in > 60

            await until(look)
            assert channel.desk.statistics().keyframes_asked > 3
            assert worst < 12

    run(scenario(), timeout_s=40)


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
            monkeypatch.setattr(Vp8Decoder, "decode", lambda self, picture: None)
            asked = channel.desk.statistics().keyframes_asked
            await until(lambda: PictureHeld(True) in channel.desk_side.of(PictureHeld))
            assert channel.desk.statistics().keyframes_asked > asked
            monkeypatch.undo()
            await until(lambda: channel.desk_side.of(PictureHeld)[-1] == PictureHeld(False))

    run(scenario(), timeout_s=40)
