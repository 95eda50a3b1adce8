"""Sound made shorter or longer without a click: a jump from one place to another that sounds alike.

Responsible for: finding the place and fading over to it (as in WSOLA: Verhelst and Roelands, 1993). Not for:
when and by how much (``channel.core.playout``).

A jump forth by a pitch period leaves one period out, a jump back plays one twice; the voice keeps its pitch.
Digital silence is cut or prolonged exactly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FADE_SAMPLES = 240
"""5 ms."""
LIKENESS_SAMPLES = 480
"""10 ms are compared: a period of the deepest voices."""
PERIOD_LEAST_SAMPLES = 120
"""2.5 ms: no voice is higher, and shorter jumps are not worth it."""
FIT_SAMPLES = 240
"""A jump may miss what is wanted by so much, if that makes it sound better."""
BETTER = 0.25
"""So much more alike must a smaller jump be to be preferred to one that does all at once."""
_COARSE = 6
"""Places are first compared at 8 kHz."""
_RISING: NDArray[np.float32] = np.linspace(0.0, 1.0, FADE_SAMPLES, dtype=np.float32)


def shortened(sound: NDArray[np.int16], most: int) -> NDArray[np.int16]:
    """``sound`` (n,) int16 without up to ``most`` samples near its beginning; n ≥ most + 480."""
    if not sound[: most + FADE_SAMPLES].any():
        return sound[most:]
    if most < PERIOD_LEAST_SAMPLES:
        return sound
    whole = range(max(PERIOD_LEAST_SAMPLES, most - FIT_SAMPLES), most + 1)
    return _jumped(sound, 0, _best(sound, 0, whole, range(PERIOD_LEAST_SAMPLES, whole.start)))


def lengthened(past: NDArray[np.int16], sound: NDArray[np.int16], least: int) -> NDArray[np.int16]:
    """``sound`` (n,) int16, n ≥ 480, with at least ``least`` samples of what was before it played again, or
    fewer where that sounds much better.

    ``past``: what was played before it, at least ``least`` + 240 samples.
    """
    if not (sound[:FADE_SAMPLES].any() or past[-FADE_SAMPLES:].any()):
        return np.concatenate((np.zeros(least, np.int16), sound))
    both = np.concatenate((past, sound))
    at = len(past)
    most = max(PERIOD_LEAST_SAMPLES, least)
    whole = range(at - min(at, most + FIT_SAMPLES), at - most + 1)
    return _jumped(both, at, _best(both, at, whole, range(whole.stop, at - PERIOD_LEAST_SAMPLES + 1)))


def _jumped(sound: NDArray[np.int16], at: int, to: int) -> NDArray[np.int16]:
    """What is heard from ``at`` on when the sound goes on at ``to``."""
    leaving = sound[at : at + FADE_SAMPLES].astype(np.float32)
    coming = sound[to : to + FADE_SAMPLES].astype(np.float32)
    faded = np.rint(leaving + (coming - leaving) * _RISING).astype(np.int16)
    return np.concatenate((faded, sound[to + FADE_SAMPLES :]))


def _best(sound: NDArray[np.int16], at: int, whole: range, part: range) -> int:
    """The place most like ``at``, in ``whole`` unless one in ``part`` is much more alike."""
    place, likeness = _most_alike(sound, at, whole)
    if part:
        other, other_likeness = _most_alike(sound, at, part)
        if other_likeness > likeness + BETTER:
            return other
    return place


def _most_alike(sound: NDArray[np.int16], at: int, places: range) -> tuple[int, float]:
    """The place and its correlation with ``at``, 1.0 being the same."""
    pattern = sound[at : at + LIKENESS_SAMPLES].astype(np.float32)
    field = sound[places.start : places.stop - 1 + LIKENESS_SAMPLES].astype(np.float32)
    coarse = int(np.argmax(_likeness(_coarse(field), _coarse(pattern)))) * _COARSE
    first = max(0, coarse - _COARSE)
    likeness = _likeness(field[first : coarse + _COARSE + LIKENESS_SAMPLES], pattern)
    best = int(np.argmax(likeness))
    return places.start + first + best, float(likeness[best])


def _coarse(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    length = len(sound) // _COARSE
    return np.asarray(sound[: length * _COARSE].reshape(length, _COARSE).mean(axis=1))


def _likeness(field: NDArray[np.float32], pattern: NDArray[np.float32]) -> NDArray[np.float32]:
    """The correlation of ``pattern`` with each place in ``field``."""
    size = len(pattern)
    energy = np.concatenate(([0.0], np.cumsum(np.square(field, dtype=np.float64))))
    scale = np.sqrt((energy[size:] - energy[:-size]).clip(0) * float(np.dot(pattern, pattern)))
    return np.asarray(np.correlate(field, pattern, "valid") / (scale + 1.0), np.float32)
