"""Numbered sound: what is read after Opus is what was played, and neither losses nor concealment hide."""

from __future__ import annotations

import random

import numpy as np
import pytest
from numpy.typing import NDArray

from channel.media.opus import OpusDecoder, OpusEncoder
from tests.benchmarks import block_code

COUNT = 500
OPUS_LOOKS_AHEAD_SAMPLES = 312
Blocks = list[NDArray[np.int16]]


@pytest.fixture(scope="module")
def packets() -> list[bytes]:
    encoder = OpusEncoder(32)
    return [encoder.encode(block_code.piece(number)) for number in range(COUNT)]


def _decoded(packets: list[bytes]) -> Blocks:
    decoder = OpusDecoder()
    return [decoder.decode(packet) for packet in packets]


def _numbers(blocks: Blocks) -> list[int]:
    return [found.number for found in block_code.read(np.concatenate(blocks))]


def _lost(share: float) -> set[int]:
    return {number for number in range(10, COUNT - 1) if random.Random(number).random() < share}


def test_after_opus_every_block_is_found_once_at_its_place(packets: list[bytes]) -> None:
    found = block_code.read(np.concatenate(_decoded(packets)))
    assert [one.number for one in found] == [number % block_code.NUMBERS for number in range(COUNT - 1)]
    late = OPUS_LOOKS_AHEAD_SAMPLES + block_code.LEAD_SAMPLES
    assert all(
        abs(one.sample - number * block_code.BLOCK_SAMPLES - late) <= 3 for number, one in enumerate(found)
    )


def test_control_of_blanked_blocks_just_these_are_missing(packets: list[bytes]) -> None:
    lost = _lost(0.05)
    assert len(lost) > 15
    blocks = _decoded(packets)
    for number in lost:
        blocks[number + 1] = np.zeros(block_code.BLOCK_SAMPLES, np.int16)
    kept = [number % block_code.NUMBERS for number in range(COUNT - 1) if number not in lost]
    assert _numbers(blocks) == kept


def test_control_a_block_that_is_made_up_of_the_one_before_does_not_count(packets: list[bytes]) -> None:
    lost = _lost(0.05)
    blocks = _decoded(packets)
    for number in sorted(lost):
        blocks[number + 1] = (blocks[number] * 0.7).astype(np.int16)
    heard = _numbers(blocks)
    again = [number for number in sorted(lost) if number < 200 and number in heard[:200]]
    assert again == []


def test_silence_noise_and_a_steady_tone_have_no_numbers() -> None:
    noise = np.random.default_rng(1_000).normal(0, 5000, 48_000).astype(np.int16)
    tone = (8000 * np.sin(2 * np.pi * 500 * np.arange(48_000) / 48_000)).astype(np.int16)
    for samples in (np.zeros(48_000, np.int16), noise, tone, np.zeros(0, np.int16)):
        assert block_code.read(samples) == []


def test_different_blocks_are_far_below_what_counts_as_found() -> None:
    blocks = np.stack([block_code.block(number).astype(float) for number in range(block_code.NUMBERS)])
    blocks /= np.linalg.norm(blocks, axis=1, keepdims=True)
    likeness = blocks @ blocks.T - np.eye(block_code.NUMBERS)
    assert float(np.abs(likeness).max()) < block_code.MATCH_LEAST - 0.05


def test_packets_that_never_came_cost_themselves_and_seldom_more(packets: list[bytes]) -> None:
    lost = _lost(0.05)
    decoder = OpusDecoder()
    silence = np.zeros(block_code.BLOCK_SAMPLES, np.int16)
    blocks = [silence if n in lost else decoder.decode(packet) for n, packet in enumerate(packets)]
    heard = _numbers(blocks)
    assert COUNT - 1 - len(lost) - 10 <= len(heard) <= COUNT - 1 - len(lost)
