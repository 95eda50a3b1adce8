"""What may be sent at this moment: the gates of both ends, decided from consent, fresh state and signs of
life.

Responsible for: one machine for each end. The booth opens its own microphone only while a participant has
asked for an officer, its camera only with consent, and each only while the officer's console asks for it in
a state of the present epoch and the link gives signs of life; the desk sends voice and picture only into a
live link of the epoch for which the officer's state was applied. Everything is shut otherwise, and at first.
Not for: sending or muting (``channel.media``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from channel.core.liveness import LOST_AFTER_S, Life, life
from channel.wire.control import DeskState
from channel.wire.ids import Epoch

STATE_STALE_AFTER_S = LOST_AFTER_S
"""A state older than this counts as unknown, even while media packets keep the link alive."""


@dataclass(frozen=True)
class DeskGates:
    """The officer's state toward one booth; see ``channel.wire.control.DeskState`` for each field."""

    talk: bool = False
    listen: bool = False
    see: bool = False
    picture: bool = False
    hold: bool = False
    all_call: bool = False
    paused: bool = False
    shared: bool = False

    def effective(self) -> DeskGates:
        """What is left when hold and all-call have been obeyed: hold shuts both directions, only an all-call
        is heard and seen through it, and an all-call listens to nobody."""
        reaches = self.all_call or not self.hold
        return DeskGates(
            talk=self.talk and reaches,
            listen=self.listen and not self.hold and not self.all_call,
            see=self.see and not self.hold,
            picture=self.picture and reaches,
            hold=self.hold,
            all_call=self.all_call,
            paused=self.paused and not self.hold,
            shared=self.shared and self.talk and reaches,
        )


@dataclass(frozen=True)
class BoothGates:
    """Whether the booth's microphone and camera are sent."""

    microphone: bool = False
    camera: bool = False


SHUT_DESK = DeskGates()
SHUT_BOOTH = BoothGates()


@dataclass(frozen=True)
class Permitted:
    """A participant has asked for an officer, or the visit ended. Without ``camera`` (who declined the
    consent) only to be heard: refusing leads to a person."""

    consented: bool
    camera: bool = True


@dataclass(frozen=True)
class EpochBegan:
    """A new peer carries the channel: nothing said before it counts any more."""

    epoch: Epoch


@dataclass(frozen=True)
class EpochEnded:
    """No peer carries the channel."""


@dataclass(frozen=True)
class DeskSaid:
    """A state came from the desk over the channel."""

    state: DeskState


@dataclass(frozen=True)
class Applied:
    """The desk's own program set its gates."""

    gates: DeskGates


@dataclass(frozen=True)
class Elapsed:
    """Time has passed; ``last_sign_s`` is when the far end last gave a sign of life."""

    last_sign_s: float


BoothGatesEvent: TypeAlias = Permitted | EpochBegan | EpochEnded | DeskSaid | Elapsed
DeskGatesEvent: TypeAlias = EpochBegan | EpochEnded | Applied | Elapsed


@dataclass(frozen=True)
class SetBoothGates:
    """From now on the booth sends this and no more."""

    gates: BoothGates


@dataclass(frozen=True)
class SetDeskGates:
    """From now on the desk sends and asks for this and no more."""

    gates: DeskGates


class BoothGatesMachine:
    """The booth's gates. Attribute ``gates``: as they stand. Attribute ``desk``: the newest fresh state,
    or None."""

    def __init__(self) -> None:
        self.gates = SHUT_BOOTH
        self.desk: DeskState | None = None
        self._desk_said_s = 0.0
        self._consented = False
        self._camera = False
        self._epoch: Epoch | None = None
        self._newest_seq = 0
        self._alive = False

    def handle(self, event: BoothGatesEvent, now_s: float) -> list[SetBoothGates]:
        """At most one command, and only when the gates change."""
        match event:
            case Permitted(consented, camera):
                self._consented = consented
                self._camera = camera
            case EpochBegan(epoch):
                self._forget(epoch)
                self._alive = True
            case EpochEnded():
                self._forget(None)
            case DeskSaid(state):
                # Newest wins: the channel is unordered, so an older state may well come later.
                if state.epoch == self._epoch and state.seq > self._newest_seq:
                    self._newest_seq = state.seq
                    self.desk = state
                    self._desk_said_s = now_s
                    self._alive = True
            case Elapsed(last_sign_s):
                self._alive = life(last_sign_s, now_s) is Life.ALIVE
                if now_s - self._desk_said_s >= STATE_STALE_AFTER_S:
                    self.desk = None
            case _:
                assert_never(event)
        return self._settle()

    def _forget(self, epoch: Epoch | None) -> None:
        self._epoch = epoch
        self._newest_seq = 0
        self.desk = None
        self._alive = False

    def _settle(self) -> list[SetBoothGates]:
        desk = self.desk
        may_open = self._consented and self._alive and desk is not None and not desk.hold
        gates = (
            BoothGates(microphone=desk.listen, camera=desk.see and self._camera)
            if may_open and desk is not None
            else SHUT_BOOTH
        )
        if gates == self.gates:
            return []
        self.gates = gates
        return [SetBoothGates(gates)]


class DeskGatesMachine:
    """The desk's gates toward one booth. Attribute ``gates``: as they stand."""

    def __init__(self) -> None:
        self.gates = SHUT_DESK
        self._applied = SHUT_DESK
        self._epoch: Epoch | None = None
        self._alive = False

    def handle(self, event: DeskGatesEvent, now_s: float) -> list[SetDeskGates]:
        """At most one command, and only when the gates change."""
        match event:
            case EpochBegan(epoch):
                self._epoch = epoch
                self._applied = SHUT_DESK
                self._alive = True
            case EpochEnded():
                self._epoch = None
                self._applied = SHUT_DESK
                self._alive = False
            case Applied(gates):
                # What is applied before the link is up was meant for an earlier epoch and does not count.
                if self._epoch is not None:
                    self._applied = gates.effective()
            case Elapsed(last_sign_s):
                self._alive = life(last_sign_s, now_s) is Life.ALIVE
            case _:
                assert_never(event)
        return self._settle()

    def _settle(self) -> list[SetDeskGates]:
        gates = self._applied if self._alive else SHUT_DESK
        if gates == self.gates:
            return []
        self.gates = gates
        return [SetDeskGates(gates)]
