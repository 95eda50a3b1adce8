"""The pages of the participant's own way: what each touch asks for, what is hidden, what is forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from booth_client.core.capture import Flaw
from booth_client.core.events import (
    AskForHelp,
    ChooseAnswer,
    ChooseClaim,
    DoWithoutSigning,
    EraseKey,
    GoBack,
    GoOn,
    Intent,
    LastPage,
    PressKey,
    PrintAgain,
    Rate,
    ShowNumber,
    SkipPaper,
    TakePaper,
    TypeNumber,
)
from booth_client.core.pages import NO_PAGES, NumberEntry, PaperState
from booth_client.core.shutter import FAILURES_BEFORE_NOTE
from booth_client.core.snapshot import Question, Screen, Snapshot
from booth_client.views.buttons import Button
from booth_client.views.canvas import Text
from booth_client.views.documents import PAPERS_MOST
from booth_client.views.number import HIDDEN, shown_characters
from booth_client.views.page import OfficerBeside, PageView
from channel.qt.video import VideoView
from channel.runtime.latest import LatestFrame
from tests.booth_client.views import way_moments as way
from tests.booth_client.views.moments import MOMENTS
from tests.booth_client.views.test_screens import open_window
from tests.booth_client.views.test_window import Shown

pytestmark = pytest.mark.usefixtures("indonesian")


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(open_window(qtbot))


def words_of(shown: Shown) -> set[str]:
    """Everything that can be read, or heard by a screen reader, whether it is visible or not."""
    found = {text.text() for text in shown.window.findChildren(Text)}
    widgets = shown.window.findChildren(QWidget)
    return (
        found | {widget.accessibleName() for widget in widgets} | {widget.objectName() for widget in widgets}
    )


# ---------------------------------------------------------------- each touch


@pytest.mark.parametrize(
    ("moment", "name", "asked"),
    [
        ("identity", "type_number_button", TypeNumber()),
        ("nik", "key_0", PressKey("0")),
        ("nik", "key_9", PressKey("9")),
        ("nik", "erase_button", EraseKey()),
        ("nik", "show_number_button", ShowNumber(True)),
        ("nik-shown", "show_number_button", ShowNumber(False)),
        ("nik-shown", "go_on_button", GoOn(Screen.NIK)),
        ("nik", "back_button", GoBack()),
        ("kpj", "go_on_button", GoOn(Screen.KPJ)),
        ("claim", "claim_jht", ChooseClaim("jht")),
        ("claim", "claim_question", ChooseClaim("question")),
        ("claim-question-0", "answer_laid_off", ChooseAnswer("laid_off")),
        ("claim-question-chosen", "answer_partial_30", ChooseAnswer("partial_30")),
        ("claim-question-which", "answer_neither", ChooseAnswer("neither", way.WHICH.item)),
        ("documents", "paper_id_card", TakePaper("id_card")),
        ("documents", "go_on_button", GoOn(Screen.DOCUMENTS)),
        ("capture", "skip_button", SkipPaper(MOMENTS["capture"].document)),
        ("capture-page", "last_page_button", LastPage(MOMENTS["capture-page"].document)),
        ("capture-failed", "ask_help_button", AskForHelp()),
        ("summary", "no_sign_button", DoWithoutSigning()),
        ("summary-signed", "sign_button", GoOn(Screen.SUMMARY)),
        ("slip", "print_again_button", PrintAgain()),
        ("slip", "go_on_button", GoOn(Screen.SLIP)),
        ("rating", "rate_1", Rate(1)),
        ("rating", "rate_4", Rate(4)),
    ],
)
def test_a_touch_asks_for_what_the_button_says(shown: Shown, moment: str, name: str, asked: Intent) -> None:
    shown.window.render_snapshot(MOMENTS[moment])
    buttons = [one for one in shown.window.findChildren(Button, name) if one.isVisible()]
    assert len(buttons) == 1
    shown.asked.clear()
    buttons[0].click()
    assert shown.asked == [asked]


def test_letters_are_one_touch_away_where_a_number_may_have_some(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["kpj"])

    def visible(name: str) -> bool:
        return any(one.isVisible() for one in shown.window.findChildren(Button, name))

    assert (visible("key_7"), visible("key_A")) == (True, False)
    shown.click("letters_button")
    assert (visible("key_7"), visible("key_A"), visible("key_Z")) == (False, True, True)
    letter = next(one for one in shown.window.findChildren(Button, "key_Q") if one.isVisible())
    letter.click()
    assert shown.asked == [PressKey("Q")]
    shown.window.render_snapshot(MOMENTS["claim"])
    shown.window.render_snapshot(MOMENTS["kpj"])
    assert visible("key_7")


def test_what_cannot_be_done_cannot_be_touched(shown: Shown) -> None:
    for moment, name in (
        ("nik", "go_on_button"),
        ("nik-empty", "show_number_button"),
        ("summary", "sign_button"),
        ("slip-printing", "print_again_button"),
    ):
        shown.window.render_snapshot(MOMENTS[moment])
        button = next(one for one in shown.window.findChildren(Button, name) if one.isVisible())
        assert not button.isEnabled(), moment


def test_a_paper_that_the_officer_accepted_is_not_photographed_again(shown: Shown) -> None:
    for state in PaperState:
        papers = (replace(way.FEW[0], state=state),)
        pages = replace(way.DOCUMENTS_PAGE.pages, papers=papers)
        shown.window.render_snapshot(replace(way.DOCUMENTS_PAGE, pages=pages))
        fixed = state in (PaperState.ACCEPTED, PaperState.NOT_NEEDED)
        assert shown.widget("paper_member_card").isEnabled() != fixed, state


def test_a_long_checklist_goes_on_over_pages_and_shows_each_paper_once(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["documents-all"])

    def seen() -> list[str]:
        buttons = shown.window.findChildren(Button)
        return [
            one.objectName() for one in buttons if one.isVisible() and one.objectName().startswith("paper_")
        ]

    first = seen()
    shown.click("more_papers_button")
    second = seen()
    assert len(first) == PAPERS_MOST
    assert sorted(first + second) == sorted(f"paper_{paper.item}" for paper in way.PAPERS)
    shown.window.render_snapshot(MOMENTS["documents-all"])
    assert seen() == second
    shown.click("more_papers_button")
    assert seen() == first


@pytest.mark.parametrize(
    ("moment", "button"),
    [("slip-longest", "more_slip_button"), ("summary-incomplete", "more_summary_button")],
)
def test_a_long_list_loses_no_line(shown: Shown, moment: str, button: str) -> None:
    shown.window.render_snapshot(MOMENTS[moment])
    seen: list[str] = []
    first: set[str] = set()
    for _ in range(40):
        page = {text.text() for text in shown.window.findChildren(Text) if text.isVisible() and text.text()}
        if seen and page == first:
            break
        first = first or page
        seen += page
        shown.click(button)
    else:
        pytest.fail("the pages never come round")
    for paper in way.PAPERS:
        assert any(paper.name.id in text for text in seen), paper.item


def test_what_is_to_be_brought_stands_on_the_first_part_of_the_slip(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["slip-incomplete"])
    seen = [text.text() for text in shown.window.findChildren(Text) if text.isVisible()]
    for paper in way.PAPERS[3:5]:
        assert paper.name.id in seen


# ---------------------------------------------------------------- numbers stay private


def test_only_the_last_character_of_a_number_can_be_read() -> None:
    assert shown_characters(NumberEntry("1234")) == [HIDDEN, HIDDEN, HIDDEN, "4"]
    assert shown_characters(NumberEntry("")) == []
    assert shown_characters(NumberEntry("1234", shown=True)) == list("1234")


def test_no_widget_names_the_number_that_is_typed(shown: Shown) -> None:
    for moment in ("nik", "nik-shown", "kpj-odd"):
        shown.window.render_snapshot(MOMENTS[moment])
        number = MOMENTS[moment].pages.number
        assert number is not None
        assert not any(number.typed in text for text in words_of(shown))


@pytest.mark.parametrize("over", [False, True], ids=["at once", "after a question"])
def test_nothing_of_a_page_is_left_in_the_widgets_once_it_is_over(shown: Shown, over: bool) -> None:
    shown.window.render_snapshot(MOMENTS["ready"])
    before = words_of(shown)
    for name, moment in MOMENTS.items():
        shown.window.render_snapshot(moment)
        if over:
            shown.window.render_snapshot(replace(moment, question=Question.STILL_HERE))
            shown.window.render_snapshot(replace(moment, question=Question.STILL_HERE, wipe_in_s=1))
        shown.window.render_snapshot(MOMENTS["ready"])
        left = {text for text in words_of(shown) - before if _is_personal(text)}
        assert left == set(), name


def _is_personal(text: str) -> bool:
    """Of what the moments hold about one participant."""
    personal = [way.NOTE, "JHT-4K7P-2M", *(paper.name.id for paper in way.PAPERS[1:]), "paper_", "answer_"]
    return any(piece in text for piece in personal)


def test_the_control_sees_what_a_page_holds(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["documents-all"])
    assert any(_is_personal(text) for text in words_of(shown))


def test_the_cells_of_a_number_are_empty_once_the_page_is_over(shown: Shown) -> None:
    shown.window.render_snapshot(MOMENTS["nik-shown"])
    cells = next(one for one in shown.window.findChildren(QWidget, "number_cells") if one.isVisible())
    page = cells.parentWidget()
    assert isinstance(page, PageView)
    with_number = cells.grab().toImage()
    shown.window.render_snapshot(MOMENTS["ready"])
    assert cells.grab().toImage() != with_number


# ---------------------------------------------------------------- the officer beside the page


def beside(shown: Shown) -> OfficerBeside:
    found = shown.window.findChild(OfficerBeside)
    assert isinstance(found, OfficerBeside)
    return found


def test_an_officer_who_joins_is_seen_and_covers_nothing(shown: Shown) -> None:
    officer = beside(shown)
    own = set(officer.findChildren(QWidget))
    covered: set[str] = set()
    for name, moment in way.WAY_MOMENTS.items():
        shown.window.render_snapshot(way.joined(replace(moment, question=None)))
        assert officer.isVisible(), name
        place = QRect(officer.mapTo(shown.window, QPoint()), officer.size())
        for widget in shown.window.findChildren(QWidget):
            seen = isinstance(widget, Button | VideoView) or (isinstance(widget, Text) and widget.text())
            if seen and widget.isVisible() and widget not in own:
                other = QRect(widget.mapTo(shown.window, QPoint()), widget.size())
                if place.intersects(other):
                    covered.add(f"{name}: {widget.objectName() or widget.accessibleName()}")
    assert covered == set()


@pytest.mark.parametrize("name", ["claim", "claim-question-0", "nik", "capture", "documents-all", "summary"])
def test_no_button_moves_when_the_officer_joins(shown: Shown, name: str) -> None:
    """Only its right edge may give way: what lies under a finger stays what it was."""

    def places(snapshot: Snapshot) -> dict[str, QPoint]:
        shown.window.render_snapshot(snapshot)
        buttons = [one for one in shown.window.findChildren(Button) if one.isVisible()]
        return {one.objectName(): one.mapTo(shown.window, QPoint()) for one in buttons}

    moment = way.WAY_MOMENTS[name]
    assert places(moment) == places(way.joined(moment))


def test_nobody_beside_the_page_while_no_officer_is_there(shown: Shown) -> None:
    for moment in (way.NIK, MOMENTS["call"], replace(way.joined(way.NIK), question=Question.END)):
        shown.window.render_snapshot(moment)
        assert not beside(shown).isVisible()


def test_the_officers_picture_beside_a_page_is_wanted_in_its_size_alone(shown: Shown) -> None:
    sizes: list[tuple[int, int]] = []
    shown.window.officer_resized.connect(lambda width, height: sizes.append((width, height)))
    shown.window.render_snapshot(way.joined(way.NIK))
    assert (0, 0) < sizes[-1] < (640, 480)
    shown.window.render_snapshot(way.NIK)
    assert sizes[-1] == (0, 0)


# ---------------------------------------------------------------- pictures and reasons


def test_the_documents_picture_is_wanted_only_on_the_pages_that_show_it(shown: Shown) -> None:
    sizes: list[tuple[int, int]] = []
    shown.window.document_resized.connect(lambda width, height: sizes.append((width, height)))
    shown.window.show_pictures(None, LatestFrame(), LatestFrame())
    for moment, wanted in (
        ("identity", True),
        ("identity-without-camera", False),
        ("nik", False),
        ("capture", True),
        ("capture-without-camera", False),
        ("capture-face", False),
        ("look", True),
        ("ready", False),
    ):
        shown.window.render_snapshot(MOMENTS[moment])
        assert (sizes[-1] != (0, 0)) == wanted, moment


def test_the_own_picture_is_wanted_for_the_portrait(shown: Shown) -> None:
    sizes: list[tuple[int, int]] = []
    shown.window.own_resized.connect(lambda width, height: sizes.append((width, height)))
    shown.window.render_snapshot(MOMENTS["capture-face"])
    assert sizes[-1] > (1000, 500)
    shown.window.render_snapshot(MOMENTS["capture"])
    assert sizes[-1] == (0, 0)


def test_every_flaw_is_said_in_one_sentence_of_its_own(shown: Shown) -> None:
    said: dict[Flaw, str] = {}
    shown.window.render_snapshot(MOMENTS["capture"])
    before = {text.text() for text in shown.window.findChildren(Text) if text.isVisible()}
    for flaw in Flaw:
        shown.window.render_snapshot(MOMENTS[f"capture-{flaw}"])
        after = {text.text() for text in shown.window.findChildren(Text) if text.isVisible()}
        if flaw is not Flaw.NOTHING:
            assert len(after - before) == 1
            said[flaw] = (after - before).pop()
    assert len(set(said.values())) == len(said)


def test_help_is_offered_after_three_failures_and_not_before(shown: Shown) -> None:
    capture = way.CAPTURE.pages.capture
    assert capture is not None
    for failures in range(FAILURES_BEFORE_NOTE + 2):
        pages = replace(way.CAPTURE.pages, capture=replace(capture, failures=failures))
        shown.window.render_snapshot(replace(way.CAPTURE, pages=pages))
        assert shown.widget("ask_help_button").isVisible() == (failures >= FAILURES_BEFORE_NOTE)


def test_a_page_without_what_it_shows_does_not_fail(shown: Shown) -> None:
    for moment in way.WAY_MOMENTS.values():
        shown.window.render_snapshot(replace(moment, pages=NO_PAGES))
        assert len([view for view in shown.window.screens() if view.isVisible()]) == 1
