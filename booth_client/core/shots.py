"""Which pictures make a document: front and back, one page or several.

Responsible for: the plan of shots of one document, and where a person stands in it. Not for: when a picture
is taken (``shutter``), which documents a claim needs (``channel.rules``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from booth_client.core.capture import BOOKLET, CARD, PAGE, PAGE_ACROSS, Format, Side

PAGES_MOST: Final = 12
"""Of one document; more is a file that belongs on a scanner."""


@dataclass(frozen=True)
class Shot:
    """One picture that is wanted. ``number`` counts from 1; ``back``: turn the card over for it."""

    number: int
    form: Format
    side: Side = Side.ANY
    back: bool = False


@dataclass(frozen=True)
class Plan:
    """``shots`` in their order. ``open_ended``: the person may add pages, up to ``PAGES_MOST``, and says
    when all are there; otherwise it is complete with its last shot.
    """

    shots: tuple[Shot, ...]
    open_ended: bool = False


def card(*, portrait: bool = False, back: bool = True) -> Plan:
    """Front and, where it is wanted, back. ``portrait``: the front carries its holder's photo, by which the
    sides can be told apart.
    """
    front = Shot(1, CARD, Side.PORTRAIT if portrait else Side.ANY)
    behind = Shot(2, CARD, Side.NO_PORTRAIT if portrait else Side.ANY, back=True)
    return Plan((front, behind) if back else (front,))


def pages(*, across: bool = False, several: bool = False) -> Plan:
    return Plan((Shot(1, PAGE_ACROSS if across else PAGE),), open_ended=several)


def booklet(*, several: bool = False) -> Plan:
    """An open book, two pages to a picture."""
    return Plan((Shot(1, BOOKLET),), open_ended=several)


@dataclass(frozen=True)
class Progress:
    """Where a document stands. ``kept``: for each shot that is done the name of its picture, in order;
    ``retake``: the shot that is to be done again, None: the next one.
    """

    plan: Plan
    kept: tuple[str, ...] = ()
    retake: int | None = None
    closed: bool = False

    @property
    def wanted(self) -> Shot | None:
        """The shot to do now; None: there is none."""
        if self.retake is not None:
            return self._shot(self.retake)
        if len(self.kept) < len(self.plan.shots):
            return self.plan.shots[len(self.kept)]
        if self.plan.open_ended and not self.closed and len(self.kept) < PAGES_MOST:
            return self._shot(len(self.kept) + 1)
        return None

    @property
    def complete(self) -> bool:
        done = self.retake is None and len(self.kept) >= len(self.plan.shots)
        return done and (self.closed or self.wanted is None)

    @property
    def may_close(self) -> bool:
        """Whether "that was the last page" makes sense."""
        return self.plan.open_ended and not self.complete and len(self.kept) >= len(self.plan.shots)

    def keep(self, picture: str) -> Progress:
        """The wanted shot was taken; ``picture`` is the name under which it is kept."""
        wanted = self.wanted
        if wanted is None:
            raise ValueError("no picture is wanted")
        if self.retake is not None:
            kept = (*self.kept[: wanted.number - 1], picture, *self.kept[wanted.number :])
            return replace(self, kept=kept, retake=None)
        return replace(self, kept=(*self.kept, picture))

    def again(self, number: int) -> Progress:
        """Shot ``number`` is to be taken anew; its picture stays until then."""
        if not 1 <= number <= len(self.kept):
            raise ValueError(f"shot {number} was not taken yet")
        return replace(self, retake=number)

    def close(self) -> Progress:
        """All pages are there."""
        return replace(self, closed=True) if self.may_close else self

    def _shot(self, number: int) -> Shot:
        if number <= len(self.plan.shots):
            return self.plan.shots[number - 1]
        return replace(self.plan.shots[-1], number=number)
