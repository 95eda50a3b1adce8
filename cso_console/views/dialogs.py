"""The small questions: all-call, headset, end of service, and the list of shortcuts.

Responsible for: their words and buttons. Not for: when they open (``window``) nor what the answers do. GUI
thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space, Weight
from channel.wire.documents import Outcome
from channel.wire.ids import VisitId
from cso_console.core.snapshot import SEATS, AllCall, DeskSnapshot, Tile, TileState
from cso_console.views.buttons import PRIMARY, TALKING, Button, HoldButton
from cso_console.views.footer import TO, Caps
from cso_console.views.overlay import WIDE, Dialog
from cso_console.views.piece import Badge, Label, Piece, fill_panel, space
from cso_console.views.words import Words, clock


class Hearers(Piece, QWidget):
    """Who will hear the announcement, and who will not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._badges = [Badge(self, 36) for _ in range(SEATS)]
        for badge in self._badges:
            self._row.addWidget(badge)
        self._row.addStretch(1)
        self._note = Label(self, ConsoleType.SECOND, elide=True)
        self._row.addWidget(self._note)

    def refit(self) -> None:
        space(self._row, self.scale, (20, 0, 16, 0), 18)
        self.setFixedHeight(self.px(68))

    def show_hearers(self, tiles: list[Tile], note: str) -> None:
        shown = [*tiles, *[Tile(seat=0)] * SEATS]
        for badge, tile in zip(self._badges, shown, strict=False):
            badge.show_booth(tile.number, dashed=tile.state is TileState.DISCONNECTED)
        self._note.set_text(note)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill_panel(painter, QRectF(self.rect()), self.px(self.form.radius_panel), Console.B1)
        painter.end()


class AllCallDialog(Dialog):
    """My voice to every booth, for as long as the button (or the space bar) is held.

    Signals: ``pushed``, ``let_go``: the button by mouse.
    """

    pushed = Signal()
    let_go = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, icon="speakerphone")
        self.setObjectName("all_call_dialog")
        self._words = Words()
        self._text = Label(self, ConsoleType.FOCUS, Console.T2, weight=Weight.BODY, wrap=True)
        self._hearers = Hearers(self)
        self.body.addWidget(self._text)
        self.body.addWidget(self._hearers)
        self.speak = HoldButton(self, icon="microphone", dress=TALKING, high=40)
        self.speak.setObjectName("all_call_speak")
        self.speak.pushed.connect(self.pushed)
        self.speak.let_go.connect(self.let_go)
        self.foot.addWidget(self.speak)

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        tiles = [tile for tile in snapshot.tiles if tile.has_channel]
        lost = [tile.number for tile in tiles if tile.state is TileState.DISCONNECTED]
        speaking = snapshot.all_call is AllCall.SPEAKING
        time = clock(snapshot.all_call_s)
        self.set_title(
            self.tr("Anda bicara ke semua bilik · {time}").format(time=time)
            if speaking
            else self.tr("Bicara ke semua bilik?")
        )
        self._text.set_text(
            self.tr(
                "{n} peserta akan mendengar Anda. Setiap bilik lebih dulu menampilkan “Pengumuman untuk "
                "semua bilik”. Jangan menyebut nama atau nomor siapa pun."
            ).format(n=len(tiles) - len(lost))
        )
        note = ""
        if lost:
            note = self.tr("{booths} terputus: tidak mendengar").format(booths=self._words.booths(lost))
        self._hearers.show_hearers(tiles, note)
        self.cancel.show_as(self.tr("Batal"))
        self.speak.show_as(self.tr("Tahan untuk bicara"))
        self.speak.set_cap(self.tr("Spasi"))


class HeadsetDialog(Dialog):
    """Headset mode only after the officer said that one is worn. Signal ``confirmed``."""

    confirmed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, icon="headphones")
        self.setObjectName("headset_dialog")
        self._text = Label(self, ConsoleType.FOCUS, Console.T2, weight=Weight.BODY, wrap=True)
        self.body.addWidget(self._text)
        self._confirm = Button(self, icon="check", cap="Enter", dress=PRIMARY, high=40)
        self._confirm.setObjectName("headset_confirm")
        self._confirm.clicked.connect(self.confirmed)
        self.foot.addWidget(self._confirm)

    def press_enter(self) -> bool:
        self.confirmed.emit()
        return True

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        self.set_title(self.tr("Apakah Anda memakai headset?"))
        self._text.set_text(
            self.tr(
                "Dengan headset Anda tetap mendengar bilik lain saat bicara, dari kiri ke kanan seperti di "
                "layar. Tanpa headset, suara bilik lain masuk ke mikrofon Anda dan terdengar oleh peserta "
                "yang Anda ajak bicara."
            )
        )
        self.cancel.show_as(self.tr("Tetap speaker"))
        self._confirm.show_as(self.tr("Ya, saya memakai headset"))


class EndDialog(Dialog):
    """End the service of one visit; it asks about that one whatever the focus does, and whoever follows it.

    Signals:
        confirmed(int, bool, object): the seat, whether the officer knows that its case has no outcome, and
            the ``VisitId``.
    """

    confirmed = Signal(int, bool, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("end_dialog")
        self._seat = 0
        self._visit: VisitId | None = None
        """None: that which the seat has when it is shown."""
        self._undecided = False
        self._words = Words()
        self._text = Label(self, ConsoleType.FOCUS, Console.T2, weight=Weight.BODY, wrap=True)
        self.body.addWidget(self._text)
        self._confirm = Button(self, icon="door-exit", dress=PRIMARY, high=40)
        self._confirm.setObjectName("end_confirm")
        self._confirm.clicked.connect(self._confirm_clicked)
        self.foot.addWidget(self._confirm)

    def _confirm_clicked(self) -> None:
        self.confirmed.emit(self._seat, self._undecided, self._visit)

    def ask_for(self, seat: int) -> None:
        self._seat, self._visit = seat, None

    def outdated(self, snapshot: DeskSnapshot) -> bool:
        return not any(
            tile.seat == self._seat and tile.has_channel and self._visit in (None, tile.visit)
            for tile in snapshot.tiles
        )

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        tile = next(tile for tile in snapshot.tiles if tile.seat == self._seat)
        number, self._visit = tile.number, tile.visit
        self.set_title(self.tr("Akhiri layanan Bilik {n}?").format(n=number), number)
        case = snapshot.case if snapshot.focus == self._seat else None
        asked = snapshot.ending is not None and snapshot.ending.seat == self._seat
        undecided = asked or (case is not None and bool(case.claim) and case.outcome is Outcome.NONE)
        self._undecided = undecided
        text = self.tr(
            "Sambungan ditutup dan layar bilik dibersihkan. Peserta tidak perlu melakukan apa-apa lagi "
            "di layar."
        )
        if undecided:
            text = self.tr(
                "Berkas ini belum diputuskan. Bila layanan diakhiri sekarang, dokumennya tersimpan tanpa "
                "hasil, dan peserta pulang tanpa tahu apa yang harus dibawa."
            )
        self._text.set_text(text)
        self.cancel.show_as(self.tr("Putuskan dulu") if undecided else self.tr("Batal"))
        self._confirm.show_as(self.tr("Akhiri tanpa hasil") if undecided else self.tr("Akhiri layanan"))


class ShortcutsDialog(Dialog):
    """Every shortcut, in two columns. One key has another name in another language."""

    _CAPS = (
        ("1", TO, "6"),
        ("1", TO, "6"),
        ("Ctrl", "1", TO, "6"),
        ("Shift", "1", TO, "6"),
        ("N",),
        ("L",),
        ("H",),
        ("+", "−"),
        ("Esc",),
        ("Q",),
        ("K",),
        (),
        ("↑", "↓"),
        ("←", "→"),
        ("A",),
        ("R",),
        ("D",),
        ("P",),
        ("V",),
        ("B",),
        ("Ctrl", "+", "−", "0"),
        ("Tab", "Enter"),
        ("F1",),
        ("F12",),
    )

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, icon="keyboard", width=WIDE)
        self.setObjectName("shortcuts_dialog")
        self._grid = QGridLayout()
        self.body.addLayout(self._grid)
        self._texts: list[Label] = []
        half = (len(self._CAPS) + 1) // 2
        for at, caps in enumerate(self._CAPS):
            column, row = divmod(at, half)
            text = Label(self, ConsoleType.BASE, wrap=True)
            self._texts.append(text)
            key = Caps(self, *caps)
            if not caps:
                self._space = key
            self._grid.addWidget(key, row, 2 * column)
            self._grid.addWidget(text, row, 2 * column + 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)

    def refit(self) -> None:
        super().refit()
        self._grid.setHorizontalSpacing(self.px(Space.M))
        self._grid.setVerticalSpacing(self.px(Space.S if not self.scale.compact else Space.XXS))

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        self.set_title(self.tr("Pintasan"))
        self._space.set_caps(self.tr("Spasi"))
        words = (
            self.tr("Ketuk: fokus dan bicara terkunci; ketuk lagi: tutup"),
            self.tr("Tahan: bicara selama ditekan, fokus tetap"),
            self.tr("Tambah bilik ini ke pembicaraan"),
            self.tr("Fokus tanpa bicara"),
            self.tr("Fokus ke bilik di lampu Berikutnya, tanpa bicara"),
            self.tr("Dengar bilik fokus, atau berhenti mendengar"),
            self.tr("Tahan bilik fokus, atau lanjutkan"),
            self.tr("Suara bilik fokus lebih keras atau lebih pelan"),
            self.tr("Tutup suara saya; bila ada dialog: tutup dialog"),
            self.tr("Lihat antrean"),
            self.tr("Berkas yang kunjungannya berakhir tanpa hasil"),
            self.tr("Dalam Bicara ke semua: bicara selama ditahan"),
            self.tr("Dokumen sebelumnya atau berikutnya di daftar periksa"),
            self.tr("Foto sebelumnya atau berikutnya dari dokumen itu"),
            self.tr("Terima dokumen yang tampil"),
            self.tr("Foto ulang, dengan alasan"),
            self.tr("Minta foto dokumen"),
            self.tr("Ambil foto kamera dokumen sekarang"),
            self.tr("Berdampingan: wajah langsung, lalu dokumen lain"),
            self.tr("Kembali ke daftar periksa"),
            self.tr("Perbesar, perkecil, tampilkan seluruh dokumen"),
            self.tr("Pindah ke tombol lain, tekan tombol"),
            self.tr("Daftar ini"),
            self.tr("Diagnostik, untuk teknisi"),
        )
        for label, text in zip(self._texts, words, strict=True):
            label.set_text(text)
        self.cancel.show_as(self.tr("Tutup"))
