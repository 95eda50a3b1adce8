"""What every console under test has to do and to tell.

Responsible for: the form that ``measuring`` relies on. Not for: any one of them (``desk_*``).

The booths' side is the same for all (``far_ends``), in a process of its own, and counted for nobody. A
console is started with all booths addressed: it hears and sees all of them, all of them hear and see the
officer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import psutil


@dataclass(frozen=True)
class Counts:
    """Since the console came up, all channels together. ``packets_*``: RTP of sound and pictures, without
    repeats of the same packet where these can be told; ``pictures``: of the booths, decoded by the
    console."""

    packets_sent: int = 0
    packets_received: int = 0
    pictures: int = 0


@dataclass(frozen=True)
class Latencies:
    """What was seen and heard at the console in a stretch in which nobody's CPU is counted; milliseconds.

    ``pictures``: from the drawing of a booth's picture to its pixels on the console's screen; ``sound``: from
    a booth's microphone to the console's loudspeaker. Empty: this system cannot tell.
    """

    pictures: list[float] = field(default_factory=list)
    sound: list[float] = field(default_factory=list)


class Missing(Exception):
    """This system cannot run here; the text says what is missing and how to get it."""


class Desk(Protocol):
    """One console, from start to end. Loop thread only.

    ``start`` returns once every booth gets sound and pictures from it and the other way round (a minute at
    the most). Raises ``Missing``, and ``TimeoutError`` when it does not come up.
    """

    async def start(self) -> None: ...

    def processes(self) -> Sequence[psutil.Process]:
        """Whose processor time and memory count, with all their children."""

    async def counts(self) -> Counts: ...

    async def latencies(self, seconds: float) -> Latencies:
        """Look and listen for so long."""

    async def close(self) -> None: ...
