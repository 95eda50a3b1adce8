"""The desk machine: verdicts, outcome, and what counts as saved."""

from __future__ import annotations

from channel.wire.documents import (
    AddNote,
    CaseWithdrawn,
    DecideItem,
    DecideOutcome,
    Outcome,
    RequestRefusal,
    RequestRefused,
    Verdict,
)
from channel.wire.ids import VisitId
from cso_console.core import events, intents
from cso_console.core.casework import PaperState
from tests.cso_console.core.papers import (
    BACK,
    FAMILY,
    FOCUS_2,
    FRONT,
    OPEN_QUESTION,
    VISIT_1,
    at_work,
    case,
    decided,
    given,
    picture,
)

# ---------------------------------------------------------------- verdicts


def test_a_plain_verdict_is_recorded_at_once_and_locks_nothing() -> None:
    bench = at_work(1, 2)
    bench.tell(intents.ShowDocument(BACK.document), intents.GiveVerdict("id_card", Verdict.ACCEPTED))
    (said,) = bench.records
    assert isinstance(said, DecideItem)
    assert (said.visit, said.item, said.verdict) == (VISIT_1, "id_card", Verdict.ACCEPTED)
    assert said.document == BACK.document, "the one that the officer looks at"
    assert bench.case().rows[0].saving
    assert bench.case().rows[0].state is PaperState.NEW, "not recorded yet"
    assert not bench.locked()
    bench.answer()
    assert not bench.case().rows[0].saving
    bench.hear_case(case(1, FRONT, BACK, decisions=(decided("id_card", Verdict.ACCEPTED),)))
    assert bench.case().rows[0].state is PaperState.ACCEPTED


def test_a_verdict_given_twice_is_asked_once() -> None:
    bench = at_work(1)
    accept = intents.GiveVerdict("id_card", Verdict.ACCEPTED)
    bench.tell(accept, accept)
    assert len(bench.records) == 1


def test_what_was_meant_for_one_case_is_never_said_of_another() -> None:
    bench = at_work(1, 2)
    sayings: tuple[intents.Casework, ...] = (
        intents.GiveVerdict("id_card", Verdict.ACCEPTED),
        intents.EnterReading("id_card", "nik", "3171"),
        intents.AskDocument("family_card"),
        intents.AskPicture(),
        intents.BeginOutcome(Outcome.REJECTED),
    )
    before = bench.tell(FOCUS_2) and bench.case()
    assert bench.tell(*(intents.OfCase(VISIT_1, said) for said in sayings)) == []
    assert (bench.records, bench.case()) == ([], before)
    visit_2 = VisitId("visit-2")
    bench.tell(intents.OfCase(visit_2, sayings[0]))
    assert [said.visit for said in bench.records] == [visit_2]


def test_a_note_is_recorded_for_the_case_that_it_was_written_for() -> None:
    """The focus moved between the look and Enter."""
    bench = at_work(1, 2)
    bench.tell(FOCUS_2, intents.OfCase(VISIT_1, intents.AddNote("dilihat")))
    (said,) = bench.records
    assert isinstance(said, AddNote)
    assert (said.visit, said.text) == (VISIT_1, "dilihat")
    bench.tell(intents.OfCase(VisitId("visit-9"), intents.AddNote("dilihat")))
    assert len(bench.records) == 1


def test_notes_that_cannot_be_recorded_come_back_until_they_are_written_again() -> None:
    bench = at_work(1)
    bench.tell(intents.AddNote("Paspor menyusul"), intents.AddNote("Alamat lama"))
    assert bench.case().notes_back == ()
    for asked in bench.records:
        bench.hear_case(RequestRefused(request=asked.request, reason=RequestRefusal.NOT_YOURS))
    first, second = bench.case().notes_back
    assert (first.text, second.text) == ("Paspor menyusul", "Alamat lama")
    assert "Paspor" not in repr(bench.case())
    bench.tell(intents.AddNote("Lain"))
    assert bench.case().notes_back == (first, second), "it was written beside them"
    bench.answer()
    bench.tell(intents.AddNote("Paspor menyusul", first))
    assert bench.case().notes_back == (second,)
    bench.answer(RequestRefusal.NOT_YOURS)
    assert [back.text for back in bench.case().notes_back] == ["Alamat lama", "Paspor menyusul"]
    assert first not in bench.case().notes_back, "the same words, and yet another one"
    before = len(bench.records)
    bench.tell(intents.AddNote("", second))
    assert len(bench.records) == before, "the officer can do without it"
    (last,) = bench.case().notes_back
    bench.tell(intents.AddNote(last.text, last))
    bench.answer()
    assert bench.case().notes_back == ()


def test_a_note_comes_back_with_a_case_that_was_withdrawn_for_a_moment() -> None:
    """As by a server that has just begun anew and does not know yet whose the visit is."""
    bench = at_work(1)
    bench.tell(events.CaseSaid(CaseWithdrawn(visit=VISIT_1)), intents.AddNote("Paspor menyusul"))
    assert bench.records == []
    bench.hear_case(case(1, FRONT, BACK))
    (back,) = bench.case().notes_back
    assert back.text == "Paspor menyusul"
    bench.tell(events.CaseSaid(CaseWithdrawn(visit=VISIT_1)))
    bench.hear_case(case(1, FRONT, BACK))
    assert bench.case().notes_back == (), "it was withdrawn with the case"


def test_a_verdict_on_something_that_is_no_item_is_none() -> None:
    bench = at_work(1)
    bench.tell(intents.GiveVerdict("passport", Verdict.ACCEPTED), intents.BeginVerdict("x", Verdict.RETAKE))
    assert bench.records == []
    assert bench.case().draft is None


def test_a_verdict_with_words_is_a_draft_until_it_is_recorded() -> None:
    bench = at_work(1, 2)
    bench.tell(intents.BeginVerdict("id_card", Verdict.RETAKE))
    assert bench.locked()
    bench.tell(intents.GiveVerdict("id_card", Verdict.RETAKE, "  "))
    assert bench.records == [], "a retake says why"
    bench.tell(intents.WriteDraft("Pantulan"), intents.GiveVerdict("id_card", Verdict.RETAKE, "Pantulan"))
    assert bench.draft().saving
    assert bench.locked(), "until it is recorded"
    bench.answer()
    assert bench.case().draft is None
    assert not bench.locked()


def test_the_focus_does_not_change_while_a_decision_is_unsaved() -> None:
    bench = at_work(1, 2)
    bench.tell(intents.BeginVerdict("id_card", Verdict.RETAKE))
    bench.tap(2)
    bench.tell(FOCUS_2)
    bench.tell(intents.FocusNext())
    assert bench.snapshot.focus == 1
    assert bench.snapshot.talking == (bench.tile(2),), "talking elsewhere still works"
    bench.tell(intents.DropDraft())
    bench.tell(FOCUS_2)
    assert bench.snapshot.focus == 2


def test_a_draft_with_words_is_not_replaced_by_another() -> None:
    bench = at_work(1)
    bench.tell(intents.BeginVerdict("id_card", Verdict.RETAKE), intents.WriteDraft("Buram"))
    bench.tell(intents.BeginVerdict("family_card", Verdict.RETAKE))
    assert (bench.draft().item, bench.draft().text) == ("id_card", "Buram")
    bench.tell(intents.BeginVerdict("id_card", Verdict.ACCEPTED_WITH_NOTE))
    assert (bench.draft().verdict, bench.draft().text) == (Verdict.ACCEPTED_WITH_NOTE, "Buram")


def test_a_refused_draft_says_why_and_can_be_given_again() -> None:
    bench = at_work(1)
    bench.tell(
        intents.BeginVerdict("id_card", Verdict.RETAKE),
        intents.GiveVerdict("id_card", Verdict.RETAKE, "Buram"),
    )
    bench.answer(RequestRefusal.CASE_FULL)
    assert (bench.draft().saving, bench.draft().refused) == (False, RequestRefusal.CASE_FULL)
    bench.tell(intents.GiveVerdict("id_card", Verdict.RETAKE, "Buram"))
    assert len(bench.records) == 2
    assert bench.draft().refused is None


def test_a_refused_plain_verdict_is_said_until_the_next_request() -> None:
    bench = at_work(1)
    bench.tell(intents.GiveVerdict("id_card", Verdict.ACCEPTED))
    bench.answer(RequestRefusal.NOT_YOURS)
    assert bench.case().refused is RequestRefusal.NOT_YOURS
    assert bench.case().saving == 0
    bench.tell(intents.AddNote("Paspor menyusul"))
    assert bench.case().refused is None
    assert isinstance(bench.records[-1], AddNote)


def test_a_request_waits_over_a_lost_connection_and_a_second_answer_changes_nothing() -> None:
    bench = at_work(1)
    bench.tell(intents.GiveVerdict("id_card", Verdict.ACCEPTED))
    bench.tell(events.CasesConnected(online=False))
    assert (bench.case().online, bench.case().saving) == (False, 1)
    bench.tell(events.CasesConnected(online=True))
    assert bench.case().saving == 1
    bench.answer()
    bench.answer()
    assert bench.case().saving == 0


def test_a_draft_that_waits_can_be_left_and_is_recorded_all_the_same() -> None:
    bench = at_work(1, 2)
    bench.tell(
        events.CasesConnected(online=False),
        intents.BeginVerdict("id_card", Verdict.RETAKE),
        intents.GiveVerdict("id_card", Verdict.RETAKE, "Buram"),
        intents.DropDraft(),
    )
    assert not bench.locked()
    assert bench.case().saving == 1
    bench.answer(RequestRefusal.DECIDED)
    assert (bench.case().saving, bench.case().refused) == (0, RequestRefusal.DECIDED)


# ---------------------------------------------------------------- outcome


def test_an_outcome_takes_a_second_look_and_is_final_when_recorded() -> None:
    bench = at_work(1)
    bench.tell(intents.BeginOutcome(Outcome.COMPLETE), intents.GiveOutcome())
    assert bench.records == [], "without a second look"
    bench.tell(intents.LookAgain())
    assert bench.draft().sure
    bench.tell(intents.GiveOutcome(), intents.GiveOutcome())
    (said,) = bench.records
    assert isinstance(said, DecideOutcome)
    assert said.outcome is Outcome.COMPLETE
    assert bench.case().outcome is Outcome.NONE, "not recorded yet"
    bench.answer()
    assert bench.case().outcome is Outcome.COMPLETE
    assert bench.case().draft is None
    bench.tell(intents.GiveVerdict("id_card", Verdict.ACCEPTED), intents.AddNote("Terlambat"))
    assert len(bench.records) == 1, "read only"


def test_a_case_that_changes_after_the_second_look_is_looked_at_once_more() -> None:
    bench = at_work(1)
    bench.tell(intents.BeginOutcome(Outcome.COMPLETE), intents.LookAgain())
    bench.hear_case(case(1, FRONT, BACK, FAMILY, picture("passport")))
    bench.tell(intents.GiveOutcome())
    assert bench.records == []


def test_words_that_change_after_the_second_look_are_looked_at_once_more() -> None:
    bench = at_work(1)
    bench.tell(intents.BeginOutcome(Outcome.REJECTED), intents.WriteDraft("Bukan peserta"))
    bench.tell(intents.LookAgain(), intents.WriteDraft("Bukan"), intents.GiveOutcome())
    assert bench.records == []


def test_complete_is_not_to_be_had_while_something_is_missing() -> None:
    bench = at_work(1)
    bench.hear_case(case(1, FRONT, BACK))
    assert bench.case().missing == 1
    given(bench, Outcome.COMPLETE)
    assert bench.records == []
    given(bench, Outcome.INCOMPLETE, bring=("Surat kuasa", " "))
    (said,) = bench.records
    assert isinstance(said, DecideOutcome)
    assert (said.outcome, said.bring) == (Outcome.INCOMPLETE, ("Surat kuasa",))


def test_complete_with_open_questions_says_why() -> None:
    bench = at_work(1)
    bench.hear_case(case(1, FRONT, BACK, FAMILY, to_ask=(OPEN_QUESTION,)))
    assert bench.case().to_ask == (OPEN_QUESTION.text,)
    given(bench, Outcome.COMPLETE)
    assert bench.records == []
    given(bench, Outcome.COMPLETE, "Saldo diperiksa petugas")
    assert len(bench.records) == 1


def test_rejected_and_passed_on_say_why() -> None:
    for outcome in (Outcome.REJECTED, Outcome.PASSED_ON):
        bench = at_work(1)
        given(bench, outcome)
        assert bench.records == []
        given(bench, outcome, "Bukan peserta")
        assert len(bench.records) == 1


def test_an_outcome_that_the_server_does_not_take_comes_back_as_a_draft() -> None:
    bench = at_work(1)
    given(bench, Outcome.COMPLETE)
    bench.answer(RequestRefusal.NOT_COMPLETE)
    draft = bench.draft()
    assert (draft.saving, draft.sure, draft.refused) == (False, False, RequestRefusal.NOT_COMPLETE)
    assert bench.locked()
