"""Both systems come up through the relay, and their codes are read at the far end. No figure is judged."""

from __future__ import annotations

import pytest

from tests.benchmarks import run as runs
from tests.benchmarks.conditions import SYSTEMS, Condition


@pytest.mark.parametrize("system", SYSTEMS)
def test_sound_and_pictures_arrive_through_the_relay(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "SETTLE_S", 0.0)
    monkeypatch.setattr(runs, "DRAIN_S", 1.0)
    figures = runs.run(system, Condition(), seconds=2.2, seed=1)
    assert figures.audio_played_share > 0
    assert figures.video_fps > 0
    assert figures.sent_kbps_peak > 0
