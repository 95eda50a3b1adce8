from __future__ import annotations

import dataclasses

import pytest

from booth_client.runtime.slip_print import printout
from channel.rules.slip import Role, SlipFacts, slip
from hardware.escpos import COLUMNS, printed
from hardware.simulated.roll import PaperLine, Reading, shown
from tests.channel.rules.test_slip import FACTS, REFERENCE

NIK = "3171234501900001"
LONGEST = dataclasses.replace(
    FACTS,
    branch="Kantor Cabang Kabupaten Penajam Paser Utara",
    handed_in=("Bukti pemutusan hubungan kerja (PHK)",) * 12,
    bring=("Surat pernyataan tidak bekerja lagi di Indonesia. Ada cap dan tanda tangan.",) * 20,
    reason="w" * 1000,
)


def paper(facts: SlipFacts, columns: int = 32) -> Reading:
    return shown(printed(printout(slip(facts)), columns))


def test_the_paper_of_an_incomplete_claim() -> None:
    assert [f"[{one.text}]" if one.code else one.text for one in paper(FACTS).lines if one.text] == [
        "BUKTI PELAYANAN",
        "Cabang Contoh",
        "Bilik 2 (merah muda)",
        "20-11-2026 - 09.56",
        f"[{REFERENCE}]",
        REFERENCE,
        "-" * 32,
        "Jaminan Hari Tua (JHT)",
        "Berkas belum lengkap.",
        "SUDAH DIFOTO:",
        "[v] Kartu peserta",
        "[v] KTP",
        "BAWA:",
        "1. Surat berhenti kerja. Ada",
        "   cap.",
        "2. Buku rekening",
        "-" * 32,
        "Ambil kembali semua dokumen",
        "asli.",
        "Yang sudah difoto tetap",
        "tersimpan. Anda tidak perlu",
        "mengulang dari awal.",
        "Untuk menanyakan klaim Anda,",
        "tunjukkan nomor atau kode QR ini",
        "kepada petugas.",
        "Telepon cabang: 021 5550 1234.",
    ]


def test_the_reference_is_the_largest_and_what_to_bring_is_large() -> None:
    lines = paper(FACTS).lines
    assert [one.text for one in lines if one.wide] == [REFERENCE]
    assert PaperLine("2. Buku rekening", tall=True) in lines
    assert PaperLine("Ambil kembali semua dokumen", bold=True, tall=True) in lines


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_longest_slip_loses_nothing_on_any_paper(columns: int, language: str) -> None:
    facts = dataclasses.replace(LONGEST, language=language)
    reading = paper(facts, columns)
    assert max(len(one.text) * (2 if one.wide else 1) for one in reading.lines if not one.code) <= columns
    spoken = "".join(one.text for one in reading.lines).replace(" ", "")
    for line in slip(facts):
        if line.role is not Role.PLACE:
            assert line.text.replace(" ", "") in spoken
    assert reading.cuts == 1


def test_no_personal_number_reaches_the_paper() -> None:
    typed = dataclasses.replace(FACTS, reason=f"NIK {NIK}", bring=(f"KTP {NIK}",), handed_in=(f"KK {NIK}",))
    assert NIK.encode() not in printed(printout(slip(typed)), 48)
