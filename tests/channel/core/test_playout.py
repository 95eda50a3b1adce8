"""Blocks of sound in order and in time, whatever the network does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channel.core.playout import (
    EXCESS_BLOCKS,
    SHRINK_AFTER_PULLS,
    TARGET_LEAST_BLOCKS,
    TARGET_MOST_BLOCKS,
    TARGET_START_BLOCKS,
    Gap,
    Play,
    Playout,
)


def packet(number: int) -> bytes:
    return number.to_bytes(4, "big")


def put(playout: Playout, number: int) -> None:
    playout.put(number & 0xFFFF, packet(number))


def test_play_begins_when_the_target_is_there() -> None:
    playout = Playout()
    put(playout, 7)
    assert playout.pull() is Gap.DRY
    put(playout, 8)
    assert playout.pull() == Play(packet(7))
    put(playout, 9)
    assert playout.pull() == Play(packet(8))


def test_packets_out_of_order_are_played_in_order() -> None:
    playout = Playout()
    for number in (10, 12, 11, 13):
        put(playout, number)
    assert [playout.pull() for _ in range(4)] == [Play(packet(n)) for n in (10, 11, 12, 13)]


def test_the_first_packet_may_come_second() -> None:
    playout = Playout()
    put(playout, 11)
    put(playout, 10)
    assert playout.pull() == Play(packet(10))


def test_a_lost_packet_leaves_one_gap_and_no_delay() -> None:
    playout = Playout()
    for number in (1, 2, 4, 5):
        put(playout, number)
    assert [playout.pull() for _ in range(5)][:5] == [
        Play(packet(1)),
        Play(packet(2)),
        Gap.LOST,
        Play(packet(4)),
        Play(packet(5)),
    ]
    assert playout.lost == 1


def test_a_late_or_doubled_packet_is_not_played() -> None:
    playout = Playout()
    for number in (1, 2, 2, 3):
        put(playout, number)
    assert playout.pull() == Play(packet(1))
    put(playout, 1)
    assert playout.pull() == Play(packet(2))
    assert playout.pull() == Play(packet(3))
    assert playout.late == 1


def test_running_dry_grows_the_target_up_to_its_limit() -> None:
    playout, number = Playout(), 0
    for _ in range(10):
        while playout.pull() is Gap.DRY:
            put(playout, number)
            number += 1
        while playout.pull() is not Gap.DRY:
            pass
    assert playout.target_blocks == TARGET_MOST_BLOCKS


def test_a_steady_stream_shrinks_the_target_slowly_and_the_delay_with_it() -> None:
    playout = Playout()
    put(playout, 0)
    for number in range(1, 2 * SHRINK_AFTER_PULLS + 200):
        put(playout, number)
        playout.pull()
    assert playout.target_blocks == TARGET_LEAST_BLOCKS < TARGET_START_BLOCKS
    assert len(playout) <= TARGET_LEAST_BLOCKS
    assert playout.lost == 0


def test_a_burst_after_a_stall_is_cut_to_the_newest() -> None:
    playout = Playout()
    for number in range(50):
        put(playout, number)
    assert len(playout) <= TARGET_START_BLOCKS + EXCESS_BLOCKS
    first = playout.pull()
    assert isinstance(first, Play)
    assert int.from_bytes(first.payload, "big") > 40


def test_the_sequence_number_wraps_without_a_gap() -> None:
    playout, played = Playout(), []
    for number in range(65530, 65550):
        put(playout, number)
        taken = playout.pull()
        if isinstance(taken, Play):
            played.append(int.from_bytes(taken.payload, "big"))
    assert played == list(range(65530, 65530 + len(played)))
    assert len(played) > 15


def test_a_stream_that_begins_anew_elsewhere_is_followed() -> None:
    playout = Playout()
    for number in (1, 2, 3):
        put(playout, number)
    playout.pull()
    for number in (30000, 30001):
        put(playout, number)
    assert playout.pull() == Play(packet(30000))


@given(
    st.lists(st.one_of(st.none(), st.tuples(st.integers(0, 6), st.integers(1, 3))), min_size=1, max_size=400),
    st.integers(0, 65535),
)
def test_never_backwards_never_twice_never_unbounded(
    script: list[tuple[int, int] | None], start: int
) -> None:
    """``None`` pulls; otherwise packets come, some jumped over, some early, some late, some doubled."""
    playout, newest, played = Playout(), start, []
    for step in script:
        if step is None:
            taken = playout.pull()
            if isinstance(taken, Play):
                played.append(int.from_bytes(taken.payload, "big"))
        else:
            back, forth = step
            newest += forth
            for number in (newest, newest - back):
                if number >= start:
                    put(playout, number)
        assert len(playout) <= TARGET_MOST_BLOCKS + EXCESS_BLOCKS
        assert TARGET_LEAST_BLOCKS <= playout.target_blocks <= TARGET_MOST_BLOCKS
    assert played == sorted(set(played))
