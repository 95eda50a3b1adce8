"""One line of the result: its fields, the median of several runs, and the worst of several booths.

Responsible for: the form that others rely on (``Row``). Not for: where the figures come from (``figures``).
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from tests.benchmarks.conditions import Condition, Goal

_Kind = TypeVar("_Kind", Condition, "Figures")
_Choose = Callable[[list[float]], float]


@dataclass(frozen=True)
class Figures:
    """What arrived at one far end, in the judged seconds. None: nothing arrived to measure.

    ``audio_played_share``: of the blocks spoken, those heard as they were; ``audio_concealed_share``: those
    in whose place something was made up (what is in neither was left out, or silence); ``audio_max_gap_ms``:
    longest time between two that were heard, beyond their own length; ``audio_latency_ms``: median, from the
    microphone's hand-over to the loudspeaker's; ``video_latency_*``: from the drawing of a picture to its
    being ready to paint; ``video_frozen_share``: of the time; ``video_psnr_db``: how like their originals
    pictures are, median; ``sent_kbps_peak``: worst second, with IP and UDP headers; ``av_offset_ms``: 95th
    percentile of the distance between the ages of picture and sound.

    Where it was measured: ``stoi``: of a spoken corpus, after the judged seconds; ``full_again_s``: after a
    limit was lifted; ``*_before``: the same figure of the same ends before the link turned bad; ``device_*``:
    what pages and tracks took by themselves, which has been taken off. ``machine_busy``: share of the
    processors' time that was taken, by whatever; near 1 the machine was measured, and no link;
    ``machine_stalled_share``: of the seconds that were to be judged, what was not because all of it had stood
    still (``stalls``); 1: nothing else was left, so that all was judged.
    """

    audio_played_share: float
    audio_concealed_share: float
    audio_max_gap_ms: float
    audio_latency_ms: float | None
    video_fps: float
    video_latency_p50_ms: float | None
    video_latency_p95_ms: float | None
    video_frozen_share: float
    video_psnr_db: float | None
    sent_kbps_peak: float
    av_offset_ms: float | None
    stoi: float | None = None
    full_again_s: float | None = None
    audio_latency_ms_before: float | None = None
    video_fps_before: float | None = None
    video_latency_p95_ms_before: float | None = None
    video_psnr_db_before: float | None = None
    device_ms: float | None = None
    device_picture_ms: float | None = None
    machine_busy: float | None = None
    machine_stalled_share: float | None = None

    @classmethod
    def nothing(cls) -> Figures:
        """Of a call that never came up."""
        return cls(0.0, 0.0, 0.0, None, 0.0, None, None, 1.0, None, 0.0, None)


FIGURES = tuple(field.name for field in fields(Figures))
_SOMETIMES = frozenset(field.name for field in fields(Figures) if field.default is not MISSING)
_MORE_IS_BETTER = frozenset(
    {"audio_played_share", "video_fps", "video_fps_before", "video_psnr_db", "video_psnr_db_before", "stoi"}
)


@dataclass(frozen=True)
class Minute:
    """Of a long run: the figures of its last seconds, and what the process held then."""

    minute: int
    memory_mb: float
    figures: Figures


@dataclass(frozen=True)
class Row:
    """``figures``: the median of ``runs``, ``seconds`` judged in each; of a long one, of its ``minutes``."""

    system: str
    condition: Condition
    figures: Figures
    seconds: float
    runs: int
    minutes: tuple[Minute, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Flat: system, condition, figures, in this order, then how it was measured."""
        flat: dict[str, object] = {"system": self.system, **asdict(self.condition), **asdict(self.figures)}
        flat |= {"seconds": self.seconds, "runs": self.runs}
        if self.minutes:
            flat |= creep(self.minutes)
            flat["minutes"] = [
                {"minute": one.minute, "memory_mb": one.memory_mb, **asdict(one.figures)}
                for one in self.minutes
            ]
        return flat

    @classmethod
    def of_json(cls, flat: Mapping[str, Any]) -> Row:
        """What ``as_json`` made."""
        return cls(
            flat["system"],
            _picked(Condition, flat),
            _picked(Figures, flat),
            flat["seconds"],
            flat["runs"],
            tuple(
                Minute(one["minute"], one["memory_mb"], _picked(Figures, one))
                for one in flat.get("minutes", ())
            ),
        )


def creep(minutes: Sequence[Minute]) -> dict[str, float | None]:
    """By how much the sound's delay and the memory grew: the median of the last fifth against the first."""
    part = max(1, len(minutes) // 5)

    def grew(of: Callable[[Minute], float | None]) -> float | None:
        first, last = (
            [value for value in map(of, some) if value is not None]
            for some in (minutes[:part], minutes[-part:])
        )
        return round(statistics.median(last) - statistics.median(first), 1) if first and last else None

    return {
        "audio_latency_creep_ms": grew(lambda minute: minute.figures.audio_latency_ms),
        "memory_creep_mb": grew(lambda minute: minute.memory_mb),
    }


def _picked(kind: type[_Kind], flat: Mapping[str, Any]) -> _Kind:
    """What an older file does not have yet is as where nothing arrived."""
    known = {field.name: flat[field.name] for field in fields(kind) if field.name in flat}
    return kind(**known)


def read(path: Path) -> list[Row]:
    return [Row.of_json(flat) for flat in json.loads(path.read_text())]


def write(path: Path, rows: Iterable[Row]) -> None:
    path.write_text(json.dumps([row.as_json() for row in rows], indent=1) + "\n")


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


def with_before(figures: Figures, before: Figures) -> Figures:
    """With the same figures of the same ends before the link turned bad."""
    names = [name for name in FIGURES if f"{name}_before" in _SOMETIMES]
    return replace(figures, **{f"{name}_before": getattr(before, name) for name in names})


def _joined(
    all_of_them: Sequence[Figures], how: Callable[[str], Callable[[list[float | None]], float | None]]
) -> Figures:
    return Figures(**{name: how(name)([getattr(one, name) for one in all_of_them]) for name in FIGURES})  # type: ignore[arg-type]


def side_by_side(rows: Iterable[Row], goals_of: Callable[[Condition], Iterable[Goal]]) -> str:
    """For people: per condition one line for each figure, one column for each system, the goals beside."""
    table: dict[Condition, dict[str, Figures]] = {}
    for row in rows:
        table.setdefault(row.condition, {})[row.system] = row.figures
    lines: list[str] = []
    for condition, systems in table.items():
        goals = list(goals_of(condition))
        lines += [
            "",
            str(condition),
            f"  {'':28}" + "".join(f"{name:>12}" for name in systems) + "   goals (ours)",
        ]
        for name in FIGURES:
            values = [getattr(figures, name) for figures in systems.values()]
            if name in _SOMETIMES and all(value is None for value in values):
                continue
            told = "; ".join(_against(goal, systems) for goal in goals if goal.figure == name)
            lines.append(
                f"  {name:28}{''.join(f'{_shown(value):>12}' for value in values)}   {told}".rstrip()
            )
    return "\n".join(lines[1:])


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}" if 0 < abs(value) < 1.5 else f"{value:.1f}"


def _against(goal: Goal, systems: Mapping[str, Figures]) -> str:
    ours = systems.get("ours")
    limit = goal.limit(systems)
    if ours is None or limit is None:
        return str(goal)
    value: float | None = getattr(ours, goal.figure)
    return f"{goal}  {'met' if goal.met(value, limit) else 'missed'}"
