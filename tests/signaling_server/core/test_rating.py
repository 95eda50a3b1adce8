"""A participant's rating: once for each visit, counted, and nobody's."""

from __future__ import annotations

from collections import Counter

from channel.wire.messages import EndVisit, ErrorCode, RateVisit, Refused
from tests.signaling_server.core.script import Play


def test_a_visit_is_rated_once_during_it_or_when_it_is_over() -> None:
    play = Play()
    during, after = play.visitor(1), play.visitor(2)
    after.say(EndVisit())
    assert during.say(RateVisit(score=4)) == []
    assert after.say(RateVisit(score=2)) == []
    assert play.hub.branch.ratings == Counter({4: 1, 2: 1})
    during.say(EndVisit())
    for peer in (during, after):
        (refused,) = peer.say(RateVisit(score=1))
        assert isinstance(refused, Refused)
        assert (refused.code, refused.fatal) == (ErrorCode.OUT_OF_PLACE, False)
    assert play.hub.branch.ratings.total() == 2


def test_the_next_visit_is_rated_anew_and_before_the_first_there_is_nothing_to_rate() -> None:
    play = Play()
    booth = play.booth(1)
    assert isinstance(booth.say(RateVisit(score=3))[0], Refused)
    for _ in range(2):
        booth.start_visit()
        booth.say(EndVisit())
        booth.say(RateVisit(score=3))
    assert play.hub.branch.ratings == Counter({3: 2})


def test_a_visit_that_a_restart_brought_back_is_rated() -> None:
    play = Play()
    lease = play.visitor(1).lease
    play.restart()
    assert play.booth(1, lease=lease).say(RateVisit(score=1)) == []


def test_nobody_hears_of_a_rating() -> None:
    play = Play()
    desk, booth = play.desk(), play.visitor(1)
    before = len(desk.told)
    booth.say(RateVisit(score=1))
    assert desk.told[before:] == []
