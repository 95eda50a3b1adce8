"""A participant on their way: a booth with its cameras, a claim with its papers, and the case at the server.

Responsible for: arranging; the world answers orders as the real one would. Not for: asserting.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

from booth_client.config import Times
from booth_client.core import events
from booth_client.core.capture import Corners, Finding, Flaw
from booth_client.core.commands import Command, Drop, Keep, KeepFacts, StopWatching, TakeStill, Watch, Wipe
from booth_client.core.events import Fate
from booth_client.core.pages import Capture, NumberProblem, NumberRemark, PaperState
from booth_client.core.photographing import TURN_S
from channel.rules.claims import (
    Answer,
    AnswerId,
    Case,
    ClaimKind,
    Document,
    DocumentId,
    Form,
    Given,
    Need,
    Question,
    QuestionId,
    Requirement,
    Rule,
    Text,
)
from channel.wire.claims import ClaimOffered, ClaimsOffered
from channel.wire.documents import CaseProgress, ItemDecided, Outcome, Verdict
from channel.wire.ids import VisitId
from tests.booth_client.core.builders import QUESTION, VISIT, Booth, queued

NIK = "3171234501900001"
HERE: Corners = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
GOOD = Finding(0.0, None, HERE, 300.0, 1.5)
EMPTY = Finding(0.0, Flaw.NOTHING)
FRAME_S = 0.1


def document(name: str, form: Form = Form.A4, **more: bool | int) -> Document:
    return Document(
        id=DocumentId(name),
        name=Text(f"{name} (id)", f"{name} (en)"),
        hint=None,
        form=form,
        front_and_back=bool(more.get("front_and_back", False)),
        several_pages=bool(more.get("several_pages", False)),
        pieces=int(more.get("pieces", 1)),
    )


def always() -> tuple[Case, ...]:
    return (Case(),)


def only(question: str, answer: str) -> tuple[Case, ...]:
    return (Case((Given(QuestionId(question), (AnswerId(answer),)),)),)


def question(name: str, when: tuple[Case, ...] | None = None) -> Question:
    answers = tuple(Answer(AnswerId(one), Text(one, one)) for one in ("yes", "no"))
    return Question(QuestionId(name), Text(name, name), answers, when or always())


ID_CARD = document("id_card", Form.CARD, front_and_back=True)
MEMBER_CARD = document("member_card", Form.CARD)
LETTER = document("letter", several_pages=True)
BOOK = document("book", Form.BOOKLET)
PORTRAIT = document("portrait", Form.PORTRAIT)
RULE = Rule(
    kind=ClaimKind.JHT,
    valid_from=datetime.date(2024, 1, 1),
    valid_until=None,
    source="test",
    questions=(question("left"), question("rich", only("left", "yes"))),
    requirements=(
        Requirement((ID_CARD,), Need.MANDATORY, always()),
        Requirement((MEMBER_CARD,), Need.MANDATORY, always()),
        Requirement((LETTER,), Need.IF_APPLICABLE, only("left", "yes")),
        Requirement((BOOK,), Need.IF_APPLICABLE, only("rich", "yes")),
        Requirement((PORTRAIT,), Need.MANDATORY, always()),
    ),
    notes=(),
)
JHT = ClaimOffered(
    claim="jht",
    name=Text("Jaminan Hari Tua", "Old-age savings"),
    sentence=Text("Saya berhenti bekerja", "I have stopped working"),
    rules_version=RULE.version,
    rule=RULE,
)


class Participant(Booth):
    """The cameras answer by themselves: a good still for each order, unless ``stills_good`` is false.

    ``watched``: the order that holds, ``held``: pictures in the runtime's memory, ``made``: how many there
    have been, ``deferred``: those that were kept when the lease came, ``requests``: what the console asks
    for now.
    """

    def __init__(self, times: Times | None = None, *, has_printer: bool = True) -> None:
        super().__init__(times, has_printer=has_printer)
        self.watched: Watch | None = None
        self.watches: list[Watch | StopWatching] = []
        self.held: set[str] = set()
        self.kept: list[Keep] = []
        self.dropped: list[str] = []
        self.facts: list[KeepFacts] = []
        self.all_orders: list[Command] = []
        self.stills_good = True
        self.answers_stills = True
        self.still_codes: tuple[str, ...] = ()
        self.unanswered: list[TakeStill] = []
        self.made = 0
        self._event: events.Event = events.Tick()
        self.requests: dict[str, bool | int | str] = {}
        self.deferred: list[Keep] = []

    # ------------------------------------------------------------ the runtime's part

    def tell(self, event: events.Event) -> list[Command]:
        orders = super().tell(event)
        told, self._event = list(orders), event
        for order in orders:
            told += self.perform(order)
        self.orders = told
        return told

    def perform(self, order: Command) -> list[Command]:
        self.all_orders.append(order)
        match order:
            case Watch():
                self.watched = order
                self.watches.append(order)
            case StopWatching():
                self.watched = None
                self.watches.append(order)
            case TakeStill():
                self.unanswered.append(order)
                if self.answers_stills:
                    return self.answer_still()
            case Keep(picture):
                assert picture in self.held
                self.held.discard(picture)
                self.kept.append(order)
                if isinstance(self._event, events.ServerSaid):
                    self.deferred.append(order)
            case Drop(picture):
                assert picture in self.held
                self.held.discard(picture)
                self.dropped.append(picture)
            case KeepFacts():
                self.facts.append(order)
            case Wipe():
                self.held.clear()
            case _:
                pass
        return []

    def answer_still(self) -> list[Command]:
        order = self.unanswered.pop(0)
        self.made += 1
        picture = f"picture-{self.made}"
        self.held.add(picture)
        finding = GOOD if self.stills_good else replace(GOOD, flaw=Flaw.GLARE)
        return self.tell(events.StillSeen(order.number, finding, picture, codes=self.still_codes))

    def wait(self, seconds: float) -> list[Command]:
        orders: list[Command] = []
        for _ in range(round(seconds * 5)):
            self.now_s += 0.2
            orders += self.tell(events.Tick())
        self.orders = orders
        return orders

    def ask(self, **more: bool | int | str) -> list[Command]:
        """The console's whole state once more, changed by ``more``."""
        self.requests |= more
        return self.desk(**self.requests)

    # ------------------------------------------------------------ before the cameras

    def frames(self, finding: Finding, seconds: float) -> list[Command]:
        """So long the camera sees this, whatever is watched."""
        orders: list[Command] = []
        for _ in range(round(seconds / FRAME_S)):
            self.now_s += FRAME_S
            if self.watched is not None and self.watched.shot is not None:
                orders += self.tell(events.FindingSeen(self.watched.number, finding))
            orders += self.tell(events.Tick())
        return orders

    def lay(self) -> list[Command]:
        """The next document is laid down, photographed, and taken away."""
        return [*self.frames(EMPTY, 0.2), *self.frames(GOOD, 1.0), *self.frames(EMPTY, 2.0)]

    # ------------------------------------------------------------ the server's part

    def offer(self, visit: VisitId = VISIT) -> None:
        self.tell(events.ClaimsSeen(ClaimsOffered(visit=visit, claims=(JHT, QUESTION))))

    def skip(self) -> list[Command]:
        """As somebody does who has seen which paper is asked for."""
        self.wait(TURN_S + 0.2)
        return self.touch(events.SkipPaper)

    def progress(self, *items: ItemDecided, outcome: Outcome = Outcome.NONE, **more: str) -> list[Command]:
        return self.tell(
            events.ProgressSeen(
                CaseProgress(
                    visit=VISIT,
                    reference="JHT-4K7P-2T",
                    items=items,
                    papers=None,
                    outcome=outcome,
                    reason=more.get("reason", ""),
                    bring=(Text("Kartu Keluarga", "Family card"),) if outcome is Outcome.INCOMPLETE else (),
                )
            )
        )

    def store(self, fate: Fate = Fate.STORED) -> None:
        for order in list(self.kept):
            self.tell(events.DocumentSeen(order.picture, fate))

    # ------------------------------------------------------------ stations of the way

    def agreed(self) -> Participant:
        self.calling()
        return self

    def rest(self) -> Participant:
        """Not by itself: the way begins with its first page."""
        return self

    def served(self) -> Participant:
        """An officer has the visit; nobody talks."""
        self.in_call()
        self.offer()
        return self

    def waits(self) -> Participant:
        self.agreed().hear(queued())
        self.offer()
        return self

    def type(self, text: str) -> None:
        for key in text:
            self.tell(events.PressKey(key))

    def at_nik(self) -> Participant:
        self.served().tell(events.TypeNumber())
        return self

    def at_claim(self) -> Participant:
        self.at_nik().type(NIK)
        self.touch(events.GoOn)
        self.touch(events.GoOn)
        return self

    def at_documents(self, left: str = "no") -> Participant:
        """Of a claim for id card, member card and portrait; ``left`` yes: and for the letter."""
        self.at_claim().tell(events.ChooseClaim("jht"))
        self.tell(events.ChooseAnswer(left))
        if left == "yes":
            self.tell(events.ChooseAnswer("no"))
        return self

    def photographs(self, left: str = "no") -> Participant:
        """On the first shot of the first paper."""
        self.at_documents(left).touch(events.GoOn)
        return self

    def all_taken(self) -> Participant:
        self.photographs()
        for _ in range(3):
            self.lay()
        self.wait(8)
        return self

    def decided(self, outcome: Outcome = Outcome.COMPLETE, **more: str) -> Participant:
        self.all_taken().touch(events.GoOn)
        self.store()
        self.progress(outcome=outcome, **more)
        return self

    # ------------------------------------------------------------ what is seen

    def number(self) -> tuple[str, NumberProblem | None, NumberRemark | None, bool]:
        """Typed, what is wrong and odd about it, whether it can be taken."""
        entry = self.seen().pages.number
        assert entry is not None
        return entry.typed, entry.problem, entry.remark, entry.may_go_on

    def capture(self) -> Capture:
        seen = self.seen().pages.capture
        assert seen is not None
        return seen

    def states(self) -> dict[str, PaperState]:
        return {paper.item: paper.state for paper in self.seen().pages.papers}


def retake(item: str, note: str = "Buram", document_: str = "") -> ItemDecided:
    return ItemDecided(item=item, verdict=Verdict.RETAKE, document=document_, note=note)


def pages_kept(booth: Participant, kind: str) -> list[int]:
    return [order.page for order in booth.kept if order.kind == kind]
