"""The audit log: who saw, changed and decided what; it only grows, and each entry holds the hash of the one
before.

Responsible for: the entries, the chain, finding its first broken link. Not for: when something is noted
(whoever does it notes it, in the same transaction). Source: UU PDP 27/2022, the duty to record all
processing.

An entry has ids and codes and nothing personal, for it outlives what it tells of. The hash is keyed by the
master key: whoever can write the database but has not the key cannot make a chain that holds. Entries cut
off at the end are noticed by an ``anchor``: number and hash of an entry that were noted elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass
from enum import StrEnum

import msgspec
from sqlalchemy import Connection, select

from signaling_server.store.keys import Keys
from signaling_server.store.tables import AUDIT, AUDIT_HEAD

FIRST_HASH = "0" * 64
Anchor = tuple[int, str]
"""An entry's number and hash, as ``anchor_text`` writes them down."""


class Action(StrEnum):
    """What was done."""

    CASE_OPENED = "case_opened"
    CASE_SEEN = "case_seen"
    DOCUMENT_STORED = "document_stored"
    DOCUMENT_SEEN = "document_seen"
    ITEM_DECIDED = "item_decided"
    NOTE_ADDED = "note_added"
    PERSON_CONFIRMED = "person_confirmed"
    OUTCOME_DECIDED = "outcome_decided"
    HANDED_OVER = "handed_over"
    EXPORTED = "exported"
    ERASED = "erased"
    PURGED = "purged"


def anchor_text(anchor: Anchor) -> str:
    return f"{anchor[0]}:{anchor[1]}"


def read_anchor(text: str) -> Anchor | None:
    """None when it is none."""
    formed = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", text.strip())
    return None if formed is None else (int(formed[1]), formed[2])


@dataclass(frozen=True)
class Entry:
    """``actor``: ``officer ID``, ``booth ID``, ``server`` or ``operator``; ``subject``: a document or
    record."""

    seq: int
    at: float
    actor: str
    action: str
    visit: str
    subject: str
    detail: str


@dataclass(frozen=True)
class Verdict:
    """How far the chain holds: ``entries`` from the first on, the last of them with ``hash``. ``broken``: a
    sentence about the first link that does not, empty if all do."""

    entries: int
    hash: str
    broken: str

    @property
    def anchor(self) -> str:
        return anchor_text((self.entries, self.hash))


def append(connection: Connection, keys: Keys, previous: str, entry: Entry) -> str:
    """Write the entry; gives its hash."""
    link = keys.link(previous, _form(entry))
    connection.execute(AUDIT.insert().values(**vars(entry), hash=link))
    return link


def verify(connection: Connection, keys: Keys, *anchors: Anchor) -> Verdict:
    """Follow the chain from its beginning. All that it reads must be of one moment."""
    noted: dict[int, set[str]] = {}
    for seq, link in anchors:
        noted.setdefault(seq, set()).add(link)
    count, previous = 0, FIRST_HASH
    entries = select(AUDIT).order_by(AUDIT.c.seq).execution_options(yield_per=1000)
    with connection.execute(entries) as rows:
        for row in rows:
            entry = Entry(row.seq, row.at, row.actor, row.action, row.visit, row.subject, row.detail)
            if entry.seq != count + 1:
                return Verdict(count, previous, f"entry {count + 1} is missing.")
            if row.hash != keys.link(previous, _form(entry)):
                return Verdict(count, previous, f"entry {entry.seq} is not what was written.")
            if not noted.get(entry.seq, set()) <= {row.hash}:
                return Verdict(count, previous, f"entry {entry.seq} is not the one of the anchor.")
            count, previous = entry.seq, row.hash
    head = connection.execute(select(AUDIT_HEAD)).one()
    if (head.seq, head.hash) != (count, previous) or max(noted, default=0) > count:
        return Verdict(count, previous, f"entries after {count} are missing.")
    return Verdict(count, previous, "")


def _form(entry: Entry) -> bytes:
    return msgspec.json.encode(astuple(entry))
