"""Which pictures of documents are fetched, held in memory, and let go.

Responsible for: that a document is asked for once, the one that the officer opens first, few ahead of that,
and that memory stays bounded. Not for: bytes and pixels (``runtime``), nor which documents there are
(``cases``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from channel.wire.documents import DocumentInfo
from channel.wire.ids import DocumentId, VisitId
from cso_console.core.casework import Fetching
from cso_console.core.commands import Command, FetchDocument, ForgetDocuments
from cso_console.core.papers import is_picture

HELD_MOST = 16
"""Whole pictures at once; of an A4 page at 200 dpi each takes 16 MB."""
AHEAD_MOST = 24
"""Documents of one case that are fetched for their thumbnails before anybody opens them."""


class Fetches:
    """Of all visits. Every document is known by its id, which no two share."""

    def __init__(self) -> None:
        self._loading: dict[DocumentId, VisitId] = {}
        self._held: dict[DocumentId, VisitId] = {}
        """Whole pictures in memory, the one that was wanted longest ago first."""
        self._seen: dict[DocumentId, VisitId] = {}
        """There is a thumbnail of these."""
        self._failed: dict[DocumentId, tuple[VisitId, Fetching]] = {}

    def state(self, document: DocumentId) -> Fetching:
        """How the bytes of a document are that is wanted whole."""
        if document in self._held:
            return Fetching.READY
        return self._failed[document][1] if document in self._failed else Fetching.LOADING

    def want(self, visit: VisitId, document: DocumentInfo) -> list[Command]:
        """The officer opens it."""
        name = document.document
        if name in self._failed and self._failed[name][1] is Fetching.GONE:
            del self._failed[name]  # perhaps it is there by now
        return self.keep(visit, [document])

    def keep(self, visit: VisitId, documents: Iterable[DocumentInfo]) -> list[Command]:
        """These lie before the officer: told again and again."""
        commands: list[Command] = []
        for document in documents:
            name = document.document
            if name in self._held:
                self._held[name] = self._held.pop(name)
            elif name not in self._failed:
                commands += self._fetch(visit, document)
        return commands

    def ahead(self, visit: VisitId, documents: Iterable[DocumentInfo]) -> list[Command]:
        """The next one to have before it is asked for; one at a time, so that nothing waits behind them."""
        if self._loading or sum(of == visit for of in self._seen.values()) >= AHEAD_MOST:
            return []
        for document in documents:
            known = document.document in self._seen or document.document in self._failed
            if not known and is_picture(document):
                return self._fetch(visit, document)
        return []

    def came(self, document: DocumentId, shows: bool, shown: Collection[DocumentId]) -> list[Command]:
        """Its bytes are here. ``shown``: what lies before the officer and must stay."""
        visit = self._loading.pop(document, None)
        if visit is None:
            return []
        if not shows:
            self._failed[document] = (visit, Fetching.DAMAGED)
            return []
        self._held[document] = self._seen[document] = visit
        spare = [name for name in self._held if name not in shown and name != document]
        return [
            ForgetDocuments(self._held.pop(name), only=name)
            for name in spare[: max(0, len(self._held) - HELD_MOST)]
        ]

    def missed(self, document: DocumentId) -> None:
        """It cannot be had."""
        visit = self._loading.pop(document, None)
        if visit is not None:
            self._failed[document] = (visit, Fetching.GONE)

    def forget(self, visit: VisitId) -> list[Command]:
        """Everything of this visit."""
        for each in (self._loading, self._held, self._seen):
            for name in [name for name, of in each.items() if of == visit]:
                del each[name]
        self._failed = {name: one for name, one in self._failed.items() if one[0] != visit}
        return [ForgetDocuments(visit)]

    def _fetch(self, visit: VisitId, document: DocumentInfo) -> list[Command]:
        if document.document in self._loading:
            return []
        self._loading[document.document] = visit
        return [FetchDocument(visit, document)]
