"""A few papers of the checklist with how far each is, around the one that matters now. GUI thread only."""

from __future__ import annotations

from booth_client.core.pages import Capture, Paper, PaperState
from booth_client.core.snapshot import Snapshot
from booth_client.views import page_words
from booth_client.views.canvas import Canvas, Icon, Text
from booth_client.views.page_words import told
from channel.qt.theme import Kiosk, KioskType


class PaperList(Canvas):
    """Names that need more than the row's lines are cut off: they stand in full on the checklist."""

    def __init__(self, width: float, lines: int, row: float) -> None:
        """``row``: the height of each of the ``lines``."""
        super().__init__()
        self._name_lines = max(1, int(row // KioskType.LEAST.line_px))
        self._rows = [(Icon(), Text(KioskType.LEAST, middle=True)) for _ in range(lines)]
        for index, (icon, text) in enumerate(self._rows):
            self.place(icon, 0, row * index, 44, row)
            self.place(text, 62, row * index, width - 62, row)

    def render_papers(self, snapshot: Snapshot, lines: int) -> None:
        papers, capture = snapshot.pages.papers, snapshot.pages.capture
        now = next((index for index, paper in enumerate(papers) if _is_now(paper, capture)), 0)
        first = max(0, min(now - 1, len(papers) - lines))
        shown = papers[first : first + lines]
        for index, (icon, text) in enumerate(self._rows):
            icon.setVisible(index < len(shown))
            text.setVisible(index < len(shown))
            text.setText("")
            if index < len(shown):
                self._render_row(icon, text, shown[index], snapshot)

    def _render_row(self, icon: Icon, text: Text, paper: Paper, snapshot: Snapshot) -> None:
        name, capture = told(paper.name, snapshot.language), snapshot.pages.capture
        text.set_colour(Kiosk.INK)
        if capture is not None and _is_now(paper, capture):
            icon.show_icon("scan", Kiosk.PRIMARY)
            name = page_words.captured_words(name, capture)
        elif paper.is_to_do:
            again = paper.state is PaperState.RETAKE
            icon.show_icon("refresh" if again else "circle-dashed", Kiosk.PRIMARY if again else Kiosk.EDGE)
            text.set_colour(Kiosk.INK if again else Kiosk.INK2)
        else:
            done, _, _ = page_words.PAPER_LOOKS[paper.state]
            here = paper.state is not PaperState.NOT_BROUGHT
            icon.show_icon("circle-check" if done == "check" else done, Kiosk.HEARD if here else Kiosk.INK2)
        text.setText(text.elided(name, lines=self._name_lines))


def _is_now(paper: Paper, capture: Capture | None) -> bool:
    if capture is not None:
        return paper.is_of(capture.item)
    return paper.is_to_do
