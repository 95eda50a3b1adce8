"""What an object holds, directly or by way of others: to see that nothing of a person is left in it.

Responsible for: the search. Not for: code, modules and types, which hold the whole program, nor for what the
tests themselves hold.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from types import CodeType, FrameType, ModuleType


def texts_held_by(root: object) -> Iterator[str | bytes]:
    """Every str, bytes and bytearray that can be reached from ``root``."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        one = stack.pop()
        if id(one) in seen or _is_the_program(one):
            continue
        seen.add(id(one))
        if isinstance(one, str | bytes | bytearray):
            yield bytes(one) if isinstance(one, bytearray) else one
        else:
            stack += gc.get_referents(one)


def holds(root: object, mark: str) -> bool:
    """Whether this text, or its bytes, is part of anything that ``root`` holds."""
    raw = mark.encode()
    return any((mark if isinstance(text, str) else raw) in text for text in texts_held_by(root))  # type: ignore[operator]


def _is_the_program(one: object) -> bool:
    if isinstance(one, ModuleType | type | CodeType | FrameType):
        return True
    if isinstance(one, dict) and "__builtins__" in one:
        return True
    return type(one).__module__.startswith("tests.")
