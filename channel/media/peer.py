"""One peer connection of one epoch: two RTP streams each way and the data channel ``control``.

Responsible for: making and taking SDP, telling when the peer is connected and when it failed, RTCP,
closing within a limit. Not for: epochs and rebuilding (``channel_end``), gates (the outlets), decoding.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from aiortc import (
    RTCBundlePolicy,
    RTCConfiguration,
    RTCDataChannel,
    RTCIceServer,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.rtcrtpparameters import RTCRtpReceiveParameters, RTCRtpSendParameters
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    AnyRtcpPacket,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpSdesPacket,
    RtcpSourceInfo,
    RtcpSrPacket,
    pack_remb_fci,
)

from channel.core import sdp
from channel.media import rtp
from channel.media.aiortc_seams import DirectReceiver, DirectSender, Wire, new_connection, take_over
from channel.media.settings import MediaSettings
from channel.wire.control import CONTROL_LABEL

_log = logging.getLogger(__name__)

CLOSE_LIMIT_S = 3.0
REPORT_EVERY_S = 1.0
CONTROL_BUFFER_MOST_BYTES = 4096
"""Unsent control bytes beyond which a state is left out: a newer one follows anyway."""
KINDS = ("audio", "video")
_CLOCK_HZ = {"audio": 48_000, "video": 90_000}
_CODECS = {"audio": ("audio/opus",), "video": ("video/VP8", "video/rtx")}


class PeerError(Exception):
    """The far end's SDP cannot be used. Carries a reason, never the SDP."""


@dataclass(frozen=True)
class PeerEvents:
    """What a peer tells its owner, on the loop thread. ``on_rtp``: kind, the packet, its bytes, arrival
    time."""

    on_connected: Callable[[], None]
    on_failed: Callable[[str], None]
    on_control: Callable[[str | bytes], None]
    on_rtp: Callable[[str, rtp.Packet, bytes, float], None]
    on_keyframe_wanted: Callable[[], None]


class Peer:
    """Loop thread only. Attributes ``outgoing`` and ``incoming``: the streams by kind."""

    def __init__(self, settings: MediaSettings, events: PeerEvents) -> None:
        self.outgoing: dict[str, rtp.OutgoingStream] = {}
        self.incoming = {kind: rtp.IncomingStream(_CLOCK_HZ[kind]) for kind in KINDS}
        self.connected = False
        self._events = events
        self._settings = settings
        self._kinds: dict[int, str] = {}
        self._closed = False
        self._failed = False
        self._control: RTCDataChannel | None = None
        self._cname = b""
        self._next_report_s = 0.0
        self._senders: dict[str, DirectSender] = {}
        self._connection = new_connection(
            RTCConfiguration(iceServers=_ice_servers(settings), bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )
        self._connection.on("connectionstatechange", self._state_changed)
        self._connection.on("datachannel", self._channel_came)
        for kind in KINDS:
            self._add(kind)
        self._wire = Wire(self._connection.getTransceivers()[0])
        self._wire.receive(self._rtp_came)

    def _add(self, kind: str) -> None:
        transceiver = self._connection.addTransceiver(kind, "sendrecv")
        capabilities = RTCRtpSender.getCapabilities(kind).codecs
        transceiver.setCodecPreferences([c for c in capabilities if c.mimeType in _CODECS[kind]])
        sender = DirectSender(
            transceiver.sender, lambda parameters: self._may_send(kind, parameters), self._rtcp_came
        )
        receiver = DirectReceiver(kind, transceiver.receiver, self._may_receive, self._rtcp_came)
        self._senders[kind] = sender
        take_over(transceiver, sender, receiver)

    # ------------------------------------------------------------ signaling

    async def make_offer(self) -> str:
        """The desk's complete SDP, candidates included."""
        self._take_channel(self._connection.createDataChannel(CONTROL_LABEL, ordered=False, maxRetransmits=0))
        return await self._describe(await self._connection.createOffer())

    async def make_answer(self, offer: str) -> str:
        """The booth's complete SDP for the desk's. Raises ``PeerError``."""
        await self._take_description("offer", offer)
        return await self._describe(await self._connection.createAnswer())

    async def take_answer(self, answer: str) -> None:
        """The booth's SDP. Raises ``PeerError``."""
        await self._take_description("answer", answer)

    async def _describe(self, description: RTCSessionDescription) -> str:
        """Gather the candidates: from here on there are sockets."""
        try:
            await self._connection.setLocalDescription(description)
        finally:
            if self._closed:  # before there were any, so that closing has missed them
                self._wire.abandon()
        return self._connection.localDescription.sdp

    async def _take_description(self, kind: sdp.Kind, text: str) -> None:
        try:
            clean = sdp.checked(text, kind)
        except sdp.SdpError as refused:
            raise PeerError(f"the {kind} was refused: {refused}") from None
        try:
            await self._connection.setRemoteDescription(RTCSessionDescription(clean, kind))
        except Exception as error:  # noqa: BLE001 - aiortc raises some twenty kinds here
            raise PeerError(f"the {kind} could not be used: {type(error).__name__}") from None

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
        self._cname = parameters.rtcp.cname.encode() if parameters.rtcp.cname else b""
        payload_type = parameters.codecs[0].payloadType
        assert payload_type is not None
        self.outgoing[kind] = rtp.OutgoingStream(
            self._senders[kind].ssrc, payload_type, _CLOCK_HZ[kind], self._wire.send_rtp
        )

    def _may_receive(self, parameters: RTCRtpReceiveParameters) -> None:
        for codec in parameters.codecs:
            if codec.payloadType is not None and codec.name.lower() != "rtx":
                self._kinds[codec.payloadType] = codec.mimeType.partition("/")[0]

    def _rtp_came(self, data: bytes, arrived_s: float) -> None:
        packet = rtp.parse(data)
        if packet is None or self._closed:
            return
        kind = self._kinds.get(packet.payload_type)
        if kind is not None:
            self.incoming[kind].count(packet, arrived_s)
            self._events.on_rtp(kind, packet, data, arrived_s)

    def send_control(self, text: str) -> bool:
        """False when it was left out because earlier ones have not gone yet."""
        channel = self._control
        if channel is None or channel.readyState != "open" or not self._wire.is_connected:
            return False
        if channel.bufferedAmount > CONTROL_BUFFER_MOST_BYTES:
            return False
        channel.send(text)
        return True

    def ask_keyframe(self) -> None:
        """Tell the far end that its picture cannot be shown (PLI)."""
        media_ssrc = self.incoming["video"].ssrc
        if media_ssrc:
            ssrc = self._senders["video"].ssrc
            self._wire.send_rtcp(bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=ssrc, media_ssrc=media_ssrc)))

    def elapsed(self, now_s: float) -> None:
        """Time has passed: reports go out once a second."""
        if not self.connected or now_s < self._next_report_s:
            return
        self._next_report_s = now_s + REPORT_EVERY_S
        packets: list[AnyRtcpPacket] = [
            stream.report() for stream in self.outgoing.values() if stream.packets
        ]
        ssrc = self._senders["video"].ssrc
        infos = [info for stream in self.incoming.values() if (info := stream.report()) is not None]
        packets.append(RtcpRrPacket(ssrc=ssrc, reports=infos))
        packets.append(RtcpSdesPacket(chunks=[RtcpSourceInfo(ssrc=ssrc, items=[(1, self._cname)])]))
        if (media_ssrc := self.incoming["video"].ssrc) != 0:
            # A ceiling, not an estimate: without one a browser sends as much as it likes.
            ceiling = pack_remb_fci(self._settings.video_kbps * 1000, [media_ssrc])
            packets.append(RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=ssrc, media_ssrc=0, fci=ceiling))
        self._wire.send_rtcp(b"".join(bytes(packet) for packet in packets))

    def _rtcp_came(self, packet: AnyRtcpPacket) -> None:
        if isinstance(packet, RtcpSrPacket):
            for incoming in self.incoming.values():
                if incoming.ssrc == packet.ssrc:
                    incoming.sender_reported(packet.sender_info.ntp_timestamp)
        if isinstance(packet, RtcpSrPacket | RtcpRrPacket):
            for report in packet.reports:
                for outgoing in self.outgoing.values():
                    if outgoing.ssrc == report.ssrc:
                        outgoing.reported(report)
        elif isinstance(packet, RtcpPsfbPacket) and packet.fmt in (RTCP_PSFB_PLI, RTCP_PSFB_FIR):
            self._events.on_keyframe_wanted()
        # A REMB is not obeyed: one slow booth would set the picture of all that share the encoder.

    async def close(self) -> None:
        """Ends within ``CLOSE_LIMIT_S``; what hangs is dropped. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self.connected = False
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
