"""Live pictures: newest wins, nothing is painted twice, and in the right place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Console
from channel.qt.video import VideoView
from channel.runtime.latest import LatestFrame, ShownFrame
from tests.helpers import screens

RED, GREEN, BLUE = "#C80000", "#00C800", "#0000C8"
GROUND = Console.CANVAS


def picture(*columns: str, width: int = 320, height: int = 180) -> ShownFrame:
    """A picture of vertical stripes of equal width."""
    bgra = np.zeros((height, width, 4), np.uint8)
    for at, stripe in enumerate(columns):
        colour = QColor(stripe)
        left, right = at * width // len(columns), (at + 1) * width // len(columns)
        bgra[:, left:right] = (colour.blue(), colour.green(), colour.red(), 255)
    return ShownFrame(bgra, 0.0)


def colour_at(image: QImage, x: int, y: int) -> str:
    return QColor(image.pixel(x, y)).name().upper()


@pytest.fixture
def clock(qtbot: QtBot) -> RepaintClock:
    return RepaintClock()


@pytest.fixture
def view(qtbot: QtBot, clock: RepaintClock) -> VideoView:
    made = VideoView(clock)
    qtbot.addWidget(made)
    made.resize(320, 180)
    return made


@pytest.fixture
def shown(qtbot: QtBot, view: VideoView) -> tuple[VideoView, LatestFrame]:
    source = LatestFrame()
    view.show_source(source)
    view.show()
    return view, source


def counted(view: VideoView) -> Callable[[], int]:
    """How many new pictures ``view`` has painted since."""
    paints: list[None] = []
    view.painted.connect(lambda: paints.append(None))
    return lambda: len(paints)


def test_the_newest_picture_is_painted_and_older_ones_are_skipped(
    qtbot: QtBot, shown: tuple[VideoView, LatestFrame]
) -> None:
    view, source = shown
    for stripe in (RED, GREEN, BLUE):
        source.put(picture(stripe))
    with qtbot.waitSignal(view.painted):
        pass
    assert colour_at(screens.grab(view, "video"), 160, 90) == BLUE


def test_a_picture_that_is_not_new_is_not_painted_again(
    qtbot: QtBot, shown: tuple[VideoView, LatestFrame]
) -> None:
    view, source = shown
    source.put(picture(RED))
    with qtbot.waitSignal(view.painted):
        pass
    paints = counted(view)
    view.repaint_if_newer()
    view.repaint()
    assert paints() == 0
    source.put(picture(GREEN))
    with qtbot.waitSignal(view.painted):
        pass
    assert paints() == 1


def test_a_cleared_source_leaves_no_picture_behind(
    qtbot: QtBot, shown: tuple[VideoView, LatestFrame]
) -> None:
    view, source = shown
    source.put(picture(RED))
    with qtbot.waitSignal(view.painted):
        pass
    source.clear()
    qtbot.waitUntil(lambda: view.picture_rect().isEmpty())
    assert colour_at(screens.grab(view, "video-empty"), 160, 90) == GROUND


def test_a_hidden_view_keeps_nobodys_picture(qtbot: QtBot, shown: tuple[VideoView, LatestFrame]) -> None:
    view, source = shown
    source.put(picture(RED))
    with qtbot.waitSignal(view.painted):
        pass
    view.hide()
    assert view.picture_rect().isEmpty()


def test_a_view_without_source_paints_its_ground_at_once(qtbot: QtBot, view: VideoView) -> None:
    source = LatestFrame()
    source.put(picture(RED))
    view.show_source(source)
    assert colour_at(screens.grab(view, "video"), 160, 90) == RED
    view.show_source(None)
    assert colour_at(screens.grab(view, "video-empty"), 160, 90) == GROUND


@pytest.mark.parametrize(
    ("size", "share"),
    [
        ((320, 180), (0.0, 0.0, 1.0, 1.0)),
        ((180, 180), (70 / 320, 0.0, 250 / 320, 1.0)),
        ((320, 90), (0.0, 0.25, 1.0, 0.75)),
    ],
)
def test_cover_fills_the_view_and_says_what_it_crops(
    view: VideoView, size: tuple[int, int], share: tuple[float, ...]
) -> None:
    source = LatestFrame()
    source.put(picture(RED, GREEN, GREEN, BLUE))
    view.show_source(source)
    view.resize(*size)
    image = screens.grab(view, "video-cover")
    assert view.picture_rect() == view.rect()
    assert view.visible_share() == pytest.approx(share)
    assert colour_at(image, size[0] // 2, 2) == GREEN
    assert GROUND not in {colour_at(image, x, size[1] // 2) for x in range(size[0])}


def test_a_picture_a_little_too_large_is_cropped_and_not_scaled(view: VideoView) -> None:
    lines = np.zeros((184, 328, 4), np.uint8)
    lines[:, ::2] = 255
    source = LatestFrame()
    source.put(ShownFrame(lines, 0.0))
    view.show_source(source)
    image = screens.grab(view, "video-spare")
    assert [colour_at(image, x, 90) for x in range(2, 8)] == ["#FFFFFF", "#000000"] * 3
    assert view.visible_share() == pytest.approx((0.0, 0.0, 320 / 328, 180 / 184))


def test_contain_shows_all_of_the_picture_on_the_ground(view: VideoView) -> None:
    source = LatestFrame()
    source.put(picture(RED, GREEN, BLUE))
    view.cover = False
    view.show_source(source)
    view.resize(320, 320)
    image = screens.grab(view, "video-contain")
    assert view.picture_rect() == QRect(0, 70, 320, 180)
    assert view.visible_share() == (0.0, 0.0, 1.0, 1.0)
    assert [colour_at(image, x, 160) for x in (10, 160, 310)] == [RED, GREEN, BLUE]
    assert colour_at(image, 160, 20) == colour_at(image, 160, 300) == GROUND


def test_the_corners_are_those_of_what_lies_behind(view: VideoView) -> None:
    source = LatestFrame()
    source.put(picture(RED))
    view.set_form(ground=GROUND, behind=BLUE, radius_px=18)
    view.show_source(source)
    image = screens.grab(view, "video-corners")
    corners = [(0, 0), (319, 0), (0, 179), (319, 179)]
    assert [colour_at(image, *corner) for corner in corners] == [BLUE] * 4
    assert colour_at(image, 18, 0) == colour_at(image, 0, 18) == colour_at(image, 9, 9) == RED


def test_a_held_picture_is_dimmed_and_loses_its_colour(view: VideoView) -> None:
    source = LatestFrame()
    source.put(picture(RED))
    view.show_source(source)
    live = QColor(screens.grab(view, "video").pixel(160, 90))
    view.set_dimmed(True)
    held = QColor(screens.grab(view, "video-held").pixel(160, 90))
    assert held.hsvSaturation() < live.hsvSaturation()
    assert held.lightness() < live.lightness()
    view.set_dimmed(False)
    assert QColor(screens.grab(view, "video").pixel(160, 90)) == live


@pytest.mark.parametrize(
    ("cover", "size", "wanted"),
    [
        (True, (320, 180), (320, 180)),
        (True, (300, 180), (320, 180)),
        (True, (320, 100), (320, 180)),
        (False, (300, 180), (300, 169)),
        (False, (320, 100), (178, 100)),
    ],
)
def test_the_size_asked_for_needs_no_second_scaling(
    qtbot: QtBot, view: VideoView, cover: bool, size: tuple[int, int], wanted: tuple[int, int]
) -> None:
    sizes: list[tuple[int, int]] = []
    view.resized.connect(lambda width, height: sizes.append((width, height)))
    view.cover = cover
    view.resize(*size)
    assert sizes == []
    view.show()
    assert sizes[-1] == wanted


def test_a_hidden_view_asks_for_no_pictures(qtbot: QtBot, view: VideoView) -> None:
    view.show()
    with qtbot.waitSignal(view.resized) as asked:
        view.hide()
    assert asked.args == [0, 0]
