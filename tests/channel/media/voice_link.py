"""A voice over a bad link in virtual time: encoder, redundancy, packets lost and late, playout, loudspeaker.

Responsible for: running it, the same each time, and reading which blocks were heard when. Not for: judging.
The clock is the simulation's own: how busy the machine is changes nothing.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from statistics import median

import numpy as np
from numpy.typing import NDArray

from channel.core import red
from channel.media.opus import OpusEncoder
from channel.media.rtp import Packet
from channel.media.voice_playout import VoiceFigures, VoicePlayout
from tests.benchmarks import block_code

BLOCK_S = 0.02
BLOCK_SAMPLES = 960
PULL_S = 0.01
PULL_SAMPLES = 480
OPUS_TYPE = 96
RED_TYPE = 63
FIRST_SEQUENCE = 65_500
FIRST_TIMESTAMP = 2**32 - 48_000
SETTLED_S = 4.0
_LEAD_S = block_code.LEAD_SAMPLES / block_code.RATE_HZ


def voice_packet(number: int, payload: bytes, *, is_red: bool = False) -> Packet:
    """The packet of this number, with a sequence number and a timestamp that soon wrap."""
    sequence = (FIRST_SEQUENCE + number) & 0xFFFF
    timestamp = (FIRST_TIMESTAMP + BLOCK_SAMPLES * number) & 0xFFFFFFFF
    return Packet(RED_TYPE if is_red else OPUS_TYPE, False, sequence, timestamp, 7, payload, is_red)


@dataclass
class VoiceLink:
    """One direction. ``loss`` and ``burst`` as for ``tests.benchmarks``; ``depth``: earlier blocks in each
    packet; ``asks``: whether what is missing is asked for again; ``faster_ppm``: the sender's clock;
    ``phase_s``: from a block's making to one of the loudspeaker's pulls; ``stall_s``: nothing arrives between
    these times, and all of it afterwards; ``microphone``: the block of a number."""

    seconds: float = 14.0
    loss: float = 0.0
    burst: int = 1
    delay_s: float = 0.02
    jitter_s: float = 0.0
    depth: int = 0
    codec_percent: int = 0
    asks: bool = False
    faster_ppm: float = 0.0
    phase_s: float = 0.006
    stall_s: tuple[float, float] = (0.0, 0.0)
    seed: int = 1
    microphone: Callable[[int], NDArray[np.int16]] = block_code.piece

    def __post_init__(self) -> None:
        self.playout = VoicePlayout(lambda: self._now_s)
        self.pulls: list[tuple[float, NDArray[np.int16]]] = []
        self.spoken_s: list[float] = []
        self._now_s = 0.0
        self._chance = random.Random(self.seed)
        self._order = count()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._encoder = OpusEncoder(32)
        self._encoder.protect(self.codec_percent)
        self._encoded: list[bytes] = []
        self._sent: dict[int, Packet] = {}
        self._losing = 0

    @property
    def figures(self) -> VoiceFigures:
        return self.playout.figures

    @property
    def sound(self) -> NDArray[np.int16]:
        """All that was heard."""
        return np.concatenate([block for _, block in self.pulls])

    def run(self) -> VoiceLink:
        block_s = BLOCK_S / (1 + self.faster_ppm * 1e-6)
        for number in range(int(self.seconds / block_s)):
            self.at(number * block_s, self._speak)
        for number in range(int(self.seconds / PULL_S)):
            self.at(self.phase_s + number * PULL_S, self._pull)
        while self._events:
            self._now_s, _, happen = heapq.heappop(self._events)
            happen()
        return self

    def at(self, at_s: float, happen: Callable[[], None]) -> None:
        """Call this then."""
        heapq.heappush(self._events, (at_s, next(self._order), happen))

    def _pull(self) -> None:
        self.pulls.append((self._now_s, self.playout.pull()))

    def _speak(self) -> None:
        number = len(self._encoded)
        self.spoken_s.append(self._now_s)
        self._encoded.append(self._encoder.encode(self.microphone(number)))
        earlier = [
            red.RedBlock(BLOCK_SAMPLES * back, self._encoded[number - back])
            for back in range(min(self.depth, number), 0, -1)
        ]
        payload = red.write(OPUS_TYPE, self._encoded[number], earlier) if earlier else self._encoded[number]
        packet = voice_packet(number, payload, is_red=bool(earlier))
        self._sent[packet.sequence] = packet
        if self._losing:
            self._losing -= 1
        elif self._chance.random() < self.loss / self.burst:
            self._losing = self.burst - 1
        else:
            self._send(packet)

    def _send(self, packet: Packet) -> None:
        arrives_s = self._now_s + self.delay_s + self._chance.uniform(-self.jitter_s, self.jitter_s)
        if self.stall_s[0] <= arrives_s < self.stall_s[1]:
            arrives_s = self.stall_s[1]
        self.at(arrives_s, lambda: self._arrive(packet))

    def _arrive(self, packet: Packet) -> None:
        self.playout.put(packet, self._now_s)
        if self.asks:
            self._ask()

    def _ask(self) -> None:
        for sequence in self.playout.missing(self._now_s, 2 * self.delay_s):
            if self._chance.random() >= self.loss:
                again = self._sent[sequence]
                self.at(self._now_s + self.delay_s, lambda again=again: self._send(again))  # type: ignore[misc]
        due_s = self.playout.missing_due_s
        if due_s <= self.seconds:
            self.at(max(due_s, self._now_s + 0.001), self._ask)

    # ------------------------------------------------------------ what was heard

    def heard(self, from_s: float = 0.0) -> dict[int, float]:
        """Of the numbered blocks of ``block_code`` that were heard from then on: the delay in s from
        hand-over to hand-over, the codec's 6.5 ms included."""
        pulls = [pull for pull in self.pulls if pull[0] >= from_s]
        delays: dict[int, float] = {}
        for found in block_code.read(np.concatenate([block for _, block in pulls])):
            pull, offset = divmod(found.sample, PULL_SAMPLES)
            at_s = pulls[pull][0] + offset / block_code.RATE_HZ - _LEAD_S
            newest = int(np.searchsorted(self.spoken_s, at_s, "right")) - 1
            number = newest - (newest - found.number) % block_code.NUMBERS
            if number >= 0:
                delays.setdefault(number, at_s - self.spoken_s[number])
        return delays

    def judged(self, from_s: float = SETTLED_S) -> Judged:
        """Of what was spoken from then on: before, the wait is learned."""
        delays = self.heard(from_s)
        asked = range(int(from_s / BLOCK_S), len(self.spoken_s) - 25)
        longest = missing = 0
        for number in asked:
            missing = 0 if number in delays else missing + 1
            longest = max(longest, missing)
        there = [delays[number] for number in asked if number in delays]
        return Judged(len(there) / len(asked), 1000 * median(there), longest)


@dataclass(frozen=True)
class Judged:
    """``longest_gap``: blocks missing in a row."""

    played_share: float
    delay_ms: float
    longest_gap: int


def vowel(number: int) -> NDArray[np.int16]:
    """(960,) int16: of a vowel whose pitch and loudness move."""
    at_s = (np.arange(BLOCK_SAMPLES) + BLOCK_SAMPLES * number) / block_code.RATE_HZ
    turns = 120 * at_s + 25 / (2 * np.pi * 0.7) * (1 - np.cos(2 * np.pi * 0.7 * at_s))
    wave = sum(np.sin(2 * np.pi * partial * turns) / partial for partial in range(1, 20))
    return np.asarray(2500 * wave * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * at_s)), np.int16)


def loudest(sound: NDArray[np.int16]) -> int:
    """Of 32768."""
    return int(np.abs(sound.astype(np.int32)).max())


def roughest(sound: NDArray[np.int16]) -> float:
    """The largest second difference: a click has a large one, a voice does not."""
    return float(np.abs(np.diff(sound.astype(np.float64), 2)).max())
