"""Who sits in the six booths, and who answers: the looks, not the drawing of them.

Responsible for: one ``Look`` per person, after the design pictures. Not for: shapes (``portrait``). The
people are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Hair(Enum):
    SHORT = "short"
    BOB = "bob"
    CURLS = "curls"
    HIJAB = "hijab"
    PECI = "peci"
    BUN = "bun"


class Dress(Enum):
    BATIK = "batik"
    PLAIN = "plain"
    COLLAR = "collar"
    HIJAB = "hijab"
    KOKO = "koko"
    BLAZER = "blazer"


class Manner(Enum):
    """What the person does most of the time."""

    LISTENS = "listens"
    SPEAKS = "speaks"
    READS = "reads"


@dataclass(frozen=True)
class Look:
    """Colours as #RRGGBB; ``shade`` is the skin away from the light, ``line`` draws nose and folds."""

    skin: str
    shade: str
    neck: str
    line: str
    lips: str
    brows: str
    hair_style: Hair
    hair: str
    dress: Dress
    cloth: str
    trim: str
    wall: str
    joint: str
    desk: str
    manner: Manner
    x: float = 320.0
    glasses: bool = False
    moustache: str = ""
    wrinkles: bool = False


PEOPLE: tuple[Look, ...] = (
    Look(
        skin="#C08B65", shade="#B27C56", neck="#A97651", line="#8C5F40", lips="#B2604D", brows="#6F6C69",
        hair_style=Hair.SHORT, hair="#6F6C69", dress=Dress.BATIK, cloth="#6E4B32", trim="#BE8B50",
        wall="#C9C2B4", joint="#B5AEA2", desk="#AEA799", manner=Manner.LISTENS, x=308, moustache="#77736F",
        wrinkles=True,
    ),
    Look(
        skin="#D3A27C", shade="#C99672", neck="#B68968", line="#94694A", lips="#B2725A", brows="#33251D",
        hair_style=Hair.HIJAB, hair="#3F6A73", dress=Dress.HIJAB, cloth="#ECE7DE", trim="#2F5159",
        wall="#C4CACB", joint="#B2B6B5", desk="#ABACAA", manner=Manner.LISTENS, x=318,
    ),
    Look(
        skin="#D8AB84", shade="#CD9F7A", neck="#B68968", line="#94694A", lips="#B2725A", brows="#1F1816",
        hair_style=Hair.BOB, hair="#2A221F", dress=Dress.PLAIN, cloth="#B9574C", trim="#A34A40",
        wall="#CCC6BB", joint="#BAB3A8", desk="#B0AA9E", manner=Manner.READS, x=318,
    ),
    Look(
        skin="#794E35", shade="#6B432C", neck="#6A422B", line="#4E2F1E", lips="#7A3A32", brows="#1C1715",
        hair_style=Hair.CURLS, hair="#1C1715", dress=Dress.COLLAR, cloth="#3D5F8F", trim="#5B78A2",
        wall="#C6C9C2", joint="#B4B5AE", desk="#ACACA3", manner=Manner.SPEAKS, x=326,
    ),
    Look(
        skin="#C99672", shade="#BD8863", neck="#A97651", line="#94694A", lips="#B2604D", brows="#6F665E",
        hair_style=Hair.HIJAB, hair="#8C6E86", dress=Dress.HIJAB, cloth="#5C4A63", trim="#6C5368",
        wall="#CFC8BE", joint="#BAB3A8", desk="#B3ACA0", manner=Manner.LISTENS, x=324, glasses=True,
        wrinkles=True,
    ),
    Look(
        skin="#B6805A", shade="#A8734E", neck="#9B6B48", line="#7C5236", lips="#AF5A4B", brows="#1C1715",
        hair_style=Hair.PECI, hair="#23262B", dress=Dress.KOKO, cloth="#E7E4DC", trim="#39414A",
        wall="#C3C8CC", joint="#B2B5B4", desk="#ABACAA", manner=Manner.LISTENS, x=318, glasses=True,
    ),
)  # fmt: skip
"""Booths 1 to 6."""

OFFICER = Look(
    skin="#D2A079", shade="#C89671", neck="#B38260", line="#93694A", lips="#B2604D", brows="#241D1B",
    hair_style=Hair.BUN, hair="#241D1B", dress=Dress.BLAZER, cloth="#1F4E5F", trim="#193E4C",
    wall="#E8EDED", joint="#DCE3E3", desk="#DCE3E3", manner=Manner.SPEAKS, x=320,
)  # fmt: skip


def look_of(person: int) -> Look:
    """0 is the officer, 1 … 6 the booths' people, who repeat beyond six."""
    return OFFICER if person == 0 else PEOPLE[(person - 1) % len(PEOPLE)]
