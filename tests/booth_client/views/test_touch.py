"""What a hand that is not steady, or not quick, does not do by accident."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from booth_client.core.events import GoOn, PressKey
from booth_client.core.snapshot import Screen
from booth_client.views.buttons import DOUBLE_TOUCH_MS, Button
from tests.booth_client.views.moments import MOMENTS
from tests.booth_client.views.test_screens import open_window
from tests.booth_client.views.test_window import Shown

pytestmark = pytest.mark.usefixtures("indonesian")


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(open_window(qtbot))


def touch(button: Button, at_ms: int) -> None:
    """A finger at this time, by its own clock."""
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        left, middle = Qt.MouseButton.LeftButton, QPointF(button.rect().center())
        held = left if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        event = QMouseEvent(
            kind, middle, button.mapToGlobal(middle), left, held, Qt.KeyboardModifier.NoModifier
        )
        event.setTimestamp(at_ms)
        QApplication.sendEvent(button, event)


def test_two_quick_touches_are_one_also_when_the_first_has_turned_the_page(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["summary-signed"])
    touch(button_of(shown, "sign_button"), 10_000)
    shown.window.render_snapshot(MOMENTS["slip"])
    touch(button_of(shown, "go_on_button"), 10_000 + DOUBLE_TOUCH_MS - 1)
    assert shown.asked == [GoOn(Screen.SUMMARY)]


def test_two_touches_that_are_not_quick_are_two(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["summary-signed"])
    touch(button_of(shown, "sign_button"), 10_000)
    shown.window.render_snapshot(MOMENTS["slip"])
    touch(button_of(shown, "go_on_button"), 10_000 + DOUBLE_TOUCH_MS)
    assert shown.asked == [GoOn(Screen.SUMMARY), GoOn(Screen.SLIP)]


def test_a_figure_can_be_typed_twice_as_quickly_as_anybody_can(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["nik"])
    for at_ms in (10_000, 10_060):
        touch(button_of(shown, "key_1"), at_ms)
    assert shown.asked == [PressKey("1"), PressKey("1")]


def test_a_paper_that_has_just_followed_another_cannot_be_left_out_yet(shown: Shown) -> None:
    moment = MOMENTS["capture"]
    capture = moment.pages.capture
    assert capture is not None
    for may_skip in (False, True):
        pages = replace(moment.pages, capture=replace(capture, may_skip=may_skip))
        shown.window.render_snapshot(replace(moment, pages=pages))
        assert button_of(shown, "skip_button").isEnabled() is may_skip


def button_of(shown: Shown, name: str) -> Button:
    (button,) = [one for one in shown.window.findChildren(Button, name) if one.isVisible()]
    return button
