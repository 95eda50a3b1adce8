"""A received voice: in order, bounded, never old as if it were new. Bad links: ``test_voice_repair``."""

from __future__ import annotations

import threading
import time
from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace

from channel.core import red
from channel.core.playout import HELD_MOST_BLOCKS
from channel.media import libopus
from channel.media.opus import SILENCE_PACKET, OpusEncoder, packet_samples
from channel.media.voice_playout import VoicePlayout
from tests.channel.media.rig import tone
from tests.channel.media.voice_link import OPUS_TYPE, VoiceLink, voice_packet

BLOCK_S = 0.02
PULL_S = 0.01


class Listener:
    """A playout on a clock of its own; each ``step`` is 20 ms, two pulls."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.playout = VoicePlayout(lambda: self.now_s)
        self.heard: list[np.ndarray[tuple[int], np.dtype[np.int16]]] = []

    def put(self, number: int, payload: bytes, *, is_red: bool = False) -> None:
        self.playout.put(voice_packet(number, payload, is_red=is_red), self.now_s)

    def pull(self) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
        self.now_s += PULL_S
        pulled = self.playout.pull()
        assert pulled.shape == (480,)
        return pulled

    def step(self) -> None:
        self.heard.append(np.concatenate((self.pull(), self.pull())))


def test_nothing_received_is_digital_silence() -> None:
    listener = Listener()
    for _ in range(5):
        listener.step()
        assert listener.heard[-1].dtype == np.int16
        assert not listener.heard[-1].any()
    assert listener.playout.figures.concealed == 0


def test_a_voice_is_played_in_order_and_silence_packets_end_in_exact_zeros() -> None:
    listener, encoder = Listener(), OpusEncoder(32)
    for number in range(40):
        listener.put(number, encoder.encode(tone(437, number)) if number < 20 else SILENCE_PACKET)
        listener.step()
    assert np.abs(listener.heard[15]).max() > 7000
    assert not np.concatenate(listener.heard[25:]).any()


@pytest.mark.parametrize("lost", range(19, 24))
def test_silence_packets_end_in_exact_zeros_whichever_is_lost(lost: int) -> None:
    listener, encoder = Listener(), OpusEncoder(32)
    encoder.protect(20)
    for number in range(40):
        packet = encoder.encode(tone(437, number)) if number < 20 else SILENCE_PACKET
        if number != lost:
            listener.put(number, packet)
        listener.step()
    assert not np.concatenate(listener.heard[27:]).any()


def test_packets_of_another_length_give_what_is_pulled() -> None:
    """A browser may send 40 ms a packet when it is told to save."""
    listener, encoder = Listener(), OpusEncoder(32)
    packets = [encoder.encode(tone(437, number)) for number in range(40)]
    for number in range(0, 40, 2):
        # Code 1 or 2 of RFC 6716: two frames in one packet.
        pair = packets[number : number + 2]
        if len(pair[0]) != len(pair[1]):
            both = bytes([pair[0][0] & 0xFC | 2]) + _length(len(pair[0]) - 1) + pair[0][1:] + pair[1][1:]
        else:
            both = bytes([pair[0][0] & 0xFC | 1]) + pair[0][1:] + pair[1][1:]
        listener.put(number, both)
        listener.step()
        listener.step()
    assert np.abs(np.concatenate(listener.heard[10:38])).max() > 7000
    assert listener.playout.figures.concealed == 0


def _length(size: int) -> bytes:
    return bytes([size]) if size < 252 else bytes([252 + (size & 3), (size - (252 + (size & 3))) >> 2])


def test_earlier_blocks_in_a_packet_fill_the_holes() -> None:
    listener, encoder = Listener(), OpusEncoder(32)
    packets = [encoder.encode(tone(437, number)) for number in range(60)]
    for number in range(1, 60):
        if number % 7:
            earlier = [red.RedBlock(960, packets[number - 1])]
            listener.put(number, red.write(OPUS_TYPE, packets[number], earlier), is_red=True)
        listener.step()
    figures = listener.playout.figures
    assert figures.repaired_red >= 7
    assert figures.concealed <= 1


def test_only_what_no_redundancy_brought_is_asked_for_again_and_only_in_time() -> None:
    encoder = OpusEncoder(32)
    packets = [encoder.encode(tone(437, number)) for number in range(8)]
    listener = Listener()
    for number in (0, 1, 3):
        listener.put(number, packets[number])
    assert listener.playout.missing_due_s <= 0.0
    asked = listener.playout.missing(0.0, 0.03)
    assert asked == [voice_packet(2, b"").sequence]
    assert listener.playout.missing(0.001, 0.03) == [], "not again within a round trip"

    repaired = Listener()
    for number in (0, 1):
        repaired.put(number, packets[number])
    payload = red.write(OPUS_TYPE, packets[3], [red.RedBlock(960, packets[2])])
    repaired.put(3, payload, is_red=True)
    assert repaired.playout.missing(0.0, 0.03) == []

    far_away = Listener()
    for number in (0, 1, 3):
        far_away.put(number, packets[number])
    assert far_away.playout.missing(0.0, 0.3) == [], "it could not come in time"


@pytest.mark.parametrize(
    ("round_trip_s", "is_repeated", "is_asked_for"),
    [(0.01, True, True), (0.01, False, False), (0.3, True, False)],
)
def test_a_late_packet_that_nobody_asked_for_is_no_repair(
    round_trip_s: float, is_repeated: bool, is_asked_for: bool
) -> None:
    encoder, listener, asked = OpusEncoder(32), Listener(), 0
    packets = [encoder.encode(tone(437, number)) for number in range(60)]
    for number in range(60):
        late = number - 1 if number % 5 == 3 else None
        for came in (None if number % 5 == 2 else number, late):
            if came is not None:
                listener.put(came, packets[came])
                asked += len(listener.playout.missing(listener.now_s, round_trip_s, is_repeated=is_repeated))
            listener.pull()
    assert listener.playout.figures.played > 50
    assert (asked > 0) == is_asked_for
    assert (listener.playout.figures.repaired_nack > 0) == is_asked_for


def _most_packets_in_one_pull(listener: Listener) -> int:
    """The far end sends long packets in time, then as many ahead of it as are held."""
    long_packet = bytes((SILENCE_PACKET[0] & 0xFC | 3, 6)) + SILENCE_PACKET[1:] * 6
    assert packet_samples(long_packet) == 6 * 960
    for number in range(100):
        if number % 6 == 0:
            listener.put(number, long_packet)
        listener.step()
    for ahead in range(HELD_MOST_BLOCKS):
        listener.put(102 + 6 * ahead, long_packet)
    played = [listener.playout.figures.played]
    for _ in range(12):
        listener.pull()
        played.append(listener.playout.figures.played)
    return max(after - before for before, after in pairwise(played))


def test_a_far_end_that_sends_ahead_of_time_makes_no_pull_decode_much() -> None:
    assert _most_packets_in_one_pull(Listener()) <= 6


def test_without_the_bound_one_pull_would_decode_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr("channel.core.playout.SPARE_MOST_PULLS", 1000)
    assert _most_packets_in_one_pull(Listener()) > 30


def test_bytes_that_are_no_voice_are_silence_and_end_nothing() -> None:
    listener, chance = Listener(), np.random.default_rng(7)
    for number in range(300):
        listener.put(number, chance.bytes(int(chance.integers(0, 1600))), is_red=number % 3 == 0)
        listener.step()


@pytest.mark.parametrize("rested_s", [0.5, 1.5, 2.0, 10.0])
def test_a_loudspeaker_that_was_pulled_out_and_is_back_plays_what_is_said_now(rested_s: float) -> None:
    listener, encoder = Listener(), OpusEncoder(32)
    rest = range(50, 50 + round(rested_s / BLOCK_S))
    for number in range(rest.stop + 100):
        said_now = number >= rest.stop
        listener.put(number, encoder.encode(tone(613 if said_now else 437, number)))
        if number in rest:
            listener.now_s += BLOCK_S
        else:
            listener.step()
    heard = np.concatenate(listener.heard[-50:]).astype(float)
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    assert np.argmax(spectrum) * 48_000 / len(heard) == pytest.approx(613, abs=2)
    late = [block for block in listener.heard[50:] if not block.any()]
    assert len(late) <= 5, "it is back at once"


def test_what_is_made_up_counts_in_blocks() -> None:
    """Whether it is made up for the half of one or for a whole one."""
    listener, encoder = Listener(), OpusEncoder(32)
    for number in range(60):
        packet = encoder.encode(tone(437, number))
        if number not in (20, 30, 31, 40):
            listener.put(number, packet)
        listener.step()
    assert listener.playout.figures.concealed == 4


def test_silence_is_no_voice_and_none_of_it_is_made_up() -> None:
    """A booth that nobody listens to sends nothing else: its figures are of no use to anybody."""
    listener, encoder = Listener(), OpusEncoder(32)
    for number in range(20):
        listener.put(number, encoder.encode(tone(437, number)))
        listener.step()
    voice = listener.playout.figures
    assert (voice.played, voice.concealed) == (20, 0)
    for number in range(20, 200):
        if number % 3 or number < 30:
            listener.put(number, SILENCE_PACKET)
        listener.step()
    silence = listener.playout.figures
    assert (silence.played, silence.concealed) == (20, 0)
    assert silence.seconds == pytest.approx(0.4)


def test_another_peer_begins_with_nothing_of_the_one_before() -> None:
    listener, encoder = Listener(), OpusEncoder(32)
    for number in range(20):
        listener.put(number, encoder.encode(tone(437, number)))
        listener.step()
    listener.put(20, encoder.encode(tone(437, 20)))
    listener.playout.reset()
    listener.step()
    for number in range(500, 520):
        listener.put(number, SILENCE_PACKET)
        listener.step()
    assert not np.concatenate(listener.heard[22:]).any()
    encoder = OpusEncoder(32)
    for number in range(520, 540):
        listener.put(number, encoder.encode(tone(437, number)))
        listener.step()
    assert listener.heard[-1].any(), "it is this one that is played"


def in_the_middle_of_a_block() -> Listener:
    """Of a loud one: its second half is decoded and not played yet."""
    listener, encoder = Listener(), OpusEncoder(32)
    for number in range(20):
        listener.put(number, encoder.encode(tone(437, number)))
        listener.step()
    while not len(listener.playout._rest):
        assert np.abs(listener.pull()).max() > 7000
    return listener


def test_of_the_peer_before_not_even_the_rest_of_a_block_is_heard() -> None:
    listener = in_the_middle_of_a_block()
    listener.playout.reset()
    assert not listener.pull().any()


def test_the_rest_of_a_block_is_heard_of_a_peer_that_stays() -> None:
    """The control of the test above."""
    assert np.abs(in_the_middle_of_a_block().pull()).max() > 7000


def test_a_sender_that_changes_its_stream_is_followed() -> None:
    listener, encoder = Listener(), OpusEncoder(32)
    for number in range(20):
        listener.put(number, SILENCE_PACKET)
        listener.step()
    for number in range(20):
        packet = replace(voice_packet(7000 + number, encoder.encode(tone(437, number))), ssrc=8)
        listener.playout.put(packet, listener.now_s)
        listener.step()
    assert np.abs(listener.heard[-1]).max() > 7000


def test_without_the_library_a_voice_with_losses_is_still_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libopus, "library", lambda: None)
    link = VoiceLink(6.0, loss=0.1, depth=1).run()
    assert link.figures.repaired_red > 10
    assert link.figures.played > 250


def test_pulling_and_putting_from_two_threads_at_once_is_safe() -> None:
    playout, stop = VoicePlayout(), threading.Event()
    packet = OpusEncoder(32).encode(tone(437, 0))

    def pulling() -> None:
        while not stop.is_set():
            assert playout.pull().shape == (480,)

    puller = threading.Thread(target=pulling)
    puller.start()
    deadline_s = time.monotonic() + 0.5
    number = 0
    while time.monotonic() < deadline_s:
        playout.put(voice_packet(number, packet), number * BLOCK_S)
        playout.missing(number * BLOCK_S, 0.01)
        assert playout.figures.played >= 0
        number += 1
        if number % 50 == 0:
            playout.reset()
    stop.set()
    puller.join()
    assert len(playout._playout) <= HELD_MOST_BLOCKS
