"""What is received and shown: in order, bounded, never old as if it were new."""

from __future__ import annotations

import asyncio
import threading

import pytest
from av import VideoFrame

from channel.core.picture_assembly import WholePicture
from channel.core.picture_payload import PictureCodec
from channel.media import picture_inlet
from channel.media.picture_inlet import WAITING_MOST, PictureDecoding, PictureInlet
from channel.media.scaler import Scaler
from channel.media.vp8_codec import Vp8Decoder, Vp8Encoder
from channel.runtime.latest import SeenPicture
from tests.channel.media.rig import drawn
from tests.helpers.aio import run

BROKEN = b"\x10\x02\x00\x9d\x01\x2a\x80\x02\x68\x01" + bytes(5)


def encoded(count: int) -> list[WholePicture]:
    scaler, encoder, pictures = Scaler(), Vp8Encoder(640, 360, 25, 600), []
    for number in range(count):
        frame = scaler.to_yuv(drawn(number), 640, 360)
        picture = encoder.encode(frame, number / 25, keyframe=number == 0)
        pictures.append(WholePicture(picture.data, picture.keyframe, number * 3600, number / 25))
    return pictures


class Screen:
    """An inlet whose worker never starts: the test is the worker."""

    def __init__(self) -> None:
        self.broken = 0
        self.seen = SeenPicture()
        self.inlet = PictureInlet(PictureDecoding(), self.seen, self._break)

    def _break(self) -> None:
        self.broken += 1


def test_pictures_that_are_not_visible_are_decoded_and_not_converted() -> None:
    screen = Screen()
    for whole in encoded(3):
        screen.inlet.put(whole)
        screen.inlet.decode_one()
    assert screen.inlet.pictures == 3
    assert screen.seen.look()[1] is None
    screen.seen.show_at(217, 122)
    for whole in encoded(1):
        screen.inlet.put(whole)
        screen.inlet.decode_one()
    shown = screen.seen.look()[1]
    assert shown is not None
    assert shown.bgra.shape == (126, 224, 4)


def test_what_the_worker_cannot_keep_up_with_is_dropped_at_once() -> None:
    screen = Screen()
    pictures = encoded(WAITING_MOST + 1)
    assert all(screen.inlet.put(whole) for whole in pictures[:-1])
    assert not screen.inlet.put(pictures[-1])
    screen.inlet.decode_one()
    assert screen.inlet.pictures == 0


def test_what_has_been_waiting_is_decoded_and_only_the_newest_is_brought_to_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen, converted = Screen(), []
    to_bgra = Scaler.to_bgra

    def counted(scaler: Scaler, frame: VideoFrame, width: int, height: int) -> object:
        converted.append(frame)
        return to_bgra(scaler, frame, width, height)

    monkeypatch.setattr(Scaler, "to_bgra", counted)
    monkeypatch.setattr(picture_inlet, "SHOW_EVERY_S", 1000.0)
    screen.seen.show_at(640, 360)
    pictures = encoded(12)
    for whole in pictures:
        assert screen.inlet.put(whole)
    while screen.inlet.decode_one():
        pass
    assert (screen.inlet.pictures, screen.broken) == (12, 0)
    assert len(converted) == 2, "the first, for nothing was there, and the last"
    shown = screen.seen.look()[1]
    assert shown is not None
    assert shown.arrived_s == pictures[-1].arrived_s


@pytest.mark.parametrize("left_out", ["too many wait", "it was not due"])
def test_nothing_is_built_on_pictures_that_were_not_decoded(left_out: str) -> None:
    screen = Screen()
    screen.seen.show_at(640, 360)
    first, *others = encoded(WAITING_MOST + 4)
    screen.inlet.put(first)
    screen.inlet.decode_one()
    shown = screen.seen.look()
    if left_out == "too many wait":
        missed, others = others[: WAITING_MOST + 1], others[WAITING_MOST + 1 :]
        assert [screen.inlet.put(whole) for whole in missed] == [True] * WAITING_MOST + [False]
    else:
        screen.inlet.leave_out()
    for asked, whole in enumerate(others, start=1):
        screen.inlet.put(whole)
        screen.inlet.decode_one()
        assert screen.broken == asked, "each says it: what asks for a key frame may get lost"
    assert screen.seen.look() == shown, "the last good picture stays"
    screen.inlet.put(first)
    screen.inlet.decode_one()
    assert (screen.inlet.pictures, screen.broken) == (2, len(others))


def test_a_key_frame_that_finds_too_many_waiting_takes_their_place() -> None:
    screen = Screen()
    pictures = encoded(WAITING_MOST)
    assert all(screen.inlet.put(whole) for whole in pictures)
    assert screen.inlet.put(pictures[0])
    assert not screen.inlet.decode_one(), "it is the only one"
    assert (screen.inlet.pictures, screen.broken) == (1, 0)


def test_a_decoder_keeps_no_picture_of_whoever_is_gone() -> None:
    decoding, freed = PictureDecoding(), threading.Event()

    class Watched(Vp8Decoder):
        def __del__(self) -> None:
            freed.set()

    inlet = PictureInlet(decoding, SeenPicture(), lambda: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(picture_inlet._DECODERS, PictureCodec.VP8, Watched)
        decoding.acquire()
        inlet.put(encoded(1)[0])
        assert not freed.wait(0.2)
        assert inlet.pictures == 1
        inlet.forget()
        assert freed.wait(5.0)
    run(decoding.release())


def test_the_loop_does_not_wait_for_a_decoder_at_work() -> None:
    decoding, may_end, began = PictureDecoding(), threading.Event(), threading.Event()
    inlet = PictureInlet(decoding, SeenPicture(), lambda: None)

    class Slow(Vp8Decoder):
        def decode(self, data: bytes) -> VideoFrame | None:
            began.set()
            may_end.wait(5.0)
            return super().decode(data)

    async def scene() -> None:
        decoding.acquire()
        inlet.put(encoded(1)[0])
        await asyncio.to_thread(began.wait, 5.0)
        ending = asyncio.create_task(decoding.release())
        await asyncio.sleep(0.05)
        assert not ending.done(), "the loop ran on, and the end is told when it has come"
        may_end.set()
        await ending

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(picture_inlet._DECODERS, PictureCodec.VP8, Slow)
        run(scene())
    assert inlet.pictures == 1


def test_a_picture_of_before_the_gate_was_shut_is_not_shown() -> None:
    screen = Screen()
    screen.seen.show_at(640, 360)
    first, second = encoded(2)
    screen.inlet.put(first)
    screen.inlet.decode_one()
    assert screen.seen.look()[1] is not None
    screen.inlet.put(second)
    screen.inlet.forget()
    screen.inlet.decode_one()
    assert screen.seen.look()[1] is None
    assert screen.inlet.pictures == 1


def test_after_forgetting_only_a_key_frame_is_decoded() -> None:
    screen = Screen()
    first, second = encoded(2)
    screen.inlet.put(first)
    screen.inlet.decode_one()
    screen.inlet.forget()
    screen.inlet.put(second)
    screen.inlet.decode_one()
    assert (screen.inlet.pictures, screen.broken) == (1, 1)


def test_bytes_that_are_no_picture_ask_for_a_key_frame_and_end_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    screen = Screen()
    screen.inlet.put(WholePicture(BROKEN, True, 0, 0.0))
    screen.inlet.put(encoded(1)[0])
    screen.inlet.decode_one()
    screen.inlet.decode_one()
    assert screen.inlet.pictures >= 1


def test_a_far_end_that_sends_no_pictures_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    screen = Screen()
    for _ in range(50):
        screen.inlet.put(WholePicture(BROKEN, True, 0, 0.0))
        screen.inlet.decode_one()
    assert screen.broken == 50
    assert len(caplog.records) == 1


def test_the_worker_thread_lives_as_long_as_somebody_needs_it(no_leftovers: None) -> None:
    decoding = PictureDecoding()

    async def scene() -> None:
        for _ in range(3):
            decoding.acquire()
            decoding.acquire()
            await decoding.release()
            assert [t for t in threading.enumerate() if t.name == "picture decoder"]
            await decoding.release()
            assert not [t for t in threading.enumerate() if t.name == "picture decoder"]

    run(scene())
