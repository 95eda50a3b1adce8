"""How the two ends of a channel come by a peer connection, and by a new one when it fails.

Responsible for: one machine for each end. The desk counts the epochs and makes the offers; the booth
answers. A new peer is made before the old one is broken; what belongs to an older epoch is ignored;
setting up has ten seconds; failures are tried again after a growing delay, for ever, as nobody is there to
touch anything. Not for: gates (``gates``), the content of SDP (``sdp``), carrying anything out
(``channel.media``).

A booth that is offered an epoch it has already had, while its own link is dead, asks for a newer one by
naming the newest it knows: so a console that was restarted and counts from one again finds the right number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias, assert_never

from channel.core.backoff import Backoff
from channel.core.liveness import Life
from channel.wire.ids import Epoch

SETUP_LIMIT_S = 10.0
FAILURES_SHOWN = 3
"""After so many attempts in a row the link is called failed; the attempts go on."""
STEADY_AFTER_S = 20.0
"""A link that has been up so long is worth a quick attempt again; before, the delays go on growing."""
EPOCH_MOST = 1_000_000
"""No channel is rebuilt so often; a larger number is hostile."""


class LinkState(Enum):
    """What can be said of a channel's link."""

    SETTING_UP = "setting_up"
    UP = "up"
    SILENT = "silent"
    REBUILDING = "rebuilding"
    FAILED = "failed"


@dataclass(frozen=True)
class Started:
    """Desk: begin with this epoch."""

    first_epoch: Epoch


@dataclass(frozen=True)
class OfferCame:
    """Booth: the desk's offer."""

    epoch: Epoch
    sdp: str


@dataclass(frozen=True)
class AnswerCame:
    """Desk: the booth's answer."""

    epoch: Epoch
    sdp: str


@dataclass(frozen=True)
class DescriptionMade:
    """The peer of this epoch has its own complete SDP: the desk's offer or the booth's answer."""

    epoch: Epoch
    sdp: str


@dataclass(frozen=True)
class PeerConnected:
    """The peer of this epoch can carry the channel."""

    epoch: Epoch


@dataclass(frozen=True)
class PeerFailed:
    """The peer of this epoch cannot carry the channel, or no longer."""

    epoch: Epoch


@dataclass(frozen=True)
class RebuildAsked:
    """Desk: the booth finds this epoch failed."""

    epoch: Epoch


@dataclass(frozen=True)
class LifeChanged:
    """The signs of life on the peer in use came or ceased."""

    life: Life


@dataclass(frozen=True)
class Elapsed:
    """Time has passed."""


DeskEvent: TypeAlias = (
    Started | AnswerCame | DescriptionMade | PeerConnected | PeerFailed | RebuildAsked | LifeChanged | Elapsed
)
BoothEvent: TypeAlias = OfferCame | DescriptionMade | PeerConnected | PeerFailed | LifeChanged | Elapsed


@dataclass(frozen=True)
class MakeOffer:
    """Make a peer for this epoch and its offer."""

    epoch: Epoch


@dataclass(frozen=True)
class MakeAnswer:
    """Make a peer for this epoch from the offer, and its answer."""

    epoch: Epoch
    sdp: str


@dataclass(frozen=True)
class TakeAnswer:
    """Give the answer to the peer of this epoch."""

    epoch: Epoch
    sdp: str


@dataclass(frozen=True)
class SendDescription:
    """Send this offer or answer to the other end."""

    epoch: Epoch
    sdp: str


@dataclass(frozen=True)
class UsePeer:
    """From now on the peer of this epoch carries the channel, with all gates shut."""

    epoch: Epoch


@dataclass(frozen=True)
class DropPeer:
    """Close the peer of this epoch."""

    epoch: Epoch


@dataclass(frozen=True)
class AskRebuild:
    """Ask the desk for an epoch after this one."""

    epoch: Epoch


@dataclass(frozen=True)
class Announce:
    """The link's state changed. ``epoch``: the one in use, or the one being set up when none is."""

    state: LinkState
    epoch: Epoch


Command: TypeAlias = (
    MakeOffer | MakeAnswer | TakeAnswer | SendDescription | UsePeer | DropPeer | AskRebuild | Announce
)


@dataclass(frozen=True)
class _Attempt:
    epoch: Epoch
    deadline_s: float
    answered: bool = False


class _Link:
    """What both ends have in common: the peer in use, the one being set up, and what is said of them."""

    def __init__(self, random: Callable[[], float]) -> None:
        self.newest = Epoch(0)
        self.active: Epoch | None = None
        self._random = random
        self._backoff = Backoff(first_s=0.5, factor=2.0, most_s=10.0, jitter=0.3)
        self._attempt: _Attempt | None = None
        self._again_s: float | None = None
        self._life = Life.ALIVE
        self._failures = 0
        self._was_up = False
        self._steady_at_s: float | None = None
        self._said: tuple[LinkState, Epoch] | None = None

    def _set_up(self, epoch: Epoch, now_s: float) -> None:
        self.newest = epoch
        self._attempt = _Attempt(epoch, now_s + SETUP_LIMIT_S)
        self._again_s = None

    def _connected(self, epoch: Epoch, now_s: float) -> list[Command]:
        if self._attempt is None or self._attempt.epoch != epoch:
            return []
        commands: list[Command] = [UsePeer(epoch)]
        if self.active is not None:
            commands.append(DropPeer(self.active))
        self.active = epoch
        self._was_up = True
        self._attempt = None
        self._again_s = None
        self._life = Life.ALIVE
        self._failures = 0
        self._steady_at_s = now_s + STEADY_AFTER_S
        return commands

    def _elapsed(self, now_s: float) -> None:
        if self.active is not None and self._steady_at_s is not None and now_s >= self._steady_at_s:
            self._steady_at_s = None
            self._backoff.reset()

    def _give_up_attempt(self, now_s: float) -> list[Command]:
        if self._attempt is None:
            return []
        commands: list[Command] = [DropPeer(self._attempt.epoch)]
        self._attempt = None
        self._failures += 1
        self._again_s = now_s + self._backoff.next(self._random)
        return commands

    def _state(self) -> LinkState:
        if self.active is not None and self._life is Life.ALIVE:
            return LinkState.UP
        if self.active is not None and self._life is Life.SILENT:
            return LinkState.SILENT
        if self._failures >= FAILURES_SHOWN:
            return LinkState.FAILED
        return LinkState.REBUILDING if self._was_up else LinkState.SETTING_UP

    def _announce(self) -> list[Command]:
        saying = (self._state(), self.active if self.active is not None else self.newest)
        if saying == self._said:
            return []
        self._said = saying
        return [Announce(*saying)]


class DeskNegotiation(_Link):
    """The desk's side. Attributes ``newest`` (epoch begun last) and ``active`` (epoch in use, or None)."""

    def handle(self, event: DeskEvent, now_s: float) -> list[Command]:
        """Commands in the order in which they are to be performed."""
        commands = self._answer_to(event, now_s)
        return commands + self._announce()

    def _answer_to(self, event: DeskEvent, now_s: float) -> list[Command]:
        attempt = self._attempt
        match event:
            case Started(first_epoch):
                return self._begin(first_epoch, now_s)
            case DescriptionMade(epoch, sdp):
                return [SendDescription(epoch, sdp)] if attempt and attempt.epoch == epoch else []
            case AnswerCame(epoch, sdp):
                if attempt is None or attempt.epoch != epoch or attempt.answered:
                    return []
                self._attempt = replace(attempt, answered=True)
                return [TakeAnswer(epoch, sdp)]
            case PeerConnected(epoch):
                return self._connected(epoch, now_s)
            case PeerFailed(epoch):
                if attempt and attempt.epoch == epoch:
                    return self._give_up_attempt(now_s)
                if epoch == self.active:
                    return self._lose_active(now_s)
                return []
            case RebuildAsked(epoch):
                return self._rebuild_asked(epoch, now_s)
            case LifeChanged(life):
                return self._life_changed(life, now_s)
            case Elapsed():
                self._elapsed(now_s)
                if attempt and now_s >= attempt.deadline_s:
                    return self._give_up_attempt(now_s)
                if self._again_s is not None and now_s >= self._again_s:
                    return self._begin(Epoch(self.newest + 1), now_s)
                return []
            case _:
                assert_never(event)

    def _begin(self, epoch: Epoch, now_s: float) -> list[Command]:
        self._set_up(epoch, now_s)
        return [MakeOffer(epoch)]

    def _rebuild_soon(self, now_s: float) -> list[Command]:
        if self._attempt is None and self._again_s is None:
            # Spaced, so that a booth that keeps on asking cannot keep the desk busy.
            self._again_s = now_s + self._backoff.next(self._random)
        return []

    def _lose_active(self, now_s: float) -> list[Command]:
        assert self.active is not None
        lost = self.active
        self.active = None
        return [DropPeer(lost), *self._rebuild_soon(now_s)]

    def _rebuild_asked(self, epoch: Epoch, now_s: float) -> list[Command]:
        if epoch < self.newest or epoch > EPOCH_MOST:
            return []
        commands = self._give_up_attempt(now_s)
        self.newest = epoch
        return commands + self._rebuild_soon(now_s)

    def _life_changed(self, life: Life, now_s: float) -> list[Command]:
        before, self._life = self._life, life
        if self.active is None:
            return []
        if life is Life.LOST:
            return self._rebuild_soon(now_s)
        if before is Life.LOST and life is Life.ALIVE:
            # The link came back by itself: break what was to replace it.
            self._again_s = None
            commands = self._give_up_attempt(now_s)
            self._again_s = None
            self._failures = 0
            self._backoff.reset()
            return commands
        return []


class BoothNegotiation(_Link):
    """The booth's side. Attributes ``newest`` (epoch offered last) and ``active`` (epoch in use, or None)."""

    def handle(self, event: BoothEvent, now_s: float) -> list[Command]:
        """Commands in the order in which they are to be performed."""
        commands = self._answer_to(event, now_s)
        return commands + self._announce()

    def _answer_to(self, event: BoothEvent, now_s: float) -> list[Command]:
        attempt = self._attempt
        match event:
            case OfferCame(epoch, sdp):
                return self._offered(epoch, sdp, now_s)
            case DescriptionMade(epoch, sdp):
                return [SendDescription(epoch, sdp)] if attempt and attempt.epoch == epoch else []
            case PeerConnected(epoch):
                return self._connected(epoch, now_s)
            case PeerFailed(epoch):
                if attempt and attempt.epoch == epoch:
                    return self._give_up_attempt(now_s)
                if epoch == self.active:
                    self.active = None
                    return [DropPeer(epoch), *self._ask(now_s)]
                return []
            case LifeChanged(life):
                self._life = life
                if self.active is None:
                    return []
                if life is Life.ALIVE:
                    self._again_s = None
                    self._backoff.reset()
                return self._ask(now_s) if life is Life.LOST else []
            case Elapsed():
                self._elapsed(now_s)
                if attempt and now_s >= attempt.deadline_s:
                    return self._give_up_attempt(now_s)
                if self._again_s is not None and now_s >= self._again_s:
                    return self._ask(now_s)
                return []
            case _:
                assert_never(event)

    def _offered(self, epoch: Epoch, sdp: str, now_s: float) -> list[Command]:
        if epoch > EPOCH_MOST:
            return []
        if epoch <= self.newest:
            dead = self.active is None or self._life is not Life.ALIVE
            return [AskRebuild(self.newest)] if dead and self._attempt is None else []
        commands: list[Command] = [DropPeer(self._attempt.epoch)] if self._attempt else []
        self._set_up(epoch, now_s)
        return [*commands, MakeAnswer(epoch, sdp)]

    def _ask(self, now_s: float) -> list[Command]:
        """Ask, and ask again later in case it did not arrive."""
        if self._attempt is not None:
            return []
        self._again_s = now_s + 1.0 + self._backoff.next(self._random)
        return [AskRebuild(self.newest)]
