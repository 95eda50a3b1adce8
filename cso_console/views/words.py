"""The words and icons that more than one view uses: states, needs, steps, times.

Responsible for: saying the same thing in the same words everywhere. Not for: colours. GUI thread only.
"""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QObject

from channel.core.link_quality import LinkQuality, Reason
from channel.wire.link_level import LinkLevel
from cso_console.core.snapshot import UNMEASURED, LinkFigures, NeedKind, Tile, TileState

STATE_ICONS: Final = {
    TileState.FAULT: "alert-triangle",
    TileState.OFFLINE: "plug-connected-x",
    TileState.DISCONNECTED: "wifi-off",
    TileState.TALK: "microphone",
    TileState.HELP: "hand-stop",
    TileState.HOLD: "player-pause",
    TileState.CALLING: "phone-incoming",
    TileState.PICTURE_HELD: "photo-pause",
    TileState.LISTEN: "ear",
    TileState.LISTEN_PAUSED: "ear-off",
    TileState.SERVED: "user",
    TileState.CLEANING: "wash",
    TileState.WAITING: "hourglass",
    TileState.SERVED_ELSEWHERE: "user-check",
    TileState.FREE: "",
}
DOUBT_ICON: Final = "user-question"
_CHECK: Final = "files"
_STEP_ICONS: Final = {
    "identity": "id",
    "nik": "id",
    "kpj": "id",
    "claim": "briefcase",
    "claim_question": "briefcase",
    "documents": "folder",
    "capture": "scan",
    "look": "eye",
    "summary": "signature",
    "slip": "printer",
    "rating": "heart-handshake",
}
"""Where the participant goes on by themselves."""


def clock(seconds: float) -> str:
    """``00:42``; ``1:02:03`` from an hour on."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    short = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{hours}:{short}" if hours else short


class Words(QObject):
    """Indonesian in the source; each call answers in the language of the moment."""

    def state(self, state: TileState, *, short: bool = False) -> str:
        """The word in a tile's head. ``short``: the compact form has 90 pixels for it."""
        match state:
            case TileState.FAULT:
                return self.tr("Gangguan")
            case TileState.OFFLINE:
                return self.tr("Tidak aktif")
            case TileState.DISCONNECTED:
                return self.tr("Terputus", "short") if short else self.tr("Terputus")
            case TileState.TALK:
                return self.tr("Bicara", "state")
            case TileState.HELP:
                return self.tr("Bantuan") if short else self.tr("Butuh bantuan")
            case TileState.HOLD:
                return self.tr("Ditahan")
            case TileState.CALLING:
                return self.tr("Memanggil")
            case TileState.PICTURE_HELD:
                return self.tr("Tertahan", "picture") if short else self.tr("Gambar tertahan")
            case TileState.LISTEN:
                return self.tr("Dengar", "state") if short else self.tr("Mendengar")
            case TileState.LISTEN_PAUSED:
                return self.tr("Dijeda") if short else self.tr("Dengar dijeda")
            case TileState.SERVED:
                return self.tr("Dilayani")
            case TileState.CLEANING:
                return self.tr("Dibersihkan") if short else self.tr("Kosong · dibersihkan")
            case TileState.WAITING:
                return self.tr("Antre") if short else self.tr("Menunggu")
            case TileState.SERVED_ELSEWHERE:
                return self.tr("Petugas lain")
            case TileState.FREE:
                return self.tr("Kosong")

    def booth(self, number: int) -> str:
        return self.tr("Bilik {n}").format(n=number)

    def booths(self, numbers: list[int]) -> str:
        """``Bilik 4`` or ``3 bilik``."""
        return self.booth(numbers[0]) if len(numbers) == 1 else self.tr("{n} bilik").format(n=len(numbers))

    def need(self, kind: NeedKind, *, held: bool, short: bool = False) -> str:
        match kind:
            case NeedKind.HELP:
                return self.tr("Butuh bantuan")
            case NeedKind.CALLING:
                return self.tr("Memanggil")
            case NeedKind.PERSON_DOUBT:
                return self.doubt(short=short)
            case NeedKind.WAITING_LONG:
                return self.tr("Ditahan lama") if held else self.tr("Menunggu lama")

    def doubt(self, *, short: bool = False) -> str:
        """The papers of a booth are shut until the officer has made sure of the person."""
        return self.tr("Orang sama?") if short else self.tr("Orang yang sama?")

    def doing(self, tile: Tile, *, short: bool = False) -> tuple[str, str]:
        """(icon, word) for the head of a booth in service: what goes on there, or what waits for me."""
        if tile.step in _STEP_ICONS:
            own = self.tr("Foto sendiri") if tile.step == "capture" else self.step(tile.step)
            return _STEP_ICONS[tile.step], own
        if tile.papers_waiting:
            return _CHECK, self.tr("Periksa") if short else self.tr("Periksa dokumen")
        return STATE_ICONS[TileState.SERVED], self.state(TileState.SERVED, short=short)

    def document(self, kind: str) -> str:
        """A kind of document in as few letters as there are for it on a picture."""
        known = {
            "id_card": "KTP",
            "member_card": "KPJ",
            "family_card": "KK",
            "tax_card": "NPWP",
            "bank_book": self.tr("Rekening"),
            "passport": self.tr("Paspor"),
            "portrait": self.tr("Foto diri"),
            "work_letter": self.tr("Surat kerja"),
        }
        return known.get(kind, self.tr("Dokumen"))

    def captured(self, tile: Tile) -> str:
        """``KTP 2/5``: what the participant photographs now, and how far the papers are."""
        if not tile.document:
            return ""
        named = self.document(tile.document)
        return f"{named} {tile.papers_done}/{tile.papers}" if tile.papers else named

    def claim(self, tile: Tile) -> str:
        """``JHT · 4/6``; empty until the participant has said what for."""
        if not tile.claim:
            return ""
        claim = self.tr("Pertanyaan") if tile.claim.lower() == "question" else tile.claim.upper()
        return f"{claim} · {tile.papers_done}/{tile.papers}" if tile.papers else claim

    def step(self, step: str) -> str:
        """What the participant is doing, by their screen; empty for a step that is not known here."""
        known = {
            "ready": self.tr("Layar awal"),
            "consent": self.tr("Persetujuan"),
            "identity": self.tr("Isi identitas"),
            "nik": self.tr("Ketik NIK"),
            "kpj": self.tr("Ketik KPJ"),
            "claim": self.tr("Pilih keperluan"),
            "claim_question": self.tr("Jawab soal", "question of the claim"),
            "documents": self.tr("Siapkan berkas"),
            "capture": self.tr("Foto dokumen"),
            "look": self.tr("Tunjukkan"),
            "summary": self.tr("Tanda tangan"),
            "slip": self.tr("Ambil slip"),
            "rating": self.tr("Penilaian"),
            "calling": self.tr("Memanggil"),
            "waiting": self.tr("Di antrean"),
            "call": self.tr("Bersama Anda"),
            "parked": self.tr("Menunggu Anda"),
            "hold": self.tr("Menunggu Anda"),
            "announcement": self.tr("Pengumuman"),
            "reconnecting": self.tr("Menyambung"),
            "ended": self.tr("Selesai"),
        }
        return known.get(step, "")

    def participant(self, tile: Tile) -> str:
        """Who sits there, as far as this console knows: no name is known before documents are."""
        return self.tr("Peserta · Inggris") if tile.language == "en" else self.tr("Peserta")

    def code(self, tile: Tile) -> str:
        """What to tell IT about a fault; empty when the booth named none."""
        return self.tr("Kode {code}").format(code=tile.fault_code) if tile.fault_code else ""

    def language(self, code: str) -> str:
        return self.tr("Inggris") if code == "en" else self.tr("Indonesia")

    def link(self, quality: LinkQuality, *, short: bool = False) -> str:
        """How good the link is; the gravest reason when it is not. ``short``: as in ``reason``."""
        if quality.level is LinkLevel.NOT_CONNECTED:
            return self.tr("Tidak tersambung")
        return self.reason(quality.reasons[0], short=short) if quality.reasons else self.tr("Baik")

    def reason(self, reason: Reason, *, short: bool = False) -> str:
        """Why a link is not good. ``short``: there are 170 pixels for it."""
        match reason:
            case Reason.INTERRUPTED:
                return self.tr("Baru saja terputus")
            case Reason.VOICE_HEARD:
                heard = self.tr("Suara peserta putus-putus")
                return self.tr("Suara putus-putus") if short else heard
            case Reason.VOICE_SAID:
                said = self.tr("Suara Anda putus-putus di bilik")
                return self.tr("Putus-putus di bilik") if short else said
            case Reason.LOSS:
                return self.tr("Banyak data hilang")
            case Reason.DELAY:
                return self.tr("Suara terlambat")
            case Reason.PICTURE_HELD:
                held = self.tr("Gambar tertahan, suara dilindungi")
                return self.tr("Gambar tertahan") if short else held
            case Reason.PICTURE_SEEN:
                reduced = self.tr("Gambar dikurangi, suara dilindungi")
                return self.tr("Gambar dikurangi") if short else reduced
            case Reason.PICTURE_SENT:
                reduced = self.tr("Gambar Anda dikurangi, suara dilindungi")
                return self.tr("Gambar Anda dikurangi") if short else reduced

    def network(self, figures: LinkFigures, *, short: bool = False) -> str:
        """``Hilang 3 % · jeda 84 ms``; empty while nothing is known."""
        if figures == UNMEASURED:
            return ""
        text = self.tr("Hilang {lost} % · jeda {late} ms")
        if short:
            text = self.tr("Hilang {lost} % · {late} ms")
        return text.format(lost=round(100 * figures.loss), late=round(figures.delay_ms))

    def picture(self, figures: LinkFigures) -> str:
        """``640×360 · 25/dtk``: how the booth's picture comes; empty while none does."""
        wide, high = figures.picture_px
        rate = round(figures.pictures_per_s)
        return self.tr("{wide}×{high} · {rate}/dtk").format(wide=wide, high=high, rate=rate) if rate else ""

    def hour(self, unix_s: float) -> str:
        """The time of day on the wall: ``09.12``."""
        local = time.localtime(unix_s)
        return self.tr("{hour}.{minute}").format(hour=f"{local.tm_hour:02d}", minute=f"{local.tm_min:02d}")
