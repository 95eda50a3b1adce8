"""Nobody hears what is not meant for them: people who speak, all processing and all redundancy on.

Each booth says a sentence of its own again and again; a recording is searched for every sentence by
correlation. With tones, without processing, and in more detail: ``test_isolation``.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import butter, correlate, sosfilt

from channel.core.liveness import SILENT_AFTER_S
from channel.media.voice_outlet import VoiceOutlet
from channel.settings.tables import Sound
from cso_console.core.intents import ChooseMicrophone, SetMode, ToggleListen
from cso_console.core.snapshot import AudioMode
from hardware.wav import WavRecorder
from tests.end_to_end.changes import (
    BOOTHS,
    OFFICER_SILENT,
    SETTLE_S,
    heard,
    open_talk_to_all,
    random_changes,
    shut_everything,
    spoken_to,
)
from tests.end_to_end.rig import Office, Taps
from tests.end_to_end.wire import sound_outside, voices
from tests.helpers.branch import Branch
from tests.helpers.measure import SILENCE_DBFS, Recording, load_recording
from tests.helpers.speech import SENTENCES, needs_speech, spoken

CHANGES = 150
SEED = 20261121
PART_S = 1.5
WINDOW_S = 10.0
"""Longer than two of any sentence, so that one is whole in it."""
LOSSY = (0.1, 2.0)
"""Share of packets lost and length of their runs that every outlet is told of, so that all of them send
redundancy."""
LEAK_DB = -40.0
FOUND_DB = -75.0
"""Louder than this relative to the source, and a sentence has leaked. Seen: -105 dB without a leak,
-36 dB with one of -40, which the gain raises."""
APART_DB = 6.0
"""In the officer's mix, between those that are heard and the others. One voice is always a little like
another: seen -5 dB for those that are heard and -16 to -18 for the others; that these send zeros is proved at
the wire."""

pytestmark = [pytest.mark.timeout(300), needs_speech]


def sentence_file(folder: Path, number: int, gain_db: float = 0.0) -> Path:
    """Sentence 0 is the officer's, the others are the booths'."""
    path = folder / f"says-{number}-{gain_db:g}.wav"
    if not path.exists():
        sound = np.concatenate([spoken(SENTENCES[number]), np.zeros(9_600, np.int16)])
        recorder = WavRecorder(path, 1)
        recorder.write(np.rint(sound * 10 ** (gain_db / 20)).astype(np.int16), 0.0)
        recorder.close()
    return path


def says(folder: Path, number: int, gain_db: float = 0.0) -> str:
    return f"simulated:speech,path={sentence_file(folder, number, gain_db)}"


def found_db(recording: Recording, number: int) -> float:
    """How loud this sentence is in the recording, relative to its source: the best fit of one of its parts,
    over all delays. In parts, because playout may stretch or leave out something in between.
    """
    band = butter(4, (300, 3400), "bandpass", fs=recording.rate_hz, output="sos")
    said = sosfilt(band, spoken(SENTENCES[number]).astype(np.float64) / 32768)
    heard = sosfilt(band, recording.mono())
    length = round(PART_S * recording.rate_hz)
    parts = [said[first : first + length] for first in range(0, len(said) - length, length // 2)]
    energies = [float(np.sum(part**2)) for part in parts]
    fits = [
        np.abs(correlate(heard, part, "valid", method="fft")).max() / energy
        for part, energy in zip(parts, energies, strict=True)
        if energy > max(energies) / 2
    ]
    return max(SILENCE_DBFS, 20 * float(np.log10(max(*fits, 1e-12))))


def window(name: str, branch: Branch, from_s: float) -> Recording:
    part = load_recording(branch.recording(name)).between(from_s, from_s + WINDOW_S)
    assert len(part.samples) >= 0.8 * WINDOW_S * part.rate_hz, f"{name}: the recording has holes"
    return part


def protect_all(patch: pytest.MonkeyPatch) -> None:
    """Redundant blocks and the codec's own redundancy, on links that lose nothing."""
    protect = VoiceOutlet.protect

    def as_if_lossy(outlet: VoiceOutlet, loss: float, burst: float, red: bool, room_kbps: float) -> None:
        protect(outlet, *LOSSY, red, 1000.0)

    patch.setattr(VoiceOutlet, "protect", as_if_lossy)


def test_six_speaking_booths_stay_private_with_everything_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    protect_all(monkeypatch)
    taps = Taps()
    taps.put_on(monkeypatch)
    branch = Branch.make(tmp_path)
    branch.sound = Sound()
    with Office(
        branch,
        BOOTHS,
        lambda number: {"microphone": says(tmp_path, number)},
        microphone=says(tmp_path, 0),
    ) as office:
        for steps, pause_s in random_changes(random.Random(SEED), CHANGES):
            for step in steps:
                office.do(step)
            time.sleep(pause_s)
        shut_everything(office)
        time.sleep(2 * SILENT_AFTER_S)
        for number, booth in office.booths.items():
            incoming, outgoing = list(taps.at_desk[number]), list(taps.at_booth(booth))
            listened, talked = office.intervals(number, heard), office.intervals(number, spoken_to)
            for stream in (voices(incoming), voices(outgoing)):
                assert any(voice.peak > 1000 for voice in stream), "the tap must hear them at all"
                assert max(voice.earlier for voice in stream) >= 2, "and redundancy must be under way"
            late_s = (
                SILENT_AFTER_S  # what gates rest on; how quick they are is measured by ``test_isolation``
            )
            assert sound_outside(incoming, listened, late_s) == [], f"booth {number} was sent"
            assert sound_outside(outgoing, talked, late_s) == [], f"the officer was sent to booth {number}"

        # Everybody may speak and is spoken to, the officer is silent: the most that can ever be open.
        office.do(ChooseMicrophone(OFFICER_SILENT))
        office.do(SetMode(AudioMode.HEADSET))
        open_talk_to_all(office)
        time.sleep(SETTLE_S)
        open_s = time.monotonic()
        time.sleep(WINDOW_S + SETTLE_S)

        # Nobody is spoken to, two are listened to: the mix holds exactly these.
        shut_everything(office)
        listened_to = {2, 5}
        for seat in listened_to:
            office.do(ToggleListen(seat))
        office.wait(lambda: all(office.tile(seat).listen for seat in listened_to), "two listened to")
        time.sleep(SETTLE_S)
        mix_s = time.monotonic()
        time.sleep(WINDOW_S + SETTLE_S)

    for number in BOOTHS:
        given = window(f"booth-{number}", branch, open_s)
        leaked = {other: found_db(given, other) for other in BOOTHS}
        assert max(leaked.values()) < FOUND_DB, f"in booth {number}: {leaked}"
        assert not window(f"booth-{number}", branch, mix_s).samples.any(), "talk is shut: exact zeros"
    mix = window("console", branch, mix_s)
    in_mix = {number: round(found_db(mix, number), 1) for number in BOOTHS}
    others = max(level for number, level in in_mix.items() if number not in listened_to)
    assert min(in_mix[number] for number in listened_to) > others + APART_DB, in_mix


def test_control_a_sentence_that_leaks_into_the_officers_microphone_is_found(tmp_path: Path) -> None:
    """Booth 1 says nothing itself: its voice from the loudspeaker would be cancelled in the microphone."""
    branch = Branch.make(tmp_path, booths=2)
    branch.sound = Sound()
    with Office(
        branch,
        (1, 2),
        lambda number: {"microphone": OFFICER_SILENT},
        microphone=says(tmp_path, 1, LEAK_DB),
    ) as office:
        open_talk_to_all(office)
        time.sleep(SETTLE_S)
        open_s = time.monotonic()
        time.sleep(WINDOW_S + SETTLE_S)
    found = found_db(window("booth-2", branch, open_s), 1)
    assert found > FOUND_DB
