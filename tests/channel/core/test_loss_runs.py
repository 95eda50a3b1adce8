"""The share and the runs of losses."""

from __future__ import annotations

import pytest

from channel.core.loss_runs import LossRuns


def told(fates: str, *, every_s: float = 0.01) -> LossRuns:
    """``x`` is lost, ``.`` arrived."""
    runs = LossRuns()
    for number, fate in enumerate(fates):
        runs.tell(fate == "x", number * every_s)
    return runs


def test_nothing_is_lost_before_anything_is_told() -> None:
    assert (LossRuns().share, LossRuns().burst, LossRuns().packets) == (0.0, 1.0, 0)


def test_single_losses_and_runs_of_the_same_share_are_told_apart() -> None:
    alone, together = told("...x......" * 12), told("...xxx........................" * 4)
    assert alone.share == together.share == pytest.approx(0.1)
    assert alone.burst == 1.0
    assert together.burst == 3.0


def test_what_is_older_than_the_window_is_forgotten() -> None:
    assert told("x" * 100 + "." * 400).share == 0.0


def test_a_run_goes_on_from_one_slice_to_the_next() -> None:
    assert told("." * 20 + "x" * 40 + "." * 20).burst == 40.0
