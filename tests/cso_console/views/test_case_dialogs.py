"""Dialogs about a case: they follow the desk's draft, cover no more than they must, and decide nothing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from channel.wire.documents import Outcome, Verdict
from channel.wire.ids import VisitId
from cso_console.core.casework import Draft
from cso_console.core.intents import (
    AskDocument,
    AskLook,
    BeginOutcome,
    ConfirmSamePerson,
    DropDraft,
    EndService,
    GiveOutcome,
    GiveVerdict,
    KeepService,
    LeaveCase,
    LookAgain,
    OtherPerson,
    TalkPressed,
    TalkReleased,
    WriteDraft,
)
from cso_console.core.snapshot import Ending
from tests.cso_console.views.case_builders import (
    DOUBT,
    EARLIER,
    LINKS,
    case,
    ready,
)
from tests.cso_console.views.case_scenes import RETAKE, desk, in_doubt, over
from tests.cso_console.views.conftest import Console
from tests.cso_console.views.hands import click, press, words


def test_a_draft_asks_for_its_words_and_leaves_the_document_in_sight(console: Console) -> None:
    console.show(desk(case(draft=RETAKE)))
    overlay, pane = console.part("overlay"), console.window.stage.focus.body.pane
    assert console.part("words_dialog").isVisible()
    assert not overlay.geometry().contains(pane.mapTo(console.window, pane.rect().center()))
    assert console.part("verdict_words").hasFocus()
    assert not console.part("record_verdict_button").isEnabled()
    click(console, "retake_reason_1")
    assert console.took() == [WriteDraft("Foto buram")]
    QTest.keyClick(console.part("verdict_words"), Qt.Key.Key_Return)
    assert console.took() == [GiveVerdict("id_card", Verdict.RETAKE, "Foto buram")]


def test_the_reason_is_in_the_language_of_the_booth(console: Console) -> None:
    tiles = desk(case()).tiles
    english = (tiles[0], replace(tiles[1], language="en"), *tiles[2:])
    console.show(desk(case(draft=RETAKE), tiles=english))
    click(console, "retake_reason_3")
    assert console.took() == [WriteDraft("There is glare on it")]


def test_talking_elsewhere_works_while_a_decision_is_unsaved(console: Console) -> None:
    console.show(desk(case(draft=RETAKE)))
    assert "Keputusan belum disimpan: fokus terkunci di Bilik 2" in words(console.window)
    for name in ("talk_3", "tile_3"):
        QTest.mouseClick(console.part(name), Qt.MouseButton.LeftButton)
    assert console.took() == [TalkPressed(3), TalkReleased(3)]


def test_a_draft_is_dropped_by_the_desk_and_the_dialog_goes_with_it(console: Console) -> None:
    console.show(desk(case(draft=RETAKE)))
    QTest.keyClick(console.part("verdict_words"), Qt.Key.Key_Escape)
    assert console.took() == [DropDraft()]
    assert console.part("words_dialog").isVisible(), "the desk still has the draft"
    console.window.render(desk(case()))
    assert not console.part("overlay").isVisible()


def test_what_is_being_recorded_can_be_put_away_and_is_not_dropped(console: Console) -> None:
    saving = replace(RETAKE, text="Foto buram", saving=True)
    console.show(desk(case(draft=saving, online=False)))
    click(console, "words_dialog")
    press(console, Qt.Key.Key_Escape)
    assert console.took() == []
    assert not console.part("overlay").isVisible()
    console.window.render(desk(case(draft=saving, online=False)))
    assert not console.part("overlay").isVisible()


def test_no_key_decides_behind_a_dialog(console: Console) -> None:
    console.show(desk(case()))
    press(console, Qt.Key.Key_F1)
    for key in (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_P, Qt.Key.Key_V, Qt.Key.Key_Down):
        press(console, key)
    assert console.took() == []


# ---------------------------------------------------------------- the outcome


def test_complete_is_not_offered_while_something_is_missing(console: Console) -> None:
    console.show(desk(case()))
    click(console, "finish_case_button")
    assert not console.part("outcome_complete").isEnabled()
    assert "1 dokumen wajib belum ada" in words(console.part("outcome_dialog"))
    console.show(desk(ready()))
    assert console.part("outcome_complete").isEnabled()


def test_an_outcome_takes_a_second_look_and_enter_never_records_it(console: Console) -> None:
    console.show(desk(case()))
    click(console, "finish_case_button")
    click(console, "outcome_incomplete")
    assert console.took() == [BeginOutcome(Outcome.INCOMPLETE)]
    draft = Draft(outcome=Outcome.INCOMPLETE)
    console.window.render(desk(case(draft=draft)))
    field = console.part("outcome_words")
    assert isinstance(field, QPlainTextEdit)
    QTest.keyClicks(field, "Surat kuasa")
    assert console.took()[-1] == WriteDraft("", ("Surat kuasa",))
    assert not console.part("record_outcome_button").isVisible()
    click(console, "second_look_button")
    assert console.took() == [LookAgain()]
    sure = replace(draft, bring=("Surat kuasa",), sure=True)
    console.window.render(desk(case(draft=sure)))
    console.settle()
    assert "Surat kuasa" in words(console.part("outcome_dialog"))
    assert "Buku rekening" in words(console.part("outcome_dialog"))
    console.window.setFocus()
    press(console, Qt.Key.Key_Return)
    assert console.took() == []
    click(console, "record_outcome_button")
    assert console.took() == [GiveOutcome()]


def test_a_rejection_needs_a_reason(console: Console) -> None:
    console.show(desk(case(draft=Draft(outcome=Outcome.REJECTED))))
    assert not console.part("second_look_button").isEnabled()
    QTest.keyClicks(console.part("outcome_words"), "Bukan peserta")
    assert console.took()[-1] == WriteDraft("Bukan peserta")
    console.window.render(desk(case(draft=Draft(outcome=Outcome.REJECTED, text="Bukan peserta"))))
    assert console.part("second_look_button").isEnabled()


def test_a_decided_case_is_read_only(console: Console) -> None:
    console.show(desk(ready(outcome=Outcome.COMPLETE)))
    for name in ("accept_button", "take_back_button", "finish_case_button", "case_note"):
        assert not console.part(name).isVisible(), name
    press(console, Qt.Key.Key_A)
    press(console, Qt.Key.Key_R)
    assert console.took() == []


# ---------------------------------------------------------------- person, visit, requests


def test_papers_are_shut_until_the_person_is_confirmed(console: Console) -> None:
    console.show(in_doubt(case(doubt=DOUBT)))
    body = console.window.stage.focus.body
    assert body.same_person.isVisible()
    assert not body.checklist.isVisible()
    assert not body.facts.isVisible()
    for key in (Qt.Key.Key_A, Qt.Key.Key_D, Qt.Key.Key_P, Qt.Key.Key_V, Qt.Key.Key_Down):
        press(console, key)
    assert console.took() == []
    assert not console.part("overlay").isVisible()
    press(console, Qt.Key.Key_Return)
    assert console.took() == [ConfirmSamePerson()]


def test_nobody_is_confirmed_who_is_not_seen(console: Console) -> None:
    console.show(in_doubt(case(doubt=replace(DOUBT, seen=False))))
    press(console, Qt.Key.Key_Return)
    click(console, "same_person_button")
    assert console.took() == []


def test_an_outcome_that_is_being_decided_waits_while_the_person_is_in_doubt(console: Console) -> None:
    draft = Draft(outcome=Outcome.REJECTED, text="Bukan peserta")
    console.show(desk(case(draft=draft)))
    assert console.part("outcome_dialog").isVisible()
    console.show(desk(case(draft=draft, doubt=DOUBT)))
    assert not console.part("overlay").isVisible()
    click(console, "same_person_button")
    assert console.took() == [ConfirmSamePerson()]
    console.show(desk(case(draft=draft)))
    assert console.part("outcome_dialog").isVisible()


def test_another_person_is_asked_about_before_the_visit_ends(console: Console) -> None:
    console.show(in_doubt(case(doubt=DOUBT)))
    click(console, "other_person_button")
    assert console.took() == []
    click(console, "other_person_confirm")
    assert console.took() == [OtherPerson()]


def test_a_document_is_asked_for_and_the_request_taken_back(console: Console) -> None:
    console.show(desk(case()))
    press(console, Qt.Key.Key_D)
    click(console, "ask_kind_passport")
    assert console.took() == [AskDocument("passport")]
    assert not console.part("overlay").isVisible()
    console.show(desk(case(wants="passport")))
    click(console, "take_back_request")
    assert console.took() == [AskDocument("")]
    click(console, "ask_document_button")
    click(console, "look_button")
    assert console.took() == [AskLook(True)]


def test_a_dialog_about_one_visit_closes_when_another_comes_into_focus(console: Console) -> None:
    console.show(desk(case(earlier=EARLIER, links=LINKS)))
    for name, dialog in (("history_button", "history_dialog"), ("links_button", "links_dialog")):
        click(console, name)
        assert console.part(dialog).isVisible()
        console.window.render(desk(case(visit=VisitId("visit-9"), earlier=EARLIER, links=LINKS)))
        assert not console.part(dialog).isVisible()
        console.window.render(desk(case(earlier=EARLIER, links=LINKS)))


def test_a_service_without_outcome_is_ended_only_knowingly(console: Console) -> None:
    console.show(desk(case()))
    click(console, "end_service")
    assert "Berkas ini belum diputuskan" in words(console.part("end_dialog"))
    click(console, "end_confirm")
    assert console.took() == [EndService(2, sure=True)]
    console.show(desk(ready(outcome=Outcome.COMPLETE)))
    click(console, "end_service")
    click(console, "end_confirm")
    assert console.took() == [EndService(2)]
    console.show(desk(case(), ending=Ending(2, 2)))
    assert console.part("end_dialog").isVisible()
    press(console, Qt.Key.Key_Escape)
    assert console.took() == [KeepService()]


def test_the_case_of_a_visit_that_is_over_can_be_decided_and_left(console: Console) -> None:
    console.show(over(case()))
    press(console, Qt.Key.Key_A)
    assert console.took() == [GiveVerdict("id_card", Verdict.ACCEPTED)]
    for name in ("end_service", "ask_document_button", "focus_talk", "focus_picture"):
        assert not console.part(name).isVisible(), name
    click(console, "leave_case_button")
    assert console.took() == [LeaveCase()]


def test_all_that_the_officer_presses_has_a_name_for_those_who_cannot_see(console: Console) -> None:
    console.show(desk(case(live=True)))
    nameless = [
        button.objectName()
        for button in console.window.stage.focus.findChildren(QAbstractButton)
        if button.isVisible() and not button.accessibleName()
    ]
    assert nameless == []
