"""The heart of the server: a pure machine from a client's message to what is delivered to whom.

Responsible for: who may say what, and relaying between the two ends of a channel. Not for: coming and going
(``arrivals``), what becomes of a visit (``branch``), authentication, limits, sockets, clocks (``runtime``).

``handle(client, message, now_s)``, ``leave(client, now_s)`` and ``tick(now_s)`` return the orders that
follow. ``now_s`` is Unix time that never goes back. A booth's message can reach nothing but its own channel's
desk: it names no addressee, and the hub looks only at the visit of the booth that the connection belongs to.
A desk's message names one of *its* channels or is refused.
"""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Callable
from typing import assert_never

from channel.wire.ids import ChannelId, VisitId
from channel.wire.messages import (
    Answer,
    AnswerForDesk,
    AskHelp,
    AskRebuild,
    BoothCondition,
    BoothHello,
    BoothPresence,
    BoothReport,
    ChannelHelp,
    CloseReason,
    DeskAccepting,
    DeskHello,
    EndChannel,
    EndVisit,
    ErrorCode,
    FromBooth,
    FromDesk,
    Goodbye,
    HelpNoted,
    HelpSeen,
    LinkReport,
    Offer,
    OfferForBooth,
    PickVisit,
    RateVisit,
    RebuildForDesk,
    Refused,
    StartVisit,
)
from signaling_server.core.arrivals import Arrivals
from signaling_server.core.branch import Branch
from signaling_server.core.leases import Leases
from signaling_server.core.records import Booth, BranchPlan, Channel, ClientId, Deliver, Desk, Visit

_log = logging.getLogger(__name__)

BROADCAST_S = 0.1
"""The state of the branch is sent at once when it changes, but not more often than this."""
TICK_S = 1.0
REPORT_COUNTS_S = 15.0
"""A desk reports each link every 5 s; what it said longer ago is not known any more."""


def random_id() -> str:
    """128 random bits in 22 characters."""
    return secrets.token_urlsafe(16)


class Hub:
    """One branch. ``server`` is the software's name and version, as told to the clients."""

    def __init__(
        self,
        plan: BranchPlan,
        leases: Leases,
        server: str,
        now_s: float,
        new_id: Callable[[], str] = random_id,
    ) -> None:
        self._plan = plan
        self._branch = Branch(plan, leases, new_id)
        self._arrivals = Arrivals(self._branch, leases, server, now_s)
        self._clients: dict[ClientId, Booth | Desk] = {}
        self._next_broadcast_s = now_s

    @property
    def branch(self) -> Branch:
        """The state, for reading."""
        return self._branch

    # ------------------------------------------------------------ in and out

    def handle(
        self, client: ClientId, message: FromBooth | FromDesk, now_s: float, session: str = ""
    ) -> list[Deliver]:
        """A client's message. A hello makes the client known: its credentials have been checked before.

        ``session`` comes with an officer's hello: the slip that replaces the password from now on.
        """
        whom = self._clients.get(client)
        if whom is None:
            self._welcome(client, message, session, now_s)
        elif whom.client != client:
            return []  # replaced: what was still on its way counts for nothing
        elif isinstance(message, BoothHello | DeskHello):
            self._refuse(client, ErrorCode.OUT_OF_PLACE, "hello was said already", fatal=True)
        elif isinstance(whom, Booth):
            self._from_booth(client, whom, message, now_s)
        else:
            self._from_desk(client, whom, message, now_s)
        return self._settle(now_s)

    def leave(self, client: ClientId, now_s: float) -> list[Deliver]:
        """The connection is gone, for whatever reason. Nothing follows if it had been replaced."""
        whom = self._clients.pop(client, None)
        if whom is None or whom.client != client:
            return []
        if isinstance(whom, Booth):
            self._arrivals.lose_booth(whom, now_s)
        else:
            self._arrivals.lose_desk(whom, now_s)
        return self._settle(now_s)

    def tick(self, now_s: float) -> list[Deliver]:
        """Grace periods and reminders; to be called at ``next_tick_s``."""
        for booth in self._branch.booths.values():
            away_s = now_s - booth.gone_at_s
            if booth.visit is not None and booth.client is None and away_s >= self._plan.booth_grace_s:
                self._branch.end_visit(booth.visit, CloseReason.BOOTH_GONE, now_s)
        for desk in list(self._branch.desks.values()):
            if desk.client is None and now_s - desk.gone_at_s >= self._plan.desk_grace_s:
                for channel in list(desk.channels.values()):
                    self._branch.requeue(channel, now_s)
                del self._branch.desks[desk.officer]
        self._arrivals.pass_time(now_s)
        self._branch.remind(now_s)
        return self._settle(now_s)

    def next_tick_s(self, now_s: float) -> float:
        """When ``tick`` is due, if nothing happens before."""
        due_s = now_s + TICK_S
        return min(due_s, self._next_broadcast_s) if self._branch.changed else due_s

    def farewell(self, retry_after_s: float) -> list[Deliver]:
        """The server ends: told to everybody, and every connection closed."""
        goodbye = Goodbye(retry_after_s=retry_after_s)
        return [
            Deliver(client, goodbye, close=True)
            for client, whom in self._clients.items()
            if whom.client == client
        ]

    def presences(self) -> Counter[BoothPresence]:
        """How many booths are in which state."""
        return Counter(booth.presence for booth in self._branch.booths.values())

    def visit(self, visit: VisitId) -> Visit | None:
        """The visit as it is at this moment; None when it does not go on."""
        booths = self._branch.booths.values()
        return next((one.visit for one in booths if one.visit is not None and one.visit.id == visit), None)

    def visits(self) -> frozenset[VisitId]:
        """Those that go on at this moment."""
        booths = self._branch.booths.values()
        return frozenset(booth.visit.id for booth in booths if booth.visit is not None)

    def link_reports(self, now_s: float) -> list[LinkReport]:
        """What desks said lately of the links of their channels; a channel that is missing is not known."""
        channels = (channel for desk in self._branch.desks.values() for channel in desk.channels.values())
        return [
            channel.report
            for channel in channels
            if channel.report is not None and now_s - channel.reported_at_s < REPORT_COUNTS_S
        ]

    def _settle(self, now_s: float) -> list[Deliver]:
        """After every event: pair whom it made free, show the branch if it changed, hand the orders over."""
        if self._branch.changed:
            if not self._arrivals.recovering(now_s):
                self._branch.pair(now_s)
            if now_s >= self._next_broadcast_s:
                self._next_broadcast_s = now_s + BROADCAST_S
                self._branch.broadcast(now_s)
        orders, self._branch.outbox = self._branch.outbox, []
        return orders

    def _refuse(self, client: ClientId, code: ErrorCode, text: str, *, fatal: bool = False) -> None:
        self._branch.outbox.append(Deliver(client, Refused(code=code, text=text, fatal=fatal), close=fatal))

    def _welcome(self, client: ClientId, hello: FromBooth | FromDesk, session: str, now_s: float) -> None:
        match hello:
            case BoothHello():
                booth = self._branch.booths.get(hello.booth)
                if booth is not None:
                    self._clients[client] = booth
                    self._arrivals.welcome_booth(client, booth, hello, now_s)
                    return
            case DeskHello():
                desk = self._branch.desk_of(hello.officer, now_s)
                if desk is not None:
                    self._clients[client] = desk
                    self._arrivals.welcome_desk(client, desk, hello, session, now_s)
                    return
            case _:
                pass
        self._refuse(client, ErrorCode.UNAUTHENTICATED, "not one of this branch's clients", fatal=True)

    # ------------------------------------------------------------ what a booth says

    def _from_booth(
        self, client: ClientId, booth: Booth, message: FromBooth | FromDesk, now_s: float
    ) -> None:
        match message:
            case BoothReport(condition=condition, code=code):
                booth.condition, booth.code = condition, code
                self._branch.changed = True
            case StartVisit(language=language, consent=consent):
                if booth.visit is not None:
                    self._refuse(client, ErrorCode.OUT_OF_PLACE, "a visit goes on already")
                elif booth.condition not in (None, BoothCondition.READY):
                    self._refuse(
                        client, ErrorCode.OUT_OF_PLACE, "the booth has reported that it is not ready"
                    )
                else:
                    self._branch.begin_visit(booth, language, consent, now_s)
            case EndVisit():
                if booth.visit is None:
                    self._refuse(client, ErrorCode.NO_SUCH_VISIT, "no visit goes on")
                else:
                    faulty = booth.condition is BoothCondition.FAULT
                    reason = CloseReason.BOOTH_FAULT if faulty else CloseReason.BOOTH_ENDED
                    self._branch.end_visit(booth.visit, reason, now_s)
            case AskHelp(wanted=wanted):
                self._ask_help(booth, wanted, now_s)
            case RateVisit(score=score):
                if booth.unrated:
                    booth.unrated = False
                    self._branch.ratings[score] += 1
                else:
                    self._refuse(client, ErrorCode.OUT_OF_PLACE, "no visit is to be rated, or it was already")
            case Answer() | AskRebuild():
                self._relay_to_desk(client, booth, message)
            case _:
                self._refuse(client, ErrorCode.OUT_OF_PLACE, "booths do not say this", fatal=True)

    def _ask_help(self, booth: Booth, wanted: bool, now_s: float) -> None:
        booth.help_since = (booth.help_since or now_s) if wanted else 0.0
        self._branch.changed = True
        if booth.visit is not None:
            booth.visit.lease = ""
            if booth.visit.channel is not None:
                channel = booth.visit.channel
                self._branch.tell(channel.desk, ChannelHelp(channel=channel.id, since=booth.help_since))

    def _relay_to_desk(self, client: ClientId, booth: Booth, message: Answer | AskRebuild) -> None:
        channel = None if booth.visit is None else booth.visit.channel
        if channel is None:
            self._refuse(client, ErrorCode.NO_SUCH_CHANNEL, "no channel is open")
            return
        # After a restart no offer has come through here yet: the ends know their epoch, the server does not.
        known = channel.epoch > 0
        match message:
            case Answer(epoch=epoch) | AskRebuild(epoch=epoch) if epoch < channel.epoch:
                self._refuse(client, ErrorCode.STALE_EPOCH, f"the channel is at epoch {channel.epoch}")
            case Answer(epoch=epoch) if known and epoch > channel.epoch:
                self._refuse(client, ErrorCode.STALE_EPOCH, f"epoch {epoch} has not been offered")
            case Answer(epoch=epoch, sdp=sdp):
                self._branch.tell(channel.desk, AnswerForDesk(channel=channel.id, epoch=epoch, sdp=sdp))
            case AskRebuild(epoch=epoch):
                self._branch.tell(channel.desk, RebuildForDesk(channel=channel.id, epoch=epoch))
            case _:
                assert_never(message)

    # ------------------------------------------------------------ what a desk says

    def _from_desk(self, client: ClientId, desk: Desk, message: FromBooth | FromDesk, now_s: float) -> None:
        match message:
            case DeskAccepting(accepting=accepting):
                desk.accepting = accepting
                self._branch.changed = True
            case PickVisit(visit=visit):
                waiting = self._branch.queue.find(visit)
                if waiting is None:
                    self._refuse(client, ErrorCode.NO_SUCH_VISIT, "this visit does not wait any more")
                elif desk.free == 0:
                    self._refuse(client, ErrorCode.DESK_FULL, "every channel of this desk is taken")
                else:
                    self._branch.open_channel(waiting, desk, now_s)
            case Offer(channel=of, epoch=epoch, sdp=sdp):
                channel = self._channel(client, desk, of)
                if channel is not None and epoch <= channel.epoch:
                    text = f"the channel is at epoch {channel.epoch}, an offer needs a higher one"
                    self._refuse(client, ErrorCode.STALE_EPOCH, text)
                elif channel is not None:
                    self._relay_offer(channel, OfferForBooth(epoch=epoch, sdp=sdp))
            case HelpSeen(channel=of):
                channel = self._channel(client, desk, of)
                if channel is not None:
                    self._branch.tell(channel.visit.booth, HelpNoted())
            case LinkReport(channel=of):
                channel = self._channel(client, desk, of)
                if channel is not None:
                    channel.report, channel.reported_at_s = message, now_s
            case EndChannel(channel=of):
                channel = self._channel(client, desk, of)
                if channel is not None:
                    self._branch.end_visit(channel.visit, CloseReason.DESK_ENDED, now_s)
            case _:
                self._refuse(client, ErrorCode.OUT_OF_PLACE, "desks do not say this", fatal=True)

    def _relay_offer(self, channel: Channel, offer: OfferForBooth) -> None:
        channel.epoch = offer.epoch
        channel.unseen_offer = None if channel.visit.booth.client is not None else offer
        self._branch.tell(channel.visit.booth, offer)

    def _channel(self, client: ClientId, desk: Desk, channel: ChannelId) -> Channel | None:
        """The desk's own channel of this name; anybody else's is refused as if it did not exist."""
        known = desk.channels.get(channel)
        if known is None:
            self._refuse(client, ErrorCode.NO_SUCH_CHANNEL, "not a channel of this desk")
        return known
