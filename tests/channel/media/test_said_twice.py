"""Sound that is sent twice because the way loses packets one by one."""

from __future__ import annotations

import pytest

from channel.core.redundancy import Protection
from channel.core.rtp_features import OURS
from channel.media.media_transport import SECOND_AFTER_S
from channel.media.rtp import Packet, parse
from tests.channel.media.rig import OPEN, Rig
from tests.channel.media.rtp_link import Link
from tests.helpers.aio import run


@pytest.mark.parametrize("apart_s", [0.02, 0.0])
def test_sound_that_is_said_twice_comes_although_its_first_packet_is_lost(apart_s: float) -> None:
    """Also where blocks leave together: a loop that was late sends what has been waiting in one go."""
    link = Link()
    link.near.transport.says_twice = True
    stream = link.near.transport.outgoing["audio"]
    sent_s: dict[int, list[float]] = {}

    def lose_the_first(packet: Packet) -> bool:
        times_s = sent_s.setdefault(packet.sequence, [])
        times_s.append(link.clock.now_s)
        return len(times_s) == 1

    link.near.way.lose = lose_the_first
    for block in range(3):
        stream.send((b"block %d" % block,), 960 * block, marker=False)
        link.clock.run(apart_s)
    link.clock.run(0.1)
    assert link.far.payloads("audio") == [b"block 0", b"block 1", b"block 2"]
    numbers = [parse(data, transport_id=OURS.transport_id) for _, data in link.near.way.sent]
    assert len({packet.transport_number for packet in numbers if packet is not None}) == 6
    for first_s, second_s in sent_s.values():
        assert second_s - first_s == pytest.approx(SECOND_AFTER_S)


@pytest.mark.parametrize("twice", [True, False])
def test_what_comes_twice_is_no_loss(twice: bool) -> None:
    link = Link()
    link.near.transport.says_twice = twice
    link.near.way.loss = 0.02
    link.near.way.refuses = True
    link.speak(link.near)
    told = []
    link.clock.every(1.0, lambda: told.append(link.far.transport.reports.loss_in))
    link.clock.run(30)
    assert sum(told[2:]) / len(told[2:]) == pytest.approx(0.02, abs=0.015)


@pytest.mark.parametrize("shut", [True, False])
def test_a_shut_gate_takes_back_the_second_packet(shut: bool) -> None:
    link = Link()
    link.near.transport.says_twice = True
    stream = link.near.transport.outgoing["audio"]
    stream.send((b"said before",), 0, marker=False)
    if shut:
        stream.forget()
    link.clock.run(0.1)
    assert len(link.near.way.sent) == (1 if shut else 2), "without the shut it goes out: the control"


def test_the_first_block_after_an_opening_is_said_twice_too() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up()
            desk = rig.channel.desk
            assert desk._link.peer is not None
            desk._voice_out._redundancy.protection = Protection(twice=True)
            desk.apply(OPEN)
            assert desk._link.peer._transport.says_twice, "not only from the next tick on"

    run(scenario())
