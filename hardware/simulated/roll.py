"""A receipt printer and its roll of paper: what was printed lies in files.

Responsible for: understanding ESC/POS as far as we speak it, what the paper shows as text, answers about the
paper. Not for: making the bytes (``escpos``), nor faults by time (``faults``). It knows the commands by their
lengths alone and takes none that it does not know: a wrong byte shows.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hardware.device_thread import DeviceFault
from hardware.devices import Condition

ENDLESS: Final = 10_000
_READY, _OFFLINE_NO_PAPER, _NO_PAPER = 0x12, 0x32, 0x72
_LENGTHS: Final = {b"\x1b@": 2, b"\x1bt": 3, b"\x1ba": 3, b"\x1bE": 3, b"\x1bd": 3, b"\x1d!": 3, b"\x1dV": 4}
"""Whole commands by their first two bytes."""


@dataclass(frozen=True)
class PaperLine:
    """One line as it is seen. ``code``: it is a QR code of ``text``."""

    text: str
    bold: bool = False
    tall: bool = False
    wide: bool = False
    centred: bool = False
    code: bool = False


@dataclass
class Reading:
    """A printer in the middle of its bytes."""

    lines: list[PaperLine] = field(default_factory=list)
    cuts: int = 0
    bold: bool = False
    tall: bool = False
    wide: bool = False
    centred: bool = False
    code: str = ""

    def take(self, command: bytes) -> None:
        match command[:2]:
            case b"\x1b@":
                self.bold = self.tall = self.wide = self.centred = False
            case b"\x1ba":
                self.centred = command[2] == 1
            case b"\x1bE":
                self.bold = command[2] == 1
            case b"\x1d!":
                self.tall, self.wide = command[2] & 7 == 1, command[2] >> 4 == 1
            case b"\x1dV":
                self.cuts += 1
            case b"\x1d(" if command[5:8] == b"\x31\x50\x30":
                self.code = command[8:].decode("ascii")
            case b"\x1d(" if command[5:8] == b"\x31\x51\x30":
                self.lines.append(PaperLine(self.code, centred=self.centred, code=True))
            case _:
                pass

    def show(self, text: str) -> None:
        self.lines.append(PaperLine(text, self.bold, self.tall, self.wide, self.centred))


def shown(content: bytes) -> Reading:
    """What the paper shows of ``content``. Raises ``ValueError`` for what no printer would understand."""
    reading, at, text = Reading(), 0, ""
    while at < len(content):
        first = content[at : at + 2]
        if first[:1] == b"\n":
            reading.show(text)
            at, text = at + 1, ""
        elif 0x20 <= first[0] <= 0x7E:
            text += chr(first[0])
            at += 1
        else:
            length = _LENGTHS.get(first, 0)
            if content[at : at + 3] == b"\x1d(k":
                length = 5 + int.from_bytes(content[at + 3 : at + 5], "little")
            if not length or at + length > len(content):
                raise ValueError(f"byte {at} begins no command that is known")
            reading.take(content[at : at + length])
            at += length
    if text:
        raise ValueError("the last line has no end")
    return reading


class Roll:
    """The printer; ``open`` gives one connection after the other. ``left``: printouts until its end."""

    def __init__(self, path: Path, left: int) -> None:
        self._path = path
        self._left = left

    def open(self) -> RollPort:
        return RollPort(self)

    @property
    def has_paper(self) -> bool:
        return self._left > 0

    def print(self, content: bytes) -> None:
        """All of it, or nothing without paper."""
        if not self.has_paper:
            return
        try:
            paper = "".join(f"{_as_text(line)}\n" for line in shown(content).lines)
        except ValueError as error:
            raise DeviceFault(
                Condition.FAILED, f"The simulated printer does not understand: {error}."
            ) from None
        for path, added in ((self._path, content), (Path(f"{self._path}.txt"), paper.encode() + b"\n")):
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
                file.write(added)
        if self._left < ENDLESS:
            self._left -= 1


def _as_text(line: PaperLine) -> str:
    return f"[QR: {line.text}]" if line.code else line.text


class RollPort:
    """One connection. Every write is a question or a whole printout, as our driver does it."""

    answers = True

    def __init__(self, roll: Roll) -> None:
        self._roll = roll
        self._said: list[int] = []

    def write(self, content: bytes) -> None:
        paper = self._roll.has_paper
        match content:
            case b"\x10\x04\x02":
                self._said.append(_READY if paper else _OFFLINE_NO_PAPER)
            case b"\x10\x04\x04":
                self._said.append(_READY if paper else _NO_PAPER)
            case b"\x1dr\x01":
                self._said.append(0x00)
            case _:
                self._roll.print(content)

    def read(self, within_s: float) -> int | None:
        return self._said.pop(0) if self._said else None

    def close(self) -> None:
        """Nothing stays open."""
