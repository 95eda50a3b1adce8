"""The panel for IT: a key opens and shuts it, it says what is known, and asks nothing while it is shut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from channel.core.lateness import LatenessFigures
from channel.qt.language import Language, switch
from channel.runtime.own_load import Load
from cso_console.core.snapshot import LinkFigures
from cso_console.views.diagnostics import OwnFacts, OwnFigures
from cso_console.views.piece import Label
from tests.cso_console.views.builders import idle, online, served, six
from tests.cso_console.views.conftest import Console
from tests.cso_console.views.test_looks import cut_texts
from tests.helpers.screens import grab

LARGEST = LinkFigures(1.0, 1.0, 9999.0, 999.0, (1920, 1080), 30.0, 99_999.0, 99_999.0)
SLOW = OwnFigures(Load(2.0, 9999.0), LatenessFigures(9.0, 99_999.0, 99_999.0, 99), LatenessFigures())


def a_second_later(console: Console) -> None:
    facts = console.part("diagnostics_dialog").findChild(OwnFacts)
    assert facts is not None
    facts.ask()


def press_f12(console: Console) -> None:
    QTest.keyClick(console.window, Qt.Key.Key_F12)
    console.settle()


def words(console: Console) -> list[str]:
    labels = console.part("diagnostics_dialog").findChildren(Label)
    return [label.text() for label in labels if label.isVisible() and label.text()]


def test_the_key_opens_it_and_the_same_key_shuts_it(console: Console) -> None:
    console.show(six())
    panel = console.part("diagnostics_dialog")
    assert not panel.isVisible()
    press_f12(console)
    assert panel.isVisible()
    press_f12(console)
    assert not panel.isVisible()
    assert console.took() == []


def test_escape_shuts_it_and_not_my_voice(console: Console) -> None:
    console.show(six())
    press_f12(console)
    QTest.keyClick(console.window, Qt.Key.Key_Escape)
    assert not console.part("diagnostics_dialog").isVisible()
    assert console.took() == []


def test_each_channel_has_a_line_and_a_free_booth_none(console: Console) -> None:
    far = LinkFigures(0.012, 0.03, 128.0, 46.0, (320, 180), 12.4, 218.4, 196.0)
    tiles = (served(1), *idle().tiles[1:2], served(3, figures=far), *idle().tiles[3:])
    console.show(online(tiles=tiles))
    press_f12(console)
    said = words(console)
    start = said.index("3")
    assert said[start : start + 10] == [
        *("3", "Dilayani", "Baik", "218", "196", "1,2 %", "3,0 %", "128 ms", "46 ms", "320×180 · 12/dtk"),
    ]
    assert "2" not in said


def test_a_lost_link_has_no_figures_and_says_so(console: Console) -> None:
    console.show(online(tiles=(served(1, lost_s=3.0), *idle().tiles[1:])))
    press_f12(console)
    said = words(console)
    assert said[said.index("1") + 3 :][:7] == ["–"] * 7


def test_new_figures_are_shown_while_it_is_open(console: Console) -> None:
    console.show(online(tiles=(served(1), *idle().tiles[1:])))
    press_f12(console)
    assert "777" not in words(console)
    newer = replace(served(1).figures, kbps_in=777.0)
    console.window.render(online(tiles=(served(1, figures=newer), *idle().tiles[1:])))
    assert "777" in words(console)


def test_without_a_channel_it_says_so_and_tells_of_the_console_all_the_same(console: Console) -> None:
    console.show(idle())
    press_f12(console)
    assert "Tidak ada saluran." in words(console)
    assert "prosesor – % dari satu inti · memori 188 MiB" in words(console), "a mean since it was open last"
    a_second_later(console)
    assert "prosesor 31 % dari satu inti · memori 188 MiB" in words(console)
    assert "terlambat p50 0 · p99 2 · terlama 780 ms" in words(console)


def test_what_is_not_known_is_a_dash(console: Console) -> None:
    console.own = OwnFigures(Load(0.0, None), LatenessFigures(), LatenessFigures())
    console.show(idle())
    press_f12(console)
    a_second_later(console)
    assert "prosesor 0 % dari satu inti · memori – MiB" in words(console)
    assert words(console).count("–") == 2


def test_the_console_is_asked_again_and_again_while_it_is_open(console: Console) -> None:
    console.show(idle())
    press_f12(console)
    console.own = SLOW
    console.qtbot.waitUntil(lambda: "prosesor 200 % dari satu inti · memori 9999 MiB" in words(console))


def test_nothing_is_asked_while_it_is_shut(console: Console) -> None:
    console.show(six())
    seconds = console.part("diagnostics_dialog").findChild(QTimer)
    assert seconds is not None
    assert (console.asked, seconds.isActive()) == (0, False)
    press_f12(console)
    assert (console.asked, seconds.isActive()) == (1, True)
    press_f12(console)
    assert (console.asked, seconds.isActive()) == (1, False)


@pytest.mark.parametrize("language", list(Language))
def test_the_largest_figures_fit_on_the_smallest_screen(
    console: Console, qapp: QApplication, language: Language
) -> None:
    console.own = SLOW
    switch(qapp, language, "console")
    try:
        for size in ((1280, 720), (1920, 1080)):
            console.show(six(tiles=tuple(served(seat, figures=LARGEST) for seat in range(1, 7))), *size)
            press_f12(console)
            a_second_later(console)
            grab(console.window, f"console-diagnostics-largest-{size[0]}-{language}")
            assert cut_texts(console.window.overlay) == []
            assert console.window.overlay.rect().contains(console.part("diagnostics_dialog").geometry())
            press_f12(console)
    finally:
        switch(qapp, Language.ID, "console")
