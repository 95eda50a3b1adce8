"""Sealed documents of invented people, as a booth would put them.

Responsible for: leases, seals, and the marks by which a test finds what is personal where it must not be.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from dataclasses import dataclass, field

from channel.rules.claims import ClaimRules
from channel.wire.documents import CaseFacts
from channel.wire.documents_codec import encode_facts
from channel.wire.ids import BoothId, DocumentId, VisitId
from channel.wire.sealed import FACTS_KIND, SIGNATURE_KIND, SealedHeader, seal, seal_key_text
from signaling_server.core.leases import Holder, Lease, Leases
from signaling_server.store.cases import Opening
from signaling_server.store.keys import Keys
from tests.channel.rules.hostile import png
from tests.helpers.pictures import jpeg, mark_of

LEASES = Leases(bytes(range(32)))
BOOTH = BoothId("booth-2")
NUMBER = 2
VISIT = VisitId("v" * 22)
NIK = "3171234501900001"
NAME = "PERSON-OF-A-TEST"
JPEG, OTHER_JPEG = jpeg(1), jpeg(2)
SIGNATURE = png(64, 48)
PERSONAL = (NIK.encode(), NAME.encode(), mark_of(JPEG), b"WORDS-OF-A-TEST")
WORDS = "WORDS-OF-A-TEST"

NO_RULES = ClaimRules(())
OPENING = Opening(VISIT, BOOTH, NUMBER, 1000.0)

_numbers = itertools.count(1)


def personal_in(text: str) -> list[bytes]:
    """Marks in a text, where bytes stand as Python writes them."""
    return [mark for mark in PERSONAL if mark in text.encode() or repr(mark)[2:-1] in text]


def document_id(number: int | None = None) -> DocumentId:
    return DocumentId(f"{next(_numbers) if number is None else number:021d}A")


def booth_lease(
    visit: VisitId = VISIT,
    booth: BoothId = BOOTH,
    consent: bool = True,
    issued_at: float | None = None,
    queued_at: float = 1000.0,
) -> str:
    issued_at = time.time() if issued_at is None else issued_at
    lease = Lease(
        visit=visit, booth=booth, language="id", consent=consent, queued_at=queued_at, issued_at=issued_at
    )
    return LEASES.issue(Holder.BOOTH, lease)


@dataclass
class Sample:
    """A document before it is sealed."""

    content: bytes = JPEG
    kind: str = "ktp"
    media_type: str = "image/jpeg"
    lease: str = field(default_factory=booth_lease)
    document: DocumentId = field(default_factory=document_id)
    page: int = 1

    def sealed(self, keys: Keys) -> bytes:
        header = SealedHeader(
            document=self.document,
            lease=self.lease,
            kind=self.kind,
            page=self.page,
            media_type=self.media_type,
            captured_at=1001.0,
            sha256=hashlib.sha256(self.content).hexdigest(),
            step="parked",
        )
        return seal(seal_key_text(keys.sealing), header, self.content)


FACTS = CaseFacts(
    claim="jht",
    rules_version="2026-01",
    consent_version="2026-11",
    language="id",
    identity={"nik": NIK, "name": NAME},
    answers={"resigned": "yes"},
)


def facts_sample(facts: CaseFacts = FACTS, lease: str | None = None) -> Sample:
    return Sample(encode_facts(facts), FACTS_KIND, "application/json", lease or booth_lease())


def signature_sample(lease: str | None = None) -> Sample:
    return Sample(SIGNATURE, SIGNATURE_KIND, "image/png", lease or booth_lease())
