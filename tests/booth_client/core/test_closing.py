from __future__ import annotations

import pytest

from booth_client.config import Times
from booth_client.core import events
from booth_client.core.commands import FollowCase, PrintSlip, Wipe
from booth_client.core.pages import Printing
from booth_client.core.snapshot import Ending, Language, Question, Screen
from channel.rules.slip import Role
from channel.wire.documents import Outcome
from channel.wire.messages import CloseReason, EndVisit, RateVisit, VisitEnded
from tests.booth_client.core.builders import assigned, sent, spoken
from tests.booth_client.core.participant import GOOD, NIK, Participant, pages_kept, retake


def test_the_summary_says_what_was_handed_in_decided_and_is_to_be_brought() -> None:
    booth = Participant().decided(Outcome.INCOMPLETE, reason="Kurang KK")
    summary = booth.seen().pages.summary
    assert summary is not None
    assert (summary.outcome, summary.reason) == ("incomplete", "Kurang KK")
    assert [text.en for text in summary.handed_in] == ["id_card (en)", "member_card (en)", "portrait (en)"]
    assert [text.id for text in summary.bring] == ["Kartu Keluarga"]


def test_what_the_server_has_not_got_was_not_handed_in() -> None:
    booth = Participant().all_taken()
    front = next(one for one in booth.kept if one.kind == "id_card")
    booth.tell(events.DocumentSeen(front.picture, events.Fate.REFUSED))
    booth.progress(retake("member_card"), outcome=Outcome.INCOMPLETE)
    summary = booth.seen().pages.summary
    assert summary is not None
    assert [text.en for text in summary.handed_in] == ["portrait (en)"]


def test_the_decision_comes_up_from_any_page() -> None:
    booth = Participant().at_documents()
    booth.touch(events.GoOn)
    booth.progress(outcome=Outcome.REJECTED, reason="Bukan peserta")
    assert booth.screen() is Screen.SUMMARY
    assert booth.watched is None


def test_whoever_does_not_sign_gets_the_slip_all_the_same() -> None:
    booth = Participant().decided()
    orders = booth.tell(events.DoWithoutSigning())
    assert booth.screen() is Screen.SLIP
    assert [type(order) for order in orders if isinstance(order, PrintSlip)] == [PrintSlip]


def test_the_slip_has_the_reference_and_nobodys_number() -> None:
    booth = Participant().decided(Outcome.INCOMPLETE)
    booth.tell(events.Sign(b"png"))
    page = booth.seen().pages.slip
    assert page is not None
    lines = {line.role: line.text for line in page.slip}
    assert lines[Role.REFERENCE] == "JHT-4K7P-2T"
    assert (lines[Role.CLAIM], lines[Role.BRING]) == ("Jaminan Hari Tua", "Kartu Keluarga")
    assert (page.printing, page.originals) == (Printing.PRINTING, 2)
    assert NIK not in repr(page)


def test_the_slip_speaks_the_language_of_the_screen_and_is_printed_again_when_asked() -> None:
    booth = Participant().decided()
    booth.tell(events.Sign(b"png"))
    booth.tell(events.PrinterSeen(Printing.PRINTED))
    booth.tell(events.ChooseLanguage(Language.ENGLISH))
    page = booth.seen().pages.slip
    assert page is not None
    assert page.printing is Printing.PRINTED
    orders = booth.tell(events.PrintAgain())
    assert [order.slip for order in orders if isinstance(order, PrintSlip)] == [page.slip]
    assert "Old-age savings" in {line.text for line in page.slip}


@pytest.mark.parametrize("has_printer", [True, False])
def test_nobody_is_told_to_take_a_paper_that_does_not_come(has_printer: bool) -> None:
    booth = Participant(has_printer=has_printer).decided()
    assert spoken(booth.tell(events.Sign(b"png"))) == ["slip" if has_printer else "slip_photo"]
    booth.tell(events.PrinterSeen(Printing.PRINTING if has_printer else Printing.NO_PRINTER))
    assert spoken(booth.tell(events.RepeatVoice())) == ["slip" if has_printer else "slip_photo"]
    booth.tell(events.PrinterSeen(Printing.FAILED))
    assert spoken(booth.tell(events.RepeatVoice())) == ["slip_photo"]


def test_a_rating_is_told_once_and_ends_the_visit() -> None:
    booth = Participant().decided()
    booth.tell(events.DoWithoutSigning())
    booth.touch(events.GoOn)
    assert booth.screen() is Screen.RATING
    told = sent(booth.tell(events.Rate(2)))
    assert told.index(RateVisit(score=2)) < told.index(EndVisit())
    assert (booth.screen(), booth.seen().ending) == (Screen.ENDED, Ending.FINISHED)
    assert sent(booth.tell(events.Rate(4))) == []


def test_the_rating_may_be_left_out() -> None:
    booth = Participant().decided()
    booth.tell(events.DoWithoutSigning())
    booth.touch(events.GoOn)
    told = sent(booth.tell(events.Finish()))
    assert EndVisit() in told
    assert not any(isinstance(one, RateVisit) for one in told)
    assert booth.screen() is Screen.ENDED


def test_a_visit_that_the_officer_ends_after_the_decision_still_gets_its_slip() -> None:
    booth = Participant().decided()
    booth.hear(VisitEnded(reason=CloseReason.DESK_ENDED))
    assert booth.screen() is Screen.SUMMARY
    assert booth.machine.lease == ""
    assert not booth.machine.in_visit
    booth.tell(events.Sign(b"png"))
    booth.touch(events.GoOn)
    assert sent(booth.tell(events.Rate(4))) == [RateVisit(score=4)]
    assert booth.screen() is Screen.ENDED


@pytest.mark.parametrize("leaves", [True, False])
def test_the_last_screen_knows_what_was_photographed_and_leads_nowhere(leaves: bool) -> None:
    booth = Participant().all_taken()
    if leaves:
        booth.tell(events.Finish())
        booth.tell(events.AnswerQuestion(True))
    else:
        booth.hear(VisitEnded(reason=CloseReason.DESK_ENDED))
    pages = booth.seen().pages
    assert [paper.pictures for paper in pages.papers] == [2, 1, 1]
    assert not pages.can_go_back
    for intent in (events.GoBack(), events.TakePaper("id_card"), events.GoOn):
        booth.touch(intent)
    assert (booth.screen(), booth.watched) == (Screen.ENDED, None)


def test_a_decision_that_comes_just_after_the_end_is_shown() -> None:
    booth = Participant().all_taken()
    booth.hear(VisitEnded(reason=CloseReason.DESK_ENDED))
    assert (booth.screen(), booth.watched) == (Screen.ENDED, None)
    booth.progress(outcome=Outcome.COMPLETE)
    assert booth.screen() is Screen.SUMMARY


def test_a_visit_that_ends_undecided_keeps_what_was_answered() -> None:
    booth = Participant().at_claim()
    booth.tell(events.ChooseClaim("jht"))
    booth.tell(events.ChooseAnswer("yes"))
    assert booth.facts[-1].facts.answers == {}
    booth.hear(VisitEnded(reason=CloseReason.DESK_ENDED))
    assert booth.facts[-1].facts.answers == {"left": "yes"}
    assert booth.screen() is Screen.ENDED


def test_finish_on_a_page_asks_and_a_decided_visit_that_is_left_is_over() -> None:
    booth = Participant().decided()
    booth.tell(events.Finish())
    assert (booth.seen().question, booth.screen()) == (Question.END, Screen.SUMMARY)
    booth.tell(events.AnswerQuestion(True))
    assert booth.screen() is Screen.ENDED
    assert booth.all_orders.count(FollowCase("")) == 1


def test_finish_on_a_page_of_somebody_who_waits_asks_whether_to_end() -> None:
    booth = Participant().waits()
    booth.tell(events.Finish())
    assert booth.seen().question is Question.END
    booth.hear(assigned())
    assert booth.seen().question is Question.END
    assert EndVisit() in sent(booth.tell(events.AnswerQuestion(True)))


# ---------------------------------------------------------------- nobody there


def test_an_untouched_page_asks_then_saves_ends_and_wipes() -> None:
    booth = Participant(Times(idle_s=30, answer_s=10)).at_claim()
    booth.tell(events.ChooseClaim("jht"))
    booth.tell(events.ChooseAnswer("yes"))
    booth.wait(30.2)
    assert booth.seen().question is Question.STILL_HERE
    orders = booth.wait(10.2)
    assert booth.facts[-1].facts.answers == {"left": "yes"}
    assert EndVisit() in sent(orders)
    assert Wipe() in orders
    assert booth.screen() is Screen.READY


def test_an_untouched_summary_is_wiped_when_the_visit_is_over() -> None:
    booth = Participant(Times(idle_s=30, answer_s=10)).decided()
    booth.hear(VisitEnded(reason=CloseReason.DESK_ENDED))
    booth.wait(41)
    assert booth.screen() is Screen.READY
    assert booth.all_orders.count(FollowCase("")) == 1


def test_nobody_is_idle_who_talks_with_the_officer() -> None:
    booth = Participant(Times(idle_s=30, answer_s=10)).at_nik()
    booth.wait(30.2)
    assert booth.seen().question is Question.STILL_HERE
    booth.desk(talk=True, listen=True)
    booth.wait(60)
    assert (booth.seen().question, booth.screen()) == (None, Screen.NIK)


def test_nobody_is_idle_who_lays_papers_down() -> None:
    booth = Participant(Times(idle_s=30, answer_s=10)).at_documents(left="yes")
    booth.touch(events.GoOn)
    booth.stills_good = False
    for _ in range(4):
        booth.wait(15)
        booth.lay()
    assert booth.seen().question is None


def test_whoever_waits_is_not_idle() -> None:
    booth = Participant(Times(idle_s=30)).at_claim()
    booth.tell(events.ChooseClaim("question"))
    booth.wait(200)
    assert (booth.screen(), booth.seen().question) == (Screen.PARKED, None)


def test_the_decision_after_a_long_wait_is_not_asked_away_at_once() -> None:
    booth = Participant(Times(idle_s=30)).at_claim()
    booth.tell(events.ChooseClaim("question"))
    booth.wait(200)
    booth.progress(outcome=Outcome.PASSED_ON)
    booth.wait(20)
    assert (booth.screen(), booth.seen().question) == (Screen.SUMMARY, None)


def test_help_on_a_page_calls_the_officer_and_leaves_the_page() -> None:
    booth = Participant().at_nik()
    assert spoken(booth.tell(events.AskForHelp())) == ["help_sent"]
    assert booth.screen() is Screen.NIK


def test_a_card_left_before_the_camera_keeps_no_visit_alive() -> None:
    booth = Participant(Times(idle_s=20, answer_s=10)).photographs()
    booth.frames(GOOD, 3)
    assert pages_kept(booth, "id_card") == [1]
    booth.frames(GOOD, 21)
    assert booth.seen().question is Question.STILL_HERE
    booth.frames(GOOD, 11)
    assert booth.screen() is Screen.READY
