"""Files in and out: refused or exact, and never the pixels of another picture."""

from __future__ import annotations

import numpy as np
import pytest

from booth_client.capture import image_files
from booth_client.capture.image_files import decode, encode, reencoded
from channel.rules.picture_file import MOST_BYTES, PictureFlaw, PictureRefused
from channel.rules.pictures import inspect
from hardware.devices import Picture
from hardware.opencv import cv2
from hardware.simulated.documents import Document, draw
from tests.channel.rules.hostile import corpus, exif, with_segment


@pytest.fixture(scope="module")
def card() -> Picture:
    picture = draw(Document.KTP, 3).picture
    return np.asarray(cv2.resize(picture, (403, 254), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def jpeg(picture: Picture, *options: int) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85, *options])[1])


def plainly(content: bytes) -> Picture:
    return np.asarray(cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR), dtype=np.uint8)


def decoded_or_none(content: bytes) -> Picture | None:
    try:
        return decode(content)
    except PictureRefused:
        return None


KINDS = {
    "baseline": (),
    "progressive": (cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
    "restarting": (cv2.IMWRITE_JPEG_RST_INTERVAL, 3),
    "both": (cv2.IMWRITE_JPEG_PROGRESSIVE, 1, cv2.IMWRITE_JPEG_RST_INTERVAL, 2),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("grey", [False, True])
def test_a_whole_jpeg_is_exact(card: Picture, kind: str, grey: bool) -> None:
    picture = cv2.cvtColor(card, cv2.COLOR_BGR2GRAY) if grey else card
    content = jpeg(np.asarray(picture, np.uint8), *KINDS[kind])
    np.testing.assert_array_equal(decode(content), plainly(content))


@pytest.mark.parametrize("kind", KINDS)
def test_a_jpeg_cut_anywhere_and_ended_properly_is_refused_or_exact(card: Picture, kind: str) -> None:
    content = jpeg(card, *KINDS[kind])
    whole = plainly(content)
    data = content.index(b"\xff\xda") + 14
    refused = 0
    for cut in [
        *range(data, len(content) - 2, len(content) // 60),
        *range(len(content) - 20, len(content) - 2),
    ]:
        end = b"\x00\xff\xd9" if content[cut - 1] == 0xFF else b"\xff\xd9"
        shown = decoded_or_none(content[:cut] + end)
        refused += shown is None
        assert shown is None or np.array_equal(shown, whole)
    assert refused >= 70


def test_without_the_second_look_a_cut_jpeg_passes(card: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what is refused above is what a decoder takes."""
    content = jpeg(card)
    cut = content[: len(content) // 2] + b"\x00\xff\xd9"
    monkeypatch.setattr(image_files, "with_noise", lambda bare: bare)
    assert not np.array_equal(decode(cut), plainly(content))


def test_a_cut_jpeg_never_shows_the_picture_before_it(card: Picture) -> None:
    before = np.full_like(card, 255)
    before[:, ::7] = (0, 0, 255)
    content = jpeg(card)
    cut = content[: len(content) // 2] + b"\x00\xff\xd9"
    for _ in range(3):
        decode(jpeg(before))
        with pytest.raises(PictureRefused):
            decode(cut)


def test_the_hostile_corpus_is_refused(card: Picture) -> None:
    for name, (content, flaw) in corpus(jpeg(card)).items():
        with pytest.raises(PictureRefused) as caught:
            decode(content)
        assert caught.value.flaw is flaw, name


@pytest.mark.parametrize("width", [402, 404, 808])
def test_a_header_that_lies_about_the_size_is_refused_or_exact(card: Picture, width: int) -> None:
    content = jpeg(card)
    at = content.index(b"\xff\xc0") + 7
    lying = content[:at] + width.to_bytes(2, "big") + content[at + 2 :]
    shown = decoded_or_none(lying)
    assert shown is None or shown.shape[1] == width


@pytest.mark.parametrize(
    ("orientation", "turned"),
    [
        (1, lambda p: p), (2, np.fliplr), (3, lambda p: np.rot90(p, 2)), (4, np.flipud),
        (5, lambda p: p.transpose(1, 0, 2)), (6, lambda p: np.rot90(p, -1)),
        (7, lambda p: np.rot90(p, 2).transpose(1, 0, 2)), (8, np.rot90),
    ],
)  # fmt: skip
def test_a_turned_picture_is_shown_as_it_is_meant(card: Picture, orientation: int, turned) -> None:  # type: ignore[no-untyped-def]
    content = jpeg(card)
    stored = plainly(content)
    np.testing.assert_array_equal(decode(with_segment(content, 0xE1, exif(orientation))), turned(stored))


def test_png_of_every_usual_kind_is_exact(card: Picture) -> None:
    grey = np.asarray(cv2.cvtColor(card, cv2.COLOR_BGR2GRAY), np.uint8)
    deep = card.astype(np.uint16) * 257
    for picture, shown in ((card, card), (grey, np.repeat(grey[:, :, None], 3, axis=2)), (deep, card)):
        content = bytes(cv2.imencode(".png", picture)[1])
        np.testing.assert_array_equal(decode(content), shown)


def test_what_is_transparent_lies_on_white(card: Picture) -> None:
    clear = np.dstack([card, np.zeros(card.shape[:2], np.uint8)])
    assert (decode(bytes(cv2.imencode(".png", clear)[1])) == 255).all()


def test_what_is_written_holds_pixels_and_nothing_else(card: Picture) -> None:
    dressed = with_segment(jpeg(card), 0xE1, exif(3))
    written = reencoded(dressed)
    assert b"SECRET" in dressed
    assert b"SECRET" not in written
    assert b"Exif" not in written
    assert inspect(written).bare == written
    apart = decode(written).astype(int) - np.rot90(plainly(jpeg(card)), 2)
    assert np.abs(apart).mean() < 3


def test_a_picture_that_is_too_large_is_written_smaller_or_not_at_all(card: Picture) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (900, 900, 3), dtype=np.uint8)
    best, smaller = len(encode(noise)), len(encode(noise, 700_000))
    assert smaller <= 700_000 < best <= MOST_BYTES
    with pytest.raises(PictureRefused) as caught:
        encode(noise, 10_000)
    assert caught.value.flaw is PictureFlaw.TOO_LARGE
