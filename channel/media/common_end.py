"""What the two ends of a channel have in common.

Responsible for: joining the pure machines (negotiation, gates, heartbeat, link quality) with peers,
outlets and inlets, and telling the program what changed. Not for: encoding, decoding, or what is said to
people.

Net thread only, except ``heard.pull`` (speaker's thread) and ``show_at`` (any thread).
"""

from __future__ import annotations

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace

from channel.core.heartbeat import Heartbeat
from channel.core.link_quality import LinkQualityWatch, LinkSigns, Reason
from channel.core.liveness import Life, life
from channel.core.negotiation import LinkState
from channel.media import rtp
from channel.media.due_timer import DueTimer
from channel.media.events import (
    ChannelEvent,
    LinkChanged,
    LinkStatistics,
    QualityChanged,
    RebuildWanted,
)
from channel.media.figures import Figures
from channel.media.link import Link, LinkEvents, Negotiation, Tap
from channel.media.peer import Peer
from channel.media.picture_inlet import PictureDecoding
from channel.media.picture_outlet import PictureOutlet
from channel.media.picture_receiver import PictureReceiver
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_outlet import VoiceOutlet
from channel.media.voice_playout import VoicePlayout
from channel.media.voice_source import VoiceSource
from channel.runtime.latest import SeenPicture
from channel.runtime.tasks import Tasks
from channel.wire.codec import WireError, decode_control, encode_control
from channel.wire.control import Control
from channel.wire.ids import Epoch

_log = logging.getLogger(__name__)

TICK_S = 0.1
CONTROL_REFUSED_MOST = 20
"""So many malformed control messages on one peer, and it is given up."""
CONTROL_RATE_MOST = 100
"""Control messages a second beyond which they count as malformed; an honest end says at most a quarter."""

OnEvent = Callable[[ChannelEvent], None]


class ChannelEnd(ABC):
    """What both ends have in common.

    Attributes: ``heard``, the far end's voice; ``seen``, its picture.
    """

    def __init__(
        self,
        negotiation_machine: Negotiation,
        voice: VoiceSource,
        picture: PictureSource,
        on_event: OnEvent,
        tasks: Tasks,
        settings: MediaSettings,
        name: str,
        tap: Tap | None,
        decoding: PictureDecoding | None,
    ) -> None:
        self.heard = VoicePlayout()
        self.seen = SeenPicture()
        self._name = name
        self._listener = on_event
        self._voice = voice
        self._picture = picture
        self._loop = asyncio.get_running_loop()
        self._link = Link(
            negotiation_machine,
            LinkEvents(
                on_description=self._description_made,
                on_rebuild=lambda epoch: self._on_event(RebuildWanted(epoch)),
                on_state=self._link_changed,
                on_use=self._used,
                on_unused=self._unused,
                on_control=self._control_came,
                on_rtp=self._rtp_came,
                on_unseen_loss=lambda packets, at_s: self._picture_in.lost_unseen(packets, at_s),
                on_keyframe_wanted=lambda: self._picture_out.keyframe_wanted(time.monotonic()),
            ),
            settings,
            tasks,
            name,
            tap,
        )
        self._voice_out = VoiceOutlet()
        self._picture_out = PictureOutlet(picture.rungs, picture.ask_keyframe)
        self._picture_in = PictureReceiver(
            decoding if decoding is not None else PictureDecoding(),
            self.seen,
            self._picture_due,
            self._on_event,
        )
        self._voice_timer = DueTimer(self._ask_for_voice)
        self._heartbeat = Heartbeat()
        self._heard_seq = 0
        self._figures = Figures()
        self._control_refused = 0
        self._control_count = 0
        self._control_second = 0
        self._quality = LinkQualityWatch()
        self._closed = False
        self._ended = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        voice.attach(self._voice_out)
        picture.attach(self._picture_out)
        self._schedule()

    # ------------------------------------------------------------ what each end does its own way

    @abstractmethod
    def _description_made(self, epoch: Epoch, sdp: str) -> None: ...

    @abstractmethod
    def _epoch_changed(self, epoch: Epoch | None, now_s: float) -> None:
        """Gates: begin anew on this epoch, or end."""

    @abstractmethod
    def _gates_elapsed(self, last_sign_s: float, now_s: float) -> None: ...

    @abstractmethod
    def _state_came(self, state: Control, now_s: float) -> bool:
        """The far end's state; false when it is not one that this end may get."""

    @abstractmethod
    def _own_state(self, epoch: Epoch, seq: int) -> Control: ...

    @abstractmethod
    def _far_state(self) -> Control | None:
        """What the far end said last in this epoch; None while nothing counts any more."""

    @abstractmethod
    def _picture_due(self) -> bool:
        """Whether the far end should be sending pictures now."""

    def _on_event(self, event: ChannelEvent) -> None:
        try:
            self._listener(event)
        except Exception:  # noqa: BLE001 - whatever it is, it is logged as an error
            # A mistake of the program's, raised here, would end the connection that brought the event.
            _log.exception("the program failed at %s", type(event).__name__)

    # ------------------------------------------------------------ for programs

    def show_at(self, width_px: int, height_px: int) -> None:
        """The size at which ``seen`` is shown; see ``SeenPicture.show_at``. Any thread."""
        self.seen.show_at(width_px, height_px)

    def statistics(self) -> LinkStatistics:
        """The link's figures of the last second."""
        return replace(
            self._picture_in.figures(self._figures.newest),
            playout_target_ms=self.heard.figures.target_ms,
            control_refused=self._control_refused,
        )

    async def close(self) -> None:
        """End this end of the channel: gates shut, nothing left behind.

        Called again it waits for the first call to end.
        """
        if self._closed:
            await self._ended.wait()
            return
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        self._voice_out.shut()
        self._picture_out.shut()
        self._voice.detach(self._voice_out)
        self._picture.detach(self._picture_out)
        self._voice_timer.stop()
        try:
            await asyncio.gather(self._picture_in.close(), self._link.close())
        finally:
            self._ended.set()
            self._sum_up()

    def _sum_up(self) -> None:
        """For whoever is told afterwards that somebody could hardly be understood."""
        heard = self.heard.figures
        if heard.played or self._picture_in.pictures:
            _log.info(
                "%s: the channel is over, %.0f s of voice came, %.1f %% of it made up, and %d pictures",
                self._name,
                heard.seconds,
                100 * heard.concealed_share,
                self._picture_in.pictures,
            )

    # ------------------------------------------------------------ time

    def _schedule(self) -> None:
        delay_s = TICK_S
        if self._link.epoch is not None:
            delay_s = min(delay_s, max(0.0, self._heartbeat.due_s - time.monotonic()))
        self._timer = self._loop.call_later(delay_s, self._tick)

    def _tick(self) -> None:
        try:
            self._elapsed(time.monotonic())
        finally:
            if not self._closed:
                self._schedule()

    def _elapsed(self, now_s: float) -> None:
        self._link.elapsed(now_s)
        if (peer := self._link.peer) is not None:
            if peer.knows_way:  # until then what the last peer needed holds
                self._voice_out.protect(peer.path, red=peer.red, copied=peer.voice_is_copied)
            peer.set_voice_copies(self._voice_out.copies)
            self._picture_out.afford(peer.picture_kbps, now_s)
            peer.wants(self._picture_out.wants_kbps)
        self._gates_elapsed(self._link.last_sign_s, now_s)
        self._picture_in.elapsed(now_s)
        self._look_at_quality(now_s)
        if self._heartbeat.due(now_s):
            self._say(now_s)

    def _look_at_quality(self, now_s: float) -> None:
        self._figures.elapsed(now_s, self._link.peer, self._picture_in.pictures, self.heard.figures.concealed)
        figures, far = self._figures.newest, self._far_state()
        signs = LinkSigns(
            life=Life.LOST if self._link.epoch is None else life(self._link.last_sign_s, now_s),
            loss=figures.loss,
            round_trip_ms=figures.round_trip_ms,
            concealed_share=figures.concealed_share,
            voice_said_disturbed=far is not None and far.voice_disturbed,
            picture_held=self._picture_in.held,
            picture_seen_reduced=far is not None and far.picture_reduced and self._picture_due(),
            picture_sent_reduced=self._picture_out.reduced,
        )
        if self._quality.look(signs, now_s):
            self._on_event(QualityChanged(self._quality.quality))

    @property
    def _voice_disturbed(self) -> bool:
        """Too much of the far end's voice does not arrive."""
        return Reason.VOICE_HEARD in self._quality.quality.reasons

    def _changed(self) -> None:
        """This end's state changed: say it at once."""
        self._heartbeat.change()
        self._say(time.monotonic())
        if self._timer is not None and not self._closed:
            self._timer.cancel()
            self._schedule()

    def _say(self, now_s: float) -> None:
        peer, epoch = self._link.peer, self._link.epoch
        if peer is not None and epoch is not None:
            peer.send_control(encode_control(self._own_state(epoch, self._heartbeat.said(now_s))))

    # ------------------------------------------------------------ link

    def _link_changed(self, state: LinkState, epoch: Epoch) -> None:
        self._on_event(LinkChanged(state, epoch))

    def _used(self, epoch: Epoch, peer: Peer) -> None:
        now_s = time.monotonic()
        self._begin_media(peer)
        self._heard_seq = 0
        self._control_refused = 0
        self._heartbeat.begin()
        self._epoch_changed(epoch, now_s)
        self._changed()

    def _unused(self) -> None:
        self._begin_media(None)
        self._epoch_changed(None, time.monotonic())

    def _begin_media(self, peer: Peer | None) -> None:
        for outlet in (self._voice_out, self._picture_out):
            if outlet.stream is not None:
                outlet.stream.forget()  # its peer lives on while it is closed, out of reach of the gates
        self._voice_out.stream = peer.outgoing.get("audio") if peer else None
        if peer:
            self._picture_out.begin(peer.outgoing.get("video"), peer.picture_codec)
        else:
            self._picture_out.begin(None)
        self._picture_in.begin(peer)
        self._voice_timer.stop()
        self.heard.reset()

    def _set_outlets(self, *, voice: bool, picture: bool) -> None:
        now_s = time.monotonic()
        if voice:
            self._voice_out.open(now_s)
        else:
            self._voice_out.shut()
        if (peer := self._link.peer) is not None:
            # At once, not at the next tick: the first syllable is as dear as those that follow.
            peer.set_voice_copies(self._voice_out.copies)
        if picture:
            self._picture_out.open(now_s)
        else:
            self._picture_out.shut()
        self._voice.gates_changed()
        self._picture.gates_changed()

    # ------------------------------------------------------------ what comes in

    def _control_came(self, text: str | bytes) -> None:
        now_s = time.monotonic()
        if int(now_s) != self._control_second:
            self._control_second = int(now_s)
            self._control_count = 0
        self._control_count += 1
        try:
            state = decode_control(text)
        except WireError:
            state = None
        if state is None or self._control_count > CONTROL_RATE_MOST or not self._accept(state, now_s):
            self._control_refused += 1
            if self._control_refused > CONTROL_REFUSED_MOST and self._link.epoch is not None:
                self._link.failed(self._link.epoch, "the far end's control messages are malformed")

    def _accept(self, state: Control, now_s: float) -> bool:
        if state.epoch != self._link.epoch or not self._state_came(state, now_s):
            return False
        self._link.last_sign_s = now_s
        self._heard_seq = max(self._heard_seq, state.seq)
        return True

    def _rtp_came(self, kind: str, packet: rtp.Packet, arrived_s: float) -> None:
        if kind == "audio":
            self.heard.put(packet, arrived_s)
            self._ask_for_voice(arrived_s)
        else:
            self._picture_in.packet_came(packet, arrived_s)

    def _ask_for_voice(self, now_s: float) -> None:
        peer = self._link.peer
        if peer is not None:
            repeats = peer.voice_is_repeated
            if sequences := self.heard.missing(now_s, peer.round_trip_s, is_repeated=repeats):
                peer.ask_again("audio", sequences)
            self._voice_timer.set(self.heard.missing_due_s)
