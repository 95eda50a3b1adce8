"""Small questions about the case in focus: which document to ask for, earlier visits, another person.

Responsible for: their words and buttons. Not for: when they open (``case_dialogs``). GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space, Weight
from channel.rules.claims import Text
from channel.wire.ids import VisitId
from cso_console.core.casework import CaseView
from cso_console.core.intents import AskDocument, AskLook, AskPicture, Intent, OtherPerson
from cso_console.core.snapshot import DeskSnapshot
from cso_console.views.buttons import HELD, PLAIN, PRIMARY, Button
from cso_console.views.case_words import CaseWords
from cso_console.views.overlay import WIDE, Dialog, Room
from cso_console.views.piece import Label, rescale_all
from cso_console.views.row_list import Scroll

_COLUMNS: Final = 2
_LINE: Final = 90
"""Characters of a link in one line: it has no spaces to be broken at."""


class CaseDialog(Dialog):
    """About one visit: when another comes into focus it closes by itself."""

    intended = Signal(object)
    """One ``Intent``."""

    def __init__(self, parent: QWidget, name: str, *, width: int) -> None:
        super().__init__(parent, width=width, room=Room.CASE)
        self.setObjectName(name)
        self._visit = VisitId("")
        self._words = CaseWords()

    def begin(self, case: CaseView) -> None:
        self._visit = case.visit

    def outdated(self, snapshot: DeskSnapshot) -> bool:
        return snapshot.case is None or snapshot.case.visit != self._visit

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        assert snapshot.case is not None
        self.show_case(snapshot.case)

    def show_case(self, case: CaseView) -> None:
        # Not an abstract method: a class cannot have both the metaclass of ABC and that of Qt.
        raise NotImplementedError

    def ask(self, intent: Intent) -> None:
        """Ask for it, and close."""
        self.intended.emit(intent)
        self.closed.emit()


class AskDialog(CaseDialog):
    """Which document the booth is to be asked for; those of the checklist first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "ask_dialog", width=WIDE)
        self._lead = Label(self, ConsoleType.BASE, Console.T2, wrap=True)
        self._list = QWidget(self)
        self._grid = QGridLayout(self._list)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._buttons: list[Button] = []
        self._scroll = Scroll(self, self._list)
        self.body.addWidget(self._lead)
        self.body.addWidget(self._scroll, 1)
        self.shoot = Button(self, icon="camera", cap="P", high=40)
        self.shoot.setObjectName("shoot_now_button")
        self.shoot.clicked.connect(self._shoot)
        self.look = Button(self, icon="eye", high=40)
        self.look.setObjectName("look_button")
        self.look.clicked.connect(self._look)
        self._looking = False
        self.foot.insertWidget(0, self.shoot)
        self.foot.insertWidget(1, self.look)

    def refit(self) -> None:
        super().refit()
        self._grid.setSpacing(self.px(Space.XS))
        self._grid.setContentsMargins(0, 0, self.px(Space.S), 0)  # the bar's

    def _shoot(self) -> None:
        self.ask(AskPicture())

    def _look(self) -> None:
        self.ask(AskLook(not self._looking))

    def _kind_clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, Button)
        self.ask(AskDocument(button.objectName().removeprefix("ask_kind_")))

    def show_case(self, case: CaseView) -> None:
        self.set_title(self.tr("Minta foto dokumen"), case.number)
        self._lead.set_text(
            self.tr(
                "Layar Bilik {n} memandu peserta memfoto yang Anda pilih; hasilnya tampil sendiri."
            ).format(n=case.number)
        )
        self._looking = case.looking
        self.shoot.show_as(self.tr("Ambil foto sekarang"), tip=self.tr("Apa adanya, tanpa memandu peserta"))
        look = self.tr("Sudah cukup dilihat") if case.looking else self.tr("Minta: miringkan dokumen")
        self.look.show_as(look, dress=HELD if case.looking else PLAIN)
        self.cancel.show_as(self.tr("Batal"))
        kinds = self._sorted(case)
        while len(self._buttons) < len(kinds):
            button = Button(self._list, high=40)
            button.clicked.connect(self._kind_clicked)
            rescale_all(button, self.scale)
            row, column = divmod(len(self._buttons), _COLUMNS)
            self._grid.addWidget(button, row, column)
            self._buttons.append(button)
        for at, button in enumerate(self._buttons):
            button.setVisible(at < len(kinds))
            if at < len(kinds):
                kind, name = kinds[at]
                button.setObjectName(f"ask_kind_{kind}")
                button.show_as(self._words.of(name), dress=HELD if kind == case.wants else PLAIN)

    def _sorted(self, case: CaseView) -> list[tuple[str, Text]]:
        ours = [kind for row in case.rows for kind in (row.accepts or (row.item,))]
        return sorted(case.kinds, key=lambda kind: ours.index(kind[0]) if kind[0] in ours else len(ours))


class HistoryDialog(CaseDialog):
    """Earlier visits of the same person, told by the NIK alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "history_dialog", width=WIDE)
        self._lead = Label(self, ConsoleType.BASE, Console.T2, wrap=True)
        self._list = QWidget(self)
        self._grid = QGridLayout(self._list)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(3, 1)
        self._cells: list[list[Label]] = []
        self._scroll = Scroll(self, self._list)
        self.body.addWidget(self._lead)
        self.body.addWidget(self._scroll, 1)

    def refit(self) -> None:
        super().refit()
        self._grid.setHorizontalSpacing(self.px(Space.L))
        self._grid.setVerticalSpacing(self.px(Space.S))

    def show_case(self, case: CaseView) -> None:
        self.set_title(self.tr("Kunjungan sebelumnya"), case.number)
        self._lead.set_text(self.tr("Dikenali dari NIK saja. Periksa orangnya."))
        self.cancel.show_as(self.tr("Tutup"))
        while len(self._cells) < len(case.earlier):
            labels = [Label(self._list, ConsoleType.BASE) for _ in range(4)]
            for column, label in enumerate(labels):
                label.rescale(self.scale)
                self._grid.addWidget(label, len(self._cells), column, Qt.AlignmentFlag.AlignLeft)
            self._cells.append(labels)
        for at, labels in enumerate(self._cells):
            there = at < len(case.earlier)
            for label in labels:
                label.setVisible(there)
            if there:
                visit = case.earlier[at]
                claim = self._words.claim(visit.claim)
                told = (
                    self._words.day(visit.at),
                    claim or "–",
                    visit.reference,
                    self._words.outcome(visit.outcome),
                )
                for label, text in zip(labels, told, strict=True):
                    label.set_text(text)


class LinksDialog(CaseDialog):
    """Where the codes on the papers lead: to be read, and never opened here."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "links_dialog", width=WIDE)
        self._lead = Label(self, ConsoleType.BASE, Console.T2, wrap=True)
        self._list = QWidget()
        self._text = Label(self._list, ConsoleType.BASE, wrap=True)
        self._scroll = Scroll(self, self._list)
        self._scroll.setWidgetResizable(False)
        self.body.addWidget(self._lead)
        self.body.addWidget(self._scroll, 1)

    def show_case(self, case: CaseView) -> None:
        self.set_title(self.tr("Kode QR pada dokumen"), case.number)
        self._lead.set_text(
            self.tr("Alamat ini hanya untuk dibaca. Kode pada surat palsu dapat menunjuk alamat palsu.")
        )
        self.cancel.show_as(self.tr("Tutup"))
        parts = []
        for link in case.links:
            pieces = [link.text[at : at + _LINE] for at in range(0, len(link.text), _LINE)]
            head = f"{self._words.of(link.name)}: {self._words.link(link.verdict)} ({link.host or '–'})"
            parts.append("\n".join([head, *pieces]))
        self._text.set_text("\n\n".join(parts))
        self.arrange()

    def arrange(self) -> None:
        wide = max(self.px(200), self.wanted_width() - self.px(4 * Space.XL))
        high = self._text.heightForWidth(wide)
        self._text.setGeometry(0, 0, wide, high)
        self._list.resize(wide, high)
        self._scroll.updateGeometry()


class OtherPersonDialog(CaseDialog):
    """Somebody else sits there: the visit is ended and its papers stay shut."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "other_person_dialog", width=760)
        self._text = Label(self, ConsoleType.FOCUS, Console.T2, weight=Weight.BODY, wrap=True)
        self.body.addWidget(self._text)
        self.confirm = Button(self, icon="user-off", dress=PRIMARY, high=40)
        self.confirm.setObjectName("other_person_confirm")
        self.confirm.clicked.connect(self._confirm)
        self.foot.addWidget(self.confirm)

    def _confirm(self) -> None:
        self.ask(OtherPerson())

    def outdated(self, snapshot: DeskSnapshot) -> bool:
        return super().outdated(snapshot) or snapshot.case is None or snapshot.case.doubt is None

    def show_case(self, case: CaseView) -> None:
        self.set_title(self.tr("Tutup kunjungan Bilik {n}?").format(n=case.number), case.number)
        self._text.set_text(
            self.tr(
                "Dokumen tetap tertutup dan tersimpan pada berkas orang sebelumnya. Layar bilik dibersihkan, "
                "lalu orang yang duduk di sana mulai dari awal."
            )
        )
        self.cancel.show_as(self.tr("Batal"))
        self.confirm.show_as(self.tr("Orang lain, tutup kunjungan"))
