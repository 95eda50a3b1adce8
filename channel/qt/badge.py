"""A booth's badge: shape, colour and number together, so that no two booths are mixed up by any eye.

Responsible for: painting it filled, in outline (the booth is free) and dashed (it is disconnected), on dark
and on light. Not for: which booth is meant. Shapes and colours come from ``theme.booth_look``. GUI thread
only.
"""

from __future__ import annotations

from typing import Final, assert_never

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from channel.qt import theme
from channel.qt.theme import Shape

_DASHED_OPACITY: Final = 0.55
_DIGIT_DROP: Final = {Shape.TRIANGLE: 0.26, Shape.ARCH: 0.06}
"""How far below the middle the number sits, in units of half the side."""
_DIGIT_SIZE: Final = {Shape.TRIANGLE: 0.47, Shape.DIAMOND: 0.49}
"""Type size in units of the side where the shape leaves less room than ``_DIGIT_SIZE_ELSE``."""
_DIGIT_SIZE_ELSE: Final = 0.53
_TWO_DIGITS: Final = 0.72


def paint_badge(
    painter: QPainter,
    rect: QRectF,
    number: int,
    outline: bool = False,
    on_light: bool = False,
    dashed: bool = False,
) -> None:
    """Paint the badge of booth ``number`` (from 1) into the largest square in the middle of ``rect``.

    ``outline``: the booth is free. ``on_light``: on a light ground, an amber or red head or a picture,
    where a filled badge needs an ink edge and a hollow one is all ink. ``dashed``: disconnected; it implies
    ``outline``.
    """
    look = theme.booth_look(number)
    side = min(rect.width(), rect.height())
    path = _path(look.shape, rect.center(), side / 2)
    hollow = outline or dashed
    ink = theme.BADGE_INK if on_light else look.colour
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if dashed:
        painter.setOpacity(painter.opacity() * _DASHED_OPACITY)
    if hollow:
        pen = QPen(QColor(ink), max(1.5, side * 0.065))
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dashed:
            pen.setDashPattern([1.5, 1.2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        edge = QPen(QColor(theme.BADGE_INK), max(1.5, side / 25))
        edge.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(edge if on_light else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.colour))
    painter.drawPath(path)
    _paint_digits(painter, rect.center(), side, look, ink if hollow else look.digit, number)
    painter.restore()


def _paint_digits(
    painter: QPainter, middle: QPointF, side: float, look: theme.BoothLook, colour: str, number: int
) -> None:
    text = str(number)
    size = side * _DIGIT_SIZE.get(look.shape, _DIGIT_SIZE_ELSE) * (1 if len(text) == 1 else _TWO_DIGITS)
    face = theme.font(theme.Type(max(1, round(size)), 0, theme.Weight.TITLE), theme.Scale())
    metrics = QFontMetricsF(face)
    drop = _DIGIT_DROP.get(look.shape, 0.0) * side / 2
    painter.setFont(face)
    painter.setPen(QColor(colour))
    # Centred on the height of capitals: the line's own middle sits too high for figures.
    painter.drawText(
        QPointF(
            middle.x() - metrics.horizontalAdvance(text) / 2,
            middle.y() + drop + metrics.capHeight() / 2,
        ),
        text,
    )


def _path(shape: Shape, middle: QPointF, half: float) -> QPainterPath:
    """The outline around ``middle``; the shapes differ in size so that they look alike in weight."""

    def at(x: float, y: float) -> QPointF:
        return QPointF(middle.x() + x * half, middle.y() + y * half)

    path = QPainterPath()
    match shape:
        case Shape.CIRCLE:
            path.addEllipse(middle, 0.86 * half, 0.86 * half)
        case Shape.DIAMOND:
            path.addPolygon(QPolygonF([at(0, -0.94), at(0.94, 0), at(0, 0.94), at(-0.94, 0)]))
        case Shape.SQUARE:
            path.addRoundedRect(QRectF(at(-0.8, -0.8), at(0.8, 0.8)), 0.1 * half, 0.1 * half)
        case Shape.HEXAGON:
            path.addPolygon(
                QPolygonF(
                    [
                        at(-0.48, -0.84),
                        at(0.48, -0.84),
                        at(0.96, 0),
                        at(0.48, 0.84),
                        at(-0.48, 0.84),
                        at(-0.96, 0),
                    ]
                )
            )
        case Shape.TRIANGLE:
            path.addPolygon(QPolygonF([at(0, -0.92), at(0.94, 0.8), at(-0.94, 0.8)]))
        case Shape.ARCH:
            path.moveTo(at(-0.78, 0.86))
            path.lineTo(at(-0.78, -0.1))
            path.arcTo(QRectF(at(-0.78, -0.88), at(0.78, 0.68)), 180, -180)
            path.lineTo(at(0.78, 0.86))
        case _:
            assert_never(shape)
    path.closeSubpath()
    return path
