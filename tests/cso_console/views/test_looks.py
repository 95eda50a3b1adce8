"""Every picture of the console in both languages at five sizes: nothing is cut, the lamps are never covered.

With ``BILIK_SCREENSHOTS=DIRECTORY`` the pictures stay, to be laid beside those of the design.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from channel.qt.language import Language, switch
from channel.qt.theme import Console as Palette
from cso_console.core.snapshot import AllCall, Devices, TileState
from cso_console.views.buttons import Button, Switch
from cso_console.views.piece import Label
from tests.cso_console.views.builders import TALK, asking_all, idle, online, served, six, states
from tests.cso_console.views.conftest import Console
from tests.cso_console.views.scenes import SIZES, SceneShown, scenes
from tests.helpers.screens import grab, wanted

KEYS = {"F1": Qt.Key.Key_F1, "F12": Qt.Key.Key_F12}


@pytest.fixture(params=list(Language))
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Language]:
    switch(qapp, request.param, "console")
    yield request.param
    switch(qapp, Language.ID, "console")


def stage(console: Console, scene: SceneShown, size: tuple[int, int]) -> None:
    console.show(scene.snapshot, *size)
    if (key := KEYS.get(scene.opened)) is not None:
        QTest.keyClick(console.window, key)
    elif scene.opened:
        QTest.mouseClick(console.part(scene.opened), Qt.MouseButton.LeftButton)
    console.settle()


def cut_texts(window: QWidget) -> list[str]:
    """Words that are shown but not whole, although they are not meant to be shortened."""
    cut = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, Label | Button | Switch):
            continue
        parent = widget.parentWidget()
        assert parent is not None
        outside = not parent.rect().contains(widget.geometry())
        if widget.text() and (widget.cut() or outside):
            cut.append(widget.text())
    return cut


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_is_cut(console: Console, language: Language, size: tuple[int, int]) -> None:
    found: dict[str, list[str]] = {}
    console.microphone.level = console.meters[3].level = 0.6
    console.meters[4].level = 0.8
    for scene in scenes():
        stage(console, scene, size)
        if size == SIZES[0] or wanted():
            grab(console.window, f"console-{scene.name}-{size[0]}-{language}")
        if cut := cut_texts(console.window):
            found[scene.name] = cut
        QTest.keyClick(console.window, Qt.Key.Key_Escape)
    assert not found, found


def test_a_text_too_long_for_its_place_would_be_found(console: Console) -> None:
    console.show(six())
    console.window.lamps.talk._large.setFixedWidth(20)
    assert cut_texts(console.window) == ["Bilik 4"]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_dialog_covers_or_dims_a_lamp(console: Console, size: tuple[int, int]) -> None:
    for scene in scenes():
        stage(console, scene, size)
        if not console.part("overlay").isVisible():
            continue
        for name in ("lamp_talk", "lamp_listen", "lamp_next"):
            lamp = console.part(name)
            at = lamp.mapTo(console.window, QPoint(0, 0))
            for corner in (at, at + lamp.rect().bottomRight(), at + lamp.rect().center()):
                top = console.window.childAt(corner)
                assert top is not None
                assert top is lamp or lamp.isAncestorOf(top), scene.name
        dialog = console.window.overlay.dialog
        assert dialog is not None
        assert console.part("overlay").rect().contains(dialog.geometry()), scene.name
        QTest.keyClick(console.window, Qt.Key.Key_Escape)


def test_the_login_over_a_conversation_leaves_the_lamps_in_sight(console: Console) -> None:
    console.show(six(connection="login"))
    lamps = console.window.lamps
    assert not console.part("login_screen").geometry().intersects(lamps.geometry())


def test_at_most_one_head_is_amber(console: Console) -> None:
    for scene in scenes():
        console.show(scene.snapshot)
        amber = [tile for tile in console.window.stage.tiles if tile.head_colour() == Palette.NEXT]
        assert len(amber) <= 1, scene.name


def test_only_the_talk_lamp_is_filled_and_only_while_my_voice_goes_out(console: Console) -> None:
    lamps = console.window.lamps
    console.show(six())
    assert lamps.talk.ground == Palette.TALK
    assert lamps.listen.ground == Palette.LISTEN_TINT
    assert lamps.next.ground == Palette.NEXT_TINT
    console.show(idle())
    assert {lamp.ground for lamp in (lamps.talk, lamps.listen, lamps.next)} == {Palette.B1}
    console.show(asking_all(all_call=AllCall.SPEAKING, tiles=idle().tiles))
    assert lamps.talk.ground == Palette.TALK


def test_the_lamps_change_with_the_snapshot_and_not_later(console: Console) -> None:
    console.show(online(tiles=tuple(served(seat) for seat in range(1, 7))))
    assert console.window.lamps.talk.text() == "Tertutup. Tidak ada yang mendengar Anda."
    console.window.render(six())
    assert console.window.lamps.talk.text() == "Bilik 4"
    assert console.window.lamps.talk.grab().toImage().pixelColor(12, 8).name() == Palette.TALK.lower()


def test_the_focused_tile_grows_into_its_panel_without_a_line_between(console: Console) -> None:
    console.show(six())
    window_stage = console.window.stage
    image = window_stage.grab().toImage()
    tile = window_stage.tiles[1].geometry()
    seam = range(tile.bottom() - 2, tile.bottom() + 14)
    inside = {image.pixelColor(tile.left() + 12, y).name() for y in seam}
    assert inside == {Palette.B2.lower()}
    left = {image.pixelColor(tile.left() + 1, y).name() for y in range(tile.top() + 40, tile.bottom() + 10)}
    assert left == {"#e39bcb"}


def test_a_shut_picture_gate_shows_no_picture(console: Console) -> None:
    shut = [
        served(1, picture_open=False),
        served(2, state=TileState.HOLD, hold=True),
        served(3, state=TileState.DISCONNECTED),
        served(4, camera_fault=True),
    ]
    console.show(online(tiles=(*shut, *idle().tiles[4:])))
    for seat in range(1, 7):
        assert not console.part(f"tile_picture_{seat}").isVisible(), seat
    console.window.render(online(tiles=(served(1), *shut[1:], *idle().tiles[4:])))
    assert console.part("tile_picture_1").isVisible()


def test_a_participant_who_declined_the_camera_is_no_fault_of_it(console: Console) -> None:
    console.show(online(tiles=(served(1, consent=False, picture_open=False), *idle().tiles[1:])))
    words = [label.text() for label in console.window.stage.tiles[0].findChildren(Label)]
    assert "Peserta tidak setuju difoto" in words
    assert "Kamera bilik mati" not in words


def test_a_disconnected_tile_tells_for_how_long_it_has_been_lost(console: Console) -> None:
    lost = served(3, state=TileState.DISCONNECTED, addressed_s=600.0, lost_s=8.0)
    console.show(online(tiles=(*six().tiles[:2], lost, *six().tiles[3:]), focus=3))
    tile = [label.text() for label in console.window.stage.tiles[2].findChildren(Label)]
    assert "00:08" in tile
    assert "10:00" not in tile
    panel = [label.text() for label in console.window.stage.focus.findChildren(Label)]
    assert "Terputus 00:08, menyambung kembali" in panel


def test_a_device_that_has_not_said_anything_yet_is_not_called_broken(console: Console) -> None:
    console.show(idle(devices=Devices()))
    words = [label.text() for label in console.window.findChildren(Label) if label.isVisible()]
    assert words.count("sedang dimulai…") == 3
    assert "tidak bekerja" not in words
    console.window.render(idle(devices=Devices(camera_problem="Kamera tidak ditemukan.")))
    words = [label.text() for label in console.window.findChildren(Label) if label.isVisible()]
    assert words.count("tidak bekerja") == 1


def test_a_booth_without_camera_and_microphone_is_not_said_to_go_on_speaking(console: Console) -> None:
    dead = served(1, camera_fault=True, microphone_fault=True, picture_open=False)
    console.show(online(tiles=(dead, *idle().tiles[1:])))
    words = {label.text() for label in console.window.stage.tiles[0].findChildren(Label)}
    assert {"Kamera dan mikrofon mati", "Bilik masih mendengar Anda"} <= words
    assert "Suara tetap berjalan" not in words


def test_the_meter_of_a_booth_without_picture_covers_no_word(console: Console) -> None:
    without = [
        served(1, camera_fault=True, picture_open=False),
        served(2, consent=False, picture_open=False),
        served(3, picture_open=False),
    ]
    console.show(online(tiles=(*without, *idle().tiles[3:])), *SIZES[0])
    for tile in console.window.stage.tiles[:3]:
        meter = tile.picture.meter
        assert meter.isVisible()
        notice = [label for label in tile.picture.findChildren(Label) if label.isVisible() and label.text()]
        assert len(notice) == 2
        for label in notice:
            assert not label.geometry().intersects(meter.geometry()), label.text()


def test_the_sizes_wanted_are_told(console: Console) -> None:
    tiles: dict[int, tuple[int, int]] = {}
    focus: list[tuple[int, int]] = []
    console.window.tile_resized.connect(lambda seat, wide, high: tiles.update({seat: (wide, high)}))
    console.window.focus_resized.connect(lambda wide, high: focus.append((wide, high)))
    console.show(six())
    assert tiles[2][0] > 290
    assert focus[-1][0] > tiles[2][0]
    console.window.render(online(tiles=six().tiles))
    assert focus[-1] == (0, 0)
    console.window.render(idle())
    assert tiles[2] == (0, 0)


def test_rendering_builds_no_widgets(console: Console) -> None:
    every = [*states(), six(), idle(), asking_all()]
    for snapshot in every:
        console.show(snapshot)
    before = set(console.window.findChildren(QWidget))
    for snapshot in every * 3:
        console.window.render(snapshot)
    assert set(console.window.findChildren(QWidget)) == before


def test_the_same_snapshot_again_paints_nothing(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    console.show(six())
    asked: list[str] = []

    def record(label: Label) -> None:
        asked.append(label.text())

    monkeypatch.setattr(Label, "update", record)
    console.window.render(six())
    assert asked == []


def test_the_window_speaks_english_at_once(console: Console, qapp: QApplication) -> None:
    console.show(six())
    switch(qapp, Language.EN, "console")
    try:
        QApplication.processEvents()
        assert console.window.lamps.talk.text() == "Booth 4"
        assert console.part("end_service").property("text") == "End visit…"
    finally:
        switch(qapp, Language.ID, "console")
    QApplication.processEvents()
    assert console.window.lamps.talk.text() == "Bilik 4"


def test_the_panel_says_whether_the_focused_booth_hears_me(console: Console) -> None:
    console.show(six())
    assert "Bilik 2 tidak mendengar Anda" in [
        label.text() for label in console.window.stage.focus.findChildren(Label)
    ]
    console.window.render(six(focus=4))
    assert "Bilik 4 mendengar Anda" in [
        label.text() for label in console.window.stage.focus.findChildren(Label)
    ]
    assert TALK.seat == 4


def test_the_window_fits_every_screen_it_is_made_for(console: Console) -> None:
    for width_px, height_px in SIZES:
        console.show(six(), width_px, height_px)
        assert console.window.size().width() == width_px
        inside = QRect(0, 0, width_px, height_px)
        for part in (console.window.lamps, console.window.stage, console.window.top_bar):
            assert inside.contains(part.geometry())
