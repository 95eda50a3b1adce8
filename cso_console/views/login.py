"""Who works at this desk: officer and password, what is happening, and what went wrong.

Responsible for: the form. Not for: checking anything. The password leaves it in one intent and is wiped when
it is no longer needed. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpacerItem, QVBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space, Weight, font
from channel.wire.ids import OfficerId
from cso_console.core.intents import Intent, LogIn
from cso_console.core.snapshot import Connection, DeskSnapshot
from cso_console.views.buttons import PRIMARY, Button
from cso_console.views.piece import Icon, Label, Piece, fill_panel, settled_height, space
from cso_console.views.sheet import field_sheet
from cso_console.views.top_bar import Mark


class Field(Piece, QLineEdit):
    """One line of input on the console's ground."""

    def refit(self) -> None:
        self.setFont(font(ConsoleType.FOCUS, self.scale, Weight.BODY))
        self.setFixedHeight(self.px(44))
        if (styles := field_sheet(self.scale)) != self.styleSheet():
            self.setStyleSheet(styles)


class LoginCard(Piece, QWidget):
    """The form itself. Signal ``intended(object)``: ``LogIn``."""

    intended = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._title = Label(self, ConsoleType.PAGE, weight=Weight.TITLE)
        self._head.addWidget(Mark(self))
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        self._lead = Label(self, ConsoleType.BASE, Console.T2, wrap=True)
        self._officer_word = Label(self, ConsoleType.LABEL)
        self.officer = Field(self)
        self.officer.setObjectName("login_officer")
        self._password_word = Label(self, ConsoleType.LABEL)
        self.password = Field(self)
        self.password.setObjectName("login_password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._problem_row = QHBoxLayout()
        self._problem_icon = Icon(self, 18, "alert-triangle", Console.T1)
        self._problem = Label(self, ConsoleType.LABEL, Console.T1, wrap=True)
        self._problem.setObjectName("login_problem")
        self._detail = Label(self, ConsoleType.SECOND, Console.T2, wrap=True)
        self._problem_lines = QVBoxLayout()
        self._problem_lines.addWidget(self._problem)
        self._problem_lines.addWidget(self._detail)
        self._problem_row.addWidget(self._problem_icon, 0, Qt.AlignmentFlag.AlignTop)
        self._problem_row.addLayout(self._problem_lines, 1)
        self.button = Button(self, dress=PRIMARY, high=44)
        self.button.setObjectName("login_button")
        self._column.addLayout(self._head)
        self._column.addWidget(self._lead)
        self._gaps = [QSpacerItem(0, 0) for _ in range(3)]
        for gap, word, field in (
            (self._gaps[0], self._officer_word, self.officer),
            (self._gaps[1], self._password_word, self.password),
        ):
            self._column.addSpacerItem(gap)
            self._column.addWidget(word)
            self._column.addWidget(field)
        self._column.addLayout(self._problem_row)
        self._column.addSpacerItem(self._gaps[2])
        self._column.addWidget(self.button)
        self.button.clicked.connect(self.submit)
        self.officer.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self.submit)
        self.officer.textChanged.connect(self._typed)
        self.password.textChanged.connect(self._typed)
        self._busy = False

    def intend(self, intent: Intent) -> None:
        self.intended.emit(intent)

    def submit(self) -> None:
        officer, password = self.officer.text().strip().lower(), self.password.text()
        if officer and password and not self._busy:
            self.intend(LogIn(OfficerId(officer), password))

    def _typed(self) -> None:
        complete = bool(self.officer.text().strip() and self.password.text())
        self.button.setEnabled(complete and not self._busy)

    def needed_height(self, wide: int) -> int:
        return settled_height(self._column, wide)

    def refit(self) -> None:
        space(self._column, self.scale, (40, 36, 40, 40), Space.XS)
        for gap in self._gaps:
            gap.changeSize(0, self.px(Space.XS))
        space(self._head, self.scale, gap=Space.S)
        space(self._problem_row, self.scale, gap=Space.XS)
        space(self._problem_lines, self.scale, gap=Space.XXS)

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        busy = snapshot.connection is Connection.CONNECTING
        replaced = snapshot.connection is Connection.REPLACED
        self._title.set_text("Bilik")
        self._lead.set_text(self.tr("Meja petugas. Masuk dengan nama pengguna dan kata sandi Anda."))
        self._officer_word.set_text(self.tr("Petugas"))
        self._password_word.set_text(self.tr("Kata sandi"))
        detail = ""
        if snapshot.connection_text and not replaced:
            detail = self.tr("Untuk TI: {text}").format(text=snapshot.connection_text)
        problem = self._problem_of(snapshot.connection) if detail or replaced else ""
        self._problem.set_text(problem)
        self._detail.set_text(detail)
        for piece in (self._problem_icon, self._problem):
            piece.setVisible(bool(problem))
        self._detail.setVisible(bool(detail))
        if self._busy and not busy and problem:
            # Refused: the password was wrong or is of no more use, the name most likely was right.
            self.password.clear()
            self.password.setFocus()
        self._busy = busy
        self.officer.setEnabled(not busy)
        self.password.setEnabled(not busy)
        self.button.show_as(self.tr("Menyambung…") if busy else self.tr("Masuk"))
        self._typed()

    def _problem_of(self, connection: Connection) -> str:
        """In the officer's language; the detail under it is a sentence for IT."""
        match connection:
            case Connection.REPLACED:
                return self.tr("Anda masuk di meja lain, maka meja ini ditutup.")
            case Connection.CONNECTING:
                return self.tr("Server belum terjangkau. Mencoba lagi dengan sendirinya.")
            case _:
                return self.tr("Tidak dapat masuk. Periksa nama dan kata sandi, atau hubungi TI.")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill_panel(painter, self.rect().toRectF(), self.px(self.form.radius_focus), Console.B1, Console.LINE)
        painter.end()


class LoginScreen(Piece, QWidget):
    """The card on an empty ground."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.card = LoginCard(self)
        self.setObjectName("login_screen")

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        self.card.show_desk(snapshot)
        self.arrange()

    def wipe(self) -> None:
        """Logged in: forget the password."""
        self.card.password.clear()

    def start_typing(self) -> None:
        """Put the cursor where something is missing."""
        field = self.card.password if self.card.officer.text() else self.card.officer
        field.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        wide = min(self.px(480), self.width())
        high = min(self.card.needed_height(wide), self.height())
        self.card.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Console.B0))
        painter.end()
