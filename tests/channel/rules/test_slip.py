from __future__ import annotations

import dataclasses
from datetime import datetime

import pytest

from channel.rules.checked_number import REFERENCES, read_any
from channel.rules.claims import AnswerId, ClaimKind, QuestionId
from channel.rules.slip import Role, Slip, SlipFacts, SlipOutcome, handed_in, slip, without_numbers
from channel.wire.documents import Outcome
from tests.channel.rules.claim_texts import rule_of

REFERENCE = "JHT-4K7P-2M"
FACTS = SlipFacts(
    language="id",
    branch="Cabang Contoh",
    booth=2,
    at=datetime(2026, 11, 20, 9, 56),
    reference=REFERENCE,
    outcome=SlipOutcome.INCOMPLETE,
    claim="Jaminan Hari Tua (JHT)",
    handed_in=("Kartu peserta", "KTP"),
    bring=("Surat berhenti kerja. Ada cap.", "Buku rekening"),
    how_to_ask="Telepon cabang: 021 5550 1234.",
)


def texts(lines: Slip, role: Role) -> list[str]:
    return [line.text for line in lines if line.role is role]


def test_an_incomplete_claim_tells_what_is_there_and_what_to_bring() -> None:
    lines = slip(FACTS)
    assert [(line.role, line.text) for line in lines] == [
        (Role.TITLE, "BUKTI PELAYANAN"),
        (Role.PLACE, "Cabang Contoh"),
        (Role.PLACE, "Bilik 2 (merah muda)"),
        (Role.PLACE, "20-11-2026 · 09.56"),
        (Role.CODE, REFERENCE),
        (Role.REFERENCE, REFERENCE),
        (Role.CUT, ""),
        (Role.CLAIM, "Jaminan Hari Tua (JHT)"),
        (Role.OUTCOME, "Berkas belum lengkap."),
        (Role.HEADING, "SUDAH DIFOTO:"),
        (Role.DONE, "Kartu peserta"),
        (Role.DONE, "KTP"),
        (Role.HEADING, "BAWA:"),
        (Role.BRING, "Surat berhenti kerja. Ada cap."),
        (Role.BRING, "Buku rekening"),
        (Role.CUT, ""),
        (Role.REMINDER, "Ambil kembali semua dokumen asli."),
        (Role.NOTE, "Yang sudah difoto tetap tersimpan. Anda tidak perlu mengulang dari awal."),
        (Role.NOTE, "Untuk menanyakan klaim Anda, tunjukkan nomor atau kode QR ini kepada petugas."),
        (Role.NOTE, "Telepon cabang: 021 5550 1234."),
    ]
    assert [line.number for line in lines if line.role is Role.BRING] == [1, 2]


def test_english_says_the_same_in_the_same_places() -> None:
    english = slip(dataclasses.replace(FACTS, language="en"))
    assert [line.role for line in english] == [line.role for line in slip(FACTS)]
    assert texts(english, Role.OUTCOME) == ["Your papers are not complete yet."]
    assert texts(english, Role.PLACE)[1:] == ["Booth 2 (pink)", "20-11-2026 · 09:56"]
    assert texts(english, Role.REMINDER) == ["Take back all your original papers."]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_outcome_has_a_sentence_of_its_own(language: str) -> None:
    told = {
        outcome: texts(slip(dataclasses.replace(FACTS, language=language, outcome=outcome)), Role.OUTCOME)
        for outcome in SlipOutcome
    }
    assert len({sentence for (sentence,) in told.values()}) == len(SlipOutcome)


def test_outcomes_are_those_of_the_wire() -> None:
    assert {one.value for one in SlipOutcome} == {one.value for one in Outcome}


def test_what_there_is_nothing_to_say_of_is_left_out() -> None:
    bare = slip(
        dataclasses.replace(FACTS, branch="", claim="", handed_in=(), bring=(), how_to_ask="", reason="")
    )
    roles = [line.role for line in bare]
    assert not {Role.CLAIM, Role.HEADING, Role.DONE, Role.BRING} & set(roles)
    assert roles.count(Role.NOTE) == 1
    assert roles.count(Role.REMINDER) == 1
    assert all(line.text for line in bare if line.role is not Role.CUT)


def test_the_reason_stands_on_one_line() -> None:
    lines = slip(dataclasses.replace(FACTS, outcome=SlipOutcome.REJECTED, reason=" Bukan \n\n peserta. "))
    assert "Alasan: Bukan peserta." in texts(lines, Role.NOTE)


@pytest.mark.parametrize(
    "number",
    ["3171234501900001", "3171 2345 0190 0001", "31.7123.4501.900001", "12345678901", "0812-3456-7890"],
)
def test_no_personal_number_gets_onto_a_slip_whoever_typed_it(number: str) -> None:
    typed = f"NIK {number} salah"
    lines = slip(dataclasses.replace(FACTS, reason=typed, bring=(typed,), handed_in=(typed,), how_to_ask=""))
    assert number in typed
    assert not any(number in line.text or number[-4:] in line.text for line in lines)
    assert any("•••" in line.text and line.text.endswith(" salah") for line in lines)


@pytest.mark.parametrize("harmless", ["Surat 20-11-2026", "Formulir 3 (KK1), 2 × 24 jam", "kode pos 12950"])
def test_dates_and_small_numbers_stay(harmless: str) -> None:
    assert without_numbers(harmless) == harmless


def test_the_code_is_the_reference_which_a_booth_reads_again() -> None:
    (code,) = texts(slip(FACTS), Role.CODE)
    assert code == REFERENCE
    form = REFERENCES[ClaimKind.JHT]
    number = form.make(lambda most: 3)
    (made,) = texts(slip(dataclasses.replace(FACTS, reference=number)), Role.CODE)
    assert read_any(made, REFERENCES.values()) == (form, number)


def test_above_six_the_colours_come_round_again() -> None:
    assert texts(slip(dataclasses.replace(FACTS, booth=8)), Role.PLACE)[1] == "Bilik 8 (merah muda)"


def test_handed_in_is_told_in_the_order_of_the_checklist_and_only_what_it_wants() -> None:
    checklist = rule_of().checklist({QuestionId("reason"): AnswerId("laid_off")})
    kinds = ["facts", "witnesses", "signature", "letter", "id_card"]
    assert handed_in(checklist, kinds, "id") == ("KTP", "Surat")
    assert handed_in(checklist, ["facts"], "en") == ()
