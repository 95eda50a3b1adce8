"""The focus goes from one booth to the other: what its large picture shows, read from the screen."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.helpers.branch import Branch
from tests.helpers.programs import Event, Program, start_and_agree

BOOTHS, SWITCHES = 2, 7
COMES_S = 20.0
LOOKED_AT_S = 2.0
FOCUS = "focus_picture"

pytestmark = pytest.mark.timeout(180)

Picture = tuple[int | None, int]
"""Whose, and how wide it came."""


def painted(event: Event, widget: str) -> bool:
    return (event["event"], event.get("widget")) == ("painted", widget)


def tile(seat: int) -> str:
    return f"tile_picture_{seat}"


def sit_down(console: Program, number: int, booth: Program) -> None:
    console.watch(tile(number))
    start_and_agree(booth)
    console.wait_until(
        lambda e: painted(e, tile(number)) and e["booth"] == number, f"booth {number}", COMES_S
    )


def looked_at(console: Program, seat: int) -> tuple[int, list[Picture]]:
    """How wide this booth's picture came before the key, and what the focus showed from it on."""
    before_px = [event["width_px"] for event in console.events if painted(event, tile(seat))][-1]
    since = len(console.events)
    pressed_s = console.tap(f"Shift+{seat}")["at"]
    time.sleep(LOOKED_AT_S)
    seen = [event for event in console.events[since:] if painted(event, FOCUS)]
    return before_px, [(event["booth"], event["width_px"]) for event in seen if event["at"] > pressed_s]


def faults(seat: int, pictures: Sequence[Picture], full_px: int) -> list[str]:
    """What is wrong with it. Pictures of before may have been on their way to the screen; small ones may be
    seen first, or the large one may be there before any of them is painted."""
    new = list(itertools.dropwhile(lambda one: one[0] not in (None, seat), pictures))
    widths_px = [width_px for _, width_px in new]
    found = ["a picture that cannot be read, or another booth's"] if {one for one, _ in new} != {seat} else []
    if not new or widths_px[-1] != full_px:
        found.append("the large picture did not come")
    if widths_px != sorted(widths_px):
        found.append("after the large picture came a small one again")
    return found


def test_the_focus_goes_from_small_to_large_pictures_of_the_chosen_booth_and_none_is_broken(
    tmp_path: Path,
) -> None:
    branch = Branch.make(tmp_path, booths=BOOTHS)
    with branch.server(), branch.all_booths() as booths, branch.console() as console:
        for number, booth in booths.items():
            sit_down(console, number, booth)
        console.watch(FOCUS)
        looked_at(console, 1)  # both are there, and the links have found their rates
        seats = list(itertools.islice(itertools.cycle((2, 1)), SWITCHES))
        seen = [looked_at(console, seat) for seat in seats]
    full_px = max(width_px for _, pictures in seen for _, width_px in pictures)
    for seat, (before_px, pictures) in list(zip(seats, seen, strict=True))[1:]:
        assert before_px < full_px, "booths out of focus send small pictures"
        assert not faults(seat, pictures, full_px), f"booth {seat}, {full_px} px: {pictures}"


@pytest.mark.parametrize(
    "pictures",
    [
        [],
        [(2, 304), (2, 320)],
        [(2, 304), (None, 568), (2, 568)],
        [(2, 304), (1, 568), (2, 568)],
        [(2, 304), (2, 568), (2, 320), (2, 568)],
    ],
)
def test_control_what_would_be_wrong_is_seen(pictures: list[Picture]) -> None:
    assert faults(2, [(1, 568), *pictures], 568)
    assert not faults(2, [(1, 568), (2, 304), (2, 320), (2, 568)], 568)
    assert not faults(2, [(2, 568)], 568)
