"""How good a link is, as the officer sees it: on the tile, on the picture, in figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from channel.core.link_quality import GOOD, NOT_CONNECTED, LinkQuality, Reason
from channel.qt.language import Language, switch
from cso_console.core.snapshot import Tile, TileState
from cso_console.views.facts import FactRow
from cso_console.views.meter import LinkBars
from cso_console.views.picture import Picture, Pill
from cso_console.views.words import Words
from tests.cso_console.views.builders import (
    LOST,
    REDUCED,
    TALK,
    THIN,
    links,
    online,
    quality,
    served,
)
from tests.cso_console.views.conftest import Console

FULL, SMALL = (1920, 1080), (1366, 768)
DISTURBED = quality(Reason.VOICE_HEARD, Reason.PICTURE_SEEN)


def show(console: Console, tile: Tile, size: tuple[int, int] = FULL) -> None:
    """One booth, in the strip and in focus."""
    others = tuple(Tile(seat=seat) for seat in range(1, 7))
    tiles = tuple(tile if other.seat == tile.seat else other for other in others)
    console.show(online(tiles=tiles, focus=tile.seat, talk_s=3.0), *size)


def pills(console: Console, tile: Tile) -> tuple[str, str]:
    """What lies on the tile's picture, and on the large one; empty: nothing."""
    return _pill(console.window.stage.tiles[tile.seat - 1].picture), _pill(console.window.stage.focus.picture)


def _pill(picture: Picture) -> str:
    pill = picture.findChild(Pill)
    assert pill is not None
    return pill._text if pill.isVisible() else ""


def facts(console: Console) -> list[tuple[str, str]]:
    rows = console.window.stage.focus.findChildren(FactRow)
    return [(row._label.text(), row._value.text()) for row in rows]


@pytest.mark.parametrize(
    ("found", "indonesian", "english"),
    [
        (GOOD, "Baik", "Good"),
        (NOT_CONNECTED, "Tidak tersambung", "Not connected"),
        (quality(Reason.INTERRUPTED), "Baru saja terputus", "Just interrupted"),
        (DISTURBED, "Suara peserta putus-putus", "The participant’s voice breaks up"),
        (
            quality(Reason.VOICE_SAID),
            "Suara Anda putus-putus di bilik",
            "Your voice breaks up in the booth",
        ),
        (quality(Reason.LOSS), "Banyak data hilang", "Heavy packet loss"),
        (quality(Reason.DELAY), "Suara terlambat", "Voice is late"),
        (
            quality(Reason.PICTURE_HELD),
            "Gambar tertahan, suara dilindungi",
            "Picture held, voice protected",
        ),
        (REDUCED, "Gambar dikurangi, suara dilindungi", "Picture reduced, voice protected"),
        (
            quality(Reason.PICTURE_SENT),
            "Gambar Anda dikurangi, suara dilindungi",
            "Your picture reduced, voice protected",
        ),
    ],
)
def test_the_gravest_reason_is_said_in_both_languages(
    qapp: QApplication, english: str, found: LinkQuality, indonesian: str
) -> None:
    assert Words().link(found) == indonesian
    switch(qapp, Language.EN, "console")
    assert Words().link(found) == english
    switch(qapp, Language.ID, "console")


def test_the_focus_shows_the_figures_of_its_link(console: Console) -> None:
    show(console, served(3, quality=DISTURBED, figures=THIN))
    assert ("Sambungan", "Suara peserta putus-putus") in facts(console)
    assert ("Hilang 3 % · jeda 104 ms", "320×180 · 12/dtk") in facts(console)


def test_all_reasons_are_told_by_the_tip_of_the_row(console: Console) -> None:
    show(console, served(3, quality=DISTURBED, figures=THIN))
    tips = [row.toolTip() for row in console.window.stage.focus.findChildren(FactRow)]
    assert "Suara peserta putus-putus\nGambar dikurangi, suara dilindungi" in tips


def test_figures_of_a_lost_link_are_not_shown_any_more(console: Console) -> None:
    show(console, replace(LOST, figures=THIN))
    assert ("", "") in facts(console)


@pytest.mark.parametrize("state", [TileState.TALK, TileState.HELP, TileState.LISTEN, TileState.PICTURE_HELD])
def test_a_held_picture_never_looks_live_whatever_else_is_so(console: Console, state: TileState) -> None:
    tile = replace(TALK, state=state, picture_held=True, quality=quality(Reason.PICTURE_HELD))
    show(console, tile)
    assert console.window.stage.tiles[3].picture.video._dimmed
    assert console.window.stage.focus.picture.video._dimmed
    # Where the head of the tile says it already, the picture says what follows from it.
    on_tile = "Suara dilindungi" if state is TileState.PICTURE_HELD else "Gambar tertahan"
    assert pills(console, tile) == (on_tile, "Gambar tertahan · suara dilindungi")


def test_a_disturbed_voice_is_said_on_the_picture_and_a_reduced_picture_is_not(console: Console) -> None:
    tile = served(3, quality=DISTURBED)
    show(console, tile)
    assert pills(console, tile) == ("Suara terganggu", "Suara terganggu")
    tile = served(3, quality=REDUCED)
    show(console, tile)
    assert pills(console, tile) == ("", "")


def test_without_a_picture_the_notice_says_that_the_voice_is_disturbed(console: Console) -> None:
    tile = served(3, quality=DISTURBED, consent=False, picture_open=False)
    show(console, tile)
    assert pills(console, tile) == ("", "")
    assert console.window.stage.tiles[2].picture._text.text() == "Suara terganggu"


def test_small_tiles_carry_the_bars_on_the_picture_and_only_when_the_link_is_not_good(
    console: Console,
) -> None:
    def marked(tile: Tile, size: tuple[int, int]) -> bool:
        show(console, tile, size)
        mark = console.window.stage.tiles[tile.seat - 1].picture.findChild(LinkBars)
        assert mark is not None
        return mark.isVisible()

    assert not marked(served(3), SMALL)
    assert marked(served(3, quality=REDUCED), SMALL)
    assert marked(served(3, quality=DISTURBED), SMALL)
    assert not marked(LOST, SMALL)
    assert not marked(served(3, quality=DISTURBED), FULL)


def test_links_alone_bring_no_colour_of_a_lamp_into_the_strip(console: Console) -> None:
    console.show(links()[0], *FULL)
    coloured = [tile.seat for tile in console.window.stage.tiles if tile.head_colour()]
    assert coloured == [4]
