"""Icons: every one drawn in the colour asked for, once."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from assets import asset_path
from channel.qt.icons import IconError, icon_pixmap
from channel.qt.theme import Console, Kiosk

NAMES = sorted(path.stem for path in asset_path("icons").glob("*.svg"))


def worst_difference(image: QImage, colour: QColor) -> int:
    """Between ``colour`` and any opaque pixel, in any channel; there must be such pixels."""
    pixels = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    opaque = [QColor(pixel) for pixel in pixels if pixel >> 24 == 0xFF]
    return max(
        max(abs(one.red() - colour.red()), abs(one.green() - colour.green()), abs(one.blue() - colour.blue()))
        for one in opaque
    )


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_the_colour_asked_for_and_nothing_else(qapp: QApplication, name: str) -> None:
    image = icon_pixmap(name, 48, Kiosk.PRIMARY).toImage()
    # Where two strokes meet, blending rounds by one.
    assert worst_difference(image.convertToFormat(QImage.Format.Format_ARGB32), QColor(Kiosk.PRIMARY)) <= 2


def test_the_same_icon_is_rendered_once(qapp: QApplication) -> None:
    first = icon_pixmap("ear", 20, Console.T1)
    assert icon_pixmap("ear", 20, Console.T1).cacheKey() == first.cacheKey()
    assert icon_pixmap("ear", 20, Console.T2).cacheKey() != first.cacheKey()


def test_an_unknown_icon_is_named(qapp: QApplication) -> None:
    with pytest.raises(IconError, match="unicorn"):
        icon_pixmap("unicorn", 20, Console.T1)
