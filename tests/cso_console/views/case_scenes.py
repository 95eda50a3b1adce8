"""Every picture of the officer's work on documents, for the list in ``scenes``.

Responsible for: names and snapshots. Not for: what is right about them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from channel.rules.claims import Text
from channel.wire.documents import Outcome, RequestRefusal, Verdict
from cso_console.core.casework import CaseView, Draft, Fetching
from cso_console.core.snapshot import DeskSnapshot, Ending, Need, NeedKind, TileState
from tests.cso_console.views.builders import HELP, LOST, TALK, served, single, six
from tests.cso_console.views.case_builders import (
    DOUBT,
    EARLIER,
    FAMILY_CARD,
    ID_SHOWN,
    LEFT,
    LINKS,
    LONG,
    LONG_AGO,
    NOON,
    ROWS,
    case,
    info,
    ready,
    shown,
)

TILES = (
    served(1, step="capture", document="id_card", claim="JHT", papers_done=2, papers=5, addressed_s=108),
    served(2, claim="JHT", papers_done=4, papers=6, papers_waiting=2, addressed_s=31),
    served(3, step="nik", addressed_s=58),
    replace(TALK, claim="JHT", papers_done=5, papers=5),
    replace(HELP, claim="JKM", papers_done=1, papers=8),
    replace(LOST, claim="JP", papers_done=6, papers=7),
)


def desk(shown: CaseView | None, **fields: Any) -> DeskSnapshot:
    """Six booths, the second in focus with this case."""
    locked = shown is not None and shown.draft is not None
    return six(**{"tiles": TILES, "case": shown, "focus_locked": locked, **fields})


def in_doubt(shown: CaseView) -> DeskSnapshot:
    tiles = (
        TILES[0],
        replace(TILES[1], person_doubt=True, next=True),
        TILES[2],
        served(4, step="summary", claim="JHT", papers_done=5, papers=5),
        served(5, step="claim"),
        served(6, person_doubt=True, step="documents"),
    )
    return desk(shown, tiles=tiles, need=Need(2, 2, NeedKind.PERSON_DOUBT, 4.0), talk_s=0.0)


def over(shown: CaseView, **fields: Any) -> DeskSnapshot:
    """Somebody else sits in the same booth already."""
    tiles = (TILES[0], replace(TILES[2], seat=2, number=2), *TILES[2:])
    left = (replace(LEFT[0], visit=shown.visit), *LEFT[1:])
    shown = replace(shown, over=True, ended_at=LONG_AGO)
    return desk(shown, **{"tiles": tiles, "focus": None, "undecided": left, **fields})


RETAKE = Draft("id_card", Verdict.RETAKE)
WORDS = "Surat asli dari PT lama belum distempel; HRD akan mengirim ulang melalui pos pekan depan."


def case_scenes() -> tuple[tuple[str, DeskSnapshot, str], ...]:
    """(name, snapshot, what is opened over it)."""
    nothing = case(claim="", rows=(), nik="", kpj="", born="", shown=None, known=True, answers=())
    typed = case(claim="", rows=(), shown=None, answers=(), compared=(), rules_version="", notes=())
    question = case(claim="question", claim_name=Text("Bertanya", "A question"), rows=(), shown=None)
    many = case(
        rows=(LONG, *ROWS, replace(FAMILY_CARD, item="worker_id_card", asked=True)),
        others=(info("still", page=1),),
        nik_remarks=("unknown_province", "serial_zero"),
        to_ask=(Text("Apakah saldo JHT lebih dari Rp 50 juta?", "Are your savings more?"),),
        earlier=EARLIER,
        wants="passport",
        shown=None,
    )
    letter = shown("work_letter", "work_letter", Text("Surat berhenti kerja", "Letter"))
    waiting = replace(ID_SHOWN, fetching=Fetching.LOADING)
    incomplete = Draft(outcome=Outcome.INCOMPLETE, bring=("Surat kuasa bermeterai",))
    complete = Draft(outcome=Outcome.COMPLETE)
    decided = ready(outcome=Outcome.COMPLETE, decided_at=NOON, signed=True)
    talking = replace(TILES[1], state=TileState.TALK, talk=True, listen=True)
    side = desk(case(live=True), tiles=(TILES[0], talking, *TILES[2:]))
    alone = single(case=case(number=1))
    alone_side = single(case=case(number=1, live=True))
    alone_doubt = single(case=case(number=1, doubt=DOUBT))
    return (
        ("case", desk(case()), ""),
        ("case-later", desk(case(shown=replace(ID_SHOWN, later=True))), ""),
        ("case-letter", desk(case(shown=letter)), ""),
        ("case-many", desk(many), ""),
        ("case-loading", desk(case(shown=waiting, saving=1)), ""),
        ("case-gone", desk(case(shown=replace(ID_SHOWN, fetching=Fetching.GONE))), ""),
        ("case-damaged", desk(case(shown=replace(ID_SHOWN, fetching=Fetching.DAMAGED))), ""),
        ("case-offline", desk(case(online=False, shown=waiting, saving=2)), ""),
        ("case-refused", desk(case(refused=RequestRefusal.CASE_FULL)), ""),
        ("case-looking", desk(case(looking=True)), ""),
        ("case-typed", desk(typed), ""),
        ("case-question", desk(question), ""),
        ("case-nothing-yet", desk(nothing), ""),
        ("case-not-connected", desk(replace(nothing, known=False, online=False)), ""),
        ("case-asked-for", desk(replace(nothing, known=False)), ""),
        ("case-withdrawn", desk(replace(nothing, withdrawn=True)), ""),
        ("case-no-consent", desk(None, focus=5, tiles=(*TILES[:4], _declined(), TILES[5])), ""),
        ("case-ready", desk(ready()), ""),
        ("case-decided", desk(decided), ""),
        ("case-over", over(case()), ""),
        ("case-over-unsure", over(case(unsure=True)), ""),
        ("case-over-second-look", over(ready(draft=replace(complete, sure=True))), ""),
        ("case-over-unsaved", over(case(draft=RETAKE)), ""),
        ("case-over-single", single(case=case(number=1, over=True), focus=None), ""),
        ("undecided", over(case()), "undecided_button"),
        ("undecided-none", desk(case()), "undecided_button"),
        ("undecided-locked", over(case(draft=Draft("id_card"))), "undecided_button"),
        ("undecided-offline", desk(case(), cases_online=False, undecided=LEFT), "undecided_button"),
        ("undecided-many", desk(case(), undecided=LEFT * 5), "undecided_button"),
        ("case-over-side-by-side", over(case(beside=letter)), ""),
        ("case-side-by-side", side, ""),
        ("case-two-documents", desk(case(beside=letter)), ""),
        ("case-doubt", in_doubt(case(doubt=DOUBT)), ""),
        ("case-doubt-held", in_doubt(case(doubt=replace(DOUBT, held=True, gap_s=900.0, saving=True))), ""),
        ("case-doubt-no-portrait", in_doubt(case(doubt=replace(DOUBT, portrait=None, seen=False))), ""),
        ("case-doubt-unknown-gap", in_doubt(case(doubt=replace(DOUBT, gap_s=0.0))), ""),
        ("case-single", alone, ""),
        ("case-single-side-by-side", alone_side, ""),
        ("case-single-doubt", alone_doubt, ""),
        ("case-retake", desk(case(draft=RETAKE)), ""),
        ("case-note", desk(case(draft=Draft("id_card", Verdict.ACCEPTED_WITH_NOTE, text=WORDS))), ""),
        ("case-note-offline", desk(case(online=False, draft=replace(RETAKE, text=WORDS, saving=True))), ""),
        ("case-retake-refused", desk(case(draft=replace(RETAKE, refused=RequestRefusal.DECIDED))), ""),
        ("case-finish", desk(case()), "finish_case_button"),
        ("case-incomplete", desk(replace(many, draft=incomplete)), ""),
        ("case-rejected", desk(case(draft=Draft(outcome=Outcome.REJECTED, text=WORDS))), ""),
        ("case-complete", desk(ready(draft=complete)), ""),
        ("case-second-look", desk(replace(many, draft=replace(incomplete, sure=True))), ""),
        ("case-second-look-complete", desk(ready(draft=replace(complete, sure=True))), ""),
        ("case-recording", desk(ready(draft=replace(complete, sure=True, saving=True))), ""),
        ("case-ask", desk(case()), "ask_document_button"),
        ("case-history", desk(many), "history_button"),
        ("case-links", desk(case(links=LINKS)), "links_button"),
        ("case-link", desk(case(links=LINKS[1:])), ""),
        ("case-other-person", in_doubt(case(doubt=DOUBT)), "other_person_button"),
        ("case-end-undecided", desk(case()), "end_service"),
        ("case-ending", desk(case(), ending=Ending(2, 2)), ""),
    )


def _declined() -> Any:
    return served(5, consent=False, picture_open=False)
