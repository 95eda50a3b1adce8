"""The share and the runs of losses."""

from __future__ import annotations

import pytest

from channel.core.loss_runs import SINGLES_GRANTED, LossRuns
from channel.core.redundancy import Redundancy


def told(fates: str, *, every_s: float = 0.01) -> LossRuns:
    """``x`` is lost, ``.`` arrived."""
    runs = LossRuns()
    for number, fate in enumerate(fates):
        runs.tell(number, fate == "x", number * every_s)
    return runs


def test_nothing_is_lost_before_anything_is_told() -> None:
    assert (LossRuns().share, LossRuns().burst, LossRuns().packets) == (0.0, 1.0, 0)


def test_single_losses_and_runs_of_the_same_share_are_told_apart() -> None:
    alone, together = told("...x......" * 12), told("...xxx........................" * 4)
    assert alone.share == together.share == pytest.approx(0.1)
    assert alone.burst == 1.0
    assert together.burst == pytest.approx((12 + SINGLES_GRANTED) / (4 + SINGLES_GRANTED))


def test_what_is_older_than_the_window_is_forgotten() -> None:
    assert told("x" * 100 + "." * 400).share == 0.0


def test_losses_that_are_told_together_and_late_are_no_run() -> None:
    runs = LossRuns()
    for number in (0, 2, 3, 5, 6, 8, 1, 4, 7, 9):
        runs.tell(number, number in (1, 4, 7), 0.1)
    assert (runs.share, runs.burst) == (0.3, 1.0)


def test_a_run_is_as_long_as_it_is() -> None:
    assert told("." * 20 + "x" * 40 + "." * 20).burst > 10.0


@pytest.mark.parametrize(("run", "chance"), [("xx", True), ("xxx", False)])
def test_two_neighbours_among_few_losses_may_be_chance(run: str, chance: bool) -> None:
    """So far copies are what repairs them; earlier blocks would make all sound wait."""
    runs = told("." * 40 + run + "." * 10)
    said = Redundancy().look(runs.share, runs.burst, True, 1000, 32, copied=True)
    assert (said.copies > 1, said.depth == 0) == (chance, chance)
