from __future__ import annotations

from channel.wire.ids import VisitId
from channel.wire.messages import (
    BoothAssigned,
    BoothCondition,
    BoothQueued,
    BoothReport,
    BranchState,
    ChannelClosed,
    ChannelOpened,
    CloseReason,
    DeskAccepting,
    EndChannel,
    EndVisit,
    ErrorCode,
    PickVisit,
    Refused,
    StartVisit,
    VisitEnded,
)
from tests.signaling_server.core.script import DESK_GRACE_S, RECOVERY_S, Play


def test_a_visit_waits_until_a_desk_comes_and_then_both_ends_are_told() -> None:
    play = Play()
    booth = play.visitor(1)
    assert booth.last(BoothQueued).place == 1
    assert booth.all(BoothAssigned) == []
    desk = play.desk()
    opened = desk.last(ChannelOpened)
    assert (opened.number, opened.language, opened.consent) == (1, "id", True)
    assert opened.visit == booth.last(BoothQueued).visit == booth.last(BoothAssigned).visit
    assert booth.last(BoothAssigned).officer_name == "Sari"


def test_the_oldest_visits_come_first_and_capacity_is_never_exceeded() -> None:
    play = Play()
    for number in (3, 1, 2):
        play.visitor(number)
        play.wait(1)
    desk = play.desk(capacity=2)
    assert [m.number for m in desk.all(ChannelOpened)] == [3, 1]


def test_an_ended_channel_makes_room_for_the_next_visit() -> None:
    play = Play()
    for number in (1, 2):
        play.visitor(number)
    desk = play.desk(capacity=1)
    desk.say(EndChannel(channel=desk.channel_of(1)))
    assert desk.last(ChannelClosed).reason is CloseReason.DESK_ENDED
    assert [m.number for m in desk.all(ChannelOpened)] == [1, 2]


def test_the_desk_with_the_fewest_channels_gets_the_next_visit() -> None:
    play = Play()
    sari, budi = play.desk("sari"), play.desk("budi")
    for number in range(1, 5):
        play.visitor(number)
    assert len(sari.all(ChannelOpened)) == len(budi.all(ChannelOpened)) == 2


def test_a_paused_desk_gets_nothing_by_itself_and_goes_on_when_it_accepts_again() -> None:
    play = Play()
    desk = play.desk(accepting=False)
    play.visitor(1)
    assert desk.all(ChannelOpened) == []
    desk.say(DeskAccepting(accepting=True))
    assert desk.last(ChannelOpened).number == 1


def test_a_paused_desk_may_pick_any_waiting_visit() -> None:
    play = Play()
    desk = play.desk(accepting=False)
    play.visitor(1)
    second = play.visitor(2)
    desk.say(PickVisit(visit=second.last(BoothQueued).visit))
    assert desk.last(ChannelOpened).number == 2


def test_a_full_desk_cannot_pick() -> None:
    play = Play()
    desk = play.desk(capacity=1)
    play.visitor(1)
    second = play.visitor(2)
    (refused,) = desk.say(PickVisit(visit=second.last(BoothQueued).visit))
    assert isinstance(refused, Refused)
    assert refused.code is ErrorCode.DESK_FULL
    assert not refused.fatal


def test_a_visit_that_does_not_wait_cannot_be_picked() -> None:
    play = Play()
    desk = play.desk()
    booth = play.visitor(1)
    for visit in (booth.last(BoothQueued).visit, VisitId("x" * 22)):
        (refused,) = desk.say(PickVisit(visit=visit))
        assert isinstance(refused, Refused)
        assert refused.code is ErrorCode.NO_SUCH_VISIT


def test_a_booth_that_is_away_keeps_its_place_but_is_passed_over() -> None:
    play = Play()
    first = play.visitor(1)
    play.wait(1)
    play.visitor(2)
    lease = first.lease
    first.vanish()
    desk = play.desk(capacity=1)
    assert [m.number for m in desk.all(ChannelOpened)] == [2]
    back = play.booth(1, lease=lease)
    assert back.last(BoothQueued).place == 1


def test_a_booth_that_ends_its_visit_is_ready_for_the_next_one() -> None:
    play = Play()
    desk = play.desk()
    booth = play.visitor(1)
    booth.say(EndVisit())
    assert booth.last(VisitEnded).reason is CloseReason.BOOTH_ENDED
    assert desk.last(ChannelClosed).reason is CloseReason.BOOTH_ENDED
    booth.start_visit()
    assert len(desk.all(ChannelOpened)) == 2


def test_a_visit_ended_by_a_broken_booth_says_so() -> None:
    play = Play()
    booth = play.visitor(1)
    booth.say(BoothReport(condition=BoothCondition.FAULT, code="D-01"))
    booth.say(EndVisit())
    assert booth.last(VisitEnded).reason is CloseReason.BOOTH_FAULT


def test_neither_a_second_visit_nor_one_in_a_booth_that_is_not_ready_can_start() -> None:
    play = Play()
    start = StartVisit(language="id", consent=True, consent_version="1")
    served = play.visitor(1)
    cleaning = play.booth(2)
    cleaning.say(BoothReport(condition=BoothCondition.CLEANING))
    for booth in (served, cleaning):
        refused = booth.say(start)[-1]
        assert isinstance(refused, Refused)
        assert refused.code is ErrorCode.OUT_OF_PLACE
        assert not booth.closed


def test_ending_what_does_not_exist_is_refused_by_name() -> None:
    play = Play()
    refused = play.booth(1).say(EndVisit())[-1]
    assert isinstance(refused, Refused)
    assert refused.code is ErrorCode.NO_SUCH_VISIT


def test_places_and_estimates_follow_the_queue() -> None:
    play = Play()
    desk = play.desk(capacity=2)
    booths = [play.visitor(number) for number in (1, 2, 3, 4)]
    play.wait(1)
    assert [b.last(BoothQueued).place for b in booths[2:]] == [1, 2]
    assert [b.last(BoothQueued).estimate_s for b in booths[2:]] == [300, 600]
    desk.say(EndChannel(channel=desk.channel_of(1)))
    play.wait(1)
    assert booths[3].last(BoothQueued).place == 1
    assert booths[3].last(BoothQueued).desks == 1


def test_a_waiting_booth_hears_its_place_at_least_every_five_seconds() -> None:
    play = Play()
    booth = play.visitor(1)
    before = len(booth.all(BoothQueued))
    play.wait(21)
    assert len(booth.all(BoothQueued)) >= before + 4


def test_the_state_of_the_branch_is_not_sent_more_often_than_ten_times_a_second() -> None:
    play = Play()
    desk = play.desk()
    booth = play.booth(1)
    play.wait(1)
    before = len(desk.all(BranchState))
    for code in range(50):
        booth.say(BoothReport(condition=BoothCondition.FAULT, code=f"D-{code}"))
    play.wait(0.1)
    assert len(desk.all(BranchState)) - before == 2
    assert desk.last(BranchState).booths[0].code == "D-49"


def test_a_desk_is_told_whether_the_visit_had_a_channel_before() -> None:
    play = Play()
    first = play.desk()
    booth = play.visitor(1)
    assert not first.last(ChannelOpened).served_before
    first.vanish()
    play.wait(DESK_GRACE_S + 1.0)
    second = play.desk("budi")
    assert second.last(ChannelOpened).served_before
    booth.say(EndVisit())
    booth.start_visit()
    assert not second.last(ChannelOpened).served_before, "another person, who was never served"


def test_and_a_restart_of_the_server_does_not_make_it_forget() -> None:
    play = Play()
    play.desk()
    booth = play.visitor(1)
    for peer in list(play.peers.values()):
        if peer is not booth:
            peer.vanish()
    play.wait(DESK_GRACE_S + 1.0)
    play.restart()
    play.booth(1, lease=booth.lease)
    play.wait(RECOVERY_S + 1.0)
    assert play.desk("budi").last(ChannelOpened).served_before
