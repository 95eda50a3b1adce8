"""A large keypad: figures, and letters for numbers that have some. GUI thread only."""

from __future__ import annotations

import string

from PySide6.QtCore import Signal

from booth_client.core.events import EraseKey, GoOn, PressKey
from booth_client.core.snapshot import Screen
from booth_client.views.buttons import PLAIN, PRIMARY, Button
from booth_client.views.canvas import Canvas
from channel.qt.theme import KioskType, Type, Weight

WIDTH, HEIGHT = 628, 752
_LETTER = Type(44, 52, Weight.TITLE)
_GAP = 20
_COLUMNS, _ROWS = 5, 6


class Keypad(Canvas):
    """Attributes:
        page: the page that LANJUT leaves.

    Signals:
        intended(Intent): a key, HAPUS or LANJUT.
    """

    intended = Signal(object)

    def __init__(self, page: Screen) -> None:
        super().__init__()
        self.page = page
        self._digits = [self._key(digit, KioskType.KEY) for digit in string.digits]
        self._letters = [self._key(letter, _LETTER) for letter in string.ascii_uppercase]
        self._erase = Button("erase_button", "backspace", PLAIN, KioskType.FACT, icon_px=52, repeats=True)
        self._go_on = Button("go_on_button", "arrow-right", PRIMARY, KioskType.FACT, icon_px=52)
        self._erase.clicked.connect(lambda: self.intended.emit(EraseKey()))
        self._go_on.clicked.connect(lambda: self.intended.emit(GoOn(self.page)))
        for digit, button in enumerate(self._digits):
            row, column = divmod((digit - 1) if digit else 10, 3)
            self.place(button, 216 * column, 193 * row, 196, 173)
        width, height = (WIDTH - (_COLUMNS - 1) * _GAP) / _COLUMNS, (HEIGHT - (_ROWS - 1) * _GAP) / _ROWS
        for index, button in enumerate(self._letters):
            row, column = divmod(index, _COLUMNS)
            self.place(button, column * (width + _GAP), row * (height + _GAP), width, height)
        self._letter_places = [
            (column * (width + _GAP), 5 * (height + _GAP), 2 * width + _GAP, height) for column in (1, 3)
        ]
        self.show_letters(False)

    def _key(self, sign: str, step: Type) -> Button:
        button = Button(f"key_{sign}", step=step, repeats=True)
        button.show_as(sign)
        button.clicked.connect(lambda: self.intended.emit(PressKey(sign)))
        return button

    def show_letters(self, letters: bool) -> None:
        """Letters instead of figures."""
        for button in self._digits:
            button.setVisible(not letters)
        for button in self._letters:
            button.setVisible(letters)
        erase, go_on = self._letter_places if letters else [(0, 579, 196, 173), (432, 579, 196, 173)]
        self.place(self._erase, *erase)
        self.place(self._go_on, *go_on)
        for button in (self._erase, self._go_on):
            button.stack(not letters)

    def show_words(self, erase: str, go_on: str, *, may_go_on: bool, icon: str = "arrow-right") -> None:
        self._erase.show_as(erase)
        self._go_on.show_as(go_on, icon)
        self._go_on.setEnabled(may_go_on)
