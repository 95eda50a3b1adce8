"""What an officer's hands and eyes do in a test: clicks, keys, reading what stands there.

Responsible for: these few words. Not for: windows (``conftest``).
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

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


def held(console: Console) -> str:
    """All text that any widget of the window holds, shown or not."""
    found: list[str] = []
    for widget in console.window.findChildren(QWidget):
        found += [widget.toolTip(), widget.accessibleName()]
        if isinstance(widget, Label | QLineEdit):
            found.append(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            found.append(widget.toPlainText())
    return "\n".join(found)
