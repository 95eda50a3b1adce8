"""From what arrived at the far end to figures.

Responsible for: when each block was heard and each picture seen, and the figures of one far end. Not for:
noting it (``arrived``), nor for reading the codes (``block_code``, ``hardware.picture_code``).

All times are ``time.monotonic()`` seconds. What is judged was spoken, or came, within one of some spans.
"""

from __future__ import annotations

import bisect
import itertools
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks import arrived, block_code
from tests.benchmarks.arrived import Arrived
from tests.benchmarks.rows import Figures
from tests.helpers.measure import Painted, pictures

FPS = 25
NEIGHBOURS = 12
STRAY_S = 0.25
"""A block whose delay is this far from the usual one of its neighbours was misread."""
LATEST_S = 2.0
"""A block that comes later than this is missing."""
FULL_FOR_S = 2.0
FULL_STEP_S = 0.25
FULL_WITHIN_DB = 1.5
FULL_FPS_SHARE = 0.9
EDGE_S = 0.015
"""Threads are no more regular: of an unbroken sound nothing is left at its ends."""
_WINDOW_SAMPLES = 240
BLOCK_S = block_code.BLOCK_SAMPLES / block_code.RATE_HZ
_LEAD_S = block_code.LEAD_SAMPLES / block_code.RATE_HZ


@dataclass(frozen=True)
class Delay:
    """What of a system's delays is its devices': measured apart and taken off."""

    sound_s: float = 0.0
    picture_s: float = 0.0


class Played:
    """What one loudspeaker was given, ``samples`` (n,), and when it was given each of them."""

    def __init__(self, pulls: Sequence[tuple[float, NDArray[np.int16]]]) -> None:
        self.samples = np.concatenate([block for _, block in pulls]) if pulls else np.zeros(0, np.int16)
        self._times_s = [at_s for at_s, _ in pulls]
        self._firsts = [0, *itertools.accumulate(len(block) for _, block in pulls)][:-1]

    def at_s(self, sample: int) -> float:
        pull = bisect.bisect_right(self._firsts, sample) - 1
        return self._times_s[pull] + (sample - self._firsts[pull]) / block_code.RATE_HZ

    def first_after(self, at_s: float) -> int:
        """The first sample that was given at this time or later."""
        pull = bisect.bisect_left(self._times_s, at_s)
        return self._firsts[pull] if pull < len(self._firsts) else len(self.samples)


@dataclass(frozen=True)
class HeardBlock:
    """``sample``: its first, of those that were played."""

    number: int
    heard_s: float
    delay_s: float
    sample: int


def heard_blocks(
    pulls: Sequence[tuple[float, NDArray[np.int16]]], spoken_s: Sequence[float]
) -> list[HeardBlock]:
    """The blocks that were heard, each once, by time. ``spoken_s``: by piece number, when the microphone
    handed it over.

    Numbers repeat after 5.12 s: a block is taken for the last one of its number that had been spoken.
    """
    if not pulls:
        return []
    played = Played(pulls)
    found: list[HeardBlock] = []
    for one in block_code.read(played.samples):
        heard_s = played.at_s(one.sample)
        last = bisect.bisect_right(spoken_s, heard_s - _LEAD_S) - 1
        number = last - (last - one.number) % block_code.NUMBERS
        if number >= 0:
            found.append(HeardBlock(number, heard_s, heard_s - spoken_s[number] - _LEAD_S, one.sample))
    return _once(_without_strays(found))


def _without_strays(found: list[HeardBlock]) -> list[HeardBlock]:
    kept = []
    for index, one in enumerate(found):
        near = found[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1]
        if abs(one.delay_s - statistics.median(other.delay_s for other in near)) <= STRAY_S:
            kept.append(one)
    return kept


def _once(found: list[HeardBlock]) -> list[HeardBlock]:
    first: dict[int, HeardBlock] = {}
    for one in found:
        first.setdefault(one.number, one)
    return list(first.values())


def seen_pictures(strips: Sequence[tuple[float, NDArray[np.uint8]]]) -> list[Painted]:
    """The pictures whose code could be read."""
    seen = []
    for at_s, strip in strips:
        code = arrived.read(strip)
        if code is not None:
            delay_ms = (at_s * 1000 - code.time_ms) % 2**32
            seen.append(Painted(at_s, code.booth, code.frame, delay_ms))
    return seen


Span: TypeAlias = tuple[float, float]
"""From when to when."""


@dataclass(frozen=True)
class _Part:
    """Of one span: how many blocks were spoken, which were heard, what was made up, the longest gap; the
    pictures seen, how many different ones, for how long they stood still."""

    asked: int
    heard: list[HeardBlock]
    made_up: int
    gap_ms: float
    seen: list[Painted]
    frames: float
    frozen_s: float


def judge(
    far: Arrived, spoken_s: Sequence[float], sent_bytes: Mapping[int, int], spans: Sequence[Span]
) -> Figures:
    """``sent_bytes``: what the other end sent, by whole second; those that lie within a span are judged."""
    painted = seen_pictures(far.strips)
    parts = [_part(far, spoken_s, painted, span) for span in spans]
    asked = max(1, sum(part.asked for part in parts))
    judged_s = sum(to_s - from_s for from_s, to_s in spans)
    seen_ms = [picture.delay_ms for part in parts for picture in part.seen]
    seconds = [second for from_s, to_s in spans for second in range(int(np.ceil(from_s)), int(to_s))]
    likeness_db = [db for at_s, db in far.likeness_db if any(a <= at_s < b for a, b in spans)]
    return Figures(
        audio_played_share=round(sum(len(part.heard) for part in parts) / asked, 4),
        audio_concealed_share=round(sum(part.made_up for part in parts) / asked, 4),
        audio_max_gap_ms=max(part.gap_ms for part in parts),
        audio_latency_ms=_ms([block.delay_s for part in parts for block in part.heard], 50),
        video_fps=round(sum(part.frames for part in parts) / judged_s, 1),
        video_latency_p50_ms=_ms([delay_ms / 1000 for delay_ms in seen_ms], 50),
        video_latency_p95_ms=_ms([delay_ms / 1000 for delay_ms in seen_ms], 95),
        video_frozen_share=round(sum(part.frozen_s for part in parts) / judged_s, 4),
        video_psnr_db=round(statistics.median(likeness_db), 1) if likeness_db else None,
        sent_kbps_peak=round(max((sent_bytes.get(second, 0) for second in seconds), default=0) * 8 / 1000, 1),
        av_offset_ms=_ms([one for part in parts for one in _offsets_s(part.heard, part.seen)], 95),
    )


def _part(far: Arrived, spoken_s: Sequence[float], painted: Sequence[Painted], span: Span) -> _Part:
    from_s, to_s = span
    # Blocks of these seconds are heard a little later; what else was heard need not be read.
    pulls = [pull for pull in far.pulls if from_s <= pull[0] < to_s + LATEST_S]
    asked = range(bisect.bisect_left(spoken_s, from_s), bisect.bisect_left(spoken_s, to_s))
    heard = [block for block in heard_blocks(pulls, spoken_s) if block.number in asked]
    seen = [picture for picture in painted if from_s <= picture.at_s < to_s]
    shown = pictures(seen, from_s, to_s, FPS)
    return _Part(
        len(asked),
        heard,
        _made_up(heard, Played(pulls).samples),
        _longest_gap_ms(heard, [spoken_s[number] + _LEAD_S for number in asked]),
        seen,
        shown.fps * (to_s - from_s),
        shown.frozen_s,
    )


def _made_up(judged: Sequence[HeardBlock], samples: NDArray[np.int16]) -> int:
    """Of the blocks that are missing between two that were heard: those in whose place there was sound."""
    count = 0
    for before, after in itertools.pairwise(judged):
        missing = after.number - before.number - 1
        place = samples[before.sample + block_code.BLOCK_SAMPLES : after.sample].astype(np.float64)
        windows = [place[at : at + _WINDOW_SAMPLES] for at in range(0, len(place), _WINDOW_SAMPLES)]
        loud = sum(len(one) for one in windows if np.sqrt(np.mean(one**2)) > block_code.LEVEL_LEAST)
        count += max(0, min(missing, round(loud / block_code.BLOCK_SAMPLES)))
    return count


def full_again_s(far: Arrived, usual_db: float | None, lifted_s: float, until_s: float) -> float | None:
    """From the moment the limit was lifted until pictures came at their full rate and were again as like
    their originals as ``usual_db``, and that for ``FULL_FOR_S``; None: not before ``until_s``."""
    if usual_db is None:
        return None
    seen = seen_pictures(far.strips)
    for from_s in np.arange(lifted_s, until_s - FULL_FOR_S, FULL_STEP_S):
        to_s = from_s + FULL_FOR_S
        likeness_db = [db for at_s, db in far.likeness_db if from_s <= at_s < to_s]
        if not likeness_db or statistics.median(likeness_db) < usual_db - FULL_WITHIN_DB:
            continue
        if pictures(seen, float(from_s), float(to_s), FPS).fps >= FULL_FPS_SHARE * FPS:
            return round(float(from_s) - lifted_s, 2)
    return None


def _longest_gap_ms(judged: Sequence[HeardBlock], asked_s: Sequence[float]) -> float:
    """In what was played: a loudspeaker goes on, however irregular the thread is that feeds it.

    ``asked_s``: when the blocks that ought to be heard began at the microphone. Those missing at the
    beginning or the end count as a gap there.
    """
    if not asked_s:
        return 0.0
    if not judged:
        return round(1000 * (asked_s[-1] - asked_s[0] + BLOCK_S), 1)
    usual_s = statistics.median(block.delay_s for block in judged)
    inside = max((after.sample - before.sample for before, after in itertools.pairwise(judged)), default=0)
    longest_s = max(
        inside / block_code.RATE_HZ - BLOCK_S,
        judged[0].heard_s - usual_s - asked_s[0] - EDGE_S,
        asked_s[-1] + usual_s - judged[-1].heard_s - EDGE_S,
        0.0,
    )
    return round(1000 * longest_s, 1)


def _offsets_s(judged: Sequence[HeardBlock], seen: Sequence[Painted]) -> list[float]:
    """At each new picture: its age against that of the sound last heard, counted from the sound's first
    sample at the microphone, which is a block's length before the hand-over."""
    times = [block.heard_s for block in judged]
    offsets = []
    for picture in seen:
        index = bisect.bisect_right(times, picture.at_s) - 1
        if index >= 0:
            offsets.append(abs(picture.delay_ms / 1000 - judged[index].delay_s - BLOCK_S))
    return offsets


def _ms(values_s: Sequence[float], percentile: float) -> float | None:
    return round(1000 * float(np.percentile(np.array(values_s), percentile)), 1) if values_s else None
