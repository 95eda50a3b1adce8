"""What every screen is: a canvas over the whole stage that renders a snapshot and says what was asked for.

Responsible for: the common base, and large drawings that several screens share. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from booth_client.core.snapshot import Snapshot
from booth_client.views.canvas import Canvas, Icon
from channel.qt.theme import Kiosk, Scale


class ScreenView(Canvas):
    """One screen. Places are given from the top left corner of the 1920×1080 stage.

    Signals:
        intended(Intent): what the participant asks for.
    """

    intended = Signal(object)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        raise NotImplementedError


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
            painter.drawEllipse(middle, radius, radius)
            radius *= 0.73
        if self._edge is not None:
            painter.setBrush(QColor(self._edge))
            painter.drawEllipse(middle, radius, radius)
            radius -= self._scale.px(4)
        painter.setBrush(QColor(self._ground))
        painter.drawEllipse(middle, radius, radius)
        painter.end()


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
