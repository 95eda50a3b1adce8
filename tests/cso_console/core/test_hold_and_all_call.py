"""Hold, consent and all-call in the talk matrix, one rule a test."""

from __future__ import annotations

from channel.core.gates import DeskGates
from cso_console.core.snapshot import AllCall, AudioMode
from cso_console.core.talk_matrix import Attention, TalkMatrix
from tests.cso_console.core.matrices import HELD, LISTENING, PARKED, TALKING, matrix_of, tap


def test_hold_shuts_both_directions() -> None:
    matrix = matrix_of()
    matrix.toggle_listen(1)
    tap(matrix, 1)
    matrix.toggle_hold(1)
    assert matrix.gates(1) == HELD
    assert matrix.attention(1) is Attention.HOLD


def test_taking_off_the_hold_leaves_the_booth_parked() -> None:
    matrix = matrix_of()
    matrix.toggle_listen(1)
    tap(matrix, 1)
    matrix.toggle_hold(1)
    matrix.toggle_hold(1)
    assert matrix.gates(1) == PARKED


def test_listening_to_a_held_booth_is_refused() -> None:
    matrix = matrix_of()
    matrix.toggle_hold(1)
    matrix.toggle_listen(1)
    assert matrix.gates(1) == HELD
    matrix.toggle_hold(1)
    assert matrix.gates(1) == PARKED


def test_latched_talk_takes_the_booth_off_hold() -> None:
    matrix = matrix_of()
    matrix.toggle_hold(1)
    tap(matrix, 1)
    assert matrix.gates(1) == TALKING
    tap(matrix, 1)
    assert matrix.gates(1) == PARKED


def test_added_talk_takes_the_booth_off_hold() -> None:
    matrix = matrix_of(mode=AudioMode.HEADSET)
    matrix.toggle_hold(1)
    matrix.add_talk(1)
    assert matrix.gates(1) == TALKING


def test_momentary_talk_lifts_the_hold_only_while_the_key_is_down() -> None:
    matrix = matrix_of()
    matrix.toggle_hold(1)
    matrix.press(1, 0.0)
    assert matrix.gates(1) == TALKING
    matrix.release(1, 2.0)
    assert matrix.gates(1) == HELD


def test_hold_during_a_momentary_talk_ends_it() -> None:
    matrix = matrix_of()
    matrix.press(1, 0.0)
    matrix.toggle_hold(1)
    assert matrix.gates(1) == HELD
    assert not matrix.release(1, 0.1)
    assert matrix.gates(1) == HELD


def test_close_voice_shuts_all_talk_and_leaves_listening() -> None:
    matrix = matrix_of()
    matrix.toggle_listen(3)
    tap(matrix, 1)
    matrix.add_talk(2)
    matrix.press(4, 1.0)
    matrix.close_voice()
    assert not matrix.talking
    assert matrix.gates(3) == LISTENING
    assert not matrix.release(4, 1.1)


def test_a_booth_that_declined_is_not_seen_but_can_be_spoken_to_and_heard() -> None:
    matrix = TalkMatrix()
    matrix.join(1, consent=False)
    assert matrix.gates(1) == DeskGates()
    tap(matrix, 1)
    assert matrix.gates(1) == DeskGates(talk=True, listen=True, picture=True)


def test_all_call_has_to_be_confirmed() -> None:
    matrix = matrix_of()
    matrix.press_all_call()
    assert not matrix.talking
    matrix.ask_all_call()
    assert matrix.all_call is AllCall.CONFIRMING
    assert not matrix.talking
    matrix.cancel_all_call()
    matrix.press_all_call()
    assert not matrix.talking


def test_all_call_reaches_everybody_held_booths_too_and_listens_to_nobody() -> None:
    matrix = matrix_of(1, 2, 3)
    matrix.toggle_listen(1)
    matrix.toggle_hold(2)
    matrix.ask_all_call()
    matrix.press_all_call()
    announced = DeskGates(talk=True, see=True, picture=True, all_call=True, shared=True)
    assert matrix.gates(1) == matrix.gates(3) == announced
    assert matrix.gates(2) == DeskGates(talk=True, picture=True, all_call=True, hold=True, shared=True)
    assert matrix.attention(3) is Attention.PARKED


def test_after_an_all_call_exactly_what_was_is_restored() -> None:
    matrix = matrix_of()
    matrix.toggle_listen(1)
    matrix.toggle_hold(2)
    tap(matrix, 4)
    before = [matrix.gates(seat) for seat in range(1, 7)]
    matrix.ask_all_call()
    matrix.press_all_call()
    matrix.press(3, 10.0)
    matrix.toggle_hold(5)
    matrix.toggle_listen(6)
    matrix.add_talk(6)
    matrix.set_mode(AudioMode.HEADSET)
    matrix.release_all_call()
    matrix.release(3, 10.1)
    assert [matrix.gates(seat) for seat in range(1, 7)] == before
    assert matrix.all_call is AllCall.IDLE


def test_a_key_that_was_down_when_the_all_call_began_is_not_given_back() -> None:
    matrix = matrix_of()
    tap(matrix, 4)
    matrix.press(1, 1.0)
    matrix.ask_all_call()
    matrix.press_all_call()
    matrix.release_all_call()
    assert matrix.talking == {4}
    assert not matrix.release(1, 1.1)


def test_a_booth_that_joins_during_an_all_call_hears_it_and_is_parked_afterwards() -> None:
    matrix = matrix_of(1)
    matrix.ask_all_call()
    matrix.press_all_call()
    matrix.join(2, consent=True)
    assert matrix.gates(2).talk
    matrix.leave(1)
    assert matrix.gates(1) == DeskGates()
    matrix.release_all_call()
    assert matrix.gates(2) == PARKED


def test_the_lost_keyboard_and_escape_end_an_all_call() -> None:
    for end in (TalkMatrix.drop_keys, TalkMatrix.close_voice, TalkMatrix.cancel_all_call):
        matrix = matrix_of()
        matrix.ask_all_call()
        matrix.press_all_call()
        end(matrix)
        assert not matrix.talking
        assert matrix.all_call is AllCall.IDLE


def test_there_is_no_all_call_to_nobody() -> None:
    matrix = TalkMatrix()
    matrix.ask_all_call()
    assert matrix.all_call is AllCall.IDLE


def test_a_seat_whose_channel_went_starts_all_shut_when_taken_again() -> None:
    matrix = matrix_of(1, 2)
    matrix.toggle_listen(2)
    tap(matrix, 1)
    matrix.set_gain(1, 2.0)
    matrix.leave(1)
    assert not matrix.talking
    assert matrix.gates(2) == LISTENING
    matrix.join(1, consent=True)
    assert matrix.gates(1) == PARKED
    assert matrix.gain(1) == 1.0


def test_gain_is_kept_between_nothing_and_four() -> None:
    matrix = matrix_of(1)
    matrix.set_gain(1, 9.0)
    assert matrix.gain(1) == 4.0
    matrix.set_gain(1, -1.0)
    assert matrix.gain(1) == 0.0


def test_hold_all_leaves_nothing_open_and_nothing_to_come_back() -> None:
    matrix = matrix_of(1, 2, 3)
    tap(matrix, 1)
    matrix.toggle_listen(2)
    matrix.press(3, 1.0)
    matrix.hold_all()
    assert [matrix.gates(seat) for seat in (1, 2, 3)] == [HELD] * 3
    matrix.toggle_hold(1)
    assert matrix.gates(1) == PARKED
