"""A picture stream that comes in: what a change of the stream does to it."""

from __future__ import annotations

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


def key_packet(ssrc: int, sequence: int) -> rtp.Packet:
    frame = Scaler().to_yuv(np.full((90, 160, 3), 80, np.uint8), 160, 90)
    picture = Vp8Encoder(160, 90, 25, 100).encode(frame, 0.0, keyframe=True)
    return rtp.Packet(96, True, sequence, 0, ssrc, describe(1, starts=True) + picture.data)


def test_a_far_end_that_begins_another_stream_is_seen_at_once() -> None:
    """Its numbers may lie anywhere, also behind the old ones, where they would be taken for late."""

    async def scenario() -> None:
        receiver = PictureReceiver(PictureDecoding(), SeenPicture(), lambda: True, lambda event: None)
        try:
            receiver.packet_came(key_packet(1, 20_000), 1.0)
            receiver.packet_came(key_packet(2, 10_000), 1.1)
            await until(lambda: receiver.pictures == 2)
        finally:
            receiver.close()

    run(scenario())
