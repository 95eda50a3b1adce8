"""What is worked out once stands for what it replaces."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from booth_client.capture.guide import judge
from booth_client.capture.lines import Relief, find_lines
from booth_client.capture.outline import find_outline, reduced
from booth_client.capture.quality import Patch, Portraits, glare_share, patch_of, portraits_in
from booth_client.core.capture import CARD, Flaw, Side
from hardware.devices import Picture
from hardware.simulated.documents import Document, draw
from hardware.simulated.photograph import Corners, Shot, corners_of, photograph

SHOT = Shot(long_side=0.55, tilt_x=8, tilt_y=-6, dark_desk=True, desk_seed=5, noise=2.5, exposure=0.9)
KTP = draw(Document.KTP, 3)


@pytest.fixture(scope="module")
def card() -> tuple[Picture, Corners]:
    return photograph(KTP, SHOT)[0], corners_of(KTP, SHOT)


def test_a_patch_turned_round_is_that_of_the_corners_turned_round(card: tuple[Picture, Corners]) -> None:
    picture, corners = card
    turned = patch_of(picture, corners, CARD).turned()
    anew = patch_of(picture, np.roll(corners, 2, axis=0), CARD)
    assert far_apart(turned, anew) < 2
    assert far_apart(patch_of(picture, corners, CARD), anew) > 10  # and not any patch is like any other


def test_one_look_tells_the_portrait_whichever_way_the_card_lies(card: tuple[Picture, Corners]) -> None:
    picture, corners = card
    as_held = portraits_in(patch_of(picture, corners, CARD))
    turned = portraits_in(patch_of(picture, np.roll(corners, 2, axis=0), CARD))
    assert (as_held.upright, as_held.upside_down) == (True, False)
    assert turned == as_held.turned()


@pytest.mark.parametrize(
    ("side", "good", "looks"),
    [
        (Side.ANY, True, 0),
        (Side.PORTRAIT, True, 1),
        (Side.PORTRAIT, False, 1),  # it may have to be turned round first
        (Side.NO_PORTRAIT, True, 1),
        (Side.NO_PORTRAIT, False, 0),
    ],
)
def test_the_portrait_is_looked_for_only_where_it_decides(
    side: Side, good: bool, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Patch] = []

    def counted(patch: Patch) -> Portraits:
        looked.append(patch)
        return portraits_in(patch)

    monkeypatch.setattr("booth_client.capture.quality.portraits_in", counted)
    picture = photograph(KTP, SHOT if good else replace(SHOT, exposure=0.2))[0]
    assert (judge(picture, 0.0, CARD, side).flaw is not Flaw.DARK) is good
    assert len(looked) == looks


def test_a_reflection_in_grains_is_as_large_as_the_spot_that_they_make() -> None:
    """Less than a spot by their own pixels, for what is printed below shines through."""
    spot = 150 + 90 * np.exp(-((np.hypot(*np.mgrid[-106:106, -168:168]) / 22) ** 2))
    for down in range(3):
        for right in range(3):
            spot[92 + down : 116 + down : 6, 154 + right : 178 + right : 6] = 250
    least = spot.astype(np.uint8)
    assert 0 < (least >= 246).sum() < 0.003 * least.size
    picture = np.dstack([least] * 3)
    assert glare_share(Patch(picture, np.ones(least.shape, np.bool_))) > 0.003


def test_faint_lines_are_found_in_the_same_relief(card: tuple[Picture, Corners]) -> None:
    relief = Relief(reduced(card[0])[0])
    plain, faint = find_lines(relief)[1], find_lines(relief, 0.45)[1]
    again = find_lines(relief)[1]
    assert np.array_equal(plain.across, again.across)
    assert not np.array_equal(plain.across, faint.across)


def test_a_second_look_for_what_is_faint_works_nothing_out_anew(
    card: tuple[Picture, Corners], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Relief] = []
    monkeypatch.setattr("booth_client.capture.outline.Relief", lambda picture: remember(picture, made))
    monkeypatch.setattr("booth_client.capture.outline._SURE_SCORE", 9.0)  # never sure: it looks twice
    assert find_outline(card[0], CARD) is not None
    assert len(made) == 1


def remember(picture: Picture, made: list[Relief]) -> Relief:
    made.append(Relief(picture))
    return made[-1]


def far_apart(one: Patch, other: Patch) -> float:
    """The mean distance of their pixels."""
    return float(np.abs(one.picture.astype(np.int16) - other.picture).mean())
