"""What the officer sees of a case: facts, checklist, documents, notes, decision; part of the snapshot.

Responsible for: the shape of it. Not for: how it comes about (``cases``), nor pictures, which are too large
for snapshots and reach the viewer through ``DocumentPictures``.

Private by default: what belongs to the participant does not show in a ``repr``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from channel.rules.claims import Need, Text
from channel.rules.registry_links import LinkVerdict
from channel.wire.documents import DocumentInfo, Outcome, RequestRefusal, Verdict
from channel.wire.ids import DocumentId, VisitId


class PaperState(StrEnum):
    """What stands at an item of the checklist."""

    OPEN = "open"
    """Not there yet."""
    NEW = "new"
    """Pictures are there and wait for the officer."""
    ACCEPTED = "accepted"
    ACCEPTED_WITH_NOTE = "accepted_with_note"
    RETAKE = "retake"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class PaperRow:
    """One item of the checklist. ``documents``: its newest pictures, by page; ``at``: of the verdict or of
    the newest picture, Unix seconds, 0 for none. ``differs``: another paper says otherwise."""

    item: str
    name: Text
    because: str
    need: Need
    state: PaperState
    at: float = 0.0
    note: str = field(default="", repr=False)
    documents: tuple[DocumentInfo, ...] = ()
    differs: bool = False
    pictures_wanted: int = 1
    asked: bool = False
    """The booth is asked for it now."""
    saving: bool = False
    """A verdict on it was given and is not recorded yet."""
    accepts: tuple[str, ...] = ()
    """Kinds of document that any one of will do."""


@dataclass(frozen=True)
class ComparedCell:
    """What one source says of a subject. ``source``: an item, or ``typed``; ``odd``: positions of characters
    that differ from the first source's."""

    source: str
    text: str = field(repr=False)
    odd: tuple[int, ...] = ()
    differs: bool = False
    """From the first source's, in more than the way of writing."""


@dataclass(frozen=True)
class ComparedRow:
    """One subject (``name``, ``nik``, ``birth_date``) in all sources. ``remark``: as
    ``channel.rules.comparison`` names it; empty while they agree."""

    subject: str
    cells: tuple[ComparedCell, ...]
    remark: str = ""
    same: bool = True


@dataclass(frozen=True)
class PaperLink:
    """Where the code on a paper leads; shown as text and never opened. ``host``: for people to read, in
    ASCII; ``verdict``: whether it is the civil registry's, as ``channel.rules.registry_links`` judges."""

    name: Text
    text: str = field(repr=False)
    host: str
    verdict: LinkVerdict


@dataclass(frozen=True)
class WrittenNote:
    text: str = field(repr=False)
    officer: str = ""
    at: float = 0.0


@dataclass(frozen=True)
class EarlierVisit:
    reference: str
    claim: str
    at: float
    outcome: Outcome


class Fetching(StrEnum):
    """How the bytes of the document in the viewer are."""

    LOADING = "loading"
    READY = "ready"
    """Whole, hash equal, decoded."""
    GONE = "gone"
    DAMAGED = "damaged"
    """The hash is right, but it is no picture that may be shown."""


@dataclass(frozen=True)
class PersonDoubt:
    """The papers are shut until the officer has made sure that the same person sits there. ``gap_s``: how
    long nothing was seen, 0 when this console does not know (it has begun anew, or the visit came from
    another desk); ``held``: because of a hold, otherwise a broken link."""

    gap_s: float
    held: bool
    portrait: DocumentInfo | None
    """The picture of the participant from the beginning of the visit."""
    seen: bool = False
    """There is somebody to be seen now; without that nobody can be confirmed."""
    saving: bool = False
    """The officer has confirmed, and it is not recorded yet."""
    fetching: Fetching = Fetching.LOADING
    """Of the portrait."""


@dataclass(frozen=True)
class ShownDocument:
    """What lies in the viewer. ``item``: whose row it belongs to, empty for others. ``later``: it was taken
    while the booth was parked or held, so it is no proof of what the officer saw live."""

    document: DocumentInfo
    item: str
    name: Text
    fetching: Fetching
    later: bool = False
    unasked: bool = False
    """It opened by itself."""


@dataclass(frozen=True)
class Draft:
    """A decision that is not recorded yet: while there is one, the focus stays. ``item`` empty: the outcome
    of the whole case, which takes a second look (``sure``) before it is recorded."""

    item: str = ""
    verdict: Verdict | None = None
    outcome: Outcome = Outcome.NONE
    text: str = field(default="", repr=False)
    """Reason of a retake or rejection, or the note."""
    bring: tuple[str, ...] = field(default=(), repr=False)
    sure: bool = False
    saving: bool = False
    refused: RequestRefusal | None = None


@dataclass(frozen=True, eq=False)
class NoteBack:
    """A note that could not be recorded: it belongs into the line again. Each is another one, also with the
    same words."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class Undecided:
    """A case whose visit is over and that the officer may still decide. ``number``: the booth's, as on its
    door; times are Unix seconds. ``claim_name``: None when the branch has no such claim any more."""

    visit: VisitId
    number: int
    reference: str
    claim: str
    claim_name: Text | None
    opened_at: float
    ended_at: float
    """0: nobody saw when."""
    unsure: bool = False
    """Somebody else may have sat there at the end. As far as this console saw the visit."""


@dataclass(frozen=True)
class CaseView:
    """The case of the booth in focus. Before the participant has said what for, ``claim`` is empty and there
    are no rows. While there is a ``doubt`` nothing of the papers is in here but its portrait."""

    visit: VisitId
    number: int = 0
    """The booth's, as on its door; its colour follows from it."""
    over: bool = False
    """The visit has ended, and no booth is in focus; the case can be decided until the officer leaves it, and
    again when it is opened from among the ``Undecided``."""
    ended_at: float = 0.0
    """When, in Unix seconds; 0: not known."""
    unsure: bool = False
    """As of ``Undecided``."""
    withdrawn: bool = False
    """The case is not this desk's any more; nothing is left here but reference and outcome."""
    known: bool = False
    """The server has told the case; until then everything else is empty."""
    online: bool = False
    """The connection for documents stands."""
    reference: str = ""
    claim: str = ""
    claim_name: Text | None = None
    """As the branch calls it."""
    rules_version: str = ""
    answers: tuple[tuple[Text, Text], ...] = ()
    """Question and answer."""
    nik: str = field(default="", repr=False)
    kpj: str = field(default="", repr=False)
    ticket: str = field(default="", repr=False)
    nik_remarks: tuple[str, ...] = ()
    """As ``channel.rules.nik`` names warnings."""
    born: str = field(default="", repr=False)
    """ISO date that follows from the NIK."""
    rows: tuple[PaperRow, ...] = ()
    others: tuple[DocumentInfo, ...] = ()
    """Pictures that belong to no item."""
    to_ask: tuple[Text, ...] = ()
    """Questions of the rule that the participant has not answered."""
    missing: int = 0
    """Mandatory items without a document or verdict; while any is left "complete" is refused."""
    to_bring: tuple[Text, ...] = ()
    """A line for each of them: with "incomplete" the server tells the participant exactly this, and what the
    officer adds."""
    waiting: int = 0
    """Items whose pictures wait for a verdict."""
    notes: tuple[WrittenNote, ...] = ()
    notes_back: tuple[NoteBack, ...] = ()
    """The oldest first."""
    earlier: tuple[EarlierVisit, ...] = ()
    compared: tuple[ComparedRow, ...] = ()
    links: tuple[PaperLink, ...] = ()
    shown: ShownDocument | None = None
    beside: ShownDocument | None = None
    """The second document, side by side with ``shown``."""
    live: bool = False
    """Side by side with the live face instead."""
    doubt: PersonDoubt | None = None
    draft: Draft | None = None
    saving: int = 0
    """Requests that are neither recorded nor refused."""
    refused: RequestRefusal | None = None
    """Why the newest request was not recorded, unless the draft says it; gone with the next one."""
    outcome: Outcome = Outcome.NONE
    reason: str = field(default="", repr=False)
    bring: tuple[Text, ...] = ()
    decided_at: float = 0.0
    signed: bool = False
    wants: str = ""
    """The kind of document that the booth is asked for now."""
    looking: bool = False
    """The booth is asked for a live look."""
    kinds: tuple[tuple[str, Text], ...] = ()
    """What may be asked for: kinds of document by name."""


def id_of(shown: ShownDocument | None) -> DocumentId | None:
    return None if shown is None else shown.document.document
