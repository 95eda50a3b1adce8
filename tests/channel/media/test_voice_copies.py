"""Sound whose packets go out more than once because the way loses them one by one."""

from __future__ import annotations

import msgspec
import pytest

from channel.core.redundancy import Protection
from channel.core.rtp_features import OURS
from channel.media.rtp import HEADER, Packet, copy_of, original_of, parse
from channel.media.voice_copies import COPY_AFTER_S
from tests.channel.media.rig import OPEN, Rig
from tests.channel.media.rtp_link import Link, ask, sequences
from tests.helpers.aio import run


@pytest.mark.parametrize("copies", [2, 3, 4])
@pytest.mark.parametrize("apart_s", [0.02, 0.0])
def test_sound_comes_although_all_copies_but_the_last_are_lost(apart_s: float, copies: int) -> None:
    """Also where blocks leave together: a loop that was late sends what has been waiting in one go."""
    link = Link()
    link.near.transport.voice_copies = copies
    stream = link.near.transport.outgoing["audio"]
    sent_s: dict[int, list[float]] = {}

    def lose_all_but_the_last(packet: Packet) -> bool:
        times_s = sent_s.setdefault(packet.timestamp, [])
        times_s.append(link.clock.now_s)
        return len(times_s) < copies

    link.near.way.lose = lose_all_but_the_last
    for block in range(3):
        stream.send((b"block %d" % block,), 960 * block, marker=False)
        link.clock.run(apart_s)
    link.clock.run(0.1)
    assert link.far.payloads("audio") == [b"block 0", b"block 1", b"block 2"]
    assert {packet.ssrc for _, packet in link.far.came} == {stream.ssrc}, "as if they were the originals"
    numbers = [parse(data, transport_id=OURS.transport_id) for _, data in link.near.way.sent]
    assert len({packet.transport_number for packet in numbers if packet is not None}) == 3 * copies
    for times_s in sent_s.values():
        at_once = copies // 2
        after_s = [0.0] * at_once + [COPY_AFTER_S] * (copies - at_once)
        assert [at_s - times_s[0] for at_s in times_s] == pytest.approx(after_s)


@pytest.mark.parametrize("copies", [1, 2, 4])
def test_what_comes_more_than_once_is_no_loss(copies: int) -> None:
    link = Link()
    link.near.transport.voice_copies = copies
    link.near.way.loss = 0.02
    link.near.way.refuses = True
    link.speak(link.near)
    told = []
    link.clock.every(1.0, lambda: told.append(link.far.transport.reports.loss_in))
    link.clock.run(30)
    assert sum(told[2:]) / len(told[2:]) == pytest.approx(0.02, abs=0.015)


@pytest.mark.parametrize("loss", [0.0, 0.05])
def test_copies_that_overtake_their_originals_make_no_loss_of_them(loss: float) -> None:
    """Not at the sender, which would slow down for it, and not at the far end, which would tell people."""
    link = Link()
    link.near.transport.voice_copies = 4
    way = link.near.way
    way.loss, way.jitter_s, way.refuses = loss, 0.04, True
    link.speak(link.near)
    seen: list[tuple[float, float, float]] = []

    def look() -> None:
        path = link.near.transport.congestion.path
        seen.append((path.loss, path.way_loss, link.far.transport.reports.loss_in))

    link.clock.every(1.0, look)
    link.clock.run(60)
    for figures in zip(*seen[3:], strict=True):
        assert sum(figures) / len(figures) == pytest.approx(loss, abs=0.015)
    assert link.near.transport.congestion.path.gone < 0.01


def test_copies_are_one_stream_without_holes_however_long_they_rest() -> None:
    """SRTP counts how often the numbers of a stream began anew by the packets of that stream."""
    link = Link()
    stream = link.near.transport.outgoing["audio"]
    for block in range(40):
        link.near.transport.voice_copies = 4 if block % 20 < 2 else 1
        stream.send((b"block",), 960 * block, marker=False)
        link.clock.run(0.02)
    sent = [parse(data) for _, data in link.near.way.sent]
    copies = [packet for packet in sent if packet is not None and packet.ssrc != stream.ssrc]
    assert len(copies) == 4 * 3
    assert len({packet.ssrc for packet in copies}) == 1
    assert [(packet.sequence - copies[0].sequence) & 0xFFFF for packet in copies] == list(range(4 * 3))


def test_of_all_copies_one_is_followed() -> None:
    """The others would be worked at for nothing, and each would count for what may be asked for again."""
    link = Link()
    link.near.transport.voice_copies = 4
    link.near.way.jitter_s = 0.03
    link.speak(link.near)
    link.clock.run(4)
    heard = sequences(link, "audio")
    assert len(link.near.way.sent) > 4 * 190
    assert len(heard) == len(set(heard)) > 190
    assert link.far.transport.refused == 0


@pytest.mark.parametrize("red", [False, True])
def test_a_copy_says_all_that_its_original_says(red: bool) -> None:
    plain = OURS.red_type if red else 96
    assert plain is not None
    packet = HEADER.pack(0x80, 0x80 | plain, 65_535, 7, 0xFFFFFFFF) + b"what is said"
    copied = parse(copy_of(packet, OURS.copy_types(96)[plain], 3))
    assert copied is not None
    assert (copied.ssrc, copied.sequence) == (0, 3)
    assert original_of(copied, plain, red=red) == parse(packet, red_type=OURS.red_type)
    assert original_of(msgspec.structs.replace(copied, payload=b"x"), plain, red=red) is None


def test_what_comes_again_as_itself_was_not_lost() -> None:
    """Asked for although it had come: SRTP refuses the second one, and its number cannot be read."""
    link = Link()
    link.near.way.refuses = True
    link.speak(link.near)
    told: list[float] = []
    link.clock.every(1.0, lambda: told.append(link.far.transport.reports.loss_in))

    def ask_for_what_came() -> None:
        ask(link, "audio", sequences(link, "audio")[-8])

    link.clock.run(1.0)
    link.clock.every(0.1, ask_for_what_came)
    link.clock.run(10)
    assert len(link.near.way.sent) > 12 * 50, "they were sent again"
    assert max(told[2:]) < 0.02


@pytest.mark.parametrize("loss", [0.05, 0.2])
def test_single_losses_are_not_taken_for_runs(loss: float) -> None:
    """Several are told of at once, and after what arrived between them."""
    link = Link()
    link.near.way.loss = loss
    link.speak(link.near)
    link.show(link.near, lambda: 400)
    bursts: list[float] = []
    link.clock.every(1.0, lambda: bursts.append(link.near.transport.congestion.path.burst))
    link.clock.run(40)
    assert sum(bursts[3:]) / len(bursts[3:]) == pytest.approx(1 / (1 - loss), abs=0.08)


def test_room_is_made_for_copies_before_the_first_has_gone() -> None:
    transport = Link().near.transport
    before_kbps = transport.picture_kbps
    transport.voice_copies = 2
    assert transport.picture_kbps == pytest.approx(before_kbps - 54, abs=4)


@pytest.mark.parametrize("copies", [2, 3, 4])
@pytest.mark.parametrize("shut", [True, False])
def test_a_shut_gate_takes_back_the_copies(shut: bool, copies: int) -> None:
    link = Link()
    link.near.transport.voice_copies = copies
    stream = link.near.transport.outgoing["audio"]
    stream.send((b"said before",), 0, marker=False)
    if shut:
        stream.forget()
    link.clock.run(0.1)
    went = max(1, copies // 2) if shut else copies
    assert len(link.near.way.sent) == went, "without the shut all go out: the control"


def test_the_first_block_after_an_opening_has_copies_too() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up()
            desk = rig.channel.desk
            assert desk._link.peer is not None
            desk._voice_out._redundancy.protection = Protection(copies=3)
            assert desk._link.peer._transport.voice_copies == 1, "silence has none"
            desk.apply(OPEN)
            assert desk._link.peer._transport.voice_copies == 3, "not only from the next tick on"

    run(scenario())
