"""The whole way of a participant by clicks alone: the real machine behind the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from booth_client.core import events
from booth_client.core.commands import KeepSignature
from booth_client.core.events import Fate, Intent
from booth_client.core.pages import PaperState, Printing
from booth_client.core.snapshot import Language, Screen
from channel.qt import language
from channel.wire.documents import Outcome
from tests.booth_client.core.builders import assigned
from tests.booth_client.core.participant import NIK, Participant
from tests.booth_client.views.test_screens import LANGUAGES, open_window

pytestmark = pytest.mark.usefixtures("indonesian")


class Sitting:
    """A participant at the screen; everything that they do is a click on something that is seen."""

    def __init__(self, qtbot: QtBot, spoken: Language) -> None:
        self.window = open_window(qtbot)
        self.booth = Participant()
        self.window.intended.connect(self._intend)
        self.booth.ready()
        self.show()
        if spoken is Language.ENGLISH:
            self.click("language_en")

    def _intend(self, intent: Intent) -> None:
        self.booth.tell(intent)

    def show(self) -> Screen:
        snapshot = self.booth.seen()
        self.window.render_snapshot(snapshot)
        return snapshot.screen

    def find(self, name: str) -> QWidget:
        self.show()
        seen = [one for one in self.window.findChildren(QWidget, name) if one.isVisible()]
        assert len(seen) == 1, f"{name} on {self.show()}"
        assert seen[0].isEnabled(), name
        return seen[0]

    def click(self, name: str) -> Screen:
        """By a mouse press on the window where the widget is, as a finger would."""
        widget = self.find(name)
        handle = self.window.windowHandle()
        assert handle is not None
        at = widget.mapTo(self.window, widget.rect().center())
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=at)
        return self.show()

    def sign(self) -> None:
        pad = self.find("sign_pad")
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(80, 100))
        for x in range(100, 400, 20):
            QTest.mouseMove(pad, QPoint(x, 60 + x % 40))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(400, 100))


@pytest.mark.parametrize("spoken", list(Language))
def test_a_participant_goes_from_start_to_the_end_by_clicks_alone(
    qtbot: QtBot, qapp: QApplication, spoken: Language
) -> None:
    language.switch(qapp, LANGUAGES[spoken], "booth")
    sitting = Sitting(qtbot, spoken)
    booth = sitting.booth
    sitting.click("start_button")
    assert sitting.click("agree_button") is Screen.IDENTITY
    booth.tell(events.EyeSeen(True))
    booth.hear(assigned())
    booth.offer()
    assert sitting.click("type_number_button") is Screen.NIK
    for digit in NIK:
        sitting.click(f"key_{digit}")
    assert sitting.click("go_on_button") is Screen.KPJ
    assert sitting.click("back_button") is Screen.NIK
    assert sitting.click("go_on_button") is Screen.KPJ
    assert sitting.click("go_on_button") is Screen.CLAIM
    assert sitting.click("claim_jht") is Screen.CLAIM_QUESTION
    assert sitting.click("answer_yes") is Screen.CLAIM_QUESTION
    assert sitting.click("answer_no") is Screen.DOCUMENTS
    assert sitting.click("go_on_button") is Screen.CAPTURE
    for _ in range(3):
        booth.lay()
        sitting.show()
    assert booth.seen().document == "letter"
    booth.lay()
    assert sitting.click("last_page_button") in (Screen.CAPTURE, Screen.DOCUMENTS)
    for _ in range(40):
        if sitting.show() is not Screen.CAPTURE:
            break
        booth.wait(0.4)
    assert sitting.show() is Screen.DOCUMENTS
    booth.store(Fate.STORED)
    papers = {paper.item: paper.state for paper in booth.seen().pages.papers}
    assert set(papers.values()) == {PaperState.STORED}, papers
    sitting.click("go_on_button")
    booth.progress(outcome=Outcome.INCOMPLETE, reason="")
    assert sitting.show() is Screen.SUMMARY
    sitting.sign()
    assert sitting.click("sign_button") is Screen.SLIP
    signed = [order for order in booth.all_orders if isinstance(order, KeepSignature)]
    assert len(signed) == 1
    assert signed[0].png.startswith(b"\x89PNG")
    booth.tell(events.PrinterSeen(Printing.PRINTED))
    sitting.click("print_again_button")
    booth.tell(events.PrinterSeen(Printing.PRINTED))
    assert sitting.click("go_on_button") is Screen.RATING
    sitting.click("rate_4")
    sitting.click("end_button")
    booth.wait(booth.times.wipe_s + 1)
    assert sitting.show() is Screen.READY
