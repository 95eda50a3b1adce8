"""What the booth says by itself on which screen, and when again.

Responsible for: the prompt of each screen, the signs of life for somebody who waits. Not for: whether it may
speak now (``visit``), nor the sound (``runtime.sound``).
"""

from __future__ import annotations

from booth_client.config import Times
from booth_client.core.capture import CARD
from booth_client.core.commands import Prompt
from booth_client.core.shots import Shot
from booth_client.core.snapshot import Screen

_PROMPTS = {
    Screen.READY: Prompt.WELCOME,
    Screen.UNAVAILABLE: Prompt.UNAVAILABLE,
    Screen.FAULT: Prompt.FAULT,
    Screen.CONSENT: Prompt.CONSENT,
    Screen.IDENTITY: Prompt.IDENTITY,
    Screen.NIK: Prompt.NIK,
    Screen.KPJ: Prompt.KPJ,
    Screen.CLAIM: Prompt.CLAIM,
    Screen.CLAIM_QUESTION: Prompt.CLAIM_QUESTION,
    Screen.DOCUMENTS: Prompt.DOCUMENTS,
    Screen.LOOK: Prompt.LOOK,
    Screen.SUMMARY: Prompt.SUMMARY,
    Screen.SLIP: Prompt.SLIP,
    Screen.RATING: Prompt.RATING,
    Screen.CALLING: Prompt.CALLING,
    Screen.WAITING: Prompt.WAITING,
    Screen.PARKED: Prompt.PARKED,
    Screen.HOLD: Prompt.HOLD,
    Screen.RECONNECTING: Prompt.RECONNECTING,
    Screen.ENDED: Prompt.TAKE_BACK,
}
_LATER = (Screen.READY, Screen.UNAVAILABLE, Screen.FAULT, Screen.PARKED, Screen.HOLD)
"""An idle booth speaks when it is asked; a parked one waits a little: the officer is often back."""


def prompt_of(screen: Screen) -> Prompt | None:
    """What ULANGI SUARA says there; None where the officer speaks."""
    return _PROMPTS.get(screen)


def speaks_at_once(screen: Screen) -> bool:
    """Whether its prompt is spoken as soon as the screen comes."""
    return screen not in _LATER


def prompt_of_shot(shot: Shot | None) -> Prompt:
    """What is said when this picture is asked for; None: it is that of a face."""
    if shot is None:
        return Prompt.CAPTURE_FACE
    if shot.back:
        return Prompt.CAPTURE_BACK
    return Prompt.CAPTURE_CARD if shot.form is CARD else Prompt.CAPTURE_PAGE


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
