"""What the program takes from its machine, between two looks."""

from __future__ import annotations

import sys

import pytest

from channel.runtime.own_load import Load, OwnLoad


def test_the_load_is_that_since_the_look_before() -> None:
    cpu_s, now_s = iter([10.0, 10.5, 12.5]), iter([100.0, 101.0, 102.0])
    load = OwnLoad(cpu_s.__next__, now_s.__next__)
    assert load.look().cpu_cores == pytest.approx(0.5)
    assert load.look().cpu_cores == pytest.approx(2.0)


def test_two_looks_at_once_are_no_load() -> None:
    assert OwnLoad(lambda: 1.0, lambda: 100.0).look().cpu_cores == 0.0


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told on Linux only")
def test_the_memory_is_that_of_this_program() -> None:
    before_mib = OwnLoad().look().memory_mib
    kept = b"\1" * (64 << 20)
    after_mib = OwnLoad().look().memory_mib
    assert before_mib is not None
    assert after_mib is not None
    assert 60 < after_mib - before_mib < 80
    assert len(kept) == 64 << 20


def test_a_line_for_the_log() -> None:
    assert str(Load(0.3125, 188.4)) == "CPU 0.312 cores, memory 188 MiB"
    assert str(Load(0.3125, None)) == "CPU 0.312 cores, memory unknown"
