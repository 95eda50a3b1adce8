"""Meters: lively and green where the officer listens, five grey steps elsewhere."""

from __future__ import annotations

from cso_console.core.snapshot import TileState
from cso_console.views.meter import BoothMeter, MeterClock
from tests.cso_console.views.builders import online, served
from tests.cso_console.views.conftest import Console

LISTENED = served(1, state=TileState.LISTEN, listen=True)
PARKED = served(2)
HELD = served(3, state=TileState.HOLD, hold=True)


def meters(console: Console) -> tuple[BoothMeter, BoothMeter, BoothMeter]:
    console.show(online(tiles=(LISTENED, PARKED, HELD, served(4), served(5), served(6))))
    first, second, third = (tile.picture.meter for tile in console.window.stage.tiles[:3])
    return first, second, third


def test_a_booth_listened_to_moves_with_every_tick(console: Console) -> None:
    listened, parked, _ = meters(console)
    console.meters[1].level = console.meters[2].level = 0.63
    listened.tick(slow=False)
    parked.tick(slow=False)
    assert max(listened.heights()) > 0.6
    assert max(parked.heights()) == 0.0
    parked.tick(slow=True)
    assert max(parked.heights()) > 0.0


def test_a_booth_not_listened_to_has_five_steps(console: Console) -> None:
    _, parked, _ = meters(console)
    seen = set()
    for level in range(101):
        console.meters[2].level = level / 100
        parked.tick(slow=True)
        seen.add(parked.heights())
    assert len(seen) == 6


def test_meters_that_stand_still_are_looked_at_less_often_until_one_moves(console: Console) -> None:
    meters(console)
    clock = console.window.findChild(MeterClock)
    assert clock is not None
    for _ in range(20):
        clock.tick()
    assert clock.resting
    console.meters[1].level = 0.5
    clock.tick()
    assert not clock.resting


def test_in_a_minimised_window_no_meter_moves(console: Console) -> None:
    listened, _, _ = meters(console)
    clock = console.window.findChild(MeterClock)
    assert clock is not None
    console.window.showMinimized()
    console.meters[1].level = 0.63
    clock.tick()
    assert max(listened.heights()) == 0.0
    console.window.showNormal()
    clock.tick()
    assert max(listened.heights()) > 0.6


def test_a_held_booth_has_no_meter(console: Console) -> None:
    assert not meters(console)[2].isVisible()
