"""Where a case will be shown, while there is none: why, and what comes by itself.

Responsible for: these words. Not for: the case (``focus_body``). GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Weight
from cso_console.core.casework import CaseView
from cso_console.core.snapshot import Tile
from cso_console.views.piece import Icon, Label, Piece, fill_panel, space


class PapersToCome(Piece, QWidget):
    """Where checklist and documents will be."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._icon = Icon(self, 52, "files", Console.T3)
        self._title = Label(self, ConsoleType.PAGE, wrap=True)
        self._text = Label(self, ConsoleType.FOCUS, Console.T2, weight=Weight.BODY, wrap=True)
        self._column.addStretch(1)
        for piece in (self._icon, self._title, self._text):
            self._column.addWidget(piece)
        self._column.addStretch(1)

    def refit(self) -> None:
        side = 88 if not self.scale.compact else 32
        space(self._column, self.scale, (side, 24, side, 24), 12)

    def show_tile(self, tile: Tile, case: CaseView | None) -> None:
        icon, title, text = self._said(tile, case)
        self._icon.show_icon(icon)
        self._title.set_text(title)
        self._text.set_text(text.format(n=tile.number))

    def _said(self, tile: Tile, case: CaseView | None) -> tuple[str, str, str]:
        """(icon, what is so, what comes by itself or what to do)."""
        if case is not None and case.withdrawn:
            return (
                "lock",
                self.tr("Berkas ini tidak lagi di meja Anda"),
                self.tr("Yang sudah tercatat aman di server. Dokumen Bilik {n} ditutup."),
            )
        if not tile.consent:
            return (
                "file-text",
                self.tr("Tanpa dokumen: peserta tidak setuju difoto"),
                self.tr(
                    "Bicarakan keperluannya. Bilik {n} tidak membuat foto dan berkas, kecuali peserta "
                    "menyetujuinya nanti."
                ),
            )
        if case is not None and not case.online:
            return (
                "plug-connected-x",
                self.tr("Sambungan dokumen terputus"),
                self.tr(
                    "Percakapan berjalan terus. Berkas Bilik {n} aman di server dan tampil di sini dengan "
                    "sendirinya begitu tersambung."
                ),
            )
        if case is not None and not case.known:
            return "hourglass", self.tr("Mengambil berkas…"), self.tr("Berkas Bilik {n} tampil sendiri.")
        return (
            "files",
            self.tr("Belum ada dokumen"),
            self.tr(
                "Peserta memilih keperluannya di layar. Daftar periksa dan dokumen Bilik {n} tampil di sini "
                "dengan sendirinya begitu ada."
            ),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill_panel(painter, QRectF(self.rect()), self.px(self.form.radius_panel), Console.B1)
        painter.end()
