"""Our channel under test: a desk's end and a booth's end for each booth, all as in the programs.

Responsible for: joining ``channel.media`` by plain calls in place of signaling, descriptions going through
the impaired paths. Not for: devices, nor for judging.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from channel.core.gates import DeskGates
from channel.core.negotiation import LinkState
from channel.core.sdp import checked
from channel.media.channel_end import BoothEnd, DeskEnd
from channel.media.events import AnswerReady, ChannelEvent, LinkChanged, OfferReady, RebuildWanted
from channel.media.picture_inlet import PictureDecoding
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime.latest import LatestFrame, ShownFrame
from channel.runtime.tasks import Tasks
from tests.benchmarks.devices import HEIGHT_PX, WIDTH_PX, Sockets
from tests.benchmarks.figures import Arrived
from tests.benchmarks.relay import Path

OPEN = DeskGates(talk=True, listen=True, see=True, picture=True)


class Ours:
    """Loop thread only. Attribute ``sockets``."""

    def __init__(self, paths: Sequence[Path], arrived: Sequence[Arrived]) -> None:
        self.sockets = Sockets()
        self._tasks = Tasks()
        self._decoding = PictureDecoding()
        self._sources: list[VoiceSource | PictureSource] = []
        voice, picture = self._source()
        self._channels = [
            _Channel(path, self._tasks, self._decoding, (voice, picture), self._source(), far)
            for path, far in zip(paths, arrived, strict=True)
        ]
        self.sockets.at_desk = [channel.desk.heard.pull for channel in self._channels]
        self.sockets.at_booth = [channel.booth.heard.pull for channel in self._channels]

    def _source(self) -> tuple[VoiceSource, PictureSource]:
        voice, picture = VoiceSource(), PictureSource()
        self._sources += [voice, picture]
        self.sockets.microphones.append(voice.push)
        self.sockets.cameras.append(picture.push)
        return voice, picture

    async def start(self) -> None:
        for channel in self._channels:
            channel.desk.start()

    async def close(self) -> None:
        for channel in self._channels:
            await channel.desk.close()
            await channel.booth.close()
        for source in self._sources:
            source.stop()
        await self._tasks.close()


class _Channel:
    def __init__(
        self,
        path: Path,
        tasks: Tasks,
        decoding: PictureDecoding,
        of_desk: tuple[VoiceSource, PictureSource],
        of_booth: tuple[VoiceSource, PictureSource],
        far: Arrived,
    ) -> None:
        self._path = path
        self._tasks = tasks
        settings = MediaSettings()
        self.desk = DeskEnd(*of_desk, self._desk_event, tasks, settings, decoding=decoding)
        self.booth = BoothEnd(*of_booth, self._booth_event, tasks, settings, decoding=decoding)
        self.desk.show_at(WIDTH_PX, HEIGHT_PX)
        self.booth.show_at(WIDTH_PX, HEIGHT_PX)
        self.booth.permit(True)
        _watch(self.desk.seen, far)

    def _desk_event(self, event: ChannelEvent) -> None:
        if isinstance(event, OfferReady):
            self._tasks.spawn(self._offer(event), name="offer")
        elif isinstance(event, LinkChanged) and event.state is LinkState.UP:
            self.desk.apply(OPEN)

    async def _offer(self, event: OfferReady) -> None:
        self.booth.handle_offer(event.epoch, checked(await self._path.offer(event.sdp), "offer"))

    def _booth_event(self, event: ChannelEvent) -> None:
        if isinstance(event, AnswerReady):
            self.desk.handle_answer(event.epoch, checked(self._path.answer(event.sdp), "answer"))
        elif isinstance(event, RebuildWanted):
            self.desk.handle_rebuild(event.epoch)


def _watch(seen: LatestFrame, far: Arrived) -> None:
    """Note every picture at the moment at which it could be painted, also one soon replaced."""
    put = seen.put

    def noted(frame: ShownFrame) -> None:
        far.see(time.monotonic(), frame.bgra)
        put(frame)

    seen.put = noted  # type: ignore[method-assign]
