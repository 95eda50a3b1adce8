"""A picture stream over a bad link in virtual time: sender, link both ways, reception, screen.

Responsible for: a sender that sends again what it is asked for (within its history, not twice within a round
trip, within its budget) and makes a key frame when asked, and what a screen at the far end would show. Not
for: the link's behaviour (``tests.benchmarks.relay.Link``). Nothing here sleeps or reads a clock.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from channel.core.block import BLOCK_S
from channel.core.picture_assembly import Arrival, NeedKeyframe
from channel.core.picture_payload import Layer
from channel.core.picture_reception import AskAgain, PictureReception, Show
from channel.core.picture_watch import AskKeyframe, PictureWatch
from channel.core.retransmission import Budget, History
from channel.core.unseen_losses import UnseenLosses
from channel.core.vp8 import describe
from channel.media.voice_copies import COPY_AFTER_S
from tests.benchmarks.relay import Impairment, Link

FPS = 25
PACKET_BYTES = 1100
NACK_BYTES = 60
PICTURE_SSRC, VOICE_SSRC = 1, 2
VOICE_BYTES = 140
VOICE_AFTER_S = 0.007
"""The clocks of camera and microphone have nothing in common; this is between two pictures."""
KEYFRAME_SPACING_S = 0.3
KEYFRAME_PACKETS = 14
KEY_HEADER = b"\x10\x02\x00\x9d\x01\x2a" + (640).to_bytes(2, "little") + (360).to_bytes(2, "little")
LOOK_EVERY_S = 0.1
FROZEN_S = 0.15 + 1 / FPS


@dataclass
class Shown:
    """What the far end's screen showed and what it took; ``sent`` and ``lost`` are packets of pictures."""

    latencies_s: list[float] = field(default_factory=list)
    times_s: list[float] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    lost: int = 0
    sent: int = 0
    sent_again: int = 0
    asked: int = 0
    keyframes_asked: int = 0

    def percentile_s(self, share: float) -> float:
        return sorted(self.latencies_s)[int(share * (len(self.latencies_s) - 1))]

    def frozen_share(self, duration_s: float) -> float:
        gaps = [after - before for before, after in itertools.pairwise([0.0, *self.times_s, duration_s])]
        return sum(gap for gap in gaps if gap > FROZEN_S) / duration_s


@dataclass(order=True)
class _Due:
    at_s: float
    order: int
    call: Callable[[], None] = field(compare=False)


class Simulation:
    """``packets``: of one picture, at least one; ``layers``: 1 or 2. ``repairs`` off: the sender never sends
    anything again. ``timer_s``: how exact the receiver's timer is. ``budget_kbps``: the rate of which a share
    may be repeats. ``spacing_s``: from packet to packet in the sender's pacer. ``voice_packets``: of sound
    beside the pictures, for each block."""

    def __init__(
        self,
        impairment: Impairment,
        *,
        seed: int = 1,
        packets: tuple[int, ...] = (2, 3, 4),
        layers: int = 1,
        spacing_s: float = 0.004,
        repairs: bool = True,
        timer_s: float = 0.001,
        budget_kbps: float = 1100.0,
        fps: float = FPS,
        packet_bytes: int = PACKET_BYTES,
        keyframe_packets: int = KEYFRAME_PACKETS,
        voice_packets: int = 0,
    ) -> None:
        self.shown = Shown()
        self.reception = PictureReception()
        self._there = Link(impairment, seed)
        self._back = Link(impairment, seed + 1000)
        self._random = random.Random(seed)
        self._packets = packets
        self._layers = layers
        self._spacing_s = spacing_s
        self._repairs = repairs
        self._timer_s = timer_s
        self._budget_kbps = budget_kbps
        self._fps = fps
        self._packet_bytes = packet_bytes
        self._keyframe_packets = keyframe_packets
        self._voice_packets = voice_packets
        self._unseen_losses = UnseenLosses()
        self._round_trip_s = 2 * impairment.delay_ms / 1000
        self._queue: list[_Due] = []
        self._order = itertools.count()
        self._now_s = 0.0
        self._watch = PictureWatch()
        self._last_shown_s = 0.0
        # The sender's.
        self._sequence = 65_000
        self._picture = 0
        self._base_index = 0
        self._needs_keyframe = True
        self._keyframe_s = -1.0
        self._packets_sent: dict[int, Arrival] = {}
        self._history = History()
        self._budget = Budget()
        self._captured_s: dict[int, float] = {}
        self._free_s = 0.0
        self._number = 0
        self._voice_sequence = 0

    def run(self, duration_s: float) -> Shown:
        for index in range(int(duration_s * self._fps)):
            self._at(index / self._fps, self._picture_taken)
        for index in range(self._voice_packets * int(duration_s / BLOCK_S)):
            block, copy = divmod(index, self._voice_packets)
            self._at(block * BLOCK_S + VOICE_AFTER_S + copy * COPY_AFTER_S, self._send_voice)
        for index in range(int(duration_s / LOOK_EVERY_S)):
            self._at(index * LOOK_EVERY_S, self._look)
        while self._queue and self._queue[0].at_s < duration_s:
            due = heapq.heappop(self._queue)
            self._now_s = due.at_s
            due.call()
        self.shown.asked = self.reception.missing.asked
        return self.shown

    def _at(self, at_s: float, call: Callable[[], None]) -> None:
        heapq.heappush(self._queue, _Due(at_s, next(self._order), call))

    # ------------------------------------------------------------ sender

    def _picture_taken(self) -> None:
        keyframe = self._needs_keyframe and self._now_s - self._keyframe_s >= KEYFRAME_SPACING_S
        if keyframe:
            self._needs_keyframe = False
            self._keyframe_s = self._now_s
        number = self._picture
        self._picture += 1
        self._captured_s[number] = self._now_s
        upper = self._layers > 1 and number % 2 == 1 and not keyframe
        if not upper:
            self._base_index = (self._base_index + 1) & 0xFF
        layer = Layer(self._base_index, int(upper), upper) if self._layers > 1 else None
        count = self._keyframe_packets if keyframe else self._random.choice(self._packets)
        timestamp = int(self._now_s * 90_000)
        for part in range(count):
            start = (KEY_HEADER if keyframe else b"\x11\x00\x00") + number.to_bytes(4, "big")
            body = start if part == 0 else b""
            payload = describe(number & 0x7FFF, starts=part == 0, layer=layer) + body
            payload += bytes(self._packet_bytes)
            packet = Arrival(self._sequence, timestamp, part == count - 1, payload, 0.0)
            self._sequence = (self._sequence + 1) & 0xFFFF
            self._free_s = max(self._now_s, self._free_s + self._spacing_s)
            self._at(self._free_s, lambda packet=packet: self._send(packet))  # type: ignore[misc]

    def _send(self, packet: Arrival) -> None:
        self.shown.sent += 1
        self._packets_sent[packet.sequence] = packet
        self._history.sent(packet.sequence, packet.payload, self._now_s)
        self._carry(packet)

    def _carry(self, packet: Arrival) -> None:
        number, self._number = self._number, self._number + 1
        arrival_s = self._there.handle(len(packet.payload), self._now_s)
        if arrival_s is None:
            self.shown.lost += 1
        else:
            self._at(arrival_s, lambda: self._arrived(packet, number))

    def _send_voice(self) -> None:
        number, self._number = self._number, self._number + 1
        sequence, self._voice_sequence = self._voice_sequence, self._voice_sequence + 1
        arrival_s = self._there.handle(VOICE_BYTES, self._now_s)
        if arrival_s is not None:
            self._at(arrival_s, lambda: self._voice_arrived(sequence, number))

    def _asked(self, sequences: list[int]) -> None:
        for sequence in sequences:
            if not self._repairs:
                continue
            payload = self._history.again(sequence, self._round_trip_s, self._now_s)
            if payload is None:
                continue
            second = self._history.is_second(sequence, self._round_trip_s, self._now_s)
            if self._budget.spend(len(payload), self._budget_kbps, self._now_s, second=second):
                self._history.repeated(sequence, self._round_trip_s, self._now_s)
                self.shown.sent_again += 1
                self._carry(self._packets_sent[sequence])
        if (due_s := self._history.due_s) is not None:
            self._at(due_s, lambda: self._asked(self._history.due(self._now_s)))

    def _keyframe_asked(self) -> None:
        self._needs_keyframe = True

    # ------------------------------------------------------------ receiver

    def _voice_arrived(self, sequence: int, number: int) -> None:
        unseen = self._unseen_losses.before(VOICE_SSRC, sequence & 0xFFFF, number & 0xFFFF)
        if unseen:
            self._perform(self.reception.lost_unseen(unseen, self._now_s, self._round_trip_s))

    def _arrived(self, packet: Arrival, number: int) -> None:
        self._unseen_losses.before(PICTURE_SSRC, packet.sequence, number & 0xFFFF)
        came = Arrival(packet.sequence, packet.timestamp, packet.marker, packet.payload, self._now_s)
        self._perform(self.reception.packet_came(came, self._round_trip_s))

    def _elapsed(self) -> None:
        if self.reception.next_due_s <= self._now_s:
            self._perform(self.reception.elapsed(self._now_s, self._round_trip_s))

    def _perform(self, commands: list[AskAgain | Show | NeedKeyframe]) -> None:
        for command in commands:
            match command:
                case AskAgain(sequences):
                    self._answer(lambda sequences=sequences: self._asked(sequences))  # type: ignore[misc]
                case Show(picture):
                    number = int.from_bytes(
                        picture.data[10:14] if picture.keyframe else picture.data[3:7], "big"
                    )
                    self.shown.numbers.append(number)
                    self.shown.times_s.append(self._now_s)
                    self.shown.latencies_s.append(self._now_s - self._captured_s[number])
                    self._last_shown_s = self._now_s
                case NeedKeyframe():
                    self._look()
        due_s = self.reception.next_due_s
        if due_s < float("inf"):
            self._at(max(due_s, self._now_s + self._timer_s), self._elapsed)

    def _look(self) -> None:
        broken = self.reception.waiting
        for command in self._watch.look(
            due=True, broken=broken, last_picture_s=self._last_shown_s, now_s=self._now_s
        ):
            if command == AskKeyframe():
                self.shown.keyframes_asked += 1
                self._answer(self._keyframe_asked)

    def _answer(self, call: Callable[[], None]) -> None:
        arrival_s = self._back.handle(NACK_BYTES, self._now_s)
        if arrival_s is not None:
            self._at(arrival_s, call)
