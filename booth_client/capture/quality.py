"""Whether a document whose outline is known can be read in a picture.

Responsible for: light, glare, sharpness, which side it is. Not for: where it lies (``outline``, ``guide``).
All of it is measured on the document alone: the desk may be black or shine. Limits are ours (``domain.md``
proposes glare at most 8 %); between them and what is clearly bad lies what nobody could decide.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from booth_client.capture.lines import Floats, largest, percentile
from booth_client.core.capture import Format, Side
from hardware.devices import Picture
from hardware.opencv import cv2

PATCH_PX = 336
"""Long side of the straightened small picture on which light is judged."""
DARK_BELOW = 92.0
"""The brightest twentieth of the document, of 255."""
EMPTY_DARK_BELOW = 18.0
"""The brightest twentieth of a picture in which nothing is found: even a black desk is lighter in a lit
room.
"""
GLARE_MOST = 0.08
BLURRED_FROM_PX = 4.0
"""Width of an edge, of a picture of 1280 px across."""
JUDGED_WIDTH_PX = 1280


@dataclass(frozen=True)
class Patch:
    """``picture``: (h, w, 3) BGR the document straightened, small. ``seen``: (h, w) what of it is in the
    picture.
    """

    picture: Picture
    seen: NDArray[np.bool_]

    def turned(self) -> Patch:
        """Of the document the other way up: as ``patch_of`` gives it from the turned corners, without
        straightening it anew."""
        return Patch(np.ascontiguousarray(self.picture[::-1, ::-1]), self.seen[::-1, ::-1])


def patch_of(picture: Picture, corners: Floats, form: Format) -> Patch:
    """``corners`` as the document stands upright."""
    scale = PATCH_PX / form.long_mm
    width, height = round(form.width_mm * scale), round(form.height_mm * scale)
    place = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float32)
    back = cv2.getPerspectiveTransform(place, corners.astype(np.float32))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    patch = cv2.warpPerspective(picture, back, (width, height), flags=flags)
    if (corners > 0).all() and (corners < [picture.shape[1] - 1, picture.shape[0] - 1]).all():
        return Patch(np.asarray(patch, dtype=np.uint8), np.ones((height, width), np.bool_))
    # Within each of the picture's four borders.
    at_x, at_y, depth = back
    x, y = np.arange(width), np.arange(height)[:, np.newaxis]
    seen = np.ones((height, width), np.bool_)
    for a, b, c in (at_x, at_y, picture.shape[1] * depth - at_x, picture.shape[0] * depth - at_y):
        seen &= a * x + c >= -b * y
    return Patch(np.asarray(patch, dtype=np.uint8), seen)


def brightness(patch: Patch) -> float:
    """Of the brightest twentieth of the document, 0 … 255."""
    grey = np.asarray(cv2.cvtColor(patch.picture, cv2.COLOR_BGR2GRAY), np.uint8)
    shown = (grey.ravel() if patch.seen.all() else grey[patch.seen])[::3]
    return percentile(shown, 95) if shown.size else 0.0


def emptiness_is_dark(picture: Picture) -> bool:
    return percentile(largest(picture[::4, ::4]), 95) < EMPTY_DARK_BELOW


# ---------------------------------------------------------------- glare

_BURNT = 246
_PAPER_WHITE = 238
_SPOT_LEAST = 0.003


def glare_share(patch: Patch) -> float:
    """How much of the document is hidden by reflections.

    A reflection is burnt out and fades at its edge. White print is as bright with a sharp edge; overexposed
    paper fades so slowly that all around it is nearly as bright. Where most of a document is white beyond
    measure nothing can be told apart, and nothing is said.
    """
    least = cv2.min(cv2.min(patch.picture[..., 0], patch.picture[..., 1]), patch.picture[..., 2])
    white = least >= _BURNT
    if not white.any() or np.count_nonzero(least >= _PAPER_WHITE) * 2 > least.size:
        return 0.0
    burnt = cv2.morphologyEx(white.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    # What is printed below may shine through: the spot is one all the same.
    burnt = cv2.morphologyEx(burnt, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    if cv2.countNonZero(burnt) < _SPOT_LEAST * least.size:
        return 0.0
    # With labels of 16 bits OpenCV takes a third of the time.
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt, ltype=cv2.CV_16U)
    total = 0
    for label in range(1, count):
        left, top, width, height, area = stats[label]
        if area < _SPOT_LEAST * least.size:
            continue
        around = np.s_[
            max(0, top - _FAR_PX) : top + height + _FAR_PX, max(0, left - _FAR_PX) : left + width + _FAR_PX
        ]
        if _fades(np.asarray(labels[around] == label), np.asarray(least[around], np.uint8)):
            total += int(area)
    return total / least.size


_NEAR_PX, _FAR_PX = 3, 12


def _fades(spot: NDArray[np.bool_], least: NDArray[np.uint8]) -> bool:
    def grown(px: int) -> NDArray[np.uint8]:
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * px + 1, 2 * px + 1))
        return np.asarray(cv2.dilate(spot.astype(np.uint8), disc), np.uint8)

    near = (grown(_NEAR_PX) > grown(1)) & ~spot
    far = (grown(_FAR_PX) > grown(_FAR_PX - 4)) & ~spot
    if not near.any() or not far.any():
        return False
    falls_near, falls_far = 255 - float(np.median(least[near])), 255 - float(np.median(least[far]))
    return falls_far > 20 and falls_near < 0.72 * falls_far


# ---------------------------------------------------------------- sharpness

_PART = 0.76
_STRONGEST = 160
_EDGES_LEAST = 40
_PROFILE_PX = 8


def edge_width_px(picture: Picture, corners: Floats) -> float:
    """How many pixels (of a picture of ``JUDGED_WIDTH_PX``) the document's edges take from dark to light,
    by the worse of the two directions: a hand that shakes blurs one. Independent of exposure, unlike the
    variance of the Laplacian, and hardly touched by noise, since it looks at the strongest edges. Infinite
    where there is nothing to see.
    """
    scale = JUDGED_WIDTH_PX / picture.shape[1]
    # The middle shows enough, and half of the pixels cost half of the time.
    middle = corners.mean(axis=0)
    part = middle + (corners - middle) * _PART
    low = np.maximum(np.floor(part.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(part.max(axis=0)).astype(int) + 1, [picture.shape[1], picture.shape[0]])
    if (high - low < 16).any():
        return float("inf")
    grey = cv2.cvtColor(picture[low[1] : high[1], low[0] : high[0]], cv2.COLOR_BGR2GRAY)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    scale = min(scale, 1.0)
    smooth = np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.0), np.uint8)
    inside = np.zeros(smooth.shape, np.uint8)
    cv2.fillConvexPoly(inside, np.rint((part - low) * scale).astype(np.int32), 1)
    gx = np.asarray(cv2.Sobel(smooth, cv2.CV_16S, 1, 0), np.int16)
    gy = np.asarray(cv2.Sobel(smooth, cv2.CV_16S, 0, 1), np.int16)
    widths = [_width(smooth, inside, gx, gy, 0), _width(smooth, inside, gy, gx, 1)]
    known = [width for width in widths if width is not None]
    return max(known) if known else float("inf")


def _width(
    smooth: NDArray[np.uint8],
    inside: NDArray[np.uint8],
    own: NDArray[np.int16],
    other: NDArray[np.int16],
    axis: int,
) -> float | None:
    """Of the edges across ``axis`` (0: x): the median of the strongest."""
    # Every second line will do.
    step = (2, 1) if axis == 0 else (1, 2)
    size = np.abs(own[:: step[0], :: step[1]])
    most = int(size.max(initial=0))
    y = x = np.empty(0, np.intp)
    for share in (0.6, 0.4, 0.25, 0.15):
        y, x = np.divmod(np.flatnonzero(size > int(share * most)), size.shape[1])
        y, x = y * step[0], x * step[1]
        height, width = smooth.shape
        edge = _PROFILE_PX + 1
        fits = (y >= edge) & (x >= edge) & (y < height - edge) & (x < width - edge)
        y, x = y[fits], x[fits]
        fits = (inside[y, x] > 0) & (np.abs(other[y, x]) * 2 < np.abs(own[y, x]))
        y, x = y[fits], x[fits]
        if len(y) >= _STRONGEST:
            break
    if len(y) < _EDGES_LEAST:
        return None
    picked = np.linspace(0, len(y) - 1, min(_STRONGEST, len(y))).astype(np.intp)
    y, x = y[picked], x[picked]
    offsets = np.arange(-_PROFILE_PX, _PROFILE_PX + 1)
    if axis == 0:
        profiles = smooth[y[:, np.newaxis], x[:, np.newaxis] + offsets].astype(np.float32)
    else:
        profiles = smooth[y[:, np.newaxis] + offsets, x[:, np.newaxis]].astype(np.float32)
    slopes = np.abs(np.diff(profiles, axis=1))[:, _PROFILE_PX - 1 : _PROFILE_PX + 1].max(axis=1)
    # From the edge outward, as long as it goes on in the same direction.
    signs = np.sign(profiles[:, _PROFILE_PX + 1] - profiles[:, _PROFILE_PX - 1])[:, np.newaxis]
    rising = profiles * signs
    top = np.maximum.accumulate(rising[:, _PROFILE_PX:], axis=1)[:, -1]
    bottom = np.minimum.accumulate(rising[:, _PROFILE_PX::-1], axis=1)[:, -1]
    span = top - bottom
    good = (slopes > 1) & (span > 12)
    if good.sum() < _EDGES_LEAST:
        return None
    return float(np.median(span[good] / slopes[good]))


# ---------------------------------------------------------------- which side

_PORTRAIT_BOX = (0.70, 0.22, 0.97, 0.76)
"""Of an Indonesian identity card: left, top, right, bottom."""


@dataclass(frozen=True)
class Portraits:
    """Whether there is a photo of a person where an identity card has it, as the document is held, and as
    it would be the other way up.
    """

    upright: bool
    upside_down: bool

    def turned(self) -> Portraits:
        """Of the document turned round."""
        return Portraits(self.upside_down, self.upright)


def portraits_in(patch: Patch) -> Portraits:
    """Some skin in a large part that is unlike the rest of the card."""
    colours = np.asarray(cv2.cvtColor(patch.picture, cv2.COLOR_BGR2YCrCb), np.uint8)
    usual = [percentile(colours[::2, ::2, plane], 50) for plane in range(3)]
    height, width = colours.shape[:2]

    def seen(left: float, top: float, right: float, bottom: float) -> bool:
        box = colours[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
        luma, red, blue = cv2.split(box.astype(np.int16))
        skin = (red > 137) & (red < 182) & (blue > 76) & (blue < 128) & (luma > 30)
        unlike = (np.abs(red - usual[1]) + np.abs(blue - usual[2]) > 16) | (luma < 0.4 * usual[0])
        return bool(skin.mean() > 0.03 and unlike.mean() > 0.34)

    left, top, right, bottom = _PORTRAIT_BOX
    return Portraits(seen(left, top, right, bottom), seen(1 - right, 1 - bottom, 1 - left, 1 - top))


def wrong_side(portraits: Portraits, side: Side) -> bool:
    """Only where it is plain: what cannot be told passes."""
    match side:
        case Side.ANY:
            return False
        case Side.PORTRAIT:
            return not (portraits.upright or portraits.upside_down)
        case Side.NO_PORTRAIT:
            return portraits.upright
