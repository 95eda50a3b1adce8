"""Takes a photograph of a drawn document on a desk, with everything that goes wrong in one.

Responsible for: perspective, light, shadow, fingers, glare, blur of the lens and of the hand, the sensor's
noise; and where the document's corners come to lie. Not for: what is on the document (``documents``), which
shot to take.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hardware.devices import Picture
from hardware.opencv import cv2
from hardware.simulated.desks import Desk, desk
from hardware.simulated.documents import Drawing

Corners = NDArray[np.float64]
"""(4, 2) x, y in pixels, whole numbers at their middles: top left, top right, bottom right and bottom left
of the document itself.
"""


@dataclass(frozen=True)
class Finger:
    """Over the edge of a document: a place on its outline (0 … 1, clockwise from the top left), how far it
    reaches over it and how wide it is, in shares of the document's long side.
    """

    at: float
    reach: float
    width: float


@dataclass(frozen=True)
class Pen:
    """Something long on the desk: from x, y to x, y (shares of width and height), its width, blue, green,
    red.
    """

    ends: tuple[float, float, float, float]
    width: float
    colour: tuple[int, int, int]


@dataclass(frozen=True)
class Shot:
    """One photograph. Lengths are shares of the picture's width unless named; angles in degrees."""

    width_px: int = 1280
    height_px: int = 720
    long_side: float = 0.55
    """Of the document, seen straight from above."""
    at: tuple[float, float] = (0.5, 0.5)
    """Where its middle lies, as shares of width and height."""
    tilt_x: float = 0.0
    tilt_y: float = 0.0
    turn: float = 0.0
    focal: float = 1.1
    """Of the lens: 1.1 sees some 49° across, as webcams do."""
    clutter: tuple[Pen, ...] = ()
    desk: Desk = Desk.PLAIN
    dark_desk: bool = False
    desk_seed: int = 0
    exposure: float = 1.0
    warmth: float = 0.0
    """-0.1 bluish … 0.1 reddish light."""
    slope: tuple[float, float] = (0.0, 0.0)
    """How much lighter it is at the right and at the bottom."""
    shadow: float = 0.5
    """Of the document on the desk, 0 … 1."""
    cast: tuple[float, float, float] | None = None
    """The shadow of a hand or head: where it begins (share), its direction (degrees), how deep (0 … 1)."""
    fingers: tuple[Finger, ...] = field(default=())
    skin: tuple[int, int, int] = (106, 146, 196)
    glare: tuple[tuple[float, float, float], ...] = ()
    """Spots on the document: x, y (0 … 1 across it) and radius as a share of its long side."""
    blur: float = 0.0
    """Sigma."""
    motion: tuple[float, float] = (0.0, 0.0)
    """How far, and in which direction."""
    noise: float = 2.0
    """Sigma of 255."""
    jpeg: int = 88
    """Quality of the camera's own compression; 0: none."""
    seed: int = 0


def photograph(drawing: Drawing | None, shot: Shot) -> tuple[Picture, Corners | None]:
    """(h, w, 3) BGR, new, and the corners; no document: an empty desk and None."""
    chance = np.random.default_rng(shot.seed)
    surface = desk(
        shot.desk, dark=shot.dark_desk, seed=shot.desk_seed, width_px=shot.width_px, height_px=shot.height_px
    )
    plane = _cluttered(surface, shot).astype(np.float32)
    corners = None
    if drawing is not None:
        corners = corners_of(drawing, shot)
        plane = _lay(plane, drawing, corners, shot)
        plane = _fingers(plane, corners, shot)
    plane = _lit(plane, shot)
    if drawing is not None and corners is not None:
        plane = _glare(plane, drawing, corners, shot)
    return _developed(plane, shot, chance), corners


def corners_of(drawing: Drawing, shot: Shot) -> Corners:
    """Where they come to lie, also outside of the picture."""
    half = np.array([drawing.width_mm, drawing.height_mm]) / max(drawing.width_mm, drawing.height_mm) / 2
    flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half * shot.long_side
    points = np.column_stack([flat, np.zeros(4)])
    x, y, z = np.radians([shot.tilt_x, shot.tilt_y, shot.turn])
    about_z = np.array([[np.cos(z), -np.sin(z), 0], [np.sin(z), np.cos(z), 0], [0, 0, 1]])
    about_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(x), -np.sin(x)], [0, np.sin(x), np.cos(x)]])
    points = points @ (about_x @ about_y @ about_z).T
    at = np.array([shot.at[0] - 0.5, (shot.at[1] - 0.5) * shot.height_px / shot.width_px])
    depth = shot.focal + points[:, 2:]
    seen = shot.focal * (points[:, :2] + at) / depth
    middle = np.array([0.5, 0.5 * shot.height_px / shot.width_px])
    return np.asarray((seen + middle) * shot.width_px)


def _cluttered(surface: Picture, shot: Shot) -> Picture:
    if not shot.clutter:
        return surface
    desk_top = surface.copy()
    for pen in shot.clutter:
        x, y, to_x, to_y = pen.ends
        start = int(x * shot.width_px), int(y * shot.height_px)
        end = int(to_x * shot.width_px), int(to_y * shot.height_px)
        cv2.line(desk_top, start, end, pen.colour, max(1, round(pen.width * shot.width_px)), cv2.LINE_AA)
    return desk_top


def _lay(plane: NDArray[np.float32], drawing: Drawing, corners: Corners, shot: Shot) -> NDArray[np.float32]:
    size = (shot.width_px, shot.height_px)
    source, mask = _scaled(drawing, corners)
    height, width = mask.shape
    place = cv2.getPerspectiveTransform(
        np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - 0.5,
        corners.astype(np.float32),
    )
    laid = cv2.warpPerspective(source, place, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    share = cv2.warpPerspective(mask, place, size, flags=cv2.INTER_LINEAR)
    if shot.shadow:
        reach = 0.006 * shot.width_px
        move = np.array([[1, 0, reach], [0, 1, 1.3 * reach]], np.float64)
        under = cv2.GaussianBlur(cv2.warpAffine(share, move, size), (0, 0), reach)
        plane = plane * (1 - 0.45 * shot.shadow * under[:, :, np.newaxis])
    share = share[:, :, np.newaxis]
    return np.asarray(plane * (1 - share) + laid * share, np.float32)


def _scaled(drawing: Drawing, corners: Corners) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The drawing at about the size at which it is seen, so that warping neither skips pixels nor makes
    steps; and its outline.
    """
    seen = max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3]))
    scale = min(1.0, 1.15 * float(seen) / drawing.picture.shape[1])
    size = (
        max(8, round(drawing.picture.shape[1] * scale)), max(8, round(drawing.picture.shape[0] * scale)),
    )  # fmt: skip
    small = cv2.resize(drawing.picture, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    mask = np.zeros((size[1], size[0]), np.float32)
    radius = round(drawing.corner_mm / drawing.width_mm * size[0])
    cv2.rectangle(mask, (radius, 0), (size[0] - 1 - radius, size[1] - 1), 1.0, -1)
    cv2.rectangle(mask, (0, radius), (size[0] - 1, size[1] - 1 - radius), 1.0, -1)
    for x in (radius, size[0] - 1 - radius):
        for y in (radius, size[1] - 1 - radius):
            cv2.circle(mask, (x, y), radius, 1.0, -1, cv2.LINE_8)
    return small, mask


def _fingers(plane: NDArray[np.float32], corners: Corners, shot: Shot) -> NDArray[np.float32]:
    longest = max(float(np.linalg.norm(corners[k] - corners[k - 1])) for k in range(4))
    for finger in shot.fingers:
        side = int(finger.at * 4) % 4
        along = corners[(side + 1) % 4] - corners[side]
        edge = corners[side] + along * (finger.at * 4 % 1)
        inward = np.array([-along[1], along[0]]) / np.linalg.norm(along)
        tip = edge + inward * (finger.reach - finger.width / 2) * longest
        root = edge - inward * 1.2 * longest
        drawn = np.zeros(plane.shape[:2], np.float32)
        ends = [tuple(int(v) for v in point) for point in (tip, root)]
        cv2.line(drawn, ends[0], ends[1], 1.0, max(2, round(finger.width * longest)), cv2.LINE_AA)
        soft = cv2.GaussianBlur(drawn, (0, 0), max(0.6, 0.004 * longest))
        mask = np.asarray(soft, np.float32)[:, :, np.newaxis]
        # Round: darker towards its sides.
        skin = np.array(shot.skin, np.float32) * (0.62 + 0.38 * mask)
        plane = np.asarray(plane * (1 - mask) + skin * mask, np.float32)
    return plane


def _lit(plane: NDArray[np.float32], shot: Shot) -> NDArray[np.float32]:
    height, width = plane.shape[:2]
    y, x = np.mgrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j].astype(np.float32)
    light = 1 + shot.slope[0] * x + shot.slope[1] * y - 0.25 * (x * x + y * y)
    if shot.cast is not None:
        start, direction, depth = shot.cast
        angle = np.radians(direction)
        far = x * np.cos(angle) + y * np.sin(angle) - (start - 0.5)
        light = light * (1 - depth / (1 + np.exp(-far * 40)))
    colour = np.array([1 - shot.warmth, 1, 1 + shot.warmth], np.float32) * shot.exposure
    return np.asarray(plane * light[:, :, np.newaxis] * colour, np.float32)


def _glare(plane: NDArray[np.float32], drawing: Drawing, corners: Corners, shot: Shot) -> NDArray[np.float32]:
    """Spots of a lamp: full in the middle, soft at the edge, bright whatever the print below."""
    if not shot.glare:
        return plane
    size = (200, max(2, round(200 * drawing.height_mm / drawing.width_mm)))
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32) / np.float32(max(size))
    ratio = size[1] / max(size), size[0] / max(size)
    spots = np.zeros((size[1], size[0]), np.float32)
    for at_x, at_y, radius in shot.glare:
        distance = np.hypot(x - at_x * ratio[1], (y - at_y * ratio[0]) * 1.25)
        spots = np.maximum(spots, 1 / (1 + np.exp(np.minimum((distance / radius - 1) * 14, 40))))
    place = cv2.getPerspectiveTransform(
        np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32),
        corners.astype(np.float32),
    )
    seen = cv2.warpPerspective(spots, place, (shot.width_px, shot.height_px), flags=cv2.INTER_LINEAR)
    return np.asarray(plane + 330 * seen[:, :, np.newaxis], np.float32)


def _developed(plane: NDArray[np.float32], shot: Shot, chance: np.random.Generator) -> Picture:
    """What lens, hand and sensor make of it."""
    if shot.blur:
        plane = np.asarray(cv2.GaussianBlur(plane, (0, 0), shot.blur * shot.width_px), np.float32)
    length = shot.motion[0] * shot.width_px
    if length >= 1:
        reach = int(np.ceil(length / 2)) + 1
        kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
        step = np.array([np.cos(np.radians(shot.motion[1])), np.sin(np.radians(shot.motion[1]))]) * length / 2
        ends = [tuple(round(float(v) * 16) for v in reach + sign * step) for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA, 4)
        plane = np.asarray(cv2.filter2D(plane, -1, kernel / kernel.sum()), np.float32)
    if shot.noise:
        # Half of a sensor's noise is shot noise, larger in the dark parts of a picture with much gain.
        field = chance.standard_normal(plane.shape, dtype=np.float32)
        plane = plane + shot.noise * field
    picture = np.clip(plane, 0, 255).astype(np.uint8)
    if shot.jpeg:
        packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, shot.jpeg])[1]
        picture = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)
    return picture
