"""From a still to what is kept of it.

Responsible for: one call that judges a still, straightens the document, reads its codes and writes it as a
JPEG. Not for: whether it is kept (``core.shutter`` and the officer decide), nor where.
"""

from __future__ import annotations

from dataclasses import dataclass

from booth_client.capture.barcodes import Barcode, read_barcodes
from booth_client.capture.guide import judge
from booth_client.capture.image_files import encode
from booth_client.capture.straighten import straighten
from booth_client.core.capture import Corners, Finding, Format, Side
from hardware.devices import Frame


@dataclass(frozen=True)
class Taken:
    """``jpeg``: the document upright, without metadata; where no document was found, the whole picture.
    ``dpi`` 0: not known. ``coarse``: below what the format should have, so the officer is warned.
    """

    finding: Finding
    jpeg: bytes
    dpi: float
    coarse: bool
    barcodes: tuple[Barcode, ...]


def take(still: Frame, form: Format, side: Side = Side.ANY, frame_corners: Corners | None = None) -> Taken:
    """``frame_corners``: those of the frame that led to it, in case that the still's own are not found. Any
    thread, not the GUI's or the net's: up to a second. Raises ``PictureRefused`` where it cannot be
    written.
    """
    finding = judge(still.picture, still.captured_s, form, side)
    corners = finding.corners or frame_corners
    if corners is None:
        codes = read_barcodes(still.picture)
        return Taken(finding, encode(still.picture), 0.0, True, codes)
    upright = straighten(still.picture, corners, form)
    # What is reduced to the target may have lost a small code's bars: the still has them all.
    codes = read_barcodes(upright.picture) or read_barcodes(still.picture)
    return Taken(finding, encode(upright.picture), upright.dpi, upright.coarse, codes)
