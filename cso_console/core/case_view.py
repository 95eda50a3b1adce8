"""From a case on this desk to what is shown of it.

Responsible for: what a ``CaseView`` says, and that nothing of the papers is in it while the person is in
doubt. Not for: deciding anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from channel.rules import nik
from channel.rules.claims import ClaimKind, Text
from channel.rules.comparison import Subject
from channel.rules.nik import NotANik
from channel.rules.registry_links import RegistryHosts
from channel.wire.documents import CaseState
from channel.wire.ids import DocumentId
from channel.wire.undecided import UndecidedCase
from cso_console.core import papers
from cso_console.core.case_file import CaseFile
from cso_console.core.casework import (
    CaseView,
    ComparedRow,
    EarlierVisit,
    Fetching,
    PaperLink,
    PaperRow,
    PersonDoubt,
    ShownDocument,
    Undecided,
    WrittenNote,
)
from cso_console.core.readings import differing

_LINK_OF = "link."
"""In front of a document's kind: the key of what a code on it says, in the facts."""
Fetched = Callable[[DocumentId], Fetching]

Names = Mapping[str, Text]
"""What the branch calls its claims, by their words in the facts of a case."""


def claim_word(word: str) -> str:
    """Such as ``JHT``, for what a case's facts call ``jht``."""
    kind = ClaimKind.of_word(word)
    return word if kind is None else kind.value


def undecided(case: UndecidedCase, names: Names) -> Undecided:
    return Undecided(
        visit=case.visit,
        number=case.number,
        reference=case.reference,
        claim=claim_word(case.claim),
        claim_name=names.get(case.claim),
        opened_at=case.opened_at,
        ended_at=case.ended_at,
    )


def view(
    file: CaseFile,
    unsure: bool,
    online: bool,
    fetched: Fetched,
    names: Names,
    today: date,
    language: str,
    registry: RegistryHosts,
) -> CaseView:
    """``unsure``: somebody else may have sat there when the visit ended; ``fetched``: how the bytes of a
    document are; ``today``: in the branch, for plausible birth years; ``registry``: the hosts to which papers
    may lead."""
    state = file.state
    shell = CaseView(
        visit=file.visit,
        number=file.number,
        over=file.over,
        ended_at=file.ended_at,
        unsure=unsure,
        withdrawn=file.withdrawn,
        known=state is not None,
        online=online,
        reference=file.reference,
        draft=file.draft,
        saving=len(file.waiting),
        refused=file.refused,
        outcome=file.outcome,
        wants=file.asks.wants,
        looking=file.asks.look,
    )
    if state is None:
        return shell
    if file.in_doubt:
        return replace(shell, doubt=_doubt(file, state, fetched))
    name = None if state.facts is None else names.get(state.facts.claim)
    told = _told(replace(shell, claim_name=name), file, state, fetched, today, language)
    return replace(told, links=_links(state, registry))


def _doubt(file: CaseFile, state: CaseState, fetched: Fetched) -> PersonDoubt:
    presence = file.presence
    portrait = papers.portrait(state)
    return PersonDoubt(
        gap_s=presence.gap_s,
        held=presence.was_held,
        portrait=portrait,
        seen=presence.is_seen,
        saving=presence.is_confirming,
        fetching=Fetching.GONE if portrait is None else fetched(portrait.document),
    )


def _told(
    shell: CaseView, file: CaseFile, state: CaseState, fetched: Fetched, today: date, language: str
) -> CaseView:
    facts, lacking = state.facts, state.papers
    identity = {} if facts is None else facts.identity
    number, remarks, born = _number(identity.get("nik", ""), today)
    compared = _compared(file, state, number, identity.get("name", ""), born)
    rows = papers.rows(state, file.asks.wants, file.saving_items, differing(compared), language)
    return replace(
        shell,
        claim="" if facts is None else claim_word(facts.claim),
        rules_version="" if lacking is None else lacking.rules_version,
        answers=_answers(state),
        nik=number,
        kpj=identity.get("kpj", ""),
        ticket=identity.get("ticket", ""),
        nik_remarks=remarks,
        born=born,
        rows=rows,
        others=papers.others(state),
        to_ask=() if lacking is None else tuple(one.text for one in lacking.completeness.to_ask),
        missing=file.missing,
        to_bring=() if lacking is None else lacking.completeness.to_bring,
        waiting=file.counts.waiting,
        notes=tuple(WrittenNote(note.text, note.officer, note.written_at) for note in state.notes),
        notes_back=file.notes_back,
        earlier=tuple(
            EarlierVisit(one.reference, claim_word(one.claim), one.opened_at, one.outcome)
            for one in state.earlier
        ),
        compared=compared,
        shown=_shown(file, state, file.shown, rows, fetched),
        beside=_shown(file, state, file.beside, rows, fetched),
        live=file.live,
        reason=state.reason,
        bring=state.bring,
        decided_at=state.decided_at,
        signed=papers.is_signed(state),
        kinds=papers.kinds(state),
    )


def _number(typed: str, today: date) -> tuple[str, tuple[str, ...], str]:
    """The NIK, what is odd about it, and the birth date that follows from it."""
    if not typed:
        return "", (), ""
    try:
        number = nik.parse(typed)
    except NotANik as error:
        return typed, (error.fault.value,), ""
    born = number.birth_date(today)
    remarks = tuple(warning.value for warning in number.warnings(today))
    return number.number, remarks, "" if born is None else born.isoformat()


def _compared(file: CaseFile, state: CaseState, number: str, name: str, born: str) -> tuple[ComparedRow, ...]:
    typed = {Subject.NIK: number, Subject.NAME: name, Subject.BIRTH_DATE: born}
    return file.readings.compared(typed, papers.item_ids(state))


def _answers(state: CaseState) -> tuple[tuple[Text, Text], ...]:
    """Those that some document depends on, in words."""
    items = () if state.papers is None else state.papers.checklist.items
    told = {(one.question, one.answer): None for item in items for one in item.because}
    return tuple(told)


def _links(state: CaseState, registry: RegistryHosts) -> tuple[PaperLink, ...]:
    identity: Mapping[str, str] = {} if state.facts is None else state.facts.identity
    found = []
    for key, text in identity.items():
        if key.startswith(_LINK_OF):
            judged = registry.judge(text)
            name = papers.name_of(key.removeprefix(_LINK_OF), state)
            found.append(PaperLink(name, text, judged.host, judged.verdict))
    return tuple(found)


def _shown(
    file: CaseFile,
    state: CaseState,
    name: DocumentId | None,
    rows: tuple[PaperRow, ...],
    fetched: Fetched,
) -> ShownDocument | None:
    document = file.document(name)
    if document is None:
        return None
    row = papers.row_of(document, rows)
    return ShownDocument(
        document=document,
        item="" if row is None else row.item,
        name=papers.name_of(document.kind, state),
        fetching=fetched(document.document),
        later=papers.is_later(document),
        unasked=file.unasked and name == file.shown,
    )
