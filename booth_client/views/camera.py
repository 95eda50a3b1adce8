"""The live picture of the documents' camera: frame, outline of what lies there, and one reason beneath.

Responsible for: painting these, exactly over the picture. Not for: when a picture is taken, nor the words.
GUI thread only; the picture comes as ``LatestFrame``.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from booth_client.core.capture import Corners, Format, Guide
from booth_client.views.canvas import CENTRE, Canvas, Card, Icon, Text
from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Kiosk, KioskForm, KioskType, Scale
from channel.qt.video import PICTURE_SHAPE, VideoView
from channel.runtime.latest import LatestFrame

BAR = KioskForm.CONTENT - KioskForm.CAMERA_HEIGHT
_MARK_PX = 100
_MARK_STROKE = 8
_OUTLINE_STROKE = 8
_MARK_RADIUS = 18


def on_view(share: tuple[float, float], picture: QRectF, shown: tuple[float, float, float, float]) -> QPointF:
    """Where a point of the camera's picture is in the view. ``share``: of the picture's width and height;
    ``picture``: where the view paints it; ``shown``: which part of it that is (x0, y0, x1, y1), in shares.
    """
    x0, y0, x1, y1 = shown
    return QPointF(
        picture.left() + (share[0] - x0) / (x1 - x0) * picture.width(),
        picture.top() + (share[1] - y0) / (y1 - y0) * picture.height(),
    )


class Marks(QWidget):
    """Lies over the picture: corner marks of the guide, and the document's outline."""

    def __init__(self, video: VideoView) -> None:
        super().__init__()
        self._video = video
        self._form: Format | None = None
        self._corners: Corners | None = None
        self._good = False
        self._scale = Scale()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        self.update()

    def show_marks(self, form: Format | None, corners: Corners | None, *, good: bool) -> None:
        """``form`` None: no frame. ``good``: the outline is green, else amber."""
        if (form, corners, good) != (self._form, self._corners, self._good):
            self._form, self._corners, self._good = form, corners, good
            self.update()

    def guide_rect(self) -> QRectF:
        """Where the frame is, in pixels of this widget; empty without a picture."""
        size = self._video.picture_size()
        if self._form is None or size.isEmpty():
            return QRectF()
        guide = Guide.of(self._form, size.width(), size.height())
        return QRectF(
            self._at((guide.left, guide.top)),
            self._at((guide.left + guide.width, guide.top + guide.height)),
        )

    def outline(self) -> QPolygonF:
        """Of the document, in pixels of this widget; empty when it is not known."""
        if self._corners is None or self._video.picture_size().isEmpty():
            return QPolygonF()
        return QPolygonF([self._at(corner) for corner in self._corners])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_guide(painter, self.guide_rect())
        outline = self.outline()
        if not outline.isEmpty():
            pen = QPen(QColor(Kiosk.GOOD if self._good else Kiosk.HELP), self._scale.px(_OUTLINE_STROKE))
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolygon(outline)
        painter.end()

    def _at(self, share: tuple[float, float]) -> QPointF:
        picture = QRectF(self._video.picture_rect()).translated(QPointF(self._video.pos() - self.pos()))
        return on_view(share, picture, self._video.visible_share())

    def _paint_guide(self, painter: QPainter, frame: QRectF) -> None:
        if frame.isEmpty():
            return
        length = min(self._scale.px(_MARK_PX), frame.width() / 3, frame.height() / 3)
        radius = self._scale.px(_MARK_RADIUS)
        for corner, right, down in (
            (frame.topLeft(), 1, 1),
            (frame.topRight(), -1, 1),
            (frame.bottomRight(), -1, -1),
            (frame.bottomLeft(), 1, -1),
        ):
            path = QPainterPath(QPointF(corner.x(), corner.y() + down * length))
            path.lineTo(corner.x(), corner.y() + down * radius)
            path.quadTo(corner, QPointF(corner.x() + right * radius, corner.y()))
            path.lineTo(corner.x() + right * length, corner.y())
            # Dark beneath light: the marks are seen on white paper as on a dark desk.
            for colour, stroke in ((Kiosk.INK, _MARK_STROKE + 4), (Kiosk.MARK, _MARK_STROKE)):
                pen = QPen(QColor(colour), self._scale.px(stroke))
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.strokePath(path, pen)


class Ring(QWidget):
    """How much of the steady time is over."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self._scale = Scale()

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        self.update()

    def show_share(self, share: float) -> None:
        if share != self._share:
            self._share = share
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = self._scale.px(10)
        rect = QRectF(self.rect()).adjusted(stroke, stroke, -stroke, -stroke)
        painter.setPen(QPen(QColor(Kiosk.INK2), stroke))
        painter.drawEllipse(rect)
        pen = QPen(QColor(Kiosk.GOOD), stroke)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if self._share > 0:
            painter.drawArc(rect, 90 * 16, -round(360 * 16 * min(self._share, 1.0)))
        painter.end()


class CameraPanel(Card):
    """Picture and reason, 1216 × 752.

    Signals:
        resized(int, int): the size in which the picture is wanted, device pixels.
    """

    resized = Signal(int, int)

    def __init__(self, name: str, clock: RepaintClock) -> None:
        """``name``: the object name of the picture."""
        super().__init__(Kiosk.INK, None)
        self.video = VideoView(clock)
        self.video.setObjectName(name)
        # All of the picture, never cropped: what lies at its edge is seen to be cut off.
        self.video.cover = False
        self.video.set_form(ground=Kiosk.INK, behind=Kiosk.INK)
        self.video.resized.connect(self.resized)
        self.marks = Marks(self.video)
        self._source: LatestFrame | None = None
        self._starting = Text(KioskType.BODY, Kiosk.SURFACE, CENTRE, middle=True)
        # Queued: inside the paint event nothing may be hidden.
        self.video.painted.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        self._absent = Canvas()
        self._absent_text = Text(KioskType.BODY, Kiosk.SURFACE, CENTRE)
        self._ring = Ring()
        self._icon = Icon()
        self._reason = Text(KioskType.REASON, Kiosk.SURFACE, middle=True)
        width = KioskForm.CAMERA_HEIGHT * PICTURE_SHAPE
        left = (KioskForm.CAMERA - width) / 2
        self.place(self.video, left, 0, width, KioskForm.CAMERA_HEIGHT)
        self.place(self.marks, left, 0, width, KioskForm.CAMERA_HEIGHT)
        self.place(self._starting, left + 80, 200, width - 160, 192)
        self.place(self._absent, left, 0, width, KioskForm.CAMERA_HEIGHT)
        self._absent.place(Icon("camera-off", Kiosk.SURFACE), width / 2 - 60, 190, 120, 120)
        self._absent.place(self._absent_text, 80, 340, width - 160, 192)
        top = KioskForm.CAMERA_HEIGHT
        self.place(self._ring, 30, top + (BAR - 76) / 2, 76, 76)
        self.place(self._icon, 36, top + (BAR - 64) / 2, 64, 64)
        self.place(self._reason, 132, top + 4, KioskForm.CAMERA - 132 - 30, BAR - 8)

    def show_picture(self, source: LatestFrame | None) -> None:
        self._source = source
        self.video.show_source(source)
        self._settle()

    def say(
        self, reason: str, icon: str = "", colour: str = Kiosk.SURFACE, *, progress: float | None = None
    ) -> None:
        """One reason; with ``progress`` the ring stands before it, otherwise the icon."""
        self._reason.setText(reason)
        self._ring.setVisible(progress is not None)
        self._icon.setVisible(progress is None)
        self._ring.show_share(progress or 0.0)
        self._icon.show_icon(icon, colour)

    def explain(self, absent: str) -> None:
        """Why there is no picture; empty when there is one."""
        self._absent_text.setText(absent)
        self._absent.setVisible(bool(absent))
        self.video.setVisible(not absent)
        self.marks.setVisible(not absent)
        self._starting.setText(self.tr("Kamera sedang dinyalakan. Mohon tunggu."))
        self._settle()

    @Slot()
    def _settle(self) -> None:
        """A camera takes a moment before its first picture is there: the dark is explained."""
        dark = self._source is None or self._source.look()[1] is None
        self._starting.setVisible(dark and self._absent.isHidden())
