"""The demo's hour in a minute: who does what when, and what is measured over which stretch of it.

Responsible for: the order of events and the measurements between them. Not for: starting programs
(``tests.helpers.branch``), arithmetic (``tests.helpers.measure``) or the verdict (``report``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.demo.made_up import made_up_share
from tests.demo.report import ChannelFigures, Isolation, Report
from tests.demo.visits import Visits
from tests.helpers.branch import Branch
from tests.helpers.measure import (
    SILENCE_DBFS,
    TONE_DBFS,
    WINDOW_S,
    WORST_FOREIGN_DBFS,
    Painted,
    Recording,
    Spread,
    click_delays_ms,
    foreign_tones_dbfs,
    load_recording,
    painted,
    pictures,
    tone_dbfs,
)
from tests.helpers.programs import Program

ADDRESSED_S = 5.5
"""Each booth is addressed for at least this long."""
SETTLE_S = 0.5
"""After a switch: what was under way has arrived."""
SHUT_S = 2.0
LEAK_BOOTH = 1

Say = Callable[[str], None]
Stretch = tuple[float, float]


@dataclass
class Timeline:
    """When what was going on, by ``time.monotonic()``."""

    started: dict[int, float] = field(default_factory=dict)
    seen: Stretch = (0.0, 0.0)
    """All booths seen at the console, nobody held."""
    addressed: dict[int, Stretch] = field(default_factory=dict)
    isolation: Stretch = (0.0, 0.0)
    shut: Stretch = (0.0, 0.0)
    leak: Stretch = (0.0, 0.0)
    switches: int = 0
    cpu_cores: float = 0.0
    memory_mib: float = 0.0


class Session:
    """One run over programs that are up. Everything the officer does is a key; the rest is a touch."""

    def __init__(
        self, branch: Branch, console: Program, booths: dict[int, Program], output: Path, say: Say
    ) -> None:
        self._branch = branch
        self._console = console
        self._booths = booths
        self._output = output
        self._say = say
        self._times = Timeline()
        self._visits = Visits(branch, console, booths, output)

    def run(self, duration_s: float) -> None:
        began_s = time.monotonic()
        self._arrive()
        fixed_s = 2 * (WINDOW_S + SETTLE_S + 0.5) + SHUT_S + 4.0
        left_s = duration_s - (time.monotonic() - began_s) - fixed_s
        self._serve_each(max(ADDRESSED_S, left_s / len(self._booths)))
        self._show()
        self._prove_isolation()
        self._prove_silence()
        self._prove_control()
        self._visits.decide(self._say)

    # ------------------------------------------------------------ the stretches

    def _arrive(self) -> None:
        """Six people sit down and touch START; each booth's picture must reach the console. Then they go
        their ways without the officer."""
        for number in self._booths:
            self._console.watch(f"tile_picture_{number}")
        self._visits.sit_down()
        self._times.started = self._visits.sat_down
        for number in self._booths:
            self._console.wait_until(
                lambda e, n=number: e["event"] == "painted" and e.get("booth") == n,  # type: ignore[misc]
                f"the picture of booth {number}",
            )
        self._say(f"{len(self._booths)} booths are in their channels.")
        self._visits.go_their_ways(self._say)
        for booth in self._booths.values():
            booth.watch("officer_picture")

    def _serve_each(self, slot_s: float) -> None:
        """The officer speaks with one after the other; nobody else is heard meanwhile."""
        process = psutil.Process(self._console.process.pid)
        cpu_before, from_s = process.cpu_times(), time.monotonic()
        for number, booth in self._booths.items():
            at_s = self._tap(str(number))
            time.sleep(slot_s / 2)
            booth.grab(self._output / f"booth-{number}.png")
            self._until(at_s + slot_s)
            self._times.addressed[number] = (at_s + SETTLE_S, time.monotonic())
            self._say(f"Booth {number} was addressed for {slot_s:.0f} s.")
        to_s = time.monotonic()
        cpu_after = process.cpu_times()
        used_s = cpu_after.user + cpu_after.system - cpu_before.user - cpu_before.system
        self._times.cpu_cores = used_s / (to_s - from_s)
        self._times.memory_mib = process.memory_info().rss / 2**20
        self._times.seen = (from_s, to_s)

    def _show(self) -> None:
        """A moment from an officer's day, for the picture: one talks, one is held, one asks for help."""
        numbers = list(self._booths)
        self._tap("Esc")
        if len(numbers) >= 3:
            self._tap(f"Shift+{numbers[0]}")
            self._tap("H")
            self._booths[numbers[-2]].click("help_button")
        self._tap(str(numbers[len(numbers) // 2]))
        time.sleep(2.0)
        self._console.grab(self._output / "console.png")
        if len(numbers) >= 3:
            self._tap(f"Shift+{numbers[0]}")
            self._tap("H")
            self._booths[numbers[-2]].click("help_button")
        self._say("The pictures are taken.")

    def _prove_isolation(self) -> None:
        """Talk open to all, everybody's tone on, the officer silent but for clicks far above the tones."""
        self._open_talk_to_all()
        at_s = time.monotonic()
        self._until(at_s + SETTLE_S + WINDOW_S + 0.5)
        self._times.isolation = (at_s + SETTLE_S, time.monotonic())

    def _prove_silence(self) -> None:
        at_s = self._tap("Esc")
        self._until(at_s + SETTLE_S + SHUT_S)
        self._times.shut = (at_s + SETTLE_S, time.monotonic())

    def _prove_control(self) -> None:
        """The same measurement with a leak of -70 dB mixed into the officer's microphone must find it."""
        self._branch.leak_switch.touch()
        self._open_talk_to_all()
        at_s = time.monotonic()
        self._until(at_s + SETTLE_S + WINDOW_S + 0.5)
        self._times.leak = (at_s + SETTLE_S, time.monotonic())
        self._branch.leak_switch.unlink()
        self._tap("Esc")
        self._say("Isolation and its control are recorded.")

    # ------------------------------------------------------------ the figures

    def figures(self, duration_s: float) -> Report:
        """Call after the programs have ended, so that the recordings are whole."""
        times = self._times
        office = load_recording(self._branch.recording("console"))
        heard = {n: load_recording(self._branch.recording(f"booth-{n}")) for n in self._booths}
        return Report(
            booths=len(self._booths),
            fps=self._branch.picture.fps,
            duration_s=round(duration_s, 1),
            console_cpu_cores=round(times.cpu_cores, 3),
            console_memory_mib=round(times.memory_mib, 1),
            isolation=self._isolation(office, heard),
            channels=tuple(self._channel(n, office, heard[n]) for n in self._booths),
            visiting=self._visits.figures(),
        )

    def _channel(self, number: int, office: Recording, heard: Recording) -> ChannelFigures:
        times = self._times
        at_console = painted(self._console.events, f"tile_picture_{number}")
        at_booth = painted(self._booths[number].events, "officer_picture")
        mine = [p for p in at_console if p.booth == number]
        addressed = times.addressed[number]
        fps = self._branch.picture.fps
        incoming = pictures(mine, *times.seen, fps)
        in_focus = pictures(mine, *addressed, fps)
        outgoing = pictures(at_booth, *addressed, fps)
        setup_ms = None
        if mine:
            setup_ms = round((mine[0].at_s - times.started[number]) * 1000.0, 1)
        return ChannelFigures(
            booth=number,
            setup_ms=setup_ms,
            video_fps=in_focus.fps,
            thumbnail_fps=_out_of_focus(mine, times.seen, addressed, fps),
            video_latency_ms=incoming.delay_ms,
            audio_latency_ms=Spread.of(click_delays_ms(office, number, *addressed)),
            voice_made_up=made_up_share(self._branch.log("console"), f"seat {number}"),
            frozen_s=incoming.frozen_s,
            officer_video_fps=outgoing.fps,
            officer_video_latency_ms=outgoing.delay_ms,
            officer_audio_latency_ms=Spread.of(click_delays_ms(heard, 0, *addressed)),
            officer_voice_made_up=made_up_share(self._branch.log(f"booth-{number}"), "booth"),
            officer_frozen_s=outgoing.frozen_s,
        )

    def _isolation(self, office: Recording, heard: dict[int, Recording]) -> Isolation:
        times = self._times
        levels = [SILENCE_DBFS]
        for recording in heard.values():  # not even a booth's own tone may come back to it
            part = recording.between(*times.isolation)
            levels += foreign_tones_dbfs(part.mono(), part.rate_hz, ()).values()
        unheard = [SILENCE_DBFS]
        for number, stretch in times.addressed.items():
            part = office.between(*stretch)
            unheard += foreign_tones_dbfs(part.mono(), part.rate_hz, {number}, tone_dbfs).values()
        leaked = [
            foreign_tones_dbfs(part.mono(), part.rate_hz, ())[LEAK_BOOTH]
            for recording in heard.values()
            for part in (recording.between(*times.leak),)
        ]
        zeros = all(not recording.between(*times.shut).samples.any() for recording in heard.values())
        worst = max(levels)
        found = min(leaked)
        return Isolation(
            worst_foreign_tone_db=round(worst - TONE_DBFS, 1),
            worst_foreign_tone_dbfs=round(worst, 1),
            worst_unheard_booth_db=round(max(unheard) - TONE_DBFS, 1),
            zeros_when_shut=zeros,
            foreign_pictures=self._foreign_pictures(),
            control_leak_detected=found > WORST_FOREIGN_DBFS,
            control_leak_dbfs=round(found, 1),
            switches=times.switches,
        )

    def _foreign_pictures(self) -> int:
        """Pictures on a tile that are not its booth's, and on a booth that are not the officer's."""
        foreign = 0
        for number, booth in self._booths.items():
            foreign += sum(p.booth != number for p in painted(self._console.events, f"tile_picture_{number}"))
            foreign += sum(p.booth != 0 for p in painted(booth.events, "officer_picture"))
        return foreign

    # ------------------------------------------------------------ the officer's hands

    def _tap(self, key: str) -> float:
        self._times.switches += 1
        return float(self._console.tap(key)["at"])

    def _open_talk_to_all(self) -> None:
        """One after the other: the first by its key, the others added by the officer's choice."""
        first, *others = self._booths
        self._tap("Esc")
        self._tap(str(first))
        for number in others:
            self._tap(f"Ctrl+{number}")

    @staticmethod
    def _until(at_s: float) -> None:
        time.sleep(max(0.0, at_s - time.monotonic()))


def _out_of_focus(seen: Sequence[Painted], whole: Stretch, focused: Stretch, fps: float) -> float | None:
    """Pictures a second in the longer of what is left of the whole stretch; None: hardly anything is."""
    left = max((whole[0], focused[0]), (focused[1] + SETTLE_S, whole[1]), key=lambda one: one[1] - one[0])
    return pictures(seen, *left, fps).fps if left[1] - left[0] >= 1.0 else None
