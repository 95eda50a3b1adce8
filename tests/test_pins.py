"""Why the versions in `pyproject.toml` are what they are: the faults that they keep away."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

EMISSIONS = 1000


class Bell(QObject):
    """Emits what PySide6 6.12 miscounts on Python 3.11: True per emission, None per call of a void method."""

    rung = Signal(object)


@pytest.mark.parametrize("constant", [True, None])
def test_signals_do_not_lose_references(qtbot: QtBot, constant: object) -> None:
    bell = Bell()
    bell.rung.connect(bell.setObjectName)
    before = sys.getrefcount(constant)
    for _ in range(EMISSIONS):
        bell.rung.emit("ding")
        bell.blockSignals(False)
    assert abs(sys.getrefcount(constant) - before) < EMISSIONS // 10
