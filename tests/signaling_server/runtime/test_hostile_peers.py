"""Each attack gets its named error, and a booth and a desk in their channel notice nothing of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from channel.wire.codec import MESSAGE_MOST_BYTES, encode
from channel.wire.forms import SDP_MOST_CHARS
from channel.wire.ids import BoothId, ChannelId, Epoch
from channel.wire.link_level import LinkLevel
from channel.wire.messages import (
    Answer,
    AnswerForDesk,
    AskHelp,
    BoothHello,
    BranchState,
    ChannelClosed,
    ChannelOpened,
    EndChannel,
    EndVisit,
    ErrorCode,
    HelpSeen,
    LinkReport,
    Offer,
    OfferForBooth,
    Refused,
    Replaced,
    VisitEnded,
)
from signaling_server.config import Limits
from signaling_server.runtime.sockets import Socket
from tests.helpers.aio import run
from tests.signaling_server.sockets import (
    START,
    Client,
    booth,
    booth_hello,
    branch,
    desk,
    desk_hello,
    running,
    stranger,
)

Attack = Callable[[str, ChannelId], Awaitable[None]]


@contextlib.asynccontextmanager
async def others_notice_nothing(url: str) -> AsyncIterator[ChannelId]:
    """A well-behaved pair, before, during and after the attack."""
    async with booth(url, 6) as quiet, desk(url, "budi") as officer:
        await quiet.say(START)
        channel = (await officer.hear(ChannelOpened)).channel

        async def exchange(epoch: int) -> None:
            await officer.say(Offer(channel=channel, epoch=Epoch(epoch), sdp=f"offer {epoch}"))
            assert (await quiet.hear(OfferForBooth)).sdp == f"offer {epoch}"
            await quiet.say(Answer(epoch=Epoch(epoch), sdp=f"answer {epoch}"))
            assert (await officer.hear(AnswerForDesk)).sdp == f"answer {epoch}"

        await exchange(1)
        yield channel
        await exchange(2)
        disturbances = (Refused, Replaced, VisitEnded, ChannelClosed)
        assert not [m for m in (*quiet.told, *officer.told) if isinstance(m, disturbances)]
        opened = [m for m in officer.told if isinstance(m, ChannelOpened)]
        assert all(m.number == 6 for m in opened)
        shown = [m for m in officer.told if isinstance(m, BranchState)]
        assert all(row.number in (1, 6) for state in shown for row in state.waiting)


def survives(attack: Attack, limits: Limits | None = None) -> None:
    async def scene() -> None:
        async with running(branch(limits)) as url, others_notice_nothing(url) as channel:
            await attack(url, channel)

    run(scene(), 60)


async def expect(client: Client, code: ErrorCode, close_code: int | None) -> None:
    """The named error; and the connection closed with ``close_code``, or None: it goes on."""
    refused = await client.refusal()
    assert refused.code is code
    assert refused.fatal == (close_code is not None)
    if close_code is not None:
        assert await client.closed() == close_code


# ---------------------------------------------------------------- before the hello


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (encode(EndVisit()).decode(), ErrorCode.UNAUTHENTICATED),
        ('{"type": "no such thing"}', ErrorCode.UNAUTHENTICATED),
        ("not JSON", ErrorCode.MALFORMED),
        ('{"type": "booth_hello"}', ErrorCode.MALFORMED),
        ("[" * 60_000, ErrorCode.MALFORMED),
        (encode(booth_hello(1)), ErrorCode.MALFORMED),
        (
            encode(BoothHello(protocol=1, booth=BoothId("booth-1"), token="guess", software="x")).decode(),
            ErrorCode.UNAUTHENTICATED,
        ),
        (
            encode(BoothHello(protocol=1, booth=BoothId("booth-99"), token="guess", software="x")).decode(),
            ErrorCode.UNAUTHENTICATED,
        ),
        (encode(desk_hello(password="guess")).decode(), ErrorCode.UNAUTHENTICATED),
        (encode(desk_hello("nobody")).decode(), ErrorCode.UNAUTHENTICATED),
        (encode(desk_hello(session="forged")).decode(), ErrorCode.UNAUTHENTICATED),
        (
            encode(BoothHello(protocol=2, booth=BoothId("booth-1"), token="t", software="x")).decode(),
            ErrorCode.PROTOCOL_VERSION,
        ),
    ],
)
def test_who_does_not_say_a_proper_hello_is_refused_by_name(text: str | bytes, code: ErrorCode) -> None:
    async def attack(url: str, _: ChannelId) -> None:
        async with stranger(url) as client:
            await client.connection.send(text)
            await expect(client, code, 1008)

    survives(attack)


def test_a_wrong_booth_token_and_an_unknown_booth_cannot_be_told_apart() -> None:
    async def attack(url: str, _: ChannelId) -> None:
        texts = set()
        for name in ("booth-1", "booth-99"):
            async with stranger(url) as client:
                await client.say(BoothHello(protocol=1, booth=BoothId(name), token="guess", software="x"))
                texts.add((await client.refusal()).text)
        for officer in ("sari", "nobody"):
            async with stranger(url, is_desk=True) as client:
                await client.say(desk_hello(officer, password="guess"))
                texts.add((await client.refusal()).text)
        assert len(texts) == 2

    survives(attack)


def test_a_hello_that_never_comes_is_not_waited_for() -> None:
    async def attack(url: str, _: ChannelId) -> None:
        async with stranger(url) as client:
            await expect(client, ErrorCode.UNAUTHENTICATED, 1008)

    survives(attack, Limits(hello_s=0.5))


def test_a_hello_that_drips_in_byte_by_byte_is_not_waited_for() -> None:
    async def attack(url: str, _: ChannelId) -> None:
        async def drip() -> AsyncIterator[str]:
            for letter in '{"type": "booth_hello"':
                yield letter
                await asyncio.sleep(0.1)

        async with stranger(url) as client:
            dripping = asyncio.create_task(client.connection.send(drip()))
            await expect(client, ErrorCode.UNAUTHENTICATED, 1008)
            await asyncio.wait({dripping})
            dripping.exception()

    survives(attack, Limits(hello_s=0.5))


def test_a_handshake_that_never_comes_is_not_waited_for() -> None:
    async def attack(url: str, _: ChannelId) -> None:
        port = int(url.rsplit(":", 1)[1].split("/")[0])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /signal HTTP/1.1\r\n")
        assert await reader.read() == b""
        writer.close()

    survives(attack, Limits(hello_s=0.5))


def test_a_flood_of_silent_connections_is_refused_by_name_and_others_still_come_in() -> None:
    async def attack(url: str, _: ChannelId) -> None:
        async with contextlib.AsyncExitStack() as stack:
            refusals = []
            for _attempt in range(300):
                try:
                    await stack.enter_async_context(connect(url, proxy=None, compression=None))
                except InvalidStatus as error:
                    refusals.append((error.response.status_code, json.loads(error.response.body)["code"]))
            assert len(refusals) == 300 - 64
            assert set(refusals) == {(503, ErrorCode.TOO_FREQUENT)}
        async with booth(url, 2):
            pass

    survives(attack, Limits(hello_s=60))


def test_a_thousand_connections_that_come_and_go_do_no_harm() -> None:
    async def attack(url: str, _: ChannelId) -> None:
        port = int(url.rsplit(":", 1)[1].split("/")[0])

        async def knock() -> None:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.transport.abort()

        for _round in range(20):
            await asyncio.gather(*(knock() for _ in range(50)))

    survives(attack)


def test_guessing_a_password_is_slowed_down_and_does_not_lock_the_officer_out_elsewhere() -> None:
    async def attack(url: str, _: ChannelId) -> None:
        codes = []
        for _attempt in range(6):
            async with stranger(url, is_desk=True) as client:
                await client.say(desk_hello(password="guess"))
                codes.append((await client.refusal()).code)
        assert codes[:4] == [ErrorCode.UNAUTHENTICATED] * 4
        assert codes[4:] == [ErrorCode.TOO_FREQUENT] * 2

    survives(attack)


# ---------------------------------------------------------------- after the hello


SAID_BY_A_BOOTH = [
    ("not JSON", ErrorCode.MALFORMED, 1008),
    (b'{"type": "end_visit"}', ErrorCode.MALFORMED, 1008),
    ("[" * 60_000, ErrorCode.MALFORMED, 1008),
    ('{"type": "end_visit", "x": ' + "[" * 30_000 + "]" * 30_000 + "}", ErrorCode.MALFORMED, 1008),
    ("null", ErrorCode.MALFORMED, 1008),
    (" " * (MESSAGE_MOST_BYTES + 1), ErrorCode.TOO_LARGE, 1009),
    ("x" * 1024 * 1024, ErrorCode.TOO_LARGE, 1009),
    (encode(EndChannel(channel=ChannelId("x" * 22))).decode(), ErrorCode.OUT_OF_PLACE, 1008),
    (encode(Replaced()).decode(), ErrorCode.OUT_OF_PLACE, 1008),
    (encode(booth_hello(2)).decode(), ErrorCode.OUT_OF_PLACE, 1008),
    (encode(desk_hello()).decode(), ErrorCode.OUT_OF_PLACE, 1008),
    ('{"type": "open_all_microphones"}', ErrorCode.UNKNOWN_TYPE, None),
    ('{"type": "ask_help", "wanted": "yes"}', ErrorCode.MALFORMED, None),
    ('{"type": "ask_help"}', ErrorCode.MALFORMED, None),
    ('{"type": "answer", "epoch": 0, "sdp": "v=0"}', ErrorCode.MALFORMED, None),
    ('{"type": "answer", "epoch": 1e300, "sdp": "v=0"}', ErrorCode.MALFORMED, None),
    (encode(Answer(epoch=Epoch(1), sdp="x" * (SDP_MOST_CHARS + 1))).decode(), ErrorCode.MALFORMED, None),
    (encode(Answer(epoch=Epoch(1), sdp="v=0")).decode(), ErrorCode.NO_SUCH_CHANNEL, None),
    (encode(EndVisit()).decode(), ErrorCode.NO_SUCH_VISIT, None),
]


@pytest.mark.parametrize(("said", "code", "close_code"), SAID_BY_A_BOOTH)
def test_what_a_booth_may_not_say(said: str | bytes, code: ErrorCode, close_code: int | None) -> None:
    async def attack(url: str, _: ChannelId) -> None:
        async with booth(url, 1) as client:
            await client.connection.send(said)
            await expect(client, code, close_code)
            if close_code is None:
                await client.say(EndVisit())
                assert (await client.refusal()).code is ErrorCode.NO_SUCH_VISIT

    survives(attack)


def test_a_message_in_many_fragments_is_measured_as_a_whole() -> None:
    async def attack(url: str, _: ChannelId) -> None:
        async with booth(url, 1) as client:
            fragments = [" " * 1000] * 1000
            sending = asyncio.create_task(client.connection.send(fragments))
            await expect(client, ErrorCode.TOO_LARGE, 1009)
            await asyncio.wait({sending})
            sending.exception()

    survives(attack)


def test_a_desk_reaches_no_foreign_channel() -> None:
    async def attack(url: str, foreign: ChannelId) -> None:
        async with desk(url, "sari") as client:
            for message in (
                Offer(channel=foreign, epoch=Epoch(9), sdp="v=0"),
                HelpSeen(channel=foreign),
                LinkReport(channel=foreign, level=LinkLevel.GOOD, loss=0.0, round_trip_ms=1.0),
                EndChannel(channel=foreign),
            ):
                await client.say(message)
                await expect(client, ErrorCode.NO_SUCH_CHANNEL, None)
            await client.say(EndVisit())
            await expect(client, ErrorCode.OUT_OF_PLACE, 1008)

    survives(attack)


def test_a_stale_epoch_is_refused_and_relayed_to_nobody() -> None:
    async def attack(url: str, _: ChannelId) -> None:
        async with desk(url, "sari") as officer, booth(url, 1) as one:
            await one.say(START)
            channel = (await officer.hear(ChannelOpened)).channel
            await officer.say(Offer(channel=channel, epoch=Epoch(5), sdp="v=0"))
            await one.hear(OfferForBooth)
            await officer.say(Offer(channel=channel, epoch=Epoch(5), sdp="v=0"))
            await expect(officer, ErrorCode.STALE_EPOCH, None)
            await one.say(Answer(epoch=Epoch(4), sdp="v=0"))
            await expect(one, ErrorCode.STALE_EPOCH, None)
            await one.say(EndVisit())
            await officer.hear(ChannelClosed)
            assert not [m for m in officer.told if isinstance(m, AnswerForDesk)]

    survives(attack)


async def flood(url: str, _: ChannelId) -> None:
    async with booth(url, 1) as client:
        with contextlib.suppress(ConnectionClosed):
            for _message in range(500):
                await client.say(AskHelp(wanted=True))
        await expect(client, ErrorCode.TOO_FREQUENT, 1008)


def test_who_talks_too_much_is_shown_the_door() -> None:
    survives(flood)


def test_refused_messages_use_the_allowance_up_faster() -> None:
    async def attack(url: str, _: ChannelId) -> None:
        async with booth(url, 1) as client:
            with contextlib.suppress(ConnectionClosed):
                for _message in range(30):
                    await client.connection.send('{"type": "nonsense"}')
            codes = []
            with contextlib.suppress(ConnectionClosed):
                while True:
                    codes.append((await client.refusal()).code)
            assert codes[0] is ErrorCode.UNKNOWN_TYPE
            assert codes[-1] is ErrorCode.TOO_FREQUENT

    survives(attack)


# ---------------------------------------------------------------- controls: the same tests with a defence off


def test_control_the_watch_over_the_pair_notices_a_disturbance() -> None:
    async def attack(url: str, _: ChannelId) -> None:
        async with booth(url, 6):
            pass

    with pytest.raises((AssertionError, ConnectionClosed)):
        survives(attack)


def test_control_without_the_allowance_the_flood_is_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        async with running() as url:
            await flood(url, ChannelId(""))

    monkeypatch.setattr("signaling_server.runtime.connection.MESSAGES_BURST", 1e9)
    with pytest.raises(TimeoutError):
        run(scene(), 3)


def test_control_without_naming_it_an_oversized_frame_only_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        async with running() as url, booth(url, 1) as client:
            await client.connection.send("x" * 1024 * 1024)
            await client.refusal()

    monkeypatch.setattr(Socket, "_name_the_error", lambda self, code, reason="": self._fail(code, reason))
    with pytest.raises(ConnectionClosed):
        run(scene())
