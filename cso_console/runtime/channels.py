"""The desk's ends of its channels, one for each seat that is served.

Responsible for: building and closing them, offers and answers between them and the server, and telling the
desk what it has to know of them. Not for: seats and gates (``core``), what a channel's end does
(``channel.media``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from channel.core.gates import DeskGates
from channel.core.guidance import OfficerRequest
from channel.core.negotiation import LinkState
from channel.media import events as media
from channel.media.channel_end import DeskEnd
from channel.media.picture_inlet import PictureDecoding
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime.latest import LatestFrame
from channel.runtime.tasks import Tasks
from channel.wire.ids import ChannelId, Epoch
from channel.wire.messages import FromDesk, Offer
from cso_console.config import Thumbnails
from cso_console.core import events
from cso_console.core.snapshot import SEATS, LinkFigures
from cso_console.runtime.listening import Listening

_log = logging.getLogger(__name__)

UNSEEN_PX = (0, 0)
WHOLE, LEAST = (0, 0), (1, 1)
"""Width and pictures a second that are of use, see ``DeskEnd.attend``: no limit; and what can only be told
from nothing, for whoever is not seen may be seen the next moment, and is to be there then."""


@dataclass
class _Seated:
    seat: int
    end: DeskEnd


class Channels:
    """Net thread only, except ``frames``. ``on_event`` is told what concerns the desk."""

    def __init__(
        self,
        voice: VoiceSource,
        picture: PictureSource,
        settings: MediaSettings,
        thumbnails: Thumbnails,
        listening: Listening,
        tasks: Tasks,
        send: Callable[[FromDesk], None],
        on_event: Callable[[events.Event], None],
    ) -> None:
        self._voice = voice
        self._picture = picture
        self._settings = settings
        self._thumbnails = thumbnails
        self._attended: ChannelId | None = None
        self._listening = listening
        self._tasks = tasks
        self._send = send
        self._on_event = on_event
        self._decoding = PictureDecoding()
        self._seated: dict[ChannelId, _Seated] = {}
        self._offers: dict[ChannelId, Offer] = {}
        """The newest offer of each channel that has no answer yet: the server may not have got it."""
        self._nothing = {seat: LatestFrame() for seat in range(1, SEATS + 1)}
        self._frames: dict[int, LatestFrame] = dict(self._nothing)
        self._sizes_px: dict[int, tuple[int, int]] = {}

    # ------------------------------------------------------------ any thread

    def frames(self, seat: int) -> LatestFrame:
        """Where the seat's newest picture is; another one after each change of channel."""
        return self._frames[seat]

    # ------------------------------------------------------------ net thread

    def show_at(self, seat: int, width_px: int, height_px: int) -> None:
        """In which size the seat's pictures are wanted, whichever channel it has; (0, 0): not visible."""
        self._sizes_px[seat] = (width_px, height_px)
        for channel, seated in self._seated.items():
            if seated.seat == seat:
                seated.end.seen.show_at(width_px, height_px)
                self._attend(channel)

    def open(self, channel: ChannelId, seat: int, first_epoch: Epoch) -> None:
        end = DeskEnd(
            self._voice,
            self._picture,
            on_event=lambda event: self._happened(channel, event),
            tasks=self._tasks,
            settings=self._settings,
            name=f"seat {seat}",
            decoding=self._decoding,
        )
        self._seated[channel] = _Seated(seat, end)
        end.seen.show_at(*self._sizes_px.get(seat, UNSEEN_PX))
        self._attend(channel)
        self._frames[seat] = end.seen
        self._listening.seat(seat, end.heard)
        _log.info("seat %d: a channel opens, first epoch %d", seat, first_epoch)
        end.start(first_epoch)

    def close(self, channel: ChannelId) -> None:
        """Gone at once for the officer; the peer is taken down behind."""
        seated = self._seated.pop(channel, None)
        if seated is not None:
            self._offers.pop(channel, None)
            self._listening.seat(seated.seat, None)
            self._frames[seated.seat] = self._nothing[seated.seat]
            self._tasks.spawn(seated.end.close(), name=f"seat {seated.seat} closes")
            _log.info("seat %d: the channel closed", seated.seat)

    def attend(self, channel: ChannelId | None) -> None:
        """This channel's booth is in focus, and no other."""
        self._attended = channel
        for each in self._seated:
            self._attend(each)

    def _attend(self, channel: ChannelId) -> None:
        seated, small = self._seated[channel], self._thumbnails
        if not all(self._sizes_px.get(seated.seat, UNSEEN_PX)):
            most = LEAST
        elif channel == self._attended:
            most = WHOLE
        else:
            most = small.width, small.fps
        seated.end.attend(*most)

    def apply(self, channel: ChannelId, gates: DeskGates) -> None:
        if (seated := self._seated.get(channel)) is not None:
            seated.end.apply(gates)

    def ask(self, channel: ChannelId, request: OfficerRequest) -> None:
        """What the officer asks the booth to show."""
        if (seated := self._seated.get(channel)) is not None:
            seated.end.ask(request)

    def answer(self, channel: ChannelId, epoch: Epoch, sdp: str) -> None:
        self._offers.pop(channel, None)
        if (seated := self._seated.get(channel)) is not None:
            seated.end.handle_answer(epoch, sdp)

    def rebuild(self, channel: ChannelId, epoch: Epoch) -> None:
        """The booth asks for a new peer."""
        if (seated := self._seated.get(channel)) is not None:
            seated.end.handle_rebuild(epoch)

    def offer_again(self, channel: ChannelId) -> None:
        """The server is back: what it may have missed."""
        if (offer := self._offers.get(channel)) is not None:
            self._send(offer)

    def measured(self) -> dict[ChannelId, LinkFigures]:
        """The figures of each channel's link in the last second."""
        return {channel: _figures(seated.end.statistics()) for channel, seated in self._seated.items()}

    def log_figures(self) -> None:
        """A line for each seat in the debug log."""
        for seated in self._seated.values():
            _log.debug("seat %d: %s", seated.seat, seated.end.statistics())

    async def shut(self) -> None:
        """Every end is closed when this returns."""
        for channel in list(self._seated):
            seated = self._seated.pop(channel)
            self._listening.seat(seated.seat, None)
            await seated.end.close()

    # ------------------------------------------------------------ what the ends say

    def _happened(self, channel: ChannelId, event: media.ChannelEvent) -> None:
        seated = self._seated.get(channel)
        if seated is None:
            return  # said on its way down
        match event:
            case media.OfferReady(epoch=epoch, sdp=sdp):
                offer = Offer(channel=channel, epoch=epoch, sdp=sdp)
                self._offers[channel] = offer
                self._send(offer)
            case media.LinkChanged(state=state):
                self._listening.show_speaking(seated.seat, 0)  # whoever spoke, that was before
                self._on_event(events.LinkChanged(channel, alive=state is LinkState.UP))
            case media.BoothStateSeen(state=state):
                self._listening.show_speaking(seated.seat, state.level)
                self._on_event(events.BoothSaid(channel, state))
            case media.PictureHeld(held=held):
                self._on_event(events.PictureHeld(channel, held))
            case media.QualityChanged(quality=quality):
                self._on_event(events.QualityChanged(channel, quality))
            case media.FirstPicture():
                _log.info("seat %d: the first picture is there", seated.seat)
            case media.AnswerReady() | media.RebuildWanted() | media.DeskStateSeen() | media.GatesChanged():
                pass  # said by a booth's end only
            case _:
                assert_never(event)


def _figures(link: media.LinkStatistics) -> LinkFigures:
    return LinkFigures(
        loss_in=link.loss_in,
        loss_out=link.loss_out,
        round_trip_ms=link.round_trip_ms,
        playout_ms=link.playout_target_ms,
        picture_px=link.picture_in_px,
        pictures_per_s=link.pictures_in_per_s,
        kbps_in=link.kbps_in,
        kbps_out=link.kbps_out,
    )
