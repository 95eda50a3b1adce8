"""What the booth says by itself on which screen, and when again.

Responsible for: the prompt of each screen, the signs of life for somebody who waits. Not for: whether it may
speak now (``visit``), nor the sound (``runtime.sound``).
"""

from __future__ import annotations

from booth_client.config import Times
from booth_client.core.commands import Prompt
from booth_client.core.snapshot import Screen

_PROMPTS = {
    Screen.READY: Prompt.WELCOME,
    Screen.UNAVAILABLE: Prompt.UNAVAILABLE,
    Screen.FAULT: Prompt.FAULT,
    Screen.CONSENT: Prompt.CONSENT,
    Screen.CALLING: Prompt.CALLING,
    Screen.WAITING: Prompt.WAITING,
    Screen.PARKED: Prompt.PARKED,
    Screen.HOLD: Prompt.HOLD,
    Screen.RECONNECTING: Prompt.RECONNECTING,
    Screen.ENDED: Prompt.TAKE_BACK,
}
_AT_ONCE = (Screen.CONSENT, Screen.CALLING, Screen.WAITING, Screen.RECONNECTING, Screen.ENDED)


def prompt_of(screen: Screen) -> Prompt | None:
    """What ULANGI SUARA says there; None where the officer speaks."""
    return _PROMPTS.get(screen)


def prompt_on_entering(screen: Screen) -> Prompt | None:
    """What is said as soon as the screen comes. A parked booth waits a little: the officer is often back."""
    return _PROMPTS[screen] if screen in _AT_ONCE else None


class SignsOfLife:
    """For a participant who waits in the queue, parked or on hold: they are not forgotten."""

    def __init__(self, times: Times) -> None:
        self._times = times
        self._due_s: float | None = None
        self._next: Prompt = Prompt.STILL_WAITING

    def follow(self, screen: Screen, now_s: float) -> None:
        """The screen has changed."""
        self._next = Prompt.STILL_WAITING
        match screen:
            case Screen.PARKED | Screen.HOLD:
                self._due_s = now_s + self._times.first_sign_s
                self._next = _PROMPTS[screen]
            case Screen.WAITING:
                self._due_s = now_s + self._times.next_sign_s
            case _:
                self._due_s = None

    def take(self, now_s: float) -> Prompt | None:
        """The sign that is due, if one is; it counts as given."""
        if self._due_s is None or now_s < self._due_s:
            return None
        sign, self._next = self._next, Prompt.STILL_WAITING
        self._due_s = now_s + self._times.next_sign_s
        return sign
