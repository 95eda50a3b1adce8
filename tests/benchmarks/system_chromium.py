"""libwebrtc at both ends: a headless Chromium for the desk and one for all booths, through the same paths.

Responsible for: joining the pages' peer connections by plain calls, descriptions going through the impaired
paths, feeding them and noting what they play. Not for: the browser (``chromium_page``), nor for judging.

As Chromium comes: VP8, Opus with in-band FEC, its own playout (NetEq) and rate control; of a picture no more
than ``VIDEO_KBPS``, as for the others. Sound and pictures come from the same devices as the others' and go
into tracks that a page writes itself (``MediaStreamTrackGenerator``): no capture buffer, no echo
cancellation or noise suppression. What is played is noted when Chromium's audio output, a null device that
takes 10 ms at a time, takes it from NetEq; a picture when it is ready for the compositor. The output's own
buffer is not in it, as ours is not.

What the way to and from the page and its tracks take by themselves is measured before each call, with the
same devices and codes and no peer connection between, and taken off (``delay``).
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hardware.opencv import cv2
from tests.benchmarks.arrived import STRIP_SHARE, Arrived, Originals
from tests.benchmarks.chromium_page import Page
from tests.benchmarks.devices import VIDEO_KBPS, Devices, Show, Sockets, Speak
from tests.benchmarks.figures import FPS, Delay, heard_blocks, seen_pictures
from tests.benchmarks.relay import Path

LOOP_S = 4.0
LUMA_LOWEST, LUMA_RANGE = 16, 219
"""Of video, against 0 … 255 (ITU-R BT.601)."""
_LOOP_END = 255


class Chromium:
    """Loop thread only. Attributes: ``sockets``; ``delay``: of pages and tracks alone, taken off already."""

    def __init__(
        self, paths: Sequence[Path], at_desk: Sequence[Arrived], at_booths: Sequence[Arrived]
    ) -> None:
        self._paths = paths
        self._desk, self._booths = _Side(at_desk), _Side(at_booths)
        self.sockets = Sockets()
        self.sockets.microphones.append(self._desk.microphone(0))
        self.sockets.desk_cameras.append(self._desk.camera(0))
        for number in range(len(paths)):
            self.sockets.microphones.append(self._booths.microphone(number))
            self.sockets.booth_cameras.append(self._booths.camera(number))
        self.delay = Delay()

    async def start(self) -> None:
        await self._desk.open(1)
        await self._booths.open(len(self._paths))
        self.delay = await self._loop_delay()
        self._desk.delay = self._booths.delay = self.delay
        for end, path in enumerate(self._paths):
            offer = await self._desk.page.command("offer", end=end, source=0, kbps=VIDEO_KBPS, fps=FPS)
            answer = await self._booths.page.command(
                "answer", end=end, source=end, kbps=VIDEO_KBPS, fps=FPS, sdp=await path.offer(offer)
            )
            await self._desk.page.command("accept", end=end, sdp=path.answer(answer))

    async def _loop_delay(self) -> Delay:
        """Both sides carry what they will carry in the call, but for the codecs' work."""
        for number in range(len(self._paths)):
            await self._booths.page.command("loop", source=number, end=_LOOP_END - number)
        loop = Arrived()
        self._booths.loop = loop
        devices = Devices(self.sockets, Originals(), Originals())
        devices.start()
        await asyncio.sleep(LOOP_S)
        await asyncio.to_thread(devices.stop)
        self._booths.loop = None
        await self._booths.page.command("end_loops")
        blocks = heard_blocks(loop.pulls, devices.spoken_s)
        pictures = seen_pictures(loop.strips)
        return Delay(
            statistics.median(block.delay_s for block in blocks),
            statistics.median(picture.delay_ms for picture in pictures) / 1000,
        )

    async def close(self) -> None:
        await asyncio.gather(self._desk.close(), self._booths.close())


class _Side:
    """One browser, with an end for each booth: the desk's, or all the booths'. A ``Listener``."""

    def __init__(self, arrived: Sequence[Arrived]) -> None:
        self.delay = Delay()
        self.loop: Arrived | None = None
        self._arrived = arrived
        self._page: Page | None = None

    @property
    def page(self) -> Page:
        assert self._page is not None
        return self._page

    async def open(self, sources: int) -> None:
        self._page = await Page.open(self)
        for _ in range(sources):
            await self._page.command("source")

    async def close(self) -> None:
        if self._page is not None:
            await self._page.close()

    def microphone(self, source: int) -> Speak:
        return lambda block, captured_s: self.page.speak(source, block)

    def camera(self, source: int) -> Show:
        return lambda picture, captured_s: self.page.show(
            source, np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420), np.uint8)
        )

    def _of(self, end: int) -> Arrived | None:
        if end < len(self._arrived):
            return self._arrived[end]
        return self.loop if end == _LOOP_END else None

    def heard(self, end: int, at_s: float, samples: NDArray[np.int16]) -> None:
        if far := self._of(end):
            far.hear(at_s - self.delay.sound_s, samples)

    def seen(self, end: int, at_s: float, luma: NDArray[np.uint8], height: int) -> None:
        if far := self._of(end):
            at_s -= self.delay.picture_s
            if len(luma) == height:
                far.see(at_s, _full_range(luma))
            else:
                far.see_strip(at_s, _full_range(luma[: round(height * STRIP_SHARE)]))


def _full_range(luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return _FULL_RANGE[luma]


_FULL_RANGE: NDArray[np.uint8] = np.clip(
    np.rint((np.arange(256) - LUMA_LOWEST) * 255 / LUMA_RANGE), 0, 255
).astype(np.uint8)
