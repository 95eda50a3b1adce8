"""Figures from what arrived: recordings of loudspeakers, and codes read from painted pixels.

Responsible for: tone levels, click delays, frame rates, delays and freezes. Nothing here asks a program for
its opinion of itself. Levels are dBFS with a full-scale sine at 0; times are ``time.monotonic()`` seconds,
which all processes of one machine share.
"""

from __future__ import annotations

import bisect
import itertools
import statistics
import wave
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hardware.click import find_clicks

BOOTH_TONES_HZ = (437, 613, 859, 1103, 1471, 1973)
TONE_DBFS = -12.0
WINDOW_S = 10.0
"""Longer than two of any test sentence, too, so that one is whole in it."""
WORST_FOREIGN_DB = -75.0
"""Relative to the source."""
WORST_FOREIGN_DBFS = -90.0
WORST_UNHEARD_DB = -50.0
"""A booth that is not listened to, in the officer's mix. Opus adds a noise to the tone and clicks of the
booth that is heard, -61 to -72 dB at the other tones (seen at 32 kbit/s), so the limits above, for a silent
officer, cannot be asked of the mix. A booth that is heard stands at 0; that the others send zeros is proved
at the wire."""
SILENCE_DBFS = -200.0
CLICK_OFFSET_S = 0.1
"""Booth N clicks on the whole second plus N times this; the officer is booth 0."""

Samples = NDArray[np.float64]
Level = Callable[[Samples, int, float], float]


@dataclass(frozen=True)
class Recording:
    """What a loudspeaker was given. ``samples``: (n,) mono, full scale 1.0, or (n, 2)."""

    samples: Samples
    rate_hz: int
    marks: tuple[tuple[int, float], ...]
    """(index of a block's first sample, when it was given to the loudspeaker), ascending."""

    def time_of(self, index: int) -> float:
        at = max(0, bisect.bisect_right(self.marks, (index, float("inf"))) - 1)
        first, time_s = self.marks[at]
        return time_s + (index - first) / self.rate_hz

    def between(self, from_s: float, to_s: float) -> Recording:
        """The blocks given to the loudspeaker in this time."""
        inside = [mark for mark in self.marks if from_s <= mark[1] < to_s]
        if not inside:
            return Recording(self.samples[:0], self.rate_hz, ())
        first, last = inside[0][0], inside[-1][0]
        samples = self.samples[first:last]
        return Recording(samples, self.rate_hz, tuple((index - first, time_s) for index, time_s in inside))

    def mono(self) -> Samples:
        return self.samples if self.samples.ndim == 1 else np.asarray(self.samples.mean(axis=1))


def load_window(path: Path, from_s: float) -> Recording:
    """What was played in the ``WINDOW_S`` from then on; a busy machine may have left out some of it."""
    part = load_recording(path).between(from_s, from_s + WINDOW_S)
    assert len(part.samples) >= 0.8 * WINDOW_S * part.rate_hz, f"{path.name}: the recording has holes"
    return part


def load_recording(path: Path) -> Recording:
    """Read the WAV of a recording loudspeaker and the times beside it; also one cut off by a kill."""
    with wave.open(str(path), "rb") as file:
        channels, rate_hz = file.getnchannels(), file.getframerate()
        raw = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    samples = raw[: len(raw) // channels * channels].reshape(-1, channels).astype(np.float64) / 32768.0
    marks = []
    for line in path.with_name(path.name + ".times").read_text().splitlines():
        index, time_s = line.split()
        marks.append((int(index), float(time_s)))
    return Recording(samples[:, 0] if channels == 1 else samples, rate_hz, tuple(marks))


def tone_dbfs(samples: Samples, rate_hz: int, hz: float) -> float:
    """The level of one tone, by a Hann window over all of ``samples``."""
    if len(samples) == 0:
        return SILENCE_DBFS
    window = np.hanning(len(samples))
    phase = np.exp(-2j * np.pi * hz * np.arange(len(samples)) / rate_hz)
    amplitude = 2.0 * abs(np.sum(samples * window * phase)) / np.sum(window)
    return max(SILENCE_DBFS, 20.0 * float(np.log10(max(amplitude, 1e-10))))


def leak_dbfs(samples: Samples, rate_hz: int, hz: float) -> float:
    """The level of one tone, found also where playout left out or put in a block.

    Each such jump of the phase takes from the long window, so the mean power of windows of one second is
    asked too, and the greater counts.
    """
    seconds = [tone_dbfs(samples[at : at + rate_hz], rate_hz, hz) for at in range(0, len(samples), rate_hz)]
    power = float(np.mean([10.0 ** (level / 10.0) for level in seconds])) if seconds else 0.0
    return max(tone_dbfs(samples, rate_hz, hz), SILENCE_DBFS, 10.0 * float(np.log10(max(power, 1e-20))))


def foreign_tones_dbfs(
    samples: Samples, rate_hz: int, allowed: Iterable[int], level: Level = leak_dbfs
) -> dict[int, float]:
    """Per booth number that is not ``allowed``: the level of its tone."""
    own = set(allowed)
    return {
        number: level(samples, rate_hz, hz)
        for number, hz in enumerate(BOOTH_TONES_HZ, start=1)
        if number not in own
    }


@dataclass(frozen=True)
class Spread:
    """Median and 95th percentile, milliseconds; None where nothing arrived."""

    p50: float | None
    p95: float | None

    @staticmethod
    def of(values_ms: Sequence[float]) -> Spread:
        if not values_ms:
            return Spread(None, None)
        return Spread(
            round(statistics.median(values_ms), 1), round(float(np.percentile(np.asarray(values_ms), 95)), 1)
        )


def click_delays_ms(recording: Recording, booth: int, from_s: float, to_s: float) -> list[float]:
    """How long each click of this booth took from its microphone to the loudspeaker."""
    part = recording.between(from_s, to_s)
    delays = []
    for index in find_clicks(part.mono(), part.rate_hz, booth):
        late_s = (part.time_of(index) - booth * CLICK_OFFSET_S) % 1.0
        delays.append(late_s * 1000.0)
    return delays


@dataclass(frozen=True)
class Painted:
    """One picture seen on a screen."""

    at_s: float
    booth: int
    frame: int
    delay_ms: float


def painted(events: Iterable[dict[str, object]], widget: str) -> list[Painted]:
    """The pictures that a pilot read from the pixels of one widget."""
    seen = []
    for event in events:
        if event.get("event") != "painted" or event.get("widget") != widget or event.get("booth") is None:
            continue
        at_s, time_ms = float(str(event["at"])), int(str(event["time_ms"]))
        delay_ms = (at_s * 1000.0 - time_ms) % 2**32
        seen.append(Painted(at_s, int(str(event["booth"])), int(str(event["frame"])), delay_ms))
    return seen


@dataclass(frozen=True)
class Pictures:
    """What one view showed over a time."""

    fps: float
    delay_ms: Spread
    frozen_s: float


FREEZE_S = 0.15
"""A gap counts as frozen beyond the usual distance of two pictures plus this, as WebRTC's statistics do."""


def pictures(seen: Sequence[Painted], from_s: float, to_s: float, usual_fps: float) -> Pictures:
    inside = [p for p in seen if from_s <= p.at_s < to_s]
    distinct = {p.frame for p in inside}
    limit_s = 1.0 / usual_fps + FREEZE_S
    times = [from_s, *(p.at_s for p in inside), to_s]
    gaps = [after - before for before, after in itertools.pairwise(times)]
    frozen_s = sum(gap for gap in gaps if gap > limit_s)
    duration_s = max(to_s - from_s, 1e-6)
    return Pictures(
        round(len(distinct) / duration_s, 1), Spread.of([p.delay_ms for p in inside]), round(frozen_s, 2)
    )
