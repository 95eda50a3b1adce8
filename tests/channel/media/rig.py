"""One desk and some booths, joined by real sockets on this machine, with signaling by plain calls.

Responsible for: feeding drawn pictures and tones, pulling what is heard, keeping every event and every
packet. Everything runs on the loop of the test; a paced task stands for the device threads. It takes real
time: a file whose tests hold anything against that says ``live``.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from channel.core.gates import DeskGates
from channel.core.negotiation import LinkState
from channel.media import rtp
from channel.media.channel_end import BoothEnd, ChannelEnd, DeskEnd
from channel.media.events import AnswerReady, ChannelEvent, LinkChanged, OfferReady, RebuildWanted
from channel.media.picture_inlet import PictureDecoding
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime.tasks import Tasks

BLOCK_S = 0.02
PULLS_PER_BLOCK = 2
OPEN = DeskGates(talk=True, listen=True, see=True, picture=True)
SETTINGS = MediaSettings()
H264 = MediaSettings(h264=True)
DESK_HZ = 437
BOOTH_HZ = (613, 859, 1103)
_T = TypeVar("_T", bound=ChannelEvent)


def tone(hz: float, block: int) -> NDArray[np.int16]:
    at = (np.arange(960) + block * 960) / 48_000
    return np.asarray(8000 * np.sin(2 * np.pi * hz * at), np.int16)


def drawn(number: int, shade: int = 90) -> NDArray[np.uint8]:
    """A picture with a bar that moves, 640 × 360."""
    picture = np.full((360, 640, 3), shade, np.uint8)
    left = number * 7 % 560
    picture[100:260, left : left + 80] = (40, 180, 220)
    return picture


def loudest_hz(samples: NDArray[np.int16]) -> float:
    spectrum = np.abs(np.fft.rfft(samples.astype(float) * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * 48_000 / len(samples)


@dataclass
class Tapped:
    """Every RTP packet that came to one end, in order of arrival."""

    audio: list[rtp.Packet] = field(default_factory=list)
    video: list[rtp.Packet] = field(default_factory=list)

    def __call__(self, kind: str, data: bytes) -> None:
        packet = rtp.parse(data)
        assert packet is not None
        (self.audio if kind == "audio" else self.video).append(packet)

    def clear(self) -> None:
        self.audio.clear()
        self.video.clear()


@dataclass
class Side:
    """One end with what it was told and what it heard."""

    events: list[ChannelEvent] = field(default_factory=list)
    heard: list[NDArray[np.int16]] = field(default_factory=list)
    tap: Tapped = field(default_factory=Tapped)

    def of(self, kind: type[_T]) -> list[_T]:
        return [event for event in self.events if isinstance(event, kind)]

    def states(self) -> list[LinkState]:
        return [event.state for event in self.of(LinkChanged)]

    def sound(self, blocks: int) -> NDArray[np.int16]:
        return np.concatenate(self.heard[-blocks:])


class Channel:
    """One desk's end and one booth's end. ``deaf``: signaling messages of these kinds are not delivered."""

    def __init__(self, rig: Rig, number: int) -> None:
        self.number = number
        self.desk_side = Side()
        self.booth_side = Side()
        self.lost_signaling: set[type] = set()
        self.descriptions: list[OfferReady | AnswerReady] = []
        self._rig = rig
        self.voice = VoiceSource()
        self.picture = PictureSource()
        self.desk = self.new_desk()
        self.booth = self.new_booth()

    def new_desk(self) -> DeskEnd:
        """A desk's end as after a restart of the console."""
        desk = DeskEnd(
            self._rig.voice,
            self._rig.picture,
            self._desk_event,
            self._rig.tasks,
            self._rig.desk_settings,
            name=f"desk {self.number}",
            tap=self.desk_side.tap,
            decoding=self._rig.decoding,
        )
        desk.show_at(640, 360)
        return desk

    def new_booth(self) -> BoothEnd:
        """A booth's end as after a restart of its program, with consent given."""
        booth = BoothEnd(
            self.voice,
            self.picture,
            self._booth_event,
            self._rig.tasks,
            self._rig.booth_settings[self.number],
            name=f"booth {self.number}",
            tap=self.booth_side.tap,
            decoding=self._rig.decoding,
        )
        booth.show_at(640, 360)
        booth.permit(True)
        return booth

    def _desk_event(self, event: ChannelEvent) -> None:
        self.desk_side.events.append(event)
        if isinstance(event, OfferReady):
            self.descriptions.append(event)
            if OfferReady not in self.lost_signaling:
                self._rig.later(lambda: self.booth.handle_offer(event.epoch, event.sdp))

    def _booth_event(self, event: ChannelEvent) -> None:
        self.booth_side.events.append(event)
        if type(event) in self.lost_signaling:
            return
        if isinstance(event, AnswerReady):
            self.descriptions.append(event)
            self._rig.later(lambda: self.desk.handle_answer(event.epoch, event.sdp))
        elif isinstance(event, RebuildWanted):
            self._rig.later(lambda: self.desk.handle_rebuild(event.epoch))

    async def up(self, gates: DeskGates | None = None) -> None:
        """Set up and, if given, with these gates applied and obeyed by the booth."""
        self.desk.start()
        await self.until_up(1)
        if gates is not None:
            self.desk.apply(gates)
            wanted = (gates.listen, gates.see)
            await until(lambda: (self.booth.gates.microphone, self.booth.gates.camera) == wanted)

    async def until_up(self, epoch: int) -> None:
        def both_up() -> bool:
            return all(
                any(e.state is LinkState.UP and e.epoch == epoch for e in side.of(LinkChanged))
                for side in (self.desk_side, self.booth_side)
            )

        await until(both_up)


class Rig:
    """``async with Rig(booths=2) as rig``: channels made, nothing started. ``of_booths``: each one's
    settings."""

    def __init__(
        self,
        booths: int = 1,
        *,
        desk: MediaSettings = SETTINGS,
        of_booths: Sequence[MediaSettings] | None = None,
    ) -> None:
        self.tasks = Tasks()
        self.decoding = PictureDecoding()
        self.voice = VoiceSource()
        self.picture = PictureSource()
        self.desk_hz: float = DESK_HZ
        self.booth_hz: list[float] = list(BOOTH_HZ)
        self.shade = 90
        self.pushed_pictures = 0
        self.desk_settings = desk
        self.booth_settings = of_booths if of_booths is not None else [SETTINGS] * booths
        self.channels: list[Channel] = []

    @property
    def channel(self) -> Channel:
        return self.channels[0]

    def later(self, call: Callable[[], None]) -> None:
        asyncio.get_running_loop().call_soon(call)

    async def __aenter__(self) -> Self:
        self.channels = [Channel(self, number) for number in range(len(self.booth_settings))]
        self._pump_task = asyncio.create_task(self._pump())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await cancelled(self._pump_task)
        for channel in self.channels:
            await channel.desk.close()
            await channel.booth.close()
            channel.voice.stop()
            channel.picture.stop()
        self.voice.stop()
        self.picture.stop()
        await self.tasks.close()

    async def _pump(self) -> None:
        block, next_s = 0, time.monotonic()
        while True:
            self._feed(block, next_s)
            block += 1
            next_s = max(next_s + BLOCK_S, time.monotonic() - 0.1)
            await asyncio.sleep(next_s - time.monotonic())

    def _feed(self, block: int, at_s: float) -> None:
        self.voice.push(tone(self.desk_hz, block), at_s)
        if block % 2 == 0:
            self.pushed_pictures += 1
            self.picture.push(drawn(block // 2, self.shade), time.monotonic())
        for channel, hz in zip(self.channels, self.booth_hz, strict=False):
            channel.voice.push(tone(hz, block), at_s)
            if block % 2 == 0:
                channel.picture.push(drawn(block // 2, self.shade), time.monotonic())
            for end, side in ((channel.desk, channel.desk_side), (channel.booth, channel.booth_side)):
                side.heard.append(np.concatenate([end.heard.pull() for _ in range(PULLS_PER_BLOCK)]))


async def cancelled(task: asyncio.Task[Any]) -> None:
    """Cancel a task and wait for it; an error of its own is raised."""
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled() and (error := task.exception()) is not None:
        raise error


async def until(condition: Callable[[], object], limit_s: float = 20.0) -> None:
    """Wait for a condition; fails after a generous limit."""
    deadline_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline_s, "this never came about"
        await asyncio.sleep(0.01)


async def blocks(side: Side, count: int) -> None:
    """Wait until so many more blocks were heard."""
    wanted = len(side.heard) + count
    await until(lambda: len(side.heard) >= wanted)


@asynccontextmanager
async def cut(*ends: ChannelEnd) -> AsyncIterator[None]:
    """No datagram reaches these ends' present peers any more, until the end of the block."""
    protocols = [
        protocol
        for end in ends
        for peer in end._link._peers.values()
        for protocol in peer._wire._connection._protocols
    ]
    for protocol in protocols:
        protocol.datagram_received = lambda data, addr: None  # type: ignore[method-assign]
    yield
    for protocol in protocols:
        del protocol.datagram_received
