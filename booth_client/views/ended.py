"""The last screen: what to take along, and when the screen is wiped. GUI thread only."""

from __future__ import annotations

from booth_client.core.pages import PaperState
from booth_client.core.snapshot import Ending, Snapshot
from booth_client.views import words
from booth_client.views.canvas import Card, Icon, Text
from booth_client.views.screen import Disc, ScreenView
from channel.qt.theme import Kiosk, KioskType
from channel.rules.claims import Need

_SETTLED = (PaperState.ACCEPTED, PaperState.NOT_NEEDED)


class EndedView(ScreenView):
    """ "Take back all original papers" is the only amber block on it."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Text(KioskType.HERO, middle=True)
        self._lead = Text(KioskType.LEAD, Kiosk.INK2)
        self._take_back = Card(Kiosk.TAKE_BACK, Kiosk.TAKE_BACK_EDGE, stroke=4)
        self._take = Text(KioskType.NOTICE, middle=True)
        self._look = Text(KioskType.BODY, middle=True)
        self._wipe = Text(KioskType.LEAST, Kiosk.INK2, middle=True)
        self._done = Disc("check", Kiosk.HEARD, Kiosk.ON_HEARD, share=0.7)
        self._lost = Disc("plug-connected-x", Kiosk.SURFACE, Kiosk.INK, edge=Kiosk.EDGE)
        self.place(self._done, 48, 152, 112, 112)
        self.place(self._lost, 48, 152, 112, 112)
        self.place(self._title, 194, 152, 1678, 112)
        self.place(self._lead, 48, 312, 1824, 108)
        self.place(self._take_back, 48, 468, 1824, 176)
        self._take_back.place(Icon("files"), 52, 52, 72, 72)
        self._take_back.place(self._take, 156, 32, 1620, 62)
        self._take_back.place(self._look, 156, 94, 1620, 48)
        self.place(Icon("clock", Kiosk.INK2), 48, 866, 36, 36)
        self.place(self._wipe, 98, 865, 1774, 38)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        self._done.setVisible(snapshot.ending is not Ending.LOST)
        self._lost.setVisible(snapshot.ending is Ending.LOST)
        match snapshot.ending:
            case Ending.FINISHED:
                self._title.setText(self.tr("Pembicaraan selesai."))
                thanks = self.tr("Terima kasih. Silakan meninggalkan bilik.")
                kept = self.tr("Yang sudah difoto tetap tersimpan. Lain kali Anda tidak mengulang dari awal.")
                self._lead.setText(f"{thanks}\n{kept}" if _goes_on(snapshot) else thanks)
            case Ending.LEFT_QUEUE:
                self._title.setText(self.tr("Antrean dibatalkan."))
                self._lead.setText(self.tr("Anda boleh mulai lagi kapan saja."))
            case Ending.LOST:
                self._title.setText(self.tr("Sambungan berakhir."))
                self._lead.setText(
                    self.tr(
                        "Sambungan terputus terlalu lama. Silakan mulai lagi, atau hubungi petugas keamanan."
                    )
                )
        self._take.setText(self.tr("Ambil kembali semua dokumen asli."))
        self._look.setText(self.tr("Periksa meja dan kotak kamera."))
        left = words.duration_words(snapshot.wipe_in_s)
        self._wipe.setText(self.tr("Layar ini dibersihkan dalam {time}.").format(time=left))


def _goes_on(snapshot: Snapshot) -> bool:
    """Something is photographed, and not yet all that the claim needs is accepted."""
    papers = snapshot.pages.papers
    needed = (paper for paper in papers if paper.need is Need.MANDATORY)
    return any(paper.pictures for paper in papers) and not all(paper.state in _SETTLED for paper in needed)
