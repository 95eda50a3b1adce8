"""A picture stream that comes in: what a change of the stream does to it."""

from __future__ import annotations

import asyncio

import numpy as np

from channel.core.vp8 import describe
from channel.media import rtp
from channel.media.picture_inlet import PictureDecoding
from channel.media.picture_receiver import PictureReceiver
from channel.media.scaler import Scaler
from channel.media.vp8_codec import Vp8Encoder
from channel.runtime.latest import SeenPicture
from tests.channel.media.rig import until
from tests.helpers.aio import run


def packets(keyframes: list[bool], ssrc: int = 1, sequence: int = 100) -> list[rtp.Packet]:
    """One picture in each."""
    scaler, encoder, made = Scaler(), Vp8Encoder(160, 90, 25, 100), []
    for number, keyframe in enumerate(keyframes):
        frame = scaler.to_yuv(np.full((90, 160, 3), 80 + number, np.uint8), 160, 90)
        picture = encoder.encode(frame, number / 25, keyframe=keyframe)
        payload = describe(number + 1, starts=True) + picture.data
        made.append(rtp.Packet(96, True, sequence + number, 3600 * number, ssrc, payload))
    return made


def key_packet(ssrc: int, sequence: int) -> rtp.Packet:
    return packets([True], ssrc, sequence)[0]


def test_a_far_end_that_begins_another_stream_is_seen_at_once() -> None:
    """Its numbers may lie anywhere, also behind the old ones, where they would be taken for late."""

    async def scenario() -> None:
        receiver = PictureReceiver(PictureDecoding(), SeenPicture(), lambda: True, lambda event: None)
        try:
            receiver.packet_came(key_packet(1, 20_000), 1.0)
            receiver.packet_came(key_packet(2, 10_000), 1.1)
            await until(lambda: receiver.pictures == 2)
        finally:
            await receiver.close()

    run(scenario())


def test_what_builds_on_a_picture_that_was_not_due_waits_for_a_key_frame() -> None:
    """The booth says that its camera is dead, and that it is back, on another way than its pictures come."""

    async def pictures_seen(*, due: bool) -> int:
        is_due = True
        receiver = PictureReceiver(PictureDecoding(), SeenPicture(), lambda: is_due, lambda event: None)
        try:
            first, second, third, key = packets([True, False, False, True])
            receiver.packet_came(first, 1.0)
            await until(lambda: receiver.pictures == 1)
            is_due = due
            receiver.packet_came(second, 1.04)
            is_due = True
            receiver.packet_came(third, 1.08)
            await asyncio.sleep(0.2)
            before_the_key_frame = receiver.pictures
            receiver.packet_came(key, 1.12)
            await until(lambda: receiver.pictures == before_the_key_frame + 1)
            return before_the_key_frame
        finally:
            await receiver.close()

    assert run(pictures_seen(due=False)) == 1
    assert run(pictures_seen(due=True)) == 3, "the control"


def test_what_only_sound_tells_of_is_not_asked_for_while_no_picture_is_due() -> None:
    """It would use up the asks that the first pictures need when they are."""

    async def asked(*, due: bool) -> int:
        is_due = True
        receiver = PictureReceiver(PictureDecoding(), SeenPicture(), lambda: is_due, lambda event: None)
        try:
            receiver.packet_came(key_packet(1, 100), 1.0)
            is_due = due
            receiver.lost_unseen(2, 1.1)
            return receiver._reception.missing.asked
        finally:
            await receiver.close()

    assert run(asked(due=False)) == 0
    assert run(asked(due=True)) == 2, "the control"
