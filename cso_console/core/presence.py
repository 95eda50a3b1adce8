"""Whether the person in a booth can still be the one whose papers these are.

Responsible for: gaps in which nobody was seen, and the doubt that follows from a long one. Not for: what is
shut because of it (``case_view``), nor recording that the officer has made sure (``cases``).

Source of the rule: domain.md, after NIST SP 800-63A 5.3.3.2 (the applicant does not leave): after a gap or
hold of more than 10 s the officer confirms the person before anything is shown again.
"""

from __future__ import annotations

from channel.wire.ids import RequestId

SURE_FOR_S = 10.0
"""Unseen for longer than this: somebody else may sit there."""


class Presence:
    """One visit's. Times are monotonic seconds."""

    def __init__(self, known_here: bool, now_s: float) -> None:
        """``known_here``: the visit began on this desk just now; of an older one, or one that was served
        before, nobody here can say who sat there, so it is in doubt from the beginning."""
        self._unseen_since_s: float | None = None
        self._seen_since_s = now_s
        self._ever_seen = False
        self._raised = not known_here
        self._gap_s = 0.0
        self._held = False
        self._confirming: RequestId | None = None

    def look(self, alive: bool, held: bool, now_s: float) -> None:
        """Told after every event and each second."""
        if not alive or held:
            if self._miss(now_s):
                self._held = held
            return
        if self._unseen_since_s is not None or not self._ever_seen:
            self._seen_since_s = now_s
        self._unseen_since_s, self._ever_seen = None, True

    def part(self, now_s: float) -> None:
        """The channel is gone. The visit may come back, but an answer to the confirmation does not reach it
        any more."""
        self._miss(now_s)
        self._confirming = None

    def _miss(self, now_s: float) -> bool:
        """Nobody is seen; whether that is so for too long already."""
        if not self._ever_seen:
            return False  # a channel that is being set up is no gap
        if self._unseen_since_s is None:
            self._unseen_since_s = now_s
        gap_s = now_s - self._unseen_since_s
        if gap_s <= SURE_FOR_S:
            return False
        self._raised, self._gap_s = True, gap_s
        self._confirming = None  # it spoke of whoever sat there before this gap
        return True

    def forgive(self) -> None:
        """There is nothing yet that could be shown to the wrong person."""
        self._raised = False

    def confirm(self, request: RequestId) -> None:
        """The officer has made sure, and says so with this request."""
        self._confirming = request

    def recorded(self, request: RequestId) -> None:
        if request == self._confirming:
            self._raised, self._confirming = False, None

    def refused(self, request: RequestId) -> None:
        if request == self._confirming:
            self._confirming = None

    @property
    def in_doubt(self) -> bool:
        return self._raised

    @property
    def was_seen(self) -> bool:
        """At any time."""
        return self._ever_seen

    @property
    def is_seen(self) -> bool:
        """Now."""
        return self._ever_seen and self._unseen_since_s is None

    @property
    def seen_since_s(self) -> float:
        """Since when the officer could make sure."""
        return self._seen_since_s

    @property
    def gap_s(self) -> float:
        """How long the gap was, or is; 0: nobody here knows."""
        return self._gap_s

    @property
    def was_held(self) -> bool:
        """The gap is a hold's."""
        return self._held

    @property
    def is_confirming(self) -> bool:
        return self._confirming is not None
