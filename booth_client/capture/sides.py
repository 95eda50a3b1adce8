"""The sides of a document to a fraction of a pixel.

Responsible for: measuring in the full picture where the sides lie whose places are known roughly. Not for:
knowing them (``outline``). All four are measured together: what takes time is the number of steps, not that
of points.
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
_SHARE = np.linspace(0.07, 0.93, _PROFILES)
_PLACES_LEAST = 8


def measured(picture: Picture, corners: Floats) -> Floats:
    """The corners where the sides, each fitted to the steepest places across it, meet."""
    lines = _fitted(picture, corners)
    found = corners.copy()
    for k in range(4):
        (a, b, c), (d, e, f) = lines[k - 1], lines[k]
        area = a * e - b * d
        if abs(area) > 1e-3:
            at = np.array([(c * e - b * f) / area, (a * f - c * d) / area])
            if np.linalg.norm(at - corners[k]) < 3 * _REACH * picture.shape[1]:
                found[k] = at
    return found


def _fitted(picture: Picture, corners: Floats) -> Floats:
    """(4, 3) the lines a x + b y = c of the sides, each from its corner to the next."""
    reach = max(3, round(_REACH * picture.shape[1]))
    way = np.roll(corners, -1, axis=0) - corners
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)
    along = way / length[:, np.newaxis]
    normal = np.stack([along[:, 1], -along[:, 0]], axis=1)
    offsets = np.arange(-reach - 2, reach + 3, dtype=np.float64)
    base = corners[:, np.newaxis] + _SHARE[:, np.newaxis] * way[:, np.newaxis]
    points = base[:, :, np.newaxis] + offsets[:, np.newaxis] * normal[:, np.newaxis, np.newaxis]
    x, y = (points[..., axis].reshape(4 * _PROFILES, -1).astype(np.float32) for axis in (0, 1))
    seen = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    profiles = np.asarray(seen, np.float32).reshape(4, _PROFILES, len(offsets), 3)
    slope = np.stack([_slopes(side) for side in profiles])
    at = slope[:, :, 1:-1].argmax(axis=2)[..., np.newaxis] + 1
    left, peak, right = (np.take_along_axis(slope, at + step, axis=2)[..., 0] for step in (-1, 0, 1))
    bend = left - 2 * peak + right
    sub = np.where(np.abs(bend) > 1e-6, 0.5 * (left - right) / np.where(bend == 0, 1, bend), 0)
    place = offsets[1:-1][at[..., 0]] + np.clip(sub, -0.5, 0.5)
    intercept, turn = _straight(_SHARE * length[:, np.newaxis], place, np.maximum(peak, 0))
    first = corners + normal * intercept
    direction = along + normal * turn
    direction /= np.hypot(direction[:, :1], direction[:, 1:])
    across = np.stack([direction[:, 1], -direction[:, 0]], axis=1)
    return np.concatenate([across, (across * first).sum(axis=1, keepdims=True)], axis=1)


def _slopes(profiles: NDArray[np.float32]) -> NDArray[np.float32]:
    """(profiles, steps) how steeply each profile rises where inside and outside part. ``profiles``:
    (profiles, offsets, 3).
    """
    mean = cv2.reduce(profiles.reshape(_PROFILES, -1), 0, cv2.REDUCE_AVG).reshape(-1, 3)
    # In the colour in which inside and outside differ.
    difference = (mean[-3:].sum(axis=0) - mean[:3].sum(axis=0)) / 3
    size = float(np.sqrt(difference @ difference))
    grey = mean.sum(axis=1) / 3
    valley = int(grey[2:-2].argmin()) + 2
    shadow = grey[valley] < min(grey[:3].sum(), grey[-3:].sum()) / 3 - _SHADOW
    plain = np.full(3, 1 / np.sqrt(3), np.float32)
    if shadow:
        # The shadow that a document throws on a light desk: its own edge is where that begins.
        colour = np.full(3, -1 / 3, np.float32)
    else:
        colour = (difference / size).astype(np.float32) if size > 4 else plain
    value = cv2.GaussianBlur(np.ascontiguousarray(profiles @ colour), (5, 3), 1.0)
    slope = np.asarray(value[:, 2:] - value[:, :-2], np.float32)
    if shadow:
        slope[:, valley:] = 0
    elif size <= 4:
        slope = np.abs(slope)
    return slope


def _straight(t: Floats, place: Floats, weight: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """(4, 1) each: intercept and slope of lines through the places, in which those far from the others do
    not count.
    """
    good = weight > 0.25 * _median(weight, np.ones(weight.shape, np.bool_))
    intercept, slope = _median(place, good), np.zeros((4, 1))
    going = np.ones((4, 1), np.bool_)
    for limit in (6.0, 3.0, 1.5, 1.2):
        near = good & (np.abs(place - (slope * t + intercept)) < limit)
        count = near.sum(axis=1, keepdims=True)
        going &= count >= _PLACES_LEAST
        if not going.any():
            break
        count = np.maximum(count, 1)
        far = (t * near).sum(axis=1, keepdims=True) / count
        off = (place * near).sum(axis=1, keepdims=True) / count
        apart = (t - far) * near
        spread = np.maximum((apart * apart).sum(axis=1, keepdims=True), 1e-9)
        turned = (apart * place).sum(axis=1, keepdims=True) / spread
        slope = np.where(going, turned, slope)
        intercept = np.where(going, off - turned * far, intercept)
    return intercept, slope


def _median(values: Floats | NDArray[np.float32], which: NDArray[np.bool_]) -> Floats:
    """(n, 1) of those of each row that count; 0 where none does."""
    count = which.sum(axis=1, keepdims=True)
    ordered = np.sort(np.where(which, values, np.inf), axis=1)
    low, high = (
        np.take_along_axis(ordered, np.maximum(k, 0), axis=1) for k in ((count - 1) // 2, count // 2)
    )
    return np.where(count > 0, (low + high) / 2, 0.0)
