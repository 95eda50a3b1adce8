"""Whatever happens in whatever order: nothing of one channel reaches anybody but its two ends."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channel.wire.ids import ChannelId, Epoch, VisitId
from channel.wire.link_level import LinkLevel
from channel.wire.messages import (
    Answer,
    AnswerForDesk,
    AskHelp,
    AskRebuild,
    ChannelBoothPresence,
    ChannelClosed,
    ChannelHelp,
    ChannelOpened,
    DeskAccepting,
    EndChannel,
    EndVisit,
    HelpSeen,
    LinkReport,
    Offer,
    OfferForBooth,
    PickVisit,
    RateVisit,
    RebuildForDesk,
    StartVisit,
    ToBooth,
    ToDesk,
)
from signaling_server.core.hub import Hub
from signaling_server.core.records import Channel, ClientId, Desk, Visit
from tests.signaling_server.core.script import Peer, Play

BOOTHS = 5
OFFICERS = ("sari", "budi")
ACTIONS = (
    "booth joins",
    "booth rejoins",
    "booth vanishes",
    "desk joins",
    "desk rejoins",
    "desk vanishes",
    "start",
    "end",
    "help",
    "rate",
    "answer",
    "rebuild",
    "offer",
    "foreign offer",
    "pick",
    "pause",
    "end channel",
    "help seen",
    "report",
    "wait",
    "wait long",
    "restart",
)
Step = tuple[str, int, int]
steps = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(0, BOOTHS - 1), st.integers(0, 6)),
    min_size=1,
    max_size=60,
)


@dataclass
class World:
    """A play, the newest connection of each booth and officer, and what they remember."""

    play: Play = field(default_factory=lambda: Play(booths=BOOTHS))
    booths: dict[int, Peer] = field(default_factory=dict)
    desks: dict[str, Peer] = field(default_factory=dict)
    leases: dict[int, str] = field(default_factory=dict)
    desk_leases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ends: dict[ChannelId, tuple[str, int]] = field(default_factory=dict)
    """Each channel ever opened: its officer and its booth's number."""
    read: dict[int, int] = field(default_factory=dict)

    def do(self, step: Step) -> None:
        action, booth, number = step
        officer = OFFICERS[number % len(OFFICERS)]
        peer, desk = self.booths.get(booth + 1), self.desks.get(officer)
        channels = sorted(self.ends)
        channel = channels[number % len(channels)] if channels else ChannelId("x" * 22)
        match action:
            case "booth joins":
                self.booths[booth + 1] = self.play.booth(booth + 1)
            case "booth rejoins":
                self.booths[booth + 1] = self.play.booth(booth + 1, lease=self.leases.get(booth + 1, ""))
            case "booth vanishes" if peer:
                peer.vanish()
            case "desk joins":
                self.desks[officer] = self.play.desk(officer, capacity=max(1, number))
            case "desk rejoins":
                leases = self.desk_leases.get(officer, ())
                self.desks[officer] = self.play.desk(officer, capacity=max(1, number), leases=leases)
            case "desk vanishes" if desk:
                desk.vanish()
            case "start" if peer:
                peer.say(StartVisit(language="id", consent=True, consent_version="1"))
            case "end" if peer:
                peer.say(EndVisit())
            case "help" if peer:
                peer.say(AskHelp(wanted=number % 2 == 0))
            case "rate" if peer:
                peer.say(RateVisit(score=1 + number % 4))
            case "answer" if peer:
                peer.say(Answer(epoch=Epoch(max(1, number)), sdp=f"booth {booth + 1}"))
            case "rebuild" if peer:
                peer.say(AskRebuild(epoch=Epoch(max(1, number))))
            case "offer" | "foreign offer" if desk:
                desk.say(Offer(channel=channel, epoch=Epoch(number + 1), sdp=f"{officer} {channel}"))
            case "pick" if desk:
                waiting = [visit.id for visit in self.play.hub.branch.queue]
                desk.say(PickVisit(visit=waiting[booth % len(waiting)] if waiting else VisitId("x" * 22)))
            case "pause" if desk:
                desk.say(DeskAccepting(accepting=number > 3))
            case "end channel" if desk:
                desk.say(EndChannel(channel=channel))
            case "help seen" if desk:
                desk.say(HelpSeen(channel=channel))
            case "report" if desk:
                level = list(LinkLevel)[number % 4]
                desk.say(LinkReport(channel=channel, level=level, loss=0.0, round_trip_ms=1.0))
            case "wait":
                self.play.wait(number)
            case "wait long":
                self.play.wait(20 * number)
            case "restart":
                self.play.restart()
                for anyone in (*self.booths.values(), *self.desks.values()):
                    anyone.closed = True
                self.play.peers.clear()
            case _:
                pass
        self._read_mail()

    def _read_mail(self) -> None:
        for number, peer in self.booths.items():
            for message in self._new(peer):
                self._check_booth(number, message)
            self.leases[number] = peer.lease or self.leases.get(number, "")
        for officer, peer in self.desks.items():
            for message in self._new(peer):
                self._check_desk(officer, message)
            self.desk_leases[officer] = peer.leases or self.desk_leases.get(officer, ())

    def _new(self, peer: Peer) -> list[ToBooth | ToDesk]:
        seen = self.read.get(peer.client, 0)
        self.read[peer.client] = len(peer.told)
        return peer.told[seen:]

    def _check_booth(self, number: int, message: ToBooth | ToDesk) -> None:
        if isinstance(message, OfferForBooth):
            officer, channel = message.sdp.split(" ")
            assert self.ends[ChannelId(channel)] == (officer, number), "an offer went astray"

    def _check_desk(self, officer: str, message: ToBooth | ToDesk) -> None:
        match message:
            case ChannelOpened():
                self.ends.setdefault(message.channel, (officer, message.number))
                assert self.ends[message.channel] == (officer, message.number), "a channel changed its ends"
            case AnswerForDesk():
                assert self.ends[message.channel][0] == officer
                assert message.sdp == f"booth {self.ends[message.channel][1]}", "an answer went astray"
            case RebuildForDesk() | ChannelHelp() | ChannelBoothPresence() | ChannelClosed():
                assert self.ends[message.channel][0] == officer, "a channel's message went astray"
            case _:
                pass

    # ------------------------------------------------------------ what always holds

    def check(self) -> None:
        branch = self.play.hub.branch
        queued = list(branch.queue)
        channels = [channel for desk in branch.desks.values() for channel in desk.channels.values()]
        for booth in branch.booths.values():
            visit = booth.visit
            places = queued.count(visit) if visit is not None else 0
            places += sum(channel.visit is visit for channel in channels) if visit is not None else 0
            assert visit is None or places == 1, "a visit is in exactly one place"
        assert len(queued) + len(channels) == sum(b.visit is not None for b in branch.booths.values())
        for channel in channels:
            assert channel.visit.channel is channel
            assert channel.desk.channels[channel.id] is channel
            assert channel.report is None or channel.report.channel == channel.id
        for desk in branch.desks.values():
            assert len(desk.channels) <= desk.capacity, "capacity is never exceeded"
        assert queued == sorted(queued, key=order), "the queue is in order"

    def check_nobody_waits_in_vain(self) -> None:
        """Once everything has settled: a free desk and a present visit do not stand side by side."""
        self.play.wait(200)
        self._read_mail()
        branch = self.play.hub.branch
        free = [d for d in branch.desks.values() if d.client is not None and d.accepting and d.free]
        present = [visit for visit in branch.queue if visit.booth.client is not None]
        assert not (free and present)
        self.check()


def order(visit: Visit) -> tuple[bool, float]:
    return (not visit.first, visit.queued_at)


@settings(max_examples=150, deadline=None)
@given(steps)
def test_channels_are_private_visits_in_one_place_and_desks_within_capacity(script: list[Step]) -> None:
    world = World()
    for step in script:
        world.do(step)
        world.check()
    world.check_nobody_waits_in_vain()


@settings(max_examples=100, deadline=None)
@given(st.permutations(range(1, BOOTHS + 1)), st.integers(1, 6))
def test_visits_are_served_in_the_order_in_which_they_began(arrivals: list[int], capacity: int) -> None:
    play = Play(booths=BOOTHS)
    for number in arrivals:
        play.visitor(number)
        play.wait(1)
    desk = play.desk(capacity=capacity)
    for number in arrivals:
        desk.say(EndChannel(channel=desk.channel_of(number)))
    assert [m.number for m in desk.all(ChannelOpened)] == arrivals


class LeakyHub(Hub):
    """The defence off: a desk reaches whatever channel it names."""

    def _channel(self, client: ClientId, desk: Desk, channel: ChannelId) -> Channel | None:
        every = {c.id: c for known in self.branch.desks.values() for c in known.channels.values()}
        return every.get(channel)


def test_control_a_hub_that_lets_desks_reach_foreign_channels_is_caught() -> None:
    script: list[Step] = [
        ("desk joins", 0, 0),
        ("booth joins", 0, 0),
        ("start", 0, 0),
        ("desk joins", 0, 1),
        ("foreign offer", 0, 1),
    ]
    for hub, caught in ((Hub, False), (LeakyHub, True)):
        world = World()
        world.play.hub.__class__ = hub
        with pytest.raises(AssertionError, match="astray") if caught else contextlib.nullcontext():
            for step in script:
                world.do(step)
