"""Draws the people of ``people`` in the flat style of the design: room, body, head, and the face that moves.

Responsible for: shapes. Not for: colours (``people``), motion (``scene``). Body, head and face are drawn
around the person's own axis (x = 0); y as in the 640 x 360 picture.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from hardware.simulated.canvas import HEIGHT, WIDTH, Canvas, shape
from hardware.simulated.people import Dress, Hair, Look

FACE = "M -64 150 C -66 96 -40 84 0 84 C 40 84 66 96 64 150 C 64 192 34 247 0 247 C -34 247 -64 192 -64 150 Z"
SHADE = "M 36 84 C 58 150 44 216 0 247 C 34 247 66 192 64 150 C 66 110 56 90 36 84 Z"
NECK = "M -38 200 L 38 200 L 38 258 Q 0 282 -38 258 Z"
SHOULDERS = (
    "M -46 249 C -70 268 -120 270 -154 284 C -192 300 -214 326 -221 372 L 221 372 C 214 326 192 300 154 284 "
    "C 120 270 70 268 46 249 Q 0 282 -46 249 Z"
)
GLASSES = "#2E363B"


def draw_room(canvas: Canvas, look: Look) -> None:
    """Everything behind the person."""
    canvas.box(look.wall, -400, -200, WIDTH + 800, HEIGHT + 400)
    if look.dress is Dress.BLAZER:
        _office(canvas, look)
        return
    for joint in range(-6, 16):
        canvas.box(look.joint, 57.8 + joint * 65.7, -200, 2.4, 495)
    canvas.box(look.desk, -400, 295, WIDTH + 800, 400)


def draw_body(canvas: Canvas, look: Look) -> None:
    """Neck, shoulders and dress, and hair that falls behind them."""
    if look.hair_style is Hair.BOB:
        canvas.fill(
            look.hair,
            "M -88 170 C -90 92 -62 46 0 46 C 62 46 90 92 88 170 C 88 200 90 220 97 247 L -97 247 "
            "C -90 220 -88 200 -88 170 Z",
        )
    match look.dress:
        case Dress.HIJAB:
            canvas.fill(look.cloth, SHOULDERS)
        case Dress.PLAIN:
            canvas.fill(look.neck, NECK)
            canvas.fill(
                look.cloth,
                "M -42 247 C -60 266 -116 268 -150 282 C -190 298 -214 324 -221 372 L 221 372 C "
                "214 324 190 298 "
                "150 282 C 116 268 60 266 42 247 C 30 290 -30 290 -42 247 Z",
            )
            canvas.fill(look.neck, "M -42 247 C -30 290 30 290 42 247 L 30 232 L -30 232 Z")
        case Dress.BATIK | Dress.COLLAR | Dress.KOKO:
            _shirt(canvas, look)
        case Dress.BLAZER:
            _blazer(canvas, look)


def draw_head(canvas: Canvas, look: Look) -> None:
    """The head without the parts that move."""
    match look.hair_style:
        case Hair.HIJAB:
            _hijab(canvas, look)
            return
        case Hair.SHORT:
            canvas.fill(
                look.hair,
                "M -75 146 C -82 88 -50 54 0 54 C 50 54 82 88 75 146 L 70 152 L 50 110 L -50 110 L -70 152 Z",
            )
        case Hair.CURLS:
            canvas.fill(look.hair, "M -72 150 L -74 110 L 74 110 L 72 150 Z")
        case Hair.PECI:
            canvas.fill(look.hair, "M -70 148 L -70 112 L 70 112 L 70 148 Z")
        case Hair.BUN:
            canvas.ellipse(look.hair, 0, 46, 30, 30)
            canvas.fill(look.hair, "M -70 150 C -72 82 -36 54 0 54 C 36 54 72 82 70 150 Z")
        case Hair.BOB:
            pass
    if look.hair_style is not Hair.BUN:
        for side in (-1, 1):
            canvas.ellipse(look.neck, side * 69, 162, 8.5, 16.5)
    canvas.fill(look.skin, FACE)
    canvas.fill(look.shade, SHADE)
    _hair_in_front(canvas, look)
    _nose(canvas, look)


def draw_eyes(canvas: Canvas, look: Look, *, lids: float, raised: bool) -> None:
    """Eyes, brows and glasses. ``lids``: 0 open … 1 shut; ``raised``: the brows."""
    lift = -1.5 if raised else 0.0
    for side in (-1, 1):
        _eye(canvas, look, side * 28.5, 159, lids)
        brow = QPainterPath(QPointF(side * 13, 138 + lift))
        brow.quadTo(QPointF(side * 30, 131 + lift), QPointF(side * 45, 140 + lift))
        canvas.line(look.brows, 5.5, brow)
    if look.glasses:
        for side in (-1, 1):
            frame = QPainterPath()
            frame.addRoundedRect(side * 29.5 - 25, 142, 50, 37, 13, 13)
            canvas.line(GLASSES, 3.2, frame)
            canvas.line(GLASSES, 3.2, f"M {side * 54.5:.1f} 154 L {side * 63:.1f} 152")
        canvas.line(GLASSES, 3.2, "M -4.5 156 Q 0 151 4.5 156")


def draw_mouth(canvas: Canvas, look: Look, opening: float) -> None:
    """``opening``: 0 shut … 1 wide open."""
    if opening < 0.15:
        canvas.line(look.lips, 4.2, "M -23 215 Q 0 225 23 215")
    else:
        depth = 219 + 22 * opening
        lips = shape(f"M -20 210 Q 0 215 20 210 Q 19 {depth:.1f} 0 {depth:.1f} Q -19 {depth:.1f} -20 210 Z")
        canvas.fill("#6E2525", lips)
        canvas.clip(lips)
        canvas.fill("#FAF6F0", "M -21 209 Q 0 214 21 209 L 18 217 Q 0 222 -18 217 Z")
        canvas.unclip()
    if look.moustache:
        canvas.fill(
            look.moustache,
            "M -26 206 C -18 194 -6 197 0 199 C 6 197 18 194 26 206 C 12 204 -12 204 -26 206 Z",
        )


# ---------------------------------------------------------------- rooms and dress


def _office(canvas: Canvas, look: Look) -> None:
    canvas.box(look.desk, -400, 230, WIDTH + 800, 600)
    frame = QPainterPath()
    frame.addRoundedRect(36, 42, 150, 120, 6, 6)
    canvas.fill("#C1D2D4", frame)
    canvas.clip(frame)
    canvas.fill("#9EB9B6", "M 30 130 L 78 93 L 112 121 L 141 99 L 192 142 L 192 170 L 30 170 Z")
    canvas.unclip()
    canvas.box("#609087", 481, 22, 16, 44)
    canvas.box("#C9A66B", 501, 30, 12, 36)
    canvas.box("#46707A", 517, 18, 18, 48)
    canvas.box("#B9C7C6", 545, 34, 34, 31, 5)
    canvas.box("#9CADAF", 470, 64.5, 130, 8.5, 2)


def _shirt(canvas: Canvas, look: Look) -> None:
    canvas.fill(look.neck, NECK)
    shoulders = shape(SHOULDERS)
    canvas.fill(look.cloth, shoulders)
    if look.dress is Dress.BATIK:
        canvas.clip(shoulders)
        _batik(canvas, look)
        canvas.unclip()
        canvas.fill(look.cloth, "M -40 246 L 40 246 L 20 272 L 0 287 L -20 272 Z")
    canvas.fill(look.neck, "M -38 240 L 38 240 L 38 256 Q 24 270 8 270 L -8 270 Q -24 270 -38 256 Z")
    seam, collar = {
        Dress.BATIK: ("#4F3523", "#856751"),
        Dress.COLLAR: ("#31507C", look.trim),
        Dress.KOKO: ("#B9B6AE", "#F3F0E9"),
    }[look.dress]
    canvas.line(seam, 2, "M 0 286 L 0 372")
    for side in (-1, 1):
        canvas.fill(
            collar,
            f"M {side * 40} 246 L {side * 60} 260 L {side * 28} 307 L 0 286 L {side * 6} 279 Q "
            f"{side * 30} 266 "
            f"{side * 40} 246 Z",
        )


def _batik(canvas: Canvas, look: Look) -> None:
    """Kawung-like leaves in rows, every other row shifted."""
    for row in range(6):
        y = 263 + row * 23.5
        for column in range(-10, 11):
            x = (column + (row % 2) / 2) * 24
            canvas.fill(
                look.trim,
                f"M {x:.1f} {y - 8:.1f} Q {x + 8:.1f} {y:.1f} {x:.1f} {y + 8:.1f} Q {x - 8:.1f} {y:.1f} "
                f"{x:.1f} {y - 8:.1f} Z",
            )
            canvas.ellipse("#D8B283", x + 12, y, 2, 2)


def _blazer(canvas: Canvas, look: Look) -> None:
    canvas.fill(look.neck, "M -38 190 L 38 190 L 40 272 L 0 316 L -40 272 Z")
    canvas.fill(
        look.cloth,
        "M -60 252 L -94 268 C -150 280 -200 306 -224 372 L 224 372 C 200 306 150 280 94 268 L "
        "60 252 L 0 330 Z",
    )
    for side in (-1, 1):
        canvas.fill(
            "#FFFFFF",
            f"M {side * 45} 243 L {side * 60} 254 L {side * 24} 340 L {side * 12} 372 L 0 372 L 0 312 "
            f"L {side * 38} 262 Z",
        )
        canvas.fill(
            "#F1F4F3",
            f"M {side * 58} 252 L {side * 62} 256 L {side * 10} 372 L {side * 4} 372 L {side * 30} 322 Z",
        )
        canvas.fill(
            look.trim,
            f"M {side * 59} 252 L {side * 94} 268 C {side * 106} 296 {side * 96} 320 {side * 76} 334 "
            f"L {side * 30} 372 L {side * 10} 372 Z",
        )
    canvas.box("#F2F4F3", 98, 312, 58, 22, 3)
    canvas.box("#535E66", 105, 317.5, 34, 4)
    canvas.box("#9CADAF", 105, 325, 24, 3)


# ---------------------------------------------------------------- heads


def _hijab(canvas: Canvas, look: Look) -> None:
    canvas.fill(
        look.hair,
        "M 0 37 C 58 37 88 74 88 140 C 88 206 110 234 148 264 C 164 282 174 326 176 380 L -176 "
        "380 C -174 326 "
        "-164 282 -148 264 C -110 234 -88 206 -88 140 C -88 74 -58 37 0 37 Z",
    )
    canvas.fill(look.trim, "M -60 138 C -60 92 -34 71 0 71 C 34 71 60 92 60 138 L 60 160 L -60 160 Z")
    canvas.fill(
        look.skin,
        "M -60 146 C -58 112 -34 98 0 98 C 34 98 58 112 60 146 C 62 190 34 242 0 242 C -34 242 "
        "-62 190 -60 146 Z",
    )
    canvas.fill(look.shade, "M 36 103 C 52 150 44 212 0 242 C 34 242 62 190 60 146 C 59 126 50 110 36 103 Z")
    for fold in (
        "M -84 235 C -64 280 -20 306 24 301",
        "M -94 261 C -60 306 -6 330 56 305",
        "M 80 208 C 86 240 98 264 114 280",
    ):
        canvas.line(look.trim, 3.4, fold)
    _nose(canvas, look)


def _hair_in_front(canvas: Canvas, look: Look) -> None:
    match look.hair_style:
        case Hair.SHORT:
            canvas.fill(
                look.hair,
                "M -75 148 C -82 88 -50 54 0 54 C 50 54 82 88 75 148 C 72 128 66 112 54 104 C 20 "
                "110 -20 110 -46 98 "
                "C -64 112 -72 128 -75 148 Z",
            )
        case Hair.BOB:
            canvas.fill(
                look.hair,
                "M -90 200 C -92 90 -66 44 0 44 C 66 44 92 90 90 200 L 92 242 L 77 242 L 70 150 "
                "C 66 120 42 104 16 99 "
                "C -10 124 -50 126 -68 166 L -77 242 L -92 242 Z",
            )
        case Hair.CURLS:
            canvas.fill(look.hair, "M -68 116 C -66 70 -40 52 0 52 C 40 52 66 70 68 116 Q 0 102 -68 116 Z")
            for step in range(12):
                angle = math.pi * (step + 0.5) / 12
                canvas.ellipse(look.hair, -68 * math.cos(angle), 110 - 57 * math.sin(angle), 14, 14)
        case Hair.PECI:
            canvas.fill(
                look.hair,
                "M -70 124 C -70 92 -62 62 -50 52 Q 0 38 50 52 C 62 62 70 92 70 124 Q 0 128 -70 124 Z",
            )
            canvas.fill(look.trim, "M -70 106 Q 0 118 70 106 L 70 123 Q 0 128 -70 123 Z")
        case Hair.BUN:
            canvas.fill(
                look.hair,
                "M -70 152 C -74 84 -40 54 0 54 C 40 54 74 84 70 152 C 62 122 44 104 20 100 C "
                "-20 104 -50 114 -64 140 Z",
            )
            _headset(canvas)
        case Hair.HIJAB:
            pass


def _headset(canvas: Canvas) -> None:
    canvas.line("#22282E", 9, "M -76 160 C -78 74 -40 43 0 43 C 40 43 78 74 76 160")
    canvas.line("#22282E", 5, "M -73 186 C -72 214 -52 232 -22 232")
    canvas.box("#22282E", -84, 146, 20, 44, 8)
    canvas.box("#22282E", 64, 146, 20, 44, 8)
    canvas.box("#22282E", -27, 226, 23, 11, 5)


def _nose(canvas: Canvas, look: Look) -> None:
    canvas.line(look.line, 2.8, "M 1 168 C -2 182 -9 192 -6 195 Q 2 199 10 194")
    if look.wrinkles:
        canvas.line(look.line, 1.6, "M -44 192 Q -38 198 -38 206")
        canvas.line(look.line, 1.6, "M 46 192 Q 40 198 40 206")


# ---------------------------------------------------------------- the moving face


def _eye(canvas: Canvas, look: Look, x: float, y: float, lids: float) -> None:
    if lids > 0.85:
        canvas.line(
            look.line, 2.8, f"M {x - 14:.1f} {y + 3:.1f} Q {x:.1f} {y + 12:.1f} {x + 14:.1f} {y + 2:.1f}"
        )
        return
    top = y - 11 + 15 * lids
    almond = shape(
        f"M {x - 16:.1f} {y + 1:.1f} Q {x:.1f} {top - 8 * (1 - lids):.1f} {x + 16:.1f} {y + 1:.1f} "
        f"Q {x:.1f} {y + 16:.1f} {x - 16:.1f} {y + 1:.1f} Z"
    )
    canvas.fill("#FBF8F4", almond)
    canvas.clip(almond)
    canvas.ellipse("#2B1B14", x, y, 7.6, 7.6)
    canvas.ellipse("#FFFFFF", x + 2.4, y - 2.6, 2.0, 2.0)
    canvas.unclip()
    canvas.line(
        look.line,
        2.6,
        f"M {x - 16:.1f} {y + 1:.1f} Q {x:.1f} {top - 8 * (1 - lids):.1f} {x + 16:.1f} {y + 1:.1f}",
    )
