from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest

from channel.settings.version import VERSION
from channel.wire.ids import ChannelId, Epoch
from channel.wire.link_level import LinkLevel
from channel.wire.messages import (
    Answer,
    AnswerForDesk,
    BoothAssigned,
    BoothPresence,
    BranchState,
    ChannelBoothPresence,
    ChannelOpened,
    DeskWelcome,
    Goodbye,
    HelpSeen,
    LinkReport,
    Offer,
    OfferForBooth,
    RateVisit,
    Refused,
    Replaced,
)
from signaling_server.core.hub import Hub
from signaling_server.core.records import Deliver
from signaling_server.runtime.server import SignalingServer
from tests.helpers.aio import run
from tests.signaling_server.sockets import (
    KEY,
    START,
    booth,
    booth_hello,
    branch,
    desk,
    desk_hello,
    running,
    stranger,
)


def test_a_booth_and_a_desk_find_each_other_and_exchange_descriptions() -> None:
    async def scene() -> None:
        async with running() as url, booth(url, 1) as one, desk(url) as officer:
            await one.say(START)
            opened = await officer.hear(ChannelOpened)
            await one.hear(BoothAssigned)
            await officer.say(Offer(channel=opened.channel, epoch=Epoch(1), sdp="o" * 5000))
            assert (await one.hear(OfferForBooth)).sdp == "o" * 5000
            await one.say(Answer(epoch=Epoch(1), sdp="a" * 5000))
            assert (await officer.hear(AnswerForDesk)).sdp == "a" * 5000

    run(scene())


def test_a_lost_connection_is_told_to_the_other_end_at_once() -> None:
    async def scene() -> None:
        async with running() as url, desk(url) as officer:
            async with booth(url, 1) as one:
                await one.say(START)
                await officer.hear(ChannelOpened)
                one.connection.transport.abort()
            assert not (await officer.hear(ChannelBoothPresence)).present

    run(scene())


def test_a_second_connection_replaces_the_first() -> None:
    async def scene() -> None:
        async with running() as url, booth(url, 1) as first, booth(url, 1):
            await first.hear(Replaced)
            assert await first.closed() == 1008

    run(scene())


def test_a_session_replaces_the_password() -> None:
    async def scene() -> None:
        async with running() as url:
            async with stranger(url, is_desk=True) as first:
                await first.say(desk_hello())
                session = (await first.hear(DeskWelcome)).session
            async with stranger(url, is_desk=True) as second:
                await second.say(desk_hello(session=session))
                assert (await second.hear(DeskWelcome)).session == session

    run(scene())


def test_the_end_is_told_to_everybody_and_leaves_no_task_behind() -> None:
    async def scene() -> None:
        before = asyncio.all_tasks()
        server = SignalingServer(branch(), KEY, None)
        await server.start()
        url = f"ws://127.0.0.1:{server.port}/signal"
        async with booth(url, 1) as one, desk(url) as officer, stranger(url) as silent:
            stopping = asyncio.create_task(server.stop())
            for client in (one, officer):
                await client.hear(Goodbye)
                assert await client.closed() == 1001
            assert await silent.closed() == 1001
            assert silent.told == []
            await stopping
        assert asyncio.all_tasks() == before

    run(scene())


async def get(url: str, path: str) -> tuple[int, str, str]:
    """Status, content type, body."""
    address = url.replace("ws", "http", 1).replace("/signal", path)

    def fetch() -> tuple[int, str, str]:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers["Content-Type"], error.read().decode()

    return await asyncio.to_thread(fetch)


def test_health_and_metrics_count_and_everything_else_is_not_there() -> None:
    async def scene() -> None:
        async with running() as url, booth(url, 1) as one, desk(url) as officer:
            await one.say(START)
            await officer.hear(ChannelOpened)
            status, kind, body = await get(url, "/health")
            health = json.loads(body)
            assert (status, kind) == (200, "application/json; charset=utf-8")
            assert (health["alive"], health["version"], health["channels"], health["desks"]) == (
                True,
                VERSION,
                1,
                1,
            )
            assert health["booths"][BoothPresence.SERVED] == 1
            status, kind, body = await get(url, "/metrics?x=1")
            assert status == 200
            assert "bilik_channels 1.0" in body
            assert 'bilik_booths{presence="offline"} 5.0' in body
            assert 'bilik_links{level="good"} 0.0' in body
            assert (await get(url, "/etc/passwd"))[0] == 404

    run(scene())


def test_health_and_metrics_count_links_by_how_good_they_are_and_name_none() -> None:
    async def scene() -> None:
        async with running() as url, booth(url, 1) as one, desk(url) as officer:
            await one.say(START)
            channel = (await officer.hear(ChannelOpened)).channel
            level = LinkLevel.PICTURE_REDUCED
            await officer.say(LinkReport(channel=channel, level=level, loss=0.25, round_trip_ms=84.0))
            # Answered in order: once this has been refused, the report has been taken.
            await officer.say(HelpSeen(channel=ChannelId("x" * 22)))
            await officer.hear(Refused)
            health = json.loads((await get(url, "/health"))[2])
            assert health["channels"] == 1
            assert health["links"] == {"good": 0, level: 1, "voice_disturbed": 0, "not_connected": 0}
            body = (await get(url, "/metrics"))[2]
            assert 'bilik_links{level="picture_reduced"} 1.0' in body
            assert "bilik_worst_link_loss_ratio 0.25" in body
            assert "bilik_worst_link_round_trip_seconds 0.084" in body
            assert channel not in body
            assert "booth-1" not in body

    run(scene())


def test_metrics_count_ratings_by_score_and_know_nobodys() -> None:
    async def scene() -> None:
        async with running() as url, booth(url, 1) as one:
            await one.say(START)
            await one.say(RateVisit(score=3))
            for _ in range(2):  # counted once, however often it is looked at
                await one.say(RateVisit(score=3))
                await one.refusal()
                body = (await get(url, "/metrics"))[2]
                told = [line for line in body.splitlines() if line.startswith("bilik_ratings_total")]
                assert told == [f'bilik_ratings_total{{score="{n}"}} {float(n == 3)}' for n in range(1, 5)]

    run(scene())


def test_time_goes_on_after_an_error_in_a_tick(
    monkeypatch: pytest.MonkeyPatch, expect_log_error: Callable[[str, str], None]
) -> None:
    expect_log_error("asyncio", "Exception in callback SignalingServer._tick")

    async def scene() -> None:
        again, ticks, tick = asyncio.Event(), 0, Hub.tick

        def failing_once(hub: Hub, now_s: float) -> list[Deliver]:
            nonlocal ticks
            ticks += 1
            if ticks == 1:
                raise ZeroDivisionError
            again.set()
            return tick(hub, now_s)

        monkeypatch.setattr(Hub, "tick", failing_once)
        async with running():
            await again.wait()

    run(scene())


def test_health_is_answered_while_nobody_is_connected() -> None:
    async def scene() -> None:
        async with running() as url:
            assert json.loads((await get(url, "/health"))[2])["booths"]["offline"] == 6

    run(scene())


def test_every_desk_sees_a_booth_come() -> None:
    async def scene() -> None:
        async with running() as url, desk(url, "sari") as sari, desk(url, "budi") as budi, booth(url, 3):
            for officer in (sari, budi):
                while (await officer.hear(BranchState)).booths[2].presence is not BoothPresence.FREE:
                    pass

    run(scene())


def test_a_lease_is_honoured_over_real_sockets() -> None:
    async def scene() -> None:
        async with running() as url, desk(url) as officer:
            async with booth(url, 1) as one:
                await one.say(START)
                lease = (await one.hear(BoothAssigned)).lease
                opened = await officer.hear(ChannelOpened)
            async with stranger(url) as back:
                await back.say(booth_hello(1, lease))
                assert (await back.hear(BoothAssigned)).visit == opened.visit

    run(scene())


@pytest.mark.parametrize("garbage", [b"\x00" * 100, b"GET / HTTP/1.0\r\n\r\n", b"\x16\x03\x01\x02\x00\x01"])
def test_what_is_no_websocket_handshake_does_no_harm(garbage: bytes) -> None:
    async def scene() -> None:
        async with running() as url:
            port = int(url.rsplit(":", 1)[1].split("/")[0])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(garbage)
            writer.write_eof()
            await reader.read()
            writer.close()
            await writer.wait_closed()
            async with booth(url, 1):
                pass

    run(scene())
