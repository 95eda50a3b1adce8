from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from hardware.simulated.sound import Clicks, Mixed, Tone, While


def amplitude_dbfs(samples: NDArray[np.int16], hz: float) -> float:
    window = np.hanning(len(samples))
    phase = np.exp(-2j * np.pi * hz * np.arange(len(samples)) / 48_000)
    return float(20 * np.log10(2 * abs(np.sum(samples / 32767 * window * phase)) / np.sum(window)))


def joined(sound: Mixed, blocks: int, first: int = 0) -> NDArray[np.int16]:
    return np.concatenate([sound.block(first + n * 960, 100.0) for n in range(blocks)])


@given(st.sampled_from([437, 613, 859, 1103, 1471, 1973]), st.integers(-60, -3))
def test_a_tone_has_the_level_asked_for(hz: int, dbfs: int) -> None:
    assert amplitude_dbfs(joined(Mixed([Tone(hz, dbfs)]), 50), hz) == pytest.approx(dbfs, abs=0.02)


def test_a_tone_holds_no_other_booths_tone() -> None:
    samples = joined(Mixed([Tone(437, -12)]), 500)
    for foreign in (613, 859, 1103, 1471, 1973):
        assert amplitude_dbfs(samples, foreign) < -110


def test_a_tone_keeps_its_phase_after_a_day() -> None:
    day = 48_000 * 86_400
    assert np.array_equal(Mixed([Tone(437, -12)]).block(day, 0.0), Mixed([Tone(437, -12)]).block(0, 0.0))


def test_a_leak_sounds_only_while_its_file_is_there(tmp_path: Path) -> None:
    switch = tmp_path / "leak-now"
    leak = Mixed([While(switch, Tone(613, -40))])
    assert not joined(leak, 50).any()
    switch.touch()
    assert amplitude_dbfs(joined(leak, 50), 613) == pytest.approx(-40, abs=0.05)
    switch.unlink()
    assert not joined(leak, 50).any()


def test_nothing_mixed_is_silence() -> None:
    assert not Mixed([]).block(0, 0.0).any()


def test_a_mix_is_clipped_not_wrapped() -> None:
    samples = joined(Mixed([Tone(440, 0), Tone(440, 0)]), 10)
    assert samples.max() == 32767
    assert samples.min() == -32767


def test_a_click_divided_by_a_block_s_edge_is_whole() -> None:
    shape = joined(Mixed([Clicks(0)]), 100, first=0)
    for shift in (100, 333, 700):
        moved = joined(Mixed([Clicks(0)]), 101, first=shift)
        assert np.array_equal(moved[: len(shape) - shift], shape[shift:])
