"""What both applications look like: the only place where a colour, a type size or a radius is written down.

Responsible for: the two palettes (kiosk light, console dark), the identity of booths, type, space, form,
the scale to the screen, and the fonts. Not for: icons (``icons``) or the layout of a screen.

Colours are ``"#RRGGBB"`` strings, which QColor and style sheets both take. Lengths are logical pixels of the
1920×1080 design; a view passes each through its ``Scale``. GUI thread only, except the constants.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from assets import asset_path


class Kiosk:
    """The booth's palette: light, readable at sixty, it lights the face. No red: it reads as a mistake."""

    BG: Final = "#F3F5F2"
    SURFACE: Final = "#FFFFFF"
    INK: Final = "#14202B"
    INK2: Final = "#3B4854"
    LINE: Final = "#C5CCD0"
    EDGE: Final = "#6B7783"
    """Around every control."""
    PRIMARY: Final = "#0B4A86"
    PRESSED: Final = "#083A6B"
    ON_PRIMARY: Final = "#FFFFFF"
    TINT: Final = "#E4EDF6"
    HEARD: Final = "#0B5F36"
    """The officer hears: the same fact as the officer's green key."""
    ON_HEARD: Final = "#FFFFFF"
    ANNOUNCE: Final = "#3A2C78"
    ON_ANNOUNCE: Final = "#FFFFFF"
    HELP: Final = "#FFC247"
    ON_HELP: Final = "#14202B"
    HELP_EDGE: Final = "#8A5A00"
    TAKE_BACK: Final = "#FFF3D6"
    TAKE_BACK_EDGE: Final = "#8A5A00"
    VEIL: Final = "#DDE4E6"
    GOOD: Final = "#3CCB7F"
    """What is right about a document before the camera; on the ink of the bar beneath, 7.9."""
    MARK: Final = "#FFFFFF"
    """The corners of the frame in which a document is to lie."""


class Console:
    """The officer's palette: graphite, so that faces and lamps are the brightest things on it."""

    B0: Final = "#12161A"
    """Window."""
    B1: Final = "#1A1F25"
    """Panel, tile."""
    B2: Final = "#232A32"
    """Focus panel, key."""
    B3: Final = "#2E3740"
    """Selected row, key under the mouse."""
    CANVAS: Final = "#0D1013"
    """Behind documents and pictures."""
    LINE: Final = "#36404A"
    EDGE: Final = "#717E8A"
    T1: Final = "#E9ECEF"
    T2: Final = "#B4BDC6"
    T3: Final = "#8D98A3"
    """Never on B3."""
    DEAD: Final = "#585E64"
    """Text of a key that cannot be used; nothing that has to be read."""
    PAPER: Final = "#E9ECEF"
    """Ticks, primary buttons, the chosen half of a switch."""
    ON_PAPER: Final = "#10151B"
    VEIL: Final = "#2A323A"
    """Over a held booth."""
    TALK: Final = "#D3262C"
    ON_TALK: Final = "#FFFFFF"
    LISTEN: Final = "#37C978"
    ON_LISTEN: Final = "#0B1A12"
    LISTEN_TINT: Final = "#10281C"
    LISTEN_EDGE: Final = "#1F7A4A"
    NEXT: Final = "#FFB020"
    ON_NEXT: Final = "#1C1403"
    NEXT_TINT: Final = "#2E2410"
    NEXT_EDGE: Final = "#9A6C14"
    DIM: Final = 0.43
    """Opacity of the canvas laid over a picture that is no longer live."""
    SCRIM: Final = 0.72
    """Opacity of the canvas laid over everything below the lamps while a dialog asks."""


BADGE_INK: Final = "#10151B"


class Shape(StrEnum):
    """The outline of a booth's badge."""

    CIRCLE = "circle"
    DIAMOND = "diamond"
    SQUARE = "square"
    HEXAGON = "hexagon"
    TRIANGLE = "triangle"
    ARCH = "arch"


@dataclass(frozen=True)
class BoothLook:
    """How a booth is recognised, together with its number: the same on door, screen, tile and document."""

    shape: Shape
    colour: str
    digit: str
    """Colour of the number on ``colour``."""


_BOOTH_LOOKS: Final = (
    BoothLook(Shape.CIRCLE, "#6C80FF", BADGE_INK),
    BoothLook(Shape.DIAMOND, "#E39BCB", BADGE_INK),
    BoothLook(Shape.SQUARE, "#8A5F86", "#FFFFFF"),
    BoothLook(Shape.HEXAGON, "#F5EFDA", BADGE_INK),
    BoothLook(Shape.TRIANGLE, "#B57F47", BADGE_INK),
    BoothLook(Shape.ARCH, "#86DDF7", BADGE_INK),
)


def booth_look(number: int) -> BoothLook:
    """The look of booth ``number`` (from 1). Above six the looks come round again, the number decides."""
    return _BOOTH_LOOKS[(number - 1) % len(_BOOTH_LOOKS)]


class Weight(IntEnum):
    """The three weights that the fonts are shipped in."""

    BODY = 500
    LABEL = 600
    TITLE = 700


@dataclass(frozen=True)
class Type:
    """One step of the type scale: size and line height in pixels of the design."""

    size_px: int
    line_px: int
    weight: Weight


class KioskType:
    """Capitals of 5 mm need 28 px on a 22-inch screen, so nothing is smaller than ``LEAST``."""

    HERO: Final = Type(84, 96, Weight.TITLE)
    TITLE: Final = Type(64, 76, Weight.TITLE)
    SECOND: Final = Type(44, 56, Weight.LABEL)
    BODY: Final = Type(34, 48, Weight.BODY)
    BUTTON: Final = Type(34, 44, Weight.TITLE)
    LEAST: Final = Type(28, 38, Weight.BODY)
    CLAIM: Final = Type(76, 88, Weight.TITLE)
    """A title that stands alone in the middle or above a number: *waiting*, *reconnecting*."""
    START: Final = Type(72, 84, Weight.TITLE)
    QUOTE: Final = Type(60, 76, Weight.TITLE)
    NOTICE: Final = Type(48, 62, Weight.TITLE)
    CHOICE: Final = Type(44, 56, Weight.TITLE)
    PANEL: Final = Type(40, 50, Weight.TITLE)
    LEAD: Final = Type(38, 54, Weight.BODY)
    NAME: Final = Type(36, 44, Weight.TITLE)
    FACT: Final = Type(32, 40, Weight.TITLE)
    """First sentence of the privacy line."""
    REASON: Final = Type(46, 58, Weight.TITLE)
    """The one reason beneath the live picture of a document."""
    SIDE: Final = Type(56, 66, Weight.TITLE)
    """A title in the column beside a picture."""
    KEY: Final = Type(64, 76, Weight.TITLE)
    CELL: Final = Type(48, 60, Weight.TITLE)
    """One figure of a number that is being typed."""


class ConsoleType:
    PAGE: Final = Type(28, 36, Weight.TITLE)
    LAMP: Final = Type(22, 28, Weight.LABEL)
    FOCUS: Final = Type(18, 24, Weight.LABEL)
    BASE: Final = Type(15, 20, Weight.BODY)
    LABEL: Final = Type(15, 20, Weight.LABEL)
    SECOND: Final = Type(14, 18, Weight.BODY)
    KEY_CAP: Final = Type(13, 16, Weight.LABEL)
    """Key caps only."""


class Space:
    """Distances between things."""

    XXS: Final = 4
    XS: Final = 8
    S: Final = 12
    M: Final = 16
    L: Final = 24
    XL: Final = 32


class KioskForm:
    MARGIN: Final = 48
    HEADER_TOP: Final = 24
    HEADER: Final = 96
    """Badge, privacy line and language, from ``HEADER_TOP``."""
    BADGE: Final = 76
    LANGUAGE: Final = 336
    CONTENT_TOP: Final = 152
    CONTENT: Final = 752
    FOOTER: Final = 144
    GAP: Final = 32
    PICTURE: Final = 1272
    SIDE: Final = 520
    SELF_VIEW: Final = 292
    CAMERA: Final = 1216
    """Live picture of a document, with the bar of the reason beneath it."""
    CAMERA_HEIGHT: Final = 636
    BESIDE_CAMERA: Final = 560
    NUMBER: Final = 1036
    SLIP: Final = 452
    TARGET_LEAST: Final = 80
    BUTTON: Final = 96
    BUTTON_GAP: Final = 24
    PRIMARY_LEAST: Final = 136
    PRIMARY: Final = 184
    RADIUS_CONTROL: Final = 14
    RADIUS_CARD: Final = 18
    STROKE_CONTROL: Final = 3
    STROKE_CARD: Final = 2
    ICON: Final = 44


@dataclass(frozen=True)
class ConsoleForm:
    """Lengths of the console; ``CONSOLE_COMPACT`` has those for small screens under the same names."""

    margin: int = 16
    gap: int = 12
    top: int = 44
    lamps: int = 68
    lamp_shares: tuple[int, int, int] = (200, 115, 115)
    """Widths of the three lamps: 2 : 1.15 : 1.15."""
    tile_width: int = 304
    tile: int = 280
    tile_head: int = 36
    tile_name: int = 30
    tile_keys: int = 40
    tile_low: int = 127
    """Height of a tile that makes room for papers that are compared."""
    shortcuts: int = 30
    key: int = 36
    button: int = 36
    face_single: int = 648
    band: int = 8
    """Edge of a document, in its booth's colour."""
    radius_key: int = 5
    radius_panel: int = 8
    radius_focus: int = 10
    stroke: int = 1
    stroke_state: int = 3
    icon: int = 18
    icon_lamp: int = 34
    badge: int = 28
    badge_lamp: int = 44


CONSOLE: Final = ConsoleForm()
CONSOLE_COMPACT: Final = ConsoleForm(
    margin=10,
    gap=8,
    top=40,
    lamps=56,
    lamp_shares=(192, 115, 123),
    tile_width=217,
    tile=193,
    tile_head=34,
    tile_name=0,
    tile_keys=36,
    tile_low=116,
    shortcuts=0,
    key=28,
    button=34,
    icon_lamp=28,
    badge_lamp=34,
)


@dataclass(frozen=True)
class Scale:
    """How lengths of the design become lengths on this screen."""

    factor: float = 1.0
    compact: bool = False
    """Console only: too small a screen for names, words on keys and the line of shortcuts."""

    def px(self, length: float) -> int:
        """``length`` pixels of the design on this screen; what is not zero stays at least one pixel."""
        return max(1, round(length * self.factor)) if length else 0


def kiosk_scale(width_px: int, height_px: int) -> Scale:
    """The kiosk keeps its proportions on every monitor: it is looked at from the same chair."""
    return Scale(min(width_px / 1920, height_px / 1080))


def console_scale(width_px: int, height_px: int) -> Scale:
    """The console never shrinks its type; small screens get the compact form instead."""
    factor = 0.9 * min(width_px / 1920, height_px / 1080)
    return Scale(min(max(1.0, factor), 1.2), compact=width_px < 1600 or height_px < 900)


def console_form(scale: Scale) -> ConsoleForm:
    return CONSOLE_COMPACT if scale.compact else CONSOLE


class FontError(RuntimeError):
    """Qt cannot read a font file that the project ships."""


_FAMILIES: Final = ("Inter", "Noto Sans")
_FONT_FILES: Final = (
    "Inter-Medium.ttf",
    "Inter-SemiBold.ttf",
    "Inter-Bold.ttf",
    "NotoSans-Medium.ttf",
    "NotoSans-Bold.ttf",
)
_LARGE_PX: Final = 44
_LARGE_TRACKING: Final = -0.02
"""In units of the size: Inter is spaced for text and looks loose in titles."""


def load_fonts() -> None:
    """Make the shipped fonts known to Qt; once, after the QApplication exists.

    Raises:
        FontError, FileNotFoundError: with the file's name; in a stranger's font every layout would break.
    """
    for name in _FONT_FILES:
        if QFontDatabase.addApplicationFont(str(asset_path("fonts", name))) < 0:
            raise FontError(f"The font {name} is damaged; install the program again.")


def kiosk_font(step: Type, scale: Scale) -> QFont:
    """``step`` of the booth's type scale on this screen, with tabular figures and the zero of everyday."""
    return _face(step, scale, step.weight, "tnum")


def font(step: Type, scale: Scale, weight: Weight | None = None) -> QFont:
    """``step`` of the type scale on this screen, with tabular figures and slashed zero."""
    return _face(step, scale, weight or step.weight, "tnum", "zero")


def _face(step: Type, scale: Scale, weight: Weight, *features: str) -> QFont:
    # A copy, which Qt makes when it is changed: to put one together takes as long as to paint with it.
    return QFont(_put_together(step, scale, weight, features))


@lru_cache(maxsize=256)
def _put_together(step: Type, scale: Scale, weight: Weight, features: tuple[str, ...]) -> QFont:
    face = QFont(list(_FAMILIES))
    size_px = scale.px(step.size_px)
    face.setPixelSize(size_px)
    face.setWeight(QFont.Weight(weight))
    for feature in features:
        face.setFeature(QFont.Tag.fromString(feature), 1)
    if step.size_px >= _LARGE_PX:
        face.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _LARGE_TRACKING * size_px)
    return face
