"""Where the viewer gets the pictures of documents from.

Responsible for: what it asks of its source. Not for: fetching and decoding, which the program's runtime does
in threads of its own.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QImage

from channel.wire.ids import DocumentId


class DocumentPictures(Protocol):
    """Decoded pictures in memory; GUI thread only. ``arrived(str)``: there is one of this document now, or
    no more."""

    @property
    def arrived(self) -> SignalInstance: ...

    def picture(self, document_id: DocumentId) -> QImage | None:
        """Whole; None while it is not here. It must not be written to."""

    def thumbnail(self, document_id: DocumentId) -> QImage | None:
        """Small, for the checklist."""
