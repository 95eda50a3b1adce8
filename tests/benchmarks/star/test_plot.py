"""The plot of what each booth costs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from tests.benchmarks.star.plot import HEIGHT_PX, WIDTH_PX, fitted, scale_plot

POINTS = [(booths, 0.05 + 0.03 * booths + (0.002 if booths % 2 else -0.002)) for booths in range(1, 7)]


def test_the_line_says_what_each_booth_costs_and_what_none_does() -> None:
    slope, base = fitted(POINTS)
    assert slope == pytest.approx(0.03, abs=1e-3)
    assert base == pytest.approx(0.05, abs=2e-3)


@pytest.mark.parametrize("points", [POINTS, [(1, 0.0), (2, 0.0)], [(1, 4.2), (6, 11.0)]])
def test_a_picture_is_written_that_opens_and_shows_something(
    points: list[tuple[int, float]], tmp_path: Path
) -> None:
    scale_plot(points, tmp_path / "scale.png")
    image = QImage(str(tmp_path / "scale.png"))
    assert (image.width(), image.height()) == (WIDTH_PX, HEIGHT_PX)
    shown = {image.pixelColor(x, y).rgb() for x in range(0, WIDTH_PX, 3) for y in range(0, HEIGHT_PX, 3)}
    assert len(shown) > 3
    assert QColor("white").rgb() in shown


def test_a_picture_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        scale_plot(POINTS, tmp_path / "nowhere" / "scale.png")
