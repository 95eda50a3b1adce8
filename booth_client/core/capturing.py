"""Taking one picture after the other: what is looked at, when a still is taken, what is kept of it.

Responsible for: orders to watch and to take stills, with a number for each thing that is watched, so that an
answer that comes too late is known; the shutter for documents, the countdown for a face, the officer's
remote shot. Not for: which document comes next (``way``), nor where its picture goes (``keeping``).

Every ``Watch`` is followed by another or by ``StopWatching``; every picture is either handed on as ``Taken``,
for its owner to keep, or dropped, and never two are handed on for one ``Watch``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from booth_client.core.capture import Corners, Finding, Flaw
from booth_client.core.commands import Command, Drop, StopWatching, TakeStill, Watch
from booth_client.core.events import FindingSeen, StillSeen
from booth_client.core.shots import Shot
from booth_client.core.shutter import STILL_WAIT_S, Hint, Shutter, ShutterState

FACE_COUNTDOWN_S: Final = 4.0
PORTRAIT_SETTLES_S: Final = 2.0
"""A camera that was just opened has to find its exposure."""
PORTRAIT_AGAIN_S: Final = 10.0
AT_ONCE_S: Final = 6.0
"""A remote shot that brought no picture until then is given up."""
FACE_FAILURES_MOST: Final = 2
"""After these a face is taken as it is."""
MOVED_SHARE: Final = 0.02
"""Of the picture, by which a corner has to lie elsewhere for it to be another document, or another side."""
_GONE: Final = (Flaw.DARK, Flaw.NOTHING, Flaw.CUT_OFF, Flaw.TOO_FAR, Flaw.TURNED, Flaw.MOVING)


class Purpose(StrEnum):
    CODES = "codes"
    """Tickets and cards held before the camera."""
    LOOK = "look"
    """The officer looks."""
    SHOT = "shot"
    FACE = "face"
    """The participant's face, after a countdown."""
    PORTRAIT = "portrait"
    """The same by the way, while they are busy with something else."""
    STILL = "still"
    """Whatever lies there, at once, for the officer."""


@dataclass(frozen=True)
class Aim:
    """What is looked at. ``shot`` only for a document; ``page`` of ``kind`` is the picture's place."""

    purpose: Purpose
    kind: str = ""
    page: int = 0
    shot: Shot | None = None

    @property
    def of_face(self) -> bool:
        return self.purpose in (Purpose.FACE, Purpose.PORTRAIT)


@dataclass(frozen=True)
class Taken:
    """A picture to keep. ``codes``: what barcodes on it say."""

    aim: Aim
    picture: str
    codes: tuple[str, ...] = field(default=(), repr=False)


class Capturing:
    """Attribute ``aim``: what is looked at now; None: nothing."""

    def __init__(self) -> None:
        self.aim: Aim | None = None
        self._number = 0
        self._forget(0.0)

    def _forget(self, now_s: float) -> None:
        self._failures: dict[tuple[str, int], int] = {}
        self._lying: Corners | None = None
        """Where the document lies whose picture was taken last: it must go before the next one is."""
        self._restart(now_s)

    def _restart(self, now_s: float) -> None:
        aim = self.aim
        failures = 0 if aim is None else self._failures.get((aim.kind, aim.page), 0)
        self._shutter = Shutter(now_s, failures)
        self._corners: Corners | None = None
        self._begun_s = now_s
        self._asked_s: float | None = None
        self._as_it_is = False
        """The officer wants the picture, though no frame has been seen yet."""
        self._done = False
        self._taken = ""

    # ------------------------------------------------------------ what is looked at

    def look_at(self, aim: Aim | None, now_s: float) -> list[Command]:
        """From now on; nothing happens when it is what is looked at already, unless its picture was taken and
        is wanted once more."""
        again = self._done and aim is not None and aim.purpose is not Purpose.STILL
        if aim == self.aim and not again:
            return []
        if aim is None or aim.of_face or aim.purpose is Purpose.CODES:
            self._lying = None
        self.aim = aim
        self._number += 1
        self._restart(now_s)
        if aim is None:
            return [StopWatching()]
        return [Watch(self._number, aim.shot, aim.of_face)]

    def wipe(self, now_s: float) -> list[Command]:
        orders = self.look_at(None, now_s)
        self._forget(now_s)
        return orders

    # ------------------------------------------------------------ what is seen

    def see(self, seen: FindingSeen, now_s: float) -> list[Command]:
        """A frame."""
        if seen.number != self._number or self.aim is None or self.aim.purpose is not Purpose.SHOT:
            return []
        self._corners = seen.finding.corners
        if self._lying is not None:
            if not _has_gone(self._lying, seen.finding):
                return []
            self._lying = None
        if self._done or self._waits_as_it_is(now_s):
            return []
        shoot = self._shutter.handle_finding(seen.finding, now_s)
        self._note_failures()
        return [] if shoot is None else self._order(now_s, shoot.finding.corners)

    def shoot(self, now_s: float) -> list[Command]:
        """The officer wants the document's picture as it is."""
        if self.aim is None or self._done:
            return []
        shoot = self._shutter.handle_as_it_is(now_s)
        self._as_it_is = shoot is None
        return self._order(now_s, None if shoot is None else shoot.finding.corners)

    def take(self, seen: StillSeen, now_s: float) -> tuple[list[Command], Taken | None]:
        """A still has come."""
        drop: list[Command] = [Drop(seen.picture)] if seen.picture else []
        aim = self.aim
        if aim is None or seen.number != self._number or self._asked_s is None or self._done:
            return drop, None
        self._asked_s = None
        good = bool(seen.picture) and self._is_good(aim, seen.finding, now_s)
        if not good:
            self._fail(aim, now_s)
            return drop, None
        self._done, self._taken = True, seen.picture
        if aim.purpose is Purpose.SHOT:
            self._lying = (seen.finding.corners if seen.finding is not None else None) or self._corners
        return [], Taken(aim, seen.picture, seen.codes)

    def lose(self, picture: str) -> None:
        """This picture could not be kept: if it was the last one, what it shows still lies there to be taken
        once more."""
        if self._done and picture == self._taken:
            self._lying = None

    def pass_time(self, now_s: float) -> list[Command]:
        """Faces are taken by the clock, and what was asked for in vain is asked for again."""
        aim = self.aim
        if aim is None or self._done or not (aim.of_face or aim.purpose is Purpose.STILL):
            return []
        if self._asked_s is not None:
            if now_s - self._asked_s >= STILL_WAIT_S and aim.of_face:
                self._asked_s = None
                self._fail(aim, now_s)
            return []
        waits_s = {Purpose.FACE: FACE_COUNTDOWN_S, Purpose.PORTRAIT: PORTRAIT_SETTLES_S}.get(aim.purpose, 0.0)
        return self._order(now_s, None) if now_s - self._begun_s >= waits_s else []

    def is_over(self, now_s: float) -> bool:
        """Whether a remote shot has brought its picture, or never will."""
        return self._done or now_s - self._begun_s >= AT_ONCE_S

    # ------------------------------------------------------------ what is shown

    def state(self, now_s: float) -> ShutterState:
        if self.aim is not None and self.aim.of_face:
            failures = self._failures.get((self.aim.kind, self.aim.page), 0)
            return ShutterState(Hint.TAKEN if self._done else Hint.HOLD_STILL, failures=failures)
        if self._done:
            return ShutterState(Hint.TAKEN, progress=1.0)
        return self._shutter.state(now_s)

    @property
    def lies_on(self) -> bool:
        return self._lying is not None

    @property
    def corners(self) -> Corners | None:
        return self._corners

    @property
    def saving(self) -> bool:
        return self._asked_s is not None and not self._done

    def counts_down_s(self, now_s: float) -> int:
        if self.aim is None or self.aim.purpose is not Purpose.FACE or self._done or self.saving:
            return 0
        return max(1, math.ceil(FACE_COUNTDOWN_S - (now_s - self._begun_s)))

    # ------------------------------------------------------------ inside

    def _waits_as_it_is(self, now_s: float) -> bool:
        waits = self._as_it_is and self._asked_s is not None and now_s - self._asked_s < STILL_WAIT_S
        self._as_it_is = waits
        return waits

    def _order(self, now_s: float, corners: Corners | None) -> list[Command]:
        self._asked_s = now_s
        return [TakeStill(self._number, corners)]

    def _is_good(self, aim: Aim, finding: Finding | None, now_s: float) -> bool:
        if aim.purpose is Purpose.SHOT and not self._as_it_is:
            return self._shutter.handle_still(finding, now_s)
        if finding is None or aim.purpose in (Purpose.SHOT, Purpose.STILL):
            return finding is not None
        patience = self._failures.get((aim.kind, aim.page), 0) >= FACE_FAILURES_MOST
        return finding.good or (patience and aim.purpose is Purpose.FACE)

    def _fail(self, aim: Aim, now_s: float) -> None:
        """The shutter counts for itself."""
        if aim.purpose is Purpose.PORTRAIT:
            self._begun_s = now_s + PORTRAIT_AGAIN_S - PORTRAIT_SETTLES_S
        elif aim.purpose is Purpose.FACE:
            key = (aim.kind, aim.page)
            self._failures[key] = self._failures.get(key, 0) + 1
            self._begun_s = now_s
        elif aim.purpose is Purpose.STILL:
            self._done = True  # the officer sees that none came, and asks again
        else:
            self._as_it_is = False
            self._note_failures()

    def _note_failures(self) -> None:
        if self.aim is not None:
            self._failures[self.aim.kind, self.aim.page] = self._shutter.state(self._begun_s).failures


def _has_gone(lying: Corners, seen: Finding) -> bool:
    """Whether the document whose picture was taken is not there any more as it was."""
    if seen.corners is None or seen.flaw in _GONE:
        return True
    moves = (
        abs(a - b)
        for one, other in zip(lying, seen.corners, strict=True)
        for a, b in zip(one, other, strict=True)
    )
    return max(moves) > MOVED_SHARE
