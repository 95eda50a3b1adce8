"""Small claim files for the tests of rules, written as TOML.

Responsible for: one good pair of files, and making rules of texts. Not for: the shipped files
(``tests.assets``).
"""

from __future__ import annotations

import tomllib
from datetime import date
from typing import cast

import msgspec

from channel.rules.claim_files import ClaimFile, DocumentsFile, claim_rules
from channel.rules.claims import AnswerId, Answers, ClaimRules, DocumentId, QuestionId, Rule

DOCUMENTS = """
[documents.id_card]
name = { id = "KTP", en = "Identity card" }
form = "card"
front_and_back = true

[documents.passport]
name = { id = "Paspor", en = "Passport" }
form = "booklet"

[documents.letter]
name = { id = "Surat", en = "Letter" }
hint = { id = "Ada cap.", en = "Stamped." }
form = "a4"
several_pages = true

[documents.tax_card]
name = { id = "NPWP", en = "Tax card" }
form = "card"

[documents.witnesses]
name = { id = "KTP saksi", en = "Cards of witnesses" }
form = "card"
pieces = 2
"""

JHT = """
kind = "JHT"
name = { id = "Jaminan Hari Tua", en = "Old-age savings" }
sentence = { id = "Saya berhenti", en = "I stopped" }

[questions.reason]
text = { id = "Mengapa?", en = "Why?" }
answers.resigned = { id = "Mundur", en = "Resigned" }
answers.laid_off = { id = "PHK", en = "Laid off" }
answers.leaving = { id = "Pindah", en = "Leaving" }

[questions.large]
text = { id = "Besar?", en = "Large?" }
when = [{ reason = ["resigned", "laid_off"] }]
answers.yes = { id = "Ya", en = "Yes" }
answers.no = { id = "Tidak", en = "No" }

[questions.earlier]
text = { id = "Pernah?", en = "Before?" }
when = [{ reason = ["resigned", "laid_off"] }]
answers.yes = { id = "Ya", en = "Yes" }
answers.no = { id = "Tidak", en = "No" }

[[rules]]
valid_from = 2020-01-01
valid_until = 2023-12-31
source = "a list of 2020"
documents = [{ document = "id_card", need = "mandatory" }]

[[rules]]
valid_from = 2024-01-01
source = "a list of 2024"
documents = [
  { document = "id_card", need = "mandatory", instead = ["passport"] },
  { document = "letter", need = "mandatory", when = [{ reason = ["laid_off"] }] },
  { document = "letter", need = "if_applicable", when = [{ reason = ["resigned"] }] },
  { document = "tax_card", need = "mandatory", when = [{ large = ["yes"] }, { earlier = ["yes"] }] },
  { document = "witnesses", need = "mandatory", when = [{ reason = ["leaving"] }] },
]
notes = [{ text = { id = "Tunggu.", en = "Wait." }, when = [{ reason = ["resigned", "laid_off"] }] }]
"""


def rules_of(documents: str = DOCUMENTS, **claims: str) -> ClaimRules:
    """The rules of texts; ``jht=JHT`` is the file ``jht.toml``."""
    return claim_rules(
        msgspec.convert(tomllib.loads(documents), DocumentsFile),
        {f"{name}.toml": msgspec.convert(tomllib.loads(text), ClaimFile) for name, text in claims.items()},
    )


def rule_of(text: str = JHT, day: date = date(2026, 11, 20)) -> Rule:
    """The rule in force on ``day`` of one claim's file."""
    rule = rules_of(jht=text).claims[0].rule_on(day)
    assert rule is not None
    return rule


def answered(**answers: str) -> Answers:
    return cast(Answers, {QuestionId(question): AnswerId(answer) for question, answer in answers.items()})


def documents(*names: str) -> tuple[DocumentId, ...]:
    return tuple(map(DocumentId, names))
