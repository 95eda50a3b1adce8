from __future__ import annotations

from channel.wire.ids import BoothId, ChannelId, Epoch
from channel.wire.link_level import LinkLevel
from channel.wire.messages import (
    Answer,
    AnswerForDesk,
    AskHelp,
    AskRebuild,
    BoothHello,
    BoothQueued,
    BranchState,
    ChannelHelp,
    ChannelOpened,
    EndChannel,
    EndVisit,
    ErrorCode,
    HelpNoted,
    HelpSeen,
    LinkReport,
    Offer,
    OfferForBooth,
    RebuildForDesk,
    Refused,
)
from tests.signaling_server.core.script import Peer, Play


def report(channel: ChannelId, level: LinkLevel = LinkLevel.GOOD) -> LinkReport:
    return LinkReport(channel=channel, level=level, loss=0.02, round_trip_ms=40.0)


def refusal(peer: Peer) -> ErrorCode:
    return peer.last(Refused).code


def test_an_offer_reaches_its_booth_and_the_answer_its_desk_and_nobody_else() -> None:
    play = Play()
    sari, budi = play.desk("sari"), play.desk("budi")
    one, two = play.visitor(1), play.visitor(2)
    channel = sari.channel_of(1)
    before = {peer: len(peer.told) for peer in (budi, two)}
    sari.say(Offer(channel=channel, epoch=Epoch(1), sdp="offer"))
    assert one.last(OfferForBooth) == OfferForBooth(epoch=Epoch(1), sdp="offer")
    one.say(Answer(epoch=Epoch(1), sdp="answer"))
    assert sari.last(AnswerForDesk) == AnswerForDesk(channel=channel, epoch=Epoch(1), sdp="answer")
    one.say(AskRebuild(epoch=Epoch(1)))
    assert sari.last(RebuildForDesk) == RebuildForDesk(channel=channel, epoch=Epoch(1))
    assert {peer: len(peer.told) for peer in (budi, two)} == before


def test_a_desk_cannot_reach_another_desks_channel() -> None:
    play = Play()
    sari, budi = play.desk("sari"), play.desk("budi")
    booth = play.visitor(1)
    before = len(booth.told)
    channel = sari.channel_of(1)
    for message in (
        Offer(channel=channel, epoch=Epoch(1), sdp="x"),
        HelpSeen(channel=channel),
        report(channel),
        EndChannel(channel=channel),
        EndChannel(channel=ChannelId("x" * 22)),
    ):
        (refused,) = budi.say(message)
        assert isinstance(refused, Refused)
        assert refused.code is ErrorCode.NO_SUCH_CHANNEL
    assert len(booth.told) == before
    assert play.hub.link_reports(play.now_s) == []


def test_how_good_a_link_is_is_kept_for_a_while_and_told_to_nobody() -> None:
    play = Play()
    desk, other, booth = play.desk(), play.desk("budi"), play.visitor(1)
    before = [len(peer.told) for peer in (desk, other, booth)]
    bad = report(desk.channel_of(1), LinkLevel.VOICE_DISTURBED)
    assert desk.say(report(desk.channel_of(1))) == []
    assert desk.say(bad) == []
    assert [len(peer.told) for peer in (desk, other, booth)] == before
    assert play.hub.link_reports(play.now_s) == [bad]
    assert play.hub.link_reports(play.now_s + 14.9) == [bad]
    assert play.hub.link_reports(play.now_s + 15.0) == []


def test_a_link_is_not_counted_any_more_when_its_channel_has_ended() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    desk.say(report(desk.channel_of(1)))
    booth.say(EndVisit())
    assert play.hub.link_reports(play.now_s) == []


def test_epochs_only_rise() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    channel = desk.channel_of(1)
    desk.say(Offer(channel=channel, epoch=Epoch(3), sdp="x"))
    for epoch in (1, 3):
        desk.say(Offer(channel=channel, epoch=Epoch(epoch), sdp="x"))
        assert refusal(desk) is ErrorCode.STALE_EPOCH
    assert len(booth.all(OfferForBooth)) == 1
    for message in (
        Answer(epoch=Epoch(2), sdp="x"),
        Answer(epoch=Epoch(4), sdp="x"),
        AskRebuild(epoch=Epoch(1)),
    ):
        booth.say(message)
        assert refusal(booth) is ErrorCode.STALE_EPOCH
    assert desk.all(AnswerForDesk) == []
    assert desk.all(RebuildForDesk) == []


def test_a_booth_without_a_channel_reaches_nobody() -> None:
    play = Play()
    desk = play.desk(accepting=False)
    idle, waiting = play.booth(1), play.visitor(2)
    play.wait(1)
    before = len(desk.told)
    for booth in (idle, waiting):
        booth.say(Answer(epoch=Epoch(1), sdp="x"))
        assert refusal(booth) is ErrorCode.NO_SUCH_CHANNEL
    assert len(desk.told) == before


def test_an_offer_to_a_booth_that_is_away_is_kept_for_its_return() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    lease = booth.lease
    booth.vanish()
    desk.say(Offer(channel=desk.channel_of(1), epoch=Epoch(1), sdp="old"))
    desk.say(Offer(channel=desk.channel_of(1), epoch=Epoch(2), sdp="new"))
    back = play.booth(1, lease=lease)
    assert back.all(OfferForBooth) == [OfferForBooth(epoch=Epoch(2), sdp="new")]


def test_help_reaches_the_desk_at_once_and_the_note_of_it_the_booth() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    booth.say(AskHelp(wanted=True))
    assert desk.last(ChannelHelp).since == play.now_s
    desk.say(HelpSeen(channel=desk.channel_of(1)))
    assert booth.last(HelpNoted) == HelpNoted()
    booth.say(AskHelp(wanted=False))
    assert desk.last(ChannelHelp).since == 0


def test_help_is_shown_in_the_queue_and_comes_along_into_the_channel() -> None:
    play = Play()
    desk, booth = play.desk(accepting=False), play.visitor(1)
    booth.say(AskHelp(wanted=True))
    asked_s = play.now_s
    play.wait(5)
    booth.say(AskHelp(wanted=True))
    assert desk.last(BranchState).waiting[0].help_since == asked_s
    play.desk("budi")
    assert play.desk("budi").last(ChannelOpened).help_since == asked_s


def test_help_from_an_idle_booth_is_seen_by_every_desk() -> None:
    play = Play()
    desk, booth = play.desk(), play.booth(1)
    booth.say(AskHelp(wanted=True))
    play.wait(1)
    assert desk.last(BranchState).booths[0].help_since > 0


def test_help_does_not_outlive_the_visit() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    booth.say(AskHelp(wanted=True))
    booth.say(EndVisit())
    booth.start_visit()
    assert desk.last(ChannelOpened).help_since == 0


def test_messages_of_the_other_role_end_the_connection() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    booth.say(EndChannel(channel=desk.channel_of(1)))
    desk.say(EndVisit())
    for peer in (booth, desk):
        assert refusal(peer) is ErrorCode.OUT_OF_PLACE
        assert peer.closed


def test_a_second_hello_ends_the_connection() -> None:
    play = Play()
    booth = play.booth(1)
    booth.say(BoothHello(protocol=1, booth=BoothId("booth-2"), token="t", software="test"))
    assert refusal(booth) is ErrorCode.OUT_OF_PLACE
    assert booth.closed


def test_who_has_not_said_hello_is_not_heard() -> None:
    play = Play()
    stranger = Peer(play, play.desk().client)
    stranger.client = type(stranger.client)(999)
    play.peers[stranger.client] = stranger
    stranger.say(EndVisit())
    assert refusal(stranger) is ErrorCode.UNAUTHENTICATED
    assert stranger.closed


def test_an_unknown_booth_or_officer_is_refused() -> None:
    play = Play(booths=1)
    assert refusal(play.booth(9, ready=False)) is ErrorCode.UNAUTHENTICATED
    assert refusal(play.desk("nobody")) is ErrorCode.UNAUTHENTICATED


def test_the_queue_shown_to_desks_tells_nothing_about_participants() -> None:
    play = Play()
    desk = play.desk(accepting=False)
    booth = play.visitor(4)
    play.wait(1)
    (row,) = desk.last(BranchState).waiting
    assert (row.number, row.visit) == (4, booth.last(BoothQueued).visit)
    assert set(row.__struct_fields__) == {"visit", "booth", "number", "queued_at", "help_since"}
