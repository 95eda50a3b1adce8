"""Whole pictures of H.264, which have no numbers: after a loss only a key frame goes on."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from channel.core.h264 import FORMAT, cut, is_keyframe
from channel.core.picture_assembly import (
    BYTES_HELD_MOST,
    PACKETS_HELD_MOST,
    Arrival,
    Assembler,
    NeedKeyframe,
    WholePicture,
)
from channel.core.repair import Missing
from tests.channel.core.test_h264 import IDR, PARAMETERS_OF_PICTURE, SLICE, SMALL, parameters, unit
from tests.channel.core.test_h264 import stream as annex_b

GAP_S = 0.01
MOST_AGE_S = 0.1
PACKET_BYTES = 100


class Receiver:
    """An assembler beside the holes it waits for; nothing is ever asked for."""

    def __init__(self) -> None:
        self.missing = Missing(most_age_s=MOST_AGE_S)
        self.assembler = Assembler(self.missing, FORMAT)
        self.pictures: list[bytes] = []
        self.wishes = 0

    def put(self, *arrivals: Arrival) -> None:
        for arrival in arrivals:
            self.missing.came(arrival.sequence, arrival.arrived_s)
            self._note(self.assembler.put(arrival))
            self.wait_until(arrival.arrived_s)

    def wait_until(self, now_s: float) -> None:
        self.missing.due(now_s, 0.02)
        self._note(self.assembler.elapsed(now_s))

    def _note(self, outcomes: list[WholePicture | NeedKeyframe]) -> None:
        for outcome in outcomes:
            if isinstance(outcome, WholePicture):
                assert outcome.keyframe == is_keyframe(outcome.data)
                self.pictures.append(outcome.data)
            else:
                self.wishes += 1


def picture(number: int, *, key: bool, packets: int) -> bytes:
    body = bytes((number % 255 + 1,)) * (packets * PACKET_BYTES * 9 // 10)
    if key:
        return annex_b(SMALL, PARAMETERS_OF_PICTURE, unit(IDR, body))
    return annex_b(unit(SLICE, body))


def stream(plan: list[tuple[bool, int]], *, first_sequence: int = 0) -> tuple[list[Arrival], list[bytes]]:
    """RTP packets 10 ms apart for pictures of (key frame?, about so many packets), and the pictures."""
    arrivals: list[Arrival] = []
    pictures = [picture(index, key=key, packets=packets) for index, (key, packets) in enumerate(plan)]
    for index, data in enumerate(pictures):
        payloads = cut(data, PACKET_BYTES)
        for part, payload in enumerate(payloads):
            sequence = (first_sequence + len(arrivals)) & 0xFFFF
            ends = part == len(payloads) - 1
            arrivals.append(Arrival(sequence, index * 3600, ends, payload, len(arrivals) * GAP_S))
    return arrivals, pictures


def feed(arrivals: list[Arrival]) -> tuple[list[bytes], int]:
    receiver = Receiver()
    receiver.put(*arrivals)
    return receiver.pictures, receiver.wishes


PLAN = [(True, 3), (False, 1), (False, 2), (False, 1), (True, 4), (False, 2), (False, 1)]


def test_every_picture_is_whole_on_its_marker_bit() -> None:
    arrivals, pictures = stream(PLAN, first_sequence=65530)
    receiver = Receiver()
    for arrival in arrivals:
        before = len(receiver.pictures)
        receiver.put(arrival)
        assert len(receiver.pictures) == before + arrival.marker
    assert (receiver.pictures, receiver.wishes) == (pictures, 0)


def test_nothing_comes_before_the_first_key_frame() -> None:
    arrivals, pictures = stream(PLAN)
    second = next(at for at, one in enumerate(arrivals) if one.timestamp)
    assert feed(arrivals[second:]) == (pictures[4:], 0)
    assert feed(arrivals[1:]) == (pictures[4:], 0), "half a key frame is none"


def test_a_packet_that_comes_again_in_time_loses_nothing() -> None:
    arrivals, pictures = stream([(True, 2), *[(False, 2)] * 4])
    again = replace(arrivals.pop(4), arrived_s=arrivals[6].arrived_s + 0.001)
    arrivals.insert(7, again)
    assert feed(arrivals) == (pictures, 0)


def test_a_packet_lost_for_good_discards_everything_until_the_next_key_frame() -> None:
    arrivals, pictures = stream([(True, 2), *[(False, 2)] * 8, (True, 2), (False, 1)])
    lost = next(at for at, one in enumerate(arrivals) if one.timestamp == 2 * 3600)
    del arrivals[lost]
    assert feed(arrivals) == ([*pictures[:2], *pictures[9:]], 1)


def test_a_key_frame_behind_a_hole_is_not_kept_waiting() -> None:
    arrivals, pictures = stream([(True, 1), (False, 1), (True, 2), (False, 1)])
    lost = next(at for at, one in enumerate(arrivals) if one.timestamp)
    assert feed([*arrivals[:lost], *arrivals[lost + 1 :]])[0] == [pictures[0], *pictures[2:]]


def test_padding_between_pictures_holds_up_nothing_unless_it_is_lost() -> None:
    """Nobody can tell that a packet which is missing was only padding; it comes again like others."""
    arrivals, pictures = stream([(True, 1), (False, 1), (False, 2)])
    second = next(at for at, one in enumerate(arrivals) if one.timestamp)
    behind = [replace(one, sequence=one.sequence + 1) for one in arrivals[second:]]
    padding = Arrival(second, 0, False, b"", arrivals[second - 1].arrived_s)
    assert feed([*arrivals[:second], padding, *behind]) == (pictures, 0)
    late = replace(padding, arrived_s=behind[-1].arrived_s)
    receiver = Receiver()
    receiver.put(*arrivals[:second], *behind)
    assert receiver.pictures == pictures[:1]
    receiver.put(late)
    assert (receiver.pictures, receiver.wishes) == (pictures, 0)


def test_a_picture_that_a_decoder_must_not_get_breaks_the_stream_until_a_key_frame() -> None:
    arrivals, pictures = stream([(True, 1), (False, 1), (False, 1), (True, 1)])
    second = next(at for at, one in enumerate(arrivals) if one.timestamp)
    huge = annex_b(parameters(1000, 1000), PARAMETERS_OF_PICTURE, unit(IDR, b"picture"))
    hostile = replace(arrivals[second], payload=cut(huge, 1200)[0])
    assert feed([*arrivals[:second], hostile, *arrivals[second + 1 :]]) == ([pictures[0], pictures[3]], 1)
    assert feed([hostile])[0] == []


def test_a_picture_without_end_is_given_up() -> None:
    first = stream([(True, 1)])[0][0]
    rest = bytes((0x60 | 28, IDR)) + bytes(1200)
    receiver = Receiver()
    receiver.put(replace(first, marker=False))
    receiver.put(*[Arrival(number, 0, False, rest, 0.0) for number in range(1, 600)])
    assert (receiver.pictures, receiver.assembler.waiting) == ([], True)
    assert len(receiver.assembler._parts) < PACKETS_HELD_MOST
    assert receiver.assembler._held_bytes <= BYTES_HELD_MOST


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 5)), min_size=1, max_size=40),
    st.randoms(use_true_random=False),
    st.sampled_from([0.0, 0.02, 0.2, 0.6]),
    st.integers(0, 4),
)
def test_loss_reordering_and_doubles_never_give_a_picture_without_all_before_it(
    plan: list[tuple[bool, int]], chance: random.Random, loss: float, shuffle: int
) -> None:
    arrivals, pictures = stream([(True, 2), *plan], first_sequence=65500)
    sent = [one for one in arrivals if chance.random() >= loss]
    sent += [one for one in sent if chance.random() < 0.1]
    order = sorted(sent, key=lambda one: one.arrived_s / GAP_S + chance.uniform(0, shuffle))
    times = sorted(one.arrived_s for one in sent)
    whole, _ = feed([replace(one, arrived_s=at_s) for one, at_s in zip(order, times, strict=True)])
    shown = [pictures.index(data) for data in whole]
    assert shown == sorted(set(shown)), "in order, each once"
    for number in shown:
        assert is_keyframe(pictures[number]) or number - 1 in shown
    if loss == 0.0 and shuffle == 0:
        assert whole == pictures


@given(
    st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.binary(min_size=1, max_size=14)), max_size=60)
)
def test_hostile_packets_close_together_raise_nothing(packets: list[tuple[int, bool, bytes]]) -> None:
    receiver = Receiver()
    for index, (sequence, marker, payload) in enumerate(packets):
        receiver.put(Arrival(sequence, sequence // 4, marker, payload, index / 100))
    receiver.wait_until(100.0)
