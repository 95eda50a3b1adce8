"""What the pages of the participant's own way have in common: a place in which the officer shows.

Responsible for: the base of these pages, and the officer's picture with the name in the place that a page
leaves to it. Not for: when somebody is shown (``window``). GUI thread only.
"""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import Signal

from booth_client.core.snapshot import Snapshot
from booth_client.views import words
from booth_client.views.call import Picture, VoiceBars
from booth_client.views.canvas import Canvas, Card, Icon, Text
from booth_client.views.screen import ScreenView
from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Kiosk, KioskForm, KioskType, Weight
from channel.qt.video import PICTURE_SHAPE
from channel.runtime.latest import LatestFrame

Place: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height on the stage, in pixels of the design."""
_CAPTION_LEAST = 200
"""Room for words beside the picture; with less they lie on it."""
_INSET = 12


def officer_is_here(snapshot: Snapshot) -> bool:
    """Whether an officer is with this participant now, by picture or by voice."""
    return snapshot.officer_talks or snapshot.officer_seen


class PageView(ScreenView):
    """A page of the way.

    Attributes:
        officer_place: where the officer shows; what the page has there gives way, and nothing else moves.
    """

    officer_place: Place


class OfficerBeside(Canvas):
    """The officer's picture with the name, so that who joins is seen without leaving the page.

    Signals:
        resized(int, int): the size in which the officer's picture is wanted, device pixels.
    """

    resized = Signal(int, int)

    def __init__(self, clock: RepaintClock) -> None:
        super().__init__()
        self._picture = Picture("beside_picture", clock, (320, 180), Kiosk.EDGE)
        self._picture.video.resized.connect(self.resized)
        self._absent = Icon("headset", Kiosk.EDGE)
        self._chip = Card(Kiosk.INK, None, radius=10)
        self._bars = VoiceBars()
        self._name = Text(KioskType.LEAST, Kiosk.SURFACE, weight=Weight.LABEL, middle=True)
        self._caption = Text(KioskType.BODY, weight=Weight.LABEL, middle=True)
        self.place(self._picture, 0, 0, 320, 180)
        self.place(self._absent, 130, 60, 60, 60)
        self.place(self._chip, _INSET, 120, 200, 48)
        self._chip.place(self._bars, 12, 10, 28, 28)
        self._chip.place(self._name, 50, 5, 140, 38)
        self.place(self._caption, 340, 0, 100, 100)

    def show_picture(self, officer: LatestFrame | None) -> None:
        self._picture.video.show_source(officer)

    def render_snapshot(self, snapshot: Snapshot, width: float, height: float) -> None:
        """Show it in a place of that size."""
        beside = width >= height * PICTURE_SHAPE + _CAPTION_LEAST
        picture_width = height * PICTURE_SHAPE if beside else min(width, height * PICTURE_SHAPE)
        picture_height = picture_width / PICTURE_SHAPE
        self.place(self._picture, 0, 0, picture_width, picture_height)
        self._picture.fill(picture_width, picture_height)
        self._picture.explain("", held=snapshot.picture_held)
        self.place(self._absent, picture_width / 2 - 36, picture_height / 2 - 36, 72, 72)
        self._absent.setVisible(not snapshot.officer_seen)
        self._chip.setVisible(not beside)
        self._caption.setVisible(beside)
        self._caption.setText(self._happens(snapshot) if beside else "")
        left = picture_width + KioskForm.BUTTON_GAP
        self.place(self._caption, left, 0, max(width - left, 1), height)
        self._render_chip(snapshot, picture_width, picture_height)

    def _render_chip(self, snapshot: Snapshot, width: float, height: float) -> None:
        self._name.setText(words.officer_words(snapshot.officer))
        self._bars.setVisible(snapshot.officer_talks)
        left = 50 if snapshot.officer_talks else 16
        room = width - 2 * _INSET - left - 16
        natural = self._name.natural_width() + 4
        lines = 1 if natural <= room else 2
        high = lines * KioskType.LEAST.line_px
        self.place(self._chip, _INSET, height - _INSET - high - 10, left + min(natural, room) + 16, high + 10)
        self._chip.place(self._name, left, 5, min(natural, room), high)
        self._chip.place(self._bars, 12, (high - 18) / 2, 28, 28)

    def _happens(self, snapshot: Snapshot) -> str:
        officer = words.officer_words(snapshot.officer)
        if snapshot.officer_talks and snapshot.talk_shared:
            return self.tr("{officer} berbicara dengan Anda dan bilik lain.").format(officer=officer)
        if snapshot.officer_talks:
            return self.tr("{officer} berbicara dengan Anda.").format(officer=officer)
        if snapshot.privacy.heard:
            return self.tr("{officer} mendengarkan.").format(officer=officer)
        return self.tr("{officer} bersama Anda.").format(officer=officer)
