"""The ladder of encodes, and which rung a channel stands on."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.picture_payload import PictureCodec
from channel.core.rungs import CLIMB_MOST_S, NO_RUNG, RungChoice, coded, ladder, within

RUNGS = ladder(640, 360, 25, 600)
FULL = len(RUNGS)
ENOUGH_KBPS = 2000.0


def choice_at(kbps: float) -> RungChoice:
    """Long enough at this rate to stand where it leads."""
    choice = RungChoice(RUNGS)
    afforded(choice, kbps, 0.0, 30.0)
    return choice


def afforded(choice: RungChoice, kbps: float, from_s: float, seconds: float) -> float:
    """Said ten times a second; gives the time afterwards."""
    for tenth in range(round(seconds * 10)):
        choice.afford(kbps, from_s + tenth / 10)
    return from_s + seconds


def test_the_ladder_of_the_usual_picture() -> None:
    assert [(rung.encoding.width_px, rung.encoding.height_px, rung.layers, rung.kbps) for rung in RUNGS] == [
        (320, 180, 1, 45),
        (320, 180, 2, 102),
        (320, 180, 3, 168),
        (480, 270, 2, 276),
        (640, 360, 2, 600),
    ]
    assert len({rung.encoding for rung in RUNGS}) == 3, "three encodes at most"


@pytest.mark.parametrize(
    "size", [(320, 180, 15, 300), (640, 480, 25, 600), (1280, 720, 25, 1500), (160, 90, 5, 40)]
)
def test_every_ladder_ends_at_what_was_configured_and_grows(size: tuple[int, int, int, int]) -> None:
    rungs = ladder(*size)
    top = rungs[-1].encoding
    assert [top.width_px, top.height_px, top.fps, rungs[-1].kbps] == list(size)
    assert all(lower.kbps < upper.kbps for lower, upper in itertools.pairwise(rungs))
    assert all(rung.encoding.width_px % 2 == rung.encoding.height_px % 2 == 0 for rung in rungs[:-1])


@pytest.mark.parametrize("size", [(640, 360, 25, 600), (320, 180, 15, 300), (1280, 720, 25, 1500)])
def test_in_h264_each_rung_is_an_encode_of_its_own_and_gives_the_same(
    size: tuple[int, int, int, int],
) -> None:
    rungs = ladder(*size)
    assert coded(rungs, PictureCodec.VP8) == rungs
    flat = coded(rungs, PictureCodec.H264)
    assert [(one.encoding.width_px, one.encoding.height_px, one.fps, one.kbps) for one in flat] == [
        (one.encoding.width_px, one.encoding.height_px, one.fps, one.kbps) for one in rungs
    ]
    assert {(one.layers, one.encoding.codec) for one in flat} == {(1, PictureCodec.H264)}
    assert len({one.encoding for one in flat}) == len(flat)
    assert within(flat, 320, 12) == within(rungs, 320, 12)


def test_a_change_of_codec_leaves_a_channel_on_its_rung() -> None:
    flat = coded(RUNGS, PictureCodec.H264)
    for kbps, rung in ((130.0, 2), (700.0, 5), (20.0, NO_RUNG)):
        choice = choice_at(kbps)
        choice.change(flat)
        assert choice.rung == rung
        assert choice.standing == (flat[rung - 1] if rung else None)
        choice.change(RUNGS)
        assert choice.standing == (RUNGS[rung - 1] if rung else None)


def test_without_layers_to_shed_a_channel_that_is_short_comes_down_at_once() -> None:
    shedding, changing = choice_at(700.0), choice_at(700.0)
    changing.change(coded(RUNGS, PictureCodec.H264))
    for choice in (shedding, changing):
        choice.afford(400.0, 40.0)
    assert (shedding.rung, shedding.layers) == (5, 1)
    assert (changing.rung, changing.is_reduced) == (4, True)


def test_large_pictures_have_a_ladder_long_enough_for_a_thin_link() -> None:
    assert ladder(1280, 720, 25, 1500)[0].kbps < 80


@pytest.mark.parametrize(
    ("kbps", "rung"), [(20.0, 0), (80.0, 1), (130.0, 2), (200.0, 3), (350.0, 4), (700.0, 5)]
)
def test_a_channel_comes_to_stand_on_the_highest_rung_it_affords(kbps: float, rung: int) -> None:
    assert choice_at(kbps).rung == rung


def test_a_climb_waits_until_the_room_has_held() -> None:
    choice = choice_at(350.0)
    choice.afford(ENOUGH_KBPS, 100.0)
    choice.afford(350.0, 100.1)
    choice.afford(ENOUGH_KBPS, 100.2)
    assert choice.rung == 4
    afforded(choice, ENOUGH_KBPS, 100.3, 3.0)
    assert choice.rung == FULL


def test_a_dip_sheds_a_layer_at_once_and_keeps_the_size() -> None:
    choice = choice_at(ENOUGH_KBPS)
    choice.afford(400.0, 100.0)
    assert (choice.rung, choice.layers) == (FULL, 1)
    assert choice.standing is not None
    assert choice.standing.kbps == 360
    assert choice.is_reduced
    choice.afford(650.0, 100.5)
    assert (choice.rung, choice.layers) == (FULL, 2)
    assert not choice.is_reduced


def test_a_channel_that_stays_short_changes_the_size() -> None:
    choice = choice_at(ENOUGH_KBPS)
    afforded(choice, 400.0, 100.0, 1.5)
    assert (choice.rung, choice.layers) == (4, 2)


def test_what_not_even_the_lowest_layer_fits_into_is_left_at_once() -> None:
    choice = choice_at(ENOUGH_KBPS)
    choice.afford(200.0, 100.0)
    assert choice.rung == 3


def test_the_least_rung_is_overdrawn_for_a_moment_rather_than_given_up() -> None:
    choice = choice_at(80.0)
    choice.afford(5.0, 100.0)
    assert choice.rung == 1
    afforded(choice, 5.0, 100.1, 2.5)
    assert choice.rung == NO_RUNG


def test_the_least_rung_is_climbed_to_without_the_room_that_others_are_asked_for() -> None:
    choice = choice_at(5.0)
    assert choice.rung == NO_RUNG
    now_s = afforded(choice, 55.0, 100.0, 3.0)
    assert choice.rung == 1
    afforded(choice, 104.0, now_s, 3.0)
    assert choice.rung == 1


def test_a_rung_that_had_to_be_left_soon_is_tried_again_later_and_later_but_never_too_late() -> None:
    choice, now_s, waited = choice_at(350.0), 100.0, []
    for _ in range(6):
        since_s = now_s
        while choice.rung < FULL:
            now_s = afforded(choice, ENOUGH_KBPS / 3, now_s, 0.1)
        waited.append(round(now_s - since_s, 1))
        now_s = afforded(choice, 350.0, now_s, 2.0)
        assert choice.rung == 4
    assert waited == sorted(waited)
    assert waited[-1] <= CLIMB_MOST_S + 0.2
    assert waited[-1] > 2 * waited[0]


def test_what_the_next_rung_would_need_is_wanted_and_nothing_at_the_top() -> None:
    assert choice_at(80.0).wants_kbps == pytest.approx(102 * 1.08)
    assert choice_at(ENOUGH_KBPS).wants_kbps == 0.0


def test_never_more_than_the_most_that_was_asked_for() -> None:
    choice = choice_at(ENOUGH_KBPS)
    choice.ask_for(2)
    choice.afford(ENOUGH_KBPS, 100.0)
    assert choice.rung == 2
    assert choice.wants_kbps == 0.0
    assert not choice.is_reduced
    choice.ask_for(NO_RUNG)
    choice.afford(ENOUGH_KBPS, 100.1)
    assert choice.standing is None
    assert not choice.is_reduced


def test_more_is_sent_as_soon_as_it_is_asked_for_as_far_as_the_channel_affords() -> None:
    for afforded_kbps, rung in ((ENOUGH_KBPS, FULL), (350.0, 4), (80.0, 1)):
        choice = choice_at(afforded_kbps)
        choice.ask_for(2)
        assert choice.rung == min(2, rung)
        choice.afford(afforded_kbps, 100.0)
        choice.ask_for(FULL)
        assert choice.rung == rung


def test_what_a_channel_affords_is_to_be_known_before_more_is_asked_for() -> None:
    choice = choice_at(350.0)
    choice.ask_for(2)
    choice.afford(350.0, 100.0)
    assert choice.wants_kbps == pytest.approx(600 * 1.08)
    assert not choice.is_reduced


@pytest.mark.parametrize(
    ("size", "asked", "found"),
    [
        ((640, 360, 25, 600), (320, 12), (320, 12.5)),
        ((1280, 720, 25, 2000), (320, 12), (320, 12.5)),
        ((640, 360, 25, 600), (0, 0), (640, 25.0)),
        ((640, 360, 25, 600), (500, 0), (480, 25.0)),
        ((640, 360, 25, 600), (100, 1), (320, 6.25)),
        ((160, 90, 15, 100), (320, 12), (160, 15.0)),
        ((160, 90, 15, 100), (320, 6), (160, 7.5)),
        ((1280, 720, 25, 600), (320, 12), (320, 12.5)),
        ((960, 540, 25, 600), (320, 12), (240, 12.5)),
        ((640, 360, 30, 600), (320, 12), (320, 15.0)),
        ((640, 360, 20, 600), (320, 12), (320, 10.0)),
    ],
)
def test_the_largest_picture_within_a_size_and_a_rate(
    size: tuple[int, int, int, int], asked: tuple[int, int], found: tuple[int, float]
) -> None:
    rungs = ladder(*size)
    rung = rungs[within(rungs, *asked) - 1]
    assert (rung.encoding.width_px, rung.fps) == found


@given(st.lists(st.tuples(st.floats(0.0, 3000.0), st.integers(0, FULL)), max_size=200))
def test_whatever_is_afforded_the_rung_stays_on_the_ladder_and_within_it(
    script: list[tuple[float, int]],
) -> None:
    choice = RungChoice(RUNGS)
    for tenth, (kbps, most) in enumerate(script):
        choice.ask_for(most)
        choice.afford(kbps, tenth / 10)
        assert 0 <= choice.rung <= most
        standing = choice.standing
        assert (standing is None) == (choice.rung == 0)
        if standing is not None:
            assert 1 <= standing.layers <= RUNGS[choice.rung - 1].layers
            assert choice.rung == 1 or standing.kbps <= kbps / 0.96 + 1
