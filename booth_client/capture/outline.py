"""The outline of a card or page in a picture.

Responsible for: the four sides that fit a document of known shape best, and their corners to a fraction of
a pixel. Not for: whether the picture is good (``quality``). Straight lines are found on a reduced picture,
every four of them that may be a document are judged by how much of their length is an edge that parts one
surface from another, and the best four are measured in the full picture. Rounded corners and fingers do no
harm: sides are lines, corners where they meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from booth_client.capture.lines import Edges, Floats, Lines, Relief, find_lines
from booth_client.capture.sides import measured
from booth_client.core.capture import Format
from hardware.devices import Picture
from hardware.opencv import cv2

REDUCED_PX = 330
"""About the width on which lines are looked for."""
FOCAL = 1.1
"""Assumed, in widths of the picture: its error shows only in the shape of a strongly tilted document."""
_SAMPLES = 24
_TRIM = 0.06
_SUPPORT_LEAST = 0.42
"""Of a side's length must be an edge; a hand may hide the rest."""
_SUPPORT_MEAN_LEAST = 0.66
_SHAPE_MOST = 0.14
"""Deviation of the shape, as a logarithm: lens and folds."""
_AREA_LEAST = 0.04
_SLANT_MOST = 0.5
"""Cosine of a corner's angle: 60° to 120°."""
_JUDGED_MOST = 40
_BORDER_SUPPORT = 0.80
"""A picture's own border as a side: worse than a side that is seen."""
_OUT_MOST = 0.45
"""Corners may lie so far outside, in shares of the picture."""
_PARTING = 7.0
"""So many steps of colour between inside and outside are plenty."""
_SCORE_LEAST = 0.62
_SURE_SCORE = 0.9
_FAINT = 0.45
_FAINT_SCORE_LEAST = 0.75
_RUN_LEAST_PX = 8
_RUNS_ON = 0.7
_PAPER_ALIKE = 30.0


@dataclass(frozen=True)
class Outline:
    """``corners``: (4, 2) x, y in pixels of the full picture, clockwise from the top left one as seen.
    ``cut``: the document goes on beyond the picture, corners are then a guess.
    """

    corners: Floats
    cut: bool
    score: float


def find_outline(picture: Picture, form: Format) -> Outline | None:
    """None: there is nothing of this shape."""
    small, scale = reduced(picture)
    relief = Relief(small)
    best = _best(small, *find_lines(relief), form)
    if best is None or best[2] < (_SURE_SCORE if best[1] else _FAINT_SCORE_LEAST):
        # A pale card on a pale desk: look again for what is faint, and trust it less.
        faint = _best(small, *find_lines(relief, _FAINT), form)
        if faint is not None and faint[2] > max(_FAINT_SCORE_LEAST, 0.0 if best is None else best[2]):
            best = faint
    if best is None:
        return None
    corners, cut, score = best
    full = (corners + 0.5) * scale - 0.5
    if not cut:
        full = measured(picture, full)
    return Outline(full, cut, score)


def reduced(picture: Picture) -> tuple[Picture, int]:
    """Smoothed, and by how much: a whole number, by halves where it can be, for which OpenCV is quick."""
    height, width = picture.shape[:2]
    scale = max(1, round(width / REDUCED_PX))
    small = np.asarray(picture[: height // scale * scale, : width // scale * scale], dtype=np.uint8)
    left = scale
    while left > 1:
        by = 2 if left % 2 == 0 else left
        size = (small.shape[1] // by, small.shape[0] // by)
        small = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        left //= by
    return np.asarray(cv2.GaussianBlur(small, (5, 5), 1.1), dtype=np.uint8), scale


# ---------------------------------------------------------------- which four


def _best(small: Picture, edges: Edges, lines: Lines, form: Format) -> tuple[Floats, bool, float] | None:
    height, width = small.shape[:2]
    across = np.vstack([lines.across, [[0, 1, 0], [0, 1, height - 1]]])
    down = np.vstack([lines.down, [[1, 0, 0], [1, 0, width - 1]]])
    crossing = _crossings(across, down)
    sides = _pairs(across, down, width, height)
    if not len(sides):
        return None
    top, right, bottom, left = sides.T
    quads = np.stack(
        [crossing[top, left], crossing[top, right], crossing[bottom, right], crossing[bottom, left]], axis=1
    )
    bordered = sides >= np.array([len(across), len(down), len(across), len(down)]) - 2
    keep, deviation = _plausible(quads, bordered, form, width, height)
    quads, bordered, sides, deviation = quads[keep], bordered[keep], sides[keep], deviation[keep]
    support = _support(quads, sides, edges, across, down)
    support[bordered] = _BORDER_SUPPORT
    strong = (support.min(axis=1) >= _SUPPORT_LEAST) & (support.mean(axis=1) >= _SUPPORT_MEAN_LEAST)
    quads, bordered, support = quads[strong], bordered[strong], support[strong]
    if not len(quads):
        return None
    rough = support.mean(axis=1) + 0.4 * support.min(axis=1) - 0.08 * bordered.sum(axis=1)
    rough += 0.35 * np.log(_area(quads) / (width * height) + 0.25) - 0.8 * deviation[strong]
    order = np.argsort(-rough)[:_JUDGED_MOST]
    quads, bordered, support, rough = quads[order], bordered[order], support[order], rough[order]
    parting, lonely = _parting(small, edges.desk, quads, bordered)
    score = rough * (0.35 + 0.65 * parting) + 0.25 * (lonely - 1)
    at = int(score.argmax())
    if score[at] < _SCORE_LEAST:
        return None
    corners = quads[at]
    outside = (corners < -1.5) | (corners > [width + 0.5, height + 0.5])
    cut = bool(bordered[at].any() or outside.any()) or _goes_on(small, corners, edges)
    return corners, cut, float(score[at])


def _goes_on(small: Picture, corners: Floats, edges: Edges) -> bool:
    """Whether two opposite sides go on to the picture's border beyond one of the others, with the same paper
    inside: a page whose upper half is cut off still has a lower half of the right shape.
    """
    height, width = edges.down.shape
    room = np.array([width - 1, height - 1])
    ahead = np.arange(3, max(width, height))[:, np.newaxis]
    for side in range(4):
        # Beyond this side lie the continuations of its neighbours; inside is to the left of one, to the
        # right of the other.
        near = edges.down if side % 2 == 0 else edges.across
        ends = (
            (corners[side - 1], corners[side], -1.0),
            (corners[(side + 2) % 4], corners[(side + 1) % 4], 1.0),
        )
        going = 0
        for start, end, inward in ends:
            step = (end - start) / max(float(np.abs(end - start).max()), 1e-6)
            points = end + ahead * step
            points = points[((points >= 0) & (points <= room)).all(axis=1)]
            on_edge = np.count_nonzero(_looked_up(near, points))
            if len(points) < _RUN_LEAST_PX or on_edge < _RUNS_ON * len(points):
                break
            inside = inward * 3.5 * np.array([step[1], -step[0]])
            paper = _colour(small, start + _ALONG[:, np.newaxis] * (end - start) + inside)
            inner, outer = _colour(small, points + inside), _colour(small, points - inside)
            if np.abs(inner - paper).max() > _PAPER_ALIKE or np.abs(inner - outer).max() < _PARTING:
                break
            going += 1
        if going == 2:
            return True
    return False


def _colour(picture: Picture, points: Floats) -> Floats:
    return np.asarray(np.median(_looked_up(picture, points), axis=0), np.float64)


def _pairs(across: Floats, down: Floats, width: int, height: int) -> NDArray[np.intp]:
    """(n, 4) which lines may be top, right, bottom and left of a document."""
    flat = np.array(list(combinations(range(len(across)), 2)), np.intp).reshape(-1, 2)
    steep = np.array(list(combinations(range(len(down)), 2)), np.intp).reshape(-1, 2)
    # Of two lines the one that is higher in the middle is the top.
    level = (across[:, 2] - across[:, 0] * width / 2) / across[:, 1]
    place = (down[:, 2] - down[:, 1] * height / 2) / down[:, 0]
    swap = level[flat[:, 0]] > level[flat[:, 1]]
    flat[swap] = flat[swap][:, ::-1]
    swap = place[steep[:, 0]] > place[steep[:, 1]]
    steep[swap] = steep[swap][:, ::-1]
    flat = flat[level[flat[:, 1]] - level[flat[:, 0]] > 0.12 * height]
    steep = steep[place[steep[:, 1]] - place[steep[:, 0]] > 0.10 * width]
    top, bottom = (np.repeat(flat[:, side], len(steep)) for side in (0, 1))
    left, right = (np.tile(steep[:, side], len(flat)) for side in (0, 1))
    return np.stack([top, right, bottom, left], axis=1)


def _crossings(across: Floats, down: Floats) -> Floats:
    """(len(across), len(down), 2)."""
    a, b = across[:, np.newaxis, :], down[np.newaxis, :, :]
    area = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    area = np.where(np.abs(area) < 1e-6, 1e-6, area)
    x = (a[..., 2] * b[..., 1] - a[..., 1] * b[..., 2]) / area
    y = (a[..., 0] * b[..., 2] - a[..., 2] * b[..., 0]) / area
    return np.stack([x, y], axis=-1)


def _plausible(
    quads: Floats, bordered: NDArray[np.bool_], form: Format, width: int, height: int
) -> tuple[NDArray[np.bool_], Floats]:
    """Which may be such a document, and how far the shape of each is off, as a logarithm."""
    room = np.array([width, height])
    inside = ((quads > -_OUT_MOST * room) & (quads < (1 + _OUT_MOST) * room)).all(axis=(1, 2))
    sides = np.linalg.norm(np.roll(quads, -1, axis=1) - quads, axis=2)
    opposite = np.abs(np.log(sides[:, :2] / np.maximum(sides[:, 2:], 1e-6))).max(axis=1)
    seen = inside & (opposite < 0.45) & (_area(quads) > _AREA_LEAST * width * height)
    # What is cut off shows at least one corner, and it is about a right one.
    seen &= ~(bordered[:, 0] & bordered[:, 2]) & ~(bordered[:, 1] & bordered[:, 3])
    edge = np.flatnonzero(seen & bordered.any(axis=1))
    along = (np.roll(quads[edge], -1, axis=1) - quads[edge]) / np.maximum(sides[edge, :, np.newaxis], 1e-6)
    slanted = np.abs((along * np.roll(along, 1, axis=1)).sum(axis=2)) > _SLANT_MOST
    real = ~bordered[edge] & ~np.roll(bordered[edge], 1, axis=1)
    seen[edge] = ~(slanted & real).any(axis=1)
    # At a border the true shape is hidden.
    whole = np.flatnonzero(seen & ~bordered.any(axis=1))
    deviation = np.zeros(len(quads))
    own = np.abs(np.log(shapes(quads[whole], width, height)))
    deviation[whole] = np.abs(own - np.log(form.ratio))
    return np.asarray(seen & (deviation < _SHAPE_MOST)), deviation


def shapes(quads: Floats, width: int, height: int) -> Floats:
    """(n,) width to height of the rectangles that are seen as ``quads``, by a lens of ``FOCAL``."""
    focal = FOCAL * width
    rays = np.concatenate([(quads - [width / 2, height / 2]) / focal, np.ones((len(quads), 4, 1))], axis=2)
    one, two, three, four = (rays[:, k] for k in range(4))
    # In space, by the depths at which the four corners make a parallelogram (Cramer's rule).
    space = _volume(-one, two, four)
    space = np.where(np.abs(space) < 1e-12, 1e-12, space)
    depths = np.stack([_volume(three, two, four), _volume(-one, three, four), _volume(-one, two, three)])
    depths = (depths / space).T
    along = two * depths[:, 1:2] - one * depths[:, 0:1]
    up = four * depths[:, 2:3] - one * depths[:, 0:1]
    return np.asarray(np.linalg.norm(along, axis=1) / np.maximum(np.linalg.norm(up, axis=1), 1e-9))


def _volume(a: Floats, b: Floats, c: Floats) -> Floats:
    """(n,) of what three vectors each, (n, 3), span."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = a.T, b.T, c.T
    return np.asarray(ax * (by * cz - bz * cy) + bx * (cy * az - cz * ay) + cx * (ay * bz - az * by))


def _area(quads: Floats) -> Floats:
    x, y = quads[..., 0], quads[..., 1]
    return np.asarray(np.abs((x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1)) / 2)


_ALONG = (np.arange(_SAMPLES) + 0.5) / _SAMPLES


def _points(quads: Floats) -> Floats:
    """(n, 4, samples, 2) along the sides."""
    ends = np.roll(quads, -1, axis=1)
    share = _ALONG[np.newaxis, np.newaxis, :, np.newaxis]
    return np.asarray(quads[:, :, np.newaxis] * (1 - share) + ends[:, :, np.newaxis] * share)


def _support(quads: Floats, sides: NDArray[np.intp], edges: Edges, across: Floats, down: Floats) -> Floats:
    """(n, 4): how much of each side is an edge; of what lies in the picture, and without the rounded
    corners.
    """
    share = np.empty((len(quads), 4))
    for side in range(4):
        level = side % 2 == 0
        lines, near = (across, edges.across) if level else (down[:, [1, 0, 2]], edges.down.T)
        hits, seen = _running(lines, near)
        own = sides[:, side]
        axis = 0 if level else 1
        one, other = quads[:, side, axis], quads[:, (side + 1) % 4, axis]
        low, high = np.minimum(one, other), np.maximum(one, other)
        trim = _TRIM * (high - low)
        most = near.shape[1]
        first = np.clip(np.rint(low + trim), 0, most).astype(np.intp)
        last = np.clip(np.rint(high - trim) + 1, 0, most).astype(np.intp)
        last = np.maximum(last, first)
        visible = seen[own, last] - seen[own, first]
        share[:, side] = (hits[own, last] - hits[own, first]) / np.maximum(visible, 1)
        share[visible < (high - low) / 3, side] = 0.0
    return share


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


def _parting(
    small: Picture, desk: NDArray[np.bool_], quads: Floats, bordered: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """(n,) each, 0 … 1: how surely the sides part one surface from another (a line of print has the same
    paper on both), and how surely the desk begins outside of each (outside of a page's lower half its upper
    one goes on).
    """
    height, width = small.shape[:2]
    points = _points(quads)
    ends = np.roll(quads, -1, axis=1)
    along = ends - quads
    normal = np.stack([along[..., 1], -along[..., 0]], axis=-1)  # outward, clockwise in y-down coordinates
    normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-6)
    step = 3.5 * normal[:, :, np.newaxis]
    outer, inner = (_looked_up(small, at).astype(np.int16) for at in (points + step, points - step))
    away = np.abs(outer - inner).max(axis=3)
    inside = (points > 0).all(axis=3) & (points < [width - 1, height - 1]).all(axis=3)
    share = (np.minimum(away, _PARTING) / _PARTING * inside).sum(axis=2) / np.maximum(inside.sum(axis=2), 1)
    share[bordered] = 0.75
    beyond, within = _looked_up(desk, points + 2 * step), _looked_up(desk, points - step)
    outside = (beyond & inside).sum(axis=2) / np.maximum(inside.sum(axis=2), 1)
    # At the picture's border the document goes on where it differs from the desk.
    outside[bordered] = np.maximum(1 - within.mean(axis=2)[bordered], 0.6)
    return np.asarray(0.5 * share.mean(axis=1) + 0.5 * share.min(axis=1)), np.asarray(outside.min(axis=1))


_Of = TypeVar("_Of", np.uint8, np.bool_)


def _looked_up(picture: NDArray[_Of], points: Floats) -> NDArray[_Of]:
    height, width = picture.shape[:2]
    x = np.clip(np.rint(points[..., 0]), 0, width - 1).astype(np.intp)
    y = np.clip(np.rint(points[..., 1]), 0, height - 1).astype(np.intp)
    return picture[y, x]
