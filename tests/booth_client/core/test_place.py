from __future__ import annotations

from booth_client.core.place import Place
from booth_client.core.service import ServerClock
from booth_client.core.snapshot import Queue
from tests.booth_client.core.builders import UNIX_S, queued

CLOCK = ServerClock()
CLOCK.set(UNIX_S, 0.0)


def view(place: Place, now_s: float) -> Queue:
    return place.view(now_s, CLOCK)


def test_the_estimate_counts_down_to_a_clock_time() -> None:
    place = Place()
    place.hear(queued(2, estimate_s=360), 10.0)
    assert view(place, 10.0).minutes == 6
    assert view(place, 10.0).at_unix_s == UNIX_S + 370
    assert view(place, 200.0).minutes == 3
    assert view(place, 200.0).at_unix_s == UNIX_S + 370


def test_an_estimate_that_passes_is_not_silently_replaced() -> None:
    place = Place()
    place.hear(queued(2, estimate_s=60), 0.0)
    place.hear(queued(2, estimate_s=300), 50.0)
    assert view(place, 61.0).overdue
    assert view(place, 61.0).place == 2


def test_an_estimate_may_come_down() -> None:
    place = Place()
    place.hear(queued(2, estimate_s=600), 0.0)
    place.hear(queued(2, estimate_s=120), 10.0)
    assert view(place, 10.0).minutes == 2


def test_a_new_place_brings_a_new_estimate() -> None:
    place = Place()
    place.hear(queued(2, estimate_s=60), 0.0)
    place.hear(queued(1, estimate_s=120), 100.0)
    assert not view(place, 100.0).overdue
    assert view(place, 100.0).minutes == 2


def test_without_an_estimate_no_time_is_told() -> None:
    place = Place()
    place.hear(queued(3, estimate_s=0, desks=0), 0.0)
    assert (view(place, 500.0).minutes, view(place, 500.0).overdue, view(place, 500.0).desks) == (0, False, 0)


def test_the_age_is_that_of_the_last_word() -> None:
    place = Place()
    place.hear(queued(), 0.0)
    place.hear(queued(), 5.0)
    assert view(place, 9.5).age_s == 4


def test_no_clock_time_is_invented_before_the_server_has_told_its_own() -> None:
    assert ServerClock().unix_s(100.0) == 0.0
