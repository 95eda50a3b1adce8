"""What goes into the case, and how far it is: pictures, facts, signature, by the lease of the visit.

Responsible for: the orders to keep them, waiting with them for a lease, what became of them. Not for:
sealing and sending (``runtime.case``), nor what the pictures show (``papers``).
"""

from __future__ import annotations

from typing import Final

from booth_client.core.commands import Command, FollowCase, Keep, KeepFacts, KeepSignature
from booth_client.core.events import DocumentSeen, Fate
from channel.wire.documents import CaseFacts
from channel.wire.ids import VisitId
from channel.wire.sealed import FACTS_KIND, SIGNATURE_KIND

AGAIN_S: Final = 5.0
"""Until facts or a signature that could not be kept are tried again: nobody gives them twice."""


class Keeping:
    """Of one visit. ``not_saved``: the newest that was to be kept could not be."""

    def __init__(self) -> None:
        self.visit = VisitId("")
        self.not_saved = False
        self._lease = ""
        self._waiting: list[Keep] = []
        self._fates: dict[str, Fate | None] = {}
        self._facts: CaseFacts | None = None
        self._said: dict[str, KeepFacts | KeepSignature] = {}
        """The newest of each kind."""
        self._again_s: dict[str, float] = {}

    def take_lease(self, visit: VisitId, lease: str) -> list[Command]:
        """The newest lease of the visit; a case is followed from the first one on."""
        is_other, self.visit, self._lease = visit != self.visit, visit, lease
        if is_other:
            self._facts = None
            self._said.clear()
        waiting, self._waiting = self._waiting, []
        kept = [Keep(one.picture, lease, one.kind, one.page, one.step) for one in waiting]
        return [*([FollowCase(lease)] if is_other else []), *kept]

    def keep(self, picture: str, kind: str, page: int, step: str) -> list[Command]:
        """At once, or as soon as there is a lease: then the runtime holds the picture until it is wiped."""
        self._fates[picture] = None
        order = Keep(picture, self._lease, kind, page, step)
        if not self._lease:
            self._waiting.append(order)
            return []
        return [order]

    @property
    def has_facts(self) -> bool:
        return self._facts is not None

    def put(self, facts: CaseFacts) -> list[Command]:
        """Nothing when the case has these facts, be it in another language."""
        had = self._facts
        same = had is not None and _without_language(had) == _without_language(facts)
        if not self._lease or same:
            return []
        self._facts = facts
        return self._say(FACTS_KIND, KeepFacts(self._lease, facts))

    def sign(self, png: bytes) -> list[Command]:
        return self._say(SIGNATURE_KIND, KeepSignature(self._lease, png)) if self._lease else []

    def _say(self, kind: str, order: KeepFacts | KeepSignature) -> list[Command]:
        self._said[kind] = order
        self._again_s.pop(kind, None)
        return [order]

    def see(self, seen: DocumentSeen, now_s: float) -> bool:
        """False: the picture has to be taken again, or it is none of this visit's."""
        if seen.fate in (Fate.SPOOLED, Fate.STORED):
            self.not_saved = False
        elif seen.fate is Fate.LOST:
            self.not_saved = True
            if seen.picture in self._said:
                self._again_s[seen.picture] = now_s + AGAIN_S
        if seen.picture in self._fates:
            self._fates[seen.picture] = seen.fate
        return seen.fate not in (Fate.LOST, Fate.REFUSED)

    def pass_time(self, now_s: float) -> list[Command]:
        due = [kind for kind, at_s in self._again_s.items() if now_s >= at_s]
        return [order for kind in due for order in self._say(kind, self._said[kind])]

    def is_stored(self, picture: str) -> bool:
        return self._fates.get(picture) is Fate.STORED

    @property
    def on_the_way(self) -> int:
        return sum(fate in (None, Fate.SPOOLED) for fate in self._fates.values())

    def stop(self) -> list[Command]:
        """The case is not followed any more."""
        return [FollowCase("")] if self.visit else []


def _without_language(facts: CaseFacts) -> tuple[object, ...]:
    return facts.claim, facts.rules_version, facts.consent_version, facts.identity, facts.answers
