"""Cases: opened, assigned to an officer, read.

Responsible for: the case's own row, its key, and what a desk or a booth is shown of it. Not for: documents
coming in (``documents``), what officers record (``records``), the end of a case (``privacy``). Any thread;
every method raises ``StoreUnavailable`` when the store cannot be used at this moment.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, exists, select, update
from sqlalchemy import case as case_of

from channel.rules.checked_number import REFERENCES, read_any
from channel.rules.claims import ClaimKind, ClaimRules, Rule, Text
from channel.wire.document_forms import UNDECIDED_MOST
from channel.wire.documents import (
    CaseFacts,
    CaseProgress,
    CaseState,
    Decision,
    DocumentInfo,
    EarlierCase,
    ItemDecided,
    Note,
    Outcome,
    Verdict,
)
from channel.wire.ids import BoothId, OfficerId, VisitId
from channel.wire.undecided import UndecidedCase
from signaling_server.core.papers import papers, rule_for
from signaling_server.store import rules
from signaling_server.store.audit import Action
from signaling_server.store.database import Database, Writing
from signaling_server.store.errors import StoreError
from signaling_server.store.keys import CaseKey, Keys
from signaling_server.store.tables import CASES, DOCUMENTS, ERASURES, RECORDS

EARLIER_MOST = 20


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one record, as they are encrypted."""

    text: str = ""
    bring: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Opening:
    """The visit that a case is of; ``number`` is the booth's, on its door. ``held_since``: when its officer's
    assignment began, 0 without one."""

    visit: VisitId
    booth: BoothId
    number: int
    opened_at: float
    held_since: float = 0.0


def find(connection: Connection, visit: str) -> Row[Any] | None:
    return connection.execute(select(CASES).where(CASES.c.visit == visit)).one_or_none()


def is_erased(connection: Connection, visit: str) -> bool:
    known = select(ERASURES.c.visit).where(ERASURES.c.visit == visit)
    return connection.execute(known).one_or_none() is not None


def find_or_open(writing: Writing, keys: Keys, opening: Opening, actor: str) -> Row[Any]:
    """The visit's case, opened by its first document or its officer's first look. Not for an erased one."""
    case = find(writing.connection, opening.visit)
    if case is not None:
        return case
    _, wrapped = keys.new_case_key(opening.visit)
    writing.connection.execute(
        CASES.insert().values(
            visit=opening.visit,
            reference=None,
            booth=opening.booth,
            number=opening.number,
            opened_at=opening.opened_at,
            key_wrapped=wrapped,
            claim="",
            rules_version="",
            consent_version="",
            person="",
            officer="",
            outcome=Outcome.NONE,
            decided_at=0.0,
        )
    )
    writing.note(actor, Action.CASE_OPENED, opening.visit)
    opened = find(writing.connection, opening.visit)
    assert opened is not None
    return opened


def assign(connection: Connection, case: Row[Any], opening: Opening, officer: OfficerId) -> bool:
    """Whether the case is this officer's by this assignment: not when it has become another's since."""
    if opening.held_since < case.assigned_at:
        return bool(case.officer == officer)
    values = {"officer": officer, "assigned_at": opening.held_since}
    connection.execute(update(CASES).where(CASES.c.visit == case.visit).values(**values))
    return True


def set_facts(writing: Writing, keys: Keys, case: Row[Any], facts: CaseFacts, in_force: ClaimRules) -> None:
    """What the participant said, in the place of what was said before. A case keeps the rule that it began
    under as long as its claim is the same."""
    began_under = rules.kept(writing.connection, case.rules_version)
    rule = rule_for(facts.claim, began_under, in_force, case.opened_at)
    nik = facts.identity.get("nik", "")
    key = keys.case_key(case.visit, case.key_wrapped)
    kind = ClaimKind.of_word(facts.claim)
    if kind is not None:
        give_reference(writing.connection, case, kind)
    writing.connection.execute(
        update(CASES)
        .where(CASES.c.visit == case.visit)
        .values(
            claim=facts.claim,
            rules_version="" if rule is None else rules.keep(writing.connection, rule),
            consent_version=facts.consent_version,
            person=keys.person(nik) if nik else "",
            facts_sealed=key.encrypt(msgspec.json.encode(facts), f"facts {case.visit}"),
        )
    )


def give_reference(connection: Connection, case: Row[Any], kind: ClaimKind) -> str:
    """The case's number, made for this kind of claim if it has none yet: once on paper it stays."""
    if case.reference is not None:
        return str(case.reference)
    while True:
        reference = REFERENCES[kind].make(secrets.randbelow)
        taken = select(CASES.c.visit).where(CASES.c.reference == reference)
        if connection.execute(taken).one_or_none() is None:
            numbered = update(CASES).where(CASES.c.visit == case.visit).values(reference=reference)
            connection.execute(numbered)
            return reference


def read_state(connection: Connection, keys: Keys, case: Row[Any]) -> CaseState:
    """All of a case but the documents' bytes."""
    key = keys.case_key(case.visit, case.key_wrapped)
    facts = None
    if case.facts_sealed is not None:
        facts = msgspec.json.decode(key.decrypt(case.facts_sealed, f"facts {case.visit}"), type=CaseFacts)
    decisions: dict[str, Decision] = {}
    notes = []
    outcome = Said()
    rows = connection.execute(select(RECORDS).where(RECORDS.c.visit == case.visit).order_by(RECORDS.c.seq))
    for row in rows:
        said = msgspec.json.decode(key.decrypt(row.text_sealed, f"record {row.request}"), type=Said)
        officer = OfficerId(row.officer)
        match row.kind:
            case "item":
                decisions[row.item] = Decision(
                    item=row.item,
                    verdict=Verdict(row.verdict),
                    document=row.document,
                    note=said.text,
                    officer=officer,
                    decided_at=row.recorded_at,
                )
            case "note":
                notes.append(Note(text=said.text, officer=officer, written_at=row.recorded_at))
            case "outcome":
                outcome = said
            case _:
                pass
    documents = _documents(connection, key, case.visit)
    rule = rules.kept(connection, case.rules_version)
    return CaseState(
        visit=case.visit,
        reference=case.reference or "",
        opened_at=case.opened_at,
        facts=facts,
        papers=None if rule is None or facts is None else papers(rule, facts, documents, decisions.values()),
        documents=documents,
        decisions=tuple(decisions.values()),
        notes=tuple(notes),
        earlier=_earlier(connection, case),
        outcome=Outcome(case.outcome),
        reason=outcome.text,
        bring=outcome.bring,
        decided_at=case.decided_at,
    )


def _documents(connection: Connection, key: CaseKey, visit: str) -> tuple[DocumentInfo, ...]:
    rows = connection.execute(
        select(DOCUMENTS).where(DOCUMENTS.c.visit == visit).order_by(DOCUMENTS.c.stored_at)
    )
    return tuple(
        msgspec.json.decode(key.decrypt(row.about_sealed, f"about {row.document}"), type=DocumentInfo)
        for row in rows
    )


def _earlier(connection: Connection, case: Row[Any]) -> tuple[EarlierCase, ...]:
    if not case.person:
        return ()
    rows = connection.execute(
        select(CASES)
        .where(CASES.c.person == case.person, CASES.c.visit != case.visit)
        .order_by(CASES.c.opened_at.desc())
        .limit(EARLIER_MOST)
    )
    return tuple(
        EarlierCase(
            reference=row.reference or "",
            claim=row.claim,
            opened_at=row.opened_at,
            outcome=Outcome(row.outcome),
        )
        for row in rows
    )


class Cases:
    """What desks and booths look at."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def look(self, opening: Opening, officer: OfficerId) -> CaseState | None:
        """The case for the officer who holds its assignment, noted in the audit log; None: it was erased, or
        is another's since."""
        with self._database.writing() as writing:
            if is_erased(writing.connection, opening.visit):
                return None
            actor = f"officer {officer}"
            case = find_or_open(writing, self._keys, opening, actor)
            if not assign(writing.connection, case, opening, officer):
                return None
            writing.note(actor, Action.CASE_SEEN, opening.visit)
            return read_state(writing.connection, self._keys, case)

    def hand_to(self, opening: Opening, officer: OfficerId) -> None:
        """The assignment is this officer's, who may never ask for the case: it is nobody else's any more."""
        with self._database.writing() as writing:
            case = find(writing.connection, opening.visit)
            if case is not None:
                assign(writing.connection, case, opening, officer)

    def look_again(self, visit: VisitId, officer: OfficerId) -> CaseState | None:
        """The case for its last officer, whose channel is gone; None when it is not theirs, or decided."""
        with self._database.writing() as writing:
            case = find(writing.connection, visit)
            if case is None or not _is_open_for(case, officer):
                return None
            writing.note(f"officer {officer}", Action.CASE_SEEN, visit)
            return read_state(writing.connection, self._keys, case)

    def is_open_for(self, visit: VisitId, officer: OfficerId) -> bool:
        """Whether this officer was the last to hold it, and it is not decided."""
        with self._database.reading() as connection:
            case = find(connection, visit)
            return case is not None and _is_open_for(case, officer)

    def end(self, visit: VisitId, at: float) -> None:
        """The visit was over at this time."""
        with self._database.writing() as writing:
            ended = update(CASES).where(CASES.c.visit == visit).values(ended_at=at)
            writing.connection.execute(ended)

    def undecided(self, officer: OfficerId, going_on: Collection[VisitId]) -> tuple[UndecidedCase, ...]:
        """Those that ``is_open_for`` this officer and that something was put into, but for visits that are
        ``going_on``; ``UNDECIDED_MOST`` at most, the one that ended last first."""
        mine = (CASES.c.officer == officer) & (CASES.c.outcome == Outcome.NONE)
        over = case_of((CASES.c.ended_at > 0, CASES.c.ended_at), else_=CASES.c.opened_at)
        told = (CASES.c.visit, CASES.c.number, CASES.c.reference, CASES.c.claim)
        wanted = (
            select(*told, CASES.c.opened_at, CASES.c.ended_at)
            .where(mine, CASES.c.visit.not_in(going_on))
            .where(exists().where(DOCUMENTS.c.visit == CASES.c.visit))
            .order_by(over.desc(), CASES.c.visit)
            .limit(UNDECIDED_MOST)
        )
        with self._database.reading() as connection:
            return tuple(
                UndecidedCase(
                    visit=VisitId(row.visit),
                    number=row.number,
                    reference=row.reference or "",
                    claim=row.claim,
                    opened_at=row.opened_at,
                    ended_at=row.ended_at,
                )
                for row in connection.execute(wanted)
            )

    def state(self, visit: VisitId) -> CaseState | None:
        """For those who look at it already."""
        with self._database.reading() as connection:
            case = find(connection, visit)
            return None if case is None else read_state(connection, self._keys, case)

    def progress(self, visit: VisitId) -> CaseProgress | None:
        """What the booth may know; None before there is a case."""
        state = self.state(visit)
        if state is None:
            return None
        return CaseProgress(
            visit=visit,
            reference=state.reference,
            items=tuple(
                ItemDecided(
                    item=one.item,
                    verdict=one.verdict,
                    document=one.document,
                    note=one.note if one.verdict is Verdict.RETAKE else "",
                )
                for one in state.decisions
            ),
            papers=state.papers,
            outcome=state.outcome,
            reason=state.reason,
            bring=state.bring,
        )

    def rule_of(self, visit: VisitId) -> Rule | None:
        """The rule that is applied to it; None when there is no case, or none is."""
        with self._database.reading() as connection:
            case = find(connection, visit)
            return None if case is None else rules.kept(connection, case.rules_version)

    def visit_of(self, name: str) -> VisitId:
        """The visit of a case that a person names by its reference or its visit. Raises ``StoreError``."""
        found = read_any(name, REFERENCES.values())
        reference = name.upper() if found is None else found[1]
        with self._database.reading() as connection:
            known = select(CASES.c.visit).where((CASES.c.visit == name) | (CASES.c.reference == reference))
            visit = connection.execute(known).scalar_one_or_none()
        if visit is None:
            raise StoreError("there is no such case; it is named by its reference or its visit.")
        return VisitId(visit)


def _is_open_for(case: Row[Any], officer: OfficerId) -> bool:
    return bool(case.officer == officer and case.outcome == Outcome.NONE)
