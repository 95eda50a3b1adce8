"""The desk machine: cases whose visits have ended undecided, and the way back to them."""

from __future__ import annotations

import msgspec
import pytest

from channel.rules.claims import Text
from channel.wire.documents import CaseWithdrawn, DecideOutcome, Outcome, Verdict
from channel.wire.ids import ChannelId, VisitId
from channel.wire.messages import ChannelClosed, CloseReason
from cso_console.core import events, intents
from cso_console.core.cases import GONE_MOST
from cso_console.core.casework import Undecided
from cso_console.core.commands import AskBooth, Attend, Command, FetchDocument, ForgetDocuments, WatchCase
from cso_console.core.snapshot import DeskSnapshot
from tests.cso_console.core.builders import Bench, channel_of, opened
from tests.cso_console.core.papers import (
    BACK,
    FAMILY,
    FRONT,
    OPENED_AT,
    VISIT_1,
    at_work,
    case,
    given,
    undecided,
)

VISIT_2 = VisitId("visit-2")
FOCUS_1 = intents.FocusSeat(1)
OPEN_2 = intents.OpenUndecided(VISIT_2)
NAME = Text("Tabungan Hari Tua", "Savings for old age")


def left() -> Bench:
    """Booths 1 and 2 served; the visit in booth 2, out of focus, has ended undecided."""
    bench = at_work(1, 2)
    bench.close(2)
    bench.hear_case(undecided(2))
    return bench


def reopened() -> Bench:
    bench = left()
    bench.tell(OPEN_2)
    bench.hear_case(case(2, FRONT, BACK, FAMILY))
    return bench


def numbers(snapshot: DeskSnapshot) -> list[int]:
    return [one.number for one in snapshot.undecided]


def test_a_visit_that_ends_undecided_out_of_focus_stays_in_sight() -> None:
    bench = at_work(1, 2)
    bench.tell(events.CasesConnected(online=True, claims={"jht": NAME}))
    bench.close(2)
    assert bench.case().number == 1, "it does not come before the one in focus by itself"
    bench.hear_case(undecided(2))
    assert bench.snapshot.undecided == (
        Undecided(
            visit=VISIT_2,
            number=2,
            reference="JHT-2",
            claim="JHT",
            claim_name=NAME,
            opened_at=OPENED_AT,
            ended_at=OPENED_AT + 600.0,
        ),
    )


def test_it_is_opened_without_a_booth_in_focus_and_says_that_its_visit_is_over() -> None:
    bench = left()
    ordered = bench.tell(OPEN_2)
    assert WatchCase(VISIT_2) in ordered
    assert bench.snapshot.focus is None, "no key reaches a booth by mistake"
    bench.hear_case(case(2, FRONT, BACK, FAMILY))
    assert (bench.case().visit, bench.case().number, bench.case().over) == (VISIT_2, 2, True)
    assert bench.case().ended_at == OPENED_AT + 600.0


def test_it_is_worked_on_and_decided_as_any_other() -> None:
    bench = reopened()
    bench.tell(intents.ShowDocument(BACK.document), intents.GiveVerdict("id_card", Verdict.ACCEPTED))
    bench.answer()
    given(bench, Outcome.REJECTED, "Bukan peserta")
    said = bench.records[-1]
    assert isinstance(said, DecideOutcome)
    assert (said.visit, said.outcome) == (VISIT_2, Outcome.REJECTED)
    bench.answer()
    assert numbers(bench.snapshot) == [], "also before the server says so"
    bench.hear_case(CaseWithdrawn(visit=VISIT_2), undecided())
    assert bench.case().outcome is Outcome.REJECTED
    bench.tell(intents.LeaveCase())
    assert bench.snapshot.case is None


def test_no_booth_is_asked_for_anything_about_it() -> None:
    bench = reopened()
    asking: tuple[intents.Intent, ...] = (
        intents.AskDocument("id_card"),
        intents.AskLook(wanted=True),
        intents.AskPicture(),
    )
    assert not any(isinstance(one, AskBooth) for one in bench.tell(*asking))
    bench.tell(FOCUS_1)
    assert any(isinstance(one, AskBooth) for one in bench.tell(*asking)), "the control: of a live one"


def test_it_is_left_for_the_next_booth_and_stays_in_sight() -> None:
    bench = reopened()
    ordered = bench.tell(FOCUS_1)
    assert WatchCase(VISIT_2, watched=False) in ordered
    assert ForgetDocuments(VISIT_2) in ordered
    assert bench.case().number == 1
    assert numbers(bench.snapshot) == [2]


def test_an_unsaved_decision_keeps_the_focus_from_it() -> None:
    bench = left()
    bench.tell(intents.BeginVerdict("id_card", Verdict.RETAKE), OPEN_2)
    assert (bench.snapshot.focus, bench.case().number) == (1, 1)
    bench.tell(intents.DropDraft(), OPEN_2)
    assert bench.case().visit == VISIT_2


def test_and_an_unsaved_decision_in_it_keeps_the_focus_from_others() -> None:
    bench = reopened()
    bench.hear_case(undecided(2, 3))
    bench.tell(intents.BeginVerdict("id_card", Verdict.RETAKE))
    bench.tell(FOCUS_1, intents.OpenUndecided(VisitId("visit-3")), intents.LeaveCase())
    assert (bench.case().visit, bench.locked()) == (VISIT_2, True)


def test_one_is_opened_after_the_other_and_the_first_is_let_go() -> None:
    bench = reopened()
    bench.hear_case(undecided(2, 3))
    ordered = bench.tell(intents.OpenUndecided(VisitId("visit-3")))
    assert [one for one in ordered if isinstance(one, WatchCase)] == [
        WatchCase(VISIT_2, watched=False),
        WatchCase(VisitId("visit-3")),
    ]
    assert bench.case().number == 3


def test_nothing_is_opened_that_the_server_does_not_name_or_that_goes_on_here() -> None:
    bench = left()
    before = bench.snapshot
    bench.tell(intents.OpenUndecided(VisitId("visit-9")), intents.OpenUndecided(VISIT_1))
    bench.hear_case(undecided(2, 1))
    bench.tell(intents.OpenUndecided(VISIT_1))
    assert (bench.snapshot.focus, bench.case().over) == (before.focus, False)
    assert numbers(bench.snapshot) == [2], "what goes on here was not left"


def test_whoever_sits_down_in_the_same_booth_does_not_come_beside_it() -> None:
    bench = reopened()
    bench.hear(msgspec.structs.replace(opened(2, channel=channel_of(9)), visit=VisitId("visit-9")))
    assert bench.snapshot.focus is None
    assert bench.case().visit == VISIT_2
    assert attended(bench.ordered) == [], "no booth is attended for it"


def attended(ordered: list[Command]) -> list[Command]:
    return [one for one in ordered if isinstance(one, Attend) and one.channel is not None]


def test_a_visit_that_goes_on_again_is_not_taken_for_the_one_that_was_left() -> None:
    bench = reopened()
    bench.tell(intents.ShowDocument(FRONT.document))
    bench.later(14.0)
    bench.hear(opened(2, channel=channel_of(9), served_before=True))
    assert bench.snapshot.focus == 2
    assert (bench.case().over, bench.case().ended_at) == (False, 0.0)
    assert bench.case().doubt is not None, "nobody here has seen who sits there now"
    assert bench.case().shown is None


def test_nor_by_a_console_that_never_saw_the_person() -> None:
    bench = Bench().log_in()
    bench.hear_case(undecided(2))
    bench.tell(OPEN_2)
    bench.hear_case(case(2, FRONT))
    bench.hear(opened(2, served_before=True))
    assert bench.case().doubt is not None


def test_a_visit_that_ends_in_doubt_is_to_be_had_with_a_word_of_warning() -> None:
    bench = at_work(1, 2)
    bench.tell(events.LinkChanged(channel_of(1), alive=False))
    bench.later(14.0)
    bench.close(1)
    assert bench.snapshot.case is None
    bench.hear_case(undecided(1))
    assert [one.unsure for one in bench.snapshot.undecided] == [True]
    bench.tell(intents.OpenUndecided(VISIT_1))
    bench.hear_case(case(1, FRONT, BACK, FAMILY))
    assert bench.case().unsure
    assert bench.case().doubt is None, "there is nobody to be shown the papers of somebody else"
    assert bench.case().rows


def come_and_gone(bench: Bench, count: int) -> None:
    """So many further visits in booth 3, each seen and over."""
    for each in range(count):
        other = opened(3, channel=ChannelId(f"other-{each}"))
        bench.hear(msgspec.structs.replace(other, visit=VisitId(f"other-{each}")))
        bench.tell(events.LinkChanged(other.channel, alive=True))
        bench.hear(ChannelClosed(channel=other.channel, reason=CloseReason.BOOTH_ENDED))


@pytest.mark.parametrize(("count", "is_known"), [(GONE_MOST, True), (GONE_MOST + 1, False)])
def test_of_a_visit_that_many_others_have_followed_nobody_knows_any_more(count: int, is_known: bool) -> None:
    bench = at_work(2)
    bench.close(2)
    bench.tell(intents.LeaveCase())
    come_and_gone(bench, count)
    bench.hear(opened(2, channel=channel_of(9), served_before=True))
    bench.tell(events.LinkChanged(channel_of(9), alive=True))
    bench.hear_case(case(2, FRONT))
    assert (bench.case().doubt is None) == is_known


def test_the_warning_about_what_is_undecided_outlives_all_of_them() -> None:
    bench = at_work(1, 2)
    bench.tell(events.LinkChanged(channel_of(1), alive=False))
    bench.later(14.0)
    bench.close(1)
    bench.hear_case(undecided(1))
    come_and_gone(bench, GONE_MOST + 1)
    assert [one.unsure for one in bench.snapshot.undecided] == [True]


def test_a_visit_of_somebody_that_was_sure_carries_no_warning() -> None:
    bench = reopened()
    assert not bench.case().unsure
    assert [one.unsure for one in bench.snapshot.undecided] == [False]


def test_a_visit_that_ends_in_focus_tells_when() -> None:
    bench = at_work(1)
    bench.close(1)
    assert (bench.case().over, bench.case().ended_at) == (True, 0.0)
    bench.hear_case(undecided(1, ended_at=OPENED_AT + 9.0))
    assert bench.case().ended_at == OPENED_AT + 9.0


def test_a_new_console_is_told_and_opens_them_too() -> None:
    bench = Bench().log_in()
    bench.tell(events.CasesConnected(online=True))
    bench.hear_case(undecided(2, 4))
    assert numbers(bench.snapshot) == [2, 4]
    bench.tell(OPEN_2)
    ordered = bench.hear_case(case(2, FRONT))
    assert any(isinstance(one, FetchDocument) for one in ordered)
    assert bench.case().over


@pytest.mark.parametrize("replaced", [False, True])
def test_nothing_of_it_outlives_the_login(replaced: bool) -> None:
    bench = reopened()
    ordered = bench.tell(events.ServerRejected("the session has ended", replaced=replaced))
    assert ForgetDocuments(VISIT_2) in ordered
    assert (bench.snapshot.case, bench.snapshot.undecided) == (None, ())


def test_behind_the_login_nothing_is_opened() -> None:
    bench = left()
    bench.tell(events.ServerRejected("the session has ended"))
    bench.hear_case(undecided(2))
    assert bench.snapshot.undecided == (), "nor told, were it on its way when the login ended"
    bench.tell(OPEN_2)
    assert bench.snapshot.case is None
    bench.log_in()
    assert bench.snapshot.undecided == (), "the next officer's are others"


def test_another_booth_in_focus_is_not_what_was_left_in_it() -> None:
    """The key was meant for what stood on the screen."""
    bench = reopened()
    bench.tell(FOCUS_1)
    bench.tell(intents.OfCase(VISIT_2, intents.GiveVerdict("id_card", Verdict.ACCEPTED)))
    assert bench.records == []
    bench.tell(intents.OfCase(VISIT_1, intents.GiveVerdict("id_card", Verdict.ACCEPTED)))
    assert len(bench.records) == 1, "the control"
