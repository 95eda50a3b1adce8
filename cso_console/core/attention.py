"""Who needs the officer: since when each booth has been waiting, who is next, and when a tone says so.

Responsible for: clocks of attention, the order of needs, arrival tones. Not for: who hears whom
(``talk_matrix``), nor the sign of life itself, which the booth gives by its own clock; the tile counts with
it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from channel.wire.ids import ChannelId
from cso_console.core.snapshot import NeedKind
from cso_console.core.talk_matrix import Attention

FIRST_SIGN_S = 10.0
"""Parked or held: the participant gets a sign of life within this time …"""
SIGN_EVERY_S = 60.0
"""… and then this often."""


class Clock:
    """How long one booth has been addressed, or not. ``opened_s``: when its channel opened."""

    def __init__(self, opened_s: float) -> None:
        self._degree = Attention.PARKED
        self._degree_since_s = opened_s
        self._addressed_s = opened_s
        self._calling = True

    def turn(self, degree: Attention, now_s: float) -> None:
        """The booth's degree of attention, told at every event."""
        if degree is self._degree:
            return
        if Attention.ADDRESSED in (degree, self._degree):
            self._addressed_s = now_s
        self._calling = False
        self._degree, self._degree_since_s = degree, now_s

    @property
    def is_calling(self) -> bool:
        """The officer has neither addressed this booth nor put it on hold yet."""
        return self._calling

    @property
    def is_addressed(self) -> bool:
        return self._degree is Attention.ADDRESSED

    @property
    def since_s(self) -> float:
        """When the booth was last addressed: began to be while it is, ceased to be while it is not."""
        return self._addressed_s

    def next_sign_s(self, now_s: float) -> float:
        """Until the next sign of life to the participant; 0 while addressed."""
        if self.is_addressed:
            return 0.0
        waited_s = now_s - self._degree_since_s
        if waited_s < FIRST_SIGN_S:
            return FIRST_SIGN_S - waited_s
        return SIGN_EVERY_S - (waited_s - FIRST_SIGN_S) % SIGN_EVERY_S


@dataclass(frozen=True)
class Claim:
    """One booth's need, before it is known whether it comes first."""

    seat: int
    channel: ChannelId
    kind: NeedKind
    since_s: float


_URGENCY = {NeedKind.HELP: 0, NeedKind.CALLING: 1, NeedKind.PERSON_DOUBT: 2, NeedKind.WAITING_LONG: 3}
_SOUNDS = (NeedKind.HELP, NeedKind.CALLING)


def claim_of(
    seat: int,
    channel: ChannelId,
    clock: Clock,
    help_since_s: float | None,
    doubt_since_s: float | None,
    waiting_long_s: float,
    now_s: float,
) -> Claim | None:
    """What this booth needs most; None when it can wait."""
    if help_since_s is not None:
        return Claim(seat, channel, NeedKind.HELP, help_since_s)
    if clock.is_calling:
        return Claim(seat, channel, NeedKind.CALLING, clock.since_s)
    if doubt_since_s is not None:
        return Claim(seat, channel, NeedKind.PERSON_DOUBT, doubt_since_s)
    if not clock.is_addressed and now_s - clock.since_s >= waiting_long_s:
        return Claim(seat, channel, NeedKind.WAITING_LONG, clock.since_s)
    return None


def first(claims: Iterable[Claim]) -> Claim | None:
    """*The* next one: help, calling, doubt about the person, waiting long; the oldest of each."""
    return min(claims, key=lambda claim: (_URGENCY[claim.kind], claim.since_s, claim.seat), default=None)


class ArrivalTones:
    """One soft tone when somebody calls or asks for help, and one more when nobody has answered."""

    def __init__(self, repeat_s: float) -> None:
        self._repeat_s = repeat_s
        self._again_at_s: dict[tuple[ChannelId, NeedKind, float], float | None] = {}

    def due(self, claims: Iterable[Claim], now_s: float) -> bool:
        """Whether a tone is to sound now. ``claims``: all of this moment."""
        sounds = False
        for claim in claims:
            if claim.kind not in _SOUNDS:
                continue
            key = (claim.channel, claim.kind, claim.since_s)
            if key not in self._again_at_s:
                self._again_at_s[key] = now_s + self._repeat_s
                sounds = True
            elif (again_at_s := self._again_at_s[key]) is not None and now_s >= again_at_s:
                self._again_at_s[key] = None
                sounds = True
        return sounds

    def forget(self, channel: ChannelId) -> None:
        """The channel is gone."""
        self._again_at_s = {key: at_s for key, at_s in self._again_at_s.items() if key[0] != channel}
