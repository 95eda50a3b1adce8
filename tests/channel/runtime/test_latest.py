"""The newest picture, who is told of it, and none that nobody can see."""

from __future__ import annotations

import numpy as np

from channel.runtime.latest import LatestFrame, SeenPicture, ShownFrame

FRAME = ShownFrame(np.zeros((2, 8, 4), np.uint8), 0.0)


def test_whoever_watches_is_told_of_each_change_until_unwatching() -> None:
    latest, told = LatestFrame(), list[int]()
    one, other = (lambda: told.append(1)), (lambda: told.append(2))
    latest.watch(one)
    latest.watch(other)
    latest.put(FRAME)
    latest.unwatch(one)
    latest.clear()
    latest.unwatch(other)
    latest.put(FRAME)
    assert told == [1, 2, 2]
    assert not latest.watched


def test_who_watches_twice_stops_twice() -> None:
    latest, told = LatestFrame(), list[int]()

    def tell() -> None:
        told.append(1)

    latest.watch(tell)
    latest.watch(tell)
    latest.unwatch(tell)
    latest.put(FRAME)
    assert told == [1]


def test_who_is_told_finds_the_new_picture() -> None:
    latest, found = LatestFrame(), list[tuple[int, ShownFrame | None]]()
    latest.watch(lambda: found.append(latest.look()))
    latest.put(FRAME)
    latest.clear()
    assert [frame for _, frame in found] == [FRAME, None]
    assert found[0][0] != found[1][0]


def test_a_picture_out_of_sight_is_forgotten_and_no_later_one_kept() -> None:
    seen = SeenPicture()
    seen.put(FRAME)
    assert seen.look()[1] is None
    seen.show_at(8, 2)
    seen.put(FRAME)
    assert seen.look()[1] is FRAME
    seen.show_at(0, 0)
    assert seen.look()[1] is None
    seen.put(FRAME)  # it was being made when the view was hidden
    assert seen.look()[1] is None


def test_another_size_keeps_the_picture_until_one_of_that_size_comes() -> None:
    seen = SeenPicture()
    seen.show_at(8, 2)
    seen.put(FRAME)
    seen.show_at(16, 4)
    assert seen.look()[1] is FRAME
