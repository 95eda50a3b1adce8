"""The judge on photographs whose truth is known. Figures over hundreds are the benchmark's; here are
facts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from booth_client.capture.guide import MOVING_WITHIN_S, GuideEye, judge
from booth_client.core.capture import CARD, PAGE, PAGE_ACROSS, Finding, Flaw, Format, Guide, Side
from hardware.devices import Frame, Picture
from hardware.opencv import cv2
from hardware.simulated.desks import Desk
from hardware.simulated.documents import Document, Drawing, draw
from hardware.simulated.photograph import Corners, Finger, Shot, corners_of, photograph
from tests.benchmarks.photographs import sample

SHOT = Shot(
    long_side=0.55, tilt_x=12, tilt_y=-9, turn=3, dark_desk=True, desk_seed=5, noise=2.5, exposure=0.9
)
KTP = draw(Document.KTP, 3)
KPJ = draw(Document.KPJ, 2)


def judged(shot: Shot, drawing: Drawing | None = KTP, form: Format = CARD, side: Side = Side.ANY) -> Finding:
    return judge(photograph(drawing, shot)[0], 0.0, form, side)


def error(finding: Finding, corners: Corners, shot: Shot) -> float:
    """The largest distance of a corner, as a share of the long side; corners in their order."""
    assert finding.corners is not None
    seen = np.array(finding.corners) * [shot.width_px, shot.height_px]
    longest = max(np.linalg.norm(corners[k] - corners[k - 1]) for k in range(4))
    return float(np.linalg.norm(seen - corners, axis=1).max() / longest)


@pytest.mark.parametrize("dark_desk", [False, True])
@pytest.mark.parametrize("kind", Desk)
def test_a_card_is_found_on_every_desk_to_a_hundredth(kind: Desk, dark_desk: bool) -> None:
    shot = replace(SHOT, desk=kind, dark_desk=dark_desk)
    finding = judged(shot)
    assert finding.good
    assert error(finding, corners_of(KTP, shot), shot) < 0.01


@pytest.mark.parametrize("tilt", [(-20, 0), (20, 0), (0, -20), (0, 20), (14, 14)])
def test_a_card_tilted_by_twenty_degrees_is_good(tilt: tuple[float, float]) -> None:
    shot = replace(SHOT, tilt_x=tilt[0], tilt_y=tilt[1])
    finding = judged(shot)
    assert finding.good
    assert error(finding, corners_of(KTP, shot), shot) < 0.01


@pytest.mark.parametrize("turn", [-20, -10, 10, 20])
def test_a_card_that_is_turned_is_straightened_and_not_refused(turn: float) -> None:
    shot = replace(SHOT, turn=turn, tilt_x=0, tilt_y=0, long_side=0.5)
    finding = judged(shot)
    assert finding.good
    assert error(finding, corners_of(KTP, shot), shot) < 0.01


def test_a_card_that_is_turned_too_far_to_tell_its_top_is_refused() -> None:
    assert judged(replace(SHOT, turn=38, tilt_x=0, tilt_y=0, long_side=0.48)).flaw is Flaw.TURNED


def test_a_card_upside_down_is_turned_by_its_portrait() -> None:
    shot = replace(SHOT, turn=183)
    finding = judged(shot, side=Side.PORTRAIT)
    assert finding.good
    assert error(finding, corners_of(KTP, shot), shot) < 0.01


@pytest.mark.parametrize(
    ("form", "document", "turn", "long_side"),
    [
        (PAGE, Document.LETTER, -90, 0.62),  # its top to the left, as the guide shows it
        (PAGE, Document.BANK, 0, 0.44),
        (PAGE_ACROSS, Document.KK, 0, 0.62),
    ],
)
def test_a_page_stands_upright_however_it_lies(
    form: Format, document: Document, turn: float, long_side: float
) -> None:
    shot = replace(SHOT, turn=turn, long_side=long_side, tilt_x=6, tilt_y=4, dark_desk=False)
    drawing = draw(document, 4)
    finding = judged(shot, drawing, form)
    assert finding.good
    assert error(finding, corners_of(drawing, shot), shot) < 0.01


@pytest.mark.parametrize(
    ("shot", "flaw"),
    [
        (replace(SHOT, exposure=0.15), Flaw.DARK),
        (replace(SHOT, long_side=0.36), Flaw.TOO_FAR),
        (replace(SHOT, at=(0.85, 0.5)), Flaw.CUT_OFF),
        (replace(SHOT, at=(0.5, 0.12)), Flaw.CUT_OFF),
        (replace(SHOT, glare=((0.5, 0.5, 0.2),), exposure=0.75), Flaw.GLARE),
        (replace(SHOT, blur=4 / 1280), Flaw.BLURRED),
        (replace(SHOT, motion=(18 / 1280, 0)), Flaw.BLURRED),
        (replace(SHOT, motion=(18 / 1280, 90)), Flaw.BLURRED),
        (replace(SHOT, motion=(18 / 1280, 40)), Flaw.BLURRED),
    ],
)
def test_each_fault_is_called_by_its_name(shot: Shot, flaw: Flaw) -> None:
    assert judged(shot).flaw is flaw


@pytest.mark.parametrize(
    "shot",
    [
        replace(SHOT, noise=6),
        replace(SHOT, glare=((0.3, 0.7, 0.05),)),
        replace(SHOT, blur=0.8 / 1280),
        replace(SHOT, exposure=0.65, noise=4),
        replace(SHOT, fingers=(Finger(0.35, 0.08, 0.1), Finger(0.62, 0.06, 0.1))),
        replace(SHOT, cast=(0.5, 40, 0.35)),
        replace(SHOT, long_side=0.5, tilt_x=0, tilt_y=0),
    ],
)
def test_a_little_of_a_fault_is_none(shot: Shot) -> None:
    assert judged(shot).good


@pytest.mark.parametrize("kind", Desk)
@pytest.mark.parametrize("dark_desk", [False, True])
def test_on_an_empty_desk_is_nothing(kind: Desk, dark_desk: bool) -> None:
    shot = replace(SHOT, desk=kind, dark_desk=dark_desk, desk_seed=11)
    assert judged(shot, None).flaw is Flaw.NOTHING


@pytest.mark.parametrize("level", [0, 60, 255])
def test_an_even_picture_holds_nothing_and_breaks_nothing(level: int) -> None:
    for shape in ((720, 1280, 3), (90, 160, 3), (1080, 1920, 3)):
        finding = judge(np.full(shape, level, np.uint8), 0.0, CARD)
        assert finding.flaw is (Flaw.NOTHING if level else Flaw.DARK)
        assert finding.corners is None


def test_noise_holds_nothing() -> None:
    noise = np.random.default_rng(4).integers(0, 255, (720, 1280, 3), dtype=np.uint8)
    assert judge(noise, 0.0, CARD).flaw in (Flaw.NOTHING, Flaw.CUT_OFF)


def test_the_back_of_a_card_is_not_its_front() -> None:
    back = draw(Document.KTP_BACK, 3)
    assert judged(SHOT, back, side=Side.PORTRAIT).flaw is Flaw.WRONG_SIDE
    assert judged(SHOT, back, side=Side.NO_PORTRAIT).good
    assert judged(SHOT, KTP, side=Side.NO_PORTRAIT).flaw is Flaw.WRONG_SIDE
    assert judged(SHOT, KTP, side=Side.PORTRAIT).good
    assert judged(SHOT, KPJ, side=Side.ANY).good


def test_white_paper_that_burns_out_at_one_side_is_no_glare() -> None:
    shot = replace(SHOT, turn=-90, long_side=0.6, tilt_x=0, tilt_y=0, exposure=1.0, slope=(0.3, 0.0))
    finding = judged(shot, draw(Document.LETTER, 2), PAGE)
    assert finding.good


def test_resolution_is_measured_along_the_document() -> None:
    shot = replace(SHOT, tilt_x=0, tilt_y=0, turn=0, long_side=0.5)
    expected = 0.5 * 1280 / (85.6 / 25.4)
    assert judged(shot).dpi == pytest.approx(expected, rel=0.01)
    larger = replace(shot, width_px=1920, height_px=1080)
    assert judged(larger).dpi == pytest.approx(1.5 * expected, rel=0.01)


class TestMoving:
    def eye(self, moved_px: float, after_s: float) -> Finding:
        eye = GuideEye(CARD)
        first, _ = photograph(KTP, SHOT)
        second, _ = photograph(KTP, replace(SHOT, at=(0.5 + moved_px / 1280, 0.5), seed=9))
        eye.look(Frame(first, 10.0))
        return eye.look(Frame(second, 10.0 + after_s))

    def test_a_document_that_moves_is_told_to_hold_still(self) -> None:
        assert self.eye(30, 0.04).flaw is Flaw.MOVING

    def test_a_hand_that_trembles_does_not_move(self) -> None:
        assert self.eye(4, 0.04).good

    def test_what_was_seen_long_ago_does_not_count(self) -> None:
        assert self.eye(30, MOVING_WITHIN_S + 0.1).good


@pytest.mark.parametrize("number", range(60_000, 60_008))
def test_samples_of_the_benchmark_are_judged_as_they_are(number: int) -> None:
    """A few, so that a change that breaks much is seen here already."""
    one = sample(number)
    picture, _ = one.taken()
    assert judge(picture, 0.0, one.form, one.side).flaw is one.flaw


def test_the_guide_frame_is_where_good_documents_lie() -> None:
    guide = Guide.of(CARD, 1280, 720)
    shot = replace(SHOT, tilt_x=0, tilt_y=0, turn=0, long_side=guide.width)
    corners = corners_of(KTP, shot) / [1280, 720]
    assert corners[0] == pytest.approx([guide.left, guide.top], abs=0.002)
    assert judged(shot).good


def test_a_small_picture_is_judged_like_a_large_one() -> None:
    picture: Picture = np.asarray(
        cv2.resize(photograph(KTP, SHOT)[0], (640, 360), interpolation=cv2.INTER_AREA), dtype=np.uint8
    )
    finding = judge(picture, 0.0, CARD)
    assert finding.corners is not None
    assert finding.flaw is None
