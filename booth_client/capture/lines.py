"""The straight edges of a picture.

Responsible for: which long edges there are, by a Hough transform in which an edge votes only for lines that
run its own way, so that print and wood grain do not add up to lines. Not for: which of them bound a
document (``outline``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

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


class Relief:
    """What a picture has of edges and colours, worked out once however often lines are looked for in it.

    ``picture``: (h, w, 3) BGR of some 300 px across, smoothed.
    """

    def __init__(self, picture: NDArray[np.uint8]) -> None:
        self.picture = picture
        self.gx = np.asarray(cv2.Sobel(picture, cv2.CV_16S, 1, 0), np.int16)
        self.gy = np.asarray(cv2.Sobel(picture, cv2.CV_16S, 0, 1), np.int16)
        # What counts as an edge follows the picture: on a dark one or a pale desk the document's own edge
        # is faint.
        sample = np.abs(self.gx[::3, ::3]) + np.abs(self.gy[::3, ::3])
        middle = percentile(largest(sample), 75)
        self.high = min(max(2.2 * middle, 16.0), 90.0)
        self.steps = _steps(picture)
        self.lab = cv2.blur(cv2.cvtColor(picture, cv2.COLOR_BGR2Lab), (_AFAR_PX, _AFAR_PX))
        deep = max(2, round(_RIM * picture.shape[0]))
        rim = np.concatenate([
            self.lab[:deep:2, ::3].reshape(-1, 3), self.lab[-deep::2, ::3].reshape(-1, 3),
            self.lab[::3, :deep:2].reshape(-1, 3), self.lab[::3, -deep::2].reshape(-1, 3),
        ])  # fmt: skip
        planes = np.ascontiguousarray(rim.T)
        self.desk = np.median(planes, axis=1)
        apart = np.abs(planes - self.desk[:, np.newaxis])
        self.spread = np.maximum(1.5 * np.median(apart, axis=1), _SPREAD_LEAST)


def find_lines(relief: Relief, least: float = 1.0) -> tuple[Edges, Lines]:
    """``least``: smaller finds fainter ones."""
    height, width = relief.picture.shape[:2]
    high = least * relief.high
    found = cv2.Canny(relief.gx, relief.gy, 0.45 * high, high)
    places = np.flatnonzero(found > 0)  # much quicker of truths than of numbers
    at_x, at_y = (slopes.reshape(-1, 3).take(places, axis=0) for slopes in (relief.gx, relief.gy))
    # In each place of the colour in which the edge is strongest, as Canny has it.
    loudness = np.abs(at_x) + np.abs(at_y)
    blue, green, red = loudness.T
    colour = np.where(red > np.maximum(blue, green), 2, green > blue)
    flat = np.arange(0, 3 * len(places), 3) + colour
    dx, dy = at_x.ravel().take(flat), at_y.ravel().take(flat)
    steep = np.abs(dx) > np.abs(dy)
    marks = np.zeros((2, height, width), np.uint8)
    marks[0].reshape(-1)[places[steep]] = 1
    marks[1].reshape(-1)[places[~steep]] = 1
    weight = relief.steps.ravel().take(places)
    surely = weight > _WEIGHT_LEAST
    middle_px = np.array([width / 2, height / 2])
    found_lines = []
    for level in (False, True):
        part = np.flatnonzero(surely & (steep ^ level))
        y, x = np.divmod(places[part], width)
        x, y = x - middle_px[0], y - middle_px[1]
        found_lines.append(
            _strongest(x, y, dx[part], dy[part], weight[part], middle_px, _LINES_MOST, across=level)
        )
    bounds, desk = _bounds(relief, middle_px, marks, least)
    down, across = (np.vstack(two) for two in zip(found_lines, bounds, strict=True))
    near_down, near_across = (cv2.dilate(one, np.ones((3, 3), np.uint8)).astype(np.bool_) for one in marks)
    return Edges(near_down, near_across, desk), Lines(down, across)


def _bounds(
    relief: Relief, middle_px: Floats, marks: NDArray[np.uint8], least: float
) -> tuple[tuple[Floats, Floats], NDArray[np.bool_]]:
    """The lines down and across that bound what has another colour than the desk, which is what the
    picture's rim shows; and the desk. They find what grain hides, and miss what has the desk's own colour:
    the other lines' opposite. Adds their edges to ``marks``.
    """
    height, width = relief.lab.shape[:2]
    # In sixteenths of the spread, by tables: a pixel has 256 values.
    away = np.abs(np.arange(256)[:, np.newaxis] - relief.desk) / (least * relief.spread) * 16
    apart = np.asarray(cv2.LUT(relief.lab, np.minimum(away, 128).astype(np.uint8)[np.newaxis]), np.uint8)
    other = cv2.blur(largest(apart), (3, 3))
    mask = (other > 16 * _OTHER).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    points = max(contours, key=cv2.contourArea, default=None)
    if points is None:
        return (np.empty((0, 3)), np.empty((0, 3))), mask == 0
    x, y = points[:, 0, 0], points[:, 0, 1]
    inside = (x > 2) & (y > 2) & (x < width - 3) & (y < height - 3)
    x, y = x[inside], y[inside]
    gx = np.asarray(cv2.Sobel(other, cv2.CV_16S, 1, 0), np.int16)[y, x]
    gy = np.asarray(cv2.Sobel(other, cv2.CV_16S, 0, 1), np.int16)[y, x]
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
    afar = np.asarray(cv2.blur(cv2.blur(picture, (_AFAR_PX, _AFAR_PX)), (_AFAR_PX, _AFAR_PX)), np.uint8)
    reach = _STEP_PX
    apart = np.zeros_like(afar)
    apart[reach:-reach] = cv2.absdiff(afar[2 * reach :], afar[: -2 * reach])
    aside = apart[:, reach:-reach]
    cv2.max(aside, cv2.absdiff(afar[:, 2 * reach :], afar[:, : -2 * reach]), dst=aside)
    # Steps are smaller in the dark.
    bright = percentile(largest(afar[::4, ::4]), 95)
    plenty = _STEP_PLENTY * min(max(bright / 200, 0.15), 1.0)
    return np.asarray(np.minimum(largest(apart) / np.float32(plenty), 1.0), np.float32)


_Depth = TypeVar("_Depth", np.uint8, np.int16)


def largest(picture: NDArray[_Depth]) -> NDArray[_Depth]:
    """(h, w) of the three colours; quicker than along the last axis."""
    return np.maximum(np.maximum(picture[..., 0], picture[..., 1]), picture[..., 2])


def percentile(values: NDArray[np.integer[Any]], share: float) -> float:
    """As numpy's, of whole numbers from 0 on, at least one: counting them is quicker than sorting."""
    upto = np.cumsum(np.bincount(values.ravel()))
    at = (values.size - 1) * share / 100
    low, high = np.searchsorted(upto, [int(at), int(np.ceil(at))], side="right")
    return float(low + (at - int(at)) * (high - low))


def _strongest(
    x: Floats,
    y: Floats,
    dx: NDArray[np.int16],
    dy: NDArray[np.int16],
    weight: NDArray[np.float32],
    middle_px: Floats,
    most: int,
    *,
    across: bool,
) -> Floats:
    """Line after line: the one that has most votes, whose edges then vote no more. Coordinates from the
    middle.
    """
    reach = int(np.ceil(np.hypot(*middle_px))) + 2
    length = 2 * reach + 1
    # Half of all directions, and the spread: those that run across begin at an eighth of a turn, those that
    # run down half a turn earlier.
    base = (_BINS // 4 if across else -_BINS // 4) - _SPREAD
    kinds = _BINS // 2 + 2 * _SPREAD + 1
    turned = np.arctan2(dy.astype(np.float32), dx.astype(np.float32))
    own = (np.rint(turned * np.float32(_BINS / np.pi)).astype(np.int64) - base - _SPREAD) % _BINS + _SPREAD
    angles = (np.arange(kinds) + base) * np.pi / _BINS
    cos, sin = np.cos(angles), np.sin(angles)
    ballot = np.clip(own + np.arange(-_SPREAD, _SPREAD + 1)[:, np.newaxis], 0, kinds - 1)
    distance = np.rint(x * cos.take(ballot) + y * sin.take(ballot)).astype(np.int64)
    ballot *= length
    ballot += distance + reach
    weights = np.tile(weight.astype(np.float64), (len(ballot), 1))
    votes = np.bincount(ballot.ravel(), weights.ravel(), minlength=kinds * length)
    # Two neighbouring distances together: a line may fall between.
    pairs = votes[:-1] + votes[1:]
    left = np.ones(len(x), np.bool_)
    found: list[tuple[float, float, float]] = []
    first = 0.0
    while len(found) < most:
        at = int(pairs.argmax())
        first = first or float(pairs[at])
        if pairs[at] <= max(_VOTES_LEAST, _VOTES_SHARE * first):
            break
        bin_, place = divmod(at, length)
        c = place - reach + 0.5
        a, b = cos[bin_], sin[bin_]
        found.append((a, b, c + middle_px[0] * a + middle_px[1] * b))
        near = left & (np.abs(x * a + y * b - c) < _NEAR_PX) & (np.abs(own - bin_) <= _NEAR_BINS)
        left ^= near
        which = np.flatnonzero(near)
        gone = ballot.take(which, axis=1)
        low = int(gone.min())
        gone -= low
        taken = np.bincount(gone.ravel(), weights.take(which, axis=1).ravel())
        votes[low : low + len(taken)] -= taken
        pairs = votes[:-1] + votes[1:]
    return np.array(found, np.float64).reshape(-1, 3)
