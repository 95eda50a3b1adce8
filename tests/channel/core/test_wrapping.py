from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channel.core.wrapping import nearest


def test_what_wrapped_goes_on() -> None:
    assert nearest(3, 0xFFFE, 16) == 0x10003
    assert nearest(0xFFFE, 0x10003, 16) == 0xFFFE
    assert nearest(0xFFFF, 0, 16) == -1


@given(st.integers(-(1 << 40), 1 << 40), st.integers(-0x8000, 0x7FFF))
def test_whatever_is_within_half_of_the_range_is_found(to: int, away: int) -> None:
    meant = to + away
    assert nearest(meant & 0xFFFF, to, 16) == meant
