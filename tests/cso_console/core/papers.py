"""Cases of invented people as the server would tell them: the arrangement of the tests of casework."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from channel.rules.claims import (
    Checklist,
    Document,
    DocumentId,
    Form,
    Item,
    Need,
    Question,
    QuestionId,
    Text,
)
from channel.wire.claims import ClaimPapers
from channel.wire.documents import CaseFacts, CaseState, Decision, DocumentInfo, Outcome, Verdict
from channel.wire.ids import DocumentId as WireDocumentId
from channel.wire.ids import OfficerId, VisitId
from channel.wire.undecided import UndecidedCase, UndecidedCases
from cso_console.core import events, intents
from tests.cso_console.core.builders import Bench

NIK = "3171234501900001"
NAME = "ORANG UJI"
OPENED_AT = 1_800_000_000.0


def wanted(kind: str, need: Need = Need.MANDATORY, front_and_back: bool = False) -> Item:
    document = Document(
        id=DocumentId(kind),
        name=Text(kind.upper(), kind),
        hint=None,
        form=Form.CARD,
        front_and_back=front_and_back,
        several_pages=False,
        pieces=1,
    )
    return Item((document,), need, ())


ITEMS = (
    wanted("id_card", front_and_back=True),
    wanted("family_card"),
    wanted("tax_card", Need.IF_APPLICABLE),
)
OPEN_QUESTION = Question(QuestionId("large_balance"), Text("Saldo besar?", "A large balance?"), (), ())


def picture(
    kind: str = "id_card", page: int = 1, at: float = OPENED_AT, step: str = "call", take: int = 0
) -> DocumentInfo:
    name = hashlib.sha256(f"{kind} {page} {at} {take}".encode()).hexdigest()[:21] + "A"
    return DocumentInfo(
        document=WireDocumentId(name),
        kind=kind,
        page=page,
        media_type="image/jpeg",
        size=1000,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        captured_at=at,
        stored_at=at,
        step=step,
    )


def decided(item: str, verdict: Verdict, at: float = OPENED_AT + 60.0, note: str = "") -> Decision:
    return Decision(
        item=item, verdict=verdict, document="", note=note, officer=OfficerId("sari"), decided_at=at
    )


def case(
    number: int,
    *documents: DocumentInfo,
    items: tuple[Item, ...] | None = ITEMS,
    decisions: tuple[Decision, ...] = (),
    identity: Mapping[str, str] | None = None,
    outcome: Outcome = Outcome.NONE,
    to_ask: tuple[Question, ...] = (),
    claim: str = "jht",
) -> CaseState:
    """Of the visit in this booth. ``items`` None: nobody has written down what the claim needs; what is
    missing follows plainly from documents and waivers, as at the server."""
    waived = {
        one.item for one in decisions if one.verdict in (Verdict.ACCEPTED_WITH_NOTE, Verdict.NOT_APPLICABLE)
    }
    papers = None
    if items is not None:
        checklist = Checklist((), items, (), to_ask)
        handed_in = {DocumentId(one.kind) for one in documents}
        papers = ClaimPapers(
            rules_version="JHT test",
            checklist=checklist,
            completeness=checklist.completeness(handed_in, {DocumentId(item) for item in waived}),
        )
    return CaseState(
        visit=VisitId(f"visit-{number}"),
        reference=f"JHT-{number}",
        opened_at=OPENED_AT,
        facts=CaseFacts(
            claim=claim,
            rules_version="JHT test",
            consent_version="2026-11",
            language="id",
            identity={"nik": NIK, "name": NAME} if identity is None else dict(identity),
            answers={"large_balance": "no"},
        ),
        papers=papers,
        documents=documents,
        decisions=decisions,
        notes=(),
        earlier=(),
        outcome=outcome,
        reason="",
        bring=(),
        decided_at=0.0,
    )


def undecided(*numbers: int, ended_at: float = OPENED_AT + 600.0) -> UndecidedCases:
    """The server tells that the visits in these booths have ended so."""
    return UndecidedCases(
        cases=tuple(
            UndecidedCase(
                visit=VisitId(f"visit-{number}"),
                number=number,
                reference=f"JHT-{number}",
                claim="jht",
                opened_at=OPENED_AT,
                ended_at=ended_at,
            )
            for number in numbers
        )
    )


def empty_case(number: int) -> CaseState:
    """Nothing of the participant's is in it yet."""
    return CaseState(
        visit=VisitId(f"visit-{number}"),
        reference="",
        opened_at=OPENED_AT,
        facts=None,
        papers=None,
        documents=(),
        decisions=(),
        notes=(),
        earlier=(),
        outcome=Outcome.NONE,
        reason="",
        bring=(),
        decided_at=0.0,
    )


FRONT, BACK = picture(page=1), picture(page=2)
FAMILY = picture("family_card")
VISIT_1 = VisitId("visit-1")
FOCUS_2 = intents.FocusSeat(2)


def at_work(*numbers: int) -> Bench:
    """Booths served, the first one in focus, each with a case whose documents are all there."""
    bench = Bench().log_in().serve(*numbers)
    bench.tell(events.CasesConnected(online=True))
    for number in numbers:
        bench.hear_case(case(number, FRONT, BACK, FAMILY))
    return bench


def given(bench: Bench, outcome: Outcome, text: str = "", bring: tuple[str, ...] = ()) -> None:
    bench.tell(
        intents.BeginOutcome(outcome),
        intents.WriteDraft(text, bring),
        intents.LookAgain(),
        intents.GiveOutcome(),
    )
