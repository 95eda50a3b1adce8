"""When a picture of a document is taken, and what the person is told until then.

Responsible for: one shot: hold still while frames are good, shoot when they were good for half a second,
otherwise one reason that stays long enough to be read; after three failures the officer may accept what
there is. Not for: looking at pixels (``booth_client.capture``), which shot comes next (``shots``).

Pure: findings come with the times of their frames, and time is passed in. A still that is good is always
taken; one that is not sends the shutter back to the frames and counts as a failure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from booth_client.core.capture import Finding, Flaw

STEADY_S: Final = 0.5
"""So long frames must be good without a break that counts."""
BREAK_S: Final = 0.12
"""One bad frame among good ones is noise: a hand's shadow, a focus that hunts."""
REASON_HOLDS_S: Final = 1.0
REASON_AFTER_S: Final = 0.3
"""A flaw must last so long before it is said, or every movement into the frame would be blamed."""
TRY_S: Final = 12.0
"""An attempt without a picture is a failure after this long with something in the frame."""
STILL_WAIT_S: Final = 3.0
"""A camera that was asked for a still and sent none: the shutter goes on."""
FAILURES_BEFORE_NOTE: Final = 3


class Hint(StrEnum):
    """What the person is told when no flaw is."""

    LAY_DOWN = "lay_down"
    HOLD_STILL = "hold_still"
    TAKEN = "taken"


@dataclass(frozen=True)
class ShutterState:
    """What may be shown. Either a ``flaw`` or a ``hint``. ``progress``: 0 … 1 of the steady time.
    ``may_accept``: the officer may take the picture as it is, with a note.
    """

    hint: Hint | None
    flaw: Flaw | None = None
    progress: float = 0.0
    failures: int = 0
    may_accept: bool = False


@dataclass(frozen=True)
class Shoot:
    """Take the still now; ``finding`` is the frame that it should be like."""

    finding: Finding


class Shutter:
    """``handle_finding`` for each frame, ``handle_still`` for what a ``Shoot`` brought. For a retake there
    is a new one, with the ``failures`` so far.
    """

    def __init__(self, now_s: float, failures: int = 0) -> None:
        self._good_since_s: float | None = None
        self._last_good_s = now_s
        self._bad_since_s: float | None = None
        self._bad: Flaw | None = None
        self._shown: Flaw | None = None
        self._shown_since_s = now_s
        self._tried_since_s: float | None = None
        self._asked_at_s: float | None = None
        self._failures = failures
        self._refused_stills = 0
        self._newest: Finding | None = None
        self._as_it_is = False
        self._taken = False

    @property
    def taken(self) -> bool:
        return self._taken

    def state(self, now_s: float) -> ShutterState:
        may_accept = self._failures >= FAILURES_BEFORE_NOTE and not self._taken
        if self._taken:
            return ShutterState(Hint.TAKEN, None, 1.0, self._failures)
        if self._shown is not None:
            return ShutterState(None, self._shown, 0.0, self._failures, may_accept)
        steady_s = 0.0 if self._good_since_s is None else self._last_good_s - self._good_since_s
        hint = Hint.LAY_DOWN if self._good_since_s is None and self._asked_at_s is None else Hint.HOLD_STILL
        progress = 1.0 if self._asked_at_s is not None else min(steady_s / STEADY_S, 1.0)
        return ShutterState(hint, None, progress, self._failures, may_accept)

    def handle_finding(self, finding: Finding, now_s: float) -> Shoot | None:
        """The next frame. None: go on."""
        if self._taken:
            return None
        if self._asked_at_s is not None:
            if now_s - self._asked_at_s < STILL_WAIT_S:
                return None
            self._fail(now_s)
        self._newest = finding
        self._count_time(finding, now_s)
        if finding.good:
            return self._see_good(finding, now_s)
        self._see_flaw(finding.flaw, now_s)
        return None

    def handle_as_it_is(self, now_s: float) -> Shoot | None:
        """The officer wants the picture whatever is wrong with it. None: no frame came, or it is taken."""
        if self._taken or self._newest is None:
            return None
        self._as_it_is, self._asked_at_s = True, now_s
        return Shoot(self._newest)

    def handle_still(self, finding: Finding | None, now_s: float) -> bool:
        """What the still showed, None when the camera gave none. True: it is the picture."""
        if self._taken or self._asked_at_s is None:
            return False
        if finding is not None and (finding.good or self._as_it_is or self._believes_frames(finding)):
            self._taken, self._shown, self._asked_at_s = True, None, None
            return True
        if finding is not None:
            self._refused_stills += 1
        self._as_it_is = False
        self._fail(now_s)
        if finding is not None and finding.flaw is not None:
            self._show(finding.flaw, now_s)
        return False

    def _believes_frames(self, finding: Finding) -> bool:
        """Frames were good for half a second, twice, and the still was not, twice: then it is the judge
        that errs, and a good picture is not refused again, as long as the document is there as a whole.
        """
        whole = finding.corners is not None and finding.flaw not in (Flaw.NOTHING, Flaw.CUT_OFF, Flaw.DARK)
        return whole and self._refused_stills >= 1

    def _see_good(self, finding: Finding, now_s: float) -> Shoot | None:
        if self._good_since_s is None or now_s - self._last_good_s > STEADY_S:
            self._good_since_s = now_s
        self._last_good_s = now_s
        self._bad_since_s = self._bad = None
        if self._shown is not None and now_s - self._shown_since_s >= REASON_HOLDS_S:
            self._shown = None
        if now_s - self._good_since_s < STEADY_S:
            return None
        # A reason that is still being read does not hold a good picture up.
        self._shown = None
        self._asked_at_s = now_s
        return Shoot(finding)

    def _see_flaw(self, flaw: Flaw | None, now_s: float) -> None:
        if self._good_since_s is not None and now_s - self._last_good_s > BREAK_S:
            self._good_since_s = None
        if flaw is not self._bad:
            self._bad, self._bad_since_s = flaw, now_s
        lasts_s = now_s - (self._bad_since_s if self._bad_since_s is not None else now_s)
        if lasts_s < REASON_AFTER_S or flaw is self._shown:
            return
        if self._shown is None or now_s - self._shown_since_s >= REASON_HOLDS_S:
            # An empty desk is no fault: the person is asked to lay the document down.
            if flaw is Flaw.NOTHING:
                self._shown = None
            elif flaw is not None:
                self._show(flaw, now_s)

    def _show(self, flaw: Flaw, now_s: float) -> None:
        self._shown, self._shown_since_s = flaw, now_s

    def _count_time(self, finding: Finding, now_s: float) -> None:
        """Nothing in the frame is no attempt."""
        if finding.flaw is Flaw.NOTHING:
            self._tried_since_s = None
        elif self._tried_since_s is None:
            self._tried_since_s = now_s
        elif now_s - self._tried_since_s >= TRY_S:
            self._failures += 1
            self._tried_since_s = now_s

    def _fail(self, now_s: float) -> None:
        self._failures += 1
        self._asked_at_s = self._good_since_s = None
        self._tried_since_s = now_s
