"""The marks over the documents' picture lie exactly on what they mean."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from booth_client.core.capture import CARD, PAGE, Corners, Format, Guide
from booth_client.views.camera import CameraPanel, on_view
from booth_client.views.canvas import Text
from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Kiosk, KioskForm, Scale
from channel.runtime.latest import LatestFrame, ShownFrame
from tests.helpers.screens import grab

CORNERS: Corners = ((0.25, 0.2), (0.75, 0.25), (0.7, 0.8), (0.2, 0.75))


def open_panel(qtbot: QtBot, size: tuple[int, int], factor: float, *, cover: bool = False) -> CameraPanel:
    """A panel that shows a black picture of ``size``, with a white dot of 1 % at each of ``CORNERS``."""
    width, height = size
    picture = np.zeros((height, width, 4), np.uint8)
    for x, y in CORNERS:
        half = height // 100
        middle_x, middle_y = round(x * width), round(y * height)
        picture[middle_y - half : middle_y + half, middle_x - half : middle_x + half] = 255
    latest = LatestFrame()
    latest.put(ShownFrame(picture, 0.0))
    panel = CameraPanel("picture", RepaintClock())
    qtbot.addWidget(panel)
    panel.resize(round(KioskForm.CAMERA * factor), round(KioskForm.CONTENT * factor))
    panel.set_scale(Scale(factor))
    panel.video.cover = cover
    panel.show_picture(latest)
    panel.explain("")
    panel.show()
    grab(panel, "camera")
    return panel


@pytest.mark.parametrize("factor", [1.0, 0.711])
@pytest.mark.parametrize("cover", [False, True])
@pytest.mark.parametrize("size", [(1280, 720), (640, 480), (1920, 1080), (900, 1200)])
def test_a_corner_lies_on_what_it_was_found_at(
    qtbot: QtBot, size: tuple[int, int], cover: bool, factor: float
) -> None:
    panel = open_panel(qtbot, size, factor, cover=cover)
    panel.marks.show_marks(None, CORNERS, good=True)
    outline = panel.marks.outline()
    bare = panel.video.grab().toImage()
    for corner in range(4):
        at = outline.at(corner)
        if QRectF(bare.rect()).adjusted(2, 2, -2, -2).contains(at):
            assert QColor(bare.pixel(round(at.x()), round(at.y()))).lightness() > 200, (size, corner)


def test_a_point_is_mapped_through_the_part_that_is_shown() -> None:
    view = QRectF(10, 20, 400, 200)
    assert on_view((0.5, 0.5), view, (0.0, 0.0, 1.0, 1.0)) == QPointF(210, 120)
    assert on_view((0.25, 0.5), view, (0.25, 0.0, 0.75, 1.0)) == QPointF(10, 120)
    assert on_view((0.75, 1.0), view, (0.25, 0.0, 0.75, 1.0)) == QPointF(410, 220)


@pytest.mark.parametrize("form", [CARD, PAGE])
def test_the_frame_is_the_guide_by_which_pictures_are_judged(qtbot: QtBot, form: Format) -> None:
    panel = open_panel(qtbot, (1280, 720), 1.0)
    panel.marks.show_marks(form, None, good=False)
    guide = Guide.of(form, 1280, 720)
    shown = panel.video.picture_rect()
    frame = panel.marks.guide_rect()
    assert frame.left() == pytest.approx(shown.left() + guide.left * shown.width(), abs=0.5)
    assert frame.height() == pytest.approx(guide.height * shown.height(), abs=0.5)


def test_the_outline_is_green_when_it_is_good_and_amber_when_not(qtbot: QtBot) -> None:
    panel = open_panel(qtbot, (1280, 720), 1.0)
    for good, colour in ((True, Kiosk.GOOD), (False, Kiosk.HELP)):
        panel.marks.show_marks(None, CORNERS, good=good)
        image = grab(panel, f"outline-{good}").convertToFormat(QImage.Format.Format_RGB32)
        outline = panel.marks.outline()
        middle = (outline.at(0) + outline.at(1)) / 2 + QPointF(panel.marks.pos())
        assert QColor(image.pixel(round(middle.x()), round(middle.y()))).name().upper() == colour


def test_a_camera_that_has_no_picture_yet_is_explained_until_it_has(qtbot: QtBot) -> None:
    latest = LatestFrame()
    panel = CameraPanel("picture", RepaintClock())
    qtbot.addWidget(panel)
    panel.show_picture(latest)
    panel.explain("")
    panel.show()

    def said() -> list[str]:
        return [text.text() for text in panel.findChildren(Text) if text.isVisible() and text.text()]

    assert said() == ["Kamera sedang dinyalakan. Mohon tunggu."]
    latest.put(ShownFrame(np.zeros((72, 128, 4), np.uint8), 0.0))
    qtbot.waitUntil(lambda: said() == [])
    panel.explain("Kamera tidak bekerja.")
    latest.clear()
    assert said() == ["Kamera tidak bekerja."]


def test_without_a_picture_there_are_no_marks(qtbot: QtBot) -> None:
    panel = CameraPanel("picture", RepaintClock())
    qtbot.addWidget(panel)
    panel.show()
    panel.marks.show_marks(CARD, CORNERS, good=True)
    assert panel.marks.outline().isEmpty()
    assert panel.marks.guide_rect().isEmpty()
