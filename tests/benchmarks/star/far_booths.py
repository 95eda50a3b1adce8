"""The booths of a star: what runs in their process.

Responsible for: their ends, devices and counts, and what ``FarEnds`` asks of them. Not for: the console.

A booth is the product's ``BoothEnd`` and nothing around it: no window, no visit. All booths share one camera
and so one encode, as nobody counts what they cost; each has a microphone of its own, whose clicks are told
from the others'. Everybody has consented. Every picture that comes is decoded, but not scaled or shown.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QThread

from channel.core.block import PULL_S
from channel.media.channel_end import BoothEnd
from channel.media.events import AnswerReady, ChannelEvent, RebuildWanted
from channel.media.picture_inlet import PictureDecoding
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime.signaling import Received, SignalingClient, SignalingEvent
from channel.runtime.tasks import Tasks
from channel.runtime.tls import client_context
from channel.settings.version import VERSION
from channel.wire.codec import decode_to_booth
from channel.wire.ids import BoothId, Epoch
from channel.wire.messages import (
    PROTOCOL_VERSION,
    Answer,
    AskRebuild,
    BoothCondition,
    BoothHello,
    BoothReport,
    BoothWelcome,
    FromBooth,
    OfferForBooth,
    StartVisit,
)
from hardware import registry
from hardware.devices import Block, DeviceStatus, Frame
from tests.benchmarks.star.conditions import BOOTH_CAMERA, FPS, VOICE_KBPS, Conditions
from tests.helpers.branch import Branch

LOUD = 328
"""Of a sample: -40 dBFS. A gate that is shut gives exact zeros."""
SILENT_PULLS = round(0.3 / PULL_S)
"""Before sound counts as begun."""
SWITCH_S = 0.0005
"""Between threads of the interpreter: what are programs of their own in a branch share one here."""


@dataclass(frozen=True)
class BoothCounts:
    """Of one booth, since it was opened. ``pictures``: of the console, decoded; ``packets_*``: RTP of both
    kinds, those that came with repeats. ``hears``: a block of sound has come; ``is_open``: its microphone and
    camera are; ``is_full``: it sends the whole picture that its console asks for, no smaller one."""

    pictures: int = 0
    packets_received: int = 0
    packets_sent: int = 0
    hears: bool = False
    is_open: bool = False
    is_full: bool = False


@dataclass(frozen=True)
class FarCounts:
    """``at_s``: monotonic. ``booths``: the first is booth 1."""

    at_s: float
    booths: tuple[BoothCounts, ...]

    @property
    def are_up(self) -> bool:
        """Every booth sees and hears the console, and is asked for its own sound and picture."""
        return all(booth.pictures and booth.hears and booth.is_open for booth in self.booths)


def serve(pipe: Connection, conditions: Conditions, branch: Branch | None) -> None:
    """The process, until the other side of ``pipe`` has gone or says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the end of the pipe ends it
    QThread.currentThread()  # Qt takes the first thread that touches it for the main one: not the camera's
    sys.setswitchinterval(SWITCH_S)
    asyncio.run(_serve(pipe, conditions, branch))


async def _serve(pipe: Connection, conditions: Conditions, branch: Branch | None) -> None:
    await _Booths(pipe, conditions, branch).serve()


class _Booths:
    """All booths and what they share. Loop thread only."""

    def __init__(self, pipe: Connection, conditions: Conditions, branch: Branch | None) -> None:
        self._pipe = pipe
        self._conditions = conditions
        self._branch = branch
        self._tasks = Tasks()
        self._ended = asyncio.Event()
        width, height, kbps = conditions.width, conditions.height, conditions.video_kbps
        self._camera = registry.camera(BOOTH_CAMERA, width=width, height=height, fps=FPS)
        self._speaker = registry.speaker("simulated:discard")
        self._picture = PictureSource(width, height, FPS, kbps)
        settings = MediaSettings(width, height, FPS, kbps, VOICE_KBPS)
        decoding = PictureDecoding()
        self._booths = [
            _Booth(number, self._picture, self._tasks, settings, decoding, self._start_devices)
            for number in range(1, conditions.booths + 1)
        ]
        self._callers: list[_Caller] = []

    async def serve(self) -> None:
        """Until the other side has gone or says so."""
        loop = asyncio.get_running_loop()
        loop.add_reader(self._pipe.fileno(), self._came)
        if self._branch is not None:
            self._callers = [_Caller(self._branch, booth, self._tasks) for booth in self._booths]
        await self._ended.wait()
        loop.remove_reader(self._pipe.fileno())

    def _came(self) -> None:
        try:
            number, what, of = self._pipe.recv()
        except (EOFError, OSError):
            self._ended.set()
            return
        self._tasks.spawn(self._reply(number, what, of), name=what)

    async def _reply(self, number: int, what: str, of: tuple[Any, ...]) -> None:
        try:
            reply = (number, True, await self._perform(what, *of))
        except Exception:  # noqa: BLE001 - told to the other side, whatever it is
            reply = (number, False, traceback.format_exc())
        with suppress(OSError):
            self._pipe.send(reply)
        if what == "close":
            self._ended.set()

    async def _perform(self, what: str, *of: Any) -> object:
        match what:
            case "answer":
                booth, offer = of
                return await self._booths[booth - 1].answer(offer)
            case "counts":
                return FarCounts(time.monotonic(), tuple(booth.counts() for booth in self._booths))
            case "onsets":
                return tuple(tuple(booth.onsets) for booth in self._booths)
            case "close":
                await self._close()
                return None
            case _:
                raise ValueError(what)

    def _start_devices(self) -> None:
        self._camera.start(self._take_picture, _ignore)
        self._speaker.start(self._play, _ignore)
        for booth in self._booths:
            booth.microphone.start(booth.voice.push, _ignore)

    def _take_picture(self, frame: Frame) -> None:
        self._picture.push(frame.picture, frame.captured_s)

    def _play(self) -> Block:
        """One loudspeaker's thread serves all."""
        return [booth.hear() for booth in self._booths][-1][:, None]

    async def _close(self) -> None:
        for caller in self._callers:
            await caller.stop()
        microphones = [booth.microphone.stop for booth in self._booths]
        for stop in (self._camera.stop, self._speaker.stop, *microphones):
            await asyncio.to_thread(stop)
        await asyncio.gather(*(booth.close() for booth in self._booths))
        self._picture.stop()


class _Booth:
    """One booth. Loop thread only, except ``hear``, which is the loudspeaker's.

    Attributes: ``say``: takes what is to be said by signaling; ``onsets``: as in ``FarEnds.onsets``.
    """

    def __init__(
        self,
        number: int,
        picture: PictureSource,
        tasks: Tasks,
        settings: MediaSettings,
        decoding: PictureDecoding,
        before_offer: Callable[[], None],
    ) -> None:
        self.number = number
        self.voice = VoiceSource(VOICE_KBPS)
        self.microphone = registry.microphone(f"simulated:clicks,booth={number}")
        self.say: Callable[[FromBooth], None] = lambda message: None
        self.onsets: list[float] = []
        self._before_offer = before_offer
        self._packets = 0
        self._hears = False
        self._silent_pulls = SILENT_PULLS
        self._end = BoothEnd(
            self.voice,
            picture,
            self._happened,
            tasks,
            settings,
            name=f"booth {number}",
            tap=self._came,
            decoding=decoding,
        )
        self._end.permit(True)

    def take_offer(self, epoch: Epoch, sdp: str) -> None:
        """The answer is said when it is made."""
        self._before_offer()
        self._end.handle_offer(epoch, sdp)

    async def answer(self, offer: str) -> str:
        """The answer to an offer that came by no server."""
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def said(message: FromBooth) -> None:
            if isinstance(message, Answer) and not answer.done():
                answer.set_result(message.sdp)

        self.say = said
        self.take_offer(Epoch(1), offer)
        return await answer

    def _happened(self, event: ChannelEvent) -> None:
        match event:
            case AnswerReady(epoch, sdp):
                self.say(Answer(epoch=epoch, sdp=sdp))
            case RebuildWanted(epoch):
                self.say(AskRebuild(epoch=epoch))

    def _came(self, kind: str, packet: bytes) -> None:
        self._packets += 1

    def hear(self) -> NDArray[np.int16]:
        """The next 10 ms, (480,)."""
        pulled = self._end.heard.pull()
        if not pulled.any():
            self._silent_pulls += 1
            return pulled
        self._hears = True
        if int(pulled.max()) > LOUD:
            if self._silent_pulls >= SILENT_PULLS:
                self.onsets.append(time.monotonic())
            self._silent_pulls = 0
        return pulled

    def counts(self) -> BoothCounts:
        """As they stand."""
        peer = self._end._link.peer
        outlet = self._end._picture_out
        return BoothCounts(
            pictures=self._end.statistics().pictures_in,
            packets_received=self._packets,
            packets_sent=sum(stream.packets for stream in peer.outgoing.values()) if peer else 0,
            hears=self._hears,
            is_open=self._end.gates.microphone and self._end.gates.camera,
            is_full=outlet.is_open and outlet.rung == outlet.most_rung,
        )

    async def close(self) -> None:
        await self._end.close()
        self.voice.stop()


class _Caller:
    """A booth at its branch's server: it asks for an officer as soon as it is welcome."""

    def __init__(self, branch: Branch, booth: _Booth, tasks: Tasks) -> None:
        self._booth = booth
        self._token = branch.files.booth_token_file(booth.number).read_text().strip()
        self._client = SignalingClient(
            branch.url, client_context(branch.files.authority), self._hello, decode_to_booth, self._happened
        )
        booth.say = self._client.send
        self._client.start(tasks)

    def _hello(self) -> BoothHello:
        return BoothHello(
            protocol=PROTOCOL_VERSION,
            booth=BoothId(f"booth-{self._booth.number}"),
            token=self._token,
            software=VERSION,
        )

    def _happened(self, event: SignalingEvent) -> None:
        match event:
            case Received(BoothWelcome()):
                self._client.send(BoothReport(condition=BoothCondition.READY))
                self._client.send(StartVisit(language="id", consent=True, consent_version="star"))
            case Received(OfferForBooth(epoch=epoch, sdp=sdp)):
                self._booth.take_offer(epoch, sdp)

    async def stop(self) -> None:
        await self._client.stop()


def _ignore(status: DeviceStatus) -> None:
    """Simulated devices do not fail."""
