from __future__ import annotations

from dataclasses import replace

import pytest

from booth_client.core import events
from booth_client.core.capture import BOOKLET, CARD, PAGE, Flaw, Side
from booth_client.core.commands import StopWatching, TakeStill, Watch
from booth_client.core.pages import Capture, PaperState
from booth_client.core.shutter import Hint
from booth_client.core.snapshot import Screen
from channel.wire.documents import ItemDecided, Outcome, Verdict
from channel.wire.messages import CloseReason, VisitEnded
from tests.booth_client.core.builders import assigned, queued, spoken
from tests.booth_client.core.participant import (
    EMPTY,
    GOOD,
    HERE,
    Participant,
    pages_kept,
    retake,
)


def capture(booth: Participant) -> Capture:
    seen = booth.seen().pages.capture
    assert seen is not None
    return seen


def states(booth: Participant) -> dict[str, PaperState]:
    return {paper.item: paper.state for paper in booth.seen().pages.papers}


def begun(left: str = "no") -> Participant:
    """On the first shot of the first paper."""
    booth = Participant().at_documents(left)
    booth.tell(events.GoOn())
    return booth


# ---------------------------------------------------------------- one picture after the other


def test_a_card_is_asked_for_from_both_sides() -> None:
    booth = begun()
    front = booth.watched
    assert front is not None
    assert front.shot is not None
    assert (front.shot.form, front.shot.side, front.shot.back) == (CARD, Side.PORTRAIT, False)
    assert (capture(booth).item, capture(booth).page, capture(booth).pages) == ("id_card", 1, 2)
    booth.lay()
    back = booth.watched
    assert back is not None
    assert back.shot is not None
    assert (back.shot.side, back.shot.back, back.number > front.number) == (Side.NO_PORTRAIT, True, True)
    assert (capture(booth).back, capture(booth).page) == (True, 2)


def test_the_picture_is_shown_as_taken_and_praised_before_the_next_is_asked_for() -> None:
    booth = begun()
    booth.frames(EMPTY, 0.2)
    assert spoken(booth.frames(GOOD, 0.8)) == ["taken"]
    assert (capture(booth).hint, capture(booth).page) == (Hint.TAKEN, 1)
    assert spoken(booth.frames(EMPTY, 2.0)) == ["capture_back"]
    assert (capture(booth).hint, capture(booth).page) == (Hint.LAY_DOWN, 2)


def test_a_document_that_still_lies_there_is_not_taken_for_the_next_one() -> None:
    booth = begun()
    booth.frames(GOOD, 20)
    assert [(one.kind, one.page) for one in booth.kept] == [("id_card", 1)]
    booth.frames(EMPTY, 0.3)
    booth.frames(GOOD, 20)
    assert [(one.kind, one.page) for one in booth.kept] == [("id_card", 1), ("id_card", 2)]


def test_a_look_in_between_does_not_make_another_document_of_it() -> None:
    booth = begun("yes")
    for _ in range(3):
        booth.lay()
    booth.frames(GOOD, 1)
    booth.desk(look=True)
    booth.wait(3)
    booth.desk()
    booth.frames(GOOD, 5)
    assert pages_kept(booth, "letter") == [1]


def test_a_document_that_lies_elsewhere_is_another_one() -> None:
    booth = begun()
    booth.frames(GOOD, 4)
    first, second, third, fourth = ((x + 0.05, y) for x, y in HERE)
    moved = (first, second, third, fourth)
    booth.frames(replace(GOOD, corners=moved), 2)
    assert pages_kept(booth, "id_card") == [1, 2]


def test_a_paper_follows_the_other_and_the_list_comes_back_when_all_are_taken() -> None:
    booth = begun()
    papers = []
    while booth.screen() is Screen.CAPTURE:
        papers.append((capture(booth).item, capture(booth).count, capture(booth).total))
        booth.lay()
    assert list(dict.fromkeys(papers)) == [("id_card", 1, 3), ("member_card", 2, 3), ("portrait", 3, 3)]
    assert booth.screen() is Screen.DOCUMENTS
    assert set(states(booth).values()) == {PaperState.TAKEN}
    assert booth.watched is None


def test_pages_follow_until_the_participant_says_that_there_are_no_more() -> None:
    booth = begun("yes")
    for _ in range(3):
        booth.lay()
    assert (capture(booth).item, capture(booth).pages, capture(booth).may_close) == ("letter", 0, False)
    for _ in range(3):
        booth.lay()
    assert (capture(booth).page, capture(booth).may_close, capture(booth).form) == (4, True, PAGE)
    booth.tell(events.LastPage())
    assert pages_kept(booth, "letter") == [1, 2, 3]
    assert capture(booth).item == "portrait"
    assert states(booth)["letter"] is PaperState.TAKEN


def test_a_picture_that_is_not_good_is_dropped_with_its_reason() -> None:
    booth = begun()
    booth.stills_good = False
    booth.frames(GOOD, 0.8)
    assert (booth.kept, len(booth.dropped), booth.held) == ([], 1, set())
    assert (capture(booth).flaw, capture(booth).failures) == (Flaw.GLARE, 1)


def test_a_still_that_comes_too_late_is_dropped() -> None:
    booth = begun()
    booth.answers_stills = False
    booth.frames(GOOD, 1)
    booth.tell(events.SkipPaper())
    booth.answer_still()
    assert (len(booth.kept), len(booth.dropped)) == (0, 1)


def test_a_late_still_is_not_taken_for_that_of_another_paper() -> None:
    booth = begun()
    booth.answers_stills = False
    booth.frames(GOOD, 1)
    booth.tell(events.SkipPaper())
    booth.frames(GOOD, 1)
    assert (capture(booth).item, capture(booth).saving) == ("member_card", True)
    booth.answer_still()
    assert booth.kept == []
    booth.answer_still()
    assert [(one.kind, one.picture) for one in booth.kept] == [("member_card", "picture-2")]


def test_a_camera_that_sends_no_still_is_asked_again() -> None:
    booth = begun()
    booth.answers_stills = False
    booth.frames(GOOD, 6)
    assert len([order for order in booth.all_orders if isinstance(order, TakeStill)]) > 1


def test_without_the_camera_the_page_says_so_and_the_paper_can_be_left_out() -> None:
    booth = begun()
    booth.tell(events.EyeSeen(False))
    assert (capture(booth).camera, booth.watched) == (False, None)
    booth.tell(events.EyeSeen(True))
    assert booth.watched is not None
    booth.tell(events.EyeSeen(False))
    booth.tell(events.SkipPaper())
    assert states(booth)["id_card"] is PaperState.NOT_BROUGHT


# ---------------------------------------------------------------- left out, again, back


def test_what_is_not_here_is_left_out_and_can_be_taken_after_all() -> None:
    booth = begun()
    booth.tell(events.SkipPaper())
    assert (states(booth)["id_card"], capture(booth).item) == (PaperState.NOT_BROUGHT, "member_card")
    booth.tell(events.SkipPaper())
    booth.tell(events.SkipPaper())
    assert booth.screen() is Screen.DOCUMENTS
    booth.tell(events.TakePaper("id_card"))
    booth.lay()
    booth.lay()
    assert (booth.screen(), states(booth)["id_card"]) == (Screen.DOCUMENTS, PaperState.TAKEN)


def test_back_keeps_what_was_taken_and_going_on_takes_the_rest() -> None:
    booth = begun()
    booth.lay()
    booth.tell(events.GoBack())
    assert (booth.screen(), states(booth)["id_card"]) == (Screen.DOCUMENTS, PaperState.BEGUN)
    booth.tell(events.GoOn())
    assert capture(booth).page == 2
    booth.lay()
    assert pages_kept(booth, "id_card") == [1, 2]


def test_a_paper_taken_anew_replaces_its_pages_and_leaving_keeps_the_old_ones() -> None:
    booth = Participant().all_taken()
    booth.tell(events.TakePaper("id_card"))
    assert capture(booth).page == 1
    booth.tell(events.GoBack())
    assert states(booth)["id_card"] is PaperState.TAKEN
    booth.tell(events.TakePaper("id_card"))
    booth.lay()
    booth.lay()
    assert (booth.screen(), pages_kept(booth, "id_card")) == (Screen.DOCUMENTS, [1, 2, 1, 2])


def test_what_is_not_on_the_list_cannot_be_taken() -> None:
    booth = Participant().at_documents()
    booth.tell(events.TakePaper("letter"))
    assert booth.screen() is Screen.DOCUMENTS


# ---------------------------------------------------------------- the face


def test_the_portrait_is_taken_by_the_way_while_numbers_are_typed() -> None:
    booth = Participant().at_nik()
    assert booth.watched is not None
    assert (booth.watched.face, booth.watched.shot) == (True, None)
    orders = booth.wait(3)
    assert pages_kept(booth, "portrait") == [1]
    assert spoken(orders) == []
    assert booth.watched is None


def test_a_portrait_that_was_not_good_is_tried_again_later() -> None:
    booth = Participant().at_nik()
    booth.stills_good = False
    booth.wait(6)
    booth.stills_good = True
    booth.wait(5)
    assert pages_kept(booth, "portrait") == []
    booth.wait(4)
    assert pages_kept(booth, "portrait") == [1]


def test_a_portrait_that_was_taken_by_the_way_is_not_asked_for() -> None:
    booth = Participant().at_nik()
    booth.wait(3)
    for intent in (events.GoOn(), events.GoOn(), events.ChooseClaim("jht"), events.ChooseAnswer("no")):
        booth.tell(intent)
    assert states(booth)["portrait"] is PaperState.TAKEN
    booth.tell(events.GoOn())
    assert (capture(booth).count, capture(booth).total) == (1, 2)
    booth.lay()
    booth.lay()
    booth.lay()
    assert booth.screen() is Screen.DOCUMENTS


def test_a_face_is_taken_after_a_countdown() -> None:
    booth = begun()
    for _ in range(2):
        booth.tell(events.SkipPaper())
    assert booth.watched is not None
    assert booth.watched.face
    seen = []
    for _ in range(20):
        seen.append(capture(booth).counts_down_s)
        booth.wait(0.2)
        if booth.kept:
            break
    assert list(dict.fromkeys(seen)) == [4, 3, 2, 1]
    assert capture(booth).form is None
    assert pages_kept(booth, "portrait") == [1]


def test_a_face_that_never_is_good_is_taken_as_it_is_after_two_attempts() -> None:
    booth = begun()
    for _ in range(2):
        booth.tell(events.SkipPaper())
    booth.stills_good = False
    booth.wait(14)
    assert len(booth.dropped) == 2
    assert pages_kept(booth, "portrait") == [1]


# ---------------------------------------------------------------- what the officer asks for


def test_the_officers_wish_comes_over_any_page_and_goes_back_to_it() -> None:
    booth = Participant().at_nik()
    booth.type("3171")
    for _ in range(3):
        booth.desk(wants="book")
    assert (booth.screen(), capture(booth).item, capture(booth).form) == (Screen.CAPTURE, "book", BOOKLET)
    booth.lay()
    assert booth.screen() is Screen.NIK
    for _ in range(3):
        booth.desk(wants="book")
    assert booth.screen() is Screen.NIK
    assert pages_kept(booth, "book") == [1]
    assert booth.seen().pages.number is not None


def test_a_wish_from_waiting_leads_back_to_waiting() -> None:
    booth = Participant().all_taken()
    booth.tell(events.GoOn())
    booth.desk(wants="stamp")
    assert (booth.screen(), capture(booth).item) == (Screen.CAPTURE, "stamp")
    booth.tell(events.SkipPaper())
    assert booth.screen() is Screen.PARKED


def test_a_wish_in_between_does_not_end_the_round() -> None:
    booth = begun()
    booth.desk(wants="book")
    booth.lay()
    assert capture(booth).item == "id_card"


def test_a_wish_that_is_taken_back_goes_away_unless_it_was_begun() -> None:
    booth = Participant().at_nik()
    booth.desk(wants="id_card")
    booth.desk()
    assert booth.screen() is Screen.NIK
    booth.desk(wants="id_card")
    booth.lay()
    booth.desk()
    assert (booth.screen(), capture(booth).page) == (Screen.CAPTURE, 2)


def test_the_paper_that_the_officer_asks_for_is_marked() -> None:
    booth = begun()
    booth.desk(wants="member_card")
    assert [paper.item for paper in booth.seen().pages.papers if paper.asked] == ["member_card"]


def test_a_live_look_shows_the_camera_while_it_lasts() -> None:
    booth = Participant().at_nik()
    orders = booth.desk(look=True)
    assert booth.screen() is Screen.LOOK
    assert spoken(orders) == ["look"]
    assert booth.watched is not None
    assert not booth.watched.face
    booth.desk()
    assert booth.screen() is Screen.NIK
    booth.desk(look=True)
    booth.tell(events.LinkSeen(events.Link.LOST))
    assert booth.screen() is Screen.NIK


def test_the_first_count_of_remote_pictures_in_a_channel_is_no_request() -> None:
    booth = Participant().at_nik()
    booth.desk(shoot=5)
    assert booth.kept == []
    booth.hear(assigned(started_at=1_700_000_900.0))
    booth.desk(shoot=7)
    assert booth.kept == []
    booth.desk(shoot=8)
    assert [(one.kind, one.page) for one in booth.kept] == []
    booth.wait(0.4)
    assert [(one.kind, one.page) for one in booth.kept] == [("still", 1)]


def test_a_remote_picture_is_taken_once_and_the_page_stays() -> None:
    booth = Participant().at_nik()
    booth.desk(shoot=0)
    for count in (1, 1, 1):
        booth.desk(shoot=count)
        booth.wait(1)
    booth.desk(shoot=2)
    booth.wait(1)
    assert pages_kept(booth, "still") == [1, 2]
    assert booth.screen() is Screen.NIK


def test_a_remote_picture_of_a_shot_is_that_shots_picture_as_it_is() -> None:
    booth = begun()
    booth.desk(shoot=0)
    booth.stills_good = False
    booth.desk(shoot=1)
    assert pages_kept(booth, "id_card") == [1]
    booth.frames(replace(GOOD, flaw=Flaw.BLURRED), 2)
    booth.desk(shoot=2)
    assert pages_kept(booth, "id_card") == [1, 2]
    assert booth.dropped == []


def test_a_remote_picture_that_never_comes_is_given_up() -> None:
    booth = Participant().at_nik()
    booth.wait(3)
    booth.desk(shoot=0)
    booth.answers_stills = False
    booth.desk(shoot=1)
    booth.wait(7)
    assert booth.watched is None


def test_nothing_is_asked_of_somebody_who_is_done() -> None:
    booth = Participant().decided()
    booth.desk(shoot=0)
    booth.desk(wants="book", look=True, shoot=1)
    booth.wait(1)
    assert (booth.screen(), booth.watched) == (Screen.SUMMARY, None)


# ---------------------------------------------------------------- verdicts


def test_a_retake_is_told_and_leads_back_from_waiting() -> None:
    booth = Participant().all_taken()
    booth.tell(events.GoOn())
    assert booth.screen() is Screen.PARKED
    orders = booth.progress(retake("member_card", "Pantulan cahaya"))
    assert spoken(orders) == ["retake"]
    assert booth.screen() is Screen.DOCUMENTS
    paper = booth.seen().pages.papers[1]
    assert (paper.state, paper.note) == (PaperState.RETAKE, "Pantulan cahaya")
    booth.tell(events.GoOn())
    booth.lay()
    assert (booth.screen(), pages_kept(booth, "member_card")) == (Screen.DOCUMENTS, [1, 1])
    assert states(booth)["member_card"] is PaperState.TAKEN


def test_a_retake_that_is_told_again_is_no_new_one() -> None:
    booth = Participant().all_taken()
    booth.progress(retake("member_card"))
    booth.tell(events.GoOn())
    booth.lay()
    booth.tell(events.GoOn())
    assert spoken(booth.progress(retake("member_card"))) == []
    assert booth.screen() is Screen.PARKED
    booth.progress(retake("member_card", "Terpotong"))
    assert booth.screen() is Screen.DOCUMENTS


def test_a_retake_of_one_picture_asks_for_that_page_alone() -> None:
    booth = Participant().all_taken()
    back = next(one.picture for one in booth.kept if (one.kind, one.page) == ("id_card", 2))
    booth.progress(retake("id_card", document_=back))
    booth.tell(events.GoOn())
    assert capture(booth).page == 2
    booth.lay()
    assert (booth.screen(), pages_kept(booth, "id_card")) == (Screen.DOCUMENTS, [1, 2, 2])


def test_a_retake_during_another_capture_waits_for_its_end() -> None:
    booth = begun()
    booth.lay()
    booth.progress(retake("id_card"))
    assert (booth.screen(), capture(booth).item) == (Screen.CAPTURE, "id_card")
    booth.lay()
    booth.lay()
    assert booth.screen() is Screen.DOCUMENTS


def test_verdicts_show_on_the_list() -> None:
    booth = Participant().all_taken()
    booth.progress(
        ItemDecided(item="id_card", verdict=Verdict.ACCEPTED),
        ItemDecided(item="member_card", verdict=Verdict.NOT_APPLICABLE),
        ItemDecided(item="portrait", verdict=Verdict.ACCEPTED_WITH_NOTE),
    )
    assert list(states(booth).values()) == [PaperState.ACCEPTED, PaperState.NOT_NEEDED, PaperState.ACCEPTED]
    booth.progress()
    assert set(states(booth).values()) == {PaperState.TAKEN}


def test_what_the_officer_does_without_is_not_asked_for_any_more() -> None:
    booth = begun()
    booth.progress(ItemDecided(item="id_card", verdict=Verdict.NOT_APPLICABLE))
    assert capture(booth).item == "member_card"


# ---------------------------------------------------------------- where the pictures go


@pytest.mark.parametrize(
    ("desk", "step"), [({}, "parked"), ({"hold": True}, "hold"), ({"talk": True, "listen": True}, "call")]
)
def test_a_picture_tells_where_the_call_stood(desk: dict[str, bool], step: str) -> None:
    booth = begun()
    booth.desk(**desk)
    booth.lay()
    assert [one.step for one in booth.kept] == [step]


def test_the_booth_goes_on_photographing_while_it_waits_in_the_queue() -> None:
    booth = Participant().waits()
    for intent in (events.TypeNumber(), events.GoOn(), events.GoOn(), events.ChooseClaim("jht")):
        booth.tell(intent)
    booth.tell(events.ChooseAnswer("no"))
    booth.tell(events.GoOn())
    booth.lay()
    booth.hear(queued(1))
    booth.lay()
    assert [(one.page, one.step) for one in booth.kept] == [(1, "waiting"), (2, "waiting")]


def test_codes_on_a_card_fill_in_the_membership_number_and_links_are_told_to_the_officer() -> None:
    booth = begun()
    booth.still_codes = ("1234567890A", "https://dukcapil.kemendagri.go.id/x")
    booth.lay()
    identity = booth.facts[-1].facts.identity
    assert identity["kpj"] == "1234567890A"
    assert identity["link.id_card"] == "https://dukcapil.kemendagri.go.id/x"


def test_nothing_is_looked_at_after_the_decision_or_the_end() -> None:
    decided, ended = begun(), begun()
    decided.progress(outcome=Outcome.COMPLETE)
    ended.hear(VisitEnded(reason=CloseReason.DESK_ENDED))
    for booth in (decided, ended):
        assert isinstance(booth.watches[-2], Watch)
        assert isinstance(booth.watches[-1], StopWatching)
