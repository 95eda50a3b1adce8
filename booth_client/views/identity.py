"""Who are you: a ticket, booking or card is held before the documents' camera, or a number is typed.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal

from booth_client.core.events import TypeNumber
from booth_client.core.pages import NumberProblem
from booth_client.core.snapshot import Snapshot
from booth_client.views.buttons import CHOICE, PRIMARY, Button
from booth_client.views.camera import CameraPanel
from booth_client.views.canvas import Text
from booth_client.views.page import PageView, officer_is_here
from booth_client.views.pictures import Drawing
from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Kiosk, KioskForm, KioskType
from channel.runtime.latest import LatestFrame

_LEFT = KioskForm.MARGIN + KioskForm.CAMERA + 48


class IdentityView(PageView):
    """Signals:
    document_resized(int, int): the size in which the documents' picture is wanted, device pixels.
    """

    document_resized = Signal(int, int)
    officer_place = (_LEFT, 430, KioskForm.BESIDE_CAMERA, 315)

    def __init__(self, clock: RepaintClock) -> None:
        super().__init__()
        self._camera = CameraPanel("scan_picture", clock)
        self._camera.resized.connect(self.document_resized)
        self._title = Text(KioskType.SIDE)
        self._lead = Text(KioskType.BODY, Kiosk.INK2)
        self._drawing = Drawing("scan_codes", Kiosk.LINE)
        self._type = Button("type_number_button", "keyboard", CHOICE, KioskType.NAME, icon_px=56)
        self._type.clicked.connect(lambda: self.intended.emit(TypeNumber()))
        self.place(self._camera, KioskForm.MARGIN, KioskForm.CONTENT_TOP, KioskForm.CAMERA, KioskForm.CONTENT)
        self.place(self._title, _LEFT, 152, KioskForm.BESIDE_CAMERA, 132)
        self.place(self._lead, _LEFT, 300, KioskForm.BESIDE_CAMERA, 112)
        self.place(self._drawing, _LEFT, 430, KioskForm.BESIDE_CAMERA, 315)
        self.place(self._type, _LEFT, 768, KioskForm.BESIDE_CAMERA, KioskForm.PRIMARY_LEAST)

    def show_document(self, source: LatestFrame | None) -> None:
        self._camera.show_picture(source)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        scan = snapshot.pages.scan
        if scan is None:
            return
        self._title.setText(self.tr("Siapa Anda? Tunjukkan kartu."))
        self._lead.setText(self.tr("Tiket atau kartu peserta. Kodenya dibaca sendiri."))
        self._drawing.setVisible(not officer_is_here(snapshot))
        if scan.camera:
            self._camera.explain("")
            self._type.show_as(self.tr("KETIK NOMOR SAJA"), look=CHOICE)
        else:
            self._camera.explain(
                self.tr("Kamera dokumen tidak bekerja sekarang. Anda dapat mengetik nomor Anda.")
            )
            self._type.show_as(self.tr("KETIK NOMOR"), look=PRIMARY)
        if scan.problem is NumberProblem.NOT_A_TICKET:
            self._camera.say(self.tr("Kode ini bukan tiket atau kartu peserta"), "info-circle", Kiosk.HELP)
        elif scan.camera:
            self._camera.say(self.tr("Tunjukkan tiket atau kartu ke kamera"), "scan")
        else:
            self._camera.say(self.tr("Sentuh KETIK NOMOR"), "keyboard", Kiosk.HELP)
