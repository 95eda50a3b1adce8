"""What is sent again, how often, and that it never makes a storm."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channel.core.retransmission import KEEP_MOST_BYTES, KEEP_S, SECOND_AFTER_S, SHARE, Budget, History

ROUND_TRIP_S = 0.1


def history(*sequences: int, now_s: float = 0.0) -> History:
    made = History()
    for sequence in sequences:
        made.sent(sequence, b"packet %d" % sequence, now_s)
    return made


def test_a_packet_of_the_last_second_is_sent_again_as_it_was() -> None:
    assert history(7, 8).again(7, ROUND_TRIP_S, 1.0) == b"packet 7"


def test_one_never_sent_is_not() -> None:
    assert history(7).again(8, ROUND_TRIP_S, 0.0) is None


def test_an_old_one_is_not() -> None:
    assert history(7).again(7, ROUND_TRIP_S, KEEP_S + 0.01) is None


def test_one_that_can_hardly_be_there_yet_is_not() -> None:
    """Whoever asks for it suspected its loss while it still waited for its turn here."""
    made = history(7)
    assert made.again(7, ROUND_TRIP_S, 0.05) is None
    assert made.again(7, ROUND_TRIP_S, ROUND_TRIP_S) is not None


def test_within_a_round_trip_it_is_sent_again_at_most_twice_and_not_in_the_same_burst() -> None:
    made = history(7)
    for first_s in (0.2, 0.31):
        assert made.again(7, ROUND_TRIP_S, first_s) is not None
        made.repeated(7, ROUND_TRIP_S, first_s)
        assert made.again(7, ROUND_TRIP_S, first_s + 0.01) is None
        second_s = first_s + SECOND_AFTER_S + 0.001
        assert made.again(7, ROUND_TRIP_S, second_s) is not None
        made.repeated(7, ROUND_TRIP_S, second_s)
        assert made.again(7, ROUND_TRIP_S, first_s + 0.09) is None
        assert made.due(first_s + 0.09) == []


def test_an_ask_that_is_said_again_at_once_brings_the_second_repeat_when_it_may_go() -> None:
    """As when jitter pushes all three together."""
    made = history(7)
    made.repeated(7, ROUND_TRIP_S, 0.2)
    assert not made.due_s, "the far end may have heard nothing of the first ask's repetitions"
    for said_s in (0.201, 0.202):
        assert made.again(7, ROUND_TRIP_S, said_s) is None
    assert made.due_s == 0.2 + SECOND_AFTER_S
    assert made.due(made.due_s - 0.001) == []
    assert made.due(0.2 + SECOND_AFTER_S) == [7]
    assert made.again(7, ROUND_TRIP_S, 0.2 + SECOND_AFTER_S) == b"packet 7"
    assert made.due_s is None


def test_second_repeats_become_due_in_their_order_whichever_was_asked_for_again_first() -> None:
    made = history(7, 8)
    made.repeated(7, ROUND_TRIP_S, 0.2)
    made.repeated(8, ROUND_TRIP_S, 0.21)
    for sequence in (8, 7):
        assert made.again(sequence, ROUND_TRIP_S, 0.211) is None
    assert made.due(0.2 + SECOND_AFTER_S) == [7]
    assert made.due(0.21 + SECOND_AFTER_S) == [8]


def test_a_second_repeat_that_waits_is_dropped_when_everything_is_to_be_forgotten() -> None:
    made = history(7)
    made.repeated(7, ROUND_TRIP_S, 0.2)
    made.again(7, ROUND_TRIP_S, 0.201)
    made.forget()
    assert made.due_s is None


def test_asks_of_all_that_is_kept_leave_no_more_waiting_than_that() -> None:
    made = history(*range(100))
    for sequence in range(100):
        made.repeated(sequence, ROUND_TRIP_S, 0.2)
    for _ in range(10):
        for sequence in range(100):
            made.again(sequence, ROUND_TRIP_S, 0.201)
    assert made.due(0.3) == list(range(100))


def test_one_that_could_not_be_afforded_may_be_asked_for_at_once() -> None:
    made = history(7)
    assert made.again(7, ROUND_TRIP_S, 0.2) is not None
    assert made.again(7, ROUND_TRIP_S, 0.21) is not None


def test_nothing_is_sent_again_once_it_is_to_be_forgotten() -> None:
    made = history(7)
    made.forget()
    assert made.again(7, ROUND_TRIP_S, 0.1) is None
    made.sent(8, b"new", 0.1)
    assert made.again(8, ROUND_TRIP_S, 0.2) == b"new"


def test_memory_is_bounded_in_bytes_too() -> None:
    made = History()
    for sequence in range(2000):
        made.sent(sequence, bytes(1200), 0.0)
    kept = [sequence for sequence in range(2000) if made.again(sequence, 0.0, 0.0)]
    assert kept == list(range(2000 - KEEP_MOST_BYTES // 1200, 2000))


def test_sequence_numbers_may_go_round() -> None:
    made = history(0xFFFF, 0)
    assert made.again(0xFFFF, ROUND_TRIP_S, 0.1) is not None
    assert made.again(0, ROUND_TRIP_S, 0.1) is not None


@given(st.floats(30, 3000), st.integers(1, 50))
def test_whatever_is_asked_repeats_take_no_more_than_their_share(rate_kbps: float, per_tick: int) -> None:
    budget, spent_bytes = Budget(), 0
    for tick in range(1000):
        for _ in range(per_tick):
            if budget.spend(1200, rate_kbps, tick * 0.01):
                spent_bytes += 1200
    allowed_bytes = SHARE * rate_kbps * 1000 / 8 * 10.5 + 4000
    assert spent_bytes <= allowed_bytes
    if per_tick > 20:
        assert spent_bytes >= SHARE * rate_kbps * 1000 / 8 * 9 - 1200


def test_after_a_quiet_time_a_burst_can_be_repeated() -> None:
    budget = Budget()
    assert not budget.spend(100_000, 600, 0.0)
    assert sum(budget.spend(1200, 600, 10.0) for _ in range(20)) >= 6
