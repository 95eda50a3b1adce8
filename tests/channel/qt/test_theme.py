"""The theme keeps what the design promises: contrast, sizes on every screen, figures that do not dance."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication

from channel.qt import theme
from channel.qt.theme import Console, ConsoleType, Kiosk, KioskType, Scale

ROOT = Path(__file__).parents[3]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_by_the_formula_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


PROMISED = [
    (Kiosk.INK, Kiosk.BG, 15.1),
    (Kiosk.INK2, Kiosk.BG, 8.5),
    (Kiosk.EDGE, Kiosk.BG, 4.0),
    (Kiosk.EDGE, Kiosk.SURFACE, 4.2),
    (Kiosk.ON_PRIMARY, Kiosk.PRIMARY, 9.0),
    (Kiosk.ON_PRIMARY, Kiosk.PRESSED, 9.0),
    (Kiosk.ON_HEARD, Kiosk.HEARD, 7.8),
    (Kiosk.ON_ANNOUNCE, Kiosk.ANNOUNCE, 11.6),
    (Kiosk.ON_HELP, Kiosk.HELP, 10.3),
    (Kiosk.INK, Kiosk.TAKE_BACK, 10.0),
    (Kiosk.INK2, Kiosk.VEIL, 7.3),
    (Kiosk.INK, Kiosk.TINT, 7.0),
    (Kiosk.HEARD, Kiosk.BG, 7.0),
    (Kiosk.ANNOUNCE, Kiosk.SURFACE, 7.0),
    (Kiosk.SURFACE, Kiosk.INK, 7.0),
    (Kiosk.GOOD, Kiosk.INK, 7.0),
    (Kiosk.HELP, Kiosk.INK, 7.0),
    (Kiosk.HEARD, Kiosk.SURFACE, 7.0),
    (Console.T1, Console.B1, 14.0),
    (Console.T1, Console.B3, 7.0),
    (Console.T2, Console.B1, 8.7),
    (Console.T2, Console.B2, 7.0),
    (Console.T2, Console.VEIL, 6.0),
    (Console.T3, Console.B1, 5.6),
    (Console.T3, Console.B2, 4.5),
    (Console.EDGE, Console.B0, 3.5),
    (Console.EDGE, Console.B1, 3.5),
    (Console.EDGE, Console.B2, 3.5),
    (Console.ON_PAPER, Console.PAPER, 15.5),
    (Console.ON_TALK, Console.TALK, 5.1),
    (Console.ON_LISTEN, Console.LISTEN, 8.4),
    (Console.LISTEN, Console.LISTEN_TINT, 7.0),
    (Console.LISTEN, Console.B2, 5.0),
    (Console.ON_NEXT, Console.NEXT, 10.0),
    (Console.NEXT, Console.NEXT_TINT, 7.0),
    (Console.NEXT, Console.B1, 7.0),
]


@pytest.mark.parametrize(("text", "ground", "least"), PROMISED)
def test_text_is_as_readable_as_the_design_promises(text: str, ground: str, least: float) -> None:
    assert round(contrast(text, ground), 1) >= least


@pytest.mark.parametrize(("number", "least"), [(1, 5.4), (2, 8.6), (3, 5.2), (4, 15.9), (5, 5.3), (6, 12.0)])
def test_the_number_is_readable_on_its_badge(number: int, least: float) -> None:
    look = theme.booth_look(number)
    assert round(contrast(look.digit, look.colour), 1) >= least


def test_six_booths_differ_in_shape_and_colour_and_the_seventh_looks_like_the_first() -> None:
    looks = [theme.booth_look(number) for number in range(1, 7)]
    assert len({look.shape for look in looks}) == len({look.colour for look in looks}) == 6
    assert theme.booth_look(7) == theme.booth_look(1)


@pytest.mark.parametrize(
    ("size", "factor", "compact"),
    [
        ((1366, 768), 1.0, True),
        ((1600, 900), 1.0, False),
        ((1920, 1080), 1.0, False),
        ((2560, 1440), 1.2, False),
        ((3840, 2160), 1.2, False),
        ((1920, 800), 1.0, True),
    ],
)
def test_the_console_never_shrinks_its_type(size: tuple[int, int], factor: float, compact: bool) -> None:
    assert theme.console_scale(*size) == Scale(factor, compact)


@pytest.mark.parametrize(
    ("size", "factor"), [((1920, 1080), 1.0), ((1366, 768), 0.711), ((1280, 1024), 0.667)]
)
def test_the_kiosk_keeps_its_proportions_on_every_monitor(size: tuple[int, int], factor: float) -> None:
    scale = theme.kiosk_scale(*size)
    assert scale.factor == pytest.approx(factor, abs=0.001)
    assert scale.px(1920) <= size[0]
    assert scale.px(1080) <= size[1]


def test_a_thin_line_does_not_vanish_on_a_small_screen() -> None:
    assert Scale(0.3).px(1) == 1
    assert Scale(0.3).px(0) == 0


def test_six_tiles_fit_beside_each_other() -> None:
    for form, width in ((theme.CONSOLE, 1920), (theme.CONSOLE_COMPACT, 1366)):
        assert 6 * form.tile_width + 5 * form.gap + 2 * form.margin <= width


@pytest.mark.parametrize("weight", list(theme.Weight))
def test_the_shipped_font_is_used_in_each_weight(qapp: QApplication, weight: theme.Weight) -> None:
    theme.load_fonts()
    info = QFontInfo(theme.font(ConsoleType.BASE, Scale(), weight))
    assert (info.family(), info.weight()) == ("Inter", weight)


@pytest.mark.parametrize("step", [KioskType.HERO, KioskType.LEAST, ConsoleType.BASE])
def test_all_figures_are_equally_wide(qapp: QApplication, step: theme.Type) -> None:
    theme.load_fonts()
    metrics = QFontMetricsF(theme.font(step, Scale()))
    assert len({metrics.horizontalAdvance(figure * 4) for figure in "0123456789"}) == 1


def test_the_officers_zero_is_slashed_and_the_participants_is_plain(qapp: QApplication) -> None:
    theme.load_fonts()
    faces = theme.font(ConsoleType.BASE, Scale()), theme.kiosk_font(KioskType.BODY, Scale())
    features = [{tag.toString().data() for tag in face.featureTags()} for face in faces]
    assert features == [{b"tnum", b"zero"}, {b"tnum"}]


def test_colours_are_written_down_in_the_theme_alone() -> None:
    packages = ("booth_client", "cso_console", "channel")
    elsewhere = [
        f"{path.relative_to(ROOT)}: {colour}"
        for package in packages
        for path in sorted((ROOT / package).rglob("*.py"))
        if path.name != "theme.py"
        for colour in re.findall(
            r"""["' ]#[0-9A-Fa-f]{6}\b|\brgba?\(|QColor\((?!0, 0, 0, 0\))\d""",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert elsewhere == []
