"""The strip of seats and the panel below it, joined by one outline.

Responsible for: placing six tiles in seat order, the panel that the focused one grows into, and the outline
in the booth's colour around both. Not for: what is in them. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Console, booth_look
from channel.runtime.latest import LatestFrame
from channel.runtime.meters import Meter
from cso_console.core.snapshot import SEATS, DeskSnapshot, Tile
from cso_console.views.document_pictures import DocumentPictures
from cso_console.views.focus import FocusPanel
from cso_console.views.focus_mode import Mode, mode_of
from cso_console.views.idle import IdlePanel
from cso_console.views.meter import MeterClock
from cso_console.views.piece import Piece, fill_panel
from cso_console.views.tile import TileView


class Stage(Piece, QWidget):
    """Strip and panel. With capacity 1 there is no strip.

    Signals:
        tile_resized(int, int, int): seat and the size in device pixels in which its picture is wanted.
    """

    tile_resized = Signal(int, int, int)

    def __init__(
        self,
        parent: QWidget,
        frames: Callable[[int], LatestFrame],
        meters: Callable[[int], Meter],
        ticks: MeterClock,
        pictures: DocumentPictures,
    ) -> None:
        super().__init__(parent)
        self._frames = frames
        self._meters = meters
        self._focus: int | None = None
        self._colour = ""
        self._panel = QRectF()
        self._single = False
        self._low = False
        """Whether the strip makes room for papers that are compared."""
        self._nobody = (LatestFrame(), Meter())
        repaints = RepaintClock(self)
        self.tiles = [TileView(self, seat, repaints, ticks) for seat in range(1, SEATS + 1)]
        for tile in self.tiles:
            tile.picture.resized.connect(self._forward_size(tile.seat))
        self.focus = FocusPanel(self, repaints, ticks, pictures)
        self.idle = IdlePanel(self)
        self.focus.hide()

    def _forward_size(self, seat: int) -> Callable[[int, int], None]:
        def forward(width_px: int, height_px: int) -> None:
            self.tile_resized.emit(seat, width_px, height_px)

        return forward

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        single = snapshot.capacity == 1
        if single != self._single:
            self._single = single
            self.focus.set_single(single)
            for tile_view in self.tiles:
                tile_view.setVisible(not single)
            self.arrange()
        low = mode_of(snapshot.case) is Mode.SIDE_BY_SIDE
        if low != self._low:
            self._low = low
            for tile_view in self.tiles:
                tile_view.set_low(low)
            self.arrange()
        if not single:
            for tile_view, tile in zip(self.tiles, snapshot.tiles, strict=False):
                seat = tile.seat
                tile_view.show_tile(tile, snapshot, self._frames(seat), self._meters(seat))
        focused = [tile for tile in snapshot.tiles if tile.seat == snapshot.focus]
        if not focused and snapshot.case is not None:
            # A visit that is over, whose case is still to be decided: nobody's face, and no tile.
            focused = [Tile(seat=0, number=snapshot.case.number)]
        self.focus.setVisible(bool(focused))
        self.idle.setVisible(not focused)
        if focused:
            seat = focused[0].seat
            frames = self._frames(seat) if seat else self._nobody[0]
            self.focus.show_desk(
                snapshot, focused[0], frames, self._meters(seat) if seat else self._nobody[1]
            )
        else:
            self.focus.body.forget()
            self.idle.show_desk(snapshot)
        self._set_outline(snapshot.focus, booth_look(focused[0].number or 1).colour if focused else "")

    def _set_outline(self, focus: int | None, colour: str) -> None:
        if (focus, colour) != (self._focus, self._colour):
            self._focus, self._colour = focus, colour
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        form, px = self.form, self.px
        gap = px(form.gap)
        frame = px(form.stroke_state)
        top = 0
        if not self._single:
            wide = (self.width() - (SEATS - 1) * gap) / SEATS
            picture = round((wide - 2 * frame) * 9 / 16)
            strip = 2 * frame + px(form.tile_head) + px(form.tile_name) + px(form.tile_keys) + picture
            strip = px(form.tile_low) if self._low else strip
            for at, tile in enumerate(self.tiles):
                left = round(at * (wide + gap))
                tile.setGeometry(left, 0, round(at * (wide + gap) + wide) - left, strip)
            top = strip + gap
        panel = QRectF(0, top, self.width(), self.height() - top)
        if panel != self._panel:
            self._panel = panel
            self.update()
        inside = self._panel.toRect().adjusted(frame, frame, -frame, -frame)
        self.focus.setGeometry(inside)
        self.idle.setGeometry(inside)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        radius = self.px(self.form.radius_focus)
        if not self._colour:
            fill_panel(painter, self._panel, radius, Console.B1)
        else:
            stroke = self.px(self.form.stroke_state)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(QColor(self._colour), stroke)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            if self._focus is None:
                pen.setDashPattern([6, 4])  # nobody is behind these papers any more
            painter.setPen(pen)
            painter.setBrush(QColor(Console.B2))
            painter.drawPath(self.outline())
        painter.end()

    def outline(self) -> QPainterPath:
        """Panel and focused tile in one path, so that no line runs between them."""
        radius = self.px(self.form.radius_focus)
        half = self.px(self.form.stroke_state) / 2
        path = QPainterPath()
        path.addRoundedRect(self._panel.adjusted(half, half, -half, -half), radius, radius)
        if self._single or self._focus is None:
            return path
        tile = QRectF(self.tiles[self._focus - 1].geometry()).adjusted(half, half, -half, 0)
        tile.setBottom(self._panel.top() + 2 * radius)
        neck = QPainterPath()
        neck.addRoundedRect(tile, radius, radius)
        return path.united(neck).simplified()
