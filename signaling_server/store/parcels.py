"""What goes into the outbox for a decided case, in the transaction that makes it due.

Responsible for: the content of parcels, and what a signature after the outcome changes. Not for: when a
parcel is tried and what goes with it (``outbox``), delivering it (``handover``).

The participant signs after the outcome. So a parcel waits a while for the signature; what was tried once
keeps its content, and a signature that comes later goes in a parcel of its own.
"""

from __future__ import annotations

import secrets
from typing import Any

import msgspec
from sqlalchemy import Row, select, update

from channel.wire.documents import CaseState, DocumentInfo
from channel.wire.sealed import SIGNATURE_KIND
from signaling_server.store import cases
from signaling_server.store.database import Writing
from signaling_server.store.keys import Keys
from signaling_server.store.tables import OUTBOX

SIGNATURE_WAIT_S = 300.0
"""So long a parcel waits for the participant to sign."""


class HandedOver(msgspec.Struct, frozen=True, kw_only=True):
    """A decided case as the institution gets it: ``case`` without the cases before it. ``supplement``: an
    earlier parcel told of this case; ``case.documents`` are those alone that it had not."""

    version: int
    parcel: str
    booth: int
    officer: str
    case: CaseState
    supplement: bool = False


def put_down(writing: Writing, keys: Keys, visit: str) -> None:
    """The parcel of a case that was just decided."""
    case = cases.find(writing.connection, visit)
    assert case is not None
    state = cases.read_state(writing.connection, keys, case)
    signed = any(one.kind == SIGNATURE_KIND for one in state.documents)
    _insert(writing, keys, case, state, due_at=writing.at + (0.0 if signed else SIGNATURE_WAIT_S))


def sign(writing: Writing, keys: Keys, case: Row[Any], signature: DocumentInfo) -> None:
    """The signature of a decided case goes with its parcel, or after it."""
    state = cases.read_state(writing.connection, keys, case)
    untried = select(OUTBOX.c.parcel).where(
        OUTBOX.c.visit == case.visit, OUTBOX.c.tries == 0, ~OUTBOX.c.delivered
    )
    name = writing.connection.execute(untried).scalar_one_or_none()
    if name is None:
        alone = msgspec.structs.replace(state, documents=(signature,))
        _insert(writing, keys, case, alone, due_at=writing.at, supplement=True)
        return
    sealed = _sealed(keys, case, state, name)
    values = {"content_sealed": sealed, "due_at": writing.at}
    writing.connection.execute(update(OUTBOX).where(OUTBOX.c.parcel == name).values(**values))


def _insert(
    writing: Writing, keys: Keys, case: Row[Any], state: CaseState, due_at: float, supplement: bool = False
) -> None:
    name = secrets.token_urlsafe(16)
    writing.connection.execute(
        OUTBOX.insert().values(
            parcel=name,
            visit=case.visit,
            made_at=writing.at,
            due_at=due_at,
            tries=0,
            delivered=False,
            content_sealed=_sealed(keys, case, state, name, supplement),
        )
    )


def _sealed(keys: Keys, case: Row[Any], state: CaseState, name: str, supplement: bool = False) -> bytes:
    content = HandedOver(
        version=1,
        parcel=name,
        booth=case.number,
        officer=case.officer,
        case=msgspec.structs.replace(state, earlier=()),
        supplement=supplement,
    )
    key = keys.case_key(case.visit, case.key_wrapped)
    return key.encrypt(msgspec.json.encode(content), f"parcel {name}")
