"""Desks to lay documents on: plain, wood, cloth, speckled stone, each light or dark.

Responsible for: their pixels by seed. Not for: what lies on them (``photograph``).
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hardware.devices import Picture
from hardware.opencv import cv2

Plane = NDArray[np.float32]
"""(height, width, 3) BGR, 0 … 255."""


class Desk(StrEnum):
    """What it is made of."""

    PLAIN = "plain"
    WOOD = "wood"
    CLOTH = "cloth"
    STONE = "stone"


@lru_cache(maxsize=8)
def desk(kind: Desk, *, dark: bool, seed: int, width_px: int, height_px: int) -> Picture:
    """Seen from above, evenly lit. Must not be written to."""
    chance = np.random.default_rng(seed)
    level = chance.uniform(22, 80) if dark else chance.uniform(140, 225)
    tint = chance.uniform(0.86, 1.14, 3)
    if kind is Desk.WOOD:
        tint = np.array([0.62, 0.84, 1.06]) * chance.uniform(0.94, 1.06, 3)
    plane = np.ones((height_px, width_px, 3), np.float32) * (level * tint).astype(np.float32)
    # Textures are a matter of the desk, not of the sensor: they grow with the picture.
    unit_px = width_px / 1280
    match kind:
        case Desk.WOOD:
            plane *= _wood(chance, width_px, height_px, unit_px)
        case Desk.CLOTH:
            plane *= _cloth(chance, width_px, height_px, unit_px)
        case Desk.STONE:
            plane *= _stone(chance, width_px, height_px, unit_px)
        case Desk.PLAIN:
            unevenness = _noise(chance, width_px, height_px, 60 * unit_px, 60 * unit_px)
            plane *= 1 + 0.02 * unevenness[:, :, np.newaxis]
    drawn: Picture = np.clip(plane, 0, 255).astype(np.uint8)
    drawn.flags.writeable = False
    return drawn


def _wood(chance: np.random.Generator, width: int, height: int, unit: float) -> Plane:
    """Long grain and, now and then, the joint of two boards."""
    size = (width * 2, height * 2)
    grain = 0.10 * _noise(chance, *size, 260 * unit, 3 * unit) + 0.06 * _noise(
        chance, *size, 500 * unit, 18 * unit
    )
    if chance.random() < 0.5:
        at = int(chance.uniform(0.2, 0.8) * height * 2)
        grain[at : at + max(2, round(3 * unit))] -= 0.4
    turn = cv2.getRotationMatrix2D((width, height), float(chance.uniform(0, 180)), 1.6)
    turned = cv2.warpAffine(grain, turn, size, borderMode=cv2.BORDER_REFLECT)
    top, left = height // 2, width // 2
    return 1 + np.asarray(turned, np.float32)[top : top + height, left : left + width, np.newaxis]


def _cloth(chance: np.random.Generator, width: int, height: int, unit: float) -> Plane:
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / max(unit, 1e-3)
    pitch = chance.uniform(4, 9)
    weave = np.sin(2 * np.pi * x / pitch) * np.sin(2 * np.pi * y / pitch)
    folds = _noise(chance, width, height, 160 * unit, 90 * unit)
    return np.asarray(1 + 0.05 * weave + 0.07 * folds, np.float32)[:, :, np.newaxis]


def _stone(chance: np.random.Generator, width: int, height: int, unit: float) -> Plane:
    fine = _noise(chance, width, height, 2 * unit, 2 * unit)
    veins = np.abs(_noise(chance, width, height, 70 * unit, 40 * unit))
    return np.asarray(1 + 0.07 * fine - 0.10 * np.exp(-veins * 6), np.float32)[:, :, np.newaxis]


def _noise(
    chance: np.random.Generator, width: int, height: int, wide_px: float, high_px: float
) -> NDArray[np.float32]:
    """Smooth noise of spread 1 whose blobs are so wide and so high."""
    small = (max(2, round(height / max(high_px, 1))), max(2, round(width / max(wide_px, 1))))
    field = chance.normal(0, 1, small).astype(np.float32)
    return np.asarray(cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
