"""Pictures for the viewer: refused or exact, never the pixels of another, gone when they are forgotten."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from channel.rules.picture_file import PictureRefused
from channel.wire.ids import DocumentId
from cso_console.runtime import document_pictures
from cso_console.runtime.document_pictures import Decoded, DocumentPictures, decode
from hardware.opencv import cv2
from hardware.simulated.documents import Document, draw
from tests.channel.rules.hostile import corpus, png

ONE, OTHER = DocumentId("1" * 21 + "A"), DocumentId("2" * 21 + "A")
JPEGS = {
    "baseline": (),
    "progressive": (cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
    "restarting": (cv2.IMWRITE_JPEG_RST_INTERVAL, 3),
}


@pytest.fixture(autouse=True)
def _quiet() -> None:
    """As in the program, which makes these before it decodes anything."""
    DocumentPictures()


@pytest.fixture(scope="module")
def card() -> NDArray[np.uint8]:
    picture = draw(Document.KTP, 3).picture
    return np.asarray(cv2.resize(picture, (403, 254), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def jpeg(picture: NDArray[np.uint8], *options: int) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85, *options])[1])


def pixels(picture: QImage) -> NDArray[np.uint8]:
    """(h, w, 3) BGR."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return np.ascontiguousarray(lines[:, : plain.width() * 3].reshape(plain.height(), -1, 3)[:, :, ::-1])


def decoded_or_none(content: bytes) -> Decoded | None:
    try:
        return decode(content)
    except PictureRefused:
        return None


@pytest.mark.parametrize("kind", JPEGS)
def test_a_whole_jpeg_is_shown_as_it_is(card: NDArray[np.uint8], kind: str) -> None:
    content = jpeg(card, *JPEGS[kind])
    plainly = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    difference = np.abs(pixels(decode(content).whole).astype(int) - np.asarray(plainly).astype(int))
    assert difference.max() <= 3, "two decoders round differently, and no more"


def test_a_whole_png_is_exact(card: NDArray[np.uint8]) -> None:
    content = bytes(cv2.imencode(".png", card)[1])
    np.testing.assert_array_equal(pixels(decode(content).whole), card)


def test_what_is_transparent_lies_on_white() -> None:
    clear = np.zeros((40, 60, 4), np.uint8)
    clear[10:20, 10:20] = (0, 0, 255, 255)
    shown = decode(bytes(cv2.imencode(".png", clear)[1])).whole
    assert shown.pixelColor(0, 0) == QColor(Qt.GlobalColor.white)
    assert shown.pixelColor(15, 15) == QColor(Qt.GlobalColor.red)


@pytest.mark.parametrize("kind", JPEGS)
def test_a_jpeg_cut_anywhere_and_ended_properly_is_refused_or_exact(
    card: NDArray[np.uint8], kind: str
) -> None:
    content = jpeg(card, *JPEGS[kind])
    whole = decode(content).whole
    data = content.index(b"\xff\xda") + 14
    refused = 0
    for cut in range(data, len(content) - 2, len(content) // 40):
        end = b"\x00\xff\xd9" if content[cut - 1] == 0xFF else b"\xff\xd9"
        shown = decoded_or_none(content[:cut] + end)
        refused += shown is None
        assert shown is None or shown.whole == whole
    assert refused >= 30


def test_without_the_second_look_a_cut_jpeg_is_shown(
    card: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what is refused above is what a decoder takes."""
    content = jpeg(card)
    cut = content[: len(content) // 2] + b"\x00\xff\xd9"
    assert decoded_or_none(cut) is None
    monkeypatch.setattr(document_pictures, "with_noise", lambda bare: bare)
    assert decoded_or_none(cut) is not None


@pytest.mark.parametrize("name", corpus(jpeg(np.zeros((48, 64, 3), np.uint8))))
def test_a_hostile_file_is_refused(card: NDArray[np.uint8], name: str) -> None:
    content, flaw = corpus(jpeg(card))[name]
    with pytest.raises(PictureRefused) as refused:
        decode(content)
    assert refused.value.flaw is flaw


def test_a_very_large_picture_is_kept_smaller() -> None:
    shown = decode(png(5000, 4000)).whole
    assert shown.width() * shown.height() <= 12_000_000
    assert shown.width() / shown.height() == pytest.approx(1.25, rel=0.001)


def test_a_small_picture_is_not_made_larger_for_the_checklist() -> None:
    decoded = decode(png(64, 48))
    assert (decoded.thumbnail.width(), decoded.thumbnail.height()) == (64, 48)


def test_pictures_are_told_of_when_they_come_and_when_they_go(card: NDArray[np.uint8]) -> None:
    pictures = DocumentPictures()
    told: list[str] = []
    pictures.arrived.connect(told.append)
    pictures.keep(ONE, decode(jpeg(card)))
    assert pictures.picture(ONE) is not None
    pictures.let_go(ONE)
    assert pictures.picture(ONE) is None
    assert pictures.thumbnail(ONE) is not None
    pictures.forget(ONE)
    pictures.forget(ONE)
    pictures.forget(OTHER)
    assert (pictures.thumbnail(ONE), len(pictures)) == (None, 0)
    assert told == [ONE, ONE, ONE]
