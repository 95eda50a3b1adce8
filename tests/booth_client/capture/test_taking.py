from __future__ import annotations

import numpy as np

from booth_client.capture.guide import judge
from booth_client.capture.image_files import decode
from booth_client.capture.taking import take
from booth_client.core.capture import CARD, PAGE_ACROSS, Flaw
from channel.rules.pictures import inspect
from hardware.devices import Frame
from hardware.simulated.citizens import citizen
from hardware.simulated.documents import Document, draw
from hardware.simulated.photograph import Shot, photograph

SHOT = Shot(
    width_px=1920, height_px=1080, long_side=0.55, tilt_x=9, tilt_y=-6, turn=4, dark_desk=True, desk_seed=5
)


def test_of_a_good_still_the_upright_document_and_its_codes_are_kept() -> None:
    still, _ = photograph(draw(Document.KPJ, 4), SHOT)
    taken = take(Frame(still, 7.0), CARD)
    assert taken.finding.good
    assert taken.finding.captured_s == 7.0
    assert [one.text for one in taken.barcodes] == [citizen(4).kpj]
    told = inspect(taken.jpeg)
    assert told.bare == taken.jpeg
    assert abs(told.width_px - taken.dpi * 85.6 / 25.4) < 2
    assert not taken.coarse


def test_a_family_card_is_read_from_a_still_that_has_the_pixels() -> None:
    drawing = draw(Document.KK, 4)
    shot = Shot(width_px=2880, height_px=1620, long_side=0.64, dark_desk=True, desk_seed=5)
    taken = take(Frame(photograph(drawing, shot)[0], 7.0), PAGE_ACROSS)
    assert taken.finding.good
    assert taken.dpi > PAGE_ACROSS.warn_dpi
    assert [one.text for one in taken.barcodes] == list(drawing.payloads)


def test_a_still_on_which_nothing_is_found_is_kept_whole_or_by_the_corners_of_its_frame() -> None:
    frame, _ = photograph(draw(Document.KTP, 4), SHOT)
    corners = judge(frame, 0.0, CARD).corners
    still = np.full((1080, 1920, 3), 90, np.uint8)
    whole, part = take(Frame(still, 1.0), CARD), take(Frame(still, 1.0), CARD, frame_corners=corners)
    assert whole.finding.flaw is Flaw.NOTHING
    assert decode(whole.jpeg).shape == (1080, 1920, 3)
    assert decode(part.jpeg).shape[1] < 1100
