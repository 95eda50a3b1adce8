"""ESC/POS, the bytes that receipt printers understand, and what they answer about themselves.

Responsible for: a printout as bytes for paper of so many columns, and reading status bytes. Not for: getting
them to a printer (``printer_ports``) or when (``escpos_printer``). Pure.

Source: Epson, ESC/POS Command Reference; only commands that printers of other makes have, too. Text is plain
ASCII, for code pages differ between makes and Indonesian needs no more.
"""

from __future__ import annotations

import textwrap
import unicodedata
from typing import Final, assert_never

from hardware.devices import PrintCode, PrintLine, Printout, PrintRule

COLUMNS: Final = (32, 42, 48)
"""Characters in a line: 58 mm paper; 80 mm paper in Epson's width; 80 mm paper in that of most others."""
LONGEST_CODE_BYTES: Final = 200

_ESC, _GS = b"\x1b", b"\x1d"
_BEGIN = _ESC + b"@" + _ESC + b"t\x00"
"""Forget what came before; code page 437, whose first half is ASCII."""
_END = _ESC + b"d\x03" + _GS + b"VB\x00"
"""Feed, and cut all but a bit, so that the slip does not fall."""
_MODULE_DOTS = ((42, 8), (106, 6), (LONGEST_CODE_BYTES, 4))
"""(up to so many bytes, dots of a module): a QR code of any length stays narrower than 58 mm paper."""

ASK_CAUSE: Final = b"\x10\x04\x02"
"""DLE EOT 2, answered at once: why the printer is offline."""
ASK_PAPER: Final = b"\x10\x04\x04"
"""DLE EOT 4, answered at once: the sensors of the roll."""
ASK_DONE: Final = _GS + b"r\x01"
"""GS r 1: the sensors too, but answered when all that was sent before is done."""

_SPOKEN = str.maketrans(
    {"·": "-", "×": "x", "–": "-", "—": "-", "−": "-", "•": "*", "…": "...", "‘": "'", "’": "'"}
    | {"“": '"', "”": '"', "\xa0": " "}
)


def plain(text: str) -> str:
    """``text`` in printable ASCII: accents are dropped, what has no likeness becomes ``?``. Nothing in a text
    can be a command."""
    spread = unicodedata.normalize("NFKD", " ".join(text.translate(_SPOKEN).split()))
    bare = (one for one in spread if not unicodedata.combining(one))
    return "".join(one if " " <= one <= "~" else "?" for one in bare)


def printed(printout: Printout, columns: int) -> bytes:
    """The whole printout, cut off at its end. Raises ``ValueError`` for a code that is too long."""
    parts = [_BEGIN]
    for one in printout:
        match one:
            case PrintLine():
                parts.append(_line(one, columns))
            case PrintCode():
                parts.append(_code(one.text))
            case PrintRule():
                parts.append(_style(PrintLine("")) + b"-" * columns + b"\n")
            case _:
                assert_never(one)
    return b"".join([*parts, _END])


def _style(line: PrintLine) -> bytes:
    align = _ESC + b"a" + bytes([line.centred])
    return align + _ESC + b"E" + bytes([line.bold]) + _GS + b"!" + bytes([line.tall | line.wide << 4])


def _line(line: PrintLine, columns: int) -> bytes:
    width = columns // 2 if line.wide else columns
    mark = f"{plain(line.mark)} " if line.mark else ""
    rows = textwrap.wrap(
        plain(line.text),
        width,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_on_hyphens=False,  # a reference or an address stays in one piece
    )
    return _style(line) + b"".join(row.encode("ascii") + b"\n" for row in rows or [""])


def _code(text: str) -> bytes:
    content = plain(text).encode("ascii")
    if not 0 < len(content) <= LONGEST_CODE_BYTES:
        raise ValueError(f"a code has 1 to {LONGEST_CODE_BYTES} characters")
    dots = next(dots for most, dots in _MODULE_DOTS if len(content) <= most)
    return (
        _style(PrintLine("", centred=True))
        + _qr(65, b"2\x00")  # model 2
        + _qr(67, bytes([dots]))
        + _qr(69, b"1")  # level M: readable with 15 % of it damaged
        + _qr(80, b"0" + content)
        + _qr(81, b"0")  # print it
        + b"\n"
    )


def _qr(function: int, content: bytes) -> bytes:
    """GS ( k with cn = 49, the functions of QR codes."""
    return _GS + b"(k" + (len(content) + 2).to_bytes(2, "little") + bytes([49, function]) + content


# ---------------------------------------------------------------- what it answers


def is_status(answer: int) -> bool:
    """Whether this byte can be an answer to ``ASK_CAUSE`` or ``ASK_PAPER``: some bits are always the same."""
    return answer & 0b1001_0011 == 0b0001_0010


def is_done(answer: int) -> bool:
    """Whether this byte can be the answer to ``ASK_DONE``."""
    return answer & 0b1001_0000 == 0


def complaint(cause: int | None, paper: int | None) -> str:
    """What is wrong, for a sentence that begins with the printer's name; empty: nothing. None: no answer."""
    if (paper is not None and paper & 0x60) or (cause is not None and cause & 0x20):
        return "has no paper; put in a new roll"
    if cause is not None and cause & 0x04:
        return "is open; close its cover"
    if cause is not None and cause & 0x40:
        return "reports an error; look for stuck paper, then switch it off and on"
    return ""
