"""How quickly our console obeys: its keys, its focus, its window. Only ours is asked.

Responsible for: working it through its pilot for a while, and the times that follow. Not for: cost and
pictures (``measuring``).

Keys: from the press of a talk key (the pilot's time, before Qt gets it) to the first sound at that booth's
loudspeaker, the officer speaking all the while. Focus: from the press of a focus key to the first picture of
full size in the focus panel. The window: how long the GUI thread lets others wait while its size changes and
dialogs open and shut: until it came to a question asked at any moment, and what its own stall watch reports;
the greater of both counts.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.star.desk_ours import OursDesk
from tests.benchmarks.star.far_ends import FarEnds
from tests.benchmarks.star.rows import Figures
from tests.helpers.programs import Event, Program

PRESSES = 24
HELD_S, SILENT_S = 0.4, (0.4, 0.6)
"""A key held longer than 200 ms is momentary; before the next one a booth falls silent."""
SWITCHES = 24
LOOKED_AT_S = (1.0, 1.3)
"""At the booth in focus, before the next."""
WORKED_S = 22.0
"""At the window: two reports of the stall watch fall into it."""
ACT_EVERY_S = 0.4
READ_EVERY_S = (0.005, 0.06)
GIVEN_UP_MS = 2000.0
"""For what never came."""
WIDEST = (1920, 1080)
_FOCUS = "focus_picture"
_STALLS = re.compile(r"GUI thread: late p50 [\d.]+, p99 ([\d.]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Press:
    """A key that concerns one seat; ``at_s`` monotonic."""

    at_s: float
    seat: int


async def quickness(desk: OursDesk, far: FarEnds, *, thumbnails: bool) -> Figures:
    """Takes about a minute. Talk is open to all before and afterwards. No focus with one booth, or where all
    pictures are full anyway."""
    key_ms = await _key_ms(desk, far)
    await asyncio.to_thread(desk.talk_to_all)
    focus_ms = None
    if thumbnails and len(desk.seats) > 1:
        focus_ms = percentile(await asyncio.to_thread(_focus_ms, desk), 95)
    said_before = len(stalls_told(desk.console.log.read_text()))
    reads_ms = await asyncio.to_thread(_worked, desk.console)
    told_ms = stalls_told(desk.console.log.read_text())[said_before:]
    read_ms = percentile(reads_ms, 99)
    return Figures(
        key_to_audio_p95_ms=percentile(key_ms, 95),
        focus_to_sharp_p95_ms=focus_ms,
        gui_stall_p99_ms=max([read_ms, *told_ms]),
        gui_stall_read_p99_ms=read_ms,
        gui_stall_watch_p99_ms=max(told_ms) if told_ms else None,
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """Of at least one value, to a tenth."""
    return round(float(np.percentile(np.asarray(values), percent)), 1)


# ---------------------------------------------------------------- keys


async def _key_ms(desk: OursDesk, far: FarEnds) -> list[float]:
    desk.branch.leak_switch.touch()
    try:
        presses = await asyncio.to_thread(_press_talk_keys, desk)
    finally:
        desk.branch.leak_switch.unlink()
    return sound_after_ms(presses, await far.onsets())


def _press_talk_keys(desk: OursDesk) -> list[Press]:
    chance, console = random.Random(PRESSES), desk.console
    console.tap("Esc")
    presses = []
    for seat in itertools.islice(itertools.cycle(desk.seats), PRESSES):
        time.sleep(chance.uniform(*SILENT_S))
        presses.append(Press(console.press(str(seat))["at"], seat))
        time.sleep(HELD_S)
        console.release(str(seat))
    return presses


def sound_after_ms(presses: Iterable[Press], onsets: Sequence[Sequence[float]]) -> list[float]:
    """For each press: when its booth's sound began after it. ``onsets``: as ``FarEnds.onsets`` gives them."""

    def after_ms(press: Press) -> float:
        until_s = press.at_s + GIVEN_UP_MS / 1000
        later = [at_s for at_s in onsets[press.seat - 1] if press.at_s <= at_s < until_s]
        return 1000 * (later[0] - press.at_s) if later else GIVEN_UP_MS

    return [after_ms(press) for press in presses]


# ---------------------------------------------------------------- focus


def _focus_ms(desk: OursDesk) -> list[float]:
    chance, console = random.Random(SWITCHES), desk.console
    since = len(console.events)
    console.watch(_FOCUS)
    time.sleep(LOOKED_AT_S[1])
    presses = []
    # The first seat has the focus, as talk was chosen to it first.
    seats = itertools.cycle([*desk.seats[1:], desk.seats[0]])
    for seat in itertools.islice(seats, SWITCHES):
        presses.append(Press(console.tap(f"Shift+{seat}")["at"], seat))
        time.sleep(chance.uniform(*LOOKED_AT_S))
    console.unwatch(_FOCUS)
    return sharp_after_ms(presses, console.events[since:])


def sharp_after_ms(presses: Sequence[Press], events: Iterable[Event]) -> list[float]:
    """For each press: when the focus panel had a picture of full size of the newly chosen booth.

    All booths share a camera, so whose picture it is shows by its size alone: after the full pictures of the
    booth that had the focus there is at least one thumbnail of the next.
    """
    seen = [
        (float(event["at"]), int(event["width_px"]))
        for event in events
        if event["event"] == "painted" and event["widget"] == _FOCUS
    ]
    full_px = max((width_px for at_s, width_px in seen if at_s < presses[0].at_s), default=0)
    ends_s = [press.at_s for press in presses[1:]] + [float("inf")]
    return [
        _sharp_ms(press, [one for one in seen if press.at_s <= one[0] < end_s], full_px)
        for press, end_s in zip(presses, ends_s, strict=True)
    ]


def _sharp_ms(press: Press, seen: list[tuple[float, int]], full_px: int) -> float:
    small = next((at for at, (_, width_px) in enumerate(seen) if width_px < full_px), len(seen))
    sharp = next((at_s for at_s, width_px in seen[small:] if width_px >= full_px), None)
    return GIVEN_UP_MS if sharp is None else 1000 * (sharp - press.at_s)


# ---------------------------------------------------------------- the window


def _worked(console: Program) -> list[float]:
    """How late the GUI thread came to each question."""
    stopped = threading.Event()
    hands = threading.Thread(target=_work, args=(console, stopped), name="hands at the window")
    hands.start()
    try:
        return _asked(console)
    finally:
        stopped.set()
        hands.join()
        console.resize(*WIDEST)


def _asked(console: Program) -> list[float]:
    chance = random.Random(0)
    late_ms = []
    until_s = time.monotonic() + WORKED_S
    while time.monotonic() < until_s:
        time.sleep(chance.uniform(*READ_EVERY_S))
        asked_s = time.monotonic()
        late_ms.append(1000 * (console.read("login_screen")["at"] - asked_s))
    return late_ms


def _work(console: Program, stopped: threading.Event) -> None:
    """In a thread of its own: a question waits while the console is at what it was told before."""
    sizes = itertools.cycle([(1600, 900), (1280, 720), (1366, 768), WIDEST])
    while True:
        console.resize(*next(sizes))
        for key in ("F1", "F1", "Q", "Q"):  # each opens its dialog and shuts it again
            if stopped.wait(ACT_EVERY_S):
                return
            console.tap(key)


def stalls_told(log: str) -> list[float]:
    """The p99 of each report that the GUI thread's stall watch has written into its log, milliseconds."""
    return [float(p99) for p99 in _STALLS.findall(log)]
