"""Both ends know how good the link is, also by what the far end says of it."""

from __future__ import annotations

import asyncio

import pytest

from channel.core.link_quality import GOOD, Reason
from channel.media import picture_outlet
from channel.media.events import QualityChanged
from channel.wire.link_level import LinkLevel
from tests.channel.media.rig import OPEN, Rig, Side, until
from tests.helpers.aio import run

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("no_leftovers")]


def reasons(side: Side) -> tuple[Reason, ...]:
    told = side.of(QualityChanged)
    return told[-1].quality.reasons if told else ()


def test_a_link_that_carries_everything_is_good_at_both_ends() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            for side in (channel.desk_side, channel.booth_side):
                await until(lambda side=side: side.of(QualityChanged))  # type: ignore[misc]
                assert side.of(QualityChanged)[0].quality == GOOD

    run(scenario(), timeout_s=40)


def test_voice_that_does_not_arrive_is_known_at_the_end_that_says_it_too() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            stream = channel.booth._voice_out.stream
            assert stream is not None
            send, count = stream._send, 0

            def lossy(data: bytes) -> bool:
                nonlocal count
                count += 1
                return True if count % 10 < 7 else send(data)

            stream._send = lossy
            await until(lambda: Reason.VOICE_HEARD in reasons(channel.desk_side))
            await until(lambda: Reason.VOICE_SAID in reasons(channel.booth_side))
            assert channel.booth_side.of(QualityChanged)[-1].quality.level is LinkLevel.VOICE_DISTURBED
            assert channel.desk.statistics().concealed_share > 0.05

    run(scenario(), timeout_s=40)


def test_a_light_loss_is_told_as_it_is_although_sound_has_copies() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            peer = channel.booth._link.peer
            assert peer is not None
            send, count = peer._wire.send_rtp, 0

            def lossy(packet: bytes) -> bool:
                nonlocal count
                count += 1
                return True if count % 40 == 0 else send(packet)

            peer._wire.send_rtp = lossy  # type: ignore[method-assign]
            await until(lambda: peer._transport.voice_copies > 1)
            await asyncio.sleep(2.5)  # of which the last whole second is told
            assert 0 < channel.desk.statistics().loss_in < 0.1
            assert Reason.LOSS not in reasons(channel.desk_side)

    run(scenario(), timeout_s=40)


def test_a_reduced_picture_is_known_at_the_end_that_sees_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    # The first pictures are small on any link, which is no news for a while: here it is at once.
    monkeypatch.setattr(picture_outlet, "SETTLING_S", 0.0)

    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await until(lambda: Reason.PICTURE_SENT in reasons(channel.booth_side))
            await until(lambda: Reason.PICTURE_SEEN in reasons(channel.desk_side))
            await until(lambda: 0 < channel.desk.statistics().picture_in_px[0] < 640)

    run(scenario(), timeout_s=40)
