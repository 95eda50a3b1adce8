"""Whole pictures from packets, and never anything else."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.vp8 import (
    REORDER_S,
    Arrival,
    Assembler,
    NeedKeyframe,
    Vp8Error,
    WholePicture,
    describe,
    is_keyframe,
    keyframe_size,
    parse_descriptor,
)

KEY_HEADER = b"\x10\x02\x00\x9d\x01\x2a" + (640).to_bytes(2, "little") + (360).to_bytes(2, "little")
GAP_MS = 10


def picture(number: int, *, key: bool, packets: int) -> bytes:
    body = bytes([number & 0xFF]) * (packets * 20)
    return (KEY_HEADER if key else b"\x11\x00\x00") + body


def stream(
    plan: list[tuple[bool, int]], *, first_sequence: int = 0, first_picture: int = 0
) -> tuple[list[Arrival], list[bytes]]:
    """RTP packets 10 ms apart for pictures of (key frame?, packets each), and the pictures."""
    arrivals: list[Arrival] = []
    pictures: list[bytes] = []
    sequence = first_sequence
    for index, (key, count) in enumerate(plan):
        data = picture(index, key=key, packets=count)
        size = -(-len(data) // count)
        pictures.append(data)
        for part in range(count):
            body = describe((first_picture + index) & 0x7FFF, starts=part == 0)
            arrivals.append(
                Arrival(
                    sequence & 0xFFFF,
                    index * 3600,
                    part == count - 1,
                    body + data[part * size : (part + 1) * size],
                    len(arrivals) * GAP_MS / 1000,
                )
            )
            sequence += 1
    return arrivals, pictures


def feed(assembler: Assembler, arrivals: list[Arrival]) -> tuple[list[bytes], int]:
    whole, wishes = [], 0
    for arrival in arrivals:
        for outcome in assembler.put(arrival):
            if isinstance(outcome, WholePicture):
                whole.append(outcome.data)
            else:
                wishes += 1
    return whole, wishes


PLAN = [(True, 3), (False, 1), (False, 2), (False, 1), (True, 4), (False, 2), (False, 1)]


def test_every_picture_is_whole_on_its_marker_bit() -> None:
    arrivals, pictures = stream(PLAN)
    assembler, seen = Assembler(), 0
    for arrival in arrivals:
        outcomes = assembler.put(arrival)
        assert bool(outcomes) == arrival.marker
        seen += len(outcomes)
    assert seen == len(pictures)
    assert feed(Assembler(), arrivals) == (pictures, 0)


def test_sequence_and_picture_numbers_wrap() -> None:
    arrivals, pictures = stream(PLAN, first_sequence=65532, first_picture=0x7FFE)
    assert feed(Assembler(), arrivals) == (pictures, 0)


def test_nothing_comes_before_the_first_key_frame() -> None:
    arrivals, pictures = stream(PLAN)
    assert feed(Assembler(), arrivals[3:]) == (pictures[4:], 0)


def test_neighbours_that_change_places_are_put_in_order() -> None:
    arrivals, pictures = stream(PLAN)
    arrivals[1], arrivals[2] = arrivals[2], arrivals[1]
    assert feed(Assembler(), arrivals) == (pictures, 0)


def test_a_lost_packet_discards_everything_until_the_next_key_frame() -> None:
    arrivals, pictures = stream([(True, 2), *[(False, 2)] * 8, (True, 2), (False, 1)])
    del arrivals[5]
    whole, wishes = feed(Assembler(), arrivals)
    assert whole == [*pictures[:2], *pictures[9:]]
    assert wishes == 1


def test_a_hole_is_given_up_after_its_time_even_when_nothing_more_comes() -> None:
    arrivals, _ = stream([(True, 1), (False, 1), (False, 1)])
    assembler = Assembler()
    assembler.put(arrivals[0])
    assert assembler.put(arrivals[2]) == []
    assert assembler.elapsed(arrivals[2].arrived_s + REORDER_S - 0.001) == []
    assert assembler.elapsed(arrivals[2].arrived_s + REORDER_S) == [NeedKeyframe()]
    assert assembler.waiting


def test_a_picture_that_the_sender_left_out_is_noticed_by_its_number() -> None:
    arrivals, pictures = stream([(True, 1), (False, 1), (False, 1), (True, 1)])
    skipped = [arrivals[0], *arrivals[2:]]
    renumbered = [
        Arrival(number, one.timestamp, one.marker, one.payload, one.arrived_s)
        for number, one in enumerate(skipped)
    ]
    assert feed(Assembler(), renumbered) == ([pictures[0], pictures[3]], 1)


def test_a_hostile_size_is_never_given_to_the_decoder() -> None:
    arrivals, _ = stream([(True, 1)])
    huge = b"\x10\x02\x00\x9d\x01\x2a\xff\x3f\xff\x3f" + bytes(50)
    one = arrivals[0]
    assert feed(Assembler(), [Arrival(0, 0, True, describe(0, starts=True) + huge, 0.0)]) == ([], 0)
    assert keyframe_size(huge) == (16383, 16383)
    assert len(feed(Assembler(), [one])[0]) == 1


def test_a_picture_without_end_is_given_up() -> None:
    arrivals, _ = stream([(True, 1)])
    endless = [Arrival(0, 0, False, arrivals[0].payload, 0.0)]
    endless += [Arrival(n, 0, False, describe(0, starts=False) + bytes(1200), 0.0) for n in range(1, 600)]
    assembler = Assembler()
    assert feed(assembler, endless) == ([], 0)
    assert assembler.waiting


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 5)), min_size=1, max_size=40),
    st.randoms(use_true_random=False),
    st.sampled_from([0.0, 0.02, 0.2, 0.6]),
    st.integers(0, 4),
)
def test_loss_reordering_and_doubles_never_give_a_picture_without_its_references(
    plan: list[tuple[bool, int]], chance: random.Random, loss: float, shuffle: int
) -> None:
    arrivals, pictures = stream([(True, 2), *plan], first_sequence=65500)
    sent = [one for one in arrivals if chance.random() >= loss]
    sent += [one for one in sent if chance.random() < 0.1]
    sent.sort(key=lambda one: one.arrived_s * 1000 / GAP_MS + chance.uniform(0, shuffle))
    whole, _ = feed(Assembler(), sent)
    numbers = [pictures.index(data) if pictures.count(data) == 1 else None for data in whole]
    assert all(data in pictures for data in whole)
    for before, data, number in zip([None, *whole], whole, numbers, strict=False):
        if not is_keyframe(data) and number is not None:
            assert before == pictures[number - 1], "a picture that depends on another follows just that"
    if loss == 0.0 and shuffle == 0:
        assert whole == pictures


@given(st.binary(max_size=40))
def test_any_bytes_are_a_descriptor_or_refused(payload: bytes) -> None:
    try:
        descriptor = parse_descriptor(payload)
    except Vp8Error:
        return
    assert 1 <= descriptor.length_bytes < len(payload)


@given(st.lists(st.tuples(st.integers(0, 65535), st.booleans(), st.binary(max_size=30)), max_size=60))
def test_hostile_packets_raise_nothing(packets: list[tuple[int, bool, bytes]]) -> None:
    assembler = Assembler()
    for index, (sequence, marker, payload) in enumerate(packets):
        assembler.put(Arrival(sequence, 0, marker, payload, index / 100))


def test_our_own_descriptor_is_read_as_written() -> None:
    descriptor = parse_descriptor(describe(0x1234, starts=True) + b"x")
    assert (descriptor.starts, descriptor.picture_id, descriptor.length_bytes) == (True, 0x1234, 4)


@pytest.mark.parametrize("payload", [b"", b"\x10", b"\x90\x80", b"\x90\x80\x81", b"\x90\xf0\x81\x01"])
def test_a_cut_off_descriptor_is_refused(payload: bytes) -> None:
    with pytest.raises(Vp8Error):
        parse_descriptor(payload)
