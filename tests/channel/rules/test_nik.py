"""The number of the identity card."""

from __future__ import annotations

import traceback
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.rules.nik import WOMENS_DAYS, Nik, NikFault, NikWarning, NotANik, Sex, parse

TODAY = date(2026, 11, 20)
DEWI = "3271015207889993"
"""Nobody's: no district registers so many women born on one day, here 12 July 1988."""


def test_a_number_says_where_when_and_who() -> None:
    nik = parse(DEWI)
    assert (nik.province, nik.regency, nik.district, nik.serial) == ("32", "3271", "327101", "9993")
    assert (nik.day, nik.month, nik.year_of_century, nik.sex) == (12, 7, 88, Sex.FEMALE)
    assert nik.birth_date(TODAY) == date(1988, 7, 12)
    assert nik.warnings(TODAY) == ()


def test_spaces_do_not_matter_and_leading_zeros_stay() -> None:
    assert parse(" 3271 0152 0788 9993 ") == parse(DEWI)
    assert parse("0171015207880003").number == "0171015207880003"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", NikFault.NOT_16_DIGITS),
        (DEWI[:-1], NikFault.NOT_16_DIGITS),
        (DEWI + "0", NikFault.NOT_16_DIGITS),
        (DEWI[:-1] + "O", NikFault.NOT_16_DIGITS),
        ("٣" * 16, NikFault.NOT_16_DIGITS),
        (DEWI + "\n", NikFault.NOT_16_DIGITS),
        ("3271010007880003", NikFault.IMPOSSIBLE_DAY),
        ("3271013207880003", NikFault.IMPOSSIBLE_DAY),
        ("3271014007880003", NikFault.IMPOSSIBLE_DAY),
        ("3271017207880003", NikFault.IMPOSSIBLE_DAY),
        ("3271013102880003", NikFault.IMPOSSIBLE_DAY),
        ("3271017104880003", NikFault.IMPOSSIBLE_DAY),
        ("3271015200880003", NikFault.IMPOSSIBLE_MONTH),
        ("3271015213880003", NikFault.IMPOSSIBLE_MONTH),
    ],
)
def test_only_the_impossible_is_refused(text: str, fault: NikFault) -> None:
    with pytest.raises(NotANik) as caught:
        parse(text)
    assert caught.value.fault is fault


@given(st.dates(date(1926, 11, 21), date(2025, 12, 31)), st.booleans(), st.integers(0, 9999))
def test_every_birth_date_of_man_and_woman_is_read_back(born: date, woman: bool, serial: int) -> None:
    day = born.day + (WOMENS_DAYS if woman else 0)
    nik = parse(f"327101{day:02d}{born:%m%y}{serial:04d}")
    assert nik.birth_date_in(born.year // 100 * 100) == born
    assert nik.sex is (Sex.FEMALE if woman else Sex.MALE)
    assert NikWarning.BIRTH_DATE_DIFFERS not in nik.warnings(TODAY, card_birth_date=born)


@pytest.mark.parametrize(
    ("year", "born"),
    [
        ("26", 1926),  # in 2026 only 20 November and before have been
        ("27", 1927),
        ("88", 1988),
        ("00", 2000),
        ("11", 2011),
        ("12", 2012),  # 14 years, or 114: neither works, the child is likelier
        ("16", 1916),  # 110 years are still counted as possible, 10 are not
    ],
)
def test_the_century_is_that_of_the_plausible_age(year: str, born: int) -> None:
    assert parse(f"3271011212{year}0001").birth_date(TODAY) == date(born, 12, 12)


def test_a_29_february_is_looked_for_in_a_year_that_has_one() -> None:
    assert parse("3271012902000001").birth_date(TODAY) == date(2000, 2, 29)
    never = parse("3271012902010001")
    assert never.birth_date(TODAY) is None
    assert never.warnings(TODAY) == (NikWarning.NO_SUCH_DATE,)


@pytest.mark.parametrize("region", ["", "32", "3271", "327101"])
def test_a_region_is_compared_as_far_as_it_is_known(region: str) -> None:
    assert parse(DEWI).warnings(TODAY, address_region=region) == ()


def test_oddities_are_told_together_and_refuse_nothing() -> None:
    nik = parse("9971015207880000")
    warnings = nik.warnings(TODAY, card_birth_date=date(1988, 7, 13), address_region="31")
    assert warnings == (
        NikWarning.BIRTH_DATE_DIFFERS,
        NikWarning.REGION_DIFFERS,
        NikWarning.UNKNOWN_PROVINCE,
        NikWarning.SERIAL_ZERO,
    )


def test_the_four_provinces_of_2022_are_known() -> None:
    assert all(parse(f"{code}71015207880003").warnings(TODAY) == () for code in ("93", "94", "95", "96"))


@given(st.text("0123456789", min_size=16, max_size=16))
def test_no_number_is_in_an_exception_or_a_representation(number: str) -> None:
    try:
        nik = parse(number)
    except NotANik as refused:
        told = "".join(traceback.format_exception_only(refused)) + f"{refused!r} {refused.__context__!r}"
    else:
        told = f"{nik} {nik!r} {nik!s} {[nik]}"
    assert not any(number[start : start + 4] in told for start in range(13))


def test_a_control_shows_that_the_number_would_be_found() -> None:
    assert DEWI in f"{parse(DEWI).number}"
    assert repr(parse(DEWI)) == f"Nik({'•' * 15}3)"


def test_equal_numbers_are_equal_and_may_be_keys() -> None:
    assert {parse(DEWI): 1}[Nik(DEWI)] == 1
