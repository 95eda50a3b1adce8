"""The people of the drawn documents: all invented.

Responsible for: one ``Citizen`` per number, the same in every run. Not for: drawing (``documents``). No NIK
here can belong to anybody: serials begin at 0001, these have 0000.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hardware.simulated.people import PEOPLE, Look

_NAMES = (
    ("BUDI SANTOSA CONTOH", False), ("SITI RAHAYU CONTOH", True), ("DEWI LESTARI CONTOH", True),
    ("YOHANES WENDA CONTOH", False), ("NURHAYATI CONTOH", True), ("AHMAD FAUZI CONTOH", False),
)  # fmt: skip
"""Of the six people in ``people.PEOPLE``, in their order; and whether they are women."""
_PLACES = ("JAKARTA", "BANDUNG", "SURABAYA", "MEDAN", "MAKASSAR", "JAYAPURA", "SEMARANG")
_STREETS = ("JL. MELATI", "JL. KENANGA", "GANG CEMPAKA", "JL. ANGGREK", "JL. FLAMBOYAN")
_BANKS = ("BANK CONTOH NUSANTARA", "BANK SPECIMEN INDONESIA", "BANK TELADAN")


@dataclass(frozen=True)
class Citizen:
    """An invented person; ``number`` counts from 1."""

    number: int
    name: str
    female: bool
    look: Look
    born: date
    born_in: str
    nik: str
    kpj: str
    kk: str
    address: str
    bank: str
    account: str


def citizen(number: int) -> Citizen:
    """Looks repeat every six, the rest does not."""
    name, female = _NAMES[(number - 1) % len(_NAMES)]
    born = date(1962 + number * 7 % 38, 1 + number * 5 % 12, 1 + number * 11 % 28)
    region = f"3{1 + number % 6}{1 + number % 9:02d}{1 + number % 7:02d}0"[:6]
    return Citizen(
        number=number,
        name=name,
        female=female,
        look=PEOPLE[(number - 1) % len(PEOPLE)],
        born=born,
        born_in=_PLACES[number % len(_PLACES)],
        nik=f"{region}{born.day + 40 * female:02d}{born:%m%y}0000",
        kpj=f"{(90_000_000_000 + number * 7_919_317) % 10**11:011d}",
        kk=f"{region}0101200000",
        address=f"{_STREETS[number % len(_STREETS)]} NO. {1 + number * 13 % 90}",
        bank=_BANKS[number % len(_BANKS)],
        account=f"{1_000_000_000 + number * 104_729:010d}",
    )
