"""Clocks of attention, the order of needs, and the tones."""

from __future__ import annotations

from channel.wire.ids import ChannelId
from cso_console.core.attention import ArrivalTones, Claim, Clock, claim_of, first
from cso_console.core.snapshot import NeedKind
from cso_console.core.talk_matrix import Attention

CHANNEL = ChannelId("channel-1")


def test_signs_of_life_come_after_ten_seconds_and_then_every_minute() -> None:
    clock = Clock(0.0)
    assert [clock.next_sign_s(now_s) for now_s in (0.0, 4.0, 10.0, 30.0, 69.0, 70.0)] == [
        10.0,
        6.0,
        60.0,
        40.0,
        1.0,
        60.0,
    ]


def test_hold_starts_the_signs_of_life_anew_and_leaves_the_time_since_last_addressed() -> None:
    clock = Clock(0.0)
    clock.turn(Attention.HOLD, 50.0)
    assert clock.next_sign_s(53.0) == 7.0
    assert clock.since_s == 0.0


def test_the_time_since_last_addressed_counts_from_the_end_of_the_talk() -> None:
    clock = Clock(0.0)
    clock.turn(Attention.ADDRESSED, 20.0)
    assert clock.since_s == 20.0
    assert clock.next_sign_s(25.0) == 0.0
    clock.turn(Attention.PARKED, 30.0)
    assert clock.since_s == 30.0
    assert not clock.is_calling


def claim(clock: Clock, now_s: float, help_since_s: float | None = None) -> NeedKind | None:
    made = claim_of(1, CHANNEL, clock, help_since_s, None, 180.0, now_s)
    return None if made is None else made.kind


def test_a_booth_never_addressed_is_calling() -> None:
    assert claim(Clock(0.0), 1.0) is NeedKind.CALLING


def test_a_booth_that_the_officer_put_on_hold_is_no_longer_calling() -> None:
    clock = Clock(0.0)
    clock.turn(Attention.HOLD, 5.0)
    clock.turn(Attention.PARKED, 8.0)
    assert claim(clock, 9.0) is None


def test_a_parked_booth_becomes_a_need_after_the_configured_time() -> None:
    clock = Clock(0.0)
    clock.turn(Attention.ADDRESSED, 10.0)
    assert claim(clock, 500.0) is None
    clock.turn(Attention.PARKED, 500.0)
    assert claim(clock, 679.0) is None
    assert claim(clock, 680.0) is NeedKind.WAITING_LONG


def test_help_is_a_need_whatever_else() -> None:
    clock = Clock(0.0)
    clock.turn(Attention.ADDRESSED, 10.0)
    assert claim(clock, 11.0, help_since_s=10.5) is NeedKind.HELP


def made(seat: int, kind: NeedKind, since_s: float) -> Claim:
    return Claim(seat, ChannelId(f"channel-{seat}"), kind, since_s)


def test_help_comes_first_then_calling_then_waiting_long_and_the_oldest_of_each() -> None:
    claims = [
        made(1, NeedKind.WAITING_LONG, 0.0),
        made(2, NeedKind.CALLING, 30.0),
        made(3, NeedKind.CALLING, 20.0),
        made(4, NeedKind.HELP, 50.0),
        made(5, NeedKind.HELP, 40.0),
    ]
    order = []
    while (head := first(claims)) is not None:
        order.append(head.seat)
        claims.remove(head)
    assert order == [5, 4, 3, 2, 1]


def test_an_arrival_sounds_once_and_once_more_after_a_minute() -> None:
    tones = ArrivalTones(60.0)
    calling = [made(1, NeedKind.CALLING, 0.0)]
    sounded = [now_s for now_s in range(300) if tones.due(calling, float(now_s))]
    assert sounded == [0, 60]


def test_an_answered_call_does_not_sound_again() -> None:
    tones = ArrivalTones(60.0)
    assert tones.due([made(1, NeedKind.CALLING, 0.0)], 0.0)
    assert not any(tones.due([], float(now_s)) for now_s in range(1, 100))


def test_two_calls_at_once_sound_as_one() -> None:
    tones = ArrivalTones(60.0)
    both = [made(1, NeedKind.CALLING, 0.0), made(2, NeedKind.HELP, 0.0)]
    assert tones.due(both, 0.0)
    assert not tones.due(both, 0.1)


def test_each_new_call_for_help_sounds() -> None:
    tones = ArrivalTones(60.0)
    assert tones.due([made(1, NeedKind.HELP, 5.0)], 5.0)
    assert tones.due([made(1, NeedKind.HELP, 9.0)], 9.0)


def test_long_waiting_makes_no_sound() -> None:
    assert not ArrivalTones(60.0).due([made(1, NeedKind.WAITING_LONG, 0.0)], 0.0)
