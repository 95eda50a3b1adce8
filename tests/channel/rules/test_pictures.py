"""What the bytes of a picture file tell; both ends refuse alike, so no decoder is used here but for making
files.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channel.rules.picture_file import MOST_BYTES, PictureFlaw, PictureKind, PictureRefused
from channel.rules.pictures import inspect
from hardware.opencv import cv2
from tests.channel.rules.hostile import corpus, exif, png, with_segment


def _picture(width: int = 203, height: int = 117) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x % 256, y * 2 % 256, (x * y) // 64 % 256], axis=2).astype(np.uint8)


def _jpeg(*options: int) -> bytes:
    return bytes(cv2.imencode(".jpg", _picture(), [cv2.IMWRITE_JPEG_QUALITY, 85, *options])[1])


JPEG = _jpeg()
PROGRESSIVE = _jpeg(cv2.IMWRITE_JPEG_PROGRESSIVE, 1)
RESTARTING = _jpeg(cv2.IMWRITE_JPEG_RST_INTERVAL, 4)
CORPUS = corpus(JPEG)


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_is_refused_for_what_it_is(name: str) -> None:
    content, flaw = CORPUS[name]
    with pytest.raises(PictureRefused) as caught:
        inspect(content)
    assert caught.value.flaw is flaw


@pytest.mark.parametrize("content", [JPEG, PROGRESSIVE, RESTARTING])
def test_a_whole_jpeg_is_told_by_kind_and_size(content: bytes) -> None:
    told = inspect(content)
    assert (told.kind, told.width_px, told.height_px, told.orientation) == (PictureKind.JPEG, 203, 117, 1)


@pytest.mark.parametrize("colour", [0, 2, 3, 4, 6])
def test_a_whole_png_is_told_by_kind_and_size(colour: int) -> None:
    told = inspect(png(64, 48, colour=colour))
    assert (told.kind, told.width_px, told.height_px) == (PictureKind.PNG, 64, 48)


def test_zeros_behind_a_picture_are_padding() -> None:
    assert inspect(JPEG + bytes(100)).bare == inspect(JPEG).bare


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_way_up_is_read_from_exif(orientation: int, order: str) -> None:
    assert inspect(with_segment(JPEG, 0xE1, exif(orientation, order=order))).orientation == orientation


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_impossible_way_up_is_none(orientation: int) -> None:
    assert inspect(with_segment(JPEG, 0xE1, exif(orientation))).orientation == 1


def test_nothing_but_the_picture_is_in_what_is_bare() -> None:
    dressed = with_segment(with_segment(JPEG, 0xE1, exif(6)), 0xFE, b"SECRET COMMENT")
    assert b"SECRET" in dressed
    assert inspect(dressed).bare == inspect(JPEG).bare
    assert b"SECRET" not in inspect(dressed).bare


def test_a_progressive_jpeg_without_its_last_scan_is_not_whole() -> None:
    last_scan = PROGRESSIVE.rindex(b"\xff\xda")
    with pytest.raises(PictureRefused) as caught:
        inspect(PROGRESSIVE[:last_scan] + b"\xff\xd9")
    assert caught.value.flaw is PictureFlaw.BROKEN


def test_a_jpeg_that_misses_a_stretch_between_restarts_is_not_whole() -> None:
    first, second = RESTARTING.index(b"\xff\xd0"), RESTARTING.index(b"\xff\xd1")
    with pytest.raises(PictureRefused):
        inspect(RESTARTING[:first] + RESTARTING[second:])


def test_the_limit_is_on_the_byte() -> None:
    inspect(JPEG, len(JPEG))
    with pytest.raises(PictureRefused) as caught:
        inspect(JPEG, len(JPEG) - 1)
    assert caught.value.flaw is PictureFlaw.TOO_LARGE
    assert MOST_BYTES == 6_000_000


def test_no_refusal_tells_what_is_in_the_file() -> None:
    with pytest.raises(PictureRefused) as caught:
        inspect(b"SECRET NAME 3171234567890123")
    assert str(caught.value) == "the picture file is refused: unknown_kind"


@settings(max_examples=300)
@given(at=st.integers(0, len(JPEG) - 1), bits=st.integers(1, 255), cut=st.booleans())
def test_a_damaged_file_is_refused_or_told_and_never_more(at: int, bits: int, cut: bool) -> None:
    damaged = JPEG[:at] if cut else JPEG[:at] + bytes((JPEG[at] ^ bits,)) + JPEG[at + 1 :]
    try:
        told = inspect(damaged)
    except PictureRefused:
        return
    assert not cut
    assert told.bare.startswith(b"\xff\xd8")
    assert told.bare.endswith(b"\xff\xd9")


@settings(max_examples=200)
@given(content=st.binary(max_size=300), start=st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_noise_is_refused(content: bytes, start: bytes) -> None:
    with pytest.raises(PictureRefused):
        inspect(start + content)
