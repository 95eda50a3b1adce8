from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from signaling_server.core.limits import FORGET_S, FREE_FAILURES, MOST_WAIT_S, Bucket, LoginBrake, Strangers


@given(st.lists(st.floats(0, 3), min_size=1, max_size=200))
def test_a_bucket_never_allows_more_than_its_burst_and_its_rate(pauses: list[float]) -> None:
    bucket, now_s, allowed = Bucket(rate=2.0, burst=5.0, now_s=0.0), 0.0, 0
    for pause_s in pauses:
        now_s += pause_s
        allowed += bucket.take(1.0, now_s)
    assert allowed <= 5 + 2 * now_s + 1e-6


def test_an_empty_bucket_fills_again() -> None:
    bucket = Bucket(rate=1.0, burst=2.0, now_s=0.0)
    assert [bucket.take(1.0, 0.0) for _ in range(3)] == [True, True, False]
    assert not bucket.take(1.0, 1.5)
    assert bucket.take(1.0, 10.0)


def test_the_brake_lets_go_after_a_quiet_time() -> None:
    brake = LoginBrake()
    for _ in range(FREE_FAILURES + 20):
        brake.fail("a", 0.0)
    assert brake.wait_s("a", 0.0) == MOST_WAIT_S
    assert brake.wait_s("b", 0.0) == 0
    brake.fail("b", FORGET_S + 1)
    for _ in range(FREE_FAILURES):
        assert brake.wait_s("a", FORGET_S + 1) == 0
        brake.fail("a", FORGET_S + 1)
    assert brake.wait_s("a", FORGET_S + 1) == 0


def test_strangers_are_counted_in_all_and_by_address() -> None:
    strangers = Strangers(most=3, most_per_address=2)
    assert [strangers.enter("a") for _ in range(3)] == [True, True, False]
    assert [strangers.enter("b") for _ in range(2)] == [True, False]
    strangers.leave("a")
    assert strangers.enter("b")
    assert len(strangers) == 3
