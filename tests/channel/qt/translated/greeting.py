"""A source with one text, for the tests of the catalogues."""

from __future__ import annotations

from PySide6.QtCore import QObject


class Greeting(QObject):
    """Greets."""

    def words(self) -> str:
        return self.tr("Selamat datang.")
