"""How good a link is, for people: one level and the reasons for it, calm enough to be read.

Responsible for: the limits, and hysteresis: worse within two seconds, better only when a reason has stayed
away for five. Not for: measuring, nor words (the views).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from channel.core.liveness import Life
from channel.wire.link_level import LinkLevel

WORSE_AFTER_S = 1.2
"""A measured figure must be beyond its limit for so long. Figures are of the last second and come once a
second, so that two in a row decide: one bad second alone, a lift that passes the Wi-Fi, is no level."""
BETTER_AFTER_S = 5.0
"""A reason that has shown itself is forgotten when it has stayed away for so long."""


class Reason(StrEnum):
    """Why a link is not good. *Heard* and *seen* is what comes here, *said* and *sent* what goes out."""

    INTERRUPTED = "interrupted"
    """No sign of life for two seconds: now, or just before."""
    VOICE_HEARD = "voice_heard"
    """Too much of the far end's voice had to be made up here."""
    VOICE_SAID = "voice_said"
    """The far end says the same of the voice that goes there."""
    LOSS = "loss"
    """More is lost than repair is made for."""
    DELAY = "delay"
    """So late that people talk into each other."""
    PICTURE_HELD = "picture_held"
    """The picture that is shown here is old."""
    PICTURE_SEEN = "picture_seen"
    """The far end sends less than the full picture."""
    PICTURE_SENT = "picture_sent"
    """This end does."""


_PICTURE = frozenset({Reason.PICTURE_HELD, Reason.PICTURE_SEEN, Reason.PICTURE_SENT})


@dataclass(frozen=True)
class _Limit:
    """At ``worse`` or above it is a reason, below ``better`` it is none, between them it is what it was."""

    worse: float
    better: float


_LIMITS = {
    # ITU-T G.113 Appendix I: with concealment 5 % of missing speech costs 15 points of R, 2 % costs 7.
    Reason.VOICE_HEARD: _Limit(0.05, 0.02),
    # Repair is made for a fifth of all packets, which is up to a third in a single second.
    Reason.LOSS: _Limit(0.35, 0.25),
    # ITU-T G.114: above 400 ms from mouth to ear is not acceptable; playout and devices take some 100 of it.
    Reason.DELAY: _Limit(600.0, 450.0),
}


@dataclass(frozen=True)
class LinkSigns:
    """What is known of a link at one moment."""

    life: Life = Life.LOST
    loss: float = 0.0
    """Share of packets lost before repair, 0 to 1, in the worse direction."""
    round_trip_ms: float = 0.0
    concealed_share: float = 0.0
    """Share of the far end's voice that had to be made up, 0 to 1."""
    voice_said_disturbed: bool = False
    """By the far end's own word."""
    picture_held: bool = False
    picture_seen_reduced: bool = False
    """By the far end's own word."""
    picture_sent_reduced: bool = False


@dataclass(frozen=True)
class LinkQuality:
    """``reasons`` in the order of ``Reason``, the gravest first; none when all is well."""

    level: LinkLevel = LinkLevel.GOOD
    reasons: tuple[Reason, ...] = ()


GOOD = LinkQuality()
NOT_CONNECTED = LinkQuality(LinkLevel.NOT_CONNECTED)


class LinkQualityWatch:
    """``look`` several times a second. Attribute ``quality``. Not thread-safe."""

    def __init__(self) -> None:
        self.quality = NOT_CONNECTED
        self._signs: LinkSigns | None = None
        self._was_alive = False
        self._beyond_since_s: dict[Reason, float] = {}
        self._there_s: dict[Reason, float] = {}
        """When each reason that holds was last there."""

    def look(self, signs: LinkSigns, now_s: float) -> bool:
        """Whether ``quality`` changed. *Not connected* comes and goes at once: nobody is ever shown as
        connected who is not, nor the other way round."""
        if signs == self._signs and not self._there_s and not self._beyond_since_s:
            return False
        self._signs = signs
        alive = signs.life is Life.ALIVE
        self._note(Reason.INTERRUPTED, self._was_alive and not alive, now_s)
        if alive:
            self._was_alive = True
            for reason, told in _told(signs).items():
                self._note(reason, told, now_s)
            for reason, figure in _measured(signs).items():
                self._note(reason, self._is_beyond(reason, figure, now_s), now_s)
        else:
            self._beyond_since_s.clear()  # the figures of a silent link say nothing
        before, self.quality = self.quality, self._judge(alive)
        return self.quality != before

    def _note(self, reason: Reason, there: bool, now_s: float) -> None:
        if there:
            self._there_s[reason] = now_s
        elif reason in self._there_s and now_s - self._there_s[reason] >= BETTER_AFTER_S:
            del self._there_s[reason]

    def _is_beyond(self, reason: Reason, figure: float, now_s: float) -> bool:
        limit = _LIMITS[reason]
        if reason in self._there_s:
            self._beyond_since_s.pop(reason, None)
            return figure >= limit.better
        if figure < limit.worse:
            self._beyond_since_s.pop(reason, None)
            return False
        return now_s - self._beyond_since_s.setdefault(reason, now_s) >= WORSE_AFTER_S

    def _judge(self, alive: bool) -> LinkQuality:
        reasons = tuple(reason for reason in Reason if reason in self._there_s)
        if not alive:
            return LinkQuality(LinkLevel.NOT_CONNECTED, reasons)
        if not _PICTURE.issuperset(reasons):
            return LinkQuality(LinkLevel.VOICE_DISTURBED, reasons)
        return LinkQuality(LinkLevel.PICTURE_REDUCED if reasons else LinkLevel.GOOD, reasons)


def _told(signs: LinkSigns) -> dict[Reason, bool]:
    """What has been judged already, here or at the far end: it counts at once."""
    return {
        Reason.VOICE_SAID: signs.voice_said_disturbed,
        Reason.PICTURE_HELD: signs.picture_held,
        Reason.PICTURE_SEEN: signs.picture_seen_reduced,
        Reason.PICTURE_SENT: signs.picture_sent_reduced,
    }


def _measured(signs: LinkSigns) -> dict[Reason, float]:
    return {
        Reason.VOICE_HEARD: signs.concealed_share,
        Reason.LOSS: signs.loss,
        Reason.DELAY: signs.round_trip_ms,
    }
