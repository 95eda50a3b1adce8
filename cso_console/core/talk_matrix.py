"""Who hears whom: the officer's talk and listen keys, hold, all-call and what follows from them for each
seat.

Responsible for: the rules of the talk matrix, as a pure machine; what it gives out is one ``DeskGates`` a
seat. Not for: carrying it out (the channel's ends gate at the sender), clocks of attention (``attention``),
focus.

There are only cells between the officer and a seat: a way from booth to booth cannot be said here. Everything
starts shut. The officer's *lasting* state is kept per seat (``_Cell``) and as the set of latched talks; a
pressed key and an all-call lie *over* it and change nothing beneath, so that letting go gives back exactly
what was.

Rules where the keys alone leave a choice:

- While a key is pressed, the voice goes to that booth and to no other, also when several are latched. The
  newest pressed key counts; an older one still down counts as released.
- Talk to a held booth lifts the hold, for the officer means to speak: for good when talk is latched, only
  while the key is pressed when it is momentary. Listening to a held booth is refused until the hold is taken
  off.
- Hold forgets the booth's talk and listen, so that taking it off leaves the booth parked.
- The listen key changes what lasts, also while talk is open: listening shut by hand during a talk stays shut
  after it, listening opened by hand stays open.
- In speaker mode listening is open only where talk goes to nobody else: with talk chosen to two booths, each
  of them would be heard by the other through the officer's loudspeaker, so both are paused.
- Keys that the window let go (``drop_keys``) never latch, however short they were.
- Without consent to pictures a booth is not seen; it can be heard, for refusing leads to a person.
- An all-call brings the officer's voice and picture to held booths too, and nothing back from them. Only its
  end is heard by the keys; a booth that joins meanwhile hears it too.
- A booth is told when talk to it is *shared*, so that it never reads that the officer talks to it alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from channel.core.gates import DeskGates
from cso_console.core.snapshot import SEATS, AllCall, AudioMode

TAP_S = 0.2
"""A key let go sooner latches talk; a longer press was momentary (intercom practice)."""
MOST_GAIN = 4.0


class Attention(StrEnum):
    """The three degrees of attention."""

    ADDRESSED = "addressed"
    PARKED = "parked"
    HOLD = "hold"


@dataclass(frozen=True)
class _Cell:
    """What the officer has chosen for one seat, apart from talk."""

    consent: bool
    hold: bool = False
    listen: bool = False
    gain: float = 1.0
    unheard: bool = False
    """Listening was shut by hand while talk is open: this talk does not open it again."""


@dataclass(frozen=True)
class _Press:
    seat: int
    since_s: float


class TalkMatrix:
    """Seats are 1 to 6; one without a channel is unknown here and shut. Times are monotonic seconds."""

    def __init__(self, mode: AudioMode = AudioMode.SPEAKER) -> None:
        self._mode = mode
        self._cells: dict[int, _Cell] = {}
        self._latched: frozenset[int] = frozenset()
        self._press: _Press | None = None
        self._all_call = AllCall.IDLE

    # ------------------------------------------------------------ channels

    def join(self, seat: int, consent: bool) -> None:
        """A channel opened on this seat: all shut."""
        self.leave(seat)
        self._cells[seat] = _Cell(consent=consent)

    def leave(self, seat: int) -> None:
        """The seat's channel is gone, and everything that was chosen for it."""
        self._cells.pop(seat, None)
        self._latched -= {seat}
        if self._press is not None and self._press.seat == seat:
            self._press = None

    def hold_all(self) -> None:
        """Nobody is at the desk: every seat is held, and there is no talk to give back."""
        self.close_voice()
        for seat in self._cells:
            self.set_hold(seat, hold=True)

    # ------------------------------------------------------------ keys

    def press(self, seat: int, now_s: float) -> None:
        """The seat's talk key went down: talk opens at once."""
        if seat not in self._cells or self._all_call is AllCall.SPEAKING:
            return
        if self._press is not None and self._press.seat == seat:
            return  # auto-repeat
        self._press = _Press(seat, now_s)
        self._forget_unheard()

    def release(self, seat: int, now_s: float) -> bool:
        """The seat's talk key went up. True if that tap latched talk: the focus moves there."""
        press = self._press
        if press is None or press.seat != seat:
            return False
        self._press = None
        latches = False
        if now_s - press.since_s < TAP_S:
            latches = seat not in self._latched
            self._latch(frozenset({seat}) if latches else self._latched - {seat})
        self._forget_unheard()
        return latches

    def drop_keys(self) -> None:
        """The window lost the keyboard: a held key counts as released and has latched nothing."""
        self._press = None
        self._forget_unheard()
        self.release_all_call()

    def add_talk(self, seat: int) -> None:
        """The officer chose to talk to this booth beside those that have talk already."""
        if seat in self._cells and self._all_call is not AllCall.SPEAKING:
            self._latch(self._latched | {seat})

    def close_voice(self) -> None:
        """My voice goes nowhere: no talk, no pressed key, no all-call."""
        self._press = None
        self._latched = frozenset()
        self._all_call = AllCall.IDLE
        self._forget_unheard()

    def toggle_listen(self, seat: int) -> None:
        cell = self._cells.get(seat)
        if cell is None or self._all_call is AllCall.SPEAKING or self._is_held(seat):
            return
        listen = not self._wants_listen(seat)
        self._cells[seat] = replace(cell, listen=listen, unheard=not listen and seat in self._lasting_talk())

    def set_gain(self, seat: int, gain: float) -> None:
        if (cell := self._cells.get(seat)) is not None:
            self._cells[seat] = replace(cell, gain=min(max(gain, 0.0), MOST_GAIN))

    def toggle_hold(self, seat: int) -> None:
        if seat in self._cells:
            self.set_hold(seat, not self._is_held(seat))

    def set_hold(self, seat: int, hold: bool) -> None:
        cell = self._cells.get(seat)
        if cell is None or self._all_call is AllCall.SPEAKING:
            return
        if hold:
            self._latched -= {seat}
            if self._press is not None and self._press.seat == seat:
                self._press = None
            cell = replace(cell, listen=False, unheard=False)
        self._cells[seat] = replace(cell, hold=hold)

    def set_mode(self, mode: AudioMode) -> None:
        if self._all_call is not AllCall.SPEAKING:
            self._mode = mode

    # ------------------------------------------------------------ all-call

    def ask_all_call(self) -> None:
        """The officer is asked to confirm; nothing opens yet."""
        if self._all_call is AllCall.IDLE and self._cells:
            self._all_call = AllCall.CONFIRMING

    def press_all_call(self) -> None:
        """Confirmed: the voice goes to all, held booths too, and nobody is listened to, until released."""
        if self._all_call is AllCall.CONFIRMING:
            self._press = None
            self._forget_unheard()
            self._all_call = AllCall.SPEAKING

    def release_all_call(self) -> None:
        """The announcement is over; another one is to be confirmed anew."""
        if self._all_call is AllCall.SPEAKING:
            self._all_call = AllCall.IDLE

    def cancel_all_call(self) -> None:
        self._all_call = AllCall.IDLE

    # ------------------------------------------------------------ what follows

    @property
    def mode(self) -> AudioMode:
        return self._mode

    @property
    def all_call(self) -> AllCall:
        return self._all_call

    @property
    def seats(self) -> tuple[int, ...]:
        return tuple(sorted(self._cells))

    @property
    def latched(self) -> frozenset[int]:
        """Where talk stays when every key is let go."""
        return self._latched

    @property
    def talking(self) -> frozenset[int]:
        """Where my voice goes now."""
        if self._all_call is AllCall.SPEAKING:
            return frozenset(self._cells)
        return self._talk_beneath()

    def gates(self, seat: int) -> DeskGates:
        """What the seat's channel is to open; all shut for a seat without one."""
        cell = self._cells.get(seat)
        if cell is None:
            return DeskGates()
        if self._all_call is AllCall.SPEAKING:
            return DeskGates(
                talk=True,
                picture=True,
                all_call=True,
                hold=cell.hold,
                see=cell.consent and not cell.hold,
                shared=len(self._cells) > 1,
            )
        return self._gates_beneath(seat)

    def attention(self, seat: int) -> Attention:
        """An all-call addresses nobody in person, so it does not count."""
        gates = self._gates_beneath(seat)
        if gates.hold:
            return Attention.HOLD
        return Attention.ADDRESSED if gates.talk or gates.listen else Attention.PARKED

    def gain(self, seat: int) -> float:
        cell = self._cells.get(seat)
        return 1.0 if cell is None else cell.gain

    def pan(self, seat: int) -> float | None:
        """-1 left to 1 right as the seats stand on the screen; None in speaker mode."""
        if self._mode is AudioMode.SPEAKER:
            return None
        return -1.0 + 2.0 * (seat - 1) / (SEATS - 1)

    # ------------------------------------------------------------ beneath an all-call

    def _talk_beneath(self) -> frozenset[int]:
        return self._latched if self._press is None else frozenset({self._press.seat})

    def _gates_beneath(self, seat: int) -> DeskGates:
        if self._is_held(seat):
            return DeskGates(hold=True)
        talking = self._talk_beneath()
        wanted = self._wants_listen(seat)
        paused = wanted and self._mode is AudioMode.SPEAKER and bool(talking - {seat})
        talk, listen = seat in talking, wanted and not paused
        return DeskGates(
            talk=talk,
            listen=listen,
            see=self._cells[seat].consent,
            picture=talk or listen,
            paused=paused,
            shared=talk and len(talking) > 1,
        )

    def _is_held(self, seat: int) -> bool:
        return self._cells[seat].hold and seat not in self._talk_beneath()

    def _wants_listen(self, seat: int) -> bool:
        cell = self._cells[seat]
        return cell.listen or (seat in self._talk_beneath() and not cell.unheard)

    # ------------------------------------------------------------ changes

    def _latch(self, seats: frozenset[int]) -> None:
        self._latched = seats
        for seat in seats:
            self._cells[seat] = replace(self._cells[seat], hold=False)
        self._forget_unheard()

    def _lasting_talk(self) -> frozenset[int]:
        return self._latched | self._talk_beneath()

    def _forget_unheard(self) -> None:
        """A shut listening lasts as long as the talk that it belongs to, pauses of that talk included."""
        for seat, cell in self._cells.items():
            if cell.unheard and seat not in self._lasting_talk():
                self._cells[seat] = replace(cell, unheard=False)
