"""Allowance, rate, liveness, key frames, heartbeat, speaking level and the picture watch."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.allowance import Allowance
from channel.core.heartbeat import Heartbeat
from channel.core.keyframes import ASKS_SAVED_MOST, KEYFRAME_SPACING_S, KeyframeArbiter, KeyframeAsks
from channel.core.liveness import Life, life
from channel.core.picture_watch import AskKeyframe, Held, PictureWatch
from channel.core.rate import Rate
from channel.core.speaking import SpeakingLevel


def test_a_link_is_silent_after_two_seconds_and_lost_after_five() -> None:
    assert [life(0.0, now_s) for now_s in (1.99, 2.0, 4.99, 5.0)] == [
        Life.ALIVE,
        Life.SILENT,
        Life.SILENT,
        Life.LOST,
    ]


@given(st.lists(st.tuples(st.booleans(), st.floats(0.001, 0.2)), max_size=200))
def test_key_frames_are_spaced_however_many_ask(script: list[tuple[bool, float]]) -> None:
    arbiter, now_s, granted = KeyframeArbiter(), 0.0, []
    for asked, wait_s in script:
        now_s += wait_s
        if asked:
            arbiter.ask(now_s)
        if arbiter.grant(now_s, now_s):
            granted.append(now_s)
    gaps = [later - earlier for earlier, later in itertools.pairwise(granted)]
    assert all(gap >= KEYFRAME_SPACING_S for gap in gaps)


def test_a_wish_within_the_spacing_is_kept_and_granted_after_it() -> None:
    arbiter = KeyframeArbiter()
    arbiter.ask(0.0)
    assert arbiter.grant(0.0, 0.0)
    arbiter.ask(0.1)
    assert not arbiter.grant(0.1, 0.1)
    assert arbiter.grant(0.4, 0.4)
    assert not arbiter.grant(0.8, 0.8)


def test_a_picture_taken_before_the_wish_is_no_key_frame_for_it() -> None:
    arbiter = KeyframeArbiter()
    arbiter.ask(1.0)
    assert not arbiter.grant(0.99, 1.01)
    assert arbiter.grant(1.0, 1.02)


def test_a_far_end_that_asks_for_key_frames_all_the_time_gets_few() -> None:
    asks = KeyframeAsks()
    admitted = sum(asks.admits(tick / 100) for tick in range(60 * 100))
    assert admitted <= ASKS_SAVED_MOST + 30


def test_the_spacing_alone_would_grant_it_three_a_second() -> None:
    """The control."""
    arbiter, granted = KeyframeArbiter(), 0
    for tick in range(60 * 100):
        arbiter.ask(tick / 100)
        granted += arbiter.grant(tick / 100, tick / 100)
    assert granted > 180


def test_a_far_end_that_lost_a_picture_is_heard_each_time_it_asks_for_two_seconds() -> None:
    asks = KeyframeAsks()
    for outage_s in (0.0, 30.0, 60.0):
        assert all(asks.admits(outage_s + 0.3 * ask) for ask in range(7))


def test_a_change_is_said_at_once_then_twice_more_then_every_half_second() -> None:
    heartbeat, said_ms = Heartbeat(), []
    heartbeat.begin()
    for now_ms in range(0, 1200, 10):
        if heartbeat.due(now_ms / 1000):
            heartbeat.said(now_ms / 1000)
            said_ms.append(now_ms)
    assert said_ms == [0, 40, 80, 580, 1080]
    assert heartbeat.seq == 5


def test_a_new_epoch_counts_from_one_again() -> None:
    heartbeat = Heartbeat()
    heartbeat.said(0.0)
    heartbeat.begin()
    assert heartbeat.said(1.0) == 1


def test_speech_over_a_quiet_room_shows_and_the_room_alone_does_not() -> None:
    level = SpeakingLevel()
    for _ in range(100):
        level.hear(-60.0)
    assert level.steps == 0
    level.hear(-30.0)
    assert 3 <= level.steps <= 5
    for _ in range(40):
        level.hear(-60.0)
    assert level.steps == 0


def test_digital_silence_shows_nothing_and_a_loud_tone_goes_on_showing() -> None:
    level = SpeakingLevel()
    level.hear(-100.0)
    assert level.steps == 0
    for _ in range(3000):
        level.hear(-15.0)
    assert level.steps >= 3


@given(st.lists(st.floats(-100.0, 0.0), max_size=300))
def test_the_level_never_leaves_its_five_steps(levels: list[float]) -> None:
    level = SpeakingLevel()
    for dbfs in levels:
        level.hear(dbfs)
        assert 0 <= level.steps <= 5


def test_a_picture_that_does_not_come_is_asked_for_then_called_held_then_live_again() -> None:
    watch, told = PictureWatch(), []
    for tenth in range(31):
        now_s = tenth / 10
        told += [(now_s, c) for c in watch.look(due=True, broken=False, last_picture_s=0.0, now_s=now_s)]
    asked_s = [now_s for now_s, command in told if command == AskKeyframe()]
    assert asked_s[0] == 0.8
    assert all(later - earlier >= 0.29 for earlier, later in itertools.pairwise(asked_s))
    assert [now_s for now_s, command in told if command == Held(True)] == [2.0]
    assert watch.look(due=True, broken=False, last_picture_s=3.05, now_s=3.1) == [Held(False)]


def test_nothing_is_held_while_no_picture_is_due() -> None:
    watch = PictureWatch()
    watch.look(due=True, broken=False, last_picture_s=0.0, now_s=0.0)
    watch.look(due=True, broken=False, last_picture_s=0.0, now_s=2.5)
    assert watch.held
    assert watch.look(due=False, broken=True, last_picture_s=0.0, now_s=2.6) == [Held(False)]
    assert watch.look(due=True, broken=False, last_picture_s=0.0, now_s=9.0) == []


def test_a_broken_picture_is_asked_for_soon() -> None:
    watch = PictureWatch()
    watch.look(due=True, broken=False, last_picture_s=0.0, now_s=0.0)
    assert watch.look(due=True, broken=True, last_picture_s=0.3, now_s=0.31) == [AskKeyframe()]
    assert watch.look(due=True, broken=True, last_picture_s=0.3, now_s=0.4) == []


@given(st.lists(st.tuples(st.floats(0.0, 2.0), st.floats(0.1, 5.0)), max_size=200))
def test_no_more_is_spent_than_was_saved_and_came_since(script: list[tuple[float, float]]) -> None:
    allowance, now_s, spent = Allowance(per_s=3.0, saved_most=10.0), 0.0, 0.0
    for wait_s, amount in script:
        now_s += wait_s
        spent += amount if allowance.spend(now_s, amount) else 0.0
        assert spent <= 10.0 + 3.0 * now_s + 1e-6


def test_a_rate_is_of_the_last_moment_and_ends_with_what_it_counts() -> None:
    rate = Rate(window_s=1.0)
    for number in range(500):
        rate.count(number / 50, 100)
    assert rate.kbps == pytest.approx(40.0)
    rate.elapsed(9.98 + 0.5)
    assert rate.kbps == pytest.approx(20.0, rel=0.1)
    rate.elapsed(12.0)
    assert rate.kbps == 0.0
