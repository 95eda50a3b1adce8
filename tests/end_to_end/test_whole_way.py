"""The whole way of a participant, by touches on the real window, with a real officer far away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from booth_client.config import BoothConfig, Times
from booth_client.core import photographing
from booth_client.core.pages import NO_PAGES, PaperState
from booth_client.core.snapshot import Help, Screen
from channel.qt import language, theme
from channel.settings import files
from channel.wire.documents import Outcome, Verdict
from cso_console.core import intents
from cso_console.core.casework import PaperState as RowState
from hardware.simulated import participant as hands
from tests.end_to_end.officer import Officer, officer_at
from tests.end_to_end.window_booth import WindowBooth
from tests.helpers.branch import Branch
from tests.helpers.participant import Errand, Participant

NIK = "3202025206690001"
KPJ = "19045678901"
REASON = "PANTULAN-DI-NIK"
TIMES = Times(idle_s=60.0, wipe_s=1.0)
ALONE = ("calling", "waiting", "parked", "call", "hold")

pytestmark = [pytest.mark.patient, pytest.mark.timeout(240), pytest.mark.usefixtures("indonesian")]


@pytest.fixture
def indonesian(qapp: QApplication) -> Iterator[None]:
    """The language of the screen is Indonesian before and after."""
    theme.load_fonts()
    language.switch(qapp, language.Language.ID, "booth")
    yield
    language.switch(qapp, language.Language.ID, "booth")


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    branch = Branch.make(tmp_path_factory.mktemp("branch"), booths=1)
    with branch.server():
        yield branch


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hands and thanks that do not take their time; each thing is done all the same."""
    monkeypatch.setattr(photographing, "TAKEN_SHOWS_S", 0.5)
    for name, seconds in (("REACH_S", 0.3), ("LAY_S", 0.2), ("MEND_S", 0.6)):
        monkeypatch.setattr(hands, name, seconds)


@pytest.fixture
def booth(qtbot: QtBot, branch: Branch, quick: None) -> Iterator[WindowBooth]:
    settings = branch.booth_settings(1, document_camera=branch.desk(1), printer=branch.printer(1))
    config = files.load(BoothConfig, settings)
    picture = msgspec.structs.replace(config.picture, width=640, height=360, fps=8)
    devices = msgspec.structs.replace(config.devices, document_fps=10)
    booth = WindowBooth(qtbot, msgspec.structs.replace(config, picture=picture, times=TIMES, devices=devices))
    yield booth
    booth.stop()


@pytest.fixture
def officer(branch: Branch) -> Iterator[Officer]:
    with officer_at(branch) as officer:
        yield officer


class Person(Participant):
    """At the window. What they are to do is said by the screen alone."""

    def __init__(self, booth: WindowBooth, asked: Path, errand: Errand) -> None:
        super().__init__(booth, asked, errand)
        self.window = booth
        self.fingers = booth.fingers

    def reads(self, words: str) -> None:
        self.fingers.until(lambda: words in self.fingers.words(), f"the screen says {words!r}")

    def choose_language(self, language: str) -> None:
        words = {"id": "MULAI", "en": "START"}
        for one in ("en", "id", language):
            self.touch(f"language_{one}")
            self.reads(words[one])

    def type_nik(self) -> None:
        """After a wrong key; the digits are covered but for the last, unless they are asked for."""
        for key in ("9", "erase", *self.errand.nik):
            self.touch("erase_button" if key == "erase" else f"key_{key}")
        self.fingers.until(lambda: self.typed == self.errand.nik, "the NIK is typed")

    @property
    def typed(self) -> str:
        number = self.window.snapshot.pages.number
        return "" if number is None else number.typed

    def go_to(self, button: str, screen: str) -> None:
        self.touch(button)
        self.see(screen)

    def waits(self) -> None:
        """Nothing is left to do without the officer."""
        self.see(*ALONE)


class Visit:
    """One participant and their officer, in one language."""

    def __init__(self, person: Person, officer: Officer, spoken: str) -> None:
        self.person = person
        self.officer = officer
        self.spoken = spoken
        self.until = person.fingers.until

    # ------------------------------------------------------------ the parts of the way

    def sit_down(self) -> None:
        self.person.choose_language(self.spoken)
        self.person.go_to("start_button", "consent")
        self.person.go_to("agree_button", "identity")
        self.until(lambda: self.officer.tile.has_channel, "the visit has reached the officer")

    def tell_who(self, by_card: bool) -> None:
        person = self.person
        if not by_card:
            person.touch("type_number_button")
        person.see("nik")
        person.type_nik()
        person.go_to("go_on_button", "kpj")
        if by_card:
            assert person.typed, "the card has said the membership number"
        else:
            for key in KPJ:
                person.touch(f"key_{key}")
            self.until(lambda: person.typed == KPJ, "the membership number is typed")
        person.go_to("back_button", "nik")
        assert person.typed == NIK, "nothing typed is lost by going back"
        person.go_to("go_on_button", "kpj")
        person.go_to("go_on_button", "claim")

    def tell_what_for(self) -> None:
        person = self.person
        person.go_to("claim_jht", "claim_question")
        person.go_to("back_button", "claim")
        person.go_to("claim_jht", "claim_question")
        for answer in ("resigned", "no", "no"):
            person.touch(f"answer_{answer}")
        person.see("documents")
        person.go_to("back_button", "claim_question")
        person.go_to("answer_no", "documents")

    def ask_for_help(self) -> None:
        """The officer comes, is heard, and goes again; the page stays."""
        person, officer = self.person, self.officer
        person.touch("help_button")
        self.until(lambda: officer.tile.help, "the officer sees it")
        officer.do(intents.TalkPressed(1), intents.TalkReleased(1))
        self.until(lambda: person.window.snapshot.officer_talks, "the officer talks")
        self.until(lambda: person.window.snapshot.help is Help.NONE, "help has come")
        assert person.window.snapshot.screen is Screen.DOCUMENTS
        officer.do(intents.CloseVoice())
        self.until(lambda: not person.window.snapshot.officer_talks, "the officer has gone")

    def hand_in(self) -> None:
        self.person.hand_in()
        self.person.waits()
        states = {paper.item: paper.state for paper in self.person.window.snapshot.pages.papers}
        assert states["resignation_letter"] is PaperState.NOT_BROUGHT
        self.until(lambda: self.stored("id_card") == 2, "both sides are with the officer")

    def photograph_again(self) -> None:
        """The officer wants one again and says why."""
        person, officer = self.person, self.officer
        first = officer.row("id_card").documents[0].document
        officer.do(intents.ShowDocument(first))
        officer.do(intents.BeginVerdict("id_card", Verdict.RETAKE))
        officer.do(intents.GiveVerdict("id_card", Verdict.RETAKE, REASON))
        person.see("documents")
        person.reads(REASON)
        person.hand_in()
        person.waits()
        self.until(lambda: officer.row("id_card").state is RowState.NEW, "it is there anew")
        assert officer.row("id_card").documents[0].document != first

    def hand_in_another(self) -> None:
        """What is on no checklist, because the officer asks for it."""
        self.officer.do(intents.AskDocument("family_card"))
        assert self.person.see("capture")["document"] == "family_card"
        self.person.waits()
        self.until(
            lambda: [one.kind for one in self.officer.case.others if one.kind == "family_card"] != [],
            "it is there",
        )

    def show_live(self) -> None:
        self.officer.do(intents.AskLook(wanted=True))
        self.person.see("look")
        self.officer.do(intents.AskLook(wanted=False))
        self.person.waits()

    def be_decided(self) -> None:
        officer = self.officer
        for item in ("member_card", "id_card"):
            officer.do(intents.GiveVerdict(item, Verdict.ACCEPTED))
        self.until(lambda: not officer.case.waiting and not officer.case.missing, "all are accepted")
        officer.do(intents.BeginOutcome(Outcome.COMPLETE), intents.LookAgain(), intents.GiveOutcome())
        self.until(lambda: officer.case.outcome is Outcome.COMPLETE, "the outcome is recorded")

    def stored(self, item: str) -> int:
        return len(self.officer.row(item).documents)


def printed(branch: Branch) -> str:
    """The text of all slips until now."""
    roll = branch.folder / "slip-1.txt"
    return roll.read_text() if roll.exists() else ""


@pytest.mark.parametrize(("spoken", "by_card"), [("id", True), ("en", False)])
def test_from_the_first_touch_to_an_empty_booth(
    booth: WindowBooth, officer: Officer, branch: Branch, spoken: str, by_card: bool
) -> None:
    errand = Errand("jht", NIK, leaves_out=("resignation_letter",))
    person = Person(booth, branch.asked(1), errand)
    visit = Visit(person, officer, spoken)
    visit.sit_down()
    visit.tell_who(by_card)
    visit.tell_what_for()
    visit.ask_for_help()
    visit.hand_in()
    visit.photograph_again()
    visit.hand_in_another()
    visit.show_live()
    visit.be_decided()
    person.sign()
    reference = officer.case.reference
    assert reference
    person.reads(reference)
    visit.until(lambda: officer.case.signed, "the signature is with the officer")
    visit.until(lambda: reference in printed(branch), "the slip is printed")
    person.leave()
    person.see("ready")
    assert booth.snapshot.pages == NO_PAGES
    assert list(branch.spool(1).iterdir()) == []
