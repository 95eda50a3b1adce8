"""How far two texts are apart.

Responsible for: the number of slips that make one text of the other. Not for: how many are few.
"""

from __future__ import annotations


def edits(first: str, second: str) -> int:
    """The fewest characters to leave out, add or replace, and neighbours to swap, that make ``second`` of
    ``first`` (optimal string alignment, F. J. Damerau 1964). Cost grows with the product of the lengths."""
    two_back: list[int] = []
    back = list(range(len(second) + 1))
    for row, one in enumerate(first, start=1):
        here = [row]
        for column, other in enumerate(second, start=1):
            best = min(back[column] + 1, here[-1] + 1, back[column - 1] + (one != other))
            swapped = row > 1 and column > 1 and one == second[column - 2] and other == first[row - 2]
            if swapped:
                best = min(best, two_back[column - 2] + 1)
            here.append(best)
        two_back, back = back, here
    return back[-1]
