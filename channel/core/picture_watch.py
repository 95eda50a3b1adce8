"""Whether the picture that is shown is live, and when to ask the far end for a key frame.

Responsible for: noticing that no new picture comes although one is due, whatever the reason (loss, a
decoder that died, a camera that stopped): a frozen picture is never shown as live. Not for: showing it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

HELD_AFTER_S = 2.0
OVERDUE_AFTER_S = 0.8
ASK_EVERY_S = 0.3


@dataclass(frozen=True)
class Held:
    """The picture is old (or no longer)."""

    held: bool


@dataclass(frozen=True)
class AskKeyframe:
    """Ask the far end."""


Command: TypeAlias = Held | AskKeyframe


class PictureWatch:
    """Looked at every 100 ms or so. Attribute ``held``. Not thread-safe."""

    def __init__(self) -> None:
        self.held = False
        self._due_since_s: float | None = None
        self._asked_s = float("-inf")

    def look(self, *, due: bool, broken: bool, last_picture_s: float, now_s: float) -> list[Command]:
        """``due``: the gate is open and the camera works. ``broken``: nothing can be shown without a key
        frame."""
        commands: list[Command] = []
        if not due:
            self._due_since_s = None
            return self._hold(False)
        if self._due_since_s is None:
            self._due_since_s = now_s
            self._asked_s = now_s  # the opening itself brings a key frame
        age_s = now_s - max(last_picture_s, self._due_since_s)
        if (broken or age_s >= OVERDUE_AFTER_S) and now_s - self._asked_s >= ASK_EVERY_S:
            self._asked_s = now_s
            commands.append(AskKeyframe())
        return commands + self._hold(age_s >= HELD_AFTER_S)

    def _hold(self, held: bool) -> list[Command]:
        if held == self.held:
            return []
        self.held = held
        return [Held(held)]
