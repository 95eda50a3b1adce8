"""Levels for people: quick to fall, slow to rise, never flapping."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core import link_quality
from channel.core.link_quality import (
    BETTER_AFTER_S,
    GOOD,
    NOT_CONNECTED,
    LinkQuality,
    LinkQualityWatch,
    LinkSigns,
    Reason,
)
from channel.core.liveness import Life
from channel.wire.link_level import LinkLevel

WELL = LinkSigns(life=Life.ALIVE, round_trip_ms=24.0)
LEVELS = list(LinkLevel)
TICKS = 10
"""Looks at each second's figures, as the ends do."""
signs = st.builds(
    LinkSigns,
    life=st.sampled_from([Life.ALIVE, Life.ALIVE, Life.ALIVE, Life.SILENT]),
    loss=st.floats(0.0, 0.5),
    round_trip_ms=st.floats(0.0, 900.0),
    concealed_share=st.floats(0.0, 0.2),
    voice_said_disturbed=st.booleans(),
    picture_held=st.booleans(),
    picture_seen_reduced=st.booleans(),
    picture_sent_reduced=st.booleans(),
)


class Viewer:
    """Looks ten times a second. ``changes``: every quality with the second in which it came."""

    def __init__(self) -> None:
        self.watch = LinkQualityWatch()
        self.now_s = 0.0
        self.changes: list[tuple[float, LinkQuality]] = []

    def see(self, seconds: Iterable[LinkSigns]) -> Viewer:
        """One after the other, each for a second."""
        for second in seconds:
            for _ in range(TICKS):
                if self.watch.look(second, self.now_s):
                    self.changes.append((self.now_s, self.watch.quality))
                self.now_s = round(self.now_s + 1 / TICKS, 6)
        return self

    @property
    def levels(self) -> list[tuple[float, LinkLevel]]:
        """Only where the level changed."""
        told: list[tuple[float, LinkLevel]] = []
        for at_s, quality in self.changes:
            if not told or told[-1][1] is not quality.level:
                told.append((at_s, quality.level))
        return told


def seen(*seconds: LinkSigns) -> Viewer:
    return Viewer().see(seconds)


def test_before_anything_came_a_link_is_not_connected_and_then_good_at_once() -> None:
    viewer = Viewer()
    assert viewer.watch.quality == NOT_CONNECTED
    assert viewer.see([LinkSigns(), WELL]).changes == [(1.0, GOOD)]


@pytest.mark.parametrize(
    ("bad", "level", "reason"),
    [
        (replace(WELL, concealed_share=0.05), LinkLevel.VOICE_DISTURBED, Reason.VOICE_HEARD),
        (replace(WELL, loss=0.35), LinkLevel.VOICE_DISTURBED, Reason.LOSS),
        (replace(WELL, round_trip_ms=600.0), LinkLevel.VOICE_DISTURBED, Reason.DELAY),
        (replace(WELL, voice_said_disturbed=True), LinkLevel.VOICE_DISTURBED, Reason.VOICE_SAID),
        (replace(WELL, picture_held=True), LinkLevel.PICTURE_REDUCED, Reason.PICTURE_HELD),
        (replace(WELL, picture_seen_reduced=True), LinkLevel.PICTURE_REDUCED, Reason.PICTURE_SEEN),
        (replace(WELL, picture_sent_reduced=True), LinkLevel.PICTURE_REDUCED, Reason.PICTURE_SENT),
    ],
)
def test_each_reason_is_told_within_two_seconds_and_forgotten_after_five(
    bad: LinkSigns, level: LinkLevel, reason: Reason
) -> None:
    viewer = seen(WELL, bad, bad, bad).see([WELL] * 10)
    (at_s, quality), (better_s, better) = viewer.changes[1:]
    assert quality == LinkQuality(level, (reason,))
    assert at_s - 1.0 <= 2.0
    # The last bad look was a tenth of a second before the first good one.
    assert (round(better_s - 4.0, 6), better) == (BETTER_AFTER_S - 0.1, GOOD)


def test_losses_that_repair_is_made_for_are_no_reason() -> None:
    assert seen(*[replace(WELL, loss=0.3, concealed_share=0.015)] * 30).changes == [(0.0, GOOD)]


@pytest.mark.parametrize("bad", [replace(WELL, concealed_share=0.4), replace(WELL, loss=0.9)])
def test_one_bad_second_alone_is_no_reason(bad: LinkSigns) -> None:
    assert seen(WELL, bad, WELL, WELL, bad, WELL).changes == [(0.0, GOOD)]


def test_a_second_bad_second_long_after_is_as_new_as_the_first() -> None:
    bad = replace(WELL, concealed_share=0.4)
    viewer = seen(WELL, bad, bad, *[WELL] * 8)
    assert viewer.watch.quality == GOOD
    assert viewer.see([bad, WELL, WELL]).watch.quality == GOOD


def test_voice_comes_before_picture_and_all_reasons_are_kept_the_gravest_first() -> None:
    bad = replace(WELL, picture_seen_reduced=True, concealed_share=0.2, picture_held=True)
    quality = seen(WELL, bad, bad).watch.quality
    assert quality.level is LinkLevel.VOICE_DISTURBED
    assert quality.reasons == (Reason.VOICE_HEARD, Reason.PICTURE_HELD, Reason.PICTURE_SEEN)


def test_silence_is_told_at_once_its_end_too_and_stays_a_disturbance_for_a_while() -> None:
    silent = replace(WELL, life=Life.SILENT)
    viewer = seen(WELL, silent, silent).see([WELL] * 8)
    assert viewer.levels == [
        (0.0, LinkLevel.GOOD),
        (1.0, LinkLevel.NOT_CONNECTED),
        (3.0, LinkLevel.VOICE_DISTURBED),
        (7.9, LinkLevel.GOOD),
    ]
    assert viewer.changes[-2][1].reasons == (Reason.INTERRUPTED,)


def test_figures_of_a_silent_link_say_nothing() -> None:
    silent = replace(WELL, life=Life.LOST, loss=1.0, concealed_share=1.0, picture_held=True)
    assert seen(WELL, *[silent] * 9).watch.quality.reasons == (Reason.INTERRUPTED,)


wobbling = st.lists(st.floats(0.0, 0.5), min_size=1, max_size=90)


def changes_of(losses: list[float]) -> list[tuple[float, LinkLevel]]:
    return seen(*(replace(WELL, loss=loss) for loss in losses)).levels


@given(wobbling)
def test_figures_that_wobble_make_no_level_flap(losses: list[float]) -> None:
    for (worse_s, _), (better_s, level) in itertools.pairwise(changes_of(losses)[1:]):
        if level is LinkLevel.GOOD:
            assert better_s - worse_s >= BETTER_AFTER_S


@given(st.lists(st.sampled_from([0.26, 0.34, 0.35, 0.36, 0.5]), max_size=60))
def test_around_a_limit_the_level_changes_once_at_most(losses: list[float]) -> None:
    assert len(changes_of([0.0, *losses])) <= 2


@given(st.lists(signs, max_size=60))
def test_no_level_gets_better_within_five_seconds_except_out_of_silence(seconds: list[LinkSigns]) -> None:
    worse_s = -BETTER_AFTER_S
    for (_, before), (at_s, after) in itertools.pairwise(seen(*seconds).levels):
        if LEVELS.index(after) > LEVELS.index(before):
            worse_s = at_s
        elif before is not LinkLevel.NOT_CONNECTED:
            assert round(at_s - worse_s, 6) >= BETTER_AFTER_S
        else:
            worse_s = at_s


@given(st.lists(signs, max_size=40))
def test_not_connected_is_said_exactly_while_it_is_true(seconds: list[LinkSigns]) -> None:
    viewer = Viewer()
    for second in seconds:
        viewer.see([second])
        silent = viewer.watch.quality.level is LinkLevel.NOT_CONNECTED
        assert silent == (second.life is not Life.ALIVE)


def test_control_without_hysteresis_the_level_flaps(monkeypatch: pytest.MonkeyPatch) -> None:
    losses = [0.0, 0.4, 0.4, 0.1, 0.1] * 12
    calm = len(changes_of(losses))
    monkeypatch.setattr(link_quality, "BETTER_AFTER_S", 0.0)
    assert calm <= 2
    assert len(changes_of(losses)) >= 24
