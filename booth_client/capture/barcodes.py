"""Barcodes and QR codes in a picture, by two readers that miss different ones.

Responsible for: zxing-cpp and zbar on the picture and, while neither finds anything, on turned, enlarged
and clearer ones of it, within a time. Not for: what a code means or whether its address may be trusted
(``channel.rules``). A reading is a claim, not a truth: each reader now and then reads what is not there, so
kinds without a check digit are left out. This reads still pictures; a scanner on a cable is a device.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import zxingcpp

from hardware.devices import Picture
from hardware.opencv import cv2

_log = logging.getLogger(__name__)

BUDGET_S = 0.6
"""For the retries; the first look is never cut short."""
_ZXING = {
    zxingcpp.QRCode: "qr",
    zxingcpp.DataMatrix: "datamatrix",
    zxingcpp.Aztec: "aztec",
    zxingcpp.PDF417: "pdf417",
    zxingcpp.Code128: "code128",
    zxingcpp.EAN13: "ean13",
}
_FORMATS = zxingcpp.BarcodeFormats(tuple(_ZXING))
_ZBAR = {"QRCODE": "qr", "CODE128": "code128", "EAN13": "ean13"}


@dataclass(frozen=True, order=True)
class Barcode:
    """``kind`` in small letters, such as ``qr`` or ``code128``; ``text`` as it was written, not to be
    trusted.
    """

    kind: str
    text: str


Reader = Callable[[Picture], set[Barcode]]
"""Takes (h, w) or (h, w, 3) BGR."""


def read_barcodes(picture: Picture, budget_s: float = BUDGET_S) -> tuple[Barcode, ...]:
    """All that either reader finds, each once. Any thread; takes some 0.05 s for 2 Mpx, and up to about
    ``budget_s`` more where there is nothing to find.
    """
    return tuple(sorted(read_by(readers(), picture, budget_s)))


def read_by(
    chosen: tuple[Reader, ...],
    picture: Picture,
    budget_s: float,
    clock_s: Callable[[], float] = time.monotonic,
) -> set[Barcode]:
    until_s = clock_s() + budget_s
    found: set[Barcode] = set()
    for number, variant in enumerate(_variants(picture)):
        if number and clock_s() >= until_s:
            break
        for reader in chosen:
            found |= reader(variant)
        if found:
            break
    return found


def readers() -> tuple[Reader, ...]:
    """Those that this machine has: zbar's library is a package of the system."""
    return (by_zxing, by_zbar) if _zbar() is not None else (by_zxing,)


def by_zxing(picture: Picture) -> set[Barcode]:
    found = zxingcpp.read_barcodes(picture, formats=_FORMATS)
    return {Barcode(_ZXING[one.format], one.text) for one in found if one.text and one.format in _ZXING}


def by_zbar(picture: Picture) -> set[Barcode]:
    """Nothing where zbar is not installed."""
    pyzbar = _zbar()
    if pyzbar is None:
        return set()
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    kinds = [pyzbar.ZBarSymbol[name] for name in _ZBAR]
    found = pyzbar.decode(np.ascontiguousarray(grey), symbols=kinds)
    texts = [(_ZBAR[one.type], one.data.decode("utf-8", errors="replace")) for one in found]
    return {Barcode(kind, text) for kind, text in texts if text}


@lru_cache(maxsize=1)
def _zbar() -> Any:
    try:
        from pyzbar import pyzbar
    except ImportError:  # pyzbar loads the system's libzbar as it is imported
        _log.warning("zbar is not installed (libzbar0): barcodes are read by zxing-cpp alone")
        return None
    return pyzbar


def _variants(picture: Picture) -> Iterator[Picture]:
    """The picture, then what has helped most often, first what is cheap."""
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    yield grey
    clearer = np.asarray(cv2.createCLAHE(3.0, (8, 8)).apply(grey), dtype=np.uint8)
    yield clearer
    yield _sharper(grey)
    if max(grey.shape) < 3000:
        # Both readers miss codes whose squares are hardly larger than a pixel.
        by = 3 if max(grey.shape) < 1000 else 2
        larger = cv2.resize(grey, None, fx=by, fy=by, interpolation=cv2.INTER_CUBIC)
        yield _sharper(np.asarray(larger, dtype=np.uint8))
    for angle in (45, 22, -22, 67):
        yield _turned(grey, angle)
    yield np.asarray(cv2.medianBlur(clearer, 3), dtype=np.uint8)
    yield np.asarray(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _sharper(grey: Picture) -> Picture:
    soft = cv2.GaussianBlur(grey, (0, 0), 2.0)
    return np.asarray(cv2.addWeighted(grey, 2.2, soft, -1.2, 0), dtype=np.uint8)


def _turned(grey: Picture, angle: float) -> Picture:
    """Readers scan along lines: codes at 30° to 45° are missed by both."""
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    size = int(width * cos + height * sin), int(width * sin + height * cos)
    turn[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    return np.asarray(cv2.warpAffine(grey, turn, size, borderValue=(255,)), dtype=np.uint8)
