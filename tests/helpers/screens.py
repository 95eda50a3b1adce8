"""Screenshots of widgets, for tests and for the eye.

Responsible for: giving a widget's picture to a test, and keeping it when somebody wants to look:
with ``BILIK_SCREENSHOTS=DIRECTORY`` in the environment each becomes ``DIRECTORY/name.png``. Not for:
comparing pictures.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QVariantAnimation
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget


def wanted() -> bool:
    """Whether somebody wants to look, so that every picture is worth its time."""
    return "BILIK_SCREENSHOTS" in os.environ


def grab(widget: QWidget, name: str) -> QImage:
    """The whole ``widget`` as it is painted now, pending layout, fades and paint events done."""
    for fade in widget.findChildren(QVariantAnimation):
        fade.setCurrentTime(fade.totalDuration())
    QApplication.processEvents()
    image = widget.grab().toImage()
    directory = os.environ.get("BILIK_SCREENSHOTS")
    if directory:
        path = Path(directory) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        assert image.save(str(path)), f"cannot write {path}"
    return image
