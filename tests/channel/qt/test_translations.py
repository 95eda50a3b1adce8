"""The catalogues of both programs, and the switch of the language while a program runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from assets import asset_path
from channel.qt import language, translations
from channel.qt.language import CatalogueError, Language
from channel.qt.translations import CATALOGUES, Catalogue

SAMPLE = Catalogue("sample", "tests/channel/qt/translated")


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda one: one.name)
def test_every_text_of_the_sources_is_translated_and_compiled(catalogue: Catalogue) -> None:
    assert translations.faults(catalogue, asset_path("translations")) == []


def translated(directory: Path) -> None:
    """A catalogue in ``directory`` for the sources of ``SAMPLE``, translated and compiled."""
    translations.update(SAMPLE, directory)
    ts = SAMPLE.ts(directory)
    text = ts.read_text(encoding="utf-8")
    assert "Selamat datang." in text
    text = text.replace(
        '<translation type="unfinished"></translation>', "<translation>Welcome.</translation>"
    )
    ts.write_text(text, encoding="utf-8")
    translations.release(SAMPLE, directory, SAMPLE.qm(directory))


def test_a_finished_catalogue_is_faultless(tmp_path: Path) -> None:
    translated(tmp_path)
    assert translations.faults(SAMPLE, tmp_path) == []


def test_a_missing_catalogue_is_a_fault(tmp_path: Path) -> None:
    (fault,) = translations.faults(SAMPLE, tmp_path)
    assert "does not exist" in fault


def test_an_unfinished_translation_is_a_fault_that_names_the_text(tmp_path: Path) -> None:
    translated(tmp_path)
    ts = SAMPLE.ts(tmp_path)
    ts.write_text(ts.read_text(encoding="utf-8").replace("Welcome.", ""), encoding="utf-8")
    assert any("Selamat datang." in fault for fault in translations.faults(SAMPLE, tmp_path))


def test_a_text_that_the_sources_no_longer_have_is_a_fault(tmp_path: Path) -> None:
    translated(tmp_path)
    ts = SAMPLE.ts(tmp_path)
    ts.write_text(
        ts.read_text(encoding="utf-8").replace("Selamat datang.", "Selamat jalan."), encoding="utf-8"
    )
    assert any("does not hold the texts" in fault for fault in translations.faults(SAMPLE, tmp_path))


def test_an_old_compiled_catalogue_is_a_fault(tmp_path: Path) -> None:
    translated(tmp_path)
    ts = SAMPLE.ts(tmp_path)
    ts.write_text(ts.read_text(encoding="utf-8").replace("Welcome.", "Hello."), encoding="utf-8")
    assert any("run release" in fault for fault in translations.faults(SAMPLE, tmp_path))


def test_the_language_changes_while_the_program_runs(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    translated(tmp_path)
    monkeypatch.setattr(language, "asset_path", lambda *parts: tmp_path / parts[-1])
    told: list[QEvent.Type] = []

    class Told(QLabel):
        def changeEvent(self, event: QEvent) -> None:
            told.append(event.type())

    label = Told()
    qtbot.addWidget(label)
    label.show()

    def word() -> str:
        return QCoreApplication.translate("Greeting", "Selamat datang.")

    assert word() == "Selamat datang."
    language.switch(qapp, Language.EN, "sample")
    assert word() == "Welcome."
    qtbot.waitUntil(lambda: QEvent.Type.LanguageChange in told)
    language.switch(qapp, Language.EN, "sample")
    assert word() == "Welcome."
    language.switch(qapp, Language.ID, "sample")
    assert word() == "Selamat datang."


def test_a_damaged_catalogue_is_refused_by_name(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sample_en.qm").write_bytes(b"not a catalogue")
    monkeypatch.setattr(language, "asset_path", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(CatalogueError, match=r"sample_en\.qm"):
        language.switch(qapp, Language.EN, "sample")
