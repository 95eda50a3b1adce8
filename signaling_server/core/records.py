"""What the hub remembers: booths, visits, channels, desks; who is connected; what has ended.

Responsible for: the shape of the state and who may be told what. Not for: changing it (``branch``, ``hub``).
All times are Unix seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, NewType

from channel.wire.ids import BoothId, ChannelId, OfficerId, VisitId
from channel.wire.messages import (
    BoothCondition,
    BoothPresence,
    CloseReason,
    LinkReport,
    OfferForBooth,
    ToBooth,
    ToDesk,
)

ClientId = NewType("ClientId", int)
"""One authenticated connection; never used twice."""


@dataclass(frozen=True, slots=True)
class Deliver:
    """An order to the runtime: give this client this message, and ``close`` its connection after it."""

    client: ClientId
    message: ToBooth | ToDesk
    close: bool = False


@dataclass(frozen=True)
class BoothPlan:
    """A booth of the configuration."""

    id: BoothId
    number: int


@dataclass(frozen=True)
class OfficerPlan:
    """An officer of the configuration."""

    id: OfficerId
    name: str


@dataclass(frozen=True)
class BranchPlan:
    """The branch as configured. ``service_s``: how long a visit usually takes, 0 if nobody knows.

    ``recovery_s``: after a restart, how long pairing waits for those who were there before.
    """

    name: str
    booths: tuple[BoothPlan, ...]
    officers: tuple[OfficerPlan, ...]
    booth_grace_s: float = 30.0
    desk_grace_s: float = 90.0
    recovery_s: float = 15.0
    service_s: float = 600.0


@dataclass(eq=False, slots=True)
class Booth:
    """One booth. Without ``client`` it is away, since ``gone_at_s``; ``condition`` None: not reported yet."""

    id: BoothId
    number: int
    client: ClientId | None = None
    condition: BoothCondition | None = None
    code: str = ""
    gone_at_s: float = 0.0
    help_since: float = 0.0
    visit: Visit | None = None
    unrated: bool = False
    """Its newest visit, be it over or not, has not been rated."""
    shown: tuple[BoothPresence, str] = (BoothPresence.OFFLINE, "")
    shown_since: float = 0.0

    @property
    def presence(self) -> BoothPresence:
        """What a desk's tile without a channel shows."""
        if self.client is None:
            return BoothPresence.OFFLINE
        if self.visit is not None:
            return BoothPresence.WAITING if self.visit.channel is None else BoothPresence.SERVED
        match self.condition:
            case None:
                return BoothPresence.OFFLINE
            case BoothCondition.READY:
                return BoothPresence.FREE
            case BoothCondition.CLEANING:
                return BoothPresence.CLEANING
            case BoothCondition.FAULT:
                return BoothPresence.FAULT


class Standing(NamedTuple):
    """What a waiting booth is told: its place from 1, the estimated wait, the desks that are connected."""

    place: int
    estimate_s: float
    desks: int


@dataclass(eq=False, slots=True)
class Visit:
    """One participant's stay: waiting while ``channel`` is None, else served.

    ``first``: it was served already and lost its desk, so it comes before all that were not.
    ``told`` is what the booth was last told of its place, at ``told_at_s``; ``lease`` is what it holds.
    """

    id: VisitId
    booth: Booth
    language: str
    consent: bool
    queued_at: float
    first: bool = False
    channel: Channel | None = None
    told: Standing | None = None
    told_at_s: float = 0.0
    lease: str = ""
    lease_until_s: float = 0.0


@dataclass(eq=False, slots=True)
class Channel:
    """The link between one visit's booth and one desk.

    ``epoch`` is the highest offered through this process, 0 for none; ``epoch_floor`` the highest that can
    have been used before it was started. ``unseen_offer`` waits for a booth that is away. ``report`` is
    what its desk last said of the link, at ``reported_at_s``.
    """

    id: ChannelId
    visit: Visit
    desk: Desk
    started_at: float
    epoch: int = 0
    epoch_floor: int = 0
    unseen_offer: OfferForBooth | None = None
    report: LinkReport | None = None
    reported_at_s: float = 0.0


@dataclass(eq=False, slots=True)
class Desk:
    """One officer's place. Without ``client`` it is away, since ``gone_at_s``. ``number`` is for the log."""

    officer: OfficerId
    name: str
    number: int
    client: ClientId | None = None
    capacity: int = 6
    accepting: bool = False
    channels: dict[ChannelId, Channel] = field(default_factory=dict)
    gone_at_s: float = 0.0
    served_at_s: float = 0.0

    @property
    def free(self) -> int:
        return max(0, self.capacity - len(self.channels))


class Endings:
    """Why visits and channels ended, for those who were away and ask later. Forgets after ``keep_s``."""

    def __init__(self, keep_s: float) -> None:
        self._keep_s = keep_s
        self._ended: dict[VisitId | ChannelId, tuple[CloseReason, float]] = {}

    def __len__(self) -> int:
        return len(self._ended)

    def record(self, which: VisitId | ChannelId, reason: CloseReason, now_s: float) -> None:
        self._ended[which] = (reason, now_s)
        while (oldest := next(iter(self._ended))) and self._ended[oldest][1] < now_s - self._keep_s:
            del self._ended[oldest]

    def reason(self, which: VisitId | ChannelId) -> CloseReason | None:
        ended = self._ended.get(which)
        return None if ended is None else ended[0]


class Queue:
    """The waiting visits in the order in which they are served: those that lost their desk, then by time."""

    def __init__(self) -> None:
        self._visits: list[Visit] = []

    def __len__(self) -> int:
        return len(self._visits)

    def __iter__(self) -> Iterator[Visit]:
        return iter(self._visits)

    def add(self, visit: Visit) -> None:
        """Behind all that are as old or older."""
        at = len(self._visits)
        while at > 0 and _order(visit) < _order(self._visits[at - 1]):
            at -= 1
        self._visits.insert(at, visit)

    def remove(self, visit: Visit) -> None:
        self._visits.remove(visit)

    def find(self, visit: VisitId) -> Visit | None:
        return next((waiting for waiting in self._visits if waiting.id == visit), None)

    def place(self, visit: Visit) -> int:
        """From 1."""
        return self._visits.index(visit) + 1


def _order(visit: Visit) -> tuple[bool, float]:
    return (not visit.first, visit.queued_at)
