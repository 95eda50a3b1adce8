from __future__ import annotations

import pytest

from booth_client.core import events
from booth_client.core.pages import NumberProblem, NumberRemark
from booth_client.core.snapshot import Screen
from channel.rules.checked_number import BOOKING, TICKET, NumberForm
from tests.booth_client.core.participant import NIK, Participant


@pytest.mark.parametrize("form", [TICKET, BOOKING])
def test_a_ticket_or_booking_leads_on_and_is_told_to_the_case(form: NumberForm) -> None:
    booth = Participant().served()
    ticket = form.make(lambda most: most - 1)
    booth.tell(events.CodesSeen(("something else", ticket)))
    assert booth.screen() is Screen.NIK
    for intent in (events.GoOn, events.GoOn, events.ChooseClaim("question")):
        booth.touch(intent)
    assert booth.facts[-1].facts.identity == {"ticket": ticket}


def test_a_code_that_is_no_ticket_is_said_to_be_none_for_a_while() -> None:
    booth = Participant().served()
    booth.tell(events.CodesSeen(("TKT-2222-222",)))
    assert booth.screen() is Screen.IDENTITY
    scan = booth.seen().pages.scan
    assert scan is not None
    assert scan.problem is NumberProblem.NOT_A_TICKET
    booth.wait(6)
    scan = booth.seen().pages.scan
    assert scan is not None
    assert scan.problem is None


def test_the_codes_of_a_member_card_fill_in_its_number() -> None:
    booth = Participant().served()
    booth.tell(events.CodesSeen(("1234567890A",)))
    assert booth.screen() is Screen.NIK
    booth.touch(events.GoOn)
    assert booth.number()[0] == "1234567890A"


def test_without_a_documents_camera_only_typing_is_offered() -> None:
    booth = Participant()
    booth.tell(events.EyeSeen(False))
    booth.served()
    scan = booth.seen().pages.scan
    assert scan is not None
    assert not scan.camera


def test_a_nik_is_taken_whole_or_not_at_all_and_never_with_an_impossible_date() -> None:
    booth = Participant().at_nik()
    booth.type("3171")
    assert booth.number() == ("3171", None, None, False)
    booth.touch(events.GoOn)
    assert booth.number() == ("3171", NumberProblem.TOO_SHORT, None, False)
    booth.type("237201900001" + "9")
    assert booth.number() == ("3171237201900001", NumberProblem.IMPOSSIBLE_DATE, None, False)
    booth.touch(events.GoOn)
    assert booth.screen() is Screen.NIK


def test_a_nik_of_an_unknown_province_is_remarked_and_taken() -> None:
    booth = Participant().at_nik()
    booth.type("99" + NIK[2:])
    assert booth.number()[2:] == (NumberRemark.UNKNOWN_PROVINCE, True)
    booth.touch(events.GoOn)
    assert booth.screen() is Screen.KPJ


def test_whoever_has_no_nik_is_not_held_up() -> None:
    booth = Participant().at_nik()
    assert booth.number()[3]
    booth.touch(events.GoOn)
    assert booth.screen() is Screen.KPJ


def test_an_unusual_kpj_is_looked_at_once_more_and_then_taken() -> None:
    booth = Participant().at_nik()
    booth.touch(events.GoOn)
    booth.type("12AB")
    booth.touch(events.GoOn)
    assert (booth.screen(), booth.number()[2]) == (Screen.KPJ, NumberRemark.UNUSUAL_FORM)
    booth.touch(events.GoOn)
    assert booth.screen() is Screen.CLAIM


def test_a_number_is_covered_again_on_the_next_page() -> None:
    booth = Participant().at_nik()
    booth.tell(events.ShowNumber(True))
    entry = booth.seen().pages.number
    assert entry is not None
    assert entry.shown
    booth.touch(events.GoOn)
    entry = booth.seen().pages.number
    assert entry is not None
    assert not entry.shown


def test_what_was_typed_is_in_no_repr() -> None:
    booth = Participant().at_nik()
    booth.type(NIK)
    assert NIK not in repr(booth.seen())
    booth.touch(events.GoOn)
    booth.touch(events.GoOn)
    booth.tell(events.ChooseClaim("question"))
    assert booth.facts[-1].facts.identity["nik"] == NIK
    assert NIK not in repr(booth.all_orders)
