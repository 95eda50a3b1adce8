"""A visit machine with a clock of its own, and short words for what happens to it.

Responsible for: arranging. Not for: asserting.
"""

from __future__ import annotations

from typing import Any

from booth_client.config import Times
from booth_client.core.closing import Paperwork
from booth_client.core.commands import Command, OpenChannel, Play, Send
from booth_client.core.events import (
    AnswerQuestion,
    ChooseClaim,
    ClaimsSeen,
    Decide,
    DeskSeen,
    Event,
    Finish,
    GatesSeen,
    GoOn,
    Intent,
    LastPage,
    Link,
    LinkSeen,
    ServerSaid,
    SkipPaper,
    Start,
    Tick,
    TypeNumber,
)
from booth_client.core.snapshot import Device, Language, Screen, Snapshot
from booth_client.core.visit import VisitMachine
from channel.core.gates import BoothGates
from channel.rules.claims import Text
from channel.rules.kpj import KpjForm
from channel.wire.claims import ClaimOffered, ClaimsOffered
from channel.wire.control import DeskState
from channel.wire.ids import Epoch, VisitId
from channel.wire.messages import BoothAssigned, BoothQueued, BoothWelcome, FromBooth, ToBooth

VISIT = VisitId("v" * 22)
QUESTION = ClaimOffered(
    claim="question",
    name=Text("Bertanya", "To ask"),
    sentence=Text("Saya ingin bertanya", "I want to ask"),
    rules_version="",
    rule=None,
)
Button = type[GoOn] | type[SkipPaper] | type[LastPage]
UNIX_S = 1_700_000_000.0


class Booth:
    """Attribute ``now_s`` moves only by ``wait``; ``orders`` are the commands of the last event."""

    def __init__(self, times: Times | None = None, *, has_printer: bool = True) -> None:
        self.times = times or Times()
        self.now_s = 100.0
        self.orders: list[Command] = []
        self.machine = VisitMachine(
            self.times,
            Language.INDONESIAN,
            frozenset({Device.MICROPHONE, Device.SPEAKER}),
            "text-1",
            Paperwork(KpjForm(), Text("Telepon 021 555", "Call 021 555"), has_printer=has_printer),
        )

    def tell(self, event: Event) -> list[Command]:
        self.orders = self.machine.handle(event, self.now_s)
        return self.orders

    def hear(self, message: ToBooth) -> list[Command]:
        return self.tell(ServerSaid(message))

    def touch(self, what: Intent | Button) -> list[Command]:
        """A person touches what is shown, and the intent says which page or paper that is."""
        return self.tell(self._filled(what))

    def _filled(self, what: Intent | Button) -> Intent:
        if not isinstance(what, type):
            return what
        shown = self.seen()
        if issubclass(what, GoOn):
            return GoOn(shown.screen)
        return what("" if shown.pages.capture is None else shown.pages.capture.item)

    def wait(self, seconds: float) -> list[Command]:
        """Time passes in ticks of 200 ms; gives all commands of that time."""
        orders: list[Command] = []
        for _ in range(round(seconds * 5)):
            self.now_s += 0.2
            orders += self.machine.handle(Tick(), self.now_s)
        self.orders = orders
        return orders

    def seen(self) -> Snapshot:
        return self.machine.snapshot(self.now_s)

    def screen(self) -> Screen:
        return self.seen().screen

    # ------------------------------------------------------------ stations of a visit

    def ready(self) -> Booth:
        self.hear(welcome())
        return self

    def consent(self) -> Booth:
        self.ready().tell(Start())
        return self

    def calling(self, agreed: bool = True) -> Booth:
        self.consent().tell(Decide(agreed))
        return self

    def waiting(self, place: int = 2) -> Booth:
        self.calling().hear(queued(place))
        return self.rest()

    def assigned(self, agreed: bool = True) -> Booth:
        self.calling(agreed).hear(assigned())
        return self.rest() if agreed else self

    def rest(self) -> Booth:
        """On the way there is nothing left to do: somebody who only wants to ask something."""
        self.tell(ClaimsSeen(ClaimsOffered(visit=VISIT, claims=(QUESTION,))))
        for intent in (TypeNumber(), GoOn, GoOn, ChooseClaim("question")):
            self.touch(intent)
        return self

    def in_call(self, agreed: bool = True, **desk: Any) -> Booth:
        """Assigned, link up, and the console's first state: parked unless ``desk`` says more."""
        self.assigned(agreed)
        self.tell(LinkSeen(Link.UP))
        self.desk(**desk)
        return self

    def desk(self, **state: Any) -> list[Command]:
        """The console's state, and gates that obey it."""
        self.tell(DeskSeen(desk_state(**state)))
        first = self.orders
        open_ = not state.get("hold", False)
        gates = BoothGates(
            microphone=open_ and state.get("listen", False), camera=open_ and state.get("see", False)
        )
        return [*first, *self.tell(GatesSeen(gates))]

    def ended(self) -> Booth:
        self.in_call().tell(Finish())
        self.tell(AnswerQuestion(True))
        return self


def desk_state(**state: Any) -> DeskState:
    return DeskState(epoch=Epoch(1), seq=1, heard_seq=0, **state)


def welcome() -> BoothWelcome:
    return BoothWelcome(server="test", number=2, branch="Cabang", grace_s=30.0, now=UNIX_S)


def queued(
    place: int = 2, *, estimate_s: float = 360.0, visit: VisitId = VISIT, desks: int = 1
) -> BoothQueued:
    return BoothQueued(
        visit=visit, place=place, estimate_s=estimate_s, queued_at=UNIX_S, desks=desks, lease="lease-q"
    )


def assigned(*, started_at: float = UNIX_S, officer: str = "Sari", visit: VisitId = VISIT) -> BoothAssigned:
    return BoothAssigned(visit=visit, officer_name=officer, started_at=started_at, lease="lease-a")


def sent(orders: list[Command]) -> list[FromBooth]:
    return [order.message for order in orders if isinstance(order, Send)]


def spoken(orders: list[Command]) -> list[str]:
    return [order.prompt.value for order in orders if isinstance(order, Play)]


def opened(orders: list[Command]) -> list[OpenChannel]:
    return [order for order in orders if isinstance(order, OpenChannel)]
