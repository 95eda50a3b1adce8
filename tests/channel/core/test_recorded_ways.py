"""What real channels told of their packets, given to the congestion control once more.

The recordings in ``traces`` are of six to fifteen seconds each: ``busy``, a clean link on a machine with far
too much to do; ``starved``, two ends on one with eight times as much; ``radio``, 40 ± 20 ms and 5 % lost in
groups of three; ``thin``, a limit of 450 kbit/s from the ninth second on. A line ``now round_trip`` begins
what one feedback told, a line ``  sent arrived bytes kind`` is one packet, ``-`` a lost one; all times
in units of 0.1 ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from channel.core import congestion
from channel.core.congestion import START_KBPS, Congestion
from channel.core.transport_feedback import PacketResult

TRACES = Path(__file__).with_name("traces")
UNIT_S = 1e-4
KINDS = {"a": "audio", "v": "video", "p": "probe", "r": "repeat"}
LIMIT_FROM_S = 8.5


def told(name: str) -> Iterator[tuple[float, float, list[PacketResult]]]:
    """Time, round trip and results of each feedback."""
    now_s, round_trip_s, results = 0.0, 0.0, list[PacketResult]()
    for number, line in enumerate((TRACES / f"{name}.txt").read_text().splitlines()):
        if not line.startswith(" "):
            if results:
                yield now_s, round_trip_s, results
            now_s, round_trip_s = (int(part) * UNIT_S for part in line.split())
            results = []
            continue
        sent, arrived, size_bytes, kind = line.split()
        arrived_s = None if arrived == "-" else int(arrived) * UNIT_S
        results.append(PacketResult(int(size_bytes), int(sent) * UNIT_S, arrived_s, KINDS[kind], number))
    yield now_s, round_trip_s, results


def targets(name: str) -> list[tuple[float, float]]:
    """Time and target after each feedback; trains are asked for as in the call that was recorded."""
    control, course = Congestion(1130.0), []
    for now_s, round_trip_s, results in told(name):
        control.probe(now_s)
        control.results(results, round_trip_s, now_s)
        course.append((now_s, control.target_kbps))
    return course


@pytest.mark.parametrize("name", ["busy", "radio"])
def test_neither_a_busy_machine_nor_a_bad_radio_link_is_taken_for_congestion(name: str) -> None:
    assert min(kbps for _, kbps in targets(name)) >= START_KBPS


def least_kbps_from(start_kbps: float, name: str) -> float:
    control = Congestion(1130.0)
    control.target_kbps = least_kbps = start_kbps
    for now_s, round_trip_s, results in told(name):
        control.results(results, round_trip_s, now_s)
        least_kbps = min(least_kbps, control.target_kbps)
    return least_kbps


def test_an_end_that_stands_still_and_then_reads_all_at_once_is_no_queue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert least_kbps_from(1000.0, "starved") == 1000.0
    monkeypatch.setattr(congestion, "CLUMPED_S", 0.0)  # the control
    assert least_kbps_from(1000.0, "starved") < 500.0


def test_a_limit_that_came_in_mid_call_was_found_within_two_seconds() -> None:
    course = targets("thin")
    before = [kbps for now_s, kbps in course if 1.0 < now_s < LIMIT_FROM_S - 1]
    after = [kbps for now_s, kbps in course if now_s > LIMIT_FROM_S + 2]
    assert min(before) >= START_KBPS
    assert after
    assert max(after[:5]) < 500


def test_repair_is_made_for_the_loss_of_a_radio_link_and_not_for_that_of_a_full_queue() -> None:
    def worst(name: str) -> tuple[float, float]:
        control, own, all_of_it = Congestion(1130.0), 0.0, 0.0
        for now_s, round_trip_s, results in told(name):
            control.results(results, round_trip_s, now_s)
            if now_s > LIMIT_FROM_S:
                all_of_it = max(all_of_it, control.path.loss)
            if now_s > LIMIT_FROM_S + 2:
                own = max(own, control.path.way_loss)
        return own, all_of_it

    assert worst("radio")[0] > 0.02
    own, all_of_it = worst("thin")
    assert own < 0.02
    assert all_of_it > 0.05, "people are told of it all the same"
