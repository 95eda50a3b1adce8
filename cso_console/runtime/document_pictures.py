"""Pictures of documents, from their bytes to what the viewer paints.

Responsible for: decoding under limits, exactly or not at all, and keeping what was decoded in memory until it
is forgotten. Not for: fetching (``case_desk``), nor which picture is shown (``core``). Nothing is written to
a disk.

Bytes from a booth are a stranger's. They are refused by what they say of themselves before any decoder sees
them (``channel.rules.pictures``), and a JPEG is decoded twice, the second time with noise behind its data,
which tells whether they are whole (``channel.rules.jpeg.with_noise``).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLoggingCategory, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter

from channel.rules.jpeg import with_noise
from channel.rules.picture_file import PictureFile, PictureFlaw, PictureKind, PictureRefused
from channel.rules.pictures import inspect
from channel.wire.ids import DocumentId

WHOLE_MOST_PX = 12_000_000
"""A larger picture is kept scaled down to this; an A4 page at 300 dpi has 8.7 million."""
THUMBNAIL_PX = 240
"""Of the longer side."""
DECODING_MOST_MIB = 256
"""For one picture while it is decoded; the largest that passes has 40 million pixels."""


@dataclass(frozen=True)
class Decoded:
    """``whole``: as the viewer paints it; ``thumbnail``: the same, small."""

    whole: QImage
    thumbnail: QImage


def decode(content: bytes) -> Decoded:
    """Any thread; up to a second for the largest that is allowed. Raises ``PictureRefused``."""
    file = inspect(content)
    QImageReader.setAllocationLimit(DECODING_MOST_MIB)
    picture = _read(file.bare, file)
    if file.kind is PictureKind.JPEG and _read(with_noise(file.bare), file) != picture:
        raise PictureRefused(PictureFlaw.BROKEN)
    return Decoded(_scaled(picture, picture.size()), _scaled(picture, _thumbnail(picture.size())))


class DocumentPictures(QObject):
    """What is decoded. ``arrived(str)``: there is a picture of this document now, or no more; receivers in
    the GUI thread are called there. Methods: any thread."""

    arrived = Signal(str)

    def __init__(self) -> None:
        """In the GUI thread."""
        super().__init__()
        # Qt warns of each JPEG whose data go on or end early; ``decode`` says what is to be said of that.
        QLoggingCategory.setFilterRules("qt.gui.imageio.*=false")
        self._lock = threading.Lock()
        self._decoded: dict[DocumentId, QImage] = {}
        self._thumbnails: dict[DocumentId, QImage] = {}

    def picture(self, document_id: DocumentId) -> QImage | None:
        """Whole; None while it is not here. It must not be written to."""
        with self._lock:
            return self._decoded.get(document_id)

    def thumbnail(self, document_id: DocumentId) -> QImage | None:
        """Small, for the checklist."""
        with self._lock:
            return self._thumbnails.get(document_id)

    def keep(self, document_id: DocumentId, decoded: Decoded) -> None:
        with self._lock:
            self._decoded[document_id], self._thumbnails[document_id] = decoded.whole, decoded.thumbnail
        self.arrived.emit(document_id)

    def let_go(self, document_id: DocumentId) -> None:
        """Of the whole picture; the thumbnail stays."""
        with self._lock:
            gone = self._decoded.pop(document_id, None)
        if gone is not None:
            self.arrived.emit(document_id)

    def forget(self, document_id: DocumentId) -> None:
        """Nothing of it stays."""
        with self._lock:
            self._decoded.pop(document_id, None)
            gone = self._thumbnails.pop(document_id, None)
        if gone is not None:
            self.arrived.emit(document_id)

    def __len__(self) -> int:
        """How many documents there is anything of."""
        with self._lock:
            return len(self._thumbnails)


def _read(bare: bytes, file: PictureFile) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(bare))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    # The format is named, so that no other reader has a look at a stranger's bytes.
    reader = QImageReader(buffer, QByteArray(file.kind.value.encode()))
    reader.setAutoTransform(False)
    size = QSize(file.width_px, file.height_px)
    if reader.size() != size:
        raise PictureRefused(PictureFlaw.BROKEN)
    fitting = _fitting(size)
    if fitting != size:  # the reader scales without keeping other threads from their work
        reader.setScaledSize(fitting)
    picture = reader.read()
    if picture.isNull() or picture.size() != fitting:
        raise PictureRefused(PictureFlaw.BROKEN)
    return picture


def _fitting(size: QSize) -> QSize:
    area_px = size.width() * size.height()
    if area_px <= WHOLE_MOST_PX:
        return size
    share = (WHOLE_MOST_PX / area_px) ** 0.5
    return QSize(max(1, int(size.width() * share)), max(1, int(size.height() * share)))


def _thumbnail(size: QSize) -> QSize:
    box = QSize(THUMBNAIL_PX, THUMBNAIL_PX)
    small = size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
    return small.expandedTo(QSize(1, 1)) if size.boundedTo(box) != size else size


def _scaled(picture: QImage, size: QSize) -> QImage:
    """On white where it is transparent."""
    small = (
        picture
        if picture.size() == size
        else picture.scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    )
    if not small.hasAlphaChannel():
        return small.convertToFormat(QImage.Format.Format_RGB32)
    plain = QImage(size, QImage.Format.Format_RGB32)
    plain.fill(Qt.GlobalColor.white)
    painter = QPainter(plain)
    painter.drawImage(0, 0, small)
    painter.end()
    return plain
