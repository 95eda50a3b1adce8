"""How was it: four faces, each with a word; may be skipped. GUI thread only."""

from __future__ import annotations

from booth_client.core.events import Rate
from booth_client.core.snapshot import Snapshot
from booth_client.views import words
from booth_client.views.buttons import PLAIN, Button
from booth_client.views.canvas import Icon, Text
from booth_client.views.choice import CHOSEN
from booth_client.views.page import PageView, officer_is_here
from channel.qt.theme import Kiosk, KioskForm, KioskType

_FACES = ("mood-sad", "mood-empty", "mood-smile", "mood-happy")
_WIDTH = 438


class RatingView(PageView):
    officer_place = (KioskForm.MARGIN, 720, 912, 184)

    def __init__(self) -> None:
        super().__init__()
        self._title = Text(KioskType.TITLE)
        self._lead = Text(KioskType.BODY, Kiosk.INK2)
        self._faces = [
            Button(f"rate_{score}", face, PLAIN, KioskType.NAME, icon_px=132)
            for score, face in enumerate(_FACES, 1)
        ]
        self._thanks = Text(KioskType.SECOND, Kiosk.HEARD)
        self._clock = Icon("clock", Kiosk.INK2)
        self._wipe = Text(KioskType.LEAST, Kiosk.INK2, middle=True)
        self.place(self._title, 48, 152, 1824, 76)
        self.place(self._lead, 48, 240, 1824, 48)
        for index, button in enumerate(self._faces):
            button.stack(True)
            button.clicked.connect(lambda _=False, score=index + 1: self.intended.emit(Rate(score)))
            self.place(button, 48 + 462 * index, 324, _WIDTH, 300)
        self.place(self._thanks, 48, 648, 1824, 56)
        self.place(self._clock, 48, 846, 36, 36)
        self.place(self._wipe, 98, 845, 1774, 38)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        rated = snapshot.pages.rated
        self._title.setText(self.tr("Bagaimana pelayanan hari ini?"))
        self._lead.setText(self.tr("Sentuh satu wajah. Tidak wajib: boleh langsung sentuh SELESAI."))
        names = (self.tr("Buruk"), self.tr("Kurang"), self.tr("Baik"), self.tr("Sangat baik"))
        for score, (button, name) in enumerate(zip(self._faces, names, strict=True), 1):
            button.show_as(name, look=CHOSEN if score == rated else PLAIN)
        self._thanks.setText(self.tr("Terima kasih. Silakan meninggalkan bilik.") if rated else "")
        wipes = snapshot.wipe_in_s > 0 and not officer_is_here(snapshot)
        left = words.duration_words(snapshot.wipe_in_s)
        self._clock.setVisible(wipes)
        self._wipe.setText(self.tr("Layar ini dibersihkan dalam {time}.").format(time=left) if wipes else "")
