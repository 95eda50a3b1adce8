"""Received voice on its way to the speaker: packets in on the net thread, sound out on the speaker's thread.

Responsible for: decoding in order at the moment of playing, concealing what is missing, bending the sound so
that the wait can change without a click, asking again for what is lost, and figures. Not for:
what is played when (``channel.core.playout``), gains and mixing (the programs).
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from channel.core import red
from channel.core.block import BLOCK_S, BLOCK_SAMPLES, PULL_SAMPLES, SAMPLE_RATE_HZ
from channel.core.playout import Dry, Lost, Play, Playout
from channel.core.playout_delay import REPAIR_MOST_S, START_S, Way
from channel.core.repair import Missing
from channel.media import rtp
from channel.media.opus import (
    CONCEAL_STEP_SAMPLES,
    SILENCE_PACKET,
    SILENT_BLOCK,
    OpusDecoder,
    OpusError,
    has_redundancy,
    packet_samples,
)
from channel.media.time_stretch import FADE_SAMPLES, FIT_SAMPLES, lengthened, shortened

PACKET_MOST_BYTES = 1500
PARTS_MOST = 64
"""Opus packets may be as short as 2.5 ms, and a burst after a stall is decoded at once."""
SETTLED_SILENCES = 2
"""After so many silence packets in a row the decoder gives exact zeros, and need not be asked."""
QUIET_MOST = 100
"""No sample is larger (−50 dBFS): where something is left out of this, nobody notices."""
LOUD_SAMPLES = BLOCK_SAMPLES
"""What is made up keeps its loudness for so long, and has faded out at ``FADED_SAMPLES``."""
FADED_SAMPLES = 5 * BLOCK_SAMPLES
PAST_PULLS = 4


@dataclass(frozen=True)
class VoiceFigures:
    """Counts of blocks of voice since the channel began; digital silence, which a shut gate sends, is none.

    ``played``: from received or repaired sound, of which ``repaired_…`` came out of a later packet, out of
    the codec's own redundancy, or because asked for; ``concealed``: made up.

    ``stretched_ms``: by how much the sound was made longer or shorter, all in all; ``target_ms``: how long
    sound waits here at present, the length of a block included.
    """

    played: int = 0
    repaired_red: int = 0
    repaired_fec: int = 0
    repaired_nack: int = 0
    concealed: int = 0
    target_ms: int = 0
    stretched_ms: int = 0

    @property
    def seconds(self) -> float:
        """How much sound there was, made up or not."""
        return (self.played + self.concealed) * BLOCK_S

    @property
    def concealed_share(self) -> float:
        """0 to 1."""
        return self.concealed / max(1, self.played + self.concealed)


class VoicePlayout:
    """``put``, ``missing`` and ``reset`` on the net thread, ``pull`` on the speaker's; neither ever waits for
    the other long. ``clock``: monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._playout = Playout()
        self._stream = 0
        self._ssrc: int | None = None
        self._missing = Missing(most_age_s=REPAIR_MOST_S)
        self._newest: tuple[int, int] | None = None
        """Sequence number and timestamp of the newest packet."""
        # From here on the speaker's thread alone.
        self._decoder: OpusDecoder | None = None
        self._decoding = -1
        self._rest = SILENT_BLOCK[:0]
        self._past = _silent_past()
        self._silences = SETTLED_SILENCES
        self._made_up_samples = 0
        self._ways = dict.fromkeys(Way, 0)
        self._concealed_samples = 0
        self._stretched_samples = 0

    # ------------------------------------------------------------ the net thread

    def put(self, packet: rtp.Packet, arrived_s: float) -> None:
        """A voice packet came; ``packet.red``: in the form of RFC 2198."""
        if len(packet.payload) > PACKET_MOST_BYTES:
            return
        blocks = red.read(packet.payload) if packet.red else [red.RedBlock(0, packet.payload)]
        with self._lock:
            if packet.ssrc != self._ssrc:
                self._begin_stream()
                self._ssrc = packet.ssrc
            asked = self._missing.came(packet.sequence, arrived_s)
            if self._newest is None or 0 < (packet.sequence - self._newest[0]) & 0xFFFF < 0x8000:
                self._newest = packet.sequence, packet.timestamp
            for block in blocks:
                timestamp = (packet.timestamp - block.offset) & 0xFFFFFFFF
                own = Way.ASKED if asked else Way.ITSELF
                self._put(block.payload, timestamp, Way.REDUNDANCY if block.offset else own, arrived_s)

    def _put(self, payload: bytes, timestamp: int, way: Way, arrived_s: float) -> None:
        samples = packet_samples(payload)
        if not samples:
            return
        before = (timestamp - samples) & 0xFFFFFFFF
        if self._playout.needs(before) and has_redundancy(payload):
            self._playout.put(before, Play(payload, samples, Way.CODEC), arrived_s)
        self._playout.put(timestamp, Play(payload, samples, way), arrived_s)

    def missing(self, now_s: float, round_trip_s: float, *, is_repeated: bool = True) -> list[int]:
        """RTP sequence numbers worth asking for again now; call it after every packet, and when
        ``missing_due_s`` has come. ``is_repeated``: whether the far end would send them again."""
        with self._lock:
            return self._missing.due(
                now_s, round_trip_s, lambda one: is_repeated and self._is_worth_asking(one, round_trip_s)
            )

    @property
    def missing_due_s(self) -> float:
        """When ``missing`` has something to do next; infinity when nothing is missing."""
        return self._missing.next_due_s

    def _is_worth_asking(self, sequence: int, round_trip_s: float) -> bool:
        """Whether no redundancy has brought the block already, and no wait is too short for it to come."""
        if self._newest is None:
            return False
        newest, timestamp = self._newest
        behind = (newest - sequence) & 0xFFFF
        age_s = behind * BLOCK_S
        return (
            self._playout.needs((timestamp - behind * BLOCK_SAMPLES) & 0xFFFFFFFF)
            and age_s + round_trip_s <= REPAIR_MOST_S
        )

    def reset(self) -> None:
        """Another peer carries the channel: what is held belongs to the past."""
        with self._lock:
            self._begin_stream()

    def _begin_stream(self) -> None:
        self._playout = Playout(max(self._playout.wait_s, START_S))
        self._missing.reset()
        self._newest = None
        self._ssrc = None
        self._stream += 1

    @property
    def figures(self) -> VoiceFigures:
        """As they stand. Any thread."""
        with self._lock:
            wait_s = self._playout.wait_s
        return VoiceFigures(
            played=sum(self._ways.values()),
            repaired_red=self._ways[Way.REDUNDANCY],
            repaired_fec=self._ways[Way.CODEC],
            repaired_nack=self._ways[Way.ASKED],
            concealed=-(-self._concealed_samples // BLOCK_SAMPLES),
            target_ms=round(1000 * (wait_s + BLOCK_S)),
            stretched_ms=round(1000 * self._stretched_samples / SAMPLE_RATE_HZ),
        )

    # ------------------------------------------------------------ the speaker's thread

    def pull(self) -> NDArray[np.int16]:
        """The next 10 ms, (480,) int16 mono; digital silence where nothing came. Speaker's thread.

        It is not to be written to.
        """
        with self._lock:
            self._playout.pull(self._clock())
            stream = self._stream
        self._decode(stream)
        made_up = self._made_up_samples
        sound = self._at_least(self._rest, PULL_SAMPLES)
        if not made_up and not self._made_up_samples:
            sound = self._bent(sound)
        pulled, self._rest = sound[:PULL_SAMPLES], sound[PULL_SAMPLES:]
        self._past.append(pulled)
        return pulled

    def _decode(self, stream: int) -> None:
        """What is left of another stream, the rest of a block included, belongs to the past."""
        if stream == self._decoding:
            return
        self._decoding = stream
        self._decoder = None
        self._rest = SILENT_BLOCK[:0]
        self._past = _silent_past()
        self._silences = SETTLED_SILENCES

    def _at_least(self, sound: NDArray[np.int16], samples: int) -> NDArray[np.int16]:
        """``sound`` and what comes next, until there is so much."""
        parts, count = [sound] if len(sound) else [], len(sound)
        for _ in range(PARTS_MOST):
            if count >= samples:
                break
            parts.append(self._next())
            count += len(parts[-1])
        if count < samples:
            parts.append(np.zeros(samples - count, np.int16))
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _bent(self, sound: NDArray[np.int16]) -> NDArray[np.int16]:
        """Shorter or longer by what the wait should change."""
        with self._lock:
            spare = self._playout.spare(len(sound) - PULL_SAMPLES, lambda: _is_quiet(sound))
        before = len(sound)
        if spare < 0:
            past = np.concatenate(self._past)
            sound = lengthened(past, sound, (-spare - 1) % BLOCK_SAMPLES + 1)
            self._stretched_samples += len(sound) - before
        elif spare > FIT_SAMPLES or (spare and _is_quiet(sound)):
            while len(sound) < PULL_SAMPLES + spare and self._playout.is_ready:
                sound = self._at_least(sound, len(sound) + 1)
            before = len(sound)
            sound = shortened(sound, min(spare, len(sound) - PULL_SAMPLES))
            self._stretched_samples += before - len(sound)
        return sound

    def _next(self) -> NDArray[np.int16]:
        with self._lock:
            taken, stream = self._playout.take(), self._stream
        self._decode(stream)
        if self._decoder is None:
            self._decoder = OpusDecoder()
        match taken:
            case Play():
                if taken.payload != SILENCE_PACKET:
                    self._ways[taken.way] += 1
                return self._risen(self._decoded(self._decoder, taken))
            case Lost(samples):
                return self._made_up(self._decoder, samples)
            case Dry(begun):
                return self._made_up(self._decoder, PULL_SAMPLES) if begun else self._nothing()

    def _decoded(self, decoder: OpusDecoder, block: Play) -> NDArray[np.int16]:
        if block.payload != SILENCE_PACKET:
            self._silences = 0
        elif self._silences >= SETTLED_SILENCES:
            return SILENT_BLOCK
        else:
            self._silences += 1
        try:
            if block.way is Way.CODEC:
                return decoder.decode_lost(block.payload, block.samples)
            return decoder.decode(block.payload)
        except OpusError:
            # The far end sent what is not Opus; a fresh decoder, as nothing is known of this one's state.
            self._decoder = None
            return SILENT_BLOCK

    def _made_up(self, decoder: OpusDecoder, samples: int) -> NDArray[np.int16]:
        """What goes on as before and fades out."""
        first = self._made_up_samples
        self._made_up_samples += samples
        if self._silences >= SETTLED_SILENCES:
            return SILENT_BLOCK[:samples]
        self._concealed_samples += samples
        if first >= FADED_SAMPLES:
            return SILENT_BLOCK[:samples]
        asked = -(-samples // CONCEAL_STEP_SAMPLES) * CONCEAL_STEP_SAMPLES
        sound = decoder.conceal(asked)[:samples]
        if self._made_up_samples <= LOUD_SAMPLES:
            return sound
        return np.asarray(sound * _loudness(first + np.arange(len(sound))), np.int16)

    def _nothing(self) -> NDArray[np.int16]:
        self._made_up_samples = FADED_SAMPLES
        return SILENT_BLOCK[:PULL_SAMPLES]

    def _risen(self, sound: NDArray[np.int16]) -> NDArray[np.int16]:
        """The first real sound after some that had faded comes up within 5 ms."""
        faded, self._made_up_samples = self._made_up_samples, 0
        if faded <= LOUD_SAMPLES or sound is SILENT_BLOCK:
            return sound
        length = min(FADE_SAMPLES, len(sound))
        begins = float(_loudness(np.array([faded]))[0])
        rising = np.linspace(begins, 1.0, length)
        return np.concatenate(((sound[:length] * rising).astype(np.int16), sound[length:]))


def _silent_past() -> deque[NDArray[np.int16]]:
    """What was played last, pull by pull."""
    return deque([SILENT_BLOCK[:PULL_SAMPLES]] * PAST_PULLS, PAST_PULLS)


def _is_quiet(sound: NDArray[np.int16]) -> bool:
    return int(sound.min()) >= -QUIET_MOST and int(sound.max()) <= QUIET_MOST


def _loudness(made_up: NDArray[np.int_]) -> NDArray[np.float64]:
    """Of the sample made up as the n-th since the last real one, 1.0 to 0.0."""
    share = (made_up - LOUD_SAMPLES) / (FADED_SAMPLES - LOUD_SAMPLES)
    return np.asarray(np.clip(1.0 - share, 0.0, 1.0))
