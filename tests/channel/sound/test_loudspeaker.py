from __future__ import annotations

import numpy as np

from channel.sound.loudspeaker import RINGING_BLOCKS, HalfDuplex, Loudspeaker

BLOCK = 960
PULL = 480
LOUD = np.full(BLOCK, 1000, np.int16)
SOFT = np.full(BLOCK, 50, np.int16)
SILENT = np.zeros(BLOCK, np.int16)


def test_a_room_rings_while_the_loudspeaker_plays_and_some_time_after() -> None:
    loudspeaker = Loudspeaker()
    assert not loudspeaker.is_ringing()
    for _ in range(3):
        loudspeaker.played(LOUD[:PULL])
        assert loudspeaker.is_ringing()
    rings = [loudspeaker.is_ringing() for _ in range(RINGING_BLOCKS + 5)]
    assert rings == [True] * (RINGING_BLOCKS - 1) + [False] * 6


def test_silence_and_hiss_do_not_ring() -> None:
    loudspeaker = Loudspeaker()
    for _ in range(5):
        loudspeaker.played(SILENT[:PULL])
        loudspeaker.played(SOFT[:PULL])
        assert not loudspeaker.is_ringing()


def test_threads_that_run_unevenly_lose_nothing() -> None:
    """The loudspeaker takes two pulls to a block of the microphone's, and may take more."""
    loudspeaker = Loudspeaker()
    for block in (LOUD, SILENT, SILENT, SILENT):
        loudspeaker.played(block[:PULL])
    assert loudspeaker.is_ringing()


def test_half_duplex_is_digital_silence_from_the_second_block_on() -> None:
    mode = HalfDuplex()
    assert mode.pass_on(LOUD, ringing=False) is LOUD
    closing = mode.pass_on(LOUD, ringing=True)
    assert closing[0] == 1000
    assert closing[-1] == 0
    for _ in range(5):
        assert not mode.pass_on(LOUD, ringing=True).any()
    opening = mode.pass_on(LOUD, ringing=False)
    assert opening[0] == 0
    assert opening[-1] == 1000
    assert mode.pass_on(LOUD, ringing=False) is LOUD


def test_half_duplex_opens_and_shuts_without_a_click() -> None:
    mode = HalfDuplex()
    for ringing in (True, False):
        steps = np.abs(np.diff(mode.pass_on(LOUD, ringing=ringing).astype(int)))
        assert steps.max() <= 2
