"""Clicks whose time is known: how long sound takes is measured with them.

Responsible for: the shape of a click, when each booth clicks, finding clicks in a recording to the sample.
Not for: playing or recording.

Booth N clicks on every whole second of CLOCK_MONOTONIC plus N times 100 ms (the officer is booth 0): a burst
of 10 ms, Hann-shaped, of (5000 + N * 400) Hz, peak -12 dBFS. A click's place is its first sample.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

CLICK_S = 0.010
CLICK_DBFS = -12.0
CLICK_EVERY_S = 1.0
OFFSET_S = 0.1
LEAST_DBFS = -36.0
"""Quieter bursts are no clicks."""
LEAST_PURITY = 0.5
"""At least this share of what sounds above 4 kHz during a click is the click."""
HIGH_PASS_HZ = 4_000.0
APART_S = 0.25
"""Of several peaks nearer than this the greatest is the click."""
_CHUNK_SAMPLES = 2**18


def click_hz(booth: int) -> float:
    return 5_000.0 + booth * 400.0


def click_offset_s(booth: int) -> float:
    """After the whole second."""
    return booth * OFFSET_S


@lru_cache(maxsize=16)
def click_shape(booth: int, rate_hz: int) -> NDArray[np.float64]:
    """One click, full scale 1.0."""
    count = round(CLICK_S * rate_hz)
    time_s = np.arange(count) / rate_hz
    return 10 ** (CLICK_DBFS / 20) * _window(count) * np.sin(2 * np.pi * click_hz(booth) * time_s)


def find_clicks(samples: ArrayLike, rate_hz: int, booth: int) -> list[int]:
    """The first samples of this booth's clicks in ``samples`` (n,), full scale 1.0, ascending.

    A matched filter. Other booths' clicks, tones and speech are not found. Of a click that is cut off at
    either end the place is not exact, if it is found at all.
    """
    signal = np.asarray(samples, dtype=np.float64)
    if len(signal) < round(CLICK_S * rate_hz):
        return []
    level, purity, wave = _match(signal, rate_hz, booth)
    least = 10 ** (LEAST_DBFS / 20)
    candidates = np.flatnonzero((level >= least) & (purity >= LEAST_PURITY))
    found = []
    apart = round(APART_S * rate_hz)
    while len(candidates):
        near = candidates[candidates < candidates[0] + apart]
        peak = int(near[np.argmax(level[near])])
        found.append(_refine(wave, peak, rate_hz, booth))
        candidates = candidates[candidates > max(int(near[-1]), peak + apart)]
    return found


def _refine(wave: NDArray[np.float64], peak: int, rate_hz: int, booth: int) -> int:
    """The envelope's peak is broad; the wave's own peak within half a period of it is sharp."""
    reach = int(rate_hz / click_hz(booth) / 2)
    first = max(0, peak - reach)
    return first + int(np.argmax(wave[first : peak + reach + 1]))


def _match(
    signal: NDArray[np.float64], rate_hz: int, booth: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Per possible first sample: the burst's peak level, the share of the click in all high sound there, and
    the correlation with the click's own wave."""
    length = round(CLICK_S * rate_hz)
    window = _window(length)
    carrier = np.exp(-2j * np.pi * click_hz(booth) * np.arange(length) / rate_hz)
    template = window * carrier
    places = len(signal) - length + 1
    level, purity, wave = np.empty(places), np.empty(places), np.empty(places)
    for first in range(0, places, _CHUNK_SAMPLES):
        last = min(first + _CHUNK_SAMPLES, places)
        part = _high(signal[first : last + length - 1], rate_hz)
        matched = _correlate(part, template)
        energy = _running_sum(part**2, length)
        found = np.abs(matched)
        # A burst a·window·sin gives |matched| = a/2·Σ window² and the energy a²/2·Σ window².
        norm = float(np.sum(window**2))
        level[first:last] = 2 * found / norm
        purity[first:last] = 2 * found**2 / (norm * np.maximum(energy, 1e-9))
        wave[first:last] = -matched.imag
    return level, purity, wave


def _window(count: int) -> NDArray[np.float64]:
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(count) / count))


def _high(signal: NDArray[np.float64], rate_hz: int) -> NDArray[np.float64]:
    """What sounds above ``HIGH_PASS_HZ``."""
    spectrum = np.fft.rfft(signal)
    spectrum[np.fft.rfftfreq(len(signal), 1 / rate_hz) < HIGH_PASS_HZ] = 0
    return np.fft.irfft(spectrum, len(signal))


def _correlate(signal: NDArray[np.float64], template: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """Sum of signal[n + k] * template[k] for every n at which the template fits."""
    size = 1 << (len(signal) + len(template) - 1).bit_length()
    product = np.fft.fft(signal, size) * np.fft.fft(template[::-1], size)
    return np.fft.ifft(product)[len(template) - 1 : len(signal)]


def _running_sum(values: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    total = np.concatenate(([0.0], np.cumsum(values)))
    return total[length:] - total[:-length]
