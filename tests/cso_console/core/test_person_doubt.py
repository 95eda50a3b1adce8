"""The desk machine: after a long gap or hold the papers are shut until the officer has made sure."""

from __future__ import annotations

import msgspec
import pytest

from channel.wire.documents import ConfirmPerson, Outcome, RequestRefusal, Verdict
from channel.wire.messages import ChannelOpened, CloseReason, EndChannel
from cso_console.core import events, intents
from cso_console.core.casework import Fetching, PersonDoubt
from cso_console.core.commands import FetchDocument
from cso_console.core.presence import Presence
from cso_console.core.snapshot import NeedKind
from tests.cso_console.core.builders import UNIX_S, Bench, channel_of, opened
from tests.cso_console.core.papers import (
    BACK,
    FAMILY,
    FRONT,
    NAME,
    NIK,
    OPENED_AT,
    VISIT_1,
    at_work,
    case,
    empty_case,
    picture,
)

FACE = picture("portrait", at=OPENED_AT - 5.0)
LATER_FACE = picture("portrait", at=OPENED_AT + 5.0)


def link(bench: Bench, alive: bool, number: int = 1) -> None:
    bench.tell(events.LinkChanged(channel_of(number), alive=alive))


def served() -> Bench:
    """One booth that has been talked to and is parked."""
    bench = at_work(1)
    bench.tap(1)
    bench.tap(1)
    bench.hear_case(case(1, FRONT, BACK, FAMILY, LATER_FACE, FACE))
    bench.tell(intents.ShowDocument(FRONT.document))
    return bench


def away(bench: Bench, seconds: float) -> None:
    """The link is lost for so long."""
    link(bench, alive=False)
    bench.later(seconds)
    link(bench, alive=True)


def doubt(bench: Bench) -> PersonDoubt | None:
    return bench.case().doubt


def doubtful(bench: Bench) -> PersonDoubt:
    found = doubt(bench)
    assert found is not None
    return found


def test_a_short_gap_leaves_the_papers_open() -> None:
    bench = served()
    away(bench, 10.0)
    assert doubt(bench) is None
    assert bench.case().shown is not None


def test_a_longer_gap_shuts_them_already_while_it_lasts() -> None:
    bench = served()
    link(bench, alive=False)
    bench.later(10.1)
    assert doubtful(bench).gap_s == pytest.approx(10.1)
    assert not doubtful(bench).seen
    assert not bench.tile(1).person_doubt, "nobody can be made sure of yet"
    bench.later(4.0)
    link(bench, alive=True)
    assert (doubtful(bench).seen, doubtful(bench).held) == (True, False)
    assert doubtful(bench).gap_s == pytest.approx(14.1)
    bench.later(60.0)
    assert doubtful(bench).gap_s == pytest.approx(14.1), "the gap is over"


def test_a_hold_of_more_than_ten_seconds_shuts_them_too() -> None:
    bench = served()
    bench.tell(intents.ToggleHold(1))
    bench.later(11.0)
    assert doubtful(bench).held
    bench.tell(intents.ToggleHold(1))
    assert doubtful(bench).seen


def test_in_doubt_nothing_of_the_papers_is_shown_but_the_first_portrait() -> None:
    bench = served()
    away(bench, 14.0)
    shut = bench.case()
    assert (shut.rows, shut.others, shut.shown, shut.beside, shut.compared) == ((), (), None, None, ())
    assert (shut.nik, shut.kpj, shut.born, shut.notes, shut.earlier) == ("", "", "", (), ())
    assert doubtful(bench).portrait == FACE
    told = str(msgspec.json.encode([doubtful(bench).portrait])) + repr(shut)
    assert FRONT.document not in told
    for personal in (NIK, NAME):
        assert personal not in str(vars(shut))


def test_the_portrait_is_fetched_for_the_doubt() -> None:
    bench = at_work(1)
    bench.tell(*(events.DocumentFetched(VISIT_1, one.document, shows=True) for one in (FRONT, BACK, FAMILY)))
    link(bench, alive=False)
    bench.later(14.0)
    ordered = bench.hear_case(case(1, FRONT, BACK, FAMILY, FACE))
    assert [one.document for one in ordered if isinstance(one, FetchDocument)] == [FACE]
    assert doubtful(bench).fetching is Fetching.LOADING
    bench.tell(events.DocumentFetched(VISIT_1, FACE.document, shows=True))
    assert doubtful(bench).fetching is Fetching.READY


def test_in_doubt_no_document_opens_and_nothing_is_decided() -> None:
    bench = served()
    away(bench, 14.0)
    bench.tell(
        intents.ShowDocument(BACK.document),
        intents.GiveVerdict("id_card", Verdict.ACCEPTED),
        intents.BeginVerdict("id_card", Verdict.RETAKE),
        intents.AddNote("x"),
        intents.EnterReading("id_card", "name", "X"),
    )
    assert bench.records == []
    assert bench.case().draft is None
    assert bench.case().notes_back == ()
    assert not any(isinstance(one, FetchDocument) and one.document == BACK for one in bench.ordered)


def test_a_note_written_just_as_a_doubt_began_comes_back_when_it_is_over() -> None:
    bench = served()
    away(bench, 14.0)
    bench.tell(intents.AddNote("x"), intents.ConfirmSamePerson())
    assert bench.case().notes_back == ()
    bench.answer()
    assert [back.text for back in bench.case().notes_back] == ["x"]


def test_the_papers_open_when_the_confirmation_is_recorded_and_not_before() -> None:
    bench = served()
    away(bench, 14.0)
    bench.tell(intents.ConfirmSamePerson(), intents.ConfirmSamePerson())
    (said,) = bench.records
    assert isinstance(said, ConfirmPerson)
    assert doubtful(bench).saving
    assert bench.case().shown is None
    bench.answer()
    assert doubt(bench) is None
    shown = bench.case().shown
    assert shown is not None
    assert shown.document == FRONT, "as it lay there before"


def test_a_refused_confirmation_leaves_them_shut() -> None:
    bench = served()
    away(bench, 14.0)
    bench.tell(intents.ConfirmSamePerson())
    bench.answer(RequestRefusal.CASE_FULL)
    assert not doubtful(bench).saving
    assert bench.case().refused is RequestRefusal.CASE_FULL


def test_nobody_is_confirmed_who_cannot_be_seen() -> None:
    bench = served()
    link(bench, alive=False)
    bench.later(14.0)
    bench.tell(intents.ConfirmSamePerson())
    assert bench.records == []


def test_a_confirmation_does_not_count_for_a_gap_after_it() -> None:
    bench = served()
    away(bench, 14.0)
    bench.tell(intents.ConfirmSamePerson())
    away(bench, 20.0)
    bench.answer()
    assert doubtful(bench).gap_s == pytest.approx(20.0)


def test_somebody_else_ends_the_visit_and_the_papers_stay_shut() -> None:
    bench = served()
    away(bench, 14.0)
    bench.tell(intents.OtherPerson())
    assert bench.sent == [EndChannel(channel=channel_of(1))]
    assert doubt(bench) is not None
    bench.close(1)
    assert bench.snapshot.case is None, "it cannot be decided without the person"


def test_without_a_doubt_nobody_is_somebody_else() -> None:
    bench = served()
    bench.tell(intents.OtherPerson())
    assert bench.sent == []


def test_a_doubt_is_a_need_below_help_and_above_waiting_long() -> None:
    bench = at_work(1, 2, 3)
    for seat in (1, 2, 3):
        bench.tap(seat)
        bench.tap(seat)
    bench.later(200.0)
    away(bench, 14.0)
    need = bench.snapshot.need
    assert need is not None
    assert (need.seat, need.kind) == (1, NeedKind.PERSON_DOUBT)
    assert bench.tile(1).person_doubt
    bench.later(4.0)
    need = bench.snapshot.need
    assert need is not None
    assert need.waited_s == pytest.approx(4.0), "since somebody can be seen again"


def test_where_nothing_was_handed_in_there_is_no_doubt() -> None:
    bench = Bench().log_in().serve(1)
    bench.hear_case(empty_case(1))
    away(bench, 60.0)
    assert doubt(bench) is None
    bench.hear_case(case(1, FRONT))
    assert doubt(bench) is None, "it came from who sits there now"


def test_a_case_that_is_told_only_after_the_gap_is_shut() -> None:
    bench = Bench().log_in().serve(1)
    away(bench, 14.0)
    bench.hear_case(case(1, FRONT))
    assert doubt(bench) is not None


def older(number: int) -> ChannelOpened:
    """A visit that began long before this console knew of it."""
    return msgspec.structs.replace(opened(number), started_at=UNIX_S - 300.0)


def test_a_console_that_begins_anew_in_the_middle_of_a_visit_makes_sure_first() -> None:
    bench = Bench().log_in()
    bench.hear(older(1))
    link(bench, alive=True)
    bench.hear_case(case(1, FRONT))
    assert doubtful(bench) == PersonDoubt(
        gap_s=0.0, held=False, portrait=None, seen=True, fetching=Fetching.GONE
    )


def requeued(bench: Bench, number: int = 1, seconds: float = 0.0) -> None:
    """The visit waits again for so long, and comes back to this desk on another channel."""
    bench.close(number, CloseReason.DESK_GONE)
    bench.later(seconds)
    again = opened(number, channel=channel_of(9), served_before=True)
    bench.hear(msgspec.structs.replace(again, started_at=UNIX_S + bench.now_s))
    bench.tell(events.LinkChanged(channel_of(9), alive=True))
    bench.hear_case(case(number, FRONT, BACK, FAMILY, FACE))


def test_a_visit_that_comes_back_from_the_queue_after_a_while_is_in_doubt() -> None:
    bench = served()
    requeued(bench, seconds=14.0)
    assert doubtful(bench).gap_s == pytest.approx(14.0)
    assert doubtful(bench).seen


def test_one_that_comes_back_at_once_goes_on() -> None:
    bench = served()
    requeued(bench, seconds=9.0)
    assert doubt(bench) is None
    assert bench.case().rows


def test_the_gap_begins_when_the_person_was_seen_last_and_not_with_the_end_of_the_channel() -> None:
    bench = served()
    link(bench, alive=False)
    bench.later(8.0)
    requeued(bench, seconds=4.0)
    assert doubtful(bench).gap_s == pytest.approx(12.0)


def test_a_doubt_is_not_settled_by_a_quick_way_through_the_queue() -> None:
    bench = served()
    away(bench, 14.0)
    assert doubt(bench) is not None
    requeued(bench)
    assert doubt(bench) is not None


@pytest.mark.parametrize("refusal", [None, RequestRefusal.CASE_FULL])
def test_a_confirmation_whose_answer_the_channel_did_not_wait_for_can_be_given_again(
    refusal: RequestRefusal | None,
) -> None:
    bench = served()
    away(bench, 14.0)
    bench.tell(intents.ConfirmSamePerson())
    bench.close(1, CloseReason.DESK_GONE)
    bench.answer(refusal)
    requeued(bench)
    assert not doubtful(bench).saving
    bench.tell(intents.ConfirmSamePerson())
    first, again = bench.records
    assert isinstance(again, ConfirmPerson)
    assert again.request != first.request
    bench.answer()
    assert doubt(bench) is None


def test_a_holds_gap_is_a_holds_after_the_channel_too() -> None:
    presence = Presence(known_here=True, now_s=0.0)
    presence.look(alive=True, held=False, now_s=1.0)
    presence.look(alive=True, held=True, now_s=2.0)
    presence.look(alive=True, held=True, now_s=13.0)
    presence.part(14.0)
    assert (presence.was_held, presence.gap_s) == (True, 12.0)


def test_a_gap_becomes_too_long_also_in_the_moment_in_which_the_channel_goes() -> None:
    presence = Presence(known_here=True, now_s=0.0)
    presence.look(alive=True, held=False, now_s=1.0)
    presence.look(alive=False, held=False, now_s=2.0)
    presence.part(12.5)
    assert presence.in_doubt


def test_a_visit_out_of_focus_is_in_doubt_no_less() -> None:
    bench = at_work(1, 2)
    requeued(bench, 2, seconds=14.0)
    assert bench.tile(2).person_doubt
    bench.tell(intents.FocusSeat(2))
    assert doubt(bench) is not None


def test_a_visit_that_another_desk_had_before_is_in_doubt_at_first_sight() -> None:
    bench = Bench().log_in()
    bench.hear(opened(1, served_before=True))
    link(bench, alive=True)
    bench.hear_case(case(1, FRONT, FACE))
    assert doubtful(bench).gap_s == 0.0
    assert doubtful(bench).portrait == FACE


def test_control_the_first_channel_of_a_visit_raises_no_doubt() -> None:
    bench = Bench().log_in()
    bench.hear(opened(1))
    link(bench, alive=True)
    bench.hear_case(case(1, FRONT, FACE))
    assert doubt(bench) is None


def test_a_channel_that_is_named_again_after_a_reconnect_raises_no_doubt() -> None:
    bench = served()
    bench.hear(opened(1, served_before=True))
    assert doubt(bench) is None, "it is the same channel, and the person was seen all the time"


def test_a_login_after_another_one_makes_sure_first() -> None:
    bench = served()
    bench.later(60.0)
    bench.tell(events.ServerRejected("the session has ended"))
    bench.log_in().hear(opened(1))
    bench.tell(intents.ToggleHold(1))
    bench.hear_case(case(1, FRONT))
    assert doubt(bench) is not None


def test_a_draft_outlives_a_doubt() -> None:
    bench = served()
    bench.tell(intents.BeginVerdict("id_card", Verdict.RETAKE), intents.WriteDraft("Buram"))
    away(bench, 14.0)
    bench.tell(intents.GiveVerdict("id_card", Verdict.RETAKE, "Buram"))
    assert bench.records == []
    assert bench.draft().text == "Buram"
    assert bench.locked()


def test_a_visit_that_ends_in_doubt_does_not_hold_the_focus_by_a_draft() -> None:
    bench = served()
    bench.serve(2)
    bench.tell(intents.BeginOutcome(Outcome.REJECTED), intents.WriteDraft("Bukan peserta"))
    link(bench, alive=False)
    bench.later(14.0)
    bench.close(1, CloseReason.BOOTH_GONE)
    assert bench.snapshot.case is None, "nobody can make sure of anybody there"
    assert not bench.locked()
    bench.tell(intents.FocusSeat(2))
    assert bench.snapshot.focus == 2
