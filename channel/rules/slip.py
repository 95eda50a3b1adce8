"""The slip that a participant takes home: what stands on it, line by line, each with its role.

Responsible for: its content and wording in Indonesian and English, and that no personal number gets onto it.
Not for: how a line looks, which whoever prints, draws or shows it decides by its role.

A slip is carried about and lost, so it names nobody: no name, no NIK, no KPJ. Its reference is enough for an
officer. What officers write for a participant to read stands on it, with long numbers covered
(``without_numbers``); a name in it nobody can tell from other words.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from channel.rules.claims import Checklist, Text
from channel.rules.masking import masked

LONGEST_NUMBER: Final = 8
"""Digits that may stand in a row: those of a date. The numbers of people and accounts are longer."""


class SlipOutcome(StrEnum):
    """How the visit ended, by the words of the wire (``channel.wire.documents.Outcome``)."""

    OPEN = ""
    """Not decided yet."""
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    REJECTED = "rejected"
    PASSED_ON = "passed_on"


class Role(StrEnum):
    """What a line is for."""

    TITLE = "title"
    PLACE = "place"
    """Branch, booth, time."""
    CODE = "code"
    """The content of a QR code."""
    REFERENCE = "reference"
    CUT = "cut"
    """Nothing but a line across, between the parts."""
    CLAIM = "claim"
    OUTCOME = "outcome"
    HEADING = "heading"
    DONE = "done"
    """One thing that was handed in: ticked."""
    BRING = "bring"
    """One thing to bring: numbered, from 1."""
    NOTE = "note"
    REMINDER = "reminder"
    """What must not be overlooked."""


@dataclass(frozen=True)
class SlipLine:
    """``text`` is one paragraph without line breaks; ``number`` counts what is to be brought."""

    role: Role
    text: str = ""
    number: int = 0


Slip = tuple[SlipLine, ...]
"""From top to bottom."""


@dataclass(frozen=True)
class SlipFacts:
    """What a slip tells, all of it in ``language`` (``en``; anything else is Indonesian).

    ``at``: local time. ``claim`` is its name, empty when nobody knows. ``handed_in`` and ``bring``: a line
    for each document, ``how_to_ask``: the branch's own sentence about where the state of a claim is told.
    """

    language: str
    branch: str
    booth: int
    at: datetime
    reference: str
    outcome: SlipOutcome
    claim: str = ""
    handed_in: tuple[str, ...] = ()
    bring: tuple[str, ...] = ()
    reason: str = ""
    how_to_ask: str = ""


BOOTH_COLOURS: Final = (
    Text("biru", "blue"),
    Text("merah muda", "pink"),
    Text("anggur", "plum"),
    Text("gading", "ivory"),
    Text("cokelat", "brown"),
    Text("langit", "sky blue"),
)
"""Of booths 1 to 6, as on their doors; above six they come round again and the number decides."""

TITLE: Final = Text("BUKTI PELAYANAN", "SERVICE RECEIPT")
BOOTH: Final = Text("Bilik {number} ({colour})", "Booth {number} ({colour})")
TIME: Final = Text("%d-%m-%Y · %H.%M", "%d-%m-%Y · %H:%M")
OUTCOMES: Final = {
    SlipOutcome.OPEN: Text("Berkas Anda sedang diperiksa.", "Your papers are being checked."),
    SlipOutcome.COMPLETE: Text("Berkas lengkap.", "Your papers are complete."),
    SlipOutcome.INCOMPLETE: Text("Berkas belum lengkap.", "Your papers are not complete yet."),
    SlipOutcome.REJECTED: Text("Klaim tidak dapat diterima.", "Your claim cannot be accepted."),
    SlipOutcome.PASSED_ON: Text("Klaim Anda diteruskan.", "Your claim was passed on."),
}
REASON: Final = Text("Alasan: {reason}", "Reason: {reason}")
DONE: Final = Text("SUDAH DIFOTO:", "PHOTOGRAPHED:")
BRING: Final = Text("BAWA:", "PLEASE BRING:")
KEPT: Final = Text(
    "Yang sudah difoto tetap tersimpan. Anda tidak perlu mengulang dari awal.",
    "What was photographed stays stored. You need not start again.",
)
ASK: Final = Text(
    "Untuk menanyakan klaim Anda, tunjukkan nomor atau kode QR ini kepada petugas.",
    "To ask about your claim, show this number or QR code to an officer.",
)
REMINDER: Final = Text("Ambil kembali semua dokumen asli.", "Take back all your original papers.")


def slip(facts: SlipFacts) -> Slip:
    """The whole slip."""

    def told(text: Text) -> str:
        return text.of(facts.language)

    colour = BOOTH_COLOURS[(facts.booth - 1) % len(BOOTH_COLOURS)]
    lines = [
        SlipLine(Role.TITLE, told(TITLE)),
        SlipLine(Role.PLACE, facts.branch),
        SlipLine(Role.PLACE, told(BOOTH).format(number=facts.booth, colour=told(colour))),
        SlipLine(Role.PLACE, facts.at.strftime(told(TIME))),
        SlipLine(Role.CODE, facts.reference),
        SlipLine(Role.REFERENCE, facts.reference),
        SlipLine(Role.CUT),
        SlipLine(Role.CLAIM, facts.claim),
        SlipLine(Role.OUTCOME, told(OUTCOMES[facts.outcome])),
    ]
    if facts.reason:
        lines.append(SlipLine(Role.NOTE, told(REASON).format(reason=_free(facts.reason))))
    if facts.handed_in:
        lines.append(SlipLine(Role.HEADING, told(DONE)))
        lines += [SlipLine(Role.DONE, _free(name)) for name in facts.handed_in]
    if facts.bring:
        lines.append(SlipLine(Role.HEADING, told(BRING)))
        lines += [SlipLine(Role.BRING, _free(name), number) for number, name in enumerate(facts.bring, 1)]
    lines.append(SlipLine(Role.CUT))
    lines.append(SlipLine(Role.REMINDER, told(REMINDER)))
    if facts.handed_in and facts.bring:
        lines.append(SlipLine(Role.NOTE, told(KEPT)))
    lines += [SlipLine(Role.NOTE, told(ASK)), SlipLine(Role.NOTE, facts.how_to_ask)]
    return tuple(line for line in lines if line.text or line.role is Role.CUT)


def handed_in(checklist: Checklist, kinds: Collection[str], language: str) -> tuple[str, ...]:
    """The names of those documents of ``checklist`` that are among ``kinds``, in its order. What it does not
    want, such as facts or a signature, is no paper that was handed in."""
    documents = {one.id: one for item in checklist.items for one in item.one_of}
    return tuple(one.name.of(language) for one in documents.values() if one.id in kinds)


def without_numbers(text: str) -> str:
    """``text`` with every number of more than ``LONGEST_NUMBER`` digits covered, however it is grouped."""
    return _LONG_NUMBER.sub(lambda found: masked(found[0], shown=0), text)


_LONG_NUMBER: Final = re.compile(rf"\d(?:[ .\-]?\d){{{LONGEST_NUMBER},}}")


def _free(text: str) -> str:
    """What somebody typed, on one line."""
    return without_numbers(" ".join(text.split()))
