"""Does a device work? One short trial for each kind.

Responsible for: starting a device, waiting for a picture or some sound, saying what came. Not for: which
devices (``probe``), speaker and microphone together (``echo_trial``). Blocks for some seconds; any thread.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

import numpy as np

from hardware import registry
from hardware.devices import (
    PULL_SAMPLES,
    SAMPLE_RATE_HZ,
    Block,
    Condition,
    DeviceStatus,
    Frame,
    PrintCode,
    PrintLine,
    Printout,
    PrintRule,
)
from hardware.escpos import COLUMNS
from hardware.sound_level import SoundLevel

WIDTH, HEIGHT, FPS = 640, 360, 25.0
PATIENCE_S = 6.0
"""For the first sign of life; a webcam may take three seconds."""
FRAMES = 26
"""A second of pictures, to tell the rate."""
PULLS = 50
"""Half a second of a speaker."""
LISTEN_BLOCKS = 100
"""Two seconds of a microphone: enough for a few words, or to hear the room."""
PRINTING_S = 20.0
"""For a printer on a slow network, with its answers."""
TONE_HZ = 440.0
TONE_DBFS = -30.0
"""Its peak."""


@dataclass(frozen=True)
class Trial:
    """What came of trying one device; ``text`` is a sentence."""

    kind: str
    spec: str
    name: str
    works: bool
    text: str

    def named(self, name: str) -> Trial:
        return replace(self, name=name)


def try_camera(spec: str) -> Trial:
    """Raises ``SpecError``."""
    camera = registry.camera(spec, width=WIDTH, height=HEIGHT, fps=FPS)
    watch = Watch(FRAMES)
    frames: list[Frame] = []

    def on_frame(frame: Frame) -> None:
        if not watch.done.is_set():
            frames.append(frame)
            watch.count(len(frames))

    camera.start(on_frame, watch.on_status)
    watch.wait()
    camera.stop()
    if not frames:
        return Trial("camera", spec, spec, False, watch.reason())
    height, width = frames[0].picture.shape[:2]
    span_s = frames[-1].captured_s - frames[0].captured_s
    rate = f", {(len(frames) - 1) / span_s:.0f} fps" if span_s > 0 else ""
    return Trial("camera", spec, spec, True, f"{width} x {height}{rate}.")


def try_microphone(spec: str) -> Trial:
    """Raises ``SpecError``."""
    microphone = registry.microphone(spec)
    watch = Watch(LISTEN_BLOCKS)
    blocks: list[Block] = []

    def on_block(block: Block, captured_s: float) -> None:
        if not watch.done.is_set():
            blocks.append(block)
            watch.count(len(blocks))

    microphone.start(on_block, watch.on_status)
    watch.wait()
    microphone.stop()
    if not blocks:
        return Trial("microphone", spec, spec, False, watch.reason())
    return Trial("microphone", spec, spec, True, SoundLevel.of(np.concatenate(blocks)).sentence())


def try_speaker(spec: str, *, quiet: bool) -> Trial:
    """A soft tone for half a second, or silence. Raises ``SpecError``."""
    speaker = registry.speaker(spec, 1)
    watch = Watch(PULLS)
    played = 0

    def pull() -> Block:
        nonlocal played
        pulled = np.zeros(PULL_SAMPLES, np.int16) if quiet or played >= PULLS else tone_pull(played)
        played += 1
        watch.count(played)
        return pulled

    speaker.start(pull, watch.on_status)
    watch.wait()
    speaker.stop()
    if not watch.done.is_set():
        return Trial("speaker", spec, spec, False, watch.reason())
    return Trial("speaker", spec, spec, True, "played silence." if quiet else "played a soft tone.")


def tone_pull(number: int) -> Block:
    """Pull ``number`` of the test tone, which swells and fades so that it does not click."""
    index = number * PULL_SAMPLES + np.arange(PULL_SAMPLES)
    swell = np.sin(np.pi * index / (PULLS * PULL_SAMPLES)) ** 2
    wave = 10 ** (TONE_DBFS / 20) * swell * np.sin(2 * np.pi * TONE_HZ * index / SAMPLE_RATE_HZ)
    return np.rint(wave * 32767).astype(np.int16)


def try_printer(spec: str, columns: int, *, slip: bool) -> Trial:
    """Looks whether it is ready, and with ``slip`` prints one. Raises ``SpecError``."""
    printer = registry.printer(spec, columns=columns)
    watch = Watch(1)
    printed = threading.Event()

    def on_status(status: DeviceStatus) -> None:
        watch.on_status(status)
        if status.condition is Condition.RUNNING and not slip:
            watch.count(1)

    def on_printed(done: bool) -> None:
        if done:
            watch.count(1)
        printed.set()

    printer.start(on_status)
    if slip:
        printer.print_out(_test_slip(columns), on_printed)
        printed.wait(PRINTING_S)
    else:
        watch.wait()
    printer.stop()
    if not watch.done.is_set():
        return Trial("printer", spec, spec, False, watch.reason())
    return Trial("printer", spec, spec, True, "printed a test slip." if slip else "ready.")


def _test_slip(columns: int) -> Printout:
    rulers = (
        PrintLine("".join(str(at % 10) for at in range(1, most + 1))) for most in COLUMNS if most <= columns
    )
    return (
        PrintLine("TEST", bold=True, tall=True, wide=True, centred=True),
        PrintCode("TEST"),
        PrintRule(),
        *rulers,
        PrintLine(f"Set for {columns} columns: the lines above fit the paper, and the longest fills it."),
    )


class Watch:
    """Waits until enough came, or a device says that it cannot, or nothing comes."""

    def __init__(self, enough: int) -> None:
        self.done = threading.Event()
        self._enough = enough
        self._over = threading.Event()
        self._last = DeviceStatus(Condition.STARTING)

    def count(self, came: int) -> None:
        if came >= self._enough:
            self.done.set()
            self._over.set()

    def on_status(self, status: DeviceStatus) -> None:
        if status.condition in (Condition.MISSING, Condition.BUSY, Condition.FAILED):
            self._last = status
            self._over.set()

    def wait(self) -> None:
        self._over.wait(PATIENCE_S)

    def reason(self) -> str:
        return self._last.text or f"nothing came within {PATIENCE_S:g} s."
