"""Every four straight lines that may be the sides of a document.

Responsible for: which lines make a quadrilateral, with the picture's own borders for sides that are cut off,
and how much of each side is an edge. Not for: which of them is the document (``outline``). Few sides make
many quadrilaterals: all that can be said of a side alone is said of it once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from booth_client.capture.lines import Edges, Floats, Lines

_TRIM = 0.06
"""Of a side's length, at each end: corners are rounded."""
_SUPPORT_LEAST = 0.42
"""Of a side's length must be an edge; a hand may hide the rest."""
_SUPPORT_MEAN_LEAST = 0.66
_BORDER_SUPPORT = 0.80
"""A picture's own border as a side: worse than a side that is seen."""
_OPPOSITE_MOST = 0.45
"""Difference of two opposite sides' lengths, as logarithms."""
_OUT_MOST = 0.45
"""Corners may lie so far outside, in shares of the picture."""
_Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Quads:
    """``corners``: (n, 4, 2) x, y, clockwise from the top left one. Of the side from each corner to the next,
    (n, 4), ``bordered``: whether it is the picture's border; ``support``: how much of it is an edge.
    """

    corners: Floats
    bordered: NDArray[np.bool_]
    support: Floats


def quads_of(edges: Edges, lines: Lines) -> Quads:
    """Those whose sides are edges for the most part, and opposite ones of about the same length."""
    height, width = edges.down.shape
    # The picture's borders are the last two of each.
    across = np.vstack([lines.across, [[0, 1, 0], [0, 1, height - 1]]])
    down = np.vstack([lines.down, [[1, 0, 0], [1, 0, width - 1]]])
    crossing = _crossings(across, down)
    top, bottom = _apart((across[:, 2] - across[:, 0] * width / 2) / across[:, 1], 0.12 * height)
    left, right = _apart((down[:, 2] - down[:, 1] * height / 2) / down[:, 0], 0.10 * width)
    flat = _Sides.between(across, crossing, (left, right), edges.across)
    turned = crossing.transpose(1, 0, 2)[..., ::-1]
    steep = _Sides.between(down[:, [1, 0, 2]], turned, (top, bottom), edges.down.T)
    # (4, pairs across, pairs down): each of the ones with each of the others.
    support = np.stack(
        [flat.support[top], steep.support[right].T, flat.support[bottom], steep.support[left].T]
    )
    likely = (support.min(axis=0) >= _SUPPORT_LEAST) & (support.mean(axis=0) >= _SUPPORT_MEAN_LEAST)
    likely &= np.abs(flat.length[top] - flat.length[bottom]) < _OPPOSITE_MOST
    likely &= np.abs(steep.length[left] - steep.length[right]).T < _OPPOSITE_MOST
    one, other = np.nonzero(likely)
    top, bottom, left, right = top[one], bottom[one], left[other], right[other]
    corners = [crossing[top, left], crossing[top, right], crossing[bottom, right], crossing[bottom, left]]
    last = len(across) - 2, len(down) - 2
    bordered = [top >= last[0], right >= last[1], bottom >= last[0], left >= last[1]]
    return Quads(np.stack(corners, axis=1), np.stack(bordered, axis=1), support[:, one, other].T)


def _apart(place: Floats, least: float) -> tuple[_Indices, _Indices]:
    """(n,) each: every two lines of which the second lies so far beyond the first, but not both borders."""
    beyond = place - place[:, np.newaxis] > least
    beyond[-2:, -2:] = False
    first, second = np.nonzero(beyond)
    return first, second


@dataclass(frozen=True)
class _Sides:
    """What every line is between every two that cross it, (lines, pairs) each. ``length``: as a logarithm."""

    support: Floats
    length: Floats

    @staticmethod
    def between(
        lines: Floats, crossing: Floats, pairs: tuple[_Indices, _Indices], near: NDArray[np.bool_]
    ) -> _Sides:
        """Of lines that run across. What ends too far outside of the picture has no support."""
        room = np.array(near.shape[::-1])
        near_by = (crossing > -_OUT_MOST * room) & (crossing < (1 + _OUT_MOST) * room)
        inside = near_by[..., 0] & near_by[..., 1]
        start, end = (crossing[:, ends] for ends in pairs)
        support = _support(lines, start[..., 0], end[..., 0], near)
        support[-2:] = _BORDER_SUPPORT
        support[~(inside[:, pairs[0]] & inside[:, pairs[1]])] = 0.0
        way = end - start
        return _Sides(support, np.log(np.maximum(np.hypot(way[..., 0], way[..., 1]), 1e-6)))


def _support(lines: Floats, one: Floats, other: Floats, near: NDArray[np.bool_]) -> Floats:
    """(lines, pairs): how much of each line is an edge between two places along it; of what lies in the
    picture, and without the rounded corners.
    """
    hits, seen = _running(lines, near)
    low, high = np.minimum(one, other), np.maximum(one, other)
    trim = _TRIM * (high - low)
    most = near.shape[1]
    first = np.clip(np.rint(low + trim), 0, most).astype(np.intp)
    last = np.clip(np.rint(high - trim) + 1, 0, most).astype(np.intp)
    last = np.maximum(last, first)
    own = np.arange(len(lines))[:, np.newaxis]
    visible = seen[own, last] - seen[own, first]
    share = (hits[own, last] - hits[own, first]) / np.maximum(visible, 1)
    share[visible < (high - low) / 3] = 0.0
    return np.asarray(share)


def _running(lines: Floats, near: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(lines, w + 1) sums along lines that run across: places on an edge, and places in the picture."""
    height, width = near.shape
    x = np.arange(width)
    y = np.rint((lines[:, 2:] - lines[:, :1] * x) / lines[:, 1:2])
    inside = (y >= 0) & (y < height)
    hit = near[np.clip(y, 0, height - 1).astype(np.intp), x] & inside
    sums = np.zeros((2, len(lines), width + 1), np.int64)
    np.cumsum(hit, axis=1, out=sums[0, :, 1:])
    np.cumsum(inside, axis=1, out=sums[1, :, 1:])
    return sums[0], sums[1]


def _crossings(across: Floats, down: Floats) -> Floats:
    """(len(across), len(down), 2)."""
    a, b = across[:, np.newaxis, :], down[np.newaxis, :, :]
    area = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    area = np.where(np.abs(area) < 1e-6, 1e-6, area)
    x = (a[..., 2] * b[..., 1] - a[..., 1] * b[..., 2]) / area
    y = (a[..., 0] * b[..., 2] - a[..., 2] * b[..., 0]) / area
    return np.stack([x, y], axis=-1)
