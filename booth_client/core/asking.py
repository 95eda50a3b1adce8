"""The question that lies over the screen until it is answered, or nobody has answered it.

Responsible for: which one, and until when. Not for: when it is asked, or what follows (``visit``).
"""

from __future__ import annotations

from booth_client.core.snapshot import Question

_OUTLIVES_STEPS = (Question.STILL_HERE, Question.END)
"""Still asked when an officer takes the visit, or puts it back."""


class Asking:
    """Attribute ``question``: None for none."""

    def __init__(self, answer_s: float) -> None:
        self.question: Question | None = None
        self._answer_s = answer_s
        self._asked_s = 0.0

    def ask(self, question: Question, now_s: float) -> None:
        self.question, self._asked_s = question, now_s

    def take(self) -> Question | None:
        """It is answered."""
        question, self.question = self.question, None
        return question

    def withdraw(self, question: Question) -> None:
        """It needs no answer any more."""
        if self.question is question:
            self.question = None

    def take_unanswered(self, now_s: float) -> Question | None:
        """The question that nobody has answered; once."""
        return self.take() if self.question is not None and now_s - self._asked_s >= self._answer_s else None

    def follow(self, *, goes_on: bool) -> None:
        """The visit is at another step; ``goes_on``: it is the same one still."""
        if not (goes_on and self.question in _OUTLIVES_STEPS):
            self.question = None
