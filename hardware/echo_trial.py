"""How much of a speaker comes back into a microphone, and how late: a sweep that is played and looked for.

Responsible for: playing and recording at once, finding the sweep, saying what it means for echo cancellation.
Not for: cancelling (``channel.sound``). Blocks for some seconds; any thread.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hardware import registry
from hardware.devices import PULL_SAMPLES, SAMPLE_RATE_HZ, Block
from hardware.trials import Trial, Watch

SWEEP_DBFS = -20.0
SWEEP_HZ = (300.0, 4000.0)
SWEEP_PULLS = 50
"""Half a second."""
BEFORE_PULLS = 50
"""The devices run by then."""
AFTER_PULLS = 100
"""An echo may be a second late."""
CLEARLY = 7.0
"""So far above everything else a fit must stand; noise reaches 4 to 5."""
REACH_MS = 500.0
"""How late an echo the canceller still finds."""
LOUD_DB = -3.0


@dataclass(frozen=True)
class Echo:
    """``gain_db``: how loud the sweep came back against how it was played. ``delay_ms``: from giving the
    sound to the speaker to hearing it in the microphone, both devices included.
    """

    gain_db: float
    delay_ms: float

    def sentence(self) -> str:
        louder = "louder" if self.gain_db > 0 else "softer"
        figures = (
            f"the microphone hears the speaker {abs(self.gain_db):.0f} dB {louder} than it plays, "
            f"after {self.delay_ms:.0f} ms: "
        )
        if self.delay_ms > REACH_MS:
            return (
                figures + f"later than echo cancellation can follow ({REACH_MS:.0f} ms); use other devices."
            )
        if self.gain_db > LOUD_DB:
            return figures + (
                "that is loud. Turn the speaker or the microphone down or move them apart; where nothing "
                "helps, set half_duplex in the table sound."
            )
        return figures + "echo cancellation copes with that."


def try_echo(speaker_spec: str, microphone_spec: str) -> Trial:
    """Raises ``SpecError``. Works also where nothing comes back: with a headset that is how it should be."""
    speaker, microphone = registry.speaker(speaker_spec, 1), registry.microphone(microphone_spec)
    played, heard = _Played(sweep().reshape(-1, PULL_SAMPLES)), _Heard()
    watch = Watch(BEFORE_PULLS + SWEEP_PULLS + AFTER_PULLS)

    def pull() -> Block:
        pulled = played.next(listening=heard.begun.is_set())
        watch.count(played.pulls)
        return pulled

    microphone.start(heard.on_block, watch.on_status)
    speaker.start(pull, watch.on_status)
    watch.wait()
    speaker.stop()
    microphone.stop()
    name = f"{speaker_spec} > {microphone_spec}"
    if not watch.done.is_set():
        return Trial("echo", name, name, False, watch.reason())
    echo = find(heard.samples(), heard.first_s, played.sweep_s)
    text = "the microphone does not hear the speaker: no echo." if echo is None else echo.sentence()
    return Trial("echo", name, name, True, text)


def sweep() -> Block:
    """A tone that rises by equal steps of pitch, soft at both ends; (n,) int16."""
    length = SWEEP_PULLS * PULL_SAMPLES
    share = np.arange(length) / length
    low_hz, high_hz = SWEEP_HZ
    octaves = np.log(high_hz / low_hz)
    turns = length / SAMPLE_RATE_HZ * low_hz / octaves * (np.exp(octaves * share) - 1)
    swell = np.minimum(1.0, np.minimum(share, 1 - share) * 20)
    wave = 10 ** (SWEEP_DBFS / 20) * swell * np.sin(2 * np.pi * turns)
    return np.asarray(np.rint(wave * 32767), np.int16)


def find(heard: Block, first_s: float, played_s: float) -> Echo | None:
    """The sweep in what the microphone gave since ``first_s``, played at ``played_s`` (both monotonic); None:
    it is not in there.
    """
    said = sweep().astype(np.float64)
    from_sample = max(0, round((played_s - first_s) * SAMPLE_RATE_HZ))
    sound = heard[from_sample:].astype(np.float64)
    if len(sound) < len(said):
        return None
    size = 1 << (len(sound) + len(said) - 1).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(said, size))
    fit = np.fft.irfft(spectrum, size)[: len(sound) - len(said) + 1]
    at = int(np.argmax(np.abs(fit)))
    if np.abs(fit[at]) < CLEARLY * np.sqrt(np.mean(_away_from(fit, at) ** 2)) or not fit[at]:
        return None
    back = sound[at : at + len(said)]
    gain_db = 10 * float(np.log10(np.mean(back**2) / np.mean(said**2)))
    late_s = (from_sample + at) / SAMPLE_RATE_HZ + first_s - played_s
    return Echo(gain_db, late_s * 1000)


def _away_from(fit: NDArray[np.float64], at: int) -> NDArray[np.float64]:
    """All but the room's answer around the best fit: 20 ms before and 200 ms after it."""
    before, after = at - SAMPLE_RATE_HZ // 50, at + SAMPLE_RATE_HZ // 5
    rest = np.concatenate([fit[: max(0, before)], fit[after:]])
    return rest if len(rest) else np.zeros(1)


class _Played:
    """The speaker's thread."""

    def __init__(self, sweep: Block) -> None:
        self.pulls = 0
        self.sweep_s = 0.0
        self._sweep = sweep

    def next(self, *, listening: bool) -> Block:
        """Silence until the microphone gives sound, and some more; the sweep; silence."""
        if listening:
            self.pulls += 1
        at = self.pulls - BEFORE_PULLS - 1
        if at == 0:
            self.sweep_s = time.monotonic()
        return self._sweep[at] if 0 <= at < SWEEP_PULLS else np.zeros(PULL_SAMPLES, np.int16)


class _Heard:
    """The microphone's thread."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.first_s = 0.0
        self._blocks: list[Block] = []

    def on_block(self, block: Block, captured_s: float) -> None:
        if not self._blocks:
            self.first_s = captured_s
        self._blocks.append(block)
        self.begun.set()

    def samples(self) -> Block:
        return np.concatenate(self._blocks) if self._blocks else np.zeros(0, np.int16)
