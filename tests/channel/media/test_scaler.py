"""Pictures in other sizes and formats: the right pixels, all of them, at sizes that cost little."""

from __future__ import annotations

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from channel.media.scaler import COLUMNS, Scaler, covering

BLUE, RED = (250, 20, 20), (20, 20, 250)


def halves(width: int, height: int) -> NDArray[np.uint8]:
    """Red on the left, blue on the right, BGR."""
    picture = np.empty((height, width, 3), np.uint8)
    picture[:, : width // 2] = RED
    picture[:, width // 2 :] = BLUE
    return picture


@pytest.mark.parametrize(
    ("own", "wanted", "made"),
    [
        ((640, 360), (0, 0), (0, 0)),
        ((640, 360), (640, 360), (640, 360)),
        ((640, 360), (2000, 900), (640, 360)),
        ((640, 360), (320, 180), (320, 180)),
        ((640, 360), (200, 180), (320, 180)),
        ((640, 360), (320, 100), (320, 180)),
        ((640, 360), (299, 169), (304, 172)),
        ((640, 360), (1, 1), (8, 6)),
        ((636, 358), (2000, 900), (640, 362)),
        ((4, 4), (2000, 900), (8, 8)),
    ],
)
def test_pictures_keep_their_shape_cover_what_is_wanted_and_hardly_grow(
    own: tuple[int, int], wanted: tuple[int, int], made: tuple[int, int]
) -> None:
    assert covering(*own, *wanted) == made


@pytest.mark.parametrize("own", [(640, 360), (1280, 720), (612, 344), (426, 240)])
@pytest.mark.parametrize("wanted", [(2000, 900), (561, 316), (299, 169), (100, 57)])
def test_scaled_pixels_are_the_picture_to_the_last_column_and_row(
    own: tuple[int, int], wanted: tuple[int, int]
) -> None:
    scaler = Scaler()
    frame = scaler.to_yuv(halves(*own), *own)
    width, height = covering(*own, *wanted)
    bgra = scaler.to_bgra(frame, width, height)
    assert bgra.shape == (height, width, 4)
    assert bgra.flags.c_contiguous
    left, right = bgra[:, : width // 2 - 4, :3].astype(int), bgra[:, width // 2 + 4 :, :3].astype(int)
    assert np.abs(left - RED).max() < 12
    assert np.abs(right - BLUE).max() < 12


def test_a_width_that_the_fast_conversion_cannot_do_leaves_columns_out() -> None:
    """Why ``covering`` rounds: without it the last columns are whatever was in that memory before."""
    scaler, width = Scaler(), 608 + COLUMNS // 2
    shown = []
    for colour in (BLUE, RED):
        frame = scaler.to_yuv(np.full((360, width, 3), colour, np.uint8), width, 360)
        shown.append(scaler.to_bgra(frame, width, 360)[:, :, :3].astype(int))
    off = [np.abs(last[:, -1] - colour).max() for last, colour in zip(shown, (BLUE, RED), strict=True)]
    if max(off) < 12:
        pytest.skip("swscale converts all columns on this processor")
    assert max(off) > 100


def test_a_camera_of_another_shape_is_letterboxed() -> None:
    frame = Scaler().to_yuv(np.full((480, 640, 3), 200, np.uint8), 640, 360)
    luma = frame.reformat(format="gray").to_ndarray()
    assert luma.shape == (360, 640)
    assert luma[:, :70].max() < 30 < 150 < luma[:, 100:540].min()


def test_what_is_shrunk_is_the_same_picture() -> None:
    scaler = Scaler()
    small = Scaler().shrunk(scaler.to_yuv(halves(640, 360), 640, 360), 320, 180)
    assert isinstance(small, av.VideoFrame)
    bgr = small.reformat(format="bgr24").to_ndarray().astype(int)
    assert np.abs(bgr[:, :150] - RED).max() < 12
    assert np.abs(bgr[:, 170:] - BLUE).max() < 12


def test_a_picture_that_may_not_be_written_to_is_read_all_the_same() -> None:
    picture = halves(640, 360)
    picture.setflags(write=False)
    assert Scaler().to_yuv(picture, 640, 360).width == 640
