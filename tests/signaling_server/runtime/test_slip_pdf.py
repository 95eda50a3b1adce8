from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import TypeAlias

import msgspec
import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from channel.rules.claims import AnswerId, Checklist, ClaimKind, QuestionId, Rule, Text
from channel.rules.slip import Role, slip
from channel.wire.documents import CaseState, Decision, DocumentInfo, Outcome, Verdict
from channel.wire.ids import OfficerId
from signaling_server.claims import load_claims
from signaling_server.core.papers import papers
from signaling_server.runtime.pdf import Pdf, text_width, wrapped
from signaling_server.runtime.slip_pdf import SlipAttachment, slip_pdf
from signaling_server.store.outbox import Parcel
from signaling_server.store.parcels import HandedOver
from tests.channel.rules.test_slip import FACTS, REFERENCE
from tests.signaling_server.store.samples import FACTS as CASE_FACTS
from tests.signaling_server.store.samples import NAME, NIK, VISIT, document_id

pytestmark = pytest.mark.usefixtures("qapp")

RULES = load_claims(None)
SARI = OfficerId("sari")
Grey: TypeAlias = NDArray[np.uint8]
"""(height, width)."""


def opened(content: bytes) -> QPdfDocument:
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    buffer.setParent(document)
    assert document.status() is QPdfDocument.Status.Ready
    return document


def words(content: bytes) -> str:
    """All text of all pages, with single spaces."""
    document = opened(content)
    pages = [document.getAllText(page).text() for page in range(document.pageCount())]
    return " ".join(" ".join(pages).split())


def picture(content: bytes, page: int = 0) -> Grey:
    """A page in grey at 72 dpi, on white."""
    image = opened(content).render(page, QSize(595, 842)).convertToFormat(QImage.Format.Format_RGBA8888)
    rgba = np.frombuffer(image.constBits(), np.uint8).reshape(842, 595, 4).astype(np.float32)
    opaque = rgba[..., 3:] / 255
    grey: Grey = (rgba[..., :3] * opaque + 255 * (1 - opaque)).mean(axis=2).astype(np.uint8)
    return grey


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_slip_is_one_page_with_all_of_its_words(language: str) -> None:
    lines = slip(dataclasses.replace(FACTS, language=language))
    content = slip_pdf(lines)
    assert opened(content).pageCount() == 1
    told = words(content)
    assert [line.text for line in lines if line.role is not Role.CODE and line.text not in told] == []
    assert "1. Surat berhenti kerja" in told


def test_its_code_is_read_from_the_page() -> None:
    (found,) = zxingcpp.read_barcodes(picture(slip_pdf(slip(FACTS))))
    assert found.text == REFERENCE


def test_everything_stands_within_its_margins() -> None:
    ink = picture(slip_pdf(slip(dataclasses.replace(FACTS, reason="Surat tanpa cap. " * 8)))) < 250
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    assert rows[0] > 35
    assert rows[-1] < 842 - 35
    assert columns[0] >= 86
    assert columns[-1] <= 595 - 86


def checklists(rule: Rule, answers: dict[QuestionId, AnswerId]) -> Iterator[Checklist]:
    """Of all ways through a rule's questions."""
    checklist = rule.checklist(answers)
    if not checklist.to_ask:
        yield checklist
        return
    question = checklist.to_ask[0]
    for answer in question.answers:
        yield from checklists(rule, {**answers, question.id: answer.id})


@pytest.mark.parametrize("kind", list(ClaimKind))
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_longest_list_of_each_claim_fits_on_one_page(kind: ClaimKind, language: str) -> None:
    claim = RULES.claim(kind)
    assert claim is not None
    longest = max(checklists(claim.rules[-1], {}), key=lambda one: len(one.items)).items
    names = tuple(item.name(language) for item in longest)
    half = len(names) // 2
    bring = tuple(item.line(language) for item in longest[half:])
    content = slip_pdf(
        slip(dataclasses.replace(FACTS, language=language, handed_in=names[:half], bring=bring))
    )
    assert opened(content).pageCount() == 1
    assert [name for name in names if name not in words(content)] == []


def test_what_is_longer_than_a_page_goes_on_on_further_ones() -> None:
    bring = tuple(f"Dokumen {number}" for number in range(1, 61))
    content = slip_pdf(slip(dataclasses.replace(FACTS, bring=bring)))
    assert opened(content).pageCount() == 3
    assert all(f"{number}. Dokumen {number} " in words(content) for number in range(1, 61))


def test_the_same_slip_is_the_same_file() -> None:
    assert slip_pdf(slip(FACTS)) == slip_pdf(slip(FACTS))


def test_every_object_is_where_the_table_says() -> None:
    content = slip_pdf(slip(FACTS))
    start = int(content.split(b"startxref\n")[1].split()[0])
    assert content[start:].startswith(b"xref\n0 8\n")
    places = [int(place) for place in re.findall(rb"^(\d{10}) 00000 n $", content[start:], re.MULTILINE)]
    assert [content[place:].split(b"\n")[0] for place in places] == [b"%d 0 obj" % at for at in range(1, 8)]


@pytest.mark.parametrize("text", [r"(a) \ <b> % /c", "· × – … é ’", "日本 stays readable"])
def test_any_text_can_stand_on_a_page(text: str) -> None:
    pdf = Pdf(text)
    pdf.text((50, 50), text, 12)
    assert words(pdf.content()) == text.replace("日本", "??")


def test_text_is_as_wide_as_it_is_drawn() -> None:
    for bold in (False, True):
        text = "Surat keterangan: 0123456789 (KK1) WAVE jilt"
        pdf = Pdf("")
        pdf.text((0, 400), text, 20, bold=bold)
        drawn = int(np.flatnonzero((picture(pdf.content()) < 128).any(axis=0))[-1])
        assert text_width(text, 20, bold=bold) == pytest.approx(drawn, rel=0.02)


def test_lines_are_as_wide_as_they_may_be_and_lose_nothing() -> None:
    text = "Surat pernyataan " + "w" * 120 + " tidak bekerja lagi"
    lines = wrapped(text, 14, 300)
    assert max(text_width(line, 14) for line in lines) <= 300
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrapped("", 14, 300) == []


# ---------------------------------------------------------------- of a case


def document(kind: str, page: int = 1) -> DocumentInfo:
    return DocumentInfo(
        document=document_id(), kind=kind, page=page, media_type="image/jpeg", size=1, sha256="0" * 64,
        captured_at=1.0, stored_at=2.0,
    )  # fmt: skip


def decision(item: str, verdict: Verdict) -> Decision:
    return Decision(item=item, verdict=verdict, document="", note="", officer=SARI, decided_at=3.0)


JHT = RULES.claims[0].rules[-1]
LAID_OFF = msgspec.structs.replace(CASE_FACTS, language="id", answers={"reason": "laid_off"})
DOCUMENTS = tuple(document(kind, page) for kind, page in (
    ("facts", 1), ("id_card", 1), ("id_card", 2), ("member_card", 1), ("layoff_proof", 1),
))  # fmt: skip
DECISIONS = (decision("member_card", Verdict.ACCEPTED), decision("layoff_proof", Verdict.RETAKE))

CASE = CaseState(
    visit=VISIT, reference="JHT-4K7P-2T", opened_at=1_800_000_000.0,
    facts=LAID_OFF, documents=DOCUMENTS, decisions=DECISIONS,
    papers=papers(JHT, LAID_OFF, DOCUMENTS, DECISIONS),
    notes=(), earlier=(), outcome=Outcome.INCOMPLETE, reason=f"NIK {NIK} tidak cocok",
    bring=(Text("Kartu NPWP", "Tax number card (NPWP)"), Text("Surat kuasa", "Surat kuasa")),
    decided_at=1_800_000_900.0,
)  # fmt: skip


def attached(case: CaseState) -> str:
    handed_over = HandedOver(version=1, parcel="p", booth=2, officer="sari", case=case)
    parcel = Parcel("p", VISIT, case.reference, msgspec.json.encode(handed_over), ())
    (file,) = SlipAttachment("Cabang Contoh", RULES)(parcel)
    assert (file.name, file.media_type) == ("slip.pdf", "application/pdf")
    return words(file.read())


def test_a_case_tells_its_slip() -> None:
    told = attached(CASE)
    for expected in (
        "Cabang Contoh Bilik 2 (merah muda)", "JHT-4K7P-2T", "Jaminan Hari Tua (JHT) Berkas belum lengkap.",
        "SUDAH DIFOTO: Kartu peserta KTP BAWA: 1. Kartu NPWP 2. Surat kuasa",
    ):  # fmt: skip
        assert expected in told
    assert "Bukti" not in told, "it is to be photographed again"


def test_a_case_is_told_in_its_participants_language() -> None:
    told = attached(msgspec.structs.replace(CASE, facts=msgspec.structs.replace(LAID_OFF, language="en")))
    assert "PHOTOGRAPHED: Membership card Identity card (KTP) PLEASE BRING: 1. Tax number card (NPWP)" in told


def test_a_case_without_facts_and_one_of_an_unknown_claim_have_a_slip_too() -> None:
    for facts in (None, msgspec.structs.replace(CASE_FACTS, claim="XYZ")):
        told = attached(msgspec.structs.replace(CASE, facts=facts))
        assert "JHT-4K7P-2T" in told
        assert "2. Surat kuasa" in told


@pytest.mark.parametrize("outcome", list(Outcome))
def test_nothing_personal_stands_on_the_slip_of_a_case(outcome: Outcome) -> None:
    told = attached(msgspec.structs.replace(CASE, outcome=outcome))
    assert NIK not in told
    assert NAME not in told
    assert "•••• tidak cocok" in told, "the control: the reason itself is there"
