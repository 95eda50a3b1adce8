"""What is received and shown: in order, bounded, never old as if it were new."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from channel.core.picture_assembly import WholePicture
from channel.media.picture_inlet import WAITING_MOST, PictureDecoding, PictureInlet, SeenPicture, covering
from channel.media.scaler import Scaler
from channel.media.vp8_codec import Vp8Encoder
from tests.channel.media.rig import drawn


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
    assert shown.bgra.shape == (122, 218, 4)


def test_what_the_worker_cannot_keep_up_with_is_dropped_at_once() -> None:
    screen = Screen()
    pictures = encoded(WAITING_MOST + 1)
    assert all(screen.inlet.put(whole) for whole in pictures[:-1])
    assert not screen.inlet.put(pictures[-1])
    screen.inlet.decode_one()
    assert screen.inlet.pictures == 0


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
    screen.inlet.put(WholePicture(b"\x10\x02\x00\x9d\x01\x2a\x80\x02\x68\x01" + bytes(5), True, 0, 0.0))
    screen.inlet.put(encoded(1)[0])
    screen.inlet.decode_one()
    screen.inlet.decode_one()
    assert screen.inlet.pictures >= 1


def test_the_worker_thread_lives_as_long_as_somebody_needs_it(no_leftovers: None) -> None:
    decoding = PictureDecoding()
    for _ in range(3):
        decoding.acquire()
        decoding.acquire()
        decoding.release()
        assert [t for t in threading.enumerate() if t.name == "picture decoder"]
        decoding.release()
        assert not [t for t in threading.enumerate() if t.name == "picture decoder"]


@pytest.mark.parametrize(
    ("wanted", "made"),
    [((0, 0), (0, 0)), ((640, 360), (640, 360)), ((2000, 900), (640, 360)), ((320, 180), (320, 180)),
     ((200, 180), (320, 180)), ((320, 100), (320, 180)), ((1, 1), (2, 2))],
)  # fmt: skip
def test_pictures_keep_their_shape_cover_what_is_wanted_and_never_grow(
    wanted: tuple[int, int], made: tuple[int, int]
) -> None:
    assert covering(640, 360, *wanted) == made


def test_scaled_pixels_are_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    scaler = Scaler()
    picture = np.zeros((360, 640, 3), np.uint8)
    picture[:, 320:] = (250, 20, 20)
    for size in ((640, 360), (434, 244), (218, 122)):
        bgra = scaler.to_bgra(scaler.to_yuv(picture, 640, 360), *size)
        assert bgra.shape == (size[1], size[0], 4)
        assert bgra.flags.c_contiguous
        assert bgra[size[1] // 2, size[0] * 3 // 4, 0] > 200
        assert bgra[size[1] // 2, size[0] // 4, 0] < 30
