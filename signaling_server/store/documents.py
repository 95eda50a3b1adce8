"""Documents of cases: what comes in sealed is opened, checked, encrypted, and kept.

Responsible for: whether a document may be stored, and that it is stored for good, with its audit entry,
when ``put`` returns. Not for: how it came here (``runtime``), the bytes on disk (``blobs``). Any thread;
every method raises ``StoreUnavailable`` when the store cannot be used at this moment.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select, update

from channel.rules.claims import ClaimRules
from channel.rules.picture_file import PictureKind, PictureRefused
from channel.rules.pictures import inspect
from channel.wire.codec import WireError
from channel.wire.document_forms import CONTENT_MOST_BYTES, DOCUMENTS_MOST
from channel.wire.documents import CaseFacts, DocumentInfo, DocumentRefusal, Outcome
from channel.wire.documents_codec import decode_facts
from channel.wire.ids import BoothId, DocumentId, OfficerId, VisitId
from channel.wire.sealed import FACTS_KIND, SIGNATURE_KIND, SealedHeader, SealError, unseal
from signaling_server.core.leases import Holder, LeaseError, Leases
from signaling_server.store import cases, parcels
from signaling_server.store.audit import Action
from signaling_server.store.blobs import Blobs
from signaling_server.store.database import Database
from signaling_server.store.keys import Keys
from signaling_server.store.tables import CASES, DOCUMENTS

LATE_MOST_S = 14 * 24 * 3600.0
"""A booth that lost its power on a Friday forwards what it has by the lease of that day."""
_PICTURES = {"image/jpeg": PictureKind.JPEG, "image/png": PictureKind.PNG}


class Documents:
    """``leases`` tell whose a document is; all of one case take at most ``case_most_bytes``."""

    def __init__(
        self, database: Database, keys: Keys, blobs: Blobs, leases: Leases, case_most_bytes: int
    ) -> None:
        self._database = database
        self._case_most_bytes = case_most_bytes
        self._keys = keys
        self._blobs = blobs
        self._leases = leases

    def is_stored(self, document: DocumentId, booth: BoothId) -> bool:
        """Whether this booth's document is stored: its acknowledgement may have been lost."""
        with self._database.reading() as connection:
            known = select(DOCUMENTS.c.visit).where(DOCUMENTS.c.document == document)
            visit = connection.execute(known).scalar_one_or_none()
            case = None if visit is None else cases.find(connection, visit)
            return case is not None and case.booth == booth

    def put(
        self,
        document: DocumentId,
        booth: BoothId,
        number: int,
        sealed: bytes,
        now_s: float,
        in_force: ClaimRules,
    ) -> VisitId | DocumentRefusal:
        """Store it; the visit that it belongs to, or why it never will be. ``in_force``: the branch's claim
        rules, by which a case begins with its facts."""
        try:
            header, content = unseal(self._keys.sealing, sealed)
        except SealError:
            return DocumentRefusal.NOT_SEALED
        if header.document != document:
            return DocumentRefusal.NOT_SEALED
        opening = self._opening(header, booth, number, now_s)
        if isinstance(opening, DocumentRefusal):
            return opening
        facts = _suitable(header, content)
        if isinstance(facts, DocumentRefusal):
            return facts
        with self._database.writing() as writing:
            if cases.is_erased(writing.connection, opening.visit):
                return DocumentRefusal.ERASED
            actor = f"booth {booth}"
            case = cases.find_or_open(writing, self._keys, opening, actor)
            if (outcome := self._known(writing.connection, header, case, len(content))) is not None:
                return outcome
            key = self._keys.case_key(case.visit, case.key_wrapped)
            about = DocumentInfo(
                document=document,
                kind=header.kind,
                page=header.page,
                media_type=header.media_type,
                size=len(content),
                sha256=header.sha256,
                captured_at=header.captured_at,
                stored_at=writing.at,
                step=header.step,
            )
            blob = self._blobs.write(key.encrypt(content, f"document {document}"))
            writing.connection.execute(
                DOCUMENTS.insert().values(
                    document=document,
                    visit=case.visit,
                    blob=blob,
                    size=len(content),
                    stored_at=writing.at,
                    about_sealed=key.encrypt(msgspec.json.encode(about), f"about {document}"),
                )
            )
            if facts is not None:
                cases.set_facts(writing, self._keys, case, facts, in_force)
            writing.note(actor, Action.DOCUMENT_STORED, case.visit, document, header.kind)
            if case.outcome != Outcome.NONE:
                signed = update(CASES).where(CASES.c.visit == case.visit).values(signed=True)
                writing.connection.execute(signed)
                parcels.sign(writing, self._keys, case, about)
        return VisitId(opening.visit)

    def content(self, visit: VisitId, document: DocumentId) -> bytes | None:
        """Its bytes as they were captured; None when there is no such document. Raises ``StoreError`` when
        what lies on disk is not what was stored."""
        with self._database.reading() as connection:
            case = cases.find(connection, visit)
            known = select(DOCUMENTS.c.blob).where(
                DOCUMENTS.c.document == document, DOCUMENTS.c.visit == visit
            )
            blob = connection.execute(known).scalar_one_or_none()
            if case is None or blob is None:
                return None
            key = self._keys.case_key(visit, case.key_wrapped)
        return key.decrypt(self._blobs.read(blob), f"document {document}")

    def see(self, visit: VisitId, document: DocumentId, officer: OfficerId) -> bytes | None:
        """The same, with the audit entry that this officer has seen it."""
        content = self.content(visit, document)
        if content is not None:
            with self._database.writing() as writing:
                writing.note(f"officer {officer}", Action.DOCUMENT_SEEN, visit, document)
        return content

    def _opening(
        self, header: SealedHeader, booth: BoothId, number: int, now_s: float
    ) -> cases.Opening | DocumentRefusal:
        try:
            lease = self._leases.read(Holder.BOOTH, header.lease, now_s, LATE_MOST_S)
        except LeaseError:
            return DocumentRefusal.NOT_YOURS
        if lease.booth != booth:
            return DocumentRefusal.NOT_YOURS
        if not lease.consent:
            return DocumentRefusal.NO_CONSENT
        return cases.Opening(lease.visit, booth, number, lease.queued_at)

    def _known(
        self, connection: Connection, header: SealedHeader, case: Row[Any], size: int
    ) -> VisitId | DocumentRefusal | None:
        """Why it need not or cannot be written; None when it can."""
        known = select(DOCUMENTS.c.visit).where(DOCUMENTS.c.document == header.document)
        stored = connection.execute(known).scalar_one_or_none()
        if stored is not None:
            visit = VisitId(case.visit)
            content = self.content(visit, header.document) if stored == visit else None
            same = content is not None and hashlib.sha256(content).hexdigest() == header.sha256
            return visit if same else DocumentRefusal.CONFLICT
        if case.outcome != Outcome.NONE:
            # What was decided on stays as it was; the participant signs it once, also in a full case.
            signs = header.kind == SIGNATURE_KIND and not case.signed
            return None if signs else DocumentRefusal.DECIDED
        taken = select(func.count(), func.sum(DOCUMENTS.c.size)).where(DOCUMENTS.c.visit == case.visit)
        count, taken_bytes = connection.execute(taken).one()
        full = count >= DOCUMENTS_MOST or (taken_bytes or 0) + size > self._case_most_bytes
        return DocumentRefusal.CASE_FULL if full else None


def _suitable(header: SealedHeader, content: bytes) -> CaseFacts | DocumentRefusal | None:
    """Facts that can be read; None for any other document that is what its media type says, a signature
    being a PNG of one page."""
    if header.kind == FACTS_KIND and header.media_type == "application/json":
        try:
            return decode_facts(content)
        except WireError:
            return DocumentRefusal.UNSUITABLE
    if header.kind == SIGNATURE_KIND and (header.media_type, header.page) != ("image/png", 1):
        return DocumentRefusal.UNSUITABLE
    fits = header.kind != FACTS_KIND and (_is_bare_picture(header, content) or _is_pdf(header, content))
    return None if fits else DocumentRefusal.UNSUITABLE


def _is_bare_picture(header: SealedHeader, content: bytes) -> bool:
    """One whole picture of its media type and not a byte besides: no metadata, no second picture, no
    archive. It is refused and not mended, for its hash was promised to whoever captured it."""
    try:
        picture = inspect(content, CONTENT_MOST_BYTES)
    except PictureRefused:
        return False
    return picture.kind is _PICTURES.get(header.media_type) and picture.bare == content


def _is_pdf(header: SealedHeader, content: bytes) -> bool:
    """From its first to its last mark; what is between nobody looks at here."""
    whole = content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    return header.media_type == "application/pdf" and whole
