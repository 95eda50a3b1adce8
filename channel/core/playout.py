"""Which received block of sound is played next, and whether the wait before it should become another.

Responsible for: order, deciding that a block is lost, the wait (``playout_delay``), and how many samples too
many or too few are under way. Not for: decoding, concealing, or making sound longer or shorter.

One end puts blocks as they become available, the other pulls 10 ms at a time. A block is named by its RTP
timestamp (48 kHz), so that blocks of any length, and pauses of a sender that keeps silent, have their place.

Blocks come in wholes and pulls take wholes: what decides is whether a block is here at the pull that first
needs a sample of it. How long before that it can be expected is its slack. With 10 ms of slack to spare the
sound could be played 10 ms earlier; with less than none it has to be played 10 ms later.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

from channel.core.block import BLOCK_SAMPLES, PULL_S, PULL_SAMPLES, SAMPLE_RATE_HZ
from channel.core.playout_delay import START_S, PlayoutDelay, Way
from channel.core.record import Record
from channel.core.wrapping import nearest

HELD_MOST_BLOCKS = 60
KNOWN_BLOCKS = 256
"""So many blocks back it is known which have come already."""
JUMP_SAMPLES = 10 * SAMPLE_RATE_HZ
"""A timestamp this far off is a new stream, not a late packet."""
DRY_MOST_PULLS = 16
"""After so long without anything to play the wait begins anew."""
GAP_MOST_SAMPLES = DRY_MOST_PULLS * PULL_SAMPLES
"""No more than this is lost before what is here already: the sender, or the loudspeaker, was elsewhere."""
GROW_S = 0.002
"""So much slack may be missing before the wait grows."""
SHRINK_S = 0.003
"""So much more than a pull must be to spare before the wait shrinks."""
PATIENCE_S = 2.0
"""So long it must have been to spare, except where nobody would hear the difference."""
SPLICE_EVERY_S = 0.1
"""Then it is left out pull by pull, so far apart: much at once would be a gap in what is said."""
HASTE_PULLS = 6
"""So many pulls to spare are too many for any patience."""
SPARE_MOST_PULLS = 50
"""So much is left out at once at most: it is decoded first, and the loudspeaker waits for it."""
PULLS = 50
"""Half a second: the earliest of these pulls tells when the next are to be expected at the earliest."""
STALL_S = 0.1
"""A loudspeaker that pulls so much too late has stood still: the pulls that it left out do not come later."""


class Play(Record, frozen=True):
    """Decode and play this. ``payload``: by ``Way.CODEC`` that of the block after it."""

    payload: bytes
    samples: int
    way: Way


class Lost(Record, frozen=True):
    """So many samples are missing, what comes after them is here."""

    samples: int


class Dry(Record, frozen=True):
    """Nothing is here to be played at this pull. ``begun``: something was played before it."""

    begun: bool


class Playout:
    """Not thread-safe."""

    def __init__(self, start_s: float = START_S) -> None:
        self._delay = PlayoutDelay(start_s)
        self._held: dict[int, Play] = {}
        self._known: dict[int, None] = {}
        self._newest: int | None = None
        self._next: int | None = None
        self._pulls = 0
        self._offsets_s: deque[float] = deque(maxlen=PULLS)
        self._due_s = 0.0
        self._owed_samples = 0
        self._dry_pulls = 0
        self._spare_since_s: float | None = None

    def __len__(self) -> int:
        return len(self._held)

    @property
    def wait_s(self) -> float:
        """How long the fastest blocks are to wait at present."""
        return self._delay.above_fastest_s

    @property
    def is_ready(self) -> bool:
        """Whether the next block in turn is here."""
        return self._next in self._held

    def needs(self, timestamp: int) -> bool:
        """Whether the block of this RTP timestamp is missing and its turn has not come yet."""
        extended = self._extended(timestamp)
        return extended not in self._known and (self._next is None or extended >= self._next)

    # ------------------------------------------------------------ what comes

    def put(self, timestamp: int, block: Play, arrived_s: float) -> None:
        """A block became available. A late or surplus one is dropped, one that is known already ignored
        unless it is better."""
        extended = self._extended(timestamp)
        if self._newest is None or abs(extended - self._newest) > JUMP_SAMPLES:
            self._begin_stream(extended)
        if extended in self._known:
            if extended in self._held and self._held[extended].way is Way.CODEC:
                self._held[extended] = block
            return
        self._known[extended] = None
        if len(self._known) > KNOWN_BLOCKS:
            del self._known[next(iter(self._known))]
        self._newest = max(self._newest or extended, extended)
        self._delay.came(arrived_s - extended / SAMPLE_RATE_HZ, block.way)
        if self._next is not None and extended < self._next:
            return
        self._held[extended] = block
        if len(self._held) > HELD_MOST_BLOCKS:
            # No loudspeaker pulls: where it was is of no use to whatever pulls next.
            del self._held[min(self._held)]
            self._begin_wait()

    def _extended(self, timestamp: int) -> int:
        return timestamp if self._newest is None else nearest(timestamp, self._newest, 32)

    def _begin_stream(self, first: int) -> None:
        self._delay = PlayoutDelay(self._delay.above_fastest_s)
        self._held.clear()
        self._known.clear()
        self._newest = first
        self._begin_wait()

    def _begin_wait(self) -> None:
        self._next = None
        self._owed_samples = self._dry_pulls = 0
        self._spare_since_s = None

    # ------------------------------------------------------------ what is played

    def pull(self, now_s: float) -> None:
        """The loudspeaker asks for 10 ms: ``take`` until there are enough of them."""
        self._pulls += 1
        offset_s = now_s - self._pulls * PULL_S
        self._offsets_s.append(offset_s)
        # What is early once may be early again: the earliest pulls are what blocks must be here for.
        earliest_s = min(self._offsets_s)
        if offset_s - earliest_s > STALL_S:
            self._offsets_s.clear()
            self._offsets_s.append(offset_s)
            earliest_s = offset_s
        self._due_s = earliest_s + self._pulls * PULL_S

    def take(self) -> Play | Lost | Dry:
        """What comes next."""
        if self._next is None and not self._begin():
            return Dry(begun=False)
        assert self._next is not None
        block = self._held.pop(self._next, None)
        if block is not None:
            self._next += block.samples
            self._owed_samples = self._dry_pulls = 0
            return block
        following = min((held for held in self._held if held > self._next), default=None)
        if following is None:
            return self._run_dry()
        # What was made up while nothing was here stands for what turns out to be lost.
        stood_for = min(following - self._next, self._owed_samples)
        self._next += stood_for
        self._owed_samples = self._dry_pulls = 0
        if self._next == following:
            return self.take()
        if following - self._next > GAP_MOST_SAMPLES:
            self._begin_wait()
            return self.take()
        samples = min(following - self._next, BLOCK_SAMPLES)
        self._next += samples
        return Lost(samples)

    def _begin(self) -> bool:
        """Begin with the newest block that has waited long enough, if there is one."""
        waited = [held for held in self._held if self._due_s - held / SAMPLE_RATE_HZ >= self._delay.wanted_s]
        if not waited:
            return False
        self._next = max(waited)
        for held in [held for held in self._held if held < self._next]:
            del self._held[held]
        return True

    def _run_dry(self) -> Dry:
        self._dry_pulls += 1
        self._owed_samples += PULL_SAMPLES
        if self._dry_pulls >= DRY_MOST_PULLS:
            self._begin_wait()
        return Dry(begun=True)

    # ------------------------------------------------------------ how long it waits

    def spare(self, waiting_samples: int, is_quiet: Callable[[], bool]) -> int:
        """By how many samples the sound should be made shorter; longer when negative.

        ``waiting_samples``: decoded and not played after this pull; ``is_quiet``: whether nobody would hear
        it, asked only where that matters.
        """
        if self._next is None:
            return 0
        before, within = divmod(waiting_samples, PULL_SAMPLES)
        slack_s = self._due_s + (1 + before) * PULL_S - self._next / SAMPLE_RATE_HZ - self._delay.wanted_s
        is_right = -GROW_S <= slack_s < PULL_S + SHRINK_S
        pulls = 0 if is_right else min(math.floor(slack_s / PULL_S), SPARE_MOST_PULLS)
        if pulls > before + 1 and not self.is_ready:
            pulls = 0  # the next block would be here already: its way has just become longer
        if pulls < 1:
            self._spare_since_s = None
        elif pulls < HASTE_PULLS and not is_quiet():
            pulls = 1 if self._is_splice_due() else 0
        if pulls < 0 and before:
            # The last pull before that block is early enough. Made longer at each, sound would stutter.
            return 0
        return within + pulls * PULL_SAMPLES

    def _is_splice_due(self) -> bool:
        if self._spare_since_s is None:
            self._spare_since_s = self._due_s
        if self._due_s - self._spare_since_s < PATIENCE_S:
            return False
        self._spare_since_s = self._due_s - PATIENCE_S + SPLICE_EVERY_S
        return True
