"""How pictures leave: evenly, soon, and never from a queue that grows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.pacing import CREDIT_S, WAITING_MOST_S, Pacer

KBPS = 800.0  # 100 bytes a millisecond


def picture(name: str, packets: int, size_bytes: int = 1000) -> list[tuple[str, int]]:
    return [(f"{name}{place}", size_bytes) for place in range(packets)]


def drain(pacer: Pacer[str], from_s: float = 0.0, step_s: float = 0.001) -> list[tuple[float, str]]:
    """Everything with the time at which it left."""
    gone: list[tuple[float, str]] = []
    now_s = from_s
    while len(pacer):
        gone += [(now_s, item) for item in pacer.due(now_s)]
        now_s += step_s
    return gone


def test_a_small_picture_leaves_at_once() -> None:
    pacer: Pacer[str] = Pacer(KBPS)
    assert pacer.put(picture("a", 1))
    assert pacer.due(5.0) == ["a0"]
    assert pacer.due_s is None


def test_a_large_picture_leaves_at_the_pace() -> None:
    pacer: Pacer[str] = Pacer(KBPS)
    pacer.put(picture("a", 20))
    gone = drain(pacer)
    assert [item for _, item in gone] == [f"a{place}" for place in range(20)]
    assert gone[-1][0] == pytest.approx(0.19 - CREDIT_S, abs=0.011)


def test_it_says_when_the_next_is_due() -> None:
    pacer: Pacer[str] = Pacer(KBPS)
    pacer.put(picture("a", 5))
    first = pacer.due(1.0)
    assert pacer.due_s is not None
    assert pacer.due(pacer.due_s - 0.0001) == []
    assert pacer.due(pacer.due_s) == [f"a{len(first)}"]


def test_a_picture_that_no_other_needs_is_left_out_when_it_would_be_late() -> None:
    pacer: Pacer[str] = Pacer(KBPS)
    assert not pacer.put(picture("large", 11), spare=True)
    assert pacer.put(picture("small", 9), spare=True)
    assert not pacer.put(picture("late", 2), spare=True)
    assert pacer.put(picture("needed", 11))
    assert len(pacer) == 20


def test_a_repeat_goes_before_what_waits() -> None:
    pacer: Pacer[str] = Pacer(KBPS)
    pacer.put(picture("a", 10))
    pacer.due(0.0)
    pacer.put_first("again", 500)
    assert drain(pacer)[0][1] == "again"


def test_no_picture_is_taken_while_too_much_waits() -> None:
    pacer: Pacer[str] = Pacer(KBPS)
    assert pacer.put(picture("key", 40)), "a key frame may be larger than the bound"
    assert not pacer.put(picture("late", 1))
    now_s = 0.0
    while pacer.waiting_s >= WAITING_MOST_S:
        pacer.due(now_s)
        now_s += 0.005
    assert pacer.put(picture("next", 1))
    assert "late0" not in [item for _, item in drain(pacer, now_s)]


def test_a_train_leaves_at_its_own_rate() -> None:
    pacer: Pacer[str] = Pacer(KBPS)
    pacer.put_train(picture("probe", 6, 250), 200.0)
    gone = drain(pacer)
    assert gone[-1][0] - gone[0][0] == pytest.approx(0.05, abs=0.007)


@pytest.mark.parametrize(("train_kbps", "free_s"), [(2 * KBPS, 0.06), (KBPS / 2, 0.12)])
def test_a_picture_behind_a_train_waits_until_the_way_has_caught_up(train_kbps: float, free_s: float) -> None:
    pacer: Pacer[str] = Pacer(KBPS)
    pacer.put_train(picture("probe", 6), train_kbps)
    pacer.put(picture("a", 1))
    left_s, last = drain(pacer)[-1]
    assert last == "a0"
    assert left_s == pytest.approx(free_s, abs=0.006)


def test_forgotten_packets_do_not_leave() -> None:
    pacer: Pacer[str] = Pacer(KBPS)
    pacer.put(picture("a", 10))
    pacer.forget()
    assert pacer.due(100.0) == []
    assert (pacer.due_s, pacer.waiting_s) == (None, 0.0)


def test_a_new_pace_counts_from_the_next_packet_on() -> None:
    pacer: Pacer[str] = Pacer(KBPS)
    pacer.put(picture("a", 40))
    pacer.due(0.0)
    pacer.kbps = 4 * KBPS
    assert drain(pacer)[-1][0] < 0.12


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(60, 1300)), min_size=1, max_size=40),
    st.floats(60, 3000),
    st.floats(0.0005, 0.02),
)
def test_in_no_stretch_does_more_leave_than_the_pace_and_the_credit_allow(
    pictures: list[tuple[int, int]], kbps: float, step_s: float
) -> None:
    pacer: Pacer[int] = Pacer(kbps)
    gone: list[tuple[float, int]] = []
    now_s, waiting = 0.0, list(pictures)
    while waiting or len(pacer):
        if waiting:
            packets, size_bytes = waiting.pop()
            pacer.put([(size_bytes, size_bytes)] * packets)
        gone += [(now_s, size_bytes) for size_bytes in pacer.due(now_s)]
        now_s += step_s
    for first in range(0, len(gone), 7):
        sent_bytes = 0
        for at_s, size_bytes in gone[first:]:
            allowed = (at_s - gone[first][0] + CREDIT_S) * kbps * 1000 / 8
            assert sent_bytes <= allowed + 1e-6 * allowed + 1
            sent_bytes += size_bytes
