"""Losses that no packet of their own stream shows, told of by the packets of another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channel.core.unseen_losses import PACKETS_MOST, STREAMS_MOST, UnseenLosses

VOICE, PICTURE = 1, 2


def test_a_packet_lost_between_two_of_another_stream_is_noticed_by_the_second() -> None:
    losses = UnseenLosses()
    assert losses.before(VOICE, 7, 100) == 0
    assert losses.before(VOICE, 8, 102) == 1
    assert losses.before(VOICE, 9, 103) == 0


def test_what_is_missing_in_the_stream_itself_is_not_another_streams_loss() -> None:
    losses = UnseenLosses()
    losses.before(VOICE, 7, 100)
    assert losses.before(VOICE, 9, 102) == 0
    assert losses.before(VOICE, 11, 107) == 3


def test_numbers_may_go_round() -> None:
    losses = UnseenLosses()
    losses.before(VOICE, 0xFFFF, 0xFFFE)
    assert losses.before(VOICE, 0, 1) == 2


def test_what_comes_late_or_again_tells_nothing_and_changes_nothing() -> None:
    losses = UnseenLosses()
    losses.before(VOICE, 7, 100)
    losses.before(VOICE, 9, 104)
    assert losses.before(VOICE, 8, 102) == 0  # overtaken
    assert losses.before(VOICE, 8, 105) == 0  # sent again
    assert losses.before(VOICE, 10, 106) == 0


def test_a_repeat_of_what_had_come_already_is_no_loss() -> None:
    losses = UnseenLosses()
    losses.before(VOICE, 7, 100)
    losses.came_again()  # 101
    assert losses.before(VOICE, 8, 102) == 0
    assert losses.before(VOICE, 9, 104) == 1, "the next one is"


def test_the_first_packet_of_a_stream_and_an_outage_tell_nothing() -> None:
    losses = UnseenLosses()
    losses.before(VOICE, 7, 100)
    assert losses.before(PICTURE, 500, 103) == 0
    assert losses.before(VOICE, 8, 105 + PACKETS_MOST) == 0
    assert losses.before(VOICE, 9, 107 + PACKETS_MOST) == 1


def test_a_far_end_that_names_ever_new_streams_takes_no_memory() -> None:
    losses = UnseenLosses()
    for ssrc in range(1000):
        losses.before(ssrc, 1, ssrc)
    assert len(losses._newest_of) == STREAMS_MOST


@given(st.lists(st.tuples(st.sampled_from([VOICE, PICTURE]), st.booleans()), max_size=200))
def test_in_order_never_more_is_told_than_was_lost_of_the_others_since_the_last_packet(
    packets: list[tuple[int, bool]],
) -> None:
    losses, sequences, lost_since = UnseenLosses(), {VOICE: 0, PICTURE: 0}, {VOICE: 0, PICTURE: 0}
    for number, (ssrc, comes) in enumerate(packets):
        sequences[ssrc] += 1
        if not comes:
            lost_since[ssrc] += 1
            continue
        other = PICTURE if ssrc == VOICE else VOICE
        assert losses.before(ssrc, sequences[ssrc], number) <= lost_since[other]
        lost_since = {VOICE: 0, PICTURE: 0}
