"""What is true of the talk matrix whatever the officer and the booths do, in any order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import hypothesis.strategies as st
import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from channel.core.gates import DeskGates
from cso_console.core.snapshot import AllCall, AudioMode
from cso_console.core.talk_matrix import TalkMatrix

SEATS = st.integers(1, 6)
PAUSES_S = st.sampled_from([0.01, 0.19, 0.21, 3.0])


class MatrixUnderKeys(RuleBasedStateMachine):
    """Random keys, mouse actions, joins and leaves; ``_lasting`` is what an all-call has to give back."""

    matrix_class = TalkMatrix

    def __init__(self) -> None:
        super().__init__()
        self.matrix = self.matrix_class()
        self.now_s = 0.0
        self.down: set[int] = set()
        self.chosen: set[int] = set()
        """Where talk to several is the officer's own choice."""
        self.lasting: dict[int, DeskGates] | None = None

    @rule(seat=SEATS, consent=st.booleans())
    def join(self, seat: int, consent: bool) -> None:
        self.matrix.join(seat, consent)
        gates = self.matrix.gates(seat)
        if self.matrix.all_call is not AllCall.SPEAKING:
            assert gates == DeskGates(see=consent)
        self._forget(seat)

    @rule(seat=SEATS)
    def leave(self, seat: int) -> None:
        self.matrix.leave(seat)
        assert self.matrix.gates(seat) == DeskGates()
        self._forget(seat)

    def _forget(self, seat: int) -> None:
        self.chosen.discard(seat)
        if self.lasting is not None:
            self.lasting.pop(seat, None)

    @rule(seat=SEATS, pause_s=PAUSES_S)
    def press(self, seat: int, pause_s: float) -> None:
        self.now_s += pause_s
        self.matrix.press(seat, self.now_s)
        self.down.add(seat)

    @precondition(lambda self: self.down)
    @rule(choice=st.randoms(use_true_random=False), pause_s=PAUSES_S)
    def release(self, choice: Random, pause_s: float) -> None:
        self._let_go(choice.choice(sorted(self.down)), pause_s)

    def _let_go(self, seat: int, pause_s: float) -> None:
        self.now_s += pause_s
        latched = self.matrix.latched
        self.down.remove(seat)
        self.matrix.release(seat, self.now_s)
        if self.matrix.all_call is not AllCall.SPEAKING:
            momentary = self.matrix.talking - self.matrix.latched
            assert seat not in momentary, "a release ends momentary talk"
            assert self.down or not momentary
        if not self.matrix.latched <= latched:
            self.chosen = set()

    @rule()
    def drop_keys(self) -> None:
        latched = self.matrix.latched
        self.matrix.drop_keys()
        assert self.matrix.talking == self.matrix.latched == latched
        self.down.clear()
        self.lasting = None

    @rule(seat=SEATS)
    def add_talk(self, seat: int) -> None:
        self.matrix.add_talk(seat)
        if seat in self.matrix.latched:
            self.chosen |= self.matrix.latched

    @rule(seat=SEATS)
    def toggle_listen(self, seat: int) -> None:
        self.matrix.toggle_listen(seat)

    @rule(seat=SEATS)
    def toggle_hold(self, seat: int) -> None:
        self.matrix.toggle_hold(seat)

    @rule(mode=st.sampled_from(AudioMode))
    def set_mode(self, mode: AudioMode) -> None:
        self.matrix.set_mode(mode)

    @rule()
    def close_voice(self) -> None:
        self.matrix.close_voice()
        assert not self.matrix.talking
        self.lasting = None

    @rule()
    def ask_all_call(self) -> None:
        before = self._gates()
        self.matrix.ask_all_call()
        assert self._gates() == before, "asking opens nothing"

    @rule()
    def press_all_call(self) -> None:
        if self.matrix.all_call is AllCall.CONFIRMING:
            for seat in sorted(self.down):  # a pressed key does not outlast the all-call: let it go first
                self._let_go(seat, 1.0)
            self.lasting = self._gates()
        self.matrix.press_all_call()

    @rule(end=st.sampled_from([TalkMatrix.release_all_call, TalkMatrix.cancel_all_call]))
    def end_all_call(self, end: Callable[[TalkMatrix], None]) -> None:
        was_speaking = self.matrix.all_call is AllCall.SPEAKING
        end(self.matrix)
        if was_speaking and self.lasting is not None:
            now = self._gates()
            for seat, gates in self.lasting.items():
                if seat in now and not self._pauses_may_differ():
                    assert now[seat] == gates, "what was is restored"
            self.lasting = None

    def _pauses_may_differ(self) -> bool:
        """A booth that left during the all-call takes its talk along, and with it the pause of others."""
        return self.lasting is not None and any(seat not in self.lasting for seat in range(1, 7))

    def _gates(self) -> dict[int, DeskGates]:
        return {seat: self.matrix.gates(seat) for seat in range(1, 7)}

    @invariant()
    def talk_goes_to_one_unless_chosen_or_all_call(self) -> None:
        talking = {seat for seat, gates in self._gates().items() if gates.talk}
        assert talking == self.matrix.talking
        if self.matrix.all_call is not AllCall.SPEAKING and len(talking) > 1:
            assert talking <= self.chosen

    @invariant()
    def the_speaker_carries_nobody_to_a_booth_that_is_talked_to(self) -> None:
        if self.matrix.mode is AudioMode.SPEAKER:
            for seat, gates in self._gates().items():
                assert not (gates.listen and self.matrix.talking - {seat})

    @invariant()
    def hold_has_nothing_open_outside_an_all_call(self) -> None:
        for gates in self._gates().values():
            if gates.hold and not gates.all_call:
                assert gates == DeskGates(hold=True)
            if gates.hold:
                assert not any((gates.listen, gates.see, gates.paused))

    @invariant()
    def an_all_call_reaches_all_and_hears_nobody(self) -> None:
        gates = self._gates()
        if self.matrix.all_call is AllCall.SPEAKING:
            assert all(gates[seat].talk and gates[seat].all_call for seat in self.matrix.seats)
            assert not any(each.listen or each.paused for each in gates.values())
        else:
            assert not any(each.all_call for each in gates.values())

    @invariant()
    def a_booth_knows_whether_it_is_talked_to_alone(self) -> None:
        several = len(self.matrix.talking) > 1
        assert all(gates.shared == (gates.talk and several) for gates in self._gates().values())

    @invariant()
    def the_channels_end_keeps_from_nobody_what_the_matrix_gives(self) -> None:
        assert all(gates == gates.effective() for gates in self._gates().values())

    @invariant()
    def the_officer_is_seen_exactly_where_talk_or_listen_is_open(self) -> None:
        assert all(gates.picture == (gates.talk or gates.listen) for gates in self._gates().values())


def test_the_matrix_keeps_its_promises_under_any_sequence_of_keys() -> None:
    run_state_machine_as_test(
        MatrixUnderKeys, settings=settings(max_examples=150, stateful_step_count=40, deadline=None)
    )


def test_the_properties_catch_a_matrix_that_does_not_pause() -> None:
    """The control: with the pause of speaker mode off, the same machine fails."""

    class NeverPausing(TalkMatrix):
        def gates(self, seat: int) -> DeskGates:
            gates = super().gates(seat)
            return replace(gates, listen=True, picture=True) if gates.paused else gates

    class Careless(MatrixUnderKeys):
        matrix_class = NeverPausing

    quiet = settings(
        max_examples=300, deadline=None, database=None, phases=[Phase.generate], derandomize=True
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Careless, settings=quiet)
