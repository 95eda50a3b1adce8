"""How a personal number is shown where others may see it: all but its last characters covered.

Responsible for: that one form, on the screen as in ``repr``. Not for: grouping (views) or who may see more.
"""

from __future__ import annotations

COVER = "•"


def masked(number: str, shown: int = 1) -> str:
    """``masked("9971015207880003")`` is fifteen bullets and ``3``.

    At most half of a number is ever shown, so that the first characters typed are covered as well.
    """
    if shown < 0:
        raise ValueError("shown is at least 0")
    shown = min(shown, len(number) // 2)
    return COVER * (len(number) - shown) + number[len(number) - shown :]
