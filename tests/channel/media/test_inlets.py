"""What is received and shown or played: in order, bounded, never old as if it were new."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from channel.core.vp8 import WholePicture
from channel.media.opus import SILENCE_PACKET, OpusEncoder
from channel.media.picture_inlet import WAITING_MOST, PictureDecoding, PictureInlet, SeenPicture, covering
from channel.media.scaler import Scaler
from channel.media.voice_playout import VoicePlayout
from channel.media.vp8_codec import Vp8Encoder
from tests.channel.media.rig import drawn, tone


def encoded(count: int) -> list[WholePicture]:
    scaler, encoder, pictures = Scaler(), Vp8Encoder(640, 360, 25, 600), []
    for number in range(count):
        frame = scaler.to_yuv(drawn(number), 640, 360)
        data, keyframe = encoder.encode(frame, number / 25, keyframe=number == 0)
        pictures.append(WholePicture(data, keyframe, number * 3600, number / 25))
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


def test_nothing_received_is_digital_silence() -> None:
    playout = VoicePlayout()
    for _ in range(5):
        block = playout.pull()
        assert block.shape == (960,)
        assert block.dtype == np.int16
        assert not block.any()
    assert playout.meter.level == 0.0


def test_a_voice_is_played_in_order_and_silence_packets_end_in_exact_zeros() -> None:
    playout, encoder, heard = VoicePlayout(), OpusEncoder(32), []
    for number in range(40):
        playout.put(number, encoder.encode(tone(437, number)) if number < 20 else SILENCE_PACKET)
        heard.append(playout.pull())
    assert np.abs(heard[15]).max() > 7000
    assert not np.concatenate(heard[25:]).any()


def test_packets_of_another_length_give_blocks_of_ours() -> None:
    """A browser may send 40 ms a packet when it is told to save."""
    playout, encoder, heard = VoicePlayout(), OpusEncoder(32), []
    packets = [encoder.encode(tone(437, number)) for number in range(30)]
    for number in range(15):
        # Code 1 of RFC 6716: two frames of the same size in one packet.
        pair = packets[2 * number : 2 * number + 2]
        if len(pair[0]) != len(pair[1]):
            both = bytes([pair[0][0] & 0xFC | 2]) + _length(len(pair[0]) - 1) + pair[0][1:] + pair[1][1:]
        else:
            both = bytes([pair[0][0] & 0xFC | 1]) + pair[0][1:] + pair[1][1:]
        playout.put(number, both)
        heard += [playout.pull(), playout.pull()]
    assert all(len(block) == 960 for block in heard)
    assert np.abs(np.concatenate(heard[10:])).max() > 7000


def _length(size: int) -> bytes:
    return bytes([size]) if size < 252 else bytes([252 + (size & 3), (size - (252 + (size & 3))) >> 2])


def test_bytes_that_are_no_voice_are_silence_and_end_nothing() -> None:
    playout = VoicePlayout()
    chance = np.random.default_rng(7)
    for number in range(200):
        playout.put(number, chance.bytes(int(chance.integers(1, 1400))))
        assert playout.pull().shape == (960,)
    playout.put(999, bytes(2000))
    playout.put(1000, b"")


def test_pulling_and_putting_from_two_threads_at_once_is_safe() -> None:
    playout, stop = VoicePlayout(), threading.Event()
    encoder = OpusEncoder(32)
    packet = encoder.encode(tone(437, 0))

    def pulling() -> None:
        while not stop.is_set():
            assert playout.pull().shape == (960,)

    puller = threading.Thread(target=pulling)
    puller.start()
    deadline_s = time.monotonic() + 0.5
    number = 0
    while time.monotonic() < deadline_s:
        playout.put(number & 0xFFFF, packet)
        number += 1
        if number % 50 == 0:
            playout.reset()
    stop.set()
    puller.join()
    assert len(playout.playout) < 20
