"""Joins the window with the runtime: snapshots in, intents out.

Responsible for: switching the language before a snapshot is rendered, forgetting the clipboard, the
operator's way out. Not for: deciding anything about the visit. GUI thread only.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol, assert_never

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from booth_client.core.events import Intent
from booth_client.core.snapshot import Language, Screen, Snapshot
from booth_client.runtime.operator_pin import OperatorPin, PinAnswer
from booth_client.views.window import BoothWindow
from channel.qt import language
from channel.qt.bridge import Bridge
from channel.runtime.latest import LatestFrame

CATALOGUE = "booth"
_LANGUAGES = {Language.INDONESIAN: language.Language.ID, Language.ENGLISH: language.Language.EN}


class Booth(Protocol):
    """What the controller asks of the runtime."""

    def intend(self, intent: Intent) -> None: ...
    def show_officer_at(self, width_px: int, height_px: int) -> None: ...


@dataclass(frozen=True)
class OwnPictures:
    """What the booth's own cameras see: ``own`` the participant, ``document`` what lies on the desk."""

    own: LatestFrame
    document: LatestFrame


class BoothController(QObject):
    """``snapshots`` and ``officer`` are fed by the runtime.

    Signals:
        leaving(): the operator left kiosk mode, or the window was closed where that is allowed.
        stepped(str, str, int): another screen, or another paper is asked for: its kind, empty for none, and
            its page.
    """

    leaving = Signal()
    stepped = Signal(str, str, int)

    def __init__(
        self,
        window: BoothWindow,
        booth: Booth,
        snapshots: Bridge[Snapshot],
        officer: Bridge[LatestFrame | None],
        pictures: OwnPictures,
        pin: OperatorPin,
    ) -> None:
        super().__init__()
        self._window = window
        self._booth = booth
        self._snapshots = snapshots
        self._officer = officer
        self._pictures = pictures
        self._pin = pin
        self._language: Language | None = None
        self._screen: Screen | None = None
        self._step: tuple[str, str, int] | None = None
        window.intended.connect(self._intend)
        window.officer_resized.connect(booth.show_officer_at)
        window.pin_entered.connect(self._check_pin)
        window.closed.connect(self.leaving)
        snapshots.changed.connect(self._render)
        officer.changed.connect(self._show_pictures)
        self._show_pictures()
        self._render()

    @Slot()
    def _render(self) -> None:
        snapshot = self._snapshots.snapshot
        if snapshot.language is not self._language:
            self._language = snapshot.language
            application = QApplication.instance()
            assert application is not None
            language.switch(application, _LANGUAGES[snapshot.language], CATALOGUE)
        if snapshot.screen is Screen.READY and self._screen is not Screen.READY:
            QGuiApplication.clipboard().clear()
        self._screen = snapshot.screen
        self._window.render_snapshot(snapshot)
        step = (snapshot.screen.value, snapshot.document, snapshot.page)
        if step != self._step:
            self._step = step
            self.stepped.emit(*step)

    @Slot()
    def _show_pictures(self) -> None:
        pictures = self._pictures
        self._window.show_pictures(self._officer.snapshot, pictures.own, pictures.document)

    @Slot(object)
    def _intend(self, intent: Intent) -> None:
        self._booth.intend(intent)

    @Slot(str)
    def _check_pin(self, pin: str) -> None:
        match self._pin.check(pin, time.monotonic()):
            case PinAnswer.RIGHT:
                self._window.allow_close()
                self.leaving.emit()
            case PinAnswer.WRONG:
                self._window.answer_operator(self.tr("PIN salah."))
            case PinAnswer.LOCKED:
                self._window.answer_operator(self.tr("Terlalu banyak percobaan. Tunggu satu menit."))
            case PinAnswer.NOT_SET:
                self._window.answer_operator(self.tr("PIN belum disetel dalam konfigurasi."))
            case answer:
                assert_never(answer)
