"""``python -m tests.benchmarks.echo --json FILE``: what becomes of an echo, and of whoever speaks into it.

Responsible for: a loudspeaker and a microphone in a calculated room, spoken sentences at both ends, the
figures. Not for: networks (``lossy_link``) or devices. Everything is calculated block by block, so that the
machine's load does not matter, except for the cost per block.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pystoi import stoi

from channel.settings.tables import Sound
from channel.sound.processing import DELAY_S
from channel.sound.room import Room
from tests.helpers.simulated_room import SimulatedRoom
from tests.helpers.speech import talk

RATE_HZ = 48_000
BLOCK, PULL = 960, 480
FAR_VOICE, NEAR_VOICE = "id", "id+f3"
SETTLED_S = 5.0
LENGTH_S = 30.0
NEAR_FROM_S = 12.0
"""In double talk: by then the far end has been heard alone."""
HISS = 8.0
"""Root mean square of the microphone's own noise, -72 dBFS."""

Wave = NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """``return_loss_db``: the echo in what is sent, below the echo in the microphone, from the fifth second
    on. ``returned_db``: the same, below what the loudspeaker plays. STOI: the near speaker alone against the
    microphone (before) and against what is sent (after), while both speak equally loudly.
    """

    delay_ms: float
    drift_ppm: float
    gain_db: float
    return_loss_db: float
    returned_db: float
    double_talk_stoi_before: float
    double_talk_stoi_after: float
    alone_stoi_after: float
    near_lowered_db: float
    processing_delay_ms: float
    processing_us_per_block: float


def power_db(sound: Wave) -> float:
    return float(10 * np.log10(max(float(np.mean(sound**2)), 1e-9)))


def processed(settings: Sound, far: Wave, microphone: Wave) -> tuple[Wave, float]:
    """What is sent, and the mean cost of a block in microseconds of CPU."""
    room = Room(settings)
    room.begin()
    played, heard = (np.clip(wave, -32_768, 32_767).astype(np.int16) for wave in (far, microphone))
    sent = []
    began_s = time.process_time()
    for first in range(0, len(far) - BLOCK + 1, BLOCK):
        for pull in range(first, first + BLOCK, PULL):
            room.played(played[pull : pull + PULL])
        sent.append(room.heard(heard[first : first + BLOCK], 0.0).block)
    cost_us = (time.process_time() - began_s) / len(sent) * 1e6
    return np.concatenate(sent).astype(np.float64), cost_us


def measure(room: SimulatedRoom, settings: Sound) -> Figures:
    """One room; some seconds."""
    length = round(LENGTH_S * RATE_HZ)
    far = talk(LENGTH_S, FAR_VOICE)
    echo = room.echo(far)
    hiss = np.random.default_rng(room.seed).normal(0.0, HISS, length)
    begins = round(NEAR_FROM_S * RATE_HZ)
    near = np.zeros(length)
    near[begins:] = talk(LENGTH_S - NEAR_FROM_S, NEAR_VOICE, first=3)
    near *= np.sqrt(np.mean(far**2) / np.mean(near[begins:] ** 2))

    alone, cost_us = processed(settings, far, echo + hiss)
    both, _ = processed(settings, far, echo + near + hiss)
    nobody, _ = processed(settings, np.zeros(length), near + hiss)
    settled = slice(round(SETTLED_S * RATE_HZ), None)
    talking = slice(begins + RATE_HZ, length - RATE_HZ)
    late = round(DELAY_S * RATE_HZ)
    delayed = slice(talking.start + late, talking.stop + late)
    left_db = power_db(alone[settled])
    return Figures(
        delay_ms=room.delay_ms,
        drift_ppm=room.drift_ppm,
        gain_db=room.gain_db,
        return_loss_db=round(power_db(echo[settled]) - left_db, 1),
        returned_db=round(power_db(far[settled]) - left_db, 1),
        double_talk_stoi_before=score(near[talking], (echo + near + hiss)[talking]),
        double_talk_stoi_after=score(near[talking], both[delayed]),
        alone_stoi_after=score(near[talking], nobody[delayed]),
        near_lowered_db=round(power_db(nobody[delayed]) - power_db(both[delayed]), 1),
        processing_delay_ms=round(DELAY_S * 1000, 1),
        processing_us_per_block=round(cost_us),
    )


def score(said: Wave, heard: Wave) -> float:
    """Short-time objective intelligibility (Taal et al. 2011), 0 to 1."""
    return round(float(stoi(said, heard, RATE_HZ)), 3)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.echo", description=__doc__)
    parser.add_argument("--json", type=Path, help="write the rows into this file")
    arguments = parser.parse_args(argv)
    rows = []
    for drift_ppm in (0.0, 100.0):
        for delay_ms in (60.0, 180.0):
            found = measure(SimulatedRoom(delay_ms, drift_ppm=drift_ppm), Sound())
            rows.append({"system": "ours", **asdict(found)})
            print(
                f"{delay_ms:3g} ms, {drift_ppm:3g} ppm: echo {found.return_loss_db:.1f} dB down in what is "
                f"sent; double talk STOI {found.double_talk_stoi_before:.3f} before, "
                f"{found.double_talk_stoi_after:.3f} after ({found.alone_stoi_after:.3f} with a silent far "
                f"end); {found.processing_us_per_block:.0f} µs a block",
                flush=True,
            )
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
