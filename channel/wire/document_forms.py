"""The form and range of the fields of documents' messages, seals and facts: what msgspec's types cannot say.

Responsible for: the limits, and naming the fields that keep to none. Not for: types and sizes
(``documents_codec``), nor for signaling's fields (``forms``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from channel.wire.claims import ClaimsOffered
from channel.wire.documents import (
    AddNote,
    BoothDocumentsHello,
    CaseFacts,
    CaseProgress,
    CaseState,
    CaseWithdrawn,
    ChunkKept,
    ConfirmPerson,
    DecideItem,
    DecideOutcome,
    DeskDocumentsHello,
    DocumentGone,
    DocumentRefused,
    DocumentStored,
    DocumentsWelcome,
    DocumentWanted,
    FollowCase,
    GetDocument,
    Outcome,
    PutDocument,
    Recorded,
    RequestRefused,
    UnwatchCase,
    Verdict,
    WatchCase,
)
from channel.wire.forms import (
    BOOTH_ID,
    LEASE_MOST_CHARS,
    OFFICER_ID,
    PRINTABLE,
    RANDOM_ID,
    SESSION_MOST_CHARS,
    SOFTWARE_MOST_CHARS,
    TOKEN,
    TOKEN_MOST_CHARS,
    VERSION_MOST_CHARS,
    fits,
)
from channel.wire.undecided import UndecidedCases

CONTENT_MOST_BYTES = 6 * 1024 * 1024
"""A document before it is sealed (domain: files of up to 6 MB)."""
SEALED_MOST_BYTES = CONTENT_MOST_BYTES + 8 * 1024
"""The same with its header and its seal."""
DOCUMENTS_MOST = 100
"""Of one case, earlier takes and facts included."""
RECORDS_MOST = 500
"""Decisions and notes of one case."""
UNDECIDED_MOST = 100
"""Cases that are told of at once; each that is decided makes room for an older one."""
NAME_MOST_CHARS = 64
TEXT_MOST_CHARS = 1000
BRING_MOST = 20
ENTRIES_MOST = 64
MEDIA_TYPES = ("image/jpeg", "image/png", "application/pdf", "application/json")

_OWN_ID = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]", re.ASCII)
_NAME = re.compile(r"[a-z0-9_.-]+", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KEY = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def wrong_fields(message: object) -> Iterator[str]:
    """The names of the fields that are outside of their form or range."""
    check = _CHECKS.get(type(message))
    return iter(()) if check is None else check(message)


def is_document_id(text: str) -> bool:
    """Sixteen bytes in base64url, in the one way in which they can be written."""
    return _OWN_ID.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """The form of a kind of document, an item of a checklist, a step: 1 to 64 of ``a-z 0-9 _ . -``."""
    return fits(_NAME, text, NAME_MOST_CHARS)


def is_sha256(text: str) -> bool:
    return _SHA256.fullmatch(text) is not None


def _is_version(text: str) -> bool:
    return fits(PRINTABLE, text, VERSION_MOST_CHARS)


def _entries(entries: Mapping[str, str]) -> bool:
    return len(entries) <= ENTRIES_MOST and all(
        is_name(name) and len(value) <= TEXT_MOST_CHARS for name, value in entries.items()
    )


def _hello(m: BoothDocumentsHello | DeskDocumentsHello) -> Iterator[str]:
    if not fits(PRINTABLE, m.software, SOFTWARE_MOST_CHARS):
        yield "software"
    if isinstance(m, BoothDocumentsHello):
        if not BOOTH_ID.fullmatch(m.booth):
            yield "booth"
        if not fits(TOKEN, m.token, TOKEN_MOST_CHARS):
            yield "token"
    else:
        if not OFFICER_ID.fullmatch(m.officer):
            yield "officer"
        if not fits(TOKEN, m.session, SESSION_MOST_CHARS):
            yield "session"


def _document(
    m: PutDocument
    | DocumentWanted
    | ChunkKept
    | DocumentStored
    | DocumentRefused
    | DocumentGone
    | GetDocument,
) -> Iterator[str]:
    if not is_document_id(m.document):
        yield "document"
    if isinstance(m, PutDocument):
        if not 1 <= m.size <= SEALED_MOST_BYTES:
            yield "size"
        if not is_sha256(m.sha256):
            yield "sha256"
    if isinstance(m, DocumentWanted | ChunkKept | GetDocument) and not 0 <= m.offset <= SEALED_MOST_BYTES:
        yield "offset"
    if isinstance(m, GetDocument | DocumentGone):
        yield from _visit(m)


def _follow(m: FollowCase) -> Iterator[str]:
    if not fits(TOKEN, m.lease, LEASE_MOST_CHARS):
        yield "lease"


def _visit(m: Any) -> Iterator[str]:
    if not RANDOM_ID.fullmatch(m.visit):
        yield "visit"


def _request(m: DecideItem | AddNote | ConfirmPerson | DecideOutcome) -> Iterator[str]:
    if not is_document_id(m.request):
        yield "request"
    yield from _visit(m)
    match m:
        case DecideItem():
            if not is_name(m.item):
                yield "item"
            if m.document and not is_document_id(m.document):
                yield "document"
            unexplained = m.verdict is Verdict.ACCEPTED_WITH_NOTE and not m.note.strip()
            if unexplained or len(m.note) > TEXT_MOST_CHARS:
                yield "note"
        case AddNote():
            if not 1 <= len(m.text) <= TEXT_MOST_CHARS:
                yield "text"
        case DecideOutcome():
            if m.outcome is Outcome.NONE:
                yield "outcome"
            if len(m.reason) > TEXT_MOST_CHARS:
                yield "reason"
            if len(m.bring) > BRING_MOST or any(len(one) > TEXT_MOST_CHARS for one in m.bring):
                yield "bring"
        case ConfirmPerson():
            pass


def _answer(m: Recorded | RequestRefused) -> Iterator[str]:
    if not is_document_id(m.request):
        yield "request"


def _undecided(m: UndecidedCases) -> Iterator[str]:
    if len(m.cases) > UNDECIDED_MOST or any("visit" in _visit(one) for one in m.cases):
        yield "cases"


def _welcome(m: DocumentsWelcome) -> Iterator[str]:
    if not _KEY.fullmatch(m.seal_key):
        yield "seal_key"


def _facts(m: CaseFacts) -> Iterator[str]:
    if not is_name(m.claim):
        yield "claim"
    if not _is_version(m.rules_version):
        yield "rules_version"
    if not _is_version(m.consent_version):
        yield "consent_version"
    if not is_name(m.language):
        yield "language"
    if not _entries(m.identity):
        yield "identity"
    if not _entries(m.answers):
        yield "answers"


_CHECKS: dict[type, Callable[[Any], Iterator[str]]] = {
    BoothDocumentsHello: _hello,
    DeskDocumentsHello: _hello,
    PutDocument: _document,
    DocumentWanted: _document,
    ChunkKept: _document,
    DocumentStored: _document,
    DocumentRefused: _document,
    DocumentGone: _document,
    GetDocument: _document,
    FollowCase: _follow,
    WatchCase: _visit,
    UnwatchCase: _visit,
    ClaimsOffered: _visit,
    CaseState: _visit,
    CaseProgress: _visit,
    UndecidedCases: _undecided,
    CaseWithdrawn: _visit,
    DecideItem: _request,
    AddNote: _request,
    ConfirmPerson: _request,
    DecideOutcome: _request,
    Recorded: _answer,
    RequestRefused: _answer,
    DocumentsWelcome: _welcome,
    CaseFacts: _facts,
}
