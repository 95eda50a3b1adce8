"""The language of the screen, switched while the program runs.

Responsible for: installing and removing the translator. Not for: the texts: they are Indonesian in the
sources (``self.tr("…")``), and English is a translation in ``assets/translations``. Views take a switch in
``changeEvent`` as ``QEvent.Type.LanguageChange``. GUI thread only.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QTranslator

from assets import asset_path

_TRANSLATOR_NAME = "bilik_translator"


class Language(StrEnum):
    """The values go into configuration files and on the wire."""

    ID = "id"
    EN = "en"


class CatalogueError(RuntimeError):
    """Qt cannot read a compiled translation that the project ships."""


def switch(app: QCoreApplication, language: Language, catalogue: str) -> None:
    """Show ``app`` in ``language``. ``catalogue`` is the program's: ``"booth"`` or ``"console"``.

    Raises:
        CatalogueError, FileNotFoundError: ``assets/translations/{catalogue}_{language}.qm`` cannot be read;
        the
            old language stays.
    """
    translator: QTranslator | None = None
    if language is not Language.ID:
        translator = QTranslator(app)
        translator.setObjectName(_TRANSLATOR_NAME)
        name = f"{catalogue}_{language}.qm"
        if not translator.load(str(asset_path("translations", name))):
            raise CatalogueError(f"The translation {name} is damaged; install the program again.")
    for old in app.findChildren(QTranslator, _TRANSLATOR_NAME):
        if old is not translator:
            app.removeTranslator(old)
            old.deleteLater()
    if translator is not None:
        app.installTranslator(translator)
