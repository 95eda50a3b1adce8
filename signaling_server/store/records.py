"""What officers decide and write about a case, each with its audit entry in the same transaction.

Responsible for: recording a request once, however often it is said, from the officer whose case it is, and
what an outcome sets in motion. Not for: whose visit it is at this moment (``runtime`` asks the hub). Any
thread; raises ``StoreUnavailable``.
"""

from __future__ import annotations

from typing import assert_never

import msgspec
from sqlalchemy import func, select, update

from channel.rules.claims import ClaimKind
from channel.wire.document_forms import RECORDS_MOST
from channel.wire.documents import (
    AddNote,
    ConfirmPerson,
    DecideItem,
    DecideOutcome,
    DeskRequest,
    Outcome,
    RequestRefusal,
)
from channel.wire.ids import OfficerId
from signaling_server.core.papers import may_be_complete, to_bring
from signaling_server.store import cases, parcels
from signaling_server.store.audit import Action
from signaling_server.store.cases import Said
from signaling_server.store.database import Database
from signaling_server.store.keys import Keys
from signaling_server.store.tables import CASES, RECORDS


class Records:
    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def is_recorded(self, officer: OfficerId, request: DeskRequest) -> bool:
        """Whether this officer's request was recorded before."""
        with self._database.reading() as connection:
            known = select(RECORDS.c.officer, RECORDS.c.visit).where(RECORDS.c.request == request.request)
            row = connection.execute(known).one_or_none()
            return row is not None and tuple(row) == (officer, request.visit)

    def record(
        self, officer: OfficerId, request: DeskRequest, held: cases.Opening | None = None
    ) -> RequestRefusal | None:
        """None when it is recorded for good, now or by an earlier call. ``held``: the officer's assignment;
        without one the case is theirs if they were the last to have one."""
        with self._database.writing() as writing:
            connection = writing.connection
            case = cases.find(connection, request.visit)
            if case is None:
                return RequestRefusal.NOT_YOURS
            said_before = connection.execute(
                select(RECORDS).where(RECORDS.c.request == request.request)
            ).one_or_none()
            if said_before is not None:
                same = (said_before.visit, said_before.officer) == (request.visit, officer)
                return None if same else RequestRefusal.NOT_YOURS
            # Here and not before: whose case it is may change until this transaction has begun.
            mine = case.officer == officer if held is None else cases.assign(connection, case, held, officer)
            if not mine:
                return RequestRefusal.NOT_YOURS
            # Who has made sure of the person sees the papers again: that decides nothing.
            if case.outcome != Outcome.NONE and not isinstance(request, ConfirmPerson):
                return RequestRefusal.DECIDED
            count = select(func.count()).select_from(RECORDS).where(RECORDS.c.visit == request.visit)
            # An outcome always finds a place: a case must come to its end.
            full = connection.execute(count).scalar_one() >= RECORDS_MOST
            if full and not isinstance(request, DecideOutcome):
                return RequestRefusal.CASE_FULL
            kind, item, verdict, document, said = _parts(request)
            if isinstance(request, DecideOutcome):
                lacking = cases.read_state(connection, self._keys, case).papers
                if request.outcome is Outcome.COMPLETE and not may_be_complete(lacking, request.reason):
                    return RequestRefusal.NOT_COMPLETE
                known = lacking if request.outcome is Outcome.INCOMPLETE else None
                said = Said(text=request.reason, bring=to_bring(known, request.bring))
            key = self._keys.case_key(case.visit, case.key_wrapped)
            connection.execute(
                RECORDS.insert().values(
                    request=request.request,
                    visit=request.visit,
                    kind=kind,
                    item=item,
                    verdict=verdict,
                    document=document,
                    officer=officer,
                    recorded_at=writing.at,
                    text_sealed=key.encrypt(msgspec.json.encode(said), f"record {request.request}"),
                )
            )
            action = _ACTIONS[kind]
            detail = " ".join(part for part in (item, verdict) if part)
            writing.note(f"officer {officer}", action, request.visit, request.request, detail)
            if isinstance(request, DecideOutcome):
                decided = {"outcome": request.outcome, "decided_at": writing.at, "officer": officer}
                connection.execute(update(CASES).where(CASES.c.visit == request.visit).values(**decided))
                # Who never said what for has come with a question.
                cases.give_reference(connection, case, ClaimKind.QUESTION)
                parcels.put_down(writing, self._keys, request.visit)
        return None


_ACTIONS = {
    "item": Action.ITEM_DECIDED,
    "note": Action.NOTE_ADDED,
    "person": Action.PERSON_CONFIRMED,
    "outcome": Action.OUTCOME_DECIDED,
}


def _parts(request: DeskRequest) -> tuple[str, str, str, str, Said]:
    """Kind, item, verdict, document, words."""
    match request:
        case DecideItem(item=item, verdict=verdict, document=document, note=note):
            return "item", item, verdict.value, document, Said(text=note)
        case AddNote(text=text):
            return "note", "", "", "", Said(text=text)
        case ConfirmPerson():
            return "person", "", "", "", Said()
        case DecideOutcome(outcome=outcome, reason=reason):
            return "outcome", "", outcome.value, "", Said(text=reason)
        case _:
            assert_never(request)
