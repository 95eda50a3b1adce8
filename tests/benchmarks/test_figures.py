"""From what arrived to a row: made-up arrivals of which every figure is known."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hardware.picture_code import Code, draw
from tests.benchmarks import block_code, rows
from tests.benchmarks.conditions import CONDITIONS, SYSTEMS, Condition, Goal, chosen, goals
from tests.benchmarks.figures import BLOCK_S, Arrived, judge
from tests.benchmarks.rows import Figures, Row

FROM_S, TO_S = 1000.0, 1004.0
BLOCKS = 400
DELAY_BLOCKS = 3
"""A block begins 13.5 ms into its piece, so it is heard as much later too: the delay is whole blocks."""
PICTURE_DELAY_S = 0.07
ROW_KEYS = [
    "system",
    "booths",
    "loss",
    "burst",
    "delay_ms",
    "jitter_ms",
    "rate_kbps",
    "audio_played_share",
    "audio_max_gap_ms",
    "audio_latency_ms",
    "video_fps",
    "video_latency_p50_ms",
    "video_latency_p95_ms",
    "video_frozen_share",
    "sent_kbps_peak",
    "av_offset_ms",
]
SOME = Figures(1.0, 0.0, 50.0, 25.0, 30.0, 40.0, 0.0, 600.0, 10.0)


def _spoken_s() -> list[float]:
    return [FROM_S - 2 + number * BLOCK_S for number in range(BLOCKS)]


def _arrived(
    heard: Callable[[int], bool] = lambda number: True, seen: Callable[[int], bool] = lambda number: True
) -> Arrived:
    arrived = Arrived()
    for number, at_s in enumerate(_spoken_s()):
        piece = block_code.piece(number - DELAY_BLOCKS) if number >= DELAY_BLOCKS else block_code.block(0) * 0
        # What is not heard of a block lies in two pieces.
        if not heard(number - DELAY_BLOCKS):
            piece[block_code.LEAD_SAMPLES :] = 0
        if not heard(number - DELAY_BLOCKS - 1):
            piece[: block_code.LEAD_SAMPLES] = 0
        arrived.hear(at_s, piece)
        if number % 2 == 0 and seen(number // 2):
            picture = np.full((360, 640, 4), 90, np.uint8)
            colours = picture[:, :, :3]
            draw(colours, Code.at(1, number // 2, at_s - PICTURE_DELAY_S))
            arrived.see(at_s, picture)
    return arrived


def _judged(arrived: Arrived) -> Figures:
    return judge(arrived, _spoken_s(), {1001: 50_000, 1002: 75_000, 999: 10**6, 1004: 10**6}, FROM_S, TO_S)


def test_what_all_arrived_has_the_delays_that_it_was_given_and_nothing_missing() -> None:
    figures = _judged(_arrived())
    assert figures.audio_played_share == 1.0
    assert figures.audio_max_gap_ms < 5
    assert figures.audio_latency_ms == pytest.approx(DELAY_BLOCKS * 20, abs=3)
    assert figures.video_fps == pytest.approx(25, abs=0.5)
    assert figures.video_latency_p50_ms == pytest.approx(PICTURE_DELAY_S * 1000, abs=1.5)
    assert figures.video_frozen_share == 0.0
    assert figures.sent_kbps_peak == 600
    # Sound is 60 ms old plus its own length, pictures are 70.
    assert figures.av_offset_ms == pytest.approx(10, abs=4)


def test_control_blanked_blocks_and_a_gap_are_seen() -> None:
    figures = _judged(_arrived(heard=lambda number: number % 20 != 0 and number not in (151, 152, 153)))
    assert figures.audio_played_share == pytest.approx(0.95 - 3 / 200, abs=0.006)
    assert figures.audio_max_gap_ms == pytest.approx(60, abs=5)


def test_control_pictures_that_stop_are_frozen() -> None:
    figures = _judged(_arrived(seen=lambda number: not 80 <= number < 105))
    assert figures.video_frozen_share == pytest.approx(1.04 / 4, abs=0.02)
    assert figures.video_fps == pytest.approx(75 / 4, abs=0.5)


def test_where_nothing_came_nothing_is_made_up() -> None:
    figures = _judged(Arrived())
    assert figures.audio_played_share == figures.video_fps == 0.0
    assert figures.audio_max_gap_ms == pytest.approx(4000, abs=25)
    assert figures.video_frozen_share == 1.0
    assert figures.audio_latency_ms is figures.video_latency_p95_ms is figures.av_offset_ms is None


def test_a_row_has_exactly_the_agreed_fields() -> None:
    row = Row("ours", Condition(), SOME).as_json()
    assert list(row) == ROW_KEYS
    assert json.loads(json.dumps(row))["rate_kbps"] is None


def test_medians_are_taken_figure_by_figure_and_nothing_stays_nothing() -> None:
    missing = replace(SOME, audio_latency_ms=None)
    middle = rows.median(
        [SOME, replace(SOME, video_fps=9.0, audio_latency_ms=70.0), replace(SOME, video_fps=7.0)]
    )
    assert (middle.video_fps, middle.audio_latency_ms) == (9.0, 50.0)
    assert rows.median([SOME, missing, missing]).audio_latency_ms is None
    assert rows.median([SOME, SOME, missing]).audio_latency_ms == 50.0


def test_of_several_booths_the_worst_counts() -> None:
    other = replace(SOME, audio_played_share=0.5, video_frozen_share=0.3, audio_latency_ms=None)
    worst = rows.worst([SOME, other])
    assert (worst.audio_played_share, worst.video_frozen_share, worst.audio_latency_ms) == (0.5, 0.3, None)


def test_a_part_of_the_table_is_chosen_by_its_values() -> None:
    assert len(chosen([])) == len(CONDITIONS) * len(SYSTEMS)
    part = chosen(["loss=0.05,system=ours", "burst=1"])
    assert part == [("ours", Condition(loss=0.05))]
    assert {c.rate_kbps for _, c in chosen(["rate_kbps=450,rate_kbps=150"])} == {450, 150}
    assert all(condition.rate_kbps is None for _, condition in chosen(["rate_kbps=null"]))
    for wrong in ("colour=3", "loss", "loss=0.77"):
        with pytest.raises(ValueError, match=r"key=value|no row"):
            chosen([wrong])


def test_goals_stand_beside_the_figures_and_what_never_came_meets_none() -> None:
    table = rows.side_by_side([Row("ours", Condition(loss=0.05), SOME)], goals)
    assert "loss 5%" in table
    assert "≥ 0.99  met" in table
    nothing = replace(SOME, audio_latency_ms=None)
    assert "≤ 90  missed" in rows.side_by_side([Row("ours", Condition(loss=0.05), nothing)], goals)
    assert not Goal("audio_latency_ms", False, 60).met(None)
    assert Goal("audio_latency_ms", False, 60).met(60)
    assert not Goal("audio_played_share", True, 0.99).met(0.98)
