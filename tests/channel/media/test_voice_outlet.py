"""A voice gate with everything on that repeats: what was said before it opened is never heard.

The receiver is a playout that repairs by redundancy and by the codec's own; any of the packets around the
opening may be lost on the way.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from channel.core.congestion import PathFigures
from channel.core.red import read
from channel.media.opus import SILENCE_PACKET, SILENT_BLOCK, has_redundancy
from channel.media.rtp import OutgoingStream, Packet, parse
from channel.media.voice_outlet import VoiceBlock, VoiceOutlet
from channel.media.voice_playout import VoicePlayout
from channel.media.voice_source import VoiceSource
from tests.channel.media.rig import tone, until
from tests.channel.media.voice_link import loudest, vowel
from tests.helpers.aio import run

BLOCK_S = 0.02
RED_TYPE = 63
OPENS_AT = 20
AROUND = range(OPENS_AT - 2, OPENS_AT + 6)
LEAST_BITS = 8
"""A voice encoder's silence: a few units of 16 bits."""


def path(loss: float) -> PathFigures:
    """Wide enough for everything, and packets are lost one by one."""
    return PathFigures(way_loss=loss, target_kbps=1000.0)


LOSSY = path(0.2)


def loud(number: int) -> NDArray[np.int16]:
    return tone(437, number) * 3


class Sent:
    """Stands at the socket and at the place where the gate's shutting is told."""

    def __init__(self) -> None:
        self.packets: list[Packet] = []
        self.forgotten = 0
        self.stream = OutgoingStream(1, 96, 48_000, self._take, red_type=RED_TYPE, on_forget=self._forget)

    def _take(self, data: bytes) -> bool:
        packet = parse(data, red_type=RED_TYPE)
        assert packet is not None
        self.packets.append(packet)
        return True

    def _forget(self) -> None:
        self.forgotten += 1


async def spoken(
    blocks: Sequence[NDArray[np.int16]], gate: Iterable[int], outlet: VoiceOutlet, *, in_codec: bool
) -> list[Packet]:
    """What ``outlet`` sends when its gate changes before each block in ``gate``, on a channel that loses a
    fifth. Another outlet is open all the time: the encoder runs on. ``in_codec``: with redundancy of the
    codec's own too."""
    source, sent, other = VoiceSource(), Sent(), VoiceOutlet()
    outlet.stream = sent.stream
    source.attach(outlet)
    source.attach(other)
    other.open(-1.0)
    other.protect(LOSSY, red=not in_codec, copied=False)
    outlet.protect(LOSSY, red=True, copied=False)
    source.gates_changed()
    for number, block in enumerate(blocks):
        if number in gate:
            if outlet.is_open:
                outlet.shut()
            else:
                outlet.open(number * BLOCK_S - 0.001)
            source.gates_changed()
        source.push(block, number * BLOCK_S)
        await until(lambda number=number: len(sent.packets) == number + 1)  # type: ignore[misc]
    source.stop()
    return sent.packets


def heard(packets: Sequence[Packet], lost: Iterable[int] = ()) -> NDArray[np.int16]:
    """By a loudspeaker that pulls 22 ms behind, when the packets of these numbers do not arrive."""
    now_s = 0.0
    playout = VoicePlayout(lambda: now_s)
    pulled = []
    for number, packet in enumerate(packets):
        if number not in lost:
            playout.put(packet, number * BLOCK_S)
        for later_s in (0.002, 0.012):
            now_s = number * BLOCK_S + later_s
            pulled.append(playout.pull())
    return np.concatenate(pulled)


LOSSES = [set(lost) for count in (0, 1, 2) for lost in itertools.combinations(AROUND, count)]
BEFORE_THEN_SILENT = [loud(number) for number in range(OPENS_AT)] + [SILENT_BLOCK] * 15


@pytest.mark.parametrize("in_codec", [False, True])
def test_nothing_said_before_the_opening_is_heard_whatever_is_lost(in_codec: bool) -> None:
    packets = run(spoken(BEFORE_THEN_SILENT, [OPENS_AT], VoiceOutlet(), in_codec=in_codec))
    assert {packet.payload for packet in packets[:OPENS_AT]} == {SILENCE_PACKET}
    assert any(packet.red for packet in packets[OPENS_AT:])
    for lost in LOSSES:
        assert loudest(heard(packets, lost)) <= LEAST_BITS


@pytest.mark.parametrize("in_codec", [False, True])
def test_nothing_of_an_earlier_opening_is_heard_in_the_next_one(in_codec: bool) -> None:
    """Open and speaking, shut while speech goes on, opened again."""
    packets = run(spoken(BEFORE_THEN_SILENT, [3, 14, OPENS_AT], VoiceOutlet(), in_codec=in_codec))
    assert loudest(heard(packets[:14])) > 1000, "the first opening passed"
    for lost in LOSSES:
        assert loudest(heard(packets[16:], {number - 16 for number in lost})) <= LEAST_BITS


class Unforgetting(deque[tuple[int, bytes]]):
    def clear(self) -> None:
        """Does not."""


@pytest.mark.parametrize("forgets", [True, False])
def test_only_a_history_that_is_emptied_at_the_gate_does_not_reach_across_it(forgets: bool) -> None:
    """The last packets of the first opening and all until the second are lost. The control: a history that
    is kept brings them back after the second."""
    outlet = VoiceOutlet()
    if not forgets:
        outlet._passed = Unforgetting(maxlen=3)
    blocks = [loud(number) for number in range(12)] + [SILENT_BLOCK] * 14
    packets = run(spoken(blocks, [2, 12, 13], outlet, in_codec=False))
    first = next(n for n in range(13, len(packets)) if packets[n].payload != SILENCE_PACKET)
    after = heard(packets, range(9, first))[960 * first :]
    assert (loudest(after) <= LEAST_BITS) == forgets


def test_a_codec_that_repeats_makes_the_gate_wait_a_block_longer() -> None:
    for in_codec, first in ((False, OPENS_AT + 3), (True, OPENS_AT + 4)):
        packets = run(spoken(BEFORE_THEN_SILENT, [OPENS_AT], VoiceOutlet(), in_codec=in_codec))
        passed = [number for number, packet in enumerate(packets) if packet.payload != SILENCE_PACKET]
        assert passed[0] == first


def test_the_codecs_repetition_would_reach_back_so_far() -> None:
    """The control of the test above: the packet at the opening holds the block before it once more."""
    packets = run(spoken(BEFORE_THEN_SILENT, [1], VoiceOutlet(), in_codec=True))
    at_opening = packets[OPENS_AT]
    assert at_opening.red
    assert has_redundancy(read(at_opening.payload)[-1].payload)
    assert loudest(heard(packets[OPENS_AT - 3 :], {2})[960 * 3 :]) > 1000


def test_a_shut_gate_sends_plain_silence_and_nothing_that_was_sent_is_repeated() -> None:
    sent, outlet = Sent(), VoiceOutlet()
    outlet.stream = sent.stream
    outlet.shut()
    assert sent.forgotten == 0, "it was shut already"
    packets = run(spoken([vowel(number) for number in range(20)], [2, 12], VoiceOutlet(), in_codec=False))
    assert any(packet.red for packet in packets[4:12])
    assert {(packet.red, packet.payload) for packet in packets[12:]} == {(False, SILENCE_PACKET)}
    outlet.open(0.0)
    outlet.shut()
    assert sent.forgotten == 1


def test_packets_carry_no_more_than_the_channel_needs() -> None:
    def sizes(loss: float, red: bool) -> float:
        outlet = VoiceOutlet()

        async def scenario() -> list[Packet]:
            source, sent = VoiceSource(), Sent()
            outlet.stream = sent.stream
            source.attach(outlet)
            outlet.open(-1.0)
            outlet.protect(path(loss), red=red, copied=False)
            source.gates_changed()
            for number in range(30):
                source.push(vowel(number), number * BLOCK_S)
                await until(lambda number=number: len(sent.packets) == number + 1)  # type: ignore[misc]
            source.stop()
            return sent.packets

        return float(np.mean([len(packet.payload) for packet in run(scenario())[10:]]))

    clean = sizes(0.0, True)
    assert sizes(0.05, True) == pytest.approx(2 * clean, rel=0.15)
    assert sizes(0.2, True) == pytest.approx(4 * clean, rel=0.15)
    assert sizes(0.2, False) == pytest.approx(clean, rel=0.15)


def test_the_encoder_is_told_of_the_worst_loss_of_the_channels_that_rely_on_it() -> None:
    async def scenario() -> list[bool]:
        source, sent = VoiceSource(), Sent()
        outlets = [VoiceOutlet() for _ in range(3)]
        outlets[0].stream = sent.stream
        for outlet in outlets:
            source.attach(outlet)
        outlets[0].open(-1.0)
        outlets[1].open(-1.0)
        source.gates_changed()
        had = []
        for loss_of_open, loss_of_shut in ((0.0, 0.0), (0.1, 0.0), (0.0, 0.3)):
            outlets[1].protect(path(loss_of_open), red=False, copied=False)
            outlets[2].protect(path(loss_of_shut), red=False, copied=False)
            begun = len(sent.packets)
            for number in range(begun, begun + 30):
                source.push(vowel(number), number * BLOCK_S)
                await until(lambda number=number: len(sent.packets) == number + 1)  # type: ignore[misc]
            had.append(any(has_redundancy(packet.payload) for packet in sent.packets[begun + 2 :]))
        source.stop()
        return had

    assert run(scenario()) == [False, True, False]


def test_a_new_peer_without_redundancy_gets_none_from_the_first_block_on() -> None:
    """The depth of the old peer stands until the next look; the other outlets wait behind this one."""
    outlet, plain = VoiceOutlet(), Sent()
    outlet.stream = Sent().stream
    outlet.protect(LOSSY, red=True, copied=False)
    outlet.stream = OutgoingStream(1, 96, 48_000, plain._take)
    outlet.open(0.0)
    for number in range(3):
        outlet.deliver(VoiceBlock(b"voice", number * BLOCK_S))
    assert [(packet.red, packet.payload) for packet in plain.packets] == [(False, b"voice")] * 3
