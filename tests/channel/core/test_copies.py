"""What became of copies of packets of sound."""

from __future__ import annotations

import random

import pytest

from channel.core.copies import OPEN_MOST, CopyFates


def test_gone_is_what_neither_came_of_in_whatever_order_it_is_told() -> None:
    chance = random.Random(4)
    fates = CopyFates()
    told = [
        (group, block_lost or copy_lost)
        for group in range(1000)
        for block_lost in [group % 10 == 0]
        for copy_lost in (chance.random() < 0.3, chance.random() < 0.3, False)
    ]
    for at in range(0, len(told), 60):
        some = told[at : at + 60]
        chance.shuffle(some)
        for group, lost in some:
            fates.tell(group, 3, not lost, at / 3000)
    assert fates.packets == 1000
    assert fates.gone == pytest.approx(0.1)


def test_what_is_long_ago_is_forgotten_and_what_never_ends_is_too() -> None:
    fates = CopyFates()
    fates.tell(1, 2, False, 10.0)
    fates.tell(1, 2, False, 10.0)
    fates.elapsed(12.0)
    assert (fates.packets, fates.gone) == (1, 1.0)
    fates.elapsed(13.1)
    assert (fates.packets, fates.gone) == (0, 0.0)
    for group in range(10 * OPEN_MOST):
        fates.tell(group, 2, True, 14.0)
    assert len(fates._open) == OPEN_MOST
    assert not fates.packets
