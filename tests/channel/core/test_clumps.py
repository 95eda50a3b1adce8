"""What a bottleneck spaces, and what comes in clumps."""

from __future__ import annotations

import pytest

from channel.core.clumps import PACKETS_MOST, WINDOW_S, Clumps

KBPS = 400.0
SIZE_BYTES = 500  # 10 ms


def share(gaps_s: list[float]) -> float:
    clumps, now_s = Clumps(), 5.0
    for gap_s in gaps_s:
        now_s += gap_s
        clumps.count(now_s, SIZE_BYTES, KBPS)
    return clumps.share


@pytest.mark.parametrize("gap_s", [0.01, 0.02, 0.004])
def test_what_passes_a_bottleneck_or_comes_with_some_jitter_is_in_no_clumps(gap_s: float) -> None:
    assert share([gap_s] * 40) == 0.0


def test_what_is_read_at_once_after_a_stall_is_a_clump() -> None:
    assert share(([0.2] + [0.0002] * 9) * 4) > 0.8


def test_a_clump_is_forgotten_after_a_moment() -> None:
    assert share([0.0002] * 20 + [0.02] * round(WINDOW_S / 0.02 + 2)) == 0.0


def test_a_far_end_whose_clock_stands_still_fills_no_memory() -> None:
    clumps = Clumps()
    for _ in range(2 * PACKETS_MOST):
        clumps.count(5.0, SIZE_BYTES, KBPS)
    assert len(clumps._came) == PACKETS_MOST
