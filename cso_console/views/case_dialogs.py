"""The dialogs about the case and the visit in focus: when they open and close.

Responsible for: opening them, and following the desk's draft: while there is one that needs words it is
asked for, and when it is gone the dialog is too. Not for: what they say. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from channel.wire.documents import Outcome, Verdict
from channel.wire.ids import VisitId
from cso_console.core.casework import CaseView, Draft
from cso_console.core.intents import DropDraft, EndService, KeepService
from cso_console.core.snapshot import DeskSnapshot
from cso_console.views.asking_dialogs import (
    AskDialog,
    CaseDialog,
    HistoryDialog,
    LinksDialog,
    OtherPersonDialog,
)
from cso_console.views.dialogs import EndDialog
from cso_console.views.outcome_dialog import OutcomeDialog
from cso_console.views.overlay import Dialog, Overlay
from cso_console.views.piece import wipe_all
from cso_console.views.words_dialog import WordsDialog

_WITH_WORDS = (Verdict.RETAKE, Verdict.ACCEPTED_WITH_NOTE)


class CaseDialogs(QObject):
    """All of them.

    Signals:
        intended(object): one ``Intent``.
        open_asked(object): this ``Dialog`` wants to be opened.
    """

    intended = Signal(object)
    open_asked = Signal(object)

    def __init__(self, overlay: Overlay) -> None:
        super().__init__(overlay)
        self._overlay = overlay
        self._case: CaseView | None = None
        self._of: tuple[VisitId, bool] | None = None
        """Whose texts the dialogs hold, and whether there was a doubt about the person."""
        self._put_away: Draft | None = None
        """The officer closed the dialog while this was being recorded."""
        self._words = WordsDialog(overlay)
        self._outcome = OutcomeDialog(overlay)
        self._ask = AskDialog(overlay)
        self._history = HistoryDialog(overlay)
        self._links = LinksDialog(overlay)
        self._other = OtherPersonDialog(overlay)
        self._end = EndDialog(overlay)
        self._ending = False
        self._end.confirmed.connect(self._end_confirmed)
        self._of_a_case = (self._words, self._outcome, self._ask, self._history, self._links, self._other)
        for dialog in self._of_a_case:
            dialog.intended.connect(self.intended)

    # ------------------------------------------------------------ opening

    def finish(self) -> None:
        if self._case is not None and self._case.outcome is Outcome.NONE:
            self._outcome.begin()
            self.open_asked.emit(self._outcome)

    def ask_document(self) -> None:
        case = self._case
        if case is not None and case.doubt is None and not (case.over or case.withdrawn):
            self._open(self._ask)

    def show_history(self) -> None:
        self._open(self._history)

    def show_links(self) -> None:
        self._open(self._links)

    def ask_other_person(self) -> None:
        self._open(self._other)

    def ask_end(self, seat: int) -> None:
        self._end.ask_for(seat)
        self.open_asked.emit(self._end)

    def _end_confirmed(self, seat: int, sure: bool, visit: VisitId | None) -> None:
        self._overlay.shut()
        self.intended.emit(EndService(seat, sure, visit))

    def _open(self, dialog: CaseDialog) -> None:
        if self._case is not None:
            dialog.begin(self._case)
            self.open_asked.emit(dialog)

    # ------------------------------------------------------------ following the desk

    def follow(self, snapshot: DeskSnapshot) -> None:
        """Open what the draft needs, unless something else is open."""
        case = snapshot.case
        of = None if case is None else (case.visit, case.doubt is not None)
        if of != self._of:
            self._of = of
            self._forget()
        self._case = snapshot.case
        self._ending = snapshot.ending is not None
        if snapshot.ending is not None and self._overlay.dialog is None:
            self.ask_end(snapshot.ending.seat)
            return
        draft = None if snapshot.case is None else snapshot.case.draft
        if draft is None or not draft.saving:
            self._put_away = None
        wanted = self._dialog_of(draft)
        if wanted is None or draft == self._put_away or self._overlay.dialog is not None:
            return
        if wanted.outdated(snapshot):
            return  # while the person is in doubt the outcome waits
        if isinstance(wanted, OutcomeDialog):
            wanted.begin()
        self.open_asked.emit(wanted)

    def _forget(self) -> None:
        """What was shown and written of one person is never kept for another."""
        for dialog in self._of_a_case:
            if dialog is not self._overlay.dialog:
                wipe_all(dialog)

    def _dialog_of(self, draft: Draft | None) -> Dialog | None:
        if draft is None:
            return None
        if not draft.item:
            return self._outcome
        return self._words if draft.verdict in _WITH_WORDS or draft.refused is not None else None

    def dismiss(self, dialog: Dialog) -> bool:
        """The officer wants ``dialog`` closed. Whether it is to be shut at once: one with a draft is when the
        desk has dropped it."""
        if dialog is self._end and self._ending:
            self.intended.emit(KeepService())
            return False
        draft = None if self._case is None else self._case.draft
        if draft is None or self._dialog_of(draft) is not dialog:
            return True
        if draft.saving:
            self._put_away = draft
            return True
        self.intended.emit(DropDraft())
        return False
