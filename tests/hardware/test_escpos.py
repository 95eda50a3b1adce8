from __future__ import annotations

import pytest

from hardware.devices import PrintCode, PrintLine, Printout, PrintRule
from hardware.escpos import COLUMNS, LONGEST_CODE_BYTES, complaint, is_done, is_status, plain, printed
from hardware.simulated.roll import PaperLine, shown


def lines(*printout: PrintLine | PrintCode | PrintRule, columns: int = 32) -> list[PaperLine]:
    return shown(printed(printout, columns)).lines


def test_a_printout_begins_anew_and_ends_with_a_cut() -> None:
    content = printed((PrintLine("x"),), 32)
    assert content.startswith(b"\x1b@")
    assert content.endswith(b"\x1bd\x03\x1dVB\x00")
    assert shown(content).cuts == 1


def test_a_line_is_set_as_it_says_and_the_next_one_is_not() -> None:
    look = PrintLine("A", bold=True, tall=True, wide=True, centred=True)
    assert lines(look, PrintLine("B"), PrintLine("C", tall=True)) == [
        PaperLine("A", bold=True, tall=True, wide=True, centred=True),
        PaperLine("B"),
        PaperLine("C", tall=True),
    ]


@pytest.mark.parametrize("columns", COLUMNS)
def test_no_row_is_wider_than_the_paper(columns: int) -> None:
    text = "Surat keterangan dari perusahaan dengan cap dan tanda tangan " + "panjang" * 20
    printout: Printout = (
        PrintLine(text), PrintLine(text, mark="12.", tall=True), PrintLine(text, wide=True), PrintRule(),
    )  # fmt: skip
    rows = lines(*printout, columns=columns)
    assert max(len(row.text) * (2 if row.wide else 1) for row in rows) == columns
    assert rows[-1].text == "-" * columns


def test_the_rows_of_a_marked_line_stand_below_one_another() -> None:
    rows = [row.text for row in lines(PrintLine("Surat keterangan dari perusahaan lama", mark="1."))]
    assert rows == ["1. Surat keterangan dari", "   perusahaan lama"]


def test_a_reference_is_not_broken_at_its_hyphens() -> None:
    rows = [row.text for row in lines(PrintLine("Nomor Anda adalah berikut ini: JHT-4K7P-2M"))]
    assert rows == ["Nomor Anda adalah berikut ini:", "JHT-4K7P-2M"]


def test_an_empty_line_is_one_row() -> None:
    assert [row.text for row in lines(PrintLine(""), PrintLine("x"))] == ["", "x"]


def test_a_code_is_printed_in_the_middle_by_the_printer_itself() -> None:
    content = printed((PrintCode("JHT-4K7P-2M"),), 32)
    assert b"\x1d(k\x0e\x001P0JHT-4K7P-2M" in content, "stored, with its length and three"
    assert content.index(b"1P0") < content.index(b"\x1d(k\x03\x001Q0"), "then printed"
    assert lines(PrintCode("JHT-4K7P-2M"))[0] == PaperLine("JHT-4K7P-2M", centred=True, code=True)


@pytest.mark.parametrize("text", ["", "x" * (LONGEST_CODE_BYTES + 1)])
def test_a_code_that_no_paper_holds_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="1 to 200"):
        printed((PrintCode(text),), 32)


def test_text_becomes_ascii_that_is_read_the_same() -> None:
    assert (
        plain("20-11-2026 · 09.56, 2 × 24 jam – “café”… 日") == '20-11-2026 - 09.56, 2 x 24 jam - "cafe"... ?'
    )


@pytest.mark.parametrize("command", ["\x1b@", "\x1dV\x00", "\x10\x04\x01", "\x00", "\x7f", "\x9b"])
def test_nothing_in_a_text_can_be_a_command(command: str) -> None:
    hostile = f"a{command}b"
    with pytest.raises(ValueError, match="begins no command"):
        shown(b"a\x00b")  # the control: the reading finds what is no text
    reading = shown(printed((PrintLine(hostile, mark=hostile), PrintCode(hostile)), 32))
    assert reading.cuts == 1
    assert all(" " <= one <= "~" for line in reading.lines for one in line.text)


@pytest.mark.parametrize(
    ("cause", "paper", "says"),
    [
        (0x12, 0x12, ""),
        (None, None, ""),
        (0x12, 0x1E, ""),  # near its end
        (0x12, 0x72, "has no paper"),
        (0x32, None, "has no paper"),
        (0x36, 0x12, "has no paper"),
        (0x16, 0x12, "is open"),
        (0x52, 0x12, "reports an error"),
    ],
)
def test_what_a_printer_answers_is_told_in_words(cause: int | None, paper: int | None, says: str) -> None:
    assert complaint(cause, paper).startswith(says)
    assert bool(complaint(cause, paper)) == bool(says)


def test_answers_are_told_apart_from_other_bytes() -> None:
    assert all(is_status(one) for one in (0x12, 0x1E, 0x32, 0x72, 0x16, 0x52))
    assert not any(is_status(one) for one in (0x00, 0x10, 0x0C, 0x14, 0xFF, 0x92))
    assert is_done(0x00)
    assert is_done(0x0F)
    assert not is_done(0x12)
