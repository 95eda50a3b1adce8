"""The focused booth in large: who, whether they hear me, its keys; and below that the body.

Responsible for: the head of the panel that the focused tile grows into. Not for: its outline (``stage``), nor
what is below the head (``focus_body``). GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import ConsoleType, Space, Weight
from channel.runtime.latest import LatestFrame
from channel.runtime.meters import Meter
from cso_console.core.casework import CaseView
from cso_console.core.intents import AddTalk, Intent, LeaveCase, SetGain, ToggleHold, ToggleListen
from cso_console.core.snapshot import DeskSnapshot, Tile
from cso_console.views.buttons import HELD, KEY, LISTENING, PAUSED, PLAIN, TALKING, Button, HoldButton
from cso_console.views.case_words import CaseWords
from cso_console.views.document_pictures import DocumentPictures
from cso_console.views.focus_body import FocusBody
from cso_console.views.focus_mode import Mode
from cso_console.views.meter import MeterClock
from cso_console.views.picture import Picture
from cso_console.views.piece import Badge, Label, Piece, space
from cso_console.views.pills import HearingPill, LeftPill, LockPill
from cso_console.views.tile import keys_live
from cso_console.views.words import Words

GAINS: Final = (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
"""Steps of 3 dB around "as it comes"."""


def louder(gain: float, steps: int) -> float:
    """The gain ``steps`` further up (or down) the scale, from the step nearest to ``gain``."""
    nearest = min(range(len(GAINS)), key=lambda at: abs(GAINS[at] - gain))
    return GAINS[min(max(nearest + steps, 0), len(GAINS) - 1)]


class FocusPanel(Piece, QWidget):
    """The inside of the panel.

    Signals:
        intended(object): one ``Intent``.
        talk_pushed(int), talk_let_go(int): the talk key of the focused seat by mouse.
        end_asked(int): the officer wants to end the service of this seat; to be confirmed.
        document_asked(): which document the booth is to be asked for is to be chosen.
        resized(int, int): the size in device pixels in which the large picture is wanted.
    """

    intended = Signal(object)
    talk_pushed = Signal(int)
    talk_let_go = Signal(int)
    end_asked = Signal(int)
    document_asked = Signal()
    resized = Signal(int, int)

    def __init__(
        self, parent: QWidget, repaints: RepaintClock, ticks: MeterClock, pictures: DocumentPictures
    ) -> None:
        super().__init__(parent)
        self._words = Words()
        self._case_words = CaseWords()
        self._tile = Tile(seat=1)
        self._single = False
        self._hung: bool | None = None
        """Whether the keys are in the head."""
        self._head = QWidget(self)
        self._row = QHBoxLayout(self._head)
        self._badge = Badge(self, 28)
        self._title = Label(self, ConsoleType.FOCUS, weight=Weight.TITLE)
        self._pill = HearingPill(self)
        self._left = LeftPill(self)
        self._lock = LockPill(self)
        self.ask = Button(self, icon="camera", cap="D", short=True)
        self.back = Button(self, icon="arrow-left", cap="B")
        self.talk = HoldButton(self, icon="microphone")
        self.listen = Button(self, icon="ear", cap="L")
        self.hold = Button(self, icon="player-pause", cap="H")
        self.end = Button(self)
        for piece in (self._badge, self._title, self._pill, self._left):
            self._row.addWidget(piece)
        self._row.addStretch(1)
        self._row.addWidget(self._lock)
        self._row.addWidget(self.ask)
        self._keys_at = self._row.count()
        self._row.addWidget(self.back)
        self._row.addWidget(self.end)
        self.body = FocusBody(self, repaints, ticks, pictures)
        self.talk.setObjectName("focus_talk")
        self.listen.setObjectName("focus_listen")
        self.hold.setObjectName("focus_hold")
        self.end.setObjectName("end_service")
        self.ask.setObjectName("ask_document_button")
        self.back.setObjectName("back_to_list")
        self.leave = Button(self, icon="x")
        self.leave.setObjectName("leave_case_button")
        self.leave.clicked.connect(self._leave_clicked)
        self._row.addWidget(self.leave)
        self._keys = (self.talk, self.listen, self.hold)
        self._connect_parts()
        self._hang_keys()

    def _connect_parts(self) -> None:
        self.body.resized.connect(self.resized)
        self.body.intended.connect(self.intended)
        self.body.gain_wanted.connect(self.change_gain)
        self.talk.pushed.connect(self._talk_pushed)
        self.talk.let_go.connect(self._talk_let_go)
        self.talk.added.connect(self._talk_added)
        self.listen.clicked.connect(self._listen_clicked)
        self.hold.clicked.connect(self._hold_clicked)
        self.end.clicked.connect(self._end_clicked)
        self.ask.clicked.connect(self.document_asked)
        self.back.clicked.connect(self.body.back_to_list)

    @property
    def picture(self) -> Picture:
        return self.body.picture

    def intend(self, intent: Intent) -> None:
        self.intended.emit(intent)

    def change_gain(self, steps: int) -> None:
        """Louder (1) or quieter (-1) in the focused booth."""
        self.intend(SetGain(self._tile.seat, louder(self._tile.gain, steps)))

    def _talk_pushed(self) -> None:
        self.talk_pushed.emit(self._tile.seat)

    def _talk_let_go(self) -> None:
        self.talk_let_go.emit(self._tile.seat)

    def _talk_added(self) -> None:
        self.intend(AddTalk(self._tile.seat))

    def _listen_clicked(self) -> None:
        self.intend(ToggleListen(self._tile.seat))

    def _hold_clicked(self) -> None:
        self.intend(ToggleHold(self._tile.seat))

    def _end_clicked(self) -> None:
        self.end_asked.emit(self._tile.seat)

    def _leave_clicked(self) -> None:
        self.intend(LeaveCase())

    def set_single(self, single: bool) -> None:
        """One booth only: its keys stand large under the face, since there is no strip."""
        if single != self._single:
            self._single = single
            self.body.set_single(single)
            self._hang_keys()
            self.arrange()

    def _large_keys(self) -> bool:
        """Whether the keys stand under the face: of the only booth, while its face is there."""
        return self._single and self.body.mode in (Mode.NO_CASE, Mode.PAPERS)

    def _hang_keys(self) -> None:
        in_head = not self._large_keys()
        if in_head == self._hung:
            return
        self._hung = in_head
        for at, key in enumerate(self._keys):
            if in_head:
                key.set_step(ConsoleType.LABEL)
                key.setFixedHeight(self.px(self.form.button))
                self._row.insertWidget(self._keys_at + at, key)
            else:
                self._row.removeWidget(key)
                key.setParent(self)
                key.raise_()
                key.show()
                key.set_step(ConsoleType.FOCUS)

    def show_desk(self, snapshot: DeskSnapshot, tile: Tile, source: LatestFrame, meter: Meter) -> None:
        if tile.seat != self._tile.seat:
            self.talk.drop()
        self._tile = tile
        self._badge.show_booth(tile.number)
        over = snapshot.case is not None and snapshot.case.over
        who = self._words.participant(tile)
        if snapshot.case is not None and over:
            who = self._end_of(snapshot.case)
            self.picture.say_nobody(*self._nobody(snapshot, snapshot.case))
        self._title.set_text(f"{self._words.booth(tile.number)} · {who}")
        self._pill.setVisible(not over)
        self._left.show_left(self.tr("Orangnya sudah pergi"))
        self._left.setVisible(over)
        heard = tile.talk
        self._pill.show_hearing(self._hearing(tile, heard), heard)
        self._lock.setVisible(snapshot.focus_locked)
        self._lock.set_text(
            self.tr("Keputusan belum disimpan: fokus terkunci di Bilik {n}").format(n=tile.number)
        )
        self.body.show_desk(snapshot, tile, source, meter)
        self._hang_keys()
        self._show_keys(tile)
        self._show_case_keys(snapshot, tile)
        self._row.activate()
        self.arrange()

    def _end_of(self, case: CaseView) -> str:
        if not case.ended_at:
            return self.tr("kunjungan berakhir")
        return self.tr("kunjungan berakhir {when}").format(when=self._case_words.moment(case.ended_at))

    def _nobody(self, snapshot: DeskSnapshot, case: CaseView) -> tuple[str, str]:
        """In the place of a face: the worst that could be taken for something else comes first."""
        title = self.tr("Hanya berkas")
        if case.unsure:
            return title, self.tr("Orangnya belum dipastikan sebelum kunjungan berakhir. Periksa fotonya.")
        if any(tile.number == case.number and tile.has_channel for tile in snapshot.tiles):
            return title, self.tr("Yang duduk di Bilik {n} sekarang orang lain.").format(n=case.number)
        return title, self.tr("Orangnya sudah pergi. Hasilnya masih dapat Anda putuskan.")

    def _hearing(self, tile: Tile, heard: bool) -> str:
        if heard:
            return self.tr("Bilik {n} mendengar Anda").format(n=tile.number)
        return self.tr("Bilik {n} tidak mendengar Anda").format(n=tile.number)

    def _show_keys(self, tile: Tile) -> None:
        live = keys_live(tile)
        still = KEY if self._large_keys() else PLAIN
        # The strip has the same keys: compared papers need the room of the head.
        shown = tile.has_channel and (self._single or self.body.mode is not Mode.SIDE_BY_SIDE)
        for key in self._keys:
            key.setEnabled(live)
            key.setVisible(shown)
            # On a small screen the words make room for the line that says why the focus stays.
            key.set_short(not self._large_keys())
        self.talk.set_cap(str(tile.seat))
        self.talk.show_as(
            self.tr("Bicara"),
            dress=TALKING if tile.talk else still,
            tip=self.tr("Klik kanan: tambah ke yang lain"),
        )
        if tile.listen_paused:
            self.listen.show_as(self.tr("Jeda"), icon="ear-off", dress=PAUSED)
        else:
            dress = LISTENING if tile.listen else still
            self.listen.show_as(self.tr("Dengar"), icon="ear", dress=dress)
        self.hold.show_as(self.tr("Tahan"), dress=HELD if tile.hold else still)
        self.end.show_as(self.tr("Akhiri layanan…"))
        self.end.setEnabled(tile.has_channel)

    def _show_case_keys(self, snapshot: DeskSnapshot, tile: Tile) -> None:
        beside = self.body.mode is Mode.SIDE_BY_SIDE
        case = snapshot.case
        self.back.show_as(self.tr("Kembali ke daftar"))
        self.back.setVisible(beside)
        self.ask.show_as(self.tr("Minta foto…"), tip=self.tr("Minta foto dokumen dari peserta"))
        over = case is not None and case.over
        self.leave.show_as(self.tr("Tutup berkas"))
        self.leave.setVisible(over and not beside)
        self.leave.setEnabled(case is not None and case.draft is None)
        self.ask.setVisible(tile.consent and not beside and not over)
        self.ask.setEnabled(case is not None and case.doubt is None and keys_live(tile))
        self.end.setVisible(not beside and not over)

    def refit(self) -> None:
        space(self._row, self.scale, gap=Space.S)
        self._hung = None
        self._hang_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        px = self.px
        compact = self.scale.compact
        inset = px(10 if compact else Space.M) - px(self.form.stroke_state)
        head = px(44 if compact else 51)
        self._head.setGeometry(inset, 0, self.width() - 2 * inset, head)
        self.body.setGeometry(inset, head, self.width() - 2 * inset, max(0, self.height() - head - inset))
        place = self.body.keys_place
        if self._large_keys() and not place.isEmpty():
            gap = px(Space.XS)
            each = (place.width() - 2 * gap) // 3
            for at, key in enumerate(self._keys):
                key.setFixedHeight(place.height())
                left = inset + place.left() + at * (each + gap)
                key.setGeometry(left, head + place.top(), each, place.height())
