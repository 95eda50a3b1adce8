"""Every message of the documents' websocket, as one struct each; ``channel/PROTOCOL.md`` says who may send
it.

Responsible for: the shape of what booth, desk and server say about documents and cases, as JSON text. Not
for: chunks and encoding (``documents_codec``), forms and limits (``document_forms``), what a document is
sealed in (``sealed``).

A booth's messages name no case: whose a document is stands in its seal. Times are Unix seconds (UTC).

Private by default: of what a participant said, or an officer wrote of them, nothing shows in a ``repr``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import msgspec

from channel.rules.claims import Text
from channel.wire.claims import ClaimNamed, ClaimPapers, ClaimsOffered
from channel.wire.ids import BoothId, DocumentId, OfficerId, RequestId, VisitId
from channel.wire.messages import Goodbye, Message, Refused, Replaced
from channel.wire.undecided import UndecidedCases, WatchUndecided

CHUNK_MOST_BYTES = 32 * 1024
"""Bytes of a document in one frame to the server."""
PART_MOST_BYTES = 256 * 1024
"""Bytes of a document in one frame to a desk."""


class Private:
    """Beside ``Struct``: its ``repr`` tells the kind alone."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class DocumentRefusal(StrEnum):
    """Why a document will never be stored, however often it is sent."""

    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    NOT_SEALED = "not_sealed"
    NOT_YOURS = "not_yours"
    NO_CONSENT = "no_consent"
    UNSUITABLE = "unsuitable"
    CONFLICT = "conflict"
    CASE_FULL = "case_full"
    DECIDED = "decided"
    ERASED = "erased"


class RequestRefusal(StrEnum):
    """Why a desk's request was not recorded."""

    NOT_YOURS = "not_yours"
    DECIDED = "decided"
    CASE_FULL = "case_full"
    NOT_COMPLETE = "not_complete"


class Verdict(StrEnum):
    """What an officer says of one item of the checklist. ``OPEN`` takes an earlier verdict back."""

    OPEN = "open"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_NOTE = "accepted_with_note"
    RETAKE = "retake"
    NOT_APPLICABLE = "not_applicable"


class Outcome(StrEnum):
    """How a case was decided; ``NONE`` while it is not."""

    NONE = ""
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    REJECTED = "rejected"
    PASSED_ON = "passed_on"


class CaseFacts(Private, msgspec.Struct, frozen=True, kw_only=True):
    """What the participant said of the claim: the content of a document of kind ``facts``, as JSON.

    ``claim`` and the questions of ``answers`` are named as in ``ClaimsOffered``; ``rules_version`` is that of
    the rule by which the booth asked. ``identity`` holds NIK, KPJ, name and whatever else was typed or
    scanned. The newest facts of a case count.
    """

    claim: str
    rules_version: str
    consent_version: str
    language: str
    identity: dict[str, str] = {}
    answers: dict[str, str] = {}


# ---------------------------------------------------------------- booth → server


class BoothDocumentsHello(Message, frozen=True, tag="booth_documents"):
    """First message of a booth on this path."""

    protocol: int
    booth: BoothId
    token: str
    software: str


class PutDocument(Message, frozen=True, tag="put_document"):
    """A sealed document of ``size`` bytes and this SHA-256 (hexadecimal) is to be stored."""

    document: DocumentId
    size: int
    sha256: str


class FollowCase(Message, frozen=True, tag="follow_case"):
    """The booth wants to hear what is decided about the visit of this lease; an empty lease ends it."""

    lease: str


# ---------------------------------------------------------------- desk → server


class DeskDocumentsHello(Message, frozen=True, tag="desk_documents"):
    """First message of a desk on this path; ``session`` is that of its ``desk_welcome``."""

    protocol: int
    officer: OfficerId
    session: str
    software: str


class WatchCase(Message, frozen=True, tag="watch_case"):
    """The desk wants the case of a visit that it serves, now and at each change."""

    visit: VisitId


class UnwatchCase(Message, frozen=True, tag="unwatch_case"):
    """No more of this case."""

    visit: VisitId


class GetDocument(Message, frozen=True, tag="get_document"):
    """The bytes of a stored document from ``offset`` on, as many as fit into one frame."""

    visit: VisitId
    document: DocumentId
    offset: int


class DecideItem(Private, Message, frozen=True, tag="decide_item"):
    """The officer's verdict on an item of the checklist, perhaps by one document; the newest counts."""

    request: RequestId
    visit: VisitId
    item: str
    verdict: Verdict
    document: str = ""
    note: str = ""


class AddNote(Private, Message, frozen=True, tag="add_note"):
    """A note of the officer's, which the booth does not hear of."""

    request: RequestId
    visit: VisitId
    text: str


class ConfirmPerson(Message, frozen=True, tag="confirm_person"):
    """After a gap or hold: the officer has made sure that the same person sits in the booth."""

    request: RequestId
    visit: VisitId


class DecideOutcome(Private, Message, frozen=True, tag="decide_outcome"):
    """The officer's decision, final. ``bring``: what is to be brought besides what the server knows to be
    missing, in the officer's words."""

    request: RequestId
    visit: VisitId
    outcome: Outcome
    reason: str = ""
    bring: tuple[str, ...] = ()


# ---------------------------------------------------------------- server → booth


class DocumentsWelcome(Message, frozen=True, tag="documents_welcome"):
    """The client is known. ``seal_key``: the X25519 key that documents are sealed to, 32 bytes in base64url
    without padding. ``claims``: what a participant can come for in this branch, by name; to a desk alone,
    as a booth is told with each visit (``ClaimsOffered``)."""

    server: str
    seal_key: str
    now: float
    claims: tuple[ClaimNamed, ...] = ()


class DocumentWanted(Message, frozen=True, tag="document_wanted"):
    """Send the document's chunks from ``offset`` on; the bytes before it are on the server's disk."""

    document: DocumentId
    offset: int


class ChunkKept(Message, frozen=True, tag="chunk_kept"):
    """All bytes before ``offset`` are on the server's disk; the document itself is not stored yet."""

    document: DocumentId
    offset: int


class DocumentStored(Message, frozen=True, tag="document_stored"):
    """The document is stored for good: whoever sent it may forget it."""

    document: DocumentId


class DocumentRefused(Message, frozen=True, tag="document_refused"):
    """The document will never be stored."""

    document: DocumentId
    reason: DocumentRefusal


class ItemDecided(Private, msgspec.Struct, frozen=True, kw_only=True):
    """The newest verdict on an item, as the booth may know it. ``note`` only with a retake: its reason."""

    item: str
    verdict: Verdict
    document: str = ""
    note: str = ""


class CaseProgress(Private, Message, frozen=True, tag="case_progress"):
    """How the case of the booth's visit stands; whole, at each change. ``reference``: for the slip, empty
    before the participant has said what for; ``papers``: None before that, and for a claim without a
    rule."""

    visit: VisitId
    reference: str
    items: tuple[ItemDecided, ...]
    papers: ClaimPapers | None
    outcome: Outcome
    reason: str
    bring: tuple[Text, ...]


# ---------------------------------------------------------------- server → desk


class DocumentInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One stored document. ``step``: where in its visit the booth stood when it was captured."""

    document: DocumentId
    kind: str
    page: int
    media_type: str
    size: int
    sha256: str
    captured_at: float
    stored_at: float
    step: str = ""


class Decision(Private, msgspec.Struct, frozen=True, kw_only=True):
    """The newest verdict on an item."""

    item: str
    verdict: Verdict
    document: str
    note: str
    officer: OfficerId
    decided_at: float


class Note(Private, msgspec.Struct, frozen=True, kw_only=True):
    text: str
    officer: OfficerId
    written_at: float


class EarlierCase(msgspec.Struct, frozen=True, kw_only=True):
    """Another case of the same person, told by the NIK alone."""

    reference: str
    claim: str
    opened_at: float
    outcome: Outcome


class CaseState(Private, Message, frozen=True, tag="case_state"):
    """Everything about a case but the documents' bytes; whole, at each change.

    No ``reference`` and no ``facts`` as long as the participant has not said what for; no ``papers`` then,
    nor for a claim without a rule. A case that is decided has its reference.
    """

    visit: VisitId
    reference: str
    opened_at: float
    facts: CaseFacts | None
    papers: ClaimPapers | None
    documents: tuple[DocumentInfo, ...]
    decisions: tuple[Decision, ...]
    notes: tuple[Note, ...]
    earlier: tuple[EarlierCase, ...]
    outcome: Outcome
    reason: str
    bring: tuple[Text, ...]
    decided_at: float


class CaseWithdrawn(Message, frozen=True, tag="case_withdrawn"):
    """This case is not, or no longer, this desk's to see."""

    visit: VisitId


class DocumentGone(Message, frozen=True, tag="document_gone"):
    """There is no such document in a case that this desk may see."""

    visit: VisitId
    document: DocumentId


class Recorded(Message, frozen=True, tag="recorded"):
    """What was asked is stored for good, with its line in the audit log."""

    request: RequestId


class RequestRefused(Message, frozen=True, tag="request_refused"):
    """What was asked will not be recorded."""

    request: RequestId
    reason: RequestRefusal


DeskRequest: TypeAlias = DecideItem | AddNote | ConfirmPerson | DecideOutcome
"""What is recorded and acknowledged."""
DocumentsFromBooth: TypeAlias = BoothDocumentsHello | PutDocument | FollowCase
DocumentsFromDesk: TypeAlias = (
    DeskDocumentsHello
    | WatchCase
    | UnwatchCase
    | GetDocument
    | WatchUndecided
    | DecideItem
    | AddNote
    | ConfirmPerson
    | DecideOutcome
)
DocumentsToBooth: TypeAlias = (
    DocumentsWelcome
    | DocumentWanted
    | ChunkKept
    | DocumentStored
    | DocumentRefused
    | ClaimsOffered
    | CaseProgress
    | Refused
    | Replaced
    | Goodbye
)
DocumentsToDesk: TypeAlias = (
    DocumentsWelcome
    | CaseState
    | UndecidedCases
    | CaseWithdrawn
    | DocumentGone
    | Recorded
    | RequestRefused
    | Refused
    | Replaced
    | Goodbye
)
