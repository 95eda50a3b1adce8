"""What the two ends of a peer tell and ask each other about their streams, in RTCP.

Responsible for: reports both ways and the round trip from them, telling the far end of each packet that came
and congestion control of each that went, requests to the far end, and reading the far end's within a bound.
Not for: the packets themselves and their repeats (``media_transport``), nor for the form (``channel.core``).

Loop thread only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import assert_never

from channel.core import rtcp, transport_feedback
from channel.core.allowance import Allowance
from channel.core.congestion import Congestion
from channel.core.repair import ROUND_TRIP_USUAL_S
from channel.core.rtp_features import Features
from channel.media.rtp import IncomingStream, OutgoingStream

REPORT_EVERY_S = 1.0
REPORT_FIRST_S = 0.25
"""Until the round trip is known, which takes a report and the far end's on it."""
ROUND_TRIPS = 5
"""From reports; one that a busy moment held up must not count."""
MOST_PER_S = 500
"""Datagrams and the reports in them, together. The largest channel that loses a fifth says some 300."""
NACK_SEQUENCES = 16
"""So many packets asked for again are as much work as another report."""
TOLD_FRESH_S = 3.0
"""A far end that has not told of packets for so long does not do it: then its estimates and reports count."""


@dataclass(frozen=True)
class ReportEvents:
    """What the far end asks for."""

    on_nack: Callable[[rtcp.Nack, float], None]
    on_keyframe_wanted: Callable[[], None]


class Reports:
    """Attributes: ``features``, what both ends agreed on; ``cname``, what this end calls itself; ``loss_in``,
    0–1, of what the far end sent in the last second, before any repair; ``round_trip_s``, the middle of the
    newest ones.

    ``send`` takes compound RTCP; ``most_kbps`` is what the far end is asked to keep to.
    """

    def __init__(
        self,
        send: Callable[[bytes], bool],
        outgoing: Mapping[str, OutgoingStream],
        incoming: Mapping[str, IncomingStream],
        congestion: Congestion,
        events: ReportEvents,
        most_kbps: int,
    ) -> None:
        self.features = Features()
        self.cname = b""
        self.loss_in = 0.0
        self.round_trip_s = ROUND_TRIP_USUAL_S
        self._send = send
        self._outgoing = outgoing
        self._incoming = incoming
        self._congestion = congestion
        self._events = events
        self._most_kbps = most_kbps
        self._arrivals = transport_feedback.Arrivals()
        self._sent = transport_feedback.SentPackets()
        self._allowance = Allowance(MOST_PER_S, MOST_PER_S)
        self._round_trips: deque[float] = deque(maxlen=ROUND_TRIPS)
        self._next_report_s = 0.0
        self._told_s = float("-inf")

    @property
    def is_counted(self) -> bool:
        """Whether the far end tells of each packet, as congestion control wants it."""
        return "video" in self.features.counted

    @property
    def knows_round_trip(self) -> bool:
        return bool(self._round_trips)

    def _ssrc(self, kind: str) -> int:
        stream = self._outgoing.get(kind)
        return stream.ssrc if stream is not None else 0

    # ------------------------------------------------------------ each packet

    def number(self, size_bytes: int, counted_as: str, now_s: float, copies: int = 1, group: int = 0) -> int:
        """The transport-wide number (16 bits) of a packet that goes out now; see ``PacketResult``."""
        return self._sent.number(size_bytes, counted_as, now_s, copies, group)

    def packet_came(self, number: int, arrived_s: float) -> None:
        """A packet with this transport-wide number."""
        self._arrivals.came(number, arrived_s)

    def came_again(self) -> None:
        """A packet came that had come before: it was asked for too early."""
        self._arrivals.came_again()

    @property
    def due_s(self) -> float | None:
        """When the far end is to be told of what came, None while there is nothing to tell."""
        return self._arrivals.due_s

    def tell(self, now_s: float) -> None:
        """Tell the far end of what came, if that is due."""
        if self._arrivals.due_s is None or self._arrivals.due_s > now_s:
            return
        self._arrivals.tells_again = self.features.told_again
        feedback = self._arrivals.feedback(now_s)
        if feedback is not None:
            kind = "video" if self._incoming["video"].ssrc else "audio"
            body = transport_feedback.write(feedback)
            self._send(rtcp.write_transport_wide(self._ssrc(kind), self._incoming[kind].ssrc, body))

    # ------------------------------------------------------------ what the far end says

    def came(self, data: bytes, now_s: float) -> bool:
        """A decrypted compound packet. False when it is more than a far end may say, and the rest of it was
        passed over."""
        if not self._allowance.spend(now_s):
            return False
        for report in rtcp.parse(data):
            work = len(report.sequences) / NACK_SEQUENCES if isinstance(report, rtcp.Nack) else 1.0
            if not self._allowance.spend(now_s, max(1.0, work)):
                return False
            match report:
                case rtcp.SenderReport(ssrc=ssrc, ntp=ntp, blocks=blocks):
                    for incoming in self._incoming.values():
                        if incoming.ssrc == ssrc:
                            incoming.sender_reported(ntp, now_s)
                    self._reported(blocks, now_s)
                case rtcp.ReceiverReport(blocks=blocks):
                    self._reported(blocks, now_s)
                case rtcp.Nack():
                    self._events.on_nack(report, now_s)
                case rtcp.KeyframeWanted():
                    self._events.on_keyframe_wanted()
                case rtcp.Remb(kbps):
                    if now_s - self._told_s > TOLD_FRESH_S:
                        self._congestion.remb(kbps, now_s)
                case rtcp.TransportWide(body):
                    self._told(body, now_s)
                case _:
                    assert_never(report)
        return True

    def _reported(self, blocks: Sequence[rtcp.ReportBlock], now_s: float) -> None:
        for block in blocks:
            for outgoing in self._outgoing.values():
                if outgoing.ssrc == block.ssrc and (round_trip_s := outgoing.round_trip_s(block)):
                    self._round_trips.append(round_trip_s)
                    self.round_trip_s = median(self._round_trips)
        if blocks and now_s - self._told_s > TOLD_FRESH_S:
            loss = max(block.loss for block in blocks)
            self._congestion.report(loss, now_s)

    def _told(self, body: bytes, now_s: float) -> None:
        feedback = transport_feedback.parse(body)
        if feedback is not None and (results := self._sent.told(feedback)):
            self._told_s = now_s
            self._congestion.results(results, self.round_trip_s, now_s)

    # ------------------------------------------------------------ what this end says

    def ask_again(self, kind: str, sequences: Sequence[int]) -> None:
        """Ask the far end to repeat these packets, where it does."""
        media_ssrc = self._incoming[kind].ssrc
        if media_ssrc and sequences and kind in self.features.repeated:
            self._send(rtcp.write_nack(self._ssrc(kind), media_ssrc, sequences))

    def ask_keyframe(self) -> None:
        """Tell the far end that its picture cannot be shown."""
        if media_ssrc := self._incoming["video"].ssrc:
            self._send(rtcp.write_keyframe_wanted(self._ssrc("video"), media_ssrc))

    def elapsed(self, now_s: float) -> None:
        """Time has passed; at least every 100 ms. Reports go out once a second."""
        if now_s < self._next_report_s:
            return
        self._next_report_s = now_s + (REPORT_EVERY_S if self.knows_round_trip else REPORT_FIRST_S)
        ssrc = self._ssrc("video")
        reports: list[rtcp.SenderReport | rtcp.ReceiverReport] = [
            stream.report() for stream in self._outgoing.values() if stream.packets
        ]
        blocks = [block for stream in self._incoming.values() if (block := stream.report(now_s)) is not None]
        if self.is_counted:
            self.loss_in = self._arrivals.loss()
        else:
            self.loss_in = max((block.loss for block in blocks), default=0.0)
        reports.append(rtcp.ReceiverReport(ssrc, tuple(blocks)))
        parts = [rtcp.write_report(report) for report in reports]
        parts.append(rtcp.write_name(ssrc, self.cname))
        if media_ssrc := self._incoming["video"].ssrc:
            # A ceiling, not an estimate: without one a browser sends as much as it likes.
            parts.append(rtcp.write_remb(ssrc, media_ssrc, self._most_kbps))
        self._send(b"".join(parts))
