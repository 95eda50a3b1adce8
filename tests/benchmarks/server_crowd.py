"""Booths and desks without anything but their connection: what runs in a process beside the server's.

Responsible for: many of the product's signaling clients at once, joining as fast as the server lets them, and
offers and answers that carry the time at which they were said. Not for: the server, nor for figures
(``server_scale``).
"""

from __future__ import annotations

import asyncio
import itertools
import random
import resource
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from channel.runtime.signaling import Disconnected, Received, Rejected, SignalingClient, SignalingEvent
from channel.runtime.tasks import Tasks
from channel.runtime.tls import client_context
from channel.settings.version import VERSION
from channel.wire.codec import decode_to_booth, decode_to_desk
from channel.wire.ids import BoothId, ChannelId, Epoch, OfficerId
from channel.wire.messages import (
    PROTOCOL_VERSION,
    Answer,
    AnswerForDesk,
    BoothCondition,
    BoothHello,
    BoothReport,
    BoothWelcome,
    ChannelOpened,
    DeskHello,
    Offer,
    OfferForBooth,
    StartVisit,
    ToBooth,
    ToDesk,
)
from signaling_server.runtime.tls import slim_buffers
from tests.benchmarks.child import serve

JOINING_MOST = 48
"""At a time: the server has room for 64 strangers from one address."""
CAPACITY = 6
SDP_CHARS = 3_000
"""About as long as ours are."""
OFFERS_PER_S = 5.0
"""Of one desk: half of what a connection may say in the long run."""
LATEST_S = 2.0
"""After the last offer: what has not come by then counts for nothing."""
SPARE_FILES = 64


class TooFewFiles(RuntimeError):
    """The system does not let a process have so many connections; the text says how many."""


@dataclass(frozen=True)
class Door:
    """Where to go: ``url``, and whose certificate is trusted there."""

    url: str
    authority: Path


def raise_file_limit(connections: int) -> None:
    """Raises ``TooFewFiles``."""
    wanted = connections + SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise TooFewFiles(f"{wanted} open files are needed, and `ulimit -Hn` allows {hard}")
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def crowd(pipe: Connection, door: Door, tokens: Mapping[int, str], passwords: Mapping[str, str]) -> None:
    """The process: booths by number, desks by their officer's login; none is connected at first."""
    asyncio.run(_live(pipe, door, tokens, passwords))


async def _live(
    pipe: Connection, door: Door, tokens: Mapping[int, str], passwords: Mapping[str, str]
) -> None:
    raise_file_limit(len(tokens) + len(passwords))
    slim_buffers()
    members = _Crowd(door, tokens, passwords)
    await serve(pipe, members.perform)
    await members.leave()


class _Crowd:
    """Loop thread only."""

    def __init__(self, door: Door, tokens: Mapping[int, str], passwords: Mapping[str, str]) -> None:
        tls = client_context(door.authority)
        self._tasks = Tasks()
        self._booths = [_Booth(door, tls, number, token) for number, token in tokens.items()]
        self._desks = [_Desk(door, tls, officer, password) for officer, password in passwords.items()]

    async def perform(self, what: str, *of: float) -> object:
        """Answers with seconds, delays or counts."""
        match what:
            case "join":
                return await self._join(booth.line for booth in self._booths)
            case "leave":
                await self.leave()
            case "open channels":
                await self._open_channels()
            case "talk":
                return await self._talk(*of)
            case "losses":
                return sum(line.losses for line in self._lines)
            case _:
                raise ValueError(what)
        return None

    @property
    def _lines(self) -> list[_Line]:
        return [booth.line for booth in self._booths] + [desk.line for desk in self._desks]

    async def _join(self, lines: Iterable[_Line]) -> float:
        """Seconds from the first that sets out to the last that is welcome."""
        room = asyncio.Semaphore(JOINING_MOST)

        async def one(line: _Line) -> None:
            async with room:
                await line.join(self._tasks)

        from_s = time.monotonic()
        await asyncio.gather(*map(one, lines))
        return time.monotonic() - from_s

    async def leave(self) -> None:
        """All at once."""
        await asyncio.gather(*(line.leave() for line in self._lines))

    async def _open_channels(self) -> None:
        """Every desk joins and gets as many of the booths here as it can hold."""
        await self._join(desk.line for desk in self._desks)
        for booth in self._booths[: CAPACITY * len(self._desks)]:
            booth.line.say(StartVisit(language="id", consent=True, consent_version="scale"))
        await asyncio.gather(*(desk.is_full.wait() for desk in self._desks))

    async def _talk(self, seconds: float) -> list[float]:
        """Desks offer, booths answer at once: how long each of both was on its way, milliseconds."""
        await asyncio.gather(*(desk.offer(seconds) for desk in self._desks))
        kept = [one.delays_ms for one in self._booths] + [one.delays_ms for one in self._desks]
        return [delay_ms for delays_ms in kept for delay_ms in delays_ms]


class _Line:
    """One connection, made again when it is lost. Attribute ``losses``: how often it was."""

    def __init__(
        self,
        door: Door,
        tls: ssl.SSLContext,
        hello: BoothHello | DeskHello,
        heard: Callable[[ToBooth | ToDesk], None],
    ) -> None:
        self.losses = 0
        self._heard = heard
        self._welcome: asyncio.Future[None] | None = None
        decode = decode_to_booth if isinstance(hello, BoothHello) else decode_to_desk
        self._client = SignalingClient(door.url, tls, lambda: hello, decode, self._happened)
        self.say = self._client.send

    async def join(self, tasks: Tasks) -> None:
        """Returns when it is welcome. Raises ``RuntimeError`` when the server will not have it."""
        self._welcome = asyncio.get_running_loop().create_future()
        self._client.start(tasks)
        await self._welcome

    async def leave(self) -> None:
        await self._client.stop()

    def _happened(self, event: SignalingEvent) -> None:
        match event:
            case Disconnected():
                self.losses += 1
            case Rejected(code=code, text=text):
                if self._welcome is not None and not self._welcome.done():
                    self._welcome.set_exception(RuntimeError(f"{code}: {text}"))
            case Received(message):
                if self._welcome is not None and not self._welcome.done():
                    self._welcome.set_result(None)  # nothing comes before it
                self._heard(message)


class _Booth:
    """Reports that it is ready, answers every offer. ``delays_ms``: of the offers that came."""

    def __init__(self, door: Door, tls: ssl.SSLContext, number: int, token: str) -> None:
        booth = BoothId(f"booth-{number}")
        hello = BoothHello(protocol=PROTOCOL_VERSION, booth=booth, token=token, software=VERSION)
        self.line = _Line(door, tls, hello, self._heard)
        self.delays_ms: list[float] = []

    def _heard(self, message: ToBooth | ToDesk) -> None:
        match message:
            case BoothWelcome():
                self.line.say(BoothReport(condition=BoothCondition.READY))
            case OfferForBooth(epoch=epoch, sdp=sdp):
                self.delays_ms.append(_age_ms(sdp))
                self.line.say(Answer(epoch=epoch, sdp=_dated()))


class _Desk:
    """Takes what it can hold. ``delays_ms``: of the answers that came."""

    def __init__(self, door: Door, tls: ssl.SSLContext, officer: str, password: str) -> None:
        hello = DeskHello(
            protocol=PROTOCOL_VERSION,
            officer=OfficerId(officer),
            software=VERSION,
            capacity=CAPACITY,
            password=password,
            accepting=True,
        )
        self.line = _Line(door, tls, hello, self._heard)
        self.delays_ms: list[float] = []
        self.is_full = asyncio.Event()
        self._epochs: dict[ChannelId, int] = {}

    def _heard(self, message: ToBooth | ToDesk) -> None:
        match message:
            case ChannelOpened(channel=channel, epoch=epoch):
                self._epochs[channel] = epoch
                if len(self._epochs) == CAPACITY:
                    self.is_full.set()
            case AnswerForDesk(sdp=sdp):
                self.delays_ms.append(_age_ms(sdp))

    async def offer(self, seconds: float) -> None:
        """For so long, to one channel after the other, at moments of chance."""
        until_s = time.monotonic() + seconds
        for channel in itertools.cycle(list(self._epochs)):
            await asyncio.sleep(random.expovariate(OFFERS_PER_S))
            if time.monotonic() >= until_s:
                break
            self._epochs[channel] += 1
            self.line.say(Offer(channel=channel, epoch=Epoch(self._epochs[channel]), sdp=_dated()))
        await asyncio.sleep(LATEST_S)


def _dated() -> str:
    """What stands for a session description: as long as one, and it says when it was written."""
    return f"{time.monotonic()} ".ljust(SDP_CHARS, ".")


def _age_ms(dated: str) -> float:
    return 1000 * (time.monotonic() - float(dated.partition(" ")[0]))
