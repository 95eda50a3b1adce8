"""Growing delays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.backoff import Backoff


def test_delays_grow_to_the_ceiling_and_start_again_after_success() -> None:
    backoff = Backoff(first_s=1.0, factor=2.0, most_s=5.0, jitter=0.0)
    assert [backoff.next(lambda: 0.9) for _ in range(4)] == [1.0, 2.0, 4.0, 5.0]
    backoff.reset()
    assert backoff.next(lambda: 0.9) == 1.0


@given(st.lists(st.floats(0.0, 0.999), max_size=30), st.floats(0.0, 1.0))
def test_chance_only_shortens_and_never_beyond_its_share(chances: list[float], jitter: float) -> None:
    backoff = Backoff(first_s=0.5, factor=2.0, most_s=10.0, jitter=jitter)
    full = Backoff(first_s=0.5, factor=2.0, most_s=10.0, jitter=0.0)
    for chance in chances:
        longest_s = full.next(lambda: 0.0)
        delay_s = backoff.next(lambda chance=chance: chance)  # type: ignore[misc]
        assert longest_s * (1.0 - jitter) <= delay_s <= longest_s


def test_senseless_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="back-off"):
        Backoff(first_s=2.0, most_s=1.0)
