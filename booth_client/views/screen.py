"""What every screen is: a canvas over the whole stage that renders a snapshot and says what was asked for.

Responsible for: the common base, and large drawings that several screens share. GUI thread only.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from booth_client.core.snapshot import Snapshot
from booth_client.views.canvas import Canvas, Icon, Text
from channel.qt.theme import Kiosk, Scale


class ScreenView(Canvas):
    """One screen. Places are given from the top left corner of the 1920×1080 stage.

    Signals:
        intended(Intent): what the participant asks for.
    """

    intended = Signal(object)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        # Not an abstract method: a class cannot have both the metaclass of ABC and that of Qt.
        raise NotImplementedError

    def forget(self) -> None:
        """Another screen is shown: nothing of this participant stays in the widgets."""
        for text in self.findChildren(Text):
            text.setText("")


class Disc(QWidget):
    """A circle with an icon in it."""

    def __init__(
        self,
        icon: str,
        ground: str,
        ink: str,
        *,
        edge: str | None = None,
        halo: str | None = None,
        share: float = 0.5,
    ) -> None:
        """``halo``: a wide ring around the circle, inside the widget's place. ``share``: the icon's part."""
        super().__init__()
        self._icon = Icon(icon, ink)
        self._icon.setParent(self)
        self._ground, self._edge, self._halo = ground, edge, halo
        self._share = 0.38 if halo else share
        self._halo_share = 1.0
        self._scale = Scale()

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        side = min(self.width(), self.height())
        inner = round(side * self._share)
        self._icon.setGeometry((self.width() - inner) // 2, (self.height() - inner) // 2, inner, inner)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, radius = QPointF(self.rect().center()), min(self.width(), self.height()) / 2 - 1
        painter.setPen(QColor(0, 0, 0, 0))
        if self._halo is not None:
            painter.setBrush(QColor(self._halo))
            painter.drawEllipse(middle, radius * self._halo_share, radius * self._halo_share)
            radius *= 0.73
        if self._edge is not None:
            painter.setBrush(QColor(self._edge))
            painter.drawEllipse(middle, radius, radius)
            radius -= self._scale.px(4)
        painter.setBrush(QColor(self._ground))
        painter.drawEllipse(middle, radius, radius)
        painter.end()


class BreathingDisc(Disc):
    """A disc whose ring breathes while it is seen: somebody waits here, and nothing has stopped."""

    BREATH_S = 4.0
    _LEAST_SHARE = 0.82
    _TICK_MS = 80

    def __init__(self, icon: str, ground: str, ink: str, *, halo: str) -> None:
        super().__init__(icon, ground, ink, halo=halo)
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(self._TICK_MS)
        self._timer.timeout.connect(self._tick)

    def breathe(self, at_s: float) -> None:
        """Show the ring as it is ``at_s`` seconds after it came into sight: widest at each whole breath."""
        wide = (1 + math.cos(2 * math.pi * at_s / self.BREATH_S)) / 2
        self._halo_share = self._LEAST_SHARE + (1 - self._LEAST_SHARE) * wide
        self.update()

    def _tick(self) -> None:
        self.breathe(self._since.elapsed() / 1000)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._since.start()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()


class Dots(QWidget):
    """Six dots between booth and officer, one of them larger; ``step`` moves it on."""

    COUNT = 6

    def __init__(self) -> None:
        super().__init__()
        self._at = 2

    def step(self) -> None:
        self._at = (self._at + 1) % self.COUNT
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        pitch = self.width() / self.COUNT
        for index in range(self.COUNT):
            painter.setBrush(QColor(Kiosk.PRIMARY if index <= self._at else Kiosk.LINE))
            radius = self.height() / 2 * (1.0 if index == self._at else 0.66)
            middle = QPointF(pitch * (index + 0.5), self.height() / 2)
            painter.drawEllipse(QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius))
        painter.end()
