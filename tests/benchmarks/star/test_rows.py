"""Rows of the star: what they hold, medians, goals, and what people read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.star import rows
from tests.benchmarks.star.conditions import AIORTC, CHROMIUM, CODECS, OURS, Conditions
from tests.benchmarks.star.rows import Figures, Goal, Row

LINE_1 = Conditions()
ASKED_FOR = {
    "system",
    "booths",
    "size",
    "thumbnails",
    "cpu_cores",
    "memory_mib",
    "video_fps",
    "video_latency_p50_ms",
    "video_latency_p95_ms",
    "audio_latency_ms",
    "key_to_audio_p95_ms",
    "focus_to_sharp_p95_ms",
    "gui_stall_p99_ms",
    "packets_sent",
    "packets_received",
    "pictures_decoded",
}


def row(system: str, conditions: Conditions = LINE_1, **figures: float) -> Row:
    return Row(system, conditions, Figures(**figures), 20.0, 3)


def test_the_file_is_a_list_of_flat_rows_with_every_field_also_what_a_system_cannot_tell(
    tmp_path: Path,
) -> None:
    path = tmp_path / "rows.json"
    rows.write(path, [row(OURS, cpu_cores=0.3), row(CODECS)])
    ours, codecs = json.loads(path.read_text())
    assert ASKED_FOR <= ours.keys() == codecs.keys()
    assert (ours["system"], ours["booths"], ours["size"], ours["thumbnails"]) == (OURS, 6, "640x360", False)
    assert (ours["cpu_cores"], codecs["cpu_cores"]) == (0.3, None)


def test_a_median_is_of_the_runs_that_could_tell_and_none_when_half_could_not() -> None:
    three = [Figures(cpu_cores=0.3, memory_mib=200), Figures(cpu_cores=0.9), Figures(cpu_cores=0.2)]
    middle = rows.median(three)
    assert (middle.cpu_cores, middle.memory_mib, middle.video_fps) == (0.3, None, None)
    assert rows.median(three[:2]).memory_mib is None
    assert rows.median([*three[:1], Figures(memory_mib=100), Figures()]).memory_mib == 150


def test_the_parts_of_a_run_are_joined() -> None:
    parts = Figures(cpu_cores=0.3), Figures(video_fps=25.0), Figures(console_fps=0.0)
    assert rows.joined(parts) == Figures(cpu_cores=0.3, video_fps=25.0, console_fps=0.0)


@pytest.mark.parametrize(
    ("goal", "verdict"),
    [
        (Goal("cpu_cores", 0.4, of=CHROMIUM), "≤ 0.4 × chromium met"),
        (Goal("cpu_cores", 0.39, of=CHROMIUM), "≤ 0.39 × chromium missed"),
        (Goal("cpu_cores", 1.9, of=CODECS, aim=1.5), "≤ 1.9 × codecs (aim 1.5)"),
        (Goal("video_fps", 24.5, at_least=True), "≥ 24.5 missed"),
        (Goal("audio_latency_ms", 50), "≤ 50"),
    ],
)
def test_a_goal_says_whether_it_is_met_where_that_can_be_said(goal: Goal, verdict: str) -> None:
    ours, chromium = Figures(cpu_cores=0.4, video_fps=24.4), Figures(cpu_cores=1.0, video_fps=25.0)
    assert goal.told({OURS: ours, CHROMIUM: chromium}) == verdict


def test_what_is_asked_depends_on_what_is_carried() -> None:
    def against(conditions: Conditions) -> set[tuple[str, float]]:
        return {(goal.of, goal.limit) for goal in rows.goals_of(conditions) if goal.figure == "cpu_cores"}

    assert against(LINE_1) == {(CHROMIUM, 0.40), (CODECS, 1.9)}
    assert against(Conditions(6, 1280, 720, thumbnails=True)) == {(CHROMIUM, 0.35)}
    assert against(Conditions(6, 1280, 720)) == {(CODECS, 1.5)}


def test_people_see_systems_side_by_side_ours_against_two_of_them_and_the_goals() -> None:
    text = rows.side_by_side(
        [row(OURS, cpu_cores=0.3), row(CODECS, cpu_cores=0.2), row(AIORTC), row(CHROMIUM, cpu_cores=0.8)]
    )
    heads, cpu, *more = text.splitlines()[4:]
    assert heads.split() == [OURS, CODECS, AIORTC, CHROMIUM, "ours/codecs", "ours/chromium", "goals"]
    assert cpu.split()[:7] == ["cpu_cores", "0.300", "0.200", "–", "0.800", "1.500", "0.375"]
    assert cpu.endswith("≤ 0.4 × chromium (aim 0.33) met; ≤ 1.9 × codecs (aim 1.5) met")
    assert more == []


def test_a_table_without_ours_has_no_goals() -> None:
    assert "≤" not in rows.side_by_side([row(CHROMIUM, cpu_cores=0.8)])


def test_the_cost_of_one_more_booth_is_the_slope_of_the_line_of_least_squares() -> None:
    scale = [row(OURS, Conditions(n), cpu_cores=0.1 + 0.03 * n + 0.01 * (-1) ** n) for n in (1, 2, 3, 4)]
    slope = rows.slope_per_booth(scale, "cpu_cores")
    assert slope == pytest.approx(0.034)
    assert "cpu_cores: +0.0340 cores for each booth" in rows.by_booths(scale)
    assert rows.slope_per_booth(scale[:1], "cpu_cores") is None
