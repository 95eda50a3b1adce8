"""Measuring a star: whose processor time counts, rates, and what a machine that stands still spoils."""

from __future__ import annotations

import subprocess
import sys

import psutil
import pytest

from tests.benchmarks.star import measuring
from tests.benchmarks.star.desk import Counts, Latencies
from tests.benchmarks.star.far_ends import BoothCounts, FarCounts
from tests.benchmarks.star.measuring import Piece

BURN = "import time\nwhile time.process_time() < 0.6: pass"


def test_the_time_of_a_child_that_has_ended_counts() -> None:
    itself = psutil.Process()
    before_s = measuring.cpu_s([itself])
    subprocess.run([sys.executable, "-c", BURN], check=True)
    own = itself.cpu_times()
    assert measuring.cpu_s([itself]) - before_s >= 0.5
    assert measuring.cpu_s([itself]) - (own.user + own.system) >= 0.5


def test_the_time_and_memory_of_a_child_that_lives_count_once() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", f"{BURN}\nprint()\ninput()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        itself, below = psutil.Process(), psutil.Process(child.pid)
        assert [one.pid for one in measuring.trees([itself, below])].count(child.pid) == 1
        assert 0.5 <= measuring.cpu_s([below]) < 1.1
        assert measuring.memory_mib([itself, below]) > measuring.memory_mib([below]) > 1
        child.communicate(b"\n")
    assert measuring.cpu_s([below]) == 0.0


def test_the_memory_of_one_process_is_all_that_it_has_whoever_else_shares_it() -> None:
    code = "input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as one:
        with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as other:
            both = [psutil.Process(process.pid) for process in (one, other)]
            while any(process.status() != psutil.STATUS_SLEEPING for process in both):
                pass
            whole, rss = (measuring.memory_mib(both[:1]), both[0].memory_info().rss / 2**20)
            assert whole == pytest.approx(rss, rel=0.05)
            assert both[0].memory_full_info().pss / 2**20 < 0.9 * rss
            assert measuring.memory_mib(both) < 0.9 * (whole + measuring.memory_mib(both[1:]))
            other.communicate(b"\n")
        one.communicate(b"\n")


def far(at_s: float, *pictures: int) -> FarCounts:
    return FarCounts(at_s, tuple(BoothCounts(pictures=one) for one in pictures))


def test_the_booth_that_sees_least_is_told_and_the_console_carries_all() -> None:
    figures = measuring.rates(
        Counts(100, 50, 10), Counts(1100, 1050, 510), far(5.0, 10, 10), far(15.0, 260, 240), booths=2
    )
    assert (figures.video_fps, figures.console_fps, figures.pictures_decoded) == (23.0, 25.0, 50.0)
    assert (figures.packets_sent, figures.packets_received) == (100.0, 100.0)


def test_a_system_that_takes_no_part_in_the_star_has_no_rate_at_the_booths() -> None:
    figures = measuring.rates(Counts(), Counts(pictures=50), far(0.0, 0), far(1.0, 0), booths=1)
    assert (figures.video_fps, figures.pictures_decoded) == (None, 50.0)


PIECES = [Piece((at, at + 4.0), Latencies([10.0 + at], [50.0])) for at in (0.0, 4.0, 8.0)]


@pytest.mark.parametrize(
    ("stalls", "left"),
    [([], [0, 1, 2]), ([(3.9, 4.1)], [2]), ([(5.0, 5.1)], [0, 2]), ([(12.5, 12.6)], [0, 1, 2])],
)
def test_a_piece_in_which_the_machine_stood_still_is_left_out(
    stalls: list[tuple[float, float]], left: list[int]
) -> None:
    assert measuring.untouched(PIECES, stalls) == [PIECES[at] for at in left]


def test_latencies_are_told_over_all_pieces_that_are_left() -> None:
    figures = measuring.judged(PIECES)
    assert (figures.video_latency_p50_ms, figures.audio_latency_ms) == (14.0, 50.0)
    nothing = measuring.judged([Piece((0.0, 0.0), Latencies())])
    assert (nothing.video_latency_p95_ms, nothing.audio_latency_ms) == (None, None)


def test_a_delay_that_grows_is_seen() -> None:
    assert measuring.growth_ms([20.0, 21.0, 22.0] * 10) == 0.0
    assert measuring.growth_ms([float(ms) for ms in range(90)]) == 60.0
    assert measuring.growth_ms([1.0, 2.0]) is None
