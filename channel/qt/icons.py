"""Icons: Tabler outline drawings in any colour and size.

Responsible for: rendering an SVG of ``assets/icons`` into a pixmap, once for each colour and size. Not for:
which icon a state has, nor its colour. GUI thread only.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from assets import asset_path


class IconError(LookupError):
    """No drawing of that name is shipped."""


def icon_pixmap(name: str, size_px: int, colour: str) -> QPixmap:
    """The icon ``name`` as a square of ``size_px`` logical pixels, drawn in ``colour`` ("#RRGGBB").

    Raises:
        IconError: ``assets/icons`` holds no ``name.svg``.
    """
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    key = f"icon {name} {size_px} {colour} {ratio}"
    pixmap = QPixmap()
    # Qt's own cache rather than Python's: a pixmap must not outlive the application.
    if not QPixmapCache.find(key, pixmap):
        pixmap = _render(name, size_px, colour, ratio)
        QPixmapCache.insert(key, pixmap)
    return pixmap


def _render(name: str, size_px: int, colour: str, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    pixmap = QPixmap(QSize(size_px, size_px) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    try:
        return asset_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    except OSError as missing:
        raise IconError(f"There is no icon called {name}.") from missing
