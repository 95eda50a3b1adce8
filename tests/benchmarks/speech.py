"""A spoken corpus, and how well it is understood after a link.

Responsible for: sentences by espeak-ng's voices in one sound, and their STOI (Taal and others, 2011; by
``pystoi``) in what a loudspeaker was given. Not for: carrying them there.

STOI compares envelopes of third octaves over 0.4 s: 1 is the original, 0.75 is understood without effort.
What was heard is laid over the original part by part, as a playout that stretches and shrinks is not less
understood for it; blocks made up or left out are.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pystoi import stoi
from scipy.signal import correlate

from tests.benchmarks.block_code import RATE_HZ
from tests.benchmarks.figures import Played
from tests.helpers.speech import spoken

PAUSE_S = 0.4
RMS = 2_500.0
LATE_MOST_S = 1.5
"""So much later than it was said a sentence is looked for."""
PART_SAMPLES = round(0.3 * RATE_HZ)
MOVED_MOST_SAMPLES = round(0.1 * RATE_HZ)
MOVED_CLEARLY = 1.2
"""A part is looked for elsewhere only where it fits so much better."""
SENTENCES = (
    ("id", "Selamat siang, nama saya Sari, apa yang dapat saya bantu?"),
    ("id", "Tolong letakkan kartu peserta di bawah kamera dokumen."),
    ("id+f2", "Nomor kepesertaan saya dua belas, empat puluh tujuh, tiga belas."),
    ("id+f2", "Saya sudah berhenti bekerja sejak bulan Februari tahun lalu."),
    ("en-gb", "The birch canoe slid on the smooth planks."),
    ("en-gb", "It is easy to tell the depth of a well."),
    ("en-us+f3", "These days a chicken leg is a rare dish."),
    ("en-us+f3", "The box was thrown beside the parked truck."),
)
"""The officer's and the participant's words in Indonesian; Harvard sentences (IEEE, 1969) in English."""


@dataclass(frozen=True)
class Corpus:
    """``samples``: (n,) int16 at 48 kHz; ``sentences``: first and behind the last sample of each."""

    samples: NDArray[np.int16]
    sentences: tuple[tuple[int, int], ...]

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE_HZ


@functools.cache
def corpus() -> Corpus:
    """Raises ``FileNotFoundError`` where there is no espeak-ng."""
    pause = np.zeros(round(PAUSE_S * RATE_HZ), np.int16)
    parts, sentences, first = [pause], [], len(pause)
    for voice, text in SENTENCES:
        sound = spoken(text, voice).astype(np.float64)
        said = np.asarray(np.clip(sound * RMS / np.std(sound), -32_000, 32_000), np.int16)
        parts += [said, pause]
        sentences.append((first, first + len(said)))
        first += len(said) + len(pause)
    return Corpus(np.concatenate(parts), tuple(sentences))


def understood(played: Played, said_s: float) -> float:
    """The mean STOI of the corpus' sentences, of which the first sample was said at ``said_s``."""
    said = corpus()
    scores = []
    for first, last in said.sentences:
        original = said.samples[first:last].astype(np.float64)
        from_sample = played.first_after(said_s + first / RATE_HZ)
        heard = played.samples[from_sample:][: len(original) + round(LATE_MOST_S * RATE_HZ)]
        scores.append(_score(original, heard.astype(np.float64)))
    return round(float(np.mean(scores)), 4)


def _score(original: NDArray[np.float64], heard: NDArray[np.float64]) -> float:
    if len(heard) < len(original) or not heard.any():
        return 0.0
    return float(stoi(original, laid_over(original, heard), RATE_HZ))


def laid_over(original: NDArray[np.float64], heard: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of what was ``heard``, as much as the original, each part of it where it fits best."""
    place = int(np.argmax(correlate(heard, original, mode="valid", method="fft")))
    parts = []
    for first in range(0, len(original), PART_SAMPLES):
        part = original[first : first + PART_SAMPLES]
        place = _moved(part, heard, first, place)
        parts.append(heard[first + place : first + place + len(part)])
    return np.concatenate(parts)


def _moved(part: NDArray[np.float64], heard: NDArray[np.float64], first: int, place: int) -> int:
    """Where this part lies, ``place`` being where the part before did."""
    from_place = max(-first, place - MOVED_MOST_SAMPLES)
    near = heard[first + from_place : first + place + MOVED_MOST_SAMPLES + len(part)]
    likeness = correlate(near, part, mode="valid", method="fft")
    best = int(np.argmax(likeness))
    clear = likeness[best] > MOVED_CLEARLY * likeness[place - from_place]
    return min(from_place + best if clear else place, len(heard) - first - len(part))
