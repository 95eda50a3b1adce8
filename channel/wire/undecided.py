"""What an officer has left undecided: asked for by a desk, told by the server.

Responsible for: the shape on the wire. Not for: which cases these are, and when they are told
(``channel/PROTOCOL.md``), nor the cases themselves (``documents``). Times are Unix seconds (UTC).
"""

from __future__ import annotations

import msgspec

from channel.wire.ids import VisitId
from channel.wire.messages import Message


class WatchUndecided(Message, frozen=True, tag="watch_undecided"):
    """The desk wants to know which cases its officer has left undecided, now and whenever they are others."""


class UndecidedCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case whose visit is over and whose last officer may still decide it. ``number``: the booth's, on its
    door; ``ended_at``: when the visit ended, 0 when the server was not there to see it."""

    visit: VisitId
    number: int
    reference: str
    claim: str
    opened_at: float
    ended_at: float


class UndecidedCases(Message, frozen=True, tag="undecided_cases"):
    """The officer's own, whole; the visit that ended last first, by when it was opened where nobody saw its
    end. Cases into which nothing was ever put are none."""

    cases: tuple[UndecidedCase, ...]
