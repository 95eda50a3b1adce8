from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from channel.sound.limiter import CEILING, Limiter

BLOCK = 960
PULL = 480


def constant(value: float, length: int = BLOCK) -> NDArray[np.float32]:
    return np.full(length, value, np.float32)


@given(st.lists(arrays(np.float32, (64, 2), elements=st.floats(-200_000, 200_000, width=32)), max_size=8))
def test_nothing_leaves_above_the_ceiling_and_nothing_wraps_around(blocks: list[NDArray[np.float32]]) -> None:
    limiter = Limiter()
    for block in blocks:
        out = limiter.limit(block)
        assert out.shape == block.shape
        assert np.abs(out.astype(np.int64)).max() <= CEILING
        loud = np.abs(block) > 1000
        assert (np.sign(out) == np.sign(block))[loud & (out != 0)].all(), (
            "a wrapped sample has the wrong sign"
        )


def test_what_is_not_too_loud_passes_unchanged_bit_by_bit() -> None:
    limiter = Limiter()
    block = np.linspace(-31_999, 31_999, BLOCK).astype(np.int16)
    for _ in range(3):
        assert np.array_equal(limiter.limit(block.astype(np.float32)), block)


def test_silence_stays_exact_silence_also_while_the_gain_returns() -> None:
    limiter = Limiter()
    limiter.limit(constant(90_000))
    assert not limiter.limit(constant(0)).any()


def test_both_sides_are_lowered_alike() -> None:
    limiter = Limiter()
    block = np.stack([constant(64_000), constant(8_000)], axis=1)
    limiter.limit(block)
    assert np.allclose(limiter.limit(block)[-1], [32_000, 4_000], atol=1)


def test_it_lets_go_again_after_a_loud_moment() -> None:
    limiter = Limiter()
    limiter.limit(constant(100_000))
    after = [int(limiter.limit(constant(1_000))[-1]) for _ in range(30)]
    assert after[0] < 600
    assert after == sorted(after)
    assert after[-1] == 1_000


def test_a_loudspeaker_is_let_go_as_fast_as_a_microphone() -> None:
    by_length = {}
    for length in (BLOCK, PULL):
        limiter = Limiter()
        limiter.limit(constant(100_000, length))
        after = np.concatenate([limiter.limit(constant(1_000, length)) for _ in range(4 * BLOCK // length)])
        by_length[length] = int(after[-1])
    assert by_length[BLOCK] == by_length[PULL] < 600
