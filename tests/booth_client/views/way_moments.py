"""Snapshots of the pages of the participant's own way, in all their states, with the longest words.

Responsible for: arranging what the views are asked to show; claims and documents are those of
``assets/claims``. Not for: when the machine shows which.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import datetime

import msgspec

from assets import asset_path
from booth_client.core.capture import CARD, PAGE, Corners, Flaw
from booth_client.core.pages import (
    AskedQuestion,
    Capture,
    ClaimChoice,
    NumberEntry,
    NumberProblem,
    NumberRemark,
    Pages,
    Paper,
    PaperState,
    Printing,
    Scan,
    SlipPage,
    Summary,
)
from booth_client.core.photographing import which_of
from booth_client.core.shutter import Hint
from booth_client.core.snapshot import (
    Help,
    Language,
    PrivacyLine,
    PrivacyState,
    Question,
    Screen,
    Snapshot,
)
from channel.rules.claim_files import ClaimFile, DocumentsFile, claim_rules
from channel.rules.claims import Need, Text
from channel.rules.slip import SlipFacts, SlipOutcome, slip

LONG_NAME = "Maria Kusumawardhani"
NOTE = "Tanda tangan di bagian bawah tidak terlihat, letakkan kertas lebih ke tengah kotak"
"""As long as an officer's reason may be."""
OUTLINE: Corners = ((0.2, 0.2), (0.79, 0.19), (0.8, 0.8), (0.21, 0.82))


def _table(name: str) -> dict[str, object]:
    return tomllib.loads(asset_path("claims", f"{name}.toml").read_text(encoding="utf-8"))


DOCUMENTS = msgspec.convert(_table("documents"), DocumentsFile)
CLAIMS = [msgspec.convert(_table(name), ClaimFile) for name in ("jht", "jkk", "jkm", "jp", "question")]
ALL_RULES = claim_rules(DOCUMENTS, {f"{one.kind.word}.toml": one for one in CLAIMS})


def _text(table: object) -> Text:
    return msgspec.convert(msgspec.to_builtins(table), Text)


def _moment(screen: Screen, pages: Pages) -> Snapshot:
    return Snapshot(
        screen=screen,
        language=Language.INDONESIAN,
        privacy=PrivacyLine(PrivacyState.NO_OFFICER),
        number=2,
        server_up=True,
        consent=True,
        pages=replace(pages, can_go_back=screen not in _WITHOUT_BACK),
    )


_WITHOUT_BACK = (Screen.LOOK, Screen.SUMMARY, Screen.SLIP, Screen.RATING)


def joined(moment: Snapshot, *, seen: bool = True) -> Snapshot:
    """The officer has come and talks to the participant."""
    privacy = PrivacyLine(PrivacyState.HEARD, LONG_NAME, heard=True, seen=True)
    return replace(moment, officer=LONG_NAME, officer_talks=True, officer_seen=seen, privacy=privacy)


# ---------------------------------------------------------------- what the pages show

CHOICES = tuple(ClaimChoice(claim.kind.word, claim.sentence, claim.name) for claim in ALL_RULES.claims)
QUESTIONS = [
    AskedQuestion(
        _text(table.text),
        tuple((str(answer), _text(text)) for answer, text in table.answers.items()),
        number=number,
    )
    for claim in CLAIMS
    for number, table in enumerate(claim.questions.values(), 1)
]
_LONGEST = sorted(DOCUMENTS.documents.items(), key=lambda one: -len(one[1].name.en + one[1].name.id))[:13]
EITHER = Text(
    "Surat berhenti kerja (paklaring) atau Putusan pengadilan hubungan industrial",
    "Letter that your work has ended (paklaring) or Ruling of the labour court",
)
"""As an item is named for which another document will do as well."""
_STATES = [*PaperState]
PAPERS = (
    Paper("work_letter", EITHER, None, Need.MANDATORY, PaperState.RETAKE, note=NOTE, pictures=1),
    *(
        Paper(
            str(document),
            _text(table.name),
            None if table.hint is None else _text(table.hint),
            Need.IF_APPLICABLE if index % 4 == 3 else Need.MANDATORY,
            _STATES[index % len(_STATES)],
            pictures=index,
            asked=index == 8,
        )
        for index, (document, table) in enumerate(_LONGEST)
    ),
)
_USUAL = ("member_card", "id_card", "family_card", "bank_book")
FEW = tuple(
    Paper(
        name,
        _text(DOCUMENTS.documents[name].name),  # type: ignore[index]  # a NewType
        _text(DOCUMENTS.documents[name].hint) if DOCUMENTS.documents[name].hint else None,  # type: ignore[index]
        Need.MANDATORY,
        PaperState.STORED if name == "member_card" else PaperState.OPEN,
    )
    for name in _USUAL
)
DONE = tuple(replace(paper, state=PaperState.STORED) for paper in FEW)
CARD_SHOT = Capture(
    item="id_card",
    name=FEW[1].name,
    hint_text=FEW[1].hint,
    form=CARD,
    back=False,
    page=1,
    pages=2,
    count=2,
    total=4,
    hint=Hint.LAY_DOWN,
)
PAGE_SHOT = replace(
    CARD_SHOT,
    item=PAPERS[0].item,
    name=EITHER,
    hint_text=None,
    form=PAGE,
    page=3,
    pages=0,
    count=14,
    total=14,
    may_close=True,
)
FACE_SHOT = replace(
    CARD_SHOT, item="portrait", name=Text("Foto diri", "Picture of yourself"), hint_text=None, form=None
)
_ALL_NAMES = tuple(paper.name for paper in PAPERS)
_BRING = tuple(
    Text(
        f"{name.id}. Dari kelurahan, kecamatan, atau pengadilan.",
        f"{name.en}. From the village, the district or a court.",
    )
    for name in _ALL_NAMES
)
COMPLETE = Summary(SlipOutcome.COMPLETE.value, "", tuple(paper.name for paper in FEW), ())


def slip_of(
    language: str, outcome: SlipOutcome, done: tuple[Text, ...], bring: tuple[Text, ...] = ()
) -> SlipPage:
    facts = SlipFacts(
        language,
        "Kantor Cabang Contoh Selatan",
        2,
        datetime(2026, 11, 20, 9, 56),
        "JHT-4K7P-2M",
        outcome,
        "Jaminan Hari Tua (JHT)",
        tuple(text.of(language) for text in done),
        tuple(text.of(language) for text in bring),
        NOTE if outcome is SlipOutcome.REJECTED else "",
    )
    return SlipPage(slip(facts), Printing.PRINTED, len(done))


SLIP = slip_of("id", SlipOutcome.COMPLETE, COMPLETE.handed_in)

# ---------------------------------------------------------------- moments

IDENTITY = _moment(Screen.IDENTITY, Pages(scan=Scan()))
NIK = _moment(Screen.NIK, Pages(number=NumberEntry("99710152078")))
KPJ = _moment(Screen.KPJ, Pages(number=NumberEntry("0712", 11, may_go_on=True)))
CLAIM = _moment(Screen.CLAIM, Pages(claims=CHOICES))
_ONE_OF = next(
    need.one_of
    for claim in ALL_RULES.claims
    for rule in claim.rules
    for need in rule.requirements
    if len(need.one_of) > 1
)
WHICH = which_of(_ONE_OF[0].id, _ONE_OF)
CLAIM_QUESTION = _moment(Screen.CLAIM_QUESTION, Pages(question=QUESTIONS[0]))
DOCUMENTS_PAGE = _moment(Screen.DOCUMENTS, Pages(papers=FEW))
CAPTURE = _moment(Screen.CAPTURE, Pages(papers=FEW, capture=CARD_SHOT))
CAPTURE_PAGE = _moment(Screen.CAPTURE, Pages(papers=PAPERS, capture=PAGE_SHOT))
LOOK = joined(_moment(Screen.LOOK, Pages()))
SUMMARY = _moment(Screen.SUMMARY, Pages(summary=COMPLETE))
SLIP_PAGE = replace(_moment(Screen.SLIP, Pages(slip=SLIP)), wipe_in_s=90)
RATING = replace(_moment(Screen.RATING, Pages()), wipe_in_s=90)


def _with(moment: Snapshot, **pages: object) -> Snapshot:
    return replace(moment, pages=replace(moment.pages, **pages))  # type: ignore[arg-type]


def _shot(**capture: object) -> Snapshot:
    return _with(CAPTURE, capture=replace(CARD_SHOT, **capture))  # type: ignore[arg-type]


def _number(moment: Snapshot, **entry: object) -> Snapshot:
    number = moment.pages.number
    assert number is not None
    return _with(moment, number=replace(number, **entry))  # type: ignore[arg-type]


def _incomplete(outcome: SlipOutcome) -> Summary:
    return Summary(outcome.value, NOTE, _ALL_NAMES, _BRING)


WAY_MOMENTS: dict[str, Snapshot] = {
    "identity": IDENTITY,
    "identity-not-a-ticket": _with(IDENTITY, scan=Scan(problem=NumberProblem.NOT_A_TICKET)),
    "identity-without-camera": _with(IDENTITY, scan=Scan(camera=False)),
    "identity-joined": joined(IDENTITY),
    "nik": NIK,
    "nik-empty": _number(NIK, typed="", may_go_on=True),
    "nik-shown": _number(NIK, typed="9971015207880003", shown=True, may_go_on=True),
    "nik-impossible": _number(NIK, typed="9971015207880003", problem=NumberProblem.IMPOSSIBLE_DATE),
    "nik-too-short": _number(NIK, problem=NumberProblem.TOO_SHORT),
    "nik-odd": _number(NIK, typed="0071015207880003", remark=NumberRemark.UNKNOWN_PROVINCE, may_go_on=True),
    "nik-joined": joined(_number(NIK, remark=NumberRemark.UNUSUAL_FORM)),
    "kpj": KPJ,
    "kpj-empty": _number(KPJ, typed=""),
    "kpj-odd": _number(KPJ, typed="07A12345678901", shown=True, remark=NumberRemark.UNUSUAL_FORM),
    "kpj-joined": joined(KPJ),
    "claim": CLAIM,
    "claim-four": _with(CLAIM, claims=CHOICES[:4]),
    "claim-waits": _with(CLAIM, claims=(), waits_for_rules=True),
    "claim-joined": joined(CLAIM),
    "claim-joined-without-picture": joined(CLAIM, seen=False),
    **{
        f"claim-question-{index}": _with(CLAIM_QUESTION, question=question)
        for index, question in enumerate(QUESTIONS)
    },
    "claim-question-chosen": _with(
        CLAIM_QUESTION, question=replace(QUESTIONS[0], chosen=QUESTIONS[0].answers[3][0])
    ),
    "claim-question-joined": joined(CLAIM_QUESTION),
    "claim-question-which": _with(CLAIM_QUESTION, question=WHICH),
    "claim-question-which-joined": joined(_with(CLAIM_QUESTION, question=WHICH)),
    "documents": DOCUMENTS_PAGE,
    "documents-all": _with(DOCUMENTS_PAGE, papers=PAPERS, on_the_way=3),
    "documents-done": _with(DOCUMENTS_PAGE, papers=DONE),
    "documents-not-saved": _with(DOCUMENTS_PAGE, not_saved=True),
    "documents-none": _with(DOCUMENTS_PAGE, papers=()),
    "documents-joined": joined(_with(DOCUMENTS_PAGE, papers=PAPERS, on_the_way=3)),
    "capture": CAPTURE,
    "capture-steady": _shot(hint=Hint.HOLD_STILL, progress=0.7, corners=OUTLINE),
    "capture-taken": _shot(hint=Hint.TAKEN, progress=1.0, corners=OUTLINE),
    "capture-saving": _shot(hint=Hint.HOLD_STILL, saving=True, corners=OUTLINE),
    "capture-back": _shot(back=True, page=2),
    **{f"capture-{flaw}": _shot(hint=None, flaw=flaw, corners=OUTLINE) for flaw in Flaw},
    "capture-page": CAPTURE_PAGE,
    **{
        f"capture-page-{flaw}": _with(CAPTURE_PAGE, capture=replace(PAGE_SHOT, hint=None, flaw=flaw))
        for flaw in (Flaw.TOO_FAR, Flaw.BLURRED)
    },
    "capture-page-joined": joined(CAPTURE_PAGE),
    "capture-failed": _shot(hint=None, flaw=Flaw.GLARE, failures=3, corners=OUTLINE),
    "capture-page-failed": _with(CAPTURE_PAGE, capture=replace(PAGE_SHOT, failures=5)),
    "capture-failed-help-noted": replace(_shot(failures=4), help=Help.NOTED),
    "capture-without-camera": _shot(camera=False),
    "capture-not-saved": _with(CAPTURE, not_saved=True),
    "capture-joined": joined(_shot(hint=Hint.HOLD_STILL, progress=0.4, corners=OUTLINE)),
    "capture-face": _with(CAPTURE, capture=FACE_SHOT),
    "capture-face-counts": _with(CAPTURE, capture=replace(FACE_SHOT, counts_down_s=3)),
    "capture-face-without-camera": _with(CAPTURE, capture=replace(FACE_SHOT, camera=False)),
    **{
        f"capture-face-{flaw}": _with(CAPTURE, capture=replace(FACE_SHOT, hint=None, flaw=flaw))
        for flaw in (Flaw.CUT_OFF, Flaw.TOO_FAR, Flaw.BLURRED)
    },
    "look": LOOK,
    "look-alone": replace(LOOK, officer_talks=False, officer_seen=False),
    "summary": SUMMARY,
    "summary-signed": _with(SUMMARY, summary=replace(COMPLETE, signed=True)),
    "summary-nothing": _with(SUMMARY, summary=Summary("", "", (), ())),
    "summary-joined": joined(SUMMARY),
    "summary-guard": replace(SUMMARY, help=Help.ASKED, privacy=PrivacyLine(PrivacyState.OVER)),
    **{
        f"summary-{outcome.value}": _with(SUMMARY, summary=_incomplete(outcome))
        for outcome in (SlipOutcome.INCOMPLETE, SlipOutcome.REJECTED, SlipOutcome.PASSED_ON)
    },
    "slip": SLIP_PAGE,
    **{
        f"slip-{printing}": _with(SLIP_PAGE, slip=replace(SLIP, printing=printing))
        for printing in (Printing.PRINTING, Printing.FAILED, Printing.NO_PRINTER)
    },
    "slip-incomplete": _with(
        SLIP_PAGE, slip=slip_of("id", SlipOutcome.INCOMPLETE, _ALL_NAMES[:3], _ALL_NAMES[3:5])
    ),
    "slip-longest": _with(SLIP_PAGE, slip=slip_of("id", SlipOutcome.REJECTED, _ALL_NAMES, _BRING)),
    "slip-english": _with(SLIP_PAGE, slip=slip_of("en", SlipOutcome.REJECTED, _ALL_NAMES, _BRING)),
    "slip-joined": joined(SLIP_PAGE),
    "rating": RATING,
    "rating-rated": _with(RATING, rated=3),
    "rating-joined": joined(RATING),
    "way-still-here": replace(NIK, question=Question.STILL_HERE),
    "way-end-closing": replace(SLIP_PAGE, question=Question.END),
    "way-end": replace(CAPTURE, question=Question.END),
}
"""By the names of the screenshots."""
