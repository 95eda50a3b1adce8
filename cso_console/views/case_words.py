"""The words of casework that more than one view uses: papers, verdicts, outcomes, differences, dates.

Responsible for: saying the same thing of a case in the same words everywhere. Not for: names of papers and
claims, which come with the rules in both languages. GUI thread only.
"""

from __future__ import annotations

import time
from datetime import date
from typing import Final

from PySide6.QtCore import QObject

from channel.rules.claims import ClaimKind, Need, Text
from channel.rules.registry_links import LinkVerdict
from channel.wire.documents import DocumentInfo, Outcome, RequestRefusal
from cso_console.core.casework import CaseView, ComparedRow, PaperRow, PaperState
from cso_console.views.words import Words

RETAKE_REASONS: Final = (
    Text("Foto buram", "The picture is blurred"),
    Text("Dokumen terpotong", "The paper is cut off"),
    Text("Ada pantulan cahaya", "There is glare on it"),
    Text("Sisi yang salah", "It is the wrong side"),
    Text("Dokumen yang salah", "It is the wrong paper"),
)
"""They are read in the booth, so they are said in the language of its participant."""
MARKS: Final = {
    PaperState.OPEN: "circle-dashed",
    PaperState.NEW: "circle-dot",
    PaperState.ACCEPTED: "check",
    PaperState.ACCEPTED_WITH_NOTE: "note",
    PaperState.RETAKE: "refresh",
    PaperState.NOT_APPLICABLE: "circle-minus",
}
OUTCOME_ICONS: Final = {
    Outcome.NONE: "circle-dashed",
    Outcome.COMPLETE: "circle-check",
    Outcome.INCOMPLETE: "folder",
    Outcome.REJECTED: "x",
    Outcome.PASSED_ON: "arrow-right",
}
ACCEPTED: Final = (PaperState.ACCEPTED, PaperState.ACCEPTED_WITH_NOTE)
_TYPED: Final = "typed"
_GROUPED: Final = 16


def grouped(number: str) -> str:
    """A NIK in fours: ``9971 0152 0788 0003``; anything else as it is."""
    if len(number) != _GROUPED:
        return number
    return " ".join(number[at : at + 4] for at in range(0, _GROUPED, 4))


def accepted(case: CaseView) -> tuple[int, int]:
    """(accepted, wanted) of the mandatory items that apply."""
    applying = [
        row for row in case.rows if row.need is Need.MANDATORY and row.state is not PaperState.NOT_APPLICABLE
    ]
    return sum(row.state in ACCEPTED for row in applying), len(applying)


class CaseWords(QObject):
    """Indonesian in the source; each call answers in the language of the moment."""

    def __init__(self) -> None:
        super().__init__()
        self._words = Words()

    @property
    def language(self) -> str:
        return self.tr("id", "the code of the language that this is translated to")

    def of(self, text: Text) -> str:
        return text.of(self.language)

    def kind(self, kind: str, case: CaseView) -> str:
        """A kind of document by its name, also one that no rule of this case names."""
        named = dict(case.kinds)
        if kind in named:
            return self.of(named[kind])
        usual = {"portrait": self.tr("Foto diri"), "signature": self.tr("Tanda tangan")}
        return usual.get(kind, self.tr("Foto lain"))

    def title(
        self, row: PaperRow | None, document: DocumentInfo, case: CaseView, *, short: bool = False
    ) -> str:
        """``KTP · foto 1 dari 2``. ``short``: ``KTP · 1/2``."""
        if row is None or row.item == "":
            return self.kind(document.kind, case)
        name = self.of(row.name) if len(row.accepts) < 2 else self.kind(document.kind, case)
        many = max(len(row.documents), row.pictures_wanted)
        if many < 2:
            return name
        if short:
            return f"{name} · {document.page}/{many}"
        return self.tr("{name} · foto {n} dari {all}").format(name=name, n=document.page, all=many)

    def paper(self, row: PaperRow, case: CaseView, *, short: bool = False) -> str:
        """What stands at an item of the checklist. ``short``: there are 164 pixels for a line of it."""
        if row.saving:
            return self.tr("Menyimpan…")
        if row.asked:
            return self.tr("Sedang diminta di bilik")
        if row.differs and row.state in (PaperState.NEW, *ACCEPTED):
            return self.difference_of(row, case)
        at = self._words.hour(row.at) if row.at else ""
        match row.state:
            case PaperState.OPEN:
                return self._open(row)
            case PaperState.NEW:
                return self._new(row, short)
            case PaperState.ACCEPTED:
                return self.tr("Diterima {hour}").format(hour=at)
            case PaperState.ACCEPTED_WITH_NOTE:
                return self.tr("Diterima {hour}, ada catatan").format(hour=at)
            case PaperState.RETAKE:
                return self.tr("Foto ulang diminta: {reason}").format(reason=row.note)
            case PaperState.NOT_APPLICABLE:
                return self.tr("Tidak berlaku · {hour}").format(hour=at)

    def _open(self, row: PaperRow) -> str:
        if row.documents:
            return self._counted(row)
        if row.need is Need.IF_APPLICABLE:
            return self.tr("Bila ada")
        return self.tr("Belum ada")

    def _new(self, row: PaperRow, short: bool) -> str:
        if len(row.documents) < row.pictures_wanted:
            return self._counted(row)
        return self.tr("Perlu keputusan") if short else self.tr("Baru · menunggu keputusan")

    def _counted(self, row: PaperRow) -> str:
        return self.tr("{n} dari {all} foto").format(n=len(row.documents), all=row.pictures_wanted)

    def difference_of(self, row: PaperRow, case: CaseView) -> str:
        """``NIK berbeda dengan yang lain``: in which subjects this paper is the odd one."""
        odd = [
            self.subject(compared.subject)
            for compared in case.compared
            if any(cell.source == row.item and cell.differs for cell in compared.cells)
        ]
        if not odd:
            return self.tr("Berbeda dengan dokumen lain")
        return self.tr("{subject} berbeda").format(subject=", ".join(odd))

    def subject(self, subject: str) -> str:
        known = {"name": self.tr("Nama"), "nik": "NIK", "birth_date": self.tr("Lahir")}
        return known.get(subject, subject)

    def source(self, source: str, case: CaseView) -> str:
        """The heading of a column of the comparison."""
        if source == _TYPED:
            return self.tr("Diketik peserta")
        names = {row.item: self.of(row.name) for row in case.rows}
        return names.get(source, "") or self.kind(source, case)

    def remark(self, row: ComparedRow) -> str:
        """What the comparison found; the decision is the officer's."""
        if row.same:
            if row.subject == "birth_date":
                return self.tr("Sama. NIK yang benar bentuknya belum membuktikan identitas.")
            return self.tr("Sama")
        known = {
            "one_digit": self.tr("Satu angka berbeda."),
            "swapped_digits": self.tr("Dua angka tertukar."),
            "digit_missing": self.tr("Satu angka kurang."),
            "century_left_out": self.tr("Tahun ditulis pendek."),
            "day_and_month_swapped": self.tr("Hari dan bulan tertukar."),
            "not_a_date": self.tr("Bukan tanggal."),
            "title": self.tr("Gelar berbeda."),
            "abbreviation": self.tr("Nama disingkat."),
            "spelling": self.tr("Ejaan berbeda."),
            "spacing": self.tr("Spasi berbeda."),
            "word_order": self.tr("Urutan kata berbeda."),
            "missing_word": self.tr("Satu kata kurang."),
        }
        found = known.get(row.remark, self.tr("Berbeda."))
        return self.tr("{found} Anda yang memutuskan.").format(found=found)

    def outcome(self, outcome: Outcome) -> str:
        match outcome:
            case Outcome.NONE:
                return self.tr("Belum diputuskan")
            case Outcome.COMPLETE:
                return self.tr("Berkas lengkap")
            case Outcome.INCOMPLETE:
                return self.tr("Belum lengkap")
            case Outcome.REJECTED:
                return self.tr("Ditolak")
            case Outcome.PASSED_ON:
                return self.tr("Diteruskan")

    def refusal(self, refusal: RequestRefusal) -> str:
        """Why something was not recorded, and what that means."""
        match refusal:
            case RequestRefusal.NOT_YOURS:
                return self.tr("Tidak tersimpan: peserta ini tidak lagi dilayani dari meja Anda.")
            case RequestRefusal.DECIDED:
                return self.tr("Tidak tersimpan: hasil berkas ini sudah dicatat.")
            case RequestRefusal.CASE_FULL:
                return self.tr("Tidak tersimpan: berkas ini sudah penuh. Hubungi TI.")
            case RequestRefusal.NOT_COMPLETE:
                return self.tr("Tidak tersimpan: masih ada dokumen wajib yang kurang.")

    def link(self, verdict: LinkVerdict) -> str:
        """Whether a link is the civil registry's."""
        match verdict:
            case LinkVerdict.LISTED:
                return self.tr("Alamat dinas kependudukan")
            case LinkVerdict.NOT_LISTED:
                return self.tr("Bukan alamat dinas kependudukan")
            case LinkVerdict.NOT_HTTPS:
                return self.tr("Alamat tidak aman (bukan https)")
            case LinkVerdict.DISGUISED:
                return self.tr("Alamat menyamar sebagai yang lain")
            case LinkVerdict.NO_LINK:
                return self.tr("Bukan alamat")

    def claim(self, word: str) -> str:
        """``JHT``; in words what has no short name; empty before the participant has said what for."""
        return self.tr("Bertanya") if word == ClaimKind.QUESTION else word

    def claim_name(self, word: str, name: Text | None) -> str:
        """As the branch calls it, or as ``claim`` does."""
        return self.claim(word) if name is None else self.of(name)

    def moment(self, unix_s: float) -> str:
        """``09.41``; with the day when it is another one."""
        hour = self._words.hour(unix_s)
        is_today = date.fromtimestamp(unix_s) == date.today()
        return hour if is_today else f"{self.day(unix_s)} {hour}"

    def time_of(self, unix_s: float) -> str:
        """With seconds: ``09.41.17``."""
        local = time.localtime(unix_s)
        parts = (local.tm_hour, local.tm_min, local.tm_sec)
        return self.tr(".", "between hours and minutes").join(f"{part:02d}" for part in parts)

    def day(self, unix_s: float) -> str:
        return self.short_date(date.fromtimestamp(unix_s))

    def short_date(self, day: date) -> str:
        return f"{day.day:02d}-{day.month:02d}-{day.year}"

    def long_date(self, day: date) -> str:
        """``12 Juli 1988``."""
        months = (
            *(self.tr("Januari"), self.tr("Februari"), self.tr("Maret"), self.tr("April"), self.tr("Mei")),
            *(self.tr("Juni"), self.tr("Juli"), self.tr("Agustus"), self.tr("September")),
            *(self.tr("Oktober"), self.tr("November"), self.tr("Desember")),
        )
        return f"{day.day} {months[day.month - 1]} {day.year}"
