from __future__ import annotations

from collections.abc import Callable

import pytest

from booth_client.core.commands import StartDevices
from booth_client.core.events import (
    AnswerQuestion,
    AskForHelp,
    DeskForgotten,
    DoWithoutSigning,
    Finish,
    GoOn,
    Link,
    LinkSeen,
    ServerLost,
    TypeNumber,
)
from booth_client.core.snapshot import Help, Question, Screen
from channel.wire.documents import Outcome
from channel.wire.messages import (
    AskHelp,
    BoothCondition,
    BoothReport,
    CloseReason,
    HelpNoted,
    StartVisit,
    VisitEnded,
)
from tests.booth_client.core.builders import Booth, sent, spoken, welcome
from tests.booth_client.core.participant import Participant

DECLINED = StartVisit(language="id", consent=False, consent_version="text-1")


def test_help_in_the_call_is_asked_taken_back_and_noted() -> None:
    booth = Booth().in_call()
    assert sent(booth.tell(AskForHelp())) == [AskHelp(wanted=True)]
    assert booth.seen().help is Help.ASKED
    assert sent(booth.tell(AskForHelp())) == [AskHelp(wanted=False)]
    assert booth.seen().help is Help.NONE
    booth.tell(AskForHelp())
    booth.hear(HelpNoted())
    assert booth.seen().help is Help.NOTED
    assert sent(booth.tell(AskForHelp())) == [AskHelp(wanted=True)]


def test_a_call_for_help_survives_a_reconnect() -> None:
    booth = Booth().in_call()
    booth.tell(AskForHelp())
    booth.tell(ServerLost())
    assert AskHelp(wanted=True) in sent(booth.hear(welcome()))


def test_an_officer_who_comes_has_answered_the_call_for_help() -> None:
    booth = Booth().in_call()
    booth.tell(AskForHelp())
    assert AskHelp(wanted=False) in sent(booth.desk(talk=True))
    assert booth.seen().help is Help.NONE


def test_help_is_asked_anew_after_the_officer_has_come() -> None:
    booth = Booth().in_call()
    booth.tell(AskForHelp())
    booth.hear(HelpNoted())
    assert AskHelp(wanted=False) in sent(booth.desk(talk=True, listen=True)), "or the server keeps it"
    assert booth.seen().help is Help.NONE
    booth.desk()
    assert sent(booth.tell(AskForHelp())) == [AskHelp(wanted=True)]
    assert booth.seen().help is Help.ASKED


def test_an_officer_who_goes_over_from_all_booths_to_this_one_has_come() -> None:
    booth = Booth().in_call()
    booth.tell(AskForHelp())
    booth.desk(talk=True, all_call=True)
    assert AskHelp(wanted=False) in sent(booth.desk(talk=True))
    assert booth.seen().help is Help.NONE


def test_help_asked_while_the_officer_talks_is_answered_when_they_go() -> None:
    booth = Booth().in_call()
    booth.desk(talk=True, listen=True)
    booth.tell(AskForHelp())
    assert booth.seen().help is Help.ASKED
    assert AskHelp(wanted=False) in sent(booth.desk())
    assert booth.seen().help is Help.NONE


def announces(booth: Booth) -> None:
    booth.desk(talk=True, listen=True, all_call=True)


def is_forgotten(booth: Booth) -> None:
    booth.tell(DeskForgotten())


def loses_the_link(booth: Booth) -> None:
    booth.tell(LinkSeen(Link.LOST))


UNKNOWN = pytest.mark.parametrize("becomes_unknown", [announces, is_forgotten, loses_the_link])


@UNKNOWN
def test_neither_a_blip_nor_an_announcement_over_a_talk_answers_what_was_asked_in_it(
    becomes_unknown: Callable[[Booth], None],
) -> None:
    booth = Booth().in_call()
    booth.desk(talk=True, listen=True)
    booth.tell(AskForHelp())
    becomes_unknown(booth)
    assert booth.seen().help is Help.ASKED
    assert sent(booth.desk(talk=True, listen=True)) == []
    assert booth.seen().help is Help.ASKED
    assert AskHelp(wanted=False) in sent(booth.desk())


@UNKNOWN
def test_help_asked_while_nobody_knows_of_the_officer_is_answered_when_they_talk_and_not_before(
    becomes_unknown: Callable[[Booth], None],
) -> None:
    booth = Booth().in_call()
    booth.desk(talk=True, listen=True)
    becomes_unknown(booth)
    booth.tell(AskForHelp())
    booth.desk()
    assert booth.seen().help is Help.ASKED
    booth.desk(talk=True)
    assert booth.seen().help is Help.NONE


def test_an_officer_who_goes_does_not_answer_what_was_asked_before_they_came() -> None:
    booth = Booth().in_call()
    booth.desk(talk=True)
    booth.desk()
    booth.tell(AskForHelp())
    booth.desk(listen=True)
    booth.desk()
    assert booth.seen().help is Help.ASKED


def test_an_announcement_does_not_answer_a_call_for_help() -> None:
    booth = Booth().in_call()
    booth.tell(AskForHelp())
    booth.desk(talk=True, all_call=True)
    assert booth.seen().help is Help.ASKED


@pytest.mark.parametrize("station", ["ready", "consent", "ended"])
def test_help_without_a_visit_calls_an_officer_with_the_camera_shut(station: str) -> None:
    booth = getattr(Booth(), station)()
    booth.tell(AskForHelp())
    assert booth.seen().question is Question.CALL_OFFICER
    orders = booth.tell(AnswerQuestion(True))
    wanted = [DECLINED, AskHelp(wanted=True)]
    assert [message for message in sent(orders) if message in wanted] == wanted
    assert StartDevices(camera=False) in orders


def test_the_server_hears_that_the_booth_is_ready_before_it_hears_of_the_visit() -> None:
    booth = Booth().ended()
    booth.tell(AskForHelp())
    told = sent(booth.tell(AnswerQuestion(True)))
    assert told[0] == BoothReport(condition=BoothCondition.READY)


def test_not_calling_an_officer_leaves_everything_as_it_was() -> None:
    booth = Booth().ready()
    booth.tell(AskForHelp())
    assert sent(booth.tell(AnswerQuestion(False))) == []
    assert (booth.screen(), booth.seen().help) == (Screen.READY, Help.NONE)


@pytest.mark.parametrize("page", [Screen.SUMMARY, Screen.SLIP, Screen.RATING])
def test_help_after_the_end_sends_for_the_guard_and_keeps_the_page(page: Screen) -> None:
    booth = Participant().decided(Outcome.INCOMPLETE)
    booth.hear(VisitEnded(reason=CloseReason.DESK_ENDED))
    if page is not Screen.SUMMARY:
        booth.tell(DoWithoutSigning())
    if page is Screen.RATING:
        booth.touch(GoOn)
    pages = booth.seen().pages
    orders = booth.tell(AskForHelp())
    assert (sent(orders), spoken(orders)) == ([AskHelp(wanted=True)], ["call_guard"])
    assert (booth.seen().question, booth.seen().help) == (None, Help.ASKED)
    assert (booth.screen(), booth.seen().pages) == (page, pages)


def test_after_the_wipe_nobody_is_sent_for_any_more() -> None:
    booth = Participant().decided()
    booth.hear(VisitEnded(reason=CloseReason.DESK_ENDED))
    booth.tell(AskForHelp())
    booth.tell(Finish())
    booth.tell(AnswerQuestion(True))
    assert (booth.screen(), booth.seen().help) == (Screen.ENDED, Help.ASKED)
    orders = booth.tell(Finish())
    assert AskHelp(wanted=False) in sent(orders)
    assert (booth.screen(), booth.seen().help) == (Screen.READY, Help.NONE)


def test_who_asks_for_a_person_after_the_visit_has_left_nothing_in_it() -> None:
    booth = Participant().agreed()
    booth.tell(TypeNumber())
    booth.wait(5)
    assert booth.held, "the portrait waits for a lease"
    booth.tell(Finish())
    booth.tell(AnswerQuestion(True))
    booth.tell(AskForHelp())
    booth.tell(AnswerQuestion(True))
    assert booth.screen() is Screen.CALLING
    assert booth.held == set()
