"""Between window and runtime: intents, snapshots, and the sizes in which pictures are wanted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from pytestqt.qtbot import QtBot

from channel.core.lateness import LatenessFigures
from channel.qt.bridge import Bridge
from channel.qt.theme import load_fonts
from channel.runtime.latest import LatestFrame
from channel.runtime.meters import Meter
from channel.runtime.own_load import Load
from channel.wire.ids import VisitId
from cso_console.controller import Controller
from cso_console.core.casework import CaseView
from cso_console.core.intents import AddNote, FocusSeat, Intent, OfCase
from cso_console.core.snapshot import Connection, DeskSnapshot, Tile
from cso_console.views.diagnostics import OwnFigures
from cso_console.views.window import ConsoleWindow
from tests.cso_console.views.case_builders import DrawnPictures


@dataclass
class Asked:
    """Stands where the runtime stands and keeps what it was asked for."""

    intents: list[Intent] = field(default_factory=list)
    sizes: dict[int, tuple[int, int]] = field(default_factory=dict)

    def intend(self, intent: Intent) -> None:
        self.intents.append(intent)

    def show_at(self, seat: int, width_px: int, height_px: int) -> None:
        self.sizes[seat] = (width_px, height_px)


@dataclass
class Desk:
    window: ConsoleWindow
    asked: Asked
    bridge: Bridge[DeskSnapshot]
    controller: Controller


SERVING = DeskSnapshot(
    connection=Connection.ONLINE,
    officer_name="Sari",
    tiles=tuple(Tile(seat=seat, number=seat, has_channel=True, picture_open=True) for seat in range(1, 7)),
)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    load_fonts()
    frames, meters = LatestFrame(), Meter()
    own = OwnFigures(Load(0.0, None), LatenessFigures(), LatenessFigures())
    window = ConsoleWindow(lambda seat: frames, lambda seat: meters, Meter(), lambda: own, DrawnPictures())
    qtbot.addWidget(window)
    asked, bridge = Asked(), Bridge(DeskSnapshot())
    controller = Controller(window, asked, bridge)
    window.resize(1920, 1080)
    window.show()
    return Desk(window, asked, bridge, controller)


def test_an_intent_of_the_window_reaches_the_runtime(desk: Desk) -> None:
    desk.window.intended.emit(FocusSeat(2))
    assert desk.asked.intents == [FocusSeat(2)]


def test_casework_goes_with_the_visit_that_is_on_the_screen(desk: Desk, qtbot: QtBot) -> None:
    note, visit = AddNote("dilihat"), VisitId("visit-2")
    desk.bridge.publish(replace(SERVING, focus=2, case=CaseView(visit=visit, number=2)))
    qtbot.waitUntil(lambda: not desk.window.login.isVisible())
    desk.asked.intents.clear()
    desk.window.intended.emit(note)
    desk.window.intended.emit(FocusSeat(2))
    assert desk.asked.intents == [OfCase(visit, note), FocusSeat(2)]


def test_a_published_snapshot_is_rendered(desk: Desk, qtbot: QtBot) -> None:
    assert desk.window.login.isVisible()
    desk.bridge.publish(SERVING)
    qtbot.waitUntil(lambda: not desk.window.login.isVisible())


def test_the_seat_in_focus_is_wanted_at_the_larger_size(desk: Desk, qtbot: QtBot) -> None:
    desk.window.tile_resized.emit(1, 304, 171)
    desk.window.tile_resized.emit(2, 304, 171)
    desk.window.focus_resized.emit(640, 360)
    desk.bridge.publish(replace(SERVING, focus=2))
    qtbot.waitUntil(lambda: desk.asked.sizes.get(2, (0, 0))[0] > 304)
    assert desk.asked.sizes[2][0] > desk.asked.sizes[1][0]
    desk.bridge.publish(replace(SERVING, focus=1))
    qtbot.waitUntil(lambda: desk.asked.sizes[1][0] > desk.asked.sizes[2][0])
