"""Nobody hears what is not meant for them: people who speak, all processing and all redundancy on.

Each booth says a sentence of its own again and again; a recording is searched for every sentence by
correlation. With tones, without processing, and in more detail: ``test_isolation``.
"""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import butter, correlate, sosfilt

from channel.core.congestion import PathFigures
from channel.core.copies import COPIES_MOST
from channel.media.opus import has_redundancy
from channel.media.voice_outlet import VoiceOutlet
from channel.settings.tables import Sound
from cso_console.core.intents import ChooseMicrophone
from hardware.wav import WavRecorder
from tests.end_to_end.changes import (
    BOOTHS,
    OFFICER_SILENT,
    heard,
    random_changes,
    record_with_all_open,
    record_with_listening_to,
    shut_everything,
    spoken_to,
)
from tests.end_to_end.rig import Office
from tests.end_to_end.wire import OWN_SHUT_S, SHUT_S, open_too_long, sound_outside, voices
from tests.helpers.branch import Branch
from tests.helpers.measure import SILENCE_DBFS, Recording, load_window
from tests.helpers.speech import SENTENCES, needs_speech, spoken

CHANGES, CHANGES_LONG = 40, 150
SEED = 20261121
PART_S = 1.5
EVERY = 5
"""Every fifth of 48,000 samples a second is enough for the band of a telephone, and searched far sooner."""
LOSSY = PathFigures(way_loss=0.1, burst=2.0, target_kbps=1000.0)
"""What every outlet is told of, so that all of them send redundancy."""
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
    said = sosfilt(band, spoken(SENTENCES[number]).astype(np.float64) / 32768)[::EVERY]
    heard = sosfilt(band, recording.mono())[::EVERY]
    length = round(PART_S * recording.rate_hz / EVERY)
    parts = [said[first : first + length] for first in range(0, len(said) - length, length // 2)]
    energies = [float(np.sum(part**2)) for part in parts]
    fits = [
        np.abs(correlate(heard, part, "valid", method="fft")).max() / energy
        for part, energy in zip(parts, energies, strict=True)
        if energy > max(energies) / 2
    ]
    return max(SILENCE_DBFS, 20 * float(np.log10(max(*fits, 1e-12))))


def protect_all(patch: pytest.MonkeyPatch) -> None:
    """Redundant blocks, copies and the codec's own redundancy, on links that lose nothing."""
    protect = VoiceOutlet.protect

    def as_if_lossy(outlet: VoiceOutlet, path: PathFigures, *, red: bool, copied: bool) -> None:
        protect(outlet, LOSSY, red=red, copied=False)
        # All at once, which no link is given: the codec's own is for links without room for the others.
        outlet._redundancy.protection = replace(
            outlet._redundancy.protection, codec_loss=LOSSY.way_loss, copies=COPIES_MOST if copied else 1
        )

    patch.setattr(VoiceOutlet, "protect", as_if_lossy)


@pytest.mark.parametrize("changes", [CHANGES, pytest.param(CHANGES_LONG, marks=pytest.mark.long)])
def test_six_speaking_booths_stay_private_with_everything_on(changes: int, tmp_path: Path) -> None:
    branch = Branch.make(tmp_path)
    branch.sound = Sound()
    with Office(
        branch,
        BOOTHS,
        lambda number: {"microphone": says(tmp_path, number)},
        protect_all,
        microphone=says(tmp_path, 0),
    ) as office:
        for steps, pause_s in random_changes(random.Random(SEED), changes):
            for step in steps:
                office.do(step)
            time.sleep(pause_s)
        shut_everything(office)
        # The changes may open a gate for moments alone in which nothing is said just then.
        record_with_all_open(office)
        shut_everything(office)
        time.sleep(SHUT_S)
        wires = {number: office.wire(number) for number in office.booths}

        office.do(ChooseMicrophone(OFFICER_SILENT))
        open_s = record_with_all_open(office)
        listened_to = {2, 5}
        mix_s = record_with_listening_to(office, listened_to)

    for number, wire in wires.items():
        for way, said, shut_s in zip(wire, (heard, spoken_to), (SHUT_S, OWN_SHUT_S), strict=True):
            stream = voices(way.packets)
            assert any(voice.peak > 1000 for voice in stream), "the tap must hear them at all"
            assert max(len(voice.blocks) for voice in stream) >= 3, "and redundancy must be under way"
            assert any(has_redundancy(voice.blocks[-1]) for voice in stream), "the codec's own too"
            assert sound_outside(stream, way.voice_gate) == []
            assert open_too_long(way.voice_gate, office.shown_when(number, said), shut_s) == []

    for number in BOOTHS:
        given = load_window(branch.recording(f"booth-{number}"), open_s)
        leaked = {other: found_db(given, other) for other in BOOTHS}
        assert max(leaked.values()) < FOUND_DB, f"in booth {number}: {leaked}"
        assert not load_window(branch.recording(f"booth-{number}"), mix_s).samples.any(), (
            "talk is shut: exact zeros"
        )
    mix = load_window(branch.recording("console"), mix_s)
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
        open_s = record_with_all_open(office)
    found = found_db(load_window(branch.recording("booth-2"), open_s), 1)
    assert found > FOUND_DB
