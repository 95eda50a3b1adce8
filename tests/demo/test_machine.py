from __future__ import annotations

import pytest

from tests.demo import machine


@pytest.mark.parametrize(
    ("booths", "steps_per_s", "fps"), [(6, 80e6, 25), (6, 36e6, 15), (2, 36e6, 25), (1, 1e6, 15)]
)
def test_a_machine_that_is_too_slow_for_all_cameras_has_slower_ones(
    booths: int, steps_per_s: float, fps: int
) -> None:
    assert machine.affordable_fps(booths, lambda: steps_per_s) == fps


@pytest.mark.patient
def test_a_machine_has_a_speed() -> None:
    assert machine.speed() > machine.STEPS / 60
