"""How many earlier blocks a packet carries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.redundancy import (
    CALM_LOOKS,
    DEPTH_MOST,
    ROOM_SHARE,
    Protection,
    Redundancy,
    wanted_depth,
)


@pytest.mark.parametrize(
    ("loss", "burst", "depth"),
    [(0.0, 1, 0), (0.004, 1, 0), (0.02, 1, 1), (0.05, 1, 1), (0.1, 1, 2), (0.2, 1, 3), (0.5, 1, 3),
     (0.02, 2, 2), (0.05, 3, 3)],
)  # fmt: skip
def test_more_and_longer_losses_need_more_blocks(loss: float, burst: float, depth: int) -> None:
    assert wanted_depth(loss, burst) == depth


def test_more_is_carried_at_once_and_less_only_after_a_calm_time() -> None:
    redundancy = Redundancy()
    assert redundancy.look(0.1, 1.0, True, 1000, 32).depth == 2
    for _ in range(CALM_LOOKS - 1):
        assert redundancy.look(0.0, 1.0, True, 1000, 32).depth == 2
    assert redundancy.look(0.0, 1.0, True, 1000, 32).depth == 1
    assert redundancy.look(0.2, 1.0, True, 1000, 32).depth == 3


def test_a_thin_link_gets_no_more_than_its_share() -> None:
    assert Redundancy().look(0.2, 1.0, True, 100, 32).depth == 0
    assert Redundancy().look(0.2, 1.0, True, 150, 32).depth == 1
    redundancy = Redundancy()
    redundancy.look(0.2, 1.0, True, 1000, 32)
    assert redundancy.look(0.2, 1.0, True, 150, 32).depth == 1, "at once: the room is gone now"


def test_where_packets_cannot_carry_earlier_blocks_the_codec_is_told_of_the_loss() -> None:
    assert Redundancy().look(0.1, 1.0, False, 1000, 32) == Protection(0, 0.1)
    assert Redundancy().look(0.1, 1.0, True, 60, 32) == Protection(0, 0.1)
    assert Redundancy().look(0.1, 1.0, True, 1000, 32) == Protection(2, 0.0)
    assert Redundancy().look(0.001, 1.0, False, 1000, 32) == Protection(0, 0.0)


@pytest.mark.parametrize(("loss", "depth"), [(0.02, 0), (0.05, 0), (0.1, 1), (0.2, 1), (0.5, 3)])
def test_what_goes_out_twice_needs_fewer_blocks(loss: float, depth: int) -> None:
    assert wanted_depth(loss, 1.0, twice=True) == depth


def test_packets_go_out_twice_where_they_are_lost_one_by_one_and_there_is_room() -> None:
    assert Redundancy().look(0.05, 1.05, True, 1000, 32, twice=True) == Protection(0, 0.0, twice=True)
    assert Redundancy().look(0.05, 3.0, True, 1000, 32, twice=True) == Protection(3), "both would be lost"
    assert not Redundancy().look(0.05, 1.05, True, 1000, 32).twice, "the loss would hide itself"
    assert not Redundancy().look(0.05, 1.05, True, 140, 32, twice=True).twice
    assert Redundancy().look(0.05, 1.05, True, 150, 32, twice=True).twice
    assert not Redundancy().look(0.004, 1.0, True, 1000, 32, twice=True).twice


def test_second_packets_take_over_at_once_and_end_after_a_calm_time() -> None:
    redundancy = Redundancy()
    assert redundancy.look(0.1, 1.0, True, 1000, 32).depth == 2
    assert redundancy.look(0.1, 1.0, True, 1000, 32, twice=True) == Protection(1, 0.0, twice=True)
    for _ in range(CALM_LOOKS - 1):
        assert redundancy.look(0.0, 1.0, True, 1000, 32, twice=True).twice
    assert redundancy.look(0.0, 1.0, True, 1000, 32, twice=True) == Protection()
    assert redundancy.look(0.1, 1.0, True, 1000, 32, twice=True).twice
    assert redundancy.look(0.1, 4.0, True, 1000, 32, twice=True) == Protection(3), (
        "at once: they are runs now"
    )


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 50), st.booleans(), st.floats(0, 5000), st.floats(6, 128)),
        max_size=50,
    )
)
def test_the_depth_stays_within_its_bounds_and_the_room(
    looks: list[tuple[float, float, bool, float, float]],
) -> None:
    redundancy = Redundancy()
    for loss, burst, red, room_kbps, voice_kbps in looks:
        depth = redundancy.look(loss, burst, red, room_kbps, voice_kbps).depth
        assert 0 <= depth <= (DEPTH_MOST if red else 0)
        assert depth == 0 or (1 + depth) * voice_kbps <= room_kbps * ROOM_SHARE
