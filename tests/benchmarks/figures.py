"""From what arrived at the far end to figures.

Responsible for: when each block was heard and each picture seen, and the figures of one booth. Not for:
making it arrive (``systems``), nor for reading the codes (``block_code``, ``hardware.picture_code``).

All times are ``time.monotonic()`` seconds. What is judged was spoken, or came, between ``from_s`` and
``to_s``.
"""

from __future__ import annotations

import bisect
import itertools
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hardware import picture_code
from tests.benchmarks import block_code
from tests.benchmarks.rows import Figures
from tests.helpers.measure import Painted, pictures

FPS = 25
STRIP_SHARE = 20 / 360
"""Of a picture, from its top: where the picture code is."""
NEIGHBOURS = 12
STRAY_S = 0.25
"""A block whose delay is this far from the usual one of its neighbours was misread."""
BLOCK_S = block_code.BLOCK_SAMPLES / block_code.RATE_HZ
_LEAD_S = block_code.LEAD_SAMPLES / block_code.RATE_HZ


@dataclass
class Arrived:
    """What one far end got. ``hear`` on the sound devices' thread, ``see`` on any one thread."""

    pulls: list[tuple[float, NDArray[np.int16]]] = field(default_factory=list)
    strips: list[tuple[float, NDArray[np.uint8]]] = field(default_factory=list)

    def hear(self, at_s: float, block: NDArray[np.int16]) -> None:
        """(960,) int16 was given to the loudspeaker."""
        self.pulls.append((at_s, np.array(block)))

    def see(self, at_s: float, picture: NDArray[np.uint8]) -> None:
        """(h, w, 3 or 4) was ready to paint."""
        rows = round(picture.shape[0] * STRIP_SHARE)
        self.strips.append((at_s, np.array(picture[:rows, :, :3])))


@dataclass(frozen=True)
class HeardBlock:
    number: int
    heard_s: float
    delay_s: float


def heard_blocks(
    pulls: Sequence[tuple[float, NDArray[np.int16]]], spoken_s: Sequence[float]
) -> list[HeardBlock]:
    """The blocks that were heard, each once, by time. ``spoken_s``: by piece number, when the microphone
    handed it over.

    Numbers repeat after 5.12 s: a block is taken for the last one of its number that had been spoken.
    """
    if not pulls:
        return []
    times = [at_s for at_s, _ in pulls]
    found: list[HeardBlock] = []
    for one in block_code.read(np.concatenate([block for _, block in pulls])):
        pull, offset = divmod(one.sample, block_code.BLOCK_SAMPLES)
        heard_s = times[pull] + offset / block_code.RATE_HZ
        last = bisect.bisect_right(spoken_s, heard_s - _LEAD_S) - 1
        number = last - (last - one.number) % block_code.NUMBERS
        if number >= 0:
            found.append(HeardBlock(number, heard_s, heard_s - spoken_s[number] - _LEAD_S))
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
        code = picture_code.read(strip, (0.0, 0.0, 1.0, STRIP_SHARE))
        if code is not None:
            delay_ms = (at_s * 1000 - code.time_ms) % 2**32
            seen.append(Painted(at_s, code.booth, code.frame, delay_ms))
    return seen


def judge(
    arrived: Arrived,
    spoken_s: Sequence[float],
    sent_bytes: Mapping[int, int],
    from_s: float,
    to_s: float,
) -> Figures:
    """``sent_bytes``: what the booth sent, by whole second; those that lie within are judged."""
    blocks = heard_blocks(arrived.pulls, spoken_s)
    asked = range(bisect.bisect_left(spoken_s, from_s), bisect.bisect_left(spoken_s, to_s))
    judged = [block for block in blocks if block.number in asked]
    seen = seen_pictures(arrived.strips)
    shown = pictures(seen, from_s, to_s, FPS)
    seconds = range(int(np.ceil(from_s)), int(to_s))
    return Figures(
        audio_played_share=round(len(judged) / max(1, len(asked)), 4),
        audio_max_gap_ms=_longest_gap_ms(judged, [spoken_s[number] + _LEAD_S for number in asked]),
        audio_latency_ms=_ms([block.delay_s for block in judged], 50),
        video_fps=shown.fps,
        video_latency_p50_ms=shown.delay_ms.p50,
        video_latency_p95_ms=shown.delay_ms.p95,
        video_frozen_share=round(shown.frozen_s / (to_s - from_s), 4),
        sent_kbps_peak=round(max((sent_bytes.get(second, 0) for second in seconds), default=0) * 8 / 1000, 1),
        av_offset_ms=_ms(
            _offsets_s(judged, [picture for picture in seen if from_s <= picture.at_s < to_s]), 95
        ),
    )


def _longest_gap_ms(judged: Sequence[HeardBlock], asked_s: Sequence[float]) -> float:
    """Blocks missing at the beginning or the end count as a gap there, by the usual delay.

    ``asked_s``: when the blocks that ought to be heard began at the microphone. Pulls are as regular as
    threads are: of an unbroken sound some milliseconds are left.
    """
    if not asked_s:
        return 0.0
    usual_s = statistics.median(block.delay_s for block in judged) if judged else 0.0
    times = [
        asked_s[0] + usual_s - BLOCK_S,
        *(block.heard_s for block in judged),
        asked_s[-1] + usual_s + BLOCK_S,
    ]
    longest_s = max(after - before for before, after in itertools.pairwise(times)) - BLOCK_S
    return round(max(0.0, 1000 * longest_s), 1)


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
