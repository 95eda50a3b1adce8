from __future__ import annotations

import itertools
import math
import random

from hypothesis import given
from hypothesis import strategies as st

from channel.core.repair import (
    ASKS_PER_PACKET,
    ASKS_SAVED_MOST,
    HOLE_MOST_PACKETS,
    MARGIN_S,
    OVERTAKEN_MOST_S,
    REPEATS_S,
    Missing,
)

ROUND_TRIP_S = 0.04


def missing_after(*sequences: int, **bounds: float) -> Missing:
    """Packets 10 ms apart from time 0 on."""
    missing = Missing(**bounds)  # type: ignore[arg-type]
    for index, sequence in enumerate(sequences):
        missing.came(sequence, index * 0.01)
    return missing


def said(missing: Missing, asked_s: float, round_trip_s: float = ROUND_TRIP_S) -> None:
    """What was asked for then is said again as often as it is to be."""
    for after_s in itertools.accumulate(REPEATS_S):
        missing.due(asked_s + after_s, round_trip_s)


def test_nothing_is_asked_for_when_nothing_is_missing() -> None:
    missing = missing_after(7, 8, 9)
    assert missing.due(1.0, ROUND_TRIP_S) == []
    assert missing.next_due_s == math.inf


def test_a_hole_is_asked_for_at_once() -> None:
    missing = missing_after(7, 10)
    assert missing.next_due_s == 0.01
    assert missing.due(0.01, ROUND_TRIP_S) == [8, 9]


def test_each_ask_is_said_three_times_and_then_again_only_after_a_round_trip() -> None:
    missing = missing_after(7, 9)
    now_s = 0.01
    assert missing.due(now_s, ROUND_TRIP_S) == [8]
    for repeat_s in REPEATS_S:
        assert missing.due(now_s + repeat_s / 2, ROUND_TRIP_S) == []
        now_s += repeat_s
        assert missing.due(now_s, ROUND_TRIP_S) == [8]
    assert missing.due(0.01 + ROUND_TRIP_S, ROUND_TRIP_S) == []
    again_s = missing.next_due_s
    assert 0.01 + ROUND_TRIP_S < again_s < 0.01 + 2 * ROUND_TRIP_S
    assert missing.due(again_s, ROUND_TRIP_S) == [8]


def test_the_number_of_asks_is_bounded() -> None:
    missing = missing_after(7, 9, retries=3, most_age_s=10.0)
    times = 0
    while missing.next_due_s < math.inf:
        times += len(missing.due(missing.next_due_s, ROUND_TRIP_S))
    assert times == missing.asked == (1 + len(REPEATS_S)) * 3
    assert not len(missing)


def test_an_ask_waits_for_answers_as_long_as_they_take() -> None:
    """A queue on the way, or jitter: the round trip was measured at another moment."""
    missing = Missing(retries=9, most_age_s=1.0)
    missing.came(0, 0.0)
    for index in range(1, 30):
        missing.came(2 * index, index * 1.0)
        missing.due(index * 1.0, ROUND_TRIP_S)
        missing.came(2 * index - 1, index * 1.0 + (0.06 if index % 2 else 0.07))
    missing.came(60, 30.0)
    missing.due(30.0, ROUND_TRIP_S)
    said(missing, 30.0)
    assert 0.065 < missing.next_due_s - 30.0 <= 2 * ROUND_TRIP_S + MARGIN_S


def test_a_hole_is_given_up_when_it_is_too_old() -> None:
    missing = missing_after(7, 9, retries=100, most_age_s=0.1)
    asked_s = []
    while (now_s := missing.next_due_s) < math.inf:
        if missing.due(now_s, ROUND_TRIP_S):
            asked_s.append(now_s)
    assert 0 < len(asked_s) <= 6
    assert max(asked_s) < 0.01 + 0.1


def test_a_packet_that_came_is_not_asked_for() -> None:
    missing = missing_after(7, 9)
    missing.due(0.01, ROUND_TRIP_S)
    assert 8 in missing
    assert missing.came(8, 0.06)
    assert 8 not in missing
    assert missing.repaired == 1
    assert missing.due(1.0, ROUND_TRIP_S) == []


def test_an_answer_is_known_as_one_although_asking_once_more_was_not_worth_it() -> None:
    """Sound would otherwise learn to wait for what came so late by itself."""
    missing = missing_after(7, 9)
    assert missing.due(0.01, ROUND_TRIP_S) == [8]
    assert missing.due(missing.next_due_s, ROUND_TRIP_S, lambda _: False) == []
    assert missing.next_due_s > 0.06, "nothing to do until then"
    assert missing.came(8, 0.06)
    assert (missing.repaired, len(missing)) == (1, 0)


def test_also_where_it_comes_after_the_hole_is_too_old() -> None:
    missing = missing_after(7, 9, most_age_s=0.03)
    assert missing.due(0.01, ROUND_TRIP_S) == [8]
    for now_s in (0.02, 0.045):
        assert missing.due(now_s, ROUND_TRIP_S, lambda _: False) == []
    assert missing.came(8, 0.01 + ROUND_TRIP_S)


def test_what_was_never_worth_asking_for_is_given_up_at_once() -> None:
    missing = missing_after(7, 9)
    assert missing.due(0.01, ROUND_TRIP_S, lambda _: False) == []
    assert 8 not in missing


def test_a_packet_that_nobody_asked_for_is_not_a_repair() -> None:
    missing = missing_after(7, 9)
    assert not missing.came(8, 0.011)
    assert not missing.came(8, 0.012)
    assert not missing.came(10, 0.02)
    assert missing.repaired == 0


def test_what_is_of_no_use_is_forgotten() -> None:
    missing = missing_after(0xFFFD, 2)
    missing.forget(0)
    assert missing.due(0.01, ROUND_TRIP_S) == [0, 1]


def test_numbers_wrap() -> None:
    missing = missing_after(0xFFFE, 1)
    assert missing.due(0.01, ROUND_TRIP_S) == [0xFFFF, 0]
    assert missing.came(0xFFFF, 0.06)
    assert 0 in missing


def test_a_long_jump_is_not_a_hole() -> None:
    missing = missing_after(7, 8 + HOLE_MOST_PACKETS)
    assert missing.due(0.01, ROUND_TRIP_S) == []


def test_after_a_reset_the_next_packet_is_the_first() -> None:
    missing = missing_after(7, 9)
    missing.reset()
    missing.came(5000, 0.1)
    assert missing.due(0.1, ROUND_TRIP_S) == []


def test_a_suspected_packet_is_asked_for_though_nothing_came_behind_it() -> None:
    missing = missing_after(7)
    missing.suspect(1, 0.01)
    assert missing.due(0.01, ROUND_TRIP_S) == [8]
    said(missing, 0.01)
    missing.came(9, 0.025)  # it is the same hole: it is not asked for anew
    assert missing.due(0.025, ROUND_TRIP_S) == []
    assert missing.came(8, 0.06)


def test_a_suspected_packet_that_was_only_slow_is_neither_repaired_nor_overtaken() -> None:
    missing = missing_after(7)
    missing.suspect(2, 0.01)
    missing.due(0.01, ROUND_TRIP_S)
    assert not missing.came(8, 0.015)
    assert not missing.came(9, 0.02)
    missing.came(11, 0.03)
    assert missing.due(0.03, ROUND_TRIP_S) == [10]


def test_asks_are_bounded_by_what_comes() -> None:
    missing = Missing(retries=5, most_age_s=0.3)
    now_s = 0.0
    for index in range(2000):  # nine in ten are lost
        now_s = index * 0.01
        missing.came(10 * index & 0xFFFF, now_s)
        missing.due(now_s, ROUND_TRIP_S)
    assert missing.asked <= 3 * (ASKS_PER_PACKET * 2000 + ASKS_SAVED_MOST)
    assert missing.next_due_s > now_s
    assert missing.came(19_989 & 0xFFFF, now_s) in (True, False)
    assert 0 < len(missing) < 400


def test_where_packets_overtake_each_other_a_hole_gets_some_time_first() -> None:
    missing = missing_after(1, 3)
    missing.came(2, 0.022)  # 12 ms behind the next one
    missing.came(5, 0.03)
    assert missing.due(0.03, ROUND_TRIP_S) == []
    assert missing.next_due_s - 0.03 <= 0.012
    assert missing.due(missing.next_due_s, ROUND_TRIP_S) == [4]


def test_that_time_is_bounded_and_passes() -> None:
    missing = missing_after(1, 3)
    missing.came(2, 5.0)
    missing.came(5, 5.0)
    assert missing.next_due_s <= 5.0 + OVERTAKEN_MOST_S
    missing.came(4, 5.0)
    missing.came(7, 30.0)
    assert missing.due(30.0, ROUND_TRIP_S) == [6]


def test_a_round_trip_reported_far_too_long_neither_delays_asks_nor_looks_like_overtaking() -> None:
    missing = missing_after(1, 3)
    missing.due(0.01, ROUND_TRIP_S)
    assert missing.came(2, 0.01 + ROUND_TRIP_S)
    missing.came(5, 0.06)
    assert missing.due(0.06, 5 * ROUND_TRIP_S) == [4]
    said(missing, 0.06, 5 * ROUND_TRIP_S)
    assert missing.next_due_s < 0.06 + 2 * ROUND_TRIP_S
    assert missing.came(4, 0.06 + ROUND_TRIP_S)
    missing.came(7, 0.11)
    assert missing.due(0.11, ROUND_TRIP_S) == [6]


def test_a_repair_is_not_taken_for_overtaking() -> None:
    missing = missing_after(1, 3)
    missing.due(0.01, ROUND_TRIP_S)
    missing.came(2, 0.01 + ROUND_TRIP_S)
    missing.came(5, 0.06)
    assert missing.due(0.06, ROUND_TRIP_S) == [4]


def test_a_late_answer_to_the_first_ask_is_not_taken_for_overtaking() -> None:
    missing = missing_after(1, 3)
    missing.due(0.01, ROUND_TRIP_S)
    said(missing, 0.01)
    again_s = missing.next_due_s
    assert missing.due(again_s, ROUND_TRIP_S) == [2]
    assert missing.came(2, again_s + 0.005)
    missing.came(5, again_s + 0.01)
    assert missing.due(again_s + 0.01, ROUND_TRIP_S) == [4]


def test_a_suspicion_that_another_stream_told_of_is_not_counted_where_it_was_wrong() -> None:
    for told in (False, True):
        missing = missing_after(1)
        missing.suspect(1, 0.01, told=told)
        missing.due(0.01, ROUND_TRIP_S)
        missing.came(2, 0.012)
        assert missing.needless == (not told)


def test_a_suspicion_waits_too_where_packets_overtake_each_other() -> None:
    missing = missing_after(1, 3)
    missing.came(2, 0.022)
    missing.suspect(1, 0.03)
    assert missing.due(0.03, ROUND_TRIP_S) == []
    assert missing.due(0.042, ROUND_TRIP_S) == [4]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.floats(0, 0.05)), max_size=80),
    st.integers(1, 5),
    st.floats(0.001, 0.5),
)
def test_asks_are_bounded_whatever_comes(
    packets: list[tuple[int, float]], retries: int, round_trip_s: float
) -> None:
    missing = Missing(retries=retries, most_age_s=0.3)
    asked: dict[int, list[float]] = {}
    now_s = 0.0
    came: set[int] = set()
    for sequence, gap_s in packets:
        now_s += gap_s
        missing.came(sequence, now_s)
        came.add(sequence)
        for number in missing.due(now_s, round_trip_s):
            assert number not in came
            asked.setdefault(number, []).append(now_s)
    for times in asked.values():
        assert len(times) <= 3 * retries
        assert all(later - sooner > REPEATS_S[0] * 0.999 for sooner, later in itertools.pairwise(times))
        assert all(
            later - sooner > 0.5 * round_trip_s for sooner, later in zip(times, times[3:], strict=False)
        )


def test_every_loss_is_asked_for() -> None:
    random_ = random.Random(3)
    missing = Missing(retries=3, most_age_s=0.3)
    lost = 0
    now_s = 0.0
    for index in range(5000):
        now_s = index * 0.01
        if random_.random() < 0.2:
            lost += 1
        else:
            missing.came(index & 0xFFFF, now_s)
        missing.due(now_s, ROUND_TRIP_S)
    assert 1.9 * lost <= missing.asked <= 2 * 3 * lost


def test_many_jumps_open_no_more_holes_than_one() -> None:
    """A far end that sends every 200th number would have each of its packets look through all of them."""
    missing = missing_after(0)
    for number in range(1, 100):
        missing.came(200 * number & 0xFFFF, 0.001 * number)
        assert len(missing) <= HOLE_MOST_PACKETS
