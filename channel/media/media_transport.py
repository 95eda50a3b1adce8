"""Everything of one peer that travels in RTP and RTCP, in both directions.

Responsible for: joining the streams with pacing, repeats, transport-wide numbers, congestion control and
RTCP, as far as both ends agreed on them. Not for: sockets and SRTP (``aiortc_seams``), SDP (``peer``), gates
(the outlets), and not for timers: whoever owns it calls ``elapsed`` ten times a second, and ``wake_up`` when
the moment given to ``wake`` has come.

Loop thread only.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Protocol, assert_never

from channel.core import rtcp, transport_feedback
from channel.core.congestion import Congestion
from channel.core.pacing import Pacer
from channel.core.probing import Probe
from channel.core.retransmission import Budget, History
from channel.core.rtp_features import Features
from channel.media import rtp

KINDS = ("audio", "video")
CLOCK_HZ = {"audio": 48_000, "video": 90_000}

REPORT_EVERY_S = 1.0
REPORT_FIRST_S = 0.25
"""Until the round trip is known, which takes a report and the far end's on it."""
HEADERS_BYTES = 38
"""On top of RTP: IPv4 and UDP 28, SRTP 10."""
NUMBER_BYTES = 8
"""The header extension."""
BLOCKS_PER_S = 50
PICTURE_PAYLOAD_SHARE = 0.93
"""Of what pictures take with their headers."""
RATE_WINDOW_S = 1.0
ROUND_TRIPS = 5
"""From reports; one that a busy moment held up must not count."""
ROUND_TRIP_USUAL_S = 0.1
"""Taken before the first report."""


class Way(Protocol):
    """Where packets leave: encrypted and sent at once; false when not connected or full."""

    def send_rtp(self, packet: bytes) -> bool: ...

    def send_rtcp(self, packet: bytes) -> bool: ...


@dataclass(frozen=True)
class TransportEvents:
    """What came. ``on_rtp``: kind, the packet, its bytes, arrival time."""

    on_rtp: Callable[[str, rtp.Packet, bytes, float], None]
    on_keyframe_wanted: Callable[[], None]


class _Rate:
    """The rate of something, over about the last second."""

    def __init__(self) -> None:
        self.kbps = 0.0
        self._bytes = 0
        self._since_s: float | None = None

    def count(self, size_bytes: int) -> None:
        self._bytes += size_bytes

    def elapsed(self, now_s: float) -> None:
        if self._since_s is not None and now_s > self._since_s:
            passed_s = now_s - self._since_s
            weight = min(1.0, passed_s / RATE_WINDOW_S)
            self.kbps += weight * (self._bytes * 8 / 1000 / passed_s - self.kbps)
        self._bytes = 0
        self._since_s = now_s


class MediaTransport:
    """Attributes: ``outgoing`` and ``incoming``, the streams by kind; ``features``, what both ends agreed
    on; ``congestion``; ``loss_in``, 0–1, of what the far end sent in the last second, before any repair;
    ``round_trip_s``, the middle of the newest ones."""

    def __init__(
        self,
        way: Way,
        events: TransportEvents,
        *,
        most_picture_kbps: int,
        voice_kbps: int,
        wake: Callable[[float], None],
        time_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.outgoing: dict[str, rtp.OutgoingStream] = {}
        self.incoming = {kind: rtp.IncomingStream(CLOCK_HZ[kind]) for kind in KINDS}
        self.features = Features()
        self.loss_in = 0.0
        self.round_trip_s = ROUND_TRIP_USUAL_S
        # Room beside full pictures for sound with redundancy, repeats and an encoder that overshoots.
        self.congestion = Congestion(1.5 * most_picture_kbps + 4 * voice_kbps + 100)
        self._way = way
        self._events = events
        self._most_picture_kbps = most_picture_kbps
        self._sound_least_kbps = voice_kbps + BLOCKS_PER_S * self._overhead_bytes() * 8 / 1000
        self._wake = wake
        self._time_s = time_s
        self._kinds: dict[int, str] = {}
        self._cname = b""
        self._ssrcs = dict.fromkeys(KINDS, 0)
        self._arrivals = transport_feedback.Arrivals()
        self._sent = transport_feedback.SentPackets()
        self._pacer: Pacer[rtp.Unsent | bytes] = Pacer(self.congestion.pace_kbps)
        self._histories = {kind: History() for kind in KINDS}
        self._budget = Budget()
        self._sound = _Rate()
        self._repeats = _Rate()
        self._round_trips: deque[float] = deque(maxlen=ROUND_TRIPS)
        self._next_report_s = 0.0

    @staticmethod
    def _overhead_bytes() -> int:
        return rtp.HEADER.size + NUMBER_BYTES + HEADERS_BYTES

    # ------------------------------------------------------------ set-up

    def may_send(self, kind: str, ssrc: int, payload_type: int, cname: bytes) -> None:
        """From now on this kind can be sent."""
        self._cname = cname
        self._ssrcs[kind] = ssrc
        self.outgoing[kind] = rtp.OutgoingStream(
            ssrc,
            payload_type,
            CLOCK_HZ[kind],
            partial(self._send_new, kind),
            red_type=self.features.red_type,
            pace=self._pace if kind == "video" else None,
            on_forget=partial(self._forget, kind),
            time_s=self._time_s,
        )

    def may_come(self, kind: str, payload_type: int) -> None:
        """Packets of this type are of this kind."""
        self._kinds[payload_type] = kind
        if kind == "audio" and self.features.red_type is not None:
            self._kinds[self.features.red_type] = kind

    @property
    def _is_counted(self) -> bool:
        """Whether the far end tells of each packet, as congestion control wants it."""
        return "video" in self.features.counted

    # ------------------------------------------------------------ out

    def _send_new(self, kind: str, packet: bytes) -> bool:
        now_s = self._time_s()
        self._histories[kind].sent(int.from_bytes(packet[2:4], "big"), packet, now_s)
        is_padding = bool(packet[0] & 0x20)
        return self._send(kind, packet, "probe" if is_padding else kind, now_s)

    def _send(self, kind: str, packet: bytes, counted_as: str, now_s: float) -> bool:
        size_bytes = len(packet) + HEADERS_BYTES
        transport_id = self.features.transport_id
        if transport_id is not None and kind in self.features.counted:
            size_bytes += NUMBER_BYTES
            number = self._sent.number(size_bytes, counted_as, now_s)
            packet = rtp.numbered(packet, transport_id, number)
        if kind == "audio":
            self._sound.count(size_bytes)
        return self._way.send_rtp(packet)

    def _pace(self, packets: list[rtp.Unsent]) -> bool:
        overhead = HEADERS_BYTES + NUMBER_BYTES
        if not self._pacer.put((packet, packet.size_bytes + overhead) for packet in packets):
            return False
        self._send_due(self._time_s())
        return True

    def _send_due(self, now_s: float) -> None:
        video = self.outgoing["video"]
        for item in self._pacer.due(now_s):
            if isinstance(item, bytes):
                self._send("video", item, "repeat", now_s)
            else:
                video.emit(item)
        self._wake_in_time()

    def _wake_in_time(self) -> None:
        for due_s in (self._pacer.due_s, self._arrivals.due_s):
            if due_s is not None:
                self._wake(due_s)

    def _forget(self, kind: str) -> None:
        self._histories[kind].forget()
        if kind == "video":
            self._pacer.forget()

    def _repeat(self, nack: rtcp.Nack, now_s: float) -> None:
        kind = next((kind for kind, ssrc in self._ssrcs.items() if ssrc == nack.media_ssrc), None)
        if kind is None:
            return
        history = self._histories[kind]
        round_trip_s = self.round_trip_s if self._round_trips else 0.0
        repeats = []
        for sequence in nack.sequences:
            packet = history.again(sequence, round_trip_s, now_s)
            if packet is None:
                continue
            if not self._budget.spend(len(packet) + HEADERS_BYTES, self.congestion.target_kbps, now_s):
                break
            repeats.append(packet)
            self._repeats.count(len(packet) + HEADERS_BYTES + NUMBER_BYTES)
        if kind == "audio":
            for packet in repeats:
                self._send(kind, packet, "repeat", now_s)
        else:
            for packet in reversed(repeats):
                self._pacer.put_first(packet, len(packet) + HEADERS_BYTES + NUMBER_BYTES)
            self._send_due(now_s)

    def _send_probe(self, probe: Probe) -> None:
        # Behind what waits: those are whole pictures, and padding may stand only between two.
        overhead = HEADERS_BYTES + NUMBER_BYTES
        padding = self.outgoing["video"].padding(probe.packet_bytes - overhead)
        self._pacer.put_train([(padding, padding.size_bytes + overhead)] * probe.packets, probe.kbps)

    # ------------------------------------------------------------ in

    def rtp_came(self, data: bytes, arrived_s: float) -> None:
        """A decrypted RTP packet."""
        features = self.features
        packet = rtp.parse(data, red_type=features.red_type, transport_id=features.transport_id)
        if packet is None:
            return
        kind = self._kinds.get(packet.payload_type)
        if kind is None:
            return
        if packet.transport_number is not None:
            arrivals = self._arrivals
            idle = arrivals.due_s is None
            arrivals.came(packet.transport_number, arrived_s)
            if idle and arrivals.due_s is not None:
                self._wake(arrivals.due_s)
        self.incoming[kind].count(packet, arrived_s)
        self._events.on_rtp(kind, packet, data, arrived_s)

    def rtcp_came(self, data: bytes, now_s: float) -> None:
        """A decrypted compound RTCP packet."""
        for report in rtcp.parse(data):
            match report:
                case rtcp.SenderReport(ssrc=ssrc, ntp=ntp, blocks=blocks):
                    for incoming in self.incoming.values():
                        if incoming.ssrc == ssrc:
                            incoming.sender_reported(ntp, now_s)
                    self._reported(blocks, now_s)
                case rtcp.ReceiverReport(blocks=blocks):
                    self._reported(blocks, now_s)
                case rtcp.Nack():
                    self._repeat(report, now_s)
                case rtcp.KeyframeWanted():
                    self._events.on_keyframe_wanted()
                case rtcp.Remb(kbps):
                    if not self._is_counted:
                        self.congestion.remb(kbps, now_s)
                case rtcp.TransportWide(body):
                    self._told(body, now_s)
                case _:
                    assert_never(report)

    def _reported(self, blocks: Sequence[rtcp.ReportBlock], now_s: float) -> None:
        for block in blocks:
            for outgoing in self.outgoing.values():
                if outgoing.ssrc == block.ssrc:
                    outgoing.reported(block)
                    if outgoing.round_trip_s > 0:
                        self._round_trips.append(outgoing.round_trip_s)
                        self.round_trip_s = median(self._round_trips)
        if blocks and not self._is_counted:
            loss = max(block.loss for block in blocks)
            self.congestion.report(loss, self.round_trip_s, now_s)

    def _told(self, body: bytes, now_s: float) -> None:
        feedback = transport_feedback.parse(body)
        if feedback is not None and (results := self._sent.told(feedback)):
            self.congestion.results(results, self.round_trip_s, now_s)
            self._pacer.kbps = self.congestion.pace_kbps

    # ------------------------------------------------------------ requests

    def ask_again(self, kind: str, sequences: Sequence[int]) -> None:
        """Ask the far end to repeat these packets, where it does."""
        media_ssrc = self.incoming[kind].ssrc
        if media_ssrc and sequences and kind in self.features.repeated:
            self._way.send_rtcp(rtcp.write_nack(self._ssrcs[kind], media_ssrc, sequences))

    def ask_keyframe(self) -> None:
        """Tell the far end that its picture cannot be shown."""
        if media_ssrc := self.incoming["video"].ssrc:
            self._way.send_rtcp(rtcp.write_keyframe_wanted(self._ssrcs["video"], media_ssrc))

    # ------------------------------------------------------------ figures

    @property
    def _sound_kbps(self) -> float:
        # Speech may begin at any moment: its room is kept also while silence goes out.
        return max(self._sound_least_kbps, self._sound.kbps)

    @property
    def picture_kbps(self) -> float:
        """What is left for the payload of pictures beside sound, repeats and headers."""
        left_kbps = self.congestion.target_kbps - self._sound_kbps - self._repeats.kbps
        return max(0.0, left_kbps) * PICTURE_PAYLOAD_SHARE

    def wants(self, picture_kbps: float) -> None:
        """The payload rate of pictures that would be of use, 0 when no more than now."""
        whole_kbps = picture_kbps / PICTURE_PAYLOAD_SHARE + self._sound_kbps + self._repeats.kbps
        self.congestion.wants(whole_kbps if picture_kbps > 0 else 0.0)

    # ------------------------------------------------------------ time

    def wake_up(self, now_s: float) -> None:
        """The moment given to ``wake`` has come."""
        due_s = self._arrivals.due_s
        if due_s is not None and due_s <= now_s:
            feedback = self._arrivals.feedback(now_s)
            if feedback is not None:
                kind = "video" if self.incoming["video"].ssrc else "audio"
                body = transport_feedback.write(feedback)
                ssrc, media_ssrc = self._ssrcs[kind], self.incoming[kind].ssrc
                self._way.send_rtcp(rtcp.write_transport_wide(ssrc, media_ssrc, body))
        if self._pacer:
            self._send_due(now_s)
        else:
            self._wake_in_time()

    def elapsed(self, now_s: float) -> None:
        """Time has passed; at least every 100 ms. Reports go out once a second."""
        self.congestion.elapsed(now_s)
        self._pacer.kbps = self.congestion.pace_kbps
        self._sound.elapsed(now_s)
        self._repeats.elapsed(now_s)
        if "video" in self.outgoing and self._is_counted:
            probe = self.congestion.probe(now_s)
            if probe is not None:
                self._send_probe(probe)
                self._send_due(now_s)
        if now_s >= self._next_report_s:
            self._next_report_s = now_s + (REPORT_EVERY_S if self._round_trips else REPORT_FIRST_S)
            self._report(now_s)

    def _report(self, now_s: float) -> None:
        ssrc = self._ssrcs["video"]
        reports: list[rtcp.SenderReport | rtcp.ReceiverReport] = [
            stream.report() for stream in self.outgoing.values() if stream.packets
        ]
        blocks = [block for stream in self.incoming.values() if (block := stream.report(now_s)) is not None]
        if self._is_counted:
            self.loss_in = self._arrivals.loss()
        else:
            self.loss_in = max((block.loss for block in blocks), default=0.0)
        reports.append(rtcp.ReceiverReport(ssrc, tuple(blocks)))
        parts = [rtcp.write_report(report) for report in reports]
        parts.append(rtcp.write_name(ssrc, self._cname))
        if media_ssrc := self.incoming["video"].ssrc:
            # A ceiling, not an estimate: without one a browser sends as much as it likes.
            parts.append(rtcp.write_remb(ssrc, media_ssrc, self._most_picture_kbps))
        self._way.send_rtcp(b"".join(parts))
