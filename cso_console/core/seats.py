"""Which booth sits where in the strip of tiles, and what the desk knows of each visit it serves.

Responsible for: the seat of a new channel, the seats of booths without one, the record of a served visit.
Not for: who hears whom (``talk_matrix``), what is shown (``tiles``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from channel.core.link_quality import GOOD, LinkQuality
from channel.wire.control import BoothState
from channel.wire.ids import BoothId, ChannelId, VisitId
from channel.wire.messages import BoothInfo
from cso_console.core.attention import Clock
from cso_console.core.snapshot import SEATS, UNMEASURED, LinkFigures


@dataclass
class Served:
    """One visit with a channel on this desk. Times are monotonic seconds; written by ``Desk`` alone."""

    channel: ChannelId
    visit: VisitId
    booth: BoothId
    number: int
    language: str
    consent: bool
    lease: str
    queued_s: float
    started_s: float
    clock: Clock
    served_before: bool = False
    """The visit had a channel before this one."""
    help_since_s: float | None = None
    """Asked for help, and the officer has not taken note of it yet."""
    help_asked_at: float = 0.0
    """The same call as the server names it, Unix seconds; kept when note has been taken of it."""
    alive: bool = False
    """The channel's peer carries it now."""
    was_alive: bool = False
    lost_s: float = 0.0
    """When it was last not alive any more, or opened."""
    picture_held: bool = False
    quality: LinkQuality = GOOD
    figures: LinkFigures = UNMEASURED
    booth_state: BoothState | None = None
    """None: unknown, so nothing that the booth said counts any more."""


def seat_for(number: int, taken: Collection[int], home: Collection[int], capacity: int) -> int:
    """The seat of a new channel: the booth's own number where it can be, else the lowest that is free.

    ``taken``: seats with a channel; ``home``: booth numbers of the branch, whose seats are left to them while
    others are free. A desk for one booth has one seat. Raises ValueError when every seat is taken, which the
    server's count of channels rules out.
    """
    free = [seat for seat in ((1,) if capacity == 1 else range(1, SEATS + 1)) if seat not in taken]
    if not free:
        raise ValueError("every seat of this desk is taken")
    if number in free:
        return number
    return next((seat for seat in free if seat not in home), free[0])


def presence_seats(
    booths: Iterable[BoothInfo], served: dict[int, Served], capacity: int
) -> dict[int, BoothInfo]:
    """The booths without a channel here that can be shown: on the seat of their number, if it is free."""
    elsewhere = [booth for booth in booths if all(booth.booth != other.booth for other in served.values())]
    if capacity == 1:
        return {1: elsewhere[0]} if len(elsewhere) == 1 and not served else {}
    return {
        booth.number: booth
        for booth in elsewhere
        if 1 <= booth.number <= SEATS and booth.number not in served
    }
