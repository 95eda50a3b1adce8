"""Drawn documents of invented people, each marked SPECIMEN.

Responsible for: what each document looks like, seen straight from above, and what its codes say. Not for:
the people (``citizens``), nor how it is photographed (``photograph``). They follow the originals in size,
colours, places and the density of print, not in detail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import numpy as np
import zxingcpp
from PySide6.QtGui import QTransform

from hardware.devices import Picture
from hardware.opencv import cv2
from hardware.simulated.canvas import Canvas, blank, pixels
from hardware.simulated.citizens import Citizen, citizen
from hardware.simulated.portrait import draw_body, draw_eyes, draw_head, draw_mouth
from hardware.simulated.sheet import BOLD, INK, Colour, Sheet

CARD_MM = (85.60, 53.98)
A4_MM = (210.0, 297.0)
CARD_PX_PER_MM = 14.0
A4_PX_PER_MM = 8.0
RED: Colour = (38, 38, 200)
GREEN: Colour = (70, 120, 20)


class Document(StrEnum):
    """What can be drawn; ``-back`` is the other side."""

    KTP = "ktp"
    KTP_BACK = "ktp-back"
    KPJ = "kpj"
    KPJ_BACK = "kpj-back"
    KK = "kk"
    BANK = "bank"
    LETTER = "letter"
    LETTER_2 = "letter-2"

    @property
    def is_card(self) -> bool:
        return self in (Document.KTP, Document.KTP_BACK, Document.KPJ, Document.KPJ_BACK)


@dataclass(frozen=True)
class Drawing:
    """``picture``: the document upright, edge to edge. ``payloads``: what its codes say."""

    document: Document
    picture: Picture
    width_mm: float
    height_mm: float
    corner_mm: float
    payloads: tuple[str, ...] = ()


@lru_cache(maxsize=24)
def draw(document: Document, person: int) -> Drawing:
    """Drawn once; the picture must not be written to."""
    size, scale, corner = (CARD_MM, CARD_PX_PER_MM, 3.18) if document.is_card else (A4_MM, A4_PX_PER_MM, 0.0)
    if document is Document.KK:
        size = (A4_MM[1], A4_MM[0])  # the family card lies
    one = citizen(person)
    sheet = Sheet(*size, scale, _PAPER.get(document, (244, 246, 246)))
    payloads = _DRAWN[document](sheet, one)
    sheet.pixels.flags.writeable = False
    return Drawing(document, sheet.pixels, *size, corner, payloads)


def photo(one: Citizen, width_px: int, height_px: int) -> Picture:
    """The passport photo, on red for odd years of birth and on blue for even ones."""
    image = blank(width_px, height_px, "#B3262B" if one.born.year % 2 else "#2B4FA8")
    scale = width_px / 260
    axis = QTransform(scale, 0, 0, scale, width_px / 2, height_px - 345 * scale)
    canvas = Canvas(image, axis)
    draw_body(canvas, one.look)
    draw_head(canvas, one.look)
    draw_eyes(canvas, one.look, lids=0.0, raised=False)
    draw_mouth(canvas, one.look, 0.0)
    canvas.end()
    flat = np.asarray(cv2.cvtColor(pixels(image), cv2.COLOR_BGRA2BGR), dtype=np.float32)
    # A flat drawing has no skin: light from one side, and the grain of a cheap print.
    light = np.linspace(1.08, 0.86, width_px, dtype=np.float32)[np.newaxis, :, np.newaxis]
    grain = np.random.default_rng(one.number).normal(0, 5, flat.shape).astype(np.float32)
    printed = np.asarray(cv2.GaussianBlur(flat, (0, 0), 1.2), np.float32) * light + grain
    return np.asarray(np.clip(printed, 0, 255), dtype=np.uint8)


# ---------------------------------------------------------------- cards


def _ktp(sheet: Sheet, one: Citizen) -> tuple[str, ...]:
    sheet.waves((214, 178, 130), 0.5)
    sheet.text(24, 6.2, "PROVINSI CONTOH", 3.6, weight=BOLD)
    sheet.text(22, 10.2, "KABUPATEN SPECIMEN", 3.6, weight=BOLD)
    sheet.text(4, 16, "NIK", 3.8, weight=BOLD)
    sheet.text(17, 16, f": {one.nik}", 3.8, weight=BOLD)
    rows = (
        ("Nama", one.name),
        ("Tempat/Tgl Lahir", f"{one.born_in}, {one.born:%d-%m-%Y}"),
        ("Jenis Kelamin", "PEREMPUAN" if one.female else "LAKI-LAKI"),
        ("Alamat", one.address),
        ("   RT/RW", "001/002"),
        ("   Kel/Desa", "CONTOH JAYA"),
        ("   Kecamatan", "TELADAN"),
        ("Agama", "-"),
        ("Status", "KAWIN"),
        ("Pekerjaan", "KARYAWAN SWASTA"),
        ("Kewarganegaraan", "WNI"),
        ("Berlaku Hingga", "SEUMUR HIDUP"),
    )
    for at, (name, value) in enumerate(rows):
        y = 20 + at * 2.8
        sheet.text(4, y, name, 2.3)
        sheet.text(25, y, f": {value}", 2.3, weight=500)
    sheet.picture(62, 14, 20, 25, photo(one, 320, 400))
    sheet.text(63, 43, "KOTA CONTOH", 2.1)
    sheet.text(64, 45.8, "01-02-2020", 2.1)
    sheet.specimen(14, 47, 11)
    return ()


def _ktp_back(sheet: Sheet, one: Citizen) -> tuple[str, ...]:
    sheet.waves((214, 178, 130), 0.5)
    sheet.text(12, 9, "REPUBLIK CONTOH", 5, weight=BOLD)
    sheet.text(12, 14, "KARTU TANDA PENDUDUK", 4, weight=BOLD)
    sheet.box(8, 22, 12.5, 11, (120, 190, 214))
    for line in range(1, 4):
        sheet.line(8, 22 + line * 2.75, 20.5, 22 + line * 2.75, (70, 120, 140), 0.25)
    for line, text in enumerate(("Kartu ini milik negara.", "Bila ditemukan, harap", "dikembalikan.")):
        sheet.text(28, 25 + line * 4, text, 3.2)
    sheet.text(8, 44, f"{one.nik[:6]}-0000-SPECIMEN", 3.4, weight=500)
    sheet.specimen(14, 48, 11)
    return ()


def _kpj(sheet: Sheet, one: Citizen) -> tuple[str, ...]:
    sheet.box(0, 0, 85.6, 15, GREEN)
    sheet.text(5, 7, "KARTU PESERTA", 5, weight=BOLD, colour=(255, 255, 255))
    sheet.text(5, 12.2, "JAMINAN SOSIAL TENAGA KERJA (CONTOH)", 3, colour=(235, 250, 235))
    sheet.text(5, 22, one.name, 4.2, weight=BOLD)
    sheet.text(5, 28, "Nomor KPJ", 2.6)
    sheet.text(5, 32.6, one.kpj, 4.8, weight=BOLD)
    sheet.text(5, 38, f"NIK {one.nik}", 2.8)
    sheet.text(57, 38, f"Lahir {one.born:%d-%m-%Y}", 2.6)
    sheet.code(4, 40, 52, 11, one.kpj, zxingcpp.Code128)
    sheet.box(66, 18, 14, 14, (60, 170, 236))
    sheet.text(68.6, 27.4, "JS", 7, weight=BOLD, colour=(255, 255, 255))
    sheet.specimen(22, 36, 10)
    return (one.kpj,)


def _kpj_back(sheet: Sheet, one: Citizen) -> tuple[str, ...]:
    sheet.box(0, 4, 85.6, 10, (45, 40, 38))
    lines = (
        "1. Kartu ini tanda kepesertaan, bukan identitas.",
        "2. Bawa kartu ini saat mengajukan klaim.",
        "3. Bila hilang, lapor ke kantor cabang terdekat.",
        "4. Kartu contoh, tidak berlaku.",
    )
    for at, line in enumerate(lines):
        sheet.text(5, 21 + at * 5, line, 2.9)
    sheet.text(5, 48, f"No. {one.kpj[-6:]}", 2.8)
    sheet.specimen(20, 44, 10)
    return ()


# ---------------------------------------------------------------- pages


def _kk(sheet: Sheet, one: Citizen) -> tuple[str, ...]:
    sheet.text(112, 20, "KARTU KELUARGA", 9, weight=BOLD)
    sheet.text(116, 28, f"No. {one.kk}", 6, weight=BOLD)
    facts = (
        ("Nama Kepala Keluarga", one.name),
        ("Alamat", one.address),
        ("Desa/Kelurahan", "CONTOH JAYA"),
        ("Kabupaten/Kota", "SPECIMEN"),
    )
    for at, (name, value) in enumerate(facts):
        sheet.text(15, 40 + at * 6, name, 4)
        sheet.text(62, 40 + at * 6, f": {value}", 4, weight=500)
    columns = (15, 24, 86, 128, 152, 184, 214, 248, 282)
    heads = ("No", "Nama Lengkap", "NIK", "L/P", "Tempat Lahir", "Tgl Lahir", "Pendidikan", "Pekerjaan")
    for table_y, rows in ((66, 6), (126, 6)):
        sheet.box(15, table_y, 267, 8, (226, 222, 214))
        for row in range(rows + 2):
            y = table_y + row * 8
            sheet.line(15, y, 282, y, INK, 0.25)
        for x in columns:
            sheet.line(x, table_y, x, table_y + (rows + 1) * 8, INK, 0.25)
        for x, head in zip(columns, heads, strict=False):
            sheet.text(x + 1, table_y + 5.5, head, 3.4, weight=BOLD)
    for row in range(3):
        member = one if row == 0 else citizen(one.number + row)
        values = (
            str(row + 1), member.name, member.nik, "P" if member.female else "L", member.born_in,
            f"{member.born:%d-%m-%Y}", "SLTA", "SWASTA",
        )  # fmt: skip
        for x, value in zip(columns, values, strict=False):
            sheet.text(x + 1, 66 + 8 * (row + 1) + 5.5, value, 3.2)
    address = f"https://kk.dukcapil.example/verify/{one.kk}"
    sheet.code(15, 182, 24, 24, address, zxingcpp.QRCode)
    sheet.text(205, 190, "Kepala Dinas Contoh", 4)
    sheet.text(205, 203, "SPECIMEN", 4, weight=BOLD)
    sheet.specimen(70, 150, 34)
    return (address,)


def _bank(sheet: Sheet, one: Citizen) -> tuple[str, ...]:
    sheet.box(14, 14, 182, 20, (150, 90, 20))
    sheet.text(20, 27, one.bank, 8, weight=BOLD, colour=(255, 255, 255))
    facts = (
        ("Nama", one.name), ("No. Rekening", one.account), ("Alamat", one.address),
        ("Cabang", f"{one.born_in} CONTOH"), ("Mata Uang", "IDR"),
    )  # fmt: skip
    for at, (name, value) in enumerate(facts):
        sheet.text(20, 48 + at * 8, name, 4.6)
        sheet.text(66, 48 + at * 8, f": {value}", 4.8, weight=BOLD)
    for row in range(16):
        y = 98 + row * 10
        sheet.line(20, y + 2.5, 190, y + 2.5, (190, 186, 180), 0.25)
        sheet.text(20, y, f"{1 + row:02d}/03  {'SETORAN' if row % 3 else 'PENARIKAN'}", 4)
        sheet.text(100, y, f"{(row * 137 + 211) % 900 + 100}.000,00", 4)
        sheet.text(146, y, f"{(row * 911 + 3571) % 9000 + 1000}.000,00", 4)
    sheet.specimen(24, 220, 32)
    return ()


_SENTENCES = (
    "Yang bertanda tangan di bawah ini menerangkan dengan sebenarnya bahwa",
    "nama tersebut pernah bekerja pada perusahaan kami sebagai karyawan tetap",
    "dan telah berhenti bekerja atas permintaan sendiri dengan baik. Selama",
    "bekerja yang bersangkutan menunjukkan kelakuan yang baik dan tidak",
    "pernah melakukan hal yang merugikan perusahaan. Surat ini adalah contoh",
    "dan dibuat untuk keperluan pengujian. Atas perhatian kami ucapkan terima",
)


def _letter(sheet: Sheet, one: Citizen) -> tuple[str, ...]:
    sheet.text(62, 26, "PT CONTOH SEJAHTERA", 7, weight=BOLD)
    sheet.text(58, 33, "Kawasan Industri Teladan Blok C-7, Kota Contoh", 3.8)
    sheet.line(20, 37, 190, 37, INK, 0.8)
    sheet.text(66, 54, "SURAT KETERANGAN KERJA", 5.6, weight=BOLD)
    sheet.text(78, 60, f"Nomor: {one.number:03d}/HRD/SPECIMEN", 4)
    facts = (("Nama", one.name), ("NIK", one.nik), ("Alamat", one.address), ("Jabatan", "Operator"))
    for at, (name, value) in enumerate(facts):
        sheet.text(26, 76 + at * 8, name, 4.4)
        sheet.text(62, 76 + at * 8, f": {value}", 4.4)
    for row in range(12):
        sheet.text(24, 116 + row * 7.5, _SENTENCES[row % len(_SENTENCES)], 4.4)
    sheet.text(126, 222, "Kota Contoh, 1 Maret 2024", 4.4)
    _signature(sheet, 132, 242)
    sheet.text(130, 258, "Kepala Personalia", 4.4, weight=BOLD)
    sheet.specimen(26, 200, 32)
    return ()


def _letter_2(sheet: Sheet, one: Citizen) -> tuple[str, ...]:
    """Its second page: shorter, as last pages are."""
    sheet.text(24, 24, f"Lampiran surat {one.number:03d}/HRD/SPECIMEN, halaman 2", 4.4)
    for row in range(16):
        sheet.text(24, 40 + row * 7.5, _SENTENCES[(row + 2) % len(_SENTENCES)], 4.4)
    _signature(sheet, 30, 190)
    sheet.text(26, 206, one.name, 4.4)
    sheet.specimen(26, 150, 32)
    return ()


def _signature(sheet: Sheet, x: float, y: float) -> None:
    ink: Colour = (150, 50, 30)
    strokes = ((0, 0), (6, -9), (9, 4), (14, -7), (18, 3), (24, -5), (34, -1), (44, -4))
    for (from_x, from_y), (to_x, to_y) in pairwise(strokes):
        sheet.line(x + from_x, y + from_y, x + to_x, y + to_y, ink, 0.6)


_PAPER: dict[Document, Colour] = {
    Document.KTP: (238, 214, 176),
    Document.KTP_BACK: (238, 214, 176),
    Document.KPJ: (240, 246, 238),
    Document.KPJ_BACK: (240, 246, 238),
    Document.KK: (236, 240, 232),
}
_DRAWN: dict[Document, Callable[[Sheet, Citizen], tuple[str, ...]]] = {
    Document.KTP: _ktp,
    Document.KTP_BACK: _ktp_back,
    Document.KPJ: _kpj,
    Document.KPJ_BACK: _kpj_back,
    Document.KK: _kk,
    Document.BANK: _bank,
    Document.LETTER: _letter,
    Document.LETTER_2: _letter_2,
}
