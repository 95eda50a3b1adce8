"""Garbage dies in the GUI thread, whoever made it, and there is never much of it."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from pytestqt.qtbot import QtBot

from channel.qt.garbage import LIMITS, GarbageTimer


class Knot:
    """Refers to itself, so that only the collector frees it."""

    def __init__(self, held: object = None) -> None:
        self._self = self
        self._held = held


class Deaths:
    """Which threads deleted the QObjects that were ``made`` and dropped."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []

    def make(self) -> None:
        knot = Knot(QObject())
        held = knot._held
        assert isinstance(held, QObject)
        held.destroyed.connect(self._note, Qt.ConnectionType.DirectConnection)

    def _note(self) -> None:
        self.threads.append(threading.current_thread())


@pytest.fixture
def deaths() -> Deaths:
    return Deaths()


@pytest.fixture
def garbage_timer(qtbot: QtBot, all_objects: None) -> GarbageTimer:
    timer = GarbageTimer(look_s=0.001)
    timer.start()
    return timer


@pytest.fixture
def python_collects() -> Iterator[None]:
    gc.collect()
    gc.enable()
    yield
    gc.disable()


def in_another_thread(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return thread


def allocate() -> list[list[int]]:
    return [[] for _ in range(10 * LIMITS[0])]


@pytest.mark.usefixtures("garbage_timer")
def test_what_the_gui_dropped_dies_in_the_gui_thread_though_another_allocates(
    qtbot: QtBot, deaths: Deaths
) -> None:
    deaths.make()
    in_another_thread(allocate)
    assert deaths.threads == []
    kept = allocate()
    qtbot.waitUntil(lambda: bool(deaths.threads))
    assert deaths.threads == [threading.main_thread()]
    del kept


@pytest.mark.usefixtures("qapp", "python_collects")
def test_control_without_the_timer_it_dies_in_the_thread_that_allocates(deaths: Deaths) -> None:
    deaths.make()
    other = in_another_thread(allocate)
    assert deaths.threads == [other]


@pytest.mark.usefixtures("garbage_timer")
def test_little_is_left_of_what_another_thread_dropped(qtbot: QtBot) -> None:
    knots: weakref.WeakSet[Knot] = weakref.WeakSet()

    def tie() -> None:
        for _ in range(20 * LIMITS[0]):
            knots.add(Knot())

    in_another_thread(tie)
    assert len(knots) == 20 * LIMITS[0]
    qtbot.waitUntil(lambda: len(knots) <= LIMITS[0])


@pytest.mark.usefixtures("garbage_timer")
def test_what_became_garbage_late_is_found_too(qtbot: QtBot) -> None:
    knot = Knot()
    found = weakref.ref(knot)
    for generation in (0, 1):
        gc.collect(generation)
    del knot
    traffic = QTimer()
    traffic.timeout.connect(lambda: [Knot() for _ in range(2 * LIMITS[0])])
    traffic.start(0)
    qtbot.waitUntil(lambda: found() is None, timeout=30_000)


@pytest.mark.usefixtures("garbage_timer")
def test_what_start_up_made_is_not_looked_through_again() -> None:
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count()
