"""How wide the columns below the head of the panel are, on every screen.

Responsible for: these lengths (section 6 of the visual language). Not for: placing anything (``focus_body``).
"""

from __future__ import annotations

from typing import Final

from channel.qt.theme import Scale, Space, console_form

LEAST_FACE: Final = 340
"""The facts need that much where there is no case."""
KEYS: Final = 56
"""Height of the keys under the face of the only booth."""
_FACE, _COMPACT_FACE = 464, 240
_SINGLE_SHARE: Final = 0.343
"""Of the width, for the face of the only booth."""
_LIST, _SINGLE_LIST, _COMPACT_LIST = 424, 400, 300


def gap_px(scale: Scale) -> int:
    return scale.px(10 if scale.compact else Space.M)


def face_px(scale: Scale, width_px: int, *, single: bool) -> int:
    """The first column, of ``width_px`` together."""
    if single:
        return min(scale.px(console_form(scale).face_single), round(width_px * _SINGLE_SHARE))
    return scale.px(_COMPACT_FACE if scale.compact else _FACE)


def list_px(scale: Scale, *, single: bool) -> int:
    """The checklist."""
    if scale.compact:
        return scale.px(_COMPACT_LIST)
    return scale.px(_SINGLE_LIST if single else _LIST)


def keys_px(scale: Scale, *, single: bool) -> int:
    """Keys and the gap above them."""
    return scale.px(Space.XS) + scale.px(KEYS) if single else 0
