"""What is worked out once stands for what it replaces."""

from __future__ import annotations

import numpy as np
import pytest

from booth_client.capture.lines import Relief, find_lines
from booth_client.capture.outline import find_outline, reduced
from booth_client.capture.quality import Patch, patch_of, portraits_in
from booth_client.core.capture import CARD
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
