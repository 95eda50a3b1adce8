"""The sides of a document to a fraction of a pixel.

Responsible for: measuring in the full picture where the sides lie whose places are known roughly. Not for:
knowing them (``outline``).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from booth_client.capture.lines import Floats
from hardware.devices import Picture
from hardware.opencv import cv2

_PROFILES = 48
_SHADOW = 6.0
_REACH = 0.011
"""How far a side may be from where it is thought to be, as a share of the picture's width."""


def measured(picture: Picture, corners: Floats) -> Floats:
    """The corners where the sides, each fitted to the steepest places across it, meet."""
    lines = [_fitted(picture, corners[k], corners[(k + 1) % 4]) for k in range(4)]
    found = corners.copy()
    for k in range(4):
        before, after = lines[k - 1], lines[k]
        matrix = np.array([before[:2], after[:2]])
        if abs(np.linalg.det(matrix)) > 1e-3:
            at = np.linalg.solve(matrix, np.array([before[2], after[2]]))
            if np.linalg.norm(at - corners[k]) < 3 * _REACH * picture.shape[1]:
                found[k] = at
    return found


def _fitted(picture: Picture, start: Floats, end: Floats) -> Floats:
    """(3,) the line a x + b y = c of the side from ``start`` to ``end``."""
    reach = max(3, round(_REACH * picture.shape[1]))
    along = end - start
    length = float(np.linalg.norm(along))
    normal = np.array([along[1], -along[0]]) / max(length, 1e-6)
    share = np.linspace(0.07, 0.93, _PROFILES)
    offsets = np.arange(-reach - 2, reach + 3, dtype=np.float64)
    base = start + share[:, np.newaxis] * along
    points = base[:, np.newaxis] + offsets[np.newaxis, :, np.newaxis] * normal
    x, y = points[..., 0].astype(np.float32), points[..., 1].astype(np.float32)
    profiles = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    # In the colour in which inside and outside differ.
    difference = profiles[:, -3:].mean(axis=(0, 1)) - profiles[:, :3].mean(axis=(0, 1))
    size = float(np.linalg.norm(difference))
    colour = difference / size if size > 4 else np.full(3, 1 / np.sqrt(3), np.float32)
    value = cv2.GaussianBlur(np.ascontiguousarray(profiles @ colour), (5, 3), 1.0)
    slope = value[:, 2:] - value[:, :-2]
    grey = profiles.mean(axis=(0, 2))
    valley = int(grey[2:-2].argmin()) + 2
    if grey[valley] < min(grey[:3].mean(), grey[-3:].mean()) - _SHADOW:
        # The shadow that a document throws on a light desk: its own edge is where that begins.
        dark = cv2.GaussianBlur(np.ascontiguousarray(-profiles.mean(axis=2)), (5, 3), 1.0)
        slope = dark[:, 2:] - dark[:, :-2]
        slope[:, valley:] = 0
    elif size <= 4:
        slope = np.abs(slope)
    inner = slope[:, 1:-1]
    at = inner.argmax(axis=1) + 1
    rows = np.arange(_PROFILES)
    left, peak, right = slope[rows, at - 1], slope[rows, at], slope[rows, at + 1]
    bend = left - 2 * peak + right
    sub = np.where(np.abs(bend) > 1e-6, 0.5 * (left - right) / np.where(bend == 0, 1, bend), 0)
    place = offsets[1:-1][at] + np.clip(sub, -0.5, 0.5)
    weight = np.clip(peak, 0, None)
    t = share * length
    return _line_through(start, along / max(length, 1e-6), normal, t, place, weight)


def _line_through(
    start: Floats, along: Floats, normal: Floats, t: Floats, place: Floats, weight: NDArray[np.float32]
) -> Floats:
    """A line through the places, in which those far from the others do not count."""
    good = weight > 0.25 * np.median(weight)
    middle = float(np.median(place[good])) if good.any() else 0.0
    slope, intercept = 0.0, middle
    limit = 4.0
    for limit in (6.0, 3.0, 1.5, 1.2):
        near = good & (np.abs(place - (slope * t + intercept)) < limit)
        if near.sum() < 8:
            break
        far, off = t[near], place[near]
        slope = float((far - far.mean()) @ off) / max(float(np.square(far - far.mean()).sum()), 1e-9)
        intercept = float(off.mean() - slope * far.mean())
    first = start + normal * intercept
    direction = along + normal * slope
    direction /= np.linalg.norm(direction)
    across = np.array([direction[1], -direction[0]])
    return np.array([across[0], across[1], across @ first])
