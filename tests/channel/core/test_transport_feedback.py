"""Transport-wide feedback: what the far end writes is what the sender learns."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.transport_feedback import (
    BUSY_PACKETS,
    STATUSES_MOST,
    TOLD_MOST,
    Arrivals,
    Feedback,
    PacketResult,
    SentPackets,
    parse,
    write,
)

ticks = st.lists(st.one_of(st.none(), st.integers(-300, 4000)), min_size=1, max_size=120)


@given(ticks, st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFF), st.integers(0, 255))
def test_feedback_comes_back_as_it_was_written(
    told: list[int | None], first: int, reference: int, count: int
) -> None:
    feedback = Feedback(first, reference, count, tuple(told))
    assert parse(write(feedback)) == feedback


@given(st.integers(1, STATUSES_MOST), st.randoms(use_true_random=False))
def test_long_runs_and_single_losses_come_back(length: int, chance: random.Random) -> None:
    loss = chance.choice([0.0, 0.02, 0.5, 1.0])
    told = tuple(None if chance.random() < loss else place * 80 for place in range(length))
    assert parse(write(Feedback(1, 2, 3, told))) == Feedback(1, 2, 3, told)


def test_the_form_is_that_of_the_draft() -> None:
    """By hand: seven packets from 0x1234 on, the third missing, the fifth 100 ms after the fourth."""
    by_hand = bytes.fromhex("12340007 00010205")  # first number, how many; reference, count
    by_hand += bytes([0b11_01_01_00, 0b01_10_01_01])  # a vector of two bits each
    by_hand += bytes([4, 4, 4]) + (400).to_bytes(2, "big") + bytes([4, 4])
    feedback = Feedback(0x1234, 0x102, 5, (4, 8, None, 12, 412, 416, 420))
    assert write(feedback) == by_hand
    assert parse(by_hand) == feedback


def test_one_run_tells_of_many_that_came_evenly() -> None:
    told = tuple(range(0, 4000, 40))
    assert len(write(Feedback(0, 0, 0, told))) == 8 + 2 + len(told)


def test_arrivals_too_far_apart_for_the_form_are_refused() -> None:
    with pytest.raises(ValueError, match="too far apart"):
        write(Feedback(0, 0, 0, (0, 40_000)))


@given(st.binary(max_size=80))
def test_nothing_raises(body: bytes) -> None:
    parse(body)


def test_feedback_that_tells_of_too_many_is_refused() -> None:
    assert parse(bytes.fromhex("0000ffff00000000") + b"\x3f\xff" * 9 + bytes(65_535)) is None


# ---------------------------------------------------------------- both sides together


def numbers(results: list[PacketResult]) -> list[float]:
    return [result.sent_s for result in results]


def due(arrivals: Arrivals, now_s: float) -> Feedback | None:
    """As the wire carries it."""
    if arrivals.due_s is None or arrivals.due_s > now_s:
        return None
    feedback = arrivals.feedback(now_s)
    return None if feedback is None else parse(write(feedback))


class Way:
    """Packets 10 ms apart over a way with a delay; feedback comes back at once."""

    def __init__(self, delay_s: float = 0.03, *, tells_again: bool = True) -> None:
        self.sent = SentPackets()
        self.arrivals = Arrivals()
        self.arrivals.tells_again = tells_again
        self.results: list[PacketResult] = []
        self.now_s = 5000.0
        self.lose: Iterator[bool] = itertools.repeat(False)
        self._delay_s = delay_s
        self._coming: list[tuple[float, int]] = []

    def packet(self, *, lost: bool = False, late_s: float = 0.0, kind: str = "video") -> None:
        number = self.sent.number(1000, kind, self.now_s)
        if not lost:
            self._coming.append((self.now_s + self._delay_s + late_s, number))
        self.pass_time(0.01)

    def pass_time(self, passed_s: float) -> None:
        steps = round(passed_s / 0.005)
        for _ in range(steps):
            self.now_s += 0.005
            for at_s, number in sorted(self._coming):
                if at_s <= self.now_s:
                    self.arrivals.came(number, at_s + 77.0)
                    self._coming.remove((at_s, number))
            feedback = due(self.arrivals, self.now_s + 77.0)
            if feedback is not None and not next(self.lose):
                self.results += self.sent.told(feedback)


def test_the_sender_learns_when_each_packet_came() -> None:
    way = Way()
    for _ in range(50):
        way.packet()
    way.pass_time(0.3)
    assert len(way.results) == 50
    assert numbers(way.results) == sorted(numbers(way.results))
    delays = [r.arrived_s - r.sent_s for r in way.results if r.arrived_s is not None]
    assert max(delays) - min(delays) < 0.0006, "two ticks of rounding"


def test_a_lost_packet_is_told_once_and_in_its_place() -> None:
    way = Way()
    for place in range(60):
        way.packet(lost=place in (20, 21), kind="audio" if place == 20 else "video")
    way.pass_time(0.3)
    assert len(way.results) == 60
    lost = [result for result in way.results if result.arrived_s is None]
    assert [result.kind for result in lost] == ["audio", "video"]


def test_a_packet_overtaken_on_its_way_is_not_lost() -> None:
    way = Way()
    for place in range(60):
        way.packet(late_s=0.06 if place % 10 == 3 else 0.0)
    way.pass_time(0.3)
    assert len(way.results) == 60
    assert all(result.arrived_s is not None for result in way.results)


def test_what_one_lost_feedback_told_of_the_next_one_tells_again() -> None:
    way = Way()
    way.lose = itertools.cycle([False, True])
    for place in range(100):
        way.packet(lost=place in (40, 41, 55))
    way.pass_time(0.1)
    way.lose = itertools.repeat(False)
    way.packet()
    way.pass_time(0.3)
    assert len(way.results) == 101
    assert sum(result.arrived_s is None for result in way.results) == 3


@pytest.mark.parametrize("tells_again", [True, False])
def test_of_packets_whose_feedback_was_lost_again_and_again_nothing_is_said(tells_again: bool) -> None:
    way = Way(tells_again=tells_again)
    for _ in range(20):
        way.packet()
    way.lose = itertools.repeat(True)
    for _ in range(40):
        way.packet()
    way.lose = itertools.repeat(False)
    for _ in range(20):
        way.packet()
    way.pass_time(0.3)
    assert all(result.arrived_s is not None for result in way.results)
    assert 30 <= len(way.results) < 70


def test_numbers_go_round_without_a_slip() -> None:
    way = Way()
    for _ in range(0xFFF0):
        way.sent.number(100, "audio", way.now_s)
    for place in range(60):
        way.packet(lost=place == 30)
    way.pass_time(0.3)
    assert [r.arrived_s is None for r in way.results[-60:]].count(True) == 1
    assert len(way.results) == 60


def test_the_far_ends_clock_goes_round_without_a_slip() -> None:
    sent = SentPackets()
    arrived = []
    for at_s in (0xFFFFFF * 0.064, 0x1000001 * 0.064):
        arrivals = Arrivals()
        for _ in range(BUSY_PACKETS):
            arrivals.came(sent.number(1, "audio", 0.0), at_s)
        feedback = due(arrivals, at_s + 0.05)
        assert feedback is not None
        arrived += [result.arrived_s for result in sent.told(feedback)]
    assert arrived[-1] == pytest.approx((arrived[0] or 0) + 0.128, abs=0.001)


@pytest.mark.parametrize("tells_again", [True, False])
@given(st.randoms(use_true_random=False))
def test_no_packet_has_two_fates_and_none_that_came_is_lost(tells_again: bool, chance: random.Random) -> None:
    way = Way(tells_again=tells_again)
    for place in range(300):
        way.packet(lost=chance.random() < 0.1, late_s=chance.choice([0, 0, 0, 0.02]), kind=str(place))
    way.pass_time(0.4)
    fates = [result.kind for result in way.results]
    assert len(set(fates)) == len(fates)


def test_feedback_waits_for_company_but_not_for_long() -> None:
    arrivals = Arrivals()
    arrivals.came(1, 10.0)
    assert arrivals.due_s == 10.05
    assert arrivals.feedback(10.05) is None
    assert arrivals.due_s == pytest.approx(10.1)
    assert arrivals.feedback(10.1) is not None
    assert arrivals.due_s is None


def test_many_packets_are_told_of_early() -> None:
    arrivals = Arrivals()
    for number in range(BUSY_PACKETS):
        arrivals.came(number, 10.0)
    assert arrivals.feedback(10.05) is not None


def test_a_picture_with_its_sound_waits_to_be_told_of() -> None:
    arrivals = Arrivals()
    for number in range(BUSY_PACKETS - 1):
        arrivals.came(number, 10.0)
    assert arrivals.feedback(10.05) is None
    assert arrivals.feedback(10.1) is not None


def test_a_far_end_that_begins_anew_is_followed() -> None:
    arrivals = Arrivals()
    for number in (100, 101, 30_000, 30_001):
        arrivals.came(number, 10.0)
    feedback = arrivals.feedback(10.2)
    assert feedback is not None
    assert (feedback.first, len(feedback.ticks)) == (30_000, 2)


@pytest.mark.parametrize("tells_again", [True, False])
@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.floats(0, 20)), min_size=1, max_size=200))
def test_whatever_comes_feedback_is_of_good_form_and_ends(
    tells_again: bool, came: list[tuple[int, float]]
) -> None:
    arrivals = Arrivals()
    arrivals.tells_again = tells_again
    now_s = 100.0
    for number, passed_s in came:
        now_s += passed_s
        arrivals.came(number, now_s)
    for _ in range(2 * len(came) + 2):
        feedback = arrivals.feedback(now_s + 1)
        if feedback is None:
            break
        assert len(feedback.ticks) <= TOLD_MOST
        assert parse(write(feedback)) == feedback
    assert arrivals.due_s is None


def test_the_receiver_knows_what_was_lost_before_any_repair() -> None:
    arrivals = Arrivals()
    for number in range(0xFFF0, 0x10040):
        if number % 8:
            arrivals.came(number & 0xFFFF, 10.0)
    assert arrivals.loss() == pytest.approx(9 / 79)
    assert arrivals.loss() == 0.0
    arrivals.came(0x42, 10.0)
    assert arrivals.loss() == pytest.approx(2 / 3)


def test_without_feedback_memory_is_bounded() -> None:
    sent = SentPackets()
    for _ in range(20_000):
        sent.number(100, "audio", 0.0)
    assert len(sent._sent) <= 4 * STATUSES_MOST


def test_what_was_missed_once_and_never_told_of_again_is_forgotten_with_its_packet() -> None:
    sent = SentPackets()
    numbers = [sent.number(100, "audio", 0.0) for _ in range(30)]
    assert sent.told(Feedback(numbers[9], 0, 0, (None,) * 10)) == []
    for _ in range(4 * STATUSES_MOST):
        newest = sent.number(100, "audio", 1.0)
    assert [result.arrived_s is None for result in sent.told(Feedback(newest, 1, 1, (7,)))] == [False]
