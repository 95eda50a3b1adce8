"""The booth's end of the channel with its sources: made for a visit, gone with it.

Responsible for: sources and devices of one visit, the channel's end of one assignment, translating its
events for the machine. Not for: negotiation or gates (``channel.media``). Net thread, except
``show_officer_at``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import assert_never

from booth_client.config import BoothConfig
from booth_client.core.events import (
    AnswerMade,
    DeskForgotten,
    DeskSeen,
    Event,
    GatesSeen,
    Link,
    LinkSeen,
    PictureHeldSeen,
    QualitySeen,
    RebuildWished,
)
from booth_client.core.snapshot import Device, Snapshot
from booth_client.runtime.devices import BoothDevices
from booth_client.runtime.sound import SpeakerMix
from channel.core.guidance import BoothReport
from channel.core.negotiation import LinkState
from channel.media.channel_end import BoothEnd
from channel.media.events import (
    AnswerReady,
    BoothStateSeen,
    ChannelEvent,
    DeskStateSeen,
    FirstPicture,
    GatesChanged,
    LinkChanged,
    OfferReady,
    PictureHeld,
    QualityChanged,
    RebuildWanted,
)
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime.latest import LatestFrame
from channel.runtime.tasks import Tasks
from channel.wire.ids import Epoch

_log = logging.getLogger(__name__)

_LINKS = {
    LinkState.SETTING_UP: Link.SETTING_UP,
    LinkState.UP: Link.UP,
    LinkState.SILENT: Link.LOST,
    LinkState.REBUILDING: Link.LOST,
    LinkState.FAILED: Link.LOST,
}


class BoothChannel:
    """At most one visit's sources and one assignment's end at a time."""

    def __init__(
        self,
        config: BoothConfig,
        devices: BoothDevices,
        mix: SpeakerMix,
        tasks: Tasks,
        tell: Callable[[Event], None],
        show_officer: Callable[[LatestFrame | None], None],
    ) -> None:
        self._settings = MediaSettings.of(config.picture, config.network, config.voice.kbps)
        self._devices = devices
        self._mix = mix
        self._tasks = tasks
        self._tell = tell
        self._show_officer = show_officer
        self._officer_px = (0, 0)
        self._voice: VoiceSource | None = None
        self._picture: PictureSource | None = None
        self._end: BoothEnd | None = None

    # ------------------------------------------------------------ sources

    def start_devices(self, *, camera: bool) -> None:
        """New sources for a new visit; the camera is started only with consent."""
        form = self._settings
        self._voice = VoiceSource(form.voice_kbps)
        self._picture = PictureSource(form.width, form.height, form.fps, form.video_kbps)
        self._devices.start(self._voice, self._picture if camera else None)

    def stop_devices(self) -> None:
        """Nothing of this visit is heard or seen any more."""
        voice, picture = self._voice, self._picture
        self._voice = self._picture = None
        if voice is not None:
            voice.stop()

        def then() -> None:
            if picture is not None:
                picture.stop()

        self._devices.stop(then)

    # ------------------------------------------------------------ the end

    def open(self, *, camera: bool) -> None:
        """An officer serves this visit: an offer follows."""
        self.shut()
        if self._voice is None or self._picture is None:
            _log.error("a channel was ordered before the devices")
            return
        # Events of an end that has been replaced must not be taken for those of the present one.
        end: BoothEnd | None = None

        def on_event(event: ChannelEvent) -> None:
            if end is not None and end is self._end:
                self._happened(event)

        end = BoothEnd(self._voice, self._picture, on_event, self._tasks, self._settings)
        self._end = end
        end.permit(consented=True, camera=camera)
        end.show_at(*self._officer_px)
        self._mix.hear(end.heard.pull)
        self._show_officer(end.seen)

    def take_offer(self, epoch: Epoch, sdp: str) -> None:
        if self._end is not None:
            self._end.handle_offer(epoch, sdp)

    def shut(self) -> None:
        """At once: gates, sound and picture; the rest of the way down goes on by itself."""
        end, self._end = self._end, None
        if end is None:
            return
        end.permit(consented=False)
        end.seen.clear()
        self._mix.hear(None)
        self._show_officer(None)
        self._tasks.spawn(end.close(), name="channel closing")

    async def close(self) -> None:
        """At the end of the program."""
        end = self._end
        self.shut()
        if end is not None:
            await end.close()
        self.stop_devices()

    def wipe(self) -> None:
        """Nothing that was seen is kept."""
        self._show_officer(None)

    def show_officer_at(self, width_px: int, height_px: int) -> None:
        """Any thread."""
        self._officer_px = (width_px, height_px)
        end = self._end
        if end is not None:
            end.show_at(width_px, height_px)

    def report(self, snapshot: Snapshot) -> None:
        """Tell the officer's console how loudly somebody speaks, and which screen is shown."""
        if self._end is None or self._voice is None:
            return
        self._end.report(
            BoothReport(
                level=self._voice.level_steps,
                step=snapshot.screen.value,
                microphone_fault=Device.MICROPHONE in snapshot.faults,
                camera_fault=Device.CAMERA in snapshot.faults,
                document=snapshot.document,
                page=snapshot.page,
            )
        )

    def log_figures(self) -> None:
        """A line in the debug log while there is a channel."""
        if self._end is not None:
            _log.debug("channel: %s", self._end.statistics())

    def watch(self) -> None:
        """To be called several times a second: what the console said last grows old without an event."""
        if self._end is not None and self._end.desk is None:
            self._tell(DeskForgotten())

    def _happened(self, event: ChannelEvent) -> None:
        match event:
            case AnswerReady(epoch, sdp):
                self._tell(AnswerMade(epoch, sdp))
            case RebuildWanted(epoch):
                self._tell(RebuildWished(epoch))
            case LinkChanged(state, _):
                self._tell(LinkSeen(_LINKS[state]))
            case DeskStateSeen(state):
                self._tell(DeskSeen(state))
            case GatesChanged(gates):
                self._tell(GatesSeen(gates))
            case PictureHeld(held):
                self._tell(PictureHeldSeen(held))
            case QualityChanged(quality):
                self._tell(QualitySeen(quality))
            case OfferReady() | BoothStateSeen() | FirstPicture():
                pass
            case _:
                assert_never(event)
