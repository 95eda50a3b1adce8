"""An officer with six visits at once, by mouse and keys on the real window: papers, doubts and decisions,
none of them on the wrong person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from channel.core.lateness import LatenessFigures
from channel.qt.bridge import Bridge
from channel.qt.language import Language, switch
from channel.qt.theme import load_fonts
from channel.runtime.own_load import Load
from channel.settings.tables import Picture, Server
from channel.wire.documents import CaseState, Outcome, Verdict
from channel.wire.ids import VisitId
from cso_console.config import Audio, ConsoleConfig, Devices
from cso_console.controller import Controller
from cso_console.core import presence
from cso_console.core.casework import CaseView, PaperRow, PaperState
from cso_console.core.snapshot import DeskSnapshot
from cso_console.runtime.desk_runtime import DeskRuntime
from cso_console.views.diagnostics import OwnFigures
from cso_console.views.window import ConsoleWindow
from tests.cso_console.runtime.lab import PASSWORD, Lab, LabBooth, lab, until
from tests.cso_console.runtime.test_casework import hand_in
from tests.helpers.fingers import Fingers
from tests.helpers.pictures import jpeg
from tests.helpers.unprocessed import UNPROCESSED
from tests.signaling_server.store.samples import FACTS, Sample, facts_sample

BOOTHS = range(1, 7)
SURE_FOR_S = 1.0
"""Instead of ten seconds, once all sit there."""
NIKS = {number: f"32020252066900{number:02}" for number in BOOTHS}
_NOT_YET = OwnFigures(Load(0.0, 0.0), LatenessFigures(0.0, 0.0, 0.0, 0), LatenessFigures(0.0, 0.0, 0.0, 0))
pytestmark = [pytest.mark.patient, pytest.mark.timeout(240)]


class Desk:
    """The officer's window and runtime, and the officer's hands."""

    def __init__(self, qtbot: QtBot, branch: Lab) -> None:
        devices = Devices(
            camera="simulated:officer", microphone="simulated:silence", speaker="simulated:discard"
        )
        config = ConsoleConfig(
            server=Server(url=branch.url),
            devices=devices,
            picture=Picture(width=320, height=180, fps=8),
            audio=Audio(tones=False),
            sound=UNPROCESSED,
        )
        self._branch = branch
        self._visits: dict[int, VisitId] = {}
        self._bridge = Bridge(DeskSnapshot(capacity=6))
        self.runtime = DeskRuntime(config, self._bridge.publish)
        runtime = self.runtime
        self.window = ConsoleWindow(
            runtime.frames, runtime.meters, runtime.microphone_meter, lambda: _NOT_YET, runtime.pictures
        )
        self.window.resize(1920, 1080)
        self.hands = Fingers(qtbot, self.window)
        self.touch, self.tap, self.until = self.hands.touch, self.hands.tap, self.hands.until
        runtime.start()
        Controller(self.window, runtime, self._bridge)
        self.window.show()

    def stop(self) -> None:
        self.window.close()
        self.runtime.stop()

    # ------------------------------------------------------------ eyes

    @property
    def snapshot(self) -> DeskSnapshot:
        """What the window shows, which may be a step behind the machine."""
        return self.window._snapshot

    @property
    def case(self) -> CaseView:
        case = self.snapshot.case
        assert case is not None
        return case

    def row(self, item: str) -> PaperRow:
        return next(row for row in self.case.rows if row.item == item)

    def stands(self, item: str, state: PaperState) -> None:
        self.until(lambda: self.row(item).state is state and not self.row(item).saving, f"{item} is {state}")

    def reads(self, words: str) -> None:
        self.until(lambda: words in self.hands.words(), f"the window says {words!r}")

    def recorded(self, booth: LabBooth) -> CaseState:
        """What the server has of this booth's case."""
        state = self._branch.documents.store.cases.state(self._visits[booth.number])
        assert state is not None
        return state

    # ------------------------------------------------------------ hands

    def log_in(self) -> None:
        for field, text in (("login_officer", "sari"), ("login_password", PASSWORD)):
            self.touch(field)
            self.hands.type(text)
        self.touch("login_button")

    def go_to(self, number: int) -> None:
        """To this booth, by a click on its tile."""
        self.touch(f"tile_{number}")
        self.until(lambda: self.snapshot.focus == number and self.case.number == number, f"booth {number}")
        self.until(lambda: bool(self.case.rows) and self.case.doubt is None, "its papers")
        self.until(lambda: self.hands.sees(f"paper_row_{self.case.rows[0].item}"), "its papers are shown")
        self._visits[number] = self.case.visit

    def open(self, item: str) -> None:
        self.touch(f"paper_row_{item}")
        self.until(lambda: self.case.shown is not None and self.case.shown.item == item, f"{item} is shown")

    def accept(self, item: str) -> None:
        self.open(item)
        self.touch("accept_button")
        self.stands(item, PaperState.ACCEPTED)

    def cannot_leave(self, to: int) -> None:
        """A decision is unsaved: a click leads to nobody else's papers; talking to them goes on."""
        before = self.snapshot.focus
        self.until(lambda: self.snapshot.focus_locked, "the focus is locked")
        self.touch(f"tile_{to}")
        self.touch(f"talk_{to}")
        self.until(lambda: self.snapshot.tiles[to - 1].talk, "the other one is spoken to")
        assert (self.snapshot.focus, self.case.number) == (before, before)
        self.touch("close_voice")
        self.until(lambda: not self.snapshot.tiles[to - 1].talk, "nobody is spoken to")

    def decide(self, outcome: Outcome, words: str = "") -> None:
        """With the second look; the booth's number is in sight all the time."""
        number = self.case.number
        self.touch("finish_case_button")
        self.touch(f"outcome_{outcome.value}")
        self.cannot_leave(1 + number % 6)
        if words:
            self.touch("outcome_words")
            self.hands.type(words)
        self.touch("second_look_button")
        self.until(lambda: self.hands.sees("record_outcome_button"), "everything is shown once more")
        if words:
            self.reads(words)
        self.touch("record_outcome_button")
        self.until(lambda: self.case.outcome is outcome, f"{outcome} is recorded")
        self.until(lambda: not self.snapshot.focus_locked, "the focus is free")


@contextmanager
def six_visits(branch: Lab) -> Iterator[list[LabBooth]]:
    with ExitStack() as stack:
        booths = [stack.enter_context(branch.booth(number, fps=5)) for number in BOOTHS]
        for booth in booths:
            until(lambda booth=booth: bool(booth.lease), "the booth has its lease")  # type: ignore[misc]
        yield booths


def papers(number: int, *kinds: str) -> list[Sample]:
    """Facts of a claim, and a picture of each kind; the second of a kind is its back."""
    facts = msgspec.structs.replace(
        FACTS,
        identity={"nik": NIKS[number]},
        answers={"reason": "resigned", "large_balance": "no", "earlier_partial": "no"},
    )
    pictures = [
        Sample(jpeg(100 * number + at, 20_000), kind, page=1 + kinds[:at].count(kind))
        for at, kind in enumerate(kinds)
    ]
    return [*pictures, facts_sample(facts, lease="")]


@pytest.mark.parametrize("spoken", [Language.ID, pytest.param(Language.EN, marks=pytest.mark.long)])
def test_six_visits_at_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoken: Language
) -> None:
    load_fonts()
    switch(qapp, spoken, "console")
    with lab(tmp_path, booths=6) as branch:
        desk = Desk(qtbot, branch)
        try:
            desk.log_in()
            with six_visits(branch) as booths:
                serve(desk, branch, booths, monkeypatch)
        finally:
            desk.stop()
            switch(qapp, Language.ID, "console")


def serve(desk: Desk, branch: Lab, booths: list[LabBooth], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, three, four, five, six = booths
    desk.until(lambda: all(tile.picture_open for tile in desk.snapshot.tiles), "all six are seen")
    whole = ("member_card", "id_card", "id_card")
    for booth in booths:
        kinds = whole[:1] if booth is two else whole
        hand_in(branch, booth, *papers(booth.number, *kinds))

    # Booth 1: one accepted, one photographed again and accepted with a note, then complete.
    desk.go_to(1)
    assert desk.case.nik == NIKS[1]
    desk.accept("member_card")
    desk.open("id_card")
    desk.tap("R")
    desk.touch("retake_reason_3")
    desk.cannot_leave(2)
    desk.touch("record_verdict_button")
    desk.stands("id_card", PaperState.RETAKE)
    hand_in(branch, one, Sample(jpeg(999, 20_000), "id_card"))
    desk.stands("id_card", PaperState.NEW)
    desk.open("id_card")
    desk.touch("note_button")
    desk.touch("verdict_words")
    desk.hands.type("worn but readable")
    desk.touch("record_verdict_button")
    desk.stands("id_card", PaperState.ACCEPTED_WITH_NOTE)
    desk.touch("case_note")
    desk.hands.type("comes back on monday")
    desk.tap("Return")
    desk.until(lambda: len(desk.case.notes) == 1, "the note is recorded")
    desk.decide(Outcome.COMPLETE)
    state = desk.recorded(one)
    assert [decision.note for decision in state.decisions if decision.item == "id_card"] == [
        "worn but readable"
    ]
    assert [note.text for note in state.notes] == ["comes back on monday"]

    # Booth 2: a paper is missing.
    desk.go_to(2)
    desk.accept("member_card")
    desk.decide(Outcome.INCOMPLETE, "letter of a neighbour")
    brought = [text.en for text in desk.recorded(two).bring]
    assert "letter of a neighbour" in brought
    assert any("KTP" in text for text in brought), "what is missing is worked out"

    # Booths 3 and 4: rejected, and passed on although one paper does not apply.
    desk.go_to(3)
    desk.decide(Outcome.REJECTED, "not a member of this fund")
    desk.go_to(4)
    desk.open("id_card")
    desk.touch("not_applicable_button")
    desk.stands("id_card", PaperState.NOT_APPLICABLE)
    desk.decide(Outcome.PASSED_ON, "to the branch at the harbour")
    assert desk.recorded(three).reason == "not a member of this fund"
    assert desk.recorded(four).reason == "to the branch at the harbour"

    # Booth 5: held for too long, its papers are shut until the officer has made sure of the person.
    monkeypatch.setattr(presence, "SURE_FOR_S", SURE_FOR_S)
    desk.go_to(5)
    desk.tap("H")
    desk.until(lambda: desk.snapshot.case is not None and desk.case.doubt is not None, "the papers are shut")
    desk.until(lambda: desk.hands.sees("other_person_button"), "the page says so")
    assert desk.case.rows == ()
    assert not desk.hands.sees("paper_row_id_card")
    assert not desk.hands.sees("same_person_button"), "nobody is to be seen while held"
    desk.tap("H")
    desk.touch("same_person_button")
    desk.until(lambda: desk.case.doubt is None and bool(desk.case.rows), "the papers are open again")
    desk.accept("member_card")

    desk.go_to(6)

    # Nobody got what was another's.
    outcomes = [desk.recorded(booth).outcome for booth in booths]
    assert outcomes == [
        Outcome.COMPLETE,
        Outcome.INCOMPLETE,
        Outcome.REJECTED,
        Outcome.PASSED_ON,
        Outcome.NONE,
        Outcome.NONE,
    ]
    assert [decision.verdict for decision in desk.recorded(five).decisions] == [Verdict.ACCEPTED]
    assert desk.recorded(six).decisions == ()
