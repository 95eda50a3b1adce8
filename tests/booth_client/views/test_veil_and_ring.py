from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QVariantAnimation
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from booth_client.config import Texts
from booth_client.core.snapshot import Help, PrivacyState
from booth_client.views.call import FADE_MS, VeilView
from booth_client.views.canvas import Text
from booth_client.views.frame import PrivacyBar
from booth_client.views.screen import BreathingDisc
from booth_client.views.window import BoothWindow
from channel.qt.theme import Kiosk
from channel.runtime.latest import LatestFrame
from tests.booth_client.views.moments import CALL, HOLD, PARKED, WAITING, line
from tests.helpers.screens import grab

pytestmark = pytest.mark.usefixtures("indonesian")


@pytest.fixture
def window(qtbot: QtBot) -> BoothWindow:
    window = BoothWindow(Texts(), kiosk=False)
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    window.show()
    return window


def words(window: BoothWindow) -> set[str]:
    return {text.text() for text in window.findChildren(Text) if text.isVisible()}


def ground(image: QImage) -> str:
    """Of the veil, beside its words."""
    return QColor(image.pixel(100, 800)).name().upper()


def test_the_first_in_the_queue_sees_nobody_before_them(window: BoothWindow) -> None:
    assert WAITING.queue is not None
    window.render_snapshot(replace(WAITING, queue=replace(WAITING.queue, place=1)))
    assert "0 orang" not in words(window)
    window.render_snapshot(replace(WAITING, queue=replace(WAITING.queue, place=3)))
    assert "2 orang" in words(window)


def test_the_ground_of_the_veil_fades_in_and_its_words_are_there_at_once(window: BoothWindow) -> None:
    window.show_pictures(LatestFrame(), None)
    window.render_snapshot(CALL)
    window.render_snapshot(PARKED)
    veil = window.findChild(VeilView)
    assert isinstance(veil, VeilView)
    fade = veil.findChild(QVariantAnimation)
    assert isinstance(fade, QVariantAnimation)
    assert fade.totalDuration() == FADE_MS
    fade.pause()
    fade.setCurrentTime(0)
    assert ground(window.grab().toImage()) == Kiosk.BG
    assert "Petugas sedang melayani peserta lain." in words(window)
    bar = window.findChild(PrivacyBar)
    assert isinstance(bar, PrivacyBar)
    assert bar.text().startswith("Petugas tidak mendengar Anda saat ini.")
    assert ground(grab(window, "booth-veil")) == Kiosk.VEIL


def test_from_parked_to_held_nothing_fades_again(window: BoothWindow) -> None:
    window.render_snapshot(PARKED)
    assert ground(grab(window, "booth-veil")) == Kiosk.VEIL
    window.render_snapshot(replace(HOLD, privacy=line(PrivacyState.SHUT)))
    assert ground(window.grab().toImage()) == Kiosk.VEIL


def test_the_ring_of_who_waits_breathes_once_in_four_seconds(window: BoothWindow) -> None:
    window.render_snapshot(WAITING)
    you = window.findChild(BreathingDisc)
    assert isinstance(you, BreathingDisc)
    looks = []
    for at_s in (0.0, 2.0, 4.0):
        you.breathe(at_s)
        looks.append(you.grab().toImage())
    assert looks[0] == looks[2]
    assert looks[0] != looks[1]


def test_who_has_asked_for_help_is_not_told_to_ask(window: BoothWindow) -> None:
    window.render_snapshot(PARKED)
    assert any("Sentuh BANTUAN" in text for text in words(window))
    for asked in (Help.ASKED, Help.NOTED):
        window.render_snapshot(replace(PARKED, help=asked))
        assert not any("Sentuh BANTUAN" in text for text in words(window))


def test_who_has_just_arrived_is_not_told_that_others_are_served(window: BoothWindow) -> None:
    arrived = replace(PARKED, met=False, waited_s=3)
    window.render_snapshot(arrived)
    assert "Petugas segera\nbersama Anda." in words(window)
    window.render_snapshot(replace(arrived, waited_s=10))
    assert "Petugas sedang melayani peserta lain." in words(window)
    window.render_snapshot(replace(arrived, met=True))
    assert "Petugas sedang melayani peserta lain." in words(window)
