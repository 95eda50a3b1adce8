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


def sit_down(console: Program, number: int, booth: Program) -> None:
    tile = f"tile_picture_{number}"
    console.watch(tile)
    start_and_agree(booth)
    console.wait_until(lambda e: painted(e, tile) and e["booth"] == number, f"booth {number}", COMES_S)
    console.unwatch(tile)


def looked_at(console: Program, seat: int) -> list[Picture]:
    """What the focus showed from the key on."""
    since = len(console.events)
    pressed_s = console.tap(f"Shift+{seat}")["at"]
    time.sleep(LOOKED_AT_S)
    seen = [event for event in console.events[since:] if painted(event, FOCUS)]
    return [(event["booth"], event["width_px"]) for event in seen if event["at"] > pressed_s]


def faults(seat: int, pictures: Sequence[Picture], full_px: int) -> list[str]:
    """What is wrong with it. Pictures of before may have been on their way to the screen."""
    new = list(itertools.dropwhile(lambda one: one[0] not in (None, seat), pictures))
    widths_px = [width_px for _, width_px in new]
    found = ["a picture that cannot be read, or another booth's"] if {one for one, _ in new} != {seat} else []
    if not new or widths_px[0] == full_px:
        found.append("it waited for the large picture, though the small one was there")
    if not new or widths_px[-1] != full_px:
        found.append("the large picture did not come")
    if widths_px != sorted(widths_px):
        found.append("after the large picture came a small one again")
    return found


def test_the_large_picture_is_the_chosen_booths_at_once_small_at_first_and_never_broken(
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
    full_px = max(width_px for pictures in seen for _, width_px in pictures)
    for seat, pictures in list(zip(seats, seen, strict=True))[1:]:
        assert not faults(seat, pictures, full_px), f"booth {seat}, {full_px} px: {pictures}"


@pytest.mark.parametrize(
    "pictures",
    [
        [],
        [(2, 568)],
        [(2, 304), (2, 320)],
        [(2, 304), (None, 568), (2, 568)],
        [(2, 304), (1, 568), (2, 568)],
        [(2, 304), (2, 568), (2, 320), (2, 568)],
    ],
)
def test_control_what_would_be_wrong_is_seen(pictures: list[Picture]) -> None:
    assert faults(2, [(1, 568), *pictures], 568)
    assert not faults(2, [(1, 568), (2, 304), (2, 320), (2, 568)], 568)
