"""The desk machine: the first document that wants a look opens by itself, and takes nobody's place."""

from __future__ import annotations

from channel.wire.documents import Outcome, Verdict
from channel.wire.ids import DocumentId
from cso_console.core import events, intents
from cso_console.core.casework import ShownDocument
from tests.cso_console.core.builders import Bench, channel_of
from tests.cso_console.core.papers import (
    BACK,
    FAMILY,
    FOCUS_2,
    FRONT,
    OPENED_AT,
    at_work,
    case,
    decided,
    picture,
)

FOCUS_1 = intents.FocusSeat(1)
ACCEPTED = decided("id_card", Verdict.ACCEPTED)


def shown(bench: Bench) -> ShownDocument | None:
    return bench.case().shown


def lies_open(bench: Bench) -> DocumentId | None:
    document = shown(bench)
    return None if document is None else document.document.document


def test_the_first_that_waits_opens_as_soon_as_it_is_there() -> None:
    bench = Bench().log_in().serve(1)
    bench.hear_case(case(1))
    assert shown(bench) is None
    bench.hear_case(case(1, FRONT))
    document = shown(bench)
    assert document is not None
    assert (document.document, document.item, document.unasked) == (FRONT, "id_card", True)


def test_it_opens_when_its_booth_comes_into_focus_and_what_was_decided_does_not() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.hear_case(case(2, FRONT, BACK, FAMILY, decisions=(ACCEPTED,)))
    bench.tell(FOCUS_2)
    assert lies_open(bench) == FAMILY.document


def test_nothing_opens_where_everything_was_looked_at_or_decided() -> None:
    bench = at_work(1, 2)
    family = decided("family_card", Verdict.ACCEPTED)
    bench.hear_case(case(2, FRONT, BACK, FAMILY, decisions=(ACCEPTED, family)))
    bench.tell(FOCUS_2)
    assert shown(bench) is None
    bench.hear_case(case(2, FRONT, BACK, FAMILY, outcome=Outcome.COMPLETE))
    assert shown(bench) is None


def test_what_the_officer_looks_at_stays_whatever_arrives() -> None:
    bench = at_work(1)
    bench.tell(intents.ShowDocument(FAMILY.document))
    bench.hear_case(case(1, FRONT, BACK, FAMILY, picture("tax_card", at=OPENED_AT + 5.0)))
    assert lies_open(bench) == FAMILY.document
    bench.hear_case(case(1, FRONT, BACK, FAMILY, decisions=(decided("family_card", Verdict.ACCEPTED),)))
    assert lies_open(bench) == FAMILY.document, "also when it was decided on"
    document = shown(bench)
    assert document is not None
    assert not document.unasked


def test_a_booth_that_comes_back_into_focus_shows_what_is_new_in_it() -> None:
    bench = at_work(1, 2)
    bench.tell(intents.ShowDocument(BACK.document), FOCUS_2)
    bench.hear_case(case(1, FRONT, BACK, FAMILY, decisions=(ACCEPTED,)))
    bench.tell(FOCUS_1)
    assert lies_open(bench) == FAMILY.document


def test_but_what_still_waits_there_lies_as_it_lay() -> None:
    bench = at_work(1, 2)
    bench.tell(intents.ShowDocument(BACK.document), FOCUS_2)
    bench.hear_case(case(1, FRONT, BACK, FAMILY, picture("tax_card", at=OPENED_AT + 5.0)))
    bench.tell(FOCUS_1)
    assert lies_open(bench) == BACK.document


def test_and_papers_that_are_compared_lie_as_they_lay() -> None:
    bench = at_work(1, 2)
    bench.tell(
        intents.ShowDocument(FRONT.document), intents.ShowDocument(BACK.document, beside=True), FOCUS_2
    )
    bench.hear_case(case(1, FRONT, BACK, FAMILY, decisions=(ACCEPTED,)))
    bench.tell(FOCUS_1)
    assert lies_open(bench) == FRONT.document


def test_nothing_opens_while_a_decision_is_unsaved() -> None:
    bench = Bench().log_in().serve(1)
    bench.hear_case(case(1))
    bench.tell(intents.BeginOutcome(Outcome.REJECTED))
    bench.hear_case(case(1, FRONT))
    assert shown(bench) is None
    bench.tell(intents.DropDraft())
    assert lies_open(bench) == FRONT.document, "the control: then it does"


def test_nothing_opens_while_the_person_is_in_doubt() -> None:
    bench = Bench().log_in().serve(1)
    bench.hear_case(case(1))
    bench.tell(events.LinkChanged(channel_of(1), alive=False))
    bench.later(14.0)
    bench.tell(events.LinkChanged(channel_of(1), alive=True))
    bench.hear_case(case(1, FRONT))
    assert shown(bench) is None
    bench.tell(intents.ConfirmSamePerson())
    bench.answer()
    assert lies_open(bench) == FRONT.document, "the control: then it does"


def test_a_take_that_replaces_a_refused_one_opens_when_nothing_lies_there() -> None:
    bench = Bench().log_in().serve(1, 2)
    retake = decided("id_card", Verdict.RETAKE, at=OPENED_AT + 60.0)
    bench.hear_case(case(2, FRONT, BACK, decisions=(retake,)))
    bench.tell(FOCUS_2)
    assert shown(bench) is None
    again = picture(at=OPENED_AT + 90.0)
    bench.hear_case(case(2, FRONT, BACK, again, decisions=(retake,)))
    assert lies_open(bench) == again.document
