"""Sentences of the pages of the participant's own way: flaws, hints, problems with a number, papers.

Responsible for: these words in Indonesian, marked for translation, by domain.md's wording; and the icons that
stand before them. Not for: texts of claims and documents, which the server sends in both languages.
"""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from booth_client.core.capture import CARD, Flaw, Format
from booth_client.core.pages import (
    Capture,
    NumberEntry,
    NumberProblem,
    NumberRemark,
    Paper,
    PaperState,
)
from booth_client.core.papers import PORTRAIT
from booth_client.core.shutter import Hint
from booth_client.core.snapshot import Language, Snapshot
from channel.qt.theme import Kiosk
from channel.rules.claims import Text
from channel.rules.slip import SlipOutcome


def told(text: Text | None, language: Language) -> str:
    """What the server sent, in the language of the screen; empty for nothing."""
    return "" if text is None else text.of(language.value)


# ---------------------------------------------------------------- capture


def flaw_words(flaw: Flaw, form: Format | None) -> tuple[str, str]:
    """An icon and the one thing to mend. ``form`` None: the participant's own face."""
    translate = QCoreApplication.translate
    card = form is CARD
    match flaw:
        case Flaw.DARK:
            return "moon", translate("Capture", "Terlalu gelap")
        case Flaw.NOTHING:
            return _lay_down(form)
        case Flaw.CUT_OFF if form is None:
            return "user", translate("Capture", "Duduklah di tengah gambar")
        case Flaw.CUT_OFF:
            return "crop", translate("Capture", "Terpotong, geser ke dalam kotak")
        case Flaw.TOO_FAR if form is None:
            return "maximize", translate("Capture", "Mendekatlah sedikit")
        case Flaw.TOO_FAR if card:
            return "maximize", translate("Capture", "Dekatkan kartu")
        case Flaw.TOO_FAR:
            return "maximize", translate("Capture", "Dekatkan kertas")
        case Flaw.TURNED:
            return "rotate-2", translate("Capture", "Miring, luruskan sedikit")
        case Flaw.MOVING:
            return "hand-stop", translate("Capture", "Jangan bergerak")
        case Flaw.GLARE:
            return "sun", translate("Capture", "Ada pantulan cahaya, miringkan sedikit")
        case Flaw.BLURRED if form is None:
            return "focus-2", translate("Capture", "Buram, jangan bergerak")
        case Flaw.BLURRED if card:
            return "focus-2", translate("Capture", "Buram, diamkan kartu")
        case Flaw.BLURRED:
            return "focus-2", translate("Capture", "Buram, diamkan kertas")
        case Flaw.WRONG_SIDE:
            return "rotate-2", translate("Capture", "Sisi yang lain, balikkan kartu")
        case _:
            assert_never(flaw)


def hint_words(hint: Hint | None, form: Format | None) -> tuple[str, str]:
    """An icon and what to do."""
    translate = QCoreApplication.translate
    match hint:
        case Hint.HOLD_STILL:
            return "hand-stop", translate("Capture", "Bagus. Jangan bergerak.")
        case Hint.TAKEN:
            return "circle-check", translate("Capture", "Bagus. Terima kasih.")
        case Hint.LAY_DOWN | None:
            return _lay_down(form)
        case _:
            assert_never(hint)


def _lay_down(form: Format | None) -> tuple[str, str]:
    translate = QCoreApplication.translate
    if form is None:
        return "user", translate("Capture", "Lihat ke kamera. Jangan bergerak.")
    if form is CARD:
        return "id", translate("Capture", "Letakkan kartu di dalam kotak")
    return "file-text", translate("Capture", "Letakkan kertas di dalam kotak")


def capture_title(capture: Capture, language: Language) -> str:
    """What is to be photographed now."""
    translate = QCoreApplication.translate
    name = told(capture.name, language)
    if capture.form is None:
        return translate("Capture", "Foto wajah Anda")
    if capture.back:
        return translate("Capture", "Balikkan kartu. Sisi belakang: {name}").format(name=name)
    if capture.may_close or (capture.pages != 1 and capture.page > 1):
        return translate("Capture", "Halaman {n}: {name}").format(n=capture.page, name=name)
    return translate("Capture", "Letakkan {name} di dalam kotak").format(name=name)


def captured_words(name: str, capture: Capture) -> str:
    """The paper that is being photographed, with the side or page that is wanted."""
    translate = QCoreApplication.translate
    if capture.form is CARD and capture.pages == 2:
        if capture.back:
            return translate("Capture", "{name}, sisi belakang").format(name=name)
        return translate("Capture", "{name}, sisi depan").format(name=name)
    if capture.page > 1:
        return translate("Capture", "{name}, halaman {n}").format(name=name, n=capture.page)
    return name


# ---------------------------------------------------------------- numbers


def nik_remark(entry: NumberEntry) -> str:
    """What is wrong or odd about a NIK; empty for nothing."""
    translate = QCoreApplication.translate
    match entry.problem:
        case NumberProblem.TOO_SHORT:
            return translate("Number", "Belum lengkap. NIK terdiri dari 16 angka.")
        case NumberProblem.IMPOSSIBLE_DATE:
            return translate("Number", "Ada angka yang keliru. Cocokkan dengan kartu Anda.")
        case NumberProblem.NOT_A_TICKET | None:
            pass
        case _:
            assert_never(entry.problem)
    return _odd_words(entry.remark)


def kpj_remark(entry: NumberEntry) -> str:
    """What is wrong or odd about a KPJ; empty for nothing."""
    if entry.problem is not None:
        return QCoreApplication.translate("Number", "Belum lengkap. Cocokkan dengan kartu Anda.")
    return _odd_words(entry.remark)


def _odd_words(remark: NumberRemark | None) -> str:
    translate = QCoreApplication.translate
    match remark:
        case NumberRemark.UNKNOWN_PROVINCE:
            return translate("Number", "Periksa lagi angka-angka pertama. Jika sudah benar, lanjutkan.")
        case NumberRemark.UNUSUAL_FORM:
            return translate("Number", "Nomor ini tidak biasa. Periksa lagi. Jika sudah benar, lanjutkan.")
        case None:
            return ""
        case _:
            assert_never(remark)


# ---------------------------------------------------------------- papers

PAPER_LOOKS: dict[PaperState, tuple[str, str, str]] = {
    PaperState.OPEN: ("circle-dashed", Kiosk.SURFACE, Kiosk.INK2),
    PaperState.BEGUN: ("scan", Kiosk.TINT, Kiosk.PRIMARY),
    PaperState.TAKEN: ("check", Kiosk.TINT, Kiosk.PRIMARY),
    PaperState.STORED: ("check", Kiosk.HEARD, Kiosk.ON_HEARD),
    PaperState.ACCEPTED: ("check", Kiosk.HEARD, Kiosk.ON_HEARD),
    PaperState.RETAKE: ("refresh", Kiosk.PRIMARY, Kiosk.ON_PRIMARY),
    PaperState.NOT_BROUGHT: ("x", Kiosk.VEIL, Kiosk.INK),
    PaperState.NOT_NEEDED: ("circle-check", Kiosk.SURFACE, Kiosk.EDGE),
}
"""Icon, ground and ink."""


def paper_words(paper: Paper) -> str:
    """How far it is."""
    translate = QCoreApplication.translate
    match paper.state:
        case PaperState.OPEN if paper.asked:
            return translate("Papers", "Petugas memintanya sekarang")
        case PaperState.OPEN if paper.need.value == "if_applicable":
            return translate("Papers", "Jika ada")
        case PaperState.OPEN:
            return translate("Papers", "Belum difoto")
        case PaperState.BEGUN:
            return translate("Papers", "Foto: {n}, belum semua").format(n=paper.pictures)
        case PaperState.TAKEN:
            return translate("Papers", "Sudah difoto, sedang dikirim")
        case PaperState.STORED:
            return translate("Papers", "Sudah tersimpan")
        case PaperState.ACCEPTED:
            return translate("Papers", "Diterima petugas")
        case PaperState.RETAKE:
            again = translate("Papers", "Foto ulang")
            return f"{again}: {paper.note}" if paper.note else again
        case PaperState.NOT_BROUGHT:
            return translate("Papers", "Tidak dibawa")
        case PaperState.NOT_NEEDED:
            return translate("Papers", "Tidak diperlukan")
        case _:
            assert_never(paper.state)


def to_prepare(snapshot: Snapshot) -> str:
    """The first paper that is still to be photographed, by its name; empty for none. A face needs no
    preparing."""
    left = (paper for paper in snapshot.pages.papers if paper.is_to_do and paper.item != PORTRAIT)
    return told(next((paper.name for paper in left), None), snapshot.language)


# ---------------------------------------------------------------- outcome


def outcome_words(outcome: str) -> tuple[str, str]:
    """An icon and what the officer decided; ``outcome`` as on the slip."""
    translate = QCoreApplication.translate
    match outcome:
        case SlipOutcome.COMPLETE.value:
            return "check", translate("Outcome", "Berkas lengkap.")
        case SlipOutcome.INCOMPLETE.value:
            return "files", translate("Outcome", "Berkas belum lengkap.")
        case SlipOutcome.REJECTED.value:
            return "info-circle", translate("Outcome", "Klaim tidak dapat diterima.")
        case SlipOutcome.PASSED_ON.value:
            return "arrow-right", translate("Outcome", "Klaim Anda diteruskan.")
        case _:
            return "clock", translate("Outcome", "Berkas Anda sedang diperiksa.")
