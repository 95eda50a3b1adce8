"""Peers by epoch: events in, commands out, for both ends."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from channel.core.liveness import Life
from channel.core.negotiation import (
    EPOCH_MOST,
    FAILURES_SHOWN,
    SETUP_LIMIT_S,
    Announce,
    AnswerCame,
    AskRebuild,
    BoothEvent,
    BoothNegotiation,
    Command,
    DescriptionMade,
    DeskEvent,
    DeskNegotiation,
    DropPeer,
    Elapsed,
    LifeChanged,
    LinkState,
    MakeAnswer,
    MakeOffer,
    OfferCame,
    PeerConnected,
    PeerFailed,
    RebuildAsked,
    SendDescription,
    Started,
    TakeAnswer,
    UsePeer,
)
from channel.wire.ids import Epoch

E1, E2, E3, E7, E8 = (Epoch(n) for n in (1, 2, 3, 7, 8))
LATER_S = 20.0
"""Longer than any delay before another attempt."""


def new_desk() -> DeskNegotiation:
    return DeskNegotiation(lambda: 0.0)


def new_booth() -> BoothNegotiation:
    return BoothNegotiation(lambda: 0.0)


def desk_up() -> DeskNegotiation:
    desk = new_desk()
    for event in (Started(E1), DescriptionMade(E1, "o"), AnswerCame(E1, "a"), PeerConnected(E1)):
        desk.handle(event, 0.0)
    return desk


def booth_up(epoch: Epoch = E1) -> BoothNegotiation:
    booth = new_booth()
    for event in (OfferCame(epoch, "o"), DescriptionMade(epoch, "a"), PeerConnected(epoch)):
        booth.handle(event, 0.0)
    return booth


def without_news(commands: list[Command]) -> list[Command]:
    return [command for command in commands if not isinstance(command, Announce)]


# ---------------------------------------------------------------- the desk


def test_the_desk_offers_takes_the_answer_and_uses_the_peer() -> None:
    desk = new_desk()
    assert desk.handle(Started(E1), 0.0) == [MakeOffer(E1), Announce(LinkState.SETTING_UP, E1)]
    assert desk.handle(DescriptionMade(E1, "offer"), 0.1) == [SendDescription(E1, "offer")]
    assert desk.handle(AnswerCame(E1, "answer"), 0.2) == [TakeAnswer(E1, "answer")]
    assert desk.handle(PeerConnected(E1), 0.3) == [UsePeer(E1), Announce(LinkState.UP, E1)]


def test_a_second_answer_and_one_of_another_epoch_are_ignored() -> None:
    desk = new_desk()
    desk.handle(Started(E2), 0.0)
    assert desk.handle(AnswerCame(E1, "old"), 0.1) == []
    assert desk.handle(AnswerCame(E3, "never offered"), 0.1) == []
    desk.handle(AnswerCame(E2, "a"), 0.2)
    assert desk.handle(AnswerCame(E2, "again"), 0.3) == []


def test_setting_up_is_given_up_after_ten_seconds_and_tried_again_with_a_new_epoch() -> None:
    desk = new_desk()
    desk.handle(Started(E1), 0.0)
    assert desk.handle(Elapsed(), SETUP_LIMIT_S - 0.01) == []
    assert desk.handle(Elapsed(), SETUP_LIMIT_S) == [DropPeer(E1)]
    assert desk.handle(Elapsed(), SETUP_LIMIT_S + 0.4) == []
    assert without_news(desk.handle(Elapsed(), SETUP_LIMIT_S + 0.5)) == [MakeOffer(E2)]


def test_failures_come_more_slowly_and_are_shown_after_three() -> None:
    desk, now_s, gaps_s, shown = new_desk(), 0.0, [], []
    desk.handle(Started(E1), now_s)
    for number in range(1, 7):
        news = desk.handle(PeerFailed(Epoch(number)), now_s)
        shown += [c.state for c in news if isinstance(c, Announce)]
        failed_s = now_s
        while True:
            now_s += 0.05
            commands = desk.handle(Elapsed(), now_s)
            shown += [c.state for c in commands if isinstance(c, Announce)]
            if MakeOffer(Epoch(number + 1)) in commands:
                break
        gaps_s.append(now_s - failed_s)
    assert gaps_s == sorted(gaps_s)
    assert gaps_s[0] < 1.0
    assert gaps_s[-1] > 8.0
    assert shown.index(LinkState.FAILED) == FAILURES_SHOWN - 1


def test_a_lost_link_is_rebuilt_and_the_old_peer_kept_until_the_new_one_is_connected() -> None:
    desk = desk_up()
    assert desk.handle(LifeChanged(Life.SILENT), 2.0) == [Announce(LinkState.SILENT, E1)]
    assert desk.handle(LifeChanged(Life.LOST), 5.0) == [Announce(LinkState.REBUILDING, E1)]
    assert desk.handle(Elapsed(), 6.0) == [MakeOffer(E2)]
    desk.handle(AnswerCame(E2, "a"), 6.1)
    assert desk.handle(PeerConnected(E2), 6.2) == [UsePeer(E2), DropPeer(E1), Announce(LinkState.UP, E2)]


def test_a_link_that_comes_back_by_itself_ends_the_attempt_to_replace_it() -> None:
    desk = desk_up()
    desk.handle(LifeChanged(Life.LOST), 5.0)
    desk.handle(Elapsed(), 6.0)
    assert desk.handle(LifeChanged(Life.ALIVE), 6.5) == [DropPeer(E2), Announce(LinkState.UP, E1)]
    assert desk.handle(Elapsed(), LATER_S) == []
    assert desk.handle(PeerConnected(E2), LATER_S) == []


def test_a_failed_peer_is_dropped_at_once_and_rebuilt() -> None:
    desk = desk_up()
    assert desk.handle(PeerFailed(E1), 1.0) == [DropPeer(E1), Announce(LinkState.REBUILDING, E1)]
    assert without_news(desk.handle(Elapsed(), 2.0)) == [MakeOffer(E2)]


def test_the_booth_may_ask_for_a_rebuild_and_the_link_goes_on_meanwhile() -> None:
    desk = desk_up()
    assert desk.handle(RebuildAsked(E1), 1.0) == []
    assert desk.handle(Elapsed(), 2.0) == [MakeOffer(E2)]
    assert desk.active == E1


def test_a_stale_wish_for_a_rebuild_is_ignored() -> None:
    desk = desk_up()
    desk.handle(RebuildAsked(E1), 1.0)
    desk.handle(Elapsed(), 2.0)
    assert desk.handle(RebuildAsked(E1), 2.1) == []


def test_a_booth_that_keeps_on_asking_does_not_keep_the_desk_busy() -> None:
    desk, offers = desk_up(), 0
    for tenth in range(600):
        now_s = tenth / 10
        offers += sum(isinstance(c, MakeOffer) for c in desk.handle(RebuildAsked(desk.newest), now_s))
        offers += sum(isinstance(c, MakeOffer) for c in desk.handle(Elapsed(), now_s))
    assert offers <= 12


def test_a_booth_that_connects_and_asks_again_at_once_gets_its_rebuilds_ever_more_slowly() -> None:
    desk, rebuilt = desk_up(), 0
    for tenth in range(600):
        now_s = tenth / 10
        desk.handle(RebuildAsked(desk.newest), now_s)
        for command in desk.handle(Elapsed(), now_s):
            if isinstance(command, MakeOffer):
                rebuilt += 1
                desk.handle(AnswerCame(command.epoch, "a"), now_s)
                desk.handle(PeerConnected(command.epoch), now_s)
    assert rebuilt <= 12


def test_a_restarted_desk_goes_on_from_the_epoch_that_the_booth_names() -> None:
    desk = new_desk()
    desk.handle(Started(E1), 0.0)
    assert desk.handle(RebuildAsked(E7), 0.1) == [DropPeer(E1), Announce(LinkState.SETTING_UP, E7)]
    assert without_news(desk.handle(Elapsed(), 2.0)) == [MakeOffer(E8)]


def test_a_senseless_epoch_is_ignored() -> None:
    desk = desk_up()
    assert desk.handle(RebuildAsked(Epoch(EPOCH_MOST + 1)), 1.0) == []
    assert desk.handle(Elapsed(), LATER_S) == []
    assert new_booth().handle(OfferCame(Epoch(EPOCH_MOST + 1), "o"), 0.0) == [
        Announce(LinkState.SETTING_UP, Epoch(0))
    ]


# ---------------------------------------------------------------- the booth


def test_the_booth_answers_and_uses_the_peer() -> None:
    booth = new_booth()
    assert booth.handle(OfferCame(E1, "offer"), 0.0) == [
        MakeAnswer(E1, "offer"),
        Announce(LinkState.SETTING_UP, E1),
    ]
    assert booth.handle(DescriptionMade(E1, "answer"), 0.1) == [SendDescription(E1, "answer")]
    assert booth.handle(PeerConnected(E1), 0.2) == [UsePeer(E1), Announce(LinkState.UP, E1)]


def test_a_stale_or_doubled_offer_is_ignored_while_the_link_is_alive() -> None:
    booth = booth_up(E2)
    assert booth.handle(OfferCame(E1, "old"), 1.0) == []
    assert booth.handle(OfferCame(E2, "again"), 1.0) == []


def test_a_stale_offer_to_a_dead_link_is_answered_with_the_newest_epoch_known() -> None:
    booth = booth_up(E7)
    booth.handle(LifeChanged(Life.SILENT), 2.0)
    assert booth.handle(OfferCame(E1, "from a restarted desk"), 2.5) == [AskRebuild(E7)]


def test_a_newer_offer_replaces_an_attempt_and_keeps_the_peer_in_use() -> None:
    booth = booth_up(E1)
    assert booth.handle(OfferCame(E2, "o"), 1.0) == [MakeAnswer(E2, "o")]
    assert booth.handle(OfferCame(E3, "o"), 2.0) == [DropPeer(E2), MakeAnswer(E3, "o")]
    assert booth.handle(PeerConnected(E2), 2.1) == []
    assert booth.handle(PeerConnected(E3), 2.2) == [UsePeer(E3), DropPeer(E1), Announce(LinkState.UP, E3)]


def test_the_booth_asks_for_a_rebuild_after_five_seconds_and_again_until_an_offer_comes() -> None:
    booth, asked = booth_up(), 0
    booth.handle(LifeChanged(Life.SILENT), 2.0)
    assert booth.handle(LifeChanged(Life.LOST), 5.0) == [
        AskRebuild(E1),
        Announce(LinkState.REBUILDING, E1),
    ]
    for tenth in range(50, 350):
        asked += booth.handle(Elapsed(), tenth / 10).count(AskRebuild(E1))
    assert 2 <= asked <= 10
    booth.handle(OfferCame(E2, "o"), 35.0)
    assert booth.handle(Elapsed(), 36.0) == []


def test_the_booth_gives_up_setting_up_after_ten_seconds_and_asks() -> None:
    booth = new_booth()
    booth.handle(OfferCame(E1, "o"), 0.0)
    assert booth.handle(Elapsed(), SETUP_LIMIT_S) == [DropPeer(E1)]
    assert without_news(booth.handle(Elapsed(), SETUP_LIMIT_S + 1.0)) == [AskRebuild(E1)]


def test_a_failed_peer_of_the_booth_is_dropped_and_a_rebuild_asked_for_at_once() -> None:
    assert booth_up().handle(PeerFailed(E1), 1.0) == [
        DropPeer(E1),
        AskRebuild(E1),
        Announce(LinkState.REBUILDING, E1),
    ]


# ---------------------------------------------------------------- both, whatever happens

epochs = st.integers(1, 4).map(Epoch)
common = st.one_of(
    st.builds(DescriptionMade, epochs, st.just("sdp")),
    st.builds(PeerConnected, epochs),
    st.builds(PeerFailed, epochs),
    st.builds(LifeChanged, st.sampled_from(Life)),
    st.just(Elapsed()),
)
desk_events = st.one_of(
    st.builds(AnswerCame, epochs, st.just("sdp")), st.builds(RebuildAsked, epochs), common
)
booth_events = st.one_of(st.builds(OfferCame, epochs, st.just("sdp")), common)


class Peers:
    """Which peers exist when the commands are carried out."""

    def __init__(self) -> None:
        self.made: list[Epoch] = []
        self.alive: set[Epoch] = set()
        self.used: Epoch | None = None

    def perform(self, commands: list[Command]) -> None:
        for command in commands:
            match command:
                case MakeOffer(epoch) | MakeAnswer(epoch, _):
                    assert not self.made or epoch > self.made[-1], "every peer has an epoch of its own"
                    self.made.append(epoch)
                    self.alive.add(epoch)
                case UsePeer(epoch):
                    assert epoch in self.alive
                    self.used = epoch
                case DropPeer(epoch):
                    assert epoch in self.alive
                    self.alive.remove(epoch)
                    self.used = None if self.used == epoch else self.used
                case TakeAnswer(epoch, _) | SendDescription(epoch, _):
                    assert epoch in self.alive
                case AskRebuild() | Announce():
                    pass
        assert len(self.alive) <= 2, "the one in use and the one that is to replace it"


def run_script(machine: Any, script: list[tuple[Any, float]], peers: Peers) -> None:
    now_s = 0.0
    for event, wait_s in script:
        now_s += wait_s
        peers.perform(machine.handle(event, now_s))
        assert machine.active == peers.used


@given(st.lists(st.tuples(desk_events, st.floats(0.0, 6.0)), max_size=60))
def test_the_desk_never_has_more_than_two_peers_nor_an_epoch_twice(
    script: list[tuple[DeskEvent, float]],
) -> None:
    run_script(new_desk(), [(Started(E1), 0.0), *script], Peers())


@given(st.lists(st.tuples(booth_events, st.floats(0.0, 6.0)), max_size=60))
def test_the_booth_never_has_more_than_two_peers_nor_an_epoch_twice(
    script: list[tuple[BoothEvent, float]],
) -> None:
    run_script(new_booth(), script, Peers())
