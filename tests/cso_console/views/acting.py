"""What an officer does at the console in tests of the views: clicks, keys, what can be read.

Not for: asserting.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cso_console.views.piece import Label
from tests.cso_console.views.conftest import Console


def click(console: Console, name: str) -> None:
    QTest.mouseClick(console.part(name), Qt.MouseButton.LeftButton)
    console.settle()


def press(
    console: Console, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(console.window, key, modifiers)


def words(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(Label) if label.isVisible())
