"""What every part of the console's window is made of: things that know the scale, words, badges and icons.

Responsible for: the scale's way down the widget tree, and text that is never cut without saying so. Not for:
what is shown. GUI thread only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from channel.qt.badge import paint_badge
from channel.qt.icons import icon_pixmap
from channel.qt.theme import Console, ConsoleForm, ConsoleType, Scale, Type, Weight, console_form, font

_LEAST_SHOWN: Final = "MM…"
"""What an elided text keeps at least."""


_TABULAR: Final = QFont.Tag.fromString("tnum")


def _has_figures(text: str) -> bool:
    return any(character.isdigit() for character in text)


class Piece:
    """Mixed into a QWidget: drawn from the theme at the scale in force.

    The window calls ``rescale`` on every piece, parents first, then ``arrange`` on every piece.
    """

    scale: Scale = Scale()

    @property
    def form(self) -> ConsoleForm:
        return console_form(self.scale)

    def px(self, length: float) -> int:
        return self.scale.px(length)

    def rescale(self, scale: Scale) -> None:
        self.scale = scale
        self.refit()

    def refit(self) -> None:
        """Take up the scale: fonts, fixed sizes, margins."""

    def arrange(self) -> None:
        """Place the children that no layout places."""

    @property
    def rests(self) -> bool:
        """Whether it need not take up a scale now, nor what is in it: it does so before it is seen."""
        return False

    def wipe(self) -> None:
        """Keep nothing that was shown of a person; what is shown next brings all of it anew."""


def rescale_all(top: QWidget, scale: Scale) -> None:
    """Bring ``top`` and everything in it to ``scale``, but for what ``rests``."""
    pieces = list(_pieces(top))
    for piece in pieces:
        piece.rescale(scale)
    for piece in pieces:
        piece.arrange()


def _pieces(top: QWidget) -> Iterator[Piece]:
    if isinstance(top, Piece):
        yield top
    for child in top.children():
        if isinstance(child, QWidget) and not (isinstance(child, Piece) and child.rests):
            yield from _pieces(child)


def wipe_all(top: QWidget) -> None:
    """Nothing of a person stays in ``top`` and everything in it."""
    for piece in (top, *top.findChildren(QWidget)):
        piece.setToolTip("")
        if isinstance(piece, Piece):
            piece.wipe()


def space(
    layout: QBoxLayout, scale: Scale, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 0
) -> None:
    """Set margins (left, top, right, bottom) and the gap of ``layout`` in pixels of the design."""
    layout.setContentsMargins(*(scale.px(margin) for margin in margins))
    layout.setSpacing(scale.px(gap))


def settled_height(layout: QBoxLayout, width_px: int) -> int:
    """The height that ``layout`` needs at this width, with all changes inside it counted."""
    # Nested layouts learn of a change by posted events, one level at a time.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    layout.activate()
    return layout.heightForWidth(width_px) if layout.hasHeightForWidth() else layout.sizeHint().height()


def fill_panel(painter: QPainter, rect: QRectF, radius: float, colour: str, edge: str = "") -> None:
    """A flat rounded panel with an optional one-pixel edge inside ``rect``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(edge) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour) if colour else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if edge else rect, radius, radius)


def fill_hatched(painter: QPainter, rect: QRectF, pitch: float) -> None:
    """Slanting stripes: there is no picture, and not because somebody shut it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(rect)
    painter.fillRect(rect, QColor(Console.B1))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(Console.B2))
    stripe = pitch / 2
    left = rect.left() - rect.height()
    while left < rect.right():
        path = QPainterPath(QPointF(left, rect.top()))
        path.lineTo(left + stripe, rect.top())
        path.lineTo(left + stripe + rect.height(), rect.bottom())
        path.lineTo(left + rect.height(), rect.bottom())
        painter.drawPath(path)
        left += pitch
    painter.restore()


class Drawn(Piece, QWidget):
    """A piece that ``draw`` draws once for each change, and that is painted from this drawing.

    For what may lie on a live picture, and so is painted again with each frame.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._drawing: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def draw(self, painter: QPainter) -> None:
        """Draw it as it is now."""
        # Not an abstract method: a class cannot have both the metaclass of ABC and that of Qt.
        raise NotImplementedError

    def redraw(self) -> None:
        """It has changed."""
        self._drawing = None
        self.update()

    def rescale(self, scale: Scale) -> None:
        super().rescale(scale)
        self.redraw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.redraw()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._drawing = None

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._drawing is None or self._drawing.devicePixelRatio() != ratio:
            self._drawing = QPixmap(self.size() * ratio)
            self._drawing.setDevicePixelRatio(ratio)
            self._drawing.fill(Qt.GlobalColor.transparent)
            drawing = QPainter(self._drawing)
            self.draw(drawing)
            drawing.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawing)
        painter.end()


class Label(Piece, QWidget):
    """Words in one step of the type scale. Cut with "…" only where ``elide`` says that this is by design."""

    def __init__(
        self,
        parent: QWidget,
        step: Type = ConsoleType.BASE,
        colour: str = Console.T1,
        *,
        weight: Weight | None = None,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        elide: bool = False,
        wrap: bool = False,
    ) -> None:
        super().__init__(parent)
        self.elide = elide
        self._step = step
        self._weight = weight
        self._align = align
        self._wrap = wrap
        self._text = ""
        self._colour = colour
        self._font = QFont()
        self._needed_px: int | None = None
        """Measured when it is asked for the first time since text or font changed."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        across = QSizePolicy.Policy.Preferred if elide or wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(across, QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.refit()

    def text(self) -> str:
        return self._text

    def set_text(self, text: str, colour: str = "") -> None:
        """Show ``text``, in ``colour`` from now on if one is given. Costs nothing when nothing changed."""
        colour = colour or self._colour
        if text == self._text and colour == self._colour:
            return
        if text != self._text:
            figures = _has_figures(text) != _has_figures(self._text)
            self._text = text
            self._needed_px = None
            if figures:
                self.refit()
            self.setAccessibleName(text)
            self.updateGeometry()
        self._colour = colour
        self.update()

    def set_align(self, align: Qt.AlignmentFlag) -> None:
        if align != self._align:
            self._align = align
            self.update()

    def set_step(self, step: Type) -> None:
        if step != self._step:
            self._step = step
            self.refit()

    def wipe(self) -> None:
        self.set_text("")

    def refit(self) -> None:
        self._font = font(self._step, self.scale, self._weight)
        if not _has_figures(self._text):
            # Inter widens the hyphen together with the figures, which tears words apart.
            self._font.unsetFeature(_TABULAR)
        self._needed_px = None
        self.updateGeometry()
        self.update()

    def needed_px(self) -> int:
        """The width of the whole text on one line."""
        if self._needed_px is None:
            self._needed_px = math.ceil(QFontMetricsF(self._font).horizontalAdvance(self._text))
        return self._needed_px

    def cut(self) -> bool:
        """Whether something of the text is lost that was not meant to be."""
        if not self._text or self.elide:
            return False
        if self._wrap:
            return self.heightForWidth(self.width()) > self.height()
        return self.needed_px() > self.width() or self.px(self._step.size_px) > self.height()

    def heightForWidth(self, width: int) -> int:
        room = QRectF(0, 0, width, 10_000)
        needed = QFontMetricsF(self._font).boundingRect(room, Qt.TextFlag.TextWordWrap, self._text)
        lines = max(1, round(needed.height() / QFontMetricsF(self._font).lineSpacing()))
        return lines * self.px(self._step.line_px)

    def sizeHint(self) -> QSize:
        return QSize(self.needed_px(), self.px(self._step.line_px))

    def minimumSizeHint(self) -> QSize:
        if self._wrap:
            return QSize(self.px(80), self.px(self._step.line_px))
        if self.elide:
            least = math.ceil(QFontMetricsF(self._font).horizontalAdvance(_LEAST_SHOWN))
            return QSize(min(least, self.needed_px()), self.px(self._step.line_px))
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(QColor(self._colour))
        if self._wrap:
            self._paint_lines(painter)
        else:
            text = self._text
            if self.elide and self.needed_px() > self.width():
                metrics = QFontMetricsF(self._font)
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() + 0.5)
            painter.drawText(self.rect(), self._align | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _paint_lines(self, painter: QPainter) -> None:
        """Lines at the type step's own distance, which is wider than the font's."""
        metrics = QFontMetricsF(self._font)
        line_px = self.px(self._step.line_px)
        lines = self._lines(metrics)
        middle = bool(self._align & Qt.AlignmentFlag.AlignVCenter)
        top = max(0, self.height() - len(lines) * line_px) // 2 if middle else 0
        for row, line in enumerate(lines):
            rect = QRect(0, top + row * line_px, self.width(), line_px)
            painter.drawText(rect, self._align | Qt.AlignmentFlag.AlignVCenter, line)

    def _lines(self, metrics: QFontMetricsF) -> list[str]:
        lines: list[str] = []
        for paragraph in self._text.split("\n"):
            line = ""
            for word in paragraph.split(" "):
                longer = f"{line} {word}" if line else word
                if line and metrics.horizontalAdvance(longer) > self.width():
                    lines.append(line)
                    line = word
                else:
                    line = longer
            lines.append(line)
        return lines


class Badge(Drawn):
    """A booth's badge of a given side; number 0 shows nothing and takes no room."""

    def __init__(self, parent: QWidget, side: int, *, on_light: bool = False) -> None:
        super().__init__(parent)
        self._side = side
        self._shown = (0, False, False, on_light)
        self.hide()

    def show_booth(
        self, number: int, *, outline: bool = False, dashed: bool = False, on_light: bool = False
    ) -> None:
        shown = (number, outline, dashed, on_light)
        if shown != self._shown:
            self._shown = shown
            self.setVisible(number > 0)
            self.redraw()

    def set_side(self, side: int) -> None:
        if side != self._side:
            self._side = side
            self.refit()

    def refit(self) -> None:
        self.setFixedSize(self.px(self._side), self.px(self._side))

    def draw(self, painter: QPainter) -> None:
        number, outline, dashed, on_light = self._shown
        paint_badge(painter, QRectF(self.rect()), number, outline, on_light, dashed)


class Icon(Piece, QWidget):
    """A Tabler drawing; an empty name shows nothing and takes no room."""

    def __init__(self, parent: QWidget, size: int, name: str = "", colour: str = Console.T1) -> None:
        super().__init__(parent)
        self._size = size
        self._name = ""
        self._colour = colour
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.refit()
        self.hide()
        self.show_icon(name)

    def show_icon(self, name: str, colour: str = "") -> None:
        colour = colour or self._colour
        if (name, colour) != (self._name, self._colour):
            self._name, self._colour = name, colour
            self.setVisible(bool(name))
            self.update()

    def set_size(self, size: int) -> None:
        if size != self._size:
            self._size = size
            self.refit()

    def refit(self) -> None:
        self.setFixedSize(self.px(self._size), self.px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icon_pixmap(self._name, self.width(), self._colour))
        painter.end()
