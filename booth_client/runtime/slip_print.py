"""The slip on the booth's printer.

Responsible for: how each line of it looks on a roll of paper. Not for: its words (``channel.rules.slip``) or
the printer (``hardware``). Pure.
"""

from __future__ import annotations

from typing import Final

from channel.rules.slip import Role, Slip, SlipLine
from hardware.devices import PrintCode, PrintLine, Printout, PrintRule

TICK: Final = "[v]"
"""Paper has no tick of its own: printers know ASCII."""


def printout(slip: Slip) -> Printout:
    return tuple(piece for line in slip for piece in _pieces(line))


def _pieces(line: SlipLine) -> Printout:
    match line.role:
        case Role.CODE:
            return (PrintCode(line.text),)
        case Role.CUT:
            return (PrintRule(),)
        case Role.TITLE:
            return (PrintLine(line.text, bold=True, tall=True, centred=True),)
        case Role.PLACE:
            return (PrintLine(line.text, centred=True),)
        case Role.REFERENCE:
            return (PrintLine(line.text, bold=True, tall=True, wide=True, centred=True),)
        case Role.OUTCOME | Role.REMINDER:
            return (PrintLine(line.text, bold=True, tall=True),)
        case Role.HEADING:
            return (PrintLine(""), PrintLine(line.text, bold=True))
        case Role.DONE:
            return (PrintLine(line.text, mark=TICK),)
        case Role.BRING:
            return (PrintLine(line.text, mark=f"{line.number}.", tall=True),)
        case Role.CLAIM | Role.NOTE:
            return (PrintLine(line.text),)
