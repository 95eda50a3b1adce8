"""What passes the gates, and that nothing of before an opening does."""

from __future__ import annotations

import asyncio
import threading

import numpy as np
import pytest
from numpy.typing import NDArray

from channel.media.handover import Handover
from channel.media.opus import SILENCE_PACKET, SILENT_BLOCK, OpusDecoder, OpusEncoder
from channel.media.rtp import OutgoingStream, parse
from channel.media.voice_outlet import VoiceOutlet
from channel.media.voice_source import VoiceSource
from tests.channel.media.rig import tone, until
from tests.helpers.aio import run

BLOCK_S = 0.02


class Sent:
    """Stands at the socket: keeps the payloads of one stream."""

    def __init__(self) -> None:
        self.payloads: list[bytes] = []
        self.full = False
        self.stream = OutgoingStream(1, 96, 48_000, self._take)

    def _take(self, data: bytes) -> bool:
        packet = parse(data)
        assert packet is not None
        if not self.full:
            self.payloads.append(packet.payload)
        return not self.full


def loud(number: int) -> NDArray[np.int16]:
    return tone(437, number) * 3


def loudest(payloads: list[bytes]) -> int:
    decoder = OpusDecoder()
    return max((int(np.abs(decoder.decode(payload)).max()) for payload in payloads), default=0)


async def voice_of(blocks: list[NDArray[np.int16]], *, opens_at: int, others_open: bool) -> list[bytes]:
    """The packets sent by an outlet that opens just before block ``opens_at``."""
    source, sent, outlet, other = VoiceSource(), Sent(), VoiceOutlet(), VoiceOutlet()
    outlet.stream = sent.stream
    source.attach(outlet)
    source.attach(other)
    if others_open:
        other.open(-1.0)
    source.gates_changed()
    for number, block in enumerate(blocks):
        if number == opens_at:
            outlet.open(number * BLOCK_S)
            source.gates_changed()
        source.push(block, number * BLOCK_S)
        await until(lambda number=number: len(sent.payloads) == number + 1)  # type: ignore[misc]
    source.stop()
    return sent.payloads


@pytest.mark.parametrize("others_open", [False, True])
def test_nothing_said_before_the_opening_is_carried(others_open: bool) -> None:
    spoken = [loud(number) for number in range(10)] + [SILENT_BLOCK] * 5
    sent = run(voice_of(spoken, opens_at=10, others_open=others_open))
    assert set(sent[:10]) == {SILENCE_PACKET}
    assert sent[13] != SILENCE_PACKET, "the gate did open"
    assert loudest(sent) <= 8, "a voice encoder's silence: a few units of 16 bits"


def test_the_packet_at_the_opening_would_carry_the_block_before_it() -> None:
    """The control of the test above: without the rule some of the last loud block is heard."""
    encoder = OpusEncoder(32)
    packets = [encoder.encode(loud(number)) for number in range(10)] + [encoder.encode(SILENT_BLOCK)]
    assert loudest([SILENCE_PACKET, packets[10]]) > 100


def test_an_opened_voice_gate_passes_what_is_said_afterwards() -> None:
    spoken = [SILENT_BLOCK] * 3 + [loud(number) for number in range(3, 20)]
    for others_open in (False, True):
        assert loudest(run(voice_of(spoken, opens_at=3, others_open=others_open))) > 10_000


def test_nothing_is_encoded_while_no_voice_gate_is_open() -> None:
    async def scenario() -> None:
        source, sent, outlet = VoiceSource(), Sent(), VoiceOutlet()
        outlet.stream = sent.stream
        source.attach(outlet)
        source.push(loud(0), 0.0)
        await until(lambda: sent.payloads)
        assert sent.payloads == [SILENCE_PACKET]
        assert source._encoder is None
        assert source.meter.level > 0.8, "the meter shows the microphone all the same"
        source.stop()

    run(scenario())


def test_a_loop_that_does_not_keep_up_gets_the_newest_and_is_told(no_leftovers: None) -> None:
    async def scenario() -> None:
        got: list[tuple[int, bool]] = []
        handover = Handover[int](3, lambda item, missed: got.append((item, missed)))
        handover.attach(asyncio.get_running_loop())

        def give() -> None:
            for number in range(8):
                handover.put(number)

        giver = threading.Thread(target=give)
        giver.start()
        giver.join()  # the loop stands still meanwhile
        await until(lambda: got)
        assert got == [(6, True), (7, False)]
        handover.detach()
        handover.put(9)
        await asyncio.sleep(0)
        assert len(got) == 2

    run(scenario())
