"""QR codes to be drawn: a text as dark and light modules.

Responsible for: that one encoding, by zxing-cpp, which also reads them. Not for: drawing. Pure, and needs no
numpy; a receipt printer makes its QR codes itself.
"""

from __future__ import annotations

from typing import Any

import zxingcpp

Modules = tuple[tuple[bool, ...], ...]
"""Rows from the top; True is dark. The quiet zone of four light modules that ISO/IEC 18004 wants is part of
it."""


def qr_modules(text: str) -> Modules:
    """``text`` as a square of modules that is read with 15 % of it damaged (level M)."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = code.to_image(scale=1)  # a buffer, which its types do not tell
    rows: Any = memoryview(image).tolist()
    return tuple(tuple(light < 128 for light in row) for row in rows)
