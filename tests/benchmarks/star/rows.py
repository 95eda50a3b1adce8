"""One line of the result: its fields, the median of several runs, and what is asked of ours.

Responsible for: the form that others rely on (``Row``), goals and tables. Not for: where the figures come
from (``measuring``).
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from tests.benchmarks.star.conditions import CHROMIUM, CODECS, FPS, OURS, Conditions
from tests.benchmarks.star.plot import fitted


@dataclass(frozen=True)
class Figures:
    """Of one run; None: this system cannot tell, or it failed.

    ``cpu_cores``: processor time of the console's processes with all their children, 1.0 for one core;
    ``memory_mib``: theirs, what several of them share counted once; ``video_fps``: of the officer's picture,
    at the booth that decoded fewest; ``console_fps``: of the booths' pictures, each booth's on average;
    ``video_latency_*``: from the drawing of a booth's picture to its pixels on the console's screen,
    ``video_latency_growth_ms``: how much later the last third of them was than the first (medians);
    ``audio_latency_ms``: median, from a booth's microphone to the console's loudspeaker. The next ones:
    ``quickness``; ``gui_stall_p99_ms`` is the greater of the two after it. Then per second and for all
    channels together: RTP packets that the console sent and received, pictures that it decoded.
    ``machine_busy``: share of all processors' time that was taken, by whatever; near 1 the machine was
    measured; ``machine_stalled_share``: of the time in which latencies were taken, what was left out because
    the whole machine had stood still; 1: nothing else was left, so that all of it was judged.
    """

    cpu_cores: float | None = None
    memory_mib: float | None = None
    video_fps: float | None = None
    video_latency_p50_ms: float | None = None
    video_latency_p95_ms: float | None = None
    audio_latency_ms: float | None = None
    key_to_audio_p95_ms: float | None = None
    focus_to_sharp_p95_ms: float | None = None
    gui_stall_p99_ms: float | None = None
    gui_stall_read_p99_ms: float | None = None
    gui_stall_watch_p99_ms: float | None = None
    video_latency_growth_ms: float | None = None
    packets_sent: float | None = None
    packets_received: float | None = None
    pictures_decoded: float | None = None
    console_fps: float | None = None
    machine_busy: float | None = None
    machine_stalled_share: float | None = None


FIGURES = tuple(field.name for field in fields(Figures))


def joined(parts: Iterable[Figures]) -> Figures:
    """What several parts of a run know, each of it by one of them."""
    known: dict[str, float] = {}
    for part in parts:
        known |= {name: value for name, value in asdict(part).items() if value is not None}
    return Figures(**known)


@dataclass(frozen=True)
class Row:
    """``figures``: the median of ``runs``, in each of which ``seconds`` were counted."""

    system: str
    conditions: Conditions
    figures: Figures
    seconds: float
    runs: int

    def as_json(self) -> dict[str, object]:
        """Flat: what ran, the figures, how it was measured."""
        return {
            "system": self.system,
            "booths": self.conditions.booths,
            "size": self.conditions.size,
            "thumbnails": self.conditions.thumbnails,
            **asdict(self.figures),
            "seconds": self.seconds,
            "runs": self.runs,
        }


def write(path: Path, rows: Iterable[Row]) -> None:
    path.write_text(json.dumps([row.as_json() for row in rows], indent=1) + "\n")


def median(runs: Sequence[Figures]) -> Figures:
    """Figure by figure; None where half of the runs or more could not tell."""

    def middle(name: str) -> float | None:
        values = [getattr(run, name) for run in runs]
        known = [value for value in values if value is not None]
        return round(statistics.median(known), 3) if 2 * len(known) > len(values) else None

    return Figures(**{name: middle(name) for name in FIGURES})


# ---------------------------------------------------------------- goals


@dataclass(frozen=True)
class Goal:
    """What a figure of ours must be: at most (or at least) ``limit``, with ``of`` that share of the same
    figure of another system. ``aim``: what it should be."""

    figure: str
    limit: float
    of: str = ""
    aim: float | None = None
    at_least: bool = False

    def told(self, figures: Mapping[str, Figures]) -> str:
        """With whether it is met, where that can be said. By system."""
        sign = "≥" if self.at_least else "≤"
        text = f"{sign} {self.limit:.3g}" + (f" × {self.of}" if self.of else "")
        if self.aim is not None:
            text += f" (aim {self.aim:g})"
        value, base = (self._value(figures, system) for system in (OURS, self.of))
        if value is None or (self.of and base is None):
            return text
        limit = self.limit * (base if base is not None else 1.0)
        met = value >= limit if self.at_least else value <= limit
        return f"{text} {'met' if met else 'missed'}"

    def _value(self, figures: Mapping[str, Figures], system: str) -> float | None:
        value: float | None = getattr(figures[system], self.figure) if system in figures else None
        return value


_FPS_LEAST = FPS - 0.5
_ALWAYS = (
    Goal("video_fps", _FPS_LEAST, at_least=True),
    Goal("video_latency_p50_ms", 20),
    Goal("video_latency_p95_ms", 40),
    Goal("gui_stall_p99_ms", 50),
    Goal("key_to_audio_p95_ms", 100),
    Goal("memory_mib", 1 / 3, of=CHROMIUM),
)


def goals_of(conditions: Conditions) -> tuple[Goal, ...]:
    """Those that ours is to reach here."""
    if conditions.thumbnails:
        return (*_ALWAYS, Goal("cpu_cores", 0.35, of=CHROMIUM), Goal("focus_to_sharp_p95_ms", 300))
    all_full = (*_ALWAYS, Goal("console_fps", _FPS_LEAST, at_least=True), Goal("video_latency_growth_ms", 5))
    if conditions.height > 360:
        return (*all_full, Goal("cpu_cores", 1.5, of=CODECS))
    return (
        *all_full,
        Goal("cpu_cores", 0.40, of=CHROMIUM, aim=0.33),
        Goal("cpu_cores", 1.9, of=CODECS, aim=1.5),
    )


# ---------------------------------------------------------------- tables for people


def side_by_side(rows: Sequence[Row]) -> str:
    """One line for each figure, one column for each system (each has one row), ours against others, goals."""
    figures = {row.system: row.figures for row in rows}
    ours = next((row.conditions for row in rows if row.system == OURS), None)
    goals = goals_of(ours) if ours is not None else ()
    against = [other for other in (CODECS, CHROMIUM) if OURS in figures and other in figures]
    heads = [*figures, *(f"{OURS}/{other}" for other in against)]
    lines = [f"{row.system}: {row.conditions}, {row.runs} × {row.seconds:g} s" for row in rows]
    lines.append(f"  {'':24}" + "".join(f"{head:>15}" for head in heads) + "   goals")
    for name in FIGURES:
        values: list[float | None] = [getattr(one, name) for one in figures.values()]
        if all(value is None for value in values):
            continue
        values += [ratio(getattr(figures[OURS], name), getattr(figures[other], name)) for other in against]
        told = "; ".join(goal.told(figures) for goal in goals if goal.figure == name)
        lines.append(f"  {name:24}" + "".join(f"{_shown(value):>15}" for value in values) + f"   {told}")
    return "\n".join(line.rstrip() for line in lines)


def ratio(one: float | None, other: float | None) -> float | None:
    """None where it cannot be said."""
    return one / other if one is not None and other else None


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


_SCALED = ("cpu_cores", "memory_mib", "video_fps", "console_fps", "video_latency_p95_ms", "audio_latency_ms")


def by_booths(rows: Sequence[Row]) -> str:
    """One line for each number of booths, and what one more costs."""
    lines = [f"  {'booths':>6}" + "".join(f"{name:>22}" for name in _SCALED)]
    for row in rows:
        values = [getattr(row.figures, name) for name in _SCALED]
        lines.append(f"  {row.conditions.booths:>6}" + "".join(f"{_shown(value):>22}" for value in values))
    for name, unit in (("cpu_cores", "cores"), ("memory_mib", "MiB")):
        slope = slope_per_booth(rows, name)
        if slope is not None:
            lines.append(f"  {name}: {slope:+.4f} {unit} for each booth (least squares)")
    return "\n".join(lines)


def slope_per_booth(rows: Iterable[Row], figure: str) -> float | None:
    """By least squares; None with fewer than two numbers of booths."""
    known = [
        (row.conditions.booths, value) for row in rows if (value := getattr(row.figures, figure)) is not None
    ]
    return fitted(known)[0] if len({booths for booths, _ in known}) > 1 else None
