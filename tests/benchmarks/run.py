"""One run: one system over one link for some seconds.

Responsible for: setting up without losses, impairing once sound and pictures flow, the time to settle,
speech after the numbered sound, lifting a limit, and the figures of the worst booth. Not for: choosing what
runs, nor for medians.

The course of a run: the call comes up on a link with delay alone. Where a rate will be limited, ``USUAL_S``
pass to see what is usual. Then the link turns bad; ``SETTLE_S`` later the judged seconds begin. Then a corpus
is spoken, or the limit is lifted.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import psutil

from tests.benchmarks import rows, speech
from tests.benchmarks.arrived import Arrived, Originals
from tests.benchmarks.chromium_page import Broken
from tests.benchmarks.conditions import OURS, Condition
from tests.benchmarks.devices import PULL_S, Devices, Sockets
from tests.benchmarks.figures import Delay, Played, Span, full_again_s, judge
from tests.benchmarks.relay import Path
from tests.benchmarks.rows import Figures
from tests.benchmarks.stalls import StallWatch, stalled_share, untouched

SETTLE_S = 5.0
"""After the link went bad; not judged."""
DRAIN_S = 2.0
"""After the judged time, and after speech: what comes later than this is missing."""
SET_UP_MOST_S = 30.0
CLOSE_MOST_S = 20.0
USUAL_S = 20.0
USUAL_JUDGED_S = 8.0
"""The last ones of these."""
LIFTED_S = 30.0
"""So long a full picture is waited for."""


PHASES = 3
"""Of the loudspeakers' clock against the microphones', one run after the other, evenly spread."""
SWITCH_S = 0.0005
"""Between threads of the interpreter: what are programs of their own in a branch share one here."""


class System(Protocol):
    """Made on the loop; ``start`` returns when signaling is on its way. ``delay``: what is taken off for its
    devices."""

    sockets: Sockets
    delay: Delay

    async def start(self) -> None: ...
    async def close(self) -> None: ...


class NotUp(RuntimeError):
    """Sound or pictures never came, on a link without losses."""


class Call(Protocol):
    """A system, its devices and what arrived. Loop thread.

    ``at_desk``: of each booth; ``devices``: those at the desk, if not all; ``delay``: as of a ``System``;
    ``spoken_s``: by piece number, when the booths' microphones handed it over; ``sent_to_desk``: bytes by
    whole second. What is on the other side is as it was at the last ``fetch``.
    """

    at_desk: list[Arrived]
    devices: Devices

    @property
    def delay(self) -> Delay: ...
    @property
    def spoken_s(self) -> list[float]: ...
    @property
    def sent_to_desk(self) -> Sequence[Mapping[int, int]]: ...
    async def up(self) -> None:
        """Make it flow, with delay alone. Raises ``NotUp``."""

    async def impair(self) -> None: ...
    async def lift(self) -> None: ...
    async def fetch(self) -> None: ...
    async def forget(self) -> None:
        """What came so far was judged."""

    def to_booths(self, spans: Sequence[Span]) -> list[Figures]:
        """For each booth, of what came to it."""

    async def close(self) -> None:
        """With a ``fetch``."""


def new_call(system: str, condition: Condition, seed: int) -> Call:
    """One that is not up yet. ``seed``: of losses, and of how loudspeakers lie to microphones."""
    phase_s = (seed + 0.5) / PHASES % 1 * PULL_S
    if system == OURS and condition.booths > 1:
        from tests.benchmarks.call_apart import CallApart

        return CallApart(condition, seed, phase_s)
    return CallTogether(system, condition, seed, phase_s)


class CallTogether:
    """A ``Call`` whose ends are all reached from this process."""

    def __init__(self, name: str, condition: Condition, seed: int, phase_s: float) -> None:
        self._impairments = condition.impairments()
        self._paths = [
            Path(impairment.delay_only(), 100 * seed + booth)
            for booth, impairment in enumerate(self._impairments)
        ]
        officer, participant = Originals(), Originals()
        self.at_desk = [Arrived(participant) for _ in self._paths]
        self._at_booths = [Arrived(officer) for _ in self._paths]
        self._system = _made(name, self._paths, self.at_desk, self._at_booths)
        self.devices = Devices(self._system.sockets, officer, participant, phase_s)

    @property
    def delay(self) -> Delay:
        return self._system.delay

    @property
    def spoken_s(self) -> list[float]:
        return self.devices.spoken_s

    @property
    def sent_to_desk(self) -> Sequence[Mapping[int, int]]:
        return [path.sent_to_desk for path in self._paths]

    async def up(self) -> None:
        try:
            await self._system.start()
        except (Broken, TimeoutError) as error:
            raise NotUp(str(error)) from error
        self.devices.start()
        deadline_s = time.monotonic() + SET_UP_MOST_S
        while not all(flows(far) for far in (*self.at_desk, *self._at_booths)):
            if time.monotonic() > deadline_s:
                raise NotUp("sound or pictures never came, on a link without losses")
            await asyncio.sleep(0.05)

    async def impair(self) -> None:
        for path, impairment in zip(self._paths, self._impairments, strict=True):
            path.impair(impairment)

    async def lift(self) -> None:
        for path, impairment in zip(self._paths, self._impairments, strict=True):
            path.impair(impairment.delay_only())

    async def fetch(self) -> None:
        """All is here."""

    async def forget(self) -> None:
        for far in (*self.at_desk, *self._at_booths):
            far.forget()

    def to_booths(self, spans: Sequence[Span]) -> list[Figures]:
        return [
            judge(far, self.devices.spoken_s, path.sent_to_booth, spans)
            for far, path in zip(self._at_booths, self._paths, strict=True)
        ]

    async def close(self) -> None:
        await asyncio.to_thread(self.devices.stop)
        # What hangs at its end has been measured none the less.
        with suppress(TimeoutError):
            await asyncio.wait_for(self._system.close(), CLOSE_MOST_S)
        for path in self._paths:
            path.close()


def to_desk(call: Call, spans: Sequence[Span]) -> list[Figures]:
    """For each booth, of what came from it."""
    return [
        judge(far, call.spoken_s, sent, spans)
        for far, sent in zip(call.at_desk, call.sent_to_desk, strict=True)
    ]


def flows(far: Arrived) -> bool:
    """Whether sound and pictures have come."""
    return bool(far.strips) and any(block.any() for _, block in far.pulls[-10:])


def run(system: str, condition: Condition, seconds: float, seed: int) -> Figures:
    """Runs to its end in the calling process. Raises ``NotUp``."""
    with undisturbed():
        return asyncio.run(_run(system, condition, seconds, seed))


@contextmanager
def undisturbed() -> Iterator[None]:
    """Threads of all ends share one interpreter here, and what they record would be most of what its garbage
    collector looks at, for a tenth of a second each time. Afterwards it is as it was."""
    before_s = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        sys.setswitchinterval(before_s)


@dataclass(frozen=True)
class _Times:
    """Of one run: the link turned bad, judged from and to, the limit lifted, the end. ``busy``: the machine's
    processors, by whatever, while it was judged."""

    bad_s: float
    from_s: float
    to_s: float
    lifted_s: float
    until_s: float
    busy: float


async def _run(system: str, condition: Condition, seconds: float, seed: int) -> Figures:
    if condition.speaks:
        speech.corpus()  # made before anything runs
    with StallWatch() as watch:
        call = new_call(system, condition, seed)
        try:
            times = await _course(call, condition, seconds)
        finally:
            await call.close()
        return _figures(call, condition, times, watch.stalls())


async def _course(call: Call, condition: Condition, seconds: float) -> _Times:
    await call.up()
    if condition.is_limited:
        await asyncio.sleep(USUAL_S)
    bad_s = time.monotonic()
    await call.impair()
    await asyncio.sleep(SETTLE_S)
    psutil.cpu_percent()
    from_s = time.monotonic()
    await asyncio.sleep(seconds)
    to_s = time.monotonic()
    busy = psutil.cpu_percent() / 100
    await asyncio.sleep(DRAIN_S)
    if condition.speaks:
        call.devices.say(speech.corpus().samples)
        await asyncio.sleep(speech.corpus().seconds + DRAIN_S)
    lifted_s = time.monotonic()
    if condition.is_limited and not condition.one_thin:
        await call.lift()
        await asyncio.sleep(LIFTED_S)
    return _Times(bad_s, from_s, to_s, lifted_s, time.monotonic(), busy)


def _figures(call: Call, condition: Condition, times: _Times, stalls: list[Span]) -> Figures:
    # One camera at the desk serves all booths: only what they get can suffer from one of them.
    judged, others = (
        (call.to_booths, slice(1, None)) if condition.one_thin else (partial(to_desk, call), slice(None))
    )
    spans = untouched(stalls, times.from_s, times.to_s)
    figures = rows.worst(judged(spans)[others])
    if condition.is_limited:
        usual = judged(untouched(stalls, times.bad_s - USUAL_JUDGED_S, times.bad_s))[others]
        figures = rows.with_before(figures, rows.worst(usual))
        if not condition.one_thin:
            again_s = [
                full_again_s(far, was.video_psnr_db, times.lifted_s, times.until_s)
                for far, was in zip(call.at_desk, usual, strict=True)
            ]
            figures = replace(figures, full_again_s=max(again_s, key=_never_last))
    if call.devices.said_s is not None:
        played = Played(call.at_desk[0].pulls)
        figures = replace(figures, stoi=speech.understood(played, call.devices.said_s))
    return replace(
        figures,
        device_ms=round(1000 * call.delay.sound_s, 1),
        device_picture_ms=round(1000 * call.delay.picture_s, 1),
        machine_busy=round(times.busy, 2),
        machine_stalled_share=stalled_share(stalls, times.from_s, times.to_s),
    )


def _never_last(after_s: float | None) -> float:
    return float("inf") if after_s is None else after_s


def _made(
    name: str, paths: Sequence[Path], at_desk: Sequence[Arrived], at_booths: Sequence[Arrived]
) -> System:
    # Imported when it runs: what ours puts under aiortc must not be under the plain one.
    match name:
        case "ours":
            from tests.benchmarks.system_ours import Ours

            return Ours(paths, at_desk, at_booths)
        case "chromium":
            from tests.benchmarks.system_chromium import Chromium

            return Chromium(paths, at_desk, at_booths)
        case _:
            from tests.benchmarks.system_aiortc import Aiortc

            return Aiortc(paths, at_desk, at_booths)
