"""A program that plays a tone with clicks through one speaker and listens to microphones, told by lines.

Responsible for: being the process in which QtMultimedia meets the test's sound server (Qt looks for a server
once per process). Writes a JSON object a line: status changes, and an answer to each line it reads:
``levels`` (newest level per microphone, dBFS), ``delays`` (ms from asking for a click to hearing it, first
microphone), ``quit``.
"""

from __future__ import annotations

import json
import math
import sys
import threading
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QCoreApplication

from hardware import qt_sound, registry
from hardware.click import find_clicks
from hardware.devices import PULL_SAMPLES, SAMPLE_RATE_HZ, Block, DeviceStatus
from hardware.pacing import MONOTONIC
from hardware.simulated.sound import Clicks, Mixed, Tone
from hardware.sound_level import loudness_dbfs

BLIND = "--blind"
"""Never look whether the device is still there: the control."""
TONE_HZ = 859.0
TONE_DBFS = -12.0


class Recorded:
    """Sound in pieces of one length, and the time of each one's first sample."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._blocks: list[Block] = []
        self._times_s: list[float] = []

    def add(self, block: Block, at_s: float) -> None:
        with self._guard:
            self._blocks.append(block)
            self._times_s.append(at_s)

    def newest_dbfs(self) -> float | None:
        with self._guard:
            return loudness_dbfs(self._blocks[-1]) if self._blocks else None

    def clicks_s(self) -> list[float]:
        with self._guard:
            if not self._blocks:
                return []
            samples, times_s = np.concatenate(self._blocks) / 32767.0, list(self._times_s)
        found = find_clicks(samples, SAMPLE_RATE_HZ, 0)
        length = len(self._blocks[0])
        return [times_s[index // length] + index % length / SAMPLE_RATE_HZ for index in found]


def tell(**report: object) -> None:
    # One write: devices report from their own threads.
    sys.stdout.write(json.dumps(report) + "\n")
    sys.stdout.flush()


def status_of(spec: str) -> Callable[[DeviceStatus], None]:
    return lambda status: tell(device=spec, condition=status.condition, text=status.text)


def serve(speaker_spec: str, microphone_specs: list[str]) -> None:
    played, heard = Recorded(), {spec: Recorded() for spec in microphone_specs}
    sound, origin_s = Mixed([Clicks(0), Tone(TONE_HZ, TONE_DBFS)]), MONOTONIC.now_s()
    first = 0

    def pull() -> Block:
        nonlocal first
        pulled = sound.block(first, origin_s)[:PULL_SAMPLES]
        first += len(pulled)
        played.add(pulled, MONOTONIC.now_s())
        return pulled

    microphones = [(spec, registry.microphone(spec)) for spec in microphone_specs]
    speaker = registry.speaker(speaker_spec)
    for spec, microphone in microphones:
        microphone.start(heard[spec].add, status_of(spec))
    speaker.start(pull, status_of(speaker_spec))
    for line in sys.stdin:
        match line.strip():
            case "levels":
                tell(levels={spec: recorded.newest_dbfs() for spec, recorded in heard.items()})
            case "delays":
                asked_s, arrived_s = played.clicks_s(), heard[microphone_specs[0]].clicks_s()
                pairs = [(max((a for a in asked_s if a < h), default=None), h) for h in arrived_s]
                tell(delays=[1000 * (h - a) for a, h in pairs if a is not None])
            case _:
                break
    speaker.stop()
    for _, microphone in microphones:
        microphone.stop()


def main() -> None:
    application = QCoreApplication([])
    speaker, *microphones = [argument for argument in sys.argv[1:] if argument != BLIND]
    if BLIND in sys.argv:
        qt_sound.LOOK_S = math.inf
    thread = threading.Thread(target=serve, args=(speaker, microphones))
    thread.start()
    thread.join()
    del application


if __name__ == "__main__":
    main()
