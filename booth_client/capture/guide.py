"""What a frame shows of the document that is asked for.

Responsible for: one ``Finding`` for each frame: corners, resolution, and the one thing that a person should
mend first. Not for: when a picture is taken (``core.shutter``). Costs some 10 ms of a core for a frame of
720p; the same judge looks at the still in full resolution. Any thread, one at a time.
"""

from __future__ import annotations

import numpy as np

from booth_client.capture import quality
from booth_client.capture.lines import Floats
from booth_client.capture.outline import Outline, find_outline
from booth_client.core.capture import (
    CARD,
    FILL_LEAST,
    Corners,
    Finding,
    Flaw,
    Format,
    Guide,
    Side,
)
from hardware.devices import Frame, Picture

TURNED_FROM_DEG = 30.0
"""Less is straightened without loss. domain.md's 10° is for pictures that are kept as they are."""
MOVING_FROM = 0.012
"""Of the picture's width, by which a corner has moved since a frame before."""
MOVING_WITHIN_S = 0.3
"""An older frame says nothing about moving."""


class GuideEye:
    """Looks at the frames of one camera for one document. Remembers the frame before, to see whether it
    moves.
    """

    def __init__(self, form: Format, side: Side = Side.ANY) -> None:
        self._form = form
        self._side = side
        self._before: Finding | None = None

    def look(self, frame: Frame) -> Finding:
        """The finding of the next frame."""
        found = judge(frame.picture, frame.captured_s, self._form, self._side, self._before)
        self._before = found
        return found


def judge(
    picture: Picture,
    captured_s: float,
    form: Format,
    side: Side = Side.ANY,
    before: Finding | None = None,
) -> Finding:
    """``picture``: (h, w, 3) BGR of any size; ``before``: the finding of the frame before, where there is
    one.
    """
    outline = find_outline(picture, form)
    if outline is None:
        return Finding(captured_s, Flaw.DARK if quality.emptiness_is_dark(picture) else Flaw.NOTHING)
    corners = upright(outline.corners, form)
    patch = quality.patch_of(picture, corners, form)
    # Looked for here only where the answer may turn the card round.
    portraits = quality.portraits_in(patch) if form is CARD and side is Side.PORTRAIT else None
    if portraits is not None and portraits.upside_down:
        corners = np.roll(corners, 2, axis=0)
        patch, portraits = patch.turned(), portraits.turned()
    height, width = picture.shape[:2]
    shares = _shares(corners, width, height)
    dpi = _dpi(corners, form)
    width_px = float("inf")
    flaw = _place_flaw(picture, outline, corners, patch, form)
    if flaw is None and before is not None and _moving(shares, captured_s, before):
        flaw = Flaw.MOVING
    if flaw is None:
        width_px = quality.edge_width_px(picture, corners)
        if quality.glare_share(patch) > quality.GLARE_MOST:
            flaw = Flaw.GLARE
        elif width_px > quality.BLURRED_FROM_PX:
            flaw = Flaw.BLURRED
        elif side is not Side.ANY and quality.wrong_side(portraits or quality.portraits_in(patch), side):
            flaw = Flaw.WRONG_SIDE
    return Finding(captured_s, flaw, shares, dpi, quality.BLURRED_FROM_PX / max(width_px, 1e-3))


def _place_flaw(
    picture: Picture, outline: Outline, corners: Floats, patch: quality.Patch, form: Format
) -> Flaw | None:
    height, width = picture.shape[:2]
    if quality.brightness(patch) < quality.DARK_BELOW:
        return Flaw.DARK
    if outline.cut or (corners < 0).any() or (corners > [width - 1, height - 1]).any():
        return Flaw.CUT_OFF
    if _fill(outline.corners, form, width, height) < FILL_LEAST:
        return Flaw.TOO_FAR
    if _turned_deg(outline.corners, form) > TURNED_FROM_DEG:
        return Flaw.TURNED
    return None


def upright(corners: Floats, form: Format) -> Floats:
    """``corners`` as seen, clockwise from the top left, in the order of the document as it stands upright:
    a page that lies across has its top to the left, where the guide shows it.
    """
    lies_across = _across(corners)
    stands_across = form.width_mm > form.height_mm
    if lies_across == stands_across:
        return corners
    # A page's top left corner is then the lower left one of the picture; what lies across stands on its
    # right side.
    return np.asarray(np.roll(corners, -1 if stands_across else 1, axis=0))


def _sides(corners: Floats) -> tuple[float, float]:
    """The longer of each two opposite sides, across and down."""
    length = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return float(max(length[0], length[2])), float(max(length[1], length[3]))


def _across(corners: Floats) -> bool:
    across, down = _sides(corners)
    return across >= down


def _fill(corners: Floats, form: Format, width: int, height: int) -> float:
    guide = Guide.of(form, width, height, across=_across(corners))
    across, down = _sides(corners)
    return across / (guide.width * width) * (down / (guide.height * height))


def _turned_deg(corners: Floats, form: Format) -> float:
    """Off the nearest way in which the document may lie."""
    top, bottom = corners[1] - corners[0], corners[2] - corners[3]
    along = top / np.linalg.norm(top) + bottom / np.linalg.norm(bottom)
    angle = abs(float(np.degrees(np.arctan2(along[1], along[0]))))
    if form is CARD and not _across(corners):
        return 90 - angle
    return angle


def _dpi(corners: Floats, form: Format) -> float:
    """The mean along width and height."""
    across, down = _sides(corners)
    return 25.4 * (across / form.width_mm + down / form.height_mm) / 2


def _moving(shares: Corners, captured_s: float, before: Finding) -> bool:
    if before.corners is None or not 0 < captured_s - before.captured_s <= MOVING_WITHIN_S:
        return False
    moved = np.abs(np.array(shares) - np.array(before.corners)).max()
    return bool(moved > MOVING_FROM)


def _shares(corners: Floats, width: int, height: int) -> Corners:
    points = [(float(x) / width, float(y) / height) for x, y in corners]
    return points[0], points[1], points[2], points[3]
