"""The operator's PIN that leaves kiosk mode.

Responsible for: checking it against its Argon2 hash, and making guessing slow. Not for: asking for it.
Checking takes a tenth of a second, on the calling thread.
"""

from __future__ import annotations

from enum import Enum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

TRIES_MOST = 5
LOCKED_S = 60.0


class PinAnswer(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    """Too many wrong ones: none is looked at for a minute."""
    NOT_SET = "not_set"


def hash_pin(pin: str) -> str:
    """What goes into the configuration."""
    return PasswordHasher().hash(pin)


class OperatorPin:
    """``argon2`` empty: no PIN is right."""

    def __init__(self, argon2: str) -> None:
        self._argon2 = argon2
        self._wrong = 0
        self._locked_until_s = float("-inf")

    def check(self, pin: str, now_s: float) -> PinAnswer:
        """``now_s``: monotonic seconds."""
        if not self._argon2:
            return PinAnswer.NOT_SET
        if now_s < self._locked_until_s:
            return PinAnswer.LOCKED
        try:
            PasswordHasher().verify(self._argon2, pin)
        except (VerificationError, InvalidHashError):
            self._wrong += 1
            if self._wrong < TRIES_MOST:
                return PinAnswer.WRONG
            self._wrong, self._locked_until_s = 0, now_s + LOCKED_S
            return PinAnswer.LOCKED
        self._wrong = 0
        return PinAnswer.RIGHT
