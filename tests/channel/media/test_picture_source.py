"""One camera, encoded once for each size that somebody stands on."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from channel.core import h264
from channel.core.keyframes import KeyframeArbiter
from channel.core.picture_payload import PictureCodec
from channel.core.vp8 import keyframe_size
from channel.media.picture_outlet import EncodedPicture, PictureOutlet
from channel.media.picture_source import PictureSource
from tests.channel.media.rig import drawn, until
from tests.channel.media.test_picture_outlet import Payloads, Sent
from tests.helpers.aio import run


class Booth:
    """An outlet of a source on a rung of its own."""

    def __init__(self, source: PictureSource, rung: int) -> None:
        self.sent = Sent()
        self.outlet = PictureOutlet(source.rungs, source.ask_keyframe)
        self.outlet.stream = self.sent.stream
        source.attach(self.outlet)
        self.stand(rung, 0.0)
        self.outlet.open(0.0)
        source.gates_changed()

    def stand(self, rung: int, now_s: float) -> None:
        self.outlet.ask_for(rung)
        for tenth in range(100):
            self.outlet.afford(5000.0, now_s + tenth / 10)

    @property
    def keyframes(self) -> list[tuple[int, int]]:
        """The sizes that its key frames state."""
        return [size for body in self.sent.bodies if (size := keyframe_size(body)) is not None]


class H264Booth:
    """The same in H.264."""

    def __init__(self, source: PictureSource, rung: int) -> None:
        self.sent = Payloads()
        self.outlet = PictureOutlet(source.rungs, source.ask_keyframe)
        self.outlet.begin(self.sent.stream, PictureCodec.H264)
        source.attach(self.outlet)
        self.outlet.ask_for(rung)
        for tenth in range(100):
            self.outlet.afford(5000.0, tenth / 10)
        self.outlet.open(0.0)
        source.gates_changed()

    @property
    def keyframes(self) -> int:
        parts = [h264.read(payload) for payload in self.sent.payloads]
        return sum(part is not None and h264.is_keyframe(part[1]) for part in parts)


class Kept(PictureOutlet):
    """An outlet that keeps what it is given."""

    def __init__(self, source: PictureSource) -> None:
        super().__init__(source.rungs, source.ask_keyframe)
        self.given: list[Sequence[EncodedPicture]] = []

    def deliver(self, pictures: Sequence[EncodedPicture]) -> None:
        self.given.append(pictures)


def widths(source: PictureSource) -> set[int]:
    """Of what is being encoded."""
    return {encoding.width_px for encoding in source._encodes}


def codecs(source: PictureSource) -> set[PictureCodec]:
    """Of what is being encoded."""
    return {encoding.codec for encoding in source._encodes}


async def pushed(source: PictureSource, count: int) -> None:
    """So many pictures, each encoded before the next."""
    for number in range(count):
        before = source.encoded
        source.push(drawn(number), time.monotonic())
        await until(lambda before=before: source.encoded > before)  # type: ignore[misc]


def test_a_camera_of_another_shape_is_letterboxed_and_encoded(no_leftovers: None) -> None:
    async def scenario() -> Kept:
        source = PictureSource()
        outlet = Kept(source)
        source.attach(outlet)
        outlet.open(0.0)
        source.gates_changed()
        for shape in ((480, 640, 3), (360, 640, 3), (720, 1280, 3), (99, 641, 3)):
            before = len(outlet.given)
            source.push(np.full(shape, 120, np.uint8), time.monotonic())
            await until(lambda before=before: len(outlet.given) > before)  # type: ignore[misc]
        source.stop()
        return outlet

    assert run(scenario()).given[0][0].keyframe


def test_the_encoder_takes_the_newest_picture_and_skips_those_it_has_no_time_for(no_leftovers: None) -> None:
    async def scenario() -> None:
        source = PictureSource()
        Booth(source, 5)
        for number in range(200):
            source.push(drawn(number), time.monotonic())
        await until(lambda: source._newest is None)
        assert 1 <= source.encoded < 200
        source.stop()

    run(scenario())


def test_each_booth_gets_the_size_of_its_rung_from_one_encode_of_each(no_leftovers: None) -> None:
    async def scenario() -> None:
        source = PictureSource()
        booths = [Booth(source, rung) for rung in (5, 5, 4, 3, 1, 2)]
        for number in range(8):
            before = source.encoded
            source.push(drawn(number), time.monotonic())
            await until(lambda before=before: source.encoded == before + 3)  # type: ignore[misc]
        await until(lambda: booths[0].outlet.pictures == 8)
        source.stop()
        assert [booth.keyframes[0] for booth in booths] == [
            (640, 360),
            (640, 360),
            (480, 270),
            (320, 180),
            (320, 180),
            (320, 180),
        ]
        assert booths[0].sent.bodies == booths[1].sent.bodies
        assert [booth.outlet.pictures for booth in booths] == [8, 8, 8, 8, 2, 4]

    run(scenario())


def test_each_codec_is_encoded_once_and_only_while_somebody_needs_it(no_leftovers: None) -> None:
    async def scenario() -> None:
        source = PictureSource()
        others = [H264Booth(source, 5), H264Booth(source, 5)]
        await pushed(source, 2)
        assert codecs(source) == {PictureCodec.H264}
        booth = Booth(source, 5)
        for number in range(6):
            before = source.encoded
            source.push(drawn(number), time.monotonic())
            await until(lambda before=before: source.encoded == before + 2)  # type: ignore[misc]
        await until(lambda: booth.outlet.pictures == 6)
        assert others[0].sent.payloads == others[1].sent.payloads
        assert others[0].outlet.pictures == 8
        assert booth.keyframes == [(640, 360)]
        for other in others:
            other.outlet.shut()
        source.gates_changed()
        await until(lambda: codecs(source) == {PictureCodec.VP8})
        await pushed(source, 2)
        await until(lambda: booth.outlet.pictures == 8)
        source.stop()
        assert len(booth.keyframes) == 1, "they did not notice"

    run(scenario())


def test_a_slow_rung_in_h264_takes_every_second_or_fourth_picture_and_its_key_frames_at_once(
    no_leftovers: None,
) -> None:
    async def scenario() -> None:
        source = PictureSource()
        full, half, quarter = (H264Booth(source, rung) for rung in (3, 2, 1))
        for number in range(13):
            source.push(drawn(number), time.monotonic())
            await until(lambda number=number: full.outlet.pictures == number + 1)  # type: ignore[misc]
        assert (half.outlet.pictures, quarter.outlet.pictures) == (7, 4)
        assert (half.keyframes, quarter.keyframes) == (1, 1)
        (slow,) = quarter.outlet.encodings
        source._arbiters[slow] = KeyframeArbiter(spacing_s=0.0)
        source.ask_keyframe(slow, 0.0)
        source.push(drawn(13), time.monotonic())
        await until(lambda: quarter.outlet.pictures == 5)
        assert quarter.keyframes == 2
        source.stop()

    run(scenario())


def test_an_encode_ends_when_nobody_stands_on_it_and_the_others_do_not_notice(no_leftovers: None) -> None:
    async def scenario() -> None:
        source = PictureSource()
        full, thin = Booth(source, 5), Booth(source, 1)
        await pushed(source, 4)
        await until(lambda: thin.outlet.pictures and full.outlet.pictures)
        assert widths(source) == {640, 320}
        keyframes = len(full.keyframes)
        thin.stand(5, 100.0)
        while widths(source) != {640}:  # key frames are spaced by 300 ms
            await pushed(source, 1)
        assert thin.keyframes[-1] == (640, 360)
        assert len(full.keyframes) <= keyframes + 1, "one key frame for the one who joins"
        full.outlet.shut()
        thin.outlet.shut()
        source.gates_changed()
        await until(lambda: not widths(source))
        source.stop()

    run(scenario())


def test_nothing_is_taken_from_the_camera_while_no_gate_is_open(no_leftovers: None) -> None:
    async def scenario() -> None:
        source = PictureSource()
        booth = Booth(source, 5)
        booth.outlet.shut()
        source.gates_changed()
        source.push(drawn(0), time.monotonic())
        assert source._newest is None
        source.stop()

    run(scenario())
