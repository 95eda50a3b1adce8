"""Nobody waits for ever for the claims on offer."""

from __future__ import annotations

import pytest

from booth_client.config import Times
from booth_client.core import events
from booth_client.core.choice import RULES_WAIT_S
from booth_client.core.snapshot import Screen
from channel.wire.ids import VisitId
from tests.booth_client.core.builders import VISIT, spoken
from tests.booth_client.core.participant import NIK, Participant


class Unoffered(Participant):
    """The server does not say which claims there are, until it is told to."""

    def offer(self, visit: VisitId = VISIT, *, now: bool = False) -> None:
        if now:
            super().offer(visit)


@pytest.fixture
def booth() -> Unoffered:
    """Before the page with the claims; nobody asks whether somebody is here meanwhile."""
    one = Unoffered(Times(idle_s=600))
    one.at_claim()
    assert (one.screen(), one.seen().pages.waits_for_rules) == (Screen.CLAIM, True)
    return one


def test_claims_that_do_not_come_end_with_the_officer_who_asks(booth: Unoffered) -> None:
    assert spoken(booth.wait(RULES_WAIT_S - 1)) == []
    assert spoken(booth.wait(2)) == ["no_choices"]
    assert (booth.screen(), booth.seen().pages.claim_unasked) == (Screen.PARKED, True)


def test_claims_that_come_are_asked_for_after_all(booth: Unoffered) -> None:
    booth.wait(RULES_WAIT_S + 1)
    booth.offer(now=True)
    assert (booth.screen(), booth.seen().pages.claim_unasked) == (Screen.CLAIM, False)
    booth.wait(RULES_WAIT_S + 1)
    assert booth.screen() is Screen.CLAIM


def test_who_cannot_choose_a_claim_puts_no_facts_and_what_they_typed_goes_with_it_later(
    booth: Unoffered,
) -> None:
    booth.wait(RULES_WAIT_S + 1)
    assert booth.facts == []
    booth.offer(now=True)
    booth.tell(events.ChooseClaim("jht"))
    assert [one.facts.identity["nik"] for one in booth.facts] == [NIK]


def test_claims_that_come_in_time_are_waited_for(booth: Unoffered) -> None:
    booth.wait(RULES_WAIT_S - 1)
    booth.offer(now=True)
    booth.wait(60)
    assert booth.screen() is Screen.CLAIM


def test_who_goes_back_to_the_claims_waits_for_them_once_more(booth: Unoffered) -> None:
    booth.wait(RULES_WAIT_S + 1)
    booth.tell(events.GoBack())
    booth.wait(RULES_WAIT_S - 1)
    assert booth.screen() is Screen.CLAIM
    booth.wait(2)
    assert booth.screen() is Screen.PARKED


def test_the_time_runs_only_on_that_page() -> None:
    booth = Unoffered(Times(idle_s=600))
    booth.at_nik().type(NIK)
    booth.wait(60)
    booth.touch(events.GoOn)
    booth.touch(events.GoOn)
    booth.wait(RULES_WAIT_S - 1)
    assert booth.screen() is Screen.CLAIM
