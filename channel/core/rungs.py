"""The ladder of fixed encodes of one camera, and which rung a channel stands on.

Responsible for: sizes, frame rates and rates of the rungs, and the choice by what a channel affords. Not for:
encoding (``picture_source``) and gates (``picture_outlet``).

An encoder's rate never changes: a rebuilt encoder costs everybody a key frame. Instead there are up to four
encodes, made only while some channel stands on them. Each has temporal layers (RFC 7741, 4.2, TID): upper
ones can be left out at once and without a key frame, so a channel that is short sheds layers first and
changes the size only when it stays short. The rates were measured: libvpx keeps each layer's within 2 % over
20 s; the worst second is 7 % above for all layers, and a quarter for the least alone.

H.264 has no layers here, as x264 cannot be told which pictures no other refers to: each rung is an encode of
its own, and a channel that is short changes to a lower one at once.
"""

from __future__ import annotations

from channel.core.picture_payload import PictureCodec
from channel.core.record import Record

NO_RUNG = 0
START_KBPS = 120
"""What a channel is taken to afford before anything is known of it."""
SHORT_MOST_S = 1.0
"""So long layers are shed before the size changes."""
CLIMB_AFTER_S = 0.5
CLIMB_AGAIN_S, CLIMB_MOST_S = 2.0, 8.0
"""After a descent; and to a rung that had to be left soon after the last climb, after several such."""
GOOD_CLIMB_S = 10.0
CLIMB_ROOM = 1.08
"""A rung is climbed to when so much more than it needs is there, since its rate is a mean. Not to the least:
it takes the place of nothing."""
SHORT_ROOM = 0.96
OVERDRAFT_LEAST, OVERDRAFT_S = 0.5, 2.0
"""The least rung has no layer to shed: it is kept so long, and come down to when so much of it is there."""

THIN_KBPS = 200
FPS_ROUNDED = 1.25
"""Who asks for 12 pictures a second means half of 25, or of 30."""

_SIDE_LEAST_PX = 80
_LOW_KBPS, _SMALL_PX = 80, 320
"""A ladder that reaches as low and to such a width needs no smaller size."""
_SHARES: tuple[tuple[float, tuple[float, ...]], ...] = (
    (1.0, (0.6, 1.0)),
    (0.75, (0.28, 0.46)),
    (0.5, (0.075, 0.17, 0.28)),
    (0.25, (0.03, 0.05, 0.08)),
)
"""Sizes and the rates of their layers, as shares of the full ones. Small pictures get more bits a pixel."""


class Encoding(Record, frozen=True):
    """One encode of the camera. ``layer_kbps``: its rate with one temporal layer, with two, …; the last is
    all of it. Each further layer doubles the frame rate."""

    width_px: int
    height_px: int
    fps: float
    layer_kbps: tuple[int, ...]
    codec: PictureCodec = PictureCodec.VP8

    @property
    def packet_bytes(self) -> int:
        """The most payload of a packet. What goes over thin links is cut smaller: a packet of 1,200 bytes
        holds up the sound behind it for 67 ms at 150 kbit/s."""
        return 1200 if self.layer_kbps[-1] > THIN_KBPS else 600


class Rung(Record, frozen=True):
    """What a channel gets: the lower ``layers`` of an encode."""

    encoding: Encoding
    layers: int

    @property
    def kbps(self) -> int:
        """Of payload."""
        return self.encoding.layer_kbps[self.layers - 1]

    @property
    def fps(self) -> float:
        """Each layer left out halves it."""
        return self.encoding.fps / float(1 << len(self.encoding.layer_kbps) - self.layers)


def ladder(width_px: int, height_px: int, fps: float, kbps: int) -> tuple[Rung, ...]:
    """The rungs of a camera from 1 (least) to full; rung n is at place n - 1.

    Of the smallest size each layer is a rung; of the others only the whole is one to stay on: half the
    pictures at a large size look worse than all of them smaller.
    """
    encodings: list[Encoding] = []
    for scale, shares in _SHARES:
        size = round(width_px * scale / 2) * 2, round(height_px * scale / 2) * 2
        if encodings and (min(size) < _SIDE_LEAST_PX or _is_small(encodings[-1])):
            break
        encodings.append(Encoding(*size, fps, tuple(max(1, round(kbps * share)) for share in shares)))
    smallest = encodings.pop()
    layers = len(smallest.layer_kbps)
    return tuple(
        [Rung(smallest, number) for number in range(1, layers + 1)]
        + [Rung(encoding, len(encoding.layer_kbps)) for encoding in reversed(encodings)]
    )


def _is_small(encoding: Encoding) -> bool:
    return encoding.layer_kbps[0] <= _LOW_KBPS and encoding.width_px <= _SMALL_PX


def coded(rungs: tuple[Rung, ...], codec: PictureCodec) -> tuple[Rung, ...]:
    """The rungs of ``ladder`` in this codec, number by number: of the same size, frame rate and rate."""
    if codec is PictureCodec.VP8:
        return rungs
    return tuple(
        Rung(Encoding(rung.encoding.width_px, rung.encoding.height_px, rung.fps, (rung.kbps,), codec), 1)
        for rung in rungs
    )


def within(rungs: tuple[Rung, ...], width_px: int, fps: float) -> int:
    """The highest rung that is neither wider nor (by more than a quarter) quicker, the least where none is;
    0: no limit."""
    fitting = sum(
        (not width_px or rung.encoding.width_px <= width_px) and (not fps or rung.fps <= fps * FPS_ROUNDED)
        for rung in rungs
    )
    return max(1, fitting)


class RungChoice:
    """Which rung one channel stands on: down at once, up after the room for it has held.

    Attributes: ``rung``, 0 for none; ``layers`` of its encode that are sent now; ``most_rung``, never to be
    exceeded; ``wants_kbps``, what would let it climb if it might, 0 when there is enough for every rung: what
    a channel affords is to be known before more is asked for.
    """

    def __init__(self, rungs: tuple[Rung, ...]) -> None:
        self._rungs = rungs
        self._afforded_kbps = float(START_KBPS)
        self.most_rung = len(rungs)
        self.rung = NO_RUNG
        self.layers = 0
        self.wants_kbps = 0.0
        self._short_since_s: float | None = None
        self._room_since_s: float | None = None
        self._climb_after_s = CLIMB_AFTER_S
        self._doubtful = NO_RUNG
        self._climbed_s = float("-inf")
        self._stand(self._fits(START_KBPS))

    def ask_for(self, most_rung: int) -> None:
        """Another most: obeyed at once, up too as far as was afforded last."""
        self.most_rung = most_rung
        rung = min(max(self._fits(self._afforded_kbps / CLIMB_ROOM), self.rung), most_rung)
        if rung != self.rung:
            self._stand(rung)

    def change(self, rungs: tuple[Rung, ...]) -> None:
        """The same ladder in another codec: it stands where it stood."""
        self._rungs = rungs
        self._restore()

    @property
    def standing(self) -> Rung | None:
        """The rung as it is sent now, layers shed."""
        if self.rung == NO_RUNG:
            return None
        return Rung(self._rungs[self.rung - 1].encoding, self.layers)

    @property
    def is_reduced(self) -> bool:
        """It stands lower than it may, or sheds layers."""
        if self.rung == NO_RUNG:
            return self.most_rung != NO_RUNG
        return self.rung < self.most_rung or self.layers < self._rungs[self.rung - 1].layers

    def afford(self, kbps: float, now_s: float) -> None:
        """The channel has room for so much payload of pictures now."""
        self._afforded_kbps = kbps
        could = max(self._carries(kbps / CLIMB_ROOM), min(self._carries(kbps), 1))
        self.wants_kbps = 0.0 if could == len(self._rungs) else self._rungs[could].kbps * CLIMB_ROOM
        if self.rung != NO_RUNG and kbps < self._rungs[self.rung - 1].kbps * SHORT_ROOM:
            self._shed(kbps, now_s)
        else:
            self._short_since_s = None
            self._restore()
            self._climb(min(could, self.most_rung), now_s)

    def _carries(self, kbps: float) -> int:
        return sum(rung.kbps <= kbps for rung in self._rungs)

    def _fits(self, kbps: float) -> int:
        return min(self._carries(kbps), self.most_rung)

    def _stand(self, rung: int) -> None:
        self.rung = rung
        self._short_since_s = self._room_since_s = None
        self._restore()

    def _restore(self) -> None:
        self.layers = self._rungs[self.rung - 1].layers if self.rung else 0

    def _shed(self, kbps: float, now_s: float) -> None:
        self._room_since_s = None
        if self._short_since_s is None:
            self._short_since_s = now_s
        rates = self._rungs[self.rung - 1].encoding.layer_kbps
        layers = sum(rate <= kbps for rate in rates)
        most_s = SHORT_MOST_S
        if self.rung == 1:
            layers, most_s = 1, OVERDRAFT_S
        if layers and now_s - self._short_since_s < most_s:
            self.layers = min(layers, self.layers)
            return
        if now_s - self._climbed_s < GOOD_CLIMB_S:
            self._doubtful = self.rung
            self._climb_after_s = min(self._climb_after_s * 2, CLIMB_MOST_S)
        else:
            self._doubtful = NO_RUNG
        self._climb_after_s = max(self._climb_after_s, CLIMB_AGAIN_S)
        may_overdraw = self.rung > 1 and kbps >= OVERDRAFT_LEAST * self._rungs[0].kbps
        self._stand(max(self._fits(kbps), 1 if may_overdraw else NO_RUNG))

    def _climb(self, fits: int, now_s: float) -> None:
        if fits <= self.rung:
            self._room_since_s = None
            return
        if self._room_since_s is None:
            self._room_since_s = now_s
        held_s = now_s - self._room_since_s
        if fits == self._doubtful > 1 and held_s < self._climb_after_s:
            fits -= 1  # up to there nothing speaks against it
        if fits > self.rung and held_s >= min(self._climb_after_s, CLIMB_AGAIN_S):
            self._climbed_s = now_s
            self._stand(fits)
