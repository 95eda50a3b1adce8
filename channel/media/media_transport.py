"""Everything of one peer that travels in RTP, in both directions.

Responsible for: joining the streams with pacing, repeats, transport-wide numbers and the rate that congestion
control allows, as far as both ends agreed on them, and a bound on what a far end may send. Not for: what the
ends tell each other about it (``reports``), sockets and SRTP (``aiortc_seams``), SDP (``peer``), gates (the
outlets), and not for timers: whoever owns it calls ``elapsed`` ten times a second, and ``wake_up`` when the
moment given to ``wake`` has come.

Loop thread only.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from channel.core import rtcp
from channel.core.allowance import Allowance
from channel.core.block import BLOCKS_PER_S, SAMPLE_RATE_HZ
from channel.core.congestion import Congestion
from channel.core.copies import Heard
from channel.core.pacing import Pacer
from channel.core.probing import Probe
from channel.core.rate import Rate
from channel.core.retransmission import Budget, History
from channel.core.rtp_features import Features
from channel.core.spells import Spells
from channel.core.unseen_losses import UnseenLosses
from channel.media import rtp
from channel.media.picture_codec import PICTURE_CLOCK_HZ
from channel.media.reports import ReportEvents, Reports
from channel.media.voice_copies import Copies, VoiceCopies

_log = logging.getLogger(__name__)

KINDS = ("audio", "video")
CLOCK_HZ = {"audio": SAMPLE_RATE_HZ, "video": PICTURE_CLOCK_HZ}

HEADERS_BYTES = 38
"""On top of RTP: IPv4 and UDP 28, SRTP 10 (RFC 3711)."""
NUMBER_BYTES = 8
"""The header extension."""
RTCP_HEADERS_BYTES = 42
"""On top of RTCP: IPv4 and UDP 28, SRTCP 14."""
PICTURE_PAYLOAD_SHARE = 0.93
"""Of what pictures take with their headers."""
VOICE_HEADERS_KBPS = BLOCKS_PER_S * (rtp.HEADER.size + HEADERS_BYTES + NUMBER_BYTES) * 8 / 1000
RATE_WINDOW_S = 1.0
PACKETS_MOST_PER_S = 2000
"""Three times what the largest picture, sound and the repeats of both take. A far end that sends more would
cost the channels beside it their time on this thread. It is counted behind SRTP, where nobody else can use
up what it may send."""
SOUND_PACKETS_MOST_PER_S = 400
"""Of them, copies of what came already apart; eight times what blocks of 20 ms take. One may carry many."""


class Way(Protocol):
    """Where packets leave: encrypted and sent at once; false when not connected or full."""

    def send_rtp(self, packet: bytes) -> bool: ...

    def send_rtcp(self, packet: bytes) -> bool: ...


@dataclass(frozen=True)
class TransportEvents:
    """What came. ``on_rtp``: kind, the packet, its bytes, arrival time; ``on_unseen_loss``: so many packets
    of pictures seem to be lost, and when that was noticed."""

    on_rtp: Callable[[str, rtp.Packet, bytes, float], None]
    on_unseen_loss: Callable[[int, float], None]
    on_keyframe_wanted: Callable[[], None]


@dataclass(slots=True)
class Traffic:
    """RTP since the peer began, repeats and padding too; bytes as they load the way, with all headers."""

    packets_in: int = 0
    bytes_in: int = 0
    packets_out: int = 0
    bytes_out: int = 0


class MediaTransport:
    """Attributes: ``outgoing`` and ``incoming``, the streams by kind; ``congestion``; ``reports``;
    ``traffic``; ``refused``, packets of either kind beyond what a far end may send."""

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
        self.traffic = Traffic()
        self.refused = 0
        # Room beside full pictures for sound with redundancy, repeats and an encoder that overshoots.
        self.congestion = Congestion(1.5 * most_picture_kbps + 4 * voice_kbps + 100)
        self._way = way
        self._events = events
        self.reports = Reports(
            self._send_rtcp,
            self.outgoing,
            self.incoming,
            self.congestion,
            ReportEvents(self._repeat, events.on_keyframe_wanted),
            # A browser takes it for all that it sends, with headers.
            round(most_picture_kbps / PICTURE_PAYLOAD_SHARE + voice_kbps + VOICE_HEADERS_KBPS),
        )
        self._voice_kbps = voice_kbps
        self._wake = wake
        self._time_s = time_s
        self._headers_bytes = dict.fromkeys(KINDS, HEADERS_BYTES)
        self._kinds: dict[int, str] = {}
        self._copied_types: dict[int, int] = {}
        """By payload types of copies, those of what they are copies of."""
        self._pacer: Pacer[rtp.Unsent | bytes] = Pacer(self.congestion.pace_kbps)
        self._histories = {kind: History() for kind in KINDS}
        self._budget = Budget()
        self._sound = Rate(RATE_WINDOW_S)
        self._voice_copies = 1
        self._heard = Heard()
        self._unseen_losses = UnseenLosses()
        self._copies = VoiceCopies(
            lambda packet, of: self._send("audio", packet, "copy", self._time_s(), of.of, of.group)
        )
        self._copied = 0
        self._repeats = Rate(RATE_WINDOW_S)
        self._rtcp = Rate(RATE_WINDOW_S)
        self._allowance = Allowance(PACKETS_MOST_PER_S, PACKETS_MOST_PER_S)
        self._sound_allowance = Allowance(SOUND_PACKETS_MOST_PER_S, SOUND_PACKETS_MOST_PER_S)
        self._refusals = Spells()

    # ------------------------------------------------------------ set-up

    @property
    def features(self) -> Features:
        """What both ends agreed on, before anything can be sent."""
        return self.reports.features

    @property
    def voice_copies(self) -> int:
        """How often packets of sound go out: never more than once to who takes no copies."""
        return self._voice_copies

    @voice_copies.setter
    def voice_copies(self, copies: int) -> None:
        self._voice_copies = copies if self.features.copied else 1

    def agree(self, features: Features) -> None:
        """What both ends can do."""
        self.reports.features = features
        numbered = features.counted if features.transport_id is not None else frozenset[str]()
        self._headers_bytes = {kind: HEADERS_BYTES + NUMBER_BYTES * (kind in numbered) for kind in KINDS}

    def may_send(self, kind: str, ssrc: int, payload_type: int, cname: bytes) -> None:
        """From now on this kind can be sent."""
        self.reports.cname = cname
        if kind == "audio":
            self._copies.types = self.features.copy_types(payload_type)
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
        if kind == "audio":
            if self.features.red_type is not None:
                self._kinds[self.features.red_type] = kind
            copies = self.features.copy_types(payload_type)
            self._copied_types = {copy: original for original, copy in copies.items()}
            self._kinds.update(dict.fromkeys(self._copied_types, kind))

    def _load_bytes(self, kind: str, rtp_bytes: int) -> int:
        """What such a packet loads the way with."""
        return rtp_bytes + self._headers_bytes[kind]

    # ------------------------------------------------------------ out

    def _send_new(self, kind: str, packet: bytes) -> bool:
        now_s = self._time_s()
        self._histories[kind].sent(int.from_bytes(packet[2:4], "big"), packet, now_s)
        is_padding = bool(packet[0] & 0x20)
        if kind != "audio" or self.voice_copies == 1:
            return self._send(kind, packet, "probe" if is_padding else kind, now_s)
        self._copied += 1
        copies = Copies(packet, self.voice_copies, self._copied)
        went = self._send(kind, packet, kind, now_s, copies.of, copies.group)
        self._copies.follow(copies, now_s)
        self._wake_in_time()
        return went

    def _send(
        self, kind: str, packet: bytes, counted_as: str, now_s: float, copies: int = 1, group: int = 0
    ) -> bool:
        size_bytes = self._load_bytes(kind, len(packet))
        features = self.features
        transport_id = features.transport_id
        if transport_id is not None and kind in features.counted:
            number = self.reports.number(size_bytes, counted_as, now_s, copies, group)
            packet = rtp.numbered(packet, transport_id, number)
        if kind == "audio":
            self._sound.count(now_s, size_bytes)
        if not self._way.send_rtp(packet):
            return False
        self.traffic.packets_out += 1
        self.traffic.bytes_out += size_bytes
        return True

    def _send_rtcp(self, packet: bytes) -> bool:
        self._rtcp.count(self._time_s(), len(packet) + RTCP_HEADERS_BYTES)
        return self._way.send_rtcp(packet)

    def _pace(self, packets: list[rtp.Unsent], spare: bool) -> bool:
        sized = [(packet, self._load_bytes("video", packet.size_bytes)) for packet in packets]
        if not self._pacer.put(sized, spare=spare):
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
        seconds = [history.due_s for history in self._histories.values()]
        for due_s in (self._copies.due_s, self._pacer.due_s, self.reports.due_s, *seconds):
            if due_s is not None:
                self._wake(due_s)

    def _forget(self, kind: str) -> None:
        self._histories[kind].forget()
        if kind == "audio":
            self._copies.forget()
        if kind == "video":
            self._pacer.forget()

    def _repeat(self, nack: rtcp.Nack, now_s: float) -> None:
        kind = next((kind for kind, stream in self.outgoing.items() if stream.ssrc == nack.media_ssrc), None)
        if kind is not None:
            self._send_again(kind, nack.sequences, now_s)

    def _send_again(self, kind: str, sequences: Sequence[int], now_s: float) -> None:
        history = self._histories[kind]
        round_trip_s = self.reports.round_trip_s if self.reports.knows_round_trip else 0.0
        repeats = []
        for sequence in sequences:
            packet = history.again(sequence, round_trip_s, now_s)
            if packet is None:
                continue
            size_bytes = self._load_bytes(kind, len(packet))
            second = history.is_second(sequence, round_trip_s, now_s)
            if not self._budget.spend(size_bytes, self.congestion.target_kbps, now_s, second=second):
                # Also where a second one is refused and a first would be afforded: on a thin link it is the
                # repeats that are in the way.
                break
            history.repeated(sequence, round_trip_s, now_s)
            repeats.append((packet, size_bytes))
            self._repeats.count(now_s, size_bytes)
        if kind == "audio":
            for packet, _ in repeats:
                self._send(kind, packet, "repeat", now_s)
            self._wake_in_time()
        else:
            for packet, size_bytes in reversed(repeats):
                self._pacer.put_first(packet, size_bytes)
            self._send_due(now_s)

    def _send_probe(self, probe: Probe) -> None:
        # Behind what waits: those are whole pictures, and padding may stand only between two.
        padding = self.outgoing["video"].padding(probe.packet_bytes - self._load_bytes("video", 0))
        train = [(padding, self._load_bytes("video", padding.size_bytes))] * probe.packets
        self._pacer.put_train(train, probe.kbps)

    # ------------------------------------------------------------ in

    def rtp_came(self, data: bytes, arrived_s: float) -> None:
        """A decrypted RTP packet."""
        self.traffic.packets_in += 1
        self.traffic.bytes_in += len(data) + HEADERS_BYTES
        if not self._allowance.spend(arrived_s):
            self._refuse(arrived_s)
            return
        features = self.features
        packet = rtp.parse(data, red_type=features.red_type, transport_id=features.transport_id)
        if packet is None:
            return
        kind = self._kinds.get(packet.payload_type)
        if kind is None:
            return
        if packet.transport_number is not None:
            idle = self.reports.due_s is None
            self.reports.packet_came(packet.transport_number, arrived_s)
            if idle and self.reports.due_s is not None:
                self._wake(self.reports.due_s)
            unseen = self._unseen_losses.before(packet.ssrc, packet.sequence, packet.transport_number)
            if unseen and kind == "audio":
                self._events.on_unseen_loss(unseen, arrived_s)
        copied_type = self._copied_types.get(packet.payload_type)
        if copied_type is None:
            self.incoming[kind].count(packet, arrived_s)
        else:
            original = rtp.original_of(packet, copied_type, red=copied_type == features.red_type)
            if original is None:
                return
            packet = original
        if kind == "audio":
            if self._heard.again(packet.ssrc, packet.sequence):
                return
            if not self._sound_allowance.spend(arrived_s):
                self._refuse(arrived_s)
                return
        self._events.on_rtp(kind, packet, data, arrived_s)

    def came_again(self) -> None:
        """An RTP packet came that had come before: refused by SRTP, so nothing is known of it."""
        self.reports.came_again()
        self._unseen_losses.came_again()

    def rtcp_came(self, data: bytes, now_s: float) -> None:
        """A decrypted compound RTCP packet."""
        if not self.reports.came(data, now_s):
            self._refuse(now_s)
        self._pacer.kbps = self.congestion.pace_kbps

    def _refuse(self, now_s: float) -> None:
        if self._refusals.begins(now_s):
            _log.warning("the far end sends too many packets; some are dropped (before: %d)", self.refused)
        self.refused += 1

    # ------------------------------------------------------------ figures

    @property
    def _sound_kbps(self) -> float:
        # Speech may begin at any moment: its room is kept also while silence goes out.
        headers_kbps = BLOCKS_PER_S * self._load_bytes("audio", rtp.HEADER.size) * 8 / 1000
        return max(self.voice_copies * (self._voice_kbps + headers_kbps), self._sound.kbps)

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
        self.reports.tell(now_s)
        self._copies.due(now_s)
        for kind, history in self._histories.items():
            if sequences := history.due(now_s):
                self._send_again(kind, sequences, now_s)
        if self._pacer:
            self._send_due(now_s)
        else:
            self._wake_in_time()

    def elapsed(self, now_s: float) -> None:
        """Time has passed; at least every 100 ms."""
        self._rtcp.elapsed(now_s)
        self.congestion.beside_kbps = self._rtcp.kbps
        self.congestion.elapsed(now_s)
        self._pacer.kbps = self.congestion.pace_kbps
        self._sound.elapsed(now_s)
        self._repeats.elapsed(now_s)
        if "video" in self.outgoing and self.reports.is_counted:
            probe = self.congestion.probe(now_s)
            if probe is not None:
                self._send_probe(probe)
                self._send_due(now_s)
        self.reports.elapsed(now_s)
