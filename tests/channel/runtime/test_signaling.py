from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from channel.runtime.signaling import (
    REPLACED,
    Connected,
    Disconnected,
    Received,
    Rejected,
    SignalingClient,
    SignalingEvent,
)
from channel.runtime.tasks import Tasks
from channel.wire.codec import decode_to_booth
from channel.wire.ids import BoothId
from channel.wire.messages import (
    BoothHello,
    BoothQueued,
    BoothWelcome,
    EndVisit,
    ErrorCode,
    Goodbye,
    ToBooth,
    VisitEnded,
)
from signaling_server.runtime.server import SignalingServer
from tests.helpers.aio import run
from tests.signaling_server.sockets import KEY, START, booth, booth_hello, branch, running

E = TypeVar("E", bound=SignalingEvent)
M = TypeVar("M", bound=ToBooth)
Hello = Callable[[], BoothHello]


class Watched:
    """Our client as a booth, and what it reported."""

    def __init__(self, url: str, hello: Hello) -> None:
        self.events: asyncio.Queue[SignalingEvent] = asyncio.Queue()
        self.tasks = Tasks()
        self.client = SignalingClient(url, None, hello, decode_to_booth, self.events.put_nowait)

    async def event(self, kind: type[E]) -> E:
        while True:
            event = await self.events.get()
            if isinstance(event, kind):
                return event

    async def message(self, kind: type[M]) -> M:
        while True:
            received = await self.event(Received)
            if isinstance(received.message, kind):
                return received.message


@contextlib.asynccontextmanager
async def client(url: str, hello: Hello = lambda: booth_hello(1)) -> AsyncIterator[Watched]:
    watched = Watched(url, hello)
    watched.client.start(watched.tasks)
    try:
        yield watched
    finally:
        await watched.client.stop()
        assert len(watched.tasks) == 0
        await watched.tasks.close()


def test_it_connects_says_hello_and_hears_the_welcome_also_without_a_path() -> None:
    async def scene() -> None:
        async with running() as url, client(url.removesuffix("/signal")) as one:
            assert await one.events.get() == Connected()
            assert (await one.message(BoothWelcome)).number == 1
            one.client.send(START)
            assert (await one.message(BoothQueued)).place == 1

    run(scene())


def test_nothing_is_sent_before_the_welcome() -> None:
    async def scene() -> None:
        async with running() as url, client(url) as one:
            one.client.send(START)
            await one.event(Connected)
            one.client.send(START)
            await one.message(BoothWelcome)
            one.client.send(START)
            assert (await one.message(BoothQueued)).place == 1
            one.client.send(EndVisit())
            await one.message(VisitEnded)

    run(scene())


def test_a_mistake_of_the_programs_does_not_end_the_connection(
    expect_log_error: Callable[[str, str], None],
) -> None:
    expect_log_error("channel.runtime.server_link", "the program failed at Connected")

    async def scene() -> None:
        welcomed, tasks = asyncio.Event(), Tasks()

        def on_event(event: SignalingEvent) -> None:
            if isinstance(event, Connected):
                raise ZeroDivisionError
            if isinstance(event, Received) and isinstance(event.message, BoothWelcome):
                welcomed.set()

        async with running() as url:
            one = SignalingClient(url, None, lambda: booth_hello(1), decode_to_booth, on_event)
            one.start(tasks)
            await welcomed.wait()
            await one.stop()
        await tasks.close()

    run(scene())


def test_it_comes_back_by_itself_with_the_newest_hello_and_tells_why_it_was_away() -> None:
    async def scene() -> None:
        leases: list[str] = []
        first = SignalingServer(branch(), KEY, None)
        await first.start()
        port = first.port
        async with client(
            f"ws://127.0.0.1:{port}", lambda: booth_hello(1, leases[-1] if leases else "")
        ) as one:
            await one.message(BoothWelcome)
            one.client.send(START)
            queued = await one.message(BoothQueued)
            leases.append(queued.lease)
            await first.stop()
            await one.message(Goodbye)
            assert "shut down" in (await one.event(Disconnected)).text
            assert "no server listens" in (await one.event(Disconnected)).text
            async with running(branch(port=port)):
                again = await one.message(BoothQueued)
                assert (again.visit, again.queued_at) == (queued.visit, queued.queued_at)

    run(scene(), 40)


def test_a_wrong_token_is_final_until_it_is_started_again() -> None:
    async def scene() -> None:
        tokens = ["wrong"]

        def hello() -> BoothHello:
            return BoothHello(protocol=1, booth=BoothId("booth-1"), token=tokens[-1], software="test")

        async with running() as url, client(url, hello) as one:
            rejected = await one.event(Rejected)
            assert rejected.code == ErrorCode.UNAUTHENTICATED
            assert one.events.empty()
            tokens.append(booth_hello(1).token)
            one.client.start(one.tasks)
            await one.message(BoothWelcome)

    run(scene())


def test_it_may_be_started_again_from_the_very_event() -> None:
    async def scene() -> None:
        async with running() as url:
            watched = Watched(url, lambda: booth_hello(1) if rejections else _wrong())
            rejections: list[Rejected] = []

            def on_event(event: SignalingEvent) -> None:
                watched.events.put_nowait(event)
                if isinstance(event, Rejected):
                    rejections.append(event)
                    watched.client.start(watched.tasks)

            watched.client._on_event = on_event
            watched.client.start(watched.tasks)
            await watched.message(BoothWelcome)
            await watched.client.stop()
            await watched.tasks.close()

    run(scene())


def _wrong() -> BoothHello:
    return BoothHello(protocol=1, booth=BoothId("booth-1"), token="wrong", software="test")


def test_another_protocol_version_is_final() -> None:
    async def scene() -> None:
        def hello() -> BoothHello:
            return BoothHello(protocol=99, booth=BoothId("booth-1"), token="t", software="test")

        async with running() as url, client(url, hello) as one:
            assert (await one.event(Rejected)).code == ErrorCode.PROTOCOL_VERSION

    run(scene())


def test_who_was_replaced_does_not_come_back() -> None:
    async def scene() -> None:
        async with running() as url, client(url) as one:
            await one.message(BoothWelcome)
            async with booth(url, 1):
                assert (await one.event(Rejected)).code == REPLACED

    run(scene())


def test_what_was_said_before_stop_still_arrives() -> None:
    async def scene() -> None:
        async with running() as url:
            async with client(url) as one:
                await one.message(BoothWelcome)
                one.client.send(START)
                lease = (await one.message(BoothQueued)).lease
                one.client.send(EndVisit())
            async with client(url, lambda: booth_hello(1, lease)) as again:
                assert (await again.message(VisitEnded)).reason == "booth_ended"

    run(scene())


def test_stop_leaves_nothing_behind_in_whatever_state() -> None:
    async def scene() -> None:
        before = asyncio.all_tasks()
        async with running() as url:
            for events_to_wait_for in range(3):
                watched = Watched(url, lambda: booth_hello(1))
                await watched.client.stop()
                watched.client.start(watched.tasks)
                for _ in range(events_to_wait_for):
                    await watched.events.get()
                await watched.client.stop()
                await watched.client.stop()
                assert len(watched.tasks) == 0
        assert asyncio.all_tasks() == before

    run(scene())
