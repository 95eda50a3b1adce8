from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.devices import Picture
from hardware.opencv import cv2
from hardware.picture_code import Code, draw, read
from hardware.simulated.scene import Scene

codes = st.builds(
    Code,
    booth=st.integers(0, 255),
    frame=st.integers(0, 2**24 - 1),
    time_ms=st.integers(0, 2**32 - 1),
)


def picture_of(code: Code, width: int = 640, height: int = 360, ground: int = 120) -> Picture:
    picture = np.full((height, width, 3), ground, np.uint8)
    draw(picture, code)
    return picture


def scaled(picture: Picture, width: int) -> Picture:
    height = round(width * picture.shape[0] / picture.shape[1])
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


@given(codes, st.sampled_from([(320, 180), (640, 360), (641, 361), (1280, 720), (1920, 1080)]))
def test_what_was_drawn_is_read(code: Code, size: tuple[int, int]) -> None:
    assert read(picture_of(code, *size)) == code


@given(codes)
def test_grey_pictures_are_read_too(code: Code) -> None:
    assert read(picture_of(code)[:, :, 0]) == code


@given(codes, st.integers(217, 1400))
def test_the_code_survives_scaling(code: Code, width: int) -> None:
    assert read(scaled(picture_of(code), width)) == code


@given(codes, st.floats(0, 0.03), st.floats(0, 0.03), st.integers(217, 700))
def test_the_code_survives_a_crop_left_and_right_that_the_reader_is_told(
    code: Code, left: float, right: float, width: int
) -> None:
    whole = picture_of(code)
    x0, x1 = round(left * 640), round((1 - right) * 640)
    assert read(scaled(whole[:, x0:x1], width), (x0 / 640, 0, x1 / 640, 1)) == code


@given(codes, st.integers(217, 400))
def test_the_code_survives_a_crop_of_one_line_at_the_top(code: Code, width: int) -> None:
    height = round(width * 9 / 16)
    picture = scaled(picture_of(code), width)
    assert picture.shape[0] == height
    assert read(picture[1:], (0, 1 / height, 1, 1)) == code


def test_a_code_that_is_cut_off_is_not_read() -> None:
    whole = picture_of(Code(3, 77, 12345))
    assert read(whole[:, 60:], (60 / 640, 0, 1, 1)) is None
    assert read(whole[10:], (0, 10 / 360, 1, 1)) is None


@settings(max_examples=8)
@given(
    st.lists(codes, min_size=12, max_size=12),
    st.sampled_from([1, 2, 3, 4, 5, 6, 0]),
    st.sampled_from([217, 320, 640]),
)
def test_the_code_survives_vp8_at_600_kbit_and_scaling(codes: list[Code], person: int, width: int) -> None:
    pictures = []
    scene = Scene(person, person, 640, 360)
    for number, code in enumerate(codes):
        picture = scene.picture(number, number / 25)
        draw(picture, code)
        pictures.append(picture)
    decoded = through_vp8(pictures)
    assert [read(scaled(picture, width)) for picture in decoded] == codes


def through_vp8(pictures: list[Picture], bit_rate: int = 600_000) -> list[Picture]:
    encoder = av.VideoCodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 640, 360, "yuv420p"
    encoder.bit_rate, encoder.time_base, encoder.framerate = bit_rate, Fraction(1, 25), Fraction(25)
    encoder.options = {
        "deadline": "realtime", "cpu-used": "6", "lag-in-frames": "0", "error-resilient": "1",
        "minrate": str(bit_rate), "maxrate": str(bit_rate), "bufsize": str(bit_rate),
    }  # fmt: skip
    decoder = av.VideoCodecContext.create("vp8", "r")
    decoded = []
    for number, picture in enumerate([*pictures, None]):
        frame = None
        if picture is not None:
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24").reformat(format="yuv420p")
            frame.pts = number
        decoded += [
            np.asarray(seen.to_ndarray(format="bgr24"), dtype=np.uint8)
            for packet in encoder.encode(frame)
            for seen in decoder.decode(packet)
        ]
    return decoded


def test_two_hundred_pictures_without_a_code_give_no_false_reading() -> None:
    random = np.random.default_rng(7)
    for number in range(200):
        picture = random.integers(0, 256, (360, 640, 3), np.uint8)
        if number % 2:
            # Coarse cells of the code's own size are the hardest case.
            cells = random.choice([60, 190], (45, 46)).astype(np.uint8)
            picture = np.asarray(cv2.resize(cells, (640, 360), interpolation=cv2.INTER_NEAREST))
        assert read(picture) is None


def test_a_person_without_a_code_gives_no_false_reading() -> None:
    for person in range(7):
        picture = Scene(person, person, 640, 360).picture(0, 3.0)
        picture[:16] = picture[16]
        assert read(picture) is None


@pytest.mark.parametrize("cell", [8, 20, 39, 40, 79])
def test_a_damaged_code_is_not_read(cell: int) -> None:
    picture = picture_of(Code(5, 1234, 987654))
    row, column = divmod(cell, 40)
    x = 40 + column * 14
    picture[row * 8 : row * 8 + 8, x : x + 14] = 250 - picture[row * 8 : row * 8 + 8, x : x + 14]
    assert read(picture) is None


def test_numbers_wrap() -> None:
    assert Code.at(0, 2**24 + 5, (2**32 + 7) / 1000) == Code(0, 5, 7)
