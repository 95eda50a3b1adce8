"""Trains of padding: when they leave and what their arrival says."""

from __future__ import annotations

import itertools
import random

import pytest

from channel.core.probing import (
    ANSWER_S,
    FIRST_AFTER_S,
    JITTER_MOST_S,
    REST_MOST_S,
    TRAIN_S,
    Finding,
    Probe,
    Probing,
)
from channel.core.transport_feedback import PacketResult

LEAST_S = 0.02


def first_train(
    probing: Probing,
    *,
    jitter_ms: float = 0.0,
    target_kbps: float = 400.0,
    wanted_kbps: float = 700.0,
    limit_kbps: float | None = None,
) -> Probe:
    assert probing.next(target_kbps, wanted_kbps, limit_kbps, jitter_ms, 0.0) is None
    probe = probing.next(target_kbps, wanted_kbps, limit_kbps, jitter_ms, FIRST_AFTER_S)
    assert probe is not None
    return probe


def against(limit_kbps: float, *, jitter_ms: float) -> tuple[Probing, Probe]:
    """A train on a way whose bottleneck was met."""
    probing = Probing()
    return probing, first_train(
        probing,
        jitter_ms=jitter_ms,
        target_kbps=0.95 * limit_kbps,
        wanted_kbps=1100.0,
        limit_kbps=limit_kbps,
    )


def arrival(
    probe: Probe,
    bottleneck_kbps: float,
    *,
    jitter_s: float = 0.0,
    lost: frozenset[int] = frozenset(),
    seed: int = 0,
) -> list[PacketResult]:
    """The train after a bottleneck, each packet of it alone on the way."""
    chance, results, free_s, newest_s = random.Random(seed), [], 0.0, 0.0
    for number in range(probe.packets):
        sent_s = 1.0 + number * probe.packet_bytes * 8 / 1000 / probe.kbps
        free_s = max(free_s, sent_s) + probe.packet_bytes * 8 / 1000 / bottleneck_kbps
        newest_s = max(newest_s, free_s + 0.02 + chance.uniform(0.0, jitter_s))
        arrived_s = None if number in lost else newest_s
        results.append(PacketResult(probe.packet_bytes, sent_s, arrived_s, "probe", number))
    return results


def behind_a_picture(
    probe: Probe, bottleneck_kbps: float, queued_s: float, *, jitter_s: float = 0.0, seed: int = 0
) -> list[PacketResult]:
    """The train, sound and half a picture beside it, after a bottleneck at which so much stood already."""
    chance, results, free_s, newest_s = random.Random(seed), [], 1.0 + queued_s, 0.0
    step_s = probe.packet_bytes * 8 / 1000 / probe.kbps
    sent = [(1.0 + number * step_s, probe.packet_bytes, "probe") for number in range(probe.packets)]
    sent += [(1.0 + chance.uniform(0.0, 0.02), 138, "audio"), (1.0 + chance.uniform(0.0, 0.04), 600, "video")]
    for number, (sent_s, size_bytes, kind) in enumerate(sorted(sent)):
        free_s = max(free_s, sent_s) + size_bytes * 8 / 1000 / bottleneck_kbps
        newest_s = max(newest_s, free_s + LEAST_S + chance.uniform(0.0, jitter_s))
        results.append(PacketResult(size_bytes, sent_s, newest_s, kind, number))
    return results


def found(probe: Probe, probing: Probing, results: list[PacketResult]) -> Finding:
    finding = probing.results(results, LEAST_S, 1.0)
    assert finding is not None
    return finding


def test_a_train_is_at_least_five_packets_faster_than_what_is_wanted_and_short() -> None:
    probe = first_train(Probing())
    assert probe.packets >= 5
    assert 700 < probe.kbps <= 800
    assert probe.packets * probe.packet_bytes * 8 / 1000 / 400 < 0.08, "sound behind it waits no longer"


def test_it_is_never_more_than_twice_what_is_known_to_pass() -> None:
    assert first_train(Probing(), target_kbps=200.0).kbps == 400.0


def test_a_train_that_passes_says_its_rate() -> None:
    probing = Probing()
    probe = first_train(probing)
    finding = found(probe, probing, arrival(probe, 10_000.0))
    assert finding.passed
    assert finding.kbps == pytest.approx(probe.kbps, rel=0.05)


def test_a_train_that_is_stretched_says_the_rate_of_the_bottleneck() -> None:
    probing = Probing()
    probe = first_train(probing)
    finding = found(probe, probing, arrival(probe, 450.0))
    assert not finding.passed
    assert finding.kbps == pytest.approx(450.0, rel=0.1)


def test_lost_packets_of_a_train_do_not_change_what_it_says() -> None:
    probing = Probing()
    probe = first_train(probing)
    finding = found(probe, probing, arrival(probe, 450.0, lost=frozenset({1})))
    assert finding.kbps == pytest.approx(450.0, rel=0.15)


def test_a_train_of_which_most_is_lost_says_nothing_and_rests() -> None:
    probing = Probing()
    probe = first_train(probing)
    lost = frozenset(range(1, probe.packets - 1))
    assert probing.results(arrival(probe, 450.0, lost=lost), LEAST_S, 1.0) is None
    assert probing.next(400.0, 700.0, None, 0.0, 1.5) is None
    assert probing.next(400.0, 700.0, None, 0.0, 2.1) is not None


def test_what_is_told_late_and_out_of_order_is_no_harm() -> None:
    probing = Probing()
    probe = first_train(probing)
    results = arrival(probe, 450.0, lost=frozenset({2}))
    assert probing.results(results[:2] + results[3:], LEAST_S, 1.0) is None
    beside = PacketResult(800, 1.2, 1.25, "video", probe.packets)
    finding = found(probe, probing, [results[2], beside])
    assert finding.kbps == pytest.approx(450.0, rel=0.15)


def test_a_train_that_a_busy_machine_stretched_says_nothing() -> None:
    """As it came over the loopback address, ms, on a machine with far more to do than it can."""
    recorded = (
        ("probe", 0.0, 0.0, 191),
        ("probe", 5.2, 26.5, 191),
        ("audio", 27.7, 47.5, 93),
        ("probe", 29.3, 48.0, 191),
        ("probe", 31.9, 108.3, 191),
        ("audio", 44.9, 108.5, 93),
        ("probe", 45.0, 129.0, 191),
        ("audio", 56.4, 129.5, 94),
        ("probe", 56.8, 129.5, 191),
    )
    probing = Probing()
    assert probing.next(200.0, 250.0, None, 1.0, 0.0) is None
    probe = probing.next(200.0, 250.0, None, 1.0, FIRST_AFTER_S)
    assert probe is not None
    assert probe.packets == 6
    results = [
        PacketResult(size_bytes, 1 + left_ms / 1000, 5 + came_ms / 1000, kind, number)
        for number, (kind, left_ms, came_ms, size_bytes) in enumerate(recorded)
    ]
    assert probing.results(results, LEAST_S, 0.5) is None


@pytest.mark.parametrize(("bottleneck_kbps", "silent_most"), [(350.0, 16), (10_000.0, 4)])
def test_with_jitter_a_train_is_longer_and_seldom_wrong(bottleneck_kbps: float, silent_most: int) -> None:
    wrong = silent = 0
    for seed in range(20):
        probing = Probing()
        probe = first_train(probing, jitter_ms=10.0)
        finding = probing.results(arrival(probe, bottleneck_kbps, jitter_s=0.04, seed=seed), LEAST_S, 1.0)
        silent += finding is None
        wrong += finding is not None and finding.passed != (bottleneck_kbps > 1000)
    assert wrong <= 2
    assert silent <= silent_most


def test_a_train_that_left_at_once_is_read_from_its_arrival() -> None:
    probing = Probing()
    probe = first_train(probing)
    each_s = probe.packet_bytes * 8 / 450_000
    results = [
        PacketResult(probe.packet_bytes, 1.0, 1.02 + number * each_s, "probe", number)
        for number in range(probe.packets)
    ]
    finding = found(probe, probing, results)
    assert not finding.passed
    assert finding.kbps == pytest.approx(450.0, rel=0.05)


def test_what_was_sent_beside_it_counts() -> None:
    probing = Probing()
    probe = first_train(probing)
    results = arrival(probe, 10_000.0)
    beside = PacketResult(800, results[2].sent_s, results[2].arrived_s, "video", probe.packets)
    before = PacketResult(800, 0.5, 0.6, "video", -1)
    finding = found(probe, probing, [before, *results[:3], beside, *results[3:]])
    assert finding.kbps > 1.2 * probe.kbps


def test_trains_that_do_not_pass_come_ever_more_rarely() -> None:
    probing, left_s = Probing(), []
    for hundredth in range(6000):
        now_s = hundredth / 100
        if probing.next(400.0, 700.0, None, 0.0, now_s) is not None:
            left_s.append(now_s)
            probing.failed(now_s)
    gaps = [round(later - earlier, 2) for earlier, later in itertools.pairwise(left_s)]
    assert gaps == sorted(gaps)
    assert gaps[-1] == pytest.approx(REST_MOST_S, abs=0.02)


def test_an_answer_that_never_comes_is_a_failure() -> None:
    probing = Probing()
    first_train(probing)
    assert probing.next(400.0, 700.0, None, 0.0, 1.0) is None
    assert probing.next(400.0, 700.0, None, 0.0, 1.3) is None
    assert probing.next(400.0, 700.0, None, 0.0, 2.5) is not None


def test_nothing_is_sent_when_nothing_more_is_wanted() -> None:
    probing = Probing()
    for tenth in range(100):
        assert probing.next(800.0, 700.0, None, 0.0, tenth / 10) is None


def test_feigned_jitter_makes_no_endless_train() -> None:
    """The far end says when packets arrived: a jump of its clock would be jitter of days."""
    probe = first_train(Probing(), jitter_ms=1e7)
    assert probe.packets * probe.packet_bytes * 8 / 1000 / probe.kbps <= TRAIN_S + JITTER_MOST_S + 0.02


def test_a_train_of_which_part_is_never_told_is_not_waited_for() -> None:
    """Else all that is told of meanwhile would be kept, and counted again at each feedback."""
    probing = Probing()
    probe = first_train(probing)
    train = arrival(probe, 1e9)
    assert probing.results(train[:-1], LEAST_S, 1.0) is None
    assert probing.results(train[-1:], LEAST_S, FIRST_AFTER_S + ANSWER_S + 0.1) is None
    assert probing.next(400.0, 700.0, None, 0.0, 10.0) is not None, "and the next one may leave"


@pytest.mark.parametrize("limit_kbps", [150.0, 450.0])
def test_where_a_bottleneck_was_met_sound_waits_for_a_train_no_longer_whatever_the_jitter(
    limit_kbps: float,
) -> None:
    for jitter_ms in (0.0, 30.0, 1e7):
        probe = first_train(
            Probing(), jitter_ms=jitter_ms, target_kbps=0.95 * limit_kbps, limit_kbps=limit_kbps
        )
        train_s = probe.packets * probe.packet_bytes * 8 / 1000 / probe.kbps
        assert train_s * probe.kbps / limit_kbps - train_s < 0.025


@pytest.mark.parametrize("limit_kbps", [150.0, 450.0])
def test_a_bottleneck_that_was_met_is_never_taken_for_gone_while_it_is_there(limit_kbps: float) -> None:
    """Whatever stood before it: a queue that drains makes a train come quicker than it left."""
    for seed in range(200):
        probing, probe = against(limit_kbps, jitter_ms=20.0)
        results = behind_a_picture(probe, limit_kbps, 0.0003 * seed, jitter_s=0.0002 * seed, seed=seed)
        finding = probing.results(results, LEAST_S, 1.0)
        assert finding is None or not finding.passed


@pytest.mark.parametrize("limit_kbps", [150.0, 450.0])
def test_a_queue_that_never_was_empty_makes_no_bottleneck_look_gone(limit_kbps: float) -> None:
    """Then the least delay that is known is longer than the way, and a train seems to be there too soon."""
    for seed in range(200):
        probing, probe = against(limit_kbps, jitter_ms=2.0)
        results = behind_a_picture(probe, limit_kbps, 0.0003 * seed, seed=seed)
        finding = probing.results(results, LEAST_S + 0.02, 1.0)
        assert finding is None or not finding.passed


@pytest.mark.parametrize("limit_kbps", [150.0, 450.0])
def test_a_bottleneck_that_is_gone_is_soon_seen_to_be(limit_kbps: float) -> None:
    proven = 0
    for seed in range(20):
        probing, probe = against(limit_kbps, jitter_ms=20.0)
        results = behind_a_picture(probe, 20_000.0, 0.0, jitter_s=0.01, seed=seed)
        proven += found(probe, probing, results).passed
    assert proven >= 16
