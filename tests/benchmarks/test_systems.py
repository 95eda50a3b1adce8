"""All systems come up through the relay, and their codes are read at the far end. No figure is judged."""

from __future__ import annotations

import pytest

from tests.benchmarks import run as runs
from tests.benchmarks.conditions import CHROMIUM, SYSTEMS, Condition

pytestmark = pytest.mark.long

each_system = pytest.mark.parametrize(
    "system",
    [pytest.param(name, marks=[pytest.mark.chromium] if name == CHROMIUM else []) for name in SYSTEMS],
)


@each_system
@pytest.mark.usefixtures("no_leftovers")
def test_sound_and_pictures_arrive_through_the_relay(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "SETTLE_S", 0.0)
    monkeypatch.setattr(Condition, "speaks", False)
    figures = runs.run(system, Condition(), seconds=2.2, seed=1)
    assert figures.audio_played_share > 0
    assert figures.video_fps > 0
    assert figures.sent_kbps_peak > 0 or figures.machine_stalled_share, "of whole seconds without a stop"
    assert (figures.device_picture_ms or 0) > 0 if system == CHROMIUM else figures.device_picture_ms == 0


@pytest.mark.parametrize("thin", [False, True], ids=["alike", "one on a thin link"])
@pytest.mark.usefixtures("no_leftovers")
def test_several_booths_of_ours_are_in_a_process_of_their_own(
    thin: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "SETTLE_S", 0.0)
    monkeypatch.setattr(runs, "USUAL_S", 3.0)
    monkeypatch.setattr(runs, "USUAL_JUDGED_S", 2.0)
    condition = Condition(booths=2, rate_kbps=150.0, one_thin=True) if thin else Condition(booths=2)
    figures = runs.run("ours", condition, seconds=2.2, seed=1)
    assert figures.audio_played_share > 0
    assert figures.video_fps > 0
    assert figures.sent_kbps_peak > 0 or figures.machine_stalled_share, "of whole seconds without a stop"
    assert (figures.video_fps_before is not None) is thin
    assert figures.video_psnr_db is None, "the originals are there"


def test_a_system_that_never_comes_up_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "SET_UP_MOST_S", 0.0)
    with pytest.raises(runs.NotUp):
        runs.run("aiortc", Condition(), seconds=2.0, seed=1)
