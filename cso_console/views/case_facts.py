"""What the participant told of themselves and their claim, in rows beside the face.

Responsible for: showing it, the numbers covered until the officer uncovers them. Not for: the link and the
loudness of the booth (``facts``). GUI thread only.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from channel.qt.theme import Console
from channel.rules.masking import masked
from channel.rules.nik import NotANik, Sex, parse
from channel.rules.registry_links import LinkVerdict
from channel.wire.ids import VisitId
from cso_console.core.casework import CaseView, EarlierVisit
from cso_console.views.buttons import KEY, Button
from cso_console.views.case_words import CaseWords, grouped
from cso_console.views.facts import COMPACT_ROW, ROW, FactRow
from cso_console.views.piece import Piece

_SHOWN_DIGITS: Final = 4
_LABEL: Final = 100


class CaseFacts(Piece, QWidget):
    """The rows.

    Signals:
        history_asked(): earlier visits are to be listed.
        links_asked(): the links on the papers are to be read.
    """

    history_asked = Signal()
    links_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = CaseWords()
        self._visit = VisitId("")
        self._uncovered = False
        self._case: CaseView | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._nik, self._kpj = (FactRow(self, label_width=_LABEL, compact_width=40) for _ in range(2))
        self._odd, self._born, self._claim, self._earlier, self._links = (
            FactRow(self, label_width=_LABEL) for _ in range(5)
        )
        self._rows = (self._nik, self._odd, self._born, self._kpj, self._claim, self._earlier, self._links)
        for row in self._rows:
            column.addWidget(row)
        column.addStretch(1)
        self.uncover = Button(self, icon="eye", dress=KEY, high=24)
        self.uncover.setObjectName("show_numbers")
        self.uncover.clicked.connect(self._uncover_clicked)
        self.history = Button(self, dress=KEY, high=24)
        self.history.setObjectName("history_button")
        self._earlier.name_aside("case_reference")
        self.history.clicked.connect(self.history_asked)
        self._earlier.add(self.history)
        self.links = Button(self, dress=KEY, high=24)
        self.links.setObjectName("links_button")
        self.links.clicked.connect(self.links_asked)
        self._links.add(self.links)

    def _uncover_clicked(self) -> None:
        self._uncovered = not self._uncovered
        if self._case is not None:
            self.show_case(self._case)

    def wipe(self) -> None:
        self._case = None
        self._uncovered = False

    def refit(self) -> None:
        # On a small screen the NIK needs its whole row.
        (self._kpj if self.scale.compact else self._nik).add(self.uncover)

    def needed_px(self) -> int:
        rows = sum(not row.isHidden() for row in self._rows)
        return rows * self.px(COMPACT_ROW if self.scale.compact else ROW)

    def show_case(self, case: CaseView) -> None:
        self._case = case
        if case.visit != self._visit:
            self._visit = case.visit
            self._uncovered = False
        compact = self.scale.compact
        self._show_nik(case)
        self._born.show_fact(self.tr("Lahir"), self._born_of(case), aside=self._from_nik(case))
        self._kpj.show_fact(self.tr("KPJ"), self._covered(case.kpj) or "–", tip=self._odd_tip())
        self._claim.show_fact(self.tr("Klaim"), self._claim_of(case), tip=self._answers(case))
        reference = "" if compact or not case.reference else case.reference
        self._earlier.show_fact(
            self.tr("Kunjungan"), self._earlier_of(case.earlier), aside=reference, tip=case.reference
        )
        self.history.show_as(self.tr("Lihat"))
        self.history.setVisible(bool(case.earlier))
        self._show_links(case)

    def _show_links(self, case: CaseView) -> None:
        """The one that the officer should look at first: what is not the registry's."""
        self._links.setVisible(bool(case.links))
        if not case.links:
            return
        strange = [link for link in case.links if link.verdict is not LinkVerdict.LISTED]
        first = (strange or list(case.links))[0]
        tip = f"{self._words.of(first.name)}: {self._words.link(first.verdict)}"
        self._links.show_fact(self.tr("Kode QR"), first.host or "–", tip=tip)
        self._links.show_mark(
            "alert-triangle" if strange else "shield-check", Console.NEXT if strange else Console.T1
        )
        self.links.show_as(self.tr("Baca"))

    def _odd_tip(self) -> str:
        return self.tr("Nomor kepesertaan")

    def _show_nik(self, case: CaseView) -> None:
        self._nik.show_fact(
            "NIK",
            self._covered(case.nik) or "–",
            aside=self.tr("diketik") if case.nik and not self.scale.compact else "",
            tip=self.tr("NIK yang benar bentuknya belum membuktikan identitas."),
        )
        icon = "eye-off" if self._uncovered else "eye"
        tip = self.tr("Tutup nomor") if self._uncovered else self.tr("Tampilkan nomor")
        self.uncover.show_as("", icon=icon, tip=tip)
        self.uncover.setAccessibleName(tip)
        self.uncover.setVisible(bool(case.nik or case.kpj))
        remarks = [self._remark(remark) for remark in case.nik_remarks]
        self._odd.setVisible(bool(remarks))
        self._odd.show_fact(self.tr("Perhatikan"), " · ".join(remarks), tip="\n".join(remarks))
        self._odd.show_mark("alert-triangle" if remarks else "", Console.NEXT)

    def _covered(self, number: str) -> str:
        return grouped(number if self._uncovered else masked(number, _SHOWN_DIGITS)) if number else ""

    def _remark(self, remark: str) -> str:
        known = {
            "birth_date_differs": self.tr("Tanggal lahir lain dari NIK"),
            "region_differs": self.tr("Wilayah lain dari NIK"),
            "unknown_province": self.tr("Kode provinsi tak dikenal"),
            "serial_zero": self.tr("Nomor urut 0000"),
            "no_such_date": self.tr("Tanggal tidak ada"),
        }
        return known.get(remark, remark)

    def _born_of(self, case: CaseView) -> str:
        """``12 Juli 1988 · 38 tahun · P``, as it follows from the NIK."""
        if not case.born:
            return "–"
        born = date.fromisoformat(case.born)
        today = date.today()
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        try:
            sex = self.tr("P", "female") if parse(case.nik).sex is Sex.FEMALE else self.tr("L", "male")
        except NotANik:
            sex = ""
        if self.scale.compact:
            parts = [self._words.short_date(born), sex]
        else:
            parts = [self._words.long_date(born), self.tr("{n} tahun").format(n=age), sex]
        return " · ".join(part for part in parts if part)

    def _from_nik(self, case: CaseView) -> str:
        return self.tr("dari NIK") if case.born and not self.scale.compact else ""

    def _claim_of(self, case: CaseView) -> str:
        if not case.claim:
            return self.tr("Belum dipilih")
        answers = [self._words.of(answer) for _, answer in case.answers]
        return ", ".join([self._words.claim(case.claim), *answers])

    def _answers(self, case: CaseView) -> str:
        named = [] if case.claim_name is None else [self._words.of(case.claim_name)]
        told = [f"{self._words.of(asked)} {self._words.of(answer)}" for asked, answer in case.answers]
        open_ = [f"{self._words.of(asked)} –" for asked in case.to_ask]
        return "\n".join([*named, *told, *open_])

    def _earlier_of(self, earlier: tuple[EarlierVisit, ...]) -> str:
        if not earlier:
            return self.tr("Pertama kali")
        return self.tr("Ke-{n}").format(n=len(earlier) + 1)
