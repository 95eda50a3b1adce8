"""RTP and RTCP of two ends over a bad way, in virtual time."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from channel.core import rtcp, transport_feedback
from channel.core.retransmission import SECOND_AFTER_S
from channel.core.rtp_features import OURS, Features
from channel.media.rtp import Packet, parse
from tests.channel.media.rtp_link import Link, ask, sequences

PLAIN = Features(repeated=frozenset({"video"}))


def test_what_is_sent_comes_and_is_numbered_across_both_kinds() -> None:
    link = Link()
    link.near.transport.outgoing["audio"].send((b"sound",), 0, marker=False)
    link.near.transport.outgoing["video"].send((b"first", b"second"), 0, marker=True)
    link.near.transport.outgoing["audio"].send((b"again",), 960, marker=False)
    link.clock.run(0.1)
    assert link.far.payloads("audio") == [b"sound", b"again"]
    assert link.far.payloads("video") == [b"first", b"second"]
    assert [packet.transport_number for _, packet in link.far.came] == [1, 2, 3, 4]
    assert [packet.marker for kind, packet in link.far.came if kind == "video"] == [False, True]


def test_redundant_sound_is_told_from_plain() -> None:
    link = Link()
    audio = link.near.transport.outgoing["audio"]
    audio.send((b"plain",), 0, marker=False)
    audio.send((b"redundant",), 960, marker=False, red=True)
    link.clock.run(0.1)
    assert [(packet.red, packet.payload) for _, packet in link.far.came] == [
        (False, b"plain"),
        (True, b"redundant"),
    ]


def test_a_far_end_that_knows_none_of_it_gets_plain_rtp() -> None:
    link = Link(PLAIN)
    link.speak(link.near)
    link.show(link.near, lambda: 300)
    link.clock.run(1)
    assert link.far.payloads("audio")
    assert all(packet.transport_number is None for _, packet in link.far.came)
    assert all(data[0] == 0x80 for _, data in link.near.way.sent)
    assert not any(isinstance(r, rtcp.TransportWide) for d in link.far.way.rtcp for r in rtcp.parse(d))


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_a_lost_packet_asked_for_is_sent_again_with_a_new_number(kind: str) -> None:
    link = Link()
    stream = link.near.transport.outgoing[kind]
    lost: list[Packet] = []

    def lose(packet: Packet) -> bool:
        first = packet.payload == b"lost" and not lost
        if first:
            lost.append(packet)
        return first

    link.near.way.lose = lose
    for payload in (b"one", b"lost", b"two"):
        stream.send((payload,), 0, marker=False)
    link.clock.run(0.1)
    assert link.far.payloads(kind) == [b"one", b"two"]
    ask(link, kind, lost[0].sequence)
    link.clock.run(0.1)
    again = link.far.came[-1][1]
    assert (again.payload, again.sequence) == (b"lost", lost[0].sequence)
    assert again.transport_number == 4


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_asked_for_all_the_time_it_is_sent_again_twice_within_a_round_trip(kind: str) -> None:
    link = Link()
    link.speak(link.near)
    link.show(link.near, lambda: 100)
    link.clock.run(4)
    wanted, asked_s = sequences(link, kind)[-1], link.clock.now_s
    for _ in range(5):
        ask(link, kind, wanted)
    link.clock.run(0.1)
    packets = [(at_s, parse(data)) for at_s, data in link.near.way.sent if at_s > asked_s]
    ssrc = link.near.transport.outgoing[kind].ssrc
    first_s, second_s = [at_s for at_s, one in packets if one and (one.ssrc, one.sequence) == (ssrc, wanted)]
    assert SECOND_AFTER_S <= second_s - first_s < 2 * SECOND_AFTER_S


def test_repeats_never_take_more_than_their_share() -> None:
    """Somebody asks for everything, all the time."""
    link = Link()
    link.speak(link.near)
    link.show(link.near, lambda: 400)
    link.clock.run(5)
    begin = len(link.near.way.sent)
    link.clock.every(0.05, lambda: ask(link, "video", *sequences(link, "video")[-60:]))
    link.clock.run(5)
    sent = [parse(data) for _, data in link.near.way.sent[begin:]]
    video = [packet for packet in sent if packet is not None and packet.payload_type == 97]
    repeated_bytes = sum(len(p.payload) for p in video) - sum(
        {p.sequence: len(p.payload) for p in video}.values()
    )
    rate_kbps = link.near.transport.congestion.target_kbps
    assert 0 < repeated_bytes * 8 / 1000 / 5 < 0.25 * rate_kbps


# ---------------------------------------------------------------- gates


def begun(link: Link) -> list[int]:
    """Sound, and a large picture of which a part still waits. Returns what came of the picture."""
    link.near.transport.outgoing["audio"].send((b"said before",), 0, marker=False)
    video = link.near.transport.outgoing["video"]
    assert video.send(tuple(b"seen before %d" % part + bytes(1100) for part in range(15)), 0, marker=True)
    link.clock.run(0.05)
    return sequences(link, "video")


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_after_a_shut_nothing_that_was_sent_before_is_sent_again(kind: str) -> None:
    link = Link()
    begun(link)
    link.near.transport.outgoing[kind].forget()
    sent = len(link.near.way.sent)
    ask(link, kind, *sequences(link, kind))
    link.clock.run(1)
    assert not [
        data
        for _, data in link.near.way.sent[sent:]
        if b"before" in data and data[1] & 1 == (kind == "video")
    ]


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_without_forgetting_it_would_be(kind: str) -> None:
    """The control."""
    link = Link()
    begun(link)
    sent = len(link.near.way.sent)
    ask(link, kind, *sequences(link, kind))
    link.clock.run(1)
    assert [data for _, data in link.near.way.sent[sent:] if b"before" in data]


def test_after_a_shut_what_waits_is_not_sent_and_leaves_no_hole() -> None:
    link = Link()
    begun(link)
    video = link.near.transport.outgoing["video"]
    video.forget()
    link.clock.run(1)
    came = sequences(link, "video")
    assert 0 < len(came) < 15
    video.send((b"seen after",), 90_000, marker=True)
    link.clock.run(0.1)
    assert link.far.came[-1][1].sequence == (came[-1] + 1) & 0xFFFF
    assert link.far.came[-1][1].payload == b"seen after"


# ---------------------------------------------------------------- feedback and rate


def test_the_sender_learns_the_loss_and_the_round_trip() -> None:
    link = Link()
    link.near.way.loss = 0.1
    link.speak(link.near)
    link.show(link.near, lambda: 300)
    link.clock.run(15)
    assert link.near.transport.congestion.path.loss == pytest.approx(0.1, abs=0.07)
    assert link.near.transport.reports.round_trip_s == pytest.approx(0.04, abs=0.003)


def test_the_receiver_tells_the_loss_before_repair() -> None:
    link = Link()
    link.near.way.loss = 0.2
    link.show(link.near, lambda: 600)

    def repair() -> None:
        came = sequences(link, "video")
        if came:
            wanted = {(came[0] + ahead) & 0xFFFF for ahead in range(((came[-1] - came[0]) & 0xFFFF) + 1)}
            ask(link, "video", *sorted(wanted - set(came)))

    link.clock.every(0.1, repair)
    losses = []
    for _ in range(10):
        link.clock.run(1)
        losses.append(link.far.transport.reports.loss_in)
    assert sum(losses) / 10 == pytest.approx(0.2, abs=0.06)


def test_feedback_comes_only_while_packets_come() -> None:
    link = Link()
    link.near.transport.outgoing["audio"].send((b"one",), 0, marker=False)
    link.clock.run(5)
    told = [r for d in link.far.way.rtcp for r in rtcp.parse(d) if isinstance(r, rtcp.TransportWide)]
    assert len(told) == 1


@pytest.mark.parametrize("again", [True, False])
def test_feedback_tells_again_where_both_ends_want_it_and_never_to_a_browser(again: bool) -> None:
    link = Link(replace(OURS, told_again=again))
    link.speak(link.near)
    link.clock.run(2.0)
    told = [
        feedback
        for data in link.far.way.rtcp
        for report in rtcp.parse(data)
        if isinstance(report, rtcp.TransportWide)
        and (feedback := transport_feedback.parse(report.body)) is not None
    ]
    assert len(told) > 10
    for before, after in pairwise(told[2:]):
        new = before.first + len(before.ticks)
        assert (after.first < new) is again
        assert after.first + len(after.ticks) > new


def test_feedback_is_small() -> None:
    """On a thin link it must not matter beside the sound of the other direction."""
    link = Link()
    link.speak(link.near)
    link.show(link.near, lambda: 60, fps=6)
    link.clock.run(10)
    feedback_bytes = sum(len(data) + 42 for data in link.far.way.rtcp)
    assert feedback_bytes * 8 / 1000 / 10 < 12


def test_on_a_free_way_the_room_for_pictures_grows_to_what_is_wanted() -> None:
    link = Link()
    link.speak(link.near)
    near = link.near.transport
    link.show(link.near, lambda: min(600.0, near.picture_kbps))
    link.clock.run(1)
    assert near.picture_kbps < 600
    near.wants(600)
    link.clock.run(15)
    assert near.picture_kbps >= 600


def test_sound_does_not_wait_behind_a_large_picture() -> None:
    link = Link()
    link.near.transport.outgoing["video"].send((bytes(1100),) * 20, 0, marker=True)
    link.near.transport.outgoing["audio"].send((b"sound",), 0, marker=False)
    assert [parse(data).payload for _, data in link.near.way.sent if data[1] == 96] == [b"sound"]  # type: ignore[union-attr]
    assert len(link.near.way.sent) < 5


def test_pictures_are_refused_while_too_much_waits() -> None:
    link = Link()
    video = link.near.transport.outgoing["video"]
    assert video.send((bytes(1100),) * 60, 0, marker=True)
    assert not video.send((bytes(1100),), 3600, marker=True)
    link.clock.run(10)
    assert video.send((bytes(1100),), 90_000, marker=True)


def test_a_probe_is_padding_without_payload_on_the_stream_of_pictures() -> None:
    link = Link()
    link.speak(link.near)
    link.show(link.near, lambda: 200)
    link.near.transport.wants(600)
    link.clock.run(5)
    probes = [packet for kind, packet in link.far.came if kind == "video" and not packet.payload]
    assert len(probes) >= 5
    padded = [data for _, data in link.near.way.sent if data[0] & 0x20]
    assert len(padded) == len(probes)
    assert all(data[-1] == len(data) - 20 for data in padded)
    numbers = sequences(link, "video")
    assert {(after - before) & 0xFFFF for before, after in pairwise(numbers)} == {1}
    pictures = [packet for kind, packet in link.far.came if kind == "video"]
    assert all(
        before.marker or not before.payload for before, after in pairwise(pictures) if not after.payload
    )


def test_without_counting_the_far_ends_estimate_is_obeyed() -> None:
    link = Link(PLAIN)
    link.speak(link.near)
    link.near.transport.rtcp_came(rtcp.write_remb(20, 10, 150), link.clock.now_s)
    assert link.near.transport.congestion.target_kbps == pytest.approx(150, abs=1)


def test_with_counting_neither_an_estimate_nor_a_report_is_obeyed() -> None:
    link = Link()
    link.speak(link.near)
    link.clock.run(1.0)
    target_kbps = link.near.transport.congestion.target_kbps
    link.near.transport.rtcp_came(rtcp.write_remb(20, 10, 100), link.clock.now_s)
    heavy = rtcp.ReportBlock(10, 0.9, 90, 100, 0, 0, 0)
    link.near.transport.rtcp_came(rtcp.write_report(rtcp.ReceiverReport(20, (heavy,))), link.clock.now_s)
    assert link.near.transport.congestion.target_kbps == target_kbps


def test_where_counting_was_agreed_on_and_nothing_is_counted_the_estimate_is_obeyed() -> None:
    link = Link()
    link.near.transport.rtcp_came(rtcp.write_remb(20, 10, 150), link.clock.now_s)
    assert link.near.transport.congestion.target_kbps == pytest.approx(150, abs=1)


def test_a_far_end_that_has_fallen_silent_raises_nothing_by_its_ceiling() -> None:
    """A thin way that was gone for some seconds: the first that comes again may be a report."""
    link = Link()
    link.speak(link.near)
    link.speak(link.far)
    link.show(link.near, lambda: 40)
    link.near.way.rate_kbps = 150.0
    link.clock.run(4)
    link.near.way.loss = link.far.way.loss = 1.0
    link.clock.run(3.6)
    choked_kbps = link.near.transport.congestion.target_kbps
    fine = rtcp.write_report(rtcp.ReceiverReport(20, (rtcp.ReportBlock(10, 0.0, 0, 100, 0, 0, 0),)))
    link.near.transport.rtcp_came(rtcp.write_remb(20, 10, 900) + fine, link.clock.now_s)
    assert link.near.transport.congestion.target_kbps == choked_kbps < 150


def test_a_request_for_a_key_frame_arrives() -> None:
    link = Link()
    link.near.transport.outgoing["video"].send((b"picture",), 0, marker=True)
    link.clock.run(0.1)
    link.far.transport.reports.ask_keyframe()
    link.clock.run(0.1)
    assert link.near.keyframes_wanted == 1


def test_sound_is_asked_for_again_only_where_the_far_end_repeats_it() -> None:
    link = Link(PLAIN)
    link.speak(link.near)
    link.clock.run(0.5)
    before = len(link.far.way.rtcp)
    ask(link, "audio", 1)
    assert len(link.far.way.rtcp) == before


def test_more_redundancy_leaves_less_for_pictures() -> None:
    rooms = []
    for payload in (bytes(80), bytes(320)):
        link = Link()
        link.speak(link.near, payload)
        link.clock.run(5)
        near = link.near.transport
        rooms.append(near.congestion.target_kbps - near.picture_kbps)
    assert rooms[1] > rooms[0] + 60


def test_malformed_rtcp_and_rtp_change_nothing() -> None:
    link = Link()
    for data in (
        b"",
        b"\x80",
        b"\x8f" * 20,
        b"\x81\xcd\x00\x02" + bytes(8),
        b"\x90" * 14,
        b"\xa0" + bytes(12),
    ):
        link.near.transport.rtcp_came(data, 0.0)
        link.near.transport.rtp_came(data, 0.0)
    assert not link.near.came


def test_ours_is_everything() -> None:
    assert OURS.counted == OURS.repeated == {"audio", "video"}
