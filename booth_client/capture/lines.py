"""The straight edges of a picture.

Responsible for: which long edges there are, by a Hough transform in which an edge votes only for lines that
run its own way, so that print and wood grain do not add up to lines. Not for: which of them bound a
document (``outline``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hardware.opencv import cv2

Floats = NDArray[np.float64]

_BINS = 120
"""Directions: 1.5° each."""
_SPREAD = 2
"""An edge votes for so many directions to each side of its own."""
_LINES_MOST = 8
_BOUNDS_MOST = 3
_RIM = 0.06
_OTHER = 3.0
_SPREAD_LEAST = np.array([9.0, 2.5, 2.5])
_NEAR_PX = 3.0
_NEAR_BINS = 6
_VOTES_LEAST = 12.0
_VOTES_SHARE = 0.06
_WEIGHT_LEAST = 0.25
_AFAR_PX = 5
_STEP_PX = 4
_STEP_PLENTY = 14.0


@dataclass(frozen=True)
class Edges:
    """``down``, ``across``: whether there is an edge near each pixel that runs mostly down or mostly across
    the picture, (h, w) bool.
    """

    down: NDArray[np.bool_]
    across: NDArray[np.bool_]
    desk: NDArray[np.bool_]
    """(h, w): what has the colours of the picture's rim."""


@dataclass(frozen=True)
class Lines:
    """(n, 3) each: a x + b y = c with a² + b² = 1, the strongest first."""

    down: Floats
    across: Floats


def find_lines(picture: NDArray[np.uint8], least: float = 1.0) -> tuple[Edges, Lines]:
    """``picture``: (h, w, 3) BGR of some 300 px across, smoothed. ``least``: smaller finds fainter ones."""
    height, width = picture.shape[:2]
    gx = cv2.Sobel(picture, cv2.CV_16S, 1, 0)
    gy = cv2.Sobel(picture, cv2.CV_16S, 0, 1)
    # What counts as an edge follows the picture: on a dark one or a pale desk the document's own edge is
    # faint.
    sample = np.abs(gx[::3, ::3]) + np.abs(gy[::3, ::3])
    middle = float(np.percentile(np.maximum(np.maximum(sample[..., 0], sample[..., 1]), sample[..., 2]), 75))
    high = least * min(max(2.2 * middle, 16.0), 90.0)
    found = cv2.Canny(gx, gy, 0.45 * high, high)
    y, x = np.nonzero(found)
    at_x, at_y = gx[y, x], gy[y, x]
    # In each place of the colour in which the edge is strongest, as Canny has it.
    loudness = np.abs(at_x) + np.abs(at_y)
    green, red = (loudness[:, 1] > loudness[:, 0]), loudness[:, 2] > loudness[:, :2].max(axis=1, initial=0)
    dx = np.where(red, at_x[:, 2], np.where(green, at_x[:, 1], at_x[:, 0])).astype(np.float64)
    dy = np.where(red, at_y[:, 2], np.where(green, at_y[:, 1], at_y[:, 0])).astype(np.float64)
    steep = np.abs(dx) > np.abs(dy)
    marks = np.zeros((2, height, width), np.uint8)
    marks[np.where(steep, 0, 1), y, x] = 1
    weight = _steps(picture)[y, x]
    surely = weight > _WEIGHT_LEAST
    x, y, dx, dy, weight = x[surely], y[surely], dx[surely], dy[surely], weight[surely]
    steep = steep[surely]
    middle_px = np.array([width / 2, height / 2])
    found_lines = [
        _strongest(
            x[part] - middle_px[0],
            y[part] - middle_px[1],
            dx[part],
            dy[part],
            weight[part],
            middle_px,
            _LINES_MOST,
            across=level,
        )
        for part, level in ((steep, False), (~steep, True))
    ]
    bounds, desk = _bounds(picture, middle_px, marks, least)
    down, across = (np.vstack(two) for two in zip(found_lines, bounds, strict=True))
    near_down, near_across = (cv2.dilate(one, np.ones((3, 3), np.uint8)).astype(np.bool_) for one in marks)
    return Edges(near_down, near_across, desk), Lines(down, across)


def _bounds(
    picture: NDArray[np.uint8], middle_px: Floats, marks: NDArray[np.uint8], least: float
) -> tuple[tuple[Floats, Floats], NDArray[np.bool_]]:
    """The lines down and across that bound what has another colour than the desk, which is what the
    picture's rim shows; and the desk. They find what grain hides, and miss what has the desk's own colour:
    the other lines' opposite. Adds their edges to ``marks``.
    """
    lab = cv2.blur(cv2.cvtColor(picture, cv2.COLOR_BGR2Lab), (_AFAR_PX, _AFAR_PX))
    height, width = lab.shape[:2]
    deep = max(2, round(_RIM * height))
    rim = np.concatenate([
        lab[:deep:2, ::3].reshape(-1, 3), lab[-deep::2, ::3].reshape(-1, 3),
        lab[::3, :deep:2].reshape(-1, 3), lab[::3, -deep::2].reshape(-1, 3),
    ])  # fmt: skip
    middle = np.median(rim, axis=0)
    spread = least * np.maximum(1.5 * np.median(np.abs(rim - middle), axis=0), _SPREAD_LEAST)
    # In sixteenths of the spread, by tables: a pixel has 256 values.
    away = np.abs(np.arange(256)[:, np.newaxis] - middle) / spread * 16
    apart = cv2.LUT(lab, np.minimum(away, 128).astype(np.uint8)[np.newaxis])
    other = cv2.blur(cv2.max(cv2.max(apart[..., 0], apart[..., 1]), apart[..., 2]), (3, 3))
    mask = (other > 16 * _OTHER).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    points = max(contours, key=cv2.contourArea, default=None)
    if points is None:
        return (np.empty((0, 3)), np.empty((0, 3))), mask == 0
    x, y = points[:, 0, 0], points[:, 0, 1]
    inside = (x > 2) & (y > 2) & (x < width - 3) & (y < height - 3)
    x, y = x[inside], y[inside]
    gx = cv2.Sobel(other, cv2.CV_16S, 1, 0)[y, x].astype(np.float64)
    gy = cv2.Sobel(other, cv2.CV_16S, 0, 1)[y, x].astype(np.float64)
    steep = np.abs(gx) > np.abs(gy)
    marks[np.where(steep, 0, 1), y, x] = 1
    ones = np.ones(len(x), np.float32)
    down, across = (
        _strongest(
            x[part] - middle_px[0],
            y[part] - middle_px[1],
            gx[part],
            gy[part],
            ones[part],
            middle_px,
            _BOUNDS_MOST,
            across=level,
        )
        for part, level in ((steep, False), (~steep, True))
    )
    return (down, across), mask == 0


def _steps(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(h, w) 0 … 1: how surely two surfaces meet here. Print and grain look alike on both sides from afar."""
    afar = cv2.blur(cv2.blur(picture, (_AFAR_PX, _AFAR_PX)), (_AFAR_PX, _AFAR_PX))
    reach = _STEP_PX
    apart = np.zeros_like(afar)
    apart[reach:-reach] = cv2.absdiff(afar[2 * reach :], afar[: -2 * reach])
    aside = apart[:, reach:-reach]
    cv2.max(aside, cv2.absdiff(afar[:, 2 * reach :], afar[:, : -2 * reach]), dst=aside)
    steps = cv2.max(cv2.max(apart[..., 0], apart[..., 1]), apart[..., 2])
    # Steps are smaller in the dark.
    bright = float(np.percentile(afar[::4, ::4].max(axis=2), 95))
    plenty = _STEP_PLENTY * min(max(bright / 200, 0.15), 1.0)
    return np.asarray(np.minimum(steps / plenty, 1.0), np.float32)


def _strongest(
    x: Floats,
    y: Floats,
    dx: Floats,
    dy: Floats,
    weight: NDArray[np.float32],
    middle_px: Floats,
    most: int,
    *,
    across: bool,
) -> Floats:
    """Line after line: the one that has most votes, whose edges then vote no more. Coordinates from the
    middle.
    """
    reach = int(np.ceil(np.linalg.norm(middle_px))) + 2
    length = 2 * reach + 1
    # Half of all directions, and the spread: those that run across begin at an eighth of a turn, those that
    # run down half a turn earlier.
    base = (_BINS // 4 if across else -_BINS // 4) - _SPREAD
    kinds = _BINS // 2 + 2 * _SPREAD + 1
    own = (np.rint(np.arctan2(dy, dx) / np.pi * _BINS).astype(np.int64) - base - _SPREAD) % _BINS + _SPREAD
    kind = np.clip(own[:, np.newaxis] + np.arange(-_SPREAD, _SPREAD + 1), 0, kinds - 1)
    angles = (np.arange(kinds) + base) * np.pi / _BINS
    cos, sin = np.cos(angles), np.sin(angles)
    distance = x[:, np.newaxis] * cos[kind] + y[:, np.newaxis] * sin[kind]
    ballot = kind * length + np.rint(distance).astype(np.int64) + reach
    each = np.broadcast_to(weight[:, np.newaxis], ballot.shape)
    votes = np.bincount(ballot.ravel(), each.ravel(), minlength=kinds * length)
    left = np.ones(len(x), np.bool_)
    found: list[tuple[float, float, float]] = []
    first = 0.0
    while len(found) < most:
        # Two neighbouring distances together: a line may fall between.
        pairs = votes[:-1] + votes[1:]
        at = int(pairs.argmax())
        first = first or float(pairs[at])
        if pairs[at] <= max(_VOTES_LEAST, _VOTES_SHARE * first):
            break
        bin_, place = divmod(at, length)
        c = place - reach + 0.5
        a, b = cos[bin_], sin[bin_]
        found.append((a, b, c + middle_px[0] * a + middle_px[1] * b))
        near = left & (np.abs(x * a + y * b - c) < _NEAR_PX) & (np.abs(own - bin_) <= _NEAR_BINS)
        left &= ~near
        np.subtract.at(votes, ballot[near].ravel(), each[near].ravel())
    return np.array(found, np.float64).reshape(-1, 3)
