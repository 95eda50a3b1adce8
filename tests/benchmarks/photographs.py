"""Photographs of drawn documents by seed, with what is true of each.

Responsible for: choosing shots as people and booths make them: good ones between limits that a careful
person keeps without trying, bad ones with one clear fault each. Not for: drawing and photographing
(``hardware.simulated``), judging (``capture``). What lies between good and bad is not generated: there
nobody could say what is right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from booth_client.core.capture import CARD, PAGE, PAGE_ACROSS, Flaw, Format, Guide, Side
from hardware.devices import Picture
from hardware.simulated.desks import Desk
from hardware.simulated.documents import Document, Drawing, draw
from hardware.simulated.photograph import Corners, Finger, Pen, Shot, corners_of, photograph

SIZES = ((1280, 720), (1280, 720), (1280, 720), (1920, 1080))
"""What booth cameras deliver."""
DOCUMENTS = (
    Document.KTP, Document.KPJ, Document.KTP, Document.KPJ_BACK, Document.KTP_BACK, Document.KPJ,
    Document.KK, Document.LETTER, Document.BANK, Document.KK, Document.LETTER_2, Document.KTP,
)  # fmt: skip
FAULTS: tuple[Flaw | None, ...] = (
    None, Flaw.DARK, None, Flaw.GLARE, None, Flaw.BLURRED, None, Flaw.CUT_OFF, None, Flaw.BLURRED,
    None, Flaw.TOO_FAR, None, Flaw.GLARE, None, Flaw.CUT_OFF, None, Flaw.DARK, None, Flaw.NOTHING,
    None, Flaw.WRONG_SIDE, None, Flaw.BLURRED, None,
)  # fmt: skip
"""Every second picture is good, in a cycle without a common factor with the documents."""
SKINS = ((106, 146, 196), (84, 122, 176), (60, 86, 128), (128, 166, 212))


@dataclass(frozen=True)
class Sample:
    """``shot`` shows ``drawing`` (None: an empty desk); ``flaw`` None: it is good. ``side`` is what is
    asked for.
    """

    number: int
    drawing: Drawing | None
    shot: Shot
    form: Format
    side: Side
    flaw: Flaw | None

    def taken(self) -> tuple[Picture, Corners | None]:
        return photograph(self.drawing, self.shot)

    def again(self) -> Sample:
        """The next attempt of the same person: hand and noise are others."""
        chance = np.random.default_rng((self.number, 7))
        at = self.shot.at[0] + chance.normal(0, 0.004), self.shot.at[1] + chance.normal(0, 0.004)
        turn = self.shot.turn + chance.normal(0, 0.7)
        return replace(self, shot=replace(self.shot, at=at, turn=turn, seed=self.shot.seed + 1_000_003))


def sample(number: int) -> Sample:
    chance = np.random.default_rng(number)
    document = DOCUMENTS[number % len(DOCUMENTS)]
    flaw = FAULTS[number % len(FAULTS)]
    if flaw is Flaw.WRONG_SIDE:
        document = (Document.KTP_BACK, Document.KTP)[number // len(FAULTS) % 2]
    drawing = draw(document, 1 + number % 40)
    form = CARD if document.is_card else PAGE_ACROSS if document is Document.KK else PAGE
    side = _side(document, flaw)
    shot = _laid(chance, drawing, form)
    shot = _spoiled(chance, shot, drawing, form, flaw)
    return Sample(number, None if flaw is Flaw.NOTHING else drawing, shot, form, side, flaw)


def _side(document: Document, flaw: Flaw | None) -> Side:
    asked = {Document.KTP: Side.PORTRAIT, Document.KTP_BACK: Side.NO_PORTRAIT}.get(document, Side.ANY)
    if flaw is not Flaw.WRONG_SIDE:
        return asked
    return Side.NO_PORTRAIT if asked is Side.PORTRAIT else Side.PORTRAIT


def _laid(chance: np.random.Generator, drawing: Drawing, form: Format) -> Shot:
    """A good shot: in the guide, tilted up to 20°, on any desk, in the light of a room."""
    width, height = SIZES[chance.integers(len(SIZES))]
    across = form is not PAGE or chance.random() < 0.6
    guide = Guide.of(form, width, height, across=across)
    fill = chance.uniform(0.86, 1.02) if form is CARD else chance.uniform(0.84, 0.99)
    turn = chance.normal(0, 3.0) if form is CARD else chance.normal(0, 1.6)
    if form is PAGE and across:
        turn -= 90
    tilt = 20.0 * chance.uniform(-1, 1, 2) * (1.0 if form is CARD else 0.8)
    shot = Shot(
        width_px=width,
        height_px=height,
        long_side=(guide.width if across else guide.height * height / width) * fill,
        at=(0.5 + chance.normal(0, 0.012), 0.5 + chance.normal(0, 0.012)),
        tilt_x=tilt[0],
        tilt_y=tilt[1],
        turn=turn,
        focal=chance.uniform(0.85, 1.5),
        clutter=_clutter(chance) if chance.random() < 0.25 else (),
        desk=list(Desk)[chance.integers(len(Desk))],
        dark_desk=bool(chance.random() < 0.5),
        desk_seed=int(chance.integers(1 << 30)),
        exposure=chance.uniform(0.62, 1.04),
        warmth=chance.uniform(-0.07, 0.07),
        slope=(chance.uniform(-0.25, 0.25), chance.uniform(-0.25, 0.25)),
        shadow=chance.uniform(0.2, 1.0),
        cast=(chance.uniform(0.2, 0.8), chance.uniform(0, 360), chance.uniform(0.1, 0.35))
        if chance.random() < 0.3
        else None,
        fingers=_fingers(chance) if chance.random() < 0.3 else (),
        skin=SKINS[chance.integers(len(SKINS))],
        glare=((chance.uniform(0.1, 0.9), chance.uniform(0.1, 0.9), chance.uniform(0.02, 0.07)),)
        if form is CARD and chance.random() < 0.25
        else (),
        blur=chance.uniform(0.0, 0.75) / 1280,
        noise=chance.uniform(1.0, 5.0),
        jpeg=int(chance.integers(78, 96)),
        seed=int(chance.integers(1 << 30)),
    )
    return _into_view(shot, drawing)


def _clutter(chance: np.random.Generator) -> tuple[Pen, ...]:
    """A pen, a ruler or the edge of another sheet, at the rim of the picture where nothing else lies."""
    side = chance.integers(4)
    one, other = chance.uniform(0, 1, 2)
    near, far = chance.uniform(0.0, 0.07, 2)
    ends = [(one, near, other, far), (one, 1 - near, other, 1 - far), (near, one, far, other)]
    ends.append((1 - near, one, 1 - far, other))
    colours = ((30, 30, 30), (160, 60, 30), (40, 40, 190), (235, 235, 235))
    return (Pen(ends[side], chance.uniform(0.006, 0.05), colours[chance.integers(len(colours))]),)


def _fingers(chance: np.random.Generator) -> tuple[Finger, ...]:
    count = 1 + int(chance.random() < 0.4)
    # Thumbs hold a document by its left and right or its lower side, not over its corners.
    places = [0.25 + 0.25 * chance.integers(3) + chance.uniform(0.07, 0.18) for _ in range(count)]
    return tuple(Finger(at, chance.uniform(0.03, 0.10), chance.uniform(0.06, 0.12)) for at in places)


def _into_view(shot: Shot, drawing: Drawing) -> Shot:
    """Moved and, where it must be, moved away until it lies in the picture as a whole."""
    for _ in range(40):
        corners = corners_of(drawing, shot)
        low, high = corners.min(axis=0), corners.max(axis=0)
        room = np.array([shot.width_px, shot.height_px])
        if (low > 0.012 * room).all() and (high < 0.988 * room).all():
            return shot
        middle = (low + high) / 2 / room
        at = shot.at[0] + 0.5 - float(middle[0]), shot.at[1] + 0.5 - float(middle[1])
        shot = replace(shot, at=at, long_side=shot.long_side * 0.985)
    raise AssertionError("no place for the document")


def _spoiled(
    chance: np.random.Generator, shot: Shot, drawing: Drawing, form: Format, flaw: Flaw | None
) -> Shot:
    match flaw:
        case Flaw.DARK:
            return replace(shot, exposure=chance.uniform(0.06, 0.26), noise=chance.uniform(2, 6), glare=())
        case Flaw.GLARE:
            area = chance.uniform(0.13, 0.30)
            ratio = drawing.height_mm / drawing.width_mm
            short = min(ratio, 1 / ratio)
            radius = float(np.sqrt(area * short * 1.25 / np.pi))
            spot = (chance.uniform(0.32, 0.68), chance.uniform(0.35, 0.65), radius)
            return replace(shot, glare=(spot,), exposure=chance.uniform(0.5, 0.85))
        case Flaw.BLURRED if chance.random() < 0.5:
            way = chance.uniform(0, 360)
            return replace(shot, motion=(chance.uniform(11, 30) / 1280, way), blur=0.5 / 1280)
        case Flaw.BLURRED:
            return replace(shot, blur=chance.uniform(2.8, 6.0) / 1280)
        case Flaw.CUT_OFF:
            return _pushed_out(chance, shot, drawing)
        case Flaw.TOO_FAR:
            return replace(shot, long_side=shot.long_side * chance.uniform(0.45, 0.66))
        case _:
            return shot


def _pushed_out(chance: np.random.Generator, shot: Shot, drawing: Drawing) -> Shot:
    """Over one border, or over the corner between two, by an eighth to a half."""
    corners = corners_of(drawing, shot)
    room = np.array([shot.width_px, shot.height_px])
    low, high = corners.min(axis=0) / room, corners.max(axis=0) / room
    axis = int(chance.integers(2))
    both = chance.random() < 0.25
    at = list(shot.at)
    for one in (axis, 1 - axis) if both else (axis,):
        out = chance.uniform(0.12, 0.5) * (high[one] - low[one])
        at[one] += out + (1 - high[one]) if chance.random() < 0.5 else -(out + low[one])
    return replace(shot, at=(at[0], at[1]), fingers=())
