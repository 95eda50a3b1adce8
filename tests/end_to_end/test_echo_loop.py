"""Open loudspeakers at both ends: what a microphone hears of its own loudspeaker must not go round and grow.

The rooms are PulseAudio's null sinks: all that a program plays comes back into its microphone, and one of the
microphones is set 4 dB too high, so that a loop without processing howls. Programs, drivers and codecs are
real.
"""

from __future__ import annotations

import contextlib
import os
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
from tests.helpers.programs import Program, start_and_agree
from tests.helpers.pulse import Card, PulseServer, pulse_server
from tests.helpers.speech import SENTENCES, needs_speech, speak
from tests.helpers.unprocessed import UNPROCESSED

RATE_HZ = 48_000
TOO_HIGH_DB = 4
SENTENCE_DB = -12
LISTEN_S = 12.0
"""After the sentence; a loop without processing needs about six seconds to be as loud as it can be."""
LAST_S = 4.0
QUIET_DBFS, HOWL_DBFS = -50.0, -20.0
"""Of the last seconds. Seen: below -99 with processing, -4 without."""

pytestmark = [pytest.mark.pulse, pytest.mark.timeout(240), needs_speech]


@pytest.fixture
def pulse() -> Iterator[PulseServer]:
    with pulse_server() as server:
        yield server


@contextlib.contextmanager
def recording(pulse: PulseServer, card: Card, path: Path) -> Iterator[None]:
    """What this card's speaker is given, until the end of the block."""
    command = [
        "parec", "--file-format=wav", "--rate=48000", "--channels=1",
        f"--device={card.speaker}.monitor", str(path),
    ]  # fmt: skip
    recorder = subprocess.Popen(command, env={**os.environ, **pulse.environment})
    try:
        yield
    finally:
        recorder.terminate()
        recorder.wait(10)


def levels_dbfs(path: Path) -> NDArray[np.float64]:
    """Root mean square of each second."""
    with wave.open(str(path), "rb") as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64) / 32768
    seconds = sound[: len(sound) // RATE_HZ * RATE_HZ].reshape(-1, RATE_HZ)
    return np.asarray(10 * np.log10(np.mean(seconds**2, axis=1) + 1e-12))


def connect(booth: Program, console: Program) -> None:
    console.wait_for("ready", 60.0)
    console.wait_widget("login_screen", visible=False)
    console.watch("tile_picture_1")
    booth.wait_for("ready", 60.0)
    start_and_agree(booth)
    console.wait_for("painted", 60.0)
    console.tap("1")
    booth.wait_text("privacy_line", "mendengar Anda. Petugas juga melihat")


def loop(pulse: PulseServer, folder: Path, sound: Sound) -> NDArray[np.float64]:
    """One sentence is said in the booth. The levels at the desk's loudspeaker, second by second."""
    rooms = {name: pulse.plug(name) for name in ("booth_room", "desk_room")}
    pulse.pactl("set-source-volume", rooms["booth_room"].microphone, f"{TOO_HIGH_DB}dB")
    branch = Branch.make(folder, booths=1)
    branch.environment, branch.sound = pulse.environment, sound

    def devices(card: Card) -> dict[str, str]:
        return {"microphone": f"device:{card.microphone}", "speaker": f"device:{card.speaker}"}

    booth_settings = branch.booth_settings(1, **devices(rooms["booth_room"]))
    console_settings = branch.console_settings(devices=devices(rooms["desk_room"]))
    sentence = speak(SENTENCES[1], folder / "sentence.wav")
    heard = folder / "desk-hears.wav"
    with (
        branch.server(),
        branch.start_booth(1, booth_settings) as booth,
        branch.start_console(console_settings) as console,
    ):
        connect(booth, console)
        with recording(pulse, rooms["desk_room"], heard):
            volume = round(65536 * 10 ** (SENTENCE_DB / 60))  # PulseAudio's scale is cubic
            subprocess.run(
                ["paplay", f"--device={rooms['booth_room'].speaker}", f"--volume={volume}", str(sentence)],
                env={**os.environ, **pulse.environment},
                check=True,
                timeout=60,
            )
            time.sleep(LISTEN_S)
    return levels_dbfs(heard)


def test_a_sentence_is_heard_once_and_the_loop_falls_silent(tmp_path: Path, pulse: PulseServer) -> None:
    levels = loop(pulse, tmp_path, Sound())
    assert levels.max() > -45, "the sentence itself must be heard"
    assert levels[-int(LAST_S) :].max() < QUIET_DBFS


def test_control_without_processing_the_same_loop_howls(tmp_path: Path, pulse: PulseServer) -> None:
    levels = loop(pulse, tmp_path, UNPROCESSED)
    assert levels[-int(LAST_S) :].max() > HOWL_DBFS
