"""How much of all voice was made up, as the programs themselves tell when a channel ends."""

from __future__ import annotations

import re
from pathlib import Path


def made_up_share(log: Path, who: str) -> float | None:
    """Of all channels of ``who`` ("seat 2") that ended in this log, 0 to 1; None: none did."""
    line = re.compile(
        rf" {re.escape(who)}: the channel is over, (\d+) s of voice came, ([\d.]+) % of it made up"
    )
    ended = [(float(s), float(percent)) for s, percent in line.findall(log.read_text(encoding="utf-8"))]
    whole_s = sum(s for s, _ in ended)
    if not whole_s:
        return None
    return sum(s * percent for s, percent in ended) / whole_s / 100
