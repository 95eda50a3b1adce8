"""A headless Chromium as the console: the peer to beat.

Responsible for: its page as one end of every channel, what it is given to send, what it counted, painted and
played. Not for: the browser's life (``chromium_page``), the booths (``far_ends``), figures (``measuring``).

As fair to it as can be. Camera and microphone are the browser's own fake devices, which read uncompressed
files, while our console draws its officer as it goes along; one stream is added to all connections, as
conference programs do, and Chromium encodes it for each. Sound is not processed, as in no system here. The
page's only work while costs are counted are its heartbeats. What is played goes to Chromium's null output.
"""

from __future__ import annotations

import asyncio
import itertools
import time
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from numpy.typing import NDArray

from hardware.click import CLICK_EVERY_S, click_shape
from hardware.devices import SAMPLE_RATE_HZ
from hardware.opencv import cv2
from hardware.simulated.scene import Scene
from tests.benchmarks.arrived import STRIP_SHARE, Arrived
from tests.benchmarks.chromium_page import Page
from tests.benchmarks.figures import seen_pictures
from tests.benchmarks.star.conditions import FPS, GRAIN, Conditions
from tests.benchmarks.star.desk import Counts, Latencies, Missing
from tests.benchmarks.star.far_ends import FarEnds
from tests.helpers import browser
from tests.helpers.measure import Recording, click_delays_ms

PAGE = Path(__file__).with_name("pages") / "console.html"
SCREEN_PX = 1920, 1080
DRAWN_S = 4.0
"""Shown forth and back, so that there is no jump, which would cost bits."""
SPOKEN_S = 10
UP_WITHIN_S = 60.0
FULL_FOR_S, FULL_WITHIN_S = 5.0, 60.0
FULL_SHARE = 0.95
"""Of the bits that it may send."""
LOOK_S = 0.1


@dataclass(frozen=True)
class Channel:
    """What the page counts of one connection. ``sent``, ``received``: RTP packets; ``pictures`` of the booth,
    decoded, ``painted`` those that were; ``energy`` of its sound. Now: the ``height`` of the pictures that it
    is sent, and what Chromium believes that its way ``affords``, bit/s."""

    sent: int
    received: int
    pictures: int
    painted: int
    energy: float
    height: int
    affords: float


class ChromiumDesk:
    """A ``Desk``. Attribute: ``page``, once it has started."""

    def __init__(self, far: FarEnds, conditions: Conditions) -> None:
        self._far = far
        self._conditions = conditions
        self._arrived = [Arrived() for _ in range(conditions.booths)]
        self._page: Page | None = None
        self._files = TemporaryDirectory(prefix="officer-")

    @property
    def page(self) -> Page:
        assert self._page is not None
        return self._page

    async def start(self) -> None:
        """Raises ``Missing``, ``TimeoutError``, and ``Broken`` when the browser does not obey."""
        if isinstance(found := browser.find(), browser.Missing):
            raise Missing(f"{found.reason}: install it, on Debian by apt-get install chromium")
        asked = self._conditions
        picture, voice = Path(self._files.name) / "officer.y4m", Path(self._files.name) / "officer.wav"
        await asyncio.to_thread(_draw, picture, asked.width, asked.height)
        await asyncio.to_thread(_speak, voice)
        self._page = await Page.open(
            self,
            PAGE,
            [
                f"--screen-info={{{SCREEN_PX[0]}x{SCREEN_PX[1]}}}",
                "--kiosk",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={picture}",
                f"--use-file-for-fake-audio-capture={voice}",
            ],
        )
        await self.page.command("capture", width=asked.width, height=asked.height, fps=FPS)
        for end in range(asked.booths):
            offer = await self.page.command("offer", end=end, kbps=asked.video_kbps, fps=FPS)
            answer = await self._far.answer(end + 1, offer)
            await self.page.command("accept", end=end, sdp=answer)
        await self._far.wait_up(UP_WITHIN_S)
        if not await self._become(_is_up, UP_WITHIN_S):
            raise TimeoutError(f"not up within {UP_WITHIN_S:g} s: {await self.channels()}")
        # Six connections that begin together take each other for congestion, and then it sends less for a
        # while; for good where the machine is too slow.
        await self._become(self._is_full, FULL_WITHIN_S, FULL_FOR_S)

    def _is_full(self, channel: Channel) -> bool:
        asked = self._conditions
        return channel.height == asked.height and channel.affords >= FULL_SHARE * 1000 * asked.video_kbps

    async def _become(self, is_so: Callable[[Channel], bool], within_s: float, for_s: float = 0.0) -> bool:
        """Whether all channels came to be so, and stayed so for ``for_s``, within this time."""
        since_s = begun_s = time.monotonic()
        while True:
            are_so = all(map(is_so, await self.channels()))
            now_s = time.monotonic()
            if not are_so:
                since_s = now_s
            elif now_s - since_s >= for_s:
                return True
            if now_s - begun_s > within_s:
                return False
            await asyncio.sleep(LOOK_S)

    def processes(self) -> Sequence[psutil.Process]:
        return [self.page.process]

    async def channels(self) -> list[Channel]:
        """In the order of the booths."""
        return [Channel(**one) for one in await self.page.command("counts")]

    async def counts(self) -> Counts:
        channels = await self.channels()
        return Counts(
            packets_sent=sum(one.sent for one in channels),
            packets_received=sum(one.received for one in channels),
            pictures=sum(one.pictures for one in channels),
        )

    async def latencies(self, seconds: float) -> Latencies:
        """A picture is seen when the browser hands it to its compositor; sound is heard when the browser's
        output takes it."""
        for arrived in self._arrived:
            arrived.forget()
        from_s = time.monotonic()
        await self.page.command("watch")
        await asyncio.sleep(seconds)
        await self.page.command("unwatch")
        to_s = time.monotonic()
        seen = sorted(
            (picture for arrived in self._arrived for picture in seen_pictures(arrived.strips)),
            key=lambda picture: picture.at_s,
        )
        return Latencies(
            pictures=[picture.delay_ms for picture in seen],
            sound=[
                late_ms
                for booth, arrived in enumerate(self._arrived, 1)
                for late_ms in click_delays_ms(_recording(arrived), booth, from_s, to_s)
            ],
        )

    def heard(self, end: int, at_s: float, samples: NDArray[np.int16]) -> None:
        """The page's ``Listener``, as is ``seen``."""
        self._arrived[end].hear(at_s, samples)

    def seen(self, end: int, at_s: float, luma: NDArray[np.uint8], height: int) -> None:
        self._arrived[end].see_strip(at_s, luma[: round(height * STRIP_SHARE)])

    async def close(self) -> None:
        if self._page is not None:
            await self._page.close()
        await asyncio.to_thread(self._files.cleanup)


def _is_up(channel: Channel) -> bool:
    return channel.painted > 0 and channel.energy > 0


def _draw(file: Path, width: int, height: int) -> None:
    """The officer, without a sound, as YUV4MPEG2: what Chromium's fake camera plays again and again."""
    scene = Scene(0, 0, width, height, GRAIN)
    forth = range(round(DRAWN_S * FPS))
    with file.open("wb") as out:
        out.write(f"YUV4MPEG2 W{width} H{height} F{FPS}:1 Ip A1:1 C420\n".encode())
        for number in itertools.chain(forth, reversed(forth[1:-1])):
            picture = scene.picture(number, number / FPS)
            out.write(b"FRAME\n" + cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420).tobytes())


def _speak(file: Path) -> None:
    """The officer's clicks; nobody asks when they come."""
    second = np.zeros(round(CLICK_EVERY_S * SAMPLE_RATE_HZ))
    click = click_shape(0, SAMPLE_RATE_HZ)
    second[: len(click)] = click
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE_HZ)
        out.writeframes(np.tile(np.rint(second * 32767).astype("<i2"), SPOKEN_S).tobytes())


def _recording(arrived: Arrived) -> Recording:
    blocks = [block for _, block in arrived.pulls]
    firsts = itertools.accumulate((len(block) for block in blocks), initial=0)
    marks = tuple((first, at_s) for first, (at_s, _) in zip(firsts, arrived.pulls, strict=False))
    samples = np.concatenate(blocks) / 32768.0 if blocks else np.zeros(0)
    return Recording(samples, SAMPLE_RATE_HZ, marks)
