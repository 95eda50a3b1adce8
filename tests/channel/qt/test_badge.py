"""Badges: what no two booths share, and how free, disconnected and light grounds look."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from channel.qt import theme
from channel.qt.badge import paint_badge

SIDE = 76
BOOTHS = range(1, 7)


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    theme.load_fonts()


def painted(
    number: int,
    *,
    ground: str = theme.Console.B1,
    outline: bool = False,
    on_light: bool = False,
    dashed: bool = False,
) -> QImage:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    paint_badge(painter, QRectF(image.rect()), number, outline=outline, on_light=on_light, dashed=dashed)
    painter.end()
    return image


def share_of(image: QImage, colour: str) -> float:
    wanted = QColor(colour).rgb()
    hits = sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))
    return hits / (image.width() * image.height())


@pytest.mark.parametrize("number", BOOTHS)
def test_a_filled_badge_is_mostly_its_colour_with_its_number_on_it(number: int) -> None:
    image = painted(number)
    look = theme.booth_look(number)
    assert share_of(image, look.colour) > 0.25
    assert share_of(image, look.digit) > 0.02


@pytest.mark.parametrize("number", BOOTHS)
def test_a_free_booth_is_an_outline(number: int) -> None:
    image = painted(number, outline=True)
    assert 0.02 < share_of(image, theme.booth_look(number).colour) < 0.25


@pytest.mark.parametrize("number", BOOTHS)
def test_a_disconnected_booth_is_dashed_and_fainter_than_a_free_one(number: int) -> None:
    image = painted(number, dashed=True)
    assert share_of(image, theme.booth_look(number).colour) == 0
    ground = share_of(image, theme.Console.B1)
    assert share_of(painted(number, outline=True), theme.Console.B1) < ground < 1


@pytest.mark.parametrize("number", BOOTHS)
def test_on_light_an_ink_edge_separates_it_from_the_ground(number: int) -> None:
    with_edge = painted(number, ground=theme.Kiosk.BG, on_light=True)
    without = painted(number, ground=theme.Kiosk.BG)
    assert share_of(with_edge, theme.BADGE_INK) > share_of(without, theme.BADGE_INK) + 0.02


def test_no_two_badges_are_alike_even_without_colour() -> None:
    grey = [painted(number).convertToFormat(QImage.Format.Format_Mono) for number in BOOTHS]
    assert all(one != other for at, one in enumerate(grey) for other in grey[at + 1 :])


def test_booth_seven_looks_like_booth_one_but_for_the_number() -> None:
    one, seven = painted(1), painted(7)
    assert one != seven
    assert one.copy(0, 0, SIDE, 20) == seven.copy(0, 0, SIDE, 20)


@pytest.mark.parametrize("number", [*BOOTHS, 10, 12])
@pytest.mark.parametrize("outline", [False, True])
def test_nothing_is_painted_outside_its_square(number: int, outline: bool) -> None:
    image = QImage(SIDE + 20, SIDE + 20, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.Kiosk.BG))
    painter = QPainter(image)
    paint_badge(painter, QRectF(10, 10, SIDE, SIDE), number, outline=outline, on_light=True)
    painter.end()
    ground = QColor(theme.Kiosk.BG).rgb()
    edge = range(SIDE + 20)
    assert all(image.pixel(at, line) == ground for at in edge for line in (4, SIDE + 15))
    assert all(image.pixel(line, at) == ground for at in edge for line in (4, SIDE + 15))
