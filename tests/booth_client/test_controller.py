from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from booth_client.config import Texts
from booth_client.controller import BoothController, OwnPictures
from booth_client.core.capture import CARD
from booth_client.core.events import Intent, Start
from booth_client.core.pages import Capture, Pages
from booth_client.core.snapshot import Language, Screen, Snapshot
from booth_client.runtime.operator_pin import OperatorPin, hash_pin
from booth_client.views.buttons import Button
from booth_client.views.window import BoothWindow
from channel.qt.bridge import Bridge
from channel.rules.claims import Text
from channel.runtime.latest import LatestFrame
from tests.booth_client.views.moments import MOMENTS, READY

pytestmark = pytest.mark.usefixtures("indonesian")


class Asked:
    """Stands where the runtime stands and keeps what it is asked."""

    def __init__(self) -> None:
        self.intents: list[Intent] = []
        self.sizes: list[tuple[int, int]] = []

    def intend(self, intent: Intent) -> None:
        self.intents.append(intent)

    def show_officer_at(self, width_px: int, height_px: int) -> None:
        self.sizes.append((width_px, height_px))


class Desk:
    """A controller with everything around it."""

    def __init__(self, qtbot: QtBot, *, kiosk: bool = False, pin: str = "") -> None:
        self.window = BoothWindow(Texts(), kiosk=kiosk)
        qtbot.addWidget(self.window, before_close_func=lambda _: self.window.allow_close())
        self.asked = Asked()
        self.snapshots: Bridge[Snapshot] = Bridge(READY)
        self.officer: Bridge[LatestFrame | None] = Bridge(None)
        pictures = OwnPictures(LatestFrame(), LatestFrame())
        self.controller = BoothController(
            self.window, self.asked, self.snapshots, self.officer, pictures, OperatorPin(pin)
        )
        self.window.show()

    def publish(self, qtbot: QtBot, snapshot: Snapshot) -> None:
        with qtbot.waitSignal(self.snapshots.changed):
            self.snapshots.publish(snapshot)

    def button(self, name: str) -> Button:
        found = self.window.findChild(Button, name)
        assert isinstance(found, Button)
        return found


def test_an_intent_of_the_window_reaches_the_runtime(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.button("start_button").click()
    assert desk.asked.intents == [Start()]


def test_a_snapshot_in_english_switches_the_screen_and_back(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    assert desk.button("start_button").text() == "MULAI"
    desk.publish(qtbot, replace(READY, language=Language.ENGLISH))
    assert desk.button("start_button").text() == "START"
    desk.publish(qtbot, READY)
    assert desk.button("start_button").text() == "MULAI"


def test_the_clipboard_is_forgotten_with_the_visit(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.publish(qtbot, MOMENTS["ended"])
    QGuiApplication.clipboard().setText("left behind")
    desk.publish(qtbot, READY)
    assert QGuiApplication.clipboard().text() == ""


def test_the_right_pin_leaves_the_kiosk(qtbot: QtBot) -> None:
    desk = Desk(qtbot, kiosk=True, pin=hash_pin("4711"))
    with qtbot.waitSignal(desk.controller.leaving):
        desk.window.pin_entered.emit("4711")
    assert desk.window.close()


@pytest.mark.parametrize("pin", ["4712", ""])
def test_a_wrong_pin_does_not(qtbot: QtBot, pin: str) -> None:
    desk = Desk(qtbot, kiosk=True, pin=hash_pin("4711"))
    left: list[bool] = []
    desk.controller.leaving.connect(lambda: left.append(True))
    desk.window.pin_entered.emit(pin)
    assert not desk.window.close()
    assert left == []


def test_the_size_of_the_officers_picture_is_passed_on(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.publish(qtbot, MOMENTS["call"])
    assert desk.asked.sizes[-1][0] > 0
    desk.publish(qtbot, MOMENTS["parked"])
    assert desk.asked.sizes[-1] == (0, 0)


def test_each_step_is_told_once(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    told: list[tuple[str, str, int]] = []
    desk.controller.stepped.connect(lambda *step: told.append(step))
    asked = Capture("id_card", Text("KTP", "ID"), None, CARD, back=True, page=2, pages=2, count=1, total=3)
    captured = replace(READY, screen=Screen.CAPTURE, pages=Pages(capture=asked))
    for snapshot in (captured, replace(captured, server_up=False), READY):
        desk.publish(qtbot, snapshot)
    assert told == [("capture", "id_card", 2), ("ready", "", 0)]
