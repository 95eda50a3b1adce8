"""H.264 as x264 makes it and FFmpeg reads it: what the channel rests on."""

from __future__ import annotations

import pytest

from channel.core import h264
from channel.core.picture_payload import PictureCodec
from channel.core.rungs import coded, ladder
from channel.media.h264_codec import H264Decoder, H264Encoder
from channel.media.picture_codec import BASE, EncodedFrame
from channel.media.scaler import Scaler
from tests.channel.media.test_vp8_codec import FPS, HEIGHT, WIDTH, drawn

KBPS = 168
RUNGS = coded(ladder(640, 360, FPS, 600), PictureCodec.H264)


def encoded(
    count: int, keyframes: frozenset[int] = frozenset(), *, kbps: int = KBPS, fps: float = FPS
) -> list[EncodedFrame]:
    encoder, scaler = H264Encoder(WIDTH, HEIGHT, fps, kbps), Scaler()
    return [
        encoder.encode(
            scaler.to_yuv(drawn(number), WIDTH, HEIGHT), 1 + number / fps, keyframe=number in keyframes
        )
        for number in range(count)
    ]


def test_each_picture_comes_out_at_once_of_the_encoder_and_of_the_decoder() -> None:
    decoder = H264Decoder()
    for number, frame in enumerate(encoded(40, frozenset({0, 17}))):
        assert frame.data
        picture = decoder.decode(frame.data)
        assert picture is not None
        likeness = abs(picture.to_ndarray(format="gray").astype(int) - drawn(number)[:, :, 0]).mean()
        assert likeness < 12, "this one, not one of before"


def test_key_frames_come_when_asked_for_and_begin_with_their_parameters() -> None:
    frames = encoded(30, frozenset({0, 7, 21}))
    assert [index for index, frame in enumerate(frames) if frame.keyframe] == [0, 7, 21]
    for frame in frames:
        picture = b"".join(part[1] for part in map(h264.read, h264.cut(frame.data, 1200)) if part)
        assert h264.is_keyframe(picture) == frame.keyframe
        assert h264.admits(picture)
        assert frame.place == BASE


def test_key_frames_state_the_constrained_baseline_and_their_size() -> None:
    key = encoded(1)[0].data
    parameters = next(unit for unit in key.split(b"\x00\x00\x01") if unit and unit[0] & 0x1F == 7)
    profile, constraints = parameters[1], parameters[2]
    assert (profile, constraints & 0x40) == (66, 0x40)
    assert h264.coded_size(parameters) == (WIDTH, -(-HEIGHT // 16) * 16)


@pytest.mark.parametrize("fps", [25, 12.5, 6.25])
def test_the_rate_is_kept(fps: float) -> None:
    seconds = 12
    frames = encoded(int(seconds * fps), frozenset({0, 40}), fps=fps)
    assert 0.75 * KBPS < sum(len(frame.data) for frame in frames) * 8 / 1000 / seconds < 1.1 * KBPS


def test_a_key_frame_of_the_least_rung_passes_a_thin_link_in_a_quarter_of_a_second() -> None:
    encoding = RUNGS[0].encoding
    assert (encoding.width_px, encoding.height_px) == (WIDTH, HEIGHT)
    frames = encoded(70, frozenset({0, 30, 60}), kbps=encoding.layer_kbps[0], fps=encoding.fps)
    worst_bytes = max(len(frame.data) for frame in frames if frame.keyframe)
    assert worst_bytes * 8 / 1000 / 120 < 0.25


def test_a_decoder_goes_on_across_a_lost_picture_without_an_error() -> None:
    """Why whole pictures are held back after a loss (``picture_assembly``): the decoder would not say."""
    frames = encoded(12)
    whole, torn = H264Decoder(), H264Decoder()
    expected = [whole.decode(frame.data) for frame in frames]
    got = [torn.decode(frame.data) for frame in frames[:5] + frames[6:]]
    assert all(picture is not None for picture in got)
    differ = [
        bytes(one.planes[0]) != bytes(other.planes[0])
        for one, other in zip(expected[6:], got[5:], strict=True)
        if one is not None and other is not None
    ]
    assert all(differ)


def test_times_that_stand_still_or_go_back_harm_nothing() -> None:
    encoder, scaler = H264Encoder(WIDTH, HEIGHT, FPS, KBPS), Scaler()
    frames = [
        encoder.encode(scaler.to_yuv(drawn(number), WIDTH, HEIGHT), captured_s, keyframe=False)
        for number, captured_s in enumerate([5.0, 5.0, 4.9, 5.04])
    ]
    assert all(frame.data for frame in frames)
    assert [one.keyframe for one in frames] == [True, False, False, False]
