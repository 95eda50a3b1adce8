"""Which pictures are wanted, and how large: none that nobody sees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cso_console.core.snapshot import Connection, TileState
from tests.cso_console.views.builders import free, online, served
from tests.cso_console.views.conftest import Console

SERVING = online(tiles=tuple(served(seat) for seat in range(1, 7)), focus=2)
NONE = (0, 0)


class Wanted:
    """What the window asked for last."""

    def __init__(self, console: Console) -> None:
        self.tiles = dict.fromkeys(range(1, 7), NONE)
        self.focus = NONE
        console.window.tile_resized.connect(self._tile)
        console.window.focus_resized.connect(self._focus)

    def _tile(self, seat: int, width_px: int, height_px: int) -> None:
        self.tiles[seat] = (width_px, height_px)

    def _focus(self, width_px: int, height_px: int) -> None:
        self.focus = (width_px, height_px)

    def seats(self) -> list[int]:
        """Those whose tile shows a picture."""
        return [seat for seat, size in self.tiles.items() if size != NONE]


@pytest.fixture
def wanted(console: Console) -> Wanted:
    made = Wanted(console)
    console.show(SERVING)
    return made


def test_every_tile_and_the_focus_want_pictures_while_they_are_seen(wanted: Wanted) -> None:
    assert wanted.seats() == [1, 2, 3, 4, 5, 6]
    assert wanted.focus > max(wanted.tiles.values())


def test_a_minimised_console_wants_none_until_it_is_back(console: Console, wanted: Wanted) -> None:
    before = (dict(wanted.tiles), wanted.focus)
    console.window.showMinimized()
    console.qtbot.waitUntil(lambda: not wanted.seats() and wanted.focus == NONE)
    console.window.render(replace(SERVING, focus=3))
    console.settle()
    assert (wanted.seats(), wanted.focus) == ([], NONE)
    console.window.showNormal()
    console.qtbot.waitUntil(lambda: (wanted.tiles, wanted.focus) == before)


@pytest.mark.parametrize("connection", [Connection.LOGIN, Connection.REPLACED])
def test_under_the_login_none_is_wanted(console: Console, wanted: Wanted, connection: Connection) -> None:
    """Conversations may outlive a login; that their gates are shut is the desk's matter."""
    console.show(replace(SERVING, connection=connection))
    assert (wanted.seats(), wanted.focus) == ([], NONE)
    console.show(SERVING)
    assert wanted.seats() == [1, 2, 3, 4, 5, 6]


def test_under_a_dialog_they_are_wanted_since_it_only_dims_them(console: Console, wanted: Wanted) -> None:
    console.window.show_shortcuts()
    console.settle()
    assert wanted.seats() == [1, 2, 3, 4, 5, 6]


def test_a_desk_for_one_booth_wants_no_picture_twice(console: Console, wanted: Wanted) -> None:
    console.show(replace(SERVING, capacity=1, tiles=SERVING.tiles[:1], focus=1))
    assert wanted.seats() == []
    assert wanted.focus != NONE


def test_seats_that_show_no_picture_want_none(console: Console, wanted: Wanted) -> None:
    tiles = (
        served(1, state=TileState.HOLD, hold=True),
        served(2, camera_fault=True),
        served(3, picture_open=False),
        served(4, state=TileState.DISCONNECTED),
        free(5),
        served(6),
    )
    console.show(replace(SERVING, tiles=tiles, focus=None))
    assert (wanted.seats(), wanted.focus) == ([6], NONE)
