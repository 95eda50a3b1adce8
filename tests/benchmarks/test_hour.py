"""The hour in small: one minute of two seconds."""

from __future__ import annotations

import pytest

from tests.benchmarks import hour as hours
from tests.benchmarks.conditions import Condition

pytestmark = pytest.mark.long


def test_each_minute_has_figures_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hours, "MINUTE_S", 5.0)
    monkeypatch.setattr(hours, "JUDGED_S", 2.0)
    monkeypatch.setattr(hours, "SETTLE_S", 0.0)
    (minute,) = hours.hour("aiortc", Condition(), seconds=5.0)
    assert minute.minute == 1
    assert minute.memory_mb > 10
    assert minute.figures.audio_played_share > 0
    assert minute.figures.video_fps > 0
