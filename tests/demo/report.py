"""What the demo found: the report's shape, the verdict in sentences, and a table for people."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.helpers.measure import WORST_FOREIGN_DB, WORST_FOREIGN_DBFS, WORST_UNHEARD_DB, Spread

LEAST_FPS = 10.0
GOOD_SHARE = 0.8
"""Of the pictures that a camera takes."""


@dataclass(frozen=True)
class ChannelFigures:
    """One channel; without prefix from booth to console, ``officer_`` from console to booth."""

    booth: int
    setup_ms: float | None
    """From the touch on START to the first picture of this booth on the console's screen."""
    video_fps: float
    """While the officer spoke with this booth."""
    thumbnail_fps: float | None
    """Out of focus; None where it always was in focus."""
    video_latency_ms: Spread
    audio_latency_ms: Spread
    voice_made_up: float | None
    """Share of all that was to be heard, 0 to 1, as the console has it in its log; None: it is not there."""
    frozen_s: float
    officer_video_fps: float
    officer_video_latency_ms: Spread
    officer_audio_latency_ms: Spread
    officer_voice_made_up: float | None
    officer_frozen_s: float


@dataclass(frozen=True)
class Isolation:
    """``db`` is relative to the tone's source. ``zeros_when_shut``: exact digital silence with talk shut."""

    worst_foreign_tone_db: float
    worst_foreign_tone_dbfs: float
    worst_unheard_booth_db: float
    """The loudest booth in the officer's mix that was not listened to, relative to its source."""
    zeros_when_shut: bool
    foreign_pictures: int
    control_leak_detected: bool
    control_leak_dbfs: float
    switches: int

    @property
    def holds(self) -> bool:
        return (
            self.worst_foreign_tone_db <= WORST_FOREIGN_DB
            and self.worst_foreign_tone_dbfs <= WORST_FOREIGN_DBFS
            and self.worst_unheard_booth_db <= WORST_UNHEARD_DB
            and self.zeros_when_shut
            and self.foreign_pictures == 0
        )


@dataclass(frozen=True)
class Documents:
    """What participants photographed. ``stored``: of these, at the server; ``hash_mismatches``: of everything
    that the server holds; ``transfer``: from the picture until it is stored."""

    captured: int
    stored: int
    hash_mismatches: int
    median_capture_s: float | None
    median_transfer_s: float | None

    @property
    def holds(self) -> bool:
        return 0 < self.captured <= self.stored and not self.hash_mismatches


@dataclass(frozen=True)
class Visiting:
    """``visits_completed``: from start to slip; ``own_way_median_s``: what participants did by themselves, in
    all booths; ``officer_s``: what the officer gave to a completed visit."""

    documents: Documents
    visits_completed: int
    own_way_median_s: float | None
    officer_s: float


@dataclass(frozen=True)
class Report:
    """``fps``: what each camera took."""

    booths: int
    fps: int
    duration_s: float
    console_cpu_cores: float
    console_memory_mib: float
    isolation: Isolation
    channels: tuple[ChannelFigures, ...]
    visiting: Visiting

    def write(self, path: Path) -> None:
        figures = asdict(self)
        figures |= figures.pop("visiting")
        path.write_text(json.dumps(figures, indent=2) + "\n")

    def failures(self) -> list[str]:
        """One sentence for each thing that makes the demo fail. Timings are printed, not judged."""
        sentences = []
        if not self.isolation.holds:
            sentences.append(
                "Isolation failed: a booth was given what belongs to another "
                f"(worst foreign tone {self.isolation.worst_foreign_tone_db:.0f} dB relative, "
                f"{self.isolation.worst_foreign_tone_dbfs:.0f} dBFS; "
                f"worst unheard booth in the officer's mix {self.isolation.worst_unheard_booth_db:.0f} dB; "
                f"exact zeros when shut: {self.isolation.zeros_when_shut}; "
                f"foreign pictures: {self.isolation.foreign_pictures})."
            )
        if not self.isolation.control_leak_detected:
            sentences.append(
                "The control failed: a leak made on purpose was not found, so the measurement is blind."
            )
        if not self.visiting.documents.holds:
            sentences.append(f"Not all that was captured is stored whole: {self.visiting.documents}.")
        if not self.visiting.visits_completed:
            sentences.append("No visit went from start to slip.")
        for channel in self.channels:
            if channel.setup_ms is None:
                sentences.append(
                    f"Booth {channel.booth} has no channel: its picture never reached the console."
                )
                continue
            for what, fps in (("console", channel.video_fps), ("booth", channel.officer_video_fps)):
                if fps < LEAST_FPS:
                    sentences.append(
                        f"Booth {channel.booth}: only {fps:g} pictures a second at the {what}, "
                        f"{LEAST_FPS:g} are the least."
                    )
        return sentences

    def table(self) -> str:
        """For a person at a terminal, goals beside the figures."""

        def spread(value: Spread) -> str:
            return "–" if value.p50 is None else f"{value.p50:.0f} / {value.p95:.0f}"

        def percent(share: float | None) -> str:
            return "–" if share is None else f"{100 * share:.1f}"

        rows = [
            (
                str(c.booth),
                "–" if c.setup_ms is None else f"{c.setup_ms:.0f}",
                f"{c.video_fps:.1f}" + ("" if c.thumbnail_fps is None else f" ({c.thumbnail_fps:.1f})"),
                spread(c.video_latency_ms),
                spread(c.audio_latency_ms),
                percent(c.voice_made_up),
                f"{c.frozen_s:.1f}",
                f"{c.officer_video_fps:.1f}",
                spread(c.officer_video_latency_ms),
                spread(c.officer_audio_latency_ms),
                percent(c.officer_voice_made_up),
                f"{c.officer_frozen_s:.1f}",
            )
            for c in self.channels
        ]
        one_way = (
            ("fps", "1/s", f"≥ {GOOD_SHARE * self.fps:g}"),
            ("picture", "p50/p95 ms", "≤ 150"),
            ("sound", "p50/p95 ms", "≤ 150"),
            ("made up", "%", "≤ 1"),
            ("frozen", "s", "0"),
        )
        columns = (("booth", "", "goal"), ("set-up", "ms", "≤ 2000"), *one_way, *one_way)
        heads, units, goals = zip(*columns, strict=True)
        widths = [max(len(row[i]) for row in (heads, units, goals, *rows)) for i in range(len(heads))]

        def line(cells: tuple[str, ...]) -> str:
            return "  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))

        documents = self.visiting.documents
        to_console = len(columns) - len(one_way)
        split = sum(widths[:to_console]) + 2 * (to_console - 1)
        rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
        parts = [
            "booth → console".center(split) + "  " + "console → booth".center(len(rule) - split - 2),
            line(heads),
            line(units),
            line(goals),
            rule,
            *(line(row) for row in rows),
            rule,
            f"Isolation   worst foreign tone {self.isolation.worst_foreign_tone_db:.0f} dB relative "
            f"(goal ≤ {WORST_FOREIGN_DB:.0f}), {self.isolation.worst_foreign_tone_dbfs:.0f} dBFS "
            f"(goal ≤ {WORST_FOREIGN_DBFS:.0f}); in the officer's mix "
            f"{self.isolation.worst_unheard_booth_db:.0f} dB (goal ≤ {WORST_UNHEARD_DB:.0f})",
            "            exact zeros when shut: "
            f"{'yes' if self.isolation.zeros_when_shut else 'NO'}; "
            f"foreign pictures: {self.isolation.foreign_pictures}; {self.isolation.switches} switches",
            f"Control     a leak made on purpose was "
            f"{'found' if self.isolation.control_leak_detected else 'MISSED'} "
            f"({self.isolation.control_leak_dbfs:.0f} dBFS)",
            f"Console     {self.console_cpu_cores:.2f} cores, {self.console_memory_mib:.0f} MiB",
            f"Documents   {documents.captured} captured, {documents.stored} stored, "
            f"{documents.hash_mismatches} with another hash; a picture took {documents.median_capture_s} s, "
            f"its transfer {documents.median_transfer_s} s (medians)",
            f"Visits      {self.visiting.visits_completed} from start to slip; participants did "
            f"{self.visiting.own_way_median_s} s by themselves (median), the officer gave "
            f"{self.visiting.officer_s} s",
        ]
        return "\n".join(parts)
