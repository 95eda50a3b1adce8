"""A link's rates: counted on the real path, told once a second."""

from __future__ import annotations

import pytest

from channel.media.events import LinkStatistics
from channel.media.media_transport import HEADERS_BYTES, Traffic
from tests.channel.media.rig import OPEN, Rig, until
from tests.channel.media.rtp_link import Link
from tests.helpers.aio import run

pytestmark = pytest.mark.live


def test_each_packet_counts_with_its_headers_at_both_ends() -> None:
    link = Link()
    link.near.transport.outgoing["audio"].send((b"sound",), 0, marker=False)
    link.near.transport.outgoing["video"].send((b"first", b"second"), 0, marker=True)
    link.clock.run(0.1)
    size_bytes = sum(len(packet) + HEADERS_BYTES for _, packet in link.near.way.sent)
    assert link.near.transport.traffic == Traffic(packets_out=3, bytes_out=size_bytes)
    assert link.far.transport.traffic == Traffic(packets_in=3, bytes_in=size_bytes)


def test_repeats_count_too() -> None:
    link = Link()
    link.near.transport.outgoing["audio"].send((b"sound",), 0, marker=False)
    link.clock.run(0.1)
    link.far.transport.reports.ask_again("audio", [link.far.came[0][1].sequence])
    link.clock.run(0.1)
    assert link.near.transport.traffic.packets_out == link.far.transport.traffic.packets_in == 2
    assert link.near.transport.traffic.bytes_out == link.far.transport.traffic.bytes_in


def test_what_could_not_be_sent_does_not_count() -> None:
    link = Link()
    link.near.way.send_rtp = lambda packet: False  # type: ignore[method-assign]
    link.near.transport.outgoing["audio"].send((b"sound",), 0, marker=False)
    assert link.near.transport.traffic == Traffic()


def test_a_channel_tells_its_rates_in_both_directions_and_nothing_when_it_is_down() -> None:
    def busy(link: LinkStatistics) -> bool:
        sound_and_pictures = link.kbps_in > 60 and link.kbps_out > 60
        packets = link.packets_in_per_s > 50 and link.packets_out_per_s > 50
        return sound_and_pictures and packets and link.target_kbps > 0 and link.pictures_in_per_s > 0

    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            assert channel.desk.statistics().kbps_in == 0.0
            await channel.up(OPEN)
            await until(lambda: busy(channel.desk.statistics()) and busy(channel.booth.statistics()))
            await channel.booth.close()
            await until(lambda: channel.desk.statistics().kbps_in == 0.0)

    run(scenario(), timeout_s=40)


def test_a_line_for_the_log() -> None:
    link = LinkStatistics(
        round_trip_ms=12.4,
        loss_in=0.012,
        kbps_in=612.3,
        kbps_out=598.0,
        packets_in_per_s=112.2,
        packets_out_per_s=110.0,
        target_kbps=1200.0,
        pictures_in_per_s=24.96,
        picture_in_px=(640, 360),
        playout_target_ms=40,
        concealed_share=0.034,
    )
    assert str(link) == (
        "612 kbit/s in, 598 out (target 1200), 112 packets/s in, 110 out, loss 1.2 % in, 0.0 % out, "
        "round trip 12 ms, sound waits 40 ms, 3.4 % of it made up, 25.0 pictures/s of 640x360"
    )
