"""A spoken sentence from the booth's microphone to the console's loudspeaker and back, over audio devices.

The sound cards are PulseAudio's null sinks; programs, drivers, codecs and sockets are real. The sentence is
recognised by the course of its loudness, which no other sentence and no noise shares.
"""

from __future__ import annotations

import subprocess
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from channel.settings.tables import Sound
from tests.helpers.branch import Branch
from tests.helpers.programs import start_and_agree
from tests.helpers.pulse import Card, PulseServer, pulse_server
from tests.helpers.speech import SENTENCES, needs_speech, speak

SAYS = {"booth": SENTENCES[0], "console": SENTENCES[1]}
RATE_HZ = 48_000
STEP_S = 0.02
LATEST_S = 3.0
SAME = 0.5
"""Correlation of two courses of loudness. Seen: the same sentence 0.74 to 0.99, another one 0.26 to 0.28."""

pytestmark = [pytest.mark.pulse, pytest.mark.timeout(240), needs_speech]


@pytest.fixture
def pulse() -> Iterator[PulseServer]:
    with pulse_server() as server:
        yield server


def samples(path: Path) -> NDArray[np.float64]:
    """Mono at 48 kHz, near enough for loudness."""
    with wave.open(str(path), "rb") as file:
        raw = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64) / 32768
        rate_hz, channels = file.getframerate(), file.getnchannels()
    mono = raw.reshape(-1, channels).mean(axis=1)
    at = np.arange(0, len(mono), rate_hz / RATE_HZ)
    return np.asarray(np.interp(at, np.arange(len(mono)), mono))


def loudness(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    step = int(RATE_HZ * STEP_S)
    blocks = sound[: len(sound) // step * step].reshape(-1, step)
    return np.asarray(np.sqrt((blocks**2).mean(axis=1)))


def likeness(said: NDArray[np.float64], heard: NDArray[np.float64]) -> float:
    """The best correlation of the two courses over the delays that may occur."""
    course, other = loudness(said), loudness(heard)
    best = 0.0
    for late in range(int(LATEST_S / STEP_S)):
        part = other[late : late + len(course)]
        if len(part) == len(course) and part.std() > 0:
            best = max(best, float(np.corrcoef(course, part)[0, 1]))
    return best


def say_and_record(pulse: PulseServer, says: Path, into: Card, out_of: Card, folder: Path) -> Path:
    """Play the sentence into one card while recording what another was given."""
    heard = folder / f"{says.stem}-heard.wav"
    seconds = len(samples(says)) / RATE_HZ + LATEST_S
    environment = pulse.environment
    recorder = subprocess.Popen(
        [
            "parec", "--file-format=wav", "--rate=48000", "--channels=1", "--latency-msec=20",
            f"--device={out_of.microphone}", str(heard),
        ],
        env={"PATH": "/usr/bin:/bin", **environment},
    )  # fmt: skip
    try:
        time.sleep(0.5)
        command = ["paplay", f"--device={into.speaker}", str(says)]
        subprocess.run(command, env={"PATH": "/usr/bin:/bin", **environment}, check=True, timeout=60)
        time.sleep(max(0.5, seconds - len(samples(says)) / RATE_HZ))
    finally:
        recorder.terminate()
        recorder.wait(10)
    return heard


def test_a_sentence_goes_from_booth_to_console_and_back(tmp_path: Path, pulse: PulseServer) -> None:
    cards = {name: pulse.plug(name) for name in ("booth_in", "booth_out", "desk_in", "desk_out")}
    branch = Branch.make(tmp_path, booths=1)
    branch.environment = pulse.environment
    branch.sound = Sound()
    booth_settings = branch.booth_settings(
        1,
        microphone=f"device:{cards['booth_in'].microphone}",
        speaker=f"device:{cards['booth_out'].speaker}",
    )
    console_settings = branch.console_settings(
        devices={
            "microphone": f"device:{cards['desk_in'].microphone}",
            "speaker": f"device:{cards['desk_out'].speaker}",
        }
    )
    says = {who: speak(text, tmp_path / f"{who}-says.wav") for who, text in SAYS.items()}
    with (
        branch.server(),
        branch.start_booth(1, booth_settings) as booth,
        branch.start_console(console_settings) as console,
    ):
        console.wait_for("ready", 60.0)
        console.wait_widget("login_screen", visible=False)
        console.watch("tile_picture_1")
        booth.wait_for("ready", 60.0)
        start_and_agree(booth)
        console.wait_for("painted", 60.0)

        shut = say_and_record(pulse, says["booth"], cards["booth_in"], cards["desk_out"], tmp_path)
        assert not samples(shut).any(), "nobody is listened to yet"

        console.tap("1")
        booth.wait_text("privacy_line", "mendengar Anda. Petugas juga melihat")
        time.sleep(1.0)
        to_console = say_and_record(pulse, says["booth"], cards["booth_in"], cards["desk_out"], tmp_path)
        to_booth = say_and_record(pulse, says["console"], cards["desk_in"], cards["booth_out"], tmp_path)

    said = {who: samples(path) for who, path in says.items()}
    heard_at_console, heard_at_booth = samples(to_console), samples(to_booth)
    alike = {
        "booth": likeness(said["booth"], heard_at_console),
        "console": likeness(said["console"], heard_at_booth),
    }
    logs = "\n".join(branch.log(name).read_text() for name in ("console", "booth-1"))
    assert min(alike.values()) > SAME, f"{alike}\n{logs}"
    assert likeness(said["console"], heard_at_console) < SAME, "the control: another sentence is not alike"
