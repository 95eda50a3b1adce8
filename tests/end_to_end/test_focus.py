"""The focus goes from one booth to the other: what its large picture shows, read from the screen."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.helpers.branch import Branch
from tests.helpers.programs import Event, Program, start_and_agree

BOOTHS, SWITCHES = 2, 6
FULL_PX, THUMBNAIL_PX = 640, 320
COMES_S = 20.0
FOCUS = "focus_picture"

pytestmark = pytest.mark.timeout(180)


def painted(event: Event, widget: str) -> bool:
    return (event["event"], event.get("widget")) == ("painted", widget)


def sit_down(console: Program, number: int, booth: Program) -> None:
    tile = f"tile_picture_{number}"
    console.watch(tile)
    start_and_agree(booth)
    console.wait_until(lambda e: painted(e, tile) and e["booth"] == number, f"booth {number}", COMES_S)
    console.unwatch(tile)


def shown_after(console: Program, seat: int) -> list[tuple[int | None, int]]:
    """Whose picture the focus showed, and of what width, from the key to the first that is sharp."""

    def sharp(event: Event) -> bool:
        return painted(event, FOCUS) and event["booth"] == seat and event["width_px"] == FULL_PX

    since = len(console.events)
    pressed = console.tap(f"Shift+{seat}")
    console.wait_until(sharp, f"a sharp picture of booth {seat}", COMES_S, since)
    after = [event for event in console.events[since:] if painted(event, FOCUS)]
    seen = [(event["booth"], event["width_px"]) for event in after if event["at"] > pressed["at"]]
    return seen[: seen.index((seat, FULL_PX)) + 1]


def test_the_large_picture_is_the_chosen_booths_at_once_small_at_first_and_never_broken(
    tmp_path: Path,
) -> None:
    branch = Branch.make(tmp_path, booths=BOOTHS)
    with branch.server(), branch.all_booths() as booths, branch.console() as console:
        for number, booth in booths.items():
            sit_down(console, number, booth)
        console.watch(FOCUS)
        seats = itertools.islice(itertools.cycle((2, 1)), SWITCHES)
        seen = {(turn, seat): shown_after(console, seat) for turn, seat in enumerate(seats)}
    for (turn, seat), pictures in seen.items():
        # One of before may have been on its way to the screen when the key was pressed.
        new = pictures[1:] if pictures[0][0] == BOOTHS + 1 - seat else pictures
        assert set(new) == {(seat, THUMBNAIL_PX), (seat, FULL_PX)}, f"turn {turn}: {pictures}"
        assert new[0] == (seat, THUMBNAIL_PX), f"turn {turn}: it was there, so it is shown: {pictures}"
