"""When whole pictures are shown: at once on a clean link, evenly on one that jitters, never late for long."""

from __future__ import annotations

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from channel.core.picture_assembly import WholePicture
from channel.core.picture_playout import (
    ANOTHER_CLOCK_S,
    BEGINNING_PICTURES,
    DELAY_MOST_S,
    HELD_MOST,
    PAUSE_MOST_S,
    REMEMBERED_REPAIRS,
    REPAIR_MOST_S,
    REPAIRS_PICTURES,
    PicturePlayout,
)

STEP_S = 0.04


def picture(number: int, *, origin: int = 0) -> WholePicture:
    return WholePicture(bytes([number & 0xFF]), False, (origin + number * 3600) & 0xFFFFFFFF, 0.0)


def played(
    lates_s: list[float], *, origin: int = 0, repaired: bool = False, repair_most_s: float = REPAIR_MOST_S
) -> list[float]:
    """When each picture was shown; picture n became whole at n times 40 ms plus its own lateness; where that
    is more than nothing, because it was ``repaired`` or for another reason."""
    playout, shown_s, now_s = PicturePlayout(), [], 0.0
    playout.repair_most_s = repair_most_s
    for number, late_s in enumerate(lates_s):
        now_s = max(now_s, number * STEP_S + late_s)
        while playout.next_due_s <= now_s:
            due_s = playout.next_due_s
            shown_s += [due_s] * len(playout.take(due_s))
        playout.put(picture(number, origin=origin), now_s, repaired=repaired and late_s > 0)
        shown_s += [now_s] * len(playout.take(now_s))
    while (due_s := playout.next_due_s) < float("inf"):
        shown_s += [due_s] * len(playout.take(due_s))
    return shown_s


def test_on_a_clean_link_nothing_is_held() -> None:
    shown_s = played([0.001 * (number % 3) for number in range(200)])
    assert all(
        abs(at_s - number * STEP_S - 0.001 * (number % 3)) < 1e-9 for number, at_s in enumerate(shown_s)
    )


def test_jitter_is_evened_out() -> None:
    chance = random.Random(5)
    lates_s = [chance.uniform(0.0, 0.03) for _ in range(500)]
    steps = [after - before for before, after in itertools.pairwise(played(lates_s)[100:])]
    came = [STEP_S + after - before for before, after in itertools.pairwise(lates_s[100:])]
    assert sum(abs(step - STEP_S) > 0.005 for step in steps) < 0.2 * len(steps)
    assert sum(abs(step - STEP_S) > 0.005 for step in came) > 0.6 * len(came)


def test_a_late_picture_now_and_then_makes_the_others_wait_no_longer() -> None:
    lates_s = [0.2 if number % 60 == 59 else 0.0 for number in range(600)]
    shown_s = played(lates_s)
    early = [at_s - number * STEP_S for number, at_s in enumerate(shown_s) if number % 60 >= 5]
    assert sorted(early)[-20] < 0.005


def test_after_a_slow_repair_pictures_wait_so_long_that_another_makes_no_pause_that_is_seen() -> None:
    lates_s = [0.28 if number in (60, 200) else 0.0 for number in range(220 + REPAIRS_PICTURES)]
    shown_s = played(lates_s, repaired=True, repair_most_s=0.3)
    steps = [after - before for before, after in itertools.pairwise(shown_s)]
    assert max(steps[100:]) <= STEP_S + PAUSE_MOST_S + 1e-9
    assert shown_s[190 + REPAIRS_PICTURES] - (190 + REPAIRS_PICTURES) * STEP_S > 0.1
    assert shown_s[210 + REPAIRS_PICTURES] - (210 + REPAIRS_PICTURES) * STEP_S == 0.0, "it is forgotten"


def test_where_much_is_repaired_the_slowest_repair_is_forgotten_sooner() -> None:
    """Of many there is always one that is far slower than the others."""
    lates_s = [0.28 if number == 60 else 0.05 * (number % 5 == 0) for number in range(300)]
    shown_s = played(lates_s, repaired=True, repair_most_s=0.3)
    last = 60 + 5 * REMEMBERED_REPAIRS
    waits_s = [at_s - number * STEP_S for number, at_s in enumerate(shown_s)]
    assert min(waits_s[65 : last - 5]) > 0.1
    assert max(waits_s[last + 5 :]) <= 0.05 + 1e-9


def test_slow_repairs_do_not_leave_pictures_far_behind_speech() -> None:
    shown_s = played([0.28 if number == 60 else 0.0 for number in range(200)], repaired=True)
    waits_s = [at_s - number * STEP_S for number, at_s in enumerate(shown_s)]
    assert abs(max(waits_s[80:]) - REPAIR_MOST_S) < 1e-9


def test_slow_repairs_of_the_beginning_make_nothing_wait_for_long() -> None:
    lates_s = [0.25 if number == 9 else 0.0 for number in range(200)]
    shown_s = played(lates_s, repaired=True, repair_most_s=0.3)
    waits_s = [at_s - number * STEP_S for number, at_s in enumerate(shown_s)]
    assert min(waits_s[20 : BEGINNING_PICTURES - 1]) > 0.1
    assert max(waits_s[2 * BEGINNING_PICTURES :]) < 0.001


@given(st.lists(st.floats(0.0, 0.3), min_size=1, max_size=200), st.integers(0, 0xFFFFFFFF))
def test_none_is_lost_none_overtakes_and_none_is_held_long(lates_s: list[float], origin: int) -> None:
    shown_s = played(lates_s, origin=origin)
    assert len(shown_s) == len(lates_s)
    assert shown_s == sorted(shown_s)
    whole_s = list(
        itertools.accumulate((number * STEP_S + late_s for number, late_s in enumerate(lates_s)), max)
    )
    assert all(0 <= at_s - one_s <= DELAY_MOST_S + 1e-6 for at_s, one_s in zip(shown_s, whole_s, strict=True))


def test_what_is_held_is_bounded() -> None:
    playout = PicturePlayout()
    for number in range(100):
        playout.put(picture(number), number * STEP_S + (0.05 if number % 4 else 0.0))
        playout.take(number * STEP_S + (0.05 if number % 4 else 0.0))
    taken = 0
    for number in range(100, 200):
        playout.put(picture(number), 100 * STEP_S)
        taken += len(playout.take(100 * STEP_S))
    assert taken >= 100 - HELD_MOST


def test_a_camera_that_starts_anew_with_another_clock_is_shown_at_once() -> None:
    playout = PicturePlayout()
    for number in range(50):
        playout.put(picture(number), number * STEP_S)
        playout.take(number * STEP_S)
    now_s = 50 * STEP_S
    for number in range(50):
        playout.put(picture(number, origin=90_000 * int(20 * ANOTHER_CLOCK_S)), now_s + number * STEP_S)
        assert len(playout.take(now_s + number * STEP_S)) == 1


def test_nothing_of_before_comes_after_clearing() -> None:
    playout = PicturePlayout()
    for number in range(20):
        playout.put(picture(number), number * STEP_S + (0.05 if number % 2 else 0.0))
    playout.clear()
    assert playout.take(1000.0) == []
