"""aiortc as it comes: a peer connection with two tracks for each booth, encoders and buffers its own.

Responsible for: the plainest program that one would write with it, descriptions going through the impaired
paths. Not for: devices, nor for judging. A loudspeaker plays what the tracks gave, in order, each sample when
its turn comes, silence when there is none. Its decoder goes on over missing pictures without an error: such
pictures are broken, but their code can be read, so the figures of its pictures flatter it.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import TypeAlias

import av
import numpy as np
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from numpy.typing import NDArray

from hardware.devices import BLOCK_SAMPLES, PULL_SAMPLES
from tests.benchmarks.arrived import Arrived
from tests.benchmarks.devices import Sockets
from tests.benchmarks.figures import Delay
from tests.benchmarks.relay import Path

WAITING_MOST = 50
_SAMPLE_BASE = Fraction(1, 48_000)
_PICTURE_BASE = Fraction(1, 90_000)


class FromDevice(MediaStreamTrack):
    """``push`` from a device's thread; keeps the newest when nobody takes them."""

    def __init__(self, kind: str, most: int) -> None:
        self.kind = kind
        super().__init__()
        self._at_home = asyncio.get_running_loop()
        self._held: deque[av.AudioFrame | av.VideoFrame] = deque(maxlen=most)
        self._came = asyncio.Event()
        self._samples = 0

    def push_sound(self, block: NDArray[np.int16], captured_s: float) -> None:
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = 48_000
        frame.time_base = _SAMPLE_BASE
        frame.pts = self._samples
        self._samples += BLOCK_SAMPLES
        self._at_home.call_soon_threadsafe(self._put, frame)

    def push_picture(self, picture: NDArray[np.uint8], captured_s: float) -> None:
        frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
        frame.time_base = _PICTURE_BASE
        frame.pts = int(captured_s * 90_000)
        self._at_home.call_soon_threadsafe(self._put, frame)

    def _put(self, frame: av.AudioFrame | av.VideoFrame) -> None:
        self._held.append(frame)
        self._came.set()

    async def recv(self) -> av.AudioFrame | av.VideoFrame:
        while not self._held:
            self._came.clear()
            await self._came.wait()
        return self._held.popleft()


_Tracks: TypeAlias = tuple[FromDevice, FromDevice]
"""Sound and picture."""


class Speaker:
    """``put`` on the loop's thread, ``pull`` on the device's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = np.zeros(0, np.int16)

    def put(self, frame: av.AudioFrame) -> None:
        left = frame.to_ndarray().reshape(-1, len(frame.layout.channels))[:, 0]
        with self._lock:
            self._held = np.concatenate((self._held, left))

    def pull(self) -> NDArray[np.int16]:
        with self._lock:
            pulled, self._held = self._held[:PULL_SAMPLES], self._held[PULL_SAMPLES:]
        return np.concatenate((pulled, np.zeros(PULL_SAMPLES - len(pulled), np.int16)))


class Aiortc:
    """Loop thread only. Attributes ``sockets``, ``delay``."""

    def __init__(
        self, paths: Sequence[Path], at_desk: Sequence[Arrived], at_booths: Sequence[Arrived]
    ) -> None:
        self.sockets = Sockets()
        self.delay = Delay()
        self._calls: list[tuple[Path, RTCPeerConnection, RTCPeerConnection]] = []
        self._takers: set[asyncio.Task[None]] = set()
        to_booths: list[_Tracks] = []
        # One microphone and one camera at the desk, a track and an encoder of their own for every booth.
        self.sockets.microphones.append(lambda block, at_s: _sound_to(to_booths, block, at_s))
        self.sockets.desk_cameras.append(lambda picture, at_s: _picture_to(to_booths, picture, at_s))
        for path, desk_got, booth_got in zip(paths, at_desk, at_booths, strict=True):
            desk, desk_tracks = self._end(desk_got)
            booth, (sound, image) = self._end(booth_got)
            to_booths.append(desk_tracks)
            self.sockets.microphones.append(sound.push_sound)
            self.sockets.booth_cameras.append(image.push_picture)
            self._calls.append((path, desk, booth))

    def _end(self, far: Arrived) -> tuple[RTCPeerConnection, _Tracks]:
        connection = RTCPeerConnection()
        tracks = FromDevice("audio", WAITING_MOST), FromDevice("video", 1)
        for track in tracks:
            connection.addTrack(track)
        speaker = Speaker()
        self.sockets.speakers.append(lambda now_s: far.hear(now_s, speaker.pull()))

        @connection.on("track")
        def came(track: MediaStreamTrack) -> None:
            take = _listen(track, speaker) if track.kind == "audio" else _look(track, far)
            self._takers.add(asyncio.create_task(take))

        return connection, tracks

    async def start(self) -> None:
        for path, desk, booth in self._calls:
            await desk.setLocalDescription(await desk.createOffer())
            offer = await path.offer(desk.localDescription.sdp)
            await booth.setRemoteDescription(RTCSessionDescription(offer, "offer"))
            await booth.setLocalDescription(await booth.createAnswer())
            answer = path.answer(booth.localDescription.sdp)
            await desk.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def close(self) -> None:
        for _, desk, booth in self._calls:
            await desk.close()
            await booth.close()
        for taker in self._takers:
            taker.cancel()
        await asyncio.gather(*self._takers, return_exceptions=True)


def _sound_to(tracks: Iterable[_Tracks], block: NDArray[np.int16], at_s: float) -> None:
    for sound, _ in tracks:
        sound.push_sound(block, at_s)


def _picture_to(tracks: Iterable[_Tracks], picture: NDArray[np.uint8], at_s: float) -> None:
    for _, image in tracks:
        image.push_picture(picture, at_s)


async def _listen(track: MediaStreamTrack, speaker: Speaker) -> None:
    with suppress(MediaStreamError):
        while True:
            frame = await track.recv()
            assert isinstance(frame, av.AudioFrame)
            speaker.put(frame)


async def _look(track: MediaStreamTrack, far: Arrived) -> None:
    with suppress(MediaStreamError):
        while True:
            frame = await track.recv()
            assert isinstance(frame, av.VideoFrame)
            picture = frame.to_ndarray(format="bgr24").astype(np.uint8, copy=False)
            far.see(time.monotonic(), picture)
