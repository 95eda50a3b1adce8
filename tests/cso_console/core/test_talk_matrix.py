"""The keys for talk and listen, one rule a test; ``test_hold_and_all_call`` has the rest of the matrix."""

from __future__ import annotations

from channel.core.gates import DeskGates
from cso_console.core.snapshot import AudioMode
from cso_console.core.talk_matrix import TAP_S, Attention
from tests.cso_console.core.matrices import LISTENING, PARKED, PAUSED, TALKING, matrix_of, tap


def test_everything_is_shut_at_the_start() -> None:
    matrix = matrix_of()
    assert [matrix.gates(seat) for seat in range(1, 7)] == [PARKED] * 6
    assert {matrix.attention(seat) for seat in range(1, 7)} == {Attention.PARKED}
    assert not matrix.talking


def test_a_seat_without_a_channel_is_shut_and_cannot_be_opened() -> None:
    matrix = matrix_of(1)
    matrix.press(2, 0.0)
    matrix.add_talk(2)
    matrix.toggle_listen(2)
    matrix.toggle_hold(2)
    assert matrix.gates(2) == DeskGates()
    assert not matrix.talking


def test_talk_opens_on_key_down_and_opens_listen_too() -> None:
    matrix = matrix_of()
    matrix.press(2, 0.0)
    assert matrix.gates(2) == TALKING
    assert matrix.attention(2) is Attention.ADDRESSED


def test_a_tap_latches_talk_and_asks_for_the_focus() -> None:
    matrix = matrix_of()
    matrix.press(2, 0.0)
    assert matrix.release(2, TAP_S - 0.001)
    assert matrix.gates(2) == TALKING
    assert matrix.latched == {2}


def test_a_longer_press_leaves_the_focus_and_shuts_talk_on_release() -> None:
    matrix = matrix_of()
    matrix.press(2, 0.0)
    assert not matrix.release(2, TAP_S)
    assert matrix.gates(2) == PARKED


def test_a_longer_press_gives_back_the_talk_that_was_latched_before() -> None:
    matrix = matrix_of()
    tap(matrix, 4)
    matrix.press(2, 1.0)
    assert matrix.talking == {2}
    matrix.release(2, 3.0)
    assert matrix.talking == {4}
    assert matrix.gates(4) == TALKING


def test_a_tap_on_the_latched_booth_closes_it_and_leaves_the_focus() -> None:
    matrix = matrix_of()
    tap(matrix, 2)
    assert not tap(matrix, 2)
    assert not matrix.talking


def test_a_long_press_on_the_latched_booth_leaves_it_latched() -> None:
    matrix = matrix_of()
    tap(matrix, 2)
    matrix.press(2, 1.0)
    matrix.release(2, 3.0)
    assert matrix.talking == {2}


def test_opening_talk_to_one_shuts_talk_to_the_others() -> None:
    matrix = matrix_of()
    tap(matrix, 2)
    tap(matrix, 5)
    assert matrix.talking == {5}


def test_add_talk_keeps_the_others_because_the_officer_chose_so() -> None:
    matrix = matrix_of()
    tap(matrix, 2)
    matrix.add_talk(5)
    assert matrix.talking == {2, 5}
    tap(matrix, 5)
    assert matrix.talking == {2}


def test_a_pressed_key_speaks_to_that_booth_alone_also_when_several_are_latched() -> None:
    matrix = matrix_of()
    tap(matrix, 1)
    matrix.add_talk(2)
    matrix.press(1, 1.0)
    assert matrix.talking == {1}
    matrix.release(1, 3.0)
    assert matrix.talking == {1, 2}


def test_the_newest_of_two_pressed_keys_counts_and_the_older_release_is_ignored() -> None:
    matrix = matrix_of()
    matrix.press(1, 0.0)
    matrix.press(2, 0.5)
    assert matrix.talking == {2}
    assert not matrix.release(1, 0.6)
    assert matrix.talking == {2}
    matrix.release(2, 2.0)
    assert not matrix.talking


def test_auto_repeat_does_not_turn_a_long_press_into_a_tap() -> None:
    matrix = matrix_of()
    matrix.press(1, 0.0)
    matrix.press(1, 0.9)
    matrix.release(1, 1.0)
    assert not matrix.talking


def test_keys_that_the_window_let_go_never_latch() -> None:
    matrix = matrix_of()
    tap(matrix, 3)
    matrix.press(1, 0.0)
    matrix.drop_keys()
    assert matrix.talking == {3}
    assert not matrix.release(1, 0.1)
    assert matrix.talking == {3}


def test_closing_talk_gives_listen_back_its_former_state() -> None:
    matrix = matrix_of()
    matrix.toggle_listen(1)
    for seat in (1, 2):
        tap(matrix, seat)
        tap(matrix, seat)
    assert matrix.gates(1) == LISTENING
    assert matrix.gates(2) == PARKED


def test_listening_shut_by_hand_during_talk_leaves_talk_alone_and_stays_shut_after_it() -> None:
    matrix = matrix_of()
    matrix.toggle_listen(1)
    tap(matrix, 1)
    matrix.toggle_listen(1)
    assert matrix.gates(1) == DeskGates(talk=True, see=True, picture=True)
    tap(matrix, 1)
    assert matrix.gates(1) == PARKED


def test_listening_shut_by_hand_stays_shut_when_a_momentary_talk_elsewhere_gives_talk_back() -> None:
    matrix = matrix_of()
    tap(matrix, 1)
    matrix.toggle_listen(1)
    matrix.press(2, 1.0)
    matrix.release(2, 3.0)
    assert matrix.gates(1) == DeskGates(talk=True, see=True, picture=True)


def test_the_next_talk_opens_listen_again_after_it_was_shut_by_hand() -> None:
    matrix = matrix_of()
    tap(matrix, 1)
    matrix.toggle_listen(1)
    tap(matrix, 1)
    tap(matrix, 1)
    assert matrix.gates(1) == TALKING


def test_listening_opened_by_hand_during_talk_lasts() -> None:
    matrix = matrix_of()
    tap(matrix, 1)
    matrix.toggle_listen(1)
    matrix.toggle_listen(1)
    tap(matrix, 1)
    assert matrix.gates(1) == LISTENING


def test_speaker_mode_pauses_listening_to_all_others_while_talk_is_open() -> None:
    matrix = matrix_of()
    matrix.toggle_listen(1)
    matrix.toggle_listen(2)
    tap(matrix, 4)
    assert matrix.gates(1) == PAUSED
    assert matrix.gates(2) == PAUSED
    assert matrix.gates(3) == PARKED
    assert matrix.attention(1) is Attention.PARKED
    tap(matrix, 4)
    assert matrix.gates(1) == LISTENING


def test_speaker_mode_pauses_both_booths_that_are_talked_to_at_once() -> None:
    matrix = matrix_of()
    tap(matrix, 1)
    matrix.add_talk(2)
    talk_only = DeskGates(talk=True, see=True, picture=True, paused=True, shared=True)
    assert matrix.gates(1) == talk_only
    assert matrix.gates(2) == talk_only
    tap(matrix, 2)
    assert matrix.gates(1) == TALKING


def test_headset_mode_keeps_monitoring_while_talk_is_open() -> None:
    matrix = matrix_of(mode=AudioMode.HEADSET)
    matrix.toggle_listen(1)
    tap(matrix, 4)
    assert matrix.gates(1) == LISTENING
    assert matrix.gates(4) == TALKING


def test_going_back_to_the_speaker_pauses_at_once() -> None:
    matrix = matrix_of(mode=AudioMode.HEADSET)
    matrix.toggle_listen(1)
    tap(matrix, 4)
    matrix.set_mode(AudioMode.SPEAKER)
    assert matrix.gates(1) == PAUSED


def test_a_paused_listening_can_be_taken_back() -> None:
    matrix = matrix_of()
    matrix.toggle_listen(1)
    tap(matrix, 4)
    matrix.toggle_listen(1)
    tap(matrix, 4)
    assert matrix.gates(1) == PARKED


def test_seats_stand_from_left_to_right_in_headset_mode_only() -> None:
    assert [matrix_of(mode=AudioMode.HEADSET).pan(seat) for seat in (1, 6)] == [-1.0, 1.0]
    places = [matrix_of(mode=AudioMode.HEADSET).pan(seat) or 0.0 for seat in range(1, 7)]
    assert places == sorted(places)
    assert matrix_of().pan(1) is None
