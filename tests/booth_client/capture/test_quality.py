"""What is worked out once stands for what it replaces."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from booth_client.capture.guide import judge
from booth_client.capture.lines import Relief, find_lines, percentile
from booth_client.capture.outline import find_outline, reduced
from booth_client.capture.quality import Patch, Portraits, glare_share, patch_of, portraits_in
from booth_client.core.capture import CARD, Flaw, Side
from hardware.devices import Picture
from hardware.simulated.documents import Document, draw
from hardware.simulated.photograph import Corners, Shot, corners_of, photograph
from tests.benchmarks.photographs import sample

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


@pytest.mark.parametrize("seed", [32, 47, 64, 68])  # in these the first few do not decide
def test_looking_closer_at_the_first_few_alone_changes_nothing(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = sample(seed)
    picture = shown.taken()[0]
    found = find_outline(picture, shown.form)
    monkeypatch.setattr("booth_client.capture.outline._JUDGED_FIRST", 40)
    at_once = find_outline(picture, shown.form)
    assert found is not None
    assert at_once is not None
    assert found.score == at_once.score
    assert np.array_equal(found.corners, at_once.corners)


def test_what_of_a_patch_is_seen_ends_at_the_pictures_borders(card: tuple[Picture, Corners]) -> None:
    corners = card[1]
    white = np.full_like(card[0], 255)
    for aside in ([-500, 0], [500, 0], [0, -350], [0, 350]):
        patch = patch_of(white, corners + aside, CARD)
        assert 0.3 < patch.seen.mean() < 0.95
        # What lies beyond is black; between both, a pixel is grey.
        assert (patch.seen != (patch.picture[..., 0] > 127)).mean() < 0.01


@pytest.mark.parametrize("size", [1, 2, 20, 1001])
@pytest.mark.parametrize("share", [0, 5, 50, 75, 95, 100])
def test_a_percentile_is_that_of_numpy(size: int, share: float) -> None:
    values = np.random.default_rng(size).integers(0, 256, size, np.uint8)
    assert percentile(values, share) == pytest.approx(np.percentile(values, share))


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
