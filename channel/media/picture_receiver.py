"""The far end's picture at one end of a channel: from its packets to what is seen.

Responsible for: joining the pure machines (``channel.core.picture_reception`` and ``picture_watch``) with the
peer, the inlet and a timer that runs only while something is missing or held. Not for: decoding
(``picture_inlet``), nor for which pictures are due.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from channel.core.picture_assembly import Arrival, NeedKeyframe
from channel.core.picture_payload import PictureCodec
from channel.core.picture_reception import AskAgain, Command, PictureReception, Show
from channel.core.picture_watch import AskKeyframe, Held, PictureWatch
from channel.core.repair import ROUND_TRIP_USUAL_S
from channel.media import rtp
from channel.media.due_timer import DueTimer
from channel.media.events import FirstPicture, LinkStatistics, PictureHeld
from channel.media.peer import Peer
from channel.media.picture_inlet import PictureDecoding, PictureInlet
from channel.runtime.latest import SeenPicture


class PictureReceiver:
    """Loop thread only. ``is_due``: whether the far end should be sending pictures now.

    Attribute ``keyframes_asked``, counting.
    """

    def __init__(
        self,
        decoding: PictureDecoding,
        seen: SeenPicture,
        is_due: Callable[[], bool],
        on_event: Callable[[FirstPicture | PictureHeld], None],
    ) -> None:
        self.keyframes_asked = 0
        self._decoding = decoding
        self._is_due = is_due
        self._on_event = on_event
        self._inlet = PictureInlet(decoding, seen, self._decoder_broke)
        self._codec = PictureCodec.VP8
        self._reception = PictureReception(self._codec)
        self._watch = PictureWatch()
        self._peer: Peer | None = None
        self._ssrc: int | None = None
        self._broken = False
        self._first_picture_said = False
        self._timer = DueTimer(self._timer_ran)
        decoding.acquire()

    @property
    def held(self) -> bool:
        """Whether what is seen is old."""
        return self._watch.held

    @property
    def pictures(self) -> int:
        """Decoded so far."""
        return self._inlet.pictures

    def figures(self, into: LinkStatistics) -> LinkStatistics:
        """The link's figures with those of the picture that comes in."""
        return replace(
            into,
            picture_in_px=self._inlet.size_px,
            pictures_in=self._inlet.pictures,
            picture_gaps=self._reception.gaps,
            picture_packets_repaired=self._reception.missing.repaired,
            keyframes_asked=self.keyframes_asked,
        )

    def begin(self, peer: Peer | None) -> None:
        """Another peer carries the channel, or none does."""
        self._peer = peer
        self._timer.stop()
        self._codec = peer.picture_codec if peer is not None else PictureCodec.VP8
        self._reception = PictureReception(self._codec)
        self._inlet.begin(self._codec)

    def forget(self) -> None:
        """The gate was shut: nothing of before is shown any more."""
        self._reception.forget()
        self._inlet.forget()

    def packet_came(self, packet: rtp.Packet, arrived_s: float) -> None:
        """A packet of the picture stream of the present peer."""
        if packet.ssrc != self._ssrc:
            # Numbered anew: all of it might look late.
            self._ssrc = packet.ssrc
            self._reception = PictureReception(self._codec)
        arrival = Arrival(packet.sequence, packet.timestamp, packet.marker, packet.payload, arrived_s)
        self._perform(self._reception.packet_came(arrival, self._round_trip_s()), arrived_s)

    def lost_unseen(self, packets: int, now_s: float) -> None:
        """So many packets seem to be lost that no packet of the picture's shows (``UnseenLosses``)."""
        if not self._is_due():
            return  # what may be asked for is saved for when it is
        self._perform(self._reception.lost_unseen(packets, now_s, self._round_trip_s()), now_s)

    def elapsed(self, now_s: float) -> None:
        """Time has passed; ten times a second."""
        self._perform(self._reception.elapsed(now_s, self._round_trip_s()), now_s)
        if self._inlet.pictures and not self._first_picture_said:
            self._first_picture_said = True
            self._on_event(FirstPicture())
        self._look(now_s, broken=False)

    async def close(self) -> None:
        """Nothing is shown or asked for from the call on; nothing is decoded when it has ended."""
        self.begin(None)
        await self._decoding.release()

    # ------------------------------------------------------------ inside

    def _round_trip_s(self) -> float:
        return self._peer.round_trip_s if self._peer is not None else ROUND_TRIP_USUAL_S

    def _perform(self, commands: list[Command], now_s: float) -> None:
        for command in commands:
            match command:
                case AskAgain(sequences):
                    if self._peer is not None and self._is_due():
                        self._peer.ask_again("video", sequences)
                case Show() if not self._is_due():
                    self._inlet.leave_out()
                case Show(picture):
                    if not self._inlet.put(picture):
                        self._look(now_s, broken=True)
                case NeedKeyframe():
                    self._look(now_s, broken=True)
        self._timer.set(self._reception.next_due_s)

    def _look(self, now_s: float, *, broken: bool) -> None:
        broken = broken or self._broken or self._reception.waiting
        self._broken = False
        for command in self._watch.look(
            due=self._is_due(), broken=broken, last_picture_s=self._inlet.last_s, now_s=now_s
        ):
            match command:
                case AskKeyframe():
                    if self._peer is not None:
                        self.keyframes_asked += 1
                        self._peer.ask_keyframe()
                case Held(held):
                    self._on_event(PictureHeld(held))

    def _decoder_broke(self) -> None:
        # On the worker's thread: the next look will see it.
        self._broken = True

    def _timer_ran(self, now_s: float) -> None:
        self._perform(self._reception.elapsed(now_s, self._round_trip_s()), now_s)
