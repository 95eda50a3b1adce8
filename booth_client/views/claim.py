"""What for: the claim, by the person's own sentence first, and then its questions, one by one.

GUI thread only.
"""

from __future__ import annotations

from math import ceil

from booth_client.core.events import ChooseAnswer, ChooseClaim
from booth_client.core.snapshot import Snapshot
from booth_client.views.buttons import PLAIN
from booth_client.views.canvas import Text
from booth_client.views.choice import CHOSEN, ChoicePage
from booth_client.views.page import officer_is_here
from booth_client.views.page_words import told
from booth_client.views.screen import BreathingDisc
from channel.qt.theme import Kiosk, KioskForm, KioskType

_ICONS = {
    "jht": "briefcase",
    "jkk": "bandage",
    "jkm": "heart-handshake",
    "jp": "armchair",
    "question": "message-circle-question",
}
_ICON_ELSE = "file-text"
_WIDTH = 900
_GAP = KioskForm.BUTTON_GAP
_BOTTOM = KioskForm.CONTENT_TOP + KioskForm.CONTENT
_HIGHEST = 196


class ClaimView(ChoicePage):
    """The last place of the grid is kept free for the officer."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Text(KioskType.TITLE)
        self._disc = BreathingDisc("clock", Kiosk.PRIMARY, Kiosk.ON_PRIMARY, halo=Kiosk.TINT)
        self._coming = Text(KioskType.SECOND)
        self._calm = Text(KioskType.BODY, Kiosk.INK2)
        self.place(self._title, 48, 152, 1824, 76)
        self.place(self._disc, 48, 330, 160, 160)
        self.place(self._coming, 248, 340, 1600, 56)
        self.place(self._calm, 248, 410, 1600, 96)
        self.officer_place = (972, 708, _WIDTH, _HIGHEST)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        pages, language = snapshot.pages, snapshot.language
        waits = pages.waits_for_rules or not pages.claims
        self._title.setText(self.tr("Apa keperluan Anda hari ini?"))
        self._disc.setVisible(waits)
        self._coming.setText(self.tr("Daftar keperluan sedang diambil.") if waits else "")
        self._calm.setText(
            self.tr("Daftarnya muncul sendiri. Anda tidak perlu melakukan apa-apa.") if waits else ""
        )
        claims = () if waits else pages.claims
        count, here = len(claims), officer_is_here(snapshot)
        top = KioskForm.CONTENT_TOP + 109
        rows = max(3, ceil((count + 1) / 2))
        height = min(_HIGHEST, (_BOTTOM - top - (rows - 1) * _GAP) / rows)
        self.officer_place = (972, top + (rows - 1) * (height + _GAP), _WIDTH, height)
        for index, (choice, claim) in enumerate(zip(self.take_choices(count), claims, strict=True)):
            row, column = divmod(index, 2)
            wide = index == count - 1 and column == 0 and not here
            width = KioskForm.MARGIN + 972 + _WIDTH - 2 * KioskForm.MARGIN if wide else _WIDTH
            self.place(choice, 48 + 924 * column, top + row * (height + _GAP), width, height)
            choice.show_choice(
                f"claim_{claim.claim}",
                ChooseClaim(claim.claim),
                told(claim.sentence, language),
                told(claim.name, language),
                icon=_ICONS.get(claim.claim, _ICON_ELSE),
                after="chevron-right",
            )


class ClaimQuestionView(ChoicePage):
    """One question and its answers; the one that was chosen before is marked."""

    officer_place = (1492, 152, 380, 214)

    def __init__(self) -> None:
        super().__init__()
        self._number = Text(KioskType.LEAST, Kiosk.INK2)
        self._title = Text(KioskType.TITLE)
        self.place(self._number, 48, 152, 1400, 38)
        self.place(self._title, 48, 196, 1400, 152)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        question, language = snapshot.pages.question, snapshot.language
        if question is None:
            return
        number = self.tr("Pertanyaan {n}").format(n=question.number)
        self._number.setText(number if question.number else "")
        self._title.setText(told(question.text, language))
        count = len(question.answers)
        columns = 1 if count <= 3 else 2
        rows = ceil(count / columns)
        top = 396
        height = min(150, (_BOTTOM - top - (rows - 1) * _GAP) / rows)
        width = 1824 if columns == 1 else _WIDTH
        for index, (choice, (answer, text)) in enumerate(
            zip(self.take_choices(count), question.answers, strict=True)
        ):
            row, column = divmod(index, columns)
            chosen = answer == question.chosen
            self.place(choice, 48 + 924 * column, top + row * (height + _GAP), width, height)
            choice.show_choice(
                f"answer_{answer}",
                ChooseAnswer(answer, question.item),
                told(text, language),
                icon="check" if chosen else "",
                icon_ground=Kiosk.PRIMARY,
                icon_ink=Kiosk.ON_PRIMARY,
                after="chevron-right",
                look=CHOSEN if chosen else PLAIN,
            )
