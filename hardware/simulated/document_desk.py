"""A document camera over a desk on which drawn documents come to lie.

Responsible for: its pictures, small ones in a stream and large ones as stills. Not for: how a photograph
comes to be (``photograph``), what lies when (``desk_script``). A photograph is dear, so one is taken when
something else is laid down; noise that changes with every picture is laid over it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from hardware.devices import Picture, Size
from hardware.opencv import cv2
from hardware.simulated.desk_script import DeskFault, DeskScript, Laid
from hardware.simulated.desks import Desk
from hardware.simulated.documents import Document, draw
from hardware.simulated.grain import Grain
from hardware.simulated.photograph import Shot, photograph

DESK_STILL: Size = (1920, 1080)
_GRAIN = 2
_MOVES_PX_S = 240.0
_MOVES_WITHIN_PX = 60.0


@dataclass(frozen=True)
class Lies:
    """What is laid down: by ``script``, or, while the file ``switch`` is there, what it says. ``person`` is
    whose documents they are, ``seed`` decides desk, light and how they are laid.
    """

    script: DeskScript
    switch: Path | None
    person: int
    seed: int

    def at(self, since_start_s: float) -> Laid:
        if self.switch is not None:
            try:
                return Laid.parse(self.switch.read_text(encoding="utf-8").strip())
            except FileNotFoundError:
                pass
            except ValueError:
                return Laid()  # half written; the next picture reads it again
        return self.script.at(since_start_s)


class Laying(Protocol):
    """Somebody who lays documents down: ``Lies``, or a ``Participant``."""

    @property
    def person(self) -> int: ...
    @property
    def seed(self) -> int: ...
    def at(self, since_start_s: float) -> Laid: ...


class DocumentDesk:
    """``Pictures`` of the desk; times count from the first."""

    def __init__(self, lies: Laying, size: Size, still: Size) -> None:
        self._lies = lies
        self._size = size
        self._still = still
        self._began_s: float | None = None
        self._grain = Grain(_GRAIN, *size)

    def picture(self, number: int, at_s: float) -> Picture:
        """(h, w, 3) BGR, new."""
        return self._grain.on(self._seen(at_s, self._size), number)

    def still(self, number: int, at_s: float) -> Picture:
        return self._seen(at_s, self._still).copy()

    def close(self) -> None:
        """Nothing is held."""

    def _seen(self, at_s: float, size: Size) -> Picture:
        if self._began_s is None:
            self._began_s = at_s
        since_s = at_s - self._began_s
        laid = self._lies.at(since_s)
        # The same photograph, moved: taking another one is dear.
        lying = replace(laid, faults=laid.faults - {DeskFault.MOVING})
        taken = _taken(lying, self._lies.person, self._lies.seed, size)
        if DeskFault.MOVING not in laid.faults:
            return taken
        swing = abs((since_s * _MOVES_PX_S / _MOVES_WITHIN_PX) % 2 - 1)
        move = (swing - 0.5) * _MOVES_WITHIN_PX * size[0] / 1280
        place = np.array([[1, 0, move], [0, 1, 0.4 * move]], np.float64)
        moved = cv2.warpAffine(taken, place, size, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(moved, dtype=np.uint8)


@lru_cache(maxsize=8)
def _taken(laid: Laid, person: int, seed: int, size: Size) -> Picture:
    drawing = None if laid.document is None else draw(laid.document, person)
    picture, _ = photograph(drawing, shot_of(laid, seed, size))
    picture.flags.writeable = False
    return picture


def shot_of(laid: Laid, seed: int, size: Size) -> Shot:
    """A good shot, but for its faults. Pages lie across, with their top to the left."""
    chance = np.random.default_rng((seed, *bytes(laid.document or "", "ascii")))
    width, height = size
    lying = laid.document is not None and not laid.document.is_card
    across = not lying or laid.document is Document.KK
    faults = laid.faults
    shot = Shot(
        width_px=width,
        height_px=height,
        # The guide is as high as 0.66 (cards) and 0.88 (pages) of the picture.
        long_side=(0.66 * 1.586 * 0.92 if not lying else 0.88 * 1.414 * 0.90) * height / width,
        tilt_x=chance.uniform(-7, 7),
        tilt_y=chance.uniform(-7, 7),
        turn=chance.normal(0, 1.5) - (0 if across else 90),
        desk=list(Desk)[seed % len(Desk)],
        dark_desk=bool(seed // len(Desk) % 2),
        desk_seed=seed,
        exposure=0.92,
        slope=(chance.uniform(-0.1, 0.1), chance.uniform(-0.1, 0.1)),
        noise=1.0,
        blur=0.4 / 1280,
        jpeg=0,
        seed=seed,
    )
    if DeskFault.TILT in faults:
        shot = replace(shot, tilt_x=16.0, tilt_y=-14.0, long_side=shot.long_side * 0.94)
    if DeskFault.TURNED in faults:
        # As much as still fits into the picture.
        shot = replace(shot, turn=shot.turn + 38.0, long_side=shot.long_side * 0.86)
    if DeskFault.FAR in faults:
        shot = replace(shot, long_side=shot.long_side * 0.55)
    if DeskFault.CUT in faults:
        shot = replace(shot, at=(0.5 + 0.5 - 0.2 * shot.long_side, 0.5))
    if DeskFault.DARK in faults:
        shot = replace(shot, exposure=0.16)
    if DeskFault.GLARE in faults:
        shot = replace(shot, exposure=0.75, glare=((0.45, 0.5, 0.24),))
    if DeskFault.BLUR in faults:
        shot = replace(shot, blur=4.0 / 1280)
    if DeskFault.SHAKE in faults:
        shot = replace(shot, motion=(18.0 / 1280, 25.0))
    if DeskFault.NOISE in faults:
        shot = replace(shot, noise=7.0)
    return shot
