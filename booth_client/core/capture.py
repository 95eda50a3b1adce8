"""The words of capture: formats, what may be wrong with a picture, what was found in one.

Responsible for: these, for the machine, the views and the pixels' side alike. Not for: pixels
(``booth_client.capture``), when a picture is taken (``shutter``), which documents are asked for
(``shots``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FILL_LEAST: Final = 0.60
"""Of the guide's area, by domain.md's capture quality."""
Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""x, y in shares of the picture's width and height: top left, top right, bottom right, bottom left of the
document as it will stand upright.
"""


class Flaw(StrEnum):
    """Why a picture is not good, in the order in which a person should mend it: what comes later cannot be
    judged, or changes, while an earlier one holds.
    """

    DARK = "dark"
    NOTHING = "nothing"
    CUT_OFF = "cut_off"
    TOO_FAR = "too_far"
    TURNED = "turned"
    MOVING = "moving"
    GLARE = "glare"
    BLURRED = "blurred"
    WRONG_SIDE = "wrong_side"


@dataclass(frozen=True)
class Format:
    """Size of a document as it stands upright, and the resolution it should have. A picture below
    ``warn_dpi`` is taken all the same, with a warning to the officer.
    """

    name: str
    width_mm: float
    height_mm: float
    target_dpi: float
    warn_dpi: float
    card_height: float
    """Of the guide, as a share of the picture's height when the document lies with its long side across."""

    @property
    def long_mm(self) -> float:
        return max(self.width_mm, self.height_mm)

    @property
    def ratio(self) -> float:
        """Long side to short side."""
        return self.long_mm / min(self.width_mm, self.height_mm)


CARD: Final = Format("card", 85.60, 53.98, 300.0, 200.0, 0.66)
"""ID-1 (ISO/IEC 7810)."""
PAGE: Final = Format("page", 210.0, 297.0, 200.0, 150.0, 0.88)
"""A4. Laid with its top to the left it has more pixels, laid upright it is easier; both are taken."""
PAGE_ACROSS: Final = Format("page_across", 297.0, 210.0, 200.0, 150.0, 0.88)
"""A4 whose text runs along its long side, such as the family card."""
BOOKLET: Final = Format("booklet", 125.0, 176.0, 300.0, 150.0, 0.80)
"""An open passport (ID-3 twice, ISO/IEC 7810); marriage and bank books are near to it."""
FORMATS: Final = {one.name: one for one in (CARD, PAGE, PAGE_ACROSS, BOOKLET)}


class Side(StrEnum):
    """Which side is asked for. ``ANY``: it cannot be told from the picture, or does not matter."""

    ANY = "any"
    PORTRAIT = "portrait"
    """The side with the holder's portrait at the right, as identity cards have it."""
    NO_PORTRAIT = "no_portrait"


@dataclass(frozen=True)
class Guide:
    """Where the document should lie: a frame in the middle of the picture, in shares of its width and
    height.
    """

    left: float
    top: float
    width: float
    height: float

    @staticmethod
    def of(form: Format, width_px: int, height_px: int, *, across: bool = True) -> Guide:
        """``across``: the document's long side lies along the picture's width."""
        ratio = form.ratio if across else 1 / form.ratio
        height = form.card_height * height_px
        width = height * ratio
        most = 0.94 * width_px
        if width > most:
            width, height = most, most / ratio
        shares = width / width_px, height / height_px
        return Guide((1 - shares[0]) / 2, (1 - shares[1]) / 2, *shares)


@dataclass(frozen=True)
class Finding:
    """What one frame shows. ``corners`` also of a picture that is not good, where they are known. ``dpi``:
    measured along the document at this picture's resolution, 0 without corners. ``sharpness``: 1 at the
    border of what is taken, more is better; to choose among good ones.
    """

    captured_s: float
    flaw: Flaw | None
    corners: Corners | None = None
    dpi: float = 0.0
    sharpness: float = 0.0

    @property
    def good(self) -> bool:
        return self.flaw is None
