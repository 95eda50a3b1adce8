from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booth_client.core.capture import Corners, Finding, Flaw
from booth_client.core.shutter import (
    FAILURES_BEFORE_NOTE,
    REASON_HOLDS_S,
    STEADY_S,
    STILL_WAIT_S,
    TRY_S,
    Hint,
    Shoot,
    Shutter,
)

FRAME_S = 0.05
CORNERS: Corners = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))


def finding(flaw: Flaw | None = None, at_s: float = 0.0) -> Finding:
    return Finding(at_s, flaw, None if flaw is Flaw.NOTHING else CORNERS, 300.0, 1.0)


class Run:
    """A shutter with time, which passes by a frame at each finding."""

    def __init__(self, failures: int = 0) -> None:
        self.now_s = 100.0
        self.shutter = Shutter(self.now_s, failures)

    def see(self, *flaws: Flaw | None) -> list[Shoot]:
        shots = []
        for flaw in flaws:
            self.now_s += FRAME_S
            shot = self.shutter.handle_finding(finding(flaw, self.now_s), self.now_s)
            shots += [shot] if shot is not None else []
        return shots

    def see_for(self, flaw: Flaw | None, seconds: float) -> list[Shoot]:
        return self.see(*[flaw] * (round(seconds / FRAME_S) + 1))

    def shown(self) -> Flaw | Hint | None:
        state = self.shutter.state(self.now_s)
        return state.flaw or state.hint


def test_a_document_that_is_good_for_half_a_second_is_taken_once() -> None:
    run = Run()
    assert run.see_for(None, STEADY_S - 2 * FRAME_S) == []
    assert run.shown() is Hint.HOLD_STILL
    assert 0.5 < run.shutter.state(run.now_s).progress < 1
    assert len(run.see_for(None, 1.0)) == 1
    assert run.shutter.handle_still(finding(), run.now_s)
    assert run.shown() is Hint.TAKEN
    assert run.see_for(None, 2.0) == []


def test_the_still_that_is_wanted_is_like_the_newest_frame() -> None:
    run = Run()
    (shot,) = run.see_for(None, STEADY_S + 0.2)
    assert shot.finding.good
    assert shot.finding.captured_s == pytest.approx(100 + FRAME_S + STEADY_S, abs=FRAME_S * 1.01)


def test_an_empty_desk_is_asked_for_a_document_and_blamed_for_nothing() -> None:
    run = Run()
    run.see_for(Flaw.NOTHING, 60.0)
    assert run.shown() is Hint.LAY_DOWN
    assert run.shutter.state(run.now_s).failures == 0


def test_one_bad_frame_among_good_ones_costs_nothing() -> None:
    run = Run()
    run.see(None, None, None, None, Flaw.BLURRED, None, None, None, None)
    assert run.shown() is Hint.HOLD_STILL
    assert len(run.see(None, None, None, None)) == 1


def test_a_flaw_that_lasts_is_said_and_one_that_flits_is_not() -> None:
    run = Run()
    run.see(Flaw.BLURRED, Flaw.BLURRED)
    assert run.shown() is Hint.LAY_DOWN
    run.see_for(Flaw.BLURRED, 0.4)
    assert run.shown() is Flaw.BLURRED


def test_a_reason_stays_long_enough_to_be_read() -> None:
    run = Run()
    run.see_for(Flaw.GLARE, 0.4)
    assert run.shown() is Flaw.GLARE
    shown = []
    for _ in range(round(0.8 / FRAME_S)):
        run.see(Flaw.DARK)
        shown.append(run.shown())
    assert set(shown[: round((REASON_HOLDS_S - 0.4) / FRAME_S)]) == {Flaw.GLARE}
    run.see_for(Flaw.DARK, REASON_HOLDS_S)
    assert run.shown() is Flaw.DARK


def test_a_reason_that_is_shown_does_not_hold_a_good_picture_up() -> None:
    run = Run()
    run.see_for(Flaw.GLARE, 0.5)
    assert len(run.see_for(None, STEADY_S + FRAME_S)) == 1


def test_a_still_that_is_not_good_says_why_and_is_tried_again() -> None:
    run = Run()
    run.see_for(None, STEADY_S + FRAME_S)
    assert not run.shutter.handle_still(finding(Flaw.BLURRED), run.now_s)
    assert run.shown() is Flaw.BLURRED
    assert run.shutter.state(run.now_s).failures == 1
    assert len(run.see_for(None, STEADY_S + FRAME_S)) == 1
    assert run.shutter.handle_still(finding(), run.now_s)


def test_a_document_that_frames_call_good_is_not_refused_twice_in_a_row() -> None:
    run = Run()
    for wanted in (False, True):
        assert len(run.see_for(None, STEADY_S + FRAME_S)) == 1
        assert run.shutter.handle_still(finding(Flaw.BLURRED), run.now_s) is wanted


def test_a_still_on_which_the_document_is_cut_off_is_never_taken_for_good() -> None:
    run = Run()
    for _ in range(4):
        assert len(run.see_for(None, STEADY_S + FRAME_S)) == 1
        assert not run.shutter.handle_still(finding(Flaw.CUT_OFF), run.now_s)


def test_after_three_failures_the_officer_may_accept() -> None:
    run = Run()
    may = []
    for _ in range(FAILURES_BEFORE_NOTE):
        may.append(run.shutter.state(run.now_s).may_accept)
        run.see_for(Flaw.GLARE, TRY_S)
    assert may == [False] * FAILURES_BEFORE_NOTE
    assert run.shutter.state(run.now_s).may_accept


def test_what_the_officer_takes_as_it_is_is_taken() -> None:
    run = Run()
    run.see_for(Flaw.GLARE, 1.0)
    shot = run.shutter.handle_as_it_is(run.now_s)
    assert shot is not None
    assert shot.finding.flaw is Flaw.GLARE
    assert run.shutter.handle_still(finding(Flaw.GLARE), run.now_s)
    assert run.shutter.taken


def test_without_a_frame_there_is_nothing_to_take() -> None:
    assert Shutter(0.0).handle_as_it_is(1.0) is None


def test_a_camera_that_sends_no_still_does_not_stop_the_shutter() -> None:
    run = Run()
    assert len(run.see_for(None, STEADY_S + FRAME_S)) == 1
    assert len(run.see_for(None, STILL_WAIT_S + STEADY_S + 2 * FRAME_S)) == 1
    assert run.shutter.state(run.now_s).failures == 1


def test_a_still_that_nobody_asked_for_is_left() -> None:
    run = Run()
    assert not run.shutter.handle_still(finding(), run.now_s)
    assert not run.shutter.taken


def test_a_retake_keeps_the_failures() -> None:
    assert Run(failures=FAILURES_BEFORE_NOTE).shutter.state(100.0).may_accept


def _runs(flaws: Iterable[Flaw | None]) -> Run:
    run = Run()
    for flaw in flaws:
        for _ in run.see(flaw):
            run.shutter.handle_still(finding(), run.now_s)
    return run


@given(st.lists(st.sampled_from([None, *Flaw]), max_size=80))
def test_whatever_comes_half_a_second_of_good_frames_is_a_picture(flaws: list[Flaw | None]) -> None:
    run = _runs(flaws)
    if not run.shutter.taken:
        assert len(run.see_for(None, STEADY_S + FRAME_S)) == 1


@given(st.lists(st.sampled_from([Flaw.DARK, Flaw.GLARE, Flaw.BLURRED, None, Flaw.NOTHING]), max_size=120))
def test_no_reason_gives_way_to_another_before_it_was_read(flaws: list[Flaw | None]) -> None:
    run = Run()
    shown, since_s = run.shown(), run.now_s
    for flaw in flaws:
        run.see(flaw)
        if run.shown() is not shown:
            if isinstance(shown, Flaw) and isinstance(run.shown(), Flaw):
                assert run.now_s - since_s >= REASON_HOLDS_S
            shown, since_s = run.shown(), run.now_s
