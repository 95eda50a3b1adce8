"""Temporal layers as FFmpeg and libvpx make them: what the ladder of rungs rests on."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest
from av.video.frame import PictureType
from numpy.typing import NDArray

from channel.core.rungs import ladder
from channel.media import vp8_codec
from channel.media.picture_codec import EncodedFrame, PictureDecoder
from channel.media.scaler import Scaler
from channel.media.vp8_codec import Vp8Decoder, Vp8Encoder

FPS = 25
WIDTH, HEIGHT = 320, 180
THREE_LAYERS = ladder(640, 360, FPS, 600)[0].encoding.layer_kbps


def drawn(number: int, width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """A noisy scene with something that moves through it."""
    rows, columns = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(number).integers(-9, 10, (height, width))
    grey = 110 + 60 * np.sin((columns + 3 * number) / 17) * np.cos((rows - number) / 11) + noise
    grey[(columns - 5 * number) % width < 40] = 210
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)


def encoded(encoder: Vp8Encoder, count: int, keyframes: set[int] = frozenset()) -> list[EncodedFrame]:  # type: ignore[assignment]
    scaler = Scaler()
    return [
        encoder.encode(
            scaler.to_yuv(drawn(number), WIDTH, HEIGHT), 1 + number / FPS, keyframe=number in keyframes
        )
        for number in range(count)
    ]


def decoded(frames: list[EncodedFrame]) -> list[bytes]:
    decoder = Vp8Decoder()
    pictures = []
    for frame in frames:
        picture = decoder.decode(frame.data)
        assert picture is not None
        pictures.append(bytes(picture.planes[0]))
    return pictures


def test_our_decoder_gives_the_pictures_of_libvpx_to_the_bit() -> None:
    frames = encoded(Vp8Encoder(WIDTH, HEIGHT, FPS, *THREE_LAYERS), 30, {0, 17})
    ours, reference = Vp8Decoder(), PictureDecoder("libvpx")
    for frame in frames:
        seen, expected = ours.decode(frame.data), reference.decode(frame.data)
        assert seen is not None
        assert expected is not None
        assert np.array_equal(seen.to_ndarray(), expected.to_ndarray())


@pytest.mark.parametrize("layer_kbps", [(168, 276), THREE_LAYERS])
def test_the_lower_layers_alone_decode_exactly_as_among_all(layer_kbps: tuple[int, ...]) -> None:
    frames = encoded(Vp8Encoder(WIDTH, HEIGHT, FPS, *layer_kbps), 60, {0, 21, 40})
    whole = decoded(frames)
    for most in range(len(layer_kbps)):
        kept = [index for index, frame in enumerate(frames) if frame.place.layer <= most]
        assert decoded([frames[index] for index in kept]) == [whole[index] for index in kept]


def test_without_error_resilience_the_lower_layer_alone_is_noise() -> None:
    """The control: upper layers would leave their probabilities to the lower ones."""
    codec = av.CodecContext.create("libvpx", "w")
    assert isinstance(codec, av.VideoCodecContext)
    codec.width, codec.height, codec.pix_fmt, codec.bit_rate = WIDTH, HEIGHT, "yuv420p", 300_000
    codec.time_base, codec.framerate = Fraction(1, FPS), Fraction(FPS)
    codec.options = {
        "deadline": "realtime",
        "cpu-used": "-8",
        "lag-in-frames": "0",
        "ts-parameters": "ts_target_bitrate=180,300:ts_layering_mode=2",
    }
    scaler, packets = Scaler(), []
    for number in range(40):
        frame = scaler.to_yuv(drawn(number), WIDTH, HEIGHT)
        frame.pts, frame.pict_type = number, PictureType.NONE
        packets.append(b"".join(bytes(packet) for packet in codec.encode(frame)))
    whole, alone = Vp8Decoder(), Vp8Decoder()
    differ = 0
    for number, packet in enumerate(packets):
        expected = whole.decode(packet)
        if number % 2 == 0:
            picture = alone.decode(packet)
            differ += (
                picture is None or expected is None or bytes(picture.planes[0]) != bytes(expected.planes[0])
            )
    assert differ > 5


def test_the_pattern_of_layers_begins_anew_at_a_key_frame_that_was_asked_for() -> None:
    frames = encoded(Vp8Encoder(WIDTH, HEIGHT, FPS, *THREE_LAYERS), 12, {0, 6})
    assert [frame.place.layer for frame in frames] == [0, 2, 1, 2, 0, 2, 0, 2, 1, 2, 0, 2]
    assert [index for index, frame in enumerate(frames) if frame.keyframe] == [0, 6]
    assert [index for index, frame in enumerate(frames) if not frame.place.on_base] == [3, 9]


def test_one_rate_is_one_layer() -> None:
    frames = encoded(Vp8Encoder(WIDTH, HEIGHT, FPS, 300), 5)
    assert [frame.place.layer for frame in frames] == [0] * 5
    assert [frame.keyframe for frame in frames] == [True] + [False] * 4


def test_each_layer_keeps_its_rate() -> None:
    seconds = 8
    frames = encoded(Vp8Encoder(WIDTH, HEIGHT, FPS, *THREE_LAYERS), seconds * FPS, {0, 77})
    for most, kbps in enumerate(THREE_LAYERS):
        own = sum(len(frame.data) for frame in frames if frame.place.layer <= most) * 8 / 1000 / seconds
        assert 0.8 * kbps < own < 1.1 * kbps


def test_a_key_frame_of_the_least_rung_passes_a_thin_link_in_a_quarter_of_a_second() -> None:
    least = ladder(640, 360, FPS, 600)[0].encoding
    assert (least.width_px, least.height_px) == (WIDTH, HEIGHT)
    frames = encoded(Vp8Encoder(WIDTH, HEIGHT, FPS, *least.layer_kbps), 100, {0, 30, 60, 90})
    worst_bytes = max(len(frame.data) for frame in frames if frame.keyframe)
    assert worst_bytes * 8 / 1000 / 120 < 0.25


def after_a_key_frame(patch: pytest.MonkeyPatch, least: int) -> int:
    """Bytes of the two pictures after a key frame in a scene that hardly moves."""
    patch.setattr(vp8_codec, "QUANTIZER_LEAST", least)
    encoder, scaler, scene = Vp8Encoder(WIDTH, HEIGHT, FPS, 168, 276), Scaler(), drawn(0)
    sizes = []
    for number in range(64):
        scene[80:100, 10 + number : 30 + number] = 200
        frame = scaler.to_yuv(scene.copy(), WIDTH, HEIGHT)
        sizes.append(len(encoder.encode(frame, 1 + number / FPS, keyframe=number in (0, 60)).data))
    return sum(sizes[61:63])


def test_what_makes_up_for_a_coarse_key_frame_is_no_finer_than_can_be_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Beside it the control: without the bound it is much larger."""
    bounded = after_a_key_frame(monkeypatch, vp8_codec.QUANTIZER_LEAST)
    assert bounded < 0.75 * after_a_key_frame(monkeypatch, 2)
