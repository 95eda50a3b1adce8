"""What passes a picture gate: nothing of before its opening, and as much as the channel affords."""

from __future__ import annotations

from dataclasses import dataclass, field

from channel.core.picture_payload import Descriptor, PictureCodec
from channel.core.rungs import Encoding, coded, ladder
from channel.core.vp8 import parse_descriptor
from channel.media.picture_codec import BASE, LayerPlace
from channel.media.picture_outlet import EncodedPicture, PictureOutlet
from channel.media.rtp import OutgoingStream, parse

RUNGS = ladder(640, 360, 25, 600)
FULL, SMALL = RUNGS[4].encoding, RUNGS[0].encoding
IN_H264 = coded(RUNGS, PictureCodec.H264)
PATTERN = (BASE, LayerPlace(2), LayerPlace(1), LayerPlace(2, on_base=False))
PLENTY_KBPS = 2000.0


class Sent:
    """Stands at the socket: keeps descriptors and bodies of one stream."""

    def __init__(self) -> None:
        self.descriptors: list[Descriptor] = []
        self.bodies: list[bytes] = []
        self.timestamps: list[int] = []
        self.full = False
        self.forgot = 0
        self.stream = OutgoingStream(1, 96, 90_000, self._take, on_forget=self._forget)

    def _take(self, data: bytes) -> bool:
        packet = parse(data)
        assert packet is not None
        if not self.full:
            descriptor = parse_descriptor(packet.payload)
            self.descriptors.append(descriptor)
            self.bodies.append(packet.payload[descriptor.length_bytes :])
            self.timestamps.append(packet.timestamp)
        return not self.full

    def _forget(self) -> None:
        self.forgot += 1


@dataclass
class Bench:
    """An outlet, what it sent and what it asked for."""

    sent: Sent = field(default_factory=Sent)
    asked: list[tuple[Encoding, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.outlet = PictureOutlet(RUNGS, lambda *asked: self.asked.append(asked))
        self.outlet.stream = self.sent.stream

    def stand(self, kbps: float, *, now_s: float = 0.0) -> None:
        """Said long enough to matter."""
        for tenth in range(200):
            self.outlet.afford(kbps, now_s + tenth / 10)


def picture(
    number: int,
    encoding: Encoding = SMALL,
    *,
    captured_s: float,
    keyframe: bool = False,
    place: LayerPlace = BASE,
) -> EncodedPicture:
    return EncodedPicture((f"{number}".encode(),), keyframe, captured_s, encoding, place)


def test_a_gate_opens_on_a_key_frame_taken_after_the_opening_and_asks_for_it() -> None:
    bench = Bench()
    bench.outlet.deliver([picture(0, keyframe=True, captured_s=0.9)])
    bench.outlet.open(1.0)
    assert bench.asked == [(SMALL, 1.0)]
    bench.outlet.deliver([picture(1, keyframe=True, captured_s=0.99)])
    bench.outlet.deliver([picture(2, captured_s=1.01)])
    assert bench.sent.bodies == []
    bench.outlet.deliver([picture(3, keyframe=True, captured_s=1.02)])
    bench.outlet.deliver([picture(4, captured_s=1.06)])
    bench.outlet.shut()
    bench.outlet.deliver([picture(5, keyframe=True, captured_s=1.1)])
    assert bench.sent.bodies == [b"3", b"4"]


def test_a_far_end_that_floods_with_asks_takes_few_key_frames_of_the_shared_encode() -> None:
    flooded, others = Bench(), Bench()
    for bench in (flooded, others):
        bench.outlet.open(0.0)
        bench.asked.clear()
    for tick in range(600):
        flooded.outlet.keyframe_wanted(tick / 10)
    assert len(flooded.asked) < 45
    others.outlet.keyframe_wanted(60.0)
    assert len(others.asked) == 1, "another far end is not made to wait for it"


def test_a_gate_that_shuts_lets_nothing_leave_that_waits() -> None:
    bench = Bench()
    bench.outlet.shut()
    assert bench.sent.forgot == 0
    bench.outlet.open(0.0)
    bench.outlet.shut()
    assert bench.sent.forgot == 1


def test_a_change_of_size_keeps_what_was_seen_before_the_opening_out() -> None:
    bench = Bench()
    bench.outlet.open(1.0)
    bench.outlet.deliver([picture(0, keyframe=True, captured_s=1.0)])
    bench.stand(PLENTY_KBPS)
    bench.outlet.deliver([picture(1, FULL, keyframe=True, captured_s=0.99), picture(2, captured_s=0.99)])
    assert b"1" not in bench.sent.bodies


def test_pictures_are_dropped_until_a_key_frame_when_the_way_is_full() -> None:
    bench = Bench()
    bench.outlet.open(0.0)
    bench.outlet.deliver([picture(0, keyframe=True, captured_s=0.0)])
    bench.sent.full = True
    bench.outlet.deliver([picture(1, captured_s=0.1)])
    bench.sent.full = False
    bench.outlet.deliver([picture(2, captured_s=0.2)])
    bench.outlet.deliver([picture(3, keyframe=True, captured_s=0.3)])
    assert bench.sent.bodies == [b"0", b"3"]


def test_an_upper_picture_that_finds_the_way_full_costs_no_key_frame() -> None:
    bench = Bench()
    bench.stand(RUNGS[2].kbps * 1.2)
    bench.outlet.open(0.0)
    bench.asked.clear()
    for number, place in enumerate(PATTERN * 2):
        bench.sent.full = number == 1
        keyframe = number == 0
        bench.outlet.deliver([picture(number, captured_s=number / 25, keyframe=keyframe, place=place)])
    left_out = {b"1", b"3"}  # itself, and what refers to it
    assert bench.sent.bodies == [b"%d" % number for number in range(8) if b"%d" % number not in left_out]
    numbers = [descriptor.picture_id or 0 for descriptor in bench.sent.descriptors]
    assert numbers == list(range(1, 7)), "a hole would be taken for a loss"
    assert bench.asked == []


def test_the_size_changes_on_the_key_frame_of_the_other_encode_and_the_old_one_goes_on_until_then() -> None:
    bench = Bench()
    bench.outlet.open(0.0)
    bench.outlet.deliver([picture(0, keyframe=True, captured_s=0.0)])
    bench.stand(PLENTY_KBPS)
    assert bench.outlet.rung == 5
    assert bench.asked[-1] == (FULL, 0.0)
    assert bench.outlet.encodings == {SMALL, FULL}
    bench.outlet.deliver([picture(1, captured_s=0.04)])
    bench.outlet.deliver([picture(2, FULL, captured_s=0.08, keyframe=True), picture(3, captured_s=0.08)])
    bench.outlet.deliver([picture(4, FULL, captured_s=0.12), picture(5, captured_s=0.12)])
    assert bench.sent.bodies == [b"0", b"1", b"2", b"4"]
    assert len(set(bench.sent.timestamps)) == 4, "never two sizes of one picture"
    assert bench.outlet.encodings == {FULL}


def test_picture_ids_have_no_holes_and_the_index_counts_the_base_whatever_is_shed() -> None:
    bench = Bench()
    bench.stand(RUNGS[1].kbps * 1.2)
    bench.outlet.open(0.0)
    for number, place in enumerate(PATTERN * 4):
        keyframe = number == 0
        bench.outlet.deliver([picture(number, captured_s=number / 25, keyframe=keyframe, place=place)])
    assert bench.sent.bodies == [b"0", b"2", b"4", b"6", b"8", b"10", b"12", b"14"]
    ids = [descriptor.picture_id for descriptor in bench.sent.descriptors]
    assert ids == list(range(1, 9))
    layers = [descriptor.layer for descriptor in bench.sent.descriptors if descriptor.layer is not None]
    assert [layer.number for layer in layers] == [0, 1] * 4
    assert [layer.base_index for layer in layers] == [1, 1, 2, 2, 3, 3, 4, 4]
    assert [layer.on_base for layer in layers] == [False, True] * 4


def test_a_shed_layer_is_joined_again_at_the_next_picture_of_the_base() -> None:
    bench = Bench()
    bench.stand(RUNGS[2].kbps * 1.2)
    bench.outlet.open(0.0)
    for number, place in enumerate(PATTERN * 3):
        if number == 4:
            bench.outlet.afford(RUNGS[0].kbps + 5, 100.0)
        if number == 6:
            bench.outlet.afford(RUNGS[2].kbps * 1.2, 100.2)
        keyframe = number == 0
        bench.outlet.deliver([picture(number, captured_s=number / 25, keyframe=keyframe, place=place)])
    assert bench.sent.bodies == [b"0", b"1", b"2", b"3", b"4", b"8", b"9", b"10", b"11"]


def test_a_channel_that_affords_no_picture_gets_none_and_begins_anew_with_a_key_frame() -> None:
    bench = Bench()
    bench.outlet.open(0.0)
    bench.outlet.deliver([picture(0, keyframe=True, captured_s=0.0)])
    bench.stand(10.0)
    assert bench.outlet.rung == 0
    assert bench.outlet.encodings == frozenset()
    assert bench.outlet.reduced
    bench.outlet.deliver([picture(1, captured_s=0.04)])
    bench.asked.clear()
    bench.stand(PLENTY_KBPS, now_s=50.0)
    assert bench.asked == [(FULL, 0.0)]
    bench.outlet.deliver([picture(2, FULL, captured_s=0.08)])
    bench.outlet.deliver([picture(3, FULL, captured_s=0.12, keyframe=True)])
    assert bench.sent.bodies == [b"0", b"3"]


def test_a_picture_is_reduced_below_what_was_asked_for_and_only_while_the_gate_is_open() -> None:
    bench = Bench()
    reduced = [bench.outlet.reduced]
    bench.outlet.open(0.0)
    bench.stand(PLENTY_KBPS)
    reduced.append(bench.outlet.reduced)
    bench.outlet.ask_for(2)
    bench.stand(PLENTY_KBPS, now_s=50.0)
    assert bench.outlet.rung == 2
    reduced.append(bench.outlet.reduced)
    bench.stand(RUNGS[0].kbps * 1.01, now_s=100.0)
    reduced.append(bench.outlet.reduced)
    bench.outlet.shut()
    reduced.append(bench.outlet.reduced)
    bench.outlet.open(150.0)
    bench.stand(RUNGS[0].kbps * 1.01, now_s=160.0)
    reduced.append(bench.outlet.reduced)
    assert reduced == [False, False, False, True, False, True]


def test_more_that_is_asked_for_begins_with_its_key_frame_and_the_small_picture_goes_on_until_then() -> None:
    bench = Bench()
    bench.stand(PLENTY_KBPS)
    bench.outlet.ask_for(2)
    bench.outlet.open(0.0)
    bench.outlet.deliver([picture(0, keyframe=True, captured_s=0.0)])
    bench.asked.clear()
    bench.outlet.ask_for(5)
    assert bench.asked == [(FULL, 0.0)]
    assert bench.outlet.encodings == {SMALL, FULL}
    bench.outlet.deliver([picture(1, captured_s=0.1)])
    bench.outlet.deliver([picture(2, captured_s=0.2), picture(3, FULL, captured_s=0.2, keyframe=True)])
    bench.outlet.deliver([picture(4, captured_s=0.3), picture(5, FULL, captured_s=0.3)])
    assert bench.sent.bodies == [b"0", b"1", b"3", b"5"]


def test_first_pictures_that_climb_are_not_called_reduced() -> None:
    bench = Bench()
    reduced = set()
    for opened_s in (30.0, 60.0):
        bench.outlet.afford(RUNGS[1].kbps, opened_s - 0.1)
        bench.outlet.open(opened_s)
        for tenth in range(40):
            bench.outlet.afford(RUNGS[1].kbps if tenth < 17 else PLENTY_KBPS, opened_s + tenth / 10)
            reduced.add(bench.outlet.reduced)
        assert bench.outlet.rung == 5
        bench.outlet.shut()
    assert reduced == {False}


def test_first_pictures_that_stay_small_are_called_reduced_after_a_while() -> None:
    bench = Bench()
    bench.outlet.open(30.0)
    reduced = []
    for second in range(12):
        bench.outlet.afford(RUNGS[1].kbps * 1.2, 30.0 + second)
        reduced.append(bench.outlet.reduced)
    assert reduced == [False] * 4 + [True] * 8


def test_nothing_is_wanted_for_a_shut_gate() -> None:
    bench = Bench()
    bench.outlet.afford(100.0, 0.0)
    assert bench.outlet.wants_kbps == 0.0
    assert bench.outlet.encodings == frozenset()
    bench.outlet.open(0.0)
    assert bench.outlet.wants_kbps > 100.0


class Payloads:
    """Stands at the socket: keeps payloads as they are."""

    def __init__(self) -> None:
        self.payloads: list[bytes] = []
        self.full = False
        self.stream = OutgoingStream(1, 99, 90_000, self._take)

    def _take(self, data: bytes) -> bool:
        packet = parse(data)
        assert packet is not None
        if not self.full:
            self.payloads.append(packet.payload)
        return not self.full


def test_another_peer_gets_its_own_codec_from_a_key_frame_on() -> None:
    bench, sent = Bench(), Payloads()
    lowest = IN_H264[0].encoding
    bench.stand(RUNGS[0].kbps * 1.2)
    bench.outlet.open(1.0)
    bench.outlet.deliver([picture(0, keyframe=True, captured_s=1.0)])
    bench.outlet.begin(sent.stream, PictureCodec.H264)
    assert bench.outlet.encodings == {lowest}
    bench.asked.clear()
    bench.outlet.deliver([picture(1, captured_s=1.1), picture(2, lowest, captured_s=1.1)])
    assert bench.asked == [(lowest, 1.0)]
    bench.outlet.deliver([picture(3, captured_s=1.2), picture(4, lowest, captured_s=1.2, keyframe=True)])
    bench.outlet.deliver([picture(5, lowest, captured_s=1.3)])
    assert bench.sent.bodies == [b"0"]
    assert sent.payloads == [b"4", b"5"], "as they were cut, without a descriptor"
    bench.outlet.begin(bench.sent.stream, PictureCodec.VP8)
    bench.outlet.deliver([picture(6, captured_s=1.4), picture(7, lowest, captured_s=1.4)])
    bench.outlet.deliver([picture(8, captured_s=1.5, keyframe=True)])
    assert bench.sent.bodies == [b"0", b"8"]


def test_a_gate_in_h264_opens_on_a_key_frame_taken_after_the_opening() -> None:
    bench, sent = Bench(), Payloads()
    bench.outlet.begin(sent.stream, PictureCodec.H264)
    lowest = IN_H264[1].encoding
    bench.outlet.open(1.0)
    assert bench.asked == [(lowest, 1.0)]
    bench.outlet.deliver([picture(1, lowest, keyframe=True, captured_s=0.99)])
    bench.outlet.deliver([picture(2, lowest, captured_s=1.01)])
    bench.outlet.deliver([picture(3, lowest, keyframe=True, captured_s=1.02)])
    bench.outlet.shut()
    bench.outlet.deliver([picture(4, lowest, keyframe=True, captured_s=1.1)])
    assert sent.payloads == [b"3"]


def test_a_picture_of_h264_that_finds_the_way_full_is_followed_by_a_key_frame() -> None:
    """There are no numbers at which the far end could notice that it is missing."""
    bench, sent = Bench(), Payloads()
    bench.outlet.begin(sent.stream, PictureCodec.H264)
    encoding = IN_H264[1].encoding
    bench.outlet.open(0.0)
    for number, keyframe in enumerate([True, False, False, True, False]):
        sent.full = number == 1
        bench.outlet.deliver([picture(number, encoding, captured_s=number / 25, keyframe=keyframe)])
    assert sent.payloads == [b"0", b"3", b"4"]
