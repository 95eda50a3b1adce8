"""The officer's work on documents: keys and clicks ask for one thing each, and nothing by mistake."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from channel.wire.documents import Verdict
from channel.wire.ids import DocumentId, VisitId
from cso_console.core.casework import ComparedCell, ComparedRow, Draft, Fetching, NoteBack, WrittenNote
from cso_console.core.intents import (
    AddNote,
    AskLook,
    AskPicture,
    BeginVerdict,
    CloseBeside,
    CloseVoice,
    EnterReading,
    GiveVerdict,
    Intent,
    ShowDocument,
    ShowLive,
    TalkPressed,
    TalkReleased,
)
from cso_console.core.snapshot import Connection, DeskSnapshot
from cso_console.views.paper_row import Thumbnail
from tests.cso_console.views.builders import idle
from tests.cso_console.views.case_builders import (
    DOUBT,
    EARLIER,
    ID_CARD,
    ID_SHOWN,
    LINKS,
    NOON,
    ROWS,
    case,
    shown,
)
from tests.cso_console.views.case_scenes import desk, in_doubt
from tests.cso_console.views.conftest import Console
from tests.cso_console.views.hands import click, held, press, words

LETTER = shown("work_letter", "work_letter", ID_CARD.name)


@pytest.mark.parametrize(
    ("key", "intents"),
    [
        (Qt.Key.Key_A, [GiveVerdict("id_card", Verdict.ACCEPTED)]),
        (Qt.Key.Key_R, [BeginVerdict("id_card", Verdict.RETAKE)]),
        (Qt.Key.Key_P, [AskPicture()]),
        (Qt.Key.Key_V, [ShowLive(True)]),
        (Qt.Key.Key_B, []),
        (Qt.Key.Key_Down, [ShowDocument(DocumentId("work_letter"))]),
        (Qt.Key.Key_Up, [ShowDocument(DocumentId("member_card"))]),
        (Qt.Key.Key_Right, [ShowDocument(DocumentId("id_card_2"))]),
        (Qt.Key.Key_Left, []),
    ],
)
def test_each_key_of_casework_asks_for_one_thing(
    console: Console, key: Qt.Key, intents: list[Intent]
) -> None:
    console.show(desk(case()))
    press(console, key)
    assert console.took() == intents


@pytest.mark.parametrize(
    ("name", "intent"),
    [
        ("accept_button", GiveVerdict("id_card", Verdict.ACCEPTED)),
        ("retake_button", BeginVerdict("id_card", Verdict.RETAKE)),
        ("note_button", BeginVerdict("id_card", Verdict.ACCEPTED_WITH_NOTE)),
        ("not_applicable_button", GiveVerdict("id_card", Verdict.NOT_APPLICABLE)),
        ("document_side_by_side", ShowLive(True)),
        ("document_page_on", ShowDocument(DocumentId("id_card_2"))),
        ("paper_row_family_card", ShowDocument(DocumentId("family_card"))),
    ],
)
def test_each_button_asks_for_one_thing(console: Console, name: str, intent: Intent) -> None:
    console.show(desk(case()))
    click(console, name)
    assert console.took() == [intent]


def test_letters_typed_into_a_note_decide_nothing(console: Console) -> None:
    console.show(desk(case()))
    field = console.part("case_note")
    field.setFocus()
    QTest.keyClicks(field, "A R d p v b 1")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(field, key)
    assert console.took() == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert console.took() == [AddNote("A R d p v b 1")]
    assert not field.hasFocus()
    press(console, Qt.Key.Key_A)
    assert console.took() == [GiveVerdict("id_card", Verdict.ACCEPTED)]


def test_a_connection_that_comes_and_goes_leaves_the_keyboard_where_somebody_writes(console: Console) -> None:
    console.show(desk(case()))
    field = console.part("case_note")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    for connection in (Connection.OFFLINE, Connection.ONLINE):
        console.window.render(replace(desk(case()), connection=connection))
        assert console.window.banner.isHidden() == (connection is Connection.ONLINE)
        QTest.keyClicks(console.window.focusWidget(), "a")
    assert field.text() == "aa"
    assert console.took() == [], "a letter accepted a paper"


def test_escape_leaves_a_note_and_does_not_shut_the_voice(console: Console) -> None:
    console.show(desk(case()))
    field = console.part("case_note")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert console.took() == []
    assert not field.hasFocus()
    press(console, Qt.Key.Key_Escape)
    assert console.took() == [CloseVoice()]


def test_a_note_that_could_not_be_recorded_stands_in_the_line_again(console: Console) -> None:
    back = NoteBack("Paspor menyusul")
    console.show(desk(case()))
    note = console.part("case_note")
    assert isinstance(note, QLineEdit)
    console.window.render(desk(case(notes_back=(back,))))
    assert note.text() == "Paspor menyusul"
    note.clear()
    console.window.render(desk(case(notes_back=(back,), saving=1)))
    assert note.text() == "", "once: it may be done with"
    QTest.keyClicks(note, "Lain")
    assert console.took() == []
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert console.took() == [AddNote("Lain", back)], "in its place"
    console.window.render(in_doubt(case(doubt=DOUBT)))
    assert note.text() == ""
    console.window.render(desk(case(notes_back=(back,))))
    assert note.text() == "Paspor menyusul", "after a doubt too"


def test_notes_that_come_back_wait_for_each_other_and_for_what_is_being_written(console: Console) -> None:
    first, second = NoteBack("Paspor menyusul"), NoteBack("Alamat lama")
    console.show(desk(case()))
    note = console.part("case_note")
    assert isinstance(note, QLineEdit)
    QTest.keyClicks(note, "Lain")
    console.window.render(desk(case(notes_back=(first, second))))
    assert note.text() == "Lain", "what is being written is not overwritten"
    QTest.keyClick(note, Qt.Key.Key_Return)
    console.window.render(desk(case(notes_back=(first, second), saving=1)))
    assert note.text() == "Paspor menyusul"
    QTest.keyClick(note, Qt.Key.Key_Return)
    console.window.render(desk(case(notes_back=(first, second), saving=1)))
    assert note.text() == "", "nobody has heard of it yet"
    console.window.render(desk(case(notes_back=(second,), saving=2)))
    assert note.text() == "Alamat lama"
    note.clear()
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert console.took() == [AddNote("Lain"), AddNote("Paspor menyusul", first), AddNote("", second)]


def test_what_was_typed_for_one_person_is_gone_with_the_next(console: Console) -> None:
    console.show(desk(case()))
    note = console.part("case_note")
    assert isinstance(note, QLineEdit)
    QTest.keyClicks(note, "nama dan nomor")
    click(console, "show_numbers")
    assert "3303 0363 1176 0001" in words(console.window)
    console.window.render(desk(case(visit=VisitId("visit-9"))))
    assert note.text() == ""
    assert "3303 0363 1176 0001" not in words(console.window)
    assert "•••• •••• •••• 0001" in words(console.window)


@pytest.mark.parametrize("fetching", [Fetching.LOADING, Fetching.GONE, Fetching.DAMAGED])
def test_nothing_is_accepted_as_it_stands_before_it_is_seen(console: Console, fetching: Fetching) -> None:
    console.show(desk(case(shown=replace(ID_SHOWN, fetching=fetching))))
    assert not console.part("document").isVisible()
    assert not console.part("accept_button").isEnabled()
    press(console, Qt.Key.Key_A)
    assert console.took() == []


def test_a_paper_without_picture_can_be_chosen_and_called_not_applicable(console: Console) -> None:
    console.show(desk(case()))
    click(console, "paper_row_tax_card")
    assert console.took() == []
    assert not console.part("document").isVisible(), "another paper's picture stands under this name"
    assert not console.part("accept_button").isEnabled()
    click(console, "not_applicable_button")
    assert console.took() == [GiveVerdict("tax_card", Verdict.NOT_APPLICABLE)]


def test_a_verdict_is_taken_back_before_another_is_given(console: Console) -> None:
    console.show(desk(case(shown=shown("member_card", "member_card", ROWS[0].name))))
    assert not console.part("accept_button").isVisible()
    click(console, "take_back_button")
    assert console.took() == [GiveVerdict("member_card", Verdict.OPEN)]


def test_every_document_carries_badge_and_band_of_its_booth(console: Console) -> None:
    console.show(desk(case(beside=LETTER)))
    body = console.window.stage.focus.body
    for pane in (body.pane, body.beside):
        image = pane.grab().toImage()
        band = {image.pixelColor(x, y).name() for x in range(8) for y in range(60, pane.height(), 20)}
        assert band == {"#e39bcb"}
        assert pane._badge.isVisible()


def test_a_picture_that_arrives_later_is_shown(console: Console) -> None:
    console.pictures.here = set()
    console.show(desk(case()))
    assert not console.part("document").isVisible()
    console.pictures.here = None
    console.pictures.arrived.emit("id_card")
    console.window.render(desk(case()))
    assert console.part("document").isVisible()
    assert console.window.stage.focus.body.pane.view.picture is not None


@pytest.mark.parametrize(
    "after", [desk(None), idle(), in_doubt(case(doubt=DOUBT))], ids=["none", "idle", "doubt"]
)
def test_nothing_of_a_person_stays_in_a_widget(console: Console, after: DeskSnapshot) -> None:
    """Whatever is planted is found while it is shown, and not afterwards."""
    noted = Draft("id_card", Verdict.ACCEPTED_WITH_NOTE, text="PLANTED reason")
    planted = case(
        nik="9999999999999999",
        kpj="PLANTED-KPJ",
        notes=(WrittenNote("PLANTED note", "Sari", NOON),),
        compared=(ComparedRow("name", (ComparedCell("id_card", "PLANTED NAME"),)),),
        links=LINKS,
        earlier=EARLIER,
        live=True,
    )
    console.show(desk(planted))
    console.show(desk(replace(planted, live=False)))
    click(console, "show_numbers")
    QTest.keyClicks(console.part("case_note"), "PLANTED, not sent")
    for opened in ("history_button", "links_button"):
        click(console, opened)
        press(console, Qt.Key.Key_Escape)
    console.window.render(desk(replace(planted, live=False, draft=noted)))
    console.settle()
    seen = held(console)
    for text in (
        "PLANTED reason",
        "PLANTED note",
        "PLANTED, not sent",
        "PLANTED NAME",
        "9999 9999",
        "example.net",
    ):
        assert text in seen, f"the test does not find {text} while it is there"
    console.window.render(after)
    console.settle()
    assert "PLANTED" not in held(console)
    assert "9999 9999" not in held(console)
    assert "example.net" not in held(console)
    body = console.window.stage.focus.body
    assert body.pane.view.picture is None
    assert all(thumb._image is None for thumb in body.checklist.findChildren(Thumbnail))


# ---------------------------------------------------------------- side by side


def test_the_second_document_goes_round_and_the_list_comes_back(console: Console) -> None:
    console.show(desk(case(live=True)))
    press(console, Qt.Key.Key_V)
    assert console.took() == [ShowDocument(DocumentId("member_card"), beside=True)]
    console.show(desk(case(beside=LETTER)))
    press(console, Qt.Key.Key_V)
    assert console.took() == [ShowDocument(DocumentId("family_card"), beside=True)]
    press(console, Qt.Key.Key_B)
    assert console.took() == [CloseBeside()]
    console.show(desk(case(live=True)))
    click(console, "back_to_list")
    assert console.took() == [ShowLive(False)]
    click(console, "ask_look_button")
    click(console, "ask_picture_button")
    assert console.took() == [AskLook(True), AskPicture()]


def test_what_the_officer_reads_is_told_when_it_is_written(console: Console) -> None:
    console.show(desk(case(live=True, compared=())))
    field = console.part("reading_id_card_name")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "Siti Rahayu")
    assert console.took() == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert console.took() == [EnterReading("id_card", "name", "Siti Rahayu")]
    field.setFocus()
    QTest.keyClicks(field, "x")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert console.took() == []
    assert field.text() == "Siti Rahayu"


def test_what_the_participant_typed_is_not_written_over(console: Console) -> None:
    console.show(desk(case(live=True)))
    typed = console.part("reading_typed_nik")
    assert isinstance(typed, QLineEdit)
    assert typed.isReadOnly()


def test_the_strip_makes_room_for_compared_papers_and_keeps_its_keys(console: Console) -> None:
    console.show(desk(case()))
    before = console.window.stage.tiles[0].height()
    console.show(desk(case(live=True)))
    assert console.window.stage.tiles[0].height() < before / 2
    QTest.mousePress(console.part("talk_3"), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(console.part("talk_3"), Qt.MouseButton.LeftButton)
    assert console.took() == [TalkPressed(3), TalkReleased(3)]
