"""What the keyboard asks about the case in focus, as long as nothing lies over it.

Responsible for: that condition, in one place. Not for: which key it is (``keys``). GUI thread only.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cso_console.views.case_dialogs import CaseDialogs
from cso_console.views.focus_body import FocusBody
from cso_console.views.overlay import Overlay


class CaseKeys:
    """``CaseKeyTarget`` of the window."""

    def __init__(self, window: QWidget, body: FocusBody, overlay: Overlay, dialogs: CaseDialogs) -> None:
        self._window = window
        self._body = body
        self._overlay = overlay
        self._dialogs = dialogs

    @property
    def _in_hand(self) -> bool:
        """Nothing is asked before it, and the login does not cover it."""
        return self._overlay.dialog is None and self._body.isVisibleTo(self._window)

    def accept(self) -> None:
        if self._in_hand:
            self._body.accept()

    def retake(self) -> None:
        if self._in_hand:
            self._body.retake()

    def ask_document(self) -> None:
        if self._in_hand:
            self._dialogs.ask_document()

    def take_picture(self) -> None:
        if self._in_hand:
            self._body.take_picture()

    def lay_beside(self) -> None:
        if self._in_hand:
            self._body.lay_beside()

    def back_to_list(self) -> None:
        if self._in_hand:
            self._body.back_to_list()

    def step_paper(self, steps: int) -> None:
        if self._in_hand:
            self._body.step_paper(steps)

    def turn_page(self, steps: int) -> None:
        if self._in_hand:
            self._body.turn_page(steps)

    def zoom(self, steps: int) -> None:
        if self._in_hand:
            self._body.zoom(steps)
