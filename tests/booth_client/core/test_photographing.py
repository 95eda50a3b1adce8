from __future__ import annotations

from dataclasses import replace

import pytest

from booth_client.core import events
from booth_client.core.capture import CARD, PAGE, Flaw, Side
from booth_client.core.commands import StopWatching, TakeStill, Watch
from booth_client.core.pages import PaperState
from booth_client.core.photographing import TURN_S
from booth_client.core.shutter import Hint
from booth_client.core.snapshot import Screen
from channel.wire.documents import Outcome
from channel.wire.messages import CloseReason, VisitEnded
from tests.booth_client.core.builders import queued, spoken
from tests.booth_client.core.participant import (
    EMPTY,
    GOOD,
    HERE,
    NIK,
    Participant,
    pages_kept,
)

# ---------------------------------------------------------------- one picture after the other


def test_a_card_is_asked_for_from_both_sides() -> None:
    booth = Participant().photographs()
    front = booth.watched
    assert front is not None
    assert front.shot is not None
    assert (front.shot.form, front.shot.side, front.shot.back) == (CARD, Side.PORTRAIT, False)
    assert (booth.capture().item, booth.capture().page, booth.capture().pages) == ("id_card", 1, 2)
    booth.lay()
    back = booth.watched
    assert back is not None
    assert back.shot is not None
    assert (back.shot.side, back.shot.back, back.number > front.number) == (Side.NO_PORTRAIT, True, True)
    assert (booth.capture().back, booth.capture().page) == (True, 2)


def test_the_picture_is_shown_as_taken_and_praised_before_the_next_is_asked_for() -> None:
    booth = Participant().photographs()
    booth.frames(EMPTY, 0.2)
    assert spoken(booth.frames(GOOD, 0.8)) == ["taken"]
    assert (booth.capture().hint, booth.capture().page) == (Hint.TAKEN, 1)
    assert spoken(booth.frames(EMPTY, 2.0)) == ["capture_back"]
    assert (booth.capture().hint, booth.capture().page) == (Hint.LAY_DOWN, 2)


def test_a_document_that_still_lies_there_is_not_taken_for_the_next_one() -> None:
    booth = Participant().photographs()
    booth.frames(GOOD, 20)
    assert [(one.kind, one.page) for one in booth.kept] == [("id_card", 1)]
    booth.frames(EMPTY, 0.3)
    booth.frames(GOOD, 20)
    assert [(one.kind, one.page) for one in booth.kept] == [("id_card", 1), ("id_card", 2)]


def test_a_look_in_between_does_not_make_another_document_of_it() -> None:
    booth = Participant().photographs("yes")
    for _ in range(3):
        booth.lay()
    booth.frames(GOOD, 1)
    booth.desk(look=True)
    booth.wait(3)
    booth.desk()
    booth.frames(GOOD, 5)
    assert pages_kept(booth, "letter") == [1]


def test_a_document_that_lies_elsewhere_is_another_one() -> None:
    booth = Participant().photographs()
    booth.frames(GOOD, 4)
    first, second, third, fourth = ((x + 0.05, y) for x, y in HERE)
    moved = (first, second, third, fourth)
    booth.frames(replace(GOOD, corners=moved), 2)
    assert pages_kept(booth, "id_card") == [1, 2]


def test_a_paper_follows_the_other_and_the_list_comes_back_when_all_are_taken() -> None:
    booth = Participant().photographs()
    papers = []
    while booth.screen() is Screen.CAPTURE:
        papers.append((booth.capture().item, booth.capture().count, booth.capture().total))
        booth.lay()
    assert list(dict.fromkeys(papers)) == [("id_card", 1, 3), ("member_card", 2, 3), ("portrait", 3, 3)]
    assert booth.screen() is Screen.DOCUMENTS
    assert set(booth.states().values()) == {PaperState.TAKEN}
    assert booth.watched is None


def test_pages_follow_until_the_participant_says_that_there_are_no_more() -> None:
    booth = Participant().photographs("yes")
    for _ in range(3):
        booth.lay()
    assert (booth.capture().item, booth.capture().pages, booth.capture().may_close) == ("letter", 0, False)
    for _ in range(3):
        booth.lay()
    assert (booth.capture().page, booth.capture().may_close, booth.capture().form) == (4, True, PAGE)
    booth.touch(events.LastPage)
    assert pages_kept(booth, "letter") == [1, 2, 3]
    assert booth.capture().item == "portrait"
    assert booth.states()["letter"] is PaperState.TAKEN


def test_a_belated_touch_does_not_say_that_another_paper_has_no_more_pages() -> None:
    booth = Participant().photographs("yes")
    for _ in range(4):
        booth.lay()
    assert booth.capture().may_close
    booth.tell(events.LastPage("member_card"))
    assert (booth.capture().item, booth.capture().page) == ("letter", 2)


def test_a_picture_that_is_not_good_is_dropped_with_its_reason() -> None:
    booth = Participant().photographs()
    booth.stills_good = False
    booth.frames(GOOD, 0.8)
    assert (booth.kept, len(booth.dropped), booth.held) == ([], 1, set())
    assert (booth.capture().flaw, booth.capture().failures) == (Flaw.GLARE, 1)


def test_a_still_that_comes_too_late_is_dropped() -> None:
    booth = Participant().photographs()
    booth.answers_stills = False
    booth.frames(GOOD, 1)
    booth.skip()
    booth.answer_still()
    assert (len(booth.kept), len(booth.dropped)) == (0, 1)


def test_a_late_still_is_not_taken_for_that_of_another_paper() -> None:
    booth = Participant().photographs()
    booth.answers_stills = False
    booth.frames(GOOD, 1)
    booth.skip()
    booth.frames(GOOD, 1)
    assert (booth.capture().item, booth.capture().saving) == ("member_card", True)
    booth.answer_still()
    assert booth.kept == []
    booth.answer_still()
    assert [(one.kind, one.picture) for one in booth.kept] == [("member_card", "picture-2")]


def test_a_camera_that_sends_no_still_is_asked_again() -> None:
    booth = Participant().photographs()
    booth.answers_stills = False
    booth.frames(GOOD, 6)
    assert len([order for order in booth.all_orders if isinstance(order, TakeStill)]) > 1


def test_a_picture_that_is_lost_while_it_is_still_shown_is_taken_again() -> None:
    booth = Participant().photographs()
    booth.frames(EMPTY, 0.2)
    booth.frames(GOOD, 1.0)
    booth.tell(events.DocumentSeen(booth.kept[-1].picture, events.Fate.LOST))
    assert spoken(booth.frames(EMPTY, 2.0)) == ["capture_card"]
    assert (booth.capture().page, booth.capture().hint) == (1, Hint.LAY_DOWN)
    booth.lay()
    assert pages_kept(booth, "id_card") == [1, 1]
    assert booth.capture().page == 2


def test_without_the_camera_the_page_says_so_and_the_paper_can_be_left_out() -> None:
    booth = Participant().photographs()
    booth.tell(events.EyeSeen(False))
    assert not booth.capture().camera
    booth.tell(events.EyeSeen(True))
    assert booth.capture().camera
    booth.tell(events.EyeSeen(False))
    booth.skip()
    assert booth.states()["id_card"] is PaperState.NOT_BROUGHT


def test_a_camera_that_fails_stays_open_so_that_it_can_come_back() -> None:
    booth = Participant().photographs()
    watched = booth.watched
    booth.tell(events.EyeSeen(False))
    assert watched is not None
    assert booth.watched == watched
    booth.tell(events.EyeSeen(True))
    booth.lay()
    assert pages_kept(booth, "id_card") == [1]


# ---------------------------------------------------------------- left out, again, back


def test_a_double_touch_leaves_out_one_paper() -> None:
    booth = Participant().photographs()
    booth.skip()
    booth.tell(events.SkipPaper("id_card"))
    booth.tell(events.SkipPaper("member_card"))
    assert (booth.capture().item, booth.capture().may_skip) == ("member_card", False)
    booth.wait(TURN_S)
    assert booth.capture().may_skip
    booth.tell(events.SkipPaper("id_card"))  # it was painted long ago, and comes only now
    booth.tell(events.SkipPaper(""))  # nobody knows of which paper
    assert booth.states()["member_card"] is PaperState.OPEN
    booth.tell(events.SkipPaper("member_card"))
    assert booth.states()["member_card"] is PaperState.NOT_BROUGHT


def test_who_wanted_to_leave_out_what_has_just_been_photographed_does_not_leave_out_the_next() -> None:
    booth = Participant().photographs("no")
    booth.lay()
    booth.frames(EMPTY, 0.2)
    booth.frames(GOOD, 1.0)
    while booth.capture().item == "id_card":
        booth.frames(EMPTY, 0.1)
    booth.tell(events.SkipPaper(booth.capture().item))
    assert booth.states()["member_card"] is PaperState.OPEN


def test_a_touch_on_a_page_that_has_gone_turns_no_other_page() -> None:
    booth = Participant().at_nik()
    booth.type(NIK)
    booth.tell(events.GoOn(Screen.NIK))
    booth.tell(events.GoOn(Screen.NIK))
    assert booth.screen() is Screen.KPJ
    booth.tell(events.GoOn(Screen.KPJ))
    assert booth.screen() is Screen.CLAIM


def test_what_is_not_here_is_left_out_and_can_be_taken_after_all() -> None:
    booth = Participant().photographs()
    booth.skip()
    assert (booth.states()["id_card"], booth.capture().item) == (PaperState.NOT_BROUGHT, "member_card")
    booth.skip()
    booth.skip()
    assert booth.screen() is Screen.DOCUMENTS
    booth.tell(events.TakePaper("id_card"))
    booth.lay()
    booth.lay()
    assert (booth.screen(), booth.states()["id_card"]) == (Screen.DOCUMENTS, PaperState.TAKEN)


def test_back_keeps_what_was_taken_and_going_on_takes_the_rest() -> None:
    booth = Participant().photographs()
    booth.lay()
    booth.tell(events.GoBack())
    assert (booth.screen(), booth.states()["id_card"]) == (Screen.DOCUMENTS, PaperState.BEGUN)
    booth.touch(events.GoOn)
    assert booth.capture().page == 2
    booth.lay()
    assert pages_kept(booth, "id_card") == [1, 2]


def test_a_paper_taken_anew_replaces_its_pages_and_leaving_keeps_the_old_ones() -> None:
    booth = Participant().all_taken()
    booth.tell(events.TakePaper("id_card"))
    assert booth.capture().page == 1
    booth.tell(events.GoBack())
    assert booth.states()["id_card"] is PaperState.TAKEN
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
    for intent in (events.GoOn, events.GoOn, events.ChooseClaim("jht"), events.ChooseAnswer("no")):
        booth.touch(intent)
    assert booth.states()["portrait"] is PaperState.TAKEN
    booth.touch(events.GoOn)
    assert (booth.capture().count, booth.capture().total) == (1, 2)
    booth.lay()
    booth.lay()
    booth.lay()
    assert booth.screen() is Screen.DOCUMENTS


def test_a_face_is_taken_after_a_countdown() -> None:
    booth = Participant().photographs()
    for _ in range(2):
        booth.skip()
    assert booth.watched is not None
    assert booth.watched.face
    seen = []
    for _ in range(20):
        seen.append(booth.capture().counts_down_s)
        booth.wait(0.2)
        if booth.kept:
            break
    assert list(dict.fromkeys(seen)) == [4, 3, 2, 1]
    assert booth.capture().form is None
    assert pages_kept(booth, "portrait") == [1]


def test_a_face_that_never_is_good_is_taken_as_it_is_after_two_attempts() -> None:
    booth = Participant().photographs()
    for _ in range(2):
        booth.skip()
    booth.stills_good = False
    booth.wait(14)
    assert len(booth.dropped) == 2
    assert pages_kept(booth, "portrait") == [1]


# ---------------------------------------------------------------- where the pictures go


@pytest.mark.parametrize(
    ("desk", "step"), [({}, "parked"), ({"hold": True}, "hold"), ({"talk": True, "listen": True}, "call")]
)
def test_a_picture_tells_where_the_call_stood(desk: dict[str, bool], step: str) -> None:
    booth = Participant().photographs()
    booth.desk(**desk)
    booth.lay()
    assert [one.step for one in booth.kept] == [step]


def test_the_booth_goes_on_photographing_while_it_waits_in_the_queue() -> None:
    booth = Participant().waits()
    for intent in (events.TypeNumber(), events.GoOn, events.GoOn, events.ChooseClaim("jht")):
        booth.touch(intent)
    booth.tell(events.ChooseAnswer("no"))
    booth.touch(events.GoOn)
    booth.lay()
    booth.hear(queued(1))
    booth.lay()
    assert [(one.page, one.step) for one in booth.kept] == [(1, "waiting"), (2, "waiting")]


def test_codes_on_a_card_fill_in_the_membership_number_and_links_are_told_to_the_officer() -> None:
    booth = Participant().photographs()
    booth.still_codes = ("1234567890A", "https://dukcapil.kemendagri.go.id/x")
    booth.lay()
    identity = booth.facts[-1].facts.identity
    assert identity["kpj"] == "1234567890A"
    assert identity["link.id_card"] == "https://dukcapil.kemendagri.go.id/x"


def test_nothing_is_looked_at_after_the_decision_or_the_end() -> None:
    decided, ended = Participant().photographs(), Participant().photographs()
    decided.progress(outcome=Outcome.COMPLETE)
    ended.hear(VisitEnded(reason=CloseReason.DESK_ENDED))
    for booth in (decided, ended):
        assert isinstance(booth.watches[-2], Watch)
        assert isinstance(booth.watches[-1], StopWatching)


def test_a_picture_that_could_not_be_kept_is_taken_again_of_what_still_lies_there() -> None:
    booth = Participant().photographs()
    booth.frames(EMPTY, 0.2)
    booth.frames(GOOD, 0.8)
    (first,) = booth.kept
    booth.tell(events.DocumentSeen(first.picture, events.Fate.LOST))
    booth.frames(GOOD, 5)
    assert pages_kept(booth, "id_card") == [1, 1]
    booth.frames(GOOD, 20)
    assert pages_kept(booth, "id_card") == [1, 1], "the control: one that is kept is not"
