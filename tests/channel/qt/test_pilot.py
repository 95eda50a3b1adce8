"""The pilot: real clicks and keys, refusals where a person could not act, and codes read from the screen."""

from __future__ import annotations

import io
import json
import os
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO, TypeAlias

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from channel.qt.event_lines import PENDING_EVENTS_MOST, EventLines
from channel.qt.pilot import Pilot
from channel.qt.repaint_clock import RepaintClock
from channel.qt.video import VideoView
from channel.runtime.latest import LatestFrame, ShownFrame
from hardware import picture_code
from hardware.picture_code import Code

Event: TypeAlias = dict[str, object]


class Desk(QWidget):
    """A window with a button, a text and a picture, which notes the keys it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[tuple[str, int]] = []
        self.clicks = 0
        self.source = LatestFrame()
        layout = QVBoxLayout(self)
        self.button = QPushButton("Bicara")
        self.button.setObjectName("talk_1")
        self.button.clicked.connect(self._count)
        self.words = QLabel("Tertutup")
        self.words.setObjectName("lamp_talk")
        self.view = VideoView(RepaintClock(self))
        self.view.setObjectName("tile_picture_1")
        self.view.setFixedSize(304, 171)
        self.view.show_source(self.source)
        for widget in (self.button, self.words, self.view):
            layout.addWidget(widget)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(("down", event.key()))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self.keys.append(("up", event.key()))

    def _count(self) -> None:
        self.clicks += 1


class Driver:
    """The other program: writes commands, reads events."""

    def __init__(self, qtbot: QtBot, commands: TextIO, events: Path) -> None:
        self._qtbot = qtbot
        self._commands = commands
        self._events = events

    def say(self, **command: object) -> None:
        self.say_line(json.dumps(command))

    def say_line(self, line: str) -> None:
        self._commands.write(line + "\n")
        self._commands.flush()

    def hang_up(self) -> None:
        self._commands.close()

    def heard(self, event: str) -> list[Event]:
        lines = self._events.read_text(encoding="utf-8").splitlines()
        return [told for told in map(json.loads, lines) if told["event"] == event]

    def wait(self, event: str, count: int = 1) -> Event:
        self._qtbot.waitUntil(lambda: len(self.heard(event)) >= count, timeout=20_000)
        return self.heard(event)[count - 1]


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    window = Desk()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def driver(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[Driver]:
    reading, writing = os.pipe()
    path = tmp_path / "events.jsonl"
    with (
        os.fdopen(reading, encoding="utf-8") as commands,
        path.open("w", encoding="utf-8") as events,
        os.fdopen(writing, "w", encoding="utf-8") as far_end,
    ):
        pilot = Pilot(lambda: [desk], picture_code.read, commands, events)
        pilot.start()
        driver = Driver(qtbot, far_end, path)
        driver.wait("ready")
        yield driver
        far_end.close()
        pilot.stop()


def test_a_click_presses_the_button(desk: Desk, driver: Driver) -> None:
    driver.say(do="click", widget="talk_1")
    assert driver.wait("clicked")["widget"] == "talk_1"
    assert desk.clicks == 1


def test_a_button_can_be_held_down(desk: Desk, driver: Driver) -> None:
    driver.say(do="press", widget="talk_1")
    driver.wait("pressed")
    assert desk.button.isDown()
    driver.say(do="release", widget="talk_1")
    driver.wait("released")
    assert (desk.button.isDown(), desk.clicks) == (False, 1)


def test_a_stroke_goes_through_all_its_points(desk: Desk, driver: Driver) -> None:
    seen: list[tuple[int, int]] = []

    class Pad(QWidget):
        def mouseMoveEvent(self, event: QMouseEvent) -> None:
            seen.append((round(event.position().x()), round(event.position().y())))

    pad = Pad()
    pad.setObjectName("pad")
    pad.setFixedSize(101, 51)
    layout = desk.layout()
    assert layout is not None
    layout.addWidget(pad)
    driver.say(do="draw", widget="pad", points=[[0, 0], [0.5, 0.5], [1, 1]])
    assert driver.wait("drawn")["widget"] == "pad"
    assert seen[-2:] == [(50, 25), (100, 50)]
    driver.say(do="draw", widget="pad", points=[[0, 0], [2, 0]])
    assert "shares" in str(driver.wait("error")["text"])


def test_keys_go_down_and_up_in_the_order_asked_for(desk: Desk, driver: Driver) -> None:
    desk.setFocus()
    for do, key in (("press", "1"), ("press", "L"), ("release", "L"), ("release", "1")):
        driver.say(do=do, key=key)
    driver.wait("released", 2)
    assert desk.keys == [
        ("down", Qt.Key.Key_1),
        ("down", Qt.Key.Key_L),
        ("up", Qt.Key.Key_L),
        ("up", Qt.Key.Key_1),
    ]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda desk: desk.button.hide(), "not visible"),
        (lambda desk: desk.button.setEnabled(False), "disabled"),
        (lambda desk: _cover(desk), "veil is there"),
    ],
    ids=["invisible", "disabled", "covered"],
)
def test_what_a_finger_cannot_press_the_pilot_cannot_either(
    desk: Desk, driver: Driver, spoil: Callable[[Desk], None], reason: str
) -> None:
    spoil(desk)
    driver.say(do="click", widget="talk_1")
    assert reason in str(driver.wait("error")["text"])
    assert (desk.clicks, driver.heard("clicked")) == (0, [])


def _cover(desk: Desk) -> None:
    veil = QWidget(desk)
    veil.setObjectName("veil")
    veil.setGeometry(desk.rect())
    veil.show()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "JSON"),
        ('{"do": "dance"}', "no such command"),
        ('{"do": "click", "widget": "nowhere"}', "no widget nowhere"),
        ('{"do": "press", "key": "1, 2"}', "one key"),
        ('{"do": "watch", "widget": "talk_1"}', "does not show pictures"),
        ('{"do": "count", "widget": "talk_1"}', "does not show pictures"),
        ('{"do": "resize", "width": "wide", "height": 720}', "no such command"),
        ('{"do": "grab", "path": "/nowhere/at/all.png"}', "Cannot write"),
    ],
)
def test_a_command_that_cannot_be_is_answered_by_an_error_and_the_next_one_works(
    driver: Driver, line: str, reason: str
) -> None:
    driver.say_line(line)
    assert reason in str(driver.wait("error")["text"])
    driver.say(do="click", widget="talk_1")
    driver.wait("clicked")


def test_reading_tells_what_a_person_sees(desk: Desk, driver: Driver) -> None:
    desk.button.setEnabled(False)
    driver.say(do="read", widget="talk_1")
    told = driver.wait("read")
    assert (told["text"], told["visible"], told["enabled"]) == ("Bicara", True, False)
    desk.words.hide()
    driver.say(do="read", widget="lamp_talk")
    told = driver.wait("read", 2)
    assert (told["text"], told["visible"], told["enabled"]) == ("Tertutup", False, True)


def test_a_grab_is_the_whole_window(desk: Desk, driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "window.png"
    driver.say(do="grab", path=str(path))
    driver.wait("grabbed")
    assert QImage(str(path)).size() == desk.size()


def coded(code: Code, width: int, height: int) -> ShownFrame:
    bgra = np.full((height, width, 4), 120, np.uint8)
    bgr = np.ascontiguousarray(bgra[:, :, :3])
    picture_code.draw(bgr, code)
    bgra[:, :, :3] = bgr
    return ShownFrame(bgra, 0.0)


@pytest.mark.parametrize("width", [304, 290], ids=["whole", "cropped"])
def test_the_code_of_each_new_picture_is_read_from_the_screen(desk: Desk, driver: Driver, width: int) -> None:
    desk.view.setFixedSize(width, 171)
    driver.say(do="watch", widget="tile_picture_1")
    driver.wait("watching")
    for frame in range(1, 4):
        desk.source.put(coded(Code(3, frame, 1000 + frame), 304, 171))
        told = driver.wait("painted", frame)
        assert (told["widget"], told["booth"], told["frame"], told["time_ms"]) == (
            "tile_picture_1",
            3,
            frame,
            1000 + frame,
        )


def test_what_is_painted_is_told_with_its_size_before_it_was_scaled(desk: Desk, driver: Driver) -> None:
    driver.say(do="watch", widget="tile_picture_1")
    driver.wait("watching")
    for count, width in enumerate((160, 640), start=1):
        desk.source.put(coded(Code(3, count, 1), width, width * 9 // 16))
        assert driver.wait("painted", count)["width_px"] == width


def test_a_view_that_is_not_watched_any_more_is_silent(desk: Desk, driver: Driver) -> None:
    for do, told in (("watch", "watching"), ("unwatch", "unwatched"), ("count", "counted")):
        driver.say(do=do, widget="tile_picture_1")
        driver.wait(told)
    desk.source.put(coded(Code(3, 1, 1), 304, 171))
    pictures: object = 0
    asked = 1
    while not pictures:
        asked += 1
        driver.say(do="count", widget="tile_picture_1")
        pictures = driver.wait("counted", asked)["pictures"]
    assert (pictures, driver.heard("painted")) == (1, [])


def test_the_window_can_be_resized(desk: Desk, driver: Driver) -> None:
    driver.say(do="resize", width=700, height=500)
    driver.wait("resized")
    assert (desk.width(), desk.height()) == (700, 500)


def test_what_lies_over_the_picture_hides_its_code(desk: Desk, driver: Driver) -> None:
    driver.say(do="watch", widget="tile_picture_1")
    driver.wait("watching")
    veil = QWidget(desk.view)
    veil.setAutoFillBackground(True)
    veil.setGeometry(0, 0, desk.view.width(), 20)
    veil.show()
    desk.source.put(coded(Code(3, 1, 1), 304, 171))
    assert driver.wait("painted")["booth"] is None


def test_the_end_of_the_commands_ends_the_program(driver: Driver) -> None:
    driver.hang_up()
    driver.wait("quitting")


def test_no_thread_holds_a_pilot_that_has_stopped(qtbot: QtBot, desk: Desk) -> None:
    """Else that thread deletes it in the end, perhaps while Qt hands it an event here."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as commands, os.fdopen(writing, "w"):
        events = io.StringIO()
        pilot = Pilot(lambda: [desk], picture_code.read, commands, events)
        pilot.start()
        qtbot.waitUntil(lambda: "ready" in events.getvalue())
        pilot.stop()
        held = weakref.ref(pilot)
        del pilot
        assert held() is None


class SlowStream(io.StringIO):
    """A stream whose reader has stopped reading until ``go`` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.taken = threading.Event()

    def write(self, text: str) -> int:
        self.taken.set()
        self.go.wait()
        return super().write(text)


def test_a_reader_that_does_not_read_costs_events_but_never_time() -> None:
    stream = SlowStream()
    lines = EventLines(stream)
    lines.start()
    lines.send("first")
    stream.taken.wait()
    for _ in range(PENDING_EVENTS_MOST + 7):
        lines.send("painted")
    stream.go.set()
    lines.stop(timeout_s=20.0)
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert len(told) == 1 + 1 + PENDING_EVENTS_MOST
    assert [event["count"] for event in told if event["event"] == "lost"] == [7]
