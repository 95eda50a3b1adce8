"""The kiosk's buttons: an icon and a word, 80 pixels high or more, clear to a finger and to a keyboard.

Responsible for: how they look, that Enter works as Space does, and that a double touch is one. Not for: what
they do. GUI thread only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton

from booth_client.views.canvas import paint_box
from channel.qt.icons import icon_pixmap
from channel.qt.theme import Kiosk, KioskForm, KioskType, Scale, Type, kiosk_font

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
KEYBOARD = "keyboard_in_use"
"""Property of the window: the last thing touched was a key."""
_FOCUS_GAP = 7
_FOCUS_STROKE = 4


@dataclass(frozen=True)
class Look:
    """Colours of a kind of button. ``icon`` None: as the word."""

    ground: str | None
    word: str
    edge: str | None
    pressed: str
    icon: str | None = None


PLAIN = Look(Kiosk.SURFACE, Kiosk.INK, Kiosk.EDGE, Kiosk.TINT)
PRIMARY = Look(Kiosk.PRIMARY, Kiosk.ON_PRIMARY, None, Kiosk.PRESSED)
DEAD = Look(Kiosk.VEIL, Kiosk.EDGE, Kiosk.LINE, Kiosk.VEIL)
"""A primary button that cannot be touched yet: pale, so that nobody looks for it."""
CHOICE = Look(Kiosk.SURFACE, Kiosk.INK, Kiosk.PRIMARY, Kiosk.TINT, icon=Kiosk.PRIMARY)
HELP = Look(Kiosk.HELP, Kiosk.ON_HELP, Kiosk.HELP_EDGE, Kiosk.TAKE_BACK)
NOTED = Look(Kiosk.INK, Kiosk.SURFACE, None, Kiosk.INK2)


DOUBLE_TOUCH_MS: Final = 400
"""A second touch so soon after one is none."""
_TOUCHED_AT: Final = "touched_at_ms"
"""Property of the window: when one of its buttons was touched."""


class Button(QAbstractButton):
    """A word in capitals beside an icon, perhaps with a second, smaller line. Attribute ``look``."""

    def __init__(
        self,
        name: str,
        icon: str = "",
        look: Look = PLAIN,
        step: Type = KioskType.BUTTON,
        *,
        icon_px: int = KioskForm.ICON,
        icon_after: bool = False,
        radius: int = KioskForm.RADIUS_CONTROL,
        repeats: bool = False,
    ) -> None:
        """``name`` is the object name, by which tests and the pilot find the button. ``repeats``: two quick
        touches are two, as of a key; else they are one, by a hand that is not steady.
        """
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icon = icon
        self.look = look
        self._step = step
        self._note = ""
        self._icon_px = icon_px
        self._icon_after = icon_after
        self._radius = radius
        self._repeats = repeats
        self._scale = Scale()
        self._ring = False
        self._stacked = False

    def stack(self, stacked: bool) -> None:
        """The icon above the word instead of before it."""
        self._stacked = stacked
        self.update()

    def show_as(self, word: str, icon: str | None = None, look: Look | None = None, note: str = "") -> None:
        """What the button says from now on."""
        self.setText(word)
        self._icon = self._icon if icon is None else icon
        self.look = look or self.look
        self._note = note
        self.setAccessibleName(f"{word} {note}".strip())
        self.update()

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        self.update()

    def natural_width(self, padding: float = 39) -> float:
        """The width that the words need, in pixels of the design."""
        plain = Scale()
        width = QFontMetricsF(kiosk_font(self._step, plain)).horizontalAdvance(self.text())
        if self._note:
            note = QFontMetricsF(kiosk_font(KioskType.LEAST, plain)).horizontalAdvance(self._note)
            width = max(width, note)
        icon = self._icon_px + self._icon_gap() if self._icon and not self._stacked else 0
        return width + icon + 2 * padding

    def _icon_gap(self) -> int:
        if not self.text():
            return 0
        return 28 if self._icon_after else 18

    # ------------------------------------------------------------ touch, keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # By the time at which it was touched, however late it comes, and whichever button lies there by now:
        # the first touch may have turned the page.
        window, at_ms = self.window(), event.timestamp()
        before_ms = window.property(_TOUCHED_AT)
        if not self._repeats:
            if isinstance(before_ms, int) and 0 <= at_ms - before_ms < DOUBLE_TOUCH_MS:
                event.accept()
                return
            window.setProperty(_TOUCHED_AT, at_ms)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Qt also moves the focus by itself when a widget goes; only a keyboard in use needs the ring.
        self._ring = event.reason() in _BY_KEYBOARD and bool(self.window().property(KEYBOARD))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring = False
        super().focusOutEvent(event)

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        scale = self._scale
        painter = QPainter(self)
        if not self.isEnabled() and self.look is not PRIMARY:
            painter.setOpacity(0.45)
        look = self._seen_look()
        stroke = scale.px(KioskForm.STROKE_CONTROL)
        radius = scale.px(self._radius)
        ground = look.pressed if self.isDown() else look.ground
        paint_box(painter, QRectF(self.rect()), ground, look.edge, radius, stroke)
        self._paint_words(painter)
        if self._ring and self.hasFocus():
            gap = scale.px(_FOCUS_GAP)
            ring = QRectF(self.rect()).adjusted(gap, gap, -gap, -gap)
            paint_box(painter, ring, None, look.word, max(2, radius - gap), scale.px(_FOCUS_STROKE))
        painter.end()

    def _seen_look(self) -> Look:
        return DEAD if self.look is PRIMARY and not self.isEnabled() else self.look

    def _paint_words(self, painter: QPainter) -> None:
        look, scale = self._seen_look(), self._scale
        face, small = kiosk_font(self._step, scale), kiosk_font(KioskType.LEAST, scale)
        metrics, small_metrics = QFontMetricsF(face), QFontMetricsF(small)
        width = metrics.horizontalAdvance(self.text())
        if self._stacked and self._icon:
            self._paint_stacked(painter, face, width, metrics.capHeight())
            return
        if self._note:
            width = max(width, small_metrics.horizontalAdvance(self._note))
        icon_px = scale.px(self._icon_px) if self._icon else 0
        gap = scale.px(self._icon_gap()) if self._icon else 0
        left = (self.width() - width - icon_px - gap) / 2
        word_left = left if self._icon_after else left + icon_px + gap
        icon_left = left + width + gap if self._icon_after else left
        if self._icon:
            pixmap = icon_pixmap(self._icon, icon_px, look.icon or look.word)
            painter.drawPixmap(round(icon_left), round((self.height() - icon_px) / 2), pixmap)
        painter.setPen(QColor(look.word))
        painter.setFont(face)
        middle = self.height() / 2
        if not self._note:
            baseline = middle + metrics.capHeight() / 2
            painter.drawText(round(word_left), round(baseline), self.text())
            return
        painter.drawText(round(word_left), round(middle - scale.px(8)), self.text())
        painter.setFont(small)
        painter.drawText(round(word_left), round(middle + scale.px(32)), self._note)

    def _paint_stacked(self, painter: QPainter, face: QFont, width: float, capitals: float) -> None:
        icon_px, gap = self._scale.px(self._icon_px), self._scale.px(24)
        top = (self.height() - icon_px - gap - capitals) / 2
        look = self._seen_look()
        pixmap = icon_pixmap(self._icon, icon_px, look.icon or look.word)
        painter.drawPixmap(round((self.width() - icon_px) / 2), round(top), pixmap)
        painter.setPen(QColor(look.word))
        painter.setFont(face)
        painter.drawText(
            round((self.width() - width) / 2), round(top + icon_px + gap + capitals), self.text()
        )
