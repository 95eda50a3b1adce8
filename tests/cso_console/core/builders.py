"""A desk, messages for it, and what it orders: the arrangement of the desk's tests."""

from __future__ import annotations

from channel.core.gates import DeskGates
from channel.settings.tables import Server
from channel.wire.documents import (
    CaseState,
    CaseWithdrawn,
    DeskRequest,
    Recorded,
    RequestRefusal,
    RequestRefused,
)
from channel.wire.ids import BoothId, ChannelId, Epoch, OfficerId, VisitId
from channel.wire.messages import (
    BoothInfo,
    BoothPresence,
    BranchState,
    ChannelClosed,
    ChannelOpened,
    CloseReason,
    DeskWelcome,
    FromDesk,
    ToDesk,
    WaitingVisit,
)
from channel.wire.undecided import UndecidedCases
from cso_console.config import Audio, ConsoleConfig
from cso_console.core import events, intents
from cso_console.core.casework import CaseView, Draft
from cso_console.core.commands import ApplyGates, Attend, Command, Record, Send
from cso_console.core.desk import Desk
from cso_console.core.events import Event
from cso_console.core.snapshot import DeskSnapshot, Tile

UNIX_S = 1_800_000_000.0
"""The server's time when the desk's clock shows 0."""


def config(capacity: int = 6, audio: Audio | None = None) -> ConsoleConfig:
    return ConsoleConfig(server=Server(url="ws://127.0.0.1:1"), capacity=capacity, audio=audio or Audio())


def channel_of(number: int) -> ChannelId:
    return ChannelId(f"channel-{number}")


def info(number: int, presence: BoothPresence = BoothPresence.FREE, code: str = "") -> BoothInfo:
    return BoothInfo(
        booth=BoothId(f"booth-{number}"), number=number, presence=presence, code=code, since=UNIX_S
    )


def waiting(number: int, queued_at: float = UNIX_S, help_since: float = 0.0) -> WaitingVisit:
    return WaitingVisit(
        visit=VisitId(f"visit-{number}"),
        booth=BoothId(f"booth-{number}"),
        number=number,
        queued_at=queued_at,
        help_since=help_since,
    )


def opened(
    number: int,
    consent: bool = True,
    help_since: float = 0.0,
    channel: ChannelId | None = None,
    lease: str = "",
    epoch: int = 0,
    served_before: bool = False,
) -> ChannelOpened:
    return ChannelOpened(
        channel=channel or channel_of(number),
        visit=VisitId(f"visit-{number}"),
        booth=BoothId(f"booth-{number}"),
        number=number,
        language="id",
        consent=consent,
        queued_at=UNIX_S - 40.0,
        started_at=UNIX_S,
        help_since=help_since,
        booth_present=True,
        lease=lease or f"lease-{number}",
        epoch=Epoch(epoch),
        served_before=served_before,
    )


def welcome(now_s: float = 0.0) -> DeskWelcome:
    return DeskWelcome(
        server="1",
        officer_name="Sari",
        branch="Cabang Teladan",
        session="session",
        grace_s=30.0,
        now=UNIX_S + now_s,
    )


class Bench:
    """A desk at work: tell it events, move its clock, look at its orders and its snapshot."""

    def __init__(self, capacity: int = 6, audio: Audio | None = None) -> None:
        self.desk = Desk(config(capacity, audio))
        self.now_s = 0.0
        self.ordered: list[Command] = []
        """What the last ``tell`` ordered."""
        self.gates: dict[ChannelId, DeskGates] = {}
        """What each channel was last told to open."""
        self.attended: ChannelId | None = None
        self.records: list[DeskRequest] = []
        """Everything that was to be recorded so far."""

    def tell(self, *happenings: Event) -> list[Command]:
        self.ordered = [command for event in happenings for command in self.desk.handle(event, self.now_s)]
        for command in self.ordered:
            if isinstance(command, ApplyGates):
                self.gates[command.channel] = command.gates
            if isinstance(command, Attend):
                self.attended = command.channel
            if isinstance(command, Record):
                self.records.append(command.request)
        return self.ordered

    def hear(self, *messages: ToDesk) -> list[Command]:
        return self.tell(*(events.ServerSaid(message) for message in messages))

    def later(self, seconds: float) -> list[Command]:
        self.now_s += seconds
        return self.tell(events.Ticked())

    def log_in(self) -> Bench:
        self.tell(intents.LogIn(OfficerId("sari"), "secret"))
        self.hear(
            welcome(self.now_s),
            BranchState(booths=tuple(info(number) for number in range(1, 7)), waiting=()),
        )
        return self

    def serve(self, *numbers: int) -> Bench:
        """Channels opened and up."""
        for number in numbers:
            self.hear(opened(number))
            self.tell(events.LinkChanged(channel_of(number), alive=True))
        return self

    def hear_case(
        self, *messages: CaseState | CaseWithdrawn | Recorded | RequestRefused | UndecidedCases
    ) -> list[Command]:
        return self.tell(*(events.CaseSaid(message) for message in messages))

    def answer(self, refused: RequestRefusal | None = None) -> list[Command]:
        """The server records what was asked last, or refuses it."""
        request = self.records[-1].request
        if refused is not None:
            return self.hear_case(RequestRefused(request=request, reason=refused))
        return self.hear_case(Recorded(request=request))

    def close(self, number: int, reason: CloseReason = CloseReason.BOOTH_ENDED) -> list[Command]:
        return self.hear(ChannelClosed(channel=channel_of(number), reason=reason))

    def tap(self, seat: int) -> list[Command]:
        self.tell(intents.TalkPressed(seat))
        self.now_s += 0.1
        return self.tell(intents.TalkReleased(seat))

    @property
    def sent(self) -> list[FromDesk]:
        return [command.message for command in self.ordered if isinstance(command, Send)]

    def case(self) -> CaseView:
        """The case in focus."""
        assert self.snapshot.case is not None
        return self.snapshot.case

    def draft(self) -> Draft:
        draft = self.case().draft
        assert draft is not None
        return draft

    def locked(self) -> bool:
        return self.snapshot.focus_locked

    @property
    def snapshot(self) -> DeskSnapshot:
        """As it would be shown now."""
        assert self.desk.shown is not None
        return self.desk.shown

    def tile(self, seat: int) -> Tile:
        return self.snapshot.tiles[seat - 1]
