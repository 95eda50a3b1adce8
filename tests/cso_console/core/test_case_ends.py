"""The desk machine: the end of a visit whose case is before the officer, and what its booth is asked for."""

from __future__ import annotations

import msgspec

from channel.core.guidance import OfficerRequest
from channel.wire.documents import (
    CaseWithdrawn,
    Outcome,
    Verdict,
)
from channel.wire.ids import VisitId
from channel.wire.messages import EndChannel
from cso_console.core import events, intents
from cso_console.core.commands import (
    AskBooth,
    ForgetDocuments,
    WatchCase,
)
from cso_console.core.snapshot import Ending
from tests.cso_console.core.builders import Bench, channel_of, opened
from tests.cso_console.core.papers import (
    BACK,
    FOCUS_2,
    FRONT,
    OPENED_AT,
    VISIT_1,
    at_work,
    case,
    given,
    picture,
)


def ending(bench: Bench) -> Ending | None:
    return bench.snapshot.ending


# ---------------------------------------------------------------- the end of a visit


def test_a_service_whose_case_has_no_outcome_is_ended_only_when_the_officer_is_sure() -> None:
    bench = at_work(1)
    bench.tell(intents.EndService(1))
    assert bench.sent == []
    assert ending(bench) == Ending(1, 1)
    bench.tell(intents.KeepService())
    assert ending(bench) is None
    bench.tell(intents.EndService(1), intents.EndService(1, sure=True))
    assert bench.sent == [EndChannel(channel=channel_of(1))]
    assert ending(bench) is None


def test_the_end_of_one_visit_is_not_that_of_the_next_on_its_seat() -> None:
    bench = at_work(1)
    bench.close(1)
    following = VisitId("visit-9")
    bench.hear(msgspec.structs.replace(opened(1, channel=channel_of(9)), visit=following))
    assert bench.tile(1).visit == following
    bench.tell(intents.EndService(1, sure=True, visit=VISIT_1))
    assert bench.sent == []
    bench.tell(intents.EndService(1, sure=True, visit=following))
    assert bench.sent == [EndChannel(channel=channel_of(9))]


def test_a_decided_case_and_an_empty_one_end_without_a_question() -> None:
    bench = at_work(1)
    bench.hear_case(case(1, FRONT, outcome=Outcome.COMPLETE))
    bench.tell(intents.EndService(1))
    assert bench.sent == [EndChannel(channel=channel_of(1))]
    bench = Bench().log_in().serve(1)
    bench.tell(intents.EndService(1))
    assert bench.sent == [EndChannel(channel=channel_of(1))]


def test_a_question_about_an_end_goes_with_its_channel() -> None:
    bench = at_work(1)
    bench.tell(intents.EndService(1))
    bench.close(1)
    assert ending(bench) is None


def test_an_undecided_case_stays_after_its_visit_without_a_booth_in_focus() -> None:
    bench = at_work(1, 2)
    bench.close(1)
    assert bench.snapshot.focus is None, "no key reaches a booth by mistake"
    assert (bench.case().visit, bench.case().over) == (VISIT_1, True)
    somebody_else = msgspec.structs.replace(opened(1, channel=channel_of(9)), visit=VisitId("visit-9"))
    bench.hear(somebody_else)
    assert bench.snapshot.focus is None, "whoever sits down next does not come beside it"
    given(bench, Outcome.COMPLETE)
    bench.answer()
    bench.hear_case(CaseWithdrawn(visit=VISIT_1))
    assert (bench.case().withdrawn, bench.case().outcome) == (True, Outcome.COMPLETE)
    assert WatchCase(VISIT_1, watched=False) in bench.tell(intents.LeaveCase())
    assert bench.snapshot.case is None


def test_a_case_that_is_over_is_left_for_the_next_booth() -> None:
    bench = at_work(1, 2)
    bench.close(1)
    ordered = bench.tell(FOCUS_2)
    assert WatchCase(VISIT_1, watched=False) in ordered
    assert ForgetDocuments(VISIT_1) in ordered
    assert bench.case().number == 2


def test_a_draft_outlives_its_visit_and_keeps_the_focus_from_others() -> None:
    bench = at_work(1, 2)
    bench.tell(intents.BeginVerdict("id_card", Verdict.RETAKE))
    bench.close(1)
    bench.tell(FOCUS_2, intents.LeaveCase())
    assert bench.locked()
    assert bench.case().visit == VISIT_1
    bench.tell(intents.DropDraft(), FOCUS_2)
    assert bench.snapshot.focus == 2


def test_a_visit_that_comes_back_on_another_channel_goes_on_with_its_case() -> None:
    bench = at_work(1)
    bench.tell(intents.BeginVerdict("id_card", Verdict.RETAKE), intents.AskLook(wanted=True))
    assert WatchCase(VISIT_1) in bench.hear(opened(1, channel=channel_of(9)))
    assert bench.snapshot.focus == 1
    assert not bench.case().over
    assert not bench.case().looking, "the new channel was asked for nothing"


def test_a_withdrawn_case_is_shut_with_everything_that_was_begun() -> None:
    bench = at_work(1, 2)
    bench.tell(
        intents.ShowDocument(FRONT.document),
        intents.BeginVerdict("id_card", Verdict.RETAKE),
        intents.WriteDraft("Buram"),
    )
    assert ForgetDocuments(VISIT_1) in bench.hear_case(CaseWithdrawn(visit=VISIT_1))
    shut = bench.case()
    assert (shut.withdrawn, shut.known, shut.rows, shut.shown, shut.draft) == (True, False, (), None, None)
    assert not bench.locked()
    bench.tell(intents.GiveVerdict("id_card", Verdict.ACCEPTED))
    assert bench.records == []


def test_a_withdrawn_case_is_watched_again_when_its_channel_is_named_again() -> None:
    bench = at_work(1)
    bench.hear_case(CaseWithdrawn(visit=VISIT_1))
    assert WatchCase(VISIT_1) in bench.hear(opened(1))
    bench.hear_case(case(1, FRONT))
    assert not bench.case().withdrawn


def test_a_console_that_is_replaced_forgets_every_case() -> None:
    bench = at_work(1, 2)
    bench.tell(intents.BeginVerdict("id_card", Verdict.RETAKE))
    ordered = bench.tell(events.ServerRejected("replaced", replaced=True))
    assert {one.visit for one in ordered if isinstance(one, ForgetDocuments)} == {"visit-1", "visit-2"}
    assert bench.snapshot.case is None
    assert not bench.locked()


# ---------------------------------------------------------------- what the booth is asked for


def test_the_booth_is_asked_for_a_document_until_it_is_there() -> None:
    bench = at_work(1)
    bench.hear_case(case(1, FRONT, BACK))
    assert AskBooth(channel_of(1), OfficerRequest(wants="id_card")) in bench.tell(
        intents.AskDocument("id_card")
    )
    assert bench.case().rows[0].asked
    again = (picture(at=OPENED_AT + 9.0), picture(page=2, at=OPENED_AT + 9.0))
    bench.hear_case(case(1, FRONT, BACK, again[0]))
    assert bench.case().wants == "id_card", "its back is still to come"
    ordered = bench.hear_case(case(1, FRONT, BACK, *again))
    assert AskBooth(channel_of(1), OfficerRequest()) in ordered
    assert bench.case().wants == ""


def test_what_was_asked_for_can_be_taken_back() -> None:
    bench = at_work(1)
    bench.tell(intents.AskDocument("passport"), intents.AskLook(wanted=True))
    assert bench.ordered[-2] == AskBooth(channel_of(1), OfficerRequest(wants="passport", look=True))
    bench.tell(intents.AskDocument(""), intents.AskLook(wanted=False))
    assert AskBooth(channel_of(1), OfficerRequest()) in bench.ordered


def test_each_picture_asked_for_is_another_one() -> None:
    bench = at_work(1)
    bench.tell(intents.AskPicture(), intents.AskPicture())
    asked = [one.request.shoot for one in bench.ordered if isinstance(one, AskBooth)]
    assert asked == [1, 2]
