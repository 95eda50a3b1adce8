"""Nobody hears or sees what is not meant for them: six booths, a tone each, random switches, a tapped wire.

The officer's screen is the reference: what its lamps and tiles said, and when. Each claim has a control that
makes the same check fail. Sound processing does not exist yet, so tones are heard as they are sent.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from channel.core import gates as gate_rules
from channel.core.gates import BoothGates, BoothGatesMachine
from channel.media import voice_outlet
from channel.media.opus import OpusEncoder
from cso_console.core.intents import ChooseMicrophone, SetMode, ToggleHold, ToggleListen
from cso_console.core.snapshot import AudioMode
from hardware import picture_code
from hardware.simulated.sound import Tone
from tests.end_to_end.changes import (
    BOOTHS,
    OFFICER_SILENT,
    SETTLE_S,
    heard,
    open_talk_to_all,
    random_changes,
    seen,
    sees_the_officer,
    shut_everything,
    spoken_to,
)
from tests.end_to_end.rig import Office, Taps
from tests.end_to_end.wire import pictures_outside, sound_outside, voices
from tests.helpers.branch import Branch
from tests.helpers.measure import (
    BOOTH_TONES_HZ,
    TONE_DBFS,
    WINDOW_S,
    WORST_FOREIGN_DB,
    WORST_FOREIGN_DBFS,
    WORST_UNHEARD_DB,
    Recording,
    foreign_tones_dbfs,
    load_recording,
    tone_dbfs,
)

CHANGES = 500
SEED = 20261120
OFFICER_TONE = "simulated:tone,hz=311,dbfs=-12"

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def taps(monkeypatch: pytest.MonkeyPatch) -> Taps:
    taps = Taps()
    taps.put_on(monkeypatch)
    return taps


def worst_foreign(recording: Recording, allowed: set[int]) -> float:
    return max(foreign_tones_dbfs(recording.mono(), recording.rate_hz, allowed).values())


def is_isolated(level_dbfs: float) -> bool:
    return level_dbfs - TONE_DBFS <= WORST_FOREIGN_DB and level_dbfs <= WORST_FOREIGN_DBFS


def window(name: str, branch: Branch, from_s: float) -> Recording:
    part = load_recording(branch.recording(name)).between(from_s, from_s + WINDOW_S)
    assert len(part.samples) >= 0.98 * WINDOW_S * part.rate_hz, f"{name}: the recording has holes"
    return part


def test_six_booths_stay_private_over_five_hundred_random_changes(tmp_path: Path, taps: Taps) -> None:
    branch = Branch.make(tmp_path)
    with Office(branch, BOOTHS, microphone=OFFICER_TONE) as office:
        assert office.desk is not None
        foreign_codes = 0
        codes_read = 0
        for steps, pause_s in random_changes(random.Random(SEED), CHANGES):
            for step in steps:
                office.do(step)
            time.sleep(pause_s)
            for number, booth in office.booths.items():
                for frames, owner in ((office.desk.frames(number), number), (booth.officer, 0)):
                    frame = None if frames is None else frames.look()[1]
                    code = None if frame is None else picture_code.read(frame.bgra[:, :, :3])
                    codes_read += code is not None
                    foreign_codes += code is not None and code.booth != owner
        shut_everything(office)
        time.sleep(SETTLE_S)

        for number, booth in office.booths.items():
            incoming, outgoing = list(taps.at_desk[number]), list(taps.at_booth(booth))
            listened, talked = office.intervals(number, heard), office.intervals(number, spoken_to)
            assert any(v.peak > 1000 for v in voices(incoming)), "the tap must hear the booth at all"
            assert any(v.peak > 1000 for v in voices(outgoing)), "the tap must hear the officer at all"
            assert sound_outside(incoming, listened) == [], f"booth {number} was sent while not listened to"
            assert sound_outside(outgoing, talked) == [], (
                f"the officer was sent to booth {number} without talk"
            )
            assert pictures_outside(incoming, office.intervals(number, seen)) == 0
            assert pictures_outside(outgoing, office.intervals(number, sees_the_officer)) == 0
        assert codes_read > 500
        assert foreign_codes == 0

        # Everybody may speak and is spoken to, the officer is silent: the most that can ever be open.
        office.do(ChooseMicrophone(OFFICER_SILENT))
        office.do(SetMode(AudioMode.HEADSET))
        open_talk_to_all(office)
        time.sleep(SETTLE_S)
        open_s = time.monotonic()
        time.sleep(WINDOW_S + SETTLE_S)

        # Nobody is spoken to, three are listened to: the mix holds exactly these.
        shut_everything(office)
        listened_to = {1, 3, 4}
        for seat in listened_to:
            office.do(ToggleListen(seat))
        office.wait(lambda: all(office.tile(seat).listen for seat in listened_to), "three listened to")
        time.sleep(SETTLE_S)
        mix_s = time.monotonic()
        time.sleep(WINDOW_S + SETTLE_S)

    for number in BOOTHS:
        given = window(f"booth-{number}", branch, open_s)
        assert is_isolated(worst_foreign(given, set()))
        assert not window(f"booth-{number}", branch, mix_s).samples.any(), "talk is shut: exact zeros"
    mix = window("console", branch, mix_s)
    unheard = foreign_tones_dbfs(mix.mono(), mix.rate_hz, listened_to, tone_dbfs)
    assert max(unheard.values()) - TONE_DBFS <= WORST_UNHEARD_DB
    for number in listened_to:
        assert tone_dbfs(mix.mono(), mix.rate_hz, BOOTH_TONES_HZ[number - 1]) > TONE_DBFS - 12


def test_control_a_leak_before_the_encoder_is_found(tmp_path: Path) -> None:
    branch = Branch.make(tmp_path, booths=2)
    leak = f"simulated:tone,hz={BOOTH_TONES_HZ[0]},dbfs={TONE_DBFS - 70:g}"
    with Office(branch, (1, 2), microphone=leak) as office:
        open_talk_to_all(office)
        time.sleep(SETTLE_S)
        open_s = time.monotonic()
        time.sleep(WINDOW_S + SETTLE_S)
    assert not is_isolated(worst_foreign(window("booth-2", branch, open_s), {2}))


def test_control_a_leak_after_the_gate_is_found(
    tmp_path: Path, taps: Taps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of silence, a shut gate sends a tone of -70 dB relative."""
    encoder = OpusEncoder(32, "audio")
    tone = Tone(BOOTH_TONES_HZ[0], TONE_DBFS - 70)
    for block in range(5):
        packet = encoder.encode((tone.wave(960 * block, 0.0) * 32767).round().astype("int16"))
    monkeypatch.setattr(voice_outlet, "SILENCE_PACKET", packet)
    branch = Branch.make(tmp_path, booths=1)
    with Office(branch, (1,), microphone=OFFICER_SILENT) as office:
        time.sleep(2.0)
        assert sound_outside(list(taps.at_desk[1]), office.intervals(1, heard)) != []
        assert sound_outside(list(taps.at_booth(office.booths[1])), office.intervals(1, spoken_to)) != []


def test_control_a_booth_that_ignores_its_gate_is_found(
    tmp_path: Path, taps: Taps, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = BoothGatesMachine._settle

    def ignore(machine: BoothGatesMachine) -> list[gate_rules.SetBoothGates]:
        commands = settle(machine)
        machine.gates = BoothGates(microphone=True, camera=True)
        return [gate_rules.SetBoothGates(machine.gates)] if commands else []

    monkeypatch.setattr(BoothGatesMachine, "_settle", ignore)
    branch = Branch.make(tmp_path, booths=1)
    with Office(branch, (1,), microphone=OFFICER_SILENT) as office:
        office.do(ToggleHold(1))
        office.wait(lambda: office.tile(1).hold, "hold")
        time.sleep(2.0)
        assert sound_outside(list(taps.at_desk[1]), office.intervals(1, heard)) != []
        assert pictures_outside(list(taps.at_desk[1]), office.intervals(1, seen)) > 0
