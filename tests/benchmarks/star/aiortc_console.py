"""The plainest console that one would write with aiortc: what runs in its process.

Responsible for: a peer connection for each booth, with tracks, encoders and buffers of its own, its
heartbeats, and the devices that all share. Not for: its window (``aiortc_window``), nor for the booths.

asyncio runs in a thread beside Qt's, as aiortc runs in none of Qt's loops. Camera and microphone put what
they take into a track for each booth, so a picture is converted and encoded for each. A decoded picture goes
to its tile at once. The booths' sounds are added up for one loudspeaker. Two rates are not aiortc's own: Opus
takes 32 kbit/s as in the other systems, not 96, and VP8 what all have, at first and at most; below it follows
the booths' estimates.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import threading
import time
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import aiortc.codecs
import av
import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.codecs import vpx
from aiortc.codecs.opus import OpusEncoder
from aiortc.mediastreams import MediaStreamError
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication

from channel.wire.codec import decode_control, encode_control
from channel.wire.control import CONTROL_LABEL, DeskState
from channel.wire.ids import Epoch
from hardware import registry
from hardware.devices import Block, DeviceStatus, Frame
from tests.benchmarks.child import serve
from tests.benchmarks.star.aiortc_window import Tile, Window
from tests.benchmarks.star.conditions import FPS, OFFICER_CAMERA, VOICE_KBPS, Conditions
from tests.benchmarks.star.desk import Counts
from tests.benchmarks.system_aiortc import WAITING_MOST, FromDevice, Speaker

HEARTBEAT_S = 0.5


@dataclass(frozen=True)
class Looked:
    """What was painted and played in a stretch of time: ``strips``: as ``Tile.strips``; ``played``: when
    sound was given to the loudspeaker, and the sound, (480,)."""

    from_s: float
    to_s: float
    strips: list[tuple[float, NDArray[np.uint8]]]
    played: list[tuple[float, Block]]


def console(pipe: Connection, conditions: Conditions) -> None:
    """The process: Qt here, everything else in a thread."""
    # aiortc leaves errors of its own tasks behind, when it cannot keep up and when it closes.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _set_rates(conditions.video_kbps)
    app = QApplication([])
    window = Window(conditions.booths)
    window.finished.connect(app.quit)
    window.show()
    net = threading.Thread(target=_net, args=(pipe, conditions, window), name="net")
    net.start()
    app.exec()
    net.join()


def _set_rates(video_kbps: int) -> None:
    vpx.DEFAULT_BITRATE = vpx.MAX_BITRATE = 1000 * video_kbps
    vpx.MIN_BITRATE = min(vpx.MIN_BITRATE, vpx.MAX_BITRATE)
    aiortc.codecs.OpusEncoder = _Opus  # type: ignore[attr-defined]


class _Opus(OpusEncoder):
    def __init__(self) -> None:
        super().__init__()
        self.codec.bit_rate = 1000 * VOICE_KBPS


def _net(pipe: Connection, conditions: Conditions, window: Window) -> None:
    try:
        asyncio.run(_live(pipe, conditions, window))
    finally:
        window.finished.emit()


async def _live(pipe: Connection, conditions: Conditions, window: Window) -> None:
    calls = _Calls(conditions, window)
    await serve(pipe, calls.perform)
    await calls.close()


class _Calls:
    """All calls and their devices. Loop thread only, but for what the devices' threads call."""

    def __init__(self, conditions: Conditions, window: Window) -> None:
        self._tiles = window.tiles
        self._calls = [_Call(tile) for tile in window.tiles]
        size = conditions.width, conditions.height
        self._camera = registry.camera(OFFICER_CAMERA, width=size[0], height=size[1], fps=FPS)
        self._microphone = registry.microphone("simulated:clicks,booth=0")
        self._speaker = registry.speaker("simulated:discard")
        self._played: list[tuple[float, Block]] | None = None

    async def perform(self, what: str, *of: Any) -> object:
        match what:
            case "offers":
                self._start_devices()
                return [await call.offer() for call in self._calls]
            case "answers":
                for call, answer in zip(self._calls, *of, strict=True):
                    await call.take(answer)
            case "up":
                return await self._up(*of)
            case "counts":
                return await self._counts()
            case "look":
                return await self._look(*of)
            case _:
                raise ValueError(what)
        return None

    async def _up(self, within_s: float) -> bool:
        """Whether sound and pictures of every booth come within this time."""
        come = [event.wait() for call in self._calls for event in (call.seen, call.heard)]
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*come), within_s)
            return True
        return False

    def _start_devices(self) -> None:
        self._camera.start(self._take_picture, _ignore)
        self._microphone.start(self._take_sound, _ignore)
        self._speaker.start(self._play, _ignore)

    def _take_picture(self, frame: Frame) -> None:
        for call in self._calls:
            call.image.push_picture(frame.picture, frame.captured_s)

    def _take_sound(self, block: Block, captured_s: float) -> None:
        for call in self._calls:
            call.sound.push_sound(block, captured_s)

    def _play(self) -> Block:
        heard = np.sum([call.speaker.pull() for call in self._calls], axis=0, dtype=np.int32)
        block = np.clip(heard, -32768, 32767).astype(np.int16)
        if self._played is not None:
            self._played.append((time.monotonic(), block))
        return block[:, None]

    async def _counts(self) -> Counts:
        sent = received = 0
        for call in self._calls:
            of_call = await call.packets()
            sent, received = sent + of_call[0], received + of_call[1]
        return Counts(sent, received, sum(call.pictures for call in self._calls))

    async def _look(self, seconds: float) -> Looked:
        strips: list[tuple[float, NDArray[np.uint8]]] = []
        played: list[tuple[float, Block]] = []
        from_s = time.monotonic()
        self._played = played
        for tile in self._tiles:
            tile.strips = strips
        await asyncio.sleep(seconds)
        self._played = None
        for tile in self._tiles:
            tile.strips = None
        return Looked(from_s, time.monotonic(), list(strips), list(played))

    async def close(self) -> None:
        for device in (self._camera, self._microphone, self._speaker):
            await asyncio.to_thread(device.stop)
        await asyncio.gather(*(call.close() for call in self._calls))


class _Call:
    """One booth. Attributes: the tracks ``sound`` and ``image`` to it; ``speaker``: its sound; ``pictures``
    of it that were decoded; ``seen``, ``heard``: a picture of it has come, a sound has."""

    def __init__(self, tile: Tile) -> None:
        self.sound, self.image = FromDevice("audio", WAITING_MOST), FromDevice("video", 1)
        self.speaker = Speaker()
        self.pictures = 0
        self.seen, self.heard = asyncio.Event(), asyncio.Event()
        self._tile = tile
        self._heard_seq = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._connection.addTrack(self.sound)
        self._connection.addTrack(self.image)
        self._connection.on("track", self._came)
        self._control = self._connection.createDataChannel(CONTROL_LABEL, ordered=False, maxRetransmits=0)
        self._control.on("open", lambda: self._begin(self._tell()))
        self._control.on("message", self._told)

    async def offer(self) -> str:
        await self._connection.setLocalDescription(await self._connection.createOffer())
        return str(self._connection.localDescription.sdp)

    async def take(self, answer: str) -> None:
        await self._connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def packets(self) -> tuple[int, int]:
        """Sent and received."""
        stats = (await self._connection.getStats()).values()
        return (
            sum(one.packetsSent for one in stats if one.type == "outbound-rtp"),
            sum(one.packetsReceived for one in stats if one.type == "inbound-rtp"),
        )

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.add(asyncio.create_task(work))

    def _came(self, track: MediaStreamTrack) -> None:
        self._begin(self._listen(track) if track.kind == "audio" else self._watch(track))

    async def _listen(self, track: MediaStreamTrack) -> None:
        with suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                assert isinstance(frame, av.AudioFrame)
                self.speaker.put(frame)
                if not self.heard.is_set() and frame.to_ndarray().any():
                    self.heard.set()

    async def _watch(self, track: MediaStreamTrack) -> None:
        with suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                assert isinstance(frame, av.VideoFrame)
                self.pictures += 1
                self.seen.set()
                self._tile.came.emit(frame)

    async def _tell(self) -> None:
        for seq in itertools.count(1):
            state = DeskState(
                epoch=Epoch(1),
                seq=seq,
                heard_seq=self._heard_seq,
                listen=True,
                see=True,
                talk=True,
                picture=True,
            )
            self._control.send(encode_control(state))
            await asyncio.sleep(HEARTBEAT_S)

    def _told(self, message: str) -> None:
        self._heard_seq = max(self._heard_seq, decode_control(message).seq)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._connection.close()


def _ignore(status: DeviceStatus) -> None:
    """Simulated devices have no faults unless asked for."""
