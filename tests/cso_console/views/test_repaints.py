"""What changed is painted again, and no more than that."""

from __future__ import annotations

import random

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from channel.qt.video import VideoView
from cso_console.views.piece import Label
from tests.cso_console.views.builders import online, served
from tests.cso_console.views.case_builders import case
from tests.cso_console.views.case_scenes import desk
from tests.cso_console.views.conftest import Console
from tests.cso_console.views.scenes import scenes


class Paints(QObject):
    """Which widgets were painted."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.widgets: list[QObject] = []
        for widget in (console.window, *console.window.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.widgets.append(watched)
        return False


def pixels(pixmap: QPixmap) -> NDArray[np.int16]:
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return rows[:, :, :3].astype(np.int16)


def test_from_scene_to_scene_nothing_old_stays_on_the_screen(console: Console) -> None:
    """Against a painting of the whole."""
    chance = random.Random(7)
    snapshots = [scene.snapshot for scene in scenes()]
    for _ in range(40):
        console.show(chance.choice(snapshots))
        console.settle()
        shown = pixels(console.window.screen().grabWindow(console.window.winId()))
        assert np.abs(shown - pixels(console.window.grab())).max() < 10


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_same_case_again_paints_nothing(console: Console, size: tuple[int, int]) -> None:
    """The desk tells everything once a second."""
    for snapshot in (desk(case()), desk(case(live=True))):
        console.show(snapshot, *size)
        paints = Paints(console)
        console.window.render(snapshot)
        console.settle()
        assert [widget for widget in paints.widgets if not isinstance(widget, VideoView)] == []


def test_a_new_picture_repaints_its_place_and_what_lies_on_it_alone(console: Console) -> None:
    console.show(online(tiles=tuple(served(seat) for seat in range(1, 7)), focus=2))
    place = console.window.stage.tiles[0].picture
    paints = Paints(console)
    _, frame = console.frames[1].look()
    assert frame is not None
    with console.qtbot.waitSignal(place.video.painted):
        console.frames[1].put(frame)
    console.settle()
    assert place.video in paints.widgets
    assert [widget for widget in paints.widgets if widget.parent() is not place] == []


def test_a_second_that_passes_repaints_no_key_and_no_picture(console: Console) -> None:
    tiles = [tuple(served(seat, addressed_s=float(second)) for seat in range(1, 7)) for second in (61, 62)]
    console.show(online(tiles=tiles[0], focus=2))
    paints = Paints(console)
    console.window.render(online(tiles=tiles[1], focus=2))
    console.settle()
    names = {widget.objectName() for widget in paints.widgets} - {""}
    assert names <= {f"tile_{seat}" for seat in range(1, 7)}  # for the time on it
    assert 6 <= len(paints.widgets) < 24


def test_pictures_under_a_dialog_do_not_repaint_it(console: Console) -> None:
    console.show(online(tiles=tuple(served(seat) for seat in range(1, 7)), focus=2))
    console.window.show_shortcuts()
    console.settle()
    dialog = console.window.overlay.dialog
    assert dialog is not None
    inside = [widget for widget in dialog.findChildren(QWidget) if widget.isVisible()]
    paints = Paints(console)
    for seat in range(1, 7):
        _, frame = console.frames[seat].look()
        assert frame is not None
        console.frames[seat].put(frame)
    console.settle()
    console.qtbot.waitUntil(lambda: console.window.stage.tiles[5].picture.video in paints.widgets)
    assert inside
    assert not set(inside) & set(paints.widgets)


@pytest.mark.parametrize("seen_before", [False, True])
def test_a_shut_dialog_takes_up_the_size_of_the_window_when_it_opens(
    console: Console, seen_before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = online(tiles=tuple(served(seat) for seat in range(1, 7)), focus=2)
    refitted: list[Label] = []
    refit = Label.refit

    def seen_refit(label: Label) -> None:
        refitted.append(label)
        refit(label)

    monkeypatch.setattr(Label, "refit", seen_refit)
    console.show(snapshot, 1366, 768)
    if seen_before:
        for _ in range(2):  # opened and shut
            console.window.show_queue()
    console.show(snapshot, 2560, 1440)
    labels = console.part("queue_dialog").findChildren(Label)
    refitted.clear()
    console.show(snapshot, 1920, 1080)
    assert refitted, "the window has changed"
    assert not set(labels) & set(refitted), "nobody sees it"
    console.window.show_queue()
    console.settle()
    late = pixels(console.window.grab())
    console.show(snapshot, 2560, 1440)
    console.show(snapshot, 1920, 1080)
    assert np.abs(late - pixels(console.window.grab())).max() < 10, "as if it had been open all the time"


def test_a_key_is_as_wide_as_what_it_says_now(console: Console) -> None:
    console.show(online(tiles=tuple(served(seat) for seat in range(1, 7)), focus=2))
    key = console.window.stage.tiles[0].talk
    wide = key.needed_px()
    key.show_as("W" * 20)
    assert key.needed_px() > wide
    key.show_as("")
    assert key.needed_px() < wide


def test_a_larger_screen_dresses_fields_and_no_other_widget_anew(console: Console) -> None:
    console.show(online(), 1920, 1080)
    before = console.window.styleSheet()
    field = console.part("login_password")
    narrow = field.styleSheet()
    console.show(online(), 2560, 1440)
    assert console.window.styleSheet() == before
    assert field.styleSheet() != narrow
