"""The operator's keypad, the only way out of kiosk mode.

Responsible for: taking a PIN by touch or keyboard and handing it on. Not for: checking it (``controller``).
Gives up by itself when nobody types. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent

from booth_client.views.buttons import PLAIN, PRIMARY, Button
from booth_client.views.canvas import Canvas, Text
from channel.qt.theme import Kiosk, KioskType

GIVE_UP_MS = 20_000
PIN_MOST = 12


class OperatorView(Canvas):
    """Covers the whole stage.

    Attributes:
        give_up_timer: runs since the last touch.

    Signals:
        entered(str): the PIN; the view forgets it at once.
        left(): the operator went back, or nobody typed.
    """

    entered = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pin = ""
        self._title = Text(KioskType.TITLE)
        self._dots = Text(KioskType.CLAIM, middle=True)
        self._answer = Text(KioskType.BODY, Kiosk.INK2)
        self._digits = [Button(f"pin_{digit}", step=KioskType.KEY, repeats=True) for digit in range(10)]
        self._erase = Button("pin_erase", "backspace", PLAIN, repeats=True)
        self._enter = Button("pin_enter", "arrow-right", PRIMARY)
        self._back = Button("pin_back", "arrow-left", PLAIN)
        self.give_up_timer = QTimer(self)
        self.give_up_timer.setSingleShot(True)
        self.give_up_timer.setInterval(GIVE_UP_MS)
        self.give_up_timer.timeout.connect(self.left)
        for digit, button in enumerate(self._digits):
            button.show_as(str(digit))
            button.clicked.connect(lambda _=False, digit=digit: self._type(str(digit)))
            row, column = divmod((digit - 1) if digit else 10, 3)
            self.place(button, 1244 + 216 * column, 152 + 193 * row, 196, 173)
        self._erase.clicked.connect(self._take_back)
        self._enter.clicked.connect(self._hand_on)
        self._back.clicked.connect(self.left)
        self.place(self._erase, 1244, 731, 196, 173)
        self.place(self._enter, 1676, 731, 196, 173)
        self.place(self._back, 48, 960, 330, 96)
        self.place(self._title, 48, 152, 1036, 76)
        self.place(self._dots, 48, 340, 1036, 92)
        self.place(self._answer, 48, 470, 1036, 96)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def say(self, text: str) -> None:
        """What came of the PIN."""
        self._answer.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._forget()
        self._title.setText(self.tr("PIN operator"))
        self._answer.setText("")
        self._erase.show_as("", "backspace")
        self._enter.show_as("", "arrow-right")
        self._erase.setAccessibleName(self.tr("Hapus"))
        self._enter.setAccessibleName(self.tr("Lanjut"))
        self._back.show_as(self.tr("KEMBALI"))
        self.setFocus()
        self.give_up_timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._forget()
        self.give_up_timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdecimal():
            self._type(event.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._hand_on()
        elif event.key() == Qt.Key.Key_Backspace:
            self._take_back()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Kiosk.BG))
        painter.end()

    def _type(self, digit: str) -> None:
        self.give_up_timer.start()
        self._pin = (self._pin + digit)[:PIN_MOST]
        self._show()

    def _take_back(self) -> None:
        self.give_up_timer.start()
        self._pin = self._pin[:-1]
        self._show()

    def _hand_on(self) -> None:
        pin = self._pin
        self._forget()
        if pin:
            self.entered.emit(pin)

    def _forget(self) -> None:
        self._pin = ""
        self._show()

    def _show(self) -> None:
        self._dots.setText("●" * len(self._pin))
