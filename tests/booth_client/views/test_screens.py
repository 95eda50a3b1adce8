from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from booth_client.config import Texts
from booth_client.core.snapshot import Device, Language, Question, Screen
from booth_client.views.buttons import Button
from booth_client.views.canvas import Text
from booth_client.views.window import BoothWindow
from channel.qt import language
from channel.qt.theme import Kiosk, KioskForm, KioskType
from channel.qt.video import VideoView
from channel.runtime.latest import LatestFrame, ShownFrame
from hardware import picture_code
from hardware.simulated.scene import Scene
from tests.booth_client.views.moments import MOMENTS
from tests.helpers.screens import grab

pytestmark = pytest.mark.usefixtures("indonesian")

SIZES = [(1920, 1080), (1366, 768), (1280, 1024)]
LANGUAGES = {Language.INDONESIAN: language.Language.ID, Language.ENGLISH: language.Language.EN}


def open_window(qtbot: QtBot, size: tuple[int, int] = (1920, 1080), *, kiosk: bool = False) -> BoothWindow:
    window = BoothWindow(Texts(), kiosk=kiosk)
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    return window


@cache
def portrait(booth: int) -> LatestFrame:
    """The officer (0) or a participant, as their simulated cameras draw them."""
    bgr = Scene(booth, booth, 640, 360).picture(0, 0.0)
    latest = LatestFrame()
    latest.put(ShownFrame(np.dstack((bgr, np.full(bgr.shape[:2], 255, np.uint8))), 0.0))
    return latest


def visible(window: BoothWindow, kind: type[Text] | type[Button]) -> list[Text | Button]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


@pytest.mark.parametrize("spoken", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_word_of_every_screen_fits_its_place(
    qtbot: QtBot, qapp: QApplication, size: tuple[int, int], spoken: Language
) -> None:
    language.switch(qapp, LANGUAGES[spoken], "booth")
    window = open_window(qtbot, size)
    tight: list[str] = []
    for name, moment in MOMENTS.items():
        sent = moment.consent and Device.CAMERA not in moment.faults
        window.show_pictures(portrait(0) if moment.officer_seen else None, portrait(2) if sent else None)
        window.render_snapshot(replace(moment, language=spoken))
        if size == SIZES[0]:
            grab(window, f"booth-{name}-{spoken}")
        for text in visible(window, Text):
            assert isinstance(text, Text)
            if text.overflows():
                tight.append(f"{name}: {text.text()}")
        for button in visible(window, Button):
            assert isinstance(button, Button)
            factor = min(size[0] / 1920, size[1] / 1080)
            if button.natural_width(padding=12) * factor > button.width() + 1:
                tight.append(f"{name}: [{button.text()}]")
    assert tight == []


def test_a_text_that_does_not_fit_is_found(qtbot: QtBot) -> None:
    text = Text(KioskType.BODY)
    qtbot.addWidget(text)
    text.resize(100, 40)
    text.setText("Kata-kata yang jauh terlalu panjang untuk tempat yang sempit ini.")
    assert text.overflows()


def test_every_button_is_large_enough_for_a_finger(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    small = set()
    for name, moment in MOMENTS.items():
        window.render_snapshot(moment)
        for button in visible(window, Button):
            if min(button.width(), button.height()) < KioskForm.TARGET_LEAST:
                small.add(f"{name}: {button.objectName()} {button.width()}x{button.height()}")
    assert small == set()


def test_buttons_keep_their_distance(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    for name, moment in MOMENTS.items():
        window.render_snapshot(moment)
        shown = [b for b in visible(window, Button) if not b.objectName().startswith("language_")]
        for one in shown:
            near = one.rect().translated(one.mapTo(window, one.rect().topLeft())).adjusted(-19, -19, 19, 19)
            touching = [
                other.objectName()
                for other in shown
                if other is not one
                and near.intersects(other.rect().translated(other.mapTo(window, other.rect().topLeft())))
            ]
            assert touching == [], f"{name}: {one.objectName()}"


ALWAYS = {"help_button", "repeat_button", "language_id", "language_en", "privacy_line"}
WITHOUT_END = {Screen.READY, Screen.UNAVAILABLE, Screen.FAULT}


def test_help_privacy_line_and_language_are_always_there_and_end_where_it_belongs(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    for moment in MOMENTS.values():
        window.render_snapshot(moment)
        names = {widget.objectName() for widget in window.findChildren(QWidget) if widget.isVisible()}
        assert names >= ALWAYS
        assert ("end_button" in names) == (moment.screen not in WITHOUT_END)
        goes_back = moment.screen is Screen.CONSENT or moment.pages.can_go_back
        assert ("back_button" in names) == goes_back


def test_the_footers_buttons_stay_where_they_are(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    places = set()
    for moment in MOMENTS.values():
        window.render_snapshot(moment)
        help_button = window.findChild(Button, "help_button")
        assert help_button is not None
        places.add((help_button.x(), help_button.y(), help_button.height()))
    assert len(places) == 1


def test_one_screen_at_a_time(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    for moment in MOMENTS.values():
        window.render_snapshot(moment)
        assert len([view for view in window.screens() if view.isVisible()]) == 1


def test_a_question_leaves_header_and_footer_in_sight(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    for question in Question:
        window.render_snapshot(replace(MOMENTS["call"], question=question))
        names = [button.objectName() for button in visible(window, Button)]
        assert {"yes_button", "no_button", "help_button", "end_button"} <= set(names)


def test_agree_and_do_not_agree_are_alike_in_weight(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.render_snapshot(MOMENTS["consent"])
    agree, decline = (window.findChild(Button, name) for name in ("agree_button", "decline_button"))
    assert agree is not None
    assert decline is not None
    assert agree.size() == decline.size()
    assert agree.look == decline.look


def test_other_shapes_of_screen_get_margins_and_no_distortion(qtbot: QtBot) -> None:
    window = open_window(qtbot, (1280, 1024))
    window.render_snapshot(MOMENTS["ready"])
    seen = next(screen for screen in window.screens() if screen.isVisible())
    stage = QRect(seen.mapTo(window, QPoint()), seen.size())
    assert (stage.width(), stage.height()) == (1280, 720)
    assert stage.top() == 152
    picture = grab(window, "booth-ready-1280x1024")
    assert isinstance(picture, QImage)
    above, below = picture.pixelColor(640, 20), picture.pixelColor(640, 1000)
    assert (above.name().upper(), below.name().upper()) == (Kiosk.BG, Kiosk.SURFACE)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_note_on_the_officers_picture_leaves_its_code_in_sight(qtbot: QtBot, size: tuple[int, int]) -> None:
    """Else the demo and the tests at real programs see a frozen picture where only a note appeared."""
    window = open_window(qtbot, size)
    window.show_pictures(portrait(0), None)
    for name in ("call", "call-picture-reduced", "call-own-picture-reduced"):
        window.render_snapshot(MOMENTS[name])
        view = window.findChild(VideoView, "officer_picture")
        assert view is not None
        image = grab(window, f"code-{name}-{size[0]}x{size[1]}").convertToFormat(QImage.Format.Format_RGB32)
        shown = view.picture_rect().translated(view.mapTo(window, QPoint()))
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
        picture = rows[shown.top() : shown.bottom() + 1, shown.left() : shown.right() + 1, :3]
        assert picture_code.read(picture, view.visible_share()) is not None, name


def test_the_privacy_line_is_never_shortened(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    moment = MOMENTS["call-long-name"]
    window.render_snapshot(moment)
    shown = [text.text() for text in visible(window, Text)]
    assert f"Hanya Petugas {moment.officer} yang mendengar Anda." in shown
