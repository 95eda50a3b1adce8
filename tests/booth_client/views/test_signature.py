from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from booth_client.core.events import Sign, Touched
from booth_client.core.snapshot import Question
from booth_client.views.signature import PICTURE_WIDTH_PX, SignaturePad
from tests.booth_client.views import way_moments as way
from tests.booth_client.views.moments import MOMENTS
from tests.booth_client.views.test_screens import open_window
from tests.booth_client.views.test_window import Shown

pytestmark = pytest.mark.usefixtures("indonesian")
STROKE = [QPoint(100, 150), QPoint(180, 60), QPoint(260, 160), QPoint(340, 70), QPoint(420, 150)]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    shown = Shown(open_window(qtbot))
    shown.window.render_snapshot(way.SUMMARY)
    return shown


def pad_of(shown: Shown) -> SignaturePad:
    pad = shown.widget("sign_pad")
    assert isinstance(pad, SignaturePad)
    return pad


def sign_by_mouse(pad: QWidget) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=STROKE[0])
    for point in STROKE[1:]:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=STROKE[-1])


def sign_by_touch(pad: QWidget) -> None:
    """By a finger, as the windowing system delivers it: to the window."""
    device, window = QTest.createTouchDevice(), pad.window()
    handle = window.windowHandle()
    assert handle is not None
    points = [pad.mapTo(window, point) for point in STROKE]
    touch = QTest.touchEvent(handle, device, False)
    touch.press(0, points[0], handle)
    touch.commit()
    for point in points[1:]:
        touch.move(0, point, handle)
        touch.commit()
    touch.release(0, points[-1], handle)
    touch.commit()


def dark_pixels(image: QImage) -> int:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(
        grey.pixelColor(x, y).lightness() < 128
        for x in range(0, grey.width(), 3)
        for y in range(0, grey.height(), 3)
    )


@pytest.mark.parametrize("sign", [sign_by_mouse, sign_by_touch])
def test_a_signature_becomes_a_picture_and_leaves_the_pad(
    shown: Shown, sign: Callable[[QWidget], None]
) -> None:
    pad = pad_of(shown)
    assert not shown.widget("sign_button").isEnabled()
    sign(pad)
    assert shown.widget("sign_button").isEnabled()
    asked = shown.click("sign_button")
    assert len(asked) == 1
    assert isinstance(asked[0], Sign)
    image = QImage.fromData(asked[0].png)
    assert image.width() == PICTURE_WIDTH_PX
    assert 40 < dark_pixels(image) < 4000
    assert not pad.is_signed_on()


def test_the_picture_shows_the_ink_where_it_was_written(shown: Shown) -> None:
    pad = pad_of(shown)
    sign_by_mouse(pad)
    image = QImage.fromData(pad.png())
    factor = image.width() / pad.width()
    for point in STROKE:
        assert image.pixelColor(round(point.x() * factor), round(point.y() * factor)).lightness() < 128
    assert image.pixelColor(10, 10).lightness() > 250


def test_a_touch_on_the_pad_shows_that_somebody_is_there(shown: Shown) -> None:
    touched: list[object] = []
    shown.window.intended.connect(touched.append)
    sign_by_touch(pad_of(shown))
    assert Touched() in touched


def test_a_dot_is_no_signature(shown: Shown) -> None:
    QTest.mouseClick(pad_of(shown), Qt.MouseButton.LeftButton, pos=STROKE[0])
    assert not shown.widget("sign_button").isEnabled()


def test_the_eraser_takes_the_ink_away(shown: Shown) -> None:
    pad = pad_of(shown)
    empty = pad.grab().toImage()
    sign_by_mouse(pad)
    assert pad.grab().toImage() != empty
    for button in shown.window.findChildren(QWidget, "erase_button"):
        if button.isVisible():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pad.grab().toImage() == empty
    assert not shown.widget("sign_button").isEnabled()


def test_the_ink_is_gone_when_the_page_is(shown: Shown) -> None:
    pad = pad_of(shown)
    sign_by_mouse(pad)
    shown.window.render_snapshot(MOMENTS["ready"])
    assert not pad.is_signed_on()


def test_an_announcement_over_the_page_leaves_the_ink(shown: Shown) -> None:
    pad = pad_of(shown)
    sign_by_mouse(pad)
    for moment in ("announcement", "announcement-picture-held"):
        shown.window.render_snapshot(MOMENTS[moment])
        assert not pad.isVisible()
    shown.window.render_snapshot(way.SUMMARY)
    assert pad.isVisible()
    assert pad.is_signed_on()


def test_the_ink_is_gone_when_its_page_does_not_come_back_after_an_announcement(shown: Shown) -> None:
    pad = pad_of(shown)
    sign_by_mouse(pad)
    shown.window.render_snapshot(MOMENTS["announcement"])
    shown.window.render_snapshot(MOMENTS["ready"])
    assert not pad.is_signed_on()


@pytest.mark.parametrize("question", [Question.END, Question.STILL_HERE])
def test_a_question_over_the_page_leaves_the_ink(shown: Shown, question: Question) -> None:
    pad = pad_of(shown)
    sign_by_mouse(pad)
    inked = pad.grab().toImage()
    shown.window.render_snapshot(replace(way.SUMMARY, question=question))
    assert not pad.isVisible()
    shown.window.render_snapshot(way.SUMMARY)
    assert pad.grab().toImage() == inked
    assert shown.widget("sign_button").isEnabled()


def test_who_says_yes_under_a_question_leaves_no_ink(shown: Shown) -> None:
    pad = pad_of(shown)
    sign_by_mouse(pad)
    shown.window.render_snapshot(replace(way.SUMMARY, question=Question.END))
    shown.window.render_snapshot(MOMENTS["ready"])
    assert not pad.is_signed_on()


def test_nothing_is_written_on_what_is_signed_already(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["summary-signed"])
    pad = pad_of(shown)
    sign_by_mouse(pad)
    assert not pad.is_signed_on()
