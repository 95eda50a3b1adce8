"""The booths of a star: they answer any console's offer, tell what came, and end with whoever opened them."""

from __future__ import annotations

import asyncio
import os
import signal

import numpy as np
import pytest

from channel.core.gates import DeskGates
from channel.core.negotiation import LinkState
from channel.media.channel_end import DeskEnd
from channel.media.events import ChannelEvent, LinkChanged, OfferReady
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime.tasks import Tasks
from hardware import registry
from hardware.devices import Frame
from tests.benchmarks.star.conditions import FPS, OFFICER_CAMERA, Conditions
from tests.benchmarks.star.far_ends import FarEnds, FarEndsGone
from tests.helpers.aio import run

TWO_SMALL = Conditions(booths=2, width=160, height=90)
ALL = DeskGates(talk=True, listen=True, see=True, picture=True)
PATIENCE_S = 100.0


class Console:
    """A console's ends and devices, plainly joined to the booths."""

    def __init__(self, far: FarEnds) -> None:
        self._far = far
        self._tasks = Tasks()
        size = TWO_SMALL.width, TWO_SMALL.height, FPS, TWO_SMALL.video_kbps
        self._voice, self._picture = VoiceSource(), PictureSource(*size)
        self._microphone = registry.microphone("simulated:tone,hz=440")
        self._camera = registry.camera(OFFICER_CAMERA, width=size[0], height=size[1], fps=FPS)
        self.ends: list[DeskEnd] = []
        for booth in range(1, TWO_SMALL.booths + 1):
            self._call(booth, MediaSettings(*size))

    def _call(self, booth: int, settings: MediaSettings) -> None:
        def happened(event: ChannelEvent) -> None:
            if isinstance(event, OfferReady):
                self._tasks.spawn(self._offer(booth, event), name="offer")
            elif isinstance(event, LinkChanged) and event.state is LinkState.UP:
                self.ends[booth - 1].apply(ALL)

        self.ends.append(DeskEnd(self._voice, self._picture, happened, self._tasks, settings))
        self.ends[-1].start()

    async def _offer(self, booth: int, offer: OfferReady) -> None:
        self.ends[booth - 1].handle_answer(offer.epoch, await self._far.answer(booth, offer.sdp))

    def start(self) -> None:
        def show(frame: Frame) -> None:
            self._picture.push(frame.picture, frame.captured_s)

        self._microphone.start(self._voice.push, lambda status: None)
        self._camera.start(show, lambda status: None)

    async def close(self) -> None:
        for device in (self._microphone, self._camera):
            await asyncio.to_thread(device.stop)
        for end in self.ends:
            await end.close()
        for source in (self._voice, self._picture):
            source.stop()
        await self._tasks.close()


@pytest.mark.usefixtures("no_leftovers")
def test_booths_answer_a_console_and_count_what_comes_and_goes() -> None:
    async def call() -> None:
        far = await FarEnds.open(TWO_SMALL)
        console = Console(far)
        try:
            console.start()
            await far.wait_up()
            assert await far.wait_full()
            await _sound_began(far)
            await _all_grows(far)
            await _booths_are_heard(console)
        finally:
            await console.close()
            await far.close()

    run(call(), PATIENCE_S)


async def _sound_began(far: FarEnds) -> None:
    """At every booth's loudspeaker."""
    while True:
        if all(await far.onsets()):
            return
        await asyncio.sleep(0.05)


async def _all_grows(far: FarEnds) -> None:
    """Every booth sees more pictures, gets more packets and sends more."""
    before = (await far.counts()).booths
    while True:
        pairs = list(zip((await far.counts()).booths, before, strict=True))
        if all(
            new.pictures > old.pictures
            and new.packets_received > old.packets_received
            and new.packets_sent > old.packets_sent
            for new, old in pairs
        ):
            return
        await asyncio.sleep(0.05)


async def _booths_are_heard(console: Console) -> None:
    heard = [np.zeros(0)] * len(console.ends)
    while not all(block.any() for block in heard):
        heard = [
            np.concatenate((was, end.heard.pull())) for was, end in zip(heard, console.ends, strict=True)
        ]
        await asyncio.sleep(0.01)


@pytest.mark.usefixtures("no_leftovers")
def test_who_asks_booths_that_have_ended_is_told() -> None:
    async def call() -> None:
        far = await FarEnds.open(TWO_SMALL)
        try:
            asked = asyncio.ensure_future(far.answer(1, "no offer at all"))
            await asyncio.sleep(0)
            assert far._process.pid is not None
            os.kill(far._process.pid, signal.SIGKILL)
            for ask in (lambda: asked, far.counts):
                with pytest.raises(FarEndsGone):
                    await ask()
        finally:
            await far.close()

    run(call(), PATIENCE_S)
