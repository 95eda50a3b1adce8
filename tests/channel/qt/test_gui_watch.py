"""A GUI thread that stands still says so, but not of the time that starting takes."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from channel.core.lateness import PERIOD_S
from channel.qt.gui_watch import GuiWatch
from channel.runtime.stall_watch import STALL_MS

HELD_UP_S = PERIOD_S + STALL_MS / 1000 + 0.1


def hold_up() -> None:
    """Keep the GUI thread from everything."""
    threading.Event().wait(HELD_UP_S)


def test_a_gui_thread_that_is_held_up_is_reported(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    watch = GuiWatch()
    watch.start()
    qtbot.waitUntil(lambda: watch.figures().looks > 0)
    hold_up()
    qtbot.waitUntil(lambda: bool(caplog.messages))
    assert caplog.messages[0].startswith("the GUI thread stood still for ")
    assert watch.figures().worst_ms > STALL_MS


@pytest.mark.usefixtures("qapp")
def test_what_starting_takes_is_no_stall() -> None:
    watch = GuiWatch()
    watch.start()
    hold_up()
    assert watch.figures().looks == 0


def test_it_goes_on_looking(qtbot: QtBot) -> None:
    watch = GuiWatch()
    watch.start()
    qtbot.waitUntil(lambda: watch.figures().looks >= 3)
