"""Our channel under test: a desk's end and a booth's end for each booth, all as in the programs.

Responsible for: joining ``channel.media`` by plain calls in place of signaling, descriptions going through
the impaired paths. Not for: devices, nor for judging.

All booths share one microphone and one camera with their encoders: they hear and show the same, and six
encoders are six machines' work in a branch, but would be one's here. The desk's work is all there.
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
from channel.media.voice_playout import VoicePlayout
from channel.media.voice_source import VoiceSource
from channel.runtime.latest import LatestFrame, ShownFrame
from channel.runtime.tasks import Tasks
from tests.benchmarks.arrived import Arrived
from tests.benchmarks.devices import HEIGHT_PX, VIDEO_KBPS, WIDTH_PX, Play, Sockets
from tests.benchmarks.figures import FPS, Delay
from tests.benchmarks.relay import Path

OPEN = DeskGates(talk=True, listen=True, see=True, picture=True)


class Ours:
    """Loop thread only. Attributes ``sockets``, ``delay``."""

    def __init__(
        self, paths: Sequence[Path], at_desk: Sequence[Arrived], at_booths: Sequence[Arrived]
    ) -> None:
        self.sockets = Sockets()
        self.delay = Delay()
        self._tasks = Tasks()
        self._decoding = PictureDecoding()
        self._sources: list[VoiceSource | PictureSource] = []
        of_desk, of_booths = self._source(), self._source()
        self._channels = [_Channel(path, self._tasks, self._decoding, of_desk, of_booths) for path in paths]
        for channel, *far in zip(self._channels, at_desk, at_booths, strict=True):
            for end, arrived in zip((channel.desk, channel.booth), far, strict=True):
                self.sockets.speakers.append(_listener(end.heard, arrived))
                _watch(end.seen, arrived)

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
    ) -> None:
        self._path = path
        self._tasks = tasks
        settings = MediaSettings(width=WIDTH_PX, height=HEIGHT_PX, fps=FPS, video_kbps=VIDEO_KBPS)
        self.desk = DeskEnd(*of_desk, self._desk_event, tasks, settings, decoding=decoding)
        self.booth = BoothEnd(*of_booth, self._booth_event, tasks, settings, decoding=decoding)
        self.desk.show_at(WIDTH_PX, HEIGHT_PX)
        self.booth.show_at(WIDTH_PX, HEIGHT_PX)
        self.booth.permit(True)

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


def _listener(heard: VoicePlayout, far: Arrived) -> Play:
    return lambda now_s: far.hear(now_s, heard.pull())


def _watch(seen: LatestFrame, far: Arrived) -> None:
    """Note every picture at the moment at which it could be painted, also one soon replaced."""
    put = seen.put

    def noted(frame: ShownFrame) -> None:
        far.see(time.monotonic(), frame.bgra)
        put(frame)

    seen.put = noted  # type: ignore[method-assign]
