"""What the codecs of a console cost alone: no network, no screen, no devices.

Responsible for: the codec work of a console with so many booths, live paced, with the product's own codecs
and settings. Not for: anything around them: that is what this figure is compared with.

One encode of the officer's picture with all its temporal layers, a decode for each booth, one Opus encode, an
Opus decode for each booth. Everything is drawn, converted and encoded beforehand, so that a decode is nothing
but a decode. One thread does it all, on the beat of 20 ms. With thumbnails one booth sends the full picture
and the others the rung that a console asks for when they are out of focus.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, TypeAlias

import av
import numpy as np
import psutil
from numpy.typing import NDArray
from PySide6.QtCore import QThread

from channel.core.block import BLOCK_S
from channel.core.rungs import Rung, ladder, within
from channel.media.opus import OpusDecoder, OpusEncoder
from channel.media.scaler import Scaler
from channel.media.vp8_codec import Vp8Decoder, Vp8Encoder
from hardware import registry
from hardware.paced import CATCH_UP_BLOCKS
from hardware.pacing import MONOTONIC, ticks
from tests.benchmarks.child import Child, serve
from tests.benchmarks.star.conditions import (
    BOOTH_CAMERA,
    FPS,
    OFFICER_CAMERA,
    THUMBNAIL_FPS,
    THUMBNAIL_PX,
    VOICE_KBPS,
    Conditions,
)
from tests.benchmarks.star.desk import Counts, Latencies
from tests.hardware.virtual import Seen, VirtualClock

if TYPE_CHECKING:  # else the process would hold all of a channel, which is not the codecs'
    from tests.benchmarks.star.far_ends import FarEnds

DRAWN_S = 2.0
"""Shown forth and back, so that there is no jump, which would cost bits."""
STREAM_S = 10.0
"""Then the stream of a booth begins anew, with a key frame."""
BLOCKS_OF_PICTURE = round(1 / FPS / BLOCK_S)

_Stream: TypeAlias = list[bytes | None]
"""A picture of the camera each; None where an upper layer is left out."""


class CodecsDesk:
    """A ``Desk`` that is no console: it takes no part in the star, and ``far`` is left alone."""

    def __init__(self, far: FarEnds, conditions: Conditions) -> None:
        self._conditions = conditions
        self._child: Child | None = None

    async def start(self) -> None:
        """Returns once it is at work. Raises ``ChildGone``."""
        self._child = await Child.start(work, self._conditions)
        await self._child.ask("start")

    def processes(self) -> Sequence[psutil.Process]:
        assert self._child is not None
        return [self._child.itself]

    async def counts(self) -> Counts:
        """Pictures only: no packet is sent."""
        assert self._child is not None
        return Counts(pictures=await self._child.ask("pictures"))

    async def latencies(self, seconds: float) -> Latencies:
        """There are none: nothing comes from anywhere."""
        return Latencies()

    async def close(self) -> None:
        if self._child is not None:
            await self._child.close()


def work(pipe: Connection, conditions: Conditions) -> None:
    """The process."""
    QThread.currentThread()  # Qt takes the first thread that touches it for the main one: not the camera's
    codecs = _Codecs(conditions)
    asyncio.run(serve(pipe, codecs.perform))
    codecs.stop()


class _Codecs:
    """All codecs of a console and what they are fed with. Made before the first question is answered."""

    def __init__(self, conditions: Conditions) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="codecs")
        self._pictures = 0
        rungs = ladder(conditions.width, conditions.height, FPS, conditions.video_kbps)
        self._officer = itertools.cycle(_drawn(OFFICER_CAMERA, rungs[-1]))
        self._encoder = _encoder(rungs[-1])
        self._keyframe = True
        small = rungs[within(rungs, THUMBNAIL_PX, THUMBNAIL_FPS) - 1] if conditions.thumbnails else rungs[-1]
        full_stream, other_stream = _encoded(rungs[-1]), _encoded(small)
        self._decoders = [
            (Vp8Decoder(), itertools.cycle(other_stream if booth else full_stream))
            for booth in range(conditions.booths)
        ]
        self._said = itertools.cycle(_spoken("simulated:clicks,booth=0"))
        self._voice_encoder = OpusEncoder(VOICE_KBPS)
        booth_voice = OpusEncoder(VOICE_KBPS)
        packets = [booth_voice.encode(block) for block in _spoken("simulated:clicks,booth=1")]
        self._voice_decoders = [(OpusDecoder(), itertools.cycle(packets)) for _ in range(conditions.booths)]

    async def perform(self, what: str) -> object:
        match what:
            case "start":
                self._thread.start()
                return None
            case "pictures":
                return self._pictures
            case _:
                raise ValueError(what)

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        beats = ticks(MONOTONIC, BLOCK_S, self._stopping, catch_up=CATCH_UP_BLOCKS)
        for number, _ in enumerate(beats):
            self._voice_encoder.encode(next(self._said))
            for voice_decoder, packets in self._voice_decoders:
                voice_decoder.decode(next(packets))
            if number % BLOCKS_OF_PICTURE == 0:
                self._picture()

    def _picture(self) -> None:
        self._encoder.encode(next(self._officer), time.monotonic(), keyframe=self._keyframe)
        self._keyframe = False
        for decoder, stream in self._decoders:
            picture = next(stream)
            if picture is not None and decoder.decode(picture) is not None:
                self._pictures += 1


def _encoder(rung: Rung) -> Vp8Encoder:
    """As the product's ``PictureSource`` makes it."""
    encoding = rung.encoding
    return Vp8Encoder(encoding.width_px, encoding.height_px, encoding.fps, *encoding.layer_kbps)


def _drawn(camera: str, rung: Rung) -> list[av.VideoFrame]:
    """Forth and back, without the first and the last twice, converted for the encoder."""
    clock, seen = VirtualClock(DRAWN_S), Seen()
    size = rung.encoding.width_px, rung.encoding.height_px
    device = registry.camera(camera, width=size[0], height=size[1], fps=FPS, clock=clock)
    device.start(seen.on_frame, seen.on_status)
    clock.wait_for_the_end()
    device.stop()
    scaler = Scaler()
    forth = [scaler.to_yuv(frame.picture, *size) for frame in seen.frames]
    return forth + forth[-2:0:-1]


def _encoded(rung: Rung) -> _Stream:
    """What a booth that stands on this rung sends, from a key frame on."""
    encoder = _encoder(rung)
    pictures = itertools.cycle(_drawn(BOOTH_CAMERA, rung))
    stream: _Stream = []
    for number in range(round(STREAM_S * FPS)):
        encoded = encoder.encode(next(pictures), number / FPS, keyframe=number == 0)
        stream.append(encoded.data if encoded.place.layer < rung.layers else None)
    return stream


def _spoken(microphone: str) -> list[NDArray[np.int16]]:
    clock, seen = VirtualClock(DRAWN_S), Seen()
    device = registry.microphone(microphone, clock=clock)
    device.start(seen.on_block, seen.on_status)
    clock.wait_for_the_end()
    device.stop()
    return [block for block, _ in seen.blocks]
