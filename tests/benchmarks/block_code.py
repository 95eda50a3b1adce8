"""Sound in which every 20 ms are numbered, and the reader of what came out at the far end.

Responsible for: the signal, and finding in received samples which blocks were played and where. Not for: when
anything was played (``figures``).

Method. Block n is 20 ms of noise between 300 and 6000 Hz of its own, made from its number; numbers repeat
after 256 blocks (5.12 s). The reader correlates what was received with all of them; a block is where one of
them correlates clearly (two different ones hardly do). Nothing depends on the rhythm of packets: the codec's
delay and a shifted playout only move the place.

Noise and not tones: what is periodic drives the long-term predictor of Opus' voice mode beyond all bounds
after a loss that the decoder is not told of, and then the signal, not the channel, is measured.

What a microphone gives per 20 ms is a piece of the running sound and begins 13.5 ms before a block does: Opus
looks 6.5 ms ahead, so that a packet then holds one block and no part of another, and a lost packet is one
lost block.

Concealment cannot be taken for a played block: what a codec makes up continues the block before, so it reads
as that block's number again (and counts once) or as nothing. Sound repaired from redundancy is the block's
own, and counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
BLOCK_SAMPLES = 960
LEAD_SAMPLES = 648
"""From the first sample of a microphone's piece to that of the block of the same number."""
NUMBERS = 256
BAND_HZ = (300.0, 6_000.0)
RMS = 3_000.0

MATCH_LEAST = 0.36
"""Correlation, 1.0 being the block itself: after Opus at 32 kbit/s 0.6 to 0.75, at 16 kbit/s 0.4 to 0.6, and
of noise or other blocks 0.3 at most."""
LEVEL_LEAST = RMS * 0.05
APART_SAMPLES = BLOCK_SAMPLES // 2
"""Of several matches nearer than this the best counts."""
_SLOWER = 3
"""The reader works at 16 kHz."""
_LENGTH = BLOCK_SAMPLES // _SLOWER
_CHUNK = 1 << 15


@dataclass(frozen=True)
class Found:
    """A block in received sound: its number modulo ``NUMBERS`` and its first sample."""

    number: int
    sample: int


def block(number: int) -> NDArray[np.int16]:
    """(960,) int16: the block of this number; not to be written to."""
    return _block(number % NUMBERS)


@cache
def _block(number: int) -> NDArray[np.int16]:
    spectrum = np.fft.rfft(np.random.default_rng(number).normal(size=BLOCK_SAMPLES))
    hz = np.fft.rfftfreq(BLOCK_SAMPLES, 1 / RATE_HZ)
    spectrum[(hz < BAND_HZ[0]) | (hz > BAND_HZ[1])] = 0
    wave = np.fft.irfft(spectrum)
    samples = np.asarray(np.clip(wave * RMS / np.std(wave), -32_000, 32_000), np.int16)
    samples.flags.writeable = False
    return samples


def piece(number: int) -> NDArray[np.int16]:
    """(960,) int16: a microphone's piece of this number, from 0; before block 0 is silence."""
    before = block(number - 1) if number else np.zeros(BLOCK_SAMPLES, np.int16)
    return np.concatenate((before[BLOCK_SAMPLES - LEAD_SAMPLES :], block(number)[:-LEAD_SAMPLES]))


def read(samples: NDArray[np.int16]) -> list[Found]:
    """The blocks in ``samples`` (n,), in order of place."""
    slow = _slowed(samples.astype(np.float64))
    if not len(slow):
        return []
    match, number = _matches(slow)
    found: list[Found] = []
    candidates = np.flatnonzero(match >= MATCH_LEAST)
    apart = APART_SAMPLES // _SLOWER
    while len(candidates):
        near = candidates[candidates < candidates[0] + apart]
        place = int(near[np.argmax(match[near])])
        found.append(Found(int(number[place]), place * _SLOWER))
        candidates = candidates[np.searchsorted(candidates, place + apart) :]
    return found


def _slowed(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """At 16 kHz; what is above 8 kHz is left out. Nothing of what is shorter than a block."""
    length = len(samples) // _SLOWER
    if length < _LENGTH:
        return samples[:0]
    spectrum = np.fft.rfft(samples[: length * _SLOWER])[: length // 2 + 1]
    return np.fft.irfft(spectrum, length) / _SLOWER


@cache
def _templates() -> NDArray[np.complex128]:
    """(256, n): the spectra to multiply with, each block of unit energy."""
    waves = np.stack([_slowed(block(number).astype(np.float64)) for number in range(NUMBERS)])
    waves /= np.linalg.norm(waves, axis=1, keepdims=True)
    return np.asarray(np.conj(np.fft.rfft(waves, _CHUNK)))


def _matches(slow: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Per place: the correlation with the block that fits best there, and that block's number."""
    places = len(slow) - _LENGTH + 1
    match, number = np.zeros(places), np.zeros(places, np.intp)
    step = _CHUNK - _LENGTH + 1
    for first in range(0, places, step):
        spectrum = np.fft.rfft(slow[first : first + _CHUNK], _CHUNK)
        count = min(step, places - first)
        best, which = match[first : first + count], number[first : first + count]
        for candidate, template in enumerate(_templates()):
            value = np.fft.irfft(spectrum * template, _CHUNK)[:count]
            better = value > best
            best[better] = value[better]
            which[better] = candidate
    total = np.concatenate(([0.0], np.cumsum(slow**2)))
    energy = np.maximum(total[_LENGTH:] - total[:-_LENGTH], _LENGTH * LEVEL_LEAST**2)
    return match / np.sqrt(energy), number
