"""How long sound waits: enough for the late ones, and no longer."""

from __future__ import annotations

import random

import pytest

from channel.core.block import BLOCK_S
from channel.core.playout_delay import (
    LEAST_S,
    MARGIN,
    MOST_S,
    REPAIR_MOST_S,
    START_S,
    WINDOW_BLOCKS,
    PlayoutDelay,
    Way,
)


def learned(delays_s: list[float], origin_s: float = 100.0) -> PlayoutDelay:
    delay = PlayoutDelay()
    for delay_s in delays_s:
        delay.came(origin_s + delay_s, Way.ITSELF)
    return delay


def test_a_link_that_is_as_regular_as_a_clock_needs_no_wait_once_that_is_known() -> None:
    assert learned([0.0] * 10).above_fastest_s == pytest.approx(START_S)
    assert learned([0.0] * 100).above_fastest_s == pytest.approx(LEAST_S)


def test_the_wait_covers_nearly_all_of_the_jitter() -> None:
    chance = random.Random(1)
    delay = learned([chance.uniform(0.0, 0.04) for _ in range(WINDOW_BLOCKS)])
    assert 0.037 < delay.above_fastest_s / (1 + MARGIN) <= 0.04


def test_the_wait_grows_with_the_first_late_block_and_shrinks_when_it_is_forgotten() -> None:
    delay = learned([0.0] * WINDOW_BLOCKS)
    delay.came(100.04, Way.ITSELF)
    assert delay.above_fastest_s == pytest.approx(0.04 * (1 + MARGIN))
    for _ in range(WINDOW_BLOCKS):
        delay.came(100.0, Way.ITSELF)
    assert delay.above_fastest_s == pytest.approx(LEAST_S)


def stall(delay: PlayoutDelay, seconds: float) -> None:
    """Everything comes at once at its end."""
    for block in range(round(seconds / BLOCK_S)):
        delay.came(100.0 + seconds - block * BLOCK_S, Way.ITSELF)


def test_one_stall_is_forgiven_and_the_second_soon_after_it_is_waited_for() -> None:
    delay = learned([0.0] * WINDOW_BLOCKS)
    stall(delay, 0.06)
    assert delay.above_fastest_s == pytest.approx(LEAST_S)
    for _ in range(WINDOW_BLOCKS):
        delay.came(100.0, Way.ITSELF)
    stall(delay, 0.1)
    assert delay.above_fastest_s == pytest.approx(LEAST_S)
    for _ in range(WINDOW_BLOCKS // 2):
        delay.came(100.0, Way.ITSELF)
    stall(delay, 0.06)
    assert delay.above_fastest_s == pytest.approx(MOST_S)


def test_two_blocks_that_come_together_are_no_stall() -> None:
    delay = learned([0.0] * WINDOW_BLOCKS)
    stall(delay, 0.04)
    assert delay.above_fastest_s == pytest.approx(0.04 * (1 + MARGIN))


def test_what_is_known_stays_bounded_whatever_stands_still() -> None:
    delay, chance = PlayoutDelay(), random.Random(3)
    for _ in range(300):
        stall(delay, chance.uniform(0.0, 0.3))
        for _ in range(chance.randrange(20)):
            delay.came(100.0 + chance.uniform(0.0, 0.05), chance.choice(list(Way)))
        assert len(delay._delays) == len(delay._sorted) == sum(delay._by_way.values()) <= WINDOW_BLOCKS
        assert sorted(one for one, _ in delay._delays) == delay._sorted


def test_of_what_is_repaired_two_may_come_too_late() -> None:
    delay = learned([0.0] * WINDOW_BLOCKS)
    for _ in range(2):
        delay.came(100.05, Way.REDUNDANCY)
    assert delay.above_fastest_s == pytest.approx(LEAST_S)
    delay.came(100.05, Way.REDUNDANCY)
    assert delay.above_fastest_s == pytest.approx(0.05)


def test_what_no_wait_could_bridge_is_not_learned_from() -> None:
    delay = learned([0.0] * WINDOW_BLOCKS)
    for late in range(20):
        delay.came(100.5 - late * 0.02, Way.ITSELF)
    assert delay.above_fastest_s == pytest.approx(LEAST_S)


def test_the_wait_is_bounded_and_longer_only_where_repair_needs_it() -> None:
    jitter = [0.0, 0.09] * 200
    assert learned(jitter).above_fastest_s == pytest.approx(MOST_S)
    delay = learned(jitter)
    for _ in range(10):
        delay.came(100.095, Way.REDUNDANCY)
    assert MOST_S < delay.above_fastest_s <= REPAIR_MOST_S


def test_all_sound_waits_a_round_trip_only_where_asking_repairs_more_than_a_little() -> None:
    few, many = learned([0.0] * 300), learned([0.0] * 300)
    for delay, asked in ((few, 5), (many, 15)):
        for _ in range(asked):
            delay.came(100.065, Way.ASKED)
    assert few.above_fastest_s == pytest.approx(LEAST_S)
    assert many.above_fastest_s == pytest.approx(0.065)
    for _ in range(20):
        many.came(100.02, Way.REDUNDANCY)
    assert many.above_fastest_s == pytest.approx(0.02), "once later packets bring more than asking does"


def test_a_route_that_became_slower_moves_the_wait_and_not_its_length() -> None:
    delay = learned([0.0] * WINDOW_BLOCKS + [0.08] * 50)
    assert delay.wanted_s == pytest.approx(100.08 + LEAST_S)


@pytest.mark.parametrize("ppm", [300, -300])
def test_a_clock_that_drifts_adds_next_to_nothing(ppm: int) -> None:
    delay = learned([ppm * 1e-6 * 0.02 * number for number in range(3000)])
    assert delay.above_fastest_s <= LEAST_S + 0.003


def test_before_anything_came_by_itself_nothing_is_known() -> None:
    delay = PlayoutDelay(0.03)
    delay.came(5.0, Way.REDUNDANCY)
    assert delay.above_fastest_s == pytest.approx(0.03)
