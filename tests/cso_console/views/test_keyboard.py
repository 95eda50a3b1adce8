"""Every key of the console, wherever the keyboard's focus is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cso_console.core.intents import (
    AddTalk,
    AllCallPressed,
    AllCallReleased,
    CancelAllCall,
    CloseVoice,
    FocusNext,
    FocusSeat,
    Intent,
    ReleaseKeys,
    SetGain,
    SetMode,
    TalkPressed,
    TalkReleased,
    ToggleHold,
    ToggleListen,
)
from cso_console.core.snapshot import AllCall, AudioMode
from tests.cso_console.views.builders import asking_all, idle, single, six
from tests.cso_console.views.conftest import Console

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(target: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyPress(target, key, modifiers)


def release(target: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyRelease(target, key, modifiers)


def repeat(target: QWidget, key: Qt.Key, text: str) -> None:
    """What the system sends while a key stays down."""
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        QApplication.sendEvent(target, QKeyEvent(kind, key, NONE, text, True))


def test_a_digit_presses_and_releases_talk(console: Console) -> None:
    console.show(six())
    press(console.window, Qt.Key.Key_4)
    assert console.took() == [TalkPressed(4)]
    release(console.window, Qt.Key.Key_4)
    assert console.took() == [TalkReleased(4)]


def test_auto_repeat_of_a_held_digit_is_ignored(console: Console) -> None:
    console.show(six())
    press(console.window, Qt.Key.Key_2)
    for _ in range(5):
        repeat(console.window, Qt.Key.Key_2, "2")
    assert console.took() == [TalkPressed(2)]
    release(console.window, Qt.Key.Key_2)
    assert console.took() == [TalkReleased(2)]


def test_two_digits_can_be_held_at_once(console: Console) -> None:
    console.show(six())
    press(console.window, Qt.Key.Key_2)
    press(console.window, Qt.Key.Key_4)
    release(console.window, Qt.Key.Key_2)
    release(console.window, Qt.Key.Key_4)
    assert console.took() == [TalkPressed(2), TalkPressed(4), TalkReleased(2), TalkReleased(4)]


def test_shift_pressed_in_between_does_not_lose_the_release(console: Console) -> None:
    console.show(six())
    press(console.window, Qt.Key.Key_2)
    release(console.window, Qt.Key.Key_At, SHIFT)
    assert console.took() == [TalkPressed(2), TalkReleased(2)]


@pytest.mark.parametrize(
    ("key", "modifiers", "intent"),
    [
        (Qt.Key.Key_3, CTRL, AddTalk(3)),
        (Qt.Key.Key_3, SHIFT, FocusSeat(3)),
        (Qt.Key.Key_NumberSign, SHIFT, FocusSeat(3)),
        (Qt.Key.Key_N, NONE, FocusNext()),
        (Qt.Key.Key_L, NONE, ToggleListen(None)),
        (Qt.Key.Key_H, NONE, ToggleHold(None)),
        (Qt.Key.Key_Escape, NONE, CloseVoice()),
        (Qt.Key.Key_Plus, SHIFT, SetGain(2, 1.4)),
        (Qt.Key.Key_Minus, NONE, SetGain(2, 0.7)),
    ],
)
def test_each_key_asks_for_one_thing(
    console: Console, key: Qt.Key, modifiers: Qt.KeyboardModifier, intent: Intent
) -> None:
    console.show(six())
    QTest.keyClick(console.window, key, modifiers)
    assert console.took() == [intent]


@pytest.mark.parametrize("name", ["accept_switch", "talk_3", "tile_5", "end_service", "queue_button"])
def test_keys_work_whatever_has_the_focus(console: Console, name: str) -> None:
    console.show(six())
    part = console.part(name)
    part.setFocus()
    QTest.keyClick(part, Qt.Key.Key_1)
    QTest.keyClick(part, Qt.Key.Key_L)
    assert console.took() == [TalkPressed(1), TalkReleased(1), ToggleListen(None)]


def test_text_fields_keep_their_keys(console: Console) -> None:
    console.show(six(connection="login"))
    field = console.part("login_officer")
    QTest.keyClicks(field, "sari.1n")
    assert console.took() == []
    assert field.property("text") == "sari.1n"


def test_a_key_without_a_living_booth_does_nothing(console: Console) -> None:
    console.show(six())
    QTest.keyClick(console.window, Qt.Key.Key_6)
    QTest.keyClick(console.window, Qt.Key.Key_6, CTRL)
    console.show(idle())
    for key in (Qt.Key.Key_1, Qt.Key.Key_N, Qt.Key.Key_Plus):
        QTest.keyClick(console.window, key)
    QTest.keyClick(console.window, Qt.Key.Key_1, SHIFT)
    assert console.took() == []


def test_the_release_comes_even_if_the_booth_went_away(console: Console) -> None:
    console.show(six())
    press(console.window, Qt.Key.Key_3)
    console.window.render(idle())
    release(console.window, Qt.Key.Key_3)
    assert console.took() == [TalkPressed(3), TalkReleased(3)]


def test_losing_the_keyboard_releases_held_keys(console: Console) -> None:
    console.show(six())
    press(console.window, Qt.Key.Key_2)
    QApplication.sendEvent(console.window, QEvent(QEvent.Type.WindowDeactivate))
    assert console.took() == [TalkPressed(2), ReleaseKeys()]
    release(console.window, Qt.Key.Key_2)
    assert console.took() == []
    press(console.window, Qt.Key.Key_2)
    assert console.took() == [TalkPressed(2)]


def test_nothing_changes_the_focus_while_it_is_locked(console: Console) -> None:
    console.show(six(focus_locked=True))
    QTest.keyClick(console.window, Qt.Key.Key_N)
    QTest.keyClick(console.window, Qt.Key.Key_3, SHIFT)
    QTest.mouseClick(console.part("tile_3"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(console.part("next_button"), Qt.MouseButton.LeftButton)
    assert console.took() == []
    QTest.keyClick(console.window, Qt.Key.Key_3)
    assert console.took() == [TalkPressed(3), TalkReleased(3)]


def test_space_held_in_the_all_call_dialog_speaks_to_all(console: Console) -> None:
    console.show(asking_all())
    press(console.window, Qt.Key.Key_Space)
    repeat(console.window, Qt.Key.Key_Space, " ")
    assert console.took() == [AllCallPressed()]
    release(console.window, Qt.Key.Key_Space)
    assert console.took() == [AllCallReleased()]


def test_space_is_an_ordinary_key_without_that_dialog(console: Console) -> None:
    console.show(six())
    QTest.keyClick(console.window, Qt.Key.Key_Space)
    assert console.took() == []


def test_space_held_while_the_keyboard_is_lost_ends_the_all_call(console: Console) -> None:
    console.show(asking_all(all_call=AllCall.SPEAKING))
    press(console.window, Qt.Key.Key_Space)
    QApplication.sendEvent(console.window, QEvent(QEvent.Type.WindowDeactivate))
    assert console.took() == [AllCallPressed(), AllCallReleased(), ReleaseKeys()]


def test_escape_cancels_the_all_call_and_then_shuts_the_voice(console: Console) -> None:
    console.show(asking_all())
    QTest.keyClick(console.window, Qt.Key.Key_Escape)
    assert console.took() == [CancelAllCall()]
    console.window.render(six())
    QTest.keyClick(console.window, Qt.Key.Key_Escape)
    assert console.took() == [CloseVoice()]


def test_talk_keys_work_while_a_dialog_is_open(console: Console) -> None:
    console.show(six())
    QTest.keyClick(console.window, Qt.Key.Key_F1)
    assert console.part("shortcuts_dialog").isVisible()
    QTest.keyClick(console.window, Qt.Key.Key_2)
    assert console.took() == [TalkPressed(2), TalkReleased(2)]
    assert console.part("shortcuts_dialog").isVisible()


def test_enter_confirms_the_headset(console: Console) -> None:
    console.show(six())
    QTest.mouseClick(console.part("mode_headset"), Qt.MouseButton.LeftButton)
    assert console.took() == []
    QTest.keyClick(console.window, Qt.Key.Key_Return)
    assert console.took() == [SetMode(AudioMode.HEADSET)]


def test_a_focused_talk_key_is_held_by_the_space_bar(console: Console) -> None:
    console.show(six())
    key = console.part("talk_3")
    key.setFocus()
    press(key, Qt.Key.Key_Space)
    repeat(key, Qt.Key.Key_Space, " ")
    assert console.took() == [TalkPressed(3)]
    release(key, Qt.Key.Key_Space)
    assert console.took() == [TalkReleased(3)]


def test_a_talk_key_held_by_the_space_bar_is_released_when_it_loses_the_focus(console: Console) -> None:
    console.show(six())
    key = console.part("talk_3")
    press(key, Qt.Key.Key_Space)
    QApplication.sendEvent(key, QFocusEvent(QEvent.Type.FocusOut))
    assert console.took() == [TalkPressed(3), TalkReleased(3)]


def test_the_single_booth_answers_to_key_1(console: Console) -> None:
    console.show(single())
    QTest.keyClick(console.window, Qt.Key.Key_1)
    QTest.keyClick(console.window, Qt.Key.Key_2)
    assert console.took() == [TalkPressed(1), TalkReleased(1)]


def test_every_button_is_reached_by_tab(console: Console) -> None:
    console.show(six())
    names = (
        "queue_button",
        "accept_switch",
        "mode_headset",
        "devices_button",
        "all_call_button",
        "next_button",
    )
    for name in (*names, "close_voice", "talk_1", "listen_1", "hold_1", "end_service", "gain_up"):
        assert console.part(name).focusPolicy() & Qt.FocusPolicy.TabFocus, name
