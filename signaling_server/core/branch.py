"""The branch as it is now, and everything that can happen to a visit: it waits, is served, waits again, ends.

Responsible for: keeping every visit in exactly one place, and telling the two ends about it. Not for: who may
ask for it (``hub``), nor the wire (``runtime``).

Messages go to ``outbox``; the hub empties it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable

from channel.wire.ids import ChannelId, Epoch, OfficerId, VisitId
from channel.wire.messages import (
    BoothAssigned,
    BoothInfo,
    BoothPresence,
    BoothQueued,
    BranchState,
    ChannelClosed,
    ChannelOpened,
    CloseReason,
    DeskPresence,
    ToBooth,
    ToDesk,
    VisitEnded,
    WaitingVisit,
)
from signaling_server.core.leases import VALID_S, Holder, Lease, Leases
from signaling_server.core.records import (
    Booth,
    BranchPlan,
    Channel,
    Deliver,
    Desk,
    Endings,
    Queue,
    Standing,
    Visit,
)

_log = logging.getLogger(__name__)

TELL_PLACE_S = 5.0
"""A waiting booth is told its place at least this often."""
RENEW_LEASE_S = 3600.0


class Branch:
    """Booths, queue and desks, and the moves between them. ``new_id`` gives ids that nobody can guess."""

    def __init__(self, plan: BranchPlan, leases: Leases, new_id: Callable[[], str]) -> None:
        self.plan = plan
        self.booths = {booth.id: Booth(booth.id, booth.number) for booth in plan.booths}
        self.desks: dict[OfficerId, Desk] = {}
        self.queue = Queue()
        self.endings = Endings(keep_s=VALID_S)
        self.outbox: list[Deliver] = []
        self.changed = False
        """Something that all desks or all waiting booths are shown is not as they were last told."""
        self.paired = 0
        self.ratings: Counter[int] = Counter()
        """How often each score was given since the start; whose they were is known nowhere."""
        self._officers = {
            officer.id: (number, officer) for number, officer in enumerate(plan.officers, start=1)
        }
        self._leases = leases
        self._new_id = new_id

    # ------------------------------------------------------------ telling

    def tell(self, whom: Booth | Desk, message: ToBooth | ToDesk) -> None:
        """Deliver to whoever is connected there; nothing when nobody is."""
        if whom.client is not None:
            self.outbox.append(Deliver(whom.client, message))

    def tell_place(self, visit: Visit, now_s: float) -> None:
        self._tell_standing(visit, self._standing(self.queue.place(visit), *self._desks_present()), now_s)

    def _tell_standing(self, visit: Visit, standing: Standing, now_s: float) -> None:
        visit.told, visit.told_at_s = standing, now_s
        place, estimate_s, desks = standing
        message = BoothQueued(
            visit=visit.id,
            place=place,
            estimate_s=estimate_s,
            queued_at=visit.queued_at,
            desks=desks,
            lease=self._booth_lease(visit, now_s),
        )
        self.tell(visit.booth, message)

    def tell_assigned(self, channel: Channel, now_s: float) -> None:
        """To the booth: who serves it, whether that desk is there, and the offer that it missed."""
        booth = channel.visit.booth
        message = BoothAssigned(
            visit=channel.visit.id,
            officer_name=channel.desk.name,
            started_at=channel.started_at,
            lease=self._booth_lease(channel.visit, now_s),
        )
        self.tell(booth, message)
        if channel.desk.client is None:
            self.tell(booth, DeskPresence(present=False))
        if channel.unseen_offer is not None and booth.client is not None:
            self.tell(booth, channel.unseen_offer)
            channel.unseen_offer = None

    def tell_opened(self, channel: Channel, now_s: float) -> None:
        """To the desk: this channel is yours."""
        visit = channel.visit
        message = ChannelOpened(
            channel=channel.id,
            visit=visit.id,
            booth=visit.booth.id,
            number=visit.booth.number,
            language=visit.language,
            consent=visit.consent,
            queued_at=visit.queued_at,
            started_at=channel.started_at,
            help_since=visit.booth.help_since,
            booth_present=visit.booth.client is not None,
            lease=self._leases.issue(Holder.DESK, self._lease(visit, now_s)),
            epoch=Epoch(max(channel.epoch, channel.epoch_floor)),
            served_before=visit.first,
        )
        self.tell(channel.desk, message)

    def state(self, now_s: float) -> BranchState:
        """What every desk is shown."""
        return BranchState(
            booths=tuple(self._info(booth, now_s) for booth in self.booths.values()),
            waiting=tuple(
                WaitingVisit(
                    visit=visit.id,
                    booth=visit.booth.id,
                    number=visit.booth.number,
                    queued_at=visit.queued_at,
                    help_since=visit.booth.help_since,
                )
                for visit in self.queue
            ),
        )

    def broadcast(self, now_s: float) -> None:
        """The branch to all desks, and to each waiting booth its place if it moved."""
        self.changed = False
        present = [desk for desk in self.desks.values() if desk.client is not None]
        if present:
            state = self.state(now_s)
            for desk in present:
                self.tell(desk, state)
        self._tell_places(now_s, lambda visit, standing: visit.told != standing)

    def remind(self, now_s: float) -> None:
        """Tell those waiting booths that have heard nothing for a while."""
        self._tell_places(now_s, lambda visit, _: now_s - visit.told_at_s >= TELL_PLACE_S)

    def _tell_places(self, now_s: float, due: Callable[[Visit, Standing], bool]) -> None:
        desks, channels = self._desks_present()
        for place, visit in enumerate(self.queue, start=1):
            standing = self._standing(place, desks, channels)
            if due(visit, standing):
                self._tell_standing(visit, standing, now_s)

    # ------------------------------------------------------------ moves

    def begin_visit(self, booth: Booth, language: str, consent: bool, now_s: float) -> None:
        visit = Visit(VisitId(self._new_id()), booth, language, consent, queued_at=now_s)
        booth.visit = visit
        booth.unrated = True
        self.queue.add(visit)
        self.tell_place(visit, now_s)
        self.changed = True
        _log.info("%s: a visit begins, place %d", booth.id, self.queue.place(visit))

    def restore_visit(self, booth: Booth, lease: Lease) -> Visit:
        """A visit that a lease tells of; it waits until it is given its channel."""
        visit = Visit(
            lease.visit,
            booth,
            lease.language,
            lease.consent,
            lease.queued_at,
            lease.first or bool(lease.channel),
        )
        booth.visit = visit
        booth.unrated = True
        booth.help_since = lease.help_since
        self.queue.add(visit)
        self.changed = True
        return visit

    def restore_channel(self, visit: Visit, lease: Lease, now_s: float) -> Channel | None:
        """The channel that a lease tells of, if its officer still has a place for it; tells nobody yet."""
        desk = self.desk_of(lease.officer, now_s)
        if desk is None or desk.free == 0 or self.endings.reason(lease.channel) is not None:
            return None
        # An epoch lasts a second at the least, so no more can have been used than seconds have passed.
        floor = max(0, int(now_s - lease.started_at)) + 1
        channel = Channel(lease.channel, visit, desk, lease.started_at, epoch_floor=floor)
        self._join(channel)
        return channel

    def open_channel(self, visit: Visit, desk: Desk, now_s: float) -> None:
        """A waiting visit becomes this desk's."""
        channel = Channel(ChannelId(self._new_id()), visit, desk, started_at=now_s)
        desk.served_at_s = now_s
        self._join(channel)
        self.tell_assigned(channel, now_s)
        self.tell_opened(channel, now_s)
        self.paired += 1
        _log.info(
            "%s: paired with desk %d after %.0f s", visit.booth.id, desk.number, now_s - visit.queued_at
        )

    def end_visit(self, visit: Visit, reason: CloseReason, now_s: float) -> None:
        """Over for both ends, wherever it was."""
        if visit.channel is None:
            self.queue.remove(visit)
        else:
            self._part(visit.channel, reason, now_s)
        visit.booth.visit = None
        visit.booth.help_since = 0.0
        self.endings.record(visit.id, reason, now_s)
        self.tell(visit.booth, VisitEnded(reason=reason))
        self.changed = True
        _log.info("%s: the visit ended, %s", visit.booth.id, reason.value)

    def requeue(self, channel: Channel, now_s: float) -> None:
        """The desk is lost: the visit goes to the front of the queue, with its first time."""
        visit = channel.visit
        self._part(channel, CloseReason.DESK_GONE, now_s)
        visit.first = True
        self.queue.add(visit)
        self.tell_place(visit, now_s)
        _log.info("%s: back in the queue, desk %d is gone", visit.booth.id, channel.desk.number)

    def pair(self, now_s: float) -> None:
        """The oldest visits to the desks with the fewest channels, as long as there are both."""
        for visit in list(self.queue):
            if visit.booth.client is None:
                continue
            desks = [
                desk
                for desk in self.desks.values()
                if desk.client is not None and desk.accepting and desk.free
            ]
            if not desks:
                return
            self.open_channel(visit, min(desks, key=lambda d: (len(d.channels), d.served_at_s)), now_s)

    def desk_of(self, officer: OfficerId, now_s: float) -> Desk | None:
        """The officer's desk, made as one that is away if it is not known yet; None for a stranger."""
        known = self._officers.get(officer)
        if officer not in self.desks and known is not None:
            number, plan = known
            self.desks[officer] = Desk(officer, plan.name, number, gone_at_s=now_s)
        return self.desks.get(officer)

    # ------------------------------------------------------------ inside

    def _join(self, channel: Channel) -> None:
        self.queue.remove(channel.visit)
        channel.visit.channel = channel
        channel.visit.told = None
        channel.visit.lease = ""
        channel.desk.channels[channel.id] = channel
        self.changed = True

    def _part(self, channel: Channel, reason: CloseReason, now_s: float) -> None:
        del channel.desk.channels[channel.id]
        channel.visit.channel = None
        channel.visit.lease = ""
        self.endings.record(channel.id, reason, now_s)
        self.tell(channel.desk, ChannelClosed(channel=channel.id, reason=reason))
        self.changed = True

    def _desks_present(self) -> tuple[int, int]:
        """How many desks are connected, and how many channels they have together."""
        present = [desk for desk in self.desks.values() if desk.client is not None]
        return len(present), sum(desk.capacity for desk in present)

    def _standing(self, place: int, desks: int, channels: int) -> Standing:
        estimate_s = round(place * self.plan.service_s / channels) if channels else 0
        return Standing(place, float(estimate_s), desks)

    def _info(self, booth: Booth, now_s: float) -> BoothInfo:
        shown: tuple[BoothPresence, str] = (booth.presence, booth.code)
        if shown != booth.shown:
            booth.shown, booth.shown_since = shown, now_s
        presence, code = shown
        return BoothInfo(
            booth=booth.id,
            number=booth.number,
            presence=presence,
            code=code,
            since=booth.shown_since,
            help_since=booth.help_since,
        )

    def _booth_lease(self, visit: Visit, now_s: float) -> str:
        """Signed once and kept until the visit changes: a long queue is told its places often."""
        if not visit.lease or now_s >= visit.lease_until_s:
            visit.lease = self._leases.issue(Holder.BOOTH, self._lease(visit, now_s))
            visit.lease_until_s = now_s + RENEW_LEASE_S
        return visit.lease

    def _lease(self, visit: Visit, now_s: float) -> Lease:
        channel = visit.channel
        return Lease(
            visit=visit.id,
            booth=visit.booth.id,
            language=visit.language,
            consent=visit.consent,
            queued_at=visit.queued_at,
            issued_at=now_s,
            first=visit.first,
            channel=ChannelId("") if channel is None else channel.id,
            officer=OfficerId("") if channel is None else channel.desk.officer,
            started_at=0.0 if channel is None else channel.started_at,
            help_since=visit.booth.help_since,
        )
