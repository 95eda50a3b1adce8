"""What a claim needs: which documents, depending on which answers, by the rule that was in force on a day.

Responsible for: rules as values, the checklist that follows from a participant's answers, what is still to be
asked, and whether what was handed in is enough. Not for: the files that rules come from (``claim_files``),
asking or showing anything, or the last word, which is the officer's.

All of it is frozen and can travel as JSON by msgspec: a ``Rule`` carries the texts of its own questions and
documents, so whoever has it needs nothing else. Texts are in Indonesian and English.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NewType

import msgspec

DocumentId = NewType("DocumentId", str)
QuestionId = NewType("QuestionId", str)
AnswerId = NewType("AnswerId", str)
Answers = Mapping[QuestionId, AnswerId]


class ClaimKind(StrEnum):
    """What a participant comes for."""

    JHT = "JHT"
    JKK = "JKK"
    JKM = "JKM"
    JP = "JP"
    QUESTION = "question"
    """To ask something: needs no documents."""

    @property
    def word(self) -> str:
        """How a case's facts name it."""
        return self.value.lower()

    @classmethod
    def of_word(cls, word: str) -> ClaimKind | None:
        """None: there is no such claim."""
        return next((kind for kind in cls if kind.word == word), None)


class Form(StrEnum):
    """What a document is, as far as the camera is concerned."""

    CARD = "card"
    """ID-1, 85.60 × 53.98 mm (ISO/IEC 7810)."""
    A4 = "a4"
    BOOKLET = "booklet"
    """An open page of a bank book, passport or marriage book: no one size."""
    PORTRAIT = "portrait"
    """A picture of the participant's own face."""


class Need(StrEnum):
    MANDATORY = "mandatory"
    IF_APPLICABLE = "if_applicable"
    """Wanted when there is such a paper; a claim is complete without it."""


@dataclass(frozen=True)
class Text:
    id: str
    en: str

    def of(self, language: str) -> str:
        """``language``: ``en``; anything else is Indonesian."""
        return self.en if language == "en" else self.id


@dataclass(frozen=True)
class Document:
    """One kind of paper. ``hint``: what to look for, e.g. whose name it has to carry."""

    id: DocumentId
    name: Text
    hint: Text | None
    form: Form
    front_and_back: bool
    several_pages: bool
    pieces: int
    """How many of it: 2 for the cards of two witnesses."""

    @property
    def least_pictures(self) -> int:
        return self.pieces * (2 if self.front_and_back else 1)


@dataclass(frozen=True)
class Given:
    """That ``question`` was answered by one of ``answers``."""

    question: QuestionId
    answers: tuple[AnswerId, ...]


@dataclass(frozen=True)
class Case:
    """All of ``given`` together; without any it always holds."""

    given: tuple[Given, ...] = ()

    def holds(self, answers: Answers) -> bool | None:
        """None: that depends on questions without an answer yet."""
        told = [answers[one.question] in one.answers for one in self.given if one.question in answers]
        if not all(told):
            return False
        return True if len(told) == len(self.given) else None


Cases = tuple[Case, ...]
"""Holds when any of them does. A case names every question that it depends on, those behind others too."""


def holds(cases: Cases, answers: Answers) -> bool | None:
    """None: not known yet."""
    states = [case.holds(answers) for case in cases]
    return True if True in states else (None if None in states else False)


@dataclass(frozen=True)
class Answer:
    id: AnswerId
    text: Text


@dataclass(frozen=True)
class Question:
    """``when``: it is asked in these cases only."""

    id: QuestionId
    text: Text
    answers: tuple[Answer, ...]
    when: Cases

    def answer(self, id_: AnswerId) -> Answer | None:
        return next((answer for answer in self.answers if answer.id == id_), None)


@dataclass(frozen=True)
class Requirement:
    """Any one document of ``one_of`` is wanted; the first is the usual one."""

    one_of: tuple[Document, ...]
    need: Need
    when: Cases


@dataclass(frozen=True)
class Note:
    """Something to know that is no document, such as a waiting period."""

    text: Text
    when: Cases


@dataclass(frozen=True)
class Because:
    """An answer for which a document is wanted, in words."""

    question: Text
    answer: Text


@dataclass(frozen=True)
class Item:
    """A requirement that applies. ``because`` is empty for what everybody brings."""

    one_of: tuple[Document, ...]
    need: Need
    because: tuple[Because, ...]

    @property
    def id(self) -> DocumentId:
        """The usual document's; no two items of a checklist share a document."""
        return self.one_of[0].id

    def name(self, language: str) -> str:
        joint = " or " if language == "en" else " atau "
        return joint.join(document.name.of(language) for document in self.one_of)

    def reason(self, language: str) -> str:
        """Why it is wanted, in one line."""
        if not self.because:
            return "Always needed." if language == "en" else "Selalu diperlukan."
        because = [f"{one.question.of(language)} {one.answer.of(language)}." for one in self.because]
        return " ".join(because)

    def line(self, language: str) -> str:
        """Name, how many, what to look for."""
        name, usual = self.name(language), self.one_of[0]
        counted = f"{name} ({usual.pieces}×)" if usual.pieces > 1 else name
        hint = usual.hint if len(self.one_of) == 1 else None
        return f"{counted}. {hint.of(language)}" if hint is not None else counted


@dataclass(frozen=True)
class Completeness:
    """What a claim lacks. ``missing``: mandatory; ``wanted``: if applicable, and not there; ``to_ask``: as in
    the checklist."""

    missing: tuple[Item, ...]
    wanted: tuple[Item, ...]
    to_ask: tuple[Question, ...]

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.to_ask

    def what_to_bring(self, language: str) -> tuple[str, ...]:
        """A line for each missing document: its name, how many, what to look for. Empty when complete."""
        return tuple(line.of(language) for line in self.to_bring)

    @property
    def to_bring(self) -> tuple[Text, ...]:
        """The same in both languages."""
        return tuple(Text(item.line("id"), item.line("en")) for item in self.missing)

    def sentence(self, language: str) -> str:
        """For the screen and the slip."""
        if self.missing:
            names = ", ".join(item.name(language) for item in self.missing)
            if language == "en":
                return f"Your papers are not complete yet. Please bring: {names}."
            return f"Berkas belum lengkap. Bawa: {names}."
        if self.to_ask:
            if language == "en":
                return "Some questions are still open."
            return "Masih ada pertanyaan yang belum dijawab."
        return "Your papers are complete." if language == "en" else "Berkas lengkap."


@dataclass(frozen=True)
class Checklist:
    """What follows from answers. ``answers``: those that counted; ``to_ask``: in the order of asking."""

    answers: tuple[tuple[QuestionId, AnswerId], ...]
    items: tuple[Item, ...]
    notes: tuple[Text, ...]
    to_ask: tuple[Question, ...]

    def completeness(
        self, handed_in: Collection[DocumentId], waived: Collection[DocumentId] = ()
    ) -> Completeness:
        """``waived``: ids of items that the officer does without, be it that they do not apply."""
        open_ = [
            item
            for item in self.items
            if item.id not in waived and not any(document.id in handed_in for document in item.one_of)
        ]
        return Completeness(
            missing=tuple(item for item in open_ if item.need is Need.MANDATORY),
            wanted=tuple(item for item in open_ if item.need is Need.IF_APPLICABLE),
            to_ask=self.to_ask,
        )


@dataclass(frozen=True)
class Rule:
    """What a claim needs from ``valid_from`` to ``valid_until``, both included; None: until further notice.

    ``questions``: all that anything here depends on, each after those that it depends on itself.
    """

    kind: ClaimKind
    valid_from: date
    valid_until: date | None
    source: str
    questions: tuple[Question, ...]
    requirements: tuple[Requirement, ...]
    notes: tuple[Note, ...]

    @cached_property
    def version(self) -> str:
        """Such as ``JHT 2024-01-01 5f0c3b9a12de``: changes when any text or condition does, and not with the
        layout of a file. For a case to tell which rule was applied to it."""
        digest = hashlib.sha256(msgspec.json.encode(self)).hexdigest()
        return f"{self.kind} {self.valid_from} {digest[:12]}"

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def settled(self, answers: Answers) -> dict[QuestionId, AnswerId]:
        """The answers that count: to questions of this rule that are asked, given what was answered before.

        Somebody who goes back and answers otherwise leaves answers behind that nobody would ask for now.
        """
        kept: dict[QuestionId, AnswerId] = {}
        for question in self.questions:
            answer = answers.get(question.id)
            if answer is not None and question.answer(answer) and holds(question.when, kept):
                kept[question.id] = answer
        return kept

    def checklist(self, answers: Answers) -> Checklist:
        """What is certain already; the rest depends on ``to_ask``."""
        kept = self.settled(answers)
        items = tuple(
            Item(requirement.one_of, requirement.need, self._because(requirement.when, kept))
            for requirement in self.requirements
            if holds(requirement.when, kept)
        )
        notes = tuple(note.text for note in self.notes if holds(note.when, kept))
        return Checklist(tuple(kept.items()), items, notes, self._to_ask(kept))

    def _to_ask(self, kept: Answers) -> tuple[Question, ...]:
        """Questions without an answer on which something still depends, as far as it is certain that they
        are asked; the first always is when there are any."""
        conditions = [requirement.when for requirement in self.requirements]
        conditions += [note.when for note in self.notes]
        undecided = {
            given.question
            for cases in conditions
            if holds(cases, kept) is None
            for case in cases
            if case.holds(kept) is None
            for given in case.given
        }
        return tuple(
            question
            for question in self.questions
            if question.id in undecided and question.id not in kept and holds(question.when, kept)
        )

    def _because(self, cases: Cases, kept: Answers) -> tuple[Because, ...]:
        case = next(case for case in cases if case.holds(kept))
        given = {one.question for one in case.given}
        told = ((q.text, q.answer(kept[q.id])) for q in self.questions if q.id in given)
        return tuple(Because(text, answer.text) for text, answer in told if answer is not None)


@dataclass(frozen=True)
class Claim:
    """``sentence``: how a participant says it. ``rules``: by date, never two on one day."""

    kind: ClaimKind
    name: Text
    sentence: Text
    rules: tuple[Rule, ...]

    def rule_on(self, day: date) -> Rule | None:
        """None: on that day the claim was not to be had, or nobody has written down what it needs."""
        return next((rule for rule in self.rules if rule.is_in_force(day)), None)


@dataclass(frozen=True)
class ClaimRules:
    """All claims of a branch, in the order of ``ClaimKind``."""

    claims: tuple[Claim, ...]

    @cached_property
    def version(self) -> str:
        """Of all of it together; 12 hexadecimal digits."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:12]

    def claim(self, kind: ClaimKind) -> Claim | None:
        return next((claim for claim in self.claims if claim.kind is kind), None)
