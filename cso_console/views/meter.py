"""Sound and link on the screen: the five bars on a picture, the officer's own level, the link's bars.

Responsible for: painting a ``Meter`` at the rate that it deserves: 15 Hz where the officer listens, else 5 Hz
in five steps. Not for: measuring. Meters move by themselves, so they are ticked by one ``MeterClock``, not by
snapshots.
"""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from channel.qt.theme import Console
from channel.runtime.meters import Meter
from channel.wire.link_level import LinkLevel
from cso_console.views.piece import Drawn, Piece, fill_panel

_RATE_HZ: Final = 15
_TICK_MS: Final = 1000 // _RATE_HZ
_SLOW_EVERY: Final = 3
_BARS: Final = 5
_SHAPE: Final = (0.55, 0.85, 0.7, 1.0, 0.6)
"""How high each bar stands at full level: a voice, not a thermometer."""
_LINK_BARS: Final = 4
_BARS_LIT: Final = {
    LinkLevel.GOOD: 4,
    LinkLevel.PICTURE_REDUCED: 2,
    LinkLevel.VOICE_DISTURBED: 1,
    LinkLevel.NOT_CONNECTED: 0,
}
_STEPS: Final = 24
"""Levels told apart; a change below that is not worth a repaint."""


class Ticked(Protocol):
    def tick(self, slow: bool) -> bool:
        """One of 15 ticks a second; ``slow`` is true for five of them. Whether it moved."""


class MeterClock(QObject):
    """One timer for all meters of a window. With nothing to show for a second it slows down to 5 Hz, and
    nothing moves in a window that is minimised.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ticked: list[Ticked] = []
        self._count = 0
        self._still = 0
        """Ticks since something moved."""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(_TICK_MS)

    @property
    def resting(self) -> bool:
        return self._timer.interval() != _TICK_MS

    def add(self, ticked: Ticked) -> None:
        self._ticked.append(ticked)

    @Slot()
    def tick(self) -> None:
        self._count = (self._count + 1) % _SLOW_EVERY
        slow = self._count == 0 or self.resting
        moved = not self._window.isMinimized() and sum(ticked.tick(slow) for ticked in self._ticked) > 0
        self._still = 0 if moved else self._still + 1
        rest = self._still >= _RATE_HZ
        if rest != self.resting:
            self._timer.setInterval(_TICK_MS * _SLOW_EVERY if rest else _TICK_MS)


class BoothMeter(Drawn):
    """Five bars at the foot of a picture: green and lively where listened to, else grey steps."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._meter: Meter | None = None
        self._listened = False
        self._shown = 0
        self.refit()

    def show_meter(self, meter: Meter | None, *, listened: bool) -> None:
        if meter is not self._meter or listened != self._listened:
            self._meter, self._listened = meter, listened
            self._take()
            self.redraw()

    def refit(self) -> None:
        self.setFixedSize(QSize(self.px(33), self.px(18)))

    def tick(self, slow: bool) -> bool:
        moved = (self._listened or slow) and self.isVisible() and self._take()
        if moved:
            self.redraw()
        return moved

    def _take(self) -> bool:
        level = min(max(self._meter.level, 0.0), 1.0) if self._meter else 0.0
        steps = _STEPS if self._listened else _BARS
        shown = round(level * steps)
        changed = shown != self._shown
        self._shown = shown
        return changed

    def heights(self) -> tuple[float, ...]:
        """Each bar's height, 0.0 to 1.0."""
        if self._listened:
            return tuple(share * self._shown / _STEPS for share in _SHAPE)
        return tuple(float(bar < self._shown) * (bar + 2) / (_BARS + 1) for bar in range(_BARS))

    def draw(self, painter: QPainter) -> None:
        fill_panel(painter, QRectF(self.rect()), self.px(4), Console.CANVAS)
        colour = QColor(Console.LISTEN if self._listened else Console.T3)
        wide, gap = self.px(3), self.px(2)
        left = (self.width() - _BARS * wide - (_BARS - 1) * gap) / 2
        floor = self.height() - self.px(4)
        most = self.height() - self.px(7)
        for bar, height in enumerate(self.heights()):
            high = max(self.px(2), round(height * most))
            painter.fillRect(QRectF(left + bar * (wide + gap), floor - high, wide, high), colour)


class OwnMeter(Piece, QWidget):
    """The officer's own microphone as a bar: white, because it is nobody's state."""

    def __init__(self, parent: QWidget, meter: Meter, width: int = 58) -> None:
        super().__init__(parent)
        self._meter = meter
        self._width = width
        self._shown = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.refit()

    def refit(self) -> None:
        self.setFixedSize(QSize(self.px(self._width), self.px(8)))

    def tick(self, slow: bool) -> bool:
        shown = round(min(max(self._meter.level, 0.0), 1.0) * self.width())
        moved = shown != self._shown and self.isVisible()
        if moved:
            self._shown = shown
            self.update()
        return moved

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Console.LINE))
        painter.fillRect(0, 0, self._shown, self.height(), QColor(Console.T2))
        painter.end()


class LinkBars(Drawn):
    """Four bars that rise with the quality of the link; brighter when it is not good.

    ``on_picture``: on a dark ground of its own.
    """

    def __init__(self, parent: QWidget, *, on_picture: bool = False) -> None:
        super().__init__(parent)
        self._level = LinkLevel.NOT_CONNECTED
        self._inset = 5 if on_picture else 0
        self.refit()

    def show_level(self, level: LinkLevel) -> None:
        if level is not self._level:
            self._level = level
            self.redraw()

    def refit(self) -> None:
        inset = 2 * self._inset
        self.setFixedSize(QSize(self.px(17 + inset), self.px(14 + inset)))

    def draw(self, painter: QPainter) -> None:
        inset = self.px(self._inset)
        if inset:
            fill_panel(painter, QRectF(self.rect()), self.px(4), Console.CANVAS)
        pitch = self.px(4)
        wide = pitch - 1
        most = self.height() - 2 * inset
        lit = Console.T2 if self._level is LinkLevel.GOOD else Console.T1
        for bar in range(_LINK_BARS):
            high = round(most * (bar + 2) / 5)
            colour = lit if bar < _BARS_LIT[self._level] else Console.LINE
            painter.fillRect(inset + bar * pitch, self.height() - inset - high, wide, high, QColor(colour))
