"""Everything that is pressed: buttons, talk keys, the switch, the two halves of the mode.

Responsible for: their looks and how they answer to mouse and keyboard. Not for: what a press means. GUI
thread only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from channel.qt.icons import icon_pixmap
from channel.qt.theme import Console, ConsoleType, Space, Type, font
from cso_console.views.piece import Piece, fill_panel

_ACTIVATES: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Dress:
    """How a button is painted. Colours of the console's palette; an empty one is not painted."""

    fill: str
    edge: str
    ink: str
    hover: str = ""
    dashed: bool = False


PLAIN: Final = Dress("", Console.EDGE, Console.T1, Console.B3)
PRIMARY: Final = Dress(Console.PAPER, Console.PAPER, Console.ON_PAPER)
KEY: Final = Dress(Console.B2, Console.LINE, Console.T2, Console.B3)
TALKING: Final = Dress(Console.TALK, Console.TALK, Console.ON_TALK)
LISTENING: Final = Dress(Console.LISTEN, Console.LISTEN, Console.ON_LISTEN)
PAUSED: Final = Dress("", Console.LISTEN, Console.LISTEN, Console.B3, dashed=True)
HELD: Final = Dress(Console.PAPER, Console.PAPER, Console.ON_PAPER)
QUIET: Final = Dress("", "", Console.T2, Console.B2)
ON_RED: Final = Dress("", Console.ON_TALK, Console.ON_TALK)


class CapPainter:
    """The small outlined box around the name of a key. ``refit`` whenever ``piece`` takes up a scale."""

    def __init__(self, piece: Piece) -> None:
        self._piece = piece
        self.refit()

    def refit(self) -> None:
        self._face = font(ConsoleType.KEY_CAP, self._piece.scale)
        self._widths_px: dict[str, int] = {}

    def width_px(self, cap: str) -> int:
        if cap not in self._widths_px:
            text = QFontMetricsF(self._face).horizontalAdvance(cap)
            self._widths_px[cap] = max(self._piece.px(20), math.ceil(text) + self._piece.px(10))
        return self._widths_px[cap]

    def paint(self, painter: QPainter, left: int, middle: float, cap: str, ink: str) -> None:
        high = self._piece.px(20)
        box = QRectF(left, middle - high / 2, self.width_px(cap), high)
        edge = QColor(ink)
        edge.setAlphaF(0.75)
        painter.setPen(edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = self._piece.px(4)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(self._face)
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)


class Button(Piece, QAbstractButton):
    """An icon, a word and the cap of its key, each optional.

    ``short``: in the compact form the word is left off.
    """

    def __init__(
        self,
        parent: QWidget,
        *,
        icon: str = "",
        cap: str = "",
        dress: Dress = PLAIN,
        high: int = 0,
        short: bool = False,
        step: Type = ConsoleType.LABEL,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._cap = cap
        self._dress = dress
        self._high = high
        self._short = short
        self._step = step
        self._cap_dim = False
        self._bare = False
        self._caps = CapPainter(self)
        self._face = QFont()
        self._words_px = 0
        self._measured = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.refit()

    def show_as(self, text: str, *, icon: str = "", dress: Dress | None = None, tip: str = "") -> None:
        """Change word, icon (empty keeps it) and dress at once; costs nothing when nothing changed."""
        changed = False
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()
        if icon and icon != self._icon:
            self._icon = icon
            changed = True
        if dress is not None and dress != self._dress:
            self._dress = dress
            changed = True
        if tip != self.toolTip():
            self.setToolTip(tip)
        if changed:
            self.update()

    def set_cap(self, cap: str) -> None:
        if cap != self._cap:
            self._cap = cap
            self.updateGeometry()
            self.update()

    def set_short(self, short: bool) -> None:
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def set_bare(self, bare: bool) -> None:
        """Nothing but the icon, for want of room."""
        if bare != self._bare:
            self._bare = bare
            self.updateGeometry()
            self.update()

    def set_step(self, step: Type) -> None:
        if step != self._step:
            self._step = step
            self.refit()
            self.update()

    def dim_cap(self, dim: bool) -> None:
        """The key does something else for now; the room stays, so that nothing jumps."""
        if dim != self._cap_dim:
            self._cap_dim = dim
            self.update()

    @property
    def dress(self) -> Dress:
        return self._dress

    def refit(self) -> None:
        self._caps.refit()
        self._face = font(self._step, self.scale)
        self._measured = ""
        self.setFixedHeight(self.px(self._high or self.form.button))
        self.updateGeometry()

    def _words(self) -> str:
        return "" if self._bare or (self._short and self.scale.compact) else self.text()

    def _cap_shown(self) -> str:
        return "" if self._bare else self._cap

    def _gap_px(self) -> int:
        return self.px(6 if self._short else Space.XS)

    def _wide_px(self, words: str) -> int:
        """The width of ``words``, measured when they change: layouts and paints ask again and again."""
        if words != self._measured:
            self._words_px = math.ceil(QFontMetricsF(self._face).horizontalAdvance(words))
            self._measured = words
        return self._words_px

    def needed_px(self) -> int:
        """The width of everything on it, without the margins."""
        parts = []
        if self._icon:
            parts.append(self.px(self.form.icon))
        if words := self._words():
            parts.append(self._wide_px(words))
        if cap := self._cap_shown():
            parts.append(self._caps.width_px(cap))
        return sum(parts) + self._gap_px() * max(0, len(parts) - 1)

    def cut(self) -> bool:
        return self.needed_px() > self.width()

    def sizeHint(self) -> QSize:
        margin = self.px(Space.S if self._words() else Space.XS if self._icon else Space.XXS)
        return QSize(self.needed_px() + 2 * margin, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.needed_px() + 2 * self.px(Space.XXS), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_words(painter, (self.width() - self.needed_px()) // 2)
        painter.end()

    def _ink(self) -> str:
        return self._dress.ink if self.isEnabled() else Console.DEAD

    def _paint_ground(self, painter: QPainter) -> None:
        dress = self._dress
        rect = QRectF(self.rect())
        radius = self.px(self.form.radius_key)
        alive = self.isEnabled()
        fill = dress.hover if alive and dress.hover and (self.underMouse() or self.isDown()) else dress.fill
        if not alive:
            fill_panel(painter, rect, radius, "", Console.LINE if dress.edge else "")
        elif dress.dashed:
            fill_panel(painter, rect, radius, fill)
            pen = QPen(QColor(dress.edge), self.px(1))
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        else:
            fill_panel(painter, rect, radius, fill, dress.edge)
        if self.hasFocus():
            painter.setPen(QPen(QColor(Console.T1), self.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)

    def _paint_words(self, painter: QPainter, left: int) -> None:
        ink = self._ink()
        gap = self._gap_px()
        if self._icon:
            side = self.px(self.form.icon)
            painter.drawPixmap(left, (self.height() - side) // 2, icon_pixmap(self._icon, side, ink))
            left += side + gap
        if words := self._words():
            wide = self._wide_px(words)
            painter.setFont(self._face)
            painter.setPen(QColor(ink))
            painter.drawText(left, 0, wide + 1, self.height(), Qt.AlignmentFlag.AlignVCenter, words)
            left += wide + gap
        if (cap := self._cap_shown()) and not self._cap_dim:
            self._caps.paint(painter, left, self.height() / 2, cap, ink)


class HoldButton(Button):
    """Counts while it is down, by mouse or by keyboard; ``pushed`` and ``let_go`` always come in pairs.

    Signals: ``pushed``, ``let_go``; ``added`` (right button, or Ctrl and click).
    """

    pushed = Signal()
    let_go = Signal()
    added = Signal()

    def __init__(self, parent: QWidget, **kwargs: object) -> None:
        super().__init__(parent, **kwargs)  # type: ignore[arg-type]
        self._held = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.button() == Qt.MouseButton.RightButton or control:
            self.added.emit()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._hold()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.drop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ACTIVATES:
            event.ignore()
        elif not event.isAutoRepeat():
            self._hold()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ACTIVATES:
            event.ignore()
        elif not event.isAutoRepeat():
            self.drop()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.drop()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self.drop()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        # Qt sends no release to a widget that was hidden or disabled under the finger.
        self.drop()
        super().hideEvent(event)

    def drop(self) -> None:
        """The finger is gone, whatever the mouse says."""
        if self._held:
            self._held = False
            self.setDown(False)
            self.let_go.emit()

    def _hold(self) -> None:
        if not self._held:
            self._held = True
            self.setDown(True)
            self.pushed.emit()


class Switch(Piece, QAbstractButton):
    """On or off, with its word beside it. It shows the state it is given, never a wish of its own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._on = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_as(self, text: str, on: bool, tip: str = "") -> None:
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()
        if tip != self.toolTip():
            self.setToolTip(tip)
        if on != self._on:
            self._on = on
            self.update()

    @property
    def on(self) -> bool:
        return self._on

    def refit(self) -> None:
        self.updateGeometry()

    def needed_px(self) -> int:
        words = QFontMetricsF(font(ConsoleType.LABEL, self.scale)).horizontalAdvance(self.text())
        return self.px(36) + self.px(Space.XS) + math.ceil(words) + self.px(2)

    def cut(self) -> bool:
        return self.needed_px() > self.width()

    def sizeHint(self) -> QSize:
        return QSize(self.needed_px(), self.px(self.form.button))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = self.px(20)
        track = QRectF(0, (self.height() - high) / 2, self.px(36), high)
        fill_panel(
            painter, track, high / 2, Console.PAPER if self._on else "", "" if self._on else Console.EDGE
        )
        knob = self.px(14)
        inset = (high - knob) / 2
        left = track.right() - knob - inset if self._on else track.left() + inset
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Console.ON_PAPER if self._on else Console.T2))
        painter.drawEllipse(QRectF(left, track.top() + inset, knob, knob))
        if self.hasFocus():
            painter.setPen(QPen(QColor(Console.T1), self.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), self.px(5), self.px(5))
        painter.setFont(font(ConsoleType.LABEL, self.scale))
        painter.setPen(QColor(Console.T1 if self._on else Console.T2))
        words = self.rect().adjusted(self.px(36 + Space.XS), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
