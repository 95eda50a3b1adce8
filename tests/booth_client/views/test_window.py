from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from booth_client.config import Texts
from booth_client.core.events import (
    AnswerQuestion,
    AskForHelp,
    ChooseLanguage,
    Decide,
    Finish,
    GoBack,
    Intent,
    RepeatVoice,
    Start,
    Touched,
)
from booth_client.core.snapshot import Language, Question
from booth_client.views.frame import Badge
from booth_client.views.window import BoothWindow
from channel.runtime.latest import LatestFrame
from tests.booth_client.views.moments import MOMENTS

pytestmark = pytest.mark.usefixtures("indonesian")


class Shown:
    """A window and what it asks for, without mere touches."""

    def __init__(self, window: BoothWindow) -> None:
        self.window = window
        self.asked: list[Intent] = []
        window.intended.connect(self._note)

    def _note(self, intent: Intent) -> None:
        if not isinstance(intent, Touched):
            self.asked.append(intent)

    def widget(self, name: str) -> QWidget:
        found = self.window.findChild(QWidget, name)
        assert isinstance(found, QWidget), name
        return found

    def click(self, name: str) -> list[Intent]:
        """Click it with the mouse; gives what was asked for since the last click."""
        self.asked.clear()
        QTest.mouseClick(self.widget(name), Qt.MouseButton.LeftButton)
        return list(self.asked)


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    window = BoothWindow(Texts(), kiosk=False)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    return Shown(window)


@pytest.fixture
def kiosk(qtbot: QtBot) -> Iterator[Shown]:
    window = BoothWindow(Texts(), kiosk=True)
    qtbot.addWidget(window, before_close_func=lambda _: window.allow_close())
    window.showFullScreen()
    yield Shown(window)
    window.allow_close()


@pytest.mark.parametrize(
    ("moment", "name", "asked"),
    [
        ("ready", "start_button", Start()),
        ("ready", "help_button", AskForHelp()),
        ("ready", "repeat_button", RepeatVoice()),
        ("ready", "language_en", ChooseLanguage(Language.ENGLISH)),
        ("consent", "language_id", ChooseLanguage(Language.INDONESIAN)),
        ("consent", "agree_button", Decide(True)),
        ("consent", "decline_button", Decide(False)),
        ("consent", "listen_button", RepeatVoice()),
        ("consent", "back_button", GoBack()),
        ("consent", "end_button", Finish()),
        ("waiting", "end_button", Finish()),
        ("call", "help_button", AskForHelp()),
        ("call", "end_button", Finish()),
        ("hold", "help_button", AskForHelp()),
        ("announcement", "end_button", Finish()),
        ("reconnecting", "help_button", AskForHelp()),
        ("ended", "end_button", Finish()),
        ("fault", "help_button", AskForHelp()),
        ("question-end", "yes_button", AnswerQuestion(True)),
        ("question-end", "no_button", AnswerQuestion(False)),
    ],
)
def test_a_click_says_what_is_asked_for(shown: Shown, moment: str, name: str, asked: Intent) -> None:
    shown.window.render_snapshot(MOMENTS[moment])
    assert shown.click(name) == [asked]


def test_nothing_can_be_repeated_while_the_officer_talks(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["call"])
    assert shown.click("repeat_button") == []
    shown.window.render_snapshot(MOMENTS["parked"])
    assert shown.click("repeat_button") == [RepeatVoice()]


def test_the_whole_consent_text_is_one_touch_away_and_forgotten_by_the_next(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["consent"])
    before = {w for w in shown.window.findChildren(QWidget) if w.isVisible()}
    shown.click("read_button")
    detail = {w for w in shown.window.findChildren(QWidget) if w.isVisible()} - before
    assert any("Nomor 27 Tahun 2022" in w.accessibleName() for w in detail)
    assert shown.widget("agree_button").isVisible()
    shown.window.render_snapshot(MOMENTS["ready"])
    shown.window.render_snapshot(MOMENTS["consent"])
    assert {w for w in shown.window.findChildren(QWidget) if w.isVisible()} == before


def press(
    window: BoothWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key as the windowing system delivers it: to the window, which gives it to the focus."""
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key, modifiers)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_every_button_can_be_reached_and_pressed_by_the_keyboard(shown: Shown, key: Qt.Key) -> None:
    window = shown.window
    window.activateWindow()
    for moment, names in (
        ("ready", {"start_button", "help_button", "repeat_button", "language_id", "language_en"}),
        (
            "consent",
            {"agree_button", "decline_button", "listen_button", "read_button", "back_button", "end_button"},
        ),
        ("question-end", {"yes_button", "no_button"}),
    ):
        window.render_snapshot(MOMENTS[moment])
        reached = set()
        for _ in range(16):
            press(window, Qt.Key.Key_Tab)
            focus = window.focusWidget()
            assert focus is not None
            if focus.objectName() in names and focus.objectName() not in reached:
                reached.add(focus.objectName())
                before = len(shown.asked)
                press(window, key)
                assert len(shown.asked) == before + (focus.objectName() != "read_button"), focus.objectName()
        assert reached == names


def test_a_held_enter_key_answers_only_once(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["question-end"])
    button = shown.widget("yes_button")
    button.setFocus()
    repeated = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", autorep=True
    )
    QApplication.sendEvent(button, repeated)
    assert shown.asked == []


def test_a_touch_beside_all_buttons_shows_that_somebody_is_there(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["consent"])
    touched: list[Intent] = []
    shown.window.intended.connect(touched.append)
    handle = shown.window.windowHandle()
    assert handle is not None
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=shown.window.rect().center())
    assert Touched() in touched


# ---------------------------------------------------------------- pictures


def test_the_officers_picture_is_wanted_in_its_size_only_while_it_is_shown(shown: Shown) -> None:
    sizes: list[tuple[int, int]] = []
    shown.window.officer_resized.connect(lambda width, height: sizes.append((width, height)))
    shown.window.render_snapshot(MOMENTS["call"])
    call = sizes[-1]
    assert call[0] > 800
    shown.window.render_snapshot(MOMENTS["announcement"])
    assert sizes[-1][0] > 500
    shown.window.render_snapshot(MOMENTS["call"])
    assert sizes[-1] == call
    shown.window.render_snapshot(MOMENTS["parked"])
    assert sizes[-1] == (0, 0)


@pytest.mark.parametrize("covering", ["minimised", "question"])
def test_no_picture_is_wanted_while_none_can_be_seen(shown: Shown, qtbot: QtBot, covering: str) -> None:
    wanted = {"officer": (0, 0), "own": (0, 0)}
    shown.window.officer_resized.connect(lambda width, height: wanted.update(officer=(width, height)))
    shown.window.own_resized.connect(lambda width, height: wanted.update(own=(width, height)))
    shown.window.render_snapshot(MOMENTS["call"])
    call = dict(wanted)
    assert (0, 0) not in call.values()
    if covering == "minimised":
        shown.window.showMinimized()
    else:
        shown.window.render_snapshot(replace(MOMENTS["call"], question=Question.END))
    qtbot.waitUntil(lambda: set(wanted.values()) == {(0, 0)})
    shown.window.showNormal()
    shown.window.render_snapshot(MOMENTS["call"])
    qtbot.waitUntil(lambda: wanted == call)


def test_pictures_that_end_leave_nothing_on_the_screen(shown: Shown) -> None:
    shown.window.show_pictures(LatestFrame(), LatestFrame())
    shown.window.render_snapshot(MOMENTS["call"])
    shown.window.show_pictures(None, None)
    assert not shown.window.grab().isNull()


# ---------------------------------------------------------------- kiosk


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Back, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_no_key_leaves_the_kiosk(kiosk: Shown, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    kiosk.window.render_snapshot(MOMENTS["ready"])
    closed: list[bool] = []
    kiosk.window.closed.connect(lambda: closed.append(True))
    press(kiosk.window, key, modifiers)
    assert kiosk.window.isVisible()
    assert kiosk.window.isFullScreen()
    assert closed == []


def test_closing_the_window_does_not_leave_the_kiosk(kiosk: Shown) -> None:
    assert not kiosk.window.close()
    QApplication.sendEvent(kiosk.window, QCloseEvent())
    assert kiosk.window.isVisible()


def test_a_kiosk_that_is_made_small_becomes_full_again(kiosk: Shown) -> None:
    kiosk.window.showNormal()
    assert kiosk.window.isFullScreen()
    kiosk.window.showMinimized()
    assert kiosk.window.isFullScreen()


def test_without_kiosk_mode_the_window_closes_and_says_so(shown: Shown) -> None:
    closed: list[bool] = []
    shown.window.closed.connect(lambda: closed.append(True))
    assert shown.window.close()
    assert closed == [True]


def test_the_kiosk_can_be_closed_once_it_is_allowed(kiosk: Shown) -> None:
    kiosk.window.allow_close()
    assert kiosk.window.close()


# ---------------------------------------------------------------- the operator's way out


def tap_badge(shown: Shown, times: int) -> None:
    badge = shown.window.findChild(Badge)
    assert badge is not None
    for _ in range(times):
        QTest.mouseClick(badge, Qt.MouseButton.LeftButton)


def test_five_taps_on_the_badge_ask_for_the_pin(kiosk: Shown) -> None:
    kiosk.window.render_snapshot(MOMENTS["ready"])
    tap_badge(kiosk, 4)
    assert not kiosk.widget("pin_1").isVisible()
    tap_badge(kiosk, 1)
    assert kiosk.widget("pin_1").isVisible()


def test_a_long_press_on_the_badge_asks_for_the_pin(
    kiosk: Shown, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk.window.render_snapshot(MOMENTS["ready"])
    badge = kiosk.window.findChild(Badge)
    assert badge is not None
    badge.hold_timer.setInterval(1)
    with qtbot.waitSignal(badge.operator_wanted):
        QTest.mousePress(badge, Qt.MouseButton.LeftButton)
    assert kiosk.widget("pin_1").isVisible()


def test_a_short_press_on_the_badge_does_nothing(kiosk: Shown) -> None:
    badge = kiosk.window.findChild(Badge)
    assert badge is not None
    QTest.mousePress(badge, Qt.MouseButton.LeftButton)
    assert badge.hold_timer.isActive()
    QTest.mouseRelease(badge, Qt.MouseButton.LeftButton)
    assert not badge.hold_timer.isActive()


def test_the_pin_is_typed_corrected_and_handed_on_by_touch(kiosk: Shown) -> None:
    pins: list[str] = []
    kiosk.window.pin_entered.connect(pins.append)
    tap_badge(kiosk, 5)
    for name in ("pin_4", "pin_7", "pin_9", "pin_erase", "pin_1", "pin_1", "pin_enter"):
        kiosk.click(name)
    assert pins == ["4711"]


def test_the_pin_is_typed_by_the_keyboard(kiosk: Shown) -> None:
    pins: list[str] = []
    kiosk.window.pin_entered.connect(pins.append)
    tap_badge(kiosk, 5)
    for key in (Qt.Key.Key_4, Qt.Key.Key_7, Qt.Key.Key_Backspace, Qt.Key.Key_2, Qt.Key.Key_Return):
        press(kiosk.window, key)
    assert pins == ["42"]


def test_the_keypad_never_shows_the_pin_and_forgets_it(kiosk: Shown) -> None:
    tap_badge(kiosk, 5)
    kiosk.click("pin_4")
    names = [w.accessibleName() for w in kiosk.window.findChildren(QWidget) if w.isVisible()]
    assert "●" in names
    kiosk.click("pin_back")
    assert not kiosk.widget("pin_1").isVisible()
    pins: list[str] = []
    kiosk.window.pin_entered.connect(pins.append)
    tap_badge(kiosk, 5)
    kiosk.click("pin_enter")
    assert pins == []


def test_the_keypad_gives_up_when_nobody_types(kiosk: Shown, qtbot: QtBot) -> None:
    tap_badge(kiosk, 5)
    keypad = kiosk.window.operator
    keypad.give_up_timer.setInterval(1)
    keypad.give_up_timer.start()
    qtbot.waitUntil(lambda: not keypad.isVisible())
