"""Where one of several documents will do, the participant says which there is, and that one is kept."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from booth_client.core import events
from booth_client.core.pages import Paper, PaperState
from booth_client.core.photographing import TURN_S
from booth_client.core.snapshot import Screen
from channel.rules.claims import Case, Form, Need, Requirement, Rule
from channel.wire.claims import ClaimsOffered
from channel.wire.documents import ItemDecided, Outcome, Verdict
from channel.wire.ids import VisitId
from tests.booth_client.core.builders import VISIT, Button, spoken
from tests.booth_client.core.participant import (
    ID_CARD,
    JHT,
    RULE,
    Participant,
    document,
    pages_kept,
    retake,
)

WORK = document("work_letter")
RULING = document("court_ruling", Form.BOOKLET)
CHOICE = replace(
    RULE,
    questions=(),
    requirements=tuple(
        Requirement(one_of, Need.MANDATORY, (Case(),)) for one_of in ((WORK, RULING), (ID_CARD,))
    ),
)


def offered(rule: Rule) -> ClaimsOffered:
    return ClaimsOffered(visit=VISIT, claims=(msgspec.structs.replace(JHT, rule=rule),))


class Chooser(Participant):
    """Of a claim for a work letter or a court ruling, and an identity card; ``card_first``: in the other
    order."""

    def __init__(self, *, card_first: bool = False) -> None:
        super().__init__()
        papers = CHOICE.requirements[::-1] if card_first else CHOICE.requirements
        self.rule = replace(CHOICE, requirements=papers)

    def offer(self, visit: VisitId = VISIT) -> None:
        self.tell(events.ClaimsSeen(offered(self.rule)))

    def listed(self) -> Chooser:
        self.at_claim().tell(events.ChooseClaim("jht"))
        return self

    def begun(self) -> Chooser:
        self.listed().touch(events.GoOn)
        return self

    def says(self, answer: str, item: str = "work_letter") -> None:
        self.tell(events.ChooseAnswer(answer, item))

    def paper(self, item: str = "work_letter") -> Paper:
        return next(one for one in self.seen().pages.papers if one.item == item)

    def answers(self) -> list[str]:
        question = self.seen().pages.question
        return [] if question is None else [answer for answer, _ in question.answers]


def test_before_the_first_picture_it_is_asked_which_document_there_is() -> None:
    booth = Chooser().listed()
    orders = booth.touch(events.GoOn)
    assert (booth.screen(), booth.answers()) == (
        Screen.CLAIM_QUESTION,
        ["work_letter", "court_ruling", "neither"],
    )
    assert spoken(orders) == ["claim_question"]
    assert booth.paper().name.id == "work_letter (id) atau court_ruling (id)"


@pytest.mark.parametrize("kind", ["work_letter", "court_ruling"])
def test_what_is_kept_shown_and_handed_in_is_the_document_that_there_is(kind: str) -> None:
    booth = Chooser().begun()
    booth.says(kind)
    assert (booth.screen(), booth.capture().item) == (Screen.CAPTURE, kind)
    assert (booth.capture().count, booth.capture().total) == (1, 2)
    booth.lay()
    assert pages_kept(booth, kind) == [1]
    assert {one.kind for one in booth.kept} <= {kind, "id_card", "portrait"}
    assert (booth.paper().document, booth.paper().name.id) == (kind, f"{kind} (id)")
    assert booth.paper().state is PaperState.TAKEN
    assert booth.capture().item == "id_card"
    booth.progress(outcome=Outcome.PASSED_ON)
    summary = booth.seen().pages.summary
    assert summary is not None
    assert f"{kind} (en)" in [text.en for text in summary.handed_in]


def test_where_there_is_no_choice_nothing_is_asked() -> None:
    booth = Participant().photographs()
    assert booth.screen() is Screen.CAPTURE


def test_who_has_neither_goes_on_with_the_next_paper_and_may_think_again() -> None:
    booth = Chooser().begun()
    booth.says("neither")
    assert (booth.screen(), booth.capture().item) == (Screen.CAPTURE, "id_card")
    booth.tell(events.GoBack())
    assert booth.paper().state is PaperState.NOT_BROUGHT
    booth.tell(events.TakePaper("work_letter"))
    assert booth.screen() is Screen.CLAIM_QUESTION


@pytest.mark.parametrize(
    "intent",
    [
        events.GoOn,
        events.SkipPaper,
        events.ChooseAnswer("id_card", "work_letter"),
        events.ChooseAnswer("neither", "id_card"),
        events.ChooseAnswer("neither"),
    ],
)
def test_nothing_but_an_answer_goes_on_from_there(intent: events.Intent | Button) -> None:
    booth = Chooser().begun()
    booth.touch(intent)
    assert booth.answers() == ["work_letter", "court_ruling", "neither"]


def test_who_leaves_out_a_paper_twice_has_not_said_that_they_have_none_of_the_next() -> None:
    booth = Chooser(card_first=True).begun()
    booth.skip()
    assert booth.answers() == ["work_letter", "court_ruling", "neither"]
    booth.says("neither")
    assert booth.paper().state is PaperState.OPEN
    booth.wait(TURN_S)
    booth.says("neither")
    assert booth.paper().state is PaperState.NOT_BROUGHT


def test_who_says_twice_that_they_have_neither_does_not_leave_out_the_next_paper() -> None:
    booth = Chooser().begun()
    booth.says("neither")
    booth.tell(events.SkipPaper("id_card"))
    assert booth.capture().item == "id_card"
    assert not booth.capture().may_skip
    booth.skip()
    assert booth.screen() is Screen.DOCUMENTS


def test_what_the_officer_does_without_is_not_asked_about_any_more() -> None:
    booth = Chooser().begun()
    booth.progress(ItemDecided(item="work_letter", verdict=Verdict.NOT_APPLICABLE))
    assert (booth.screen(), booth.capture().item) == (Screen.CAPTURE, "id_card")


def test_going_back_leads_to_the_checklist_and_asks_again() -> None:
    booth = Chooser().begun()
    booth.tell(events.GoBack())
    assert booth.screen() is Screen.DOCUMENTS
    booth.touch(events.GoOn)
    booth.says("court_ruling")
    booth.tell(events.GoBack())
    booth.touch(events.GoOn)
    assert booth.screen() is Screen.CLAIM_QUESTION, "nothing was photographed: it may have been a slip"


def test_what_is_photographed_is_not_asked_again() -> None:
    booth = Chooser().begun()
    booth.says("court_ruling")
    booth.lay()
    booth.tell(events.GoBack())
    booth.tell(events.TakePaper("work_letter"))
    assert (booth.screen(), booth.capture().item) == (Screen.CAPTURE, "court_ruling")


def test_the_officers_wish_for_one_of_them_is_for_that_one() -> None:
    booth = Chooser().listed()
    booth.ask(wants="court_ruling")
    assert (booth.screen(), booth.capture().item) == (Screen.CAPTURE, "court_ruling")
    assert booth.paper().asked
    booth.lay()
    assert pages_kept(booth, "court_ruling") == [1]
    assert (booth.screen(), booth.paper().state) == (Screen.DOCUMENTS, PaperState.TAKEN)
    booth.touch(events.GoOn)
    assert booth.capture().item == "id_card", "the work letter is not wanted besides"


def test_a_wish_that_is_taken_back_has_chosen_nothing() -> None:
    booth = Chooser().listed()
    booth.ask(wants="court_ruling")
    booth.ask(wants="")
    assert (booth.screen(), booth.paper().document) == (Screen.DOCUMENTS, "")
    booth.touch(events.GoOn)
    assert booth.answers() == ["work_letter", "court_ruling", "neither"]


def test_a_wish_that_is_taken_back_leaves_what_was_photographed() -> None:
    booth = Chooser().begun()
    booth.says("court_ruling")
    booth.lay()
    booth.ask(wants="work_letter")
    assert booth.paper().document == "work_letter"
    booth.ask(wants="")
    assert (booth.paper().document, booth.paper().state) == ("court_ruling", PaperState.TAKEN)


def test_a_wish_for_what_is_not_here_is_not_asked_about_again() -> None:
    booth = Chooser().begun()
    booth.ask(wants="court_ruling")
    booth.skip()
    assert (booth.paper().state, booth.capture().item) == (PaperState.NOT_BROUGHT, "id_card")


def test_the_officers_wish_for_the_other_one_keeps_both() -> None:
    booth = Chooser().begun()
    booth.says("work_letter")
    booth.lay()
    booth.ask(wants="court_ruling")
    booth.lay()
    assert (pages_kept(booth, "work_letter"), pages_kept(booth, "court_ruling")) == ([1], [1])
    booth.progress(outcome=Outcome.PASSED_ON)
    summary = booth.seen().pages.summary
    assert summary is not None
    assert [text.en for text in summary.handed_in][:2] == ["work_letter (en)", "court_ruling (en)"]


def test_a_verdict_about_the_item_is_about_the_document_that_was_photographed() -> None:
    booth = Chooser().begun()
    booth.says("court_ruling")
    booth.lay()
    picture = next(one.picture for one in booth.kept if one.kind == "court_ruling")
    booth.progress(retake("work_letter", "Buram", picture))
    assert (booth.paper().state, booth.paper().note) == (PaperState.RETAKE, "Buram")
    booth.tell(events.GoBack())
    booth.tell(events.TakePaper("work_letter"))
    assert booth.capture().item == "court_ruling"
    booth.lay()
    assert pages_kept(booth, "court_ruling") == [1, 1]


def test_a_retake_is_wanted_of_whichever_document_is_chosen_then() -> None:
    booth = Chooser().begun()
    booth.says("court_ruling")
    booth.lay()
    picture = next(one.picture for one in booth.kept if one.kind == "court_ruling")
    booth.progress(retake("work_letter", "Buram", picture))
    booth.ask(wants="work_letter")
    paper = booth.paper()
    assert (paper.document, paper.state, paper.note) == ("work_letter", PaperState.RETAKE, "Buram")
    booth.lay()
    assert (pages_kept(booth, "work_letter"), booth.paper().state) == ([1], PaperState.TAKEN)


def test_a_verdict_from_before_the_choice_holds_for_what_is_chosen() -> None:
    booth = Chooser().listed()
    verdict = ItemDecided(item="work_letter", verdict=Verdict.NOT_APPLICABLE, document="", note="")
    booth.progress(verdict)
    assert booth.paper().state is PaperState.NOT_NEEDED
    booth.ask(wants="court_ruling")
    booth.progress(verdict)
    booth.ask(wants="")
    assert booth.paper().state is PaperState.NOT_NEEDED
