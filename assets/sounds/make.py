"""Makes the short sounds of both programs: ``python -m assets.sounds.make``.

Responsible for: what they are, as formulas, so that their source is the project's own (CC0). Not for:
playing them. Each file is 48 kHz mono 16-bit WAV.
"""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE_HZ: Final = 48_000
HERE: Final = Path(__file__).parent

G4, C5, E5, G5, C6 = 392.00, 523.25, 659.26, 783.99, 1046.50


def main() -> None:
    for name, samples in {
        # At the console: somebody has come. Soft, because it is heard all day.
        "arrival": _chime([(0.00, E5), (0.14, G5)], length_s=0.9, level_dbfs=-20),
        # At the booth: the officer comes.
        "call": _chime([(0.00, G4), (0.16, C5), (0.32, E5)], length_s=1.2, level_dbfs=-16),
        # At the console: is the loudspeaker the one that I mean, and loud enough?
        "test": _chime([(0.0, C5), (0.3, E5), (0.6, G5), (0.9, C6)], length_s=1.8, level_dbfs=-16),
    }.items():
        _write(HERE / f"{name}.wav", samples)


def _chime(notes: list[tuple[float, float]], *, length_s: float, level_dbfs: float) -> NDArray[np.float64]:
    """``notes``: (start in seconds, pitch in Hz), struck tones that die away; peak at ``level_dbfs``."""
    at_s = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    sound = np.zeros_like(at_s)
    for start_s, pitch_hz in notes:
        own_s = np.clip(at_s - start_s, 0, None)
        attack = np.clip(own_s / 0.012, 0, 1) ** 2
        for partial, share in ((1, 1.0), (2, 0.22), (3, 0.06)):
            decay = np.exp(-own_s * 6.0 * partial**0.5)
            sound += share * attack * decay * np.sin(2 * np.pi * pitch_hz * partial * own_s)
    sound *= np.clip((length_s - at_s) / 0.08, 0, 1)
    return sound * (10 ** (level_dbfs / 20) / float(np.abs(sound).max()))


def _write(path: Path, samples: NDArray[np.float64]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((samples * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main()
