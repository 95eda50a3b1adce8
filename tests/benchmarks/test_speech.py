"""Speech after a link: what is whole scores high wherever it lies, and what is missing lowers it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.benchmarks import speech
from tests.benchmarks.block_code import BLOCK_SAMPLES
from tests.benchmarks.figures import BLOCK_S, Played
from tests.helpers.speech import needs_speech

SAID_S = 1000.0
LATE_BLOCKS = 5

pytestmark = needs_speech


def _played(samples: NDArray[np.int16]) -> Played:
    before, after = np.zeros(LATE_BLOCKS * BLOCK_SAMPLES, np.int16), np.zeros(96_000, np.int16)
    heard = np.concatenate((before, samples, after))
    blocks = heard[: len(heard) // BLOCK_SAMPLES * BLOCK_SAMPLES].reshape(-1, BLOCK_SAMPLES)
    return Played([(SAID_S + number * BLOCK_S, block) for number, block in enumerate(blocks)])


def test_speech_as_it_was_said_scores_one_however_late() -> None:
    assert speech.understood(_played(speech.corpus().samples), SAID_S) == pytest.approx(1.0, abs=0.001)


def test_a_playout_that_grows_within_a_sentence_costs_little() -> None:
    samples = speech.corpus().samples
    first, last = speech.corpus().sentences[0]
    middle = (first + last) // 2
    grown = np.concatenate((samples[:middle], samples[middle - 960 : middle], samples[middle:]))
    assert speech.understood(_played(grown), SAID_S) > 0.98


@pytest.mark.parametrize(("share", "most"), [(0.1, 0.97), (0.3, 0.9)])
def test_control_blocks_left_out_are_heard(share: float, most: float) -> None:
    samples = speech.corpus().samples.copy()
    lost = np.flatnonzero(np.random.default_rng(1).random(len(samples) // BLOCK_SAMPLES) < share)
    for block in lost:
        samples[block * BLOCK_SAMPLES :][:BLOCK_SAMPLES] = 0
    assert speech.understood(_played(samples), SAID_S) < most


def test_control_silence_is_not_understood() -> None:
    assert speech.understood(_played(np.zeros_like(speech.corpus().samples)), SAID_S) == 0.0
