from __future__ import annotations

import pytest

from booth_client.config import Times
from booth_client.core.commands import (
    CloseChannel,
    OpenChannel,
    Quiet,
    Send,
    StartDevices,
    StopDevices,
    TakeOffer,
    Wipe,
)
from booth_client.core.events import (
    AnswerMade,
    AnswerQuestion,
    ChooseLanguage,
    Decide,
    Finish,
    GoBack,
    Link,
    LinkSeen,
    PictureHeldSeen,
    QualitySeen,
    RebuildWished,
    ServerLost,
    Start,
    Touched,
)
from booth_client.core.snapshot import Ending, Language, Question, Screen
from channel.core.link_quality import GOOD, LinkQuality, Reason
from channel.wire.ids import Epoch, VisitId
from channel.wire.link_level import LinkLevel
from channel.wire.messages import (
    Answer,
    AskRebuild,
    CloseReason,
    DeskPresence,
    EndVisit,
    OfferForBooth,
    StartVisit,
    VisitEnded,
)
from tests.booth_client.core.builders import VISIT, Booth, assigned, opened, queued, sent, welcome

AGREED = StartVisit(language="id", consent=True, consent_version="text-1")
DECLINED = StartVisit(language="id", consent=False, consent_version="text-1")


def test_start_shows_consent_and_tells_the_server_nothing() -> None:
    booth = Booth().ready()
    assert sent(booth.tell(Start())) == []
    assert booth.screen() is Screen.CONSENT


def test_no_device_is_started_before_the_decision() -> None:
    booth = Booth()
    orders = [*booth.hear(welcome()), *booth.tell(Start()), *booth.wait(30)]
    assert not any(isinstance(order, StartDevices) for order in orders)


def test_consent_starts_microphone_and_camera_and_asks_for_an_officer() -> None:
    booth = Booth().consent()
    orders = booth.tell(Decide(True))
    assert StartDevices(camera=True) in orders
    assert sent(orders) == [AGREED]
    assert booth.screen() is Screen.IDENTITY


def test_declining_leads_to_a_person_with_the_camera_shut() -> None:
    booth = Booth().consent()
    orders = booth.tell(Decide(False))
    assert StartDevices(camera=False) in orders
    assert sent(orders) == [DECLINED]
    assert opened(booth.hear(assigned())) == [OpenChannel(camera=False)]


def test_the_visit_is_asked_for_again_after_a_reconnect_that_came_before_the_answer() -> None:
    booth = Booth().calling()
    booth.tell(ServerLost())
    assert AGREED in sent(booth.hear(welcome()))


def test_a_visit_with_a_lease_is_not_asked_for_twice() -> None:
    booth = Booth().waiting()
    booth.tell(ServerLost())
    assert booth.machine.lease == "lease-q"
    assert AGREED not in sent(booth.hear(welcome()))
    assert booth.screen() is Screen.WAITING


def test_the_waiting_screen_keeps_its_place_while_the_server_is_away() -> None:
    booth = Booth().waiting(place=2)
    booth.tell(ServerLost())
    booth.wait(20)
    assert booth.screen() is Screen.WAITING
    queue = booth.seen().queue
    assert queue is not None
    assert (queue.place, queue.age_s) == (2, 20)
    assert not booth.seen().server_up


def test_an_assignment_opens_the_channel_and_the_offer_is_taken() -> None:
    booth = Booth().waiting()
    assert opened(booth.hear(assigned())) == [OpenChannel(camera=True)]
    assert booth.hear(OfferForBooth(epoch=Epoch(1), sdp="sdp")) == [TakeOffer(Epoch(1), "sdp")]
    assert booth.screen() is Screen.CALLING


def test_an_offer_without_an_assignment_is_ignored() -> None:
    assert Booth().waiting().hear(OfferForBooth(epoch=Epoch(1), sdp="sdp")) == []


def test_answer_and_wish_for_a_rebuild_go_to_the_server() -> None:
    booth = Booth().assigned()
    assert sent(booth.tell(AnswerMade(Epoch(1), "sdp"))) == [Answer(epoch=Epoch(1), sdp="sdp")]
    assert sent(booth.tell(RebuildWished(Epoch(1)))) == [AskRebuild(epoch=Epoch(1))]


@pytest.mark.parametrize(
    ("desk", "screen"),
    [
        ({}, Screen.PARKED),
        ({"see": True}, Screen.PARKED),
        ({"see": True, "paused": True}, Screen.PARKED),
        ({"talk": True, "picture": True}, Screen.CALL),
        ({"listen": True}, Screen.CALL),
        ({"hold": True}, Screen.HOLD),
        ({"hold": True, "talk": True, "all_call": True}, Screen.ANNOUNCEMENT),
        ({"talk": True, "all_call": True}, Screen.ANNOUNCEMENT),
    ],
)
def test_the_screen_of_a_call_follows_the_console(desk: dict[str, bool], screen: Screen) -> None:
    assert Booth().in_call(**desk).screen() is screen


def test_before_the_first_state_of_the_console_the_officer_is_still_being_called() -> None:
    booth = Booth().assigned()
    booth.tell(LinkSeen(Link.SETTING_UP))
    booth.tell(LinkSeen(Link.UP))
    assert booth.screen() is Screen.CALLING


def test_a_silent_link_shows_reconnecting_and_comes_back_parked() -> None:
    booth = Booth().in_call(talk=True, listen=True)
    booth.tell(LinkSeen(Link.LOST))
    assert booth.screen() is Screen.RECONNECTING
    booth.wait(7)
    assert booth.seen().waited_s == 7
    booth.tell(LinkSeen(Link.UP))
    assert booth.screen() is Screen.RECONNECTING  # what the console wants is not known yet
    booth.desk()
    assert booth.screen() is Screen.PARKED


def test_the_booth_knows_whether_the_officer_has_addressed_it_before() -> None:
    booth = Booth().in_call()
    assert not booth.seen().met
    booth.desk(talk=True, listen=True)
    booth.desk()
    assert booth.screen() is Screen.PARKED
    assert booth.seen().met


def test_a_call_goes_on_while_the_server_is_away() -> None:
    booth = Booth().in_call(talk=True, listen=True)
    booth.tell(ServerLost())
    booth.wait(60)
    assert booth.screen() is Screen.CALL
    orders = booth.hear(welcome())
    assert not any(isinstance(order, CloseChannel | OpenChannel) for order in orders)
    assert not any(isinstance(order, CloseChannel | OpenChannel) for order in booth.hear(assigned()))
    assert booth.screen() is Screen.CALL


def test_an_assignment_that_began_at_another_time_is_another_channel() -> None:
    booth = Booth().in_call()
    assert opened(booth.hear(assigned(started_at=1_700_000_900.0, officer="Budi"))) == [
        OpenChannel(camera=True)
    ]
    assert booth.seen().officer == "Budi"


def test_a_visit_put_back_in_the_queue_loses_its_channel_and_waits() -> None:
    booth = Booth().in_call(talk=True)
    assert CloseChannel() in booth.hear(queued(1))
    assert booth.screen() is Screen.WAITING


def test_the_absence_of_the_console_is_told() -> None:
    booth = Booth().in_call()
    booth.hear(DeskPresence(present=False))
    assert not booth.seen().officer_present
    booth.hear(DeskPresence(present=True))
    assert booth.seen().officer_present


def test_the_end_button_asks_once_and_no_goes_on() -> None:
    booth = Booth().in_call(talk=True)
    assert not any(isinstance(order, Send) for order in booth.tell(Finish()))
    assert booth.seen().question is Question.END
    booth.tell(AnswerQuestion(False))
    assert (booth.seen().question, booth.screen()) == (None, Screen.CALL)


def test_yes_ends_the_visit_shuts_everything_and_tells_the_server() -> None:
    booth = Booth().in_call(talk=True)
    booth.tell(Finish())
    orders = booth.tell(AnswerQuestion(True))
    assert EndVisit() in sent(orders)
    assert CloseChannel() in orders
    assert StopDevices() in orders
    assert (booth.screen(), booth.seen().ending) == (Screen.ENDED, Ending.FINISHED)
    assert booth.machine.lease == ""


def test_a_question_that_nobody_answers_goes_away_and_the_call_goes_on() -> None:
    booth = Booth().in_call(talk=True)
    booth.tell(Finish())
    booth.wait(booth.times.answer_s + 0.2)
    assert (booth.seen().question, booth.screen()) == (None, Screen.CALL)


def test_an_assignment_takes_the_question_about_the_queue_away() -> None:
    booth = Booth().waiting()
    booth.tell(Finish())
    assert booth.seen().question is Question.LEAVE_QUEUE
    booth.hear(assigned())
    assert booth.seen().question is None


def test_leaving_the_queue_ends_the_visit() -> None:
    booth = Booth().waiting()
    booth.tell(Finish())
    assert EndVisit() in sent(booth.tell(AnswerQuestion(True)))
    assert booth.seen().ending is Ending.LEFT_QUEUE


def test_the_officer_ends_the_service() -> None:
    booth = Booth().in_call(talk=True)
    orders = booth.hear(VisitEnded(reason=CloseReason.DESK_ENDED))
    assert CloseChannel() in orders
    assert EndVisit() not in sent(orders)
    assert (booth.screen(), booth.seen().ending) == (Screen.ENDED, Ending.FINISHED)


def test_a_visit_that_was_away_for_too_long_says_so() -> None:
    booth = Booth().waiting()
    booth.hear(VisitEnded(reason=CloseReason.BOOTH_GONE))
    assert booth.seen().ending is Ending.LOST


def test_the_last_screen_is_wiped_by_itself() -> None:
    booth = Booth(Times(wipe_s=30)).ended()
    assert booth.seen().wipe_in_s == 30
    assert not any(isinstance(order, Wipe) for order in booth.wait(29))
    orders = booth.wait(1.2)
    assert Wipe() in orders
    assert Quiet() in orders
    assert booth.screen() is Screen.READY


def test_the_last_screen_is_wiped_by_a_touch_and_the_language_goes_back() -> None:
    booth = Booth().in_call()
    booth.tell(ChooseLanguage(Language.ENGLISH))
    booth.tell(Finish())
    booth.tell(AnswerQuestion(True))
    assert booth.seen().language is Language.ENGLISH
    assert Wipe() in booth.tell(Finish())
    assert (booth.screen(), booth.seen().language) == (Screen.READY, Language.INDONESIAN)


def test_nothing_of_a_visit_is_left_in_the_snapshot_after_the_wipe() -> None:
    fresh = Booth().ready().seen()
    booth = Booth().ended()
    booth.tell(Finish())
    assert booth.seen() == fresh


def test_a_late_word_about_the_ended_visit_is_ignored() -> None:
    booth = Booth().ended()
    assert sent(booth.hear(assigned())) == []
    assert booth.screen() is Screen.ENDED


def test_a_visit_that_only_the_server_still_holds_is_ended_there() -> None:
    assert EndVisit() in sent(Booth().ready().hear(queued(visit=VisitId("x" * 22))))


def test_a_new_visit_does_not_take_the_old_ones_place() -> None:
    booth = Booth().ended()
    booth.tell(Finish())
    booth.tell(Start())
    booth.tell(Decide(False))
    booth.hear(queued(visit=VISIT))
    assert booth.screen() is Screen.CALLING
    booth.hear(queued(visit=VisitId("n" * 22)))
    assert booth.screen() is Screen.WAITING


# ---------------------------------------------------------------- idle and back


def test_an_untouched_consent_screen_asks_before_it_goes_back() -> None:
    booth = Booth(Times(idle_s=30, answer_s=10)).consent()
    booth.wait(30.2)
    assert booth.seen().question is Question.STILL_HERE
    booth.wait(10.2)
    assert (booth.screen(), booth.seen().question) == (Screen.READY, None)


def test_whoever_answers_that_they_are_there_stays() -> None:
    booth = Booth(Times(idle_s=30, answer_s=10)).consent()
    booth.wait(30.2)
    booth.tell(AnswerQuestion(True))
    booth.wait(25)
    assert (booth.screen(), booth.seen().question) == (Screen.CONSENT, None)


def test_a_touch_anywhere_keeps_the_consent_screen() -> None:
    booth = Booth(Times(idle_s=30)).consent()
    booth.wait(25)
    booth.tell(Touched())
    booth.wait(25)
    assert booth.seen().question is None


@pytest.mark.parametrize("intent", [GoBack(), Finish()])
def test_back_and_finish_leave_the_consent_screen_without_a_visit(intent: GoBack | Finish) -> None:
    booth = Booth().consent()
    assert sent(booth.tell(intent)) == []
    assert booth.screen() is Screen.READY


def test_a_language_that_somebody_left_behind_goes_back_by_itself() -> None:
    booth = Booth(Times(idle_s=30)).ready()
    booth.tell(ChooseLanguage(Language.ENGLISH))
    booth.wait(31)
    assert booth.seen().language is Language.INDONESIAN


# ---------------------------------------------------------------- pictures


def test_an_old_picture_of_the_officer_is_not_shown_as_live() -> None:
    booth = Booth().in_call(talk=True, picture=True)
    booth.tell(PictureHeldSeen(True))
    assert booth.seen().picture_held
    booth.tell(LinkSeen(Link.LOST))
    assert not booth.seen().picture_held


def test_how_good_the_link_is_is_known_during_the_call_and_not_after_it() -> None:
    booth = Booth().in_call(talk=True)
    assert booth.seen().quality == GOOD
    reduced = LinkQuality(LinkLevel.PICTURE_REDUCED, (Reason.PICTURE_SEEN,))
    booth.tell(QualitySeen(reduced))
    assert booth.seen().quality == reduced
    booth.hear(queued())
    assert booth.seen().quality == GOOD
