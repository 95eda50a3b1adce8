"""Nobody hears or sees what is not meant for them: six booths, a tone each, random switches, a tapped wire.

The officer's screen is the reference: what its lamps and tiles said, and when. Each claim has a control that
makes the same check fail. Without sound processing, so tones are heard as they are sent.
"""

from __future__ import annotations

import random
import time
from pathlib import Path
from statistics import median

import pytest

from channel.core import gates as gate_rules
from channel.core.gates import BoothGates, BoothGatesMachine
from channel.media import voice_outlet
from channel.media.opus import OpusEncoder
from channel.media.picture_outlet import PictureOutlet
from cso_console.core.intents import ChooseMicrophone, ToggleHold
from hardware.simulated.sound import Tone
from tests.end_to_end.changes import (
    BOOTHS,
    OFFICER_SILENT,
    SETTLE_S,
    heard,
    random_changes,
    record_with_all_open,
    record_with_listening_to,
    seen,
    sees_the_officer,
    shut_everything,
    spoken_to,
)
from tests.end_to_end.rig import Office
from tests.end_to_end.wire import (
    OWN_SHUT_S,
    SHUT_S,
    open_too_long,
    pictures_outside,
    pictures_sent,
    shut_delays_s,
    sound_outside,
    voices,
)
from tests.helpers.branch import Branch
from tests.helpers.measure import (
    BOOTH_TONES_HZ,
    TONE_DBFS,
    WORST_FOREIGN_DB,
    WORST_FOREIGN_DBFS,
    WORST_UNHEARD_DB,
    Recording,
    foreign_tones_dbfs,
    leak_dbfs,
    load_window,
    tone_dbfs,
)

CHANGES, CHANGES_LONG = 100, 500
SEED = 20261120
USUALLY_SHUT_S = 0.35
"""Half of the booths' microphones at least, on a machine that six booths share."""
OFFICER_TONE = "simulated:tone,hz=311,dbfs=-12"

pytestmark = pytest.mark.timeout(300)


def worst_foreign(recording: Recording, allowed: set[int]) -> float:
    return max(foreign_tones_dbfs(recording.mono(), recording.rate_hz, allowed).values())


def is_isolated(level_dbfs: float) -> bool:
    return level_dbfs - TONE_DBFS <= WORST_FOREIGN_DB and level_dbfs <= WORST_FOREIGN_DBFS


@pytest.mark.parametrize("changes", [CHANGES, pytest.param(CHANGES_LONG, marks=pytest.mark.long)])
def test_six_booths_stay_private_over_random_changes(changes: int, tmp_path: Path) -> None:
    branch = Branch.make(tmp_path)
    with Office(branch, BOOTHS, microphone=OFFICER_TONE) as office:
        foreign_codes = 0
        codes_read = 0
        for steps, pause_s in random_changes(random.Random(SEED), changes):
            next_s = time.monotonic() + pause_s
            for step in steps:
                office.do(step)
            for number, booth in office.booths.items():
                for found, owner in (
                    (office.owner_of_picture(number), number),
                    (booth.owner_of_picture(), 0),
                ):
                    codes_read += found is not None
                    foreign_codes += found not in (None, owner)
            time.sleep(max(0.0, next_s - time.monotonic()))
        shut_everything(office)
        time.sleep(SETTLE_S)

        wires = {number: office.wire(number) for number in office.booths}

        office.do(ChooseMicrophone(OFFICER_SILENT))
        open_s = record_with_all_open(office)
        listened_to = {1, 3, 4}
        mix_s = record_with_listening_to(office, listened_to)

    delays_s: list[float] = []
    for number, (incoming, outgoing) in wires.items():
        for way, who in ((incoming, f"booth {number}"), (outgoing, f"the officer, to booth {number},")):
            stream = voices(way.packets)
            assert any(voice.peak > 1000 for voice in stream), f"the tap must hear {who} at all"
            assert sound_outside(stream, way.voice_gate) == [], f"{who} was sent through a shut gate"
            assert pictures_outside(way.packets, way.picture_gate) == 0, f"{who} was seen through one"
            assert pictures_sent(way.packets) > 0, "the tap must see them at all"
        for gate, said, shut_s in (
            (incoming.voice_gate, heard, SHUT_S),
            (incoming.picture_gate, seen, SHUT_S),
            (outgoing.voice_gate, spoken_to, OWN_SHUT_S),
            (outgoing.picture_gate, sees_the_officer, OWN_SHUT_S),
        ):
            shown = office.shown_when(number, said)
            wrong_s = open_too_long(gate, shown, shut_s)
            assert wrong_s == [], f"booth {number}: the screen did not say {said.__name__}"
        delays_s += shut_delays_s(incoming.voice_gate, office.shown_when(number, heard))
    print(f"half of the microphones were shut {1000 * median(delays_s):.0f} ms after the screen said so")
    assert median(delays_s) < USUALLY_SHUT_S
    assert codes_read > changes
    assert foreign_codes == 0

    for number in BOOTHS:
        given = load_window(branch.recording(f"booth-{number}"), open_s)
        assert is_isolated(worst_foreign(given, set()))
        assert not load_window(branch.recording(f"booth-{number}"), mix_s).samples.any(), (
            "talk is shut: exact zeros"
        )
    mix = load_window(branch.recording("console"), mix_s)
    unheard = foreign_tones_dbfs(mix.mono(), mix.rate_hz, listened_to, tone_dbfs)
    assert max(unheard.values()) - TONE_DBFS <= WORST_UNHEARD_DB
    for number in listened_to:
        assert leak_dbfs(mix.mono(), mix.rate_hz, BOOTH_TONES_HZ[number - 1]) > TONE_DBFS - 12


def test_control_a_leak_before_the_encoder_is_found(tmp_path: Path) -> None:
    branch = Branch.make(tmp_path, booths=2)
    leak = f"simulated:tone,hz={BOOTH_TONES_HZ[0]},dbfs={TONE_DBFS - 70:g}"
    with Office(branch, (1, 2), microphone=leak) as office:
        open_s = record_with_all_open(office)
    assert not is_isolated(worst_foreign(load_window(branch.recording("booth-2"), open_s), {2}))


def leak_after_the_gate(patch: pytest.MonkeyPatch) -> None:
    """Instead of silence, a shut gate sends a tone of -70 dB relative; and one for pictures does not shut."""
    encoder = OpusEncoder(32, "audio")
    tone = Tone(BOOTH_TONES_HZ[0], TONE_DBFS - 70)
    for block in range(5):
        packet = encoder.encode((tone.wave(960 * block, 0.0) * 32767).round().astype("int16"))
    patch.setattr(voice_outlet, "SILENCE_PACKET", packet)
    patch.setattr(PictureOutlet, "shut", lambda outlet: None)


def test_control_a_leak_after_the_gate_is_found(tmp_path: Path) -> None:
    branch = Branch.make(tmp_path, booths=1)
    with Office(branch, (1,), sabotage=leak_after_the_gate, microphone=OFFICER_SILENT) as office:
        office.do(ToggleHold(1))
        office.wait(lambda: office.tile(1).hold, "hold")
        time.sleep(2.0)
        incoming, outgoing = office.wire(1)
        assert sound_outside(voices(incoming.packets), incoming.voice_gate) != []
        assert sound_outside(voices(outgoing.packets), outgoing.voice_gate) != []
        assert pictures_outside(incoming.packets, incoming.picture_gate) > 0


def ignore_the_gate(patch: pytest.MonkeyPatch) -> None:
    settle = BoothGatesMachine._settle

    def ignore(machine: BoothGatesMachine) -> list[gate_rules.SetBoothGates]:
        commands = settle(machine)
        machine.gates = BoothGates(microphone=True, camera=True)
        return [gate_rules.SetBoothGates(machine.gates)] if commands else []

    patch.setattr(BoothGatesMachine, "_settle", ignore)


def test_control_a_booth_that_ignores_its_gate_is_found(tmp_path: Path) -> None:
    branch = Branch.make(tmp_path, booths=1)
    with Office(branch, (1,), sabotage=ignore_the_gate, microphone=OFFICER_SILENT) as office:
        office.do(ToggleHold(1))
        office.wait(lambda: office.tile(1).hold, "hold")
        time.sleep(2 * SHUT_S)
        incoming, _ = office.wire(1)
        assert open_too_long(incoming.voice_gate, office.shown_when(1, heard)) != []
        assert open_too_long(incoming.picture_gate, office.shown_when(1, seen)) != []
