"""One line of the result: its fields, the median of several runs, and the worst of several booths.

Responsible for: the form that others rely on (``Row``). Not for: where the figures come from (``figures``).
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields

from tests.benchmarks.conditions import Condition, Goal

_Choose = Callable[[list[float]], float]


@dataclass(frozen=True)
class Figures:
    """What arrived at the desk from one booth, in the judged seconds. None: nothing arrived to measure.

    ``audio_played_share``: of the blocks spoken, those heard as they were (concealed ones are missing);
    ``audio_max_gap_ms``: longest time between two of them beyond their own length; ``audio_latency_ms``:
    median, from the microphone's hand-over to the loudspeaker's; ``video_latency_*``: from the drawing of a
    picture to its being ready to paint; ``video_frozen_share``: of the time; ``sent_kbps_peak``: worst
    second, with IP and UDP headers; ``av_offset_ms``: 95th percentile of the distance between the ages of
    picture and sound.
    """

    audio_played_share: float
    audio_max_gap_ms: float
    audio_latency_ms: float | None
    video_fps: float
    video_latency_p50_ms: float | None
    video_latency_p95_ms: float | None
    video_frozen_share: float
    sent_kbps_peak: float
    av_offset_ms: float | None


FIGURES = tuple(field.name for field in fields(Figures))
_MORE_IS_BETTER = frozenset({"audio_played_share", "video_fps"})


@dataclass(frozen=True)
class Row:
    system: str
    condition: Condition
    figures: Figures

    def as_json(self) -> dict[str, str | float | None]:
        """Flat: system, condition, figures, in this order."""
        return {"system": self.system, **asdict(self.condition), **asdict(self.figures)}


def median(runs: Sequence[Figures]) -> Figures:
    """Figure by figure; where nothing arrived in half of the runs or more, None."""

    def middle(values: list[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return round(statistics.median(known), 4) if 2 * len(known) > len(values) else None

    return _joined(runs, lambda name: middle)


def worst(booths: Sequence[Figures]) -> Figures:
    """Figure by figure, None being worst."""

    def chooser(choose: _Choose) -> Callable[[list[float | None]], float | None]:
        def least_good(values: list[float | None]) -> float | None:
            known = [value for value in values if value is not None]
            return choose(known) if len(known) == len(values) else None

        return least_good

    return _joined(booths, lambda name: chooser(min if name in _MORE_IS_BETTER else max))


def _joined(
    all_of_them: Sequence[Figures], how: Callable[[str], Callable[[list[float | None]], float | None]]
) -> Figures:
    return Figures(**{name: how(name)([getattr(one, name) for one in all_of_them]) for name in FIGURES})  # type: ignore[arg-type]


def side_by_side(rows: Iterable[Row], goals_of: Callable[[Condition], Iterable[Goal]]) -> str:
    """For people: per condition one line for each figure, one column for each system, the goal beside."""
    table: dict[Condition, dict[str, Figures]] = {}
    for row in rows:
        table.setdefault(row.condition, {})[row.system] = row.figures
    lines: list[str] = []
    for condition, systems in table.items():
        goals = {goal.figure: goal for goal in goals_of(condition)}
        lines += [
            "",
            str(condition),
            f"  {'':22}" + "".join(f"{name:>12}" for name in systems) + "   goal (ours)",
        ]
        for name in FIGURES:
            values = "".join(f"{_shown(getattr(figures, name)):>12}" for figures in systems.values())
            lines.append(f"  {name:22}{values}   {_against(goals.get(name), systems.get('ours'))}".rstrip())
    return "\n".join(lines[1:])


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}" if 0 < abs(value) < 1.5 else f"{value:.1f}"


def _against(goal: Goal | None, ours: Figures | None) -> str:
    if goal is None or ours is None:
        return str(goal or "")
    return f"{goal}  {'met' if goal.met(getattr(ours, goal.figure)) else 'missed'}"
