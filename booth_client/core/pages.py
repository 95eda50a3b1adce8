"""What the pages of the participant's own way show: identity, claim, documents, summary, slip, rating.

Responsible for: one frozen dataclass for each page, together the ``pages`` of a ``Snapshot``. Not for: when
which page shows (``way``), nor words that are the same for everybody (the views translate). Texts of claims
and documents come from the server in both languages and travel as they are.

Private by default: what was typed does not show in a ``repr``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from booth_client.core.capture import Corners, Flaw, Format
from booth_client.core.shutter import Hint
from channel.rules.claims import Need, Text
from channel.rules.slip import Slip


class NumberProblem(StrEnum):
    """Why a typed number cannot be taken as it is."""

    TOO_SHORT = "too_short"
    IMPOSSIBLE_DATE = "impossible_date"
    """The birth date inside a NIK does not exist."""
    NOT_A_TICKET = "not_a_ticket"
    """A code was scanned that is no ticket or booking of this branch."""


class NumberRemark(StrEnum):
    """What is odd about a number that is taken all the same."""

    UNKNOWN_PROVINCE = "unknown_province"
    UNUSUAL_FORM = "unusual_form"


@dataclass(frozen=True)
class NumberEntry:
    """A number on the keypad. ``length``: how many characters it usually has. ``shown``: the participant
    wants to see it; otherwise only the last character may be shown. ``may_go_on``: it can be taken."""

    typed: str = field(default="", repr=False)
    length: int = 16
    shown: bool = False
    problem: NumberProblem | None = None
    remark: NumberRemark | None = None
    may_go_on: bool = False


@dataclass(frozen=True)
class Scan:
    """A ticket, booking or card is looked for before the documents' camera. ``camera`` False: there is none,
    so only typing is offered. ``problem``: what was held before it last was not what is looked for."""

    camera: bool = True
    problem: NumberProblem | None = None


@dataclass(frozen=True)
class ClaimChoice:
    """One thing to come for. ``sentence``: in the person's own words; ``name``: the institution's."""

    claim: str
    sentence: Text
    name: Text


@dataclass(frozen=True)
class AskedQuestion:
    """One question of the claim's rule; ``answers``: id and text each. ``number`` counts from 1; 0: it is
    about a paper, the ``item`` of the checklist, and stands alone."""

    text: Text
    answers: tuple[tuple[str, Text], ...]
    chosen: str = ""
    number: int = 1
    item: str = ""


class PaperState(StrEnum):
    """How far one item of the checklist is, as the participant sees it."""

    OPEN = "open"
    BEGUN = "begun"
    """Some of its pictures are taken."""
    TAKEN = "taken"
    """All pictures are taken; not all are stored at the server yet."""
    STORED = "stored"
    ACCEPTED = "accepted"
    RETAKE = "retake"
    """The officer wants it photographed again; ``note`` says why."""
    NOT_BROUGHT = "not_brought"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Paper:
    """One item of the checklist. ``hint``: what to look for; ``pictures``: taken so far."""

    item: str
    name: Text
    hint: Text | None
    need: Need
    state: PaperState
    pictures: int = 0
    pictures_wanted: int = 1
    note: str = field(default="", repr=False)
    asked: bool = False
    """The officer asks for it now."""
    document: str = ""
    """Its kind, which is another than ``item`` where another document than the usual one will do; empty while
    nobody has said which there is."""

    @property
    def is_to_do(self) -> bool:
        """Whether it is still to be photographed."""
        return self.state in (PaperState.OPEN, PaperState.BEGUN, PaperState.RETAKE)

    def is_of(self, kind: str) -> bool:
        return kind in (self.item, self.document)


@dataclass(frozen=True)
class Capture:
    """The shot that is being taken. Either a ``flaw`` or a ``hint``; ``corners`` of the document in shares of
    the camera's picture. ``count`` of ``total``: this paper among those to photograph. ``form`` None: the
    participant's own face. ``counts_down_s``: only for that, until the picture is taken. ``may_close``: more
    pages may follow, and "that was the last page" makes sense. ``failures``: so often it did not succeed.
    """

    item: str
    name: Text
    hint_text: Text | None
    form: Format | None
    back: bool
    page: int
    pages: int
    """0: nobody knows how many pages there are."""
    count: int
    total: int
    hint: Hint | None = None
    flaw: Flaw | None = None
    corners: Corners | None = None
    progress: float = 0.0
    failures: int = 0
    counts_down_s: int = 0
    may_close: bool = False
    camera: bool = True
    """False: the documents' camera does not work now."""
    saving: bool = False
    """The picture is taken and is just being judged and straightened."""
    may_skip: bool = True
    """False while it has just followed another paper: whoever touches now means that one."""


@dataclass(frozen=True)
class Summary:
    """What was handed in and what the officer decided, to be signed. ``outcome`` as on the slip."""

    outcome: str
    reason: str = field(repr=False)
    handed_in: tuple[Text, ...]
    bring: tuple[Text, ...] = field(repr=False)
    signed: bool = False


class Printing(StrEnum):
    """How the paper slip is."""

    NO_PRINTER = "no_printer"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True)
class SlipPage:
    """The slip to take along or photograph."""

    slip: Slip = field(repr=False)
    printing: Printing
    originals: int
    """How many documents lie on the desk and have to be taken back."""


@dataclass(frozen=True)
class Pages:
    """What the page that is shown needs; the others are None."""

    scan: Scan | None = None
    number: NumberEntry | None = None
    claims: tuple[ClaimChoice, ...] = ()
    question: AskedQuestion | None = None
    papers: tuple[Paper, ...] = ()
    """In the order of the checklist; on documents, capture and summary."""
    capture: Capture | None = None
    summary: Summary | None = None
    slip: SlipPage | None = None
    rated: int = 0
    can_go_back: bool = False
    waits_for_rules: bool = False
    """The server has not said yet which claims there are."""
    claim_unasked: bool = False
    """It did not say so in time: the officer asks what the participant comes for."""
    not_saved: bool = False
    """The booth cannot keep what is captured (its disk or the server's key): the officer has to know."""
    on_the_way: int = 0
    """Pictures taken that are not stored at the server yet."""


NO_PAGES: Final = Pages()
