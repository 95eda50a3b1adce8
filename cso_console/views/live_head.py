"""The head over the live face beside a document: what is seen, and what may be asked of the participant.

Responsible for: its words and buttons. Not for: the face (``picture``). GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space
from cso_console.core.casework import CaseView
from cso_console.core.snapshot import Tile
from cso_console.views.buttons import HELD, PLAIN, Button
from cso_console.views.piece import Icon, Label, Piece, space
from cso_console.views.words import Words


class LiveHead(Piece, QWidget):
    """Signals: ``look_asked``, ``picture_asked``."""

    look_asked = Signal()
    picture_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = Words()
        self._row = QHBoxLayout(self)
        self._title = Label(self, ConsoleType.LABEL)
        self._caption = Label(self, ConsoleType.SECOND, Console.T2, elide=True)
        self.look = Button(self, icon="eye")
        self.look.setObjectName("ask_look_button")
        self.look.clicked.connect(self.look_asked)
        self.shoot = Button(self, icon="camera", cap="P")
        self.shoot.setObjectName("ask_picture_button")
        self.shoot.clicked.connect(self.picture_asked)
        self._row.addWidget(Icon(self, 20, "user", Console.T1))
        self._row.addWidget(self._title)
        self._row.addWidget(self._caption, 1)
        self._row.addWidget(self.look)
        self._row.addWidget(self.shoot)

    def refit(self) -> None:
        space(self._row, self.scale, (16, 0, 12, 0), Space.XS)

    def show_case(self, case: CaseView, tile: Tile) -> None:
        self._title.set_text(self.tr("Wajah langsung"))
        self._caption.set_text("" if tile.lost_s else self._words.picture(tile.figures))
        look = self.tr("Sedang diminta: miringkan") if case.looking else self.tr("Minta: miringkan dokumen")
        self.look.show_as(look, dress=HELD if case.looking else PLAIN)
        tip = self.tr("Foto kamera dokumen bilik, sekarang dan apa adanya")
        self.shoot.show_as(self.tr("Ambil foto"), tip=tip)
