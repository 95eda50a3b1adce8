"""The call with the officer, as far as the booth knows it: link, officer's state, own gates.

Responsible for: which screen of the call is the right one, and since when the participant has been waiting.
Not for: what is ordered (``visit``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from booth_client.core.events import (
    DeskForgotten,
    DeskSeen,
    GatesSeen,
    Link,
    LinkSeen,
    OfTheCall,
    PictureHeldSeen,
    QualitySeen,
)
from booth_client.core.snapshot import Screen, Snapshot
from channel.core.gates import BoothGates
from channel.core.guidance import OfficerRequest
from channel.core.link_quality import GOOD
from channel.wire.control import DeskState
from channel.wire.messages import BoothAssigned

SAME_START_S = 0.5


class Call:
    """Begins with the assignment. ``desk`` is None while nothing fresh is known of the officer's console."""

    def __init__(self, assigned: BoothAssigned, now_s: float) -> None:
        self.officer = assigned.officer_name
        self._started_at = assigned.started_at
        self.present = True
        self.link: Link | None = None
        self.desk: DeskState | None = None
        self.gates = BoothGates()
        self.picture_held = False
        self.quality = GOOD
        self.met = False
        """The officer has spoken with the participant, or heard them, at least once."""
        self._has_been_up = False
        self._alone_since_s = now_s

    def is_that_of(self, assigned: BoothAssigned) -> bool:
        """Whether this is the same channel, told again after a reconnect; any other began at another time."""
        return abs(assigned.started_at - self._started_at) < SAME_START_S

    def follow(self, event: OfTheCall) -> None:
        """What the channel's end says."""
        match event:
            case LinkSeen(link):
                self._see_link(link)
            case DeskSeen(state):
                self._see_desk(state)
            case DeskForgotten():
                # A live link is worth nothing while nothing is known of what the officer's console does.
                if self._has_been_up:
                    self._see_link(Link.LOST)
            case GatesSeen(gates):
                self.gates = gates
            case PictureHeldSeen(held):
                self.picture_held = held
            case QualitySeen(quality):
                self.quality = quality
            case _:
                assert_never(event)

    def _see_link(self, link: Link) -> None:
        self.link = link
        if link is not Link.UP:
            self.desk = None
            self.picture_held = False

    def _see_desk(self, state: DeskState) -> None:
        self.desk, self.link = state, Link.UP
        self._has_been_up = True
        self.met = self.met or self.screen is Screen.CALL

    @property
    def officer_talks(self) -> bool:
        return self.desk is not None and (self.desk.talk or self.desk.all_call)

    @property
    def officer_is_here(self) -> bool | None:
        """Talks to this participant. None: nothing fresh is known of them, or they talk to all booths, which
        says nothing about this one."""
        return None if self.desk is None or self.desk.all_call else self.desk.talk

    @property
    def talk_shared(self) -> bool:
        return self.desk is not None and self.desk.shared

    @property
    def officer_seen(self) -> bool:
        return self.desk is not None and self.desk.picture

    @property
    def request(self) -> OfficerRequest | None:
        """What the officer asks the participant to show; None: nothing fresh is known of them."""
        desk = self.desk
        return None if desk is None else OfficerRequest(desk.wants, desk.look, desk.shoot)

    @property
    def screen(self) -> Screen:
        if self.link is not Link.UP or self.desk is None:
            return Screen.RECONNECTING if self._has_been_up else Screen.CALLING
        if self.desk.all_call:
            return Screen.ANNOUNCEMENT
        if self.desk.hold:
            return Screen.HOLD
        if self.desk.talk or self.desk.listen:
            return Screen.CALL
        return Screen.PARKED

    def note_screen(self, before: Screen, now_s: float) -> None:
        """Keeps the waiting clock: it runs from the moment at which the officer was last there."""
        waits = (Screen.PARKED, Screen.HOLD)
        if self.screen is not before and not (before in waits and self.screen in waits):
            self._alone_since_s = now_s

    def waited_s(self, now_s: float) -> int:
        return int(now_s - self._alone_since_s)

    def onto(self, snapshot: Snapshot, now_s: float) -> Snapshot:
        """``snapshot`` with what it tells of the call."""
        return replace(
            snapshot,
            officer=self.officer,
            officer_present=self.present,
            officer_talks=self.officer_talks,
            talk_shared=self.talk_shared,
            officer_seen=self.officer_seen,
            picture_held=self.picture_held,
            quality=self.quality,
            met=self.met,
            waited_s=self.waited_s(now_s),
        )
