from __future__ import annotations

import gc
from types import FunctionType, ModuleType

import pytest

from booth_client.config import Times
from booth_client.core import events
from booth_client.core.commands import FollowCase, PrintSlip, Wipe
from booth_client.core.pages import NumberProblem, NumberRemark, PaperState, Printing
from booth_client.core.snapshot import Ending, Language, Question, Screen
from channel.rules.checked_number import BOOKING, TICKET, NumberForm
from channel.rules.slip import Role
from channel.wire.documents import Outcome
from channel.wire.documents_codec import encode_facts
from channel.wire.ids import VisitId
from channel.wire.messages import CloseReason, EndVisit, RateVisit, VisitEnded
from tests.booth_client.core.builders import VISIT, assigned, opened, queued, sent, spoken
from tests.booth_client.core.participant import NIK, Participant, pages_kept, retake


def number(booth: Participant) -> tuple[str, NumberProblem | None, NumberRemark | None, bool]:
    entry = booth.seen().pages.number
    assert entry is not None
    return entry.typed, entry.problem, entry.remark, entry.may_go_on


# ---------------------------------------------------------------- the whole way


def test_the_way_leads_from_consent_to_the_wiped_screen() -> None:
    booth = Participant(Times(wipe_s=5))
    seen = [booth.agreed().screen()]
    booth.hear(queued())
    booth.offer()
    way: tuple[events.Intent, ...] = (
        events.TypeNumber(),
        *map(events.PressKey, NIK),
        events.GoOn(),
        events.GoOn(),
        events.ChooseClaim("jht"),
        events.ChooseAnswer("no"),
        events.GoOn(),
    )
    for intent in way:
        booth.tell(intent)
        seen.append(booth.screen())
    for _ in range(3):
        booth.lay()
        seen.append(booth.screen())
    booth.wait(8)
    seen.append(booth.screen())
    booth.tell(events.GoOn())
    seen.append(booth.screen())
    booth.progress(outcome=Outcome.COMPLETE)
    for last in (events.Sign(b"png"), events.GoOn(), events.Rate(3)):
        seen.append(booth.screen())
        booth.tell(last)
    seen.append(booth.screen())
    booth.wait(6)
    seen.append(booth.screen())
    assert list(dict.fromkeys(seen)) == [
        Screen.IDENTITY,
        Screen.NIK,
        Screen.KPJ,
        Screen.CLAIM,
        Screen.CLAIM_QUESTION,
        Screen.DOCUMENTS,
        Screen.CAPTURE,
        Screen.WAITING,
        Screen.SUMMARY,
        Screen.SLIP,
        Screen.RATING,
        Screen.ENDED,
        Screen.READY,
    ]
    assert sorted((one.kind, one.page) for one in booth.kept) == [
        ("id_card", 1),
        ("id_card", 2),
        ("member_card", 1),
        ("portrait", 1),
    ]


def test_whoever_declines_has_no_pages_and_is_led_to_a_person() -> None:
    booth = Participant().calling(agreed=False)
    assert booth.screen() is Screen.CALLING
    booth.hear(assigned())
    assert booth.screen() is Screen.CALLING
    assert opened(booth.orders)[0].camera is False
    assert not booth.seen().pages.can_go_back


@pytest.mark.parametrize(
    "desk", [{}, {"see": True}, {"hold": True}, {"talk": True, "listen": True}, {"talk": True}]
)
def test_a_page_stays_whatever_the_officer_does(desk: dict[str, bool]) -> None:
    booth = Participant().at_nik()
    booth.desk(**desk)
    assert booth.screen() is Screen.NIK


def test_a_page_stays_without_the_officer_and_without_the_server() -> None:
    booth = Participant().at_nik()
    booth.tell(events.LinkSeen(events.Link.LOST))
    booth.tell(events.ServerLost())
    booth.type("31")
    assert (booth.screen(), number(booth)[0]) == (Screen.NIK, "31")


def test_an_announcement_lies_over_the_page_while_it_lasts() -> None:
    booth = Participant().at_nik()
    booth.desk(talk=True, all_call=True)
    assert booth.screen() is Screen.ANNOUNCEMENT
    booth.desk()
    assert booth.screen() is Screen.NIK


def test_each_page_is_spoken_of_once_and_again_when_asked() -> None:
    booth = Participant().served()
    assert spoken(booth.tell(events.TypeNumber())) == ["nik"]
    assert spoken(booth.wait(40)) == []
    assert spoken(booth.tell(events.RepeatVoice())) == ["nik"]


def test_nobody_is_nagged_on_a_page_and_everybody_gets_a_sign_of_life_when_waiting() -> None:
    booth = Participant(Times(idle_s=600, first_sign_s=6)).at_documents()
    assert spoken(booth.wait(100)) == []
    for _ in range(4):
        booth.tell(events.GoOn())
        if booth.screen() is Screen.CAPTURE:
            for _ in range(3):
                booth.tell(events.SkipPaper())
    assert booth.screen() is Screen.PARKED
    assert spoken(booth.wait(7)) == ["parked"]


# ---------------------------------------------------------------- who somebody is


@pytest.mark.parametrize("form", [TICKET, BOOKING])
def test_a_ticket_or_booking_leads_on_and_is_told_to_the_case(form: NumberForm) -> None:
    booth = Participant().served()
    ticket = form.make(lambda most: most - 1)
    booth.tell(events.CodesSeen(("something else", ticket)))
    assert booth.screen() is Screen.NIK
    for intent in (events.GoOn(), events.GoOn(), events.ChooseClaim("question")):
        booth.tell(intent)
    assert booth.facts[-1].facts.identity == {"ticket": ticket}


def test_a_code_that_is_no_ticket_is_said_to_be_none_for_a_while() -> None:
    booth = Participant().served()
    booth.tell(events.CodesSeen(("TKT-2222-222",)))
    assert booth.screen() is Screen.IDENTITY
    scan = booth.seen().pages.scan
    assert scan is not None
    assert scan.problem is NumberProblem.NOT_A_TICKET
    booth.wait(6)
    scan = booth.seen().pages.scan
    assert scan is not None
    assert scan.problem is None


def test_the_codes_of_a_member_card_fill_in_its_number() -> None:
    booth = Participant().served()
    booth.tell(events.CodesSeen(("1234567890A",)))
    assert booth.screen() is Screen.NIK
    booth.tell(events.GoOn())
    assert number(booth)[0] == "1234567890A"


def test_without_a_documents_camera_only_typing_is_offered() -> None:
    booth = Participant()
    booth.tell(events.EyeSeen(False))
    booth.served()
    scan = booth.seen().pages.scan
    assert scan is not None
    assert not scan.camera
    assert booth.watches == []


def test_a_nik_is_taken_whole_or_not_at_all_and_never_with_an_impossible_date() -> None:
    booth = Participant().at_nik()
    booth.type("3171")
    assert number(booth) == ("3171", None, None, False)
    booth.tell(events.GoOn())
    assert number(booth) == ("3171", NumberProblem.TOO_SHORT, None, False)
    booth.type("237201900001" + "9")
    assert number(booth) == ("3171237201900001", NumberProblem.IMPOSSIBLE_DATE, None, False)
    booth.tell(events.GoOn())
    assert booth.screen() is Screen.NIK


def test_a_nik_of_an_unknown_province_is_remarked_and_taken() -> None:
    booth = Participant().at_nik()
    booth.type("99" + NIK[2:])
    assert number(booth)[2:] == (NumberRemark.UNKNOWN_PROVINCE, True)
    booth.tell(events.GoOn())
    assert booth.screen() is Screen.KPJ


def test_whoever_has_no_nik_is_not_held_up() -> None:
    booth = Participant().at_nik()
    assert number(booth)[3]
    booth.tell(events.GoOn())
    assert booth.screen() is Screen.KPJ


def test_an_unusual_kpj_is_looked_at_once_more_and_then_taken() -> None:
    booth = Participant().at_nik()
    booth.tell(events.GoOn())
    booth.type("12AB")
    booth.tell(events.GoOn())
    assert (booth.screen(), number(booth)[2]) == (Screen.KPJ, NumberRemark.UNUSUAL_FORM)
    booth.tell(events.GoOn())
    assert booth.screen() is Screen.CLAIM


def test_a_number_is_covered_again_on_the_next_page() -> None:
    booth = Participant().at_nik()
    booth.tell(events.ShowNumber(True))
    entry = booth.seen().pages.number
    assert entry is not None
    assert entry.shown
    booth.tell(events.GoOn())
    entry = booth.seen().pages.number
    assert entry is not None
    assert not entry.shown


def test_what_was_typed_is_in_no_repr() -> None:
    booth = Participant().at_nik()
    booth.type(NIK)
    assert NIK not in repr(booth.seen())
    booth.tell(events.GoOn())
    booth.tell(events.GoOn())
    booth.tell(events.ChooseClaim("question"))
    assert booth.facts[-1].facts.identity["nik"] == NIK
    assert NIK not in repr(booth.all_orders)


# ---------------------------------------------------------------- what for


def test_without_the_claims_the_page_says_that_it_waits_for_them() -> None:
    booth = Participant()
    booth.in_call()
    for intent in (events.TypeNumber(), events.GoOn(), events.GoOn()):
        booth.tell(intent)
    assert booth.seen().pages.waits_for_rules
    booth.offer()
    assert not booth.seen().pages.waits_for_rules
    assert [one.claim for one in booth.seen().pages.claims] == ["jht", "question"]


def test_claims_of_another_visit_are_not_listened_to() -> None:
    booth = Participant()
    booth.in_call()
    booth.offer(VisitId("x" * 22))
    assert booth.seen().pages.waits_for_rules


def test_only_the_questions_that_matter_are_asked() -> None:
    booth = Participant().at_claim()
    booth.tell(events.ChooseClaim("jht"))
    first = booth.seen().pages.question
    assert first is not None
    assert (first.text.id, first.number, first.chosen) == ("left", 1, "")
    booth.tell(events.ChooseAnswer("yes"))
    second = booth.seen().pages.question
    assert second is not None
    assert (second.text.id, second.number) == ("rich", 2)
    booth.tell(events.ChooseAnswer("yes"))
    assert booth.screen() is Screen.DOCUMENTS
    kinds = [paper.item for paper in booth.seen().pages.papers]
    assert kinds == ["id_card", "member_card", "letter", "book", "portrait"]


def test_going_back_walks_through_the_questions_with_what_was_answered() -> None:
    booth = Participant().at_documents(left="yes")
    seen = []
    for _ in range(4):
        booth.tell(events.GoBack())
        asked = booth.seen().pages.question
        seen.append((booth.screen(), "" if asked is None else asked.chosen))
    assert seen == [
        (Screen.CLAIM_QUESTION, "no"),
        (Screen.CLAIM_QUESTION, "yes"),
        (Screen.CLAIM, ""),
        (Screen.KPJ, ""),
    ]
    for _ in range(2):
        booth.tell(events.GoOn())
    assert booth.screen() is Screen.DOCUMENTS


def test_a_question_needs_no_papers() -> None:
    booth = Participant().at_claim()
    booth.tell(events.ChooseClaim("question"))
    assert booth.screen() is Screen.PARKED
    booth.tell(events.GoBack())
    assert booth.screen() is Screen.CLAIM


# ---------------------------------------------------------------- the case


def test_the_facts_are_put_with_the_claim_and_again_when_all_is_answered() -> None:
    booth = Participant().at_claim()
    assert booth.facts == []
    booth.tell(events.ChooseClaim("jht"))
    assert [one.facts.answers for one in booth.facts] == [{}]
    booth.tell(events.ChooseAnswer("yes"))
    assert len(booth.facts) == 1
    booth.tell(events.ChooseAnswer("no"))
    facts = booth.facts[-1].facts
    assert (facts.claim, facts.answers, facts.identity) == (
        "jht",
        {"left": "yes", "rich": "no"},
        {"nik": NIK},
    )
    assert (facts.language, facts.consent_version) == ("id", "text-1")
    assert encode_facts(facts)


def test_facts_that_have_not_changed_are_not_put_again() -> None:
    booth = Participant().at_documents()
    count = len(booth.facts)
    booth.tell(events.GoBack())
    booth.tell(events.GoOn())
    booth.tell(events.ChooseLanguage(Language.ENGLISH))
    booth.wait(5)
    assert len(booth.facts) == count


def test_a_changed_number_is_told_to_the_case() -> None:
    booth = Participant().at_documents()
    for _ in range(3):
        booth.tell(events.GoBack())
    assert booth.screen() is Screen.KPJ
    booth.type("1234567890A")
    for _ in range(2):
        booth.tell(events.GoOn())
    assert booth.screen() is Screen.DOCUMENTS
    assert booth.facts[-1].facts.identity == {"nik": NIK, "kpj": "1234567890A"}


def test_what_is_done_before_there_is_a_lease_waits_for_it() -> None:
    booth = Participant().agreed()
    booth.tell(events.TypeNumber())
    booth.wait(5)
    assert (booth.kept, len(booth.held)) == ([], 1)
    orders = booth.hear(queued())
    assert FollowCase("lease-q") in orders
    assert [(one.kind, one.lease) for one in booth.kept] == [("portrait", "lease-q")]


def test_the_case_is_followed_once_for_a_visit() -> None:
    booth = Participant().waits()
    booth.hear(queued(1))
    booth.hear(assigned())
    assert [order for order in booth.all_orders if isinstance(order, FollowCase)] == [FollowCase("lease-q")]


def test_what_cannot_be_kept_is_told_and_asked_for_again() -> None:
    booth = Participant().all_taken()
    booth.store(events.Fate.LOST)
    assert booth.seen().pages.not_saved
    assert {paper.state for paper in booth.seen().pages.papers} == {PaperState.BEGUN}
    booth.tell(events.GoOn())
    assert booth.screen() is Screen.CAPTURE
    booth.lay()
    booth.tell(events.DocumentSeen(booth.kept[-1].picture, events.Fate.SPOOLED))
    assert not booth.seen().pages.not_saved


def test_pictures_on_the_way_are_counted_until_they_are_stored() -> None:
    booth = Participant().all_taken()
    assert booth.seen().pages.on_the_way == len(booth.kept) == 4
    booth.store(events.Fate.SPOOLED)
    assert booth.seen().pages.on_the_way == 4
    booth.store()
    assert booth.seen().pages.on_the_way == 0
    assert {paper.state for paper in booth.seen().pages.papers} == {PaperState.STORED}


# ---------------------------------------------------------------- the end


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
    booth.tell(events.GoOn())
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


def test_a_rating_is_told_once_and_ends_the_visit() -> None:
    booth = Participant().decided()
    booth.tell(events.DoWithoutSigning())
    booth.tell(events.GoOn())
    assert booth.screen() is Screen.RATING
    told = sent(booth.tell(events.Rate(2)))
    assert told.index(RateVisit(score=2)) < told.index(EndVisit())
    assert (booth.screen(), booth.seen().ending) == (Screen.ENDED, Ending.FINISHED)
    assert sent(booth.tell(events.Rate(4))) == []


def test_the_rating_may_be_left_out() -> None:
    booth = Participant().decided()
    booth.tell(events.DoWithoutSigning())
    booth.tell(events.GoOn())
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
    booth.tell(events.GoOn())
    assert sent(booth.tell(events.Rate(4))) == [RateVisit(score=4)]
    assert booth.screen() is Screen.ENDED


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
    booth.tell(events.GoOn())
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


def test_the_next_participant_starts_with_nothing() -> None:
    booth = Participant().all_taken()
    booth.tell(events.Finish())
    booth.tell(events.AnswerQuestion(True))
    booth.tell(events.Finish())
    booth.tell(events.Start())
    booth.tell(events.Decide(True))
    other = VisitId("n" * 22)
    booth.hear(queued(visit=other))
    booth.offer(VISIT)  # a late word about the visit before
    booth.progress(outcome=Outcome.COMPLETE)
    assert booth.screen() is Screen.IDENTITY
    booth.offer(other)
    booth.tell(events.TypeNumber())
    assert number(booth)[0] == ""
    booth.tell(events.GoOn())
    booth.tell(events.GoOn())
    booth.tell(events.ChooseClaim("jht"))
    booth.tell(events.ChooseAnswer("no"))
    states = [paper.state for paper in booth.seen().pages.papers]
    assert states[:2] == [PaperState.OPEN, PaperState.OPEN]
    assert pages_kept(booth, "id_card") == [1, 2]


def test_no_number_is_left_in_the_machine_after_the_wipe() -> None:
    booth = Participant().at_documents()
    assert NIK in texts(booth.machine)
    booth.tell(events.Finish())
    booth.tell(events.AnswerQuestion(True))
    booth.tell(events.Finish())
    assert booth.screen() is Screen.READY
    assert NIK not in texts(booth.machine)


def texts(root: object) -> set[str]:
    """Every text that the machine's objects hold."""
    found: set[str] = set()
    seen: set[int] = set()
    todo = [root]
    while todo:
        one = todo.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType):
            continue
        seen.add(id(one))
        if isinstance(one, str):
            found.add(one)
        else:
            todo += gc.get_referents(one)
    return found
