from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from booth_client.capture.straighten import straighten
from booth_client.core.capture import CARD, PAGE, Corners, Format
from hardware.devices import Picture
from hardware.opencv import cv2
from hardware.simulated.documents import Document, Drawing, draw
from hardware.simulated.photograph import Shot, photograph

SHOT = Shot(long_side=0.55, tilt_x=15, tilt_y=-12, turn=6, noise=1.0, jpeg=0)


def taken(drawing: Drawing, shot: Shot) -> tuple[Picture, Corners]:
    picture, corners = photograph(drawing, shot)
    assert corners is not None
    points = [(float(x) / shot.width_px, float(y) / shot.height_px) for x, y in corners]
    return picture, (points[0], points[1], points[2], points[3])


def likeness(one: Picture, other: Picture) -> float:
    size = (300, round(300 * one.shape[0] / one.shape[1]))
    flat = [
        cv2.GaussianBlur(
            cv2.cvtColor(cv2.resize(p, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY), (0, 0), 1
        )
        for p in (one, other)
    ]
    return float(np.corrcoef(flat[0].ravel(), flat[1].ravel())[0, 1])


@pytest.mark.parametrize(
    ("form", "document", "turn", "long_side"),
    [(CARD, Document.KTP, 6, 0.55), (CARD, Document.KPJ, 186, 0.55), (PAGE, Document.LETTER, -88, 0.6)],
)
def test_a_document_stands_as_it_was_drawn(
    form: Format, document: Document, turn: float, long_side: float
) -> None:
    drawing = draw(document, 2)
    picture, corners = taken(drawing, replace(SHOT, turn=turn, long_side=long_side))
    upright = straighten(picture, corners, form).picture
    assert upright.shape[1] / upright.shape[0] == pytest.approx(form.width_mm / form.height_mm, rel=0.01)
    assert likeness(upright, drawing.picture) > 0.93


def test_nothing_is_blown_up() -> None:
    picture, corners = taken(draw(Document.KTP, 2), replace(SHOT, tilt_x=0, tilt_y=0, turn=0))
    upright = straighten(picture, corners, CARD)
    assert upright.picture.shape[1] == pytest.approx(0.55 * 1280, abs=2)
    assert upright.dpi == pytest.approx(0.55 * 1280 / (85.6 / 25.4), rel=0.01)
    assert not upright.coarse


def test_more_than_is_of_use_is_left_out() -> None:
    big = replace(SHOT, width_px=2560, height_px=1440, long_side=0.64)
    picture, corners = taken(draw(Document.KTP, 2), big)
    upright = straighten(picture, corners, CARD)
    assert upright.dpi == 300
    assert upright.picture.shape[:2] == (638, 1011)


def test_a_page_of_too_few_pixels_is_marked() -> None:
    picture, corners = taken(draw(Document.LETTER, 2), replace(SHOT, turn=-90, long_side=0.6))
    upright = straighten(picture, corners, PAGE)
    assert upright.dpi < PAGE.warn_dpi
    assert upright.coarse


def test_the_corners_of_a_frame_hold_for_its_still() -> None:
    drawing = draw(Document.KTP, 5)
    _, corners = taken(drawing, SHOT)
    still, _ = photograph(drawing, replace(SHOT, width_px=2560, height_px=1440))
    assert likeness(straighten(still, corners, CARD).picture, drawing.picture) > 0.93


@pytest.mark.parametrize(
    "corners",
    [
        ((0.5, 0.5), (0.5, 0.5), (0.5, 0.5), (0.5, 0.5)),
        ((0.1, 0.1), (0.9, 0.1), (0.9, 0.101), (0.1, 0.101)),
        ((float("nan"), 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)),
    ],
)
def test_corners_that_bound_nothing_are_refused(corners: Corners) -> None:
    with pytest.raises(ValueError, match="no document"):
        straighten(np.zeros((720, 1280, 3), np.uint8), corners, CARD)
