"""How quickly keys, focus and window answer: what follows from what was pressed, heard, painted, logged."""

from __future__ import annotations

import itertools
import logging

import pytest

from channel.runtime.stall_watch import StallWatch
from tests.benchmarks.star.quickness import (
    GIVEN_UP_MS,
    Press,
    sharp_after_ms,
    sound_after_ms,
    stalls_told,
)
from tests.helpers.programs import Event


def test_a_press_is_answered_by_the_next_sound_at_its_own_booth() -> None:
    onsets = [(0.5, 1.06, 3.2), (1.01, 2.08)]
    presses = [Press(1.0, 1), Press(2.0, 2), Press(3.0, 1)]
    assert sound_after_ms(presses, onsets) == pytest.approx([60.0, 80.0, 200.0])


def test_a_press_without_sound_is_given_up() -> None:
    assert sound_after_ms([Press(1.0, 1), Press(1.0, 2)], [(9.0,), ()]) == [GIVEN_UP_MS, GIVEN_UP_MS]


def painted(*pictures: tuple[float, int]) -> list[Event]:
    return [
        {"event": "painted", "widget": "focus_picture", "at": at_s, "width_px": width_px}
        for at_s, width_px in pictures
    ]


def test_the_next_booth_is_sharp_with_its_first_full_picture_after_a_thumbnail() -> None:
    events = painted((0.9, 640), (1.01, 640), (1.03, 320), (1.11, 320), (1.15, 640), (1.19, 640))
    assert sharp_after_ms([Press(1.0, 2)], events) == pytest.approx([150.0])


def test_full_means_as_large_as_in_the_focus_before() -> None:
    events = painted((0.9, 640), (1.03, 320), (1.11, 480), (1.4, 640))
    assert sharp_after_ms([Press(1.0, 2)], events) == pytest.approx([400.0])


def test_each_press_is_judged_until_the_next() -> None:
    events = painted((0.9, 640), (1.03, 320), (1.9, 320), (2.01, 320), (2.1, 640))
    assert sharp_after_ms([Press(1.0, 2), Press(2.0, 3)], events) == pytest.approx([GIVEN_UP_MS, 100.0])


def test_what_other_views_paint_says_nothing() -> None:
    elsewhere = [{**event, "widget": "tile_picture_1"} for event in painted((1.03, 320), (1.1, 640))]
    assert sharp_after_ms([Press(1.0, 2)], [*painted((0.9, 640)), *elsewhere]) == [GIVEN_UP_MS]


def test_the_line_of_the_stall_watch_is_understood(caplog: pytest.LogCaptureFixture) -> None:
    times_s = itertools.count(0.0, 0.125)
    watch = StallWatch("GUI", lambda: next(times_s))
    with caplog.at_level(logging.DEBUG, logger="channel.runtime.stall_watch"):
        for _ in range(100):
            watch.look()
    told = stalls_told(caplog.text)
    assert len(told) == 1
    assert 0 < told[0] < 1000
    assert stalls_told("net thread: late p50 1.0, p99 2.0, worst 3.0 ms") == []
