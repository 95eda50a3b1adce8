from __future__ import annotations

from booth_client.runtime.operator_pin import LOCKED_S, TRIES_MOST, OperatorPin, PinAnswer, hash_pin

HASH = hash_pin("4711")


def test_only_the_right_pin_is_right() -> None:
    pin = OperatorPin(HASH)
    assert pin.check("4711", 0.0) is PinAnswer.RIGHT
    assert pin.check("4712", 0.0) is PinAnswer.WRONG
    assert pin.check("", 0.0) is PinAnswer.WRONG


def test_the_hash_does_not_hold_the_pin() -> None:
    assert "4711" not in HASH.split("$")
    assert hash_pin("4711") != HASH


def test_after_some_wrong_ones_even_the_right_one_has_to_wait() -> None:
    pin = OperatorPin(HASH)
    answers = [pin.check("0000", 0.0) for _ in range(TRIES_MOST)]
    assert answers == [PinAnswer.WRONG] * (TRIES_MOST - 1) + [PinAnswer.LOCKED]
    assert pin.check("4711", LOCKED_S - 1) is PinAnswer.LOCKED
    assert pin.check("4711", LOCKED_S + 1) is PinAnswer.RIGHT


def test_without_a_pin_in_the_configuration_none_is_right() -> None:
    assert OperatorPin("").check("", 0.0) is PinAnswer.NOT_SET
    assert OperatorPin("").check("0000", 0.0) is PinAnswer.NOT_SET


def test_a_broken_hash_lets_nobody_out() -> None:
    assert OperatorPin("not a hash").check("4711", 0.0) is PinAnswer.WRONG
