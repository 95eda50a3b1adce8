"""The papers of a case, by its rule: what has been handed in, what the officer has decided, what is lacking.

Responsible for: when an item of a checklist counts as there, when a case may be called complete, what a
participant is told to bring, which claims are on offer. Not for: what a rule says (``channel.rules.claims``),
reading or storing anything (``store``).

The officer has the last word (domain): an item that was accepted with a note or does not apply is never
missing, whatever was handed in. A plain verdict of acceptance speaks of pictures, and does not replace one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from channel.rules.claims import (
    AnswerId,
    Checklist,
    Claim,
    ClaimKind,
    ClaimRules,
    DocumentId,
    Item,
    QuestionId,
    Rule,
    Text,
)
from channel.wire.claims import ClaimNamed, ClaimOffered, ClaimPapers, ClaimsOffered
from channel.wire.documents import CaseFacts, Decision, DocumentInfo, Verdict
from channel.wire.ids import VisitId

_WAIVED = (Verdict.ACCEPTED_WITH_NOTE, Verdict.NOT_APPLICABLE)


def day_of(opened_at: float) -> datetime.date:
    """A visit's day, in the branch's own time; ``opened_at`` in Unix seconds."""
    return datetime.date.fromtimestamp(opened_at)


def rule_for(word: str, kept: Rule | None, rules: ClaimRules, opened_at: float) -> Rule | None:
    """The rule for the claim of this word: the one that the case has begun under, if it is this claim's, else
    that of the visit's day. None: there is none."""
    kind = ClaimKind.of_word(word)
    if kind is None:
        return None
    if kept is not None and kept.kind is kind:
        return kept
    claim = rules.claim(kind)
    return None if claim is None else claim.rule_on(day_of(opened_at))


def named(rules: ClaimRules) -> tuple[ClaimNamed, ...]:
    """All claims as the branch calls them."""
    return tuple(ClaimNamed(claim=claim.kind.word, name=claim.name) for claim in rules.claims)


def offer(visit: VisitId, kept: Rule | None, rules: ClaimRules, opened_at: float) -> ClaimsOffered:
    """All claims, each with its rule for this visit."""

    def offered(claim: Claim) -> ClaimOffered:
        rule = rule_for(claim.kind.word, kept, rules, opened_at)
        return ClaimOffered(
            claim=claim.kind.word,
            name=claim.name,
            sentence=claim.sentence,
            rules_version="" if rule is None else rule.version,
            rule=rule,
        )

    return ClaimsOffered(visit=visit, claims=tuple(map(offered, rules.claims)))


def papers(
    rule: Rule, facts: CaseFacts, documents: Iterable[DocumentInfo], decisions: Iterable[Decision]
) -> ClaimPapers:
    """``decisions``: of each item the newest."""
    checklist = rule.checklist({QuestionId(name): AnswerId(said) for name, said in facts.answers.items()})
    decided = tuple(decisions)
    return ClaimPapers(
        rules_version=rule.version,
        checklist=checklist,
        completeness=checklist.completeness(
            handed_in=handed_in(checklist, documents, decided),
            waived={DocumentId(one.item) for one in decided if one.verdict in _WAIVED},
        ),
    )


def handed_in(
    checklist: Checklist, documents: Iterable[DocumentInfo], decisions: Iterable[Decision]
) -> set[DocumentId]:
    """Those documents of its items that count as there."""
    decided = {DocumentId(one.item): one for one in decisions}
    pictures = tuple(documents)
    return {name for item in checklist.items for name in _handed_in(item, pictures, decided)}


def may_be_complete(lacking: ClaimPapers | None, reason: str) -> bool:
    """Whether an officer may call the case complete.

    Of each document that is missing a verdict has to say why it may be. As long as questions are open nobody
    knows all the documents: then the officer says why in ``reason``. Without a rule there is nothing to hold
    the case against.
    """
    if lacking is None:
        return True
    return not lacking.completeness.missing and (not lacking.completeness.to_ask or bool(reason.strip()))


def to_bring(lacking: ClaimPapers | None, added: Iterable[str]) -> tuple[Text, ...]:
    """What is missing, in both languages, then what the officer added, in the officer's words."""
    known = () if lacking is None else lacking.completeness.to_bring
    told = {"", *(words for line in known for words in (line.id, line.en))}
    more = (words for words in dict.fromkeys(map(str.strip, added)) if words not in told)
    return (*known, *(Text(words, words) for words in more))


def _handed_in(
    item: Item, pictures: tuple[DocumentInfo, ...], decided: dict[DocumentId, Decision]
) -> Iterable[DocumentId]:
    """Those of its documents of which all pictures are there that it takes at least."""
    mine = [picture for picture in pictures if picture.kind in {document.id for document in item.one_of}]
    verdict = decided.get(item.id)
    if verdict is not None and verdict.verdict is Verdict.RETAKE:
        mine = [picture for picture in mine if not _is_refused(picture, verdict, mine)]
    for document in item.one_of:
        pages = {picture.page for picture in mine if picture.kind == document.id}
        if len(pages) >= document.least_pictures:
            yield document.id


def _is_refused(picture: DocumentInfo, retake: Decision, mine: list[DocumentInfo]) -> bool:
    """A retake wants the page of the picture that it names once more, or all if it names none of the item's;
    earlier takes of a page do not make up for it."""
    named = next((one for one in mine if one.document == retake.document), None)
    is_meant = named is None or (picture.kind, picture.page) == (named.kind, named.page)
    return is_meant and picture.stored_at <= retake.decided_at
