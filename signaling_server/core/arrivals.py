"""Booths and desks that come, go, come back, are replaced, or return to a server that has forgotten them.

Responsible for: welcomes, departures, leases given back, and who waits for whom after a restart.
Not for: credentials (checked before), nor what is said in between (``hub``).

A restart is nothing special here: whoever comes first with a lease of a channel brings the channel back with
the other end *away*, and the ordinary grace period gives that other end time to come too.
"""

from __future__ import annotations

import logging

from channel.wire.messages import (
    BoothHello,
    BoothWelcome,
    ChannelBoothPresence,
    ChannelClosed,
    CloseReason,
    DeskHello,
    DeskPresence,
    DeskWelcome,
    Replaced,
    VisitEnded,
)
from signaling_server.core.branch import Branch
from signaling_server.core.leases import Holder, Lease, LeaseError, Leases
from signaling_server.core.records import Booth, Channel, ClientId, Deliver, Desk

_log = logging.getLogger(__name__)


class Arrivals:
    """The door of one branch. ``server`` is the software's name and version, as told to the clients."""

    def __init__(self, branch: Branch, leases: Leases, server: str, now_s: float) -> None:
        self._branch = branch
        self._leases = leases
        self._server = server
        self._recovery_ends_s = now_s + branch.plan.recovery_s
        self._restarted = False

    # ------------------------------------------------------------ restart

    def recovering(self, now_s: float) -> bool:
        """True while some who waited before a restart may not be back: nobody is paired out of turn."""
        if not self._restarted or now_s >= self._recovery_ends_s:
            return False
        return any(booth.client is None for booth in self._branch.booths.values())

    def pass_time(self, now_s: float) -> None:
        if self._restarted and not self.recovering(now_s):
            self._restarted = False
            self._branch.changed = True

    # ------------------------------------------------------------ booths

    def welcome_booth(self, client: ClientId, booth: Booth, hello: BoothHello, now_s: float) -> None:
        lease = self._read(Holder.BOOTH, hello.lease, now_s, booth.id)
        if lease is not None and lease.booth != booth.id:
            _log.warning("%s: a lease is ignored: it is another booth's", booth.id)
            lease = None
        forgotten = CloseReason.BOOTH_GONE if booth.client is None else CloseReason.REPLACED
        self._replace(booth, booth.id)
        if booth.visit is not None and (lease is None or lease.visit != booth.visit.id):
            # The booth knows nothing of its visit: its program is a new one, or another machine took over.
            booth.client = None
            self._branch.end_visit(booth.visit, forgotten, now_s)
        booth.client = client
        booth.condition = None
        self._branch.changed = True
        plan = self._branch.plan
        welcome = BoothWelcome(
            server=self._server,
            number=booth.number,
            branch=plan.name,
            grace_s=plan.booth_grace_s,
            now=now_s,
        )
        self._branch.tell(booth, welcome)
        if lease is not None:
            self._take_up_visit(booth, lease, now_s)
        elif hello.lease:
            self._branch.tell(booth, VisitEnded(reason=CloseReason.BOOTH_GONE))
        _log.info("%s: joined%s", booth.id, ", its visit goes on" if booth.visit is not None else "")

    def lose_booth(self, booth: Booth, now_s: float) -> None:
        booth.client = None
        booth.condition = None
        booth.code = ""
        booth.gone_at_s = now_s
        self._branch.changed = True
        if booth.visit is None:
            booth.help_since = 0.0
        elif booth.visit.channel is not None:
            absent = ChannelBoothPresence(channel=booth.visit.channel.id, present=False)
            self._branch.tell(booth.visit.channel.desk, absent)
        _log.info("%s: left%s", booth.id, ", its visit is kept" if booth.visit is not None else "")

    def _take_up_visit(self, booth: Booth, lease: Lease, now_s: float) -> None:
        ended = self._branch.endings.reason(lease.visit)
        if ended is not None:
            self._branch.tell(booth, VisitEnded(reason=ended))
            return
        visit = booth.visit
        if visit is None:
            self._note_restart(now_s)
            visit = self._branch.restore_visit(booth, lease)
            channel = self._branch.restore_channel(visit, lease, now_s) if lease.channel else None
            if channel is not None:
                self._branch.tell_opened(channel, now_s)
        elif visit.channel is not None:
            present = ChannelBoothPresence(channel=visit.channel.id, present=True)
            self._branch.tell(visit.channel.desk, present)
        if visit.channel is not None:
            self._branch.tell_assigned(visit.channel, now_s)
        else:
            self._branch.tell_place(visit, now_s)

    # ------------------------------------------------------------ desks

    def welcome_desk(
        self, client: ClientId, desk: Desk, hello: DeskHello, session: str, now_s: float
    ) -> None:
        was_away = desk.client is None
        self._replace(desk, f"desk {desk.number}")
        desk.client = client
        desk.accepting = hello.accepting
        desk.capacity = hello.capacity
        self._branch.changed = True
        plan = self._branch.plan
        welcome = DeskWelcome(
            server=self._server,
            officer_name=desk.name,
            branch=plan.name,
            session=session,
            grace_s=plan.desk_grace_s,
            now=now_s,
        )
        self._branch.tell(desk, welcome)
        for channel in sorted(desk.channels.values(), key=lambda c: c.started_at)[desk.capacity :]:
            self._branch.requeue(channel, now_s)
        for channel in desk.channels.values():
            self._branch.tell_opened(channel, now_s)
            if was_away:
                self._branch.tell(channel.visit.booth, DeskPresence(present=True))
        for slip in hello.leases:
            lease = self._read(Holder.DESK, slip, now_s, f"desk {desk.number}")
            if lease is not None:
                self._take_up_channel(desk, lease, now_s)
        # The first branch state after the welcome ends the list of channels, so it is never held back.
        self._branch.tell(desk, self._branch.state(now_s))
        _log.info("desk %d: joined, %d of %d channels", desk.number, len(desk.channels), desk.capacity)

    def lose_desk(self, desk: Desk, now_s: float) -> None:
        desk.client = None
        desk.gone_at_s = now_s
        self._branch.changed = True
        for channel in desk.channels.values():
            self._branch.tell(channel.visit.booth, DeskPresence(present=False))
        if not desk.channels:
            del self._branch.desks[desk.officer]
        _log.info("desk %d: left, %d channels are kept", desk.number, len(desk.channels))

    def _take_up_channel(self, desk: Desk, lease: Lease, now_s: float) -> None:
        """A channel that the desk says it holds: its own still, ended meanwhile, or from before a restart."""
        if lease.officer != desk.officer or not lease.channel:
            _log.warning("desk %d: a lease is ignored: it is another desk's", desk.number)
            return
        if lease.channel in desk.channels:
            return
        endings = self._branch.endings
        outcome = endings.reason(lease.channel) or endings.reason(lease.visit) or self._restore(lease, now_s)
        if isinstance(outcome, CloseReason):
            self._branch.tell(desk, ChannelClosed(channel=lease.channel, reason=outcome))
            return
        self._note_restart(now_s)
        self._branch.tell_opened(outcome, now_s)
        if outcome.visit.booth.client is not None:
            self._branch.tell_assigned(outcome, now_s)

    def _restore(self, lease: Lease, now_s: float) -> Channel | CloseReason:
        """The channel of a desk's lease, brought back, or why it cannot be."""
        booth = self._branch.booths.get(lease.booth)
        if booth is None:
            return CloseReason.BOOTH_GONE
        visit = booth.visit
        if visit is None and booth.client is None:
            booth.gone_at_s = now_s
            visit = self._branch.restore_visit(booth, lease)
        if visit is None or visit.id != lease.visit:
            return CloseReason.BOOTH_GONE
        restored = None if visit.channel is not None else self._branch.restore_channel(visit, lease, now_s)
        return restored or CloseReason.DESK_GONE

    # ------------------------------------------------------------ both

    def _replace(self, whom: Booth | Desk, name: str) -> None:
        """Part with the connection that had this identity until now."""
        if whom.client is not None:
            self._branch.outbox.append(Deliver(whom.client, Replaced(), close=True))
            _log.warning("%s: replaced by a second connection", name)

    def _read(self, holder: Holder, slip: str, now_s: float, name: str) -> Lease | None:
        if not slip:
            return None
        try:
            return self._leases.read(holder, slip, now_s)
        except LeaseError as error:
            _log.warning("%s: a lease is ignored: %s", name, error)
            return None

    def _note_restart(self, now_s: float) -> None:
        """Somebody came back with what only an earlier process can have given out."""
        self._restarted = now_s < self._recovery_ends_s
