"""What the officer's loudspeaker or headset is given: the booths listened to, weighed, placed and added up.

Responsible for: gains and stereo places; numbers in, numbers out. Not for: who is listened to
(``talk_matrix``), where sound comes from, nor a sum that is too loud (``channel.sound.limiter``). One
``Mixer`` belongs to one thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from channel.core.block import PULL_SAMPLES
from cso_console.core.snapshot import SEATS

PAN_WIDTH = 0.8
"""Share of the full width that the outermost seats take: a voice in one ear alone is tiring."""


@dataclass(frozen=True)
class Place:
    """How one listened booth enters the mix. ``pan``: -1 left to 1 right, None for both sides alike."""

    gain: float = 1.0
    pan: float | None = None


Places = Mapping[int, Place]
"""By seat; a seat that is missing is not heard."""


def weights(places: Places, channels: int) -> NDArray[np.float32]:
    """(SEATS, channels): each seat's share in each of the speaker's channels, panned with constant power."""
    matrix = np.zeros((SEATS, channels), np.float32)
    for seat, place in places.items():
        if channels == 2 and place.pan is not None:
            angle = (place.pan * PAN_WIDTH + 1.0) * pi / 4
            matrix[seat - 1] = place.gain * cos(angle), place.gain * sin(angle)
        else:
            matrix[seat - 1] = place.gain
    return matrix


class Mixer:
    """Adds up what is pulled of each seat. A change fades within one pull: after it a shut seat is gone."""

    def __init__(self, channels: int) -> None:
        self.channels = channels
        self._weights = np.zeros((SEATS, channels), np.float32)
        self._rising = np.linspace(0.0, 1.0, PULL_SAMPLES, dtype=np.float32)[:, None]

    def mix(self, pulled: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
        """``pulled`` (SEATS, 480), ``wanted`` from ``weights``; gives their sum, (480, channels)."""
        if wanted is self._weights:
            return pulled.T @ wanted
        both = pulled.T @ np.hstack((self._weights, wanted))
        before, after = both[:, : self.channels], both[:, self.channels :]
        self._weights = wanted
        return np.asarray(before + (after - before) * self._rising)
