"""The outline of a card or page in a picture.

Responsible for: the four sides that fit a document of known shape best, and their corners to a fraction of
a pixel. Not for: whether the picture is good (``quality``). Straight lines are found on a reduced picture,
every four of them that may be a document are judged by how much of their length is an edge that parts one
surface from another, and the best four are measured in the full picture. Rounded corners and fingers do no
harm: sides are lines, corners where they meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from booth_client.capture.lines import Edges, Floats, Lines, Relief, find_lines, largest
from booth_client.capture.quads import quads_of
from booth_client.capture.sides import measured
from booth_client.core.capture import Format
from hardware.devices import Picture
from hardware.opencv import cv2

REDUCED_PX = 330
"""About the width on which lines are looked for."""
FOCAL = 1.1
"""Assumed, in widths of the picture: its error shows only in the shape of a strongly tilted document."""
_SAMPLES = 24
_SHAPE_MOST = 0.14
"""Deviation of the shape, as a logarithm: lens and folds."""
_AREA_LEAST = 0.04
_SLANT_MOST = 0.5
"""Cosine of a corner's angle: 60° to 120°."""
_JUDGED_MOST, _JUDGED_FIRST = 40, 4
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
    best = _best(small, *find_lines(relief), form, _SCORE_LEAST)
    if best is None or best[2] < (_SURE_SCORE if best[1] else _FAINT_SCORE_LEAST):
        # A pale card on a pale desk: look again for what is faint, and trust it less.
        least = _FAINT_SCORE_LEAST if best is None else max(_FAINT_SCORE_LEAST, best[2])
        best = _best(small, *find_lines(relief, _FAINT), form, least) or best
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


def _best(
    small: Picture, edges: Edges, lines: Lines, form: Format, least: float
) -> tuple[Floats, bool, float] | None:
    """Corners, whether cut off, and score, where one has more than ``least``."""
    height, width = small.shape[:2]
    found = quads_of(edges, lines)
    area = _area(found.corners) / (width * height)
    # From each look to the next none becomes better, so that mostly the first few decide.
    rough = found.support.mean(axis=1) + 0.4 * found.support.min(axis=1) - 0.08 * found.bordered.sum(axis=1)
    rough += 0.35 * np.log(area + 0.25)
    rough[area <= _AREA_LEAST] = -np.inf
    order = np.flatnonzero(rough > least)
    quads, bordered = found.corners[order], found.bordered[order]
    rough = rough[order] - 0.8 * _deviation(quads, bordered, form, width, height)
    order = np.argsort(-rough)[:_JUDGED_MOST]
    at, best = None, least
    for some in (order[:_JUDGED_FIRST], order[_JUDGED_FIRST:]):
        some = some[rough[some] > best]
        if not len(some):
            break
        parting, lonely = _parting(small, edges.desk, quads[some], bordered[some])
        score = rough[some] * (0.35 + 0.65 * parting) + 0.25 * (lonely - 1)
        first = int(score.argmax())
        if score[first] > best:
            at, best = int(some[first]), float(score[first])
    if at is None:
        return None
    corners = quads[at]
    outside = (corners < -1.5) | (corners > [width + 0.5, height + 0.5])
    cut = bool(bordered[at].any() or outside.any()) or _goes_on(small, corners, edges)
    return corners, cut, best


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


def _deviation(quads: Floats, bordered: NDArray[np.bool_], form: Format, width: int, height: int) -> Floats:
    """(n,) how far the shape of each is off, as a logarithm; infinite where it is none of such a document."""
    deviation = np.zeros(len(quads))
    # What is cut off shows at least one corner, and it is about a right one.
    edge = np.flatnonzero(bordered.any(axis=1))
    way = np.roll(quads[edge], -1, axis=1) - quads[edge]
    along = way / np.maximum(np.linalg.norm(way, axis=2, keepdims=True), 1e-6)
    slanted = np.abs((along * np.roll(along, 1, axis=1)).sum(axis=2)) > _SLANT_MOST
    real = ~bordered[edge] & ~np.roll(bordered[edge], 1, axis=1)
    deviation[edge[(slanted & real).any(axis=1)]] = np.inf
    # At a border the true shape is hidden.
    whole = np.flatnonzero(~bordered.any(axis=1))
    own = np.abs(np.abs(np.log(shapes(quads[whole], width, height))) - np.log(form.ratio))
    deviation[whole] = np.where(own < _SHAPE_MOST, own, np.inf)
    return deviation


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
    places = _places(np.stack([points + step, points - step, points + 2 * step]), width, height)
    outer, inner = small.reshape(-1, 3).take(places[:2], axis=0).astype(np.int16)
    away = largest(np.abs(outer - inner))
    inside = (points > 0).all(axis=3) & (points < [width - 1, height - 1]).all(axis=3)
    share = (np.minimum(away, _PARTING) / _PARTING * inside).sum(axis=2) / np.maximum(inside.sum(axis=2), 1)
    share[bordered] = 0.75
    within, beyond = desk.reshape(-1).take(places[1:])
    outside = (beyond & inside).sum(axis=2) / np.maximum(inside.sum(axis=2), 1)
    # At the picture's border the document goes on where it differs from the desk.
    outside[bordered] = np.maximum(1 - within.mean(axis=2)[bordered], 0.6)
    return np.asarray(0.5 * share.mean(axis=1) + 0.5 * share.min(axis=1)), np.asarray(outside.min(axis=1))


_Of = TypeVar("_Of", np.uint8, np.bool_)


def _looked_up(picture: NDArray[_Of], points: Floats) -> NDArray[_Of]:
    height, width = picture.shape[:2]
    return picture.reshape(height * width, *picture.shape[2:]).take(_places(points, width, height), axis=0)


def _places(points: Floats, width: int, height: int) -> NDArray[np.intp]:
    """Of the nearest pixels to (…, 2) points, counted row by row."""
    x = np.clip(np.rint(points[..., 0]), 0, width - 1)
    y = np.clip(np.rint(points[..., 1]), 0, height - 1)
    return np.asarray(y * width + x).astype(np.intp)
