"""Which RTP packets are missing, and when to ask the sender for them again.

Responsible for: noticing holes in the sequence numbers, when each is due to be asked for (RFC 4585 generic
NACK; the sender sends the same packet again), how often at most and until when. Not for: the RTCP packet,
nor for what happens without the packet.

A hole is asked for at once, unless packets were seen to overtake each other lately: then it first gets the
time that those took. Asks get lost like everything else, and together where losses come in bursts, so each is
said three times, unless a new ask would be due first. A sender answers the first that it gets, and where it
gets another, a second time a little later (``retransmission``): the answer may be lost too. After a round
trip and a margin the packet is asked for again. The number of asks, also in proportion to what comes, the age
and the number of holes are bounded: a link that loses everything hears less from us, not more.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from channel.core.wrapping import nearest

ROUND_TRIP_USUAL_S = 0.1
"""Taken while none is known."""
ROUND_TRIP_LEAST_S = 0.01
MARGIN_S = 0.01
MARGIN_SHARE = 0.1
"""Of the round trip; with ``MARGIN_S`` what is waited beyond it before asking again."""
REPEATS_S = (0.01, 0.02)
"""From saying an ask to saying it again."""
LEAST_GROWS_PER_S = 0.05
"""Of the least round trip, which is forgotten so slowly; a single report may be far too long."""
ANSWER_WEIGHT = 0.1
ANSWER_DEVIATIONS = 1.0
"""What answers took and how much that spreads says better when to ask again than a round trip that was
measured at another moment. The spread counts less than in RFC 6298, as asking too early costs little."""
ANSWER_MOST_ROUND_TRIPS = 2.0
OVERTAKEN_MOST_S = 0.03
OVERTAKEN_HALVES_S = 2.0
OVERTAKEN_ROUND_TRIPS = 0.5
"""A packet that comes sooner than this after it was first asked for was on its way already."""
ASKS_PER_PACKET = 0.5
ASKS_SAVED_MOST = 64.0
"""Asks that are allowed for each packet that came, and how many of them are saved up."""
HOLE_MOST_PACKETS = 256
"""If more are missing at once it is no hole but another stream, or an outage that asking does not mend."""


@dataclass(slots=True)
class _Hole:
    since_s: float
    until_s: float
    due_s: float
    suspected: bool = False
    told: bool = False
    first_asked_s: float = math.inf
    asked_s: float = -math.inf
    asks: int = 0
    repeats_left: int = 0

    @property
    def was_repeated(self) -> bool:
        return not self.repeats_left

    def is_spent(self, now_s: float, retries: int) -> bool:
        all_said = self.asks >= retries and self.was_repeated
        return now_s >= self.until_s or (all_said and now_s >= self.due_s)

    def ask(self, now_s: float, again_s: float) -> None:
        if self.was_repeated:
            self.asks += 1
            self.asked_s = now_s
            self.first_asked_s = min(self.first_asked_s, now_s)
            self.repeats_left = len(REPEATS_S)
        else:
            self.repeats_left -= 1
        repeat_s = now_s + REPEATS_S[-self.repeats_left] if self.repeats_left else math.inf
        if repeat_s >= self.asked_s + again_s:
            self.repeats_left = 0
            repeat_s = max(self.asked_s + again_s, now_s + REPEATS_S[0])
        self.due_s = min(repeat_s, self.until_s)


class Missing:
    """The holes in one RTP stream. Not thread-safe.

    ``retries``: asks at most for each packet, each said up to three times. ``most_age_s``: a hole older than
    this is given up; it may be changed at any time and counts for the holes that open from then on.

    Attributes, counting: ``asked`` (numbers asked for, each time), ``repaired`` (came after they were asked
    for), ``needless`` (were suspected, asked for, and on their way already).
    """

    def __init__(self, *, retries: int = 4, most_age_s: float = 0.3) -> None:
        self.asked = 0
        self.repaired = 0
        self.needless = 0
        self._retries = retries
        self.most_age_s = most_age_s
        self._newest: int | None = None
        self._holes: dict[int, _Hole] = {}
        self._round_trip_s = ROUND_TRIP_LEAST_S
        self._least_round_trip_s = math.inf
        self._told_s = 0.0
        self._allowed = ASKS_SAVED_MOST
        self._answer_s = 0.0
        self._answer_spread_s = 0.0
        self._overtaken_s = 0.0
        self._overtaken_at_s = -math.inf

    def __len__(self) -> int:
        """How many packets are missing that may still come."""
        return len(self._holes)

    def __contains__(self, sequence: int) -> bool:
        """Whether this packet is missing and may still come."""
        return self._newest is not None and self._extend(sequence) in self._holes

    @property
    def next_due_s(self) -> float:
        """When ``due`` has something to do next, infinity when nothing is missing."""
        return min([hole.due_s for hole in self._holes.values()]) if self._holes else math.inf

    def came(self, sequence: int, now_s: float) -> bool:
        """A packet came, by whatever way. True when it had been missing and asked for; not where that was no
        more than a suspicion: it may as well have waited for its turn at the sender."""
        self._allowed = min(self._allowed + ASKS_PER_PACKET, ASKS_SAVED_MOST)
        if self._newest is None:
            self._newest = sequence
            return False
        number = self._extend(sequence)
        hole = self._holes.pop(number, None)
        if number > self._newest:
            self._open(number, now_s)
        if hole is None:
            return False
        after_s = now_s - hole.first_asked_s
        is_answer = after_s >= OVERTAKEN_ROUND_TRIPS * self._least_round_trip_s
        if hole.asks == 1 and is_answer:
            self._learn_answer(after_s)
        if hole.suspected and not is_answer:
            self.needless += 1 if hole.asks and not hole.told else 0
            return False
        if not is_answer:
            self._learn_overtaking(now_s - hole.since_s, now_s)
        self.repaired += 1 if hole.asks else 0
        return hole.asks > 0 and not hole.suspected

    def suspect(self, packets: int, now_s: float, *, told: bool = False) -> None:
        """The next so many packets should have come already: the last ones of a picture, for example.

        They count as missing until they come; a sender that has not sent them yet does nothing.
        """
        if self._newest is None:
            return
        until_s, due_s = now_s + self.most_age_s, now_s + self._patience_s(now_s)
        for number in range(self._newest + 1, self._newest + 1 + packets):
            if number not in self._holes:
                self._holes[number] = _Hole(now_s, until_s, due_s, suspected=True, told=told)

    def due(
        self, now_s: float, round_trip_s: float, is_worth: Callable[[int], bool] = lambda sequence: True
    ) -> list[int]:
        """The sequence numbers to ask for now, oldest first. Given up are those that were asked for often
        enough or are too old, and those for which asking was never worth it."""
        self._note_round_trip(max(ROUND_TRIP_LEAST_S, round_trip_s), now_s)
        if not self._holes:
            return []
        again_s = self._again_s()
        numbers = []
        for number, hole in list(self._holes.items()):
            if hole.is_spent(now_s, self._retries):
                del self._holes[number]
            elif now_s < hole.due_s:
                continue
            elif not is_worth(number & 0xFFFF):
                if hole.asks:  # the answer may be on its way
                    hole.due_s = hole.until_s = max(hole.until_s, hole.asked_s + again_s)
                else:
                    del self._holes[number]
            elif not self._affords(hole):
                hole.due_s = now_s + REPEATS_S[0]
            else:
                hole.ask(now_s, again_s)
                numbers.append(number)
        self.asked += len(numbers)
        return [number & 0xFFFF for number in sorted(numbers)]

    def forget(self, before_sequence: int) -> None:
        """Packets before this one are of no use any more."""
        if self._newest is None:
            return
        before = self._extend(before_sequence)
        for number in [number for number in self._holes if number < before]:
            del self._holes[number]

    def reset(self) -> None:
        """Another stream begins. The counts stay."""
        self._newest = None
        self._holes.clear()

    def _extend(self, sequence: int) -> int:
        assert self._newest is not None
        return nearest(sequence, self._newest, 16)

    def _open(self, number: int, now_s: float) -> None:
        assert self._newest is not None
        if number - self._newest + len(self._holes) > HOLE_MOST_PACKETS:
            self._holes.clear()
        else:
            first_due_s = now_s + self._patience_s(now_s)
            until_s = now_s + self.most_age_s
            for missing in range(self._newest + 1, number):
                self._holes.setdefault(missing, _Hole(now_s, until_s, first_due_s)).suspected = False
        self._newest = number

    def _patience_s(self, now_s: float) -> float:
        """How long packets were overtaken by others lately; half of it after each ``OVERTAKEN_HALVES_S``."""
        patience_s: float = self._overtaken_s * 0.5 ** ((now_s - self._overtaken_at_s) / OVERTAKEN_HALVES_S)
        return patience_s if patience_s >= 0.001 else 0.0

    def _affords(self, hole: _Hole) -> bool:
        """Whether another ask is within what came; its repetitions always are."""
        if hole.was_repeated:
            if self._allowed < 1.0:
                return False
            self._allowed -= 1.0
        return True

    def _note_round_trip(self, round_trip_s: float, now_s: float) -> None:
        self._round_trip_s = round_trip_s
        grown_s = self._least_round_trip_s * (1 + LEAST_GROWS_PER_S * (now_s - self._told_s))
        self._least_round_trip_s = min(round_trip_s, grown_s)
        self._told_s = now_s

    def _again_s(self) -> float:
        """How long to wait for the answer to an ask before asking again."""
        if not self._answer_s:
            return self._round_trip_s * (1 + MARGIN_SHARE) + MARGIN_S
        answer_s = self._answer_s + ANSWER_DEVIATIONS * self._answer_spread_s
        return min(answer_s, ANSWER_MOST_ROUND_TRIPS * self._round_trip_s) + MARGIN_S

    def _learn_answer(self, after_s: float) -> None:
        if not self._answer_s:
            self._answer_s = after_s
        self._answer_spread_s += ANSWER_WEIGHT * (abs(after_s - self._answer_s) - self._answer_spread_s)
        self._answer_s += ANSWER_WEIGHT * (after_s - self._answer_s)

    def _learn_overtaking(self, late_s: float, now_s: float) -> None:
        late_s = min(late_s, OVERTAKEN_MOST_S)
        if late_s >= self._patience_s(now_s):
            self._overtaken_s = late_s
            self._overtaken_at_s = now_s
