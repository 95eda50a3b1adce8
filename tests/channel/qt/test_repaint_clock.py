"""When pictures are painted: as they come, together, and not while nobody sees them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QColor, QExposeEvent, QRegion, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from channel.qt import repaint_clock
from channel.qt.repaint_clock import RepaintClock
from channel.qt.video import VideoView
from channel.runtime.latest import SeenPicture, ShownFrame
from tests.helpers import screens

GREY, WHITE = 90, 255


def picture(shade: int) -> ShownFrame:
    return ShownFrame(np.full((180, 320, 4), shade, np.uint8), 0.0)


class Wall(QWidget):
    """A window with three views whose pictures are made at the size that they ask for."""

    painted = 0
    flushes = 0

    def __init__(self) -> None:
        super().__init__()
        self.clock = RepaintClock(self)
        self.views = [VideoView(self.clock, self) for _ in range(3)]
        self.sources = [SeenPicture() for _ in self.views]
        for at, (view, source) in enumerate(zip(self.views, self.sources, strict=True)):
            view.setGeometry(320 * at, 0, 320, 180)
            view.resized.connect(source.show_at)
            view.painted.connect(self._count)
            view.show_source(source)
        self.resize(960, 180)

    def _count(self) -> None:
        self.painted += 1

    def event(self, event: QEvent) -> bool:
        self.flushes += event.type() == QEvent.Type.UpdateRequest
        return super().event(event)

    def put(self, shade: int) -> None:
        for source in self.sources:
            source.put(picture(shade))

    def shade(self) -> int:
        """Of the first view, as the screen shows it."""
        return QColor(screens.grab(self, "wall").pixel(160, 90)).red()

    def wanted(self) -> list[tuple[int, int]]:
        return [source.wanted_px for source in self.sources]

    def watched(self) -> list[bool]:
        return [source.watched for source in self.sources]

    def come_and_go(self, qtbot: QtBot, act: Callable[[], None], back: Callable[[], None]) -> None:
        """``act`` takes the window out of sight, ``back`` brings it back; what must hold meanwhile."""
        act()
        qtbot.waitUntil(lambda: self.wanted() == [(0, 0)] * 3)
        assert self.watched() == [False] * 3
        QApplication.processEvents()
        painted = self.painted
        self.put(GREY)  # was on its way when nobody wanted it any more
        QApplication.processEvents()
        assert self.painted == painted
        back()
        qtbot.waitUntil(lambda: self.wanted() == [(320, 180)] * 3)
        QApplication.processEvents()
        assert self.shade() not in (GREY, WHITE)
        with qtbot.waitSignal(self.views[0].painted):
            self.put(WHITE)
        assert self.shade() == WHITE


@pytest.fixture
def wall(qtbot: QtBot) -> Wall:
    made = Wall()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.put(GREY)
    qtbot.waitUntil(lambda: made.painted == 3)
    return made


def test_a_picture_of_any_thread_is_painted_as_it_comes(qtbot: QtBot, wall: Wall) -> None:
    camera = threading.Thread(target=wall.put, args=(WHITE,))
    with qtbot.waitSignals([view.painted for view in wall.views]):
        camera.start()
        camera.join()
    assert wall.shade() == WHITE


def test_pictures_that_come_together_share_one_flush(qtbot: QtBot, wall: Wall) -> None:
    flushes = wall.flushes
    for shade in (WHITE, GREY, WHITE):
        wall.put(shade)
    qtbot.waitUntil(lambda: wall.painted == 6)
    assert wall.flushes == flushes + 1


def test_what_comes_soon_after_a_repaint_waits_for_the_next(
    qtbot: QtBot, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushes = wall.flushes
    monkeypatch.setattr(repaint_clock, "REPAINT_GAP_S", 0.0)
    wall.put(WHITE)
    qtbot.waitUntil(lambda: wall.flushes == flushes + 1)
    monkeypatch.setattr(repaint_clock, "REPAINT_GAP_S", 3600.0)
    wall.put(GREY)
    qtbot.waitUntil(lambda: any(timer.isActive() for timer in wall.findChildren(QTimer)))
    wall.put(GREY)
    QApplication.processEvents()
    assert wall.flushes == flushes + 1


def test_nothing_runs_while_no_picture_comes(qtbot: QtBot, wall: Wall) -> None:
    wall.put(WHITE)
    wall.put(GREY)
    qtbot.waitUntil(lambda: wall.painted == 6)
    assert not any(timer.isActive() for timer in wall.findChildren(QTimer))


def test_only_the_pictures_of_visible_views_wake_anybody(wall: Wall) -> None:
    watched = [wall.watched()]
    for act in (
        wall.views[0].hide,
        wall.views[0].show,
        lambda: wall.views[1].show_source(None),
        wall.hide,
        wall.show,
    ):
        act()
        watched.append(wall.watched())
    assert watched == [
        [True, True, True],
        [False, True, True],
        [True, True, True],
        [True, False, True],
        [False, False, False],
        [True, False, True],
    ]


def test_a_minimised_window_does_nothing_and_shows_nothing_old_when_it_is_back(
    qtbot: QtBot, wall: Wall
) -> None:
    wall.come_and_go(qtbot, wall.showMinimized, wall.showNormal)


def test_a_hidden_window_does_nothing_and_shows_nothing_old_when_it_is_back(qtbot: QtBot, wall: Wall) -> None:
    wall.come_and_go(qtbot, wall.hide, wall.show)


def test_a_covered_window_does_nothing_where_the_platform_tells(qtbot: QtBot, wall: Wall) -> None:
    """It tells by an expose event to a window that is not exposed, as one that was never shown."""
    handle = wall.windowHandle()
    assert handle is not None
    assert handle.isExposed()

    def tell(window: QObject) -> None:
        wall.clock.eventFilter(window, QExposeEvent(QRegion()))

    wall.come_and_go(qtbot, lambda: tell(QWindow()), lambda: tell(handle))
