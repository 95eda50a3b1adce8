"""What was left undecided: the list, and a case whose person has left, never to be taken for a live booth."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton

from channel.qt.theme import booth_look
from channel.wire.documents import Outcome, Verdict
from channel.wire.ids import DocumentId, VisitId
from cso_console.core.casework import Draft
from cso_console.core.intents import FocusSeat, OpenUndecided, ShowDocument, ShowLive
from tests.cso_console.views.builders import idle
from tests.cso_console.views.case_builders import ID_CARD, LEFT, ROWS, case, ready, shown
from tests.cso_console.views.case_scenes import desk, over
from tests.cso_console.views.conftest import Console
from tests.cso_console.views.hands import click, held, press, words

LISTED = desk(case(), undecided=LEFT)
K = Qt.Key.Key_K


def is_open(console: Console) -> bool:
    return console.part("undecided_dialog").isVisible()


def button(console: Console, name: str) -> QAbstractButton:
    part = console.part(name)
    assert isinstance(part, QAbstractButton)
    return part


# ---------------------------------------------------------------- the list


@pytest.mark.parametrize("by_key", [True, False])
def test_the_list_opens_by_key_and_by_its_button_and_closes_by_the_same_key(
    console: Console, by_key: bool
) -> None:
    console.show(LISTED)
    if by_key:
        press(console, K)
    else:
        click(console, "undecided_button")
    assert is_open(console)
    press(console, K)
    assert not is_open(console)
    assert console.took() == [], "looking at it asks for nothing"


def test_a_row_says_whose_case_it_is_without_a_word_about_the_person(console: Console) -> None:
    console.show(LISTED)
    press(console, K)
    told = words(console.part("undecided_dialog"))
    for each in ("Bilik 2 · JHT-4K7P-2T", "Jaminan Hari Tua (JHT)", "Orangnya belum dipastikan"):
        assert each in told
    assert "Keperluan belum dipilih" in told
    assert told.count("berakhir 14-11-2023") == 2
    assert told.count("dimulai 13-11-2023") == 1, "nobody saw when it ended"


def test_a_row_opens_its_case_and_the_list_closes(console: Console) -> None:
    console.show(LISTED)
    press(console, K)
    click(console, "open_undecided_2")
    assert console.took() == [OpenUndecided(VisitId("visit-left-5"))]
    assert not is_open(console)


def test_two_of_the_same_booth_are_told_apart(console: Console) -> None:
    again = replace(LEFT[1], visit=VisitId("visit-left-2-again"), number=LEFT[0].number)
    console.show(desk(case(), undecided=(LEFT[0], again)))
    press(console, K)
    click(console, "open_undecided_2")
    assert console.took() == [OpenUndecided(again.visit)]


def test_while_a_decision_is_unsaved_and_for_what_is_open_already_there_is_nothing_to_press(
    console: Console,
) -> None:
    console.show(over(case()))
    press(console, K)
    assert not button(console, "open_undecided_1").isEnabled(), "it is the one on the screen"
    assert button(console, "open_undecided_2").isEnabled()
    console.window.render(over(case(draft=Draft("id_card", Verdict.ACCEPTED))))
    assert not button(console, "open_undecided_2").isEnabled()
    assert "Simpan atau batalkan dulu" in words(console.part("undecided_dialog"))


def test_an_empty_list_says_what_comes_by_itself_and_a_lost_connection_does_not_pass_for_one(
    console: Console,
) -> None:
    console.show(desk(case()))
    press(console, K)
    assert "muncul di sini dengan sendirinya" in words(console.part("undecided_dialog"))
    console.window.render(desk(case(), cases_online=False))
    told = words(console.part("undecided_dialog"))
    assert "Sambungan dokumen terputus" in told
    assert "Tidak ada." not in told


def test_nothing_of_it_stays_in_a_widget_when_it_is_closed_or_shorter(console: Console) -> None:
    console.show(LISTED)
    press(console, K)
    assert "JKK-9M2X-AP" in held(console)
    console.window.render(desk(case(), undecided=LEFT[:1]))
    assert "JKK-9M2X-AP" not in held(console)
    assert "JHT-4K7P-2T" in held(console)
    press(console, Qt.Key.Key_Escape)
    assert "JHT-4K7P-2T" not in held(console)


def test_the_branchs_own_names_of_claims_are_shown_in_english_too(console: Console, english: None) -> None:
    console.show(LISTED)
    press(console, K)
    assert "Old-age savings (JHT)" in words(console.part("undecided_dialog"))
    press(console, K)
    console.show(desk(ready(draft=Draft(outcome=Outcome.COMPLETE, sure=True))))
    assert "Booth 2 · Old-age savings (JHT) · case" in words(console.window.overlay)


# ---------------------------------------------------------------- a case whose person has left


def outline(console: Console) -> set[str]:
    """The colours along the left edge of the panel."""
    image: QImage = console.window.stage.grab().toImage()
    top = console.window.stage.focus.y() + 40
    return {image.pixelColor(1, y).name() for y in range(top, image.height() - 40)}


def test_its_panel_grows_out_of_no_tile_and_its_edge_is_broken(console: Console) -> None:
    colour = booth_look(2).colour.lower()
    console.show(over(case()))
    assert colour in outline(console)
    assert len(outline(console)) > 1
    tile = console.window.stage.tiles[1].geometry()
    image = console.window.stage.grab().toImage()
    assert image.pixelColor(tile.left() + 1, tile.bottom() + 4).name() != colour
    console.show(desk(case()))
    assert outline(console) == {colour}, "the control: that of a booth in focus is whole"


def test_it_says_number_end_and_that_the_person_has_left(console: Console) -> None:
    console.show(over(case()))
    head = words(console.window.stage.focus)
    assert "Bilik 2 · kunjungan berakhir 14-11-2023" in head
    assert "Orangnya sudah pergi" in head
    assert "mendengar Anda" not in head
    console.show(desk(case()))
    live = words(console.window.stage.focus)
    assert "Orangnya sudah pergi" not in live
    assert "Bilik 2 tidak mendengar Anda" in live, "the control"


def test_who_sits_in_the_same_booth_now_is_named_as_somebody_else(console: Console) -> None:
    told = "Yang duduk di Bilik 2 sekarang orang lain."
    console.show(over(case()))
    assert told in words(console.window.stage.focus)
    assert not console.part("focus_picture").isVisible()
    console.show(over(case(), tiles=idle().tiles))
    assert told not in words(console.window.stage.focus)


def test_a_person_who_was_not_made_sure_of_is_said_before_anything_else(console: Console) -> None:
    console.show(over(case(unsure=True)))
    assert "Orangnya belum dipastikan" in words(console.window.stage.focus)


def test_nothing_is_asked_of_a_booth_about_it(console: Console) -> None:
    console.show(over(case()))
    for name in ("focus_talk", "focus_listen", "focus_hold", "end_service", "ask_document_button"):
        assert not console.part(name).isVisible(), name
    press(console, Qt.Key.Key_D)
    assert not console.part("ask_dialog").isVisible()


def test_side_by_side_lays_another_paper_there_and_no_live_face(console: Console) -> None:
    console.show(over(case()))
    press(console, Qt.Key.Key_V)
    assert console.took() == [ShowDocument(DocumentId("member_card"), beside=True)]
    console.show(desk(case()))
    press(console, Qt.Key.Key_V)
    assert console.took() == [ShowLive(True)], "the control"


def test_other_booths_are_one_key_away_from_it(console: Console) -> None:
    console.show(over(case()))
    press(console, Qt.Key.Key_3, Qt.KeyboardModifier.ShiftModifier)
    assert console.took() == [FocusSeat(3)]


# ---------------------------------------------------------------- a document that opens by itself


UNASKED = shown("id_card", "id_card", ID_CARD.name, unasked=True)
EMPTY = case(shown=None)


def test_a_document_that_opened_by_itself_is_chosen(console: Console) -> None:
    console.show(desk(EMPTY))
    console.window.render(desk(case(shown=UNASKED)))
    assert console.part("document").isVisible()
    assert "KTP · foto 1 dari 2" in words(console.window.stage.focus)


def test_but_not_in_the_place_of_a_paper_that_the_officer_chose(console: Console) -> None:
    console.show(desk(EMPTY))
    click(console, "paper_row_tax_card")
    console.window.render(desk(case(shown=UNASKED)))
    assert not console.part("document").isVisible(), "they look at what stands there, without a picture"
    click(console, "paper_row_id_card")
    assert console.took() == [ShowDocument(DocumentId("id_card"))]
    assert console.part("document").isVisible()


@pytest.mark.parametrize("item", ["id_card", "work_letter"])
def test_and_one_that_was_asked_for_is_chosen_whatever_was_before(console: Console, item: str) -> None:
    console.show(desk(EMPTY))
    click(console, "paper_row_tax_card")
    row = next(each for each in ROWS if each.item == item)
    console.window.render(desk(case(shown=shown(item, item, row.name))))
    assert console.part("document").isVisible()
