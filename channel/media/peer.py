"""One peer connection of one epoch: two RTP streams each way and the data channel ``control``.

Responsible for: making and taking SDP, telling when the peer is connected and when it failed, timers for
its ``media_transport``, closing within a limit. Not for: what travels in RTP and RTCP (``media_transport``,
``reports``), epochs and rebuilding (``link``), gates (the outlets), decoding.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiortc import (
    RTCBundlePolicy,
    RTCConfiguration,
    RTCDataChannel,
    RTCIceServer,
    RTCRtpCodecCapability,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.rtcrtpparameters import RTCRtpReceiveParameters, RTCRtpSendParameters

from channel.core import rtp_features, sdp
from channel.core.congestion import PathFigures
from channel.core.picture_payload import PictureCodec
from channel.media import rtp
from channel.media.aiortc_seams import (
    DirectReceiver,
    DirectSender,
    Wire,
    keep_first_codec,
    new_connection,
    take_over,
)
from channel.media.media_transport import KINDS, MediaTransport, TransportEvents
from channel.media.settings import MediaSettings
from channel.wire.control import CONTROL_LABEL

_log = logging.getLogger(__name__)

CLOSE_LIMIT_S = 3.0
CONTROL_BUFFER_MOST_BYTES = 4096
"""Unsent control bytes beyond which a state is left out: a newer one follows anyway."""
_CAPABILITIES: dict[PictureCodec, tuple[str, dict[str, str]]] = {
    PictureCodec.VP8: ("video/VP8", {}),
    PictureCodec.H264: ("video/H264", {"packetization-mode": "1", "profile-level-id": "42e01f"}),
}
"""Type and parameters in aiortc's tables. Of H.264 the constrained baseline, in several packets a picture."""


class PeerError(Exception):
    """The far end's SDP cannot be used. Carries a reason, never the SDP."""


@dataclass(frozen=True)
class PeerEvents:
    """What a peer tells its owner, on the loop thread; see also ``TransportEvents``."""

    on_connected: Callable[[], None]
    on_failed: Callable[[str], None]
    on_control: Callable[[str | bytes], None]
    on_rtp: Callable[[str, rtp.Packet, bytes, float], None]
    on_unseen_loss: Callable[[int, float], None]
    on_keyframe_wanted: Callable[[], None]


class Peer:
    """Loop thread only. Attributes ``outgoing``, the streams by kind; ``traffic``, counting;
    ``picture_codec``, the one that both ends agreed on, both ways, once it is connected."""

    def __init__(self, settings: MediaSettings, events: PeerEvents) -> None:
        self.connected = False
        self.picture_codec = PictureCodec.VP8
        self._codecs = settings.picture_codecs
        self._events = events
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False
        self._failed = False
        self._control: RTCDataChannel | None = None
        self._senders: dict[str, DirectSender] = {}
        self._connection = new_connection(
            RTCConfiguration(iceServers=_ice_servers(settings), bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )
        self._connection.on("connectionstatechange", self._state_changed)
        self._connection.on("datachannel", self._channel_came)
        for kind in KINDS:
            self._add(kind)
        self._wire = Wire(self._connection.getTransceivers()[0])
        self._transport = MediaTransport(
            self._wire,
            TransportEvents(self._rtp_came, self._loss_unseen, events.on_keyframe_wanted),
            most_picture_kbps=settings.video_kbps,
            voice_kbps=settings.voice_kbps,
            wake=self._wake,
        )
        self.outgoing = self._transport.outgoing
        self.traffic = self._transport.traffic
        self._wire.receive(self._transport.rtp_came, self._transport.rtcp_came, self._transport.came_again)

    def _add(self, kind: str) -> None:
        transceiver = self._connection.addTransceiver(kind, "sendrecv")
        transceiver.setCodecPreferences(self._preferences(kind))
        sender = DirectSender(transceiver.sender, lambda parameters: self._may_send(kind, parameters))
        receiver = DirectReceiver(
            kind, transceiver.receiver, lambda parameters: self._may_receive(kind, parameters)
        )
        self._senders[kind] = sender
        take_over(transceiver, sender, receiver)

    def _preferences(self, kind: str) -> list[RTCRtpCodecCapability]:
        """Best first. No rtx: what is asked for goes out again on its own stream, and for copies of sound it
        is added by ``rtp_features``; aiortc must not take it for a codec of its own."""
        wanted = [("audio/opus", {})] if kind == "audio" else [_CAPABILITIES[one] for one in self._codecs]
        return [
            capability
            for mime_type, parameters in wanted
            for capability in RTCRtpSender.getCapabilities(kind).codecs
            if capability.mimeType == mime_type and parameters.items() <= capability.parameters.items()
        ]

    # ------------------------------------------------------------ signaling

    async def make_offer(self) -> str:
        """The desk's complete SDP, candidates included."""
        self._take_channel(self._connection.createDataChannel(CONTROL_LABEL, ordered=False, maxRetransmits=0))
        offer = await self._describe(await self._connection.createOffer())
        return rtp_features.write(offer, rtp_features.OURS)

    async def make_answer(self, offer: str) -> str:
        """The booth's complete SDP for the desk's. Raises ``PeerError``."""
        features = await self._take_description("offer", offer)
        self._transport.agree(features)
        return rtp_features.write(await self._describe(await self._connection.createAnswer()), features)

    async def take_answer(self, answer: str) -> None:
        """The booth's SDP. Raises ``PeerError``."""
        features = await self._take_description("answer", answer)
        self._transport.agree(features.common(rtp_features.OURS))

    async def _describe(self, description: RTCSessionDescription) -> str:
        """Gather the candidates: from here on there are sockets."""
        try:
            await self._connection.setLocalDescription(description)
        finally:
            if self._closed:  # before there were any, so that closing has missed them
                self._wire.abandon()
        return self._connection.localDescription.sdp

    async def _take_description(self, kind: sdp.Kind, text: str) -> rtp_features.Features:
        try:
            clean = sdp.checked(text, kind, self._codecs)
        except sdp.SdpError as refused:
            raise PeerError(f"the {kind} was refused: {refused}") from None
        try:
            await self._connection.setRemoteDescription(RTCSessionDescription(clean, kind))
        except Exception as error:  # noqa: BLE001 - aiortc raises some twenty kinds here
            raise PeerError(f"the {kind} could not be used: {type(error).__name__}") from None
        # One codec of each kind, both ways: the first of the far end's that we have, so that it is its choice
        # too when it chooses by order.
        for transceiver in self._connection.getTransceivers():
            keep_first_codec(transceiver, sdp.payload_types(clean, transceiver.kind))
        return rtp_features.read(clean)

    # ------------------------------------------------------------ state

    def _state_changed(self) -> None:
        state = self._connection.connectionState
        if state in ("failed", "closed"):
            self._fail(f"the connection is {state}")

    def _fail(self, reason: str) -> None:
        if not self._failed and not self._closed:
            self._failed = True
            self._events.on_failed(reason)

    def _channel_came(self, channel: RTCDataChannel) -> None:
        if channel.label != CONTROL_LABEL or self._control is not None:
            channel.close()
            return
        self._take_channel(channel)

    def _take_channel(self, channel: RTCDataChannel) -> None:
        self._control = channel
        channel.on("message", self._control_came)
        channel.on("close", lambda: self._fail("the data channel was closed"))
        if channel.readyState == "open":
            self._opened()
        else:
            channel.on("open", self._opened)

    def _opened(self) -> None:
        if not self._closed and not self.connected:
            self.connected = True
            self._events.on_connected()

    def _control_came(self, text: str | bytes) -> None:
        if not self._closed:
            self._events.on_control(text)

    # ------------------------------------------------------------ media

    def _may_send(self, kind: str, parameters: RTCRtpSendParameters) -> None:
        codec, cname = parameters.codecs[0], parameters.rtcp.cname
        payload_type = codec.payloadType
        assert payload_type is not None
        if kind == "video":
            self.picture_codec = PictureCodec(codec.name.lower())
        self._transport.may_send(kind, self._senders[kind].ssrc, payload_type, (cname or "").encode())

    def _may_receive(self, kind: str, parameters: RTCRtpReceiveParameters) -> None:
        for codec in parameters.codecs:
            if codec.payloadType is not None:
                self._transport.may_come(kind, codec.payloadType)

    def _rtp_came(self, kind: str, packet: rtp.Packet, data: bytes, arrived_s: float) -> None:
        if not self._closed:
            self._events.on_rtp(kind, packet, data, arrived_s)

    def _loss_unseen(self, packets: int, at_s: float) -> None:
        if not self._closed:
            self._events.on_unseen_loss(packets, at_s)

    def send_control(self, text: str) -> bool:
        """False when it was left out because earlier ones have not gone yet."""
        channel = self._control
        if channel is None or channel.readyState != "open" or not self._wire.is_connected:
            return False
        if channel.bufferedAmount > CONTROL_BUFFER_MOST_BYTES:
            return False
        channel.send(text)
        return True

    @property
    def path(self) -> PathFigures:
        """What is known about the way to the far end."""
        return self._transport.congestion.path

    @property
    def round_trip_s(self) -> float:
        """To the far end and back; a usual one until it is known."""
        return self._transport.reports.round_trip_s

    @property
    def knows_round_trip(self) -> bool:
        """Whether that is measured."""
        return self._transport.reports.knows_round_trip

    @property
    def loss_in(self) -> float:
        """Share of what the far end sent, 0 to 1, in the last second that was lost, before any repair."""
        return self._transport.reports.loss_in

    @property
    def picture_kbps(self) -> float:
        """What is left for the payload of pictures beside sound, repeats and headers."""
        return self._transport.picture_kbps

    def wants(self, picture_kbps: float) -> None:
        """The payload rate of pictures that would be of use, so that the way is probed for no more."""
        self._transport.wants(picture_kbps)

    @property
    def red(self) -> bool:
        """Whether the far end takes redundant sound (RFC 2198)."""
        return self._transport.features.red_type is not None

    @property
    def knows_way(self) -> bool:
        """Whether the far end has said what ``path`` rests on."""
        return self._transport.congestion.is_known

    @property
    def voice_is_copied(self) -> bool:
        """Whether the far end takes copies of packets of sound, and tells of each whether it came."""
        return self._transport.features.copied and self._transport.congestion.has_told

    @property
    def voice_is_repeated(self) -> bool:
        """Whether the far end sends packets of sound again on demand."""
        return "audio" in self._transport.features.repeated

    def set_voice_copies(self, copies: int) -> None:
        """How often packets of sound go out from now on, where the far end takes copies."""
        self._transport.voice_copies = copies

    def ask_again(self, kind: str, sequences: Sequence[int]) -> None:
        """Ask the far end to repeat these packets (generic NACK, RFC 4585), where it does."""
        self._transport.reports.ask_again(kind, sequences)

    def ask_keyframe(self) -> None:
        """Tell the far end that its picture cannot be shown (PLI)."""
        self._transport.reports.ask_keyframe()

    # ------------------------------------------------------------ time

    def elapsed(self, now_s: float) -> None:
        """Time has passed; at least every 100 ms."""
        if self.connected:
            self._transport.elapsed(now_s)

    def _wake(self, at_s: float) -> None:
        """Wake the transport at this time of the monotonic clock, which is the loop's."""
        if self._closed:
            return
        if self._timer is not None:
            if self._timer.when() <= at_s:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(at_s, self._woken)

    def _woken(self) -> None:
        self._timer = None
        self._transport.wake_up(self._loop.time())

    async def close(self) -> None:
        """Ends within ``CLOSE_LIMIT_S``; what hangs is dropped. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self.connected = False
        if self._timer is not None:
            self._timer.cancel()
        try:
            await asyncio.wait_for(self._connection.close(), CLOSE_LIMIT_S)
        except TimeoutError:
            _log.warning("a peer connection did not close within %.0f s and was dropped", CLOSE_LIMIT_S)
            self._wire.abandon()
        except asyncio.CancelledError:  # the program is ending and does not wait
            self._wire.abandon()
            raise


def _ice_servers(settings: MediaSettings) -> list[RTCIceServer]:
    # Never None: aiortc would ask a public server.
    servers = []
    if settings.stun_url:
        servers.append(RTCIceServer(settings.stun_url))
    if settings.turn_url:
        servers.append(RTCIceServer(settings.turn_url, settings.turn_user, settings.turn_password))
    return servers
