"""Cases to look at, as the desk would tell them, and the pictures that belong to them.

Responsible for: values, and a source of pictures that draws them. Not for: windows (``conftest``).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from channel.rules.claims import Need, Text
from channel.rules.registry_links import LinkVerdict
from channel.wire.documents import DocumentInfo, Outcome
from channel.wire.ids import DocumentId, VisitId
from cso_console.core.casework import (
    CaseView,
    ComparedCell,
    ComparedRow,
    EarlierVisit,
    Fetching,
    PaperLink,
    PaperRow,
    PaperState,
    PersonDoubt,
    ShownDocument,
    Undecided,
    WrittenNote,
)
from hardware.simulated.documents import Document, draw
from hardware.simulated.scene import Scene

NOON = 1_790_000_000.0
LONG_AGO = 1_699_963_200.0
"""Noon of 14 November 2023 in Greenwich: never today, and the same day nearly everywhere."""
PERSON = 2
_DRAWN = {
    "id_card": Document.KTP,
    "id_card_2": Document.KTP_BACK,
    "member_card": Document.KPJ,
    "family_card": Document.KK,
    "bank_book": Document.BANK,
    "work_letter": Document.LETTER,
}


@cache
def drawn(document: str) -> QImage | None:
    """The picture of a document of that name; None where nothing is drawn."""
    if document == "portrait":
        bgr = Scene(2, 2, 1280, 720).picture(0, 0.0)
    elif document in _DRAWN:
        bgr = draw(_DRAWN[document], PERSON).picture
    else:
        return None
    high, wide = bgr.shape[:2]
    return QImage(bgr.tobytes(), wide, high, 3 * wide, QImage.Format.Format_BGR888).copy()


class DrawnPictures(QObject):
    """``DocumentPictures`` of drawn papers; ``here`` says which have arrived, None: all."""

    arrived = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.here: set[str] | None = None

    def picture(self, document_id: DocumentId) -> QImage | None:
        return drawn(document_id) if self.here is None or document_id in self.here else None

    def thumbnail(self, document_id: DocumentId) -> QImage | None:
        whole = self.picture(document_id)
        if whole is None:
            return None
        return _small(document_id)


@cache
def _small(document: str) -> QImage:
    whole = drawn(document)
    assert whole is not None
    return whole.scaled(
        QSize(160, 160), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def info(document: str, *, kind: str = "", page: int = 1, step: str = "call") -> DocumentInfo:
    return DocumentInfo(
        document=DocumentId(document),
        kind=kind or document,
        page=page,
        media_type="image/jpeg",
        size=481_600,
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        captured_at=NOON,
        stored_at=NOON + 2,
        step=step,
    )


def row(item: str, name: Text, state: PaperState = PaperState.OPEN, **fields: Any) -> PaperRow:
    usual: dict[str, Any] = {
        "because": "Selalu diperlukan.",
        "need": Need.MANDATORY,
        "at": NOON,
        "documents": () if state in (PaperState.OPEN, PaperState.NOT_APPLICABLE) else (info(item),),
        "accepts": (item,),
    }
    return PaperRow(item, name, state=state, **{**usual, **fields})


MEMBER_CARD = row("member_card", Text("Kartu peserta", "Membership card"), PaperState.ACCEPTED)
ID_CARD = row(
    "id_card",
    Text("KTP", "Identity card (KTP)"),
    PaperState.NEW,
    documents=(info("id_card"), info("id_card_2", kind="id_card", page=2)),
    pictures_wanted=2,
)
LETTER = row(
    "work_letter",
    Text("Surat berhenti kerja (paklaring)", "Letter that your work has ended (paklaring)"),
    PaperState.NEW,
    differs=True,
)
FAMILY_CARD = row("family_card", Text("Kartu Keluarga", "Family card (KK)"), PaperState.ACCEPTED_WITH_NOTE)
BANK_BOOK = row(
    "bank_book", Text("Buku rekening", "Bank book"), PaperState.RETAKE, note="Foto buram", documents=()
)
TAX_CARD = row(
    "tax_card",
    Text("Kartu NPWP", "Tax number card (NPWP)"),
    need=Need.IF_APPLICABLE,
    because="Apakah saldo JHT Anda lebih dari Rp 50 juta? Ya.",
)
LONG = row(
    "leaving_statement",
    Text(
        "Surat pernyataan tidak bekerja lagi di Indonesia atau Buku nikah atau akta perkawinan",
        "Statement that you no longer work in Indonesia or Marriage book or certificate",
    ),
    PaperState.NOT_APPLICABLE,
)
ROWS = (MEMBER_CARD, ID_CARD, LETTER, FAMILY_CARD, BANK_BOOK, TAX_CARD)
KINDS = (
    *((each.item, each.name) for each in ROWS),
    (
        "leaving_statement",
        Text(
            "Surat pernyataan tidak bekerja lagi di Indonesia",
            "Statement that you no longer work in Indonesia",
        ),
    ),
    ("passport", Text("Paspor", "Passport")),
    ("heir_letter", Text("Surat keterangan ahli waris", "Letter naming the heirs")),
    ("doctor_report", Text("Formulir KK3 atau 3b dari dokter", "Form KK3 or 3b from the doctor")),
)
NIK = "3303036311760001"
COMPARED = (
    ComparedRow(
        "nik",
        (
            ComparedCell("typed", NIK),
            ComparedCell("id_card", NIK),
            ComparedCell("work_letter", "3303036811760001", odd=(7,), differs=True),
        ),
        "one_digit",
        same=False,
    ),
    ComparedRow(
        "name",
        (
            ComparedCell("id_card", "SITI RAHAYU CONTOH"),
            ComparedCell("work_letter", "Siti Rahayu Contoh Kusumaningrum, S.E.", differs=True),
        ),
        "title",
        same=False,
    ),
    ComparedRow("birth_date", (ComparedCell("typed", "1976-11-23"), ComparedCell("id_card", "23-11-1976"))),
)


def shown(document: str, item: str, name: Text, fetching: Fetching = Fetching.READY, **fields: Any) -> Any:
    return ShownDocument(info(document, kind=item), item, name, fetching, **fields)


ID_SHOWN = shown("id_card", "id_card", ID_CARD.name)


def case(**fields: Any) -> CaseView:
    """As in ``console-six.png``."""
    usual: dict[str, Any] = {
        "visit": VisitId("visit-2"),
        "number": 2,
        "known": True,
        "online": True,
        "reference": "K7F3Q-9M2XA",
        "claim": "JHT",
        "claim_name": Text("Jaminan Hari Tua (JHT)", "Old-age savings (JHT)"),
        "rules_version": "JHT 2024-07-01 c89172e57da2",
        "answers": (
            (
                Text("Mengapa Anda berhenti bekerja?", "Why did you stop working?"),
                Text("PHK, kontrak tidak diperpanjang", "Laid off, the contract was not renewed"),
            ),
        ),
        "nik": NIK,
        "kpj": "90015838634",
        "born": "1976-11-23",
        "rows": ROWS,
        "missing": 1,
        "to_bring": (BANK_BOOK.name,),
        "waiting": 2,
        "notes": (WrittenNote("Surat dari PT lama akan dikirim ulang oleh HRD.", "Sari", NOON),),
        "shown": ID_SHOWN,
        "kinds": KINDS,
        "compared": COMPARED,
    }
    return CaseView(**{**usual, **fields})


def ready(**fields: Any) -> CaseView:
    """Everything is decided."""
    rows = tuple(
        replace(each, state=PaperState.ACCEPTED, note="", differs=False, documents=(info(each.item),))
        for each in ROWS
    )
    return case(**{"rows": rows, "missing": 0, "to_bring": (), "waiting": 0, **fields})


LEFT = (
    Undecided(
        visit=VisitId("visit-left-2"),
        number=2,
        reference="JHT-4K7P-2T",
        claim="JHT",
        claim_name=Text("Jaminan Hari Tua (JHT)", "Old-age savings (JHT)"),
        opened_at=LONG_AGO - 900,
        ended_at=LONG_AGO,
    ),
    Undecided(
        visit=VisitId("visit-left-5"),
        number=5,
        reference="JKK-9M2X-AP",
        claim="JKK",
        claim_name=Text(
            "Jaminan Kecelakaan Kerja untuk pekerja bukan penerima upah (JKK)",
            "Work accidents of people who work for themselves (JKK)",
        ),
        opened_at=LONG_AGO - 2000,
        ended_at=LONG_AGO - 600,
        unsure=True,
    ),
    Undecided(
        visit=VisitId("visit-left-3"),
        number=3,
        reference="",
        claim="",
        claim_name=None,
        opened_at=LONG_AGO - 86_400,
        ended_at=0.0,
    ),
)
"""What the officer has left undecided."""
EARLIER = (
    EarlierVisit("9M2XA-K7F3Q", "JHT", NOON - 30 * 86_400, Outcome.INCOMPLETE),
    EarlierVisit("3QK7F-XA9M2", "question", NOON - 400 * 86_400, Outcome.PASSED_ON),
)
LINKS = (
    PaperLink(
        Text("Kartu Keluarga", "Family card (KK)"),
        "https://dukcapil.kemendagri.go.id.example.net/cek/" + "3f9a" * 30,
        "dukcapil.kemendagri.go.id.example.net",
        LinkVerdict.DISGUISED,
    ),
    PaperLink(
        Text("Akta kematian", "Death certificate"),
        "https://dukcapil.kemendagri.go.id/cek/77",
        "dukcapil.kemendagri.go.id",
        LinkVerdict.LISTED,
    ),
)
PORTRAIT = info("portrait")
DOUBT = PersonDoubt(14.0, held=False, portrait=PORTRAIT, seen=True, fetching=Fetching.READY)
