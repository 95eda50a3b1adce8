"""Claim rules as a branch writes them: ``documents.toml`` and one file for each claim.

Responsible for: the form of these files and what their parts must fulfil together, in words for the branch's
IT. Not for: reading files (the server does, by ``channel.settings``), or what rules mean (``claims``).

A condition is ``when = [{ question = ["answer", …] }, …]``: it holds when one of the tables does, and a table
does when each of its questions has one of the answers listed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from channel.rules.claims import (
    Answer,
    AnswerId,
    Case,
    Cases,
    Claim,
    ClaimKind,
    ClaimRules,
    Document,
    DocumentId,
    Form,
    Given,
    Need,
    Note,
    Question,
    QuestionId,
    Requirement,
    Rule,
    Text,
)

DOCUMENTS = "documents.toml"
"""The file with the documents of all claims; every other one is a claim's."""

RULE_MOST_BYTES = 128 * 1024
"""Of a rule as JSON: all claims on offer travel to a booth in one message."""

Conditions = dict[QuestionId, tuple[AnswerId, ...]]
When = tuple[Conditions, ...]
ALWAYS: When = ({},)


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every table of these files has in common."""


class TextTable(_Table, frozen=True):
    id: Annotated[str, Meta(max_length=300)]
    en: Annotated[str, Meta(max_length=300)]

    def __post_init__(self) -> None:
        if not self.id.strip() or not self.en.strip():
            raise ValueError("the text is needed in both languages, id and en.")


class DocumentTable(_Table, frozen=True):
    name: TextTable
    form: Form
    hint: TextTable | None = None
    front_and_back: bool = False
    several_pages: bool = False
    pieces: Annotated[int, Meta(ge=1, le=9)] = 1

    def __post_init__(self) -> None:
        if self.form is Form.PORTRAIT and (self.front_and_back or self.several_pages or self.pieces > 1):
            raise ValueError("a portrait is one picture: no front_and_back, several_pages or pieces.")
        if self.form is Form.CARD and self.several_pages:
            raise ValueError("a card has no several_pages; use front_and_back or pieces.")
        if self.several_pages and self.front_and_back:
            raise ValueError("several_pages includes their backs: leave front_and_back out.")


class DocumentsFile(_Table, frozen=True):
    documents: dict[DocumentId, DocumentTable]


class QuestionTable(_Table, frozen=True):
    text: TextTable
    answers: dict[AnswerId, TextTable]
    when: When = ALWAYS


class RequirementTable(_Table, frozen=True):
    document: DocumentId
    need: Need
    instead: tuple[DocumentId, ...] = ()
    """Documents of which any one will do as well."""
    when: When = ALWAYS


class NoteTable(_Table, frozen=True):
    text: TextTable
    when: When = ALWAYS


class RuleTable(_Table, frozen=True):
    valid_from: date
    source: str
    valid_until: date | None = None
    documents: tuple[RequirementTable, ...] = ()
    notes: tuple[NoteTable, ...] = ()

    def __post_init__(self) -> None:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from.")
        if not self.source.strip():
            raise ValueError("source is empty; say where the rule comes from.")

    def overlaps(self, other: RuleTable) -> bool:
        return self.valid_from <= (other.valid_until or date.max) and other.valid_from <= (
            self.valid_until or date.max
        )


class ClaimFile(_Table, frozen=True):
    kind: ClaimKind
    name: TextTable
    sentence: TextTable
    rules: tuple[RuleTable, ...]
    questions: dict[QuestionId, QuestionTable] = {}


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong, as a sentence. ``key``: dotted, entries of a list counted from 1; may be empty
    for the whole file."""

    file: str
    key: str
    text: str

    @property
    def sentence(self) -> str:
        return f'"{self.key}": {self.text}' if self.key else self.text

    def __str__(self) -> str:
        return f"{self.file}: {self.sentence}"


class WrongClaimFiles(Exception):
    """The files do not make rules. ``complaints``: all that was found, at least one."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        super().__init__("\n".join(map(str, complaints)))
        self.complaints = tuple(complaints)


def claim_rules(documents: DocumentsFile, claims: Mapping[str, ClaimFile]) -> ClaimRules:
    """The rules of files that have the right form. ``claims``: by file name. Raises ``WrongClaimFiles``."""
    complaints: list[Complaint] = []
    shelf = _documents(documents, complaints)
    made = [_Reader(file, shelf, complaints).claim(table) for file, table in claims.items()]
    first: dict[ClaimKind, str] = {}
    for file, table in claims.items():
        if table.kind in first:
            complaints.append(
                Complaint(file, "kind", f"{table.kind} is described by {first[table.kind]} too.")
            )
        first.setdefault(table.kind, file)
    if not claims:
        complaints.append(
            Complaint(DOCUMENTS, "", "there is no file of a claim beside it, such as jht.toml.")
        )
    if complaints:
        raise WrongClaimFiles(complaints)
    order = list(ClaimKind)
    return ClaimRules(tuple(sorted(made, key=lambda claim: order.index(claim.kind))))


def _text(table: TextTable) -> Text:
    return Text(table.id.strip(), table.en.strip())


def _odd_id(name: str) -> str | None:
    if re.fullmatch("[a-z][a-z0-9_]{0,39}", name):
        return None
    return "such a name is 1 to 40 of a-z 0-9 _ and begins with a letter."


def _documents(file: DocumentsFile, complaints: list[Complaint]) -> dict[DocumentId, Document]:
    complaints += [
        Complaint(DOCUMENTS, f"documents.{name}", odd)
        for name in file.documents
        if (odd := _odd_id(name)) is not None
    ]
    return {
        name: Document(
            name,
            _text(table.name),
            None if table.hint is None else _text(table.hint),
            table.form,
            table.front_and_back,
            table.several_pages,
            table.pieces,
        )
        for name, table in file.documents.items()
    }


class _Reader:
    """Makes the claim of one file, and complains on the way; with complaints what it makes is of no use."""

    def __init__(self, file: str, shelf: Mapping[DocumentId, Document], complaints: list[Complaint]) -> None:
        self._file = file
        self._shelf = shelf
        self._complaints = complaints
        self._questions: dict[QuestionId, Question] = {}
        self._used: set[QuestionId] = set()

    def claim(self, table: ClaimFile) -> Claim:
        for name, question in table.questions.items():
            self._questions[name] = self._question(name, question)
        if not table.rules:
            self._complain("rules", "at least one is needed.")
        rules = [self._rule(f"rules[{n}]", rule, table.kind) for n, rule in enumerate(table.rules, start=1)]
        for later, rule in enumerate(table.rules):
            for earlier in range(later):
                if rule.overlaps(table.rules[earlier]):
                    self._complain(f"rules[{later + 1}]", f"is in force on days of rules[{earlier + 1}] too.")
        for name in table.questions.keys() - self._used:
            self._complain(f"questions.{name}", "no rule depends on it; leave it out.")
        rules.sort(key=lambda rule: rule.valid_from)
        return Claim(table.kind, _text(table.name), _text(table.sentence), tuple(rules))

    def _complain(self, key: str, text: str) -> None:
        self._complaints.append(Complaint(self._file, key, text))

    def _question(self, name: QuestionId, table: QuestionTable) -> Question:
        key = f"questions.{name}"
        for place, id_ in [(key, name), *((f"{key}.answers.{answer}", answer) for answer in table.answers)]:
            if odd := _odd_id(id_):
                self._complain(place, odd)
        if len(table.answers) < 2:
            self._complain(f"{key}.answers", "at least two are needed.")
        answers = (Answer(id_, _text(text)) for id_, text in table.answers.items())
        return Question(name, _text(table.text), tuple(answers), self._cases(key, table.when))

    def _rule(self, key: str, table: RuleTable, kind: ClaimKind) -> Rule:
        if kind is ClaimKind.QUESTION and table.documents:
            self._complain(f"{key}.documents", "somebody who only asks needs no documents.")
        if kind is not ClaimKind.QUESTION and not table.documents:
            self._complain(f"{key}.documents", "at least one is needed.")
        requirements = [
            self._requirement(f"{key}.documents[{n}]", entry)
            for n, entry in enumerate(table.documents, start=1)
        ]
        for later, requirement in enumerate(requirements):
            for earlier in range(later):
                for name in _wanted_twice(requirement, requirements[earlier]):
                    place = f"documents[{earlier + 1}]"
                    self._complain(
                        f"{key}.documents[{later + 1}]",
                        f'"{name}" can be wanted by {place} at the same time.',
                    )
        notes = [
            Note(_text(note.text), self._cases(f"{key}.notes[{n}]", note.when))
            for n, note in enumerate(table.notes, start=1)
        ]
        conditions = [requirement.when for requirement in requirements] + [note.when for note in notes]
        named = {given.question for cases in conditions for case in cases for given in case.given}
        self._used |= named
        rule = Rule(
            kind,
            table.valid_from,
            table.valid_until,
            table.source.strip(),
            tuple(question for question in self._questions.values() if question.id in named),
            tuple(requirements),
            tuple(notes),
        )
        if len(msgspec.json.encode(rule)) > RULE_MOST_BYTES:
            self._complain(key, f"is too long for a booth: more than {RULE_MOST_BYTES:,} bytes as JSON.")
        return rule

    def _requirement(self, key: str, table: RequirementTable) -> Requirement:
        names = (table.document, *table.instead)
        for name in names:
            if name not in self._shelf:
                self._complain(key, f'there is no document "{name}" in {DOCUMENTS}.')
        if len(set(names)) < len(names):
            self._complain(key, "names a document twice.")
        found = tuple(self._shelf[name] for name in names if name in self._shelf)
        return Requirement(found, table.need, self._cases(key, table.when))

    def _cases(self, key: str, when: When) -> Cases:
        """The cases together with those of the questions that they name."""
        if not when:
            self._complain(f"{key}.when", "is empty; leave it out to mean always.")
        possible: list[Case] = []
        for n, given in enumerate(when, start=1):
            if not self._is_known(f"{key}.when[{n}]", given):
                continue
            ways = self._ways(given)
            if not ways:
                self._complain(f"{key}.when[{n}]", "can never hold: not all of its questions are asked then.")
            possible += ways
        return tuple(dict.fromkeys(possible))

    def _is_known(self, key: str, given: Conditions) -> bool:
        """Whether it names only questions above and their answers."""
        before = len(self._complaints)
        for name, answers in given.items():
            question = self._questions.get(name)
            if question is None:
                self._complain(f"{key}.{name}", "there is no such question above.")
            elif not answers:
                self._complain(f"{key}.{name}", "at least one answer is needed.")
            else:
                for answer in answers:
                    if question.answer(answer) is None:
                        self._complain(f"{key}.{name}", f'the question has no answer "{answer}".')
        return len(self._complaints) == before

    def _ways(self, given: Conditions) -> list[Case]:
        """``given`` together with each way in which its questions come to be asked."""
        ways: list[Conditions] = [given]
        for name in given:
            ways = [
                both
                for way in ways
                for case in self._questions[name].when
                if (both := _together(way, _conditions(case))) is not None
            ]
        order = list(self._questions)
        return [Case(tuple(Given(name, way[name]) for name in sorted(way, key=order.index))) for way in ways]


def _conditions(case: Case) -> Conditions:
    return {given.question: given.answers for given in case.given}


def _together(one: Conditions, other: Conditions) -> Conditions | None:
    """What holds when both do; None when that cannot be."""
    both = dict(one)
    for name, answers in other.items():
        both[name] = tuple(answer for answer in both.get(name, answers) if answer in answers)
        if not both[name]:
            return None
    return both


def _wanted_twice(one: Requirement, other: Requirement) -> list[DocumentId]:
    """Documents that both want in a case that both have."""
    shared = {document.id for document in one.one_of} & {document.id for document in other.one_of}
    meet = any(
        _together(_conditions(case), _conditions(case_)) is not None
        for case in one.when
        for case_ in other.when
    )
    return sorted(shared) if meet else []
