"""Every action by mouse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from channel.wire.ids import VisitId
from cso_console.core import intents
from cso_console.core.intents import (
    AddTalk,
    AskAllCall,
    ChooseCamera,
    ChooseMicrophone,
    ChooseSpeaker,
    CloseVoice,
    EndService,
    FocusNext,
    FocusSeat,
    Intent,
    PickWaiting,
    SetAccepting,
    SetGain,
    SetMode,
    TalkPressed,
    TalkReleased,
    ToggleHold,
    ToggleListen,
)
from cso_console.core.snapshot import AudioMode, DeskSnapshot, TileState
from cso_console.views.devices import Choice
from tests.cso_console.views.builders import QUEUE, free, idle, served, single, six
from tests.cso_console.views.conftest import Console

LEFT = Qt.MouseButton.LeftButton


def click(console: Console, name: str) -> None:
    QTest.mouseClick(console.part(name), LEFT)


@pytest.mark.parametrize(
    ("name", "intent"),
    [
        ("tile_3", FocusSeat(3)),
        ("listen_3", ToggleListen(3)),
        ("hold_3", ToggleHold(3)),
        ("focus_listen", ToggleListen(2)),
        ("focus_hold", ToggleHold(2)),
        ("gain_up", SetGain(2, 1.4)),
        ("gain_down", SetGain(2, 0.7)),
        ("close_voice", CloseVoice()),
        ("next_button", FocusNext()),
        ("lamp_next", FocusNext()),
        ("accept_switch", SetAccepting(False)),
        ("all_call_button", AskAllCall()),
    ],
)
def test_each_click_asks_for_one_thing(console: Console, name: str, intent: Intent) -> None:
    console.show(six())
    click(console, name)
    assert console.took() == [intent]


@pytest.mark.parametrize(("name", "seat"), [("talk_3", 3), ("focus_talk", 2)])
def test_a_talk_key_counts_from_press_to_release(console: Console, name: str, seat: int) -> None:
    console.show(six())
    key = console.part(name)
    QTest.mousePress(key, LEFT)
    assert console.took() == [TalkPressed(seat)]
    QTest.mouseRelease(key, LEFT, pos=QPoint(-400, 300))
    assert console.took() == [TalkReleased(seat)]


def test_the_right_button_adds_a_booth(console: Console) -> None:
    console.show(six())
    QTest.mouseClick(console.part("talk_3"), Qt.MouseButton.RightButton)
    QTest.mouseClick(console.part("talk_3"), LEFT, Qt.KeyboardModifier.ControlModifier)
    assert console.took() == [AddTalk(3), AddTalk(3)]


def test_a_talk_key_that_dies_under_the_finger_is_released(console: Console) -> None:
    console.show(six())
    QTest.mousePress(console.part("talk_3"), LEFT)
    lost = served(3, state=TileState.DISCONNECTED)
    tiles = tuple(lost if tile.seat == 3 else tile for tile in six().tiles)
    console.window.render(six(tiles=tiles))
    assert console.took() == [TalkPressed(3), TalkReleased(3)]


def test_a_talk_key_that_vanishes_under_the_finger_is_released(console: Console) -> None:
    console.show(six())
    QTest.mousePress(console.part("talk_3"), LEFT)
    console.window.render(idle())
    assert console.took() == [TalkPressed(3), TalkReleased(3)]


def test_the_focus_moving_away_releases_the_panels_talk_key(console: Console) -> None:
    console.show(six())
    QTest.mousePress(console.part("focus_talk"), LEFT)
    console.window.render(six(focus=3))
    assert console.took() == [TalkPressed(2), TalkReleased(2)]


def test_dead_keys_do_nothing(console: Console) -> None:
    console.show(six())
    for name in ("talk_6", "listen_6", "hold_6"):
        click(console, name)
    assert console.took() == []


def test_a_lost_booth_can_be_focused_and_a_free_one_cannot(console: Console) -> None:
    console.show(six())
    click(console, "tile_6")
    assert console.took() == [FocusSeat(6)]
    console.show(idle())
    click(console, "tile_1")
    assert console.took() == []


def test_ending_a_service_is_confirmed_for_the_booth_it_was_asked_for(console: Console) -> None:
    console.show(six())
    click(console, "end_service")
    console.window.render(six(focus=3))
    assert console.took() == []
    click(console, "end_confirm")
    assert console.took() == [EndService(2)]
    assert not console.part("overlay").isVisible()


def test_the_question_is_not_handed_on_to_whoever_has_the_seat_next(console: Console) -> None:
    def seated(visit: VisitId) -> DeskSnapshot:
        desk = six()
        return replace(desk, tiles=tuple(replace(tile, visit=visit) for tile in desk.tiles))

    console.show(seated(VisitId("visit-2")))
    click(console, "end_service")
    console.window.render(seated(VisitId("visit-2")))
    assert console.part("overlay").isVisible()
    console.window.render(seated(VisitId("visit-9")))
    assert not console.part("overlay").isVisible()


def test_the_question_goes_away_with_its_booth(console: Console) -> None:
    console.show(six())
    click(console, "end_service")
    console.window.render(idle())
    assert not console.part("overlay").isVisible()


def test_cancel_ends_nothing(console: Console) -> None:
    console.show(six())
    click(console, "end_service")
    dialog = console.part("end_dialog")
    cancel = dialog.findChild(type(console.part("end_confirm")), "dialog_cancel")
    assert cancel is not None
    QTest.mouseClick(cancel, LEFT)
    assert console.took() == []
    assert not console.part("overlay").isVisible()


def test_headset_is_confirmed_and_speaker_is_not(console: Console) -> None:
    console.show(six())
    click(console, "mode_headset")
    assert console.took() == []
    click(console, "headset_confirm")
    assert console.took() == [SetMode(AudioMode.HEADSET)]
    console.window.render(six(mode=AudioMode.HEADSET))
    click(console, "mode_speaker")
    assert console.took() == [SetMode(AudioMode.SPEAKER)]
    click(console, "mode_headset")
    assert console.took() == []


def test_a_waiting_visit_is_picked_from_the_queue(console: Console) -> None:
    tiles = (*six().tiles[:5], free(6))
    console.show(six(tiles=tiles))
    click(console, "queue_button")
    click(console, "pick_waiting_8")
    assert console.took() == [PickWaiting(VisitId("visit-b"))]


def test_a_full_desk_cannot_pick(console: Console) -> None:
    console.show(six())
    click(console, "queue_button")
    click(console, "pick_waiting_8")
    assert console.took() == []


def test_a_waiting_visit_is_picked_from_its_tile(console: Console) -> None:
    waiting = (QUEUE[0].__class__(VisitId("visit-1"), 1, 20, False),)
    tiles = (free(1, state=TileState.WAITING), *idle().tiles[1:])
    console.show(idle(tiles=tiles, waiting=waiting))
    click(console, "pick_1")
    assert console.took() == [PickWaiting(VisitId("visit-1"))]


def test_devices_are_chosen_and_tested(console: Console) -> None:
    console.show(idle())
    click(console, "devices_button")
    for name in ("choose_microphone", "choose_speaker", "choose_camera"):
        choice = console.part(name).findChildren(Choice)[-1]
        QTest.mouseClick(choice, LEFT)
    click(console, "devices_test_sound")
    assert console.took() == [
        ChooseMicrophone("device:long"),
        ChooseSpeaker("device:usb"),
        ChooseCamera("device:0"),
        intents.TestSound(),
    ]
    chosen = [
        choice.text() for choice in console.part("choose_microphone").findChildren(Choice) if choice.chosen
    ]
    assert chosen == ["USB, meja"]


def test_the_idle_panel_tests_the_sound(console: Console) -> None:
    console.show(idle())
    click(console, "test_sound")
    assert console.took() == [intents.TestSound()]


def test_the_single_layout_has_all_keys(console: Console) -> None:
    console.show(single())
    for name in ("focus_talk", "focus_listen", "focus_hold"):
        click(console, name)
    assert console.took() == [TalkPressed(1), TalkReleased(1), ToggleListen(1), ToggleHold(1)]
    assert not console.part("tile_1").isVisible()
