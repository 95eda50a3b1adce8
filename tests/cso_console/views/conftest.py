"""A console window with pictures, and a record of what it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import cv2
import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from channel.core.lateness import LatenessFigures
from channel.qt.language import Language, switch
from channel.qt.theme import load_fonts
from channel.runtime.latest import LatestFrame, ShownFrame
from channel.runtime.meters import Meter
from channel.runtime.own_load import Load
from cso_console.core.intents import Intent
from cso_console.core.snapshot import SEATS, DeskSnapshot
from cso_console.views.diagnostics import OwnFigures
from cso_console.views.window import ConsoleWindow
from hardware.simulated.scene import Scene
from tests.cso_console.views.case_builders import DrawnPictures


@cache
def _portrait(seat: int) -> ShownFrame:
    """Somebody's face, as the booth of that number simulates it."""
    bgr = Scene(seat, seat, 640, 360).picture(0, 0.0)
    return ShownFrame(np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2BGRA), dtype=np.uint8), 0.0)


class Console:
    """The window, what feeds it, and what came out of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.frames = {seat: LatestFrame() for seat in range(1, SEATS + 1)}
        self.meters = {seat: Meter() for seat in range(1, SEATS + 1)}
        self.microphone = Meter()
        self.intents: list[Intent] = []
        for seat, frame in self.frames.items():
            frame.put(_portrait(seat))
        self.asked = 0
        self.own = OwnFigures(
            Load(0.31, 188.0), LatenessFigures(0.4, 4.0, 31.0, 99), LatenessFigures(0.3, 2.0, 780.0, 99)
        )
        self.pictures = DrawnPictures()
        self.window = ConsoleWindow(
            self.frames.__getitem__,
            self.meters.__getitem__,
            self.microphone,
            self._own_figures,
            self.pictures,
        )
        qtbot.addWidget(self.window)
        self.window.intended.connect(self.intents.append)

    def _own_figures(self) -> OwnFigures:
        self.asked += 1
        return self.own

    def show(self, snapshot: DeskSnapshot, width_px: int = 1920, height_px: int = 1080) -> None:
        self.window.resize(width_px, height_px)
        self.window.show()
        self.window.render(snapshot)
        self.settle()
        self.intents.clear()

    def settle(self) -> None:
        """Nested layouts hear of a change one level at a time."""
        for _ in range(4):
            QApplication.processEvents()

    def part(self, name: str) -> QWidget:
        """The widget of that object name."""
        found = self.window.findChild(QWidget, name)
        assert found is not None, f"no widget is called {name}"
        return found

    def took(self) -> list[Intent]:
        """What was asked since the last call."""
        taken, self.intents[:] = list(self.intents), []
        return taken


@pytest.fixture(scope="session", autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts()


@pytest.fixture
def console(qtbot: QtBot) -> Console:
    return Console(qtbot)


@pytest.fixture
def english(qapp: QApplication) -> Iterator[None]:
    switch(qapp, Language.EN, "console")
    yield
    switch(qapp, Language.ID, "console")
