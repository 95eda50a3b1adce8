"""What the server tells a booth and a desk of claims: their names, those on offer, the papers of a case.

Responsible for: the shape on the wire. Not for: what rules, checklists and completeness are
(``channel.rules.claims``, whose values travel as they are), or when it is told (``channel/PROTOCOL.md``).
"""

from __future__ import annotations

import msgspec

from channel.rules.claims import Checklist, Completeness, Rule, Text
from channel.wire.ids import VisitId
from channel.wire.messages import Message


class ClaimNamed(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as the branch calls it. ``claim``: the word for it in the facts of a case."""

    claim: str
    name: Text


class ClaimOffered(ClaimNamed, frozen=True, kw_only=True):
    """One claim that a participant can come for. ``rule``: None when nobody has written down what it needs on
    the visit's day, and only the officer knows."""

    sentence: Text
    rules_version: str
    rule: Rule | None


class ClaimsOffered(Message, frozen=True, tag="claims_offered"):
    """The claims on offer in this visit, by the rules of its day; whoever has them can ask the participant
    without asking the server."""

    visit: VisitId
    claims: tuple[ClaimOffered, ...]


class ClaimPapers(msgspec.Struct, frozen=True, kw_only=True):
    """What a case's claim needs by the rule that is applied to it, and what of that it lacks now."""

    rules_version: str
    checklist: Checklist
    completeness: Completeness
