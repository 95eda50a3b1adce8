"""Coming back: within the grace period, too late, twice at once, and to a server that was started anew."""

from __future__ import annotations

from channel.wire.ids import Epoch
from channel.wire.messages import (
    Answer,
    AnswerForDesk,
    AskHelp,
    BoothAssigned,
    BoothQueued,
    BranchState,
    ChannelBoothPresence,
    ChannelClosed,
    ChannelOpened,
    CloseReason,
    DeskPresence,
    DeskWelcome,
    EndChannel,
    ErrorCode,
    Offer,
    OfferForBooth,
    PickVisit,
    Refused,
    Replaced,
    VisitEnded,
)
from signaling_server.core.leases import Leases
from tests.signaling_server.core.script import BOOTH_GRACE_S, DESK_GRACE_S, RECOVERY_S, Play


def test_a_booth_back_within_its_grace_takes_its_channel_up_again() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    channel = desk.channel_of(1)
    booth.vanish()
    assert desk.last(ChannelBoothPresence) == ChannelBoothPresence(channel=channel, present=False)
    play.wait(BOOTH_GRACE_S - 1)
    back = play.booth(1, lease=booth.lease)
    assert desk.last(ChannelBoothPresence) == ChannelBoothPresence(channel=channel, present=True)
    assert back.last(BoothAssigned).visit == booth.last(BoothAssigned).visit
    desk.say(Offer(channel=channel, epoch=Epoch(1), sdp="x"))
    assert back.last(OfferForBooth).epoch == 1


def test_a_booth_that_stays_away_has_left_its_visit() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    booth.vanish()
    play.wait(BOOTH_GRACE_S + 1)
    assert desk.last(ChannelClosed).reason is CloseReason.BOOTH_GONE
    back = play.booth(1, lease=booth.lease)
    assert back.last(VisitEnded).reason is CloseReason.BOOTH_GONE
    assert back.all(BoothAssigned) == []


def test_a_booth_that_comes_back_without_its_lease_is_ready_for_somebody_else() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    booth.vanish()
    back = play.booth(1)
    assert desk.last(ChannelClosed).reason is CloseReason.BOOTH_GONE
    assert back.all(VisitEnded) == []
    back.start_visit()
    assert back.last(BoothAssigned).visit != booth.last(BoothAssigned).visit


def test_what_ended_while_a_booth_was_away_is_told_at_its_return() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    booth.vanish()
    desk.say(EndChannel(channel=desk.channel_of(1)))
    assert play.booth(1, lease=booth.lease).last(VisitEnded).reason is CloseReason.DESK_ENDED


def test_a_desk_back_within_its_grace_has_its_channels_with_or_without_leases() -> None:
    for hold_leases in (True, False):
        play = Play()
        desk, booth = play.desk(), play.visitor(1)
        channel = desk.channel_of(1)
        desk.say(Offer(channel=channel, epoch=Epoch(4), sdp="x"))
        desk.vanish()
        assert booth.last(DeskPresence) == DeskPresence(present=False)
        play.wait(DESK_GRACE_S - 1)
        back = play.desk(leases=desk.leases if hold_leases else ())
        assert booth.last(DeskPresence) == DeskPresence(present=True)
        assert [m.channel for m in back.all(ChannelOpened)] == [channel]
        assert back.last(ChannelOpened).epoch == 4
        assert booth.all(VisitEnded) == []


def test_the_channels_are_all_told_before_the_first_state_of_the_branch() -> None:
    play = Play()
    desk = play.desk()
    for number in (1, 2, 3):
        play.visitor(number)
    desk.vanish()
    back = play.desk(leases=desk.leases)
    kinds = [type(message) for message in back.told]
    assert kinds[0] is DeskWelcome
    assert kinds.index(BranchState) == 4
    assert kinds[1:4] == [ChannelOpened] * 3


def test_visits_of_a_desk_that_stays_away_go_to_the_front_with_their_first_time() -> None:
    play = Play()
    desk = play.desk(capacity=1)
    served = play.visitor(1)
    queued_at = served.last(BoothQueued).queued_at
    play.wait(10)
    waiting = play.visitor(2)
    desk.vanish()
    play.wait(DESK_GRACE_S + 1)
    assert served.last(BoothQueued).place == 1
    assert served.last(BoothQueued).queued_at == queued_at
    assert waiting.last(BoothQueued).place == 2
    other = play.desk("budi", capacity=1)
    assert [m.number for m in other.all(ChannelOpened)] == [1]
    late = play.desk(capacity=1, leases=desk.leases)
    assert late.last(ChannelClosed).reason is CloseReason.DESK_GONE


def test_the_front_of_the_queue_is_the_front_even_for_a_visit_picked_out_of_turn() -> None:
    play = Play()
    play.visitor(1)
    play.wait(10)
    young = play.visitor(2)
    desk = play.desk("sari", accepting=False)
    desk.say(PickVisit(visit=young.last(BoothQueued).visit))
    desk.vanish()
    play.wait(DESK_GRACE_S + 1)
    assert young.last(BoothQueued).place == 1


def test_a_desk_that_comes_back_smaller_keeps_the_oldest_channels() -> None:
    play = Play()
    desk = play.desk()
    booths = []
    for number in (1, 2, 3):
        booths.append(play.visitor(number))
        play.wait(1)
    desk.vanish()
    back = play.desk(capacity=2)
    play.wait(1)
    assert [m.number for m in back.all(ChannelOpened)] == [1, 2]
    assert booths[2].last(BoothQueued).place == 1


# ---------------------------------------------------------------- replaced


def test_a_second_booth_with_the_same_identity_replaces_the_first() -> None:
    play = Play()
    desk, first = play.desk(), play.visitor(1)
    second = play.booth(1, lease=first.lease)
    assert first.told[-1] == Replaced()
    assert first.closed
    assert not second.closed
    assert second.last(BoothAssigned).visit == first.last(BoothAssigned).visit
    assert desk.all(ChannelClosed) == []


def test_a_second_booth_without_the_lease_ends_the_visit_of_the_first() -> None:
    play = Play()
    desk, first = play.desk(), play.visitor(1)
    play.booth(1)
    assert first.told[-1] == Replaced()
    assert desk.last(ChannelClosed).reason is CloseReason.REPLACED


def test_what_a_replaced_client_still_says_counts_for_nothing() -> None:
    play = Play()
    desk, first = play.desk(), play.visitor(1)
    play.booth(1, lease=first.lease)
    before = len(desk.told)
    first.say(Answer(epoch=Epoch(1), sdp="x"))
    assert len(desk.told) == before


def test_a_second_desk_with_the_same_login_takes_the_channels_over() -> None:
    play = Play()
    first = play.desk()
    booth = play.visitor(1)
    second = play.desk()
    assert first.told[-1] == Replaced()
    assert first.closed
    assert second.last(ChannelOpened).number == 1
    assert booth.all(DeskPresence) == []


# ---------------------------------------------------------------- a new server


def test_after_a_restart_the_channel_is_the_same_whoever_comes_back_first() -> None:
    for booth_first in (True, False):
        play = Play()
        desk, booth = play.desk(), play.visitor(1)
        channel, queued_at = desk.channel_of(1), desk.last(ChannelOpened).queued_at
        booth.say(AskHelp(wanted=True))
        play.wait(100)
        play.restart()
        if booth_first:
            booth2 = play.booth(1, lease=booth.lease)
            assert booth2.last(DeskPresence) == DeskPresence(present=False)
            desk2 = play.desk(leases=desk.leases)
            assert booth2.last(DeskPresence) == DeskPresence(present=True)
        else:
            desk2 = play.desk(leases=desk.leases)
            assert not desk2.last(ChannelOpened).booth_present
            booth2 = play.booth(1, lease=booth.lease)
            assert desk2.last(ChannelBoothPresence).present
        opened = desk2.last(ChannelOpened)
        assert (opened.channel, opened.queued_at) == (channel, queued_at)
        assert booth2.last(BoothAssigned).visit == opened.visit
        play.wait(BOOTH_GRACE_S + DESK_GRACE_S)
        assert desk2.all(ChannelClosed) == []
        assert not booth2.all(VisitEnded)
        assert not booth2.all(BoothQueued)


def test_a_running_channel_goes_on_with_its_own_epochs_after_a_restart() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    channel = desk.channel_of(1)
    desk.say(Offer(channel=channel, epoch=Epoch(2), sdp="x"))
    play.wait(60)
    play.restart()
    booth2, desk2 = play.booth(1, lease=booth.lease), play.desk(leases=desk.leases)
    booth2.say(Answer(epoch=Epoch(2), sdp="x"))
    assert desk2.last(AnswerForDesk).epoch == 2
    desk2.say(Offer(channel=channel, epoch=Epoch(3), sdp="x"))
    assert booth2.last(OfferForBooth).epoch == 3


def test_a_desk_that_lost_its_channel_ends_and_its_server_is_given_a_higher_epoch() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    for epoch in range(1, 6):
        desk.say(Offer(channel=desk.channel_of(1), epoch=Epoch(epoch), sdp="x"))
        play.wait(1)
    play.restart()
    play.booth(1, lease=booth.lease)
    desk2 = play.desk()
    assert desk2.last(ChannelOpened).channel == desk.channel_of(1)
    assert desk2.last(ChannelOpened).epoch >= 5


def test_after_a_restart_the_queue_is_in_the_order_of_its_first_times() -> None:
    play = Play()
    booths = {}
    for number in (4, 2, 3, 1):
        booths[number] = play.visitor(number)
        play.wait(1)
    play.restart()
    back = {number: play.booth(number, lease=booths[number].lease) for number in (1, 2, 3, 4)}
    play.wait(1)
    places = {number: booth.last(BoothQueued).place for number, booth in back.items()}
    assert places == {4: 1, 2: 2, 3: 3, 1: 4}


def test_after_a_restart_nobody_is_paired_out_of_turn_before_the_others_had_time_to_come() -> None:
    play = Play()
    old = play.visitor(1)
    play.wait(1)
    young = play.visitor(2)
    play.restart()
    desk = play.desk()
    play.booth(2, lease=young.lease)
    assert desk.all(ChannelOpened) == []
    play.booth(1, lease=old.lease)
    assert desk.all(ChannelOpened) == []
    play.wait(RECOVERY_S + 1)
    assert [m.number for m in desk.all(ChannelOpened)] == [1, 2]


def test_after_a_restart_pairing_goes_on_as_soon_as_every_booth_is_back() -> None:
    play = Play(booths=2)
    old = play.visitor(1)
    play.wait(1)
    young = play.visitor(2)
    play.restart()
    desk = play.desk()
    play.booth(2, lease=young.lease)
    play.booth(1, lease=old.lease)
    assert [m.number for m in desk.all(ChannelOpened)] == [1, 2]


def test_a_first_start_pairs_at_once() -> None:
    play = Play()
    play.visitor(1)
    assert play.desk().last(ChannelOpened).number == 1


def test_a_served_booth_waits_for_its_own_officer_and_then_goes_to_the_front() -> None:
    play = Play()
    sari, served = play.desk("sari"), play.visitor(1)
    sari.vanish()
    play.wait(1)
    waiting = play.visitor(2)
    play.restart()
    back = play.booth(1, lease=served.lease)
    play.booth(2, lease=waiting.lease)
    budi = play.desk("budi")
    play.wait(RECOVERY_S + 1)
    assert [m.number for m in budi.all(ChannelOpened)] == [2]
    play.wait(DESK_GRACE_S)
    assert [m.number for m in budi.all(ChannelOpened)] == [2, 1]
    assert back.last(BoothAssigned).officer_name == "Budi"


def test_a_booth_that_forgot_its_visit_during_the_outage_closes_the_desks_channel() -> None:
    for booth_first in (True, False):
        play = Play()
        desk = play.desk()
        play.visitor(1)
        play.restart()
        if booth_first:
            play.booth(1)
        desk2 = play.desk(leases=desk.leases)
        if not booth_first:
            play.booth(1)
        assert desk2.last(ChannelClosed).reason is CloseReason.BOOTH_GONE


def test_a_desks_newer_lease_wins_over_the_booths_older_one() -> None:
    play = Play()
    booth = play.visitor(1)
    waiting = booth.lease
    desk = play.desk()
    play.restart()
    back = play.booth(1, lease=waiting)
    desk2 = play.desk(leases=desk.leases)
    assert desk2.last(ChannelOpened).channel == desk.channel_of(1)
    assert back.last(BoothAssigned).visit == booth.last(BoothAssigned).visit


# ---------------------------------------------------------------- leases that are not honoured


def test_forged_foreign_and_old_leases_are_ignored_and_the_booth_starts_fresh() -> None:
    play = Play()
    one, two = play.visitor(1), play.visitor(2)
    desk = play.desk()
    old = one.lease
    play.wait(12 * 3600 + 1)
    young = two.lease
    play.restart()
    for lease in (old, young, young[:-2], "nonsense", desk.leases[0]):
        booth = play.booth(1, lease=lease)
        assert booth.last(VisitEnded).reason is CloseReason.BOOTH_GONE
        assert not booth.all(BoothAssigned)
        assert not booth.all(BoothQueued)
        assert booth.all(Refused) == []


def test_a_lease_signed_with_another_key_is_ignored() -> None:
    play, other = Play(), Play()
    other.hub._arrivals._leases = other.hub._branch._leases = Leases(b"x" * 32)
    foreign = other.visitor(1).lease
    assert play.booth(1, lease=foreign).last(VisitEnded).reason is CloseReason.BOOTH_GONE
    assert other.booth(1, lease=foreign).last(BoothQueued).place == 1


def test_a_desk_cannot_take_over_another_desks_channel_with_its_lease() -> None:
    play = Play()
    sari, booth = play.desk("sari"), play.visitor(1)
    play.restart()
    budi = play.desk("budi", leases=sari.leases)
    assert budi.all(ChannelOpened) == []
    budi.say(Offer(channel=sari.channel_of(1), epoch=Epoch(9), sdp="x"))
    assert budi.last(Refused).code is ErrorCode.NO_SUCH_CHANNEL
    assert play.booth(1, lease=booth.lease).all(OfferForBooth) == []


def test_an_ended_visit_cannot_be_brought_back_with_its_lease() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    lease = booth.lease
    desk.say(EndChannel(channel=desk.channel_of(1)))
    booth.vanish()
    assert play.booth(1, lease=lease).last(VisitEnded).reason is CloseReason.DESK_ENDED
    assert play.desk(leases=desk.leases).last(ChannelClosed).reason is CloseReason.DESK_ENDED
