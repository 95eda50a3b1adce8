"""A list of lines that may be longer than its place: it goes on over pages, and is never set too small.

Responsible for: placing lines one beneath the other and dividing them into pages. Not for: the button that
turns the page. GUI thread only.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from booth_client.views.canvas import LEFT, Canvas, Icon, Text
from channel.qt.theme import Kiosk, KioskType, Type, Weight


@dataclass(frozen=True)
class Line:
    """One paragraph. ``mark``: an icon, or a short text such as a number, before it; ``cut``: a line across
    instead of words."""

    text: str = ""
    icon: str = ""
    mark: str = ""
    step: Type = KioskType.LEAST
    weight: Weight | None = None
    colour: str = Kiosk.INK
    align: Qt.AlignmentFlag = LEFT
    cut: bool = False
    leads: bool = False
    """A heading: it goes with what follows."""


CUT = Line(cut=True)
_CUT_HEIGHT = 26
_MARK = 54


class Cut(Canvas):
    """A dashed line across."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        dash, height = self.scale.px(7), self.scale.px(3)
        for left in range(0, self.width(), 2 * dash):
            painter.fillRect(left, (self.height() - height) // 2, dash, height, QColor(Kiosk.EDGE))
        painter.end()


class Lines(Canvas):
    """Shows one page of its lines."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self._size = (width, height)
        self._later = 0.0
        self._lines: tuple[Line, ...] = ()
        self._pages: list[list[int]] = [[]]
        self._page = 0
        self._shown: list[tuple[Text, Text, Icon, Cut]] = []

    @property
    def pages(self) -> int:
        return len(self._pages)

    @property
    def page(self) -> int:
        """From 0."""
        return self._page

    def fill(self, width: float, height: float, later: float = 0.0) -> None:
        """Have that much room from now on; ``later``: the height on pages after the first, 0: the same."""
        if (width, height) != self._size or later != self._later:
            self._size, self._later = (width, height), later
            self._divide()

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        if lines != self._lines:
            self._lines = lines
            self._divide()

    def turn(self) -> None:
        """The next page; after the last one the first again."""
        self._show_page((self._page + 1) % self.pages)

    def forget(self) -> None:
        self._page = 0
        self.show_lines(())

    def _divide(self) -> None:
        pages: list[list[int]] = [[]]
        used = 0.0
        for index, line in enumerate(self._lines):
            height = self._height(line)
            room = self._later if self._later and len(pages) > 1 else self._size[1]
            if used + height > room and pages[-1]:
                heading = [pages[-1].pop()] if self._lines[pages[-1][-1]].leads and pages[-1][:-1] else []
                pages.append(heading)
                used = sum(self._height(self._lines[one]) for one in heading)
            pages[-1].append(index)
            used += height
        self._pages = pages
        self._show_page(min(self._page, len(pages) - 1))

    def _height(self, line: Line, place: int = 0) -> float:
        """``place``: of the row whose text measures it."""
        if line.cut:
            return _CUT_HEIGHT
        text = self._row(place)[0]
        self._set(text, line)
        self.place(text, _left_of(line), 0, self._size[0] - _left_of(line), self._size[1])
        return max(1, text.lines()) * line.step.line_px

    def _set(self, text: Text, line: Line) -> None:
        text.show_type(line.step, line.weight, line.align)
        text.set_colour(line.colour)
        text.setText(line.text)

    def _row(self, index: int) -> tuple[Text, Text, Icon, Cut]:
        while len(self._shown) <= index:
            row = (Text(KioskType.LEAST), Text(KioskType.LEAST), Icon(), Cut())
            for widget in row:
                self.place(widget, 0, 0, 40, 38)
            self._shown.append(row)
        return self._shown[index]

    def _show_page(self, page: int) -> None:
        self._page = page
        indices = self._pages[page]
        top = 0.0
        for place in range(max(len(indices), len(self._shown))):
            text, mark, icon, cut = self._row(place)
            line = self._lines[indices[place]] if place < len(indices) else Line()
            shown = place < len(indices)
            height = self._height(line, place) if shown else 0.0
            text.setVisible(shown and not line.cut)
            mark.setVisible(shown and bool(line.mark))
            icon.setVisible(shown and bool(line.icon))
            cut.setVisible(shown and line.cut)
            mark.setText(line.mark if shown else "")
            if not shown:
                text.setText("")
                continue
            width = self._size[0]
            self.place(text, _left_of(line), top, width - _left_of(line), height)
            mark.show_type(line.step, line.weight)
            self.place(mark, 0, top, _left_of(line), line.step.line_px)
            if line.icon:
                icon.show_icon(line.icon, line.colour)
                self.place(icon, 0, top + (line.step.line_px - 32) / 2, 32, 32)
            self.place(cut, 0, top, width, _CUT_HEIGHT)
            top += height


def _left_of(line: Line) -> float:
    """Where its text begins."""
    return _MARK if line.icon or line.mark else 0.0
