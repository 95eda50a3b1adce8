"""What the booth's views need of Qt: the shipped fonts, and Indonesian again after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from channel.qt import language, theme


@pytest.fixture(scope="session")
def fonts(qapp: QApplication) -> None:
    theme.load_fonts()


@pytest.fixture
def indonesian(qapp: QApplication, fonts: None) -> Iterator[None]:
    """The language of the screen is Indonesian before and after."""
    language.switch(qapp, language.Language.ID, "booth")
    yield
    language.switch(qapp, language.Language.ID, "booth")
