"""A far end that floods is followed only so far."""

from __future__ import annotations

import pytest

from channel.core import rtcp
from channel.core.rtp_features import Features
from channel.media import media_transport, reports
from channel.media.media_transport import PACKETS_MOST_PER_S
from channel.media.rtp import HEADER
from tests.channel.media.rtp_link import OPUS, VP8, Link, ask, sequences

PLAIN = Features(repeated=frozenset({"video"}))


def flood(link: Link, payload_type: int = VP8, *, kbytes_per_s: int) -> int:
    """One second of the smallest packets that there are. Returns how many of them were followed."""
    packet = HEADER.pack(0x80, payload_type, 1, 0, 20)
    before = len(link.near.came)
    for number in range(kbytes_per_s * 1000 // len(packet)):
        link.near.transport.rtp_came(packet, link.clock.now_s + number * len(packet) / kbytes_per_s / 1000)
    return len(link.near.came) - before


def test_a_far_end_that_floods_is_followed_only_so_far_and_it_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    link = Link()
    followed = flood(link, kbytes_per_s=1000)
    assert followed <= 2 * PACKETS_MOST_PER_S + 1
    assert link.near.transport.refused == 1000 * 1000 // HEADER.size - followed
    assert [record.message for record in caplog.records] == [
        "the far end sends too many packets; some are dropped (before: 0)"
    ]


def test_sound_is_followed_less_far_as_each_packet_of_it_may_carry_many_blocks() -> None:
    link = Link()
    assert flood(link, OPUS, kbytes_per_s=20) <= 850, "two seconds' worth: one saved up, and one"
    pictures = Link()
    assert flood(pictures, VP8, kbytes_per_s=20) == 20 * 1000 // HEADER.size
    assert pictures.near.transport.refused == 0


def test_without_the_bound_all_of_it_would_be_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(media_transport, "PACKETS_MOST_PER_S", 1_000_000)
    assert flood(Link(), kbytes_per_s=1000) == 1000 * 1000 // HEADER.size


def test_the_largest_channel_is_never_taken_for_a_flood() -> None:
    """4 Mbit/s of pictures, a fifth lost and asked for again, while the way is probed as fast as it can."""
    link = Link(most_picture_kbps=4000)
    link.near.transport.congestion.target_kbps = 6000.0
    link.near.transport.wants(4000)
    link.near.way.loss = 0.2
    link.speak(link.near)
    link.show(link.near, lambda: 4000, fps=30)
    link.clock.every(0.02, lambda: ask(link, "video", *sequences(link, "video")[-20:]))
    link.clock.run(5)
    assert len(link.far.came) > 1500
    assert (link.near.transport.refused, link.far.transport.refused) == (0, 0)


def obeyed(link: Link) -> int:
    """Datagrams full of requests for a key frame, a thousand in a second."""
    requests = rtcp.write_keyframe_wanted(20, 11) * 16
    for number in range(1000):
        link.near.transport.rtcp_came(requests, link.clock.now_s + number / 1000)
    return link.near.keyframes_wanted


def test_a_far_end_that_floods_with_requests_is_followed_only_so_far() -> None:
    link = Link()
    assert obeyed(link) <= 2 * reports.MOST_PER_S
    assert link.near.transport.refused > 900


def test_without_the_bound_every_request_would_be_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(reports, "MOST_PER_S", 1_000_000)
    assert obeyed(Link()) == 16_000
