"""The row of served visits: their seats, links, clocks and gates.

Responsible for: which channel has which seat, what its booth says, and the gates and places that follow from
the talk matrix and the state of the links. Not for: the matrix's own rules (``talk_matrix``), focus and login
(``desk``).

A booth whose link is down is given shut gates, whatever the matrix says, and the officer's state again once
the link is back: so nothing is ever more open after a reconnect, and the lamps never claim an open way that
is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from channel.core.gates import DeskGates
from channel.wire.control import BoothState
from channel.wire.ids import BoothId, ChannelId
from cso_console.core import intents
from cso_console.core.attention import Claim, claim_of
from cso_console.core.cases import Cases
from cso_console.core.commands import ApplyGates, Attend, Command, Send, SetPlaces
from cso_console.core.events import LinkChanged, PictureHeld, QualityChanged, Ticked
from cso_console.core.link_reports import LinkReports
from cso_console.core.mixing import Place
from cso_console.core.seats import Served
from cso_console.core.talk_matrix import Attention, TalkMatrix


class Strip:
    """Written by ``Desk`` alone. ``matrix`` is public: the officer's keys go to it directly."""

    def __init__(self, matrix: TalkMatrix) -> None:
        self.matrix = matrix
        self._served: dict[int, Served] = {}
        self._attended: ChannelId | None = None
        self._applied: dict[ChannelId, DeskGates] = {}
        self._places: dict[int, Place] = {}
        self._reports = LinkReports()

    # ------------------------------------------------------------ who is there

    @property
    def served(self) -> dict[int, Served]:
        """By seat; read only."""
        return self._served

    def __iter__(self) -> Iterator[Served]:
        return iter(list(self._served.values()))

    def of_channel(self, channel: ChannelId) -> Served | None:
        return next((served for served in self if served.channel == channel), None)

    def of_booth(self, booth: BoothId) -> Served | None:
        return next((served for served in self if served.booth == booth), None)

    def is_alive(self, seat: int) -> bool:
        """A disconnected booth's keys are dead."""
        return seat in self._served and self._served[seat].alive

    def open(self, seat: int, served: Served) -> None:
        self._served[seat] = served
        self.matrix.join(seat, served.consent)

    def close(self, channel: ChannelId) -> Served | None:
        """None when there is no such channel (any more)."""
        for seat, served in self._served.items():
            if served.channel == channel:
                self.matrix.leave(seat)
                self._applied.pop(channel, None)
                return self._served.pop(seat)
        return None

    # ------------------------------------------------------------ what the channels say

    def note(self, event: Ticked | LinkChanged | PictureHeld | QualityChanged, now_s: float) -> None:
        """Something about the links; of a channel that is gone it counts for nothing."""
        if isinstance(event, Ticked):
            for each in self:
                each.figures = event.links.get(each.channel, each.figures)
            return
        served = self.of_channel(event.channel)
        if served is None:
            return
        match event:
            case LinkChanged(alive=alive):
                self._link_changed(served, alive, now_s)
            case PictureHeld(held=held):
                served.picture_held = held
            case QualityChanged(quality=quality):
                served.quality = quality

    def _link_changed(self, served: Served, alive: bool, now_s: float) -> None:
        if served.alive and not alive:
            served.lost_s = now_s
        served.alive, served.was_alive = alive, served.was_alive or alive
        served.booth_state = None  # whatever it was, it belongs to the link before
        served.picture_held = False
        self._applied.pop(served.channel, None)

    def booth_said(self, channel: ChannelId, state: BoothState) -> bool:
        """Whether that changes anything but the meter, which has its own quicker way to the screen."""
        served = self.of_channel(channel)
        if served is None:
            return False
        known, served.booth_state = served.booth_state, state
        return known is None or _apart_from_level(known) != _apart_from_level(state)

    # ------------------------------------------------------------ the officer's keys

    def turn(self, key: intents.TalkKey, focus: int | None, now_s: float) -> int | None:
        """A key of the talk matrix; those of a disconnected booth are dead. The seat that is to come into
        focus with it, if any."""
        matrix = self.matrix
        match key:
            case intents.TalkPressed(seat=seat):
                if self.is_alive(seat):
                    matrix.press(seat, now_s)
            case intents.TalkReleased(seat=seat):
                return seat if matrix.release(seat, now_s) else None
            case intents.ReleaseKeys():
                matrix.drop_keys()
            case intents.AddTalk(seat=seat):
                if self.is_alive(seat):
                    matrix.add_talk(seat)
            case intents.ToggleListen(seat=chosen):
                matrix.toggle_listen(self._living(chosen or focus))
            case intents.SetGain(seat=seat, gain=gain):
                matrix.set_gain(seat, gain)
            case intents.ToggleHold(seat=chosen):
                matrix.toggle_hold(self._living(chosen or focus))
            case intents.CloseVoice():
                matrix.close_voice()
            case intents.AskAllCall():
                matrix.ask_all_call()
            case intents.AllCallPressed():
                matrix.press_all_call()
            case intents.AllCallReleased():
                matrix.release_all_call()
            case intents.CancelAllCall():
                matrix.cancel_all_call()
            case intents.SetMode(mode=mode):
                matrix.set_mode(mode)
            case _:
                assert_never(key)
        return None

    def _living(self, seat: int | None) -> int:
        """The seat itself; 0, which the matrix does not know, for none and for one whose keys are dead."""
        return seat if seat is not None and self.is_alive(seat) else 0

    # ------------------------------------------------------------ what follows

    def gates(self, seat: int) -> DeskGates:
        """What is really to be open."""
        return self.matrix.gates(seat) if self.is_alive(seat) else DeskGates()

    def talks(self) -> bool:
        return any(self.gates(seat).talk for seat in self._served)

    def follow(self, focus: int | None, now_s: float) -> list[Command]:
        """Whose picture is attended to, the gates and the places, as far as they differ from those ordered
        last, and what the server is to know of the links. Told after every event."""
        commands: list[Command] = []
        attended = self._served[focus].channel if focus in self._served else None
        if attended != self._attended:
            self._attended = attended
            commands.append(Attend(attended))
        places = {}
        for seat, served in self._served.items():
            gates = self.gates(seat)
            if self._applied.get(served.channel) != gates:
                self._applied[served.channel] = gates
                commands.append(ApplyGates(served.channel, gates))
            if gates.listen:
                places[seat] = Place(self.matrix.gain(seat), self.matrix.pan(seat))
            served.clock.turn(self.matrix.attention(seat) if served.alive else Attention.PARKED, now_s)
        if places != self._places:
            self._places = places
            commands.append(SetPlaces(places))
        commands += [Send(report) for report in self._reports.due(self, now_s)]
        return commands

    def claims(self, cases: Cases, waiting_long_s: float, now_s: float) -> list[Claim]:
        """Who needs the officer; a booth that nothing can be said to now is no task."""
        claims = (
            claim_of(
                seat,
                served.channel,
                served.clock,
                served.help_since_s,
                cases.doubt_since_s(served.visit),
                waiting_long_s,
                now_s,
            )
            for seat, served in self._served.items()
            if served.alive
        )
        return [claim for claim in claims if claim is not None]


def _apart_from_level(state: BoothState) -> tuple[object, ...]:
    return (
        state.microphone,
        state.camera,
        state.microphone_fault,
        state.camera_fault,
        state.step,
        state.document,
    )
