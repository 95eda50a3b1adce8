"""How often a packet goes out, and how many earlier blocks it carries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.copies import COPIES_MOST
from channel.core.redundancy import (
    CALM_LOOKS,
    COPY_KBPS,
    DEPTH_MOST,
    GONE_LOOKS,
    ROOM_SHARE,
    USELESS_LOOKS,
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
    assert wanted_depth(loss, 1.0, copies=2) == depth


@pytest.mark.parametrize(
    ("loss", "burst", "copies"),
    [(0.004, 1, 1), (0.02, 1, 2), (0.05, 1, 3), (0.05, 1.2, 3), (0.1, 1.1, 3), (0.2, 1.25, 4)],
)
def test_copies_leave_hardly_anything_missing(loss: float, burst: float, copies: int) -> None:
    assert Redundancy().look(loss, burst, True, 1000, 32, copied=True) == Protection(copies=copies)


def test_there_are_copies_where_packets_are_lost_one_by_one_and_there_is_room() -> None:
    assert Redundancy().look(0.05, 3.0, True, 1000, 32, copied=True) == Protection(3), "all would be lost"
    assert Redundancy().look(0.05, 1.05, True, 1000, 32).copies == 1, "the loss would hide itself"
    for room_kbps, copies in ((185, 1), (190, 2), (275, 2), (285, 3), (370, 3), (380, 4)):
        assert Redundancy().look(0.2, 1.25, True, room_kbps, 32, copied=True).copies == copies


def test_copies_take_over_at_once_and_end_one_by_one_after_calm_times() -> None:
    redundancy = Redundancy()
    assert redundancy.look(0.1, 1.0, True, 1000, 32).depth == 2
    assert redundancy.look(0.1, 1.0, True, 1000, 32, copied=True) == Protection(copies=3)
    for copies in (3, 2):
        for _ in range(CALM_LOOKS - 1):
            assert redundancy.look(0.0, 1.0, True, 1000, 32, copied=True).copies == copies
        assert redundancy.look(0.0, 1.0, True, 1000, 32, copied=True) == Protection(copies=copies - 1)
    assert redundancy.look(0.1, 1.0, True, 1000, 32, copied=True).copies == 3
    assert redundancy.look(0.1, 4.0, True, 1000, 32, copied=True) == Protection(3), (
        "at once: they are runs now"
    )


def test_copies_that_are_lost_with_their_originals_give_way_to_earlier_blocks_for_a_while() -> None:
    """Runs shorter than the time between two packets of sound alone look like single losses."""
    redundancy = Redundancy()
    assert redundancy.look(0.05, 1.0, True, 1000, 32, copied=True).copies == 3
    assert redundancy.look(0.05, 1.0, True, 1000, 32, copied=True, gone=0.01).copies == 3
    for _ in range(GONE_LOOKS - 1):
        assert redundancy.look(0.05, 1.0, True, 1000, 32, copied=True, gone=0.05).copies == 3
    for _ in range(USELESS_LOOKS - 1):
        assert redundancy.look(0.05, 1.0, True, 1000, 32, copied=True, gone=0.05) == Protection(1)
    assert redundancy.look(0.05, 1.0, True, 1000, 32, copied=True) == Protection(1, copies=3), (
        "tried again, and until it is known what comes of it not relied upon"
    )


def test_copies_that_the_room_allows_may_leave_more_missing() -> None:
    redundancy = Redundancy()
    assert redundancy.look(0.2, 1.25, True, 200, 32, copied=True).copies == 2
    assert redundancy.look(0.2, 1.25, True, 200, 32, copied=True, gone=0.06).copies == 2


def test_chance_in_the_runs_makes_no_copies_come_and_go() -> None:
    redundancy = Redundancy()
    assert redundancy.look(0.25, 1.8, True, 1000, 32, copied=True).copies == 1
    assert redundancy.look(0.25, 1.6, True, 1000, 32, copied=True).copies == 4
    assert redundancy.look(0.25, 1.9, True, 1000, 32, copied=True).copies == 4
    assert redundancy.look(0.25, 2.1, True, 1000, 32, copied=True).copies == 1


@given(
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.floats(0, 50),
            st.booleans(),
            st.floats(0, 5000),
            st.floats(6, 128),
            st.booleans(),
        ),
        max_size=50,
    )
)
def test_all_that_is_said_again_stays_within_its_bounds_and_the_room(
    looks: list[tuple[float, float, bool, float, float, bool]],
) -> None:
    redundancy = Redundancy()
    for loss, burst, red, room_kbps, voice_kbps, copied in looks:
        said = redundancy.look(loss, burst, red, room_kbps, voice_kbps, copied=copied)
        assert 0 <= said.depth <= (DEPTH_MOST if red else 0)
        assert 1 <= said.copies <= (COPIES_MOST if copied else 1)
        headers_kbps = COPY_KBPS if said.copies > 1 else 0.0
        taken_kbps = said.copies * ((1 + said.depth) * voice_kbps + headers_kbps)
        assert (said.depth, said.copies) == (0, 1) or taken_kbps <= room_kbps * ROOM_SHARE + 1e-6
