"""The viewer: what is under the mouse stays there, nothing is lost, and looking stalls nothing."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cso_console.views.document_pane import card_dpi
from cso_console.views.document_view import LARGEST, DocumentView
from tests.cso_console.views.case_builders import drawn

WIDE, HIGH = 1000, 600


def chequered(wide: int = 2000, high: int = 1200) -> QImage:
    """Four colours, one for each quarter."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for x, y, colour in ((0, 0, "red"), (1, 0, "lime"), (0, 1, "blue"), (1, 1, "white")):
        painter.fillRect(QRectF(x * wide / 2, y * high / 2, wide / 2, high / 2), QColor(colour))
    painter.end()
    return image


@pytest.fixture
def view(qtbot: QtBot) -> DocumentView:
    made = DocumentView(None)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(WIDE, HIGH)
    made.show()
    made.show_picture(chequered())
    return made


def wheel(view: DocumentView, at: QPointF, notches: int) -> None:
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        *(at, at, QPoint(), QPoint(0, 120 * notches)),
        *(Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(view, event)


def colour_at(view: DocumentView, x: int, y: int) -> str:
    return view.grab().toImage().pixelColor(x, y).name()


def test_a_document_is_shown_whole_and_in_its_shape(view: DocumentView) -> None:
    whole = view.picture_rect()
    assert QRectF(view.rect()).contains(whole)
    assert whole.width() / whole.height() == pytest.approx(2000 / 1200, rel=0.01)
    assert colour_at(view, 300, 200) == "#ff0000"
    assert colour_at(view, 700, 400) == "#ffffff"


def test_what_is_under_the_wheel_stays_under_it(view: DocumentView) -> None:
    at = QPointF(640, 230)
    before = (at - view.picture_rect().topLeft()) / view.zoom
    for _ in range(4):
        wheel(view, at, 1)
    after = (at - view.picture_rect().topLeft()) / view.zoom
    assert (after - before).manhattanLength() < 1
    assert view.zoom > 1


def test_zooming_ends_at_the_whole_and_at_eight_pixels_a_pixel(view: DocumentView) -> None:
    wheel(view, QPointF(500, 300), 50)
    assert view.zoom == LARGEST
    wheel(view, QPointF(500, 300), -80)
    assert view.fitted


def test_a_document_is_never_dragged_out_of_sight(view: DocumentView) -> None:
    wheel(view, QPointF(500, 300), 5)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
    QTest.mouseMove(view, QPoint(5_000, 5_000))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(5_000, 5_000))
    assert view.picture_rect().topLeft() == QPointF(0, 0)
    assert colour_at(view, 5, 5) == "#ff0000"


def test_four_turns_are_none(view: DocumentView) -> None:
    view.turn()
    assert view.turns == 1
    assert colour_at(view, 580, 150) == "#ff0000", "the upper left quarter goes to the upper right"
    for _ in range(3):
        view.turn()
    assert colour_at(view, 300, 200) == "#ff0000"


def test_another_document_is_shown_fitted_and_upright(view: DocumentView) -> None:
    view.turn()
    view.switch_contrast()
    wheel(view, QPointF(500, 300), 3)
    view.show_picture(chequered(900, 900))
    assert (view.turns, view.contrast, view.fitted) == (0, False, True)


def test_contrast_spreads_faint_print_and_spares_the_picture_itself(view: DocumentView) -> None:
    faint = QImage(400, 300, QImage.Format.Format_RGB32)
    faint.fill(QColor(150, 150, 150))
    painter = QPainter(faint)
    painter.fillRect(0, 0, 200, 300, QColor(120, 120, 120))
    painter.end()
    view.show_picture(faint)
    view.switch_contrast()
    left, right = QColor(colour_at(view, 400, 300)).red(), QColor(colour_at(view, 600, 300)).red()
    assert right - left > 45
    assert faint.pixelColor(10, 10).red() == 120


def test_looking_at_a_large_document_stalls_nothing(view: DocumentView) -> None:
    """A page of 12 million pixels, the most that is kept; the clock is the process's own."""
    view.show_picture(chequered(4100, 2900))
    view.grab()
    begun = time.process_time()
    for step in range(10):
        wheel(view, QPointF(400 + step, 300), 1 if step < 6 else -1)
        view.grab()
    assert (time.process_time() - begun) / 10 < 0.1


def test_the_resolution_is_told_of_cards_alone() -> None:
    card, letter = drawn("id_card"), drawn("work_letter")
    assert card is not None
    assert letter is not None
    assert card_dpi(card) == 355
    assert card_dpi(letter) == 0
