"""Blocks of sound in order and in time, whatever the network does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.block import BLOCK_S, PULL_S, PULL_SAMPLES
from channel.core.playout import (
    DRY_MOST_PULLS,
    HELD_MOST_BLOCKS,
    JUMP_SAMPLES,
    PATIENCE_S,
    PULLS,
    SPLICE_EVERY_S,
    Dry,
    Lost,
    Play,
    Playout,
)
from channel.core.playout_delay import START_BLOCKS, Way

BLOCK = 960
Heard = list[int | str]


class Listener:
    """A playout on a clock of its own. Block n is made at n × 20 ms and is pulled ``wait_s`` or more later.

    ``heard``: the numbers of the blocks played, each once, ``lost``, and ``dry`` for each pull.
    """

    def __init__(self, first_timestamp: int = 0) -> None:
        self.playout = Playout()
        self.heard: Heard = []
        self._first = first_timestamp
        self._left_samples = 0

    def put(self, number: int, late_s: float = 0.0, way: Way = Way.ITSELF, samples: int = BLOCK) -> None:
        """Comes ``late_s`` after it was made."""
        timestamp = (self._first + BLOCK * number) & 0xFFFFFFFF
        self.playout.put(timestamp, Play(number.to_bytes(4, "big"), samples, way), number * BLOCK_S + late_s)

    def pull(self, now_s: float) -> None:
        self.playout.pull(now_s)
        while self._left_samples < PULL_SAMPLES:
            self._left_samples += self._take()
        self._left_samples -= PULL_SAMPLES

    def _take(self) -> int:
        match self.playout.take():
            case Play(payload, samples):
                self.heard.append(int.from_bytes(payload, "big"))
                return samples
            case Lost(samples):
                self.heard.append("lost")
                return samples
            case Dry():
                self.heard.append("dry")
                return PULL_SAMPLES

    def pull_block(self, number: int, wait_s: float) -> None:
        """The two pulls that lie so long after the making of this block."""
        self.pull(number * BLOCK_S + wait_s)
        self.pull(number * BLOCK_S + wait_s + PULL_S)

    def steady(self, first: int, after: int, wait_s: float = 0.005) -> None:
        """Blocks come as they are made, each is pulled for ``wait_s`` after it."""
        for number in range(first, after):
            self.put(number)
            self.pull_block(number, wait_s)


def test_play_begins_when_the_first_block_has_waited() -> None:
    listener = Listener()
    listener.put(0)
    listener.pull(0.004)
    listener.pull(0.014)
    listener.put(1)
    listener.pull(0.024)
    assert listener.heard == ["dry", "dry", 0]


def test_play_begins_with_the_newest_block_that_has_waited() -> None:
    """The loudspeaker may be started long after the network."""
    listener = Listener()
    for number in range(30):
        listener.put(number)
    listener.pull(29 * BLOCK_S + 0.001)
    assert listener.heard == [28]
    assert len(listener.playout) == 1


def test_packets_out_of_order_are_played_in_order() -> None:
    listener = Listener()
    listener.steady(0, 1, wait_s=0.021)
    for number, late_s in ((2, 0.0), (1, 0.021), (3, 0.0)):
        listener.put(number, late_s)
    for number in range(1, 4):
        listener.pull_block(number, 0.021)
    assert listener.heard == [0, 1, 2, 3]


def test_a_lost_block_leaves_one_gap_and_no_delay() -> None:
    listener = Listener()
    for number in (0, 1, 3, 4, 5):
        listener.put(number)
    for number in range(5):
        listener.pull_block(number, 0.022)
    assert listener.heard == [0, 1, "lost", 3, 4]


def test_what_was_made_up_while_nothing_was_here_stands_for_what_turns_out_to_be_lost() -> None:
    listener = Listener()
    listener.steady(0, 60, wait_s=0.021)
    listener.pull_block(60, 0.021)
    for number in (61, 62, 63):
        listener.put(number)
        listener.pull_block(number, 0.021)
    assert listener.heard[59:] == [59, "dry", "dry", 61, 62, 63]
    assert "lost" not in listener.heard


def test_what_was_made_up_may_stand_for_a_part_of_what_is_lost() -> None:
    listener = Listener()
    listener.steady(0, 60, wait_s=0.021)
    listener.pull(60 * BLOCK_S + 0.021)
    listener.put(61)
    listener.playout.pull(60 * BLOCK_S + PULL_S + 0.021)
    assert listener.playout.take() == Lost(BLOCK - PULL_SAMPLES)


def test_a_block_that_is_only_late_is_played_after_all() -> None:
    listener = Listener()
    listener.steady(0, 60, wait_s=0.021)
    for number in (60, 61):
        listener.pull_block(number, 0.021)
    listener.put(60, late_s=0.05)
    listener.put(61, late_s=0.03)
    listener.pull_block(62, 0.021)
    listener.pull_block(63, 0.021)
    assert [block for block in listener.heard[60:] if isinstance(block, int)] == [60, 61]
    assert "lost" not in listener.heard


def test_a_block_that_misses_one_pull_is_played_at_the_next() -> None:
    listener = Listener()
    listener.steady(0, 60, wait_s=0.021)
    listener.pull(60 * BLOCK_S + 0.021)
    listener.put(60, late_s=0.025)
    listener.pull(60 * BLOCK_S + PULL_S + 0.021)
    assert listener.heard[59:] == [59, "dry", 60]


def test_a_block_repaired_by_redundancy_takes_its_place() -> None:
    listener = Listener()
    for number in (0, 1, 3):
        listener.put(number)
    listener.put(2, late_s=BLOCK_S, way=Way.REDUNDANCY)
    for number in range(4):
        listener.pull_block(number, 0.022)
    assert listener.heard == [0, 1, 2, 3]


def test_a_better_copy_replaces_the_codecs_coarse_one_and_no_other() -> None:
    playout = Playout()
    playout.put(0, Play(b"first", BLOCK, Way.ITSELF), 0.0)
    playout.pull(0.021)
    assert playout.take() == Play(b"first", BLOCK, Way.ITSELF)
    for way in (Way.CODEC, Way.ASKED, Way.CODEC, Way.REDUNDANCY):
        playout.put(BLOCK, Play(way.value.encode(), BLOCK, way), 0.04)
    playout.pull(0.041)
    assert playout.take() == Play(b"asked", BLOCK, Way.ASKED)


def test_a_late_or_doubled_block_is_not_played() -> None:
    listener = Listener()
    listener.steady(0, 20, wait_s=0.021)
    listener.put(19)
    listener.put(5, late_s=0.4)
    assert len(listener.playout) == 0, "both had come before"
    listener.put(25)
    for number in range(20, 26):
        listener.pull_block(number, 0.021)
    held = len(listener.playout)
    listener.put(22, late_s=0.1)
    assert len(listener.playout) == held
    played = [block for block in listener.heard if isinstance(block, int)]
    assert played == sorted(set(played))


def test_after_a_long_time_of_nothing_the_wait_begins_anew() -> None:
    listener = Listener()
    listener.steady(0, 60, wait_s=0.021)
    newest = 60 + DRY_MOST_PULLS // 2 + 2
    for number in range(60, newest + 1):
        listener.pull_block(number, 0.021)
    for number in range(60, newest + 1):
        listener.put(number, late_s=(newest - number) * BLOCK_S)
    listener.pull((newest + 1) * BLOCK_S + 0.021)
    assert isinstance(listener.heard[-1], int)
    assert listener.heard[-1] >= newest - 4, "what waited through the stall is not played late"


def test_numbers_that_wrap_leave_no_gap() -> None:
    listener = Listener(first_timestamp=2**32 - 10 * BLOCK)
    listener.steady(0, 40, wait_s=0.021)
    played = [block for block in listener.heard if isinstance(block, int)]
    assert played == list(range(played[0], 40))


def test_a_stream_that_begins_anew_elsewhere_is_followed() -> None:
    playout = Playout()
    for number in range(5):
        playout.put(number * BLOCK, Play(b"old", BLOCK, Way.ITSELF), number * BLOCK_S)
    for number in range(5):
        playout.put(
            JUMP_SAMPLES * 2 + number * BLOCK, Play(b"new", BLOCK, Way.ITSELF), 0.1 + number * BLOCK_S
        )
    playout.pull(0.2)
    assert playout.take() == Play(b"new", BLOCK, Way.ITSELF)


def test_blocks_of_other_lengths_and_pauses_of_the_sender_have_their_place() -> None:
    playout = Playout()
    for timestamp, samples in ((0, 1920), (1920, 480), (2400 + 2400, 960)):
        playout.put(timestamp, Play(b"", samples, Way.ITSELF), timestamp / 48_000)
    playout.pull(0.021)
    taken = [playout.take() for _ in range(6)]
    assert taken[:2] == [Play(b"", 1920, Way.ITSELF), Play(b"", 480, Way.ITSELF)]
    assert taken[2:5] == [Lost(960), Lost(960), Lost(480)]
    assert taken[5] == Play(b"", 960, Way.ITSELF)


# ---------------------------------------------------------------- longer and shorter


def settled(wait_s: float) -> Listener:
    listener = Listener()
    listener.steady(0, START_BLOCKS + 1, wait_s=0.021)
    for number in range(START_BLOCKS + 1, START_BLOCKS + 2 + PULLS // 2):
        listener.put(number)
        listener.pull_block(number, wait_s)
    return listener


def test_a_pull_to_spare_is_left_out_after_some_patience_and_at_once_where_nobody_hears_it() -> None:
    listener = settled(0.018)
    assert listener.playout.spare(0, lambda: False) == 0
    assert listener.playout.spare(0, lambda: True) == PULL_SAMPLES
    after = len(listener.heard)
    for number in range(after, after + int(PATIENCE_S / BLOCK_S) + 1):
        listener.put(number)
        listener.pull_block(number, 0.018)
    assert listener.playout.spare(0, lambda: False) == PULL_SAMPLES


def test_of_what_is_said_no_more_than_a_pull_is_left_out_at_a_time() -> None:
    listener = settled(0.021)
    first = len(listener.heard)
    listener.put(first)
    listener.put(first + 1)
    spliced_s = []
    for number in range(first, first + round((PATIENCE_S + 1.0) / BLOCK_S)):
        listener.put(number + 2)
        listener.pull_block(number, 0.061)
        if spare := listener.playout.spare(0, lambda: False):
            assert spare == PULL_SAMPLES
            assert listener.playout.spare(0, lambda: True) == 5 * PULL_SAMPLES, "nobody would hear"
            spliced_s.append(number * BLOCK_S)
    assert len(spliced_s) >= 5
    assert all(after - before > SPLICE_EVERY_S - 0.001 for before, after in pairwise(spliced_s))


def test_much_too_much_is_left_out_at_once() -> None:
    listener = settled(0.095)
    number = len(listener.heard)
    for ahead in range(4):
        listener.put(number + ahead)
    assert listener.playout.spare(0, lambda: False) >= 3 * BLOCK


def test_nothing_is_left_out_before_what_should_long_be_here_and_is_not() -> None:
    """The way has become longer, and that is not known yet: it would run dry again and again."""
    assert settled(0.095).playout.spare(PULL_SAMPLES, lambda: True) == 0


def test_what_waits_beside_whole_blocks_may_always_be_left_out() -> None:
    assert settled(0.021).playout.spare(333, lambda: False) == 333


def test_when_blocks_come_later_the_sound_is_made_longer_at_once() -> None:
    listener = settled(0.021)
    number = len(listener.heard)
    for late in range(3):
        listener.put(number + late, late_s=0.045)
    spare = listener.playout.spare(0, lambda: False)
    assert spare < 0
    assert spare % PULL_SAMPLES == 0
    assert listener.playout.spare(PULL_SAMPLES + 100, lambda: False) == 0, "in the pull after this is in time"


def test_pulls_that_are_early_now_and_then_count_as_early() -> None:
    listener = settled(0.021)
    number = len(listener.heard)
    for jitter_s in (0.012, 0.0, 0.009):
        listener.put(number)
        listener.pull_block(number, 0.021 + jitter_s)
        number += 1
    assert listener.playout.spare(0, lambda: False) == 0


def test_a_loudspeaker_that_stood_still_is_believed_at_once() -> None:
    listener = settled(0.021)
    number = len(listener.heard)
    for later in range(25):
        listener.put(number + later)
    listener.pull_block(number + 24, 0.021)
    assert listener.playout.spare(0, lambda: False) >= 20 * BLOCK


@pytest.mark.parametrize("blocks", [HELD_MOST_BLOCKS - 1, HELD_MOST_BLOCKS + 1, 200, 10_000])
def test_after_a_loudspeaker_has_rested_the_newest_is_played(blocks: int) -> None:
    """It was pulled out, say, and is tried again two seconds later."""
    listener = Listener()
    listener.steady(0, 60)
    for number in range(60, 60 + blocks):
        listener.put(number)
    del listener.heard[:]
    listener.steady(60 + blocks, 160 + blocks)
    played = [block for block in listener.heard if isinstance(block, int)]
    assert "lost" not in listener.heard
    assert played == list(range(played[0], 160 + blocks))
    assert played[0] >= 60 + blocks - HELD_MOST_BLOCKS


@pytest.mark.parametrize("blocks", [10, 100, 499])
def test_a_sender_that_goes_on_much_later_in_its_stream_is_followed(blocks: int) -> None:
    listener = Listener()
    listener.steady(0, 60)
    del listener.heard[:]
    for number in range(60, 120):
        at_s = number * BLOCK_S
        listener.playout.put((number + blocks) * BLOCK, Play(b"later", BLOCK, Way.ITSELF), at_s)
        listener.pull_block(number, 0.005)
    assert listener.heard.count("lost") == 0
    assert len([block for block in listener.heard if isinstance(block, int)]) > 40


@given(
    st.lists(st.one_of(st.none(), st.tuples(st.integers(0, 6), st.integers(1, 3))), min_size=1, max_size=300),
    st.integers(0, 2**32 - 1),
)
def test_never_backwards_never_twice_never_unbounded(
    script: list[tuple[int, int] | None], first_timestamp: int
) -> None:
    """``None`` pulls; otherwise blocks come, some jumped over, some early, some late, some doubled."""
    listener, newest, now_s = Listener(first_timestamp), 0, 0.0
    for step in script:
        if step is None:
            now_s += PULL_S
            listener.pull(now_s)
        else:
            back, forth = step
            newest += forth
            for number in (newest, newest - back):
                if number >= 0:
                    listener.put(number, late_s=max(0.0, now_s - number * BLOCK_S))
        assert len(listener.playout) <= HELD_MOST_BLOCKS
        assert 0.0 <= listener.playout.wait_s <= 0.11
    played = [block for block in listener.heard if isinstance(block, int)]
    assert played == sorted(set(played))
