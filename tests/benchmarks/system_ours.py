"""Our channel under test: a desk's end and a booth's end for each booth, all as in the programs.

Responsible for: joining ``channel.media`` by plain calls in place of signaling, descriptions going through
the impaired paths. Not for: devices, judging, nor for booths in a process of their own (``call_apart``).

All booths share one microphone and one camera with their encoders: they hear and show the same, and six
encoders are six machines' work in a branch, but would be one's here. The desk's work is all there.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from channel.core.gates import DeskGates
from channel.core.negotiation import LinkState
from channel.core.sdp import checked
from channel.media.channel_end import BoothEnd, DeskEnd
from channel.media.events import AnswerReady, ChannelEvent, LinkChanged, OfferReady, RebuildWanted
from channel.media.picture_inlet import PictureDecoding
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_playout import VoicePlayout
from channel.media.voice_source import VoiceSource
from channel.runtime.latest import LatestFrame, ShownFrame
from channel.runtime.tasks import Tasks
from channel.wire.ids import Epoch
from tests.benchmarks.arrived import Arrived
from tests.benchmarks.devices import HEIGHT_PX, VIDEO_KBPS, WIDTH_PX, Play, Sockets
from tests.benchmarks.figures import FPS, Delay
from tests.benchmarks.relay import Path

OPEN = DeskGates(talk=True, listen=True, see=True, picture=True)
ANSWER_MOST_S = 15.0
"""An attempt to set up a channel has been given up by then."""
SETTINGS = MediaSettings(width=WIDTH_PX, height=HEIGHT_PX, fps=FPS, video_kbps=VIDEO_KBPS)


_End = TypeVar("_End", BoothEnd, DeskEnd)


class _Side(Generic[_End]):
    """What all ends of one side share, and their end. Loop thread only."""

    def __init__(self) -> None:
        self._tasks = Tasks()
        self._voice, self._picture = VoiceSource(), PictureSource()
        self._ends: list[_End] = []

    def _connect(self, sockets: Sockets, arrived: Sequence[Arrived]) -> None:
        sockets.microphones.append(self._voice.push)
        for end, far in zip(self._ends, arrived, strict=True):
            end.show_at(WIDTH_PX, HEIGHT_PX)
            sockets.speakers.append(_listener(end.heard, far))
            _watch(end.seen, far)

    async def close(self) -> None:
        for end in self._ends:
            await end.close()
        self._voice.stop()
        self._picture.stop()
        await self._tasks.close()


class Booths(_Side[BoothEnd]):
    """The booths' ends and the paths to them. Loop thread only. ``rebuild``: told which booth wants to be set
    up anew, and the epoch that failed."""

    def __init__(
        self,
        paths: Sequence[Path],
        arrived: Sequence[Arrived],
        sockets: Sockets,
        rebuild: Callable[[int, Epoch], None],
        decoding: PictureDecoding,
    ) -> None:
        super().__init__()
        self._paths = paths
        self._rebuild = rebuild
        self._answers: dict[int, asyncio.Future[str]] = {}
        for booth in range(len(arrived)):
            happened = partial(self._happened, booth)
            end = BoothEnd(self._voice, self._picture, happened, self._tasks, SETTINGS, decoding=decoding)
            end.permit(True)
            self._ends.append(end)
        sockets.booth_cameras.append(self._picture.push)
        self._connect(sockets, arrived)

    async def answer(self, booth: int, epoch: Epoch, offer: str) -> str:
        """The answer, as the desk is to see it. Raises ``TimeoutError``; cancelled when a newer offer comes
        before it is made."""
        if (older := self._answers.pop(booth, None)) is not None:
            older.cancel()
        self._answers[booth] = made = asyncio.get_running_loop().create_future()
        self._ends[booth].handle_offer(epoch, checked(await self._paths[booth].offer(offer), "offer"))
        return self._paths[booth].answer(await asyncio.wait_for(made, ANSWER_MOST_S))

    def _happened(self, booth: int, event: ChannelEvent) -> None:
        if isinstance(event, AnswerReady):
            if not (made := self._answers[booth]).done():
                made.set_result(event.sdp)
        elif isinstance(event, RebuildWanted):
            self._rebuild(booth, event.epoch)


class Desk(_Side[DeskEnd]):
    """The desk's ends. Loop thread only. ``answer``: as of ``Booths``."""

    def __init__(
        self,
        arrived: Sequence[Arrived],
        sockets: Sockets,
        answer: Callable[[int, Epoch, str], Awaitable[str]],
        decoding: PictureDecoding,
    ) -> None:
        super().__init__()
        self._answer = answer
        for booth in range(len(arrived)):
            happened = partial(self._happened, booth)
            self._ends.append(
                DeskEnd(self._voice, self._picture, happened, self._tasks, SETTINGS, decoding=decoding)
            )
        sockets.desk_cameras.append(self._picture.push)
        self._connect(sockets, arrived)

    def start(self) -> None:
        for end in self._ends:
            end.start()

    def rebuild(self, booth: int, epoch: Epoch) -> None:
        self._ends[booth].handle_rebuild(epoch)

    def _happened(self, booth: int, event: ChannelEvent) -> None:
        if isinstance(event, OfferReady):
            self._tasks.spawn(self._offer(booth, event), name="offer")
        elif isinstance(event, LinkChanged) and event.state is LinkState.UP:
            self._ends[booth].apply(OPEN)

    async def _offer(self, booth: int, offer: OfferReady) -> None:
        answer = await self._answer(booth, offer.epoch, offer.sdp)
        self._ends[booth].handle_answer(offer.epoch, checked(answer, "answer"))


class Ours:
    """Both sides in one process. Loop thread only. Attributes ``sockets``, ``delay``."""

    def __init__(
        self, paths: Sequence[Path], at_desk: Sequence[Arrived], at_booths: Sequence[Arrived]
    ) -> None:
        self.sockets = Sockets()
        self.delay = Delay()
        decoding = PictureDecoding()
        rebuild: Callable[[int, Epoch], None] = lambda booth, epoch: self._desk.rebuild(booth, epoch)  # noqa: E731
        self._booths = Booths(paths, at_booths, self.sockets, rebuild, decoding)
        self._desk = Desk(at_desk, self.sockets, self._booths.answer, decoding)

    async def start(self) -> None:
        self._desk.start()

    async def close(self) -> None:
        await self._desk.close()
        await self._booths.close()


def _listener(heard: VoicePlayout, far: Arrived) -> Play:
    return lambda now_s: far.hear(now_s, heard.pull())


def _watch(seen: LatestFrame, far: Arrived) -> None:
    """Note every picture at the moment at which it could be painted, also one soon replaced."""
    put = seen.put

    def noted(frame: ShownFrame) -> None:
        far.see(time.monotonic(), frame.bgra)
        put(frame)

    seen.put = noted  # type: ignore[method-assign]
