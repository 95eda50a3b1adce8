from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import zxingcpp

from booth_client.capture import barcodes
from booth_client.capture.barcodes import Barcode, by_zbar, by_zxing, read_barcodes, read_by
from hardware.devices import Picture
from hardware.opencv import cv2
from hardware.simulated.documents import Document, draw


def code(text: str, kind: zxingcpp.BarcodeFormat, scale: int = 4) -> Picture:
    bars = np.asarray(zxingcpp.create_barcode(text, kind).to_image(scale=scale), dtype=np.uint8)
    return np.asarray(np.pad(bars, 60, constant_values=255), dtype=np.uint8)


def turned(picture: Picture, angle: float) -> Picture:
    side = round(float(np.hypot(*picture.shape)))
    top, left = (side - picture.shape[0]) // 2, (side - picture.shape[1]) // 2
    field = np.full((side, side), 255, np.uint8)
    field[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), angle, 1)
    return np.asarray(cv2.warpAffine(field, turn, (side, side), borderValue=(255,)), dtype=np.uint8)


def test_the_codes_of_the_documents_are_read() -> None:
    kk, kpj = draw(Document.KK, 4), draw(Document.KPJ, 4)
    assert read_barcodes(kk.picture) == (Barcode("qr", kk.payloads[0]),)
    assert read_barcodes(kpj.picture) == (Barcode("code128", kpj.payloads[0]),)


def test_a_document_without_codes_has_none() -> None:
    assert read_barcodes(draw(Document.KTP, 4).picture, 0.2) == ()


def test_several_codes_are_read_each_once() -> None:
    both = np.hstack(
        [
            np.asarray(cv2.resize(code(text, zxingcpp.QRCode), (400, 400)), np.uint8)
            for text in ("https://kk.example/1", "https://kk.example/2")
        ]
    )
    assert {one.text for one in read_barcodes(both)} == {"https://kk.example/1", "https://kk.example/2"}


@pytest.mark.parametrize("angle", [20, 30, 40, 45, 60])
def test_a_barcode_at_an_angle_that_neither_reader_takes_is_turned(angle: float) -> None:
    picture = turned(code("90012345678", zxingcpp.Code128, 2), angle)
    assert read_barcodes(picture, 5.0) == (Barcode("code128", "90012345678"),)


def test_a_faint_code_is_read() -> None:
    picture = (code("https://kk.example/1", zxingcpp.QRCode) // 24 + 110).astype(np.uint8)
    assert [one.text for one in read_barcodes(picture, 5.0)] == ["https://kk.example/1"]


def test_a_code_whose_squares_are_hardly_larger_than_a_pixel_is_read() -> None:
    """A page in a frame of 720p."""
    kk = draw(Document.KK, 4)
    size = 760, round(760 * kk.picture.shape[0] / kk.picture.shape[1])
    small = cv2.GaussianBlur(cv2.resize(kk.picture, size, interpolation=cv2.INTER_AREA), (0, 0), 0.8)
    assert read_barcodes(np.asarray(small, np.uint8), 5.0) == (Barcode("qr", kk.payloads[0]),)


def test_both_find_what_one_of_them_finds() -> None:
    pictures = [
        cv2.GaussianBlur(code("https://kk.example/123456", zxingcpp.QRCode, scale), (0, 0), sigma)
        for scale, sigma in ((2, 0.5), (3, 2.0), (4, 3.0), (4, 4.5))
    ]
    for blurred in pictures:
        picture = np.asarray(blurred, dtype=np.uint8)
        alone = by_zxing(picture) | by_zbar(picture)
        assert alone <= set(read_barcodes(picture))


def test_pdf417_comes_from_the_reader_that_has_it() -> None:
    assert read_barcodes(code("SPECIMEN 417", zxingcpp.PDF417)) == (Barcode("pdf417", "SPECIMEN 417"),)


def test_kinds_without_a_check_digit_are_left_out() -> None:
    assert read_barcodes(code("1234567890", zxingcpp.ITF), 0.1) == ()


def test_a_picture_without_codes_costs_no_more_than_its_time() -> None:
    times: Iterator[float] = iter([0.0, 0.1, 0.2, 0.6])
    looks = 0

    def reader(picture: Picture) -> set[Barcode]:
        nonlocal looks
        looks += 1
        return set()

    assert read_by((reader,), np.full((100, 100), 255, np.uint8), 0.5, lambda: next(times)) == set()
    assert looks == 3


def test_without_zbar_the_other_reads_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(barcodes, "_zbar", lambda: None)
    kpj = draw(Document.KPJ, 4)
    assert read_barcodes(kpj.picture) == (Barcode("code128", kpj.payloads[0]),)
    assert by_zbar(kpj.picture) == set()
