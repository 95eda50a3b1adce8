"""Whole pictures from packets, and never anything else."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from channel.core.picture_assembly import (
    PACKETS_HELD_MOST,
    SKIP_AFTER_S,
    Arrival,
    Assembler,
    NeedKeyframe,
    WholePicture,
)
from channel.core.picture_payload import Layer
from channel.core.repair import Missing
from channel.core.vp8 import FORMAT, describe, is_keyframe

KEY_HEADER = b"\x10\x02\x00\x9d\x01\x2a" + (640).to_bytes(2, "little") + (360).to_bytes(2, "little")
GAP_S = 0.01
MOST_AGE_S = 0.1


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
                self.pictures.append(outcome.data)
            else:
                self.wishes += 1


def picture(number: int, *, key: bool, packets: int) -> bytes:
    body = bytes([number & 0xFF]) * (packets * 20)
    return (KEY_HEADER if key else b"\x11\x00\x00") + body


def stream(
    plan: list[tuple[bool, int]],
    *,
    first_sequence: int = 0,
    first_picture: int = 0,
    layers: list[Layer] | None = None,
) -> tuple[list[Arrival], list[bytes]]:
    """RTP packets 10 ms apart for pictures of (key frame?, packets each), and the pictures."""
    arrivals: list[Arrival] = []
    pictures: list[bytes] = []
    sequence = first_sequence
    for index, (key, count) in enumerate(plan):
        data = picture(index, key=key, packets=count)
        size = -(-len(data) // count)
        pictures.append(data)
        layer = layers[index] if layers is not None else None
        for part in range(count):
            body = describe((first_picture + index) & 0x7FFF, starts=part == 0, layer=layer)
            arrivals.append(
                Arrival(
                    sequence & 0xFFFF,
                    index * 3600,
                    part == count - 1,
                    body + data[part * size : (part + 1) * size],
                    len(arrivals) * GAP_S,
                )
            )
            sequence += 1
    return arrivals, pictures


def two_layers(pictures: int) -> list[Layer]:
    """Base and upper in turn, every upper one on its base alone."""
    return [Layer(index // 2, index % 2, bool(index % 2)) for index in range(pictures)]


def feed(arrivals: list[Arrival]) -> tuple[list[bytes], int]:
    receiver = Receiver()
    receiver.put(*arrivals)
    return receiver.pictures, receiver.wishes


PLAN = [(True, 3), (False, 1), (False, 2), (False, 1), (True, 4), (False, 2), (False, 1)]


def test_every_picture_is_whole_on_its_marker_bit() -> None:
    arrivals, pictures = stream(PLAN)
    assembler, seen = Assembler(Missing(), FORMAT), 0
    for arrival in arrivals:
        outcomes = assembler.put(arrival)
        assert bool(outcomes) == arrival.marker
        seen += len(outcomes)
    assert seen == len(pictures)
    assert feed(arrivals) == (pictures, 0)


def test_sequence_and_picture_numbers_wrap() -> None:
    arrivals, pictures = stream(PLAN, first_sequence=65532, first_picture=0x7FFE)
    assert feed(arrivals) == (pictures, 0)


def test_nothing_comes_before_the_first_key_frame() -> None:
    arrivals, pictures = stream(PLAN)
    assert feed(arrivals[3:]) == (pictures[4:], 0)


def test_neighbours_that_change_places_are_put_in_order() -> None:
    arrivals, pictures = stream(PLAN)
    arrivals[1], arrivals[2] = arrivals[2], arrivals[1]
    assert feed(arrivals) == (pictures, 0)


def test_a_packet_that_comes_again_in_time_loses_nothing() -> None:
    arrivals, pictures = stream([(True, 2), *[(False, 2)] * 4])
    again = replace(arrivals.pop(3), arrived_s=arrivals[5].arrived_s + 0.001)
    arrivals.insert(6, again)
    assert feed(arrivals) == (pictures, 0)


def test_a_packet_lost_for_good_discards_everything_until_the_next_key_frame() -> None:
    arrivals, pictures = stream([(True, 2), *[(False, 2)] * 8, (True, 2), (False, 1)])
    del arrivals[5]
    whole, wishes = feed(arrivals)
    assert whole == [*pictures[:2], *pictures[9:]]
    assert wishes == 1


def test_a_key_frame_behind_a_hole_is_not_kept_waiting() -> None:
    arrivals, pictures = stream([(True, 1), (False, 1), (True, 2), (False, 1)])
    receiver = Receiver()
    receiver.put(arrivals[0], arrivals[2], arrivals[3])
    assert receiver.pictures == [pictures[0], pictures[2]]
    assert receiver.wishes == 0


def test_a_hole_is_given_up_after_its_time_even_when_nothing_more_comes() -> None:
    arrivals, _ = stream([(True, 1), (False, 1), (False, 1)])
    receiver = Receiver()
    receiver.put(arrivals[0], arrivals[2])
    receiver.wait_until(arrivals[2].arrived_s + MOST_AGE_S - 0.001)
    assert receiver.wishes == 0
    receiver.wait_until(arrivals[2].arrived_s + MOST_AGE_S)
    assert receiver.wishes == 1
    assert receiver.assembler.waiting


def test_lost_padding_holds_up_nothing() -> None:
    arrivals, pictures = stream([(True, 1), (False, 1), (False, 2)])
    behind_padding = [replace(one, sequence=one.sequence + 3) for one in arrivals[1:]]
    padding = Arrival(2, 0, False, b"", arrivals[0].arrived_s)
    assert feed([arrivals[0], padding, *behind_padding]) == (pictures, 0)
    assert feed([arrivals[0], *behind_padding]) == (pictures, 0)


def test_a_picture_that_the_sender_left_out_is_noticed_by_its_number() -> None:
    arrivals, pictures = stream([(True, 1), (False, 1), (False, 1), (True, 1)])
    skipped = [arrivals[0], *arrivals[2:]]
    renumbered = [replace(one, sequence=number) for number, one in enumerate(skipped)]
    assert feed(renumbered) == ([pictures[0], pictures[3]], 1)


def test_a_picture_that_the_sender_gave_up_half_way_is_left_out() -> None:
    arrivals, pictures = stream([(True, 1), (False, 3), (True, 2), (False, 1)])
    kept = [*arrivals[:3], *arrivals[4:]]
    renumbered = [replace(one, sequence=number) for number, one in enumerate(kept)]
    assert feed(renumbered) == ([pictures[0], *pictures[2:]], 0)


def test_a_lost_picture_of_the_upper_layer_is_left_out_after_a_short_wait() -> None:
    arrivals, pictures = stream([(True, 1), *[(False, 1)] * 5], layers=two_layers(6))
    receiver = Receiver()
    receiver.put(arrivals[0], arrivals[2])
    assert receiver.pictures == [pictures[0]]
    ripe_s = receiver.assembler.next_due_s
    assert ripe_s == arrivals[2].arrived_s + SKIP_AFTER_S < MOST_AGE_S
    receiver.wait_until(ripe_s)
    assert receiver.pictures == [pictures[0], pictures[2]]
    receiver.put(*[replace(one, arrived_s=ripe_s + 0.01) for one in arrivals[3:]])
    assert receiver.pictures == [pictures[0], *pictures[2:]]
    assert receiver.wishes == 0


def test_within_that_wait_it_may_still_come() -> None:
    arrivals, pictures = stream([(True, 1), *[(False, 1)] * 3], layers=two_layers(4))
    late = replace(arrivals[1], arrived_s=arrivals[2].arrived_s + SKIP_AFTER_S / 2)
    assert feed([arrivals[0], arrivals[2], late]) == (pictures[:3], 0)


def test_a_lost_picture_of_the_base_is_not_left_out() -> None:
    arrivals, pictures = stream([(True, 1), *[(False, 1)] * 19, (True, 1)], layers=two_layers(21))
    whole, wishes = feed([*arrivals[:4], *arrivals[5:]])
    assert whole == [*pictures[:4], pictures[20]]
    assert wishes == 1


def test_an_upper_picture_that_may_refer_to_a_lost_one_is_left_out_too() -> None:
    chained = [replace(layer, on_base=index == 1 or index == 7) for index, layer in enumerate(two_layers(9))]
    arrivals, pictures = stream([(True, 1), *[(False, 1)] * 8], layers=chained)
    late_s = 0.05
    moved = [
        replace(one, arrived_s=one.arrived_s + (late_s if at > 4 else 0)) for at, one in enumerate(arrivals)
    ]
    whole, wishes = feed([*moved[:3], *moved[4:]])
    assert whole == [*pictures[:3], pictures[4], *pictures[6:]]
    assert wishes == 0


def test_layers_that_the_sender_sheds_leave_no_gap() -> None:
    """As a browser's stream comes through a server: picture IDs jump, the base counts on."""
    arrivals, pictures = stream([(True, 1), *[(False, 1)] * 8], layers=two_layers(9))
    kept = [replace(one, sequence=number) for number, one in enumerate(arrivals[::2])]
    assert feed(kept) == (pictures[::2], 0)


def test_a_hostile_size_is_never_given_to_the_decoder() -> None:
    huge = b"\x10\x02\x00\x9d\x01\x2a\xff\x3f\xff\x3f" + bytes(50)
    assert feed([Arrival(0, 0, True, describe(0, starts=True) + huge, 0.0)])[0] == []
    assert len(feed(stream([(True, 1)])[0])[0]) == 1


def test_a_picture_without_end_is_given_up() -> None:
    arrivals, _ = stream([(True, 1)])
    endless = [Arrival(0, 0, False, arrivals[0].payload, 0.0)]
    endless += [Arrival(n, 0, False, describe(0, starts=False) + bytes(1200), 0.0) for n in range(1, 600)]
    receiver = Receiver()
    receiver.put(*endless)
    assert (receiver.pictures, receiver.assembler.waiting) == ([], True)
    assert len(receiver.assembler._parts) < PACKETS_HELD_MOST


def test_a_picture_that_has_not_ended_is_not_looked_at_with_each_of_its_packets() -> None:
    """A far end may send thousands a second behind one hole, and the other channels wait meanwhile."""

    class Watched(Assembler):
        looks = 0

        def _advance(self, now_s: float, out: list[WholePicture | NeedKeyframe]) -> bool:
            self.looks += 1
            return super()._advance(now_s, out)

    missing = Missing(most_age_s=MOST_AGE_S)
    assembler = Watched(missing, FORMAT)
    payload = describe(0, starts=True) + picture(0, key=True, packets=1)
    for sequence in (0, *range(2, 402)):
        arrival = Arrival(sequence, 0, False, payload, sequence / 10_000)
        missing.came(arrival.sequence, arrival.arrived_s)
        assembler.put(arrival)
    assert len(assembler._parts) > 390
    assert assembler.looks < 10


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 5)), min_size=1, max_size=40),
    st.randoms(use_true_random=False),
    st.sampled_from([0.0, 0.02, 0.2, 0.6]),
    st.integers(0, 4),
    st.booleans(),
)
def test_loss_reordering_and_doubles_never_give_a_picture_without_its_references(
    plan: list[tuple[bool, int]], chance: random.Random, loss: float, shuffle: int, layered: bool
) -> None:
    plan = [(True, 2), *plan]
    layers = two_layers(len(plan)) if layered else None
    arrivals, pictures = stream(plan, first_sequence=65500, layers=layers)
    sent = [one for one in arrivals if chance.random() >= loss]
    sent += [one for one in sent if chance.random() < 0.1]
    order = sorted(sent, key=lambda one: one.arrived_s / GAP_S + chance.uniform(0, shuffle))
    times = sorted(one.arrived_s for one in sent)
    whole, _ = feed([replace(one, arrived_s=at_s) for one, at_s in zip(order, times, strict=True)])
    shown = [pictures.index(data) for data in whole]
    assert shown == sorted(set(shown)), "in order, each once"
    base_shown: int | None = None
    for number in shown:
        if not is_keyframe(pictures[number]):
            step = 2 if layered and number % 2 == 0 else 1
            rests_on = base_shown if layered else shown[shown.index(number) - 1]
            since = [at for at in range(number - step, number) if is_keyframe(pictures[at])]
            assert rests_on in (number - step, *since), "a picture that rests on another follows just that"
        if not layered or number % 2 == 0 or is_keyframe(pictures[number]):
            base_shown = number
    if loss == 0.0 and shuffle == 0:
        assert whole == pictures


@given(st.lists(st.tuples(st.integers(0, 65535), st.booleans(), st.binary(max_size=30)), max_size=60))
def test_hostile_packets_raise_nothing(packets: list[tuple[int, bool, bytes]]) -> None:
    receiver = Receiver()
    for index, (sequence, marker, payload) in enumerate(packets):
        receiver.put(Arrival(sequence, 0, marker, payload, index / 100))


@given(
    st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.binary(min_size=5, max_size=14)), max_size=60)
)
def test_hostile_packets_close_together_raise_nothing(packets: list[tuple[int, bool, bytes]]) -> None:
    receiver = Receiver()
    for index, (sequence, marker, payload) in enumerate(packets):
        receiver.put(Arrival(sequence, sequence // 4, marker, payload, index / 100))
    receiver.wait_until(100.0)
