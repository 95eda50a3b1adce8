from __future__ import annotations

from dataclasses import replace

import pytest

from booth_client.core import events
from booth_client.core.capture import BOOKLET, Flaw
from booth_client.core.commands import Watch
from booth_client.core.pages import PaperState
from booth_client.core.snapshot import Device, Screen
from channel.wire.documents import ItemDecided, Outcome, Verdict
from tests.booth_client.core.builders import assigned, spoken
from tests.booth_client.core.participant import (
    GOOD,
    Participant,
    pages_kept,
    retake,
)

# ---------------------------------------------------------------- what the officer asks for


def test_the_officers_wish_comes_over_any_page_and_goes_back_to_it() -> None:
    booth = Participant().at_nik()
    booth.type("3171")
    for _ in range(3):
        booth.desk(wants="book")
    assert (booth.screen(), booth.capture().item, booth.capture().form) == (Screen.CAPTURE, "book", BOOKLET)
    booth.lay()
    assert booth.screen() is Screen.NIK
    for _ in range(3):
        booth.desk(wants="book")
    assert booth.screen() is Screen.NIK
    assert pages_kept(booth, "book") == [1]
    assert booth.seen().pages.number is not None


def test_a_wish_from_waiting_leads_back_to_waiting() -> None:
    booth = Participant().all_taken()
    booth.touch(events.GoOn)
    booth.desk(wants="stamp")
    assert (booth.screen(), booth.capture().item) == (Screen.CAPTURE, "stamp")
    booth.touch(events.SkipPaper)
    assert booth.screen() is Screen.PARKED


def test_a_wish_in_between_does_not_end_the_round() -> None:
    booth = Participant().photographs()
    booth.desk(wants="book")
    booth.lay()
    assert booth.capture().item == "id_card"


def test_a_wish_that_is_taken_back_goes_away_unless_it_was_begun() -> None:
    booth = Participant().at_nik()
    booth.desk(wants="id_card")
    booth.desk()
    assert booth.screen() is Screen.NIK
    booth.desk(wants="id_card")
    booth.lay()
    booth.desk()
    assert (booth.screen(), booth.capture().page) == (Screen.CAPTURE, 2)


def test_the_paper_that_the_officer_asks_for_is_marked() -> None:
    booth = Participant().photographs()
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


def test_a_live_look_is_told_as_seen_though_the_camera_at_the_participant_is_broken() -> None:
    booth = Participant().at_nik()
    booth.tell(events.DeviceSeen(Device.CAMERA, False))
    booth.desk(see=True)
    assert not booth.seen().privacy.seen
    booth.desk(see=True, look=True)
    assert booth.seen().privacy.seen


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
    booth = Participant().photographs()
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


def test_a_remote_picture_that_has_not_come_is_not_waited_for_when_the_case_is_decided() -> None:
    booth = Participant().at_nik()
    booth.wait(3)
    booth.desk(shoot=0)
    booth.answers_stills = False
    booth.desk(shoot=1)
    assert isinstance(booth.watches[-1], Watch)
    booth.progress(outcome=Outcome.COMPLETE)
    assert (booth.screen(), booth.watched) == (Screen.SUMMARY, None)


def test_nothing_is_asked_of_somebody_who_is_done() -> None:
    booth = Participant().decided()
    booth.desk(shoot=0)
    booth.desk(wants="book", look=True, shoot=1)
    booth.wait(1)
    assert (booth.screen(), booth.watched) == (Screen.SUMMARY, None)


# ---------------------------------------------------------------- verdicts


def test_a_retake_is_told_and_leads_back_from_waiting() -> None:
    booth = Participant().all_taken()
    booth.touch(events.GoOn)
    assert booth.screen() is Screen.PARKED
    orders = booth.progress(retake("member_card", "Pantulan cahaya"))
    assert spoken(orders) == ["retake"]
    assert booth.screen() is Screen.DOCUMENTS
    paper = booth.seen().pages.papers[1]
    assert (paper.state, paper.note) == (PaperState.RETAKE, "Pantulan cahaya")
    booth.touch(events.GoOn)
    booth.lay()
    assert (booth.screen(), pages_kept(booth, "member_card")) == (Screen.DOCUMENTS, [1, 1])
    assert booth.states()["member_card"] is PaperState.TAKEN


@pytest.mark.parametrize("claim", ["jht", "question"])
def test_a_retake_of_what_only_the_officer_asked_for_can_be_made(claim: str) -> None:
    booth = Participant().all_taken() if claim == "jht" else Participant().at_claim()
    booth.touch(events.GoOn if claim == "jht" else events.ChooseClaim(claim))
    booth.desk(wants="stamp")
    booth.lay()
    assert booth.screen() is Screen.PARKED
    booth.progress(retake("stamp", "Buram"))
    booth.wait(1)
    assert (booth.screen(), booth.states()["stamp"]) == (Screen.DOCUMENTS, PaperState.RETAKE)
    booth.touch(events.GoOn)
    booth.lay()
    assert pages_kept(booth, "stamp") == [1, 1]
    booth.touch(events.LastPage)
    assert (booth.screen(), booth.states()["stamp"]) == (Screen.DOCUMENTS, PaperState.TAKEN)
    booth.touch(events.GoOn)
    assert booth.screen() is Screen.PARKED


def test_a_retake_that_is_told_again_is_no_new_one() -> None:
    booth = Participant().all_taken()
    booth.progress(retake("member_card"))
    booth.touch(events.GoOn)
    booth.lay()
    booth.touch(events.GoOn)
    assert spoken(booth.progress(retake("member_card"))) == []
    assert booth.screen() is Screen.PARKED
    booth.progress(retake("member_card", "Terpotong"))
    assert booth.screen() is Screen.DOCUMENTS


def test_a_retake_of_one_picture_asks_for_that_page_alone() -> None:
    booth = Participant().all_taken()
    back = next(one.picture for one in booth.kept if (one.kind, one.page) == ("id_card", 2))
    booth.progress(retake("id_card", document_=back))
    booth.touch(events.GoOn)
    assert booth.capture().page == 2
    booth.lay()
    assert (booth.screen(), pages_kept(booth, "id_card")) == (Screen.DOCUMENTS, [1, 2, 2])


def test_the_last_page_is_not_said_instead_of_the_page_that_is_wanted_again() -> None:
    booth = Participant().photographs("yes")
    for _ in range(4):
        booth.lay()
    booth.touch(events.LastPage)
    booth.wait(8)
    booth.progress(retake("letter"))
    booth.touch(events.GoOn)
    assert (booth.capture().item, booth.capture().may_close) == ("letter", False)
    booth.touch(events.LastPage)
    assert booth.capture().item == "letter"
    booth.lay()
    assert booth.capture().may_close
    booth.touch(events.LastPage)
    assert (pages_kept(booth, "letter"), booth.screen()) == ([1, 1], Screen.DOCUMENTS)


def test_a_retake_during_another_capture_waits_for_its_end() -> None:
    booth = Participant().photographs()
    booth.lay()
    booth.progress(retake("id_card"))
    assert (booth.screen(), booth.capture().item) == (Screen.CAPTURE, "id_card")
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
    assert list(booth.states().values()) == [PaperState.ACCEPTED, PaperState.NOT_NEEDED, PaperState.ACCEPTED]
    booth.progress()
    assert set(booth.states().values()) == {PaperState.TAKEN}


def test_what_the_officer_does_without_is_not_asked_for_any_more() -> None:
    booth = Participant().photographs()
    booth.progress(ItemDecided(item="id_card", verdict=Verdict.NOT_APPLICABLE))
    assert booth.capture().item == "member_card"
