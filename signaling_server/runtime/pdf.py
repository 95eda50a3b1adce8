"""A PDF file of plain pages: text in Helvetica, lines and filled areas.

Responsible for: the file's structure (ISO 32000-1), how wide text is. Not for: what stands where
(``slip_pdf``). Pure; the same calls give the same bytes.

Helvetica is one of the fonts that every reader has (ISO 32000-1, 9.6.2.2), so none is embedded; its
characters are those of Windows-1252. A library for this would bring fonts and an image decoder with it, which
the server is not to have. Lengths are points, 1/72 inch, from the page's upper left corner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

A4_WIDTH: Final = 595.28
A4_HEIGHT: Final = 841.89
MM: Final = 72 / 25.4

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""
Point = tuple[float, float]
BLACK: Final = (0.0, 0.0, 0.0)

_FIRST = 32
_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 "
    "278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 "
    "667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 "
    "833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_BOLD_WIDTHS = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 "
    "333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 "
    "611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 "
    "611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584"
)
_ASCII_WIDTHS: Final = {
    bold: {_FIRST + at: int(width) for at, width in enumerate(widths.split())}
    for bold, widths in ((False, _WIDTHS), (True, _BOLD_WIDTHS))
}
"""Thousandths of the size, by character; Adobe's metrics of the standard fonts."""
_OTHER_WIDTHS: Final = {0x85: 1000, 0x97: 1000, 0xB7: 278}
"""Ellipsis, dash and middle dot, which are far from the rest beyond ASCII."""
_USUAL_WIDTH: Final = 611


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    return sum(_width(byte, bold) for byte in _encoded(text)) * size / 1000


def wrapped(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """``text`` in lines that fit; a word that is too long for one is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if text_width(longer, size, bold=bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = ""
        for character in word:
            if line and text_width(line + character, size, bold=bold) > width:
                lines.append(line)
                line = ""
            line += character
    return [*lines, line] if line else lines


class Pdf:
    """Pages of A4, the last of which is drawn on. ``title`` is what a reader calls the file."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._pages: list[list[bytes]] = []
        self.new_page()

    def new_page(self) -> None:
        self._pages.append([])

    def text(self, at: Point, text: str, size: float, *, bold: bool = False, colour: Colour = BLACK) -> None:
        """``at``: where its base line begins."""
        font = b"F2" if bold else b"F1"
        self._draw(
            b"BT", _numbers(colour), b"rg /", font, _numbers((size,)), b"Tf", _numbers(_up(at)), b"Td ",
            _string(_encoded(text)), b"Tj ET",
        )  # fmt: skip

    def area(self, boxes: Iterable[tuple[float, float, float, float]], colour: Colour = BLACK) -> None:
        """Fill boxes of (left, top, width, height), all at once: no seams where they touch."""
        self._draw(_numbers(colour), b"rg")
        for left, top, width, height in boxes:
            self._draw(_numbers((left, A4_HEIGHT - top - height, width, height)), b"re")
        self._draw(b"f")

    def line(
        self, points: Sequence[Point], width: float, *, colour: Colour = BLACK, dash: float = 0.0
    ) -> None:
        """From point to point."""
        dashes = b"[" + (_numbers((dash, dash)) if dash else b"") + b"] 0 d"
        self._draw(_numbers(colour), b"RG", _numbers((width,)), b"w 1 J 1 j", dashes)
        for number, point in enumerate(points):
            self._draw(_numbers(_up(point)), b"l" if number else b"m")
        self._draw(b"S")

    def content(self) -> bytes:
        """The whole file."""
        kids = b" ".join(b"%d 0 R" % (6 + 2 * number) for number in range(len(self._pages)))
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(self._pages), kids),
            _font(b"Helvetica"),
            _font(b"Helvetica-Bold"),
            b"<< /Title %b >>" % _string(_encoded(self._title)),
        ]
        for number, drawn in enumerate(self._pages):
            stream = b"\n".join(drawn)
            objects.append(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0%b] /Contents %d 0 R "
                b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
                % (_numbers((A4_WIDTH, A4_HEIGHT)), 7 + 2 * number)
            )
            objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
        file, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
        for number, one in enumerate(objects, 1):
            places.append(len(file))
            file += b"%d 0 obj\n%b\nendobj\n" % (number, one)
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        tail = b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        return file + head + table + tail % (len(objects) + 1, len(file))

    def _draw(self, *operators: bytes) -> None:
        self._pages[-1].append(b"".join(operators))


def _encoded(text: str) -> bytes:
    return text.encode("cp1252", errors="replace")


def _width(byte: int, bold: bool) -> int:
    return _ASCII_WIDTHS[bold].get(byte) or _OTHER_WIDTHS.get(byte, _USUAL_WIDTH)


def _string(content: bytes) -> bytes:
    """In hexadecimal: no character has a meaning of its own."""
    return b"<%b>" % content.hex().encode()


def _numbers(values: Iterable[float]) -> bytes:
    return b"".join(b" %b" % f"{value:.3f}".encode() for value in values) + b" "


def _up(point: Point) -> Point:
    """A PDF's own pages begin below."""
    return point[0], A4_HEIGHT - point[1]


def _font(name: bytes) -> bytes:
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /%b /Encoding /WinAnsiEncoding >>" % name
