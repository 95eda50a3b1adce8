"""Names, numbers and dates of several papers, side by side."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.rules.comparison import Finding, Likeness, Reading, Remark, Subject, compare
from channel.rules.edits import edits
from channel.rules.person_names import NameRemark
from channel.rules.written_dates import WrittenDate, read

SAME, NEAR, DIFFERENT = Likeness.SAME, Likeness.NEAR, Likeness.DIFFERENT


def both(subject: Subject, first: str, second: str) -> Finding:
    """The finding about two readings, which is the same in either order."""
    (finding,) = compare([Reading("id_card", subject, first), Reading("typed", subject, second)])
    (turned,) = compare([Reading("id_card", subject, second), Reading("typed", subject, first)])
    assert (finding.likeness, finding.remarks) == (turned.likeness, turned.remarks)
    return finding


@pytest.mark.parametrize(
    ("first", "second", "likeness", "remarks"),
    [
        ("DEWI LESTARI", "Dewi  lestari ", SAME, []),
        ("NUR'AINI", "Nuraini", SAME, []),
        ("Renée", "RENEE", SAME, []),
        ("SITI-AMINAH", "Siti Aminah", SAME, []),
        ("H. ABDUL ROZAK", "Abdul Rozak", SAME, ["title"]),
        ("H. ABDUL ROZAK", "H ABDUL ROZAK", SAME, []),
        ("Hj.Siti Aminah, S.Pd., M.Si.", "SITI AMINAH", SAME, ["title"]),
        ("Ir. Budi Santoso S.E.", "BUDI SANTOSO, SE", SAME, ["title"]),
        ("dr. Rina", "Rina", SAME, ["title"]),
        ("MUH. ALI", "MOHAMMAD ALI", NEAR, ["abbreviation"]),
        ("Muh.Ali", "MUHAMMAD ALI", NEAR, ["abbreviation"]),
        ("ACHMAD YANI", "AHMAD YANI", NEAR, ["spelling"]),
        ("ABD RAHMAN", "ABDUL RAHMAN", NEAR, ["abbreviation"]),
        ("DEWI L. KUSUMA", "DEWI LESTARI KUSUMA", NEAR, ["abbreviation"]),
        ("SOEKARNO", "SUKARNO", NEAR, ["spelling"]),
        ("TJAHYONO", "CAHYONO", NEAR, ["spelling"]),
        ("KUSUMA NINGRUM", "KUSUMANINGRUM", NEAR, ["spacing"]),
        ("LESTARI DEWI", "DEWI LESTARI", NEAR, ["word_order"]),
        ("DEWI LESTARI", "DEWI LESTARI KUSUMANINGRUM", NEAR, ["missing_word"]),
        ("MUH ALI", "MUHAMMAD ALI AKBAR", NEAR, ["missing_word", "abbreviation"]),
        ("AGUS PRASETYO", "AGUS PRASETIO", NEAR, ["spelling"]),
        ("H. MUH ALI", "MUHAMMAD ALI", NEAR, ["abbreviation", "title"]),
        ("DEWI LESTARI", "RINA MARPAUNG", DIFFERENT, []),
        ("ANI", "ANA", DIFFERENT, []),
        ("BUDI", "", None, []),
        ("李", "王", DIFFERENT, []),
        ("李", "李", SAME, []),
    ],
)
def test_names(first: str, second: str, likeness: Likeness | None, remarks: list[str]) -> None:
    if likeness is None:
        readings = [Reading("a", Subject.NAME, first), Reading("b", Subject.NAME, second)]
        assert compare(readings) == ()
        return
    finding = both(Subject.NAME, first, second)
    assert (finding.likeness, finding.remarks) == (likeness, frozenset(map(NameRemark, remarks)))


words = st.lists(st.text("abcdefghij", min_size=1, max_size=8), min_size=1, max_size=4)


@given(words, words)
def test_comparing_names_has_no_direction(first: list[str], second: list[str]) -> None:
    both(Subject.NAME, " ".join(first), " ".join(second))


@given(words)
def test_case_and_marks_make_no_other_name(name: list[str]) -> None:
    finding = both(Subject.NAME, " ".join(name), "  ".join(name).upper() + " . ")
    assert finding.likeness is SAME


@given(st.text(), st.text())
def test_no_text_at_all_raises(first: str, second: str) -> None:
    for subject in Subject:
        compare([Reading("a", subject, first), Reading("b", subject, second)])


@pytest.mark.parametrize(
    ("first", "second", "likeness", "remark", "at"),
    [
        ("9971015207880003", "9971 0152 0788 0003", SAME, None, ()),
        ("9971015207880003", "9971015407880003", NEAR, Remark.ONE_DIGIT, (7,)),
        ("9971015207880003", "9971012507880003", NEAR, Remark.SWAPPED_DIGITS, (6, 7)),
        ("9971015207880003", "997101520788003", NEAR, Remark.DIGIT_MISSING, ()),
        ("9971015207880003", "9971015207880114", DIFFERENT, None, (13, 14, 15)),
        ("9971015207880003", "tak terbaca", DIFFERENT, None, ()),
        ("tidak jelas", "tak terbaca", DIFFERENT, None, ()),
    ],
)
def test_numbers(
    first: str, second: str, likeness: Likeness, remark: Remark | None, at: tuple[int, ...]
) -> None:
    finding = both(Subject.NIK, first, second)
    assert (finding.likeness, finding.differs_at) == (likeness, at)
    assert finding.remarks == (frozenset() if remark is None else {remark})


@pytest.mark.parametrize(
    "text",
    [
        "12-07-1988",
        "12/7/1988",
        "12.07.1988",
        "12 07 1988",
        "12 - 07 - 1988",
        "12071988",
        "1988-07-12",
        "12 Juli 1988",
        "12 JUL 1988",
        "12-Juli-1988",
        "TELADAN, 12-07-1988",
        "Bogor / 12 Juli 1988",
        "Selasa, 12 Juli 1988.",
    ],
)
def test_a_date_is_read_in_every_usual_form(text: str) -> None:
    assert read(text) == WrittenDate(12, 7, 1988)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("1 Pebruari 2000", 2),
        ("1 Mei 2000", 5),
        ("1 Agt 2000", 8),
        ("1 Nopember 2000", 11),
        ("1 Dec 2000", 12),
    ],
)
def test_months_have_older_shorter_and_english_names(text: str, month: int) -> None:
    assert read(text) == WrittenDate(1, month, 2000)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bogor",
        "31-02-1988",
        "12-13-1988",
        "0-1-1988",
        "12 Foo 1988",
        "9971015207880003",
        "12-07",
        "12-07-1988 s/d 13-07-1988",
        "29-02-2001",
        "12-07/1988",
        "١٢-٠٧-١٩٨٨",
    ],
)
def test_what_is_no_single_date_is_not_read(text: str) -> None:
    assert read(text) is None


@given(st.dates(date(100, 1, 1)))
def test_every_date_is_read_back(day: date) -> None:
    text = f"{day.day:02d}-{day.month:02d}-{day.year:04d}"
    assert str(read(text)) == text


@pytest.mark.parametrize(
    ("first", "second", "likeness", "remarks"),
    [
        ("12-07-1988", "TELADAN, 12 Juli 1988", SAME, []),
        ("12-07-88", "12-07-1988", NEAR, [Remark.CENTURY_LEFT_OUT]),
        ("12-07-1988", "07-12-1988", NEAR, [Remark.DAY_AND_MONTH_SWAPPED]),
        ("12-07-1988", "13-07-1988", NEAR, [Remark.ONE_DIGIT]),
        ("12-07-1988", "21-07-1988", NEAR, [Remark.SWAPPED_DIGITS]),
        ("12-07-88", "13-07-1988", NEAR, [Remark.ONE_DIGIT, Remark.CENTURY_LEFT_OUT]),
        ("12-07-1988", "03-04-1971", DIFFERENT, []),
        ("12-07-1988", "12-07-2099", DIFFERENT, []),
        ("tak terbaca", "Tak  terbaca", SAME, [Remark.NOT_A_DATE]),
        ("12-07-1988", "tak terbaca", DIFFERENT, [Remark.NOT_A_DATE]),
    ],
)
def test_dates(first: str, second: str, likeness: Likeness, remarks: list[Remark]) -> None:
    finding = both(Subject.BIRTH_DATE, first, second)
    assert (finding.likeness, finding.remarks) == (likeness, frozenset(remarks))


def test_what_is_too_long_for_a_name_is_the_same_as_it_stands_or_different() -> None:
    assert both(Subject.NAME, "A " * 5000, "a " * 5000).likeness is SAME
    assert both(Subject.NAME, "A " * 5000, "A " * 5000 + "B").likeness is DIFFERENT


def test_each_two_sources_of_one_subject_are_compared_and_no_others() -> None:
    readings = [
        Reading("id_card", Subject.NAME, "Dewi"),
        Reading("id_card", Subject.NIK, "9971015207880003"),
        Reading("work_letter", Subject.NAME, "Dewi"),
        Reading("bank_book", Subject.NAME, "Dewi"),
        Reading("work_letter", Subject.NIK, "9971015207880003"),
    ]
    pairs = [(one.subject, one.first, one.second) for one in compare(readings)]
    assert pairs == [
        (Subject.NAME, "id_card", "work_letter"),
        (Subject.NAME, "id_card", "bank_book"),
        (Subject.NIK, "id_card", "work_letter"),
        (Subject.NAME, "work_letter", "bank_book"),
    ]


def test_readings_and_findings_do_not_show_what_was_read() -> None:
    readings = [Reading("a", Subject.NIK, "9971015207880003"), Reading("b", Subject.NIK, "9971015207880004")]
    assert "99710152" not in f"{readings} {compare(readings)}"
    assert readings[0].text == "9971015207880003"


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_edits_are_a_distance_and_swaps_count_once(first: str, second: str) -> None:
    assert edits(first, second) == edits(second, first)
    assert (edits(first, second) == 0) == (first == second)
    assert edits(first, second) <= max(len(first), len(second))


@pytest.mark.parametrize(
    ("second", "count"), [("abc", 0), ("acb", 1), ("bac", 1), ("cba", 2), ("ab", 1), ("abxc", 1), ("", 3)]
)
def test_edits_of_a_short_word(second: str, count: int) -> None:
    assert edits("abc", second) == count
