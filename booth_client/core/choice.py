"""What the participant comes for: the claim, and the questions that decide which papers it needs.

Responsible for: the claims on offer, the one that was chosen, answers, the checklist that follows. Not for:
when these pages come (``way``), pictures (``papers``), nor what a rule says (``channel.rules.claims``).
"""

from __future__ import annotations

from typing import Final

from booth_client.core.pages import AskedQuestion, ClaimChoice
from channel.rules.claims import AnswerId, Checklist, Document, Question, QuestionId, Rule, Text
from channel.wire.claims import ClaimOffered, ClaimsOffered

RULES_WAIT_S: Final = 20.0
"""So long somebody waits for the claims on offer; then the officer asks them what they come for."""


class Choice:
    """Of one visit."""

    def __init__(self) -> None:
        self._offered: tuple[ClaimOffered, ...] = ()
        self._claim = ""
        self._answers: dict[QuestionId, AnswerId] = {}
        """Those to questions that nobody would ask now are kept: the participant may change their mind."""
        self._at: QuestionId | None = None
        self._waits_since_s: float | None = None

    # ------------------------------------------------------------ claims

    def hear(self, offered: ClaimsOffered) -> None:
        self._offered = offered.claims

    @property
    def waits_for_rules(self) -> bool:
        return not self._offered

    def waited_too_long(self, *, on_page: bool, now_s: float) -> bool:
        """``on_page``: somebody is just shown that the claims are on their way."""
        if not on_page or not self.waits_for_rules:
            self._waits_since_s = None
            return False
        since_s = self._waits_since_s = now_s if self._waits_since_s is None else self._waits_since_s
        return now_s - since_s >= RULES_WAIT_S

    @property
    def claims(self) -> tuple[ClaimChoice, ...]:
        return tuple(ClaimChoice(one.claim, one.sentence, one.name) for one in self._offered)

    def choose(self, claim: str) -> bool:
        """False: it is not on offer."""
        if all(one.claim != claim for one in self._offered):
            return False
        self._claim, self._at = claim, None
        return True

    @property
    def claim(self) -> str:
        """The word for the facts; empty until it was chosen."""
        return "" if self._chosen is None else self._claim

    @property
    def name(self) -> Text | None:
        return None if self._chosen is None else self._chosen.name

    @property
    def rules_version(self) -> str:
        return "" if self._chosen is None else self._chosen.rules_version

    @property
    def rule(self) -> Rule | None:
        """None: only the officer knows what it needs."""
        return None if self._chosen is None else self._chosen.rule

    @property
    def _chosen(self) -> ClaimOffered | None:
        return next((one for one in self._offered if one.claim == self._claim), None)

    def document(self, kind: str) -> Document | None:
        """What is known of a kind of document, from the chosen claim or else from any other."""
        rules = [self.rule, *(one.rule for one in self._offered)]
        every = (
            one for rule in rules if rule is not None for need in rule.requirements for one in need.one_of
        )
        return next((one for one in every if one.id == kind), None)

    # ------------------------------------------------------------ questions

    @property
    def checklist(self) -> Checklist | None:
        return None if self.rule is None else self.rule.checklist(self._answers)

    @property
    def answers(self) -> dict[str, str]:
        """Those that count."""
        checklist = self.checklist
        return {} if checklist is None else {str(name): str(said) for name, said in checklist.answers}

    def _asked(self) -> list[Question]:
        """What has been answered and is still to be asked, as far as it is certain, in order."""
        rule, checklist = self.rule, self.checklist
        if rule is None or checklist is None:
            return []
        names = {name for name, _ in checklist.answers} | {one.id for one in checklist.to_ask[:1]}
        return [question for question in rule.questions if question.id in names]

    def _place(self) -> int:
        asked = self._asked()
        return next((at for at, one in enumerate(asked) if one.id == self._at), len(asked))

    def question(self) -> AskedQuestion | None:
        """The one that is asked now."""
        asked, place = self._asked(), self._place()
        if place >= len(asked):
            return None
        one = asked[place]
        answers = tuple((str(answer.id), answer.text) for answer in one.answers)
        return AskedQuestion(one.text, answers, self._answers.get(one.id, ""), place + 1)

    def to_ask(self) -> bool:
        """Go to the first question without an answer. False: there is none."""
        checklist = self.checklist
        to_ask = () if checklist is None else checklist.to_ask
        self._at = to_ask[0].id if to_ask else None
        return bool(to_ask)

    def answer(self, answer: str) -> bool:
        """False: it is no answer to what is asked."""
        asked, place = self._asked(), self._place()
        if place >= len(asked) or asked[place].answer(AnswerId(answer)) is None:
            return False
        self._answers[asked[place].id] = AnswerId(answer)
        return True

    def next(self) -> bool:
        """On to the question after this one, which is answered. False: there is none."""
        asked, place = self._asked(), self._place() + 1
        self._at = asked[place].id if place < len(asked) else None
        return self._at is not None

    def back(self) -> bool:
        """To the question before this one, or to the last. False: there is none."""
        asked, place = self._asked(), self._place()
        self._at = asked[place - 1].id if place > 0 else None
        return self._at is not None
