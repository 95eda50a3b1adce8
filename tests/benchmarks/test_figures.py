"""From what arrived to a row: made-up arrivals of which every figure is known."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from hardware.opencv import cv2
from hardware.picture_code import Code, draw
from tests.benchmarks import block_code, rows
from tests.benchmarks.arrived import LIKE_MOST_DB, Arrived, Originals, likeness_db
from tests.benchmarks.conditions import CONDITIONS, SYSTEMS, Condition, Goal, chosen, goals
from tests.benchmarks.figures import BLOCK_S, full_again_s, judge
from tests.benchmarks.rows import Figures, Minute, Row

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
    "one_thin",
    "audio_played_share",
    "audio_concealed_share",
    "audio_max_gap_ms",
    "audio_latency_ms",
    "video_fps",
    "video_latency_p50_ms",
    "video_latency_p95_ms",
    "video_frozen_share",
    "video_psnr_db",
    "sent_kbps_peak",
    "av_offset_ms",
    "stoi",
    "full_again_s",
    "audio_latency_ms_before",
    "video_fps_before",
    "video_latency_p95_ms_before",
    "video_psnr_db_before",
    "device_ms",
    "device_picture_ms",
    "machine_busy",
    "machine_stalled_share",
    "seconds",
    "runs",
]
SOME = Figures(1.0, 0.0, 0.0, 50.0, 25.0, 30.0, 40.0, 0.0, 40.0, 600.0, 10.0)


def _row(system: str, condition: Condition, figures: Figures) -> Row:
    return Row(system, condition, figures, 20.0, 3)


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


def _judged(arrived: Arrived, *spans: tuple[float, float]) -> Figures:
    spans = spans or ((FROM_S, TO_S),)
    return judge(arrived, _spoken_s(), {1001: 50_000, 1002: 75_000, 999: 10**6, 1004: 10**6}, spans)


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


@pytest.mark.parametrize("samples", [128, 480])
def test_how_much_a_loudspeaker_takes_at_a_time_changes_no_figure(samples: int) -> None:
    whole = _arrived(heard=lambda number: number % 20 != 0 and number not in (151, 152, 153))
    pieces = [
        (at_s + first / block_code.RATE_HZ, piece[first : first + samples])
        for at_s, piece in whole.pulls
        for first in range(0, len(piece), samples)
    ]
    assert _judged(replace(whole, pulls=pieces)) == _judged(whole)


def test_control_pictures_that_stop_are_frozen() -> None:
    figures = _judged(_arrived(seen=lambda number: not 80 <= number < 105))
    assert figures.video_frozen_share == pytest.approx(1.04 / 4, abs=0.02)
    assert figures.video_fps == pytest.approx(75 / 4, abs=0.5)


def test_what_is_between_two_spans_is_not_judged() -> None:
    def come(number: int) -> bool:
        """Nothing for half a second, from the third on."""
        return not FROM_S + 2.1 <= FROM_S - 2 + number * BLOCK_S < FROM_S + 2.6

    far = _arrived(heard=come, seen=lambda number: come(2 * number))
    all_of_it = _judged(far)
    assert all_of_it.audio_max_gap_ms > 400
    assert all_of_it.audio_played_share < 0.9
    assert all_of_it.video_frozen_share > 0.1
    without = _judged(far, (FROM_S, FROM_S + 2), (FROM_S + 2.7, TO_S))
    assert without.audio_max_gap_ms < 5
    assert (without.audio_played_share, without.video_frozen_share) == (1.0, 0.0)
    assert without.video_fps == pytest.approx(25, abs=0.5)
    assert without.sent_kbps_peak == 400, "the second in which it was interrupted is left out"


def test_where_nothing_came_nothing_is_made_up() -> None:
    figures = _judged(Arrived())
    assert figures.audio_played_share == figures.video_fps == 0.0
    assert figures.audio_max_gap_ms == pytest.approx(4000, abs=25)
    assert figures.video_frozen_share == 1.0
    assert figures.audio_latency_ms is figures.video_latency_p95_ms is figures.av_offset_ms is None


def test_a_row_has_exactly_the_agreed_fields() -> None:
    row = _row("ours", Condition(), SOME).as_json()
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
    def table(ours: Figures, *others: Row) -> str:
        return rows.side_by_side([_row("ours", Condition(loss=0.05), ours), *others], goals)

    assert "loss 5%" in table(SOME)
    assert "≥ 0.99  met" in table(SOME)
    assert "≤ 90  missed" in table(replace(SOME, audio_latency_ms=None))
    chromium = _row("chromium", Condition(loss=0.05), replace(SOME, audio_latency_ms=49.0))
    assert "≤ chromium  missed; ≤ 90  met" in table(SOME, chromium)
    assert "≤ chromium; ≤ 90  met" in table(SOME), "nothing to compare with"
    assert not Goal("audio_latency_ms", False, 60).met(None, 60)
    assert Goal("audio_latency_ms", False, 60).met(60, 60)
    assert not Goal("audio_played_share", True, 0.99).met(0.98, 0.99)


def test_a_goal_may_be_another_systems_figure_or_ones_own_before() -> None:
    stoi = Goal("stoi", True, -0.02, "chromium")
    assert stoi.limit({"chromium": replace(SOME, stoi=0.9)}) == pytest.approx(0.88)
    assert stoi.limit({"ours": SOME}) is None
    fps = Goal("video_fps", True, -1, "before")
    assert fps.limit({"ours": replace(SOME, video_fps_before=24.8)}) == pytest.approx(23.8)
    assert str(stoi) == "≥ chromium − 0.02"


def test_what_was_before_stands_beside() -> None:
    before = replace(SOME, video_fps=24.0, audio_latency_ms=None, video_psnr_db=43.0)
    both = rows.with_before(SOME, before)
    assert (both.video_fps, both.video_fps_before, both.video_psnr_db_before) == (25.0, 24.0, 43.0)
    assert both.audio_latency_ms_before is None


def test_one_booth_of_six_has_the_limit() -> None:
    limits = [one.rate_kbps for one in Condition(booths=6, rate_kbps=150, one_thin=True).impairments()]
    assert limits == [150, None, None, None, None, None]
    assert [one.rate_kbps for one in Condition(booths=2, rate_kbps=150).impairments()] == [150, 150]


def test_concealed_blocks_are_told_from_silence() -> None:
    def arrived(put_in_place: NDArray[np.int16]) -> Arrived:
        far = _arrived(heard=lambda number: number % 20 != 0)
        for number, (_, piece) in enumerate(far.pulls):
            blanks = {0: slice(block_code.LEAD_SAMPLES, None), 1: slice(0, block_code.LEAD_SAMPLES)}
            blank = blanks.get((number - DELAY_BLOCKS) % 20)
            if blank is not None and number > DELAY_BLOCKS:
                piece[blank] = put_in_place[blank]
        return far

    silence = _judged(arrived(np.zeros(block_code.BLOCK_SAMPLES, np.int16)))
    made_up = _judged(arrived(np.random.default_rng(1).normal(0, 2000, 960).astype(np.int16)))
    assert silence.audio_played_share == made_up.audio_played_share == pytest.approx(0.95, abs=0.006)
    assert silence.audio_concealed_share == 0.0
    assert made_up.audio_concealed_share == pytest.approx(0.05, abs=0.006)


def test_a_picture_that_was_blurred_is_less_like_its_original() -> None:
    original = np.random.default_rng(1).integers(0, 255, (360, 640), np.uint8)
    blurred = np.asarray(cv2.resize(cv2.resize(original, (320, 180)), (640, 360)), np.uint8)
    assert likeness_db(original, original) == LIKE_MOST_DB
    assert likeness_db(blurred, original) < 20
    assert likeness_db(original[::2, ::2], original) < 20, "at its own size"


def test_a_picture_is_compared_with_the_original_of_its_own_time() -> None:
    originals = Originals()
    pictures = []
    for number in range(10):
        picture = np.full((360, 640, 3), 20 * number, np.uint8)
        draw(picture, Code.at(1, number, FROM_S + number / 25))
        originals.keep(picture, FROM_S + number / 25)
        pictures.append(picture)
    far = Arrived(originals)
    for number, picture in enumerate(pictures):
        far.see(FROM_S + number / 25 + PICTURE_DELAY_S, picture)
    assert [db for _, db in far.likeness_db] == [LIKE_MOST_DB], "one in half a second"


def test_a_picture_is_full_again_when_it_comes_as_often_and_as_fine_as_usual() -> None:
    lifted_s, until_s = FROM_S - 1, FROM_S + 5
    far = _arrived(seen=lambda number: number < 75 or number % 2 == 0 or number >= 125)
    assert full_again_s(far, 40.0, lifted_s, until_s) is None, "never compared"
    far.likeness_db = [(lifted_s + at_s, 40.0 if at_s > 2 else 30.0) for at_s in np.arange(0, 6, 0.5)]
    # They are fine from the third second on, but half as many in the third and the fourth.
    assert full_again_s(far, 40.0, lifted_s, until_s) == pytest.approx(4.0, abs=0.5)
    assert full_again_s(far, 45.0, lifted_s, until_s) is None
    assert full_again_s(far, None, lifted_s, until_s) is None


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    minute = Minute(1, 190.5, SOME)
    written = [
        _row("ours", Condition(loss=0.05), SOME),
        Row("chromium", Condition(booths=6), replace(SOME, stoi=0.9), 3600.0, 1, (minute, minute)),
    ]
    rows.write(tmp_path / "rows.json", written)
    assert rows.read(tmp_path / "rows.json") == written


def test_a_file_from_before_a_figure_was_told_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    rows.write(file, [_row("ours", Condition(), SOME)])
    (row,) = json.loads(file.read_text())
    del row["machine_stalled_share"]
    file.write_text(json.dumps([row]))
    assert rows.read(file) == [_row("ours", Condition(), SOME)]


def test_creep_is_the_last_fifth_against_the_first() -> None:
    minutes = [
        Minute(number, 100.0 + number, replace(SOME, audio_latency_ms=50.0 + 2 * number))
        for number in range(10)
    ]
    assert rows.creep(minutes) == {"audio_latency_creep_ms": 16.0, "memory_creep_mb": 8.0}
    unheard = [replace(minute, figures=Figures.nothing()) for minute in minutes]
    assert rows.creep(unheard)["audio_latency_creep_ms"] is None
